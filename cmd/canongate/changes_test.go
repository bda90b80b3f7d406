package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestWhatOperatorsDoIsKeptWithItsReasons moves a connection twice, rolls back and rejects
// a proposal. All of it is listed with its reasons, which no log and no file has in clear.
func TestWhatOperatorsDoIsKeptWithItsReasons(t *testing.T) {
	t.Parallel()
	r := start(t)
	lost := r.lose(t, r.payerAt(t, "omnumi-us"), "lost", lostExecuted)
	_, _, file := call(t, http.MethodGet, r.api+"/v1/connections/omnumi-us/sandbox/files/history.csv", "")
	history := filepath.Join(t.TempDir(), "history.csv")
	must(t, os.WriteFile(history, file, 0o600))
	today := time.Now().In(newYork(t)).Format(time.DateOnly)
	if code, out := command(t, "reconcile", history, "--connection", "omnumi-us", "--coverage", today+".."+today, "--admin", r.admin); code != exitLeft {
		t.Fatalf("reconcile: %d %s", code, out)
	}
	var proposals struct {
		Data []struct {
			ID        string
			PaymentID string `json:"payment_id"`
		}
	}
	_, body := r.operate(t, http.MethodGet, "/admin/v1/proposals?state=open", "")
	must(t, json.Unmarshal([]byte(body), &proposals))
	if len(proposals.Data) != 1 || proposals.Data[0].PaymentID != lost {
		t.Fatalf("proposals are %s", body)
	}

	text, err := os.ReadFile(r.file)
	must(t, err)
	changed := strings.Replace(string(text), "countries: [IN]", "countries: [IN, LK]", 1)
	if changed == string(text) {
		t.Fatal("the file has no such country")
	}
	r.write(t, changed)
	const state, why = "/admin/v1/connections/cdp-uae/state", "Mr. Haddadin says: "
	for _, act := range []struct{ method, path, body string }{
		{http.MethodPost, "/admin/v1/config/reload", `{"reason":"%s1"}`},
		{http.MethodPut, state, `{"state":"draining","reason":"%s2"}`},
		{http.MethodPut, state, `{"state":"disabled","reason":"%s3"}`},
		{http.MethodPost, "/admin/v1/config/rollback", `{"reason":"%s4"}`},
		{http.MethodPost, "/admin/v1/proposals/" + proposals.Data[0].ID + "/reject", `{"reason":"%s5"}`},
	} {
		if status, body := r.operate(t, act.method, act.path, fmt.Sprintf(act.body, why)); status != http.StatusOK {
			t.Fatalf("%s: %d %s", act.path, status, body)
		}
	}
	status, body := r.operate(t, http.MethodGet, "/admin/v1/changes", "")
	var changes struct {
		Data []struct{ By, Action, Result, Reason string }
	}
	must(t, json.Unmarshal([]byte(body), &changes))
	var told []string
	for _, c := range changes.Data {
		told = append(told, strings.Join([]string{c.By, c.Action, c.Result, strings.TrimPrefix(c.Reason, why)}, " "))
	}
	want := []string{
		"local proposal.reject done 5", "local config.rollback done 4", "local connection.state done 3", "local connection.state done 2",
		"local config.reload done 1", "local import.take done ",
	}
	if status != http.StatusOK || !slices.Equal(told, want) {
		t.Errorf("%d, changes are %q", status, told)
	}

	r.logs.find(t, `"admin change","action":"proposal.reject"`)
	places := map[string]string{"the log": r.logs.String()}
	for _, name := range []string{"canongate.db", "canongate.db-wal"} {
		content, err := os.ReadFile(filepath.Join(filepath.Dir(r.file), name))
		must(t, err)
		if places[name] = string(content); len(content) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	for name, content := range places {
		if strings.Contains(content, "Haddadin") {
			t.Errorf("%s has a reason in clear", name)
		}
	}
}
