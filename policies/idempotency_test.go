package policies_test

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"canongate/canonical"
	"canongate/policies"
	"canongate/policies/journal"
)

func openJournal(t testing.TB) *journal.Journal {
	t.Helper()
	keys, err := journal.NewKeySet(journal.Key{ID: 1, Secret: [32]byte{7}})
	if err != nil {
		t.Fatal(err)
	}
	j, err := journal.Open(t.Context(), journal.Options{Driver: "sqlite", DSN: filepath.Join(t.TempDir(), "journal.db"), Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil && !errors.Is(err, journal.ErrClosed) {
			t.Error(err)
		}
	})
	return j
}

// keyed is a call of a keyed operation, or with money of a payment.
func keyed(effect canonical.Effect, key string) *policies.Call {
	c := &policies.Call{
		Operation: "create_thing", Effect: effect, Connection: "one", Route: "default", Tenant: "acme", Caller: "app", Key: key,
		Fingerprint: [32]byte{1},
		Render: func(err error) policies.Answer {
			return policies.Answer{Status: 502, Header: http.Header{"X-Kind": {"problem"}}, Body: []byte(canonical.AsError(err).Code)}
		},
	}
	if effect == canonical.MovesMoney {
		c.Payment = &policies.PaymentRecord{ID: "pay_" + key, Customer: "cus_1", Amount: "1.00", Currency: "USD", Status: "submitted", Body: []byte(`{}`)}
	}
	return c
}

// vendor plays the rest of the chain: it is sent to unless before says no.
type vendor struct {
	calls  atomic.Int64
	before error // what quota or breaker say
	after  error // what the adapter says
}

func (v *vendor) next(call *policies.Call) policies.Next {
	return func(ctx context.Context) error {
		if v.before != nil {
			return v.before
		}
		if err := call.BeforeSend(ctx); err != nil {
			return err
		}
		v.calls.Add(1)
		call.Answer = policies.Answer{Status: 201, Header: http.Header{"Location": {"/x"}}, Body: []byte("made")}
		return v.after
	}
}

func do(t *testing.T, p policies.Policy, call *policies.Call, v *vendor) error {
	t.Helper()
	return p(t.Context(), call, v.next(call))
}

func code(err error) canonical.Code {
	if err == nil {
		return ""
	}
	return canonical.AsError(err).Code
}

func TestOneKeyIsOneCall(t *testing.T) {
	t.Parallel()
	p, v := policies.Idempotency(openJournal(t)), &vendor{}
	first := keyed(canonical.Keyed, "k")
	if err := do(t, p, first, v); err != nil {
		t.Fatal(err)
	}
	again := keyed(canonical.Keyed, "k")
	again.Connection = "another" // the routes lead elsewhere by now
	if err := do(t, p, again, v); err != nil || !again.Replayed || string(again.Answer.Body) != "made" || again.Answer.Status != 201 ||
		again.Answer.Header.Get("Location") != "/x" || again.Answer.Header.Get("Gateway-Connection") != "one" {
		t.Errorf("the second time: replayed %t, %d %s %v, %v", again.Replayed, again.Answer.Status, again.Answer.Body, again.Answer.Header, err)
	}
	other := keyed(canonical.Keyed, "k")
	other.Fingerprint = [32]byte{2}
	if err := do(t, p, other, v); code(err) != canonical.IdempotencyKeyReused {
		t.Errorf("another request under the key gives %v", err)
	}
	stranger := keyed(canonical.Keyed, "k")
	stranger.Caller = "other-app"
	if err := do(t, p, stranger, v); err != nil || stranger.Replayed {
		t.Errorf("another caller's key: replayed %t, %v", stranger.Replayed, err)
	}
	if n := v.calls.Load(); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
}

