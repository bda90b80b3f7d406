package temenos

import (
	"context"
	"strings"
	"unicode"

	"canongate/canonical"
)

// maxIdentifier is far more than the vendor shows of a UserActionIdentifier.
const maxIdentifier = 256

// refer makes the id that an answer about the same thing would have.
func refer(ctx context.Context, d canonical.ReferenceDraft) (canonical.Reference, error) {
	if d.Type != canonical.ReferenceRequirement {
		var e encoder
		e.MustBe("/type", canonical.ReferenceRequirement, canonical.ReferenceCustomer)
		return canonical.Reference{}, e.Err()
	}
	made, err := referRequirement(d)
	if err != nil {
		return canonical.Reference{}, err
	}
	if d.Kind != "" {
		canonical.Ignore(ctx, "/kind")
	}
	made.Object, made.Type = "reference", d.Type
	return made, nil
}

// referRequirement makes the id of a user action of an application. What sort of answer
// it wants is not known, and is not checked when it is answered.
func referRequirement(d canonical.ReferenceDraft) (canonical.Reference, error) {
	var e encoder
	e.OnlyKeys(d.VendorIDs, keyApplication, keyAction)
	const ofApplication, ofAction = "/vendor_ids/" + keyApplication, "/vendor_ids/" + keyAction
	application, action := strings.TrimSpace(d.VendorIDs[keyApplication]), strings.TrimSpace(d.VendorIDs[keyAction])
	e.Require(application != "", ofApplication)
	e.application(ofApplication, application)
	if !d.CustomerID.IsZero() && application != "" && d.CustomerID.Key(keyApplication) != application {
		e.Invalid(ofApplication, "is not the application of customer_id")
	}
	e.Require(action != "", ofAction)
	switch {
	case len(action) > maxIdentifier || strings.ContainsFunc(action, unicode.IsControl):
		e.Invalid(ofAction, "must be a UserActionIdentifier: up to 256 bytes without control characters")
	case application != "" && !isOf(application, action):
		e.Invalid(ofAction, "names another application")
	}
	customer := d.CustomerID
	if customer.IsZero() {
		customer = customerID(application)
	}
	keys := canonical.Keys{keyAction: action, keyApplication: application, keyKind: canonical.UnknownValue}
	return canonical.Reference{
		ID: canonical.NewReferenceID(d.Type, keys), CustomerID: customer,
		VendorIDs: canonical.VendorIDs{keyApplication: application, keyAction: action},
	}, e.Err()
}
