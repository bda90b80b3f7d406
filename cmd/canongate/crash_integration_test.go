//go:build integration

package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestLongFaultLoadOnSQLite(t *testing.T) {
	faultLoad{payments: 500, copies: 3, clients: 32, replicas: 1, faults: 8}.run(t, newSite(t, siteOptions{}))
}

// brief has the claims of a killed replica end soon: the other one waits for a call's time
// and ten seconds.
var brief = siteOptions{Timeout: "1s"}

func TestLongFaultLoadOfTwoReplicasOnPostgres(t *testing.T) {
	s := newSite(t, brief)
	s.onPostgres(os.Getenv(postgresDSN), brief)
	faultLoad{payments: 500, copies: 3, clients: 32, replicas: 2, faults: 8}.run(t, s)
}

func TestPostgresRestartedInMidLoad(t *testing.T) {
	server := newPostgres(t)
	s := newSite(t, brief)
	s.onPostgres(server.dsn(), brief)
	faultLoad{payments: 300, copies: 2, clients: 24, replicas: 2, faults: 3, inject: func(b *faultRun) {
		server.stop([]syscall.Signal{syscall.SIGQUIT, syscall.SIGINT}[b.dice.IntN(2)])
		pause(t.Context(), time.Duration(b.dice.IntN(500))*time.Millisecond)
		server.start()
	}}.run(t, s)
}

func TestTwoReplicasGetTheSameKeyAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	s.onPostgres(os.Getenv(postgresDSN), siteOptions{})
	replicas := []*daemon{s.serve(), s.serve()}
	p := replicas[0].payer(bank)
	for n := range 100 {
		key := fmt.Sprintf("race-%03d", n)
		answers := make([]reply, 4)
		var all sync.WaitGroup
		start := make(chan struct{})
		for i := range answers {
			all.Go(func() {
				<-start
				answer, err := replicas[i%2].pay(t.Context(), p, key)
				if err != nil {
					t.Error(err)
				}
				answers[i] = answer
			})
		}
		close(start)
		all.Wait()
		checkRace(t, key, answers)
	}
	for key, count := range s.executed() {
		if count != 1 {
			t.Errorf("%s was executed %d times", key, count)
		}
	}
	if got := len(s.executed()); got != 100 {
		t.Errorf("%d payments were executed, want 100", got)
	}
}

// checkRace wants one payment, and everybody else told to wait or given the same
// bytes.
func checkRace(t *testing.T, key string, answers []reply) {
	t.Helper()
	var paid []byte
	fresh := 0
	for _, a := range answers {
		switch {
		case a.status == http.StatusCreated && (paid == nil || bytes.Equal(paid, a.body)):
			paid = a.body
			if a.header.Get("Idempotency-Replayed") == "" {
				fresh++
			}
		case a.status != http.StatusConflict || a.header.Get("Retry-After") == "":
			t.Errorf("%s: %d %v %s", key, a.status, a.header, a.body)
		}
	}
	if fresh != 1 {
		t.Errorf("%s was answered afresh %d times", key, fresh)
	}
}
