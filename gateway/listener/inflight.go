package listener

import (
	"context"
	"sync"
	"time"
)

// InFlight tracks the requests in flight, so that a shutdown can wait for them.
// The zero value is ready.
type InFlight struct {
	mu      sync.Mutex
	n       int
	started uint64        // requests since the program began
	done    chan struct{} // made by Drain; closed when n is 0
}

// Start counts a request in.
func (f *InFlight) Start() {
	f.mu.Lock()
	f.n++
	f.started++
	f.mu.Unlock()
}

// Done counts a request out.
func (f *InFlight) Done() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n--
	if f.n == 0 && f.done != nil {
		select {
		case <-f.done:
		default:
			close(f.done)
		}
	}
}

// Draining says whether Drain was called.
func (f *InFlight) Draining() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.done != nil
}

// Drain waits until no request is in flight, or ctx is over. Requests that come
// meanwhile are served and waited for as well.
func (f *InFlight) Drain(ctx context.Context) {
	f.mu.Lock()
	if f.done == nil {
		f.done = make(chan struct{})
		if f.n == 0 {
			close(f.done)
		}
	}
	done := f.done
	f.mu.Unlock()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// Quiet waits until no request has been in flight for the time given, or ctx is
// over.
func (f *InFlight) Quiet(ctx context.Context, d time.Duration) {
	tick := time.NewTicker(d)
	defer tick.Stop()
	for {
		before, _ := f.seen()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if started, n := f.seen(); n == 0 && started == before {
			return
		}
	}
}

// seen gives how many requests have begun, and how many are in flight.
func (f *InFlight) seen() (started uint64, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.started, f.n
}
