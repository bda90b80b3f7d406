//go:build integration

package main

import (
	"os"
	"sync/atomic"
	"testing"
)

// onboardingOnPostgres is an onboarding site whose journal several replicas share.
func onboardingOnPostgres(t *testing.T) (*site, *onboarding) {
	t.Helper()
	s, o := newOnboardingSite(t, `{driver: postgres, dsn: "file:dsn"}`)
	own, err := os.ReadFile(s.dir + "/canongate.yaml")
	must(t, err)
	s.onPostgres(os.Getenv(postgresDSN), siteOptions{}) // writes the dsn, and a file that is not wanted here
	s.write("canongate.yaml", string(own))
	return s, o
}

func TestTwoReplicasMakeOneCustomer(t *testing.T) {
	t.Parallel()
	s, o := onboardingOnPostgres(t)
	createAtOnce(t, o, []*daemon{s.serve(), s.serve()})
}

func TestKilledReplicasLinkEachPersonOnce(t *testing.T) {
	t.Parallel()
	s, o := onboardingOnPostgres(t)
	(&creationRun{t: t, site: s, people: o, gateways: make([]atomic.Pointer[daemon], 2), told: map[string]string{}}).run(60, 6)
}
