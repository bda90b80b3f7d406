package main

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"canongate/canonical"
)

// warning is what an operator has to know about a configuration, and that is no
// mistake.
type warning struct {
	Connection string `json:"connection,omitempty"` // that it is about
	Path       string `json:"path"`                 // key in the file
	Message    string `json:"message"`
}

// warnings are what serve logs and check prints. Of a sandbox there is nothing to
// confirm.
func (b *generation) warnings(now time.Time) (all []warning) {
	if b == nil {
		return nil
	}
	about := func(connection, message string) {
		all = append(all, warning{connection, "connections." + connection, message})
	}
	for _, name := range slices.Sorted(maps.Keys(b.connections)) {
		c := b.connections[name]
		if warner, ok := c.client.adapter.(canonical.Warner); ok && !c.options.Sandbox {
			for _, message := range warner.Warnings() {
				about(name, message)
			}
		}
	}
	for _, name := range b.sharedConnections() {
		about(name, sharedWarning)
	}
	// That a key has expired is no mistake: time alone must not keep a gateway from
	// starting.
	for i, key := range b.config.Auth.APIKeys {
		if key.SHA256.Expired(now) {
			all = append(all, warning{Path: "auth.api_keys." + strconv.Itoa(i), Message: "the key of " + key.ID + " has expired: none of its hashes is taken any more"})
		}
	}
	for i, o := range b.config.Server.Operators {
		if o.SHA256.Expired(now) {
			all = append(all, warning{Path: "server.operators." + strconv.Itoa(i), Message: "the credential of " + o.Name + " has expired: none of its hashes is taken any more"})
		}
	}
	if b.config.OneEyed() && !b.config.Quickstart() {
		all = append(all, warning{Path: "reconciliation.four_eyes", Message: oneEyedWarning})
	}
	if b.config.AbsentAfter() == 0 && !b.config.Quickstart() {
		all = append(all, warning{Path: "reconciliation.absent_after", Message: "is 0: a payment that the vendor lists late is proposed as one that did not move"})
	}
	return all
}

const oneEyedWarning = "one operator alone may call a payment failed: name two in server.operators, " +
	"one of them an approver, or set reconciliation.four_eyes to off"

// sharedConnections are those with credentials of ours that every tenant of a file with
// several may use. Whoever may refer to customers there makes an id of any customer that
// the vendor knows under them, another tenant's included.
func (b *generation) sharedConnections() (names []string) {
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
