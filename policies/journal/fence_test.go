package journal

import (
	"errors"
	"testing"
	"time"
)

func unfenceKey(t *testing.T, j *Journal, tenant, key string, want error) {
	t.Helper()
	if err := j.UnfenceKey(ctx, tenant, key, "ops", "not in the export"); !errors.Is(err, want) {
		t.Errorf("fence of %q of %q: %v, want %v", key, tenant, err, want)
	}
}

func TestFenceIsLiftedForOneKey(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		restored(t, j)
		accept(t, j)
		routed := payScope("routed")
		routed.Routed = true
		for _, s := range []Scope{payScope("k"), payScope("other"), routed} {
			claimScope(t, j, s, ForgottenByRestore)
		}
		unfenceKey(t, j, "", "k", nil)
		unfenceKey(t, j, "globex", "other", ErrNotFound)
		unfenceKey(t, j, "acme", "routed", nil)
		unfenceKey(t, j, "acme", "nobody repeated it", ErrNotFound)

		claimScope(t, j, payScope("other"), ForgottenByRestore)
		claimScope(t, j, payScope("never seen"), ForgottenByRestore)
		ticket := claimScope(t, j, payScope("k"), Fresh).Ticket
		must(t, j.MarkSent(ctx, ticket, sending(paymentNumber(1))))
		must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}}))
		claimScope(t, j, payScope("k"), Replay)
		unfenceKey(t, j, "acme", "k", ErrNotFound) // it is known
		routed.Connection = "bank-ca"              // the routes have changed
		must(t, j.MarkSent(ctx, claimScope(t, j, routed, Fresh).Ticket, sending(paymentNumber(2))))
	})
}

// A key that says when it was made is younger than the restore for certain if no clock
// that is right within birthSkew can have made it before.
func TestKeyThatTellsItsTimeIsBelievedWithinTheSkew(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		restored(t, j)
		fence := accept(t, j).FenceTo
		b.clock.Move(2 * birthSkew)
		now := b.clock.Now()
		for name, c := range map[string]struct {
			at   time.Time
			want Outcome
		}{
			"no time":                        {time.Time{}, ForgottenByRestore},
			"before the restore":             {fence.Add(-time.Hour), ForgottenByRestore},
			"a clock may have been ahead":    {fence.Add(birthSkew), ForgottenByRestore},
			"after the restore":              {fence.Add(birthSkew + time.Millisecond), Fresh},
			"now, from a clock that is fast": {now.Add(birthSkew), Fresh},
			"from the future":                {now.Add(birthSkew + time.Millisecond), ForgottenByRestore},
			"from a clock a day ahead":       {now.Add(24 * time.Hour), ForgottenByRestore},
		} {
			s := payScope(name)
			s.Birth.At = c.at
			claimScope(t, j, s, c.want)
		}
	})
}

// What was sent after its fence was lifted is sent once, whatever became of it.
func TestFenceOfAKeyThatWasSentIsNotLifted(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		must(t, j.MarkSent(ctx, claimScope(t, j, payScope("before"), Fresh).Ticket, sending(paymentNumber(1))))
		must(t, j.Close())
		j = b.open()
		restored(t, j)
		accept(t, j)
		claimScope(t, j, payScope("before"), SentWithoutAnswer)
		unfenceKey(t, j, "", "before", ErrNotFound)
		claimScope(t, j, payScope("before"), SentWithoutAnswer)

		claimScope(t, j, payScope("k"), ForgottenByRestore)
		unfenceKey(t, j, "", "k", nil)
		must(t, j.MarkSent(ctx, claimScope(t, j, payScope("k"), Fresh).Ticket, sending(paymentNumber(2))))
		unfenceKey(t, j, "", "k", ErrNotFound)
		must(t, j.Close())
		b.clock.Move(time.Hour)
		j = b.open()
		must(t, errorOf(j.Recover(ctx)))
		claimScope(t, j, payScope("k"), SentWithoutAnswer)
		unfenceKey(t, j, "", "k", ErrNotFound)
		claimScope(t, j, payScope("k"), SentWithoutAnswer)
	})
}

// Of intents that share a key nobody knows which one is meant.
func TestFenceOfAKeyWithSeveralMeaningsIsNotLifted(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		restored(t, j)
		accept(t, j)
		globex, elsewhere := payScope("k"), payScope("k")
		globex.Tenant, elsewhere.Connection = "globex", "bank-ca"
		for _, s := range []Scope{payScope("k"), globex, elsewhere} {
			claimScope(t, j, s, ForgottenByRestore)
		}
		unfenceKey(t, j, "", "k", ErrConflict)
		unfenceKey(t, j, "acme", "k", ErrConflict)
		unfenceKey(t, j, "globex", "k", nil)
		claimScope(t, j, globex, Fresh)
		claimScope(t, j, payScope("k"), ForgottenByRestore)
		claimScope(t, j, elsewhere, ForgottenByRestore)
	})
}

// The next restore may have forgotten what was sent since.
func TestFenceOfAKeyIsLiftedUntilTheNextRestore(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		restored(t, j)
		accept(t, j)
		claimScope(t, j, payScope("k"), ForgottenByRestore)
		if err := j.UnfenceKey(ctx, "", "k", "ops", ""); err == nil {
			t.Error("was lifted without a reason")
		}
		unfenceKey(t, j, "", "k", nil)
		restored(t, j)
		b.clock.Move(time.Second)
		accept(t, j)
		claimScope(t, j, payScope("k"), ForgottenByRestore)
		b.clock.Move(25 * time.Hour) // the fence is over; the key is held up for ever
		claimScope(t, j, payScope("k"), ForgottenByRestore)
		unfenceKey(t, j, "", "k", nil)
		claimScope(t, j, payScope("k"), Fresh)
	})
}
