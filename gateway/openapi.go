package gateway

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"canongate/canonical"
	"canongate/gateway/auth"

	"github.com/danielgtaylor/huma/v2"
)

// document is the OpenAPI 3.1 description of the table, made of the schemas that
// also read the requests.
type document struct {
	api     *huma.OpenAPI
	schemas *schemas
	json    []byte
	gzipped []byte
}

// description is what the work of an endpoint adds to its own operation.
type description struct {
	params  []param
	body    *huma.RequestBody
	answers map[int]*huma.Schema
	creates bool
	headers []string // names of shared parameters
}

// asksVendor says whether the work calls a vendor, whose answer can be looked at.
func (d description) asksVendor() bool { return slices.Contains(d.headers, includeParam) }

const (
	bearerScheme = "bearer"
	vendorScheme = "vendor_signature"
	problemRef   = "#/components/responses/Problem"
)

// introduction is what holds for every operation.
const introduction = "One API over many financial vendors. Send an API key as `Authorization: Bearer KEY`. " +
	"Ids are opaque. Enums are open: accept `unknown`. Texts in requests are never empty: leave a field out instead. " +
	"Every failure is a Problem, as application/problem+json: its `code` says what to do, `outcome` whether the vendor may have acted, " +
	"`retryable` whether the same request may be sent again."

func newDocument(s *schemas, endpoints []*endpoint, version string) (*document, error) {
	d := &document{schemas: s, api: &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title:       "canongate",
			Version:     cmp.Or(version, "development"),
			Description: introduction,
			License:     &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
		},
		Servers: []*huma.Server{{URL: "/"}},
		Paths:   map[string]*huma.PathItem{},
		Components: &huma.Components{
			Schemas: s.registry, Parameters: sharedParameters(), Headers: sharedHeaders(),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				bearerScheme: {Type: "http", Scheme: "bearer", Description: "An API key of this gateway, or a JWT of the issuer that its operator trusts."},
				vendorScheme: {Type: "apiKey", In: "header", Name: "X-Signature", Description: "Hex HMAC-SHA256 of the raw body, or what else the vendor signs with."},
			},
		},
	}}
	d.api.Components.Responses = map[string]*huma.Response{"Problem": {
		Description: "What went wrong: RFC 9457, with a stable code.",
		Headers:     headerRefs(append(everyAnswer(), headerRetryAfter, headerAuthenticate)...),
		Content:     map[string]*huma.MediaType{problemType: {Schema: s.of(reflect.TypeFor[problem]())}},
	}}
	for _, e := range endpoints {
		d.add(e)
	}
	var err error
	if d.json, err = json.Marshal(d.api); err != nil {
		return nil, errors.New("make OpenAPI document: it cannot be marshalled")
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err = z.Write(d.json); err == nil {
		err = z.Close()
	}
	if err != nil {
		return nil, errors.New("make OpenAPI document: it cannot be compressed")
	}
	d.gzipped = b.Bytes()
	return d, nil
}

// add describes one endpoint.
func (d *document) add(e *endpoint) {
	about := e.work.describe(d, e)
	op := &huma.Operation{
		OperationID: e.name, Summary: e.summary, Tags: []string{tag(e.path)}, RequestBody: about.body,
		Security: []map[string][]string{{bearerScheme: {}}}, Responses: map[string]*huma.Response{},
		Description: strings.TrimSpace(effectText(e) + " " + e.note),
	}
	if e.scope == "" {
		op.Security = []map[string][]string{{vendorScheme: {}}}
	}
	for _, p := range about.params {
		op.Parameters = append(op.Parameters, &huma.Param{Name: p.name, In: p.in, Required: p.in == inPath, Schema: p.schema, Description: p.doc})
	}
	for _, name := range append(d.commonHeaders(e), about.headers...) {
		op.Parameters = append(op.Parameters, &huma.Param{Ref: "#/components/parameters/" + name})
	}
	for status, schema := range about.answers {
		op.Responses[strconv.Itoa(status)] = success(status, schema, about.creates)
	}
	for _, status := range problemStatuses(e, about) {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Ref: problemRef}
	}
	op.Responses["default"] = &huma.Response{Ref: problemRef}
	item := d.api.Paths[e.path]
	if item == nil {
		item = &huma.PathItem{}
		d.api.Paths[e.path] = item
	}
	place(item, e.method, op)
}

func place(item *huma.PathItem, method string, op *huma.Operation) {
	switch method {
	case http.MethodGet:
		item.Get = op
	case http.MethodPost:
		item.Post = op
	case http.MethodPatch:
		item.Patch = op
	case http.MethodPut:
		item.Put = op
	}
}

