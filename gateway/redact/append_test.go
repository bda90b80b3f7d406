package redact_test

import (
	"testing"

	"canongate/gateway/redact"
)

func TestVendorDataIsAddedToAResource(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ resource, answer, want string }{
		{`{"id":"cus_1"}`, `{"status":"ok"}`, `{"id":"cus_1","vendor_data":{"status":"ok"}}`},
		{`{}`, `{}`, `{"vendor_data":{}}`},
		{`{"id":"cus_1"}`, `<html>`, `{"id":"cus_1"}`},
	} {
		if got := string(redact.Append([]byte(tt.resource), "vendor_data", []byte(tt.answer))); got != tt.want {
			t.Errorf("%s with %s is %s", tt.resource, tt.answer, got)
		}
	}
}
