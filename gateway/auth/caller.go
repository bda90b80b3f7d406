package auth

import (
	"net/url"
	"slices"

	"canongate/policies"
)

// Scopes that are no operation's own.
const (
	ScopeAll              = "*"
	ScopeChooseConnection = "connection:choose"
	ScopeReadPII          = "pii:read"
	ScopeReadVendor       = "vendor:read"
	ScopeReference        = "customers:reference"
	ScopeControlSandbox   = "sandbox:control"
)

// Scopes lists every scope that a credential may have, ScopeAll included.
func Scopes() []string {
	return []string{
		"customers:read", "customers:write", "verifications:write", "requirements:read", "requirements:write",
		"documents:write", "agreements:read", "agreements:write", "bank_accounts:read", "bank_accounts:write",
		"payments:read", "payments:write", "offers:read", "connections:read",
		ScopeReference, ScopeControlSandbox, ScopeChooseConnection, ScopeReadPII, ScopeReadVendor, ScopeAll,
	}
}

// kind is the kind of a credential.
type kind int

const (
	kindAPIKey kind = iota
	kindJWT
)

// Caller is who sent a request.
type Caller struct {
	ID     string // of the API key, or the token's subject; never the credential
	Tenant string
	Scopes []string
	Rate   *policies.RateOptions // nil: no limit of its own
	// TimedKeys says that its Idempotency-Keys tell when they were made.
	TimedKeys bool

	kind   kind
	issuer string // of a token
}

// Credential names what the caller came with, for telemetry: the id of an API key in
// the file, or jwt. A token's subject may be a person.
func (c *Caller) Credential() string {
	if c.kind == kindJWT {
		return "jwt"
	}
	return c.ID
}

// Key tells the callers of a tenant apart, whatever kind their credentials are
// of. For an API key it is the id, which has no colon.
func (c *Caller) Key() string {
	if c.kind == kindJWT {
		return "jwt:" + url.QueryEscape(c.issuer) + ":" + c.ID
	}
	return c.ID
}

// May says whether the caller has the scope.
func (c *Caller) May(scope string) bool {
	return slices.Contains(c.Scopes, scope) || slices.Contains(c.Scopes, ScopeAll)
}

// CallerLimit holds all callers of a tenant to one rate, beside the rates of
// their own: tokens of an issuer have none.
type CallerLimit struct {
	Name                 string   `yaml:"name" jsonschema:"required" jsonschema_description:"As it stands in the RateLimit header."`
	Tenants              []string `yaml:"tenants,omitempty" jsonschema_description:"Whom it holds, each by itself; absent: every tenant."`
	Operations           []string `yaml:"operations,omitempty" jsonschema_description:"What is counted, together; absent: everything."`
	policies.RateOptions `yaml:",inline"`
}

// OwnLimit is the name of a caller's own rate in the RateLimit header.
const OwnLimit = "caller"

// Holds says whether the limit counts what the caller asks for.
func (l *CallerLimit) Holds(caller *Caller, operation string) bool {
	return (len(l.Tenants) == 0 || slices.Contains(l.Tenants, caller.Tenant)) &&
		(len(l.Operations) == 0 || slices.Contains(l.Operations, operation))
}
