//go:build integration

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// fleetProbe is how often the load balancer asks for /readyz: an endpoint leaves a
// little later, as it does in a cluster.
const fleetProbe = 500 * time.Millisecond

var errNoneReady = errors.New("no gateway is ready")

// fleet is some gateways over one PostgreSQL and Redis, with callers who call them
// through a load balancer that keeps connections.
type fleet struct {
	*site
	pace     int // requests a second, whatever became of those before
	payments int // one of so many requests is a payment, all others read

	mu       sync.Mutex
	gateways []*daemon
	out      map[*daemon]bool // not ready when it was last asked
	next     int

	payer    payer
	calls    sync.WaitGroup
	inFlight atomic.Int64
	tally    fleetTally
	stop     context.CancelFunc
	stopped  chan struct{}
	began    time.Time
}

// fleetTally is what the callers did and were answered.
type fleetTally struct {
	sync.Mutex
	offered, failed int
	mostInFlight    int64
	took            []time.Duration // from when the request was due to its answer
	answered        map[*daemon]int
	paid            map[string]string // by key: the payment's id
	complaints      []string
}

// newFleet makes the site; server is more of the configuration's section.
func newFleet(t *testing.T, server string, pace, payments int) *fleet {
	t.Helper()
	f := &fleet{site: newSite(t, siteOptions{}), pace: pace, payments: payments, out: map[*daemon]bool{}}
	f.tally.answered, f.tally.paid = map[*daemon]int{}, map[string]string{}
	f.onPostgres(os.Getenv(postgresDSN), siteOptions{Timeout: "20s"})
	redis := os.Getenv("CANONGATE_TEST_REDIS")
	if redis == "" {
		t.Fatal("CANONGATE_TEST_REDIS is not set; run .ci/with-services")
	}
	text, err := os.ReadFile(filepath.Join(f.dir, "canongate.yaml"))
	must(t, err)
	f.write("canongate.yaml", strings.NewReplacer(
		"shutdown_timeout: 5s", "shutdown_timeout: 20s"+server,
		"timeouts:", "concurrency: 1024\n    timeouts:", // a slow machine sheds no load here
	).Replace(string(text))+
		"rate_limits: {store: redis, redis_url: \""+redis+"\", on_store_failure: closed}\n")
	return f
}

// join starts a gateway of a program, for which callers are sent to it.
func (f *fleet) join(file string) *daemon {
	f.t.Helper()
	g := f.serveBy(file)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gateways = append(f.gateways, g)
	return g
}

// leave stops a gateway as an orchestrator does, and returns when it has drained.
func (f *fleet) leave(g *daemon) {
	f.t.Helper()
	g.stop()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gateways = slices.DeleteFunc(f.gateways, func(other *daemon) bool { return other == g })
}

// take is the next gateway that was ready when it was last asked.
func (f *fleet) take() *daemon {
	f.mu.Lock()
	defer f.mu.Unlock()
	for range f.gateways {
		f.next = (f.next + 1) % len(f.gateways)
		if g := f.gateways[f.next]; !f.out[g] {
			return g
		}
	}
	return nil
}

// probe takes gateways out while they are not ready.
func (f *fleet) probe(ctx context.Context) {
	for pause(ctx, fleetProbe) {
		f.mu.Lock()
		all := slices.Clone(f.gateways)
		f.mu.Unlock()
		for _, g := range all {
			answer, err := g.get(ctx, "/readyz")
			f.mu.Lock()
			f.out[g] = err != nil || answer.status != http.StatusOK
			f.mu.Unlock()
		}
	}
}

// load begins the calls, which go on until halt.
func (f *fleet) load() {
	f.t.Helper()
	f.payer = f.gateways[0].payer(bank)
	ctx, stop := context.WithCancel(f.t.Context())
	f.stop, f.stopped, f.began = stop, make(chan struct{}), time.Now()
	var running sync.WaitGroup
	running.Go(func() { f.probe(ctx) })
	running.Go(func() { f.offer(ctx) })
	go func() {
		running.Wait()
		f.calls.Wait()
		close(f.stopped)
	}()
	f.t.Cleanup(f.halt)
}

