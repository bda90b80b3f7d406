package auth

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"canongate/canonical"
)

// Role is what an operator may do. Every operator may look.
type Role string

// The roles.
const (
	RoleViewer   Role = "viewer"   // changes nothing
	RoleOperator Role = "operator" // makes changes
	RoleApprover Role = "approver" // agrees, as the second person, to what another has asked for
	RolePII      Role = "pii"      // sees what is personal
)

// Roles lists the roles of the file.
func Roles() []string {
	return []string{string(RoleViewer), string(RoleOperator), string(RoleApprover), string(RolePII)}
}

// AllTenants is written where every tenant is meant.
const AllTenants = "*"

// Names of operators that stand in no file.
const (
	OperatorAdmin = "admin" // shows server.admin_token
	OperatorLocal = "local" // on a loopback listener where nobody signs in
)

// OperatorOptions are one operator of the file.
type OperatorOptions struct {
	Name    string   `yaml:"name" jsonschema:"required" jsonschema_description:"Stands in the audit log and in every record of a change."`
	SHA256  Hashes   `yaml:"sha256" jsonschema:"required" jsonschema_description:"Of the operator's credential; canongate keys makes one."`
	Roles   []string `yaml:"roles" jsonschema:"required" jsonschema_description:"viewer looks, operator changes, approver is the second person, pii sees what is personal."`
	Tenants []string `yaml:"tenants,omitempty" jsonschema_description:"Whose payments, events and traces are seen, or * for everybody's; needed where the file has several tenants, or tokens, which may name any."`
}

// When a second person must agree to what an operator says of a payment.
const (
	FourEyesOff        = "off"
	FourEyesFailedOnly = "failed_only" // to failed, which nothing proves
	FourEyesAlways     = "always"
)

// TwoPeople says whether one operator could ask and another approve. The one of
// server.admin_token may ask.
func TwoPeople(options []OperatorOptions, token bool) bool {
	for i, approver := range options {
		if !slices.Contains(approver.Roles, string(RoleApprover)) {
			continue
		}
		if token || slices.ContainsFunc(options, func(o OperatorOptions) bool {
			return o.Name != options[i].Name && slices.Contains(o.Roles, string(RoleOperator))
		}) {
			return true
		}
	}
	return false
}

// Operator is somebody who signed in at the admin listener.
type Operator struct {
	Name  string
	Roles []Role
	// Tenants are those that the operator sees; nil: all.
	Tenants []string
}

// Has says whether the operator has a role.
func (o *Operator) Has(role Role) bool {
	return role == RoleViewer || slices.Contains(o.Roles, role)
}

// Sees says whether the operator sees what belongs to a tenant.
func (o *Operator) Sees(tenant string) bool {
	return o.Tenants == nil || slices.Contains(o.Tenants, tenant)
}

// Operators know the operators of one configuration. Safe for concurrent use.
type Operators struct {
	known map[[sha256.Size]byte]knownOperator
	local *Operator // nil: everybody signs in
	now   func() time.Time
}

type knownOperator struct {
	operator *Operator
	digest   [sha256.Size]byte
	expires  time.Time // zero: never
}

// NewOperators makes the operators of a file; token is server.admin_token, zero for
// none. With neither, whoever reaches the listener is local.
func NewOperators(options []OperatorOptions, token canonical.Secret, now func() time.Time) (*Operators, error) {
	o := &Operators{known: map[[sha256.Size]byte]knownOperator{}, now: now}
	for _, option := range options {
		operator := &Operator{Name: option.Name, Tenants: option.Tenants}
		for _, role := range option.Roles {
			operator.Roles = append(operator.Roles, Role(role))
		}
		if slices.Contains(operator.Tenants, AllTenants) || len(operator.Tenants) == 0 {
			operator.Tenants = nil
		}
		for _, hash := range option.SHA256 {
			digest, err := hex.DecodeString(hash.SHA256)
			if err != nil || len(digest) != sha256.Size {
				return nil, fmt.Errorf("take operator %s: sha256 is not 64 hexadecimal digits", option.Name)
			}
			o.add([sha256.Size]byte(digest), operator, hash.ExpiresAt.Time)
		}
	}
	changes := []Role{RoleViewer, RoleOperator}
	if !token.IsZero() {
		o.add(sha256.Sum256([]byte(token.Reveal())), &Operator{Name: OperatorAdmin, Roles: changes}, time.Time{})
	}
	if len(options) == 0 && token.IsZero() {
		o.local = &Operator{Name: OperatorLocal, Roles: changes}
	}
	return o, nil
}

func (o *Operators) add(digest [sha256.Size]byte, operator *Operator, expires time.Time) {
	o.known[digest] = knownOperator{operator, digest, expires}
}

// Open says whether nobody has to sign in.
func (o *Operators) Open() bool { return o.local != nil }

// Authenticate reads an Authorization header; nil is nobody. What is wrong with a
// credential is told to nobody.
func (o *Operators) Authenticate(authorization string) *Operator {
	if o.local != nil {
		return o.local
	}
	credential := bearer(authorization)
	digest := sha256.Sum256([]byte(credential))
	known, ok := o.known[digest]
	switch {
	case credential == "", !ok, subtle.ConstantTimeCompare(known.digest[:], digest[:]) != 1:
		return nil
	case !known.expires.IsZero() && !o.now().Before(known.expires):
		return nil
	}
	return known.operator
}
