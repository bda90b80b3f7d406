package scorecard

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

// Request counts one request of a caller: what it took, and what of that the gateway
// added to the calls to vendors. A tenant of "" is a caller who is not known.
func (b *Book) Request(tenant, operation string, code canonical.Code, took, added time.Duration) {
	b.count("", tenant, func(f *figures) {
		f.attempt(code, took)
		if f.Added == nil {
			f.Added = map[int]int64{}
		}
		f.Added[bucketOf(added)]++
		if operation != "" {
			f.operation(operation)[wordOf(code)]++
		}
	})
}

// Requests are callers' requests as people read them.
type Requests struct {
	Requests int64 `json:"requests"`
	Failed   int64 `json:"failed"`  // by the fault of the gateway or a vendor
	Refused  int64 `json:"refused"` // by the fault of the caller
	// Percentiles of the requests' duration, and of what the gateway added to its calls
	// to vendors, in milliseconds, within five per cent.
	P50      float64 `json:"p50_ms"`
	P95      float64 `json:"p95_ms"`
	P99      float64 `json:"p99_ms"`
	AddedP50 float64 `json:"added_p50_ms"`
	AddedP95 float64 `json:"added_p95_ms"`
	AddedP99 float64 `json:"added_p99_ms"`
}

func (f *figures) requests() Requests {
	r := countOf(f.Codes)
	r.P50, r.P95, r.P99 = quantile(f.Took, 0.5), quantile(f.Took, 0.95), quantile(f.Took, 0.99)
	r.AddedP50, r.AddedP95, r.AddedP99 = quantile(f.Added, 0.5), quantile(f.Added, 0.95), quantile(f.Added, 0.99)
	return r
}

func countOf(codes map[string]int64) (r Requests) {
	for code, n := range codes {
		r.Requests += n
		switch {
		case faults[canonical.Code(code)] || policies.Failed(canonical.Code(code)):
			r.Failed += n
		case code != success:
			r.Refused += n
		}
	}
	return r
}

// faults are the gateway's own, beside those of vendors: the same as in the alerts.
var faults = map[canonical.Code]bool{
	canonical.InternalError: true, canonical.JournalUnavailable: true, canonical.JournalRestored: true, canonical.IssuerKeysUnavailable: true,
}

// Traffic is what callers' requests came to over a window.
type Traffic struct {
	Window string `json:"window"`
	// AllReplicas says whether these are the figures of all replicas, or of this one.
	AllReplicas bool `json:"all_replicas"`
	// Since is when they begin: this replica may be younger than the window.
	Since time.Time `json:"since"`
	Step  string    `json:"step"` // between points
	Requests
	Codes      map[string]int64    `json:"codes"`
	Points     []Point             `json:"points"` // the oldest first; those without a request too
	Tenants    []TenantRequests    `json:"tenants"`
	Operations []OperationRequests `json:"operations"`
}

// Point are the requests of a minute or an hour, named by its beginning in UTC.
type Point struct {
	At time.Time `json:"at"`
	Requests
}

// TenantRequests are those of one tenant; "" are callers who are not known.
type TenantRequests struct {
	Tenant string `json:"tenant"`
	Requests
}

// OperationRequests counts those of one operation.
type OperationRequests struct {
	Operation string `json:"operation"`
	Requests  int64  `json:"requests"`
	Failed    int64  `json:"failed"`
	Refused   int64  `json:"refused"`
}

// The windows of traffic.
const (
	WindowHour = "60m" // by the minute, of this replica
	WindowWeek = "7d"  // by the hour, of all replicas that share a journal
	minuteNow  = "1m"
	hourNow    = "1h"
)

// Windows are those of traffic.
func Windows() []string { return []string{WindowHour, WindowWeek} }

// Traffic adds up the requests of the tenants that are seen, over one of the windows.
func (b *Book) Traffic(ctx context.Context, window string, sees func(tenant string) bool) (Traffic, error) {
	now := b.now().UTC()
	switch window {
	case WindowHour:
		a := newAdder(sees)
		since := now.Add(-lastHour).Truncate(time.Minute).Add(time.Minute)
		b.mu.Lock()
		for _, one := range b.minutes.since(since, now) {
			for tenant, f := range one.tenants {
				a.add(one.began, tenant, f)
			}
		}
		b.mu.Unlock()
		if b.began.After(since) {
			since = b.began.Truncate(time.Minute)
		}
		return a.traffic(Traffic{Window: window, Step: minuteNow, Since: since}, time.Minute, now), nil
	case WindowWeek:
		a := newAdder(sees)
		since := hourOf(now.Add(-MaxWindow)).Add(time.Hour)
		rows, err := b.rows(ctx, "", since)
		if err != nil {
			return Traffic{}, err
		}
		for _, row := range rows {
			f, err := decode(row.Figures)
			if err != nil {
				return Traffic{}, err
			}
			a.add(row.Hour, row.Operation, f)
		}
		_, alone := b.store.(*Memory)
		return a.traffic(Traffic{Window: window, Step: hourNow, Since: since, AllReplicas: !alone}, time.Hour, now), nil
	}
	return Traffic{}, errors.New("no such window of traffic")
}

// adder adds requests up by time and by tenant.
type adder struct {
	sees     func(string) bool
	all      *figures
	points   map[time.Time]*figures
	byTenant map[string]*figures
}

func newAdder(sees func(string) bool) *adder {
	return &adder{sees, newFigures(), map[time.Time]*figures{}, map[string]*figures{}}
}

func (a *adder) add(at time.Time, tenant string, f *figures) {
	if !a.sees(tenant) {
		return
	}
	if a.points[at] == nil {
		a.points[at] = newFigures()
	}
	if a.byTenant[tenant] == nil {
		a.byTenant[tenant] = newFigures()
	}
	a.all.add(f)
	a.points[at].add(f)
	a.byTenant[tenant].add(f)
}

// traffic fills in what was added, with a point for every step from Since to now.
func (a *adder) traffic(t Traffic, step time.Duration, now time.Time) Traffic {
	t.Requests, t.Codes = a.all.requests(), a.all.Codes
	t.Points, t.Tenants, t.Operations = []Point{}, []TenantRequests{}, []OperationRequests{}
	for at := t.Since; !at.After(now); at = at.Add(step) {
		p := Point{At: at}
		if f := a.points[at]; f != nil {
			p.Requests = f.requests()
		}
		t.Points = append(t.Points, p)
	}
	for _, name := range slices.Sorted(maps.Keys(a.byTenant)) {
		t.Tenants = append(t.Tenants, TenantRequests{name, a.byTenant[name].requests()})
	}
	for name, codes := range a.all.Operations {
		n := countOf(codes)
		t.Operations = append(t.Operations, OperationRequests{name, n.Requests, n.Failed, n.Refused})
	}
	slices.SortFunc(t.Operations, func(a, b OperationRequests) int {
		return cmp.Or(cmp.Compare(b.Requests, a.Requests), cmp.Compare(a.Operation, b.Operation))
	})
	return t
}
