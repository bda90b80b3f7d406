package presume

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"canongate/policies/journal"
)

// bench is a journal under a clock of its own.
type bench struct {
	*testing.T
	journal *journal.Journal
	now     time.Time
	jumped  time.Duration // of now, without time having passed
	events  []journal.Move
	after   map[string]int
	raised  []string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{T: t, now: monday, after: map[string]int{"bank": 3}}
	keys, err := journal.NewKeySet(journal.Key{ID: 1, Secret: [32]byte{1}})
	b.must(err)
	b.journal, err = journal.Open(t.Context(), journal.Options{
		Driver: "sqlite", DSN: "file:" + filepath.Join(t.TempDir(), "journal.db"), Keys: keys,
		Now: func() time.Time { return b.now }, Elapsed: func() time.Duration { return b.now.Sub(monday) - b.jumped },
		EventsOfPayment: func(m journal.Move) []journal.Event {
			b.events = append(b.events, m)
			return nil
		},
		Raised: func(connection, kind string) { b.raised = append(b.raised, connection+" "+kind) },
	})
	b.must(err)
	t.Cleanup(func() { b.must(b.journal.Close()) })
	return b
}

// monday is 2026-03-02, 10:00 in New York.
var monday = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) pay(id, connection string, status journal.PaymentStatus, body string) {
	b.Helper()
	scope := journal.Scope{Tenant: "acme", Caller: "app", Operation: "create_payment", Connection: connection, Key: id}
	claim, err := b.journal.Claim(b.Context(), scope, [32]byte{1}, time.Minute)
	b.must(err)
	b.must(b.journal.MarkSent(b.Context(), claim.Ticket, journal.Sending{Connection: connection, Lease: time.Minute, Payment: &journal.Payment{
		ID: id, Customer: "cus", Amount: "10.50", Currency: "USD", Body: []byte(body),
	}}))
	b.must(b.journal.Finish(b.Context(), claim.Ticket, journal.Finishing{Answer: journal.Answer{Status: 201}, Status: status}))
}

func (b *bench) get(id string) journal.Payment {
	b.Helper()
	p, err := b.journal.GetPayment(b.Context(), "acme", id)
	b.must(err)
	return p
}

func (b *bench) pass() int {
	b.Helper()
	n, err := b.clerk().Pass(b.Context())
	b.must(err)
	return n
}

func (b *bench) clerk() Clerk {
	return Clerk{Journal: b.journal, After: func() map[string]int { return b.after }, Logger: slog.New(slog.DiscardHandler)}
}

const ach = `{"rail":"ach"}`

// TestSilenceSettles waits for the whole of the third banking day after Tuesday the
// 3rd, on which the payment was expected to settle: Friday the 6th.
func TestSilenceSettles(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay("pay_1", "bank", journal.Submitted, ach)
	b.pay("pay_2", "bank", journal.Processing, ach)
	for _, status := range []journal.PaymentStatus{journal.Unknown, journal.Failed, journal.Canceled} {
		b.pay("pay_"+string(status), "bank", status, ach)
	}
	b.pay("pay_upi", "bank", journal.Submitted, `{"rail":"upi"}`)
	b.pay("pay_later", "bank", journal.Submitted, `{"rail":"ach","ach":{"effective_date":"2026-03-20"}}`)
	b.pay("pay_other", "patient", journal.Submitted, ach)
	for range 4 {
		b.now = b.now.AddDate(0, 0, 1)
		if n := b.pass(); n != 0 {
			t.Fatalf("on %s %d settled", b.now.Format(time.DateOnly), n)
		}
	}
	b.now, b.events = b.now.AddDate(0, 0, 1), nil // Saturday
	if n, again := b.pass(), b.pass(); n != 2 || again != 0 {
		t.Errorf("%d settled, and %d again", n, again)
	}
	for _, id := range []string{"pay_1", "pay_2"} {
		if p := b.get(id); p.Status != journal.Settled || p.Basis != journal.BasisPresumed || p.SettledOn != "2026-03-03" {
			t.Errorf("%s is %s since %s by %s", id, p.Status, p.SettledOn, p.Basis)
		}
	}
	for id, want := range map[string]journal.PaymentStatus{
		"pay_unknown": journal.Unknown, "pay_failed": journal.Failed, "pay_canceled": journal.Canceled,
		"pay_upi": journal.Submitted, "pay_later": journal.Submitted, "pay_other": journal.Submitted,
	} {
		if p := b.get(id); p.Status != want {
			t.Errorf("%s is %s, want %s", id, p.Status, want)
		}
	}
	if len(b.events) != 2 || b.events[0].Cause != journal.ByClock || b.events[0].From != journal.Submitted {
		t.Errorf("events %+v", b.events)
	}
}

