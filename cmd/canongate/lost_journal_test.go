package main

import (
	"database/sql"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const lostReason = `{"name":"journal","ready":false,"reason":"files were deleted, replaced or cut short: restore them and restart the gateway"}`

// The journal is lost under a running gateway: nothing is sent on one that the
// next start will not know, and readyz says why.
func TestX9_LostJournalStopsPaymentsUntilARestart(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(file string) error{
		"deleted": func(file string) error {
			for _, suffix := range []string{"", "-wal", "-shm"} {
				if err := os.Remove(file + suffix); err != nil {
					return err
				}
			}
			return nil
		},
		"log deleted":       func(file string) error { return os.Remove(file + "-wal") },
		"directory renamed": func(file string) error { return os.Rename(filepath.Dir(file), filepath.Dir(file)+".away") },
		"emptied":           func(file string) error { return os.Truncate(file, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, siteOptions{})
			g := s.serve()
			p := g.payer(bank)
			g.mustPay(t, p, "before")
			must(t, lose(filepath.Join(s.dir, sqliteFile)))
			for _, key := range []string{"new", "another", "new"} { // from the first moment on
				answer := g.mustPay(t, p, key)
				if told := answer.decode(t); answer.status != http.StatusServiceUnavailable || told.Code != "journal_unavailable" || told.Outcome != "not_sent" {
					t.Errorf("%d %s", answer.status, answer.body)
				}
			}
			ready, err := g.get(t.Context(), "/readyz")
			must(t, err)
			if ready.status != http.StatusServiceUnavailable || !strings.Contains(string(ready.body), lostReason) {
				t.Errorf("readyz: %d %s", ready.status, ready.body)
			}
			if got := s.executed(); len(got) != 1 {
				t.Errorf("executed %v", got)
			}
			g.kill()
			if log := g.log.String(); strings.Count(log, "journal is lost: nothing") != 1 {
				t.Errorf("the log says it not once:\n%s", log)
			}
		})
	}
}

// A journal that nobody can write any more: the stop waits its time, and names
// what is lost by it.
func TestX10_StopNamesThePaymentsThatItCouldNotWrite(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	letGo := s.holdPayments()
	g := s.serve()
	p := g.payer(bank)
	first := make(chan error, 1)
	go func() {
		_, err := g.pay(t.Context(), p, "k")
		first <- err // cut off, or answered: it is about what is written
	}()
	var id string
	eventually(t, "the payment is at the vendor", func() bool {
		for id = range g.payments(t, map[string][]string{"status": {"created"}}) {
			return true
		}
		return false
	})
	db, err := sql.Open("sqlite", "file:"+filepath.Join(s.dir, sqliteFile)+"?_txlock=immediate&_busy_timeout=5000")
	must(t, err)
	defer db.Close()
	tx, err := db.BeginTx(t.Context(), nil)
	must(t, err)
	defer tx.Rollback()
	letGo()
	eventually(t, "the payment is executed", func() bool { return s.executed()["k"] == 1 })
	must(t, g.cmd.Process.Signal(syscall.SIGTERM))
	<-g.ended
	<-first
	log := g.log.String()
	if !strings.Contains(log, "could not be written") || !strings.Contains(log, id) {
		t.Errorf("the log does not name %s:\n%s", id, log)
	}
}
