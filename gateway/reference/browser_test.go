package reference_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"canongate/gateway/browsertest"
	"canongate/gateway/reference"
)

func TestMain(m *testing.M) { browsertest.Main(m) }

// TestPagesInABrowser loads pages in a real browser under their own policy, wide and
// narrow, light and dark: nothing is blocked, nothing comes from elsewhere, no script
// fails; search finds, and trying an operation shows its answer.
func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	b := browsertest.Open(t, 1400, "light")
	server := served(t)
	open := func(page string) {
		b.Call("Page.navigate", map[string]any{"url": server.URL + page}, nil)
		b.Await(fmt.Sprintf(`location.pathname === %q && document.readyState === 'complete'`, page))
	}
	calm := func(at string) {
		for _, text := range b.Trouble {
			t.Errorf("%s: %s", at, text)
		}
		b.Trouble = nil
	}
	for _, width := range []int{1400, 390} {
		for _, page := range []string{"/docs", "/docs/operations/start_verification", "/docs/resources/events", "/docs/errors", "/docs/try/get_payment"} {
			b.Look(width, "light")
			open(page)
			for _, scheme := range []string{"light", "dark"} {
				b.Look(width, scheme)
				at := fmt.Sprintf("%s at %d px, %s", page, width, scheme)
				if wide := b.Eval(`document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide != "0" {
					t.Errorf("%s: wider than the window by %s", at, wide)
				}
				calm(at)
			}
		}
	}
	b.Look(1400, "light")
	open("/docs")
	for words, kind := range map[string]string{"read a payment": "operation", "expected_settlement_on": "field", "otp_expired": "code", "idempotency": "guide"} {
		b.Eval(`(() => { const i = document.querySelector('.search input'); i.value = %q; i.dispatchEvent(new Event('input')); })()`, words)
		b.Await(fmt.Sprintf(`document.querySelector('.results a .kind')?.textContent === %q`, kind))
	}
	open("/docs/try/get_payment")
	b.Await(`document.querySelector('.execute') !== null && document.querySelector('tr[data-param-name="id"] input') !== null`)
	b.Eval(`document.querySelector('.execute').click()`)
	b.Await(`document.querySelector('.live-responses-table pre')?.textContent.includes('"status": "settled"')`)
	if styled := b.Eval(`getComputedStyle(document.querySelector('.live-responses-table pre')).backgroundColor`); styled != "rgb(51, 51, 51)" {
		t.Errorf("the answer has no style: %s", styled)
	}
	calm("search, and trying an operation")
	b.Eval(`(() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.head.append(s); })()`)
	if ran := b.Eval(`String(window.ran)`); ran != "undefined" || len(b.Trouble) == 0 {
		t.Errorf("a script that the policy does not know runs: %s, %q", ran, b.Trouble)
	}
}

// served is the reference over HTTP, with an API that answers one payment.
func served(t *testing.T) *httptest.Server {
	t.Helper()
	s, document := siteOf(t)
	mux := http.NewServeMux()
	mux.HandleFunc("/docs/", func(w http.ResponseWriter, r *http.Request) { serve(w, r, s) })
	mux.HandleFunc("/docs", func(w http.ResponseWriter, r *http.Request) { serve(w, r, s) })
	mux.HandleFunc("/v1/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(document)
	})
	mux.HandleFunc("/v1/payments/", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer demo" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":"pay_AaQrE43PwTzymsYst53WW","object":"payment","status":"settled"}`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func serve(w http.ResponseWriter, r *http.Request, s *reference.Site) {
	path := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/docs"), "/")
	a, ok, err := s.Get(r.Context(), path, r.URL.Query().Get("q"), "http://"+r.Host, reference.Live{Key: "demo"})
	if err != nil || !ok {
		http.NotFound(w, r)
		return
	}
	for name, values := range a.Header() {
		w.Header()[name] = values
	}
	_, _ = w.Write(a.Body)
}
