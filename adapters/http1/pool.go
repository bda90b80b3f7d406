package http1

import (
	"slices"
	"sync"
	"time"
)

// pool keeps the connections that wait for a call, the longest idle one first.
type pool struct {
	most    int
	timeout time.Duration // 0: they are kept for ever

	mu     sync.Mutex
	idle   []*conn
	shut   bool // what comes back is closed, until somebody asks for a connection
	timing bool // evict is due
}

// take gives the connection that was used last; nil when there is none.
func (p *pool) take() *conn {
	for {
		c := p.pop()
		if c == nil {
			return nil
		}
		c.idle = time.Since(c.since)
		if p.timeout == 0 || c.idle < p.timeout {
			return c
		}
		_ = c.net.Close() // nobody waits for what it says
	}
}

func (p *pool) pop() *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shut = false
	n := len(p.idle)
	if n == 0 {
		return nil
	}
	c := p.idle[n-1]
	p.idle[n-1] = nil
	p.idle = p.idle[:n-1]
	return c
}

func (p *pool) put(c *conn) {
	c.since = time.Now()
	if !p.add(c) {
		_ = c.net.Close() // nobody waits for what it says
	}
}

// add says whether there is room for the connection.
func (p *pool) add(c *conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shut || len(p.idle) >= p.most {
		return false
	}
	p.idle = append(p.idle, c)
	if p.timeout > 0 && !p.timing {
		p.timing = true
		time.AfterFunc(p.timeout, p.evict)
	}
	return true
}

// evict closes the connections whose time is over, and comes back for the others.
func (p *pool) evict() {
	for _, c := range p.expired() {
		_ = c.net.Close() // nobody waits for what it says
	}
}

func (p *pool) expired() []*conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	n := 0
	for n < len(p.idle) && now.Sub(p.idle[n].since) >= p.timeout {
		n++
	}
	over := slices.Clone(p.idle[:n])
	p.idle = slices.Delete(p.idle, 0, n)
	if p.timing = len(p.idle) > 0; p.timing {
		time.AfterFunc(p.timeout-now.Sub(p.idle[0].since), p.evict)
	}
	return over
}

func (p *pool) close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.shut = nil, true
	p.mu.Unlock()
	for _, c := range idle {
		_ = c.net.Close() // nobody waits for what it says
	}
}
