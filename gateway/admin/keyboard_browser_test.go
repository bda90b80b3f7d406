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
	"canongate/gateway/auth"
	"canongate/policies/journal"
)

// consoleView is a view by how it is reached: from the entry in the navigation on, by a
// link in the page that the focus goes to.
type consoleView struct{ entry, link string }

// axeSource is axe-core, a library that finds what people with other senses and tools
// would stumble over. It is installed by .ci/axe and no part of the program.
var axeSource = filepath.Join("testdata", "axe", "node_modules", "axe-core", "axe.min.js")

// walkByKeyboard walks views by keyboard alone, on a large or a small screen, in light or
// dark: no error in the console, nothing wider than the window, the focus goes through
// every control, and axe-core finds nothing serious.
func walkByKeyboard(t *testing.T, views []consoleView, width int, scheme string) {
	t.Helper()
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
	b := openBrowser(t, width, scheme)
	b.signIn(gateway.URL, "ann", "overview")
	b.see("current as of")
	for _, v := range views {
		view := b.walkTo(v.entry, v.link)
		b.lookAt(view, string(axe))
		if scheme == "light" { // colors do not move the focus
			b.tabThrough(view)
		}
	}
	for _, told := range b.Trouble {
		t.Errorf("the console was told: %s", told)
	}
}

// TestViewsByKeyboard walks one view of each kind; integration tests walk them all.
func TestViewsByKeyboard(t *testing.T) {
	t.Parallel()
	views := []consoleView{{"connections", "connections/bank-us"}, {"payments", "payments/pay_"}, {"reconciliation", "reconciliation/proposals"}, {"overview", ""}}
	for width, scheme := range map[int]string{1400: "light", 500: "dark"} {
		t.Run(strconv.Itoa(width)+" "+scheme, func(t *testing.T) { walkByKeyboard(t, views, width, scheme) })
	}
}

// walkTo goes to a view by keyboard alone, and gives its address.
func (b *browser) walkTo(entry, link string) (view string) {
	b.t.Helper()
	b.Eval(`document.activeElement.blur(), scrollTo(0, 0)`)
	if b.Eval(`getComputedStyle(document.getElementById('menu')).display`) != "none" {
		b.tabTo(`e.id === 'menu'`)
		b.press("Enter", "\r")
	}
	b.tabTo(`e.hash === '#/` + entry + `'`)
	b.follow()
	if link != "" {
		b.tabTo(`document.getElementById('main').contains(e) && (e.hash ?? '').startsWith('#/` + link + `')`)
		b.follow()
	}
	return b.Eval(`location.hash`)
}

// follow presses Enter on a link and waits for where it leads. One to the view that is
// shown already leads nowhere: it stays as it is.
func (b *browser) follow() {
	b.t.Helper()
	hash := b.Eval(`(() => {
		const { hash } = document.activeElement;
		if (hash !== location.hash) document.querySelectorAll('main > *').forEach((e) => { e.dataset.before = 'yes'; });
		return hash;
	})()`)
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
// is the same control when it has the same key or words; it may move the focus, so a
// second and a third round count as well.
func (b *browser) tabThrough(view string) {
	b.t.Helper()
	b.Eval(`(() => {
		globalThis.sign = (e) => e.tagName + (e.dataset.key ?? e.getAttribute('aria-label') ?? (e.name || e.hash || e.textContent));
		globalThis.controls = () => [...document.querySelectorAll('main a[href], main button, main input, main select, main textarea, main summary, main [tabindex="0"]')]
			.filter((e) => !e.disabled && e.checkVisibility() && !(e.type === 'radio' && !e.checked));
		if (!globalThis.seen) document.addEventListener('focusin', (event) => seen.add(sign(event.target)));
		globalThis.seen = new Set();
	})()`)
	missed := ""
	for range 3 {
		count, err := strconv.Atoi(b.Eval(`(document.getElementById('main').focus(), controls().length)`))
		fatal(b.t, err)
		for range count + 5 { // some may come meanwhile
			b.press("Tab", "")
		}
		if missed = b.Eval(`controls().map(sign).filter((e) => !seen.has(e)).join(', ')`); missed == "" {
			return
		}
	}
	b.t.Errorf("%s: Tab never comes to %s", view, missed)
}
