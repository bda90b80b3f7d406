//go:build integration

package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies"
	"canongate/policies/journal"
)

// storeAway is how long a store is away, longer than a caller is made to wait.
const storeAway = 20 * time.Second

// slowVendor has payments at the vendor at nearly every moment of a fault load.
var slowVendor = siteOptions{Faults: map[string]string{bank: "delay=1s"}, Timeout: "5s"}

// outage takes a store away, sees that vendors' answers wait for it, and that all
// are written once it is back. It may be taken when no caller is at the vendor, and then
// none gets there: so it is taken anew.
func (b *faultRun) outage(take, restore func()) {
	b.t.Helper()
	most := 0
	for attempt := range 5 {
		pause(b.t.Context(), time.Duration(200+b.dice.IntN(400))*time.Millisecond) // who was answered is at the vendor again
		take()
		away := time.After(storeAway)
		soon := time.Now().Add(storeAway / 2) // SQLite waits five seconds for a lock
		for most == 0 && time.Now().Before(soon) && pause(b.t.Context(), 20*time.Millisecond) {
			most = b.unwritten()
		}
		if most > 0 {
			<-away
			most = max(most, b.unwritten())
			restore()
			eventually(b.t, "all answers are written", func() bool { return b.unwritten() == 0 })
			b.t.Logf("store away for %v with up to %d answers to write, %d attempts before", storeAway, most, attempt)
			return
		}
		restore()
	}
	b.t.Fatal("the store was never away with an answer to write")
}

// unwritten counts the answers that all gateways have yet to write.
func (b *faultRun) unwritten() (sum int) {
	b.t.Helper()
	for i := range b.gateways {
		answer, err := client{base: b.gateways[i].Load().admin}.get(b.t.Context(), "/metrics")
		must(b.t, err)
		_, rest, found := strings.Cut(string(answer.body), "\ncanongate_journal_unwritten_answers ")
		text, _, _ := strings.Cut(rest, "\n")
		count, err := strconv.Atoi(text)
		if !found || err != nil {
			b.t.Fatalf("no count of unwritten answers in the metrics: %v", err)
		}
		sum += count
	}
	return sum
}

// Another process holds the write lock, right through answers of the vendor.
func TestLongFaultLoadOfALockedSQLite(t *testing.T) {
	t.Parallel()
	s := newSite(t, slowVendor)
	faultLoad{payments: 80, copies: 2, clients: 16, replicas: 1, faults: 1, inject: func(b *faultRun) {
		db, err := sql.Open("sqlite", "file:"+filepath.Join(s.dir, sqliteFile)+"?_txlock=immediate&_busy_timeout=30000")
		must(t, err)
		defer db.Close()
		var tx *sql.Tx
		b.outage(func() {
			tx, err = db.BeginTx(t.Context(), nil)
			must(t, err)
		}, func() { must(t, tx.Rollback()) })
	}}.run(t, s)
}

func TestLongFaultLoadOfAStoppedPostgres(t *testing.T) {
	t.Parallel()
	server := newPostgres(t)
	s := newSite(t, slowVendor)
	s.onPostgres(server.dsn(), slowVendor)
	faultLoad{payments: 80, copies: 2, clients: 16, replicas: 2, faults: 1, inject: func(b *faultRun) {
		b.outage(func() { server.stop(syscall.SIGQUIT) }, server.start)
	}}.run(t, s)
}

// The files are deleted, or their directory renamed, under the running gateway;
// the operator restores them and starts it again.
func TestLongFaultLoadOfLostFiles(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	dir := filepath.Dir(filepath.Join(s.dir, sqliteFile))
	faults := 0
	faultLoad{payments: 150, copies: 2, clients: 16, replicas: 1, faults: 4, inject: func(b *faultRun) {
		faults++
		restore := loseFiles(t, dir, faults%2 == 0)
		gate := b.gateways[0].Load()
		eventually(t, "readyz fails and says why", func() bool {
			ready, err := gate.get(t.Context(), "/readyz")
			must(t, err)
			return ready.status == http.StatusServiceUnavailable && strings.Contains(string(ready.body), lostReason)
		})
		before := len(s.executed())
		for range 10 {
			answer := gate.mustPay(t, b.payer, "on a lost journal")
			if told := answer.decode(t); told.Code != "journal_unavailable" || told.Outcome != "not_sent" {
				t.Errorf("on lost files: %d %s", answer.status, answer.body)
			}
		}
		t.Logf("lost files: %d executed before, %d after", before, len(s.executed()))
		gate.kill()
		restore()
		b.gateways[0].Store(s.serve())
	}}.run(t, s)
	if s.executed()["on a lost journal"] > 0 {
		t.Error("was sent on a lost journal")
	}
}

