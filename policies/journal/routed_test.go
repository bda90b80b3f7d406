package journal

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

// routedTo is the scope of a key that the routes lead to a connection.
func routedTo(connection, key string) Scope {
	s := scopeOf(key)
	s.Connection, s.Routed = connection, true
	return s
}

func named(connection, key string) Scope {
	s := routedTo(connection, key)
	s.Routed = false
	return s
}

func claimAt(t *testing.T, j *Journal, s Scope, want Outcome) Claim {
	t.Helper()
	c, err := j.Claim(ctx, s, fingerprint, lease)
	must(t, err)
	if c.Outcome != want {
		t.Errorf("%s, routed %t: %v, want %v", s.Connection, s.Routed, c.Outcome, want)
	}
	return c
}

// finished has a fresh claim of the scope answered.
func finished(t *testing.T, j *Journal, s Scope) {
	t.Helper()
	ticket := claimAt(t, j, s, Fresh).Ticket
	must(t, j.MarkSent(ctx, ticket, Sending{Connection: s.Connection, Lease: lease}))
	must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}}))
}

func TestAUsedKeyStaysWhenTheRoutesChange(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		finished(t, j, routedTo("bank-us", "k"))
		claimAt(t, j, routedTo("bank-eu", "k"), Replay)
		claimAt(t, j, named("bank-us", "k"), Replay)
		claimAt(t, j, named("bank-eu", "k"), Fresh) // asked for by name, it is another intent
		claimAt(t, j, routedTo("bank-eu", "k"), Replay)

		ticket := claimAt(t, j, routedTo("bank-us", "lost"), Fresh).Ticket
		must(t, j.MarkSent(ctx, ticket, Sending{Connection: "bank-us", Lease: lease}))
		claimAt(t, j, routedTo("bank-eu", "lost"), InProgress)
		b.clock.Move(lease)
		claimAt(t, j, routedTo("bank-eu", "lost"), SentWithoutAnswer)
	})
}

func TestAFreedKeyGoesWhereTheRoutesLeadNow(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		freed := claimAt(t, j, routedTo("bank-us", "k"), Fresh).Ticket
		must(t, j.MarkSent(ctx, freed, Sending{Connection: "bank-us", Lease: lease}))
		must(t, j.Release(ctx, freed))
		moved := claimAt(t, j, routedTo("bank-eu", "k"), Fresh).Ticket
		must(t, j.MarkSent(ctx, moved, Sending{Connection: "bank-eu", Lease: lease}))
		claimAt(t, j, routedTo("bank-us", "k"), InProgress)
	})
}

// The owner may be slow and not dead: it must not send when another has claimed
// the key for another connection.
func TestASlowOwnerDoesNotSendWhatWasRoutedElsewhereMeanwhile(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		slow := claimAt(t, j, routedTo("bank-us", "k"), Fresh).Ticket
		b.clock.Move(lease)
		if outcome, err := occupy(b.open(), routedTo("bank-eu", "k")); err != nil || outcome != Fresh {
			t.Fatal(outcome, err)
		}
		if err := j.MarkSent(ctx, slow, Sending{Connection: "bank-us", Lease: lease}); !errors.Is(err, ErrNotOwner) {
			t.Errorf("the slow owner marks it as sent: %v", err)
		}
	})
}

func TestOneOfManyDuplicatesIsFreshWhileTheRoutesChange(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		replicas := []*Journal{b.open(), b.open()}
		const keys, duplicates = 8, 16
		fresh := make([]int, keys)
		var mu sync.Mutex
		var all sync.WaitGroup
		for k := range keys {
			for d := range duplicates {
				all.Go(func() {
					outcome, err := occupy(replicas[d%2], routedTo([]string{"bank-us", "bank-eu", "bank-uk"}[d%3], fmt.Sprint(k)))
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					if outcome == Fresh {
						fresh[k]++
					}
				})
			}
		}
		all.Wait()
		for k, n := range fresh {
			if n != 1 {
				t.Errorf("key %d was fresh %d times", k, n)
			}
		}
	})
}

func TestFindTellsWithoutTaking(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		find := func(s Scope, want Outcome) {
			t.Helper()
			c, known, err := j.Find(ctx, s, fingerprint)
			must(t, err)
			if known != (want != 0) || c.Outcome != want {
				t.Errorf("%q, routed %t: known %t, %v; want %v", s.Connection, s.Routed, known, c.Outcome, want)
			}
		}
		find(routedTo("", "k"), 0)
		find(named("bank-us", "k"), 0)
		finished(t, j, routedTo("bank-us", "k"))
		find(routedTo("", "k"), Replay)
		find(named("bank-us", "k"), Replay)
		find(named("bank-eu", "k"), 0)

		claimAt(t, j, named("bank-us", "begun"), Fresh)
		find(named("bank-us", "begun"), InProgress)
		sent(t, j, "sent", paymentNumber(1))
		b.clock.Move(lease)
		find(named("bank-us", "begun"), 0) // it was not sent
		find(scopeOf("sent"), SentWithoutAnswer)
		if c, _, err := j.Find(ctx, scopeOf("sent"), fingerprint); err != nil || c.PaymentID != "pay_0001" {
			t.Errorf("%+v, %v", c, err)
		}
		if c, _, err := j.Find(ctx, scopeOf("sent"), [32]byte{9}); err != nil || c.Outcome != Mismatch {
			t.Errorf("another request: %v, %v", c.Outcome, err)
		}
	})
}

func TestWhereAKeyWasRoutedIsKeptAsLongAsItsRecord(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		finished(t, j, routedTo("bank-us", "k"))
		b.clock.Move(time.Hour)
		freed := claimAt(t, j, routedTo("bank-us", "freed"), Fresh).Ticket
		must(t, j.MarkSent(ctx, freed, Sending{Connection: "bank-us", Lease: lease}))
		must(t, j.Release(ctx, freed))
		b.clock.Move(23 * time.Hour)
		swept, err := j.Purge(ctx)
		must(t, err)
		if swept.Records != 1 || swept.Routed != 1 {
			t.Errorf("after the retention of the first: %+v", swept)
		}
		b.clock.Move(time.Hour)
		if swept, err = j.Purge(ctx); err != nil || swept.Records != 0 || swept.Routed != 1 {
			t.Errorf("after that of the second: %+v, %v", swept, err)
		}
	})
}
