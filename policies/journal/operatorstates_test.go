package journal

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestOperatorStatesAreKeptForAllReplicas(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		one, other := b.open(), b.open()
		now := b.clock.Now().UTC()
		closed := OperatorState{Connection: "cdp-uae", State: "disabled", Reason: "they asked", By: "ada", Since: now}
		held := OperatorState{Connection: "cdp-uae", Operation: "get_customer", State: "open", Reason: "slow", By: "ada", Since: now, Until: now.Add(time.Hour)}
		for _, s := range []OperatorState{closed, held} {
			if err := one.KeepOperatorState(t.Context(), s, false); err != nil {
				t.Fatal(err)
			}
		}
		wantStates(t, other, closed, held)

		late := closed
		late.State, late.By, late.Since = "draining", "bo", now.Add(-time.Second)
		if err := other.KeepOperatorState(t.Context(), late, true); err != nil {
			t.Fatal(err)
		}
		wantStates(t, one, closed, held)

		// A clock that is behind does not keep an operator from acting now.
		if err := other.KeepOperatorState(t.Context(), late, false); err != nil {
			t.Fatal(err)
		}
		wantStates(t, one, late, held)
	})
}

// A state that a program from before wrote, over one of this program's and alone.
func TestStatesOfAnOlderProgramAreRead(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		now := b.clock.Now().UTC()
		ours := OperatorState{Connection: "cdp-uae", State: "disabled", Reason: "ours", By: "ada", Since: now}
		must(t, j.KeepOperatorState(ctx, ours, false))
		for _, connection := range []string{"cdp-uae", "citi-in"} {
			must(t, j.write(ctx, "write as before", func(ctx context.Context, q querier) error {
				_, err := q.ExecContext(ctx, `
INSERT INTO operator_states (connection, operation, state, reason, changed_by, since, until) VALUES ($1, '', 'draining', 'theirs', 'bo', $2, 0)
ON CONFLICT (connection, operation) DO UPDATE SET state = excluded.state, reason = excluded.reason, changed_by = excluded.changed_by`, connection, stamp(now))
				return err
			}))
		}
		theirs := func(connection string) OperatorState {
			return OperatorState{Connection: connection, State: "draining", Reason: "theirs", By: "bo", Since: now}
		}
		wantStates(t, j, theirs("cdp-uae"), theirs("citi-in"))
		must(t, j.KeepOperatorState(ctx, ours, false))
		wantStates(t, j, ours, theirs("citi-in"))
	})
}

func wantStates(t *testing.T, j *Journal, want ...OperatorState) {
	t.Helper()
	got, err := j.OperatorStates(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("operator states (-want +got):\n%s", diff)
	}
}
