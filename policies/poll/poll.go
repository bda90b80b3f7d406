// Package poll asks vendors what became of payments, where their adapters can be asked:
// those under way after a while, those whose outcome is unknown soon, and those that
// settled until no return is to be expected any more. What the vendor says is evidence
// like any other (policies/journal/transitions.go): it never takes a payment back.
package poll

import (
	"context"
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
)

const (
	// batch is how many polls of a connection are leased at once; they are made one after
	// the other.
	batch = 16
	// lease is how long a replica keeps them.
	lease = 5 * time.Minute
	// again is how long nobody asks a connection after a call that said nothing of the
	// payment.
	again = 5 * time.Minute
)

// Connection is one whose vendor can be asked.
type Connection struct {
	Schedule
	// May says whether one more call is welcome now: the calls of others come first.
	May func(ctx context.Context) bool
}

// Poller asks. Its fields do not change; safe for concurrent use.
type Poller struct {
	Journal *journal.Journal
	// Connections are those that are polled now, by name.
	Connections func() map[string]Connection
	// Ask asks the connection's vendor about one payment, through the connection's chain.
	Ask    func(ctx context.Context, p journal.Payment) (canonical.Payment, error)
	Now    func() time.Time
	Jitter func() float64 // below 1; nil: random
	Logger *slog.Logger
}

// Run makes a pass with each tick until ctx ends.
func (p Poller) Run(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		if err := p.Pass(ctx); err != nil && ctx.Err() == nil {
			p.Logger.WarnContext(ctx, "vendors are not asked about payments now", "reason", err.Error())
		}
	}
}

// Pass asks what is due now, as far as it is welcome.
func (p Poller) Pass(ctx context.Context) error {
	for name, c := range p.Connections() {
		for ctx.Err() == nil && c.May(ctx) {
			due, err := p.Journal.LeasePolls(ctx, name, batch, lease)
			if err != nil {
				return err
			}
			for i, d := range due {
				if i > 0 && !c.May(ctx) {
					break // the lease runs out
				}
				if err := p.poll(ctx, c, d); err != nil {
					return err
				}
			}
			if len(due) < batch {
				break
			}
		}
	}
	return nil
}

// poll asks about one payment and writes down what came of it. What has ended meanwhile
// is not asked about.
func (p Poller) poll(ctx context.Context, c Connection, d journal.Poll) error {
	if over(d.Payment.Status) {
		_, err := p.Journal.Polled(ctx, d, journal.PollResult{})
		return err
	}
	said, err := p.Ask(ctx, d.Payment)
	if err != nil && ctx.Err() != nil {
		return nil //nolint:nilerr // shutting down is no answer: the lease runs out
	}
	_, err = p.Journal.Polled(ctx, d, p.result(c, d, said, err))
	return err
}

func (p Poller) result(c Connection, d journal.Poll, said canonical.Payment, err error) journal.PollResult {
	now, status := p.Now(), d.Payment.Status
	var r journal.PollResult
	switch {
	case err == nil && !saysNothing(said.Status):
		switch status = journal.PaymentStatus(said.Status); journal.Judge(d.Payment.Status, status, journal.ByPoll) {
		case journal.Notes: // each answer would be a line in the history
			status = d.Payment.Status
		case journal.Contradicts:
			r.Says = says(d.Payment, said)
			return r // somebody must look, and asking again tells them nothing
		default:
			r.Says = says(d.Payment, said)
		}
	case err != nil && canonical.AsError(err).Code == canonical.PaymentNotFound && canonical.AsError(err).HowFar() == canonical.Answered:
		r.Missing, r.Absent = true, absent(d.Payment, d.Misses+1, now)
	case err != nil:
		if r.Next = now.Add(again); r.Next.After(d.Payment.CreatedAt.Add(c.Until)) {
			r.Next = time.Time{}
		}
		return r
	}
	r.Next = c.next(d.Payment, status, d.Attempts+1, now, p.jitter())
	return r
}

func (p Poller) jitter() float64 {
	if p.Jitter != nil {
		return p.Jitter()
	}
	return rand.Float64() //nolint:gosec // it spreads calls and hides nothing
}

// says is what the vendor says of a payment. Its references become keys, so that files
// find the payment by them.
func says(p journal.Payment, said canonical.Payment) journal.PaymentChange {
	c := journal.PaymentChange{
		Tenant: p.Tenant, Status: journal.PaymentStatus(said.Status), Code: said.ACH.ReturnCode, ChangeCode: said.ACH.ChangeCode,
		SettledOn: string(said.ACH.SettledOn), ReturnedOn: string(said.ACH.ReturnedOn),
	}
	if c.Status != p.Status {
		c.Body = learned(p.Body, said)
	}
	for kind, value := range map[journal.KeyKind]string{
		journal.KeyVendorReference: said.VendorReference, journal.KeyTrace: said.ACH.TraceNumber,
	} {
		if value != "" {
			c.Keys = append(c.Keys, journal.PaymentKey{Kind: kind, Value: value})
		}
	}
	return c
}

// learned is the payment with the vendor's words of today. nil, if it stays as it is.
func learned(body []byte, said canonical.Payment) []byte {
	var p canonical.Payment
	if json.Unmarshal(body, &p) != nil {
		return nil
	}
	p.Status, p.StatusRaw, p.StatusDetail = said.Status, said.StatusRaw, said.StatusDetail
	if p.VendorReference == "" {
		p.VendorReference = said.VendorReference
	}
	if len(p.VendorIDs) == 0 {
		p.VendorIDs = said.VendorIDs
	}
	after, err := json.Marshal(p)
	if err != nil {
		return nil
	}
	return after
}
