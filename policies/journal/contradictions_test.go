package journal

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// told is what Options.Raised heard of.
type told struct {
	mu  sync.Mutex
	all []string
}

// heard has the journals of the bench tell of exceptions.
func (b *bench) heard() *told {
	t := &told{}
	b.options.Raised = func(connection, kind string) {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.all = append(t.all, connection+" "+kind)
	}
	return t
}

func (t *told) list() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.all)
}

// wantRaised wants so many contradictions in the journal, each of which was told of once.
func wantRaised(t *testing.T, j *Journal, heard *told, want int) []Exception {
	t.Helper()
	all, _, err := j.ListExceptions(ctx, ExceptionFilter{Kind: Contradiction, State: "open"}, Page{})
	must(t, err)
	if len(all) != want {
		t.Errorf("%d contradictions, want %d: %+v", len(all), want, all)
	}
	if got := heard.list(); !slices.Equal(got, slices.Repeat([]string{"bank-us contradiction"}, want)) {
		t.Errorf("told of %v, want %d contradictions", got, want)
	}
	return all
}

// lost is a payment whose answer is late: it is unknown until somebody says otherwise.
func lost(t *testing.T, b *bench, j *Journal, key string, p *Payment) Ticket {
	t.Helper()
	ticket := sent(t, j, key, p)
	b.clock.Move(lease)
	_, err := j.Recover(ctx)
	must(t, err)
	return ticket
}

func resolve(t *testing.T, j *Journal, id string, status PaymentStatus) {
	t.Helper()
	_, err := j.ResolvePayment(ctx, PaymentChange{ID: id, Status: status, Reason: "the statement says so", By: "ann", ApprovedBy: "bob"})
	must(t, err)
}

// TestALateEndThatDeniesWhatPeopleSaid is looked at by a person; one that agrees, or is
// only late, is not.
func TestALateEndThatDeniesWhatPeopleSaid(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		const freed = ""
		for n, c := range []struct {
			people, vendor PaymentStatus // freed: the vendor did not act
			detail         string        // of the contradiction; "": there is none
		}{
			{Failed, Submitted, "The vendor says submitted of a payment that is failed."},
			{Failed, Settled, "The vendor says settled of a payment that is failed."},
			{Settled, Failed, "The vendor says failed of a payment that is settled."},
			{Returned, Failed, "The vendor says failed of a payment that is returned."},
			{Submitted, freed, "The vendor did not act on the call of a payment that is submitted."},
			{Settled, freed, "The vendor did not act on the call of a payment that is settled."},
			{Failed, Failed, ""},
			{Settled, Submitted, ""},
			{Failed, freed, ""},
		} {
			t.Run(string(c.people+" "+c.vendor), func(t *testing.T) {
				heard, p := b.heard(), paymentNumber(n)
				j := b.open()
				ticket := lost(t, b, j, p.ID, p)
				resolve(t, j, p.ID, c.people)
				before, _, err := j.ListExceptions(ctx, ExceptionFilter{}, Page{})
				must(t, err)
				if c.vendor == freed {
					must(t, j.Release(ctx, ticket))
				} else if err := j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Status: c.vendor}); err != nil && !errors.Is(err, ErrConflict) {
					t.Fatal(err)
				}
				if got := statusOf(t, j, p.ID); got != c.people {
					t.Errorf("payment is %s, want %s", got, c.people)
				}
				after, _, err := j.ListExceptions(ctx, ExceptionFilter{}, Page{})
				must(t, err)
				raised := after[:len(after)-len(before)]
				if c.detail == "" {
					if len(raised) != 0 || len(heard.list()) != 0 {
						t.Errorf("raised %+v, told of %v", raised, heard.list())
					}
					return
				}
				if len(raised) != 1 || raised[0].Detail != c.detail || raised[0].PaymentID != p.ID || raised[0].Tenant != "acme" || raised[0].EntryNo != 0 {
					t.Errorf("raised %+v", raised)
				}
				if got := heard.list(); !slices.Equal(got, []string{"bank-us contradiction"}) {
					t.Errorf("told of %v", got)
				}
			})
		}
	})
}

// TestNothingOfAContradictionBecomesThePayments but the vendor's name for it.
func TestNothingOfAContradictionBecomesThePayments(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		b.options.MatchKey = []byte("a secret of thirty-two bytes, yes")
		b.options.FactsOf = func(_ string, body []byte) (f Facts, err error) { return f, json.Unmarshal(body, &f) }
		j := b.open()
		_, err := j.FillKeys(ctx)
		must(t, err)
		ticket := lost(t, b, j, "k", paymentNumber(1))
		resolve(t, j, "pay_0001", Failed)
		before, err := j.GetPayment(ctx, "acme", "pay_0001")
		must(t, err)
		late := []byte(`{"SettledOn": "2026-03-04", "ReturnCode": "R03", "Keys": [{"Kind": "vendor_reference", "Value": "v-1"}]}`)
		if err := j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Status: Returned, Body: late}); !errors.Is(err, ErrConflict) {
			t.Errorf("finish: %v", err)
		}
		after, err := j.GetPayment(ctx, "acme", "pay_0001")
		must(t, err)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("the payment changed (-before +after):\n%s", diff)
		}
		open, err := j.CountOpenExceptions(ctx)
		must(t, err)
		if !slices.Equal(open, []ExceptionCount{{"bank-us", Contradiction, 1}}) {
			t.Errorf("open are %+v", open)
		}
		found, _, err := j.ListPayments(ctx, "acme", PaymentFilter{Keys: []PaymentKey{{Kind: KeyVendorReference, Value: "v-1"}}}, Page{})
		must(t, err)
		if len(found) != 1 || found[0].ID != "pay_0001" {
			t.Errorf("by the vendor's name: %+v", found)
		}
	})
}

