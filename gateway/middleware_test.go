package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/gateway/auth"
	"canongate/policies"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

func logger(w io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(w, nil)) }

func TestEveryAnswerHasItsHeaders(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, a := range []answer{
		r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody),
		r.call(t, http.MethodGet, "/nowhere", ""),
		r.call(t, "BREW", "/nowhere", ""),
		r.call(t, http.MethodGet, "/livez", ""),
		r.call(t, http.MethodGet, "/docs", ""),
		r.call(t, http.MethodPost, "/v1/customers", "{", "Authorization: "),
	} {
		for _, name := range []string{"Request-Id", "Server-Timing", "X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy", "Cache-Control"} {
			if a.header.Get(name) == "" {
				t.Errorf("status %d has no %s", a.status, name)
			}
		}
		if timing := a.header.Get("Server-Timing"); !strings.HasPrefix(timing, "vendor;dur=") || !strings.Contains(timing, ", gateway;dur=") {
			t.Errorf("Server-Timing %q", timing)
		}
		if a.header.Get("Server") != "" {
			t.Errorf("Server %q", a.header.Get("Server"))
		}
	}
}

func TestRequestIDsAreEchoedWhenSane(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for id, echoed := range map[string]bool{"app-1.2_3~4:5/6+7=": true, strings.Repeat("i", 128): true, strings.Repeat("i", 129): false, "with space": false, "<b>": false, "é": false} {
		got := r.call(t, http.MethodGet, "/livez", "", "Request-Id: "+id).header.Get("Request-Id")
		if (got == id) != echoed || got == "" {
			t.Errorf("%q is answered with %q", id, got)
		}
	}
}

// fixed is a limiter with one answer.
type fixed policies.Result

func (f fixed) Allow(context.Context, string, policies.RateOptions) (policies.Result, error) {
	return policies.Result(f), nil
}

