package main

import (
	"context"
	"encoding/json"
	"time"

	"canongate/canonical"
	"canongate/config"
	"canongate/policies"
	"canongate/policies/journal"
	"canongate/policies/poll"
)

// lookForPollsEvery is how often it is looked for payments that are due.
const lookForPollsEvery = 5 * time.Second

// poll asks vendors what became of payments until ctx ends.
func (p *program) poll(ctx context.Context) {
	ticker := time.NewTicker(lookForPollsEvery)
	defer ticker.Stop()
	p.poller().Run(ctx, ticker.C)
}

func (p *program) poller() poll.Poller {
	return poll.Poller{
		Journal: p.journal, Connections: p.polled, Ask: p.askPayment, Now: p.builder.now, Logger: p.telemetry.logger,
	}
}

// polled are the connections in service whose vendors can be asked.
func (p *program) polled() map[string]poll.Connection {
	all := map[string]poll.Connection{}
	if serving := p.serving.Load(); serving != nil {
		for name, c := range serving.connections {
			if o, asks := c.pollOptions(); asks {
				all[name] = poll.Connection{Schedule: scheduleOf(o), May: func(ctx context.Context) bool {
					return c.welcome() && p.withinPollRate(ctx, name, *o.Rate)
				}}
			}
		}
	}
	return all
}

// pollAfter is how soon the vendor is asked about a payment of a connection.
func (p *program) pollAfter(connection string, status journal.PaymentStatus) (time.Duration, bool) {
	c := p.serving.Load().connection(connection)
	if c == nil {
		return 0, false
	}
	o, asks := c.pollOptions()
	return scheduleOf(o).FirstOf(status), asks
}

// pollOptions are those of the connection, and whether its vendor is asked at all.
func (c *connection) pollOptions() (config.PollOptions, bool) {
	o := c.options.Reconciliation.Poll
	return o.WithDefaults(), o.Enabled != config.PollOff && canonical.GetPayment.Supports(c.client.adapter)
}

func scheduleOf(o config.PollOptions) poll.Schedule {
	s := poll.Schedule{First: time.Duration(o.First), Until: time.Duration(o.Until)}
	for _, wait := range o.Every {
		s.Every = append(s.Every, time.Duration(wait))
	}
	return s
}

// welcome says whether the connection has time for a call that nobody waits for.
func (c *connection) welcome() bool {
	now := c.policies.Condition(canonical.GetPayment.Name())
	return now.State == policies.Enabled && !now.BreakerOpen && !now.QuotaEmpty
}

// withinPollRate counts a question against its limit. Who cannot count does not ask.
func (p *program) withinPollRate(ctx context.Context, connection string, rate policies.RateOptions) bool {
	result, err := p.limiter.Allow(ctx, "poll:"+connection, rate)
	return err == nil && result.Allowed
}

// askPayment asks the vendor about a payment that the journal has.
func (p *program) askPayment(ctx context.Context, of journal.Payment) (canonical.Payment, error) {
	var known struct {
		VendorIDs canonical.VendorIDs `json:"vendor_ids"`
	}
	if err := json.Unmarshal(of.Body, &known); err != nil {
		return canonical.Payment{}, &canonical.Error{Code: canonical.InternalError, Origin: canonical.OriginGateway, Outcome: canonical.NotSent}
	}
	return p.gateway.AskPayment(ctx, of.Tenant, of.ID, known.VendorIDs)
}
