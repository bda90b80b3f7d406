package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/gateway"
)

// search looks everywhere.
func (a *canaryTestbed) search(t *testing.T) {
	t.Helper()
	places := map[string][]byte{"answers to failed calls": a.problems.Bytes()}
	for _, path := range []string{
		"/metrics", "/readyz", "/admin/v1/connections", "/admin/v1/config", "/admin/v1/payments", "/admin/v1/events",
		"/admin/v1/traces", "/admin/v1/logs/level", "/admin/v1/imports", "/admin/v1/exceptions", "/admin/v1/corrections",
		"/admin/v1/reports/ageing", "/admin/v1/reports/returns",
	} {
		places[path] = a.fetch(t, path)
	}
	labelsAreClosed(t, places["/metrics"])
	places["traces in memory"] = a.eachOf(t, places["/admin/v1/traces"], "trace_id", "/admin/v1/traces/%s")
	places["histories of payments"] = a.eachOf(t, places["/admin/v1/payments"], "id", "/admin/v1/payments/%s/history")
	a.client.CloseIdleConnections() // the gateway waits for them
	a.stop()
	if code := <-a.code; code != 0 {
		t.Errorf("exit code %d\n%s", code, a.out)
	}
	places["log"], places["exported spans"] = []byte(a.logs.String()), a.receiver.sent()
	for _, name := range []string{"canongate.db", "canongate.db-wal"} {
		if content, err := os.ReadFile(filepath.Join(a.dir, name)); err == nil {
			places["journal, "+name] = content
		}
	}
	for place, content := range places {
		content = bytes.ToLower(content)
		if len(content) == 0 {
			t.Errorf("%s: there is nothing to search", place)
		}
		for _, canary := range slices.Concat(canaries(), slices.Collect(maps.Keys(a.proxy.tokens))) {
			if at := find(content, canary); at >= 0 {
				t.Errorf("%s: found %q in …%q…", place, canary, content[max(0, at-200):min(len(content), at+100)])
			}
		}
	}
	if len(a.proxy.tokens) < 3 {
		t.Errorf("the simulators gave out %d tokens; the search knows too few", len(a.proxy.tokens))
	}
}

var label = regexp.MustCompile(`(operation|connection|code|vendor|limit|state|subscriber|reason)="([^"]*)"`)

// labelsAreClosed holds every label value to the set that it is from.
func labelsAreClosed(t *testing.T, metrics []byte) {
	t.Helper()
	vendors := []string{"cdp", "citi", "iserveu", "omnumi", "temenos"}
	codes := []string{"ok"}
	for _, c := range canonical.Codes() {
		codes = append(codes, string(c.Code))
	}
	closed := map[string][]string{
		"operation": append(gateway.Operations(), "none"), "connection": append(vendors, "none"), "vendor": vendors, "code": codes,
		"limit":      {"caller", "vendor_quota", "concurrency", "retry_budget"},
		"state":      {"enabled", "draining", "disabled", "closed", "half_open", "open", "sent", "lost"},
		"subscriber": {"crm"}, "reason": {
			"queue_full", "export_failed",
			"unsigned", "wrong_signature", "stale", "no_timestamp", "unknown_connection", "not_supported", "rate_limited",
		},
	}
	for _, found := range label.FindAllSubmatch(metrics, -1) {
		if name, value := string(found[1]), string(found[2]); !slices.Contains(closed[name], value) {
			t.Errorf("label %s has the value %q", name, value)
		}
	}
	if fields := bytes.Count(metrics, []byte("\ncanongate_vendor_unmapped_total{")); fields == 0 || fields > 5*256 {
		t.Errorf("%d fields have a label", fields)
	}
}

// find gives the place of a canary in a text of small letters; -1 when it is not
// there. Within longer numbers and words digits are no canary.
func find(content []byte, canary string) int {
	canary = strings.ToLower(canary)
	digits := strings.Trim(canary, "0123456789.") == ""
	for at := 0; ; {
		next := bytes.Index(content[at:], []byte(canary))
		if next < 0 {
			return -1
		}
		at += next
		end := at + len(canary)
		if !digits || (at == 0 || !isWord(content[at-1])) && (end == len(content) || !isWord(content[end])) {
			return at
		}
		at = end
	}
}

// isWord counts the point of a decimal number in: a time of 7.123456 ms is no OTP.
func isWord(b byte) bool { return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == '_' || b == '.' }

func (a *canaryTestbed) fetch(t *testing.T, path string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.admin+path, nil)
	must(t, err)
	req.Header.Set("Accept", "application/openmetrics-text; version=1.0.0, application/json;q=0.9")
	res, err := a.client.Do(req)
	must(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(t, err)
	if res.StatusCode != http.StatusOK {
		t.Errorf("GET %s: %d %s", path, res.StatusCode, body)
	}
	return body
}

// eachOf reads every item of a list by itself.
func (a *canaryTestbed) eachOf(t *testing.T, list []byte, id, path string) []byte {
	t.Helper()
	var page struct{ Data []map[string]any }
	must(t, json.Unmarshal(list, &page))
	var all []byte
	for _, item := range page.Data {
		all = append(all, a.fetch(t, fmt.Sprintf(path, item[id]))...)
	}
	return all
}
