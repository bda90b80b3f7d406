package cdp

import (
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/adapters/cdp/sandbox"
	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

const ecrn = "7841000000000001"

// decodeAnswer gives the customer, or the error, of one answer.
func decodeAnswer(t *testing.T, status int, body, requestedECRN string) (canonical.Customer, *canonical.Error) {
	t.Helper()
	customer, err := newMapper(t, nil).decodeReply("get_customer", rest.Reply{Status: status, Header: http.Header{}, Body: []byte(body)}, requestedECRN)
	return customer, canonical.AsError(err)
}

func wantCode(t *testing.T, e *canonical.Error, want canonical.Code, pointers ...string) {
	t.Helper()
	if e == nil {
		t.Fatalf("no error, want %s", want)
	}
	if e.Code != want {
		t.Errorf("code %s, want %s", e.Code, want)
	}
	var got []string
	for _, f := range e.Fields {
		got = append(got, f.Pointer)
	}
	if !slices.Equal(got, pointers) {
		t.Errorf("pointers %v, want %v", got, pointers)
	}
}

// encoded is the onboarding that a draft becomes.
func encoded(t *testing.T, d canonical.CustomerDraft) onboarding {
	t.Helper()
	o, _, err := newMapper(t, nil).onboarding(d)
	if err != nil {
		t.Fatalf("encoding the draft: %v %v", err, canonical.AsError(err).Fields)
	}
	return o
}

// fakeVendor is a CDP in memory: it answers the token call and what else the
// test says, and keeps what it was asked.
type fakeVendor struct {
	mu     sync.Mutex
	grants []url.Values
	calls  int
	// subjects are the operations that were answered about another customer.
	subjects []string
	grant    func(url.Values) (int, string)
	call     func(n int, r *http.Request) (int, string)
}

const goodToken = `{"access_token":"t","expires_in":7199,"refresh_token":"r","refresh_expires_in":7199}`

func (v *fakeVendor) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	status, text := 200, goodToken
	switch {
	case r.URL.Path == tokenPath:
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		v.grants = append(v.grants, form)
		if v.grant != nil {
			status, text = v.grant(form)
		}
	default:
		v.calls++
		status, text = 200, `{"ecrn":"7841000000000001","aml_scan_status":"Accepted","customer_status":"ACTIVE"}`
		if v.call != nil {
			status, text = v.call(v.calls, r)
		}
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func newAdapter(t *testing.T, vendor *fakeVendor, c *clock, more map[string]any) *Adapter {
	t.Helper()
	s := map[string]any{"client_id": "id", "client_secret": "env:SECRET", "username": "user", "password": "env:PASSWORD", "callback_secret": "env:CALLBACK"}
	maps.Copy(s, more)
	a, err := New(canonical.Connection{
		BaseURL: "http://cdp.test", Settings: s, Transport: vendor, Timeout: time.Second, Now: c.now, Unmapped: func(string) {},
		OtherSubject: func(operation string) { vendor.subjects = append(vendor.subjects, operation) },
		Secret:       func(ref string) (canonical.Secret, error) { return canonical.NewSecret(strings.ToLower(ref[4:])), nil },
	})
	if err != nil {
		t.Fatalf("making the adapter: %v", err)
	}
	return a.(*Adapter)
}

func newClock() *clock { return &clock{t: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func getCustomer(t *testing.T, a *Adapter) *canonical.Error {
	t.Helper()
	_, err := a.GetCustomer(t.Context(), canonical.CustomerQuery{ID: customerID(ecrn)})
	return canonical.AsError(err)
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	body, err := sandbox.Samples.ReadFile("samples/" + name)
	if err != nil {
		t.Fatalf("reading a sample: %v", err)
	}
	return body
}

// newMapper makes a mapper that tells unmapped what it cannot map.
func newMapper(t testing.TB, unmapped *[]string) *mapper {
	t.Helper()
	codes, err := newTables(nil)
	if err != nil {
		t.Fatalf("making the tables: %v", err)
	}
	return &mapper{now: time.Now, tables: codes, channel: "WEB", unmapped: func(field string) {
		if unmapped != nil {
			*unmapped = append(*unmapped, field)
		}
	}}
}

// samples are the sandbox's answers.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := fs.Glob(sandbox.Samples, "samples/*_*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("finding the samples: %v", err)
	}
	out := map[string][]byte{}
	for _, name := range names {
		out[name] = sample(t, strings.TrimPrefix(name, "samples/"))
	}
	return out
}
