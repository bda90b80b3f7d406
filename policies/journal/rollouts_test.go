package journal

import (
	"errors"
	"testing"
	"time"
)

func TestOneReplicaMovesARollout(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		one, other := b.open(), b.open()
		first := Rollout{Route: "uae", Revision: 1, Plan: []byte("5 %")}
		if err := one.KeepRollout(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		if err := other.KeepRollout(t.Context(), Rollout{Route: "uae", Revision: 1}); !errors.Is(err, ErrConflict) {
			t.Errorf("a second one was kept: %v", err)
		}
		if err := other.KeepRollout(t.Context(), Rollout{Route: "uae", Revision: 2, Plan: []byte("25 %")}); err != nil {
			t.Fatal(err)
		}
		all, err := one.Rollouts(t.Context())
		if err != nil || len(all) != 1 || all[0].Revision != 2 || string(all[0].Plan) != "25 %" {
			t.Errorf("kept are %+v, %v", all, err)
		}
		lease := func(j *Journal, owner string) bool {
			t.Helper()
			mine, err := j.LeaseRollout(t.Context(), "uae", owner, 5*time.Second)
			if err != nil {
				t.Fatal(err)
			}
			return mine
		}
		if !lease(one, "one") || lease(other, "other") || !lease(one, "one") {
			t.Error("the lease is not that of the first")
		}
		b.clock.Move(6 * time.Second)
		if !lease(other, "other") || lease(one, "one") {
			t.Error("the lease was not taken over when it was over")
		}
	})
}
