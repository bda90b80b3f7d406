package journal

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// calls are what this process knows of its keyed calls and the store does not say
// yet: which are at the vendor, and how those ended whose end could not be
// written so far. Whoever asks for such a key here hears what is true, whatever
// the store says, and whether it can be reached.
type calls struct {
	elapsed func() time.Duration
	life    context.Context // ends with the trying to write
	end     context.CancelFunc
	trying  sync.WaitGroup

	mu        sync.Mutex
	closed    bool
	waiting   int
	byScope   map[string]*call
	byFamily  map[string]*call // of routed keys
	byPayment map[string]*call
	byPerson  map[string]*call // of those that create a customer with a reference
}

// call is a key that is held here: it may be marked as sent, and is not settled in the
// store.
type call struct {
	ticket       Ticket
	connection   string
	paymentID    string
	began, until time.Duration
	sent         bool // the store says so, or may
	over         bool // it is not at the vendor any more
	waiting      bool // its end could not be written so far
	freed        bool // nothing happened
	finishing    Finishing
	payment      *newPayment // as the store has it
}

// mostWaiting bounds the memory of an outage: when so many answers wait for the
// store, nothing new is sent.
const mostWaiting = 1024

// The pauses between tries to write how a call ended.
const (
	firstPause = 50 * time.Millisecond
	lastPause  = time.Second
)

func newCalls(elapsed func() time.Duration) *calls {
	life, end := context.WithCancel(context.Background())
	return &calls{
		elapsed: elapsed, life: life, end: end,
		byScope: map[string]*call{}, byFamily: map[string]*call{}, byPayment: map[string]*call{}, byPerson: map[string]*call{},
	}
}

// unwritten is how many calls' ends wait for the store.
func (c *calls) unwritten() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.waiting
}

// of gives a ticket's call, nil when none is under way. It is for holders of mu.
func (c *calls) of(t Ticket) *call {
	if known := c.byScope[string(t.scope)]; known != nil && known.ticket.owner == t.owner {
		return known
	}
	return nil
}

func (c *calls) add(t Ticket) *call {
	added := &call{ticket: t, began: c.elapsed()}
	c.byScope[string(t.scope)] = added
	if t.family != nil {
		c.byFamily[string(t.family)] = added
	}
	if t.creation.person != nil {
		c.byPerson[t.creation.key()] = added
	}
	return added
}

// reserve holds a key that nothing is known of, unless another call was faster: then it
// says what is known of that one.
func (c *calls) reserve(t Ticket, lease time.Duration) (by Claim, taken bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if by, taken, err = c.findLocked(t.scope, t.family, t.fingerprint, true); err != nil || taken {
		return by, taken, err
	}
	c.add(t).until = c.elapsed() + lease
	return Claim{}, false, nil
}

// withdrawn forgets a key that was held and never marked as sent; false: there is none.
func (c *calls) withdrawn(t Ticket) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.of(t)
	if known == nil || known.sent {
		return false
	}
	c.drop(known)
	return true
}

// held says whether a key is held and was never marked as sent.
func (c *calls) held(t Ticket) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.of(t)
	return known != nil && !known.sent
}

// sending notes a call that is about to be marked as sent, and says whether it was
// before. It refuses when too many answers wait.
func (c *calls) sending(t Ticket, s Sending) (again bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting >= mostWaiting {
		return false, &fault{reason: "too many answers wait to be written", storage: true}
	}
	known := c.of(t)
	if known == nil {
		known = c.add(t)
	}
	known.connection, known.until = s.Connection, c.elapsed()+s.Lease
	if s.Payment != nil {
		known.paymentID = s.Payment.ID
		c.byPayment[s.Payment.ID] = known
	}
	return known.sent, nil
}

// noted remembers the payment of a call as the store has it by now, and payment gives
// it; nil where that is not known. A second attempt leaves it as old as it is.
func (c *calls) noted(t Ticket, p *newPayment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.of(t)
	if known == nil || p == nil {
		return
	}
	if known.payment != nil {
		p.row.CreatedAt = known.payment.row.CreatedAt
	}
	known.payment = p
}

func (c *calls) payment(t Ticket) *newPayment {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.of(t); known != nil {
		return known.payment
	}
	return nil
}

// marked notes how marking it as sent ended. One that failed stays held until it is
// released, which costs the store nothing.
func (c *calls) marked(t Ticket, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.of(t); known != nil {
		known.sent = known.sent || err == nil || isUncertain(err)
	}
}

// ended notes how a call ended; a nil f says that nothing happened. insist is
// whether the store has to hear of it: a record that says less than sent frees
// itself.
func (c *calls) ended(t Ticket, f *Finishing) (insist bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.of(t)
	if known == nil {
		if f == nil {
			return false
		}
		known = c.add(t)
	}
	known.over = true
	if known.freed = f == nil; f != nil {
		known.finishing = *f
	}
	return true
}

// delayed notes that the store could not be written; false: it is not tried any
// more.
func (c *calls) delayed(t Ticket) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.of(t)
	if known == nil || c.closed {
		return false
	}
	if !known.waiting {
		known.waiting = true
		c.waiting++
	}
	c.trying.Add(1)
	return true
}

