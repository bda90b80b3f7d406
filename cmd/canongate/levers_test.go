package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"canongate/gateway/admin"
)

// documents are those that tell operators what to do.
var documents = []string{"README.md", "deploy/README.md", "deploy/observability/README.md", "deploy/observability/runbook.md", "deploy/docs/reconciliation.md", "deploy/docs/rollout.md"}

var (
	leverCall   = regexp.MustCompile(`\b(GET|PUT|POST|DELETE)\s+(/admin/v1/[a-z_/{}.]+[a-z}])`)
	commandCall = regexp.MustCompile("(?m)(?:`|^|bin/)canongate ([a-z]+)(?: ([a-z]+))?")
	placeholder = regexp.MustCompile(`\{[a-z_]+\}`)
)

// TestLeversExist holds what documents tell operators to call or to run to the admin API
// and to the commands.
func TestLeversExist(t *testing.T) {
	t.Parallel()
	routes, called, ran := adminRoutes(t), 0, 0
	for _, name := range documents {
		text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
		must(t, err)
		for _, call := range leverCall.FindAllStringSubmatch(string(text), -1) {
			called++
			if !routes[call[1]+" "+placeholder.ReplaceAllString(call[2], "{}")] {
				t.Errorf("%s: the admin API has no %s %s", name, call[1], call[2])
			}
		}
		for _, command := range commandCall.FindAllStringSubmatch(string(text), -1) {
			ran++
			var help strings.Builder
			if code := run(t.Context(), []string{command[1], "--help"}, &help, io.Discard); code != 0 {
				t.Errorf("%s: there is no command %s", name, command[1])
			}
			_, parts, group := strings.Cut(help.String(), "Available Commands:")
			if group && !strings.Contains(parts, "\n  "+command[2]+" ") {
				t.Errorf("%s: there is no command %s %s", name, command[1], command[2])
			}
		}
	}
	if called < 60 || ran < 20 {
		t.Errorf("%d calls and %d commands were found", called, ran)
	}
}

// adminRoutes are those of the admin API, by method and path with nameless placeholders.
func adminRoutes(t *testing.T) map[string]bool {
	t.Helper()
	w := httptest.NewRecorder()
	admin.New(admin.Options{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1/admin/v1/openapi.json", nil))
	var document struct {
		Paths map[string]map[string]json.RawMessage
	}
	must(t, json.Unmarshal(w.Body.Bytes(), &document))
	routes := map[string]bool{}
	for path, methods := range document.Paths {
		for method := range methods {
			routes[strings.ToUpper(method)+" "+placeholder.ReplaceAllString(path, "{}")] = true
		}
	}
	return routes
}
