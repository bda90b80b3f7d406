package admin_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestShadowOfARoute(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	w := r.send("GET", "/admin/v1/routes/reading/shadow", "")
	want := `"compared":4,"equal":3,"equal_ratio":0.75,"different":{"/addresses/*/city":{"different":1}},"errors":0,"codes":{},"shed":0`
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := r.send("GET", "/admin/v1/routes/shadows", ""); !strings.Contains(w.Body.String(), `"data":[{"route":"reading"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := r.send("GET", "/admin/v1/routes/rest/shadow", ""); w.Code != http.StatusNotFound {
		t.Errorf("a route without one answers %d", w.Code)
	}
}
