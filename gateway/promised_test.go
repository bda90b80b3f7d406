package gateway_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// promised are the codes that the OpenAPI document gives each operation. It is the same
// for every server, and is read once.
var promised struct {
	sync.Once
	paths map[string]map[string]struct {
		Codes []string `json:"x-canongate-codes"`
	}
}

// wantPromised holds a problem to the codes of its operation in the document. A path or
// a method that there is none of promises nothing.
func (r *rig) wantPromised(t testing.TB, request *http.Request, a answer) {
	t.Helper()
	promised.Do(func() {
		response, err := r.server.App().Test(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/openapi.json", nil), 10_000)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		document := struct{ Paths any }{&promised.paths}
		if err := json.NewDecoder(response.Body).Decode(&document); err != nil {
			t.Fatal(err)
		}
		if len(promised.paths) < 20 {
			t.Fatalf("the document has %d paths", len(promised.paths))
		}
	})
	path, found := "", 0
	for each := range promised.paths {
		if literal := literals(each, request.URL.EscapedPath()); literal > found {
			path, found = each, literal
		}
	}
	operation, known := promised.paths[path][strings.ToLower(request.Method)]
	if code := a.problem(t).Code; known && !slices.Contains(operation.Codes, code) {
		t.Errorf("%s %s answers %s, which the document does not give it", request.Method, path, code)
	}
}

// literals counts the segments of a path that stand in a template of the document as
// they are; 0: it is another path.
func literals(template, path string) (count int) {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return 0
	}
	for i := range want {
		switch {
		case want[i] == got[i]:
			count++
		case !strings.HasPrefix(want[i], "{"):
			return 0
		}
	}
	return count
}
