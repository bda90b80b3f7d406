package gateway_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/gateway/auth"
	"canongate/gateway/ids"
	"canongate/policies"
	"canongate/policies/routing"

	"github.com/valyala/fasthttp"
)

const (
	bank      = "bank-one" // the connection that routes choose
	otherBank = "bank-two"
	allKey    = "key-of-a-caller-with-every-scope"
	readKey   = "key-of-a-caller-who-reads-customers"
	otherKey  = "key-of-a-caller-of-another-tenant"
)

// rig is a gateway with everything fake around it.
type rig struct {
	server   *gateway.Server
	ids      *ids.Codec
	vendor   *fakeVendor
	other    *fakeVendor
	state    gateway.State
	payments *payments
	events   *events
	anyCode  bool // the vendors give codes that are other operations'
}

// newRig makes a gateway with two connections; change adapts it before it serves.
func newRig(t testing.TB, change ...func(*rig, *gateway.Options)) *rig {
	t.Helper()
	r := &rig{vendor: &fakeVendor{}, other: &fakeVendor{}, payments: &payments{}, events: &events{}}
	o := gateway.Options{IDs: newIDs(t), Payments: r.payments, Events: r.events}
	r.state = gateway.State{
		Generation: 3,
		Connections: map[string]*gateway.Connection{
			bank:      {Name: bank, Vendor: "stub", Tenant: "acme", Adapter: r.vendor},
			otherBank: {Name: otherBank, Vendor: "stub", Tenant: "acme", Adapter: r.other, Sandbox: true},
		},
		Auth: callers(t),
	}
	for _, c := range change {
		c(r, &o)
	}
	if r.state.Routes == nil {
		r.state.Routes = routes(t, &r.state)
	}
	server, err := gateway.New(o)
	if err != nil {
		t.Fatal(err)
	}
	server.Swap(&r.state)
	r.server, r.ids = server, o.IDs
	return r
}

// routes send everything to the bank, and fall back to the other one.
func routes(t testing.TB, state *gateway.State) *routing.Router {
	t.Helper()
	var facts []routing.ConnectionInfo
	for name, connection := range state.Connections {
		f := routing.ConnectionInfo{Name: name}
		for _, row := range canonical.Operations() {
			if row.Supports(connection.Adapter) {
				f.Operations = append(f.Operations, row.Name())
			}
		}
		facts = append(facts, f)
	}
	r, problems := routing.NewRouter([]routing.RouteOptions{{
		Name: "default", Operations: []string{"*"}, Use: []routing.RouteUse{{Connection: bank}}, Fallback: []string{otherBank},
	}}, facts)
	if r == nil {
		t.Fatal(problems)
	}
	return r
}

