package journal

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPaymentKeepsWhatItWasGiven(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		ticket := sent(t, j, "k", paymentNumber(1))
		b.clock.Move(time.Second)
		must(t, j.Finish(ctx, ticket, Finishing{
			Answer: Answer{Status: 201}, Status: Submitted, Body: []byte(`{"status":"submitted"}`), Reason: "accepted",
		}))
		got, err := j.GetPayment(ctx, "acme", "pay_0001")
		must(t, err)
		want := Payment{
			ID: "pay_0001", Tenant: "acme", Connection: "bank-us", Customer: "cus_a", Status: Submitted,
			Amount: "12.50", Currency: "USD", Body: []byte(`{"status":"submitted"}`), Generation: 7,
			CreatedAt: b.clock.Now().Add(-time.Second), UpdatedAt: b.clock.Now(),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("payment (-want +got):\n%s", diff)
		}
		if _, err := j.GetPayment(ctx, "umbrella", "pay_0001"); !errors.Is(err, ErrNotFound) {
			t.Errorf("another tenant reads %v, want ErrNotFound", err)
		}
	})
}

// In every state each cause does what the table says, and no more.
func TestPaymentStatusFollowsItsTable(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		announced := 0
		b.options.EventsOfPayment = func(Move) []Event { announced++; return nil }
		j := b.open()
		n := 0
		for from := range ranks {
			for to := range ranks {
				for _, cause := range causes {
					n++
					id := paymentIn(t, j, n, from)
					before := announced
					moved, err := j.MovePayment(ctx, PaymentChange{Tenant: "acme", ID: id, Status: to, Cause: cause})
					must(t, err)
					want := from
					if moved.Verdict == Moves {
						want = to
					}
					if got := statusOf(t, j, id); got != want || moved.Payment.Status != want || moved.From != from {
						t.Errorf("%v → %v by %v: %+v left it %v", from, to, cause, moved, got)
					}
					if told := announced - before; (told == 1) != (moved.Verdict == Moves) || told > 1 {
						t.Errorf("%v → %v by %v: %d events, verdict %v", from, to, cause, told, moved.Verdict)
					}
				}
			}
		}
	})
}

// paymentIn makes payment number n in the given status.
func paymentIn(t *testing.T, j *Journal, n int, status PaymentStatus) string {
	t.Helper()
	if status == Created {
		sent(t, j, fmt.Sprintf("key of %d", n), paymentNumber(n))
		return paymentNumber(n).ID
	}
	return paid(t, j, n, status)
}

func TestPaymentOfNobodyIsNotFound(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		id := paid(t, j, 1, Submitted)
		for name, c := range map[string]PaymentChange{
			"unknown id":   {Tenant: "acme", ID: "pay_none", Status: Settled},
			"other tenant": {Tenant: "umbrella", ID: id, Status: Settled},
		} {
			if _, err := j.MovePayment(ctx, c); !errors.Is(err, ErrNotFound) {
				t.Errorf("%s: %v, want ErrNotFound", name, err)
			}
		}
	})
}

func TestOperatorResolvesUnknownPayments(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		id := paid(t, j, 1, Unknown)
		for name, c := range map[string]PaymentChange{
			"to no state":                  {ID: id, Status: "lost", Reason: "r", By: "b"},
			"back":                         {ID: id, Status: Created, Reason: "r", By: "b"},
			"failed, alone":                {ID: id, Status: Failed, Reason: "r", By: "b"},
			"failed, approved by the same": {ID: id, Status: Failed, Reason: "r", By: "b", ApprovedBy: "b"},
			"without a reason":             {ID: id, Status: Settled, By: "b"},
			"without a person":             {ID: id, Status: Settled, Reason: "r"},
		} {
			if _, err := j.ResolvePayment(ctx, c); err == nil {
				t.Errorf("%s: was taken", name)
			}
		}
		b.clock.Move(time.Minute)
		p, err := j.ResolvePayment(ctx, PaymentChange{ID: id, Status: Settled, Reason: "seen on the statement", By: "robin"})
		must(t, err)
		if p.Payment.Status != Settled || p.Payment.ID != id || p.Payment.Basis != BasisOperator {
			t.Errorf("resolved payment is %+v", p)
		}
		_, err = j.ResolvePayment(ctx, PaymentChange{ID: id, Status: Failed, Reason: "r", By: "b"})
		if !errors.Is(err, ErrConflict) {
			t.Errorf("second resolution: %v, want ErrConflict", err)
		}

		start := newFakeClock().Now()
		want := []PaymentEntry{
			{Status: Created, At: start, Source: "gateway"},
			{Status: Unknown, At: start, Source: "gateway"},
			{Status: Settled, At: start.Add(time.Minute), Source: "operator", Reason: "seen on the statement", By: "robin"},
		}
		history, err := j.PaymentHistory(ctx, id)
		must(t, err)
		if diff := cmp.Diff(want, history); diff != "" {
			t.Errorf("history (-want +got):\n%s", diff)
		}
	})
}