// tag groups operations by the first word of their path.
func tag(path string) string {
	word, _, _ := strings.Cut(strings.TrimPrefix(path, "/v1/"), "/")
	return word
}

var effectTexts = map[canonical.Effect]string{
	canonical.Safe:       "Safe: it may be repeated.",
	canonical.Idempotent: "Idempotent: doing it twice is like doing it once.",
	canonical.Keyed:      "Done once for each Idempotency-Key.",
	canonical.MovesMoney: "Done once for each Idempotency-Key, and never retried once it was sent.",
}

func effectText(e *endpoint) string {
	text := effectTexts[e.effect]
	if e.scope != "" {
		text += " Needs the scope `" + e.scope + "`."
	}
	return text
}

// commonHeaders are the parameters that follow from what the endpoint is.
func (d *document) commonHeaders(e *endpoint) []string {
	names := []string{headerRequestID, headerTimeout, "traceparent"}
	if e.scope != "" {
		names = append(names, headerConnection)
	}
	if e.effect.NeedsKey() {
		names = append(names, headerKey)
	}
	return names
}

// problemStatuses are the statuses that the operation's own problems have; the
// default response stands for the rest.
func problemStatuses(e *endpoint, about description) []int {
	statuses := []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusNotImplemented, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}
	if e.scope != "" {
		statuses = append(statuses, http.StatusForbidden)
	}
	if about.body != nil || len(about.params) > 0 || about.asksVendor() {
		statuses = append(statuses, http.StatusConflict, http.StatusUnprocessableEntity)
	}
	if about.body != nil {
		statuses = append(statuses, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return statuses
}

var successTexts = map[int]string{
	http.StatusOK: "The resource, or what is known of it.", http.StatusCreated: "Created.", http.StatusAccepted: "Accepted; not decided yet.",
}

func success(status int, schema *huma.Schema, creates bool) *huma.Response {
	names := everyAnswer()
	if creates {
		names = append(names, "Location")
	}
	return &huma.Response{
		Description: successTexts[status], Headers: headerRefs(names...),
		Content: map[string]*huma.MediaType{jsonType: {Schema: schema}},
	}
}

// everyAnswer names the headers that an answer may have whatever it says.
func everyAnswer() []string {
	return []string{headerRequestID, headerConnection, headerGeneration, headerTiming, headerLimit, headerLimitPolicy, headerReplayed}
}

func headerRefs(names ...string) map[string]*huma.Param {
	refs := make(map[string]*huma.Param, len(names))
	for _, name := range names {
		refs[name] = &huma.Param{Ref: "#/components/headers/" + name}
	}
	return refs
}

func sharedHeaders() map[string]*huma.Header {
	text := func(description string) *huma.Header {
		return &huma.Header{Description: description, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return map[string]*huma.Header{
		headerRequestID:    text("The caller's own, or one that the gateway made."),
		headerConnection:   text("The connection that served the request."),
		headerGeneration:   text("The generation of the configuration that served it."),
		headerTiming:       text("Milliseconds spent at the vendor and in the gateway."),
		headerLimit:        text("What is left of the credential's rate; absent where it has none."),
		headerLimitPolicy:  text("The credential's rate; absent where it has none."),
		headerReplayed:     text("true: this answer was given before, nothing was done now."),
		headerRetryAfter:   text("Seconds."),
		headerAuthenticate: text("With unauthenticated: which credentials are taken."),
		"Location":         text("Where the new resource is."),
	}
}

func sharedParameters() map[string]*huma.Param {
	header := func(name, description string) *huma.Param {
		one := 1
		return &huma.Param{Name: name, In: inHeader, Description: description, Schema: &huma.Schema{Type: huma.TypeString, MinLength: &one}}
	}
	key := header(headerKey, "A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names.")
	key.Required = true
	longest := maxKey
	key.Schema.MaxLength = &longest
	return map[string]*huma.Param{
		headerKey:        key,
		headerConnection: header(headerConnection, "The connection to use; needs the scope connection:choose. An id of the request wins."),
		headerRequestID:  header(headerRequestID, "Echoed and logged; up to 128 letters, digits and -_.~:/+=."),
		headerTimeout:    header(headerTimeout, "Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens."),
		"traceparent":    header("traceparent", "W3C Trace Context; joined and passed on, where the credential is known."),
		includeParam: {
			Name: includeParam, In: inQuery, Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{includeData}},
			Description: "vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope " + auth.ScopeReadVendor + ".",
		},
		"Client-Ip":              header("Client-Ip", "The end user's address; stands in for client_context."),
		"Client-Geo":             header("Client-Geo", "The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context."),
		"Customer-Authorization": header("Customer-Authorization", "The customer's own token at the vendor."),
	}
}
