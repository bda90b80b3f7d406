package schema_test

import (
	"testing"

	"canongate/gateway/schema"
)

func TestIncludeIsTakenOutOfTheQuery(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		query, rest string
		included    bool
		wrong       bool
	}{
		{"", "", false, false}, {"phase=x", "phase=x", false, false}, {"include=vendor_data", "", true, false},
		{"phase=x&include=vendor_data", "phase=x", true, false}, {"include=secrets", "", false, true},
		{"include=vendor_data&include=vendor_data", "", false, true}, {"included=1", "included=1", false, false},
	} {
		rest, included, err := schema.TakeInclude(tt.query)
		if rest != tt.rest || included != tt.included || (err != nil) != tt.wrong {
			t.Errorf("%q: rest %q, included %t, %v", tt.query, rest, included, err)
		}
	}
}
