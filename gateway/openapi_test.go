package gateway_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contract is the gateway's own OpenAPI document, ready to judge answers.
type contract struct {
	document *openapi3.T
	router   routers.Router
}

func newContract(t *testing.T, r *rig) contract {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(r.call(t, http.MethodGet, "/v1/openapi.json", "").body)
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(t.Context()); err != nil {
		t.Fatalf("the document is not OpenAPI: %v", err)
	}
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		t.Fatal(err)
	}
	return contract{document, router}
}

// hold fails the test unless request and answer are as the document says.
func (c contract) hold(t *testing.T, request *http.Request, body []byte, a answer) {
	t.Helper()
	route, path, err := c.router.FindRoute(request)
	if err != nil {
		t.Fatalf("%s %s is not in the document: %v", request.Method, request.URL.Path, err)
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true, MultiError: true}
	input := &openapi3filter.RequestValidationInput{Request: request, PathParams: path, Route: route, Options: options}
	if a.status < 400 {
		if err := openapi3filter.ValidateRequest(context.Background(), input); err != nil {
			t.Errorf("%s %s: the request was taken, and the document would refuse it: %v", request.Method, request.URL.Path, err)
		}
	}
	err = openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: a.status, Header: a.header, Options: options,
		Body: io.NopCloser(bytes.NewReader(a.body)),
	})
	if err != nil {
		t.Errorf("%s %s answers %d, and the document does not say so: %v", request.Method, request.URL.Path, a.status, err)
	}
}

// steps calls every operation at least once; {customer} and the like are ids of
// earlier answers.
var steps = []struct {
	operation, method, path, body string
	status                        int
	keep                          string // name of the id in the answer
	header                        []string
}{
	{operation: "create_customer", method: "POST", path: "/v1/customers", status: 201, keep: "customer"},
	{operation: "create_customer", method: "POST", path: "/v1/customers", body: `{"external_reference":"review","supplementary_data":{"a":1,"b":"x","c":{"d":[true]}}}`, status: 202},
	{operation: "update_customer", method: "PATCH", path: "/v1/customers/{customer}", status: 200, header: []string{"Content-Type: application/merge-patch+json"}},
	{operation: "lookup_customer", method: "POST", path: "/v1/customers/lookup", status: 200, header: []string{"Client-Ip: 192.0.2.1", "Client-Geo: 25.1, 55.2"}},
	{operation: "get_customer", method: "GET", path: "/v1/customers/{customer}?address_type=home", status: 200},
	{operation: "get_customer", method: "GET", path: "/v1/customers/me", status: 200, header: []string{"Customer-Authorization: Bearer c"}},
	{operation: "start_verification", method: "POST", path: "/v1/verifications", status: 201, keep: "verification"},
	{operation: "confirm_verification", method: "POST", path: "/v1/verifications/{verification}/confirm", status: 200},
	{operation: "list_requirements", method: "GET", path: "/v1/customers/{customer}/requirements?phase=pre_submission", status: 200},
	{operation: "create_requirements", method: "POST", path: "/v1/customers/{customer}/requirements", status: 201, keep: "requirement"},
	{operation: "answer_requirement", method: "POST", path: "/v1/requirements/{requirement}/response", status: 200},
	{operation: "upload_document", method: "POST", path: "/v1/documents", body: `{"requirement_id":"{requirement}","purpose":"identity","file":{"name":"a.png","content_type":"image/png"},"content":"iVBORw0KGgo="}`, status: 201},
	{operation: "get_agreement_template", method: "GET", path: "/v1/agreement_templates/privacy_policy", status: 200},
	{operation: "create_agreement", method: "POST", path: "/v1/agreements", status: 201, keep: "agreement"},
	{operation: "list_agreements", method: "GET", path: "/v1/agreements", status: 200},
	{operation: "get_agreement", method: "GET", path: "/v1/agreements/{agreement}", status: 200},
	{operation: "decide_agreement", method: "PUT", path: "/v1/agreements/{agreement}/decision", status: 200},
	{operation: "link_bank_account", method: "POST", path: "/v1/customers/{customer}/bank_accounts", status: 201, keep: "account"},
	{operation: "list_bank_accounts", method: "GET", path: "/v1/customers/{customer}/bank_accounts", status: 200},
	{operation: "create_payment", method: "POST", path: "/v1/payments", body: paymentOf("{customer}", "{account}"), status: 201, keep: "payment"},
	{operation: "list_payments", method: "GET", path: "/v1/payments?status=submitted&limit=10", status: 200},
	{operation: "get_payment", method: "GET", path: "/v1/payments/{payment}", status: 200},
	{operation: "list_offers", method: "GET", path: "/v1/customers/{customer}/offers?virtual=true", status: 200},
	{operation: "list_offers", method: "GET", path: "/v1/customers/me/offers", status: 200, header: []string{"Customer-Authorization: Bearer c"}},
	{operation: "receive_event", method: "POST", path: "/v1/inbound/" + bank + "/events", body: `{"ecrn":"1"}`, status: 200, header: []string{"Authorization: "}},
	{operation: "receive_event", method: "POST", path: "/v1/inbound/" + bank + "/events", body: `{"ecrn":"1"}`, status: 200, header: []string{"Authorization: "}},
	{operation: "create_reference", method: "POST", path: "/v1/references", status: 201},
	{operation: "create_customer_reference", method: "POST", path: "/v1/customers/references", status: 201},
	{operation: "list_connections", method: "GET", path: "/v1/connections", status: 200},
	{operation: "get_connection", method: "GET", path: "/v1/connections/" + otherBank, status: 200},
	{operation: "get_connection_fields", method: "GET", path: "/v1/connections/" + otherBank + "/fields?operation=create_customer", status: 200},
	{operation: "list_fields", method: "GET", path: "/v1/fields?operation=create_customer&country=AE", status: 200},
}

