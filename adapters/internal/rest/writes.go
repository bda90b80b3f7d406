package rest

import (
	"net/http"
	"sync/atomic"
)

// writes chooses the connections of what must not be sent twice. A connection of its own
// for each is the safest, and costs a write more than all the rest of the call. Over
// HTTP/1.1 one whose last answer came moments ago is nearly as good: nothing else goes
// over it meanwhile, its age is far below what vendors keep them, and one that the vendor
// has closed is noticed before a byte is written. What remains is a vendor that closes it
// while the request is on its way: that outcome is told as unknown, and never sent again.
// Over HTTP/2 one connection would carry all writes, and its end would leave all of them
// unknown, so each write keeps its own.
type writes struct {
	fresh  http.RoundTripper
	recent http.RoundTripper // nil: none is kept
	http1  atomic.Bool       // the vendor chose HTTP/1.1 when it was last offered both
}

// send sends a write over the connection that suits it. Only where a kept one was closed
// before any byte went out, another is made: nothing was sent before.
func (c *writes) send(over func(http.RoundTripper) (Reply, *wire, error)) (Reply, error) {
	if c.recent != nil && c.http1.Load() {
		reply, w, err := over(c.recent)
		if err == nil || !w.stale() {
			return reply, err
		}
	}
	reply, w, err := over(c.fresh)
	if w.version != 0 {
		c.http1.Store(w.version == 1)
	}
	return reply, err
}