func TestReleasedPaymentIsCanceled(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		must(t, j.Release(ctx, sent(t, j, "k", paymentNumber(1))))
		if got := statusOf(t, j, "pay_0001"); got != Canceled {
			t.Errorf("payment is %v, want canceled", got)
		}
		claim(t, j, "k", Fresh)
	})
}

func TestPaymentPagesAreStable(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		for n := range 7 {
			paid(t, j, n, Submitted)
			b.clock.Move(-time.Minute) // the order is that of creation, not of a clock
		}
		var seen []string
		page := Page{Limit: 3}
		for added := 100; ; added++ {
			payments, next, err := j.ListPayments(ctx, "acme", PaymentFilter{}, page)
			must(t, err)
			for _, p := range payments {
				seen = append(seen, p.ID)
			}
			if next == "" {
				break
			}
			paid(t, j, added, Submitted) // does not shift the pages
			page.Cursor = next
		}
		want := []string{"pay_0006", "pay_0005", "pay_0004", "pay_0003", "pay_0002", "pay_0001", "pay_0000"}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Errorf("pages (-want +got):\n%s", diff)
		}
	})
}

func TestPaymentListIsFiltered(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		paid(t, j, 1, Submitted)
		paid(t, j, 2, Unknown)
		other := paymentNumber(3)
		other.Customer = "cus_b"
		sent(t, j, "k3", other)
		foreign, err := j.Claim(ctx, Scope{Tenant: "umbrella", Caller: "app", Operation: "create_payment", Connection: "bank-us", Key: "k"}, fingerprint, lease)
		must(t, err)
		must(t, j.MarkSent(ctx, foreign.Ticket, sending(paymentNumber(4))))

		for _, c := range []struct {
			tenant string
			filter PaymentFilter
			want   []string
		}{
			{"acme", PaymentFilter{}, []string{"pay_0003", "pay_0002", "pay_0001"}},
			{"acme", PaymentFilter{Status: Unknown}, []string{"pay_0002"}},
			{"acme", PaymentFilter{Customer: "cus_b"}, []string{"pay_0003"}},
			{"acme", PaymentFilter{Customer: "cus_b", Status: Unknown}, nil},
			{"acme", PaymentFilter{Status: "' OR '1'='1"}, nil},
			{"umbrella", PaymentFilter{}, []string{"pay_0004"}},
			{"nobody", PaymentFilter{}, nil},
			{"", PaymentFilter{}, []string{"pay_0004", "pay_0003", "pay_0002", "pay_0001"}},
			{"", PaymentFilter{Status: Unknown}, []string{"pay_0002"}},
		} {
			list := func() ([]Payment, string, error) { return j.ListPayments(ctx, c.tenant, c.filter, Page{}) }
			if c.tenant == "" {
				list = func() ([]Payment, string, error) { return j.ListAllPayments(ctx, c.filter, Page{}) }
			}
			payments, next, err := list()
			must(t, err)
			var ids []string
			for _, p := range payments {
				ids = append(ids, p.ID)
			}
			if !slices.Equal(ids, c.want) || next != "" {
				t.Errorf("%q %+v: %v, next %q, want %v", c.tenant, c.filter, ids, next, c.want)
			}
		}
		if _, _, err := j.ListPayments(ctx, "", PaymentFilter{}, Page{}); err == nil {
			t.Error("a list for no tenant shows everybody's payments")
		}
	})
}

func TestCursorOfAnotherListIsRefused(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		paid(t, j, 1, Submitted)
		paid(t, j, 2, Submitted)
		_, next, err := j.ListPayments(ctx, "acme", PaymentFilter{}, Page{Limit: 1})
		must(t, err)
		for name, c := range map[string]struct{ tenant, cursor string }{
			"other tenant": {"umbrella", next},
			"changed":      {"acme", next[:len(next)-2] + "AA"},
			"made up":      {"acme", "MTI"},
			"not base64":   {"acme", "%%"},
		} {
			_, _, err := j.ListPayments(ctx, c.tenant, PaymentFilter{}, Page{Cursor: c.cursor})
			if !errors.Is(err, ErrBadCursor) {
				t.Errorf("%s: %v, want ErrBadCursor", name, err)
			}
		}
	})
}
