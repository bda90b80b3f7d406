package citi_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/adapters/citi"
	"canongate/adapters/citi/sandbox"
	"canongate/canonical"
)

// fakeVendor is a Citi that hands out tokens, gives every other call the same
// answer, and remembers what it was asked.
type fakeVendor struct {
	status int
	header http.Header
	body   string
	refuse int  // so many calls are answered with 401 first
	broken bool // no call gets an answer

	tokenStatus int    // 200 when zero
	tokenBody   string // a token when empty

	mu       sync.Mutex
	seen     []request
	tokens   int
	forms    []request
	unmapped []string
}

type request struct {
	*http.Request
	body string
}

// uuid is the header of that name, spelled as the document has it.
func (r request) uuid() string { return strings.Join(r.Header["uuid"], "") }

func (v *fakeVendor) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if strings.Contains(r.URL.Path, "/oauth2/token") {
		v.tokens++
		v.forms = append(v.forms, request{r, string(body)})
		if v.tokenStatus != 0 {
			return response(v.tokenStatus, nil, v.tokenBody), nil
		}
		return response(http.StatusOK, nil, fmt.Sprintf(`{"access_token":"app-%d","expires_in":1800}`, v.tokens)), nil
	}
	v.seen = append(v.seen, request{r, string(body)})
	switch {
	case v.broken:
		return nil, errors.New("connection reset by peer")
	case v.refuse > 0:
		v.refuse--
		return response(http.StatusUnauthorized, nil, "{}"), nil
	default:
		return response(v.status, v.header, v.body), nil
	}
}

func response(status int, header http.Header, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body))}
}

func (v *fakeVendor) count(field string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.unmapped = append(v.unmapped, field)
}

// last is the one request that was sent.
func (v *fakeVendor) last(t *testing.T) request {
	t.Helper()
	if len(v.seen) != 1 {
		t.Fatalf("%d requests were sent, want 1", len(v.seen))
	}
	return v.seen[0]
}

var noon = time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)

// connection reaches v; changes replace settings.
func connection(v *fakeVendor, changes map[string]any) canonical.Connection {
	settings := settingsOf()
	for k, value := range changes {
		settings[k] = value
	}
	if v == nil {
		v = &fakeVendor{}
	}
	return canonical.Connection{
		Name: "under-test", BaseURL: "https://citi.example", Settings: settings,
		Secret:    func(string) (canonical.Secret, error) { return canonical.NewSecret(sandbox.ClientSecret), nil },
		Transport: v, FreshTransport: v, Timeout: time.Second, Now: func() time.Time { return noon }, Unmapped: v.count,
	}
}

func adapterOf(t *testing.T, c canonical.Connection) canonical.Adapter {
	t.Helper()
	a, err := citi.New(c)
	if err != nil {
		t.Fatalf("making the adapter: %v", err)
	}
	return a
}

// answering makes an adapter whose vendor gives one answer.
func answering(t *testing.T, status int, body string, changes map[string]any) (canonical.Adapter, *fakeVendor) {
	t.Helper()
	v := &fakeVendor{status: status, body: body}
	return adapterOf(t, connection(v, changes)), v
}

// failing makes an adapter whose vendor hangs up.
func failing(t *testing.T) (canonical.Adapter, *fakeVendor) {
	t.Helper()
	v := &fakeVendor{broken: true}
	return adapterOf(t, connection(v, nil)), v
}

// atSandbox makes an adapter that speaks to the sandbox.
func atSandbox(t *testing.T) canonical.Adapter {
	t.Helper()
	server := httptest.NewServer(sandbox.New())
	t.Cleanup(server.Close)
	shared := &http.Transport{}
	t.Cleanup(shared.CloseIdleConnections)
	c := connection(nil, nil)
	c.BaseURL, c.Transport, c.FreshTransport, c.Now = server.URL, shared, shared, time.Now
	return adapterOf(t, c)
}

func sample(t testing.TB, name string) string {
	t.Helper()
	raw, err := sandbox.Samples.ReadFile("samples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
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

// calls gives an operation, by its name, with a request that is good.
func calls(operation string) func(context.Context, canonical.Adapter) (any, error) {
	switch operation {
	case "start_verification":
		return call(canonical.StartVerification, draft(aadhaar))
	case "confirm_verification":
		return call(canonical.ConfirmVerification, confirmation(aadhaar, verificationID(transaction)))
	case "get_customer":
		return call(canonical.GetCustomer, mine("t-1"))
	default:
		return call(canonical.ListOffers, canonical.OfferQuery{Me: true})
	}
}

func call[In, Out any](op canonical.Operation[In, Out], in In) func(context.Context, canonical.Adapter) (any, error) {
	return func(ctx context.Context, a canonical.Adapter) (any, error) {
		out, err := op.Bind(a)(ctx, in)
		return *out, err
	}
}
