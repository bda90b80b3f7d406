package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies"
	"canongate/policies/routing"
)

const personLookup = `{"identifier":{"type":"emirates_id","number":"784199100000019"}}`

// shadowed has the rule for reading compare everything with the other bank.
func shadowed(share float64) func(*rig, *gateway.Options) {
	return func(r *rig, o *gateway.Options) {
		r.state.Routes = shadowRoutes(r, share)
		at := time.Now()
		o.Now = func() time.Time { return at } // a busy machine sheds
	}
}

func shadowRoutes(r *rig, share float64) *routing.Router {
	var infos []routing.ConnectionInfo
	for name, connection := range r.state.Connections {
		info := routing.ConnectionInfo{Name: name}
		for _, row := range canonical.Operations() {
			if row.Supports(connection.Adapter) {
				info.Operations = append(info.Operations, row.Name())
			}
		}
		infos = append(infos, info)
	}
	made, problems := routing.NewRouter([]routing.RouteOptions{
		{
			Name: "reading", Operations: []string{"lookup_customer", "get_customer", "list_offers"},
			Use: []routing.RouteUse{{Connection: bank}}, Shadow: &routing.RouteShadow{Connection: otherBank, Share: share},
		},
		{Name: "rest", Operations: []string{"*"}, Use: []routing.RouteUse{{Connection: bank}}},
	}, infos)
	if len(problems) > 0 {
		panic(fmt.Sprint(problems))
	}
	return made
}

// settled waits until so many comparisons are over, and gives what they came to.
func (r *rig) settled(t *testing.T, over int64) gateway.ShadowReport {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; <-time.After(time.Millisecond) {
		report := r.server.Shadows()[0]
		switch n := report.Compared + report.Errors + report.Shed; {
		case n == over:
			return report
		case n > over || time.Now().After(end):
			t.Fatalf("comparisons are %+v, want %d over", report, over)
		}
	}
}

func (r *rig) looksUp(t *testing.T, status int, header ...string) answer {
	t.Helper()
	a := r.call(t, http.MethodPost, "/v1/customers/lookup", personLookup, header...)
	if a.status != status || a.header.Get("Gateway-Connection") != bank {
		t.Fatalf("%d from %s: %s", a.status, a.header.Get("Gateway-Connection"), a.body)
	}
	return a
}

func TestAShadowIsComparedByField(t *testing.T) {
	t.Parallel()
	r := newRig(t, shadowed(1))
	r.looksUp(t, http.StatusOK)
	if report := r.settled(t, 1); report.Equal != 1 || r.other.count("lookup_customer") != 1 {
		t.Errorf("the same answer: %+v", report)
	}
	r.other.found = func(c *canonical.Customer) {
		c.Name.GivenName, c.Gender, c.CountryOfResidence = "Laila", "female", ""
		c.ID = canonical.NewID[canonical.CustomerID](canonical.Keys{"another": "key"})
	}
	r.looksUp(t, http.StatusOK)
	report := r.settled(t, 2)
	text, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	want := `"different":{"/country_of_residence":{"missing":1},"/gender":{"extra":1},"/name/given_name":{"different":1}}`
	if !bytes.Contains(text, []byte(want)) || report.Equal != 1 || report.Route != "reading" || report.Connection != otherBank {
		t.Errorf("report is %s", text)
	}
	for _, value := range []string{"Laila", "Layla", "female", "784199100000019", "0019", "cus_"} {
		if bytes.Contains(text, []byte(value)) {
			t.Errorf("the report holds the value %s: %s", value, text)
		}
	}
}

// Who is found nowhere is found nowhere: that is an answer. A vendor that fails gives
// none.
func TestAShadowOfNobody(t *testing.T) {
	t.Parallel()
	r := newRig(t, shadowed(1))
	nobody := &canonical.Error{Code: canonical.CustomerNotFound, Outcome: canonical.Answered}
	r.vendor.fail, r.other.fail = nobody, nobody
	r.looksUp(t, http.StatusNotFound)
	if report := r.settled(t, 1); report.Equal != 1 {
		t.Errorf("nobody at both: %+v", report)
	}
	r.vendor.fail = nil
	r.looksUp(t, http.StatusOK)
	if report := r.settled(t, 2); report.Different[""]["missing"] != 1 {
		t.Errorf("nobody at the other: %+v", report)
	}
	r.other.fail = &canonical.Error{Code: canonical.VendorTimeout, Outcome: canonical.Unknown}
	r.looksUp(t, http.StatusOK)
	if report := r.settled(t, 3); report.Errors != 1 || report.Codes["vendor_timeout"] != 1 || report.Compared != 2 {
		t.Errorf("the other fails: %+v", report)
	}
	r.vendor.fail = &canonical.Error{Code: canonical.VendorRejected, Outcome: canonical.Answered}
	r.call(t, http.MethodPost, "/v1/customers/lookup", personLookup)
	if calls := r.other.count("lookup_customer"); calls != 3 {
		t.Errorf("the other was asked %d times, though there was nothing to compare with", calls)
	}
}

// An answer comes while the other vendor hangs, and what is more than there is room
// for is shed.
func TestAShadowCostsTheCallerNothing(t *testing.T) {
	t.Parallel()
	hang := make(chan struct{})
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[otherBank].Spare = func(ctx context.Context, _ *policies.Call, next policies.Next) error {
			select {
			case <-hang:
			case <-ctx.Done():
			}
			return next(ctx)
		}
	}, shadowed(1))
	const calls = 50
	for range calls {
		r.looksUp(t, http.StatusOK)
	}
	report := r.settled(t, calls-32) // that many are shed, and the rest hangs
	if report.Shed != calls-32 || r.other.count("lookup_customer") != 0 {
		t.Errorf("report is %+v", report)
	}
	close(hang)
	if report := r.settled(t, calls); report.Equal != 32 {
		t.Errorf("at last %+v", report)
	}
}

