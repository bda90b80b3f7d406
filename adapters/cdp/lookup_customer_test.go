package cdp

import (
	"testing"

	"canongate/canonical"
)

func TestLookupRefuses(t *testing.T) {
	t.Parallel()
	for pointer, l := range map[string]canonical.CustomerLookup{
		"/phone":                {Phone: "+971500000101"},
		"/identifier/type":      {Identifier: &canonical.LookupIdentifier{Type: "aadhaar", Number: "1"}},
		"/identifier/type_code": {Identifier: &canonical.LookupIdentifier{Type: "other", TypeCode: "MyKad", Number: "1"}},
		"/identifier/number":    {Identifier: &canonical.LookupIdentifier{Type: "passport"}},
	} {
		_, err := newMapper(t, nil).encodeLookup(l)
		wantCode(t, canonical.AsError(err), canonical.ValidationFailed, pointer)
	}
}
