package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// outage is a store that can be made to refuse writes, before or after it has
// done them.
type outage struct {
	store
	away  atomic.Bool
	after atomic.Int64 // how many more writes are done and then called uncertain
}

func withOutage(j *Journal) *outage {
	o := &outage{store: j.store}
	j.store = o
	return o
}

func (o *outage) write(ctx context.Context, work unitOfWork) error {
	return o.do(ctx, o.store.write, work)
}

func (o *outage) repeat(ctx context.Context, work unitOfWork) error {
	return o.do(ctx, o.store.repeat, work)
}

func (o *outage) settle(ctx context.Context, work unitOfWork) error {
	return o.do(ctx, o.store.settle, work)
}

func (o *outage) do(ctx context.Context, write func(context.Context, unitOfWork) error, work unitOfWork) error {
	if o.away.Load() {
		return &fault{reason: "away", storage: true}
	}
	err := write(ctx, work)
	if err == nil && o.after.Add(-1) >= 0 {
		err = uncertain(&fault{reason: "answer of the commit is lost"})
	}
	return err
}

// impatient does not wait for an outage to end.
func impatient() context.Context {
	ended, cancel := context.WithCancel(ctx)
	cancel()
	return ended
}

func (b *bench) settled(j *Journal) {
	b.t.Helper()
	patience, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if j.Settle(patience); j.calls.unwritten() > 0 {
		b.t.Error("answers still wait")
	}
}

var paidAnswer = Finishing{Answer: Answer{Status: 201, Body: []byte("paid")}, Status: Submitted, Body: []byte("the payment")}

func TestX10_AnswerOutlastsAnOutage(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j, other := b.open(), b.open()
		ticket := sent(t, j, "k", paymentNumber(1))
		o := withOutage(j)
		o.away.Store(true)
		if err := j.Finish(impatient(), ticket, paidAnswer); err == nil {
			t.Fatal("was written")
		}
		for _, later := range []time.Duration{0, lease, 24 * time.Hour} { // the lease ends meanwhile
			b.clock.Move(later)
			if c := claim(t, j, "k", Replay); string(c.Answer.Body) != "paid" {
				t.Errorf("replays %s", c.Answer.Body)
			}
			if p, err := j.GetPayment(ctx, "acme", "pay_0001"); err != nil || p.Status != Submitted || string(p.Body) != "the payment" {
				t.Errorf("reads as %v %s, %v", p.Status, p.Body, err)
			}
			all, _, err := j.ListAllPayments(ctx, PaymentFilter{}, Page{})
			if err != nil || len(all) != 1 || all[0].Status != Submitted {
				t.Errorf("listed as %v, %v", all, err)
			}
		}
		if c, err := j.Claim(ctx, scopeOf("k"), [32]byte{9}, lease); err != nil || c.Outcome != Mismatch {
			t.Errorf("another request under the key: %v, %v", c.Outcome, err)
		}
		if depth, err := j.QueueDepth(ctx); err != nil || depth.Unwritten != 1 {
			t.Errorf("depth %+v, %v", depth, err)
		}
		claim(t, other, "k", SentWithoutAnswer) // all that another replica can know

		o.away.Store(false)
		b.settled(j)
		for _, replica := range []*Journal{j, other} { // knowledge wins over unknown
			claim(t, replica, "k", Replay)
			if got := statusOf(t, replica, "pay_0001"); got != Submitted {
				t.Errorf("payment is %v", got)
			}
		}
	})
}

// heldBack wants a key that is free, and that the store could not be told of, to be
// unavailable: nothing runs under it.
func heldBack(t *testing.T, j *Journal, key string) {
	t.Helper()
	if got, err := j.Claim(ctx, scopeOf(key), fingerprint, lease); !errors.Is(err, ErrUnavailable) {
		t.Errorf("claim of a free key that cannot be written: %+v, %v", got, err)
	}
	if got, known, err := j.Find(ctx, scopeOf(key), fingerprint); !errors.Is(err, ErrUnavailable) {
		t.Errorf("find of a free key that cannot be written: %+v, %v, %v", got, known, err)
	}
}