func TestAShadowWithoutAProcessorIsShed(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	at := time.Now()
	r := newRig(t, shadowed(1), func(_ *rig, o *gateway.Options) {
		o.Now = func() time.Time { return at.Add(2 * time.Millisecond * time.Duration(asked.Add(1))) }
	})
	r.looksUp(t, http.StatusOK)
	if report := r.settled(t, 1); report.Shed != 1 || r.other.count("lookup_customer") != 0 {
		t.Errorf("report is %+v", report)
	}
}

// What the gateway refuses by itself was not asked, and is no error of the vendor.
func TestAShadowThatIsRefusedIsShed(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[otherBank].Spare = func(context.Context, *policies.Call, policies.Next) error {
			return &canonical.Error{Code: canonical.RateLimited, Origin: canonical.OriginGateway, Outcome: canonical.NotSent}
		}
	}, shadowed(1))
	r.looksUp(t, http.StatusOK)
	if report := r.settled(t, 1); report.Shed != 1 || report.Errors != 0 {
		t.Errorf("report is %+v", report)
	}
}

// A shutdown ends what hangs.
func TestAShutdownEndsShadows(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[otherBank].Spare = func(ctx context.Context, _ *policies.Call, _ policies.Next) error {
			<-ctx.Done()
			return ctx.Err()
		}
	}, shadowed(1))
	r.looksUp(t, http.StatusOK)
	if err := r.server.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if report := r.settled(t, 1); report.Shed != 1 {
		t.Errorf("report is %+v", report)
	}
}

// A person who is meant by reference is asked for under the id that they have at the
// other connection. An id of the first one, and a customer's own token, stay there.
func TestAShadowUsesNoIDOfAnotherConnection(t *testing.T) {
	t.Parallel()
	kept := &references{}
	r := newRig(t, withReferences(kept), shadowed(1))
	r.refer(t, "u-1", bank, "77")
	a := r.call(t, http.MethodGet, "/v1/customers/ref:u-1", "")
	var seen canonical.Customer
	a.into(t, &seen)
	if r.call(t, http.MethodGet, "/v1/customers/"+seen.ID.Sealed(), ""); r.other.count("get_customer") != 0 {
		t.Fatal("the other was asked for somebody whom it does not know")
	}
	r.refer(t, "u-1", otherBank, "88")
	if a := r.call(t, http.MethodGet, "/v1/customers/ref:u-1", ""); a.header.Get("Gateway-Connection") != bank {
		t.Fatalf("%d %s", a.status, a.body)
	}
	r.settled(t, 1)
	if q, ok := r.other.last().(canonical.CustomerQuery); !ok || q.ID.Key("number") != "88" {
		t.Errorf("the other was asked for another record")
	}
	r.call(t, http.MethodGet, "/v1/customers/me/offers", "", "Customer-Authorization: at the first bank")
	r.call(t, http.MethodGet, "/v1/customers/"+seen.ID.Sealed(), "")
	if r.vendor.count("list_offers") != 1 || r.other.count("list_offers") != 0 || r.other.count("get_customer") != 1 {
		t.Error("the other bank got a token or an id of the first one")
	}
}

// A lookup that gives the caller's own id links whom the caller was answered with, and
// nobody at the other connection.
func TestAShadowLinksNobody(t *testing.T) {
	t.Parallel()
	kept := &references{}
	r := newRig(t, withReferences(kept), shadowed(1))
	body := `{"external_reference":"u-2",` + personLookup[1:]
	if a := r.call(t, http.MethodPost, "/v1/customers/lookup", body); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if report := r.settled(t, 1); report.Equal != 1 {
		t.Errorf("report is %+v", report)
	}
	if records, err := kept.CustomerRecords(t.Context(), "acme", "u-2"); err != nil || len(records) != 1 || records[0].Connection != bank {
		t.Errorf("the reference means %+v, %v", records, err)
	}
}

// Which connection the caller asked for by name is no matter of the rule.
func TestOnlyRequestsOfTheRuleHaveAShadow(t *testing.T) {
	t.Parallel()
	r := newRig(t, shadowed(1))
	r.looksUp(t, http.StatusOK, "Gateway-Connection: "+bank)
	r.call(t, http.MethodPost, "/v1/customers", "{}")
	none := newRig(t, shadowed(0))
	none.looksUp(t, http.StatusOK)
	if r.other.count("lookup_customer")+r.other.count("create_customer")+none.other.count("lookup_customer") != 0 {
		t.Error("the other was asked")
	}
}

func TestShadowsSurviveAReload(t *testing.T) {
	t.Parallel()
	r := newRig(t, shadowed(1))
	r.looksUp(t, http.StatusOK)
	r.settled(t, 1)
	next := r.state
	next.Generation++
	next.Routes = shadowRoutes(r, 0.25)
	r.server.Swap(&next)
	if report := r.settled(t, 1); report.Share != 0.25 || report.Equal != 1 {
		t.Errorf("after a reload %+v", report)
	}
	next.Routes = routes(t, &next)
	r.server.Swap(&next)
	if left := r.server.Shadows(); len(left) != 0 {
		t.Errorf("without the rule there is %+v", left)
	}
}
