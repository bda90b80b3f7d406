//go:build integration

package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// releaseBefore is the commit whose program this one must be able to replace, and be
// rolled back to. It moves on with each release, and with each migration that is a
// contract: that refuses programs from before it.
const releaseBefore = "7423ccd"

// TestReleaseBefore has the program of the release before beside this one, and alone
// after it, on a journal that this one has migrated.
func TestReleaseBefore(t *testing.T) {
	before := programBefore(t)
	t.Run("PostgreSQL under load", func(t *testing.T) { besideReleaseBefore(t, before) })
	t.Run("SQLite", func(t *testing.T) { inTurnWithReleaseBefore(t, before) })
}

// programBefore builds it from the history of this repository, by the flags of
// .ci/build, whose compiled packages it finds.
func programBefore(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	must(t, err)
	source := t.TempDir()
	archive := filepath.Join(source, "source.tar")
	if out, err := exec.Command("git", "-C", root, "cat-file", "-e", releaseBefore+"^{commit}").CombinedOutput(); err != nil {
		t.Skipf("the release before cannot be built: this clone has no commit %s (git fetch --unshallow brings it): %s", releaseBefore, out)
	}
	for _, args := range [][]string{
		{"git", "-C", root, "archive", "--output", archive, releaseBefore},
		{"tar", "-xf", archive, "-C", source},
		{"go", "-C", source, "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", "canongate", "./cmd/canongate"},
	} {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	return filepath.Join(source, "canongate")
}

// besideReleaseBefore updates two gateways half way and rolls back, under load: the old
// one starts again while the new one runs, and once more when it is gone.
func besideReleaseBefore(t *testing.T, before string) {
	f := newFleet(t, "", 100, 2)
	old := []*daemon{f.join(before), f.join(before)}
	f.load()
	f.serves(old...)

	updated := f.join(thisProgram(t))
	f.serves(old[0], old[1], updated)
	wantMigrated(f.site, before)
	restart := func(n int) {
		f.leave(old[n])
		old[n] = f.join(before)
	}
	restart(0)
	f.serves(old[0], old[1], updated)

	f.leave(updated)
	f.serves(old...)
	restart(1)
	f.serves(old...)
	f.report("the release before beside this one, and after it")
	for key, id := range f.tally.paid {
		wantKnown(t, old[1], f.payer, key, id)
	}
}

// inTurnWithReleaseBefore migrates the file under the old program, starts it again,
// updates, and rolls back.
func inTurnWithReleaseBefore(t *testing.T, before string) {
	s := newSite(t, siteOptions{})
	paid := map[string]string{}
	var p payer
	pay := func(g *daemon, key string) {
		for of, id := range paid {
			wantKnown(t, g, p, of, id)
		}
		answer := g.mustPay(t, p, key)
		if paid[key] = answer.decode(t).ID; answer.status != http.StatusCreated {
			t.Errorf("%s: %d %s", key, answer.status, answer.body)
		}
	}
	old := s.serveBy(before)
	p = old.payer(bank)
	pay(old, "before")
	t.Log(s.mustRun("migrate", "--config", "canongate.yaml"))
	wantMigrated(s, before)
	pay(old, "migrated meanwhile")
	old.stop()
	for _, step := range []struct{ key, program string }{
		{"the old one again", before}, {"updated", thisProgram(t)}, {"rolled back", before}, {"updated again", thisProgram(t)},
	} {
		g := s.serveBy(step.program)
		pay(g, step.key)
		g.stop()
	}
	for key, n := range s.executed() {
		if n != 1 {
			t.Errorf("%q was executed %d times", key, n)
		}
	}
	t.Logf("%d payments, executed at the vendor: %v", len(paid), s.executed())
}

// wantMigrated has the old program say that the journal is of a newer one, which it may use.
func wantMigrated(s *site, before string) {
	s.t.Helper()
	p := launchFile(s.t, before, s.dir, "migrate", "--status", "--config", "canongate.yaml")
	s.t.Log("the release before says: " + p.await("schema version"))
	p.await("it may be used by programs that know")
}

// wantKnown repeats a payment, which must be answered by what the journal has.
func wantKnown(t *testing.T, g *daemon, p payer, key, id string) {
	t.Helper()
	answer := g.mustPay(t, p, key)
	if got := answer.decode(t).ID; answer.status != http.StatusCreated || got != id || answer.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%s again: %d %s, want payment %s", key, answer.status, answer.body, id)
	}
	if got := g.mustGet(t, "/v1/payments/"+id).ID; got != id {
		t.Errorf("payment %s is read as %s", id, got)
	}
}
