//go:build integration

package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	rollingPace    = 500 // requests a second, one of four a payment
	rollingNotice  = 2 * time.Second
	rollingCallers = 256 // requests in flight at once
	// rollingProbe is how often the load balancer asks for /readyz: an endpoint leaves a
	// little later, as it does in a cluster.
	rollingProbe = 500 * time.Millisecond
)

// TestRollingUpdate replaces three gateways over one PostgreSQL and Redis one after the
// other, as an orchestrator would, while callers call through a load balancer that keeps
// connections. No request fails, and no payment is sent twice.
func TestRollingUpdate(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.onPostgres(os.Getenv(postgresDSN), siteOptions{Timeout: "20s"})
	text, err := os.ReadFile(filepath.Join(s.dir, "canongate.yaml"))
	must(t, err)
	redis := os.Getenv("CANONGATE_TEST_REDIS")
	if redis == "" {
		t.Fatal("CANONGATE_TEST_REDIS is not set; run .ci/with-services")
	}
	s.write("canongate.yaml", strings.NewReplacer(
		"shutdown_timeout: 5s", "shutdown_timeout: 20s, shutdown_notice: "+rollingNotice.String(),
		"timeouts:", fmt.Sprintf("concurrency: %d\n    timeouts:", rollingCallers), // a slow machine sheds no load here
	).Replace(string(text))+
		"rate_limits: {store: redis, redis_url: \""+redis+"\", on_store_failure: closed}\n")
	b := &balancer{out: map[*daemon]bool{}}
	old := []*daemon{s.serve(), s.serve(), s.serve()}
	for _, g := range old {
		b.add(g)
	}
	p := old[0].payer(bank)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var running sync.WaitGroup
	running.Go(func() { b.probe(ctx) })
	loads := &rollingLoad{balancer: b, payer: p}
	loaded, endLoad := context.WithCancel(ctx)
	began := time.Now()
	running.Go(func() { loads.run(loaded) })
	for _, g := range old {
		next := s.serve()
		b.add(next)
		asked := time.Now()
		must(t, g.cmd.Process.Signal(syscall.SIGTERM))
		<-g.ended
		if code := g.cmd.ProcessState.ExitCode(); code != 0 {
			t.Errorf("exit code %d:\n%s", code, &g.log)
		}
		t.Logf("replaced a gateway in %s", time.Since(asked).Round(time.Millisecond))
	}
	endLoad()
	loads.all.Wait()
	took := time.Since(began)
	stop()
	running.Wait()
	loads.report(t, s, took)
}

// balancer sends requests to gateways in turn, as far as they are ready.
type balancer struct {
	mu   sync.Mutex
	all  []*daemon
	out  map[*daemon]bool
	next int
}

func (b *balancer) add(g *daemon) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = append(b.all, g)
}

// take is the next gateway that was ready when it was last asked.
func (b *balancer) take() *daemon {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.all {
		b.next = (b.next + 1) % len(b.all)
		if g := b.all[b.next]; !b.out[g] {
			return g
		}
	}
	return nil
}

// probe takes gateways out while they are not ready.
func (b *balancer) probe(ctx context.Context) {
	for pause(ctx, rollingProbe) {
		b.mu.Lock()
		all := append([]*daemon{}, b.all...)
		b.mu.Unlock()
		for _, g := range all {
			answer, err := g.get(ctx, "/readyz")
			b.mu.Lock()
			b.out[g] = err != nil || answer.status != http.StatusOK
			b.mu.Unlock()
		}
	}
}

// rollingLoad is what the callers do and were answered.
type rollingLoad struct {
	balancer *balancer
	payer    payer
	all      sync.WaitGroup

	requests, failed, late atomic.Int64
	mu                     sync.Mutex
	paid                   []string
	complaints             []string
}

// run keeps the pace until ctx ends. What is more in flight at once than callers have
// threads for is late, and counted.
func (l *rollingLoad) run(ctx context.Context) {
	places := make(chan struct{}, rollingCallers)
	began := time.Now()
	for n := 0; ; n++ {
		// A busy machine sleeps too long; what is due is sent then, all at once.
		if due := began.Add(time.Duration(n) * time.Second / rollingPace); time.Until(due) > 0 && !pause(ctx, time.Until(due)) || ctx.Err() != nil {
			return
		}
		select {
		case places <- struct{}{}:
			l.all.Go(func() {
				defer func() { <-places }()
				l.one(n)
			})
		default:
			l.late.Add(1)
		}
	}
}

// one sends one request and minds every answer but success.
func (l *rollingLoad) one(n int) {
	g := l.balancer.take()
	if g == nil {
		l.complain("no gateway is ready")
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	l.requests.Add(1)
	key, want := fmt.Sprintf("rolling-%06d", n), http.StatusOK
	var answer reply
	var err error
	if n%4 == 0 {
		want = http.StatusCreated
		answer, err = g.pay(ctx, l.payer, key)
	} else {
		answer, err = g.get(ctx, "/v1/customers/"+l.payer.customer+"/bank_accounts")
	}
	switch {
	case err != nil:
		l.complain(key + ": " + err.Error())
	case answer.status != want:
		l.complain(fmt.Sprintf("%s: %d %s", key, answer.status, answer.body))
	case want == http.StatusCreated:
		l.mu.Lock()
		l.paid = append(l.paid, key)
		l.mu.Unlock()
	}
}

func (l *rollingLoad) complain(why string) {
	l.failed.Add(1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.complaints) < 10 {
		l.complaints = append(l.complaints, why)
	}
}

// report prints what came of it, and counts the debits at the vendor.
func (l *rollingLoad) report(t *testing.T, s *site, took time.Duration) {
	t.Helper()
	doubled, missing, executed := 0, 0, s.executed()
	for _, n := range executed {
		if n > 1 {
			doubled++
		}
	}
	for _, key := range l.paid {
		if executed[key] == 0 {
			missing++
		}
	}
	t.Logf("rolling update of three: %d requests in %s (%.0f a second), %d failed, %d payments, %d doubled, %d missing, %d too late to be sent",
		l.requests.Load(), took.Round(time.Millisecond), float64(l.requests.Load())/took.Seconds(), l.failed.Load(), len(l.paid), doubled, missing, l.late.Load())
	if l.failed.Load() > 0 || doubled > 0 || missing > 0 {
		t.Errorf("a rolling update is felt: %s", strings.Join(l.complaints, "\n"))
	}
	if len(l.paid) < 100 {
		t.Errorf("only %d payments were made: this looks at nothing", len(l.paid))
	}
}
