package journal

import (
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
