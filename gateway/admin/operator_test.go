package admin_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway/admin"
	"canongate/gateway/auth"
)

// withToken are the operators of a file with this admin token and no others.
func withToken(token string) func() *auth.Operators { return operatorsOf(token) }

func operatorsOf(token string, options ...auth.OperatorOptions) func() *auth.Operators {
	made, err := auth.NewOperators(options, canonical.NewSecret(token), func() time.Time { return epoch })
	if err != nil {
		panic(err)
	}
	return func() *auth.Operators { return made }
}

// named is an operator whose credential is the name with a suffix.
func named(name string, tenants []string, roles ...string) auth.OperatorOptions {
	sum := sha256.Sum256([]byte(name + "-credential"))
	return auth.OperatorOptions{
		Name: name, Roles: roles, Tenants: tenants, SHA256: auth.Hashes{{SHA256: hex.EncodeToString(sum[:])}},
	}
}

func as(name string) []string { return []string{"Authorization", "Bearer " + name + "-credential"} }

// Viewers change nothing, and who does stands in the audit log by the name of the
// credential.
func TestRoles(t *testing.T) {
	t.Parallel()
	const resolve = "/admin/v1/payments/pay_1/resolve"
	changes := [][3]string{
		{"PUT", "/admin/v1/connections/cdp-uae/state", `{"state":"draining"}`},
		{"POST", "/admin/v1/connections/cdp-uae/breakers/get_customer", `{"state":"open"}`},
		{"POST", "/admin/v1/config/reload", ""}, {"POST", "/admin/v1/config/rollback", ""},
		{"POST", "/admin/v1/routes/uae/rollout", `{"connection":"cdp-2","reason":"r"}`}, {"DELETE", "/admin/v1/routes/uae/rollout", ""},
		{"POST", resolve, `{"status":"settled","reason":"r"}`},
		{"POST", "/admin/v1/events/evt_1/redeliver", ""},
		{"POST", "/admin/v1/events/redeliver", `{"filter":{},"expect":{"count":3}}`},
		{"PUT", "/admin/v1/logs/level", `{"level":"debug"}`},
	}
	reads := [][3]string{
		{"GET", "/admin/v1/payments", ""}, {"GET", "/admin/v1/events", ""}, {"GET", "/admin/v1/config", ""}, {"GET", "/metrics", ""},
		{"GET", "/admin/v1/routes/uae/rollout", ""}, {"GET", "/admin/v1/config/generations", ""}, {"GET", "/admin/v1/config/generations/3/diff", ""},
		{"POST", "/admin/v1/config/plan", ""}, {"POST", "/admin/v1/routes/explain", `{"operation":"get_customer"}`},
	}
	for name, may := range map[string]bool{"vera": false, "ann": true, "bob": false, "eve": false} {
		r := newRig(t, func(o *admin.Options) {
			o.Operators = operatorsOf("", named("vera", nil, "viewer"), named("ann", nil, "operator"), named("bob", nil, "approver"), named("eve", nil, "pii"))
		})
		for _, q := range reads {
			if w := r.send(q[0], q[1], q[2], as(name)...); w.Code != 200 {
				t.Errorf("%s: %s %s: %d %s", name, q[0], q[1], w.Code, w.Body)
			}
		}
		for _, q := range changes {
			w := r.send(q[0], q[1], q[2], as(name)...)
			if refused := w.Code == 403 && decode[problem](t, w).Code == "permission_denied"; refused == may {
				t.Errorf("%s: %s %s: %d %s", name, q[0], q[1], w.Code, w.Body)
			}
		}
		lines := r.audited(t)
		if len(lines) != len(changes) || slices.ContainsFunc(names(lines, "by"), func(by string) bool { return by != name }) {
			t.Errorf("%s: audited %v", name, lines)
		}
		if r.journal.resolved != nil != may || may && r.journal.resolved.By != name {
			t.Errorf("%s: resolved %+v", name, r.journal.resolved)
		}
	}
}

func TestWhoSignsIn(t *testing.T) {
	t.Parallel()
	expired := named("old", nil, "operator")
	expired.SHA256[0].ExpiresAt = auth.Instant{Time: epoch}
	renewed := named("ann", nil, "operator")
	renewed.SHA256 = append(renewed.SHA256, named("next", nil).SHA256...)
	operators := operatorsOf("invented-admin-token", expired, renewed, named("carl", []string{"acme"}, "viewer", "pii"))
	for credential, want := range map[string]string{
		"ann-credential":       `{"name":"ann","roles":["operator"],"tenants":["*"]}`,
		"next-credential":      `{"name":"ann","roles":["operator"],"tenants":["*"]}`,
		"carl-credential":      `{"name":"carl","roles":["viewer","pii"],"tenants":["acme"]}`,
		"invented-admin-token": `{"name":"admin","roles":["viewer","operator"],"tenants":["*"]}`,
		"old-credential":       "", "nobody": "", "": "",
	} {
		r := newRig(t, func(o *admin.Options) { o.Operators = operators })
		w := r.send("GET", "/admin/v1/operator", "", "Authorization", "Bearer "+credential, "Host", "gateway.internal:9090")
		if want == "" && w.Code != 401 || want != "" && (w.Code != 200 || w.Body.String() != want) {
			t.Errorf("%q: %d %s", credential, w.Code, w.Body)
		}
	}
	if w := newRig(t, nil).send("GET", "/admin/v1/operator", ""); w.Body.String() != `{"name":"local","roles":["viewer","operator"],"tenants":["*"]}` {
		t.Errorf("without credentials: %s", w.Body)
	}
}

