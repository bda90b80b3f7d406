package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"canongate/canonical"
)

// command runs the program to its end, in the site's folder.
func (s *site) command(args ...string) (out string, code int) {
	s.t.Helper()
	p := launch(s.t, s.dir, args...)
	var lines []string
	for line := range p.stdout {
		lines = append(lines, line)
	}
	<-p.ended
	return strings.Join(lines, "\n") + p.log.String(), p.cmd.ProcessState.ExitCode()
}

func (s *site) mustRun(args ...string) string {
	s.t.Helper()
	out, code := s.command(args...)
	if code != 0 {
		s.t.Fatalf("canongate %s: exit code %d\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

// payWith is a payment with a header more.
func (g *daemon) payWith(p payer, key, name, value string) reply {
	g.t.Helper()
	answer, err := g.do(g.t.Context(), http.MethodPost, "/v1/payments", http.Header{"Idempotency-Key": {key}, name: {value}}, []byte(p.draft(key)))
	must(g.t, err)
	return answer
}

func wantProblem(t *testing.T, answer reply, status int, code, outcome string) {
	t.Helper()
	if told := answer.decode(t); answer.status != status || told.Code != code || told.Outcome != outcome {
		t.Errorf("%d %s, want %d %s %s", answer.status, answer.body, status, code, outcome)
	}
}

// paidBeforeRestore is what a restore must not repeat: a payment that the backup
// knows, and one that it does not.
type paidBeforeRestore struct {
	site  *site
	payer payer
}

// verify looks at gateways on a restored journal, has an operator accept it by the
// command, and lifts the fence.
func (b paidBeforeRestore) verify(gateways []*daemon, accept func()) {
	t, g := b.site.t, gateways[0]
	t.Helper()
	wantProblem(t, g.mustPay(t, b.payer, "after"), http.StatusServiceUnavailable, "journal_restored", "not_sent")
	if answer := g.mustPay(t, b.payer, "before"); answer.status != http.StatusCreated || answer.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("a known key: %d %s", answer.status, answer.body)
	}
	ready, err := g.get(t.Context(), "/readyz")
	must(t, err)
	if ready.status != http.StatusOK || !strings.Contains(string(ready.body), "restored, not accepted") {
		t.Errorf("readyz: %d %s", ready.status, ready.body)
	}
	old := ready.header.Get("Gateway-Epoch")
	accept()

	var epoch string
	for _, g := range gateways {
		answer := g.mustPay(t, b.payer, "after")
		wantProblem(t, answer, http.StatusConflict, "outcome_unknown_after_restore", "unknown")
		eventually(t, "the gateway has heard of the new epoch", func() bool {
			answer := g.mustPay(t, b.payer, "after")
			epoch = answer.header.Get("Gateway-Epoch")
			return epoch != old
		})
	}
	if n := b.site.executed()["after"]; n != 1 {
		t.Fatalf("the vendor has executed it %d times", n)
	}
	wantProblem(t, g.payWith(b.payer, "old epoch", "Gateway-Epoch", old), http.StatusConflict, "outcome_unknown_after_restore", "unknown")
	if answer := g.payWith(b.payer, "young", "Gateway-Epoch", epoch); answer.status != http.StatusCreated {
		t.Errorf("a key of the new epoch: %d %s", answer.status, answer.body)
	}
	if answer := g.payWith(b.payer, "wrong", "Gateway-Epoch", "x"); answer.status != http.StatusBadRequest {
		t.Errorf("an epoch that is none: %d %s", answer.status, answer.body)
	}
	b.unfenceOne(g)
	b.site.mustRun("journal", "unfence", "--config", "canongate.yaml", "--all", "--reason", "the vendor does not have them", "--by", "ops")
	if answer := g.mustPay(t, b.payer, "old epoch"); answer.status != http.StatusCreated {
		t.Errorf("after the fence was lifted: %d %s", answer.status, answer.body)
	}
	if got := b.site.executed(); got["before"] != 1 || got["after"] != 1 || got["young"] != 1 || got["old epoch"] != 1 || got["reconciled"] != 1 {
		t.Errorf("executed %v", got)
	}
}

// unfenceOne lets one key through, at the gateway and beside it; no other.
func (b paidBeforeRestore) unfenceOne(g *daemon) {
	t := b.site.t
	t.Helper()
	wantProblem(t, g.mustPay(t, b.payer, "reconciled"), http.StatusConflict, "outcome_unknown_after_restore", "unknown")
	unfence := func(key string, where ...string) (string, int) {
		return b.site.command(append([]string{"journal", "unfence", "--key", key, "--tenant", "acme", "--reason", "not in the export"}, where...)...)
	}
	if out, code := unfence("reconciled", "--admin", g.admin); code != 0 {
		t.Errorf("%d %s", code, out)
	}
	if answer := g.mustPay(t, b.payer, "reconciled"); answer.status != http.StatusCreated {
		t.Errorf("a key whose fence was lifted: %d %s", answer.status, answer.body)
	}
	for key, where := range map[string][]string{"before": {"--config", "canongate.yaml", "--by", "ops"}, "young": {"--admin", g.admin}} {
		if out, code := unfence(key, where...); code == 0 || !strings.Contains(out, "holds up no such key") {
			t.Errorf("a key that is known: %d %s", code, out)
		}
	}
	wantProblem(t, g.mustPay(t, b.payer, "old epoch"), http.StatusConflict, "outcome_unknown_after_restore", "unknown")
}

func (b paidBeforeRestore) acceptDirectly() {
	b.site.mustRun("journal", "restore", "--accept", "--config", "canongate.yaml", "--by", "ops")
}

// stop ends a gateway in good order, and returns when it has drained.
func (g *daemon) stop() {
	g.t.Helper()
	must(g.t, g.cmd.Process.Signal(syscall.SIGTERM))
	<-g.ended
	if code := g.cmd.ProcessState.ExitCode(); code != 0 {
		g.t.Errorf("exit code %d:\n%s", code, &g.log)
	}
}

// Backup, pay, restore, same key: it is not sent a second time.
func TestRestoredSQLiteJournalPaysNobodyTwice(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		copied  func(s *site) string // makes a backup
		running bool                 // it is accepted by way of the gateway
	}{
		"canongate backup, accepted at a running gateway": {func(s *site) string {
			s.mustRun("backup", "--config", "canongate.yaml", "--to", "backup.db", "--keyset-to", "keys.backup")
			return filepath.Join(s.dir, "backup.db")
		}, true},
		"a copy by hand, accepted while stopped": {func(s *site) string {
			to := filepath.Join(s.dir, "backup.db")
			executeSQLite(s.t, filepath.Join(s.dir, sqliteFile), "VACUUM INTO '"+to+"'")
			return to
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, siteOptions{})
			g := s.serve()
			b := paidBeforeRestore{s, g.payer(bank)}
			g.mustPay(t, b.payer, "before")
			backup := c.copied(s)
			if answer := g.mustPay(t, b.payer, "after"); answer.status != http.StatusCreated {
				t.Fatalf("%d %s", answer.status, answer.body)
			}
			g.stop()
			for _, suffix := range []string{"-wal", "-shm"} {
				if err := os.Remove(filepath.Join(s.dir, sqliteFile+suffix)); err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
			}
			must(t, os.Rename(backup, filepath.Join(s.dir, sqliteFile)))
			g = s.serve()
			b.verify([]*daemon{g}, func() {
				if c.running {
					s.mustRun("journal", "restore", "--accept", "--admin", g.admin)
					return
				}
				g.stop()
				b.acceptDirectly()
				*g = *s.serve()
			})
			if out, code := s.command("journal", "restore", "--accept", "--config", "canongate.yaml", "--by", "ops"); code != exitRuntime || !strings.Contains(out, "--unnoticed") {
				t.Errorf("accepted twice: %d %s", code, out)
			}
		})
	}
}

