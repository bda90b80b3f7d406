package admin_test

import (
	"context"
	"net/http/httptest"
	"os/exec"
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
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no browser on this machine: the command chromium is not there")
	}
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
	defer gateway.Close()
	for view, want := range map[string][]string{
		"connections":                  {"Connections · canongate", "&lt;img src=x", "get_customer", "<b>no quota</b>", `aria-current="page"`},
		"connections/cdp-uae":          {`aria-label="Calls by hour: 3 in all, 67 % succeeded"`, "vendor error 1", "<summary>Scorecard</summary>"},
		"routes":                       {"compared with cdp-2, 10 % of its requests", "<code>/addresses/*/city</code>", "other values"},
		"traces/" + keptTrace.String(): {"All traces", "<dt>Duration</dt>"},
		"config":                       {"In service, without secrets", "reload by local", "in service", "Roll back to it…", "Plan the text"},
		"payments":                     {"Outcome unknown", "100.50 USD", "Resolve…", "local (viewer, operator)"},
	} {
		t.Run(view, func(t *testing.T) {
			page := dump(t, browser, gateway.URL+"/console/#/"+view)
			for _, text := range want {
				if !strings.Contains(page, text) {
					t.Errorf("the page lacks %q:\n%s", text, page)
				}
			}
			if strings.Contains(page, "<img src=x") || strings.Contains(page, "<title>owned") || strings.Contains(page, "Something went wrong") {
				t.Errorf("the page took a name for markup, or shows trouble:\n%s", page)
			}
		})
	}
}

// Who has not signed in is asked to, and told whether a credential was refused.
func TestConsoleAsksToSignIn(t *testing.T) {
	t.Parallel()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no browser on this machine: the command chromium is not there")
	}
	r := newRig(t, func(o *admin.Options) { o.Operators = operatorsOf("", named("ann", nil, "operator")) })
	gateway := httptest.NewServer(r.handler)
	defer gateway.Close()
	if page := dump(t, browser, gateway.URL+"/console/#/payments"); !strings.Contains(page, "Sign in") || strings.Contains(page, "was not taken") {
		t.Errorf("the page does not ask for a credential:\n%s", page)
	}
}

// dump gives the page as it stands once its scripts came to rest.
func dump(t *testing.T, browser, url string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	process := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(),
		"--virtual-time-budget=2000", "--dump-dom", url)
	process.WaitDelay = 5 * time.Second // its helpers hold the output open when it is killed
	page, err := process.Output()
	if err != nil {
		t.Fatalf("the browser does not run: %v", err)
	}
	return string(page)
}
