package admin_test

import (
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway/admin"
	"canongate/policies"
)

// TestConsoleInABrowser loads the console in a real browser, under its own
// content security policy, from a gateway whose names try to be markup.
func TestConsoleInABrowser(t *testing.T) {
	t.Parallel()
	const hostile = `<img src=x onerror="document.title='owned'">`
	r := newRig(t, func(o *admin.Options) {
		guard := policies.Standard(policies.Options{Connection: hostile, Vendor: "cdp"})
		o.Connections = func() []admin.Connection {
			return []admin.Connection{{Name: "cdp-uae", Vendor: "cdp", Policies: guard}, {Name: hostile, Vendor: "cdp", Operations: []string{"get_customer"}, Policies: guard}}
		}
	})
	for _, code := range []canonical.Code{"", "", canonical.VendorError} {
		r.scores.Attempt("cdp-uae", "get_customer", code, 20*time.Millisecond)
	}
	gateway := httptest.NewServer(r.handler)
	t.Cleanup(gateway.Close)
	b := openBrowser(t, 1280, "light")
	b.Call("Page.navigate", map[string]any{"url": gateway.URL + "/console/"}, nil)
	for view, want := range map[string][]string{
		"overview":                     {"Overview · canongate", "Figures of this replica alone", "payments without an outcome", "rollout running", "&lt;img src=x", "As a table"},
		"connections":                  {"Connections · canongate", "&lt;img src=x", "vendor error 1", "<b>no quota</b>", `aria-current="page"`},
		"connections/cdp-uae":          {"3 in all, 66 % succeeded", "vendor error 1", "Breakers of 0 operations"},
		"routes":                       {"wanted: cdp-uae 95 %, cdp-2 5 %", "75 % equal", "at 5 %", "Where would a request go?"},
		"routes/reading":               {"compared with cdp-2, 10 % of its requests", "<code>/addresses/*/city</code>", "other values"},
		"routes/uae":                   {"Rollout of cdp-2", "Put the weights back…", "Other weights", "0 in the file"},
		"tenants":                      {"Tenants · canongate", `href="#/tenants/acme"`, "Payments unknown"},
		"tenants/acme":                 {"checkout-app", "Nobody has asked for anything.", `href="#/connections/cdp-uae"`},
		"traces/" + keptTrace.String(): {"All traces", "<dt>Duration</dt>"},
		"config":                       {"In service, without secrets", "in service", "Roll back to it…", "Plan the text"},
		"payments":                     {"Outcome unknown", "100.50 USD", "Resolve…", "local (viewer, operator)"},
		"events":                       {"Redeliver all of these…", "12 tries"},
		"changes":                      {"Changes · canongate", "they answer for others", "enabled → disabled", "Older"},
	} {
		b.Eval(`location.hash = '#/%s'`, view)
		for _, text := range want {
			b.Await(`document.documentElement.outerHTML.includes(` + strconv.Quote(text) + `)`)
		}
		if b.Eval(`String(document.querySelector('main img') !== null || document.title.includes('owned') || !document.getElementById('trouble').hidden)`) != "false" {
			t.Errorf("%s took a name for markup, or shows trouble:\n%s", view, b.Eval(`document.body.innerText`))
		}
	}
	for _, told := range b.Trouble {
		t.Errorf("the console was told: %s", told)
	}
}

// Who has a credential that is not taken is told so, and keeps none.
func TestConsoleSaysThatACredentialWasNotTaken(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) { o.Operators = operatorsOf("", named("ann", []string{"acme"}, "viewer")) })
	gateway := httptest.NewServer(r.handler)
	t.Cleanup(gateway.Close)
	b := openBrowser(t, 500, "light")
	b.Call("Page.navigate", map[string]any{"url": gateway.URL + "/console/"}, nil)
	b.see("Sign in")
	if text := b.Eval(`document.querySelector('dialog').innerText`); strings.Contains(text, "not taken") {
		t.Errorf("who has shown nothing reads %s", text)
	}
	b.write("token", "wrong")
	b.press("Enter", "\r")
	b.see("That credential was not taken")
	if kept := b.Eval(`String(sessionStorage.getItem('canongate.token'))`); kept != "null" {
		t.Errorf("%s is kept", kept)
	}
	b.Eval(`document.querySelector('dialog input').value = ''`)
	b.write("token", "ann-credential")
	b.press("Enter", "\r")
	b.see("To do")
	b.Await(`document.getElementById('who').textContent === 'ann (viewer, sees acme)'`)
	b.Eval(`document.getElementById('leave').click()`)
	b.see("Sign in")
}