func TestADuplicateMeanwhileIsToldToWait(t *testing.T) {
	t.Parallel()
	p, v := policies.Idempotency(openJournal(t)), &vendor{}
	call := keyed(canonical.Keyed, "k")
	err := p(t.Context(), call, func(context.Context) error {
		e := canonical.AsError(do(t, p, keyed(canonical.Keyed, "k"), v))
		if e.Code != canonical.IdempotencyInProgress || e.RetryAfter <= 0 || v.calls.Load() != 0 {
			t.Errorf("the duplicate gets %s, Retry-After %s", e.Code, e.RetryAfter)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestWhatDidNotHappenFreesTheKey(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]*vendor{
		"refused before sending":  {before: &canonical.Error{Code: canonical.VendorUnavailable, Outcome: canonical.NotSent}},
		"no connection":           {after: &canonical.Error{Code: canonical.VendorUnavailable, Outcome: canonical.NotSent}},
		"turned away at the door": {after: &canonical.Error{Code: canonical.VendorAuthFailed, Outcome: canonical.Answered}},
		"the vendor's own limit":  {after: &canonical.Error{Code: canonical.RateLimited, Outcome: canonical.Answered}},
		"too many passwords":      {after: &canonical.Error{Code: canonical.OTPAttemptsExceeded, Outcome: canonical.Answered}},
	} {
		for _, effect := range []canonical.Effect{canonical.Keyed, canonical.MovesMoney} {
			t.Run(name+" "+string(effect), func(t *testing.T) {
				t.Parallel()
				p, v := policies.Idempotency(openJournal(t)), &vendor{before: v.before, after: v.after}
				if err := do(t, p, keyed(effect, "k"), v); err == nil {
					t.Fatal("the failure was swallowed")
				}
				again := keyed(effect, "k")
				if again.Payment != nil {
					again.Payment.ID = "pay_second"
				}
				if err := do(t, p, again, &vendor{}); err != nil || again.Replayed {
					t.Errorf("the same key again: replayed %t, %v", again.Replayed, err)
				}
			})
		}
	}
}

func TestWhatTheVendorRefusedIsAnsweredTheSameAgain(t *testing.T) {
	t.Parallel()
	j := openJournal(t)
	p, v := policies.Idempotency(j), &vendor{after: &canonical.Error{Code: canonical.VendorRejected, Outcome: canonical.Answered}}
	if err := do(t, p, keyed(canonical.MovesMoney, "k"), v); code(err) != canonical.VendorRejected {
		t.Fatal(err)
	}
	again := keyed(canonical.MovesMoney, "k")
	if err := do(t, p, again, v); err != nil || !again.Replayed || string(again.Answer.Body) != "vendor_rejected" || v.calls.Load() != 1 {
		t.Errorf("the second time: replayed %t, %s, %d calls, %v", again.Replayed, again.Answer.Body, v.calls.Load(), err)
	}
	if payment, err := j.GetPayment(t.Context(), "acme", "pay_k"); err != nil || payment.Status != journal.Failed {
		t.Errorf("the payment is %s, %v", payment.Status, err)
	}
}

func TestNewsIsToldOnceAndOnlyOfASuccess(t *testing.T) {
	t.Parallel()
	j := openJournal(t)
	p := policies.Idempotency(j)
	for _, c := range []struct {
		key   string
		after error
	}{
		{"k", nil}, {"k", nil}, {"refused", &canonical.Error{Code: canonical.OTPInvalid, Outcome: canonical.Answered}},
	} {
		call := keyed(canonical.Keyed, c.key)
		call.Event = &policies.OutboxEvent{Type: canonical.EventVerificationCompleted, Subject: "ver_1", Data: []byte(`{}`)}
		if err := do(t, p, call, &vendor{after: c.after}); code(err) != code(c.after) {
			t.Fatal(err)
		}
	}
	told, _, err := j.ListEvents(t.Context(), journal.EventFilter{}, journal.Page{})
	if err != nil || len(told) != 1 {
		t.Fatalf("%d events, %v", len(told), err)
	}
	if e := told[0].Event; e.Type != "verification.completed" || e.Subject != "ver_1" || e.Tenant != "acme" || e.Connection != "one" {
		t.Errorf("told %+v", e)
	}
}

func TestALostPaymentIsUnknownAndNeverSentAgain(t *testing.T) {
	t.Parallel()
	j := openJournal(t)
	p, v := policies.Idempotency(j), &vendor{after: &canonical.Error{Code: canonical.PaymentOutcomeUnknown, Outcome: canonical.Unknown}}
	for range 3 {
		call := keyed(canonical.MovesMoney, "k")
		err := do(t, p, call, v)
		if code(err) != canonical.PaymentOutcomeUnknown && (!call.Replayed || string(call.Answer.Body) != "payment_outcome_unknown") {
			t.Errorf("answered %s, %v", call.Answer.Body, err)
		}
	}
	payment, err := j.GetPayment(t.Context(), "acme", "pay_k")
	if err != nil || payment.Status != journal.Unknown || v.calls.Load() != 1 {
		t.Errorf("the payment is %s after %d calls, %v", payment.Status, v.calls.Load(), err)
	}
}

func TestWithoutAJournalNothingIsSent(t *testing.T) {
	t.Parallel()
	j := openJournal(t)
	p, v := policies.Idempotency(j), &vendor{}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	e := canonical.AsError(do(t, p, keyed(canonical.Keyed, "k"), v))
	if e.Code != canonical.JournalUnavailable || e.HowFar() != canonical.NotSent || v.calls.Load() != 0 || strings.Contains(e.Error(), "closed") {
		t.Errorf("%v, outcome %s, %d calls", e, e.HowFar(), v.calls.Load())
	}
	read := keyed(canonical.Safe, "")
	if err := p(t.Context(), read, func(context.Context) error { v.calls.Add(1); return nil }); err != nil || v.calls.Load() != 1 {
		t.Errorf("a read does not need the journal: %v", err)
	}
}

// An adapter with a defect may have sent its request before it failed.
func TestADefectIsNoProofThatNothingWasSent(t *testing.T) {
	t.Parallel()
	for _, effect := range []canonical.Effect{canonical.Keyed, canonical.MovesMoney} {
		t.Run(string(effect), func(t *testing.T) {
			t.Parallel()
			chain := policies.Standard(policies.Options{Connection: "one", Vendor: "bank", Journal: policies.Idempotency(openJournal(t))}).Policy()
			calls := 0
			defect := func(context.Context) error { calls++; return errors.New("decoding: a map is nil") }
			if e := canonical.AsError(chain(t.Context(), keyed(effect, "k"), defect)); e.HowFar() != canonical.Unknown {
				t.Errorf("the caller is told %s", e.HowFar())
			}
			again := keyed(effect, "k")
			if err := chain(t.Context(), again, defect); err != nil || !again.Replayed || calls != 1 {
				t.Errorf("the same key again: replayed %t after %d calls, %v", again.Replayed, calls, err)
			}
		})
	}
}

// A key belongs to the connection that its caller named, and stays with the one
// that the routes chose.
func TestAKeyAtAnotherConnectionThatWasAskedForIsAnother(t *testing.T) {
	t.Parallel()
	p, v := policies.Idempotency(openJournal(t)), &vendor{}
	for _, connection := range []string{"one", "another", "one"} {
		call := keyed(canonical.Keyed, "k")
		call.Connection, call.Route = connection, ""
		if err := do(t, p, call, v); err != nil {
			t.Error(err)
		}
	}
	if n := v.calls.Load(); n != 2 {
		t.Errorf("%d calls, want one at each connection", n)
	}
}

// Of a key that was used the answer is known, though no connection takes the
// request any more.
func TestAKeyIsRecalledWithoutAConnection(t *testing.T) {
	t.Parallel()
	j := openJournal(t)
	p, recall := policies.Idempotency(j), policies.Recall(j)
	nowhere := func(key string) *policies.Call {
		c := keyed(canonical.MovesMoney, key)
		c.Connection, c.Route, c.Payment = "", "", nil
		return c
	}
	if known, err := recall(t.Context(), nowhere("k")); known || err != nil {
		t.Errorf("before its use: known %t, %v", known, err)
	}
	if err := do(t, p, keyed(canonical.MovesMoney, "k"), &vendor{}); err != nil {
		t.Fatal(err)
	}
	again := nowhere("k")
	if known, err := recall(t.Context(), again); !known || err != nil || !again.Replayed || string(again.Answer.Body) != "made" {
		t.Errorf("after it: known %t, replayed %t, %v", known, again.Replayed, err)
	}
	other := nowhere("k")
	other.Fingerprint = [32]byte{2}
	if _, err := recall(t.Context(), other); code(err) != canonical.IdempotencyKeyReused {
		t.Errorf("another request: %v", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := recall(t.Context(), again); code(err) != canonical.JournalUnavailable {
		t.Errorf("without the journal: %v", err)
	}
}

// TestX18BothFormsOfAnAnswerAreKept wants a replay to have what the first caller
// was shown and what a caller with other scopes is.
func TestX18BothFormsOfAnAnswerAreKept(t *testing.T) {
	t.Parallel()
	p := policies.Idempotency(openJournal(t))
	kept := policies.Answer{Status: 201, Body: []byte(`{"number":"784"}`), Scope: "pii:read", Masked: []byte(`{}`)}
	for i := range 2 {
		c := keyed(canonical.Keyed, "k")
		err := p(t.Context(), c, func(ctx context.Context) error {
			if err := c.BeforeSend(ctx); err != nil {
				return err
			}
			c.Answer = kept
			return nil
		})
		if err != nil || c.Replayed != (i == 1) || string(c.Answer.Body) != string(kept.Body) || c.Answer.Scope != kept.Scope || string(c.Answer.Masked) != string(kept.Masked) {
			t.Errorf("call %d: %v, %+v", i, err, c.Answer)
		}
	}
	shown := kept.For(func(string) bool { return false })
	if string(shown.Body) != "{}" || shown.Masked != nil {
		t.Errorf("without the scope: %+v", shown)
	}
	if shown := kept.For(func(scope string) bool { return scope == "pii:read" }); string(shown.Body) != string(kept.Body) || shown.Masked != nil {
		t.Errorf("with it: %+v", shown)
	}
}
