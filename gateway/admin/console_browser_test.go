package admin_test

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway/admin"
	"canongate/gateway/auth"
	"canongate/policies"
	"canongate/policies/journal"
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

// consoleViews are all views, by how they are reached: from the entry in the navigation
// on, by links in the page that the focus goes to one after the other.
var consoleViews = map[string][]string{
	"overview": nil, "connections": nil, "routes": nil, "tenants": nil, "traces": nil, "payments": nil, "reconciliation": nil, "events": nil, "config": nil,
	"connections/bank-us": {"connections/bank-us"}, "routes/uae": {"routes/uae"}, "routes/reading": {"routes/reading"}, "tenants/acme": {"tenants/acme"},
	"traces/one": {"traces/"}, "payments/one": {"payments/pay_"}, "reconciliation/proposals": {"reconciliation/proposals"},
	"reconciliation/resolutions": {"reconciliation/resolutions"}, "reconciliation/exceptions": {"reconciliation/exceptions"},
	"reconciliation/corrections": {"reconciliation/corrections"}, "reconciliation/ageing": {"reconciliation/ageing"},
}

// axeSource is axe-core, a library that finds what people with other senses and tools
// would stumble over. It is installed by .ci/axe and no part of the program.
var axeSource = filepath.Join("testdata", "axe", "node_modules", "axe-core", "axe.min.js")

// TestEveryViewByKeyboard walks every view by keyboard alone, on a large and a small
// screen, in light and dark: no error in the console, nothing wider than the window,
// the focus goes through every control, and axe-core finds nothing serious.
func TestEveryViewByKeyboard(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(axeSource)
	if err != nil {
		t.Logf("axe-core is not asked: it is not installed, which .ci/axe does: %v", err)
	}
	r := newMoneyRig(t, auth.FourEyesFailedOnly)
	r.pay(journal.Unknown, "10.25", "", "c1")
	for minute := range 3 {
		for _, code := range []canonical.Code{"", "", canonical.VendorError, canonical.ValidationFailed} {
			r.scores.Request("acme", "create_payment", code, time.Duration(20+minute)*time.Millisecond, time.Millisecond)
			r.scores.Attempt(moneyBank, "create_payment", code, 20*time.Millisecond)
		}
		r.scores.Routed("uae", "cdp-uae")
	}
	gateway := httptest.NewServer(r.handler)
	t.Cleanup(gateway.Close)
	for _, width := range []int{1400, 500} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(strconv.Itoa(width)+" "+scheme, func(t *testing.T) {
				b := openBrowser(t, width, scheme)
				b.signIn(gateway.URL, "ann", "overview")
				b.see("current as of")
				for view, links := range consoleViews {
					b.walkTo(view, links)
					b.lookAt(view, string(axe))
					if scheme == "light" { // colors do not move the focus
						b.tabThrough(view)
					}
				}
				for _, told := range b.Trouble {
					t.Errorf("the console was told: %s", told)
				}
			})
		}
	}
}

// walkTo goes to a view by keyboard alone.
func (b *browser) walkTo(view string, links []string) {
	b.t.Helper()
	entry, _, _ := strings.Cut(view, "/")
	b.Eval(`document.activeElement.blur(), scrollTo(0, 0)`)
	if b.Eval(`getComputedStyle(document.getElementById('menu')).display`) != "none" {
		b.tabTo(`e.id === 'menu'`)
		b.press("Enter", "\r")
	}
	b.tabTo(`e.hash === '#/` + entry + `'`)
	b.follow()
	for _, link := range links {
		b.tabTo(`document.getElementById('main').contains(e) && (e.hash ?? '').startsWith('#/` + link + `')`)
		b.follow()
	}
}

// follow presses Enter on a link and waits for where it leads.
func (b *browser) follow() {
	b.t.Helper()
	hash := b.Eval(`(document.querySelectorAll('main > *').forEach((e) => { e.dataset.before = 'yes'; }), document.activeElement.hash)`)
	b.press("Enter", "\r")
	b.Await(`location.hash === ` + strconv.Quote(hash) + ` && !document.querySelector('main > [data-before]') && document.querySelector('main h1') !== null && !document.getElementById('main').hasAttribute('aria-busy')`)
}

// lookAt holds a view to what is wanted of all of them.
func (b *browser) lookAt(view, axe string) {
	b.t.Helper()
	if b.Eval(`String(document.getElementById('trouble').hidden)`) != "true" {
		b.t.Errorf("%s is in trouble: %s", view, b.Eval(`document.getElementById('trouble').innerText`))
	}
	if wide := b.Eval(`document.documentElement.scrollWidth - innerWidth`); strings.TrimPrefix(wide, "-") == wide && wide != "0" {
		b.t.Errorf("%s is %s pixels wider than the window", view, wide)
	}
	if headings := b.Eval(`document.querySelectorAll('main h1').length`); headings != "1" {
		b.t.Errorf("%s has %s first headings", view, headings)
	}
	if axe == "" {
		return
	}
	if b.Eval(`typeof globalThis.axe`) == "undefined" {
		b.Call("Runtime.evaluate", map[string]any{"expression": axe}, nil)
	}
	found := b.Eval(`axe.run(document, {resultTypes: ['violations']}).then((r) => JSON.stringify(r.violations
		.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => [v.id, v.impact, ...v.nodes.map((n) => n.html)])))`)
	var serious [][]string
	if err := json.Unmarshal([]byte(found), &serious); err != nil {
		b.t.Fatalf("axe-core says %s: %v", found, err)
	}
	for _, one := range serious {
		b.t.Errorf("%s: axe-core finds %q", view, one)
	}
}

// tabThrough wants the focus on every control of the page. What is made anew on the way
// is the same control when it has the same key or words.
func (b *browser) tabThrough(view string) {
	b.t.Helper()
	stops := b.Eval(`(() => {
		globalThis.sign = (e) => e.tagName + (e.dataset.key ?? e.getAttribute('aria-label') ?? (e.name || e.hash || e.textContent));
		globalThis.controls = () => [...document.querySelectorAll('main a[href], main button, main input, main select, main textarea, main summary, main [tabindex="0"]')]
			.filter((e) => !e.disabled && e.checkVisibility() && !(e.type === 'radio' && !e.checked));
		if (!globalThis.seen) document.addEventListener('focusin', (event) => seen.add(sign(event.target)));
		globalThis.seen = new Set();
		document.getElementById('main').focus();
		return controls().length;
	})()`)
	count, err := strconv.Atoi(stops)
	fatal(b.t, err)
	for range count + 5 { // some may come meanwhile
		b.press("Tab", "")
	}
	if missed := b.Eval(`controls().map(sign).filter((e) => !seen.has(e)).join(', ')`); missed != "" {
		b.t.Errorf("%s: Tab never comes to %s", view, missed)
	}
}
