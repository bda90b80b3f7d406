package journal

import (
	"testing"
	"time"
)

func TestX2ANotificationIsTakenOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		take := func(key string, state byte) bool {
			t.Helper()
			emitted, err := j.EmitIfChanged(ctx, Once{Key: key, Until: b.clock.Now().Add(time.Minute)},
				Change{Key: "cus_a", State: [32]byte{state}, Event: Event{Type: "t", Subject: "cus_a"}})
			must(t, err)
			return emitted
		}
		known := func(key string) bool {
			t.Helper()
			taken, err := j.Taken(ctx, key)
			must(t, err)
			return taken
		}
		if known("first") || !take("first", 1) || !known("first") || !take("second", 2) {
			t.Error("news was not taken")
		}
		if take("first", 1) { // a replay, which would take the state back
			t.Error("a replay was taken")
		}
		if !take("", 1) || !take("", 2) || known("") {
			t.Error("what has no key is taken each time that it changes something")
		}
		b.clock.Move(time.Minute)
		mustSweep(t, j, Purged{Notifications: 2})
		if known("first") {
			t.Error("a notification is remembered longer than it can be sent again")
		}
	})
}
