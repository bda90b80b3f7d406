package admin_test

import (
	"net/http"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies/scorecard"
)

func TestScorecardOfAConnection(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.scores.Attempt("cdp-uae", "get_customer", "", 20*time.Millisecond)
	r.scores.Attempt("cdp-uae", "get_customer", canonical.VendorError, 20*time.Millisecond)

	w := r.send("GET", "/admin/v1/connections/cdp-uae/scorecard?window=7d", "")
	card := decode[scorecard.Card](t, w)
	if w.Code != http.StatusOK || card.Window != "7d" || card.Calls != 2 || *card.SuccessRatio != 0.5 || len(card.Hours) != 1 {
		t.Errorf("scorecard is %d %s", w.Code, w.Body)
	}
	if card := decode[scorecard.Card](t, r.send("GET", "/admin/v1/connections/cdp-uae/scorecard", "")); card.Window != "1d" {
		t.Errorf("the standard window is %s", card.Window)
	}
	for target, status := range map[string]int{
		"/admin/v1/connections/nobody/scorecard":             http.StatusNotFound,
		"/admin/v1/connections/cdp-uae/scorecard?window=8d":  http.StatusUnprocessableEntity,
		"/admin/v1/connections/cdp-uae/scorecard?windows=1h": http.StatusBadRequest,
	} {
		if w := r.send("GET", target, ""); w.Code != status {
			t.Errorf("%s answers %d, want %d", target, w.Code, status)
		}
	}
}
