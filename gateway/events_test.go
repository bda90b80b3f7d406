package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies"
)

// refusals counts the notifications that were not taken, by connection and reason.
type refusals map[string]int

func (r refusals) note(connection, reason string) { r[connection+" "+reason]++ }

// notify sends a notification as a vendor would; forgery is what its signature
// is worth.
func (r *rig) notify(t testing.TB, connection, body, forgery string) answer {
	t.Helper()
	return r.call(t, http.MethodPost, "/v1/inbound/"+connection+"/events", body, "Authorization: ", "Forgery: "+forgery)
}

// told is what an answer says, but for what names the request.
func (a answer) told(t testing.TB) string {
	t.Helper()
	var body map[string]any
	a.into(t, &body)
	delete(body, "request_id")
	header := maps.Clone(a.header)
	for _, own := range []string{"Request-Id", "Server-Timing", "Date"} {
		header.Del(own)
	}
	text, err := json.Marshal([]any{a.status, body, header})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestX2ForgedNotificationsTouchNothing(t *testing.T) {
	t.Parallel()
	refused, chain := refusals{}, 0
	withJournal := func(r *rig, o *gateway.Options) {
		o.EventRefused = refused.note
		for _, c := range r.state.Connections {
			c.Policy = func(ctx context.Context, _ *policies.Call, next policies.Next) error { chain++; return next(ctx) }
		}
		r.state.Connections["mute"] = &gateway.Connection{Name: "mute", Vendor: "stub", Tenant: "acme", Adapter: onlyLookup{r.other}}
	}
	r := newRig(t, withJournal)
	without := newRig(t, withJournal, func(_ *rig, o *gateway.Options) { o.Events = nil })
	want := r.notify(t, bank, "{}", "wrong_signature").told(t)
	if !strings.HasPrefix(want, "[401,") {
		t.Fatal(want)
	}
	for name, got := range map[string]answer{
		"unsigned":              r.notify(t, bank, "{}", "unsigned"),
		"stale":                 r.notify(t, bank, "{}", "stale"),
		"without a time":        r.notify(t, bank, "{}", "no_timestamp"),
		"to another connection": r.notify(t, otherBank, "no JSON", "wrong_signature"),
		"to nobody":             r.notify(t, "nowhere", "{}", "wrong_signature"),
		"to nobody, unsigned":   r.notify(t, "nowhere", "", "unsigned"),
		"right, to nobody":      r.notify(t, "nowhere", "{}", ""),
		"to one without events": r.notify(t, "mute", "{}", "wrong_signature"),
		"right, without events": r.notify(t, "mute", "{}", ""),
		"without a journal":     without.notify(t, bank, "{}", "wrong_signature"),
		"largest":               r.notify(t, bank, strings.Repeat("x", 64<<10), "wrong_signature"),
	} {
		if told := got.told(t); told != want {
			t.Errorf("%s: %s\nwant %s", name, told, want)
		}
	}
	for _, connection := range []string{bank, otherBank, "mute", "nowhere"} {
		for _, forgery := range []string{"", "wrong_signature"} {
			if a := r.notify(t, connection, strings.Repeat("x", 64<<10+1), forgery); a.status != http.StatusRequestEntityTooLarge {
				t.Errorf("too large for %s: %d", connection, a.status)
			}
		}
	}
	if chain != 0 || r.vendor.count("receive_event")+r.other.count("receive_event") != 0 || len(r.events.got) != 0 {
		t.Errorf("the chain ran %d times", chain)
	}
	for reason, times := range (refusals{
		bank + " wrong_signature": 3, bank + " unsigned": 1, bank + " stale": 1, bank + " no_timestamp": 1,
		"nowhere unknown_connection": 3, "mute not_supported": 2, otherBank + " wrong_signature": 1,
	}) {
		if refused[reason] != times {
			t.Errorf("%s was counted %d times, want %d", reason, refused[reason], times)
		}
	}
}

func TestX2NotificationsHaveARateOfTheirOwn(t *testing.T) {
	t.Parallel()
	refused := refusals{}
	r := newRig(t, func(r *rig, o *gateway.Options) {
		o.Limiter, o.EventRefused = policies.NewLocalLimiter(), refused.note
		r.state.InboundRate = policies.RateOptions{Limit: 2, Per: policies.Duration(time.Hour)}
	})
	for range 20 { // they count for nothing
		if a := r.notify(t, bank, "{}", "wrong_signature"); a.status != http.StatusUnauthorized {
			t.Fatalf("forged: %d", a.status)
		}
	}
	for range 2 {
		if a := r.notify(t, bank, "{}", ""); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	a := r.notify(t, bank, "{}", "")
	if p := a.problem(t); a.status != http.StatusTooManyRequests || p.Code != "rate_limited" || a.header.Get("Retry-After") == "" || refused[bank+" rate_limited"] != 1 {
		t.Errorf("beyond the rate: %d %s %v", a.status, a.body, refused)
	}
	if a := r.notify(t, otherBank, "{}", ""); a.status != http.StatusOK {
		t.Errorf("another connection: %d", a.status)
	}
	if a := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody); a.status != http.StatusOK {
		t.Errorf("a caller: %d", a.status)
	}
	if r.vendor.count("receive_event") != 2 {
		t.Errorf("the adapter got %d", r.vendor.count("receive_event"))
	}
}

// closedLimiter has lost its store and lets nobody through.
type closedLimiter struct{}

func (closedLimiter) Allow(context.Context, string, policies.RateOptions) (policies.Result, error) {
	return policies.Result{}, errors.New("no store")
}

func TestX2WithoutAStoreTheVendorIsNotBlamed(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(_ *rig, o *gateway.Options) { o.Limiter = closedLimiter{} })
	a := r.notify(t, bank, "{}", "")
	if p := a.problem(t); a.status != http.StatusServiceUnavailable || p.Origin != string(canonical.OriginGateway) || a.header.Get("Retry-After") == "" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := r.notify(t, bank, "{}", "unsigned"); a.status != http.StatusUnauthorized {
		t.Errorf("forged: %d", a.status)
	}
}

