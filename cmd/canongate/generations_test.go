package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canongate/gateway/admin"
)

// ask sends a request to the admin listener and wants an answer that v is read from.
func (g *daemon) ask(t *testing.T, method, path, body string, v any) {
	t.Helper()
	answer, err := client{base: g.admin}.do(t.Context(), method, path, nil, []byte(body))
	must(t, err)
	if answer.status != http.StatusOK {
		t.Fatalf("%s %s %s: %d %s", method, path, body, answer.status, answer.body)
	}
	must(t, json.Unmarshal(answer.body, v))
}

// unwatched writes the site's configuration so that a change takes a reload.
func (s *site) unwatched(o siteOptions) {
	s.t.Helper()
	s.configure(o)
	text, err := os.ReadFile(filepath.Join(s.dir, "canongate.yaml"))
	must(s.t, err)
	s.write("canongate.yaml", string(text)+"config: {watch: false}\n")
}

// TestGenerationsOutliveARestart rolls back, and restarts with the file that was rolled
// back still in its place.
func TestGenerationsOutliveARestart(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	s.unwatched(siteOptions{Timeout: "1s"})
	g := s.serve()
	var now admin.Version
	g.ask(t, http.MethodGet, "/admin/v1/config", "", &now)
	if now.Generation != 1 || now.Cause != "start" || now.Watch || now.FileDiffers {
		t.Errorf("at the start %+v", now)
	}
	s.unwatched(siteOptions{Timeout: "7s"})
	g.ask(t, http.MethodPost, "/admin/v1/config/reload", "", &now)
	if now.Generation != 2 || now.Cause != "reload" || now.By != "local" || now.FileDiffers {
		t.Errorf("after the reload %+v", now)
	}
	g.ask(t, http.MethodPost, "/admin/v1/config/rollback", `{"generation":1}`, &now)
	if now.Generation != 3 || now.Cause != "rollback" || !now.FileDiffers || !now.FileRolledBack {
		t.Errorf("after the rollback %+v", now)
	}
	metrics, err := client{base: g.admin}.get(t.Context(), "/metrics")
	must(t, err)
	for _, want := range []string{
		`canongate_configuration_info{hash="` + now.Hash + `"} 1`, "canongate_configuration_file_differs 1", "canongate_configuration_rolled_back 1",
	} {
		if !strings.Contains(string(metrics.body), want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	g.kill()

	g = s.serve()
	g.ask(t, http.MethodGet, "/admin/v1/config", "", &now)
	if now.Generation != 2 || now.FileDiffers || !now.FileRolledBack {
		t.Errorf("after a start with the file that was rolled back %+v", now)
	}
	eventually(t, "the log warns", func() bool {
		return strings.Contains(g.log.String(), "the configuration file is one that was rolled back")
	})
	var all struct{ Data []admin.Generation }
	g.ask(t, http.MethodGet, "/admin/v1/config/generations", "", &all)
	var told []string
	for _, one := range all.Data {
		told = append(told, one.Cause+" "+one.By)
	}
	if got := strings.Join(told, ", "); got != "rollback local, reload local, start " || !all.Data[1].RolledBack || !all.Data[1].InService {
		t.Errorf("the generations are %+v", all.Data)
	}
	var diff admin.GenerationDiff
	g.ask(t, http.MethodGet, "/admin/v1/config/generations/2/diff?against=3", "", &diff)
	if !strings.Contains(diff.Text, "create_payment: 1s") || !strings.Contains(diff.Text, "create_payment: 7s") {
		t.Errorf("generation 2 against 3: %+v", diff)
	}
	if answer, err := (client{base: g.admin}).get(t.Context(), "/admin/v1/config/generations/9/diff"); err != nil || answer.status != http.StatusNotFound {
		t.Errorf("a generation that never was: %d, %v", answer.status, err)
	}
	g.ask(t, http.MethodPost, "/admin/v1/config/rollback", "", &now)
	if now.Generation != 3 || !now.FileDiffers || !now.FileRolledBack { // which serves already where nobody restarted
		t.Errorf("one back after a restart %+v", now)
	}
}

// TestPlanOfACandidate compares a text that is no file.
func TestPlanOfACandidate(t *testing.T) {
	t.Parallel()
	r := start(t)
	r.created(t, "key-1")
	_, body := r.operate(t, http.MethodGet, "/admin/v1/config", "")
	var now admin.Version
	must(t, json.Unmarshal([]byte(body), &now))
	text, err := os.ReadFile(now.Path)
	must(t, err)
	candidate := func(old, with string) (int, string) {
		t.Helper()
		body, err := json.Marshal(map[string]string{"config": strings.Replace(string(text), old, with, 1)})
		must(t, err)
		return r.operate(t, http.MethodPost, "/admin/v1/config/plan", string(body))
	}
	if status, body := candidate("countries: [IN]", "countries: [IN, AE]"); status != http.StatusOK || !strings.Contains(body, `"traffic":{"requests":1,"moves":[{"operation":"create_customer"`) {
		t.Errorf("the requests of before are not replayed: %d %s", status, body)
	}
	if status, body := candidate("countries: [IN]", "countries: [IN], nations: [AE]"); status != http.StatusUnprocessableEntity || !strings.Contains(body, `"detail":"config:`) {
		t.Errorf("a mistake has no place: %d %s", status, body)
	}
	if status, body := r.operate(t, http.MethodPost, "/admin/v1/config/plan", ""); status != http.StatusOK || !strings.Contains(body, `"changed":[]`) {
		t.Errorf("of the file on disk: %d %s", status, body)
	}
}
