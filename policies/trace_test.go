package policies_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/policies"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// recorded makes a tracer and the list of what it has recorded.
func recorded() (trace.Tracer, func() tracetest.SpanStubs) {
	recorder := tracetest.NewSpanRecorder()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(recorder))
	return provider.Tracer("test"), func() tracetest.SpanStubs {
		return tracetest.SpanStubsFromReadOnlySpans(recorder.Ended())
	}
}

func attr(s tracetest.SpanStub, key string) string {
	i := slices.IndexFunc(s.Attributes, func(kv attribute.KeyValue) bool { return string(kv.Key) == key })
	if i < 0 {
		return ""
	}
	return s.Attributes[i].Value.String()
}

func events(s tracetest.SpanStub) string {
	names := make([]string, len(s.Events))
	for i, e := range s.Events {
		names[i] = e.Name
	}
	return strings.Join(names, ", ")
}

func TestTheSpansTellTheStory(t *testing.T) {
	t.Parallel()
	reset := &canonical.Error{Code: canonical.VendorUnavailable, Outcome: canonical.Unknown, Err: errors.New("waiting for the answer: reset")}
	once := policies.Limits{Breaker: policies.BreakerOptions{MinimumRequests: 1}}
	for _, test := range []struct {
		name     string
		op       canonical.Row
		limits   policies.Limits
		before   []error // what earlier calls ended with
		results  []error // of the attempts
		attempts []string
		outcome  string
		code     string
		failed   bool
		reason   string
		events   string
	}{
		{name: "success", op: canonical.GetCustomer, results: []error{nil}, attempts: []string{""}, outcome: "answered"},
		{
			name: "a retried read", op: canonical.GetCustomer, results: []error{vendorDown, nil},
			attempts: []string{"vendor_error", ""}, outcome: "answered", events: "retry",
		},
		{
			name: "a refusal", op: canonical.GetCustomer, results: []error{fails(canonical.CustomerNotFound, canonical.Answered)},
			attempts: []string{"customer_not_found"}, outcome: "answered", code: "customer_not_found",
		},
		{
			name: "an open breaker", op: canonical.GetCustomer, limits: once, before: []error{vendorDown},
			outcome: "not_sent", code: "vendor_unavailable", failed: true, events: "breaker open",
			reason: "The vendor keeps failing, so it is left alone for a while.",
		},
		{
			name: "a broken connection", op: canonical.CreateCustomer, results: []error{reset}, reason: "waiting for the answer: reset",
			attempts: []string{"vendor_unavailable"}, outcome: "unknown", code: "vendor_unavailable", failed: true,
		},
		{
			name: "an unknown payment", op: canonical.CreatePayment, results: []error{fails(canonical.VendorTimeout, canonical.Unknown)},
			attempts: []string{"vendor_timeout"}, outcome: "unknown", code: "payment_outcome_unknown", failed: true, events: "payment outcome unknown",
			reason: "The payment may have reached the vendor, and its answer was lost.",
		},
		{
			name: "a defect", op: canonical.CreateCustomer, results: []error{errors.New("nil map")},
			attempts: []string{"internal_error"}, outcome: "unknown", code: "internal_error", failed: true,
			reason: "Internal error", // its text may hold anything
		},
	} {
		t.Run(test.name, inBubble(func(t *testing.T) {
			tracer, spans := recorded()
			guard := policies.Standard(policies.Options{
				Connection: bank, Vendor: "bank", BaseURL: "https://bank.example/v1", Tracer: tracer, Limits: test.limits,
			})
			for _, err := range test.before {
				_ = guard.Policy()(t.Context(), newCall(test.op), always(err))
			}
			earlier := len(spans())
			call := newCall(test.op)
			call.Route, call.Generation = "default", 7
			_ = guard.Policy()(t.Context(), call, func(context.Context) error { return test.results[call.Attempt-1] })

			all := spans()[earlier:]
			whole, attempts := all[len(all)-1], all[:len(all)-1]
			checkCall(t, whole, test.op.Name(), test.outcome, test.code, test.failed)
			if whole.Status.Description != test.reason {
				t.Errorf("the reason is %q, want %q", whole.Status.Description, test.reason)
			}
			if got := events(whole); got != test.events {
				t.Errorf("events %q, want %q", got, test.events)
			}
			if len(attempts) != len(test.attempts) {
				t.Fatalf("%d attempts, want %d", len(attempts), len(test.attempts))
			}
			for i, a := range attempts {
				checkAttempt(t, a, whole, i, test.attempts[i])
			}
		}))
	}
}