func TestCallersAreHeldToTheirRate(t *testing.T) {
	t.Parallel()
	recorder := tracetest.NewSpanRecorder()
	tracer := trace.NewTracerProvider(trace.WithSpanProcessor(recorder)).Tracer("test")
	limited := func(result policies.Result) *rig {
		return newRig(t, func(r *rig, o *gateway.Options) {
			o.Limiter, o.Tracer = fixed(result), tracer
			made, err := auth.New(auth.Options{APIKeys: []auth.APIKey{{
				ID: "app", Tenant: "acme", SHA256: hashes(allKey), Scopes: []string{"*"},
				Rate: &policies.RateOptions{Limit: 200, Per: policies.Duration(time.Minute)},
			}}}, auth.Dependencies{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.state.Auth = made
		})
	}
	a := limited(policies.Result{Allowed: true, Limit: 200, Remaining: 17, ResetAfter: 1200 * time.Millisecond}).call(t, http.MethodGet, "/v1/connections", "")
	if a.status != 200 || a.header.Get("RateLimit") != `"caller";r=17;t=2` || a.header.Get("RateLimit-Policy") != `"caller";q=200;w=60` {
		t.Errorf("%d %v", a.status, a.header)
	}
	a = limited(policies.Result{Limit: 200, RetryAfter: 2500 * time.Millisecond}).call(t, http.MethodGet, "/v1/connections", "")
	if p := a.problem(t); a.status != 429 || p.Code != "rate_limited" || p.Origin != "caller" || !p.Retryable || a.header.Get("Retry-After") != "3" || a.header.Get("RateLimit") == "" {
		t.Errorf("%d %s %v", a.status, a.body, a.header)
	}
	if spans := recorder.Ended(); len(spans) != 2 || len(spans[0].Events()) != 0 || len(spans[1].Events()) != 1 || spans[1].Events()[0].Name != "caller limit used up" {
		t.Errorf("the spans do not say that the second request was over the limit: %v", spans)
	}
}

func TestOneLineForEveryRequest(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var seen []gateway.Finished
	r := newRig(t, func(_ *rig, o *gateway.Options) {
		o.Logger = logger(&log)
		o.Observe = func(f gateway.Finished) { seen = append(seen, f) }
	})
	r.vendor.fail = &canonical.Error{Code: canonical.CustomerNotFound, Outcome: canonical.Answered}
	r.call(t, http.MethodPost, "/v1/customers/lookup?", lookupBody, "Request-Id: mine", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	r.call(t, http.MethodGet, "/people/Layla?name=Haddad", "")
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 || len(seen) != 2 {
		t.Fatalf("%d lines and %d observations:\n%s", len(lines), len(seen), log.String())
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{
		"request_id": "mine", "tenant": "acme", "credential": "all", "operation": "lookup_customer", "connection": bank, "code": "customer_not_found", "outcome": "answered",
		"status": 404.0, "route": "/v1/customers/lookup", "trace_id": "0af7651916cd43dd8448eb211c80319c", "generation": 3.0,
	} {
		if line[name] != want {
			t.Errorf("%s is %v, want %v", name, line[name], want)
		}
	}
	for _, name := range []string{"duration_ms", "vendor_ms"} {
		if _, ok := line[name].(float64); !ok {
			t.Errorf("%s is %v", name, line[name])
		}
	}
	for _, personal := range []string{"Layla", "Haddad", "971500000017"} {
		if strings.Contains(log.String(), personal) {
			t.Errorf("the log holds %q", personal)
		}
	}
	if f := seen[0]; f.Operation != "lookup_customer" || f.Connection != bank || f.Code != canonical.CustomerNotFound || f.Status != 404 {
		t.Errorf("observed %+v", f)
	}
}

func TestASpanForEveryRequest(t *testing.T) {
	t.Parallel()
	recorder := tracetest.NewSpanRecorder()
	r := newRig(t, func(_ *rig, o *gateway.Options) {
		o.Tracer = trace.NewTracerProvider(trace.WithSpanProcessor(recorder)).Tracer("test")
	})
	r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody, "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	r.vendor.fail, r.other.fail = errors500(), errors500()
	r.call(t, http.MethodGet, "/v1/agreements", "")
	spans := recorder.Ended()
	if len(spans) != 2 {
		t.Fatalf("%d spans", len(spans))
	}
	first := spans[0]
	if first.Name() != "POST /v1/customers/lookup" || first.SpanKind().String() != "server" || first.Parent().TraceID().String() != "0af7651916cd43dd8448eb211c80319c" {
		t.Errorf("%s, %s, trace %s", first.Name(), first.SpanKind(), first.Parent().TraceID())
	}
	got := attribute.NewSet(first.Attributes()...)
	if v, _ := got.Value("http.route"); v.AsString() != "/v1/customers/lookup" {
		t.Errorf("attributes %v", first.Attributes())
	}
	if v, _ := got.Value("canongate.generation"); v.AsInt64() != 3 {
		t.Errorf("attributes %v", first.Attributes())
	}
	if len(first.Events()) != 1 || first.Events()[0].Name != "route chosen" {
		t.Errorf("events %v", first.Events())
	}
	if failed := attribute.NewSet(spans[1].Attributes()...); spans[1].Status().Code.String() != "Error" || !failed.HasValue("error.type") {
		t.Errorf("a 5xx is %v %v", spans[1].Status(), spans[1].Attributes())
	}
}

func errors500() error {
	return &canonical.Error{Code: canonical.VendorError, Outcome: canonical.Answered}
}

func TestPages(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, row := range canonical.Operations() {
		if page := r.call(t, http.MethodGet, "/docs/operations/"+row.Name(), "", "Authorization: "); page.status != http.StatusOK {
			t.Errorf("the docs lack %s: %d", row.Name(), page.status)
		}
	}
	for path, needed := range map[string]string{
		"": "Authorization: Bearer", "/operations/upload_document": "multipart/form-data", "/idempotency": "Idempotency-Replayed",
		"/errors": "application/problem+json",
	} {
		page := r.call(t, http.MethodGet, "/docs"+path, "", "Authorization: ")
		csp := page.header.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("the policy of /docs%s is %q", path, csp)
		}
		if !strings.Contains(string(page.body), needed) {
			t.Errorf("who reads /docs%s never hears of %s", path, needed)
		}
	}
	if a := r.call(t, http.MethodGet, "/", "", "Authorization: "); a.status != http.StatusFound || a.header.Get("Location") != "/docs" {
		t.Errorf("the front leads to %q with %d", a.header.Get("Location"), a.status)
	}
	var all struct {
		Data []struct{ Code, Title, Retry string }
	}
	if r.call(t, http.MethodGet, "/problems", "", "Authorization: ").into(t, &all); len(all.Data) != len(canonical.Codes()) {
		t.Errorf("/problems lists %d codes", len(all.Data))
	}
	one := r.call(t, http.MethodGet, "/problems/not_found", "", "Accept: text/html", "Authorization: ")
	css := string(one.body)
	css = css[strings.Index(css, "<style>")+len("<style>") : strings.Index(css, "</style>")]
	if csp := one.header.Get("Content-Security-Policy"); !strings.Contains(csp, sha256Source(css)) || !strings.HasPrefix(csp, "default-src 'none'") {
		t.Errorf("the policy %q does not allow the style", csp)
	}
	for _, info := range canonical.Codes() {
		html := r.call(t, http.MethodGet, "/problems/"+string(info.Code), "", "Accept: text/html,*/*;q=0.8", "Authorization: ")
		if html.status != 200 || !strings.HasPrefix(html.header.Get("Content-Type"), "text/html") || !strings.Contains(string(html.body), string(info.Code)) {
			t.Errorf("%s as HTML: %d", info.Code, html.status)
		}
		var help struct{ Code, Title, Help, Retry string }
		if r.call(t, http.MethodGet, "/problems/"+string(info.Code), "", "Authorization: ").into(t, &help); help.Code != string(info.Code) ||
			help.Help == "" || help.Retry == "" || help.Retry != strings.ToLower(help.Retry) {
			t.Errorf("%s as JSON: %+v", info.Code, help)
		}
	}
	if a := r.call(t, http.MethodGet, "/problems/nonsense", ""); a.status != 404 {
		t.Errorf("an unknown code gives %d", a.status)
	}
}

func TestReadinessNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(_ *rig, o *gateway.Options) {
		o.Ready = func(context.Context) []gateway.Dependency {
			return []gateway.Dependency{{Name: "journal", Reason: "disk is full"}, {Name: "redis", Ready: true}}
		}
	})
	a := r.call(t, http.MethodGet, "/readyz", "", "Authorization: ")
	if a.status != 503 || !strings.Contains(string(a.body), `{"name":"journal","ready":false,"reason":"disk is full"}`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := r.call(t, http.MethodGet, "/livez", "", "Authorization: "); a.status != 200 {
		t.Errorf("live gives %d", a.status)
	}
	if a := r.call(t, http.MethodHead, "/livez", "", "Authorization: "); a.status != 200 || len(a.body) != 0 {
		t.Errorf("HEAD gives %d with %d bytes", a.status, len(a.body))
	}
}

// byKey is a limiter in which some keys are used up.
type byKey map[string]bool

func (l byKey) Allow(_ context.Context, key string, limit policies.RateOptions) (policies.Result, error) {
	if l[key] {
		return policies.Result{Limit: limit.Limit, RetryAfter: 3 * time.Second, ResetAfter: 4 * time.Second}, nil
	}
	return policies.Result{Allowed: true, Limit: limit.Limit, Remaining: 1}, nil
}

// TestTenantsAreHeldToLimits counts what the callers of a tenant do together,
// where a limit is about them and about that.
func TestTenantsAreHeldToLimits(t *testing.T) {
	t.Parallel()
	perMinute := func(limit int) policies.RateOptions {
		return policies.RateOptions{Limit: limit, Per: policies.Duration(time.Minute)}
	}
	rate := perMinute(9)
	r := newRig(t, func(r *rig, o *gateway.Options) {
		o.Limiter = byKey{"tenant:acme:reads": true}
		made, err := auth.New(auth.Options{
			APIKeys: []auth.APIKey{
				{ID: "all", Tenant: "acme", SHA256: hashes(allKey), Scopes: []string{"*"}, Rate: &rate},
				{ID: "other", Tenant: "globex", SHA256: hashes(otherKey), Scopes: []string{"*"}},
			},
			Limits: []auth.CallerLimit{
				{Name: "globex", Tenants: []string{"globex"}, RateOptions: perMinute(7)},
				{Name: "reads", Operations: []string{"list_agreements"}, RateOptions: perMinute(5)},
			},
		}, auth.Dependencies{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.state.Auth = made
	})
	for _, c := range []struct {
		key, path, limit, policy string
		status                   int
	}{
		{allKey, "/v1/connections", `"caller";r=1;t=0`, `"caller";q=9;w=60`, 200},
		{allKey, "/v1/agreements", `"caller";r=1;t=0, "reads";r=0;t=4`, `"caller";q=9;w=60, "reads";q=5;w=60`, 429},
		{otherKey, "/v1/agreements", `"globex";r=1;t=0, "reads";r=1;t=0`, `"globex";q=7;w=60, "reads";q=5;w=60`, 200},
	} {
		a := r.call(t, http.MethodGet, c.path, "", "Authorization: Bearer "+c.key)
		if a.status != c.status || a.header.Get("RateLimit") != c.limit || a.header.Get("RateLimit-Policy") != c.policy {
			t.Errorf("%s: %d %v", c.path, a.status, a.header)
		}
		if c.status == 429 && (a.header.Get("Retry-After") != "3" || !strings.Contains(a.problem(t).Detail, "reads")) {
			t.Errorf("%s is refused with %v %s", c.path, a.header, a.body)
		}
	}
}

// storeless is a limiter that has lost its store, and lets everything through.
type storeless struct{}

func (storeless) Allow(context.Context, string, policies.RateOptions) (policies.Result, error) {
	return policies.Result{Allowed: true}, errors.New("away")
}

// broken is a limiter with a defect.
type broken struct{}

func (broken) Allow(context.Context, string, policies.RateOptions) (policies.Result, error) {
	panic("784199100000019")
}

// TestEveryLineOfARequestNamesItsCaller, whatever happens to the request.
func TestEveryLineOfARequestNamesItsCaller(t *testing.T) {
	t.Parallel()
	rate := policies.RateOptions{Limit: 9, Per: policies.Duration(time.Minute)}
	made, err := auth.New(auth.Options{
		APIKeys: []auth.APIKey{{ID: "all", Tenant: "acme", SHA256: hashes(allKey), Scopes: []string{"*"}, Rate: &rate}},
	}, auth.Dependencies{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for message, c := range map[string]struct {
		limiter policies.Limiter
		breaks  bool // the adapter
		status  float64
	}{
		"adapter panicked":                      {fixed(policies.Result{Allowed: true}), true, 500},
		"request panicked":                      {broken{}, false, 500},
		"caller limits run without their store": {storeless{}, false, 200},
	} {
		t.Run(message, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			r := newRig(t, func(r *rig, o *gateway.Options) {
				o.Limiter, o.Logger, r.state.Auth = c.limiter, logger(&log), made
				if c.breaks {
					r.state.Connections[bank].Adapter = panicking{r.vendor}
				}
			})
			r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody, "Request-Id: mine")
			var told []any
			for text := range strings.Lines(log.String()) {
				var line map[string]any
				if err := json.Unmarshal([]byte(text), &line); err != nil {
					t.Fatal(err)
				}
				if line["tenant"] != "acme" || line["credential"] != "all" {
					t.Errorf("a line names nobody: %s", text)
				}
				told = append(told, line["msg"], line["status"])
			}
			if !slices.Equal(told, []any{message, nil, "request", c.status}) {
				t.Errorf("the log has %v", told)
			}
		})
	}
}

// closedStore is a limiter whose store is away, and nothing may pass without it.
type closedStore struct{}

func (closedStore) Allow(context.Context, string, policies.RateOptions) (policies.Result, error) {
	return policies.Result{RetryAfter: time.Second}, policies.ErrStoreClosed
}

// TestCaseRedisDownClosedIsNoFaultOfTheCaller wants neither the caller's own rate
// nor its tenant's to be called used up.
func TestCaseRedisDownClosedIsNoFaultOfTheCaller(t *testing.T) {
	t.Parallel()
	rate := policies.RateOptions{Limit: 2000, Per: policies.Duration(time.Second)}
	for name, o := range map[string]auth.Options{
		"its own": {APIKeys: []auth.APIKey{{ID: "all", Tenant: "acme", SHA256: hashes(allKey), Scopes: []string{"*"}, Rate: &rate}}},
		"its tenant's": {
			APIKeys: []auth.APIKey{{ID: "all", Tenant: "acme", SHA256: hashes(allKey), Scopes: []string{"*"}}},
			Limits:  []auth.CallerLimit{{Name: "all", RateOptions: rate}},
		},
	} {
		r := newRig(t, func(r *rig, options *gateway.Options) {
			options.Limiter = closedStore{}
			made, err := auth.New(o, auth.Dependencies{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.state.Auth = made
		})
		a := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
		p := a.problem(t)
		if a.status != 503 || p.Code != "vendor_unavailable" || p.Origin != "gateway" || p.Outcome != "not_sent" || !p.Retryable ||
			a.header.Get("Retry-After") == "" || a.header.Get("RateLimit") != "" || a.header.Get("RateLimit-Policy") != "" || r.vendor.count("lookup_customer") != 0 {
			t.Errorf("%s: %d %s %v", name, a.status, a.body, a.header)
		}
	}
}
