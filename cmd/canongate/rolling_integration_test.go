//go:build integration

package main

import (
	"testing"
	"time"
)

// TestRollingUpdate replaces three gateways over one PostgreSQL and Redis one after the
// other, as an orchestrator would, under 500 requests a second of which one in four is a
// payment. No request fails, and no payment is sent twice.
func TestRollingUpdate(t *testing.T) {
	f := newFleet(t, ", shutdown_notice: 2s", 500, 4)
	program := thisProgram(t)
	old := []*daemon{f.join(program), f.join(program), f.join(program)}
	f.load()
	f.serves(old...)
	var all []*daemon
	for _, g := range old {
		all = append(all, g, f.join(program))
		asked := time.Now()
		f.leave(g)
		t.Logf("replaced a gateway in %s", time.Since(asked).Round(time.Millisecond))
	}
	f.serves(f.gateways...)
	f.report("rolling update of three")
	var busy time.Duration
	for _, g := range all {
		if g.cmd.ProcessState == nil {
			f.leave(g)
		}
		busy += g.cmd.ProcessState.UserTime() + g.cmd.ProcessState.SystemTime()
	}
	t.Logf("six gateways took %s of processor time, %s a request with their starts",
		busy.Round(time.Millisecond), (busy / time.Duration(f.tally.offered)).Round(time.Microsecond))
}
