package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"canongate/canonical"
)

// The vendor acts, or may have, and the answer is lost: such a payment is
// unknown, for its key and for who reads it, and is never sent again.
func TestPaymentWhoseAnswerIsLostIsUnknownAndNeverSentAgain(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		fault    string
		executed int
	}{
		"acts-and-cuts":      {"reset_after", 1},
		"acts-and-cuts-late": {"cut", 1},
		"acts-and-hangs":     {"hang_after", 1},
		"cuts":               {"reset_before", 0},
		"hangs":              {"hang", 0},
		"says-nothing":       {"empty", 0},
		"fails":              {"status=502", 0},
	}
	faults, timeouts := map[string]string{}, map[string]string{}
	for name := range cases {
		faults[name] = ""
	}
	s := newSite(t, siteOptions{Faults: faults})
	sound := s.serve()
	payers := map[string]payer{}
	for name, c := range cases {
		payers[name] = sound.payer(name)
		faults[name] = c.fault
		if strings.HasPrefix(c.fault, "hang") {
			timeouts[name] = "2s"
		}
	}
	sound.kill()
	s.configure(siteOptions{Faults: faults, Timeouts: timeouts})
	g := s.serve()

	var mu sync.Mutex
	var paying sync.WaitGroup
	answers := map[string]reply{}
	for name := range cases { // at once, so that those that hang do so together
		paying.Go(func() {
			answer, err := g.pay(t.Context(), payers[name], name)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			answers[name] = answer
		})
	}
	paying.Wait()
	ids := map[string]string{}
	for name, c := range cases {
		ids[name] = holdsUnknown(t, g.client, payers[name], name, answers[name])
		if got := s.executed()[name]; got != c.executed {
			t.Errorf("%s: the vendor executed it %d times, want %d", name, got, c.executed)
		}
	}
	unknown := g.payments(t, url.Values{"status": {canonical.PaymentUnknown}})
	if want := slices.Sorted(maps.Values(ids)); !slices.Equal(slices.Sorted(maps.Keys(unknown)), want) {
		t.Errorf("listed as unknown: %v, want %v", unknown, want)
	}
	g.kill()
	again := s.serve()
	for name, p := range payers {
		if got := again.mustPay(t, p, name).decode(t); got.PaymentID != ids[name] || got.Outcome != "unknown" {
			t.Errorf("%s: after a restart %+v", name, got)
		}
	}
	id := ids["acts-and-cuts"]
	resolves(t, again, id)

	// Whoever repeats the request hears what became of it, and nothing is sent.
	replay := again.mustPay(t, payers["acts-and-cuts"], "acts-and-cuts")
	var now canonical.Payment
	must(t, json.Unmarshal(replay.body, &now))
	if replay.status != http.StatusCreated || now.Status != canonical.PaymentSettled || now.ID.Sealed() != id || replay.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("after the resolution: %d %v %s", replay.status, replay.header, replay.body)
	}
	var read canonical.Payment
	shown, err := again.get(t.Context(), "/v1/payments/"+id)
	must(t, err)
	must(t, json.Unmarshal(shown.body, &read))
	var steps []string
	for _, step := range read.Timeline {
		steps = append(steps, step.Status+" by "+step.Source)
	}
	if want := []string{"created by gateway", "unknown by gateway", "settled by operator"}; !slices.Equal(steps, want) {
		t.Errorf("timeline %v, want %v", steps, want)
	}
	if read.ACH.SettlementBasis != "operator" || bytes.Contains(replay.body, []byte("statement")) {
		t.Errorf("ach %+v, replay %s", read.ACH, replay.body)
	}
}

// holdsUnknown looks at a payment whose answer got lost and gives its id.
func holdsUnknown(t *testing.T, c client, p payer, key string, first reply) string {
	t.Helper()
	told := first.decode(t)
	if first.status != http.StatusBadGateway || told.Code != "payment_outcome_unknown" || told.Outcome != "unknown" || told.PaymentID == "" {
		t.Fatalf("%s: %d %s", key, first.status, first.body)
	}
	again := c.mustPay(t, p, key)
	if again.status != first.status || !bytes.Equal(again.body, first.body) || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%s: the repetition is not the same: %d %v %s", key, again.status, again.header, again.body)
	}
	if read := c.mustGet(t, "/v1/payments/"+told.PaymentID); read.status() != canonical.PaymentUnknown {
		t.Errorf("%s reads as %s", key, read.status())
	}
	other, err := c.post(t.Context(), "/v1/payments", key, strings.Replace(p.draft(key), "10.50", "10.51", 1))
	must(t, err)
	if other.status != http.StatusUnprocessableEntity || other.decode(t).Code != "idempotency_key_reused" {
		t.Errorf("%s with another amount: %d %s", key, other.status, other.body)
	}
	return told.PaymentID
}

// resolves has an operator say how an unknown payment ended.
func resolves(t *testing.T, g *daemon, id string) {
	t.Helper()
	operator := client{base: g.admin}
	path := "/admin/v1/payments/" + id
	answer, err := operator.post(t.Context(), path+"/resolve", "", `{"status":"settled","reason":"on the bank's statement","by":"local"}`)
	must(t, err)
	if answer.status != http.StatusOK || g.mustGet(t, "/v1/payments/"+id).status() != canonical.PaymentSettled {
		t.Errorf("resolve: %d %s", answer.status, answer.body)
	}
	again, err := operator.post(t.Context(), path+"/resolve", "", `{"status":"failed","reason":"changed my mind","by":"local"}`)
	must(t, err)
	if again.status != http.StatusConflict {
		t.Errorf("resolve again: %d %s", again.status, again.body)
	}
	history, err := operator.get(t.Context(), path+"/history")
	must(t, err)
	if !bytes.Contains(history.body, []byte(`"by":"local"`)) || !bytes.Contains(history.body, []byte("on the bank's statement")) {
		t.Errorf("history: %s", history.body)
	}
}

