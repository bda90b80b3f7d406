package main

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"
)

// outage is one way in which the network to a vendor fails.
type outage struct {
	name   string
	toxics []string      // toxiproxy's
	every  time.Duration // flapping: how long it is ill, and how long well; no divisor of a breaker's time, or each probe meets it ill
	down   bool          // nobody listens
	opens  bool          // whether the breaker has to open
	good   float64       // percent of safe calls that have to succeed meanwhile
}

// mostly is the share of calls that have to succeed where nothing keeps them from
// it, in percent: a busy machine may stand still for longer than a call may take.
const mostly = 80

// outages are those that issue reports are made of.
var outages = []outage{
	{name: "latency 100 ms", toxics: []string{`{"type":"latency","attributes":{"latency":100}}`}, good: mostly},
	{name: "jitter 80±80 ms", toxics: []string{`{"type":"latency","attributes":{"latency":80,"jitter":80}}`}, good: mostly},
	{name: "bandwidth 40 KB/s", toxics: []string{`{"type":"bandwidth","attributes":{"rate":40}}`}, good: mostly},
	{name: "reset", toxics: []string{`{"type":"reset_peer","stream":"upstream","attributes":{"timeout":0}}`}, opens: true},
	{name: "black hole", toxics: []string{`{"type":"timeout","stream":"upstream","attributes":{"timeout":0}}`}, opens: true},
	{name: "flapping", toxics: []string{`{"type":"reset_peer","stream":"upstream","attributes":{"timeout":0}}`}, every: 190 * time.Millisecond, opens: true, good: 1},
	{name: "nobody listens", down: true, opens: true},
}

// mostExtra is what retries may add to the vendor's load, in percent of calls.
const mostExtra = 20

// TestNetworkFaults breaks the network to one vendor in each way while calls go
// on, and prints what callers of it and of the vendor beside it feel.
func TestNetworkFaults(t *testing.T) {
	for _, o := range outages {
		t.Run(o.name, func(t *testing.T) { newTestbed(t, faultLimits).endure(t, o) })
	}
}

// endure goes through a quiet time, the outage, and the time after.
func (b *testbed) endure(t *testing.T, o outage) {
	t.Helper()
	before, quiet := b.both(t, quietCalls, nil)
	if before.success() < mostly || quiet.success() < mostly {
		t.Fatalf("before anything fails: %v, %v", before.codes, quiet.codes)
	}
	_, _, opened, _ := b.observer.seen(ill)
	b.recovers(t, !opened.IsZero(), time.Now())
	b.observer.forget()

	attemptsBefore, retriesBefore, _, _ := b.observer.seen(ill)
	began := time.Now()
	var ended time.Time
	meanwhile, beside := b.both(t, faultCalls, func(ctx context.Context) { ended = b.suffer(ctx, t, o) })
	attempts, retries, opened, _ := b.observer.seen(ill)
	retries -= retriesBefore
	recovery := b.recovers(t, !opened.IsZero(), ended)
	after, _ := b.both(t, quietCalls, nil)

	free := freeRetries + freePerSecond*ended.Sub(began).Seconds()
	percent := 100 / float64(before.calls()+meanwhile.calls()) // the budget is of all calls
	all, extra := percent*float64(retries), percent*max(0, float64(retries)-free)
	was, is := quantile(quiet.took, 0.99), quantile(beside.took, 0.99)
	toOpen := time.Duration(0)
	if !opened.IsZero() {
		toOpen = opened.Sub(began)
	}
	t.Logf("%s: of %d safe calls %.1f %% succeed (after it %.1f %%); vendor called %d times, %.1f %% extra by retries, %.1f %% beyond the free %.0f (at most %d %%); "+
		"breaker opens after %v, service is back %v after the end; refusals by breaker or full queue take %v; beside it p99 %v, quiet %v: %.2f times (target 1.2)",
		o.name, meanwhile.calls(), meanwhile.success(), after.success(), attempts-attemptsBefore, all, extra, free, mostExtra,
		toOpen.Round(time.Millisecond), recovery.Round(time.Millisecond), quantile(meanwhile.refused, 0.5),
		is.Round(time.Microsecond), was.Round(time.Microsecond), float64(is)/float64(was))

	if extra > mostExtra {
		t.Errorf("retries add %.1f %% of calls", extra)
	}
	if opened.IsZero() == o.opens {
		t.Errorf("the breaker opened at %v, want it to open: %v", opened, o.opens)
	}
	if meanwhile.success() < o.good || after.success() < mostly {
		t.Errorf("%.1f %% succeed meanwhile, want %.0f %%; after it %.1f %%: %v", meanwhile.success(), o.good, after.success(), after.codes)
	}
	if beside.success() < mostly || is > max(5*was, was+mostBeside) {
		t.Errorf("beside it %.1f %% succeed with p99 %v, in quiet %v: %v", beside.success(), is, was, beside.codes)
	}
}

// both runs as many calls over both connections, with something happening until
// the last was answered.
func (b *testbed) both(t *testing.T, calls int, meanwhile func(context.Context)) (overIll, overWell *outcomes) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var happens, traffic sync.WaitGroup
	if meanwhile != nil {
		happens.Go(func() { meanwhile(ctx) })
	}
	traffic.Go(func() { overIll = b.run(t, ill, calls) })
	traffic.Go(func() { overWell = b.run(t, well, calls) })
	traffic.Wait()
	cancel()
	happens.Wait()
	return overIll, overWell
}

// suffer has the network fail until ctx ends, and says when that was.
func (b *testbed) suffer(ctx context.Context, t *testing.T, o outage) time.Time {
	if o.down {
		b.network.Stop()
		<-ctx.Done()
		must(t, b.network.Start())
		return time.Now()
	}
	b.poison(t, o.toxics...)
	for sick := true; o.every > 0 && pause(ctx, o.every); sick = !sick {
		if sick {
			b.heal(t)
		} else {
			b.poison(t, o.toxics...)
		}
	}
	<-ctx.Done()
	b.heal(t)
	return time.Now()
}

// recovers calls until the vendor is used again, and says how long that took.
func (b *testbed) recovers(t *testing.T, wasOpen bool, since time.Time) time.Duration {
	t.Helper()
	var took time.Duration
	eventually(t, "the vendor is used again", func() bool {
		answer, err := b.read(t.Context(), ill)
		must(t, err)
		_, _, opened, closed := b.observer.seen(ill)
		took = time.Since(since)
		return answer.status == http.StatusOK && (!wasOpen || closed.After(opened))
	})
	return took
}
