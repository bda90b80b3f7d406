package gateway_test

import (
	"net/http"
	"testing"

	"canongate/gateway"
)

// TestTooManyRequestsAreRefusedEarly fills a gateway that has room for one. Its
// probes answer all the same.
func TestTooManyRequestsAreRefusedEarly(t *testing.T) {
	t.Parallel()
	vendor := slow{&fakeVendor{}, make(chan struct{}), make(chan struct{})}
	r := newRig(t, func(r *rig, o *gateway.Options) {
		r.state.Connections[bank].Adapter = vendor
		o.Server.MaxInFlight = 1
	})
	inside := make(chan answer, 1)
	go func() { inside <- r.call(t, http.MethodGet, "/v1/agreements", "") }()
	<-vendor.entered
	a := r.call(t, http.MethodPost, "/v1/customers", "{}")
	if p := a.problem(t); a.status != http.StatusServiceUnavailable || p.Origin != "gateway" || p.Outcome != "not_sent" || !p.Retryable {
		t.Errorf("the second request gives %d %s", a.status, a.body)
	}
	if a.header.Get("Retry-After") != "1" || a.header.Get("Gateway-Connection") != "" {
		t.Errorf("the second request's header is %v", a.header)
	}
	for _, probe := range []string{"/livez", "/readyz"} {
		if a := r.call(t, http.MethodGet, probe, ""); a.status != http.StatusOK {
			t.Errorf("%s of a busy gateway gives %d %s", probe, a.status, a.body)
		}
	}
	vendor.release <- struct{}{}
	if a := <-inside; a.status != http.StatusOK {
		t.Errorf("the first request gives %d %s", a.status, a.body)
	}
	if a := r.call(t, http.MethodPost, "/v1/customers", "{}"); a.status != http.StatusCreated {
		t.Errorf("after it there is no room: %d %s", a.status, a.body)
	}
}
