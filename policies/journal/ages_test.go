package journal

import (
	"testing"
	"time"
)

// answeredKey uses a key of a call without a payment, which may be forgotten.
func answeredKey(t *testing.T, j *Journal, key string) {
	t.Helper()
	ticket := sent(t, j, key, nil)
	must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}}))
}

func TestX11_ClockJumpsFreeNoKey(t *testing.T) {
	for name, jumps := range map[string][]time.Duration{
		"48 h ahead for one sweep": {48 * time.Hour},
		"48 h back":                {-48 * time.Hour},
		"ahead again and again":    {30 * time.Hour, 30 * time.Hour, 30 * time.Hour},
		"ahead, then too far back": {48 * time.Hour, -96 * time.Hour},
		"a year ahead":             {365 * 24 * time.Hour},
		"as much as the tolerance": {24 * time.Hour, 24*time.Hour + clockTolerance},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, b *bench) {
				b.options.PaymentRetention = time.Hour
				j := b.open()
				answeredKey(t, j, "k")
				paid(t, j, 1, Settled)
				must(t, j.Emit(ctx, Event{Type: "t", Subject: "s"}))
				for _, jump := range jumps {
					b.clock.Jump(jump)
					for range 3 {
						b.clock.Move(30 * time.Second)
						mustSweep(t, j, Purged{})
					}
					mustSweep(t, b.open(), Purged{}) // nor does a restart help
				}
				claim(t, j, "k", Replay)
				claim(t, j, "key of pay_0001", Replay)
				statusOf(t, j, "pay_0001")
			})
		})
	}
}

func TestX11_SweepsGoOnOnceTheClockIsRight(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		answeredKey(t, j, "k")
		b.clock.Move(time.Hour)
		mustSweep(t, j, Purged{})
		b.clock.Jump(48 * time.Hour)
		mustSweep(t, j, Purged{})
		answeredKey(t, j, "at the wrong time")
		b.clock.Jump(-48 * time.Hour)
		b.clock.Move(22 * time.Hour)
		mustSweep(t, j, Purged{})
		b.clock.Move(time.Hour)
		mustSweep(t, j, Purged{Records: 1})
		claim(t, j, "at the wrong time", Replay)
	})
}

// A clock that stays where it jumped to is believed when everything from before
// has had its time.
func TestX11_NewTimeIsBelievedAfterARetention(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		b.clock.Move(23 * time.Hour)
		answeredKey(t, j, "k")
		b.clock.Jump(48 * time.Hour)
		mustSweep(t, j, Purged{})
		b.clock.Move(12 * time.Hour)
		answeredKey(t, j, "by the new time")
		b.clock.Move(12*time.Hour - time.Second)
		mustSweep(t, j, Purged{})
		b.clock.Move(time.Second)
		mustSweep(t, j, Purged{Records: 1})
		claim(t, j, "by the new time", Replay)
	})
}

// A clock that nobody watched has to prove itself; one that was watched a moment
// ago has not.
func TestX11_RestartLooksAtTheClockOfBefore(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		first := b.open()
		answeredKey(t, first, "k")
		b.clock.Move(25*time.Hour - longestPause)
		mustSweep(t, first, Purged{Records: 1})
		answeredKey(t, first, "k2")
		must(t, first.Close())
		b.clock.Move(longestPause)
		second := b.open()
		mustSweep(t, second, Purged{})
		must(t, second.Close())

		b.clock.Jump(25 * time.Hour)
		third := b.open()
		mustSweep(t, third, Purged{})
		b.clock.Move(23 * time.Hour)
		mustSweep(t, third, Purged{})
		b.clock.Move(2 * time.Hour)
		mustSweep(t, third, Purged{Records: 1})
	})
}

func TestX11_KeyOfAPaymentIsKeptAsLongAsThePayment(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		for n, status := range []PaymentStatus{Submitted, Settled, Failed, Returned} {
			paid(t, j, n, status)
		}
		released := sent(t, j, "canceled", paymentNumber(4))
		must(t, j.Release(ctx, released))
		b.clock.Move(10 * 365 * 24 * time.Hour)
		mustSweep(t, j, Purged{})
		for n := range 4 {
			claim(t, j, "key of "+paymentNumber(n).ID, Replay)
		}
		claim(t, j, "canceled", Fresh)
	})
}
