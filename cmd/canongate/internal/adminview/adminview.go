// Package adminview shows operators what a configuration says of routes and tenants,
// without anything that opens a door.
package adminview

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/config"
	"canongate/gateway/admin"
	"canongate/gateway/auth"
	"canongate/policies/routing"
)

// Rules are the routes of the configuration in service; file is what it was made from,
// before rollouts.
func Rules(serving, file config.Config) []admin.Rule {
	inFile := map[[2]string]int{}
	for _, route := range file.Routes {
		for _, u := range route.Use {
			inFile[[2]string{route.Name, u.Connection}] = u.Share()
		}
	}
	rules := make([]admin.Rule, len(serving.Routes))
	for i, route := range serving.Routes {
		rules[i] = admin.Rule{Name: route.Name, Matchers: matchers(route), Fallback: route.Fallback, Shadow: route.Shadow}
		for _, u := range route.Use {
			rules[i].Use = append(rules[i].Use, admin.RuleUse{
				Connection: u.Connection, Weight: u.Share(), InFile: inFile[[2]string{route.Name, u.Connection}],
			})
		}
	}
	return rules
}

// matchers are those that a rule has, by their keys in the file.
func matchers(route routing.RouteOptions) []admin.Matcher {
	all := []admin.Matcher{}
	for _, m := range []struct {
		name string
		want string
	}{
		{"operations", strings.Join(route.Operations, ", ")}, {"tenants", strings.Join(route.Tenants, ", ")},
		{"countries", strings.Join(route.Countries, ", ")}, {"currencies", strings.Join(route.Currencies, ", ")},
		{"methods", strings.Join(route.Methods, ", ")}, {"amount", band(route.Amount)}, {"when", route.When},
	} {
		if m.want != "" {
			all = append(all, admin.Matcher{Name: m.name, Want: m.want})
		}
	}
	return all
}

func band(b *routing.Band) string {
	if b == nil {
		return ""
	}
	end := func(d *canonical.Decimal) string {
		if d == nil {
			return ""
		}
		return d.String()
	}
	return end(b.Min) + ".." + end(b.Max)
}

// Tenants are those that the file names, with what is theirs.
func Tenants(c config.Config) []admin.Tenant {
	names, _ := c.Tenants()
	all := make([]admin.Tenant, len(names))
	for i, name := range names {
		all[i].Name = name
		for _, key := range c.Auth.APIKeys {
			if key.Tenant == name {
				all[i].Credentials = append(all[i].Credentials, credential(key))
			}
		}
		for _, connection := range slices.Sorted(maps.Keys(c.Connections)) {
			if may := c.Connections[connection].Tenants; len(may) == 0 || slices.Contains(may, name) {
				all[i].Connections = append(all[i].Connections, connection)
			}
		}
		for _, s := range c.Events.Subscribers {
			if len(s.Tenants) == 0 || slices.Contains(s.Tenants, auth.AllTenants) || slices.Contains(s.Tenants, name) {
				all[i].Subscribers = append(all[i].Subscribers, admin.TenantSubscriber{Name: s.Name, Types: s.Types})
			}
		}
	}
	return all
}

func credential(key auth.APIKey) admin.TenantCredential {
	shown := admin.TenantCredential{ID: key.ID, Scopes: key.Scopes}
	if key.Rate != nil {
		shown.Rate = fmt.Sprintf("%d per %s", key.Rate.Limit, time.Duration(key.Rate.Per))
	}
	for _, hash := range key.SHA256 {
		if !hash.ExpiresAt.IsZero() {
			shown.ExpiresAt = append(shown.ExpiresAt, hash.ExpiresAt.UTC())
		}
	}
	return shown
}
