package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"canongate/canonical"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

const subscriberSecret = "whsec_c3Vic2NyaWJlciBvZiB0aGUgZmF1bHQgdGVzdHM="

// subscriber takes events when it is up, and keeps what it took.
type subscriber struct {
	t      *testing.T
	up     atomic.Bool
	failed atomic.Int64

	mu    sync.Mutex
	seen  map[string]int      // deliveries, by event id
	heard map[string][]string // statuses in their order, by payment
}

func (s *subscriber) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the gateway was killed meanwhile
	}
	verifier, err := standardwebhooks.NewWebhook(subscriberSecret)
	if err != nil || verifier.Verify(body, r.Header) != nil {
		s.t.Errorf("the signature of %s does not verify (%v)", body, err)
	}
	if !s.up.Load() {
		s.failed.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	var event struct {
		ID      string
		Type    string
		Subject string
		Data    struct{ Status string }
	}
	if err := json.Unmarshal(body, &event); err != nil || event.Type != string(canonical.EventPaymentUpdated) {
		s.t.Errorf("not an event of a payment: %s", body)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen[event.ID]++; s.seen[event.ID] == 1 { // at least once: the same again is no news
		s.heard[event.Subject] = append(s.heard[event.Subject], event.Data.Status)
	}
}

func (s *subscriber) heardOf(payment string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.heard[payment])
}

// A subscriber that was away gets everything, in order for each payment, though
// the gateway was killed while it waited.
func TestSubscriberThatWasAwayHearsEverythingInOrder(t *testing.T) {
	t.Parallel()
	away := &subscriber{t: t, seen: map[string]int{}, heard: map[string][]string{}}
	server := httptest.NewServer(away)
	t.Cleanup(server.Close)
	s := newSite(t, siteOptions{})
	sound := s.serve()
	p := sound.payer(bank)
	sound.kill()
	s.write("crm_secret", subscriberSecret)
	s.configure(siteOptions{
		Faults:      map[string]string{bank: "reset_after"},
		Subscribers: fmt.Sprintf(`{name: crm, url: %q, secret: "file:crm_secret", types: ["*"]}`, server.URL),
	})
	g := s.serve()
	var ids []string
	for n := range 4 {
		ids = append(ids, g.mustPay(t, p, fmt.Sprintf("payment-%d", n)).decode(t).PaymentID)
	}
	eventually(t, "the subscriber refuses something", func() bool { return away.failed.Load() > 0 })
	g.kill()

	g = s.serve()
	operator := client{base: g.admin}
	for _, id := range ids {
		answer, err := operator.post(t.Context(), "/admin/v1/payments/"+id+"/resolve", "", `{"status":"settled","reason":"on the statement","by":"local"}`)
		must(t, err)
		if answer.status != http.StatusOK {
			t.Fatalf("resolve: %d %s", answer.status, answer.body)
		}
	}
	away.up.Store(true)
	want := []string{canonical.PaymentUnknown, canonical.PaymentSettled}
	for _, id := range ids {
		eventually(t, "the subscriber hears of "+id, func() bool { return len(away.heardOf(id)) >= len(want) })
		if got := away.heardOf(id); !slices.Equal(got, want) {
			t.Errorf("heard %v of a payment, want %v", got, want)
		}
	}
	redelivers(t, operator, away)
}

// A gauge that is absent until something is wrong cannot be watched.
func TestTheOutboxOfAnIdleSubscriberIsMeasured(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	s.write("crm_secret", subscriberSecret)
	s.configure(siteOptions{Subscribers: `{name: crm, url: "http://127.0.0.1:1/hook", secret: "file:crm_secret", types: ["*"]}`})
	answer, err := client{base: s.serve().admin}.get(t.Context(), "/metrics")
	must(t, err)
	if want := `canongate_outbox_pending_events{subscriber="crm"} 0`; !strings.Contains(string(answer.body), want) {
		t.Errorf("no line %s", want)
	}
}

// redelivers has an event sent once more.
func redelivers(t *testing.T, operator client, s *subscriber) {
	t.Helper()
	event := operator.mustGet(t, "/admin/v1/events?limit=1").Data[0].ID
	answer, err := operator.post(t.Context(), "/admin/v1/events/"+event+"/redeliver", "", `{"by":"local"}`)
	must(t, err)
	if answer.status >= http.StatusMultipleChoices {
		t.Fatalf("redeliver: %d %s", answer.status, answer.body)
	}
	eventually(t, "the event comes again", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.seen[event] >= 2
	})
}
