//go:build integration

package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// Two replicas on a PostgreSQL journal that is restored from a dump: into a new
// database, and over the old one while they run.
func TestRestoredPostgresJournalPaysNobodyTwice(t *testing.T) {
	t.Parallel()
	for name, restore := range map[string]func(t *testing.T, s *site, dsn, dump string, gateways []*daemon) []*daemon{
		"into a new database": func(t *testing.T, s *site, _, dump string, gateways []*daemon) []*daemon {
			for _, g := range gateways {
				g.stop()
			}
			tool(t, "pg_restore", "-d", s.onPostgres(os.Getenv(postgresDSN), siteOptions{}), dump)
			return []*daemon{s.serve(), s.serve()}
		},
		"over the old one": func(t *testing.T, _ *site, dsn, dump string, gateways []*daemon) []*daemon {
			tool(t, "pg_restore", "--clean", "--if-exists", "--single-transaction", "-d", dsn, dump)
			return gateways
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, siteOptions{})
			dsn := s.onPostgres(os.Getenv(postgresDSN), siteOptions{})
			gateways := []*daemon{s.serve(), s.serve()}
			b := paidBeforeRestore{s, gateways[0].payer(bank)}
			gateways[0].mustPay(t, b.payer, "before")
			dump := filepath.Join(t.TempDir(), "dump")
			tool(t, "pg_dump", "-Fc", "-f", dump, dsn)
			if answer := gateways[1].mustPay(t, b.payer, "after"); answer.status != http.StatusCreated {
				t.Fatalf("%d %s", answer.status, answer.body)
			}
			gateways = restore(t, s, dsn, dump, gateways)
			b.verify(gateways, func() { s.acceptAtAll(gateways) })
		})
	}
}

// acceptAtAll accepts at every gateway at once; one of them does it.
func (s *site) acceptAtAll(gateways []*daemon) {
	s.t.Helper()
	var group sync.WaitGroup
	codes := make([]int, len(gateways))
	for i, g := range gateways {
		group.Go(func() { _, codes[i] = s.command("journal", "restore", "--accept", "--admin", g.admin) })
	}
	group.Wait()
	onlyOne(s.t, codes)
}

// tool runs one of PostgreSQL's programs.
func tool(t *testing.T, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(filepath.Join(postgresPrograms(t), name), args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}
