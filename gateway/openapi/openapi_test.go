package openapi_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/problem"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// What follows from an operation's scope and effect need not be said by the gateway.
func TestOperationsAreDescribed(t *testing.T) {
	t.Parallel()
	r := schema.NewRegistry()
	answer := r.Of(reflect.TypeFor[canonical.Payment]())
	operations := []openapi.Operation{
		{
			Method: http.MethodPost, Path: "/v1/things", Name: "create_thing", Effect: canonical.MovesMoney, Scope: "things:write", Summary: "Make",
			Answers: map[int]*huma.Schema{http.StatusCreated: answer}, Creates: true, CallsVendor: true, ClientContext: true,
		},
		{
			Method: http.MethodPut, Path: "/v1/things", Name: "report_thing", Effect: canonical.Safe, Summary: "Report",
			Answers: map[int]*huma.Schema{http.StatusOK: answer},
		},
	}
	d, err := openapi.New(r, r.Of(reflect.TypeFor[problem.Problem]()), operations)
	if err != nil {
		t.Fatal(err)
	}
	type operation struct {
		OperationID string
		Security    []map[string][]string
		Parameters  []struct {
			Ref string `json:"$ref"`
		}
		Responses map[string]struct{ Headers map[string]any }
		Codes     []string `json:"x-canongate-codes"`
		Effect    string   `json:"x-canongate-effect"`
	}
	var document struct {
		Paths map[string]map[string]operation
	}
	if err := json.Unmarshal(d.JSON, &document); err != nil {
		t.Fatal(err)
	}
	for method, want := range map[string]struct {
		id, security string
		parameters   []string
	}{
		"post": {"create_thing", "bearer", []string{
			"Idempotency-Key", "Gateway-Connection", "Client-Ip", "Client-Geo", "include", "Gateway-Epoch", "Request-Timeout", "Request-Id", "traceparent",
		}},
		"put": {"report_thing", "vendor_signature", []string{"Request-Timeout", "Request-Id", "traceparent"}},
	} {
		got := document.Paths["/v1/things"][method]
		var parameters []string
		for _, p := range got.Parameters {
			parameters = append(parameters, strings.TrimPrefix(p.Ref, "#/components/parameters/"))
		}
		if got.OperationID != want.id || len(got.Security) != 1 || got.Security[0][want.security] == nil || !slices.Equal(parameters, want.parameters) {
			t.Errorf("%s: %s, security %v, parameters %v", method, got.OperationID, got.Security, parameters)
		}
		if refusesScope := slices.Contains(got.Codes, "permission_denied"); refusesScope != (method == "post") {
			t.Errorf("%s: can answer permission_denied: %v", method, refusesScope)
		}
		if want := map[string]string{"post": "payment", "put": "safe"}[method]; got.Effect != want {
			t.Errorf("%s: the effect is %q", method, got.Effect)
		}
	}
	if document.Paths["/v1/things"]["post"].Responses["201"].Headers["Location"] == nil {
		t.Error("what is created has no Location")
	}
}
