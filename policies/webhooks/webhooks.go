// Package webhooks tells subscribers what happened: it takes events out of the
// journal's outbox and posts them, signed per Standard Webhooks, at least once
// and in order per subject. A slow or dead subscriber holds up its own events
// and nothing else.
//
// That the journal was restored is an event of its own (gateway.restored), once to each
// subscriber, since it changes what they must believe: events may come again, some never,
// and what they were told of may be gone. An event has an id, is signed, and is tried
// until it is heard. Refused: a member of the deliveries that follow, which would change
// the bytes of events that subscribers know by their id, and a header, which is not signed.
package webhooks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
)

const (
	// batch is how many events of one subscriber are under way at once; each is
	// of another subject.
	batch = 16
	// lease is how long a replica keeps an event that it tries to deliver.
	lease = time.Minute
	// timeout bounds one delivery; Standard Webhooks asks for 15 to 30 s.
	timeout = 20 * time.Second
	// Wait between failed tries: 5 s, doubled each time up to an hour, with
	// jitter.
	firstWait = 5 * time.Second
	longest   = time.Hour
	// maxReply is how much of a subscriber's answer is read, so that its
	// connection can be used again.
	maxReply = 64 << 10
)

// Subscriber is one endpoint that is told of events.
type Subscriber struct {
	Name   string
	URL    string
	Secret canonical.Secret // whsec_… or base64
	Types  []string         // "*": all but those for operators
	// Tenants are those whose events are delivered; "*": everybody's, and so is none.
	Tenants []string
}

// Wants says whether the subscriber is to be told of the event.
func (s Subscriber) Wants(e journal.Event) bool {
	all := slices.Contains(s.Types, "*") && !canonical.EventType(e.Type).ForOperators()
	return (all || slices.Contains(s.Types, e.Type)) && s.hears(e)
}

// hears says whether the subscriber may be told of an event of its tenant.
func (s Subscriber) hears(e journal.Event) bool {
	return len(s.Tenants) == 0 || slices.Contains(s.Tenants, "*") || slices.Contains(s.Tenants, e.Tenant) ||
		canonical.EventType(e.Type).ForEverybody()
}

// RecipientsOf names the subscribers that want an event; it is the journal's
// Options.RecipientsOf.
func RecipientsOf(subscribers []Subscriber) func(journal.Event) []string {
	return func(e journal.Event) []string {
		var names []string
		for _, s := range subscribers {
			if s.Wants(e) {
				names = append(names, s.Name)
			}
		}
		return names
	}
}

// Outbox is where the events wait; *journal.Journal is one.
type Outbox interface {
	Lease(ctx context.Context, subscriber string, n int, lease time.Duration) ([]journal.Delivery, error)
	Delivered(ctx context.Context, d journal.Delivery) error
	FailedDelivery(ctx context.Context, d journal.Delivery, after time.Duration) (dead bool, err error)
	Wake() <-chan struct{}
}

// Options say how events are delivered. Every field has a standard.
type Options struct {
	Transport http.RoundTripper
	Now       func() time.Time
	Logger    *slog.Logger
	// Ticks are when the outbox is asked for what other replicas emitted and for
	// what has to be tried again; nil: every second.
	Ticks <-chan time.Time
	// Jitter gives a number below 1; nil: random.
	Jitter func() float64
}

// Courier delivers events. Safe for concurrent use.
type Courier struct {
	outbox      Outbox
	subscribers []endpoint
	options     Options
	client      *http.Client
}

type endpoint struct {
	Subscriber
	signer Signer
	wake   chan struct{}
}

