package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"
)

// A vendor that turns a call away at its door has not acted: the same key may be
// used again, by a payment too. What it refused after a look is final.
func TestVendorsRefusalAtTheDoorFreesTheKey(t *testing.T) {
	t.Parallel()
	faults := map[string]string{"s401": "status=401", "s403": "status=403", "s429": "status=429", "s400": "status=400", "s422": "status=422"}
	well := map[string]string{}
	for name := range faults {
		well[name] = ""
	}
	s := newSite(t, siteOptions{Faults: well})
	sound := s.serve()
	payers := map[string]payer{}
	for name := range faults {
		payers[name] = sound.payer(name)
	}
	sound.kill()
	s.configure(siteOptions{Faults: faults})
	g := s.serve()
	refused := map[string]reply{}
	for name := range faults {
		refused[name] = g.mustPay(t, payers[name], name)
		if told := refused[name].decode(t); told.Outcome != "answered" {
			t.Errorf("%s: %d %s", name, refused[name].status, refused[name].body)
		}
	}
	g.kill()
	s.configure(siteOptions{Faults: well})
	again := s.serve()
	for name := range faults {
		frees := name == "s401" || name == "s403" || name == "s429"
		answer := again.mustPay(t, payers[name], name)
		if frees && (answer.status != http.StatusCreated || answer.header.Get("Idempotency-Replayed") != "") {
			t.Errorf("%s: the key was not freed: %d %s", name, answer.status, answer.body)
		}
		if !frees && (!bytes.Equal(answer.body, refused[name].body) || answer.header.Get("Idempotency-Replayed") != "true") {
			t.Errorf("%s: answered %s, and first %s", name, answer.body, refused[name].body)
		}
	}
	if got := s.executed(); len(got) != 3 || got["s401"] != 1 || got["s403"] != 1 || got["s429"] != 1 {
		t.Errorf("executed %v", got)
	}
}

// The body of a replay is the first one's, its request_id with it. The header
// names the request that asks now.
func TestReplayKeepsTheRequestIDOfTheFirstCall(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{Faults: map[string]string{bank: ""}})
	sound := s.serve()
	p := sound.payer(bank)
	sound.kill()
	s.configure(siteOptions{Faults: map[string]string{bank: "status=422"}})
	g := s.serve()
	for _, id := range []string{"the-first", "the-second"} {
		header := http.Header{"Idempotency-Key": {"k"}, "Request-Id": {id}}
		answer, err := g.do(t.Context(), http.MethodPost, "/v1/payments", header, []byte(p.draft("k")))
		must(t, err)
		var told struct {
			RequestID string `json:"request_id"`
		}
		must(t, json.Unmarshal(answer.body, &told))
		if told.RequestID != "the-first" || answer.header.Get("Request-Id") != id {
			t.Errorf("%s: the body names %s, the header %s", id, told.RequestID, answer.header.Get("Request-Id"))
		}
	}
}