// halt ends the load and waits for the answers.
func (f *fleet) halt() {
	f.stop()
	<-f.stopped
}

// offer keeps the pace whether or not there are answers. What is due while a busy
// machine sleeps is sent then, all at once.
func (f *fleet) offer(ctx context.Context) {
	for n := 0; ; n++ {
		due := f.began.Add(time.Duration(n) * time.Second / time.Duration(f.pace))
		if wait := time.Until(due); wait > 0 && !pause(ctx, wait) || ctx.Err() != nil {
			return
		}
		f.calls.Go(func() {
			now := f.inFlight.Add(1)
			defer f.inFlight.Add(-1)
			f.one(n, due, now)
		})
	}
}

// one sends a request and minds every answer but success.
func (f *fleet) one(n int, due time.Time, inFlight int64) {
	g, key, want := f.take(), fmt.Sprintf("fleet-%06d", n), http.StatusOK
	var answer reply
	err := errNoneReady
	if g != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(f.t.Context()), time.Minute)
		defer cancel()
		if n%f.payments == 0 {
			want = http.StatusCreated
			answer, err = g.pay(ctx, f.payer, key)
		} else {
			answer, err = g.get(ctx, "/v1/customers/"+f.payer.customer+"/bank_accounts")
		}
	}
	f.tally.Lock()
	defer f.tally.Unlock()
	f.tally.offered++
	f.tally.mostInFlight = max(f.tally.mostInFlight, inFlight)
	if err != nil || answer.status != want {
		f.tally.failed++
		if len(f.tally.complaints) < 10 {
			f.tally.complaints = append(f.tally.complaints, fmt.Sprintf("%s: %v %d %s", key, err, answer.status, answer.body))
		}
		return
	}
	f.tally.took = append(f.tally.took, time.Since(due))
	f.tally.answered[g]++
	if want == http.StatusCreated {
		f.tally.paid[key] = answer.decode(f.t).ID
	}
}

// serves waits until gateways have answered many requests.
func (f *fleet) serves(gateways ...*daemon) {
	f.t.Helper()
	const many = 50
	before := map[*daemon]int{}
	f.tally.Lock()
	for _, g := range gateways {
		before[g] = f.tally.answered[g]
	}
	f.tally.Unlock()
	eventually(f.t, "every gateway serves", func() bool {
		f.tally.Lock()
		defer f.tally.Unlock()
		return !slices.ContainsFunc(gateways, func(g *daemon) bool { return f.tally.answered[g] < before[g]+many })
	})
}

// report ends the load, prints what came of it and counts the debits at the vendor.
func (f *fleet) report(what string) {
	f.t.Helper()
	f.stop()
	took := time.Since(f.began)
	f.halt()
	f.tally.Lock()
	defer f.tally.Unlock()
	doubled, missing, executed := 0, 0, f.executed()
	for _, n := range executed {
		if n > 1 {
			doubled++
		}
	}
	for key := range f.tally.paid {
		if executed[key] == 0 {
			missing++
		}
	}
	f.t.Logf("%s: offered %d requests in %s (%.0f a second, one of %d a payment), answered %d, failed %d; payments %d, doubled %d, missing %d",
		what, f.tally.offered, took.Round(time.Millisecond), float64(f.tally.offered)/took.Seconds(), f.payments,
		len(f.tally.took), f.tally.failed, len(f.tally.paid), doubled, missing)
	f.t.Logf("answers came %s (p50) and %s (p99) after the request was due; at most %d were in flight",
		quantile(f.tally.took, 0.5).Round(time.Millisecond), quantile(f.tally.took, 0.99).Round(time.Millisecond), f.tally.mostInFlight)
	if f.tally.failed > 0 || doubled > 0 || missing > 0 {
		f.t.Errorf("%s is felt: %s", what, strings.Join(f.tally.complaints, "\n"))
	}
	if len(f.tally.paid) < 100 {
		f.t.Errorf("only %d payments were made: this looks at nothing", len(f.tally.paid))
	}
}
