package canongate_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	canongate "canongate/deploy/clients/go"
)

func hash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// TestOnePaymentInEveryFault counts at the proxy and at the vendor.
func TestOnePaymentInEveryFault(t *testing.T) {
	w := newWorld(t, "")
	late := func(rw http.ResponseWriter, answer *http.Response, body []byte) {
		<-time.After(300 * time.Millisecond)
		pass(rw, answer, body)
	}
	for name, c := range map[string]struct {
		faults   []fault
		sent     int
		replayed bool
	}{
		"nothing":                     {nil, 1, false},
		"cut before":                  {[]fault{{0, cut}}, 2, false},
		"cut before, twice":           {[]fault{{0, cut}, {0, cut}}, 3, false},
		"answer lost":                 {[]fault{{1, cut}}, 2, true},
		"answer lost twice":           {[]fault{{1, cut}, {1, cut}}, 3, true},
		"half of the answer lost":     {[]fault{{1, cutInside}}, 2, true},
		"page of a load balancer":     {[]fault{{0, page}}, 2, false},
		"page in place of the answer": {[]fault{{1, page}}, 2, true},
		"duplicated":                  {[]fault{{2, pass}}, 1, true},
		"late":                        {[]fault{{1, late}}, 1, false},
	} {
		draft := w.payment()
		w.reset(c.faults...)
		paid, err := w.client.CreatePayment(t.Context(), draft)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		seen := w.requests()
		if paid.Replayed != c.replayed || paid.Attempts != c.sent || len(seen) != c.sent {
			t.Errorf("%s: replayed %t, %d attempts, %d seen", name, paid.Replayed, paid.Attempts, len(seen))
		}
		for _, s := range seen {
			if s.header.Get("Idempotency-Key") != paid.Key.Value || s.body != seen[0].body {
				t.Errorf("%s: an attempt has another key or another body", name)
			}
		}
		if n := w.made(t, draft); n != 1 {
			t.Errorf("%s: the vendor made %d payments", name, n)
		}
	}
}

// TestUnknownOutcome is thrown with its id, or with the key that tells.
func TestUnknownOutcome(t *testing.T) {
	w := newWorld(t, "")
	w.reset()
	_, err := w.client.CreatePayment(t.Context(), w.paymentOf("500.99"))
	var unknown *canongate.PaymentOutcomeUnknown
	if !errors.As(err, &unknown) || unknown.PaymentID() == "" || unknown.Attempts != 1 || len(w.requests()) != 1 || !canongate.IsCode(err, "payment_outcome_unknown") {
		t.Fatalf("%v after %d requests", err, len(w.requests()))
	}
	found := 0
	for p, err := range w.direct.EachListPayments(t.Context(), canongate.ListPaymentsQuery{Status: "unknown", Limit: 1}) {
		if err != nil || p.ID != unknown.PaymentID() {
			t.Error(p.ID, err)
		}
		found++
	}
	if found != 1 {
		t.Errorf("%d payments are unknown", found)
	}

	draft := w.payment()
	w.reset(fault{1, cut}, tell(http.StatusTooManyRequests, "600", `{"code":"rate_limited","retryable":true,"outcome":"not_sent"}`))
	_, err = w.client.CreatePayment(t.Context(), draft)
	if !errors.As(err, &unknown) || unknown.Outcome != "unknown" || unknown.Attempts != 2 || unknown.PaymentID() != "" {
		t.Fatalf("a refusal hides that the money may have moved: %v", err)
	}
	again, err := w.client.CreatePayment(t.Context(), draft, canongate.WithKey(unknown.Key))
	if err != nil || !again.Replayed {
		t.Fatalf("%+v, %v", again, err)
	}
	if n := w.made(t, draft); n != 1 {
		t.Errorf("the vendor made %d payments", n)
	}
}

