package reference_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/reference"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// site is the reference of a document with two operations: one that pays, and one
// whose body depends on a word.
func site(t *testing.T) *reference.Site {
	t.Helper()
	s, _ := siteOf(t)
	return s
}

// siteOf is site, with the document that it shows.
func siteOf(t *testing.T) (*reference.Site, []byte) {
	t.Helper()
	r := schema.NewRegistry()
	payment := r.Of(reflect.TypeFor[canonical.Payment]())
	draft, _ := r.Request(reflect.TypeFor[canonical.VerificationDraft]())
	body := openapi.Body{Operation: "start_verification", Schema: draft}
	d, err := openapi.New(r, r.Of(reflect.TypeFor[failure]()), []openapi.Operation{
		{
			Method: http.MethodGet, Path: "/v1/payments/{id}", Name: "get_payment", Effect: canonical.Safe, Scope: "payments:read", Summary: "Read a payment",
			Params:  []schema.Param{{In: schema.InPath, Name: "id", Schema: &huma.Schema{Type: huma.TypeString}}},
			Answers: map[int]*huma.Schema{http.StatusOK: payment},
		},
		{
			Method: http.MethodPost, Path: "/v1/verifications", Name: "start_verification", Effect: canonical.Keyed, Scope: "verifications:write",
			Summary: "Send a one-time password", Note: "Says `<b>` & more.", Body: body.Describe(r),
			Answers: map[int]*huma.Schema{http.StatusCreated: r.Of(reflect.TypeFor[canonical.Verification]())},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return reference.New(d), d.JSON
}

type failure struct {
	Code string `json:"code"`
}

func get(t *testing.T, s *reference.Site, path, query string, live reference.Live) string {
	t.Helper()
	a, ok, err := s.Get(t.Context(), path, query, "http://127.0.0.1:8080", live)
	if err != nil || !ok {
		t.Fatalf("%s: %v %v", path, ok, err)
	}
	return string(a.Body)
}

func TestPagesSayWhatTheDocumentSays(t *testing.T) {
	t.Parallel()
	s := site(t)
	for path, parts := range map[string][]string{
		"operations/get_payment": {
			"<h1>Read a payment</h1>", "/v1/payments/{id}", "payments:read", "payment_not_found", "http://127.0.0.1:8080/v1/payments/pay_AZx1",
			"canongate.payments.get(", "client.GetPayment(ctx, ", `href="/docs/try/get_payment"`, "Known values:",
		},
		"operations/start_verification": {
			"When <code>method</code> is <code>sms_otp</code>", "Idempotency-Key", "Says <code>&lt;b&gt;</code> &amp; more.", "WithKey(canongate.Key{Value:",
			"idempotencyKey:",
		},
		"resources/payments": {"The Payment object", "expected_settlement_on", `href="/docs/operations/get_payment"`},
		"resources/events":   {"payment.corrected", "change_code"},
		"errors":             {`id="payment_outcome_unknown"`, `href="/docs/operations/get_payment"`},
		"":                   {"<h1>Getting started</h1>", "http://127.0.0.1:8080/v1/connections"},
	} {
		page := get(t, s, path, "", reference.Live{})
		for _, part := range parts {
			if !strings.Contains(unmarked(page), part) {
				t.Errorf("/docs/%s lacks %s", path, part)
			}
		}
	}
}

var mark = regexp.MustCompile(`</?i[^>]*>`)

// unmarked is a page without the marks of coloured code.
func unmarked(page string) string {
	return strings.NewReplacer("&#39;", "'", "&#34;", `"`).Replace(mark.ReplaceAllString(page, ""))
}

// Every link of every page leads somewhere, and nothing in a page is inline or from
// elsewhere.
func TestPagesHoldTogether(t *testing.T) {
	t.Parallel()
	s := site(t)
	links := regexp.MustCompile(`(?:href|src|action|data-index)="([^"]*)"`)
	outside := regexp.MustCompile(`(?i)<script>|<style|\sstyle=|\son[a-z]+=|javascript:`)
	seen, waiting := map[string]bool{}, []string{"/docs"}
	for len(waiting) > 0 {
		path := waiting[0]
		waiting = waiting[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		page := get(t, s, strings.TrimPrefix(strings.TrimPrefix(path, "/docs"), "/"), "", reference.Live{})
		if !strings.Contains(page, "<!doctype html>") {
			continue
		}
		if len(page) > 150_000 {
			t.Errorf("%s has %d bytes", path, len(page))
		}
		if found := outside.FindString(page); found != "" {
			t.Errorf("%s has %q", path, found)
		}
		for _, m := range links.FindAllStringSubmatch(page, -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			switch {
			case target == "" && !strings.Contains(page, `id="`+anchor+`"`):
				t.Errorf("%s has no place %s", path, anchor)
			case target == "/docs" || strings.HasPrefix(target, "/docs/"):
				if missing(target) {
					continue // of an operation that this document has not
				}
				waiting = append(waiting, target)
			case target != "" && target != "/v1/openapi.json" && target != "/problems" && !strings.HasPrefix(target, "/problems/"):
				t.Errorf("%s leads to %s", path, m[1])
			}
		}
	}
	if len(seen) < 25 {
		t.Errorf("only %d pages were seen", len(seen))
	}
}

// missing says whether a guide links an operation that the test's document lacks.
func missing(target string) bool {
	name, operation := strings.CutPrefix(target, "/docs/operations/")
	return operation && name != "get_payment" && name != "start_verification"
}

func TestSearchFinds(t *testing.T) {
	t.Parallel()
	s := site(t)
	var entries []struct{ K, T, P string }
	if err := json.Unmarshal([]byte(get(t, s, "search.json", "", reference.Live{})), &entries); err != nil {
		t.Fatal(err)
	}
	for kind, title := range map[string]string{
		"operation": "Read a payment", "field": "expected_settlement_on", "code": "otp_expired", "guide": "Idempotency and retries", "event": "payment.updated",
	} {
		found := false
		for _, e := range entries {
			found = found || e.K == kind && e.T == title
		}
		if !found {
			t.Errorf("the index has no %s %s", kind, title)
		}
	}
	if page := get(t, s, "search", "OTP expired", reference.Live{}); !strings.Contains(page, "/docs/errors#otp_expired") {
		t.Error("the page of results does not find a code by its title")
	}
	if page := get(t, s, "search", "versions", reference.Live{}); !strings.Contains(page, "of the OpenAPI document says") {
		t.Error("the page of results shows the marks of a guide's first paragraph")
	}
	if page := get(t, s, "search", `"><script>`, reference.Live{}); strings.Contains(page, `"><script>`) {
		t.Error("the words that were searched for stand in the page as they came")
	}
}

// The key of a quickstart is filled in there alone, and the address of the gateway is
// taken only in the form of one.
func TestTryingIsForTheQuickstart(t *testing.T) {
	t.Parallel()
	s := site(t)
	if page := get(t, s, "try/get_payment", "", reference.Live{}); !strings.Contains(page, `data-key=""`) {
		t.Error("a key is filled in where there is none")
	}
	if page := get(t, s, "try/get_payment", "", reference.Live{Key: "demo"}); !strings.Contains(page, `data-key="demo"`) {
		t.Error("the quickstart's key is not filled in")
	}
	a, _, err := s.Get(t.Context(), "", "", `http://x"><script>`, reference.Live{})
	if err != nil || strings.Contains(string(a.Body), "<script>") {
		t.Errorf("an address that is none stands in the page: %v", err)
	}
	bundle, ok, err := s.Get(t.Context(), "assets/swagger-ui-bundle.js", "", "", reference.Live{})
	if err != nil || !ok || bundle.Encoding != "gzip" {
		t.Fatalf("the console's script: %v %v", ok, err)
	}
	if plain, err := bundle.Plain(); err != nil || !strings.Contains(string(plain.Body), "SwaggerUIBundle") {
		t.Errorf("the console's script does not unpack: %v", err)
	}
}

// Two requests of one operation under one key would be refused, so each example has
// its own.
func TestSamplesHaveKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	page := unmarked(get(t, site(t), "operations/start_verification", "", reference.Live{}))
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`Idempotency-Key: ([0-9a-f-]{36})`).FindAllStringSubmatch(page, -1) {
		seen[m[1]] = true
	}
	if want := len(openapi.ExamplesOf("start_verification")); len(seen) != want {
		t.Errorf("%d examples have %d keys", want, len(seen))
	}
}
