package journal

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestAResolutionWaitsADay for the second person, and says so before the sweep that
// writes it down.
func TestAResolutionWaitsADay(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		id := paid(t, j, 1, Unknown)
		ask := func() Resolution {
			made, err := j.AddResolution(ctx, Resolution{Kind: KindResolve, Status: Failed, Author: "ann", Reason: "r", Total: "12.50", Currency: "USD"},
				[]ResolutionItem{{PaymentID: id, Tenant: "acme", Was: Unknown, Status: Failed}}, false)
			must(t, err)
			return made
		}
		late, later := ask(), ask()
		b.clock.Move(ResolutionLife - time.Second)
		inTime := ask()
		b.clock.Move(time.Second)
		for _, decide := range []func() error{
			func() error { _, err := j.DecideResolution(ctx, late.ID, "bob", "", true); return err },
			func() error { _, err := j.DecideResolution(ctx, late.ID, "bob", "not so", false); return err },
			func() error {
				must(t, j.ExpireResolutions(ctx))
				_, err := j.DecideResolution(ctx, later.ID, "bob", "", true)
				return err
			},
		} {
			all, _, err := j.ListResolutions(ctx, "", nil, Page{})
			must(t, err)
			if all[0].State != AwaitingApproval || all[1].State != ResolutionExpired || all[2].State != ResolutionExpired {
				t.Errorf("they are %s, %s, %s", all[0].State, all[1].State, all[2].State)
			}
			if err := decide(); !errors.Is(err, ErrConflict) {
				t.Errorf("decided after its day: %v", err)
			}
		}
		if got := statusOf(t, j, id); got != Unknown {
			t.Errorf("the payment is %s", got)
		}
		_, err := j.DecideResolution(ctx, inTime.ID, "bob", "", true)
		must(t, err)
		if _, err := j.ApplyResolution(ctx, inTime.ID); err != nil || statusOf(t, j, id) != Failed {
			t.Errorf("decided in time: the payment is %s, %v", statusOf(t, j, id), err)
		}
	})
}

// Whoever takes a file back closes what somebody had to look at because of it.
func TestAWithdrawalSaysWhoAndWhy(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		taken, _, err := j.BeginImport(ctx, Import{Connection: "bank-us", Format: "csv", Author: "ann", Summary: []byte("{}"), DryRun: true})
		must(t, err)
		must(t, j.Raise(ctx, Exception{Kind: Orphan, Connection: "bank-us", ImportID: taken.ID, EntryNo: 1, Detail: "no payment"}))
		must(t, j.Raise(ctx, Exception{Kind: Orphan, Connection: "bank-us", ImportID: taken.ID, EntryNo: 2, Detail: "seen"}))
		must(t, j.Raise(ctx, Exception{Kind: Orphan, Connection: "bank-us", ImportID: "imp_other", EntryNo: 1}))
		all, _, err := j.ListExceptions(ctx, ExceptionFilter{ImportID: taken.ID}, Page{})
		must(t, err)
		_, err = j.CloseException(ctx, all[0].ID, nil, "bob", "looked at")
		must(t, err)
		_, err = j.MoveImport(ctx, taken, ImportReading, ImportDry)
		must(t, err)
		withdrawn, err := j.WithdrawImport(ctx, taken.ID, "paula", "the wrong file")
		must(t, err)
		if withdrawn.WithdrawnBy != "paula" || withdrawn.AppliedBy != "" || withdrawn.Author != "ann" {
			t.Errorf("withdrawn is %+v", withdrawn)
		}
		all, _, err = j.ListExceptions(ctx, ExceptionFilter{}, Page{})
		must(t, err)
		var got []string
		for _, e := range all {
			got = append(got, strings.Join([]string{e.State, e.By, e.Reason, e.Detail}, " "))
		}
		if diff := cmp.Diff([]string{"open   ", "closed bob looked at seen", "closed paula the wrong file no payment"}, got); diff != "" {
			t.Errorf("exceptions (-want +got):\n%s", diff)
		}
	})
}

func TestARejectedResolutionSaysWhy(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		id := paid(t, j, 1, Unknown)
		made, err := j.AddResolution(ctx, Resolution{Kind: KindResolve, Status: Failed, Author: "ann", Reason: "not there", Evidence: "ticket 7", Total: "12.50", Currency: "USD"},
			[]ResolutionItem{{PaymentID: id, Tenant: "acme", Was: Unknown, Status: Failed}}, false)
		must(t, err)
		_, err = j.DecideResolution(ctx, made.ID, "bob", "it is there", false)
		must(t, err)
		got, _, err := j.GetResolution(ctx, made.ID, nil)
		must(t, err)
		if got.State != ResolutionRejected || got.Approver != "bob" || got.Decision != "it is there" || got.Reason != "not there" || got.Evidence != "ticket 7" {
			t.Errorf("it is %+v", got)
		}
	})
}

// What an operator names as evidence stands in the history, with one person and with two.
func TestEvidenceStandsInTheHistory(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		alone, together := paid(t, j, 1, Unknown), paid(t, j, 2, Unknown)
		_, err := j.ResolvePayment(ctx, PaymentChange{ID: alone, Status: Settled, Reason: "r", By: "ann", Alone: true, Evidence: Evidence{Text: "ticket 7"}})
		must(t, err)
		made, err := j.AddResolution(ctx, Resolution{Kind: KindResolve, Status: Settled, Author: "ann", Reason: "r", Evidence: "ticket 7", Total: "12.50", Currency: "USD"},
			[]ResolutionItem{{PaymentID: together, Tenant: "acme", Was: Unknown, Status: Settled}}, false)
		must(t, err)
		_, err = j.DecideResolution(ctx, made.ID, "bob", "", true)
		must(t, err)
		_, err = j.ApplyResolution(ctx, made.ID)
		must(t, err)
		for _, id := range []string{alone, together} {
			steps, err := j.PaymentHistory(ctx, id)
			must(t, err)
			if last := steps[len(steps)-1]; last.Status != Settled || last.Evidence != (Evidence{Text: "ticket 7"}) || last.By != "ann" {
				t.Errorf("%s: %+v", id, last)
			}
		}
	})
}
