package journal

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestKeyedWriteIsReplayedByteForByte(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		answer := Answer{
			Status: 201,
			Header: []Header{{"Content-Type", "application/json"}, {"Location", "/v1/payments/pay_0001"}},
			Body:   []byte("{\"id\": \"pay_0001\",\n \"note\":\"\\u00e4\"}\x00"),
		}
		ticket := sent(t, j, "k1", paymentNumber(1))
		must(t, j.Finish(ctx, ticket, Finishing{Answer: answer, Status: Submitted}))

		for _, replica := range []*Journal{j, b.open()} {
			replay := claim(t, replica, "k1", Replay)
			if diff := cmp.Diff(answer, replay.Answer); diff != "" {
				t.Errorf("replayed answer (-stored +replayed):\n%s", diff)
			}
			if replay.Connection != "bank-us" || replay.PaymentID != "pay_0001" {
				t.Errorf("replay names %q and %q", replay.Connection, replay.PaymentID)
			}
		}
	})
}

func TestClaimTellsWhatBecameOfTheKey(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		for i, step := range []struct {
			name   string
			before func(key string)
			want   Outcome
		}{
			{"never used", func(string) {}, Fresh},
			{"claimed", func(key string) { claim(t, j, key, Fresh) }, InProgress},
			{"sent", func(key string) { sent(t, j, key, nil) }, InProgress},
			{"released before sending", func(key string) {
				must(t, j.Release(ctx, claim(t, j, key, Fresh).Ticket))
			}, Fresh},
			{"released after a dial that failed", func(key string) {
				must(t, j.Release(ctx, sent(t, j, key, nil)))
			}, Fresh},
			{"answered", func(key string) {
				must(t, j.Finish(ctx, sent(t, j, key, nil), Finishing{Answer: Answer{Status: 200}}))
			}, Replay},
			{"answered without a call", func(key string) {
				must(t, j.Finish(ctx, claim(t, j, key, Fresh).Ticket, Finishing{Answer: Answer{Status: 200}}))
			}, Replay},
			{"owner died before sending", func(key string) {
				claim(t, j, key, Fresh)
				b.clock.Move(lease)
			}, Fresh},
			{"owner died after sending", func(key string) {
				sent(t, j, key, nil)
				b.clock.Move(lease)
			}, SentWithoutAnswer},
		} {
			key := fmt.Sprintf("key %d", i)
			step.before(key)
			c, err := j.Claim(ctx, scopeOf(key), fingerprint, lease)
			must(t, err)
			if c.Outcome != step.want {
				t.Errorf("%s: %v, want %v", step.name, c.Outcome, step.want)
			}
			other, err := j.Claim(ctx, scopeOf(key), [32]byte{9}, lease)
			must(t, err)
			if other.Outcome != Mismatch {
				t.Errorf("%s: another body is %v, want mismatch", step.name, other.Outcome)
			}
		}
	})
}

func TestKeyBelongsToItsScope(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		for _, scope := range []Scope{
			{Tenant: "acme", Caller: "app", Operation: "create_payment", Connection: "bank-us", Key: "k"},
			{Tenant: "umbrella", Caller: "app", Operation: "create_payment", Connection: "bank-us", Key: "k"},
			{Tenant: "acme", Caller: "other", Operation: "create_payment", Connection: "bank-us", Key: "k"},
			{Tenant: "acme", Caller: "app", Operation: "link_bank_account", Connection: "bank-us", Key: "k"},
			{Tenant: "acme", Caller: "app", Operation: "create_payment", Connection: "bank-eu", Key: "k"},
			{Tenant: "acme", Caller: "app", Operation: "create_payment", Connection: "bank-us", Key: "k2"},
			{Tenant: "acm", Caller: "eapp", Operation: "create_payment", Connection: "bank-us", Key: "k"}, // the parts do not run together
		} {
			c, err := j.Claim(ctx, scope, fingerprint, lease)
			must(t, err)
			if c.Outcome != Fresh {
				t.Errorf("%+v: %v, want fresh", scope, c.Outcome)
			}
		}
		if _, err := j.Claim(ctx, Scope{Tenant: "acme", Caller: "app", Operation: "create_payment"}, fingerprint, lease); err == nil {
			t.Error("a claim without a key was taken")
		}
	})
}

func TestOneOfManyDuplicatesIsFresh(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		replicas := []*Journal{b.open(), b.open()}
		const keys, duplicates = 8, 16
		outcomes := make([][]Outcome, keys)
		var mu sync.Mutex
		var all sync.WaitGroup
		for k := range keys {
			for d := range duplicates {
				all.Go(func() {
					outcome, err := occupy(replicas[d%2], scopeOf(fmt.Sprint(k)))
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					defer mu.Unlock()
					outcomes[k] = append(outcomes[k], outcome)
				})
			}
		}
		all.Wait()
		for k, found := range outcomes {
			slices.Sort(found)
			want := append([]Outcome{Fresh}, slices.Repeat([]Outcome{InProgress}, duplicates-1)...)
			if !slices.Equal(found, want) {
				t.Errorf("key %d: %v", k, found)
			}
		}
	})
}

