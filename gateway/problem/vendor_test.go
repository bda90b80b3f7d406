package problem_test

import (
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/gateway/problem"
)

// TestEveryTextOfAVendorIsMasked: any of them may quote a number.
func TestEveryTextOfAVendorIsMasked(t *testing.T) {
	t.Parallel()
	const number = "2345 6789 0124"
	for name, v := range map[string]canonical.VendorDetail{
		"code": {Code: number}, "type": {Type: number}, "message": {Message: number}, "location": {Location: number}, "more_info": {MoreInfo: number},
	} {
		p := problem.Of(&canonical.Error{Code: canonical.VendorRejected, Vendor: v}, "/v1/x", "req_1", canonical.Safe)
		if text := string(p.Text()); strings.Contains(text, "6789") || !strings.Contains(text, `"`+name+`":"[number]"`) {
			t.Errorf("%s: the number shows, or the member is not there", name)
		}
	}
}