// settled forgets a call: the store knows all about it.
func (c *calls) settled(t Ticket) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.of(t); known != nil {
		c.drop(known)
	}
}

func (c *calls) drop(known *call) {
	if known.waiting {
		c.waiting--
	}
	delete(c.byScope, string(known.ticket.scope))
	if family := string(known.ticket.family); c.byFamily[family] == known {
		delete(c.byFamily, family)
	}
	if c.byPayment[known.paymentID] == known {
		delete(c.byPayment, known.paymentID)
	}
	if place := known.ticket.creation.key(); c.byPerson[place] == known {
		delete(c.byPerson, place)
	}
}

// holds says whether a call is known here to be under way, or to have ended: the
// store must not call it lost.
func (c *calls) holds(scope []byte) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.byScope[string(scope)]
	return known != nil && (known.over || c.elapsed() < known.until)
}

// find says what is known here of a key; family is that of a routed one. One that is free,
// and held until the store can be told so, is unavailable: nothing runs under it.
func (c *calls) find(scope, family []byte, fingerprint [32]byte) (claim Claim, known bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.findLocked(scope, family, fingerprint, false)
}

// findLocked is find for holders of mu. A key that was held for as long as it may be, and
// never sent, is forgotten. One that is only held by name stands in the way of a routed
// one when that is to be held too; before, it may have been used elsewhere.
func (c *calls) findLocked(scope, family []byte, fingerprint [32]byte, reserving bool) (claim Claim, known bool, err error) {
	if len(c.byScope) == 0 {
		return Claim{}, false, nil
	}
	found := c.byScope[string(scope)]
	if family != nil && c.byFamily[string(family)] != nil {
		found = c.byFamily[string(family)]
	}
	now := c.elapsed()
	switch {
	case found == nil, family != nil && found.ticket.family == nil && !found.sent && !reserving:
		return Claim{}, false, nil
	case !found.over && now >= found.until:
		if !found.sent {
			c.drop(found)
		}
		return Claim{}, false, nil
	case found.waiting && found.freed:
		return Claim{}, true, &fault{reason: "key is free, which could not be written so far", storage: true}
	case found.ticket.fingerprint != fingerprint:
		return Claim{Outcome: Mismatch}, true, nil
	}
	claim = Claim{Connection: found.connection, PaymentID: found.paymentID}
	if found.waiting {
		claim.Outcome, claim.Answer = Replay, found.finishing.Answer
		return claim, true, nil
	}
	claim.Outcome, claim.RetryAfter = InProgress, time.Second
	if !found.over {
		claim.RetryAfter = max(time.Second, min(now-found.began, found.until-now))
	}
	return claim, true, nil
}

// overlay brings a payment up to the answer that waits for the store. Whoever was
// told of it must not read less.
func (c *calls) overlay(p *Payment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.byPayment[p.ID]
	if known == nil || !known.waiting || p.Status != Created && p.Status != Unknown {
		return
	}
	switch {
	case known.freed:
		p.Status = Canceled
	case known.finishing.Status != "":
		p.Status = known.finishing.Status
		if known.finishing.Body != nil {
			p.Body = known.finishing.Body
		}
	}
}

// giveUp ends all trying, and names the payments whose end nobody may read.
func (c *calls) giveUp(log *slog.Logger) {
	c.mu.Lock()
	c.closed = true
	answers, payments := 0, []string{}
	for _, known := range c.byScope {
		if !known.over || known.freed {
			continue
		}
		if answers++; known.paymentID != "" {
			payments = append(payments, known.paymentID)
		}
	}
	c.mu.Unlock()
	if answers > 0 {
		log.Error("answers of vendors could not be written before the end; the next start calls them unknown",
			"answers", answers, "payments", payments)
	}
	c.end()
	c.trying.Wait()
}

// conclude writes how a call ended. When the store cannot be written it goes on
// trying after ctx has ended, until Close.
func (j *Journal) conclude(ctx context.Context, t Ticket, write func(context.Context) error) error {
	err := write(ctx)
	if !mayPass(err) || !j.calls.delayed(t) {
		j.calls.settled(t)
		return err
	}
	written := make(chan error, 1)
	go func() {
		defer j.calls.trying.Done()
		written <- j.insist(t, write)
	}()
	select {
	case err = <-written:
	case <-ctx.Done():
	}
	return err
}

// insist writes again and again until the store has taken it, or refuses it for
// good.
func (j *Journal) insist(t Ticket, write func(context.Context) error) error {
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		select {
		case <-time.After(pause):
		case <-j.calls.life.Done():
			return ErrClosed
		}
		if err := write(j.calls.life); !mayPass(err) {
			j.calls.settled(t)
			return err
		}
	}
}

// mayPass says whether writing may work a moment later.
func mayPass(err error) bool {
	return errors.Is(err, ErrUnavailable) && !errors.Is(err, ErrClosed) || isContextEnd(err)
}

// Settle waits until no answer waits for the store any more, or ctx ends.
func (j *Journal) Settle(ctx context.Context) {
	for ticker := time.NewTicker(firstPause); j.calls.unwritten() > 0; {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}