func TestALateReturnUndoesWhatWasPresumed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay("pay_1", "bank", journal.Submitted, ach)
	b.now = b.now.AddDate(0, 0, 7)
	b.pass()
	moved, err := b.journal.MovePayment(b.Context(), journal.PaymentChange{
		ID: "pay_1", Status: journal.Returned, Cause: journal.ByImport, Code: "R10", ReturnedOn: "2026-04-01",
	})
	b.must(err)
	if p := b.get("pay_1"); moved.Verdict != journal.Moves || p.Status != journal.Returned || p.ReturnCode != "R10" {
		t.Errorf("%s: %s, %s", moved.Verdict, p.Status, p.ReturnCode)
	}
	b.now = b.now.AddDate(0, 0, 30)
	if n := b.pass(); n != 0 || b.get("pay_1").Status != journal.Returned {
		t.Errorf("%d settled after the return", n)
	}
}

// TestWhatIsUnknownForTooLongIsRaised once, also where nothing is presumed: on Tuesday the
// 10th, the sixth banking day after Monday the 2nd. It is closed when somebody finds out.
func TestWhatIsUnknownForTooLongIsRaised(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.after = nil
	b.pay("pay_1", "bank", journal.Unknown, ach)
	b.pay("pay_2", "patient", journal.Unknown, ach)
	for _, status := range []journal.PaymentStatus{journal.Submitted, journal.Processing, journal.Settled, journal.Failed} {
		b.pay("pay_"+string(status), "bank", status, ach)
	}
	list := func(state string) (ids []string) {
		found, _, err := b.journal.ListExceptions(t.Context(), journal.ExceptionFilter{Kind: journal.Ageing, State: state}, journal.Page{})
		b.must(err)
		for _, e := range found {
			ids = append(ids, e.Connection+" "+e.Tenant+" "+e.PaymentID+": "+e.Detail+e.By+e.Reason)
		}
		return ids
	}
	until := func(day int) {
		for b.now.Day() < day {
			b.now = b.now.AddDate(0, 0, 1)
			b.pass()
		}
	}
	until(9)
	b.pay("pay_young", "bank", journal.Unknown, ach)
	if got := list(""); len(got) != 0 {
		t.Fatalf("after five banking days: %v", got)
	}
	until(11)
	const since = ": Nobody has said what became of the payment since 2026-03-02."
	want := []string{"patient acme pay_2" + since, "bank acme pay_1" + since}
	if got := list("open"); !slices.Equal(got, want) || !slices.Equal(b.raised, []string{"bank ageing", "patient ageing"}) {
		t.Fatalf("after six: %q, told of %v", got, b.raised)
	}
	_, err := b.journal.MovePayment(t.Context(), journal.PaymentChange{ID: "pay_1", Status: journal.Settled, Cause: journal.ByPoll})
	b.must(err)
	until(12)
	if got := list("open"); !slices.Equal(got, want[:1]) {
		t.Errorf("open after one has settled: %q", got)
	}
	if got := list("closed"); !slices.Equal(got, []string{want[1] + "What became of the payment is known by now."}) {
		t.Errorf("closed after one has settled: %q", got)
	}
	if len(b.raised) != 2 {
		t.Errorf("told of %v", b.raised)
	}
}

// TestOneReplicaAtATime leaves the work to who holds the lease, until it is over.
func TestOneReplicaAtATime(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay("pay_1", "bank", journal.Submitted, ach)
	b.now = b.now.AddDate(0, 0, 7)
	taken, err := b.journal.TakeLease(b.Context(), leaseName, "another replica", lease)
	b.must(err)
	if n := b.pass(); !taken || n != 0 {
		t.Fatalf("%d settled beside another replica", n)
	}
	b.now = b.now.Add(lease)
	if n := b.pass(); n != 1 {
		t.Errorf("%d settled after the other one died", n)
	}
	if taken, err := b.journal.TakeLease(b.Context(), leaseName, "another replica", lease); err != nil || !taken {
		t.Errorf("the lease was not given back: %v", err)
	}
}

// TestNothingIsPresumedByAClockThatJumped: a week passed on the clock alone.
func TestNothingIsPresumedByAClockThatJumped(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay("pay_1", "bank", journal.Submitted, ach)
	b.now, b.jumped = b.now.AddDate(0, 0, 7), 7*24*time.Hour
	if n := b.pass(); n != 0 || b.get("pay_1").Status != journal.Submitted {
		t.Errorf("%d settled", n)
	}
}

// TestMoreThanAPage settles all of them in one pass.
func TestMoreThanAPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for i := range 205 {
		b.pay("pay_"+time.Duration(i).String(), "bank", journal.Submitted, ach)
	}
	b.now = b.now.AddDate(0, 0, 7)
	if n := b.pass(); n != 205 {
		t.Errorf("%d settled of 205", n)
	}
}

// TestRunEndsWithItsContext after the pass of a tick.
func TestRunEndsWithItsContext(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay("pay_1", "bank", journal.Submitted, ach)
	b.now = b.now.AddDate(0, 0, 7)
	ctx, cancel := context.WithCancel(t.Context())
	ticks := make(chan time.Time)
	ended := make(chan struct{})
	go func() { b.clerk().Run(ctx, ticks); close(ended) }()
	ticks <- time.Time{}
	ticks <- time.Time{} // taken when the first pass is over
	cancel()
	<-ended
	if got := b.get("pay_1").Status; got != journal.Settled {
		t.Errorf("after a tick it is %s", got)
	}
}
