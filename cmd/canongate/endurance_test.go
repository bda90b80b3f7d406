package main

import (
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"canongate/canonical"

	"go.uber.org/goleak"
)

// blackHole swallows what is sent to the vendor.
const blackHole = `{"type":"timeout","stream":"upstream","attributes":{"timeout":0}}`

// mostHeap is what may stay behind of the calls to a dead vendor: pools that have
// grown, not the calls.
const mostHeap = 8 << 20

// TestADeadVendorLeaksNothing calls one for a while and looks at what stays.
func TestADeadVendorLeaksNothing(t *testing.T) {
	ours := goleak.IgnoreCurrent()
	b := newTestbed(t, faultLimits)
	b.both(t, quietCalls, nil)
	before, goroutines := heap(), runtime.NumGoroutine()

	b.poison(t, blackHole)
	began := time.Now()
	dead := b.run(t, ill, deadCalls)
	took := time.Since(began).Round(time.Millisecond)
	after := heap()
	t.Logf("after %d calls in %v to a dead vendor: heap %d KB, before it %d KB; goroutines %d, before it %d; callers get %v, p99 %v",
		dead.calls(), took, after>>10, before>>10, runtime.NumGoroutine(), goroutines, dead.codes, quantile(dead.took, 0.99).Round(time.Millisecond))
	if after > before+mostHeap {
		t.Errorf("the heap grew from %d to %d bytes", before, after)
	}
	if dead.codes[string(canonical.VendorTimeout)] == 0 || dead.codes[string(canonical.VendorUnavailable)] == 0 {
		t.Errorf("callers get %v, want time-outs and then refusals", dead.codes)
	}
	b.stop()
	goleak.VerifyNone(t, ours, // and two of the server's own, which sleep before they see that it is over
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"))
}

// heap is what is in use after a collection.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // the first one only moves what pools hold
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestARequestsTimeoutEndsTheCall has a caller leave much less time than the
// connection would. The vendor notices that nobody waits any more.
func TestARequestsTimeoutEndsTheCall(t *testing.T) {
	t.Parallel()
	b := newTestbed(t, `timeout: 50s, extra_headers: {Sandbox-Fault: hang}`)
	began := time.Now()
	answer, err := b.read(t.Context(), ill, "Request-Timeout", "2s") // enough for the call to be made
	must(t, err)
	if told := answer.decode(t); answer.status != http.StatusGatewayTimeout || told.Code != string(canonical.VendorTimeout) || b.vendorCalls.Load() != 1 {
		t.Errorf("%d %s after %d calls of the vendor", answer.status, answer.body, b.vendorCalls.Load())
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("the answer took %v", took)
	}
	eventually(t, "the vendor's call is cancelled", func() bool { return b.vendorInFlight.Load() == 0 })
}

// TestASlowVendorKeepsItsCallersOnly fills all places of a connection. More
// callers are told so soon, and the connection beside it has its own places.
func TestASlowVendorKeepsItsCallersOnly(t *testing.T) {
	t.Parallel()
	const places, more = 2, 6
	b := newTestbed(t, `timeout: 50s, concurrency: 2`)
	b.poison(t, blackHole)
	var inside, refused sync.WaitGroup
	for range places {
		inside.Go(func() {
			if answer, err := b.read(t.Context(), ill); err != nil || answer.status != http.StatusOK {
				t.Errorf("a call that had a place: %d %s %v", answer.status, answer.body, err)
			}
		})
	}
	eventually(t, "all places are taken", func() bool { return b.built.connections[ill].policies.Snapshot().InFlight == places })
	for range more {
		refused.Go(func() {
			answer, err := b.read(t.Context(), ill)
			if err != nil || answer.status != http.StatusServiceUnavailable || answer.header.Get("Retry-After") != "1" || answer.decode(t).Outcome != string(canonical.NotSent) {
				t.Errorf("a call without a place: %d %s %v", answer.status, answer.body, err)
			}
		})
	}
	for range more {
		if answer, err := b.read(t.Context(), well); err != nil || answer.status != http.StatusOK {
			t.Errorf("beside it: %d %s %v", answer.status, answer.body, err)
		}
	}
	refused.Wait()
	b.heal(t)
	inside.Wait()
}