// The process that has the answer must not call it lost itself.
func TestX10_RecoveryLosesNothingThatIsKnownHere(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		var announced []PaymentStatus
		b.options.EventsOfPayment = func(p Move) []Event { announced = append(announced, p.Status); return nil }
		j := b.open()
		answered := sent(t, j, "answered", paymentNumber(1))
		atVendor := sent(t, j, "at the vendor", paymentNumber(2))
		freed := sent(t, j, "freed", paymentNumber(3))
		o := withOutage(j)
		o.away.Store(true)
		_, _ = j.Finish(impatient(), answered, paidAnswer), j.Release(impatient(), freed)
		b.clock.Jump(48 * time.Hour) // all leases seem to be over
		claim(t, j, "at the vendor", InProgress)
		heldBack(t, j, "freed")
		o.away.Store(false)
		b.settled(j)
		if r, err := j.Recover(ctx); err != nil || r.Records != 0 {
			t.Errorf("recovered %+v, %v", r, err)
		}
		must(t, j.Finish(ctx, atVendor, paidAnswer))
		claim(t, j, "answered", Replay)
		claim(t, j, "at the vendor", Replay)
		claim(t, j, "freed", Fresh)
		for _, status := range announced {
			if status == Unknown {
				t.Errorf("announced %v", announced)
			}
		}
	})
}

func TestX10_RoutedKeyHearsItsAnswerThroughAnOutage(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		scope := scopeOf("k")
		scope.Routed = true
		c, err := j.Claim(ctx, scope, fingerprint, lease)
		must(t, err)
		must(t, j.MarkSent(ctx, c.Ticket, sending(paymentNumber(1))))
		withOutage(j).away.Store(true)
		_ = j.Finish(impatient(), c.Ticket, paidAnswer)
		scope.Connection = "bank-eu" // where the routes lead by now
		if c, err := j.Claim(ctx, scope, fingerprint, lease); err != nil || c.Outcome != Replay {
			t.Errorf("claim: %v, %v", c.Outcome, err)
		}
		scope.Connection = "" // or nowhere
		if c, known, err := j.Find(ctx, scope, fingerprint); err != nil || !known || c.Outcome != Replay {
			t.Errorf("find: %v, known %t, %v", c.Outcome, known, err)
		}
	})
}

// While too much waits for the store, nothing new is sent.
func TestX10_MemoryOfAnOutageIsBounded(t *testing.T) {
	t.Parallel()
	j := sqliteBench(t).open()
	next := claim(t, j, "one more", Fresh).Ticket
	j.calls.waiting = mostWaiting
	if err := j.MarkSent(ctx, next, sending(nil)); !errors.Is(err, ErrUnavailable) {
		t.Errorf("sent beyond the bound: %v", err)
	}
	j.calls.waiting--
	must(t, j.MarkSent(ctx, next, sending(nil)))
	j.calls.waiting = 0
}

func TestX10_ShutdownWaitsAndThenNamesThePayments(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	var log bytes.Buffer
	j := b.open()
	j.log = slog.New(slog.NewTextHandler(&log, nil))
	ticket := sent(t, j, "k", paymentNumber(1))
	o := withOutage(j)
	o.away.Store(true)
	_ = j.Finish(impatient(), ticket, paidAnswer)
	short, cancel := context.WithTimeout(ctx, 60*time.Millisecond)
	defer cancel()
	j.Settle(short)
	if short.Err() == nil {
		t.Error("did not wait")
	}
	must(t, j.Close())
	if !strings.Contains(log.String(), "pay_0001") || !strings.Contains(log.String(), "could not be written") {
		t.Errorf("the log says %s", &log)
	}
}

