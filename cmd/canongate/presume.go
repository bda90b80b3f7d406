package main

import (
	"context"
	"time"

	"canongate/config"
	"canongate/policies/presume"
)

// presumeEvery is how often payments that nothing was heard of are looked for; what
// they wait for is counted in days.
const presumeEvery = 10 * time.Minute

// presume settles such payments, and raises those that are unknown for too long, until ctx
// ends.
func (p *program) presume(ctx context.Context) {
	ticker := time.NewTicker(presumeEvery)
	defer ticker.Stop()
	clerk := presume.Clerk{Journal: p.journal, After: p.presumeAfter, Logger: p.telemetry.logger}
	clerk.Run(ctx, ticker.C)
}

// presumeAfter is that of each connection in service that presumes.
func (p *program) presumeAfter() map[string]int {
	after := map[string]int{}
	if serving := p.serving.Load(); serving != nil {
		for name, c := range serving.config.Connections {
			if c.Reconciliation.Settle == config.SettlePresume {
				after[name] = c.Reconciliation.Presumes()
			}
		}
	}
	return after
}
