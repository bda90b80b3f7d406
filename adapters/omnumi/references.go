package omnumi

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"

	"canongate/canonical"
)

// vendorKey is what a key may look like. The vendor shows UUIDs and does not promise
// them; what a path cannot hold is refused.
var vendorKey = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// referenceKeys are the names of the keys by the type of what is referred to.
var referenceKeys = map[string]string{
	canonical.ReferenceBankAccount:  keyBank,
	canonical.ReferenceAgreement:    keyAgreement,
	canonical.ReferenceVerification: keyVerification,
	canonical.ReferenceCustomer:     keyCustomer,
}

// checkedKey is the one key that vendor_ids must have; no other is taken.
func checkedKey(c *canonical.Check, given canonical.VendorIDs, name string) string {
	c.OnlyKeys(given, name)
	id := strings.TrimSpace(given[name])
	switch {
	case id == "":
		c.Required("/vendor_ids/" + name)
	case !vendorKey.MatchString(id):
		c.Invalid("/vendor_ids/"+name, "must be 1 to 64 letters, digits, hyphens or underscores")
	}
	return id
}

// refer makes the id that an answer about the same thing would have.
func refer(ctx context.Context, d canonical.ReferenceDraft) (canonical.Reference, error) {
	var c canonical.Check
	name, known := referenceKeys[d.Type]
	if !known {
		c.MustBe("/type", slices.Sorted(maps.Keys(referenceKeys))...)
		return canonical.Reference{}, c.Err()
	}
	id := checkedKey(&c, d.VendorIDs, name)
	r := canonical.Reference{Object: "reference", Type: d.Type, VendorIDs: canonical.VendorIDs{name: id}}
	keys := canonical.Keys{name: id}
	if d.Type == canonical.ReferenceBankAccount {
		r.CustomerID, keys[keyCustomer] = d.CustomerID, d.CustomerID.Key(keyCustomer)
		c.Require(keys[keyCustomer] != "", "/customer_id")
	} else if !d.CustomerID.IsZero() {
		canonical.Ignore(ctx, "/customer_id")
	}
	switch {
	case d.Type == canonical.ReferenceAgreement:
		if d.Kind != "" && decisionPaths[d.Kind] == "" {
			c.MustBe("/kind", canonical.AgreementStandard, canonical.AgreementUL)
		}
		r.Kind = kindOf(d.Kind, "")
		keys[keyKind] = r.Kind
	case d.Kind != "":
		canonical.Ignore(ctx, "/kind")
	}
	if d.Type == canonical.ReferenceVerification {
		keys[keyMethod] = canonical.MethodEmailOTP
	}
	r.ID = canonical.NewReferenceID(d.Type, keys)
	return r, c.Err()
}
