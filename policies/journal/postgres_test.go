//go:build integration

package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// postgresDSN names a server on which the tests may make schemas.
const postgresDSN = "CANONGATE_TEST_POSTGRES"

func init() {
	drivers = append(drivers, testDriver{name: "postgres", place: placePostgres})
}

// placePostgres gives every test a schema of its own, and takes it away again.
func placePostgres(t testing.TB) (string, string) {
	dsn := os.Getenv(postgresDSN)
	if dsn == "" {
		t.Fatal(postgresDSN + " is not set; the integration tests need a PostgreSQL server")
	}
	schema := "journal_" + strings.ToLower(rand.Text()[:12])
	admin, err := sql.Open("pgx", dsn)
	must(t, err)
	_, err = admin.ExecContext(ctx, "CREATE SCHEMA "+schema)
	must(t, err)
	t.Cleanup(func() {
		defer admin.Close()
		if _, err := admin.ExecContext(ctx, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Error(err)
		}
	})
	return "postgres", withSetting(dsn, "search_path", schema)
}

// withSetting adds a setting to a DSN of either form.
func withSetting(dsn, name, value string) string {
	switch {
	case !strings.Contains(dsn, "://"):
		return dsn + " " + name + "=" + value
	case strings.Contains(dsn, "?"):
		return dsn + "&" + name + "=" + value
	}
	return dsn + "?" + name + "=" + value
}

func postgresBench(t testing.TB) *bench { return newBench(t, drivers[len(drivers)-1]) }

func TestPostgresHoldsNothingPersonalInClear(t *testing.T) {
	t.Parallel()
	b := postgresBench(t)
	j := b.open()
	fill(t, j)
	var all strings.Builder
	tables := []string{"idempotency", "payments", "payment_history", "events", "deliveries", "last_seen"}
	for _, table := range tables {
		err := j.store.read(ctx, func(ctx context.Context, q querier) error {
			rows, err := collect(ctx, q, func(rows *sql.Rows) (string, error) {
				var text string
				err := rows.Scan(&text)
				return text, err
			}, `SELECT row_to_json(t)::text FROM `+table+` t`)
			all.WriteString(strings.Join(rows, "\n"))
			return err
		})
		must(t, err)
	}
	if !strings.Contains(all.String(), "cus_visible") {
		t.Fatal("what is in clear was not found either: the test looks in the wrong place")
	}
	for _, canary := range canaries {
		if strings.Contains(all.String(), canary) || strings.Contains(all.String(), hex.EncodeToString([]byte(canary))) {
			t.Errorf("%s stands in clear", canary)
		}
	}
}

func TestNewerPostgresSchemaIsRefused(t *testing.T) {
	t.Parallel()
	b := postgresBench(t)
	must(t, b.open().write(ctx, "age", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `INSERT INTO journal_schema (version, applied_at) VALUES (999, 0)`)
		return err
	}))
	if _, err := b.tryOpen(); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("opened with %v, want a refusal", err)
	}
}

func TestServerThatDoesNotKeepCommitsIsRefused(t *testing.T) {
	t.Parallel()
	b := postgresBench(t)
	b.dsn = withSetting(b.dsn, "synchronous_commit", "off")
	if _, err := b.tryOpen(); err == nil || !strings.Contains(err.Error(), "durable") {
		t.Errorf("opened with %v, want a refusal", err)
	}
}

// A lost connection is an outage for what ran on it and for nothing else, and what
// was called durable before stays so.
func TestConnectionsEndedInMidLoad(t *testing.T) {
	t.Parallel()
	b := postgresBench(t)
	b.options.Now = time.Now
	b.dsn = withSetting(b.dsn, "application_name", "journal_mid_load")
	j := b.open()
	const writers, each = 16, 60
	var mu sync.Mutex
	reached := map[int]string{}
	done := make(chan struct{}, writers*each)
	var all sync.WaitGroup
	for writer := range writers {
		all.Go(func() {
			for n := writer * each; n < (writer+1)*each; n++ {
				stage, err := payStages(j, n)
				if err != nil && !errors.Is(err, ErrUnavailable) {
					t.Error(err)
				}
				mu.Lock()
				reached[n] = stage
				mu.Unlock()
				done <- struct{}{}
			}
		})
	}
	ended := 0
	for range 4 {
		for range writers * each / 5 {
			<-done
		}
		ended += endConnections(t, "journal_mid_load")
	}
	all.Wait()
	if ended == 0 {
		t.Error("no connection was there to end")
	}

	_, err := j.Recover(ctx)
	must(t, err)
	for n, stage := range reached {
		if stage == "sent" || stage == "done" {
			checkSurvivor(t, j, n, stage == "done")
		}
	}
}

