package main

import (
	"net/http"
	"strings"
	"testing"
)

// TestCodesThatDoNotFitTheEntry brings the money back, and tells that the bank could be
// asked to refuse the return: R29 and R05 speak of companies, R10 of consumers.
func TestCodesThatDoNotFitTheEntry(t *testing.T) {
	t.Parallel()
	r := start(t)
	p := r.payerAt(t, "omnumi-us")
	for code, odd := range map[string]bool{"29": true, "05": true, "10": false, "01": false} {
		id := r.lose(t, p, "web "+code, "1099."+code)
		r.importHistory(t)
		r.wantStatus(t, id, "returned")
		status, body := r.operate(t, http.MethodGet, "/admin/v1/exceptions?kind=odd_code", "")
		if status != http.StatusOK || strings.Contains(body, id) != odd {
			t.Errorf("R%s on WEB, odd %t: %d %s", code, odd, status, body)
		}
	}
}