// TestAPollAndALateAnswerAreTwoWitnesses, whichever comes first: who has looked at one
// and closed it has not heard of the other.
func TestAPollAndALateAnswerAreTwoWitnesses(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		b.options.PollAfter = func(string, PaymentStatus) (time.Duration, bool) { return time.Minute, true }
		heard := b.heard()
		j := b.open()
		ticket := lost(t, b, j, "k", paymentNumber(1))
		b.clock.Move(time.Hour)
		polls, err := j.LeasePolls(ctx, "bank-us", 1, lease)
		must(t, err)
		resolve(t, j, "pay_0001", Failed) // while the vendor is asked
		moved, err := j.Polled(ctx, polls[0], PollResult{Says: PaymentChange{Status: Submitted}})
		must(t, err)
		if moved.Verdict != Contradicts {
			t.Errorf("the poll: %s", moved.Verdict)
		}
		first := wantRaised(t, j, heard, 1)
		if err := j.Finish(ctx, ticket, paidAnswer); !errors.Is(err, ErrConflict) {
			t.Errorf("finish: %v", err)
		}
		if all := wantRaised(t, j, heard, 2); all[1].ID != first[0].ID || all[0].Detail != all[1].Detail {
			t.Errorf("raised %+v", all)
		}
		if got := statusOf(t, j, "pay_0001"); got != Failed {
			t.Errorf("payment is %s", got)
		}
	})
}

// TestWhatExistedOrWasUndoneIsNotTold, and nothing is raised that could not be told.
func TestWhatExistedOrWasUndoneIsNotTold(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		heard := b.heard()
		j := b.open()
		e := Exception{Kind: Contradiction, Connection: "bank-us", ImportID: "imp_1", Detail: "d"}
		for range 2 {
			must(t, j.Raise(ctx, e))
		}
		wantRaised(t, j, heard, 1)
		undone := errors.New("undone")
		err := j.writeAndWake(ctx, "raise", func(ctx context.Context, q querier) error {
			e.ImportID = "imp_2"
			return errors.Join(j.raise(ctx, q, e, b.clock.Now()), undone)
		})
		if !errors.Is(err, undone) {
			t.Errorf("undone: %v", err)
		}
		wantRaised(t, j, heard, 1)
		err = j.write(ctx, "raise", func(ctx context.Context, q querier) error { return j.raise(ctx, q, e, b.clock.Now()) })
		if err == nil {
			t.Error("an exception was raised that nobody can be told of")
		}
		wantRaised(t, j, heard, 1)
	})
}

// TestWhatABatchRunsTwiceIsToldOnce: the first run was undone.
func TestWhatABatchRunsTwiceIsToldOnce(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	heard := b.heard()
	j := b.open()
	ticket := lost(t, b, j, "k", paymentNumber(1))
	resolve(t, j, "pay_0001", Failed)
	s := storeOf(j)
	open := blockedBy(t, s.repeat)
	runs := 0
	finish := queueBy(t, s, func(ctx context.Context, work unitOfWork) error {
		return j.settle(ctx, "finish", func(ctx context.Context, q querier) error {
			runs++
			return work(ctx, q)
		})
	}, ctx, func(ctx context.Context, q querier) error {
		_, err := j.finish(ctx, q, ticket, paidAnswer, nil, nil)
		return err
	})
	refused := errors.New("refused")
	undone := queueBy(t, s, s.repeat, ctx, func(ctx context.Context, q querier) error {
		return errors.Join(insertProbe(1)(ctx, q), refused)
	})
	must(t, open())
	must(t, <-finish)
	if err := <-undone; !errors.Is(err, refused) || runs != 2 {
		t.Fatalf("%v, and the other was run %d times, want twice", err, runs)
	}
	wantRaised(t, j, heard, 1)
}

// TestWhoIsToldMayUseTheJournal: no lock is held, and no transaction is open.
func TestWhoIsToldMayUseTheJournal(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		var j *Journal
		var seen int
		b.options.Raised = func(string, string) {
			all, _, err := j.ListExceptions(ctx, ExceptionFilter{}, Page{})
			must(t, err)
			seen = len(all)
			must(t, j.Emit(ctx, Event{Type: "t", Subject: "s"}))
		}
		j = b.open()
		ticket := lost(t, b, j, "k", paymentNumber(1))
		resolve(t, j, "pay_0001", Failed)
		if err := j.Finish(ctx, ticket, paidAnswer); !errors.Is(err, ErrConflict) {
			t.Errorf("finish: %v", err)
		}
		if seen != 1 {
			t.Errorf("%d exceptions were there when it was told of", seen)
		}
	})
}