// payStages makes payment n and tells the last stage that was called durable.
func payStages(j *Journal, n int) (stage string, err error) {
	c, err := j.Claim(ctx, scopeOf(strconv.Itoa(n)), fingerprint, time.Millisecond)
	if err != nil {
		return "", err
	}
	s := sending(paymentNumber(n))
	s.Lease = time.Millisecond
	if err := j.MarkSent(ctx, c.Ticket, s); err != nil {
		return "claimed", err
	}
	answer := Answer{Status: 201, Body: strconv.AppendInt(nil, int64(n), 10)}
	if err := j.Finish(ctx, c.Ticket, Finishing{Answer: answer, Status: Submitted}); err != nil {
		return "sent", err
	}
	return "done", nil
}

// endConnections says how many there were: none where all were ended just before.
func endConnections(t *testing.T, application string) (ended int) {
	t.Helper()
	admin, err := sql.Open("pgx", os.Getenv(postgresDSN))
	must(t, err)
	defer admin.Close()
	must(t, admin.QueryRowContext(ctx, `SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1`,
		application).Scan(&ended))
	return ended
}

func TestReadOnlyServerStopsClaims(t *testing.T) {
	t.Parallel()
	b := postgresBench(t)
	j := b.open()
	id := paid(t, j, 1, Submitted)
	store, err := openReadOnly(withSetting(b.dsn, "default_transaction_read_only", "on"))
	must(t, err)
	must(t, j.store.close())
	j.store = store
	if _, err := occupy(j, scopeOf("k")); !errors.Is(err, ErrUnavailable) {
		t.Errorf("occupy: %v, want ErrUnavailable", err)
	}
	if got := statusOf(t, j, id); got != Submitted {
		t.Errorf("payment reads as %v", got)
	}
}

// openReadOnly is openPostgres without the migration, which a standby refuses.
func openReadOnly(dsn string) (*postgresStore, error) {
	db, err := sql.Open("pgx", dsn)
	return &postgresStore{db: db}, err
}

// A sweep that waits for a row sees it as it was. A key of a program from before that was
// claimed anew meanwhile must not go: its owner may be sending.
func TestSweepLooksAgainAfterItWaitedForAClaim(t *testing.T) {
	t.Parallel()
	b := postgresBench(t)
	b.dsn = withSetting(b.dsn, "application_name", "journal_sweep_waits")
	j := b.open()
	sent(t, j, "k", nil)
	must(t, j.write(ctx, "claim as before", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `UPDATE idempotency SET state = 'started'`)
		return err
	}))
	b.clock.Move(25 * time.Hour)

	claiming, err := sql.Open("pgx", b.dsn)
	must(t, err)
	defer claiming.Close()
	tx, err := claiming.BeginTx(ctx, nil)
	must(t, err)
	defer tx.Rollback()
	later := stamp(b.clock.Now().Add(time.Hour))
	_, err = tx.ExecContext(ctx, `UPDATE idempotency SET owner = 'another', lease_until = $1, expires_at = $1`, later)
	must(t, err)
	swept := make(chan Purged, 1)
	go func() {
		s, err := j.Purge(ctx)
		if err != nil {
			t.Error(err)
		}
		swept <- s
	}()
	for waiting := 0; waiting == 0; {
		must(t, claiming.QueryRowContext(ctx, `SELECT COUNT(*) FROM pg_stat_activity
			WHERE application_name = 'journal_sweep_waits' AND wait_event_type = 'Lock'`).Scan(&waiting))
	}
	must(t, tx.Commit())
	if s := <-swept; s.Records != 0 {
		t.Errorf("swept %+v", s)
	}
	claim(t, j, "k", InProgress)
}
