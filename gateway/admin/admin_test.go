package admin_test

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"canongate/gateway/admin"
	"canongate/policies"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	const state = "/admin/v1/connections/cdp-uae/state"
	const breaker = "/admin/v1/connections/cdp-uae/breakers/get_customer"
	const resolve = "/admin/v1/payments/pay_1/resolve"
	long := strings.Repeat("x", 70<<10)
	for name, c := range map[string]struct {
		method, target, body string
		status               int
		code, pointer        string
	}{
		"no such path":          {"GET", "/admin/v1/nothing", "", 404, "not_found", ""},
		"wrong method":          {"DELETE", state, "", 405, "method_not_allowed", ""},
		"unknown field":         {"PUT", state, `{"state":"enabled","stat":1}`, 400, "invalid_request", "/stat"},
		"other case":            {"PUT", state, `{"State":"enabled"}`, 400, "invalid_request", "/State"},
		"field twice":           {"PUT", state, `{"state":"enabled","state":"disabled"}`, 400, "invalid_request", "/state"},
		"not JSON":              {"PUT", state, `{"state":`, 400, "invalid_request", ""},
		"two values":            {"PUT", state, `{"state":"enabled"}{}`, 400, "invalid_request", ""},
		"wrong type":            {"PUT", state, `{"state":1}`, 422, "validation_failed", "/state"},
		"a list":                {"PUT", state, `[]`, 422, "validation_failed", ""},
		"too large":             {"PUT", state, `{"state":"` + long + `"}`, 413, "request_too_large", ""},
		"no state":              {"PUT", state, `{}`, 422, "validation_failed", "/state"},
		"no body":               {"PUT", state, "", 422, "validation_failed", "/state"},
		"no such state":         {"PUT", state, `{"state":"off"}`, 422, "validation_failed", "/state"},
		"no reason":             {"PUT", state, `{"state":"disabled"}`, 422, "validation_failed", "/reason"},
		"an end in the past":    {"PUT", state, `{"state":"disabled","reason":"a drill","until":"2020-01-01T00:00:00Z"}`, 422, "validation_failed", "/until"},
		"an end that is none":   {"PUT", state, `{"state":"disabled","reason":"a drill","until":"soon"}`, 422, "validation_failed", "/until"},
		"nobody's name":         {"PUT", state, `{"state":"enabled","by":"a\nb"}`, 422, "validation_failed", "/by"},
		"no such connection":    {"PUT", "/admin/v1/connections/other/state", `{"state":"enabled"}`, 404, "not_found", ""},
		"no connection":         {"GET", "/admin/v1/connections/other", "", 404, "not_found", ""},
		"no such breaker state": {"POST", breaker, `{"state":"half_open"}`, 422, "validation_failed", "/state"},
		"breaker of another":    {"POST", "/admin/v1/connections/x/breakers/get_customer", `{"state":"open","reason":"a drill"}`, 404, "not_found", ""},
		"breaker of nothing":    {"POST", "/admin/v1/connections/cdp-uae/breakers/list_offers", `{"state":"open","reason":"a drill"}`, 404, "not_found", ""},
		"explain nothing":       {"POST", "/admin/v1/routes/explain", `{}`, 422, "validation_failed", "/operation"},
		"explain what":          {"POST", "/admin/v1/routes/explain", `{"operation":"pay"}`, 422, "validation_failed", "/operation"},
		"explain field":         {"POST", "/admin/v1/routes/explain", `{"op":"pay"}`, 400, "invalid_request", "/op"},
		"plan what":             {"POST", "/admin/v1/config/plan", `{"path":"x"}`, 400, "invalid_request", "/path"},
		"config parameter":      {"GET", "/admin/v1/config?x=1", "", 400, "invalid_request", "x"},
		"trace parameter":       {"GET", "/admin/v1/traces?op=x", "", 400, "invalid_request", "op"},
		"trace twice":           {"GET", "/admin/v1/traces?operation=x&operation=y", "", 400, "invalid_request", "operation"},
		"trace outcome":         {"GET", "/admin/v1/traces?outcome=bad", "", 422, "validation_failed", "outcome"},
		"trace time":            {"GET", "/admin/v1/traces?min_ms=1.5", "", 422, "validation_failed", "min_ms"},
		"trace query":           {"GET", "/admin/v1/traces?%zz", "", 400, "invalid_request", ""},
		"no such trace":         {"GET", "/admin/v1/traces/00000000000000000000000000000001", "", 404, "not_found", ""},
		"no trace id":           {"GET", "/admin/v1/traces/xyz", "", 404, "not_found", ""},
		"payment status":        {"GET", "/admin/v1/payments?status=lost", "", 422, "validation_failed", "status"},
		"payment limit":         {"GET", "/admin/v1/payments?limit=201", "", 422, "validation_failed", "limit"},
		"no history":            {"GET", "/admin/v1/payments/pay_2/history", "", 404, "payment_not_found", ""},
		"resolve as what":       {"POST", resolve, `{"reason":"r"}`, 422, "validation_failed", "/status"},
		"resolve as unknown":    {"POST", resolve, `{"status":"unknown","reason":"r"}`, 422, "validation_failed", "/status"},
		"resolve why":           {"POST", resolve, `{"status":"settled"}`, 422, "validation_failed", "/reason"},
		"resolve as another":    {"POST", resolve, `{"status":"settled","reason":"r","by":"ops"}`, 422, "validation_failed", "/by"},
		"payment amount":        {"GET", "/admin/v1/payments?amount=-1", "", 422, "validation_failed", "amount"},
		"payment age":           {"GET", "/admin/v1/payments?age_over=old", "", 422, "validation_failed", "age_over"},
		"resolve another":       {"POST", "/admin/v1/payments/pay_2/resolve", `{"status":"settled","reason":"r"}`, 404, "payment_not_found", ""},
		"event state":           {"GET", "/admin/v1/events?state=lost", "", 422, "validation_failed", "state"},
		"no such event":         {"POST", "/admin/v1/events/evt_2/redeliver", "", 404, "not_found", ""},
		"no such level":         {"PUT", "/admin/v1/logs/level", `{"level":"loud"}`, 422, "validation_failed", "/level"},
		"no such file":          {"GET", "/console/nothing.js", "", 404, "not_found", ""},
		"a file above":          {"GET", "/console/..%2fadmin.go", "", 404, "not_found", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			w := r.send(c.method, c.target, c.body)
			p := decode[problem](t, w)
			if w.Code != c.status || p.Status != c.status || p.Code != c.code || p.Type != "/problems/"+c.code {
				t.Fatalf("got %d %+v, want %d %s", w.Code, p, c.status, c.code)
			}
			if w.Header().Get("Content-Type") != "application/problem+json" || p.Title == "" || p.Detail == "" || p.Instance == "" ||
				p.RequestID == "" || p.RequestID != w.Header().Get("Request-Id") {
				t.Errorf("the problem lacks something: %+v", p)
			}
			if c.pointer != "" && (len(p.Errors) != 1 || p.Errors[0].Pointer != c.pointer) {
				t.Errorf("errors are %+v, want one at %s", p.Errors, c.pointer)
			}
			if r.guard.State() != policies.Enabled || r.journal.resolved != nil {
				t.Error("a refused change was made")
			}
		})
	}
}