// New makes a courier. It fails on a secret that is not base64.
func New(outbox Outbox, subscribers []Subscriber, o Options) (*Courier, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	c := &Courier{outbox: outbox, options: o, client: &http.Client{
		Transport: o.Transport, Timeout: timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	for _, s := range subscribers {
		signer, err := NewSigner(s.Secret)
		if err != nil {
			return nil, fmt.Errorf("preparing subscriber %s: %w", s.Name, err)
		}
		c.subscribers = append(c.subscribers, endpoint{Subscriber: s, signer: signer, wake: make(chan struct{}, 1)})
	}
	return c, nil
}

// Run delivers until ctx ends; it then waits for the deliveries under way.
func (c *Courier) Run(ctx context.Context) {
	ticks := c.options.Ticks
	if ticks == nil {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		ticks = ticker.C
	}
	var workers sync.WaitGroup
	for _, s := range c.subscribers {
		workers.Go(func() { c.serve(ctx, s) })
	}
	defer workers.Wait()
	for {
		for _, s := range c.subscribers {
			select {
			case s.wake <- struct{}{}:
			default: // awake already
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		case <-c.outbox.Wake():
		}
	}
}

// serve delivers to one subscriber.
func (c *Courier) serve(ctx context.Context, s endpoint) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		}
		for ctx.Err() == nil && c.round(ctx, s) {
		}
	}
}

// round delivers what is due now and says whether there may be more.
func (c *Courier) round(ctx context.Context, s endpoint) bool {
	due, err := c.outbox.Lease(ctx, s.Name, batch, lease)
	if err != nil {
		if ctx.Err() == nil {
			c.options.Logger.WarnContext(ctx, "asking the outbox", "subscriber", s.Name, "error", "journal unavailable")
		}
		return false
	}
	var tries sync.WaitGroup
	for _, d := range due {
		tries.Go(func() { c.deliver(ctx, s, d) })
	}
	tries.Wait()
	return len(due) > 0
}

// deliver tries once and writes down how it went. Shutting down is no failure
// of the subscriber: the lease runs out and the event is tried again.
func (c *Courier) deliver(ctx context.Context, s endpoint, d journal.Delivery) {
	log := c.options.Logger.With("subscriber", s.Name, "event", d.Event.ID, "type", d.Event.Type, "attempt", d.Attempt)
	err := c.post(ctx, s, d)
	if err != nil && ctx.Err() != nil {
		return
	}
	if err == nil {
		if err := c.outbox.Delivered(ctx, d); err != nil {
			log.WarnContext(ctx, "noting a delivery: the event will be delivered again", "error", "journal unavailable")
		}
		return
	}
	dead, noted := c.outbox.FailedDelivery(ctx, d, c.wait(d.Attempt))
	switch {
	case noted != nil:
		log.WarnContext(ctx, "noting a failed delivery", "error", "journal unavailable")
	case dead:
		log.ErrorContext(ctx, "event given up: redeliver it by the admin API", "reason", err.Error())
	default:
		log.WarnContext(ctx, "delivery failed", "reason", err.Error())
	}
}

// wait is full jitter over the upper half of an exponential backoff.
func (c *Courier) wait(attempt int) time.Duration {
	d := longest
	if n := attempt - 1; n < 10 {
		d = min(firstWait<<n, longest)
	}
	return d/2 + time.Duration(c.options.Jitter()*float64(d/2))
}

// post sends the event. Its error holds no address and no body. One of a tenant
// that the subscriber does not hear was emitted under another configuration: it
// waits, because a replica may still have, or already have, that one.
func (c *Courier) post(ctx context.Context, s endpoint, d journal.Delivery) error {
	if !s.hears(d.Event) {
		return errors.New("the subscriber does not hear the event's tenant")
	}
	body, err := Body(d.Event)
	if err != nil {
		return err
	}
	req, err := s.signer.Request(ctx, s.URL, d.Event.ID, c.options.Now(), body)
	if err != nil {
		return err
	}
	res, err := c.client.Do(req)
	if err != nil {
		return errors.New("the subscriber did not answer")
	}
	defer res.Body.Close()                                         // nothing follows from its error
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, maxReply)) // only to use the connection again
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return fmt.Errorf("the subscriber answered with HTTP status %d", res.StatusCode)
	}
	return nil
}
