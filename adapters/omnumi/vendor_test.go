package omnumi_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/adapters/omnumi"
	"canongate/canonical"
)

// fakeVendor is an Omnumi that gives every call the same answer and remembers
// what it was asked.
type fakeVendor struct {
	status int
	header http.Header
	body   string
	err    error

	mu   sync.Mutex
	seen []request
}

type request struct {
	method, path, query, body string
	header                    http.Header
}

func (v *fakeVendor) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	v.seen = append(v.seen, request{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, string(body), r.Header})
	v.mu.Unlock()
	if v.err != nil {
		return nil, v.err
	}
	return &http.Response{StatusCode: v.status, Header: v.header, Body: io.NopCloser(strings.NewReader(v.body))}, nil
}

// last is the one request that was sent.
func (v *fakeVendor) last(t *testing.T) request {
	t.Helper()
	if len(v.seen) != 1 {
		t.Fatalf("%d requests were sent, want 1", len(v.seen))
	}
	return v.seen[0]
}

// field reads a member of the request's body, as JSON text.
func (r request) field(t *testing.T, name string) string {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(r.body), &members); err != nil {
		t.Fatalf("reading the request's body: %v", err)
	}
	return string(members[name])
}

var noon = time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)

// connection reaches v; changes replace settings, and nil removes one.
func connection(v *fakeVendor, changes map[string]any) canonical.Connection {
	settings := settingsOf()
	for k, value := range changes {
		if settings[k] = value; value == nil {
			delete(settings, k)
		}
	}
	return canonical.Connection{
		Name: "under-test", BaseURL: "https://omnumi.example", Settings: settings,
		Secret:    func(string) (canonical.Secret, error) { return canonical.NewSecret("credential"), nil },
		Transport: v, FreshTransport: v, Now: func() time.Time { return noon }, Unmapped: func(string) {},
	}
}

func adapterOf(t *testing.T, c canonical.Connection) canonical.Adapter {
	t.Helper()
	a, err := omnumi.New(c)
	if err != nil {
		t.Fatalf("making the adapter: %v", err)
	}
	return a
}

// answering makes an adapter whose vendor gives one answer.
func answering(t *testing.T, status int, body string) (canonical.Adapter, *fakeVendor) {
	t.Helper()
	v := &fakeVendor{status: status, body: body}
	return adapterOf(t, connection(v, nil)), v
}

// do runs an operation that must succeed.
func do[In, Out any](t *testing.T, a canonical.Adapter, op canonical.Operation[In, Out], in In) Out {
	t.Helper()
	out, err := op.Bind(a)(t.Context(), in)
	if err != nil {
		t.Fatalf("%v (%s)", err, canonical.AsError(err).Message)
	}
	return *out
}

// refused runs an operation that must fail.
func refused[In, Out any](t *testing.T, a canonical.Adapter, op canonical.Operation[In, Out], in In) *canonical.Error {
	t.Helper()
	_, err := op.Bind(a)(t.Context(), in)
	var e *canonical.Error
	if !errors.As(err, &e) {
		t.Fatalf("%s gives %v, want a canonical error", op.Name(), err)
	}
	return e
}

func wantPointers(t *testing.T, e *canonical.Error, pointers ...string) {
	t.Helper()
	var got []string
	for _, f := range e.Fields {
		got = append(got, f.Pointer)
	}
	if e.Code != canonical.ValidationFailed || strings.Join(got, " ") != strings.Join(pointers, " ") {
		t.Errorf("%s at %v, want validation_failed at %v", e.Code, got, pointers)
	}
}

// calls runs an operation by its name with a request that is good.
func calls(t *testing.T) map[string]func(context.Context, canonical.Adapter) (any, error) {
	t.Helper()
	return map[string]func(context.Context, canonical.Adapter) (any, error){
		"start_verification": call(canonical.StartVerification, mailDraft()),
		"confirm_verification": call(canonical.ConfirmVerification,
			canonical.VerificationConfirmation{ID: verificationID("e7d6c5b4-a392-4817-9605-f4e3d2c1b0a9"), OTP: canonical.NewSecret("731904")}),
		"get_agreement_template": call(canonical.GetAgreementTemplate, canonical.TemplateQuery{Type: canonical.TemplateTermsAndConditions}),
		"create_agreement":       call(canonical.CreateAgreement, agreementDraft(canonical.AgreementStandard)),
		"list_agreements":        call(canonical.ListAgreements, canonical.AgreementsQuery{}),
		"get_agreement":          call(canonical.GetAgreement, canonical.AgreementQuery{ID: agreementID(sampled, canonical.AgreementUL)}),
		"decide_agreement":       call(canonical.DecideAgreement, accept(agreementID(sampled, canonical.AgreementUL))),
		"link_bank_account":      call(canonical.LinkBankAccount, accountDraft()),
		"list_bank_accounts":     call(canonical.ListBankAccounts, canonical.BankAccountsQuery{CustomerID: customerID(customer)}),
		"create_payment":         call(canonical.CreatePayment, paymentDraft(t, canonical.DirectionDebit, "100.50")),
	}
}

func call[In, Out any](op canonical.Operation[In, Out], in In) func(context.Context, canonical.Adapter) (any, error) {
	return func(ctx context.Context, a canonical.Adapter) (any, error) {
		out, err := op.Bind(a)(ctx, in)
		return *out, err
	}
}