// Every operation, the answers of every one of them held to our own document.
func TestEveryOperationKeepsTheDocument(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[bank].Policy = r.payments.policy
		r.state.Connections[otherBank].Adapter = listedVendor{&fakeVendor{}}
	})
	c, requests, known := newContract(t, r), examples(t), []string{}
	done := map[string]bool{}
	for _, step := range steps {
		body := step.body
		if body == "" {
			body = strings.ReplaceAll(requests[step.operation], "ref:app-4711", "{customer}")
		}
		fill := strings.NewReplacer(known...)
		path := fill.Replace(step.path)
		body = fill.Replace(body)
		request := httptest.NewRequestWithContext(t.Context(), step.method, path, strings.NewReader(body))
		request.Header.Set("Authorization", "Bearer "+allKey)
		request.Header.Set("Idempotency-Key", "key-1")
		if body != "" {
			request.Header.Set("Content-Type", "application/json")
		}
		for _, line := range step.header {
			name, value, _ := strings.Cut(line, ": ")
			request.Header.Set(name, value)
		}
		a := r.do(t, request.Clone(t.Context()))
		if a.status != step.status {
			t.Fatalf("%s: %d %s, want %d", step.operation, a.status, a.body, step.status)
		}
		c.hold(t, request, []byte(body), a)
		if step.status == http.StatusCreated && !strings.HasPrefix(a.header.Get("Location"), "/v1/") {
			t.Errorf("%s: Location %q", step.operation, a.header.Get("Location"))
		}
		if step.keep != "" {
			known = append(known, "{"+step.keep+"}", idIn(t, a))
		}
		done[step.operation] = true
	}
	for _, row := range canonical.Operations() {
		if !done[row.Name()] {
			t.Errorf("no step calls %s", row.Name())
		}
	}
}

// idIn is the id of a resource, or of the first in a list.
func idIn(t *testing.T, a answer) string {
	t.Helper()
	var one struct {
		ID   string
		Data []struct{ ID string }
	}
	a.into(t, &one)
	if one.ID == "" && len(one.Data) > 0 {
		return one.Data[0].ID
	}
	return one.ID
}

