package scorecard_test

import (
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
	"canongate/policies/scorecard"
)

func everybody(string) bool { return true }

func trafficOf(t *testing.T, b *scorecard.Book, window string, sees func(string) bool) scorecard.Traffic {
	t.Helper()
	traffic, err := b.Traffic(t.Context(), window, sees)
	if err != nil {
		t.Fatal(err)
	}
	return traffic
}

func TestTrafficOfTheLastHourIsByTheMinute(t *testing.T) {
	t.Parallel()
	c := &clock{noon.Add(-3 * time.Hour)}
	b := scorecard.New("one", scorecard.NewMemory(), c.now)
	b.Request("acme", "get_customer", "", time.Second, time.Millisecond) // long over
	c.at = noon
	for range 18 {
		b.Request("acme", "get_customer", "", 40*time.Millisecond, time.Millisecond)
	}
	b.Request("acme", "create_customer", canonical.ValidationFailed, 2*time.Millisecond, 2*time.Millisecond)
	c.at = noon.Add(59 * time.Minute)
	b.Request("acme", "create_customer", canonical.VendorTimeout, 30*time.Second, 4*time.Millisecond)
	b.Request("globex", "create_customer", canonical.JournalUnavailable, time.Millisecond, time.Millisecond)
	b.Request("", "", canonical.Unauthenticated, time.Millisecond, time.Millisecond)

	all := trafficOf(t, b, scorecard.WindowHour, everybody)
	if all.Requests.Requests != 22 || all.Failed != 2 || all.Refused != 2 || all.AllReplicas || all.Step != "1m" {
		t.Errorf("traffic is %+v", all)
	}
	wantNear(t, all.P50, 40)
	wantNear(t, all.AddedP50, 1)
	if len(all.Points) != 60 || all.Points[0].Requests.Requests != 19 || all.Points[59].Failed != 2 || all.Points[30].Requests.Requests != 0 {
		t.Errorf("points are %+v", all.Points)
	}
	if len(all.Tenants) != 3 || all.Tenants[1].Tenant != "acme" || all.Tenants[1].Requests.Requests != 20 {
		t.Errorf("tenants are %+v", all.Tenants)
	}
	if len(all.Operations) != 2 || all.Operations[0] != (scorecard.OperationRequests{Operation: "get_customer", Requests: 18}) ||
		all.Operations[1] != (scorecard.OperationRequests{Operation: "create_customer", Requests: 3, Failed: 2, Refused: 1}) {
		t.Errorf("operations are %+v", all.Operations)
	}
	acme := trafficOf(t, b, scorecard.WindowHour, func(tenant string) bool { return tenant == "acme" })
	if acme.Requests.Requests != 20 || acme.Codes["unauthenticated"] != 0 || len(acme.Tenants) != 1 {
		t.Errorf("who sees acme sees %+v", acme)
	}
	c.at = noon.Add(60 * time.Minute)
	if later := trafficOf(t, b, scorecard.WindowHour, everybody); later.Requests.Requests != 3 {
		t.Errorf("a minute later there are %d requests, want the 3 of the last minute", later.Requests.Requests)
	}
}

func TestTrafficOfAYoungReplicaBeginsWithIt(t *testing.T) {
	t.Parallel()
	c := &clock{noon}
	b := scorecard.New("one", scorecard.NewMemory(), c.now)
	c.at = noon.Add(3*time.Minute + time.Second)
	if all := trafficOf(t, b, scorecard.WindowHour, everybody); !all.Since.Equal(noon) || len(all.Points) != 4 {
		t.Errorf("traffic begins %v with %d points", all.Since, len(all.Points))
	}
}

func TestTrafficOfTheWeekAddsReplicasUp(t *testing.T) {
	t.Parallel()
	c := &clock{noon}
	shared := &byReplica{rows: map[string]journal.ScorecardHour{}}
	one, other := scorecard.New("one", shared, c.now), scorecard.New("other", shared, c.now)
	one.Request("acme", "get_customer", "", time.Second, time.Millisecond)
	other.Request("acme", "get_customer", canonical.VendorError, time.Second, time.Millisecond)
	other.Attempt("cdp-uae", "get_customer", "", time.Second) // no request
	keep(t, one)
	keep(t, other)
	c.at = c.at.Add(5 * 24 * time.Hour)
	all := trafficOf(t, one, scorecard.WindowWeek, everybody)
	if all.Requests.Requests != 2 || all.Failed != 1 || !all.AllReplicas || len(all.Points) != 7*24 || all.Points[47].Requests.Requests != 2 {
		t.Errorf("traffic is %+v", all)
	}
	if len(all.Operations) != 1 || all.Operations[0].Requests != 2 || all.Operations[0].Failed != 1 {
		t.Errorf("operations are %+v", all.Operations)
	}
	if alone := trafficOf(t, scorecard.New("one", scorecard.NewMemory(), c.now), scorecard.WindowWeek, everybody); alone.AllReplicas {
		t.Error("a replica without a journal speaks for all")
	}
	if _, err := one.Traffic(t.Context(), "8d", everybody); err == nil {
		t.Error("a window of 8 days is taken")
	}
}

func TestRecentCallsAndShares(t *testing.T) {
	t.Parallel()
	c := &clock{noon}
	b := scorecard.New("one", scorecard.NewMemory(), c.now)
	b.Attempt("cdp-uae", "get_customer", canonical.VendorError, time.Second)
	b.Routed("uae", "cdp-uae")
	c.at = noon.Add(20 * time.Minute)
	b.Attempt("cdp-uae", "lookup_customer", "", time.Second)
	b.Routed("uae", "cdp-uae")
	b.Routed("uae", "cdp-2")
	if hour, few := b.Recent("cdp-uae", time.Hour), b.Recent("cdp-uae", 10*time.Minute); hour.Calls != 2 || *hour.SuccessRatio != 0.5 || few.Calls != 1 {
		t.Errorf("calls are %+v and %+v", hour, few)
	}
	if got := b.Shares()["uae"]; got["cdp-uae"] != 2 || got["cdp-2"] != 1 {
		t.Errorf("shares are %v", got)
	}
	c.at = noon.Add(70 * time.Minute)
	if got := b.Shares()["uae"]; got["cdp-uae"] != 1 {
		t.Errorf("shares an hour later are %v", got)
	}
}
