package main

import (
	"encoding/json"
	"net/http"
	"testing"

	"canongate/canonical"
	"canongate/gateway/admin"
	"canongate/policies"
)

// quiet is an observer that takes note of nothing.
type quiet struct{ policies.Observer }

func (quiet) Breaker(string, string, policies.BreakerState) {}

func TestADegradationIsToldOnce(t *testing.T) {
	t.Parallel()
	d := newDegradations(quiet{})
	for i, step := range []struct {
		connection string
		state      policies.BreakerState
		want       bool
	}{
		{"one", policies.BreakerOpen, true}, {"one", policies.BreakerHalfOpen, false}, {"one", policies.BreakerOpen, false}, {"other", policies.BreakerOpen, true},
		{"one", policies.BreakerClosed, false}, {"one", policies.BreakerOpen, true}, {"one", policies.BreakerOpen, false},
	} {
		d.Breaker(step.connection, "get_customer", step.state)
		told := false
		select {
		case key := <-d.opened:
			told = key == breakerKey{step.connection, "get_customer"}
		default:
		}
		if told != step.want {
			t.Errorf("step %d: told is %t, want %t", i, told, step.want)
		}
	}
	d.forget("one")
	d.Breaker("one", "get_customer", policies.BreakerOpen)
	d.Breaker("other", "get_customer", policies.BreakerOpen)
	if len(d.opened) != 1 {
		t.Errorf("%d told after the breakers of one connection were made anew, want 1", len(d.opened))
	}
	for range untold + 1 { // nobody reads: a breaker must not wait
		d.forget("one")
		d.Breaker("one", "get_customer", policies.BreakerOpen)
	}
}

func TestAnOpenBreakerIsAnEvent(t *testing.T) {
	t.Parallel()
	r := start(t)
	if status, body := r.operate(t, http.MethodPost, "/admin/v1/connections/cdp-uae/breakers/get_customer", `{"state":"open","reason":"a drill"}`); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	var events struct{ Data []admin.Event }
	eventually(t, "the event is there", func() bool {
		_, body := r.operate(t, http.MethodGet, "/admin/v1/events?type="+string(canonical.EventConnectionDegraded), "")
		return json.Unmarshal([]byte(body), &events) == nil && len(events.Data) > 0
	})
	if e := events.Data[0]; len(events.Data) != 1 || e.Subject != "cdp-uae" || e.Connection != "cdp-uae" || e.Tenant != "demo" {
		t.Errorf("told %+v", events.Data)
	}
}