// TestWhatIsRepeated: as the gateway says, and never past the deadline.
func TestWhatIsRepeated(t *testing.T) {
	w := newWorld(t, "")
	const retryable, final = `{"code":"vendor_unavailable","retryable":true,"outcome":"not_sent"}`, `{"code":"internal_error","retryable":false,"outcome":"not_sent"}`
	for name, c := range map[string]struct {
		faults []fault
		sent   int
		code   string
	}{
		"retryable":          {[]fault{tell(503, "", retryable), tell(503, "", retryable)}, 3, ""},
		"retryable for ever": {[]fault{tell(503, "", retryable), tell(503, "", retryable), tell(503, "", retryable)}, 3, "vendor_unavailable"},
		"not retryable":      {[]fault{tell(500, "", final)}, 1, "internal_error"},
		"a code to be":       {[]fault{tell(409, "", `{"code":"not_invented_yet","retryable":false,"outcome":"answered"}`)}, 1, "not_invented_yet"},
		"later than the end": {[]fault{tell(429, "30", retryable)}, 1, "vendor_unavailable"},
		"a redirect": {[]fault{{0, func(rw http.ResponseWriter, _ *http.Response, _ []byte) {
			rw.Header().Set("Location", "/")
			rw.WriteHeader(307)
		}}}, 1, "no_answer"},
		"refused by a proxy":   {[]fault{{0, func(rw http.ResponseWriter, _ *http.Response, _ []byte) { rw.WriteHeader(403) }}}, 1, "no_answer"},
		"a page where JSON is": {[]fault{{0, func(rw http.ResponseWriter, _ *http.Response, _ []byte) { rw.WriteHeader(200) }}}, 2, ""},
	} {
		w.reset(c.faults...)
		const patience = 20 * time.Second
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		began := time.Now()
		_, err := w.client.ListConnections(ctx)
		cancel()
		if (err == nil) != (c.code == "") || err != nil && !canongate.IsCode(err, c.code) || len(w.requests()) != c.sent {
			t.Errorf("%s: %v after %d requests", name, err, len(w.requests()))
		}
		if took := time.Since(began); took > patience/2 {
			t.Errorf("%s: took %s", name, took)
		}
		left := patience
		for _, s := range w.requests() {
			told, err := time.ParseDuration(s.header.Get("Request-Timeout"))
			if err != nil || told >= left || told < time.Second {
				t.Errorf("%s: Request-Timeout %s, %v", name, s.header.Get("Request-Timeout"), err)
			}
			left = told
		}
	}

	slow := newClient(t, w.target, slowKey)
	began := time.Now()
	for range 2 {
		if _, err := slow.ListConnections(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took < 990*time.Millisecond {
		t.Errorf("Retry-After was not waited for: %s", took)
	}

	gone := httptest.NewServer(nil)
	gone.Close()
	var failure *canongate.Failure
	if _, err := newClient(t, gone.URL, demoKey).CreatePayment(t.Context(), w.payment()); !errors.As(err, &failure) || failure.Outcome != "not_sent" {
		t.Errorf("a gateway that is not there: %v", err)
	}
}

// TestEpochOfKeys: a key goes with the epoch that was known when it was made.
func TestEpochOfKeys(t *testing.T) {
	w := newWorld(t, "")
	w.reset()
	client := newClient(t, "http://"+strings.TrimPrefix(w.target, "http://"), demoKey)
	first, err := client.CreatePayment(t.Context(), w.payment())
	if err != nil || first.Key.Epoch != "" || first.Header.Get("Gateway-Epoch") == "" {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := client.CreatePayment(t.Context(), w.payment())
	if err != nil || second.Key.Epoch != first.Header.Get("Gateway-Epoch") {
		t.Fatalf("%+v, %v", second, err)
	}
	old, err := client.CreatePayment(t.Context(), w.payment(), canongate.WithKey(canongate.Key{Value: "made-long-ago"}))
	if err != nil || old.Key.Epoch != "" {
		t.Errorf("%+v, %v", old, err)
	}
}

// TestWebhooks: a delivery of the gateway verifies, a changed or an old one does not.
func TestWebhooks(t *testing.T) {
	type delivery struct {
		header http.Header
		body   []byte
	}
	delivered := make(chan delivery, 16)
	app := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			delivered <- delivery{r.Header, body}
		}
	}))
	t.Cleanup(app.Close)
	w := newWorld(t, app.URL)
	if _, err := w.direct.CreatePayment(t.Context(), w.paymentOf("500.99")); err == nil {
		t.Fatal("it is known")
	}
	var d delivery
	select {
	case d = <-delivered:
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was delivered")
	}
	event, err := canongate.VerifyWebhook(d.body, d.header, "whsec_b2xk", secret)
	if err != nil || event.ID != d.header.Get("Webhook-Id") || event.Type != "payment.updated" || event.Data.PaymentID == "" {
		t.Errorf("%+v, %v", event, err)
	}
	for name, change := range map[string]func(http.Header, []byte) []byte{
		"another body": func(_ http.Header, b []byte) []byte { return append(b, ' ') },
		"another id":   func(h http.Header, b []byte) []byte { h.Set("Webhook-Id", "evt_other"); return b },
		"an old time":  func(h http.Header, b []byte) []byte { h.Set("Webhook-Timestamp", "1700000000"); return b },
		"no signature": func(h http.Header, b []byte) []byte { h.Del("Webhook-Signature"); return b },
		"a second id":  func(h http.Header, b []byte) []byte { h.Add("Webhook-Id", "evt_other"); return b },
		"another version": func(h http.Header, b []byte) []byte {
			h.Set("Webhook-Signature", "v9"+h.Get("Webhook-Signature")[2:])
			return b
		},
		"an odd signature": func(h http.Header, b []byte) []byte { h.Set("Webhook-Signature", "v1,"); return b },
	} {
		header := d.header.Clone()
		if _, err := canongate.VerifyWebhook(change(header, []byte(string(d.body))), header, secret); err == nil {
			t.Errorf("%s verifies", name)
		}
	}
}

// TestNothingShowsTheCredential prints a client and an error in every way.
func TestNothingShowsTheCredential(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(nil)
	gone.Close()
	c := newClient(t, gone.URL, demoKey)
	_, err := c.GetCustomer(t.Context(), "ref:someone", canongate.GetCustomerQuery{})
	if text := fmt.Sprintf("%v %+v %#v %v %+v %#v", c, c, c, err, err, err); strings.Contains(text, demoKey) {
		t.Error("the credential shows")
	}
	if strings.Contains(err.Error(), "someone") {
		t.Errorf("the id shows: %v", err)
	}
	for _, id := range []string{"", ".", ".."} {
		if _, err := c.GetCustomer(t.Context(), id, canongate.GetCustomerQuery{}); err == nil || canongate.IsCode(err, canongate.CodeNoAnswer) {
			t.Errorf("%q was asked for: %v", id, err)
		}
	}
}
