package admin_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"canongate/gateway/admin"
	"canongate/gateway/auth"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contract is the admin API's OpenAPI document, ready to judge what the tests of this
// package are answered.
var contract = sync.OnceValues(func() (*openapi3.T, routers.Router) {
	w := httptest.NewRecorder()
	admin.New(admin.Options{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1/admin/v1/openapi.json", nil))
	document, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	if err != nil {
		panic(err)
	}
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		panic(err)
	}
	return document, router
})

// hold fails the test unless an answer in JSON is as the document says.
func hold(t *testing.T, request *http.Request, w *httptest.ResponseRecorder) {
	t.Helper()
	kind := w.Header().Get("Content-Type")
	if request.Method == http.MethodHead || !strings.Contains(kind, "json") || strings.HasPrefix(request.URL.Path, "/console") {
		return
	}
	_, router := contract()
	route, path, err := router.FindRoute(request)
	if err != nil {
		if w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed && w.Code < 400 {
			t.Errorf("%s %s is not in the document: %v", request.Method, request.URL.Path, err)
		}
		return
	}
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true, MultiError: true}
	options.WithCustomSchemaErrorFunc(func(e *openapi3.SchemaError) string { return strings.Join(e.JSONPointer(), "/") + ": " + e.Reason })
	err = openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: path, Route: route, Options: options},
		Status:                 w.Code, Header: w.Header(), Options: options, Body: io.NopCloser(bytes.NewReader(w.Body.Bytes())),
	})
	if err != nil {
		t.Errorf("%s %s answers %d, and the document does not say so: %v", request.Method, request.URL.Path, w.Code, err)
	}
}

func TestTheDocumentIsOpenAPI(t *testing.T) {
	t.Parallel()
	document, _ := contract()
	if err := document.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	if n := len(document.Paths.Map()); n < 40 {
		t.Errorf("%d paths", n)
	}
}

// TestParametersAreThoseThatAreTaken asks every list for every parameter that any of them
// has: it takes those that the document names, and no others.
func TestParametersAreThoseThatAreTaken(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesOff)
	document, _ := contract()
	named := map[string]bool{}
	for _, item := range document.Paths.Map() {
		for _, operation := range item.Operations() {
			for _, p := range operation.Parameters {
				if p.Value.In == openapi3.ParameterInQuery {
					named[p.Value.Name] = true
				}
			}
		}
	}
	strict := 0
	for path, item := range document.Paths.Map() {
		if item.Get == nil || strings.Contains(path, "{") || !strings.HasPrefix(path, "/admin/v1/") {
			continue
		}
		takes := func(name string) bool {
			w := r.send(http.MethodGet, path+"?"+name+"=", "", as("ann")...)
			return !strings.Contains(w.Body.String(), "is not a parameter of this operation")
		}
		if takes("nonsense") {
			continue // it reads no query
		}
		strict++
		for name := range named {
			documented := slices.ContainsFunc(item.Get.Parameters, func(p *openapi3.ParameterRef) bool {
				return p.Value.In == openapi3.ParameterInQuery && p.Value.Name == name
			})
			if taken := takes(name); taken != documented {
				t.Errorf("%s takes %s: %t, documented: %t", path, name, taken, documented)
			}
		}
	}
	if strict < 15 {
		t.Errorf("%d lists read their query", strict)
	}
}

// TestThePageOfTheAPI needs no script, and may load nothing.
func TestThePageOfTheAPI(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) { o.Operators = operatorsOf("", named("ann", nil, "operator")) })
	w := r.send(http.MethodGet, "/admin/v1/docs", "")
	page, policy := w.Body.String(), w.Header().Get("Content-Security-Policy")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "unsafe") {
		t.Errorf("its policy is %q", policy)
	}
	for _, want := range []string{"<code>/admin/v1/routes/{name}/rollout</code>", `href="/admin/v1/openapi.json"`, "The kill switch", "Takes the role"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, not := range []string{"<script", "style=\"", "onclick", "/problems/", "Headers of answers"} {
		if strings.Contains(page, not) {
			t.Errorf("the page has %q", not)
		}
	}
}
