package admin_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/gateway/admin"
	"canongate/gateway/shadow"
	"canongate/policies"
	"canongate/policies/journal"
	"canongate/policies/rollout"
	"canongate/policies/routing"
	"canongate/policies/scorecard"

	"go.opentelemetry.io/otel/trace"
)

// rig is an admin handler over fakes that remember.
type rig struct {
	test     *testing.T
	handler  http.Handler
	audit    bytes.Buffer
	guard    *policies.ConnectionPolicies
	level    slog.LevelVar
	config   fakeConfig
	rollouts fakeRollouts
	traces   fakeTraces
	journal  fakeJournal
	changes  fakeChanges
	scores   *scorecard.Book // counts at epoch
	asked    admin.ExplainRequest
	down     bool // the journal, as readyz sees it
}

func newRig(t *testing.T, change func(*admin.Options)) *rig {
	t.Helper()
	r := &rig{test: t, guard: policies.Standard(policies.Options{
		Connection: "cdp-uae", Vendor: "cdp",
		Limits: policies.Limits{Rate: &policies.RateOptions{Limit: 50, Per: policies.Duration(time.Second)}},
	})}
	r.config.now = admin.Version{Generation: 3, Hash: strings.Repeat("ab", 32), LoadedAt: epoch, Path: "canongate.yaml", Content: "auth: {}\n"}
	o := admin.Options{
		Audit: slog.New(slog.NewJSONHandler(&r.audit, nil)),
		Health: func(context.Context) (bool, []gateway.Dependency) {
			return !r.down, []gateway.Dependency{{Name: "journal", Ready: !r.down}}
		},
		Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "up 1\n") }),
		Level:   &r.level,
		Connections: func() []admin.Connection {
			return []admin.Connection{{
				Name: "cdp-uae", Vendor: "cdp", Operations: []string{"lookup_customer", "get_customer"}, Policies: r.guard,
			}}
		},
		Explain: func(_ context.Context, q admin.ExplainRequest) (admin.Explanation, error) {
			r.asked = q
			return admin.Explanation{Operation: q.Operation, Tenant: q.Tenant, Generation: 3, Decision: routing.Decision{
				DecidedBy: routing.ByRoute, Route: "default", Connection: "cdp-uae",
				PassedOver: []routing.PassedOver{{Connection: "cdp-2", Reason: routing.ReasonWeight}},
			}}, nil
		},
		Configuration: &r.config, Rollouts: &r.rollouts, Traces: &r.traces, Payments: &r.journal, Events: &r.journal, Changes: &r.changes,
		OperatorStates: &levers{guard: r.guard, states: map[string]journal.OperatorState{}},
	}
	r.scores = scorecard.New("one", scorecard.NewMemory(), func() time.Time { return epoch })
	o.Scorecards = r.scores
	equal := 0.75
	o.Shadows = func() []gateway.ShadowReport {
		return []gateway.ShadowReport{{Route: "reading", Connection: "cdp-2", Share: 0.1, Since: epoch, Compared: 4, Equal: 3, EqualRatio: &equal,
			Different: map[string]map[shadow.Kind]int64{"/addresses/*/city": {shadow.Different: 1}}, Codes: map[string]int64{}}}
	}
	o.Rules = func() []admin.Rule {
		return []admin.Rule{
			{Name: "uae", Matchers: []admin.Matcher{{Name: "operations", Want: "create_customer"}, {Name: "countries", Want: "AE"}},
				Use: []admin.RuleUse{{Connection: "cdp-uae", Weight: 95, InFile: 1}, {Connection: "cdp-2", Weight: 5}}, Fallback: []string{"cdp-3"}},
			{Name: "reading", Matchers: []admin.Matcher{{Name: "operations", Want: "*"}}, Use: []admin.RuleUse{{Connection: "cdp-uae", Weight: 1, InFile: 1}},
				Shadow: &routing.RouteShadow{Connection: "cdp-2", Share: 0.1}},
		}
	}
	o.Tenants = func() []admin.Tenant {
		return []admin.Tenant{
			{Name: "acme", Credentials: []admin.TenantCredential{{ID: "checkout-app", Scopes: []string{"*"}}}, Connections: []string{"cdp-uae"},
				Subscribers: []admin.TenantSubscriber{{Name: "crm", Types: []string{"*"}}}},
			{Name: "globex"},
		}
	}
	o.Journey = func(tenant, customer string) string {
		if tenant == "acme" && customer == "cus_1" {
			return "j1"
		}
		return ""
	}
	if change != nil {
		change(&o)
	}
	r.handler = admin.New(o)
	return r
}

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// send sends a request from this machine; headers are pairs.
func (r *rig) send(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	q := httptest.NewRequest(method, "http://127.0.0.1:9090"+target, strings.NewReader(body))
	if body != "" {
		q.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			q.Host = headers[i+1]
		}
		q.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, q)
	hold(r.test, q, w)
	return w
}