func newIDs(t testing.TB) *ids.Codec {
	t.Helper()
	keyset, err := ids.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	made, err := ids.New(keyset)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func callers(t testing.TB) *auth.Authenticator {
	t.Helper()
	made, err := auth.New(auth.Options{APIKeys: []auth.APIKey{
		{ID: "all", Tenant: "acme", SHA256: hashes(allKey), Scopes: []string{"*"}},
		{ID: "reader", Tenant: "acme", SHA256: hashes(readKey), Scopes: []string{"customers:read"}},
		{ID: "other", Tenant: "globex", SHA256: hashes(otherKey), Scopes: []string{"*"}},
	}}, auth.Dependencies{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func hashes(key string) auth.Hashes { return auth.Hashes{{SHA256: digest(key)}} }

func digest(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// problem is the body of an answer that is one.
type problem struct {
	Type, Title, Code, Detail, Instance, Origin, Outcome string
	Status                                               int
	RequestID                                            string `json:"request_id"`
	CustomerID                                           string `json:"customer_id"`
	PaymentID                                            string `json:"payment_id"`
	Retryable                                            bool
	Errors                                               []canonical.FieldError
	Vendor                                               *canonical.VendorDetail
}

func (a answer) problem(t testing.TB) problem {
	t.Helper()
	var p problem
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		t.Fatalf("status %d has the type %q and the body %.200s, want a problem", a.status, got, a.body)
	}
	if err := json.Unmarshal(a.body, &p); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
	if p.Status != a.status || p.Type != "/problems/"+p.Code {
		t.Errorf("the problem says %d and %s, the answer %d and code %s", p.Status, p.Type, a.status, p.Code)
	}
	return p
}

// into decodes the body.
func (a answer) into(t testing.TB, v any) {
	t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
}

// call sends a request with every scope and a fresh key; header lines are
// "Name: value" and replace these.
func (r *rig) call(t testing.TB, method, path, body string, header ...string) answer {
	t.Helper()
	request := httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+allKey)
	request.Header.Set("Idempotency-Key", strings.ReplaceAll(t.Name(), ",", ""))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		request.Header.Del(name)
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	return r.do(t, request)
}

func (r *rig) do(t testing.TB, request *http.Request) answer {
	t.Helper()
	response, err := r.server.App().Test(request, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: response.StatusCode, header: response.Header, body: body}
	if !r.anyCode && a.status >= http.StatusBadRequest && request.Method != http.MethodHead && a.header.Get("Content-Type") == "application/problem+json" {
		r.wantPromised(t, request, a)
	}
	return a
}

// quick sends a request without a socket, and gives the connection that served it.
func (r *rig) quick(t testing.TB, method, path, body, key string) (connection string) {
	t.Helper()
	var ctx fasthttp.RequestCtx
	ctx.Request.Header.SetMethod(method)
	ctx.Request.SetRequestURI(path)
	ctx.Request.Header.Set("Authorization", "Bearer "+allKey)
	ctx.Request.Header.Set("Idempotency-Key", key)
	if body != "" {
		ctx.Request.Header.SetContentType("application/json")
		ctx.Request.SetBodyString(body)
	}
	r.server.App().Handler()(&ctx)
	if status := ctx.Response.StatusCode(); status >= http.StatusBadRequest {
		t.Fatalf("%s %s: %d %s", method, path, status, ctx.Response.Body())
	}
	return string(ctx.Response.Header.Peek("Gateway-Connection"))
}

// customerID makes a customer and gives its id.
func (r *rig) customerID(t testing.TB) string {
	t.Helper()
	a := r.call(t, http.MethodPost, "/v1/customers", "{}")
	var c struct{ ID string }
	if a.into(t, &c); a.status != http.StatusCreated {
		t.Fatalf("%d %s", a.status, a.body)
	}
	return c.ID
}

// payments is a journal of payments in memory.
type payments struct {
	records map[string]canonical.Payment
}

func (p *payments) Payment(_ context.Context, tenant, id string) (canonical.Payment, error) {
	if r, ok := p.records[tenant+id]; ok {
		return r, nil
	}
	return canonical.Payment{}, gateway.ErrNoPayment
}

func (*payments) AccountBlock(context.Context, string, string) (string, error) { return "", nil }

func (p *payments) ListPayments(_ context.Context, tenant string, q gateway.PaymentsFilter) ([]canonical.Payment, string, error) {
	if q.Cursor == "made-up" {
		return nil, "", gateway.ErrBadCursor
	}
	var page []canonical.Payment
	for key, r := range p.records {
		if strings.HasPrefix(key, tenant) && (q.Status == "" || q.Status == r.Status) {
			page = append(page, r)
		}
	}
	return page, "", nil
}

// policy keeps payments as the journal does.
func (p *payments) policy(ctx context.Context, call *policies.Call, next policies.Next) error {
	err := next(ctx)
	if call.Payment != nil {
		if p.records == nil {
			p.records = map[string]canonical.Payment{}
		}
		var kept canonical.Payment
		if err := json.Unmarshal(call.Payment.Body, &kept); err != nil {
			return err
		}
		kept.Status = call.Payment.Status
		p.records[call.Tenant+call.Payment.ID] = kept
	}
	return err
}

// events remembers the last state of each subject.
type events struct {
	states map[string]string
	taken  map[string]bool
	got    []gateway.InboundNotice
}

func (e *events) Taken(_ context.Context, from gateway.Notification) (bool, error) {
	return from.Digest != nil && e.taken[from.Connection+string(from.Digest)], nil
}

func (e *events) Emit(_ context.Context, from gateway.Notification, notices ...gateway.InboundNotice) (news bool, err error) {
	if e.states == nil {
		e.states, e.taken = map[string]string{}, map[string]bool{}
	}
	e.taken[from.Connection+string(from.Digest)] = true
	for _, n := range notices {
		key := string(n.Type) + n.Subject
		state, known := e.states[key]
		e.states[key] = n.State
		if state != n.State && (known || !n.FromKnown) {
			e.got, news = append(e.got, n), true
		}
	}
	return news, nil
}

// A client may write any character of a path as an escape.
func TestEscapesInAPathMeanTheirCharacters(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, path := range []string{
		"/v1/customers/" + strings.Replace(r.customerID(t), "_", "%5F", 1),
		"/v1/agreement_templates/privacy%5Fpolicy",
		"/v1/connections/" + strings.Replace(bank, "-", "%2d", 1),
	} {
		if a := r.call(t, http.MethodGet, path, ""); a.status != http.StatusOK {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

func TestCustomerRoundTrip(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	created := r.call(t, http.MethodPost, "/v1/customers", `{"type":"individual","name":{"given_name":"Layla"},"country_of_residence":"AE"}`)
	var c struct {
		ID, Object, Connection string
		Identifiers            []map[string]any
	}
	created.into(t, &c)
	if created.status != http.StatusCreated || c.Object != "customer" || c.Connection != bank || !strings.HasPrefix(c.ID, "cus_") {
		t.Fatalf("creating gives %d %s", created.status, created.body)
	}
	if got, want := created.header.Get("Location"), "/v1/customers/"+c.ID; got != want {
		t.Errorf("Location %q, want %q", got, want)
	}
	if bytes.Contains(created.body, []byte(`"vendor_ids":{"number"`)) != true {
		t.Errorf("the vendor's keys are missing in %s", created.body)
	}
	again := r.call(t, http.MethodGet, "/v1/customers/"+c.ID, "")
	var got struct{ ID string }
	again.into(t, &got)
	if again.status != http.StatusOK || got.ID != c.ID {
		t.Errorf("reading gives %d %s", again.status, again.body)
	}
	if q, ok := r.vendor.last().(canonical.CustomerQuery); !ok || q.ID.Key("number") != "1" {
		t.Errorf("the adapter got %+v, want the opened id", r.vendor.last())
	}
}

func sha256Source(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// The whole way of a request in the process: Fiber, caller, body, route, stub,
// sealing, answer.
func BenchmarkLookup(b *testing.B) {
	r := newRig(b)
	handler := r.server.App().Handler()
	var ctx fasthttp.RequestCtx
	b.ReportAllocs()
	for b.Loop() {
		ctx.Request.Reset()
		ctx.Response.Reset()
		ctx.Request.Header.SetMethod(http.MethodPost)
		ctx.Request.SetRequestURI("/v1/customers/lookup")
		ctx.Request.Header.Set("Authorization", "Bearer "+allKey)
		ctx.Request.Header.SetContentType("application/json")
		ctx.Request.SetBodyString(lookupBody)
		handler(&ctx)
		if ctx.Response.StatusCode() != http.StatusOK {
			b.Fatalf("%d %s", ctx.Response.StatusCode(), ctx.Response.Body())
		}
	}
}
