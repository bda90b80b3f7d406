//go:build integration

package journal

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
)

// cutter passes on what goes to PostgreSQL and cuts the connection when the
// server has answered a commit, before the client hears of it.
type cutter struct {
	server string
	next   atomic.Int64 // how many of the next commits are cut
	ends   sync.WaitGroup
}

// newCutter puts a cutter before the bench's server.
func (b *bench) newCutter() *cutter {
	b.t.Helper()
	place, err := url.Parse(b.dsn)
	must(b.t, err)
	c := &cutter{server: place.Host}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(b.t, err)
	place.Host = listener.Addr().String()
	b.dsn = place.String()
	c.ends.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			c.ends.Go(func() { c.pass(client) })
		}
	})
	b.t.Cleanup(func() {
		listener.Close()
		c.ends.Wait()
	})
	return c
}

func (c *cutter) pass(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", c.server)
	if err != nil {
		return
	}
	defer server.Close()
	var cut atomic.Bool
	c.ends.Go(func() {
		defer client.Close()
		defer server.Close()
		relay(client, server, func([]byte) bool { return !cut.Load() })
	})
	relay(server, client, func(chunk []byte) bool {
		if bytes.Contains(bytes.ToLower(chunk), []byte("commit\x00")) && c.next.Add(-1) >= 0 {
			cut.Store(true)
		}
		return true
	})
}

// relay copies until either side ends, or passes says no.
func relay(to, from net.Conn, passes func([]byte) bool) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 && !passes(buffer[:n]) {
			return
		}
		if _, failed := to.Write(buffer[:n]); err != nil || failed != nil {
			return
		}
	}
}

func TestX12_PostgresCutsAfterTheCommit(t *testing.T) {
	t.Parallel()
	b := postgresBench(t)
	direct := b.dsn
	proxy := b.newCutter()
	j := b.open()
	b.dsn = direct
	other := b.open()
	unavailable := func(what string, err error) {
		if !errors.Is(err, ErrUnavailable) || !isUncertain(err) {
			t.Errorf("%s: %v, want an uncertain commit", what, err)
		}
	}
	for n := range 8 {
		key, p := fmt.Sprintf("sent %d", n), paymentNumber(n)
		ticket := claim(t, j, key, Fresh).Ticket
		proxy.next.Store(1)
		unavailable("mark as sent", j.MarkSent(ctx, ticket, sending(p)))
		claim(t, j, key, InProgress)
		must(t, j.Release(ctx, ticket))
		if got := statusOf(t, other, p.ID); got != Canceled {
			t.Errorf("a payment that was not sent is %v", got)
		}

		p = paymentNumber(1000 + n)
		ticket = sent(t, j, p.ID, p)
		proxy.next.Store(2)
		must(t, j.Finish(ctx, ticket, paidAnswer))
		claim(t, other, p.ID, Replay)

		p = paymentNumber(2000 + n)
		ticket = sent(t, j, p.ID, p)
		proxy.next.Store(1)
		if err := j.Release(ctx, ticket); err != nil && !errors.Is(err, ErrNotOwner) {
			t.Errorf("release: %v", err)
		}
		claim(t, other, p.ID, Fresh)
	}
	b.clock.Move(lease)
	if r, err := j.Recover(ctx); err != nil || r.Records != 0 {
		t.Errorf("recovered %+v, %v: nothing was lost", r, err)
	}
}

// Without the answer of its commit an operator's word may stand already: saying it
// again is a conflict, and the history shows that it is there once.
func TestX12_ResolutionIsNotWrittenTwice(t *testing.T) {
	t.Parallel()
	b := postgresBench(t)
	proxy := b.newCutter()
	j := b.open()
	paid(t, j, 1, Unknown)
	proxy.next.Store(1)
	resolve := func() error {
		_, err := j.ResolvePayment(ctx, PaymentChange{ID: "pay_0001", Status: Settled, Reason: "r", By: "b"})
		return err
	}
	if err := resolve(); !errors.Is(err, ErrUnavailable) {
		t.Errorf("first: %v", err)
	}
	if err := resolve(); !errors.Is(err, ErrConflict) {
		t.Errorf("again: %v", err)
	}
	steps, err := j.PaymentHistory(ctx, "pay_0001")
	must(t, err)
	if len(steps) != 3 || steps[2].Status != Settled || steps[2].By != "b" {
		t.Errorf("history %+v", steps)
	}
}
