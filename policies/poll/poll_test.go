package poll

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
)

// monday is 2026-03-02, 10:00 in New York.
var monday = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

var schedule = Schedule{
	First: 15 * time.Minute, Every: []time.Duration{15 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour}, Until: 62 * 24 * time.Hour,
}

// bench is a poller over a journal under a clock of its own. What the vendor says is
// said, or with a code that error.
type bench struct {
	*testing.T
	journal *journal.Journal
	poller  Poller
	now     time.Time
	said    canonical.Payment
	code    canonical.Code
	asked   []time.Duration // since monday
	allowed int             // questions that are welcome
	raised  []string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{T: t, now: monday, allowed: 1 << 30}
	keys, err := journal.NewKeySet(journal.Key{ID: 1, Secret: [32]byte{1}})
	b.must(err)
	b.journal, err = journal.Open(t.Context(), journal.Options{
		Driver: "sqlite", DSN: "file:" + filepath.Join(t.TempDir(), "journal.db"), Keys: keys, Now: func() time.Time { return b.now },
		PollAfter: func(connection string, status journal.PaymentStatus) (time.Duration, bool) {
			return schedule.FirstOf(status), connection == "bank"
		},
		EventsOfException: func(e journal.Exception) []journal.Event {
			b.raised = append(b.raised, e.Kind+" "+e.PaymentID)
			return nil
		},
	})
	b.must(err)
	t.Cleanup(func() { b.must(b.journal.Close()) })
	may := func(context.Context) bool { b.allowed--; return b.allowed >= 0 }
	b.poller = Poller{
		Journal: b.journal, Now: func() time.Time { return b.now }, Jitter: func() float64 { return 0.5 }, Logger: slog.New(slog.DiscardHandler),
		Connections: func() map[string]Connection { return map[string]Connection{"bank": {Schedule: schedule, May: may}} },
		Ask: func(context.Context, journal.Payment) (canonical.Payment, error) {
			b.asked = append(b.asked, b.now.Sub(monday))
			if b.code != "" {
				return canonical.Payment{}, &canonical.Error{Code: b.code, Origin: canonical.OriginVendor, Outcome: canonical.Answered}
			}
			return b.said, nil
		},
	}
	return b
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) pay(id, connection string, status journal.PaymentStatus) {
	b.Helper()
	scope := journal.Scope{Tenant: "acme", Caller: "app", Operation: "create_payment", Connection: connection, Key: id}
	claim, err := b.journal.Claim(b.Context(), scope, [32]byte{1}, time.Minute)
	b.must(err)
	b.must(b.journal.MarkSent(b.Context(), claim.Ticket, journal.Sending{Connection: connection, Lease: time.Minute, Payment: &journal.Payment{
		ID: id, Customer: "cus", Amount: "10.50", Currency: "USD", Body: []byte(`{"rail":"upi","amount":{"value":"10.50","currency":"USD"}}`),
	}}))
	b.must(b.journal.Finish(b.Context(), claim.Ticket, journal.Finishing{Answer: journal.Answer{Status: 201}, Status: status}))
}

func (b *bench) get(id string) journal.Payment {
	b.Helper()
	p, err := b.journal.GetPayment(b.Context(), "acme", id)
	b.must(err)
	return p
}

// until makes a pass each minute of the first two hours, and then each half an hour.
func (b *bench) until(end time.Duration) {
	b.Helper()
	for step := time.Minute; b.now.Before(monday.Add(end)); b.now = b.now.Add(step) {
		if b.now.Sub(monday) >= 2*time.Hour {
			step = 30 * time.Minute
		}
		b.must(b.poller.Pass(b.Context()))
	}
}

func (b *bench) wantAsked(want ...time.Duration) {
	b.Helper()
	if len(b.asked) != len(want) {
		b.Fatalf("asked at %v, want %v", b.asked, want)
	}
	for i := range want {
		if b.asked[i] != want[i] {
			b.Fatalf("asked at %v, want %v", b.asked, want)
		}
	}
}

func TestAPaymentIsFollowedToItsEnd(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay("pay_1", "bank", journal.Submitted)
	b.pay("pay_2", "other", journal.Submitted)
	b.said.Status = canonical.PaymentSubmitted
	b.until(2 * time.Hour)
	b.wantAsked(15*time.Minute, 30*time.Minute, 90*time.Minute)
	updated := b.get("pay_1").UpdatedAt
	if !updated.Equal(monday) {
		t.Errorf("the same answer changed the payment at %s", updated)
	}
	b.said = canonical.Payment{Status: canonical.PaymentSettled, VendorReference: "UTR1"}
	b.until(8 * time.Hour)
	if p := b.get("pay_1"); p.Status != journal.Settled || p.Basis != journal.BasisVendor {
		t.Errorf("payment is %s by %s", p.Status, p.Basis)
	}
	b.said = canonical.Payment{Status: canonical.PaymentProcessing}
	b.until(34 * time.Hour)
	if p := b.get("pay_1"); p.Status != journal.Settled {
		t.Errorf("a late answer took it back to %s", p.Status)
	}
	b.said = canonical.Payment{Status: canonical.PaymentReturned}
	b.until(60 * time.Hour)
	if p := b.get("pay_1"); p.Status != journal.Returned {
		t.Errorf("payment is %s", p.Status)
	}
	asked := len(b.asked)
	b.now = b.now.AddDate(0, 0, 30)
	b.must(b.poller.Pass(t.Context()))
	if len(b.asked) != asked {
		t.Error("the vendor is asked about a payment that has ended")
	}
	history, err := b.journal.PaymentHistory(t.Context(), "pay_1")
	b.must(err)
	if last := history[len(history)-1]; len(history) != 4 || last.Source != "poll" {
		t.Errorf("history %+v", history)
	}
}

