package main

import (
	"context"
	"errors"

	"canongate/gateway"
	"canongate/policies/journal"
)

// ready tells what the gateway stands on.
func (p *program) ready(ctx context.Context) []gateway.Dependency {
	all := []gateway.Dependency{dependency("gateway", !p.stopping.Load(), "shutting down")}
	if p.journal != nil {
		all = append(all, p.journalDependency(ctx))
	}
	if p.redis != nil && p.closedWithoutRedis {
		all = append(all, dependency("redis", !p.redis.Away(), "does not answer, and on_store_failure is closed"))
	}
	if keys := p.issuerKeys(); keys != nil && keys.InUse == 0 {
		all = append(all, gateway.Dependency{Name: "issuer_keys", Ready: !keys.OnlyWayIn, Reason: "late"})
	} else if keys != nil {
		all = append(all, dependency("issuer_keys", true, ""))
	}
	return all
}

// journalDependency says what an operator has to do about a journal that fails.
func (p *program) journalDependency(ctx context.Context) gateway.Dependency {
	err := p.journal.Writable(ctx)
	reason := "cannot be written"
	if err == nil {
		var now journal.Incarnation
		if now, err = p.journal.Incarnation(ctx); err == nil && now.Restored { // reads go on
			return gateway.Dependency{Name: "journal", Ready: true, Reason: "restored, not accepted: run canongate journal restore --accept"}
		}
	}
	if errors.Is(err, journal.ErrLost) {
		reason = "files were deleted, replaced or cut short: restore them and restart the gateway"
	}
	return dependency("journal", err == nil, reason)
}

func dependency(name string, ready bool, otherwise string) gateway.Dependency {
	if ready {
		otherwise = ""
	}
	return gateway.Dependency{Name: name, Ready: ready, Reason: otherwise}
}
