package main

import (
	"maps"
	"slices"

	"canongate/canonical"
)

// warning is what an operator has to know about a connection, and that is no mistake.
type warning struct {
	Connection string `json:"connection"`
	Message    string `json:"message"`
}

// warnings are those that serve gives, by connection. Of a sandbox there is nothing to
// confirm.
func (b *generation) warnings() (all []warning) {
	for _, name := range slices.Sorted(maps.Keys(b.connections)) {
		c := b.connections[name]
		if warner, ok := c.client.adapter.(canonical.Warner); ok && !c.options.Sandbox {
			for _, message := range warner.Warnings() {
				all = append(all, warning{name, message})
			}
		}
	}
	for _, name := range b.sharedConnections() {
		all = append(all, warning{name, sharedWarning})
	}
	return all
}

// sharedConnections are those with credentials of ours that every tenant of a file with
// several may use. Whoever may refer to customers there makes an id of any customer that
// the vendor knows under them, another tenant's included.
func (b *generation) sharedConnections() (names []string) {
	if b == nil {
		return nil
	}
	tenants, open := b.config.Tenants()
	if len(tenants) < 2 && !open {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(b.config.Connections)) {
		if c := b.config.Connections[name]; !c.Sandbox && len(c.Tenants) == 0 {
			names = append(names, name)
		}
	}
	return names
}

const sharedWarning = "every tenant may use it, and whoever has the scope customers:reference may refer to each other's customers there; " +
	"name its tenants in `tenants`, or give each tenant a connection of its own"