// loseFiles takes the journal's files away, one way or the other, and gives what
// puts them back.
func loseFiles(t *testing.T, dir string, whole bool) (restore func()) {
	t.Helper()
	away := dir + ".away"
	if whole {
		must(t, os.Rename(dir, away))
		return func() { must(t, os.Rename(away, dir)) }
	}
	must(t, os.MkdirAll(away, 0o700))
	var names []string
	for _, suffix := range []string{"", "-wal", "-shm"} {
		name := filepath.Base(sqliteFile) + suffix
		must(t, os.Link(filepath.Join(dir, name), filepath.Join(away, name)))
		must(t, os.Remove(filepath.Join(dir, name)))
		names = append(names, name)
	}
	return func() {
		for _, name := range names {
			must(t, os.Rename(filepath.Join(away, name), filepath.Join(dir, name)))
		}
		must(t, os.Remove(away))
	}
}

// jumpingClock is the real time and what tests add to it.
type jumpingClock struct{ ahead atomic.Int64 }

func (j *jumpingClock) now() time.Time { return time.Now().Add(time.Duration(j.ahead.Load())) }

// The clock jumps by days while payments are made and old rows are deleted.
func TestLongFaultLoadOfJumpingClocks(t *testing.T) {
	t.Parallel()
	keys, err := journal.NewKeySet(journal.Key{ID: 1, Secret: [32]byte{7}})
	must(t, err)
	clock := &jumpingClock{}
	j, err := journal.Open(t.Context(), journal.Options{
		Driver: "sqlite", DSN: filepath.Join(t.TempDir(), "journal.db"), Keys: keys, Now: clock.now, PaymentRetention: time.Minute,
	})
	must(t, err)
	t.Cleanup(func() { must(t, j.Close()) })
	const payments, clients = 200, 16
	f := &clockField{t: t, policy: policies.Idempotency(j), debits: map[string]int{}, told: map[string]string{}}
	ctx, stop := context.WithCancel(t.Context())
	var all, jumping sync.WaitGroup
	jumping.Go(func() {
		for pause(ctx, 10*time.Millisecond) {
			clock.ahead.Store(rand.Int64N(int64(200*time.Hour)) - int64(100*time.Hour))
			_, recoverErr := j.Recover(ctx)
			_, sweepErr := j.Purge(ctx)
			if ctx.Err() == nil && (recoverErr != nil || sweepErr != nil) {
				t.Error(recoverErr, sweepErr)
			}
		}
	})
	for client := range clients {
		all.Go(func() {
			for n := range payments {
				f.pay(fmt.Sprintf("clock-%03d", (n+client*7)%payments))
			}
		})
	}
	all.Wait()
	stop()
	jumping.Wait()
	for n := range payments { // once more, to the end
		f.pay(fmt.Sprintf("clock-%03d", n))
	}
	f.judge(payments)
}

// clockField is a load of payments at a vendor that writes down each call.
type clockField struct {
	t      *testing.T
	policy policies.Policy

	mu     sync.Mutex
	debits map[string]int
	told   map[string]string // by key: the answer's body
	sum    tally
}

func (f *clockField) pay(key string) {
	call := &policies.Call{
		Operation: "create_payment", Effect: canonical.MovesMoney, Connection: bank, Tenant: "acme", Caller: "app", Key: key,
		Fingerprint: [32]byte{1},
		Render: func(err error) policies.Answer {
			return policies.Answer{Status: 502, Body: []byte(canonical.AsError(err).Code)}
		},
		Payment: &policies.PaymentRecord{ID: "pay_" + key, Amount: "1.00", Currency: "USD", Status: "settled", Body: []byte(`{}`)},
	}
	f.mu.Lock()
	before := f.told[key] // what this request must know; an answer that comes beside it need not be
	f.mu.Unlock()
	err := f.policy(f.t.Context(), call, func(ctx context.Context) error {
		if err := call.BeforeSend(ctx); err != nil {
			return err
		}
		f.mu.Lock()
		f.debits[key]++
		f.mu.Unlock()
		pause(ctx, 2*time.Millisecond)
		call.Answer = policies.Answer{Status: 201, Body: []byte("paid " + key)}
		return nil
	})
	f.mu.Lock()
	defer f.mu.Unlock()
	switch told := f.told[key]; {
	case err == nil && (told == "" || told == string(call.Answer.Body)):
		f.told[key] = string(call.Answer.Body)
	case err != nil && canonical.AsError(err).Code == canonical.IdempotencyInProgress && before == "":
	case err != nil && before != "":
		f.sum.forgotten++
		f.t.Errorf("%s was answered %s, and now %v", key, before, err)
	default:
		f.sum.contradictions++
		f.t.Errorf("%s was answered %q, and now %s, %v", key, told, call.Answer.Body, err)
	}
}

// judge counts at the vendor.
func (f *clockField) judge(payments int) {
	f.sum.paid, f.sum.executed = len(f.told), len(f.debits)
	for _, count := range f.debits {
		if count > 1 {
			f.sum.doubled++
		}
	}
	for key := range f.told {
		if f.debits[key] == 0 {
			f.sum.lost++
		}
	}
	if !f.sum.clean() || f.sum.paid != payments || f.sum.executed != payments {
		f.t.Errorf("money went astray: %v", f.sum)
	}
	f.t.Logf("%d payments under a jumping clock: %v", payments, f.sum)
}