func TestMethodsAreNamed(t *testing.T) {
	t.Parallel()
	w := newRig(t, nil).send("POST", "/admin/v1/logs/level", "")
	if got := w.Header().Get("Allow"); got != "GET, PUT, HEAD" {
		t.Errorf("Allow is %q", got)
	}
}

func TestBodiesAreJSON(t *testing.T) {
	t.Parallel()
	w := newRig(t, nil).send("PUT", "/admin/v1/logs/level", `{"level":"debug"}`, "Content-Type", "text/plain")
	if p := decode[problem](t, w); w.Code != 415 || p.Code != "unsupported_media_type" {
		t.Errorf("got %d %s", w.Code, p.Code)
	}
	if w := newRig(t, nil).send("PUT", "/admin/v1/logs/level", `{"level":"debug"}`, "Content-Type", ""); w.Code != 200 {
		t.Errorf("without a type: %d %s", w.Code, w.Body)
	}
}

// TestWhatAValueMustBe: times and durations are named by an example, and what was sent is
// not repeated.
func TestWhatAValueMustBe(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ method, target, body, want string }{
		"a time":     {"PUT", "/admin/v1/connections/cdp-uae/state", `{"state":"disabled","reason":"a drill","until":"soon"}`, "must be a time such as 2030-01-31T18:00:00Z"},
		"a duration": {"POST", "/admin/v1/routes/reading/rollout", `{"connection":"cdp-2","reason":"a drill","every":"soon"}`, "must be a duration such as 30s or 200ms, longer than nothing"},
		"the rest":   {"PUT", "/admin/v1/connections/cdp-uae/state", `{"state":1}`, "has the wrong type"},
	} {
		w := newRig(t, nil).send(c.method, c.target, c.body)
		if p := decode[problem](t, w); w.Code != 422 || len(p.Errors) != 1 || p.Errors[0].Detail != c.want {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

// TestOutsiders are requests that a page in an operator's browser can cause.
func TestOutsiders(t *testing.T) {
	t.Parallel()
	const target, body = "/admin/v1/connections/cdp-uae/state", `{"state":"disabled","reason":"a drill"}`
	for name, c := range map[string]struct {
		headers []string
		status  int
	}{
		"a program":        {nil, 200},
		"the console":      {[]string{"Origin", "http://127.0.0.1:9090", "Sec-Fetch-Site", "same-origin"}, 200},
		"old browser":      {[]string{"Origin", "http://127.0.0.1:9090"}, 200},
		"localhost":        {[]string{"Host", "localhost:9090"}, 200},
		"IPv6":             {[]string{"Host", "[::1]:9090"}, 200},
		"foreign page":     {[]string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403},
		"old foreign page": {[]string{"Origin", "https://evil.example"}, 403},
		"another port":     {[]string{"Origin", "http://127.0.0.1:8080", "Sec-Fetch-Site", "same-site"}, 403},
		"sandboxed frame":  {[]string{"Origin", "null"}, 403},
		"rebound name":     {[]string{"Host", "evil.example:9090", "Origin", "http://evil.example:9090", "Sec-Fetch-Site", "same-origin"}, 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			w := r.send("PUT", target, body, c.headers...)
			if w.Code != c.status {
				t.Fatalf("got %d %s, want %d", w.Code, w.Body, c.status)
			}
			if made := r.guard.State() == policies.Disabled; made != (c.status == 200) {
				t.Errorf("the change was made: %v", made)
			}
		})
	}
}

func TestReadsUnderAReboundName(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for target, want := range map[string]int{"/admin/v1/config": 403, "/metrics": 403, "/console/": 403, "/livez": 200, "/readyz": 200} {
		if w := r.send("GET", target, "", "Host", "evil.example"); w.Code != want {
			t.Errorf("GET %s: %d, want %d", target, w.Code, want)
		}
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) { o.Operators = withToken("invented-admin-token") })
	for name, c := range map[string]struct {
		method, target, authorization string
		status                        int
	}{
		"none":            {"GET", "/admin/v1/connections", "", 401},
		"wrong":           {"GET", "/admin/v1/connections", "Bearer invented-admin-tokem", 401},
		"other scheme":    {"GET", "/admin/v1/connections", "Basic invented-admin-token", 401},
		"no scheme":       {"GET", "/admin/v1/connections", "invented-admin-token", 401},
		"any case":        {"GET", "/admin/v1/connections", "bearer invented-admin-token", 200},
		"right":           {"GET", "/admin/v1/connections", "Bearer invented-admin-token", 200},
		"change":          {"PUT", "/admin/v1/logs/level", "", 401},
		"metrics":         {"GET", "/metrics", "", 401},
		"metrics, right":  {"GET", "/metrics", "Bearer invented-admin-token", 200},
		"no such path":    {"GET", "/admin/v1/nothing", "", 401},
		"console":         {"GET", "/console/", "", 200},
		"livez":           {"GET", "/livez", "", 200},
		"readyz":          {"HEAD", "/readyz", "", 200},
		"foreign, no one": {"GET", "/admin/v1/config", "Bearer ", 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := r.send(c.method, c.target, "", "Authorization", c.authorization, "Host", "gateway.internal:9090")
			if w.Code != c.status {
				t.Errorf("got %d, want %d", w.Code, c.status)
			}
			if c.status == 401 && !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") {
				t.Error("the answer does not say what it wants")
			}
		})
	}
}

