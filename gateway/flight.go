package gateway

import (
	"context"
	"sync"
)

// flight counts the requests in flight, so that a shutdown can wait for them.
// The zero value is ready.
type flight struct {
	mu     sync.Mutex
	count  int
	landed chan struct{} // made by drain; closed when count is 0
}

func (f *flight) begin() {
	f.mu.Lock()
	f.count++
	f.mu.Unlock()
}

func (f *flight) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count--
	if f.count == 0 && f.landed != nil {
		select {
		case <-f.landed:
		default:
			close(f.landed)
		}
	}
}

// draining says whether drain was called.
func (f *flight) draining() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.landed != nil
}

// drain waits until no request is in flight, or ctx is over. Requests that come
// meanwhile are served and waited for as well.
func (f *flight) drain(ctx context.Context) {
	f.mu.Lock()
	if f.landed == nil {
		f.landed = make(chan struct{})
		if f.count == 0 {
			close(f.landed)
		}
	}
	landed := f.landed
	f.mu.Unlock()
	select {
	case <-landed:
	case <-ctx.Done():
	}
}