func TestProblemsKeepTheDocument(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := newContract(t, r)
	for name, fail := range map[string]*canonical.Error{
		"vendor": {Code: canonical.CustomerNotFound, Outcome: canonical.Answered, Vendor: canonical.VendorDetail{HTTPStatus: 200, Code: "45001", Message: "Customer not found", RequestID: "v-1"}},
		"fields": {Code: canonical.ValidationFailed, Fields: []canonical.FieldError{{Pointer: "/phone", Code: "invalid", Detail: "d"}}},
		"wait":   {Code: canonical.RateLimited, Origin: canonical.OriginVendor, Outcome: canonical.Answered, RetryAfter: 1500e6},
	} {
		r.vendor.fail = fail
		body := `{"phone":"+971500000017"}`
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/customers/lookup", strings.NewReader(body))
		request.Header.Set("Authorization", "Bearer "+allKey)
		request.Header.Set("Content-Type", "application/json")
		r.other.fail = fail
		a := r.do(t, request.Clone(t.Context()))
		if a.status != fail.Info().Status {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		c.hold(t, request, []byte(body), a)
	}
}

// What a caller may see beside the resource is described as well: each header,
// the statuses of a vendor's refusal, and what the vendor answered.
func TestTheDocumentHasWhatStandsBesideTheResource(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, o *gateway.Options) {
		o.Limiter = fixed(policies.Result{Allowed: true})
		r.state.Connections[bank].Policy = func(ctx context.Context, _ *policies.Call, next policies.Next) error {
			canonical.NoteVendorAnswer(ctx, []byte(`{"status":"ok"}`))
			return next(ctx)
		}
	})
	c := newContract(t, r)
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/customers/"+r.customerID(t)+"?include=vendor_data", nil)
	request.Header.Set("Authorization", "Bearer "+allKey)
	a := r.do(t, request.Clone(t.Context()))
	if a.status != http.StatusOK || !bytes.Contains(a.body, []byte(`"vendor_data":`)) {
		t.Fatalf("%d %s", a.status, a.body)
	}
	c.hold(t, request, nil, a)

	described := c.document.Paths.Value("/v1/customers/{id}").Get.Responses
	for _, status := range []int{http.StatusConflict, http.StatusUnprocessableEntity} {
		if described.Status(status) == nil {
			t.Errorf("%d is not described", status)
		}
	}
	refused := r.call(t, http.MethodGet, "/v1/customers/me", "", "Authorization: ")
	for _, name := range []string{
		"Request-Id", "Gateway-Connection", "Gateway-Generation", "Server-Timing", "RateLimit", "RateLimit-Policy",
		"Idempotency-Replayed", "Retry-After", "WWW-Authenticate",
	} {
		// Those that any answer may have stand in the introduction, once.
		if described.Status(refused.status).Value.Headers[name] == nil && !strings.Contains(c.document.Info.Description, "`"+name) {
			t.Errorf("the header %s of a problem is not described", name)
		}
	}
}

func TestTheDocumentHasEveryOperation(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := newContract(t, r)
	described := map[string]*openapi3.Operation{}
	for _, item := range c.document.Paths.Map() {
		for _, operation := range item.Operations() {
			if described[operation.OperationID] != nil {
				t.Errorf("%s is described twice", operation.OperationID)
			}
			described[operation.OperationID] = operation
		}
	}
	for _, row := range canonical.Operations() {
		operation := described[row.Name()]
		if operation == nil {
			t.Errorf("%s is missing", row.Name())
			continue
		}
		keyed := operation.Parameters.GetByInAndName("header", "Idempotency-Key") != nil
		if keyed != row.Effect().NeedsKey() {
			t.Errorf("%s: Idempotency-Key is described: %v", row.Name(), keyed)
		}
	}
}

func TestTheDocumentComesCompressed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	plain := r.call(t, http.MethodGet, "/v1/openapi.json", "", "Authorization: ")
	small := r.call(t, http.MethodGet, "/v1/openapi.json", "", "Authorization: ", "Accept-Encoding: gzip")
	if small.header.Get("Content-Encoding") != "gzip" || len(small.body) >= len(plain.body)/2 {
		t.Fatalf("%v, %d of %d bytes", small.header, len(small.body), len(plain.body))
	}
	z, err := gzip.NewReader(bytes.NewReader(small.body))
	if err != nil {
		t.Fatal(err)
	}
	if whole, err := io.ReadAll(z); err != nil || !bytes.Equal(whole, plain.body) {
		t.Errorf("it unpacks to something else: %v", err)
	}
}