func TestSlowOwnerMayNotSendAfterTakeover(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		slow, quick := b.open(), b.open()
		old := claim(t, slow, "k", Fresh).Ticket
		b.clock.Move(lease)
		taken := claim(t, quick, "k", Fresh).Ticket
		must(t, quick.MarkSent(ctx, taken, sending(paymentNumber(2))))

		for name, err := range map[string]error{
			"mark sent": slow.MarkSent(ctx, old, sending(paymentNumber(1))),
			"finish":    slow.Finish(ctx, old, Finishing{Answer: Answer{Status: 500}}),
		} {
			if !errors.Is(err, ErrNotOwner) {
				t.Errorf("%s by the old owner: %v, want ErrNotOwner", name, err)
			}
		}
		if err := slow.Release(ctx, old); !errors.Is(err, ErrNotOwner) {
			t.Errorf("release by the old owner: %v, want ErrNotOwner", err)
		}
		must(t, quick.Finish(ctx, taken, Finishing{Answer: Answer{Status: 201}, Status: Submitted}))
		if _, err := quick.GetPayment(ctx, "acme", "pay_0001"); !errors.Is(err, ErrNotFound) {
			t.Errorf("the old owner's payment: %v, want ErrNotFound", err)
		}
	})
}

func TestSlowOwnerMaySendWhenNobodyTookOver(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		ticket := claim(t, j, "k", Fresh).Ticket
		b.clock.Move(2 * lease)
		must(t, j.MarkSent(ctx, ticket, sending(nil)))
		claim(t, j, "k", InProgress)
	})
}

func TestLostKeyStaysLostWhateverTheClockSays(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		ticket := sent(t, j, "k", paymentNumber(1))
		b.clock.Move(lease)
		claim(t, j, "k", SentWithoutAnswer)

		for _, move := range []time.Duration{-time.Hour, -48 * time.Hour, 30 * 24 * time.Hour} {
			b.clock.Move(move)
			for _, replica := range []*Journal{j, b.open()} {
				c := claim(t, replica, "k", SentWithoutAnswer)
				if c.PaymentID != "pay_0001" {
					t.Errorf("the lost payment is called %q", c.PaymentID)
				}
			}
		}
		if err := j.MarkSent(ctx, ticket, sending(paymentNumber(1))); !errors.Is(err, ErrNotOwner) {
			t.Errorf("sending a lost key again: %v, want ErrNotOwner", err)
		}
	})
}

func TestClockSetBackRevivesNoClaim(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		claim(t, j, "died", Fresh)
		running := sent(t, j, "running", nil)
		b.clock.Move(lease - time.Second)
		claim(t, j, "died", InProgress)
		must(t, j.Writable(ctx)) // which reads the clock

		b.clock.Move(-6 * time.Hour)
		claim(t, j, "died", InProgress) // nobody's claim ends early
		must(t, j.Writable(ctx))
		b.clock.Move(time.Second) // and it does not last six hours longer
		claim(t, j, "died", Fresh)
		claim(t, j, "running", SentWithoutAnswer)

		late := b.open() // a process that only knows the wall clock
		claim(t, late, "running", SentWithoutAnswer)
		must(t, j.Finish(ctx, running, Finishing{Answer: Answer{Status: 200}}))
	})
}

func TestLateAnswerIsTaken(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		ticket := sent(t, j, "k", paymentNumber(1))
		b.clock.Move(lease)
		claim(t, j, "k", SentWithoutAnswer)
		if got := statusOf(t, j, "pay_0001"); got != Unknown {
			t.Fatalf("payment is %v, want unknown", got)
		}
		must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Status: Submitted}))
		claim(t, j, "k", Replay)
		if got := statusOf(t, j, "pay_0001"); got != Submitted {
			t.Errorf("payment is %v, want submitted", got)
		}
	})
}

func TestLateAnswerDoesNotOverruleTheOperator(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		ticket := sent(t, j, "k", paymentNumber(1))
		b.clock.Move(lease)
		_, err := j.Recover(ctx)
		must(t, err)
		_, err = j.ResolvePayment(ctx, PaymentChange{ID: "pay_0001", Status: Failed, Reason: "not on the statement", By: "ops", Alone: true})
		must(t, err)

		err = j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Status: Submitted})
		if !errors.Is(err, ErrConflict) {
			t.Fatalf("late answer after a resolution: %v, want ErrConflict", err)
		}
		claim(t, j, "k", Replay) // of what its first caller was told
		if got := statusOf(t, j, "pay_0001"); got != Failed {
			t.Errorf("payment is %v, want failed", got)
		}
	})
}

func TestFinishMayBeRepeated(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		var announced int
		b.options.EventsOfPayment = func(Move) []Event { announced++; return nil }
		j := b.open()
		ticket := sent(t, j, "k", paymentNumber(1))
		for range 2 {
			must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Status: Submitted}))
		}
		if announced != 1 {
			t.Errorf("announced %d times, want once", announced)
		}
	})
}

func TestSecondAttemptKeepsThePayment(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		ticket := sent(t, j, "k", paymentNumber(1))
		b.clock.Move(lease - time.Second)
		again := sending(paymentNumber(1))
		again.Connection = "bank-us-2"
		must(t, j.MarkSent(ctx, ticket, again))
		b.clock.Move(lease - time.Second)
		claim(t, j, "k", InProgress) // the lease began anew

		p, err := j.GetPayment(ctx, "acme", "pay_0001")
		must(t, err)
		if p.Connection != "bank-us-2" || p.Status != Created {
			t.Errorf("payment is %v at %q", p.Status, p.Connection)
		}
		if err := j.MarkSent(ctx, ticket, sending(paymentNumber(2))); !errors.Is(err, ErrNotOwner) {
			t.Errorf("another payment on the same key: %v, want ErrNotOwner", err)
		}
	})
}

func TestRetryAfterIsBoundedByTheLease(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		claim(t, j, "k", Fresh)
		for _, step := range []struct{ later, want time.Duration }{
			{0, time.Second},
			{10 * time.Second, 10 * time.Second},
			{lease - 13*time.Second, 3 * time.Second},
		} {
			b.clock.Move(step.later)
			if got := claim(t, j, "k", InProgress).RetryAfter; got != step.want {
				t.Errorf("%v later: retry after %v, want %v", step.later, got, step.want)
			}
		}
	})
}
