//go:build integration

package main

import (
	"os"
	"testing"
	"time"
)

func TestOperatorStatesReachTheOtherReplica(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	s.onPostgres(os.Getenv(postgresDSN), siteOptions{})
	one, other := s.serve(), s.serve()
	p := one.payer(bank)
	if other.refuses(t, p) {
		t.Fatal("it is refused before anybody disabled it")
	}
	began := time.Now()
	one.operatorSays(t, disableByIda)
	eventually(t, "the other replica refuses", func() bool { return other.refuses(t, p) })
	took := time.Since(began)
	t.Logf("the other replica refused after %s", took.Round(time.Millisecond))
	if took > 10*time.Second { // one, and what a busy machine adds
		t.Error("that is late")
	}
	one.kill()
	other.kill()
	for _, g := range []*daemon{s.serve(), s.serve()} {
		if got := g.shown(t); got != byIda || !g.refuses(t, p) {
			t.Errorf("after restarts it is shown as %+v", got)
		}
	}
}
