package admin_test

import (
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway/admin"
	"canongate/policies/journal"
)

// figures are the members that the tests look at.
type figures struct{ Requests, Failed, Refused int64 }

func TestOverviewSaysWhatToDoFirst(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.scores.Request("acme", "get_customer", "", time.Second, time.Millisecond)
	r.scores.Request("globex", "get_customer", canonical.VendorError, time.Second, time.Millisecond)
	r.config.now.FileDiffers = true
	for range 6 {
		r.scores.Attempt("cdp-uae", "get_customer", canonical.VendorError, time.Second)
	}
	if w := r.send("PUT", "/admin/v1/connections/cdp-uae/state", `{"state":"draining","reason":"vendor works on it"}`); w.Code != 200 {
		t.Fatal(w.Body)
	}
	w := r.send("GET", "/admin/v1/overview", "")
	got := decode[struct {
		figures
		Window, Step string
		AllReplicas  bool `json:"all_replicas"`
		Points       []struct{ figures }
		ToDos        []struct {
			Kind, Subject, Detail string
			Act                   bool
			Count                 int
		} `json:"to_dos"`
	}](t, w)
	if w.Code != 200 || got.Window != "60m" || got.Step != "1m" || got.AllReplicas || got.figures != (figures{2, 1, 0}) || len(got.Points) == 0 {
		t.Errorf("overview is %d %s", w.Code, w.Body)
	}
	order := []string{"payments_unknown", "events_dead", "file_differs", "connection_failing", "connection_draining", "rollout_running", "shadow_differs"}
	if len(got.ToDos) != len(order) {
		t.Fatalf("to-dos are %+v", got.ToDos)
	}
	for i, kind := range order {
		if got.ToDos[i].Kind != kind || got.ToDos[i].Detail == "" || got.ToDos[i].Act != (i < 4) {
			t.Errorf("to-do %d is %+v, want %s", i, got.ToDos[i], kind)
		}
	}
	if r.send("GET", "/admin/v1/overview?window=7d", "").Code != 200 || r.send("GET", "/admin/v1/overview?window=8d", "").Code != 422 {
		t.Error("windows are 60m and 7d")
	}
}

func TestOverviewOfATenantsOperator(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) { o.Operators = operatorsOf("", named("ann", []string{"acme"}, "viewer")) })
	r.scores.Request("acme", "get_customer", "", time.Second, time.Millisecond)
	r.scores.Request("globex", "get_customer", "", time.Second, time.Millisecond)
	r.scores.Request("", "", canonical.Unauthenticated, time.Second, time.Millisecond)
	if got := decode[figures](t, r.send("GET", "/admin/v1/overview", "", as("ann")...)); got.Requests != 1 {
		t.Errorf("who sees acme sees %d requests", got.Requests)
	}
	if got := r.journal.payments; len(got.Tenants) != 1 || got.Status != string(journal.Unknown) {
		t.Errorf("payments were asked for with %+v", got)
	}
	tenants := decode[struct{ Data []struct{ Tenant string } }](t, r.send("GET", "/admin/v1/tenants", "", as("ann")...))
	if len(tenants.Data) != 1 || tenants.Data[0].Tenant != "acme" {
		t.Errorf("tenants are %+v", tenants)
	}
	if w := r.send("GET", "/admin/v1/tenants/globex", "", as("ann")...); w.Code != 404 {
		t.Errorf("another tenant's page is %d", w.Code)
	}
}

func TestTenants(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.scores.Request("acme", "get_customer", canonical.ValidationFailed, time.Second, time.Millisecond)
	r.scores.Request("other", "get_customer", "", time.Second, time.Millisecond)
	list := decode[struct {
		Data []struct {
			figures
			Tenant          string
			Configured      bool
			Credentials     int
			Subscribers     int
			PaymentsUnknown int `json:"payments_unknown"`
		}
	}](t, r.send("GET", "/admin/v1/tenants", "")).Data
	if len(list) != 3 || list[0].Tenant != "acme" || list[0].Refused != 1 || list[0].Credentials != 1 || list[0].Subscribers != 1 || list[0].PaymentsUnknown != 1 ||
		list[1].Requests != 0 || list[2].Tenant != "other" || list[2].Configured {
		t.Errorf("tenants are %+v", list)
	}
	page := decode[struct {
		Traffic         figures
		Credentials     []struct{ ID string }
		Connections     []string
		PaymentsUnknown int `json:"payments_unknown"`
	}](t, r.send("GET", "/admin/v1/tenants/acme?window=7d", ""))
	if page.Traffic.Requests != 1 || len(page.Credentials) != 1 || len(page.Connections) != 1 || page.PaymentsUnknown != 1 {
		t.Errorf("the page is %+v", page)
	}
	if w := r.send("GET", "/admin/v1/tenants/nobody", ""); w.Code != 404 {
		t.Errorf("an unknown tenant's page is %d", w.Code)
	}
}

func TestRoutesSayWhatIsWantedAndMeasured(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for range 3 {
		r.scores.Routed("uae", "cdp-uae")
	}
	r.scores.Routed("uae", "cdp-3")
	rules := decode[struct {
		Data []struct {
			Name     string
			Position int
			Calls    int64
			Use      []struct {
				Connection    string
				WeightInFile  int      `json:"weight_in_file"`
				WantedShare   float64  `json:"wanted_share"`
				MeasuredShare *float64 `json:"measured_share"`
			}
			Rollout *struct{ State string }
		}
	}](t, r.send("GET", "/admin/v1/routes", "")).Data
	if len(rules) != 2 || rules[0].Position != 1 || rules[0].Calls != 4 || rules[0].Use[0].WantedShare != 0.95 || *rules[0].Use[0].MeasuredShare != 0.75 ||
		rules[0].Use[1].WeightInFile != 0 || rules[0].Rollout == nil || rules[0].Rollout.State != "running" ||
		rules[1].Use[0].MeasuredShare != nil || rules[1].Rollout != nil {
		t.Errorf("rules are %+v", rules)
	}
	w := r.send("POST", "/admin/v1/routes/uae/plan", `{"weights":[{"connection":"cdp-uae","weight":1}]}`)
	if w.Code != 200 || r.config.candidate.Route != "uae" || len(r.config.candidate.Weights) != 1 {
		t.Errorf("the plan is %d of %+v", w.Code, r.config.candidate)
	}
	if w := r.send("POST", "/admin/v1/routes/uae/plan", `{}`); w.Code != 422 {
		t.Errorf("a plan without weights is %d", w.Code)
	}
}

func TestTracesOfACustomerAreFoundByItsID(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	if r.send("GET", "/admin/v1/traces?customer_id=cus_1", ""); r.traces.asked.Journey != "j1" {
		t.Errorf("traces were asked for with %+v", r.traces.asked)
	}
	none := decode[struct{ Data []any }](t, r.send("GET", "/admin/v1/traces?customer_id=cus_2", ""))
	if len(none.Data) != 0 {
		t.Errorf("another id finds %d traces", len(none.Data))
	}
}

// TestASwitchIsToKnow with who turned it, why and until when.
func TestASwitchIsToKnow(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	if w := r.send("PUT", "/admin/v1/connections/cdp-uae/state", `{"state":"disabled","reason":"a drill","until":"2099-01-31T18:00:00Z"}`); w.Code != 200 {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	w := r.send("GET", "/admin/v1/overview", "")
	if want := `"detail":"takes no call, by local: a drill (until 2099-01-31T18:00:00Z)"`; !strings.Contains(w.Body.String(), want) {
		t.Errorf("the overview lacks %s: %s", want, w.Body)
	}
}