// TestTheConsoleSaysWhatItCannotShow looks at a gateway that is away from the start, one
// that comes back, and an address with nothing behind it.
func TestTheConsoleSaysWhatItCannotShow(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	gateway := httptest.NewServer(r.handler)
	t.Cleanup(gateway.Close)
	b := openBrowser(t, 1400, "dark")
	b.Call("Page.navigate", map[string]any{"url": gateway.URL + "/console/#/tenants/nobody"}, nil)
	b.see("There is nothing under this address.")
	b.see("No tenant that you see has this name.")
	b.Eval(`(() => { globalThis.real = fetch; globalThis.fetch = () => Promise.reject(new TypeError('away')); location.hash = '#/overview'; })()`)
	b.see("Nothing can be shown until the gateway answers again.")
	b.see("The gateway does not answer on this address.")
	b.Eval(`globalThis.fetch = (path, options) => new Promise(() => {}); location.hash = '#/events'`)
	b.see("Loading…")
	b.Eval(`globalThis.fetch = globalThis.real; location.hash = '#/overview'`)
	b.see("To do")
	b.Await(`document.getElementById('trouble').hidden`)
}

// TestWeightsArePlannedBeforeTheyAreRolledOut changes a route by keyboard: what it would
// move is shown, the file is not written, and a rollout is asked for with its bounds.
func TestWeightsArePlannedBeforeTheyAreRolledOut(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) {
		rules := o.Rules()
		rules[1].Use = []admin.RuleUse{{Connection: "cdp-uae", Weight: 1, InFile: 1}, {Connection: "cdp-2"}}
		o.Rules = func() []admin.Rule { return rules }
	})
	gateway := httptest.NewServer(r.handler)
	t.Cleanup(gateway.Close)
	b := openBrowser(t, 500, "dark")
	b.Call("Page.navigate", map[string]any{"url": gateway.URL + "/console/#/routes/reading"}, nil)
	b.see("Other weights")
	b.Eval(`document.querySelector('main [name="cdp-uae"]').value = document.querySelector('main [name="cdp-2"]').value = ''`)
	b.write("cdp-uae", "4")
	b.write("cdp-2", "1")
	b.use("Plan")
	b.see("Of the last 40 requests")
	b.see("17.5 %")
	b.see("use: [{connection: cdp-uae, weight: 4}, {connection: cdp-2, weight: 1}]")
	b.see("the console does not write it")
	b.use("Raise cdp-2 to 20 %")
	b.see("Raise cdp-2 to 20 % of reading?")
	b.write("reason", "second contract")
	b.use("Start")
	b.see("The rollout of cdp-2 has begun.")
	if p := r.rollouts.started; p.Route != "reading" || p.Connection != "cdp-2" || len(p.Steps) != 2 || p.Steps[0] != 5 || p.Steps[1] != 20 || p.Reason != "second contract" {
		t.Errorf("the rollout is %+v", p)
	}
}

// TestChangesAreNarrowedByOperator asks the journal for those of one, and says what only some
// may see.
func TestChangesAreNarrowedByOperator(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) {
		o.Operators = operatorsOf("", named("ann", nil, "viewer"), named("carl", []string{"acme"}, "viewer"))
	})
	gateway := httptest.NewServer(r.handler)
	t.Cleanup(gateway.Close)
	b := openBrowser(t, 500, "light")
	b.signIn(gateway.URL, "ann", "changes")
	b.see("they answer for others")
	b.write("by", "ada")
	b.press("Enter", "\r")
	b.Await(`performance.getEntriesByType('resource').some((e) => e.name.includes('/changes?by=ada&'))`)
	b = openBrowser(t, 500, "dark")
	b.signIn(gateway.URL, "carl", "changes")
	b.see("you see some of them only")
	if strings.Contains(b.Eval(`document.body.innerText`), "answer for others") {
		t.Error("who sees one tenant is shown the changes")
	}
}

// The console asks for a reason where the gateway can do without one.
func TestARollbackTakesAReason(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	gateway := httptest.NewServer(r.handler)
	t.Cleanup(gateway.Close)
	b := openBrowser(t, 1400, "dark")
	b.Call("Page.navigate", map[string]any{"url": gateway.URL + "/console/#/config"}, nil)
	b.see("In service, without secrets")
	b.use("Roll back…")
	b.see("Roll back one generation?")
	b.write("reason", "too many time-outs")
	b.use("Roll back")
	b.see("The configuration is in service.")
	r.changes.mu.Lock()
	defer r.changes.mu.Unlock()
	if len(r.changes.kept) != 1 || r.changes.kept[0].Action != "config.rollback" || r.changes.kept[0].Reason != "too many time-outs" {
		t.Errorf("kept is %+v", r.changes.kept)
	}
}

// TestEventsAreRedeliveredInBulk sends the count that was shown.
func TestEventsAreRedeliveredInBulk(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	gateway := httptest.NewServer(r.handler)
	t.Cleanup(gateway.Close)
	b := openBrowser(t, 1400, "light")
	b.Call("Page.navigate", map[string]any{"url": gateway.URL + "/console/#/events"}, nil)
	b.see("12 tries")
	b.write("subscriber", "crm")
	b.use("Redeliver all of these")
	b.see("1 delivery of subscriber crm")
	b.use("Redeliver 1")
	b.see("There are 3.") // as the journal says: nothing was changed
	b.escape()
	if r.journal.redelivered.Subscriber != "crm" {
		t.Errorf("the filter is %+v", r.journal.redelivered)
	}
}