func checkCall(t *testing.T, s tracetest.SpanStub, operation, outcome, code string, failed bool) {
	t.Helper()
	if s.SpanKind != trace.SpanKindInternal || s.Name != operation {
		t.Errorf("span %s %q, want an internal one of %q", s.SpanKind, s.Name, operation)
	}
	for key, want := range map[string]string{
		"canongate.operation": operation, "canongate.connection": bank, "canongate.vendor": "bank", "canongate.tenant": "acme",
		"canongate.route": "default", "canongate.generation": "7", "canongate.outcome": outcome, "error.type": code,
	} {
		if got := attr(s, key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if (s.Status.Code == codes.Error) != failed {
		t.Errorf("status %v, want failed to be %t", s.Status, failed)
	}
}

func checkAttempt(t *testing.T, s, parent tracetest.SpanStub, before int, code string) {
	t.Helper()
	if s.SpanKind != trace.SpanKindClient || s.Parent.SpanID() != parent.SpanContext.SpanID() {
		t.Errorf("attempt %d is %s below %s, want a client span below the call", before+1, s.SpanKind, s.Parent.SpanID())
	}
	resent := ""
	if before > 0 {
		resent = string(rune('0' + before))
	}
	if got := attr(s, "http.request.resend_count"); got != resent {
		t.Errorf("attempt %d: resend_count %q, want %q", before+1, got, resent)
	}
	for key, want := range map[string]string{"canongate.generation": "7", "server.address": "bank.example", "server.port": "443"} {
		if got := attr(s, key); got != want {
			t.Errorf("attempt %d: %s %q, want %q", before+1, key, got, want)
		}
	}
	if got := attr(s, "error.type"); got != code {
		t.Errorf("attempt %d: error.type %q, want %q", before+1, got, code)
	}
}

func TestAReplayIsATraceWithoutAttempts(t *testing.T) {
	t.Parallel()
	tracer, spans := recorded()
	replay := func(ctx context.Context, call *policies.Call, _ policies.Next) error {
		policies.SpanEvent(ctx, "journal", attribute.String("canongate.claim", "replay"))
		call.Replayed = true
		return nil
	}
	guard := policies.Standard(policies.Options{Connection: bank, Tracer: tracer, Journal: replay})
	if err := guard.Policy()(t.Context(), newCall(canonical.CreateCustomer), always(errors.New("called"))); err != nil {
		t.Fatal(err)
	}
	all := spans()
	if len(all) != 1 || attr(all[0], "canongate.replayed") != "true" || attr(all[0], "canongate.outcome") != "not_sent" || events(all[0]) != "journal" {
		t.Errorf("%d spans, the last %v, want one that says it replayed", len(all), all[len(all)-1].Attributes)
	}
}

func TestWhatIsNotSampledCostsNoSpanOfAnAttempt(t *testing.T) {
	t.Parallel()
	recorder := tracetest.NewSpanRecorder()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(recorder), sdktrace.WithSampler(sdktrace.NeverSample()))
	guard := policies.Standard(policies.Options{Connection: bank, Tracer: provider.Tracer("test")})
	call, inside := newCall(canonical.GetCustomer), false
	err := guard.Policy()(t.Context(), call, func(ctx context.Context) error {
		inside = trace.SpanContextFromContext(ctx).IsValid()
		return nil
	})
	if err != nil || !inside || len(recorder.Started()) != 0 {
		t.Errorf("error %v, context with a trace %t, %d spans", err, inside, len(recorder.Started()))
	}
}

func TestErrorsSayWhereTheyHappened(t *testing.T) {
	t.Parallel()
	guard := policies.Standard(policies.Options{Connection: bank})
	shared := fails(canonical.CustomerNotFound, canonical.Answered)
	err := guard.Policy()(t.Context(), newCall(canonical.GetCustomer), always(shared))
	if e := canonical.AsError(err); e.Operation != "get_customer" || e.Connection != bank {
		t.Errorf("the error is of %q at %q", e.Operation, e.Connection)
	}
	if shared.Operation != "" {
		t.Error("the adapter's own error was changed")
	}
}

func TestAnAdapterThatReturnsItsContextsErrorTimedOut(t *testing.T) {
	t.Parallel()
	for _, op := range []canonical.Row{canonical.GetCustomer, canonical.CreateCustomer} {
		t.Run(op.Name(), inBubble(func(t *testing.T) {
			guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Timeout: policies.Duration(time.Second)}})
			err := guard.Policy()(t.Context(), newCall(op), func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
			wantError(t, err, canonical.VendorTimeout, canonical.OriginNetwork, canonical.Unknown)
		}))
	}
}

func TestBeforeSendDecidesWhetherAnythingIsSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, test := range []struct {
			name   string
			before func(context.Context) error
			code   canonical.Code
		}{
			{"recorded", func(context.Context) error { return nil }, ""},
			{"refused", func(context.Context) error { return fails(canonical.JournalUnavailable, canonical.NotSent) }, canonical.JournalUnavailable},
			{"too slow", func(context.Context) error { pass(990 * time.Millisecond); return nil }, canonical.VendorTimeout},
		} {
			call, sent := newCall(canonical.CreatePayment), false
			call.BeforeSend = test.before
			guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Timeout: policies.Duration(time.Second)}})
			err := guard.Policy()(t.Context(), call, func(context.Context) error { sent = true; return nil })
			if test.code == "" {
				if err != nil || !sent {
					t.Errorf("%s: sent %t, %v", test.name, sent, err)
				}
				continue
			}
			if e := canonical.AsError(err); sent || e == nil || e.Code != test.code || e.HowFar() != canonical.NotSent {
				t.Errorf("%s: sent %t, %v; want %s and nothing sent", test.name, sent, err, test.code)
			}
			if call.VendorTime != 0 {
				t.Errorf("%s: %v at the vendor", test.name, call.VendorTime)
			}
		}
	})
}