func TestEveryAnswerHasSecurityHeaders(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for _, target := range []string{"/livez", "/metrics", "/admin/v1/config", "/nothing", "/console/", "/console/app.js", "/"} {
		w := r.send("GET", target, "")
		csp := w.Header().Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || w.Header().Get("X-Content-Type-Options") != "nosniff" ||
			w.Header().Get("X-Frame-Options") != "DENY" || w.Header().Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("GET %s: %v", target, w.Header())
		}
	}
}

func TestPanicsAreProblems(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	r := newRig(t, func(o *admin.Options) {
		o.Logger = slog.New(slog.NewJSONHandler(&log, nil))
		o.Connections = func() []admin.Connection { panic("invented secret") }
	})
	w := r.send("GET", "/admin/v1/connections", "")
	if p := decode[problem](t, w); w.Code != 500 || p.Code != "internal_error" {
		t.Errorf("got %d %+v", w.Code, p)
	}
	if !strings.Contains(log.String(), "admin request panicked") || strings.Contains(log.String(), "invented secret") {
		t.Errorf("the log says %s", &log)
	}
}

func TestAuditSaysWho(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token, body, wantUser string
		status                int
	}{
		"nobody signed in":   {"", `{"level":"debug"}`, "local", 200},
		"by the token":       {"invented-admin-token", `{"level":"debug","by":"admin"}`, "admin", 200},
		"under another name": {"invented-admin-token", `{"level":"debug","by":"Ida"}`, "admin", 422},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(o *admin.Options) { o.Operators = withToken(c.token) })
			w := r.send("PUT", "/admin/v1/logs/level", c.body, "Authorization", "Bearer "+c.token)
			lines := r.audited(t)
			if w.Code != c.status || len(lines) != 1 || lines[0]["by"] != c.wantUser || lines[0]["remote"] != "192.0.2.1" || lines[0]["action"] != "logs.level" {
				t.Errorf("%d, and the audit log says %v", w.Code, lines)
			}
			if c.status == 422 && (decode[problem](t, w).Errors[0].Pointer != "/by" || lines[0]["result"] != "validation_failed") {
				t.Errorf("refused with %s, audited as %v", w.Body, lines)
			}
		})
	}
}