// A commit whose answer is lost may have been done.
func TestX12_UncertainCommits(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		for name, c := range map[string]struct {
			step  func(t *testing.T, j *Journal, o *outage, key string, p *Payment)
			leads Outcome
		}{
			"sent": {func(t *testing.T, j *Journal, o *outage, key string, p *Payment) {
				ticket := claim(t, j, key, Fresh).Ticket
				o.after.Store(1)
				if err := j.MarkSent(ctx, ticket, sending(p)); !errors.Is(err, ErrUnavailable) {
					t.Errorf("mark as sent: %v", err)
				}
				o.away.Store(true) // the server is away for a moment
				_ = j.Release(impatient(), ticket)
				heldBack(t, j, key)
				o.away.Store(false)
			}, Fresh},
			"finish": {func(t *testing.T, j *Journal, o *outage, key string, p *Payment) {
				ticket := sent(t, j, key, p)
				o.after.Store(2)
				must(t, j.Finish(ctx, ticket, paidAnswer))
			}, Replay},
			"release": {func(t *testing.T, j *Journal, o *outage, key string, p *Payment) {
				ticket := sent(t, j, key, p)
				o.after.Store(1)
				if err := j.Release(ctx, ticket); err != nil && !errors.Is(err, ErrNotOwner) {
					t.Errorf("release: %v", err)
				}
			}, Fresh},
			"second attempt": {func(t *testing.T, j *Journal, o *outage, key string, p *Payment) {
				ticket := sent(t, j, key, p)
				o.after.Store(1)
				_ = j.MarkSent(ctx, ticket, sending(p))
				_ = j.Release(ctx, ticket)
			}, Fresh},
		} {
			j := b.open()
			p := paymentNumber(len(name))
			c.step(t, j, withOutage(j), name, p)
			b.settled(j)
			claim(t, j, name, c.leads)
			b.clock.Move(lease)
			if r, err := j.Recover(ctx); err != nil || r.Records != 0 {
				t.Errorf("%s: recovered %+v, %v", name, r, err)
			}
		}
	})
}

// Before it was marked as sent there is nothing that the store would have to hear of.
func TestX12_KeyThatWasNotSentIsNotInsistedOn(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		ticket := claim(t, j, "k", Fresh).Ticket
		withOutage(j).away.Store(true)
		if err := j.Release(ctx, ticket); err != nil || j.calls.unwritten() != 0 {
			t.Errorf("release: %v, %d wait", err, j.calls.unwritten())
		}
		claim(t, j, "k", Fresh)
	})
}

// That nothing happened is more than unknown, also for another replica's caller. But who
// was told that a payment is not sent again must not see it sent under the same key,
// whether or not the one that said so wrote it down.
func TestX12_LostKeyHearsFromWhoKnowsBetter(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		for n, tell := range []func(other *Journal, key string){
			func(other *Journal, key string) { claim(t, other, key, SentWithoutAnswer) },
			func(other *Journal, key string) {
				if c, known, err := other.Find(ctx, scopeOf(key), fingerprint); !known || err != nil || c.Outcome != SentWithoutAnswer {
					t.Errorf("found %+v, %v, %v", c, known, err)
				}
			},
		} {
			j, other := b.open(), b.open()
			payment, thing := fmt.Sprint("payment ", n), fmt.Sprint("thing ", n)
			p := paymentNumber(n)
			ofPayment, ofThing := sent(t, j, payment, p), sent(t, j, thing, nil)
			b.clock.Move(lease)
			tell(other, payment)
			tell(other, thing)
			for range 2 { // the answer of the first COMMIT may have been lost
				must(t, j.Release(ctx, ofPayment))
			}
			must(t, j.Release(ctx, ofThing))
			if got := statusOf(t, other, p.ID); got != Canceled {
				t.Errorf("payment is %v", got)
			}
			if c := claim(t, other, payment, SentWithoutAnswer); c.PaymentID != p.ID {
				t.Errorf("the key's payment is called %q", c.PaymentID)
			}
			claim(t, other, thing, Fresh)
		}
	})
}

// What a vendor, a poll or an operator has said of a payment is not undone by its owner.
func TestReleaseLeavesWhatSomebodyHasSaid(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		p := paymentNumber(1)
		ticket := sent(t, j, "k", p)
		b.clock.Move(lease)
		claim(t, b.open(), "k", SentWithoutAnswer)
		_, err := j.MovePayment(ctx, PaymentChange{Tenant: "acme", ID: p.ID, Status: Submitted, Cause: ByPoll})
		must(t, err)
		must(t, j.Release(ctx, ticket))
		if got := statusOf(t, j, p.ID); got != Submitted {
			t.Errorf("payment is %v", got)
		}
	})
}