// An operator of some tenants sees nothing of the others.
func TestOperatorsSeeTheirTenants(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) {
		o.Operators = operatorsOf("", named("carl", []string{"globex"}, "operator"))
	})
	for query, want := range map[string][]string{"": {"globex"}, "?tenant=globex": {"globex"}, "?tenant=acme": {}} {
		r.send("GET", "/admin/v1/payments"+query, "", as("carl")...)
		if got := r.journal.payments.Tenants; got == nil || !slices.Equal(got, want) {
			t.Errorf("payments%s of %v, want %v", query, got, want)
		}
	}
	r.send("GET", "/admin/v1/events", "", as("carl")...)
	r.send("GET", "/admin/v1/traces", "", as("carl")...)
	r.send("POST", "/admin/v1/events/redeliver", `{"filter":{},"expect":{"count":3}}`, as("carl")...)
	for what, got := range map[string][]string{"events": r.journal.events.Tenants, "traces": r.traces.asked.Tenants, "redelivered": r.journal.redelivered.Tenants} {
		if !slices.Equal(got, []string{"globex"}) {
			t.Errorf("%s of %v", what, got)
		}
	}
	if w := r.send("GET", "/admin/v1/traces/"+keptTrace.String(), "", as("carl")...); w.Code != 404 {
		t.Errorf("another tenant's trace: %d", w.Code)
	}
	if w := r.send("POST", "/admin/v1/events/redeliver", `{"filter":{},"expect":{"count":3},"tenants":["*"]}`, as("carl")...); w.Code != 400 {
		t.Errorf("tenants in a body: %d", w.Code)
	}
}

func TestASecondPersonIsAskedFor(t *testing.T) {
	t.Parallel()
	for rule, alone := range map[string]string{
		auth.FourEyesOff: "settled returned submitted failed", auth.FourEyesFailedOnly: "settled returned submitted", auth.FourEyesAlways: "",
	} {
		for _, status := range []string{"settled", "returned", "submitted", "failed"} {
			r := newRig(t, func(o *admin.Options) { o.FourEyes = func() string { return rule } })
			r.send("POST", "/admin/v1/payments/pay_1/resolve", `{"status":"`+status+`","reason":"r"}`)
			if r.journal.resolved == nil || r.journal.resolved.Alone != strings.Contains(alone, status) {
				t.Errorf("%s, %s: %+v", rule, status, r.journal.resolved)
			}
		}
	}
}

// A payment's keys at its vendor are shown on demand, to those who change things, and
// each look leaves a line in the audit log.
func TestKeysOfAPaymentAreShownOnDemand(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) {
		o.Operators = operatorsOf("", named("ann", nil, "operator"), named("vera", nil, "viewer"))
	})
	for _, tc := range []struct {
		by, query string
		status    int
		keys      int
		audited   int
	}{
		{"vera", "", 200, 0, 0}, {"vera", "?reveal=false", 200, 0, 0}, {"vera", "?reveal=true", 403, 0, 1},
		{"ann", "", 200, 0, 0}, {"ann", "?reveal=true", 200, 1, 1}, {"ann", "?reveal=yes", 422, 0, 0}, {"ann", "?show=true", 400, 0, 0},
	} {
		w := r.send("GET", "/admin/v1/payments/pay_1"+tc.query, "", as(tc.by)...)
		if w.Code != tc.status {
			t.Errorf("%s asks %q: %d %s", tc.by, tc.query, w.Code, w.Body)
		}
		var shown admin.PaymentDetail
		if w.Code == 200 {
			shown = decode[admin.PaymentDetail](t, w)
		}
		if len(shown.Keys) != tc.keys || w.Code == 200 && shown.VendorReference == "" {
			t.Errorf("%s asks %q and sees %+v", tc.by, tc.query, shown)
		}
		lines := r.audited(t)
		if len(lines) != tc.audited {
			t.Errorf("%s asks %q: audited %v", tc.by, tc.query, lines)
		}
		for _, line := range lines {
			if line["action"] != "payment.reveal" || line["target"] != "pay_1" || line["by"] != tc.by {
				t.Errorf("audited %v", line)
			}
		}
	}
}