// A subscriber hears once that the gateway was restored, whatever its tenants.
func TestSubscriberHearsOnceOfARestore(t *testing.T) {
	t.Parallel()
	told := make(chan []byte, 8)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		told <- body
	}))
	t.Cleanup(server.Close)
	s := newSite(t, siteOptions{})
	s.write("crm_secret", subscriberSecret)
	s.configure(siteOptions{
		Subscribers: fmt.Sprintf(`{name: crm, url: %q, secret: "file:crm_secret", types: [gateway.restored], tenants: [acme]}`, server.URL),
	})
	g := s.serve()
	g.mustPay(t, g.payer(bank), "before")
	s.mustRun("backup", "--config", "canongate.yaml", "--to", "backup.db")
	g.stop()
	must(t, os.Rename(filepath.Join(s.dir, "backup.db"), filepath.Join(s.dir, sqliteFile)))
	paidBeforeRestore{site: s}.acceptDirectly()
	g = s.serve()
	var event canonical.Event
	eventually(t, "the subscriber is told", func() bool { return len(told) > 0 })
	must(t, json.Unmarshal(<-told, &event))
	if event.Type != canonical.EventGatewayRestored || event.Source != "/gateway" || event.Tenant != "" ||
		!event.Data.Restored || !event.Data.LostFrom.Before(event.Data.LostTo) {
		t.Errorf("%+v", event)
	}
	g.stop()
	g = s.serve()
	if all := (client{base: g.admin}).mustGet(t, "/admin/v1/events?type=gateway.restored").Data; len(all) != 1 || all[0].ID != event.ID {
		t.Errorf("events: %+v", all)
	}
}