// A vendor that could not be reached has not acted: the same key may be used
// again.
func TestPaymentThatNeverLeftFreesItsKey(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	g := s.serve()
	p := g.payer(bank)
	address, err := url.Parse(s.sandbox)
	must(t, err)
	s.sandboxes.kill()
	refused := g.mustPay(t, p, "k")
	if told := refused.decode(t); refused.status != http.StatusServiceUnavailable || told.Code != "vendor_unavailable" || told.Outcome != "not_sent" {
		t.Errorf("%d %s", refused.status, refused.body)
	}
	s.openSandboxes(address.Host)
	if paid := g.mustPay(t, p, "k"); paid.status != http.StatusCreated || paid.header.Get("Idempotency-Replayed") != "" {
		t.Errorf("%d %s", paid.status, paid.body)
	}
	if got := s.executed()["k"]; got != 1 {
		t.Errorf("executed %d times", got)
	}
	statuses := slices.Sorted(maps.Values(g.payments(t, url.Values{})))
	if !slices.Equal(statuses, []string{canonical.PaymentCanceled, canonical.PaymentSubmitted}) {
		t.Errorf("payments are %v", statuses)
	}
}

// A second request under a key that is still at the vendor waits outside.
func TestDuplicateMeanwhileIsToldWhenToComeBack(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	sound := s.serve()
	p := sound.payer(bank)
	sound.kill()
	s.configure(siteOptions{Faults: map[string]string{bank: "hang"}, Timeout: "3s"})
	g := s.serve()
	first := make(chan reply, 1)
	go func() {
		answer, err := g.pay(t.Context(), p, "k")
		if err != nil {
			t.Error(err)
		}
		first <- answer
	}()
	eventually(t, "the payment is at the vendor", func() bool {
		return len(g.payments(t, url.Values{"status": {canonical.PaymentCreated}})) == 1
	})
	second := g.mustPay(t, p, "k")
	if told := second.decode(t); second.status != http.StatusConflict || told.Code != "idempotency_in_progress" ||
		told.Outcome != "not_sent" || second.header.Get("Retry-After") == "" {
		t.Errorf("%d %v %s", second.status, second.header, second.body)
	}
	if answer := <-first; answer.status != http.StatusBadGateway {
		t.Errorf("the first: %d %s", answer.status, answer.body)
	}
}

// A journal that cannot be trusted is never replaced by an empty one, which
// would have forgotten every key.
func TestDamagedJournalIsRefusedAtStart(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	g := s.serve()
	p := g.payer(bank)
	for n := range 20 {
		g.mustPay(t, p, fmt.Sprint(n))
	}
	must(t, g.cmd.Process.Signal(os.Interrupt)) // a clean end, so that the log is in the file
	<-g.ended
	file := filepath.Join(s.dir, sqliteFile)
	sound, err := os.ReadFile(file)
	must(t, err)

	scribbled := bytes.Clone(sound)
	copy(scribbled[4096:], bytes.Repeat([]byte{0xAA}, 3*4096))
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"scribbled over": {scribbled, "damaged"},
		"cut short":      {sound[:len(sound)/2], "damaged"},
		"emptied":        {nil, "empty"},
		"something else": {bytes.Repeat([]byte("not a journal "), 1000), "not a SQLite database"},
	} {
		must(t, os.WriteFile(file, c.content, 0o600))
		failed := launch(t, s.dir, "serve", "--config", "canongate.yaml")
		<-failed.ended
		log := failed.log.String()
		if code := failed.cmd.ProcessState.ExitCode(); code != exitRuntime || !strings.Contains(log, c.says) || !strings.Contains(log, sqliteFile) {
			t.Errorf("%s: exit code %d and\n%s", name, code, log)
		}
		if left, err := os.ReadFile(file); err != nil || !bytes.Equal(left, c.content) {
			t.Errorf("%s: the file was changed (%v)", name, err)
		}
	}
	must(t, os.WriteFile(file, sound, 0o600)) // the backup
	if replay := s.serve().mustPay(t, p, "0"); replay.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("after the backup: %d %s", replay.status, replay.body)
	}
}

// A connection that was kept alive may be dead already, and a payment written to
// it is unknown; so none is.
func TestEachPaymentHasAConnectionOfItsOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	address, err := url.Parse(s.sandbox)
	must(t, err)
	var mu sync.Mutex
	requests := map[string][]string{} // paths, by connection
	relay := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: address.Scheme, Host: address.Host})
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		requests[r.RemoteAddr] = append(requests[r.RemoteAddr], r.URL.Path)
		mu.Unlock()
		relay.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	s.sandbox = front.URL + "/omnumi"
	s.configure(siteOptions{})
	g := s.serve()
	p := g.payer(bank)
	for n := range 3 {
		g.mustGet(t, "/v1/customers/"+p.customer+"/bank_accounts")
		if paid := g.mustPay(t, p, fmt.Sprint(n)); paid.status != http.StatusCreated {
			t.Errorf("%d %s", paid.status, paid.body)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	payments := 0
	for _, paths := range requests {
		if slices.Contains(paths, "/omnumi/ach/in") {
			payments++
			if len(paths) > 1 {
				t.Errorf("a payment shared its connection: %v", paths)
			}
		}
	}
	if payments != 3 {
		t.Errorf("%d connections carried a payment, want 3: %v", payments, requests)
	}
}
