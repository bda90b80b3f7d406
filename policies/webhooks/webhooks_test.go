package webhooks_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
	"canongate/policies/webhooks"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

const secret = "whsec_Y2Fub25nYXRlLXRlc3Qtc2VjcmV0LTAwMDE="

type clock struct{ offset atomic.Int64 }

func (c *clock) now() time.Time          { return time.Now().Add(time.Duration(c.offset.Load())) }
func (c *clock) advance(d time.Duration) { c.offset.Add(int64(d)) }

// receiver is a subscriber that fails while told to, and keeps what it takes.
type receiver struct {
	t       *testing.T
	failing atomic.Bool
	tries   chan struct{}

	mu    sync.Mutex
	taken map[string][]string // by subject
	taker chan string
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	signer, _ := standardwebhooks.NewWebhook(secret)
	if err := signer.Verify(body, req.Header); err != nil {
		r.t.Errorf("the signature does not verify: %v", err)
	}
	defer func() { r.tries <- struct{}{} }()
	if r.failing.Load() {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	var e canonical.Event
	if err := json.Unmarshal(body, &e); err != nil || e.SpecVersion != "1.0" || e.Source != "/connections/cdp-uae" || e.Tenant != "acme" ||
		e.ID != req.Header.Get("webhook-id") || req.Header.Get("Content-Type") != "application/cloudevents+json" {
		r.t.Errorf("event %+v with header %v, %v", e, req.Header, err)
	}
	r.mu.Lock()
	r.taken[e.Subject] = append(r.taken[e.Subject], e.ID)
	r.mu.Unlock()
	r.taker <- e.ID
}

type stage struct {
	journal *journal.Journal
	clock   *clock
	ticks   chan time.Time
}

// start opens a journal and a courier for the subscribers.
func start(t *testing.T, subscribers ...webhooks.Subscriber) stage {
	t.Helper()
	return startWith(t, webhooks.RecipientsOf(subscribers), subscribers...)
}

// startWith is start with a journal that has an audience of its own.
func startWith(t *testing.T, audience func(journal.Event) []string, subscribers ...webhooks.Subscriber) stage {
	t.Helper()
	s := stage{clock: &clock{}, ticks: make(chan time.Time)}
	keys, err := journal.NewKeySet(journal.Key{ID: 1, Secret: [32]byte{1}})
	if err != nil {
		t.Fatal(err)
	}
	s.journal, err = journal.Open(t.Context(), journal.Options{
		Driver: "sqlite", DSN: filepath.Join(t.TempDir(), "journal.db"), Keys: keys, Now: s.clock.now, MaxAttempts: 4,
		Recipients: audience,
	})
	if err != nil {
		t.Fatal(err)
	}
	courier, err := webhooks.New(s.journal, subscribers, webhooks.Options{Ticks: s.ticks, Jitter: func() float64 { return 0 }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() { courier.Run(ctx); close(done) }()
	t.Cleanup(func() {
		stop()
		<-done
		if err := s.journal.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s stage) emit(t *testing.T, id, subject string) {
	t.Helper()
	err := s.journal.Emit(t.Context(), journal.Event{ID: id, Type: "payment.updated", Subject: subject, Tenant: "acme", Connection: "cdp-uae", Data: []byte(`{"status":"settled"}`)})
	if err != nil {
		t.Fatal(err)
	}
}

func newReceiver(t *testing.T) (*receiver, webhooks.Subscriber) {
	t.Helper()
	r := &receiver{t: t, taken: map[string][]string{}, tries: make(chan struct{}, 1000), taker: make(chan string, 1000)}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	return r, webhooks.Subscriber{Name: "crm", URL: server.URL, Secret: canonical.NewSecret(secret), Types: []string{"*"}}
}

func await[T any](t *testing.T, ch <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(10 * time.Second):
		t.Fatalf("waited too long for %s", what)
		panic("unreachable")
	}
}

func TestEventsArriveSignedAndInOrder(t *testing.T) {
	t.Parallel()
	r, subscriber := newReceiver(t)
	s := start(t, subscriber)
	for i := range 20 {
		s.emit(t, fmt.Sprintf("evt_%02d", i), fmt.Sprintf("pay_%d", i%4))
	}
	for range 20 {
		await(t, r.taker, "an event")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for subject, ids := range r.taken {
		if !slices.IsSorted(ids) || len(ids) != 5 {
			t.Errorf("%s got %v, want five in order", subject, ids)
		}
	}
}

func TestASubscriberThatWasDownGetsEverythingInOrder(t *testing.T) {
	t.Parallel()
	r, subscriber := newReceiver(t)
	r.failing.Store(true)
	s := start(t, subscriber)
	for i := range 6 {
		s.emit(t, fmt.Sprintf("evt_%02d", i), "pay_1")
	}
	await(t, r.tries, "the first try")
	r.failing.Store(false)
	for taken := 0; taken < 6; {
		s.clock.advance(time.Minute)
		select {
		case s.ticks <- time.Time{}:
		case <-r.taker:
			taken++
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if want := []string{"evt_00", "evt_01", "evt_02", "evt_03", "evt_04", "evt_05"}; !slices.Equal(r.taken["pay_1"], want) {
		t.Errorf("got %v, want %v", r.taken["pay_1"], want)
	}
}

func TestADeadEventIsKeptAndRedelivered(t *testing.T) {
	t.Parallel()
	r, subscriber := newReceiver(t)
	r.failing.Store(true)
	s := start(t, subscriber)
	s.emit(t, "evt_1", "pay_1")
	for tries := 0; tries < 4; {
		s.clock.advance(time.Hour)
		select {
		case s.ticks <- time.Time{}:
		case <-r.tries:
			tries++
		}
	}
	dead := journal.EventFilter{State: journal.DeliveryDead}
	for {
		events, _, err := s.journal.ListEvents(t.Context(), dead, journal.Page{})
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 1 {
			break
		}
		s.ticks <- time.Time{} // the last try is being written down
	}
	r.failing.Store(false)
	if err := s.journal.Redeliver(t.Context(), "evt_1", nil); err != nil {
		t.Fatal(err)
	}
	if got := await(t, r.taker, "the redelivered event"); got != "evt_1" {
		t.Errorf("redelivered %s", got)
	}
}

func TestAHangingSubscriberHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	hanging := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(hanging.Close)
	t.Cleanup(func() { close(release) })
	r, subscriber := newReceiver(t)
	stuck := webhooks.Subscriber{Name: "stuck", URL: hanging.URL, Secret: canonical.NewSecret(secret), Types: []string{"*"}}
	s := start(t, stuck, subscriber)
	for i := range 10 {
		s.emit(t, fmt.Sprintf("evt_%02d", i), "pay_1")
	}
	for range 10 {
		await(t, r.taker, "an event")
	}
}

func TestOnlyWantedTypesAreKept(t *testing.T) {
	t.Parallel()
	audience := webhooks.RecipientsOf([]webhooks.Subscriber{{Name: "all", Types: []string{"*"}}, {Name: "one", Types: []string{"payment.updated"}}, {Name: "none"}, {Name: "operators", Types: []string{"*", "reconciliation.exception"}}})
	for eventType, want := range map[string]string{
		"payment.updated": "all one operators", "customer.screening.updated": "all operators",
		"payment.corrected": "all operators", "reconciliation.exception": "operators",
		"gateway.restored": "all operators",
	} {
		if got := strings.Join(audience(journal.Event{Type: eventType}), " "); got != want {
			t.Errorf("%s goes to %q, want %q", eventType, got, want)
		}
	}
}

func TestX15OnlyTheTenantsOfASubscriberAreHeard(t *testing.T) {
	t.Parallel()
	types := []string{"payment.updated"}
	audience := webhooks.RecipientsOf([]webhooks.Subscriber{
		{Name: "all", Types: types, Tenants: []string{"*"}}, {Name: "unsaid", Types: types},
		{Name: "acme", Types: types, Tenants: []string{"acme"}}, {Name: "both", Types: types, Tenants: []string{"globex", "acme"}},
		{Name: "globex", Types: types, Tenants: []string{"globex"}}, {Name: "others", Types: []string{"connection.degraded"}, Tenants: []string{"*"}},
	})
	for tenant, want := range map[string]string{"acme": "all unsaid acme both", "globex": "all unsaid both globex", "acm": "all unsaid", "": "all unsaid"} {
		if got := strings.Join(audience(journal.Event{Type: "payment.updated", Tenant: tenant}), " "); got != want {
			t.Errorf("an event of %q goes to %q, want %q", tenant, got, want)
		}
	}
}

// It concerns all tenants, and is told once to each subscriber.
func TestEverybodyHearsThatTheGatewayWasRestored(t *testing.T) {
	t.Parallel()
	types := []string{"payment.updated", "gateway.restored"}
	restored := journal.Event{Type: "gateway.restored", Data: []byte(`{"restored":true}`)}
	audience := webhooks.RecipientsOf([]webhooks.Subscriber{
		{Name: "acme", Types: types, Tenants: []string{"acme"}}, {Name: "all", Types: []string{"*"}, Tenants: []string{"*"}},
		{Name: "payments", Types: []string{"payment.updated"}, Tenants: []string{"acme"}},
	})
	if got := strings.Join(audience(restored), " "); got != "acme all" {
		t.Errorf("goes to %q", got)
	}
	body, err := webhooks.Body(restored)
	if err != nil || !strings.Contains(string(body), `"source":"/gateway"`) || strings.Contains(string(body), `"tenant"`) {
		t.Errorf("%s, %v", body, err)
	}
}

// What waits for a subscriber that now hears other tenants is not delivered.
func TestX15WhatWaitsForANarrowedSubscriberIsNotDelivered(t *testing.T) {
	t.Parallel()
	r, subscriber := newReceiver(t)
	subscriber.Tenants = []string{"globex"}
	s := startWith(t, func(journal.Event) []string { return []string{subscriber.Name} }, subscriber)
	s.emit(t, "evt_1", "pay_1")
	for {
		events, _, err := s.journal.ListEvents(t.Context(), journal.EventFilter{State: journal.DeliveryDead}, journal.Page{})
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 1 {
			break
		}
		s.clock.advance(time.Hour)
		s.ticks <- time.Time{}
	}
	if len(r.tries) > 0 {
		t.Error("another tenant's event was delivered")
	}
}

func TestABadSecretIsRefusedWithoutShowingIt(t *testing.T) {
	t.Parallel()
	_, err := webhooks.New(nil, []webhooks.Subscriber{{Name: "crm", Secret: canonical.NewSecret("whsec_not base64!")}}, webhooks.Options{})
	if err == nil || strings.Contains(err.Error(), "base64!") || !strings.Contains(err.Error(), "crm") {
		t.Errorf("a bad secret gives %v", err)
	}
}