// audited are the lines of the audit log.
func (r *rig) audited(t *testing.T) []map[string]any {
	t.Helper()
	var lines []map[string]any
	for decoder := json.NewDecoder(&r.audit); ; {
		var line map[string]any
		err := decoder.Decode(&line)
		if err == io.EOF {
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
}

func decode[T any](t *testing.T, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("answer is not JSON: %v", err)
	}
	return v
}

// fakeConfig and the fakes after it lock, because a browser asks for several
// things at once. A test reads their fields when its requests are answered.
type fakeConfig struct {
	mu   sync.Mutex
	now  admin.Version
	fail error

	candidate    admin.Candidate
	rolledBackTo int64
}

func (c *fakeConfig) Current(context.Context) admin.Version {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeConfig) Plan(_ context.Context, candidate admin.Candidate) (admin.Plan, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.candidate = candidate
	if candidate.Route != "" {
		none := map[string][]string{"added": {}, "removed": {}, "changed": {}}
		return map[string]any{
			"connections": none, "sections": []string{}, "routes": map[string][]string{"added": {}, "removed": {}, "changed": {candidate.Route}},
			"moves":   []map[string]any{{"operation": "create_customer", "percent": 20, "from": "cdp-uae", "to": "cdp-2"}},
			"traffic": map[string]any{"requests": 40, "moves": []map[string]any{{"operation": "create_customer", "requests": 40, "percent": 17.5, "from": "cdp-uae", "to": "cdp-2"}}},
		}, c.fail
	}
	return map[string]int{"moves": 2}, c.fail
}

func (c *fakeConfig) Reload(_ context.Context, by string) (admin.Version, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail == nil {
		c.now.Generation++
		c.now.By = by
	}
	return c.now, c.fail
}

func (c *fakeConfig) RollBack(ctx context.Context, to int64, by string) (admin.Version, error) {
	c.mu.Lock()
	c.rolledBackTo = to
	c.mu.Unlock()
	return c.Reload(ctx, by)
}

func (c *fakeConfig) Generations(context.Context) ([]admin.Generation, error) {
	return []admin.Generation{
		{Generation: 3, Hash: strings.Repeat("ab", 32), At: epoch, By: "local", Cause: "reload", InService: true},
		{Generation: 2, Hash: strings.Repeat("cd", 32), At: epoch, Cause: "start"},
	}, c.fail
}

func (c *fakeConfig) Diff(_ context.Context, generation, against int64) (admin.GenerationDiff, error) {
	return admin.GenerationDiff{
		Generation: generation, Against: cmp.Or(against, generation-1), Changes: map[string]any{}, Text: "-weight: 95\n+weight: 90\n",
	}, c.fail
}

// fakeRollouts has one of the route uae, which is in its first step.
type fakeRollouts struct {
	mu      sync.Mutex
	started rollout.Plan
	stopped string // why
}

func (f *fakeRollouts) plan() rollout.Plan {
	return rollout.Plan{
		Route: "uae", Connection: "cdp-2", Steps: []int{5, 100}, Every: policies.Duration(time.Minute), Within: rollout.Within{MinimumCalls: 50},
		By: "local", Since: epoch, Before: []rollout.Share{{Connection: "cdp-uae", Weight: 1}, {Connection: "cdp-2"}}, State: rollout.Running,
		StepSince: epoch, Figures: rollout.Figures{Connection: rollout.Sample{Calls: 20, Errors: 1, P95MS: 30}, Rest: rollout.Sample{Calls: 380, P95MS: 20}},
	}
}

func (f *fakeRollouts) Start(_ context.Context, p rollout.Plan) (rollout.Plan, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.started = p
	return f.plan(), nil
}

func (f *fakeRollouts) Of(route string) (rollout.Plan, bool) { return f.plan(), route == "uae" }

func (f *fakeRollouts) Stop(_ context.Context, _, _, why string) (rollout.Plan, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stopped = why
	p := f.plan()
	p.End(rollout.Ended, why, "local", epoch)
	return p, nil
}

type fakeTraces struct {
	mu    sync.Mutex
	asked admin.TraceFilter
}

var keptTrace = trace.TraceID{0: 0xab, 15: 0xcd}

func (f *fakeTraces) List(filter admin.TraceFilter) []admin.TraceSummary {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = filter
	return []admin.TraceSummary{{TraceID: keptTrace.String(), Operation: "get_customer"}}
}

func (f *fakeTraces) Trace(id trace.TraceID) (admin.Trace, bool) {
	span := admin.Span{SpanID: "1", Name: "GET /v1/customers/{id}", Attributes: map[string]any{}, Events: []admin.SpanEvent{}}
	return admin.Trace{TraceSummary: admin.TraceSummary{TraceID: id.String()}, Spans: []admin.Span{span}}, id == keptTrace
}

// fakeJournal holds the payment pay_1, whose outcome is unknown until it is
// resolved, and the event evt_1.
type fakeJournal struct {
	mu       sync.Mutex
	resolved *admin.Resolution
	payments admin.PaymentFilter
	events   admin.EventFilter
	fail     error

	redelivered admin.RedeliveryFilter
}

// payment is pay_1 as it stands, for who holds the lock.
func (j *fakeJournal) payment() admin.Payment {
	p := admin.Payment{ID: "pay_1", Tenant: "acme", Connection: "cdp-uae", Status: "unknown",
		Amount: admin.Amount{Value: "100.50", Currency: "USD"}, CreatedAt: epoch, UpdatedAt: epoch}
	if j.resolved != nil {
		p.Status = j.resolved.Status
	}
	return p
}

func (j *fakeJournal) ListPayments(_ context.Context, f admin.PaymentFilter) ([]admin.Payment, string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.payments = f
	if f.Page.Cursor != "" {
		return nil, "", j.fail
	}
	return []admin.Payment{j.payment()}, "more", j.fail
}

func (j *fakeJournal) PaymentHistory(_ context.Context, id string, _ []string) ([]admin.PaymentStep, error) {
	if id != "pay_1" {
		return nil, &canonical.Error{Code: canonical.PaymentNotFound}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	steps := []admin.PaymentStep{{Status: "created", At: epoch}, {Status: "unknown", At: epoch}}
	if r := j.resolved; r != nil {
		steps = append(steps, admin.PaymentStep{Status: r.Status, At: epoch, Reason: r.Reason, By: r.By})
	}
	return steps, nil
}

func (j *fakeJournal) ResolvePayment(_ context.Context, id string, r admin.Resolution) (admin.Payment, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.fail != nil:
		return admin.Payment{}, j.fail
	case id != "pay_1":
		return admin.Payment{}, &canonical.Error{Code: canonical.PaymentNotFound}
	case j.resolved != nil:
		return admin.Payment{}, admin.Conflict("The outcome of this payment is known.")
	}
	j.resolved = &r
	return j.payment(), nil
}

func (j *fakeJournal) Payment(context.Context, string, []string) (admin.PaymentDetail, error) {
	return admin.PaymentDetail{
		Payment: j.payment(), VendorReference: "31411788974", TraceNumber: "987654321788974", Keys: []admin.PaymentKey{{Kind: "customer", Value: "c-17"}},
	}, j.fail
}

func (j *fakeJournal) ListEvents(_ context.Context, f admin.EventFilter) ([]admin.Event, string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.events = f
	return []admin.Event{{ID: "evt_1", Deliveries: []admin.Delivery{{Subscriber: "crm", State: "dead", Attempts: 12}}}}, "", j.fail
}

func (j *fakeJournal) Redeliver(_ context.Context, id string, _ []string) error {
	if id != "evt_1" {
		return &canonical.Error{Code: canonical.NotFound, Message: "The outbox holds no such event."}
	}
	return j.fail
}

// RedeliverAll has three deliveries, whatever the filter.
func (j *fakeJournal) RedeliverAll(_ context.Context, f admin.RedeliveryFilter, expected int64) (int64, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.redelivered = f
	switch {
	case j.fail != nil:
		return 0, j.fail
	case expected != 3:
		return 0, admin.Conflict("There are 3.")
	}
	return 3, nil
}

// fakeChanges keeps changes in their order. It lists one, and remembers what was asked for.
type fakeChanges struct {
	mu    sync.Mutex
	kept  []journal.OperatorChange
	asked journal.OperatorChangeFilter
	fail  error
	hangs bool // until whoever asks gives up
}

func (f *fakeChanges) KeepOperatorChange(ctx context.Context, c journal.OperatorChange) error {
	if f.hangs {
		<-ctx.Done()
		return ctx.Err()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kept = append(f.kept, c)
	return f.fail
}

func (f *fakeChanges) ListOperatorChanges(_ context.Context, asked journal.OperatorChangeFilter, page journal.Page) ([]journal.OperatorChange, string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = asked
	if page.Cursor != "" {
		return nil, "", f.fail
	}
	return []journal.OperatorChange{{
		ID: "chg_1", At: epoch, By: "ada", Action: "connection.state", Target: "cdp-uae", Result: "done", RequestID: "r1",
		Reason: "they answer for others", From: "enabled", To: "disabled",
	}}, "more", f.fail
}

// problem is what every refusal looks like.
type problem struct {
	Type, Title, Code, Detail, Instance string
	Status                              int
	RequestID                           string `json:"request_id"`
	Errors                              []canonical.FieldError
}

// names are the texts under one key of each line.
func names(lines []map[string]any, key string) []string {
	var all []string
	for _, line := range lines {
		text, _ := line[key].(string)
		all = append(all, text)
	}
	return slices.Clip(all)
}

// levers move the one connection and remember what they were set to.
type levers struct {
	guard  *policies.ConnectionPolicies
	states map[string]journal.OperatorState
}

func (l *levers) Set(_ context.Context, s journal.OperatorState) bool {
	s.Since = epoch
	l.states[s.Operation] = s
	if s.Operation == "" {
		l.guard.SetState(policies.ConnectionState(s.State))
		return true
	}
	return l.guard.Force(s.Operation, policies.BreakerState(s.State)) == nil
}

func (l *levers) Of(_, operation string) (journal.OperatorState, bool) {
	s, ok := l.states[operation]
	return s, ok && s.State != "auto"
}

func (l *levers) Kept(string, string) bool { return true }