func TestWithoutAJournal(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) { o.Payments, o.Events, o.Changes = nil, nil, nil })
	for _, c := range [][2]string{
		{"GET", "/admin/v1/payments"}, {"GET", "/admin/v1/payments/pay_1/history"}, {"POST", "/admin/v1/payments/pay_1/resolve"},
		{"GET", "/admin/v1/events"}, {"POST", "/admin/v1/events/evt_1/redeliver"}, {"GET", "/admin/v1/changes"},
	} {
		w := r.send(c[0], c[1], "")
		if p := decode[problem](t, w); w.Code != 501 || p.Code != "operation_not_supported" || !strings.Contains(p.Detail, "journal") {
			t.Errorf("%s %s without a journal: %d %+v", c[0], c[1], w.Code, p)
		}
	}
}

// TestX18RefusedChangesAreAudited refuses changes at every stage: by the origin,
// for want of the token, by the host's name, by their body, by what they name.
func TestX18RefusedChangesAreAudited(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		method, path, body, action, target, result string
		headers                                    []string
	}{
		"another origin": {"PUT", "/admin/v1/connections/cdp-uae/state", `{"state":"disabled"}`, "connection.state", "cdp-uae", "permission_denied",
			[]string{"Sec-Fetch-Site", "cross-site", "Authorization", "Bearer " + adminToken}},
		"another origin, by its name": {"POST", "/admin/v1/payments/pay_1/resolve", `{}`, "payment.resolve", "pay_1", "permission_denied",
			[]string{"Origin", "https://evil.example.com", "X-User", "root"}},
		"no token":     {"POST", "/admin/v1/config/reload", "", "config.reload", "", "unauthenticated", []string{"X-User", "root"}},
		"wrong token":  {"PUT", "/admin/v1/logs/level", `{"level":"debug"}`, "logs.level", "", "unauthenticated", []string{"Authorization", "Bearer x"}},
		"wrong body":   {"PUT", "/admin/v1/connections/cdp-uae/state", `{"state":`, "connection.state", "cdp-uae", "invalid_request", []string{"Authorization", "Bearer " + adminToken}},
		"wrong state":  {"PUT", "/admin/v1/connections/cdp-uae/state", `{"state":"of"}`, "connection.state", "cdp-uae", "validation_failed", []string{"Authorization", "Bearer " + adminToken}},
		"no such name": {"PUT", "/admin/v1/connections/nobody/state", `{"state":"disabled"}`, "connection.state", "nobody", "not_found", []string{"Authorization", "Bearer " + adminToken}},
	} {
		r := newRig(t, func(o *admin.Options) { o.Operators = withToken(adminToken) })
		r.send(c.method, c.path, c.body, c.headers...)
		lines := r.audited(t)
		if len(lines) != 1 || lines[0]["action"] != c.action || lines[0]["target"] != c.target || lines[0]["result"] != c.result {
			t.Errorf("%s: the audit log says %v", name, lines)
			continue
		}
		by, _ := lines[0]["by"].(string)
		if verified := slices.Contains(c.headers, "Bearer "+adminToken) && !strings.HasPrefix(name, "another origin"); strings.HasPrefix(by, "unverified@") == verified || by == "root" {
			t.Errorf("%s: by %q", name, by)
		}
	}
	r := newRig(t, func(o *admin.Options) { o.Operators = withToken(adminToken) })
	r.send("GET", "/admin/v1/connections", "")
	r.send("POST", "/admin/v1/routes/explain", "{}")
	r.send("POST", "/admin/v1/nothing", "{}")
	if lines := r.audited(t); len(lines) != 0 {
		t.Errorf("what changes nothing is audited: %v", lines)
	}
}

const adminToken = "token-of-the-operators"