func TestAnUnknownPaymentIsAskedForSoon(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay("pay_1", "bank", journal.Unknown)
	b.code = canonical.PaymentNotFound
	b.until(22 * time.Minute)
	b.wantAsked(time.Minute, 6*time.Minute, 21*time.Minute)
	b.until(72 * time.Hour)
	open := func() []journal.Proposal {
		found, _, err := b.journal.ListProposals(t.Context(), journal.ProposalFilter{}, journal.Page{})
		b.must(err)
		return found
	}
	if got := open(); len(got) != 0 || b.get("pay_1").Status != journal.Unknown {
		t.Fatalf("within two banking days: %+v, payment %s", got, b.get("pay_1").Status)
	}
	b.until(150 * time.Hour)
	if got := open(); len(got) != 1 || got[0].Kind != "absent" || got[0].Suggests != journal.Failed || got[0].PaymentID != "pay_1" {
		t.Fatalf("after two banking days: %+v", got)
	}
	if p := b.get("pay_1"); p.Status != journal.Unknown {
		t.Errorf("nobody decided, and it is %s", p.Status)
	}
	b.code, b.said.Status = "", canonical.PaymentSubmitted
	b.until(200 * time.Hour)
	if p := b.get("pay_1"); p.Status != journal.Submitted || open()[0].State != "rejected" {
		t.Errorf("found after all, and it is %s, its proposal %s", p.Status, open()[0].State)
	}
	imports, _, err := b.journal.ListImports(t.Context(), "bank", nil, journal.Page{})
	b.must(err)
	if len(imports) != 1 || imports[0].Format != "poll" || imports[0].State != journal.ImportApplied {
		t.Errorf("the vendor's answers are %+v", imports)
	}
}

// TestNoAnswerIsNoAnswer: what fails says nothing, and a word nobody knows neither.
func TestNoAnswerIsNoAnswer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay("pay_1", "bank", journal.Unknown)
	b.code = canonical.VendorUnavailable
	b.until(3 * time.Minute)
	b.code, b.said.Status = "", canonical.PaymentUnknown
	b.until(150 * time.Hour)
	found, _, err := b.journal.ListProposals(t.Context(), journal.ProposalFilter{}, journal.Page{})
	b.must(err)
	if p := b.get("pay_1"); p.Status != journal.Unknown || len(found) != 0 || len(b.asked) < 5 {
		t.Errorf("payment %s, %d proposals, asked %d times", p.Status, len(found), len(b.asked))
	}
}

func TestAContradictionIsRaisedOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay("pay_1", "bank", journal.Settled)
	b.said.Status = canonical.PaymentFailed
	b.until(30 * time.Hour)
	if p := b.get("pay_1"); p.Status != journal.Settled || len(b.raised) != 1 || b.raised[0] != "contradiction pay_1" || len(b.asked) != 1 {
		t.Errorf("payment %s, raised %v, asked %d times", p.Status, b.raised, len(b.asked))
	}
}

// TestOthersComeFirst asks nothing while a question is not welcome.
func TestOthersComeFirst(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.said.Status = canonical.PaymentSettled
	b.pay("pay_1", "bank", journal.Submitted)
	b.pay("pay_2", "bank", journal.Submitted)
	b.now, b.allowed = b.now.Add(time.Hour), 0
	b.must(b.poller.Pass(t.Context()))
	if len(b.asked) != 0 {
		t.Fatalf("asked %d times", len(b.asked))
	}
	b.allowed = 1
	b.must(b.poller.Pass(t.Context()))
	b.now, b.allowed = b.now.Add(lease), 1
	b.must(b.poller.Pass(t.Context()))
	if len(b.asked) != 2 || b.get("pay_1").Status != journal.Settled || b.get("pay_2").Status != journal.Settled {
		t.Errorf("asked %d times: %s, %s", len(b.asked), b.get("pay_1").Status, b.get("pay_2").Status)
	}
}

// TestALeaseThatRanOutBringsNothing: the answer is somebody else's to bring.
func TestALeaseThatRanOutBringsNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay("pay_1", "bank", journal.Submitted)
	b.now = b.now.Add(time.Hour)
	first, err := b.journal.LeasePolls(t.Context(), "bank", 10, time.Minute)
	b.must(err)
	if again, err := b.journal.LeasePolls(t.Context(), "bank", 10, time.Minute); err != nil || len(first) != 1 || len(again) != 0 {
		t.Fatalf("leased %d, and beside it %d, %v", len(first), len(again), err)
	}
	b.now = b.now.Add(time.Minute)
	second, err := b.journal.LeasePolls(t.Context(), "bank", 10, time.Minute)
	b.must(err)
	says := journal.PollResult{Says: journal.PaymentChange{Status: journal.Settled}, Next: b.now.Add(time.Hour)}
	moved, err := b.journal.Polled(t.Context(), first[0], says)
	b.must(err)
	if moved.Verdict != "" || b.get("pay_1").Status != journal.Submitted {
		t.Errorf("the late one: %s", moved.Verdict)
	}
	moved, err = b.journal.Polled(t.Context(), second[0], says)
	b.must(err)
	if moved.Verdict != journal.Moves {
		t.Errorf("the present one: %s", moved.Verdict)
	}
}