func TestX2ReplaysDoNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.vendor.proof = canonical.Authenticity{Digest: []byte("first"), Until: time.Now().Add(time.Minute)}
	r.vendor.fail = &canonical.Error{Code: canonical.VendorUnavailable}
	if a := r.notify(t, bank, "{}", ""); a.status != http.StatusServiceUnavailable {
		t.Fatalf("with the vendor away: %d", a.status)
	}
	r.vendor.fail = nil
	for i, want := range []string{"accepted", "known", "known"} { // what failed was not taken
		if a := r.notify(t, bank, "{}", ""); a.status != http.StatusOK || string(a.body) != `{"status":"`+want+`"}` {
			t.Errorf("time %d: %d %s", i+1, a.status, a.body)
		}
	}
	if got := r.vendor.count("receive_event"); got != 2 {
		t.Errorf("the adapter was called %d times, want 2", got)
	}
	r.vendor.proof = canonical.Authenticity{} // nothing tells it from another: its vendor is asked
	r.notify(t, bank, "{}", "")
	r.notify(t, bank, "{}", "")
	r.other.proof = canonical.Authenticity{Digest: []byte("first"), Until: time.Now().Add(time.Minute)}
	r.notify(t, otherBank, "{}", "")
	if r.vendor.count("receive_event") != 4 || r.other.count("receive_event") != 1 {
		t.Error("what is no replay was kept out")
	}
}

func TestX24OneEventForEachThingThatChanged(t *testing.T) {
	t.Parallel()
	const screening, status = canonical.EventScreeningUpdated, canonical.EventCustomerStatusUpdated
	r := newRig(t)
	for i, step := range []struct {
		about            canonical.EventType
		screening, state string
		want             []canonical.EventType
	}{
		{screening, "clear", "active", []canonical.EventType{screening}}, // nobody knows whether the status changed
		{screening, "clear", "active", nil},
		{screening, "clear", "blocked", []canonical.EventType{status}},
		{status, "clear", "active", []canonical.EventType{status}},
		{screening, "rejected", "active", []canonical.EventType{screening}},
		{screening, "clear", "blocked", []canonical.EventType{screening, status}},
		{status, "", "active", []canonical.EventType{status}}, // without a word about the screening
		{status, "clear", "active", nil},
		{screening, "rejected", "", []canonical.EventType{screening}}, // and without one about the status
		{"", "clear", "blocked", nil},
	} {
		r.events.got = nil
		r.vendor.told = &canonical.Notice{
			Type: step.about, Subject: customer("1").ID, State: step.screening,
			Data: canonical.EventData{CustomerID: customer("1").ID, Status: step.state},
		}
		a := r.notify(t, bank, "{}", "")
		var got []canonical.EventType
		for _, n := range r.events.got {
			got = append(got, n.Type)
		}
		wanted := `{"status":"known"}`
		if step.want != nil {
			wanted = `{"status":"accepted"}`
		}
		if !slices.Equal(got, step.want) || string(a.body) != wanted {
			t.Errorf("step %d: %v and %s, want %v", i+1, got, a.body, step.want)
		}
	}
}

func TestX24TheFirstWordOfAStatusIsToldWhereItIsTheNews(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.vendor.told = &canonical.Notice{
		Type: canonical.EventCustomerStatusUpdated, Subject: customer("1").ID, State: "clear",
		Data: canonical.EventData{CustomerID: customer("1").ID, Status: "blocked", Screening: &canonical.Screening{Status: "clear"}},
	}
	r.notify(t, bank, "{}", "")
	if len(r.events.got) != 1 || r.events.got[0].Type != canonical.EventCustomerStatusUpdated || strings.Contains(string(r.events.got[0].Data), "screening") {
		t.Errorf("told %+v", r.events.got)
	}
}