// uuidAt is a UUID of version 7, made by a clock that says at.
func uuidAt(at time.Time) string {
	ms := fmt.Sprintf("%012x", at.UnixMilli())
	return ms[:8] + "-" + ms[8:] + "-7cc3-98c4-dc0c0c07398f"
}

// The time in a key counts where its caller has promised it, and only as far as clocks
// may be wrong.
func TestKeyThatTellsItsTimeAfterARestore(t *testing.T) {
	t.Parallel()
	for _, promised := range []bool{true, false} {
		t.Run(fmt.Sprintf("promised %v", promised), func(t *testing.T) {
			t.Parallel()
			s := newSite(t, siteOptions{TimedKeys: promised})
			s.serve().stop()
			file := filepath.Join(s.dir, sqliteFile)
			s.mustRun("journal", "restore", "--accept", "--unnoticed", "--config", "canongate.yaml", "--by", "ops")
			executeSQLite(t, file, "UPDATE incarnations SET fence_to = fence_to - 600000000 WHERE ended_at = 0") // ten minutes later
			g := s.serve()
			p, now := g.payer(bank), time.Now()
			for key, isAfter := range map[string]bool{
				uuidAt(now):                            true,
				uuidAt(now.Add(-8 * time.Minute)):      false, // a clock that was five minutes ahead
				uuidAt(now.Add(-time.Hour)):            false,
				uuidAt(now.Add(20 * time.Minute)):      false, // a wrong clock
				"5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13": false,
			} {
				answer := g.mustPay(t, p, key)
				if promised && isAfter {
					if answer.status != http.StatusCreated {
						t.Errorf("%s: %d %s", key, answer.status, answer.body)
					}
					continue
				}
				wantProblem(t, answer, http.StatusConflict, "outcome_unknown_after_restore", "unknown")
			}
		})
	}
}

// Several operators accept at once, at a gateway and beside it: one does.
func TestRestoreIsAcceptedOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	g := s.serve()
	g.mustPay(t, g.payer(bank), "before")
	s.mustRun("backup", "--config", "canongate.yaml", "--to", "backup.db")
	g.stop()
	must(t, os.Rename(filepath.Join(s.dir, "backup.db"), filepath.Join(s.dir, sqliteFile)))
	g = s.serve()
	var group sync.WaitGroup
	codes := make([]int, 4)
	for i := range codes {
		group.Go(func() {
			where := []string{"--admin", g.admin}
			if i%2 == 0 {
				where = []string{"--config", "canongate.yaml", "--by", "ops " + strconv.Itoa(i)}
			}
			_, codes[i] = s.command(append([]string{"journal", "restore", "--accept"}, where...)...)
		})
	}
	group.Wait()
	onlyOne(t, codes)
}

// onlyOne holds the exit codes of those who accept at once to one that did.
func onlyOne(t *testing.T, codes []int) {
	t.Helper()
	accepted := 0
	for _, code := range codes {
		if code == 0 {
			accepted++
		}
	}
	if accepted != 1 {
		t.Errorf("exit codes %v: %d have accepted it", codes, accepted)
	}
}

func executeSQLite(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}
