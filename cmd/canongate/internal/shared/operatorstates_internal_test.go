package shared

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"canongate/policies"
	"canongate/policies/journal"
)

// servedAs is a connection of which the file says something.
func servedAs(says policies.ConnectionState) []Connection {
	return []Connection{{Name: "first", Says: says, Policies: policies.Standard(policies.Options{Connection: "first", Vendor: "cdp"})}}
}

// TestOperatorStatesHoldOverTheFile also wants a lever that was moved while the next
// generation was made to hold there.
func TestOperatorStatesHoldOverTheFile(t *testing.T) {
	t.Parallel()
	now := time.Now()
	var logs bytes.Buffer
	before, next, disabled := servedAs(policies.Enabled), servedAs(policies.Enabled), servedAs(policies.Disabled)
	states := NewOperatorStates(nil, func() []Connection { return before }, slog.New(slog.NewTextHandler(&logs, nil)))
	states.now = func() time.Time { return now }
	states.Set(t.Context(), journal.OperatorState{Connection: "first", State: "draining", Until: now.Add(time.Hour)})
	states.Set(t.Context(), journal.OperatorState{Connection: "first", Operation: "create_customer", State: "open"})
	states.Apply(next)
	for at, made := range [][]Connection{before, next, disabled} {
		states.Warn(t.Context(), made, before)
		states.Apply(made)
		c := made[0].Policies
		if c.State() != policies.Draining || c.Forced("create_customer") != policies.BreakerOpen {
			t.Errorf("generation %d: %s, breaker %s", at+1, c.State(), c.Forced("create_customer"))
		}
	}
	if told := logs.String(); strings.Count(told, "operator state holds over the file") != 1 || !strings.Contains(told, "file=disabled state=draining") {
		t.Errorf("the log says %s", told)
	}
	now = now.Add(2 * time.Hour)
	states.Set(t.Context(), journal.OperatorState{Connection: "first", Operation: "create_customer", State: "auto"})
	states.Apply(disabled)
	if c := disabled[0].Policies; c.State() != policies.Disabled || c.Forced("create_customer") != policies.BreakerAuto {
		t.Errorf("after its time: %s, breaker %s, want what the file says", c.State(), c.Forced("create_customer"))
	}
}

// TestTheKillSwitchWorksWithoutTheJournal and is kept once the journal is back.
func TestTheKillSwitchWorksWithoutTheJournal(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	serving := servedAs(policies.Enabled)
	away := s.open(t)
	states := NewOperatorStates(away, func() []Connection { return serving }, slog.New(slog.DiscardHandler))
	must(t, away.Close())
	if states.Set(t.Context(), journal.OperatorState{Connection: "first", State: "disabled", Reason: "now", By: "local"}) || states.Kept("first", "") {
		t.Error("it counts as kept")
	}
	if got := serving[0].Policies.State(); got != policies.Disabled {
		t.Errorf("the connection is %s", got)
	}
	states.journal = s.open(t)
	must(t, states.Look(t.Context()))
	kept, err := states.journal.OperatorStates(t.Context())
	must(t, err)
	if !states.Kept("first", "") || len(kept) != 1 || kept[0].By != "local" {
		t.Errorf("the journal has %+v", kept)
	}
}
