//go:build integration

package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// onOwnPostgres is a site with two gateways on a server of its own, and a payment.
func onOwnPostgres(t *testing.T, server *ownPostgres) (paidBeforeRestore, []*daemon) {
	t.Helper()
	s := newSite(t, siteOptions{})
	s.useDatabase(server.dsn(), siteOptions{})
	gateways := []*daemon{s.serve(), s.serve()}
	b := paidBeforeRestore{s, gateways[0].payer(bank)}
	b.pay(gateways[0], "before")
	return b, gateways
}

func (b paidBeforeRestore) pay(g *daemon, key string) {
	b.site.t.Helper()
	if answer := g.mustPay(b.site.t, b.payer, key); answer.status != http.StatusCreated {
		b.site.t.Fatalf("%d %s", answer.status, answer.body)
	}
}

// promoted waits until the server takes writes, and is on another timeline.
func (p *ownPostgres) promoted(before string) {
	p.t.Helper()
	eventually(p.t, "PostgreSQL takes writes", func() bool { return p.ask(`SELECT pg_is_in_recovery()::text`) == "false" })
	if now := p.timeline(); now == before {
		p.t.Errorf("it is still on timeline %s", now)
	}
}

func (p *ownPostgres) timeline() string {
	p.t.Helper()
	return p.ask(`SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)`)
}

// A base backup that is recovered to a point before the last payment.
func TestPostgresRecoveredToAPointInTimePaysNobodyTwice(t *testing.T) {
	t.Parallel()
	server := newPostgres(t)
	b, gateways := onOwnPostgres(t, server)
	before := server.timeline()
	backup := server.baseBackup()
	b.pay(gateways[1], "after")
	for _, g := range gateways {
		g.stop()
	}
	backup.write("recovery.signal", "")
	backup.write("postgresql.auto.conf", "restore_command = 'false'\nrecovery_target = 'immediate'\nrecovery_target_action = 'promote'\n")
	backup.takeOver(server)
	backup.promoted(before)
	gateways = []*daemon{b.site.serve(), b.site.serve()}
	if out := b.site.mustRun("journal", "status", "--config", "canongate.yaml"); !strings.Contains(out, "recovered to a point in time") {
		t.Errorf("the status says %s", out)
	}
	b.verify(gateways, func() { b.site.acceptAtAll(gateways) })
}

// standbyOf streams from a server.
func standbyOf(t *testing.T, server *ownPostgres) *ownPostgres {
	t.Helper()
	standby := server.baseBackup("-R")
	standby.start()
	eventually(t, "the standby streams", func() bool {
		return server.ask(`SELECT COUNT(*)::text FROM pg_stat_replication WHERE state = 'streaming'`) == "1"
	})
	return standby
}

// A standby that had not heard of the last payment, under gateways that run on.
func TestFailoverThatLosesAPaymentPaysNobodyTwice(t *testing.T) {
	t.Parallel()
	server := newPostgres(t)
	b, gateways := onOwnPostgres(t, server)
	before := server.timeline()
	standby := standbyOf(t, server)
	standby.stop(syscall.SIGINT)
	b.pay(gateways[1], "after")
	standby.takeOver(server)
	standby.ask(`SELECT pg_promote()::text`)
	standby.promoted(before)
	for _, g := range gateways {
		eventually(t, "the gateway has noticed", func() bool { return g.mustPay(t, b.payer, "after").decode(t).Code == "journal_restored" })
	}
	if out := b.site.mustRun("journal", "status", "--config", "canongate.yaml"); !strings.Contains(out, "failed over") {
		t.Errorf("the status says %s", out)
	}
	b.verify(gateways, func() { b.site.acceptAtAll(gateways) })
}

// A standby that confirmed every commit has lost nothing, so nothing is held up.
func TestFailoverToAStandbyThatConfirmsIsNoRestore(t *testing.T) {
	t.Parallel()
	server := newPostgres(t)
	standby := standbyOf(t, server)
	execute(t, server.dsn(), `ALTER SYSTEM SET synchronous_standby_names = '*'`)
	server.ask(`SELECT pg_reload_conf()::text`)
	eventually(t, "the standby confirms", func() bool {
		return server.ask(`SELECT COALESCE(MAX(sync_state), '') FROM pg_stat_replication`) == "sync"
	})
	b, gateways := onOwnPostgres(t, server)
	before := server.timeline()
	b.pay(gateways[1], "after")
	standby.takeOver(server)
	standby.ask(`SELECT pg_promote()::text`)
	standby.promoted(before)
	for _, g := range gateways {
		eventually(t, "the gateway pays again", func() bool { return g.mustPay(t, b.payer, "next").status == http.StatusCreated })
		for _, key := range []string{"before", "after"} {
			if answer := g.mustPay(t, b.payer, key); answer.header.Get("Idempotency-Replayed") != "true" {
				t.Errorf("%s: %d %s", key, answer.status, answer.body)
			}
		}
	}
	if got := b.site.executed(); got["before"] != 1 || got["after"] != 1 || got["next"] != 1 {
		t.Errorf("executed %v", got)
	}
}

// The disk of the server is rolled back with everything that could tell.
func TestRollbackOfThePostgresDiskHasToBeSaid(t *testing.T) {
	t.Parallel()
	server := newPostgres(t)
	b, gateways := onOwnPostgres(t, server)
	snapshot := server.data + ".snapshot"
	server.stop(syscall.SIGINT)
	if out, err := exec.Command("cp", "-a", server.data, snapshot).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server.start()
	eventually(t, "the gateway pays again", func() bool { return gateways[1].mustPay(t, b.payer, "after").status == http.StatusCreated })
	for _, g := range gateways {
		g.stop()
	}
	server.stop(syscall.SIGINT)
	must(t, os.RemoveAll(server.data))
	must(t, os.Rename(snapshot, server.data))
	server.start()

	accept := []string{"journal", "restore", "--accept", "--config", "canongate.yaml", "--by", "ops"}
	if out, code := b.site.command(accept...); code != exitRuntime || !strings.Contains(out, "--unnoticed") {
		t.Errorf("a rollback that nothing shows: %d %s", code, out)
	}
	b.site.mustRun(append(accept, "--unnoticed")...)
	g := b.site.serve()
	wantProblem(t, g.mustPay(t, b.payer, "after"), http.StatusConflict, "outcome_unknown_after_restore", "unknown")
	if got := fmt.Sprint(b.site.executed()); got != "map[after:1 before:1]" {
		t.Errorf("executed %s", got)
	}
}
