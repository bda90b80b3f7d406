package admin

import (
	"slices"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
	"canongate/policies/scorecard"
)

// Tenant is a tenant that the configuration in service names.
type Tenant struct {
	Name        string
	Credentials []TenantCredential
	Connections []string // that it may use
	Subscribers []TenantSubscriber
}

// TenantCredential is an API key, without anything that opens a door.
type TenantCredential struct {
	ID        string      `json:"id"`
	Scopes    []string    `json:"scopes"`
	Rate      string      `json:"rate,omitempty"`       // as the file says it; absent: no limit
	ExpiresAt []time.Time `json:"expires_at,omitempty"` // of each of its hashes that ends
}

// TenantSubscriber is somebody who is told of the tenant's events.
type TenantSubscriber struct {
	Name  string   `json:"name"`
	Types []string `json:"types"`
}

// tenantSummary is one line about a tenant.
type tenantSummary struct {
	Tenant string `json:"tenant"`
	// Configured says whether the file names it: tokens of an issuer may name others.
	Configured  bool `json:"configured"`
	Credentials int  `json:"credentials"`
	Subscribers int  `json:"subscribers"`
	scorecard.Requests
	PaymentsUnknown int `json:"payments_unknown"`
}

// tenantList is a list that says what its figures are of.
type tenantList struct {
	Window      string    `json:"window"`
	AllReplicas bool      `json:"all_replicas"`
	Since       time.Time `json:"since"`
	// MoreUnknown says that there are more payments without an outcome than are counted.
	MoreUnknown bool            `json:"more_payments_unknown"`
	Data        []tenantSummary `json:"data"`
}

func (s *server) listTenants(r *request) (answer, error) {
	window, err := r.trafficWindow()
	if err != nil {
		return answer{}, err
	}
	traffic, err := s.traffic(r.Context(), window, r.operator.Sees)
	if err != nil {
		return answer{}, err
	}
	unknown, more, err := s.unknownByTenant(r, r.operator.Tenants)
	if err != nil {
		return answer{}, err
	}
	all := tenantList{Window: window, AllReplicas: traffic.AllReplicas, Since: traffic.Since, MoreUnknown: more, Data: []tenantSummary{}}
	for _, t := range s.Tenants() {
		if r.operator.Sees(t.Name) {
			all.Data = append(all.Data, tenantSummary{
				Tenant: t.Name, Configured: true, Credentials: len(t.Credentials), Subscribers: len(t.Subscribers), PaymentsUnknown: unknown[t.Name],
			})
		}
	}
	for _, seen := range traffic.Tenants {
		i := slices.IndexFunc(all.Data, func(t tenantSummary) bool { return t.Tenant == seen.Tenant })
		if i < 0 {
			all.Data = append(all.Data, tenantSummary{Tenant: seen.Tenant, PaymentsUnknown: unknown[seen.Tenant]})
			i = len(all.Data) - 1
		}
		all.Data[i].Requests = seen.Requests
	}
	return ok(all)
}

// unknownByTenant counts payments without an outcome, up to a page of them.
func (s *server) unknownByTenant(r *request, tenants []string) (counts map[string]int, more bool, err error) {
	counts = map[string]int{}
	if s.Payments == nil {
		return counts, false, nil
	}
	found, next, err := s.Payments.ListPayments(r.Context(), PaymentFilter{Status: string(journal.Unknown), Tenants: tenants, Page: Page{Limit: countUpTo}})
	for _, p := range found {
		counts[p.Tenant]++
	}
	return counts, next != "", err
}

// tenantPage is everything about one tenant.
type tenantPage struct {
	Tenant      string             `json:"tenant"`
	Configured  bool               `json:"configured"`
	Traffic     scorecard.Traffic  `json:"traffic"`
	Credentials []TenantCredential `json:"credentials"`
	Connections []string           `json:"connections"`
	Subscribers []TenantSubscriber `json:"subscribers"`

	PaymentsUnknown     int  `json:"payments_unknown"`
	MorePaymentsUnknown bool `json:"more_payments_unknown"`
}

func (s *server) getTenant(r *request) (answer, error) {
	window, err := r.trafficWindow()
	if err != nil {
		return answer{}, err
	}
	name := r.PathValue("name")
	absent := &canonical.Error{Code: canonical.NotFound, Message: "No tenant that you see has this name."}
	if !r.operator.Sees(name) {
		return answer{}, absent
	}
	traffic, err := s.traffic(r.Context(), window, func(tenant string) bool { return tenant == name })
	if err != nil {
		return answer{}, err
	}
	page := tenantPage{Tenant: name, Traffic: traffic, Credentials: []TenantCredential{}, Connections: []string{}, Subscribers: []TenantSubscriber{}}
	all := s.Tenants()
	if i := slices.IndexFunc(all, func(t Tenant) bool { return t.Name == name }); i >= 0 {
		page.Configured = true
		page.Credentials = append(page.Credentials, all[i].Credentials...)
		page.Connections = append(page.Connections, all[i].Connections...)
		page.Subscribers = append(page.Subscribers, all[i].Subscribers...)
	}
	unknown, more, err := s.unknownByTenant(r, []string{name})
	if err != nil {
		return answer{}, err
	}
	page.PaymentsUnknown, page.MorePaymentsUnknown = unknown[name], more
	if !page.Configured && traffic.Requests.Requests == 0 && page.PaymentsUnknown == 0 {
		return answer{}, absent
	}
	return ok(page)
}
