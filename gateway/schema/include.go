package schema

import (
	"net/url"
	"slices"
	"strings"

	"canongate/canonical"
)

// ParamInclude asks for more than the canonical resource. IncludeVendorData is the
// one value it has: the vendor's answer, for those who have to find out why a
// resource looks as it does (canonical.md D11).
const (
	ParamInclude      = "include"
	IncludeVendorData = "vendor_data"
)

// TakeInclude takes ?include= out of a query string.
func TakeInclude(query string) (rest string, included bool, err error) {
	if !strings.Contains(query, ParamInclude) {
		return query, false, nil
	}
	values, err := url.ParseQuery(query)
	if err != nil || !values.Has(ParamInclude) {
		return query, false, nil // the parameters' own check says what is wrong
	}
	if !slices.Equal(values[ParamInclude], []string{IncludeVendorData}) {
		return "", false, InvalidRequest("The query string has parameters that cannot be used.", canonical.FieldError{
			Pointer: ParamInclude, Code: canonical.FieldInvalid, Detail: "must be " + IncludeVendorData,
		})
	}
	values.Del(ParamInclude)
	return values.Encode(), true, nil
}
