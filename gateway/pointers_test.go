package gateway_test

import (
	"net/http"
	"slices"
	"testing"

	"canongate/canonical"
)

// TestXFieldsOfAnAdapterAreThoseOfTheRequest has adapters complain about fields: one
// that is missing is told with its connection once, one that the request cannot have
// is not told.
func TestXFieldsOfAnAdapterAreThoseOfTheRequest(t *testing.T) {
	t.Parallel()
	const lookup, customers = "/v1/customers/lookup", "/v1/customers"
	refusedBy := func(outcome canonical.Outcome, code, detail string, pointers ...string) *canonical.Error {
		e := &canonical.Error{Code: canonical.ValidationFailed, Outcome: outcome, Message: "One or more fields are missing or wrong."}
		for _, p := range pointers {
			e.Fields = append(e.Fields, canonical.FieldError{Pointer: p, Code: code, Detail: detail})
		}
		return e
	}
	const required, invalid = canonical.FieldRequired, canonical.FieldInvalid
	for name, c := range map[string]struct {
		path, body string
		fail       *canonical.Error
		code       string
		want       []string
	}{
		"missing":               {customers, "{}", refusedBy("", required, "is required", "/name"), "validation_failed", []string{"/name: is required at " + bank}},
		"missing, with a hint":  {customers, "{}", refusedBy("", required, "is required: see there", "/name"), "validation_failed", []string{"/name: is required at " + bank + ": see there"}},
		"missing for a vendor":  {customers, "{}", refusedBy(canonical.Answered, required, "is required", "/name"), "validation_failed", []string{"/name: is required at " + bank}},
		"its own words":         {customers, "{}", refusedBy(canonical.Answered, required, "must be there", "/name"), "validation_failed", []string{"/name: must be there"}},
		"no such field":         {lookup, lookupBody, refusedBy(canonical.Answered, invalid, "x", "/name"), "vendor_rejected", nil},
		"no such field, unsent": {lookup, lookupBody, refusedBy("", invalid, "x", "/name"), "validation_failed", nil},
		"one of two":            {lookup, lookupBody, refusedBy(canonical.Answered, invalid, "x", "/name", "/phone"), "validation_failed", []string{"/phone: x"}},
		"element of a list":     {customers, "{}", refusedBy(canonical.Answered, invalid, "x", "/phones/0/number", "/phones/x/number", "/phones/0/no"), "validation_failed", []string{"/phones/0/number: x"}},
		"member of a map":       {customers, "{}", refusedBy(canonical.Answered, invalid, "x", "/metadata/a~1b", "/metadata/a/b"), "validation_failed", []string{"/metadata/a~1b: x"}},
		"id of the path":        {customers, "{}", refusedBy(canonical.Answered, invalid, "x", "/id"), "vendor_rejected", nil},
		"header":                {lookup, lookupBody, refusedBy(canonical.Answered, required, "must be sent", "Customer-Authorization"), "validation_failed", []string{"Customer-Authorization: must be sent"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.vendor.fail = c.fail
			own := slices.Clone(c.fail.Fields)
			a := r.call(t, http.MethodPost, c.path, c.body)
			p := a.problem(t)
			var got []string
			for _, e := range p.Errors {
				got = append(got, e.Pointer+": "+e.Detail)
			}
			if p.Code != c.code || !slices.Equal(got, c.want) {
				t.Errorf("%s %q: %s", p.Code, got, a.body)
			}
			if !slices.Equal(c.fail.Fields, own) {
				t.Errorf("the adapter's own error changed: %+v", c.fail.Fields)
			}
		})
	}
}
