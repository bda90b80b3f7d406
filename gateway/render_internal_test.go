package gateway

import "testing"

func TestVendorDataIsAddedToAResource(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ resource, answer, want string }{
		{`{"id":"cus_1"}`, `{"status":"ok"}`, `{"id":"cus_1","vendor_data":{"status":"ok"}}`},
		{`{}`, `{}`, `{"vendor_data":{}}`},
		{`{"id":"cus_1"}`, `<html>`, `{"id":"cus_1"}`},
	} {
		if got := string(withVendorData([]byte(tt.resource), []byte(tt.answer))); got != tt.want {
			t.Errorf("%s with %s is %s", tt.resource, tt.answer, got)
		}
	}
}

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
		rest, included, err := takeInclude(tt.query)
		if rest != tt.rest || included != tt.included || (err != nil) != tt.wrong {
			t.Errorf("%q: rest %q, included %t, %v", tt.query, rest, included, err)
		}
	}
}
