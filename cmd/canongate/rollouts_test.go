package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestRolloutOverTheAdminAPI(t *testing.T) {
	t.Parallel()
	r := start(t)
	const path = "/admin/v1/routes/own-profile/rollout"
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", path, "", 404, "has had no rollout"},
		{"DELETE", path, "", 409, "No rollout"},
		{"POST", "/admin/v1/routes/nowhere/rollout", `{"connection":"cdp-uae","reason":"r"}`, 404, "No route"},
		{"POST", path, `{"connection":"cdp-uae"}`, 422, "/reason"},
		{"POST", path, `{"connection":"omnumi-us","reason":"r"}`, 422, "/connection"},
		{"POST", path, `{"connection":"citi-in","reason":"r"}`, 422, "nothing to compare"},
		{"POST", path, `{"connection":"cdp-uae","reason":"r","steps":[50,5]}`, 422, "/steps"},
		{"POST", path, `{"connection":"cdp-uae","reason":"r","steps":[]}`, 422, "/steps"},
		{"POST", path, `{"connection":"cdp-uae","reason":"r","every":"100ms"}`, 422, "/every"},
		{"POST", path, `{"connection":"cdp-uae","reason":"r","every":"soon"}`, 422, "/every"},
		{"POST", path, `{"connection":"cdp-uae","reason":"r","within":{"error_rate":2,"p95_ratio":0.5,"minimum_calls":0}}`, 422, "/within/minimum_calls"},
		{"POST", path, `{"connection":"cdp-uae","reason":"r","within":{"p95_floor":"2m"}}`, 422, "/within/p95_floor"},
		{"POST", path, `{"connection":"cdp-uae","reason":"r","within":{"minimum_calls":7}}`, 200, `"within":{"error_rate":0.01,"p95_ratio":1.5,"minimum_calls":7,"p95_floor":"20ms"}`},
		{"POST", path, `{"connection":"cdp-uae","reason":"r"}`, 409, "in force"},
		{"GET", path, "", 200, `"next":{"state":"running","percent":25`},
	} {
		if status, body := r.operate(t, c.method, c.path, c.body); status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s %s %s: %d %s", c.method, c.path, c.body, status, body)
		}
	}
	shares := func() string {
		_, body := r.operate(t, http.MethodGet, "/admin/v1/config", "")
		var now struct{ Content string }
		must(t, json.Unmarshal([]byte(body), &now))
		_, after, _ := strings.Cut(now.Content, "own-profile")
		before, _, _ := strings.Cut(after, "own-offers")
		return before
	}
	if got := shares(); !strings.Contains(got, "{connection: citi-in, weight: 19}") || !strings.Contains(got, "{connection: cdp-uae, weight: 1}") {
		t.Errorf("in service is %s", got)
	}
	if status, body := r.operate(t, http.MethodPost, "/admin/v1/config/plan", ""); status != 200 || !strings.Contains(body, `"routes":{"added":[],"removed":[],"changed":[]}`) {
		t.Errorf("the plan of the file ends the rollout: %d %s", status, body)
	}
	code, out := command(t, "rollout", "show", "own-profile", "--admin", r.admin)
	if code != 0 || !strings.Contains(out, "step        1 of 4: 5 %") || !strings.Contains(out, "running at 25 %") {
		t.Errorf("show: %d %s", code, out)
	}
	if code, out = command(t, "rollout", "stop", "own-profile", "--admin", r.admin, "--reason", "enough"); code != 0 || !strings.Contains(out, "ended by    local") {
		t.Errorf("stop: %d %s", code, out)
	}
	if got := shares(); !strings.Contains(got, "use: [{connection: citi-in}, {connection: cdp-uae, weight: 0}") {
		t.Errorf("stopped, in service is %s", got)
	}
	r.logs.find(t, `"action":"rollout.start","target":"(own-profile)","by":"local"`)
	code, out = command(t, "rollout", "start", "own-profile", "--admin", r.admin, "--connection", "cdp-uae", "--steps", "10,20", "--every", "5s", "--p95-floor", "5ms", "--reason", "again")
	if code != 0 || !strings.Contains(out, "weights     citi-in 9, cdp-uae 1") {
		t.Errorf("start: %d %s", code, out)
	}
}
