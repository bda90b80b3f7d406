// Package openapi makes the OpenAPI document of the public API, and the page that
// shows it to people. It knows no endpoint: the gateway hands it Operations.
package openapi

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"canongate/canonical"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// Document is an OpenAPI 3.1 description, made of the schemas that also read the
// requests.
type Document struct {
	JSON    []byte
	Gzipped []byte // JSON, compressed

	api        *huma.OpenAPI
	schemas    *schema.Registry
	operations []Operation
	source     string // path of the document
}

const publicSource = "/v1/openapi.json"

// Operation is what the document says about one method of one path.
type Operation struct {
	Method, Path string
	Name         string
	Effect       canonical.Effect
	Scope        string // that the caller needs; "": the vendor's signature authenticates it
	Summary      string
	Note         string // what summary, effect and scope leave open
	Params       []schema.Param
	Body         *huma.RequestBody    // nil: none
	Answers      map[int]*huma.Schema // of success, by status
	Creates      bool                 // success has a Location
	AnswerMedia  string               // of success; "": JSON
	CallsVendor  bool                 // the vendor's answer can be asked for as well
	// ClientContext says that headers may stand in for the body's client_context.
	ClientContext bool
}

const (
	bearerScheme = "bearer"
	vendorScheme = "vendor_signature"
	problemRef   = "#/components/responses/Problem"

	// extensionEffect is what doing the operation twice does: a canonical.Effect.
	// Clients retry by it.
	extensionEffect = "x-canongate-effect"
)

// introduction is what holds for every operation.
const introduction = "One API over many financial vendors. Send an API key as `Authorization: Bearer KEY`. " +
	"Ids are opaque. Wherever a customer's id is taken, `ref:` and the caller's own id of the person (`external_reference`) stand for it, " +
	"percent-encoded in paths: it means the person's record at the connection of the header Gateway-Connection, else at the first of the " +
	"route's connections where there is one, else at the only one where the person is known. Enums are open: accept `unknown`. Texts in requests are never empty: leave a field out instead. " +
	"Every failure is a Problem, as application/problem+json: its `code` says what to do, `outcome` whether the vendor may have acted, " +
	"`retryable` whether the same request may be sent again."

// New describes the operations. problem is the schema of every failure; version is
// that of the program.
func New(s *schema.Registry, problem *huma.Schema, version string, operations []Operation) (*Document, error) {
	d := &Document{schemas: s, operations: operations, source: publicSource, api: &huma.OpenAPI{
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
			Schemas: s.Components(), Parameters: sharedParameters(), Headers: sharedHeaders(),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				bearerScheme: {
					Type: "http", Scheme: "bearer",
					Description: "An API key of this gateway, or a JWT of the issuer that its operator trusts.",
				},
				vendorScheme: {
					Type: "apiKey", In: "header", Name: "X-Signature",
					Description: "Hex HMAC-SHA256 of the raw body, or what else the vendor signs with.",
				},
			},
		},
	}}
	d.api.Components.Responses = map[string]*huma.Response{"Problem": {
		Description: "What went wrong: RFC 9457, with a stable code.",
		Headers:     headerRefs(append(everyAnswer(), HeaderRetryAfter, HeaderAuthenticate)...),
		Content:     map[string]*huma.MediaType{ProblemType: {Schema: problem}},
	}}
	for _, o := range operations {
		d.add(o)
	}
	return d, d.marshal()
}

// marshal makes what is sent.
func (d *Document) marshal() (err error) {
	if d.JSON, err = json.Marshal(d.api); err != nil {
		return errors.New("make OpenAPI document: it cannot be marshalled")
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err = z.Write(d.JSON); err == nil {
		err = z.Close()
	}
	if err != nil {
		return errors.New("make OpenAPI document: it cannot be compressed")
	}
	d.Gzipped = b.Bytes()
	return nil
}

// add describes one operation.
func (d *Document) add(o Operation) {
	op := &huma.Operation{
		OperationID: o.Name, Summary: o.Summary, Tags: []string{tag(o.Path)}, RequestBody: o.Body,
		Security: []map[string][]string{{bearerScheme: {}}}, Responses: map[string]*huma.Response{},
		Description: strings.TrimSpace(effectText(o) + " " + o.Note),
		Extensions:  map[string]any{extensionEffect: string(o.Effect)},
	}
	if o.Scope == "" {
		op.Security = []map[string][]string{{vendorScheme: {}}}
	}
	for _, p := range o.Params {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: p.Name, In: p.In, Required: p.In == schema.InPath || p.Required, Schema: p.Schema, Description: p.Doc,
		})
	}
	for _, name := range sharedParameterNames(o) {
		op.Parameters = append(op.Parameters, &huma.Param{Ref: "#/components/parameters/" + name})
	}
	for status, answer := range o.Answers {
		op.Responses[strconv.Itoa(status)] = success(status, answer, o)
	}
	for _, status := range problemStatuses(o) {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Ref: problemRef}
	}
	op.Responses["default"] = &huma.Response{Ref: problemRef}
	item := d.api.Paths[o.Path]
	if item == nil {
		item = &huma.PathItem{}
		d.api.Paths[o.Path] = item
	}
	*slot(item, o.Method) = op
}

// slot is where a path item has the operation of a method.
func slot(item *huma.PathItem, method string) **huma.Operation {
	switch method {
	case http.MethodGet:
		return &item.Get
	case http.MethodPatch:
		return &item.Patch
	case http.MethodPut:
		return &item.Put
	case http.MethodDelete:
		return &item.Delete
	}
	return &item.Post
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

func effectText(o Operation) string {
	text := effectTexts[o.Effect]
	if o.Scope != "" {
		text += " Needs the scope `" + o.Scope + "`."
	}
	return text
}

// sharedParameterNames are the shared parameters that the operation takes.
func sharedParameterNames(o Operation) []string {
	names := []string{schema.HeaderRequestID, schema.HeaderTimeout, "traceparent"}
	if o.Scope != "" {
		names = append(names, schema.HeaderConnection)
	}
	if o.Effect.NeedsKey() {
		names = append(names, schema.HeaderKey, schema.HeaderEpoch)
	}
	if o.CallsVendor {
		names = append(names, schema.ParamInclude)
	}
	if o.ClientContext {
		names = append(names, "Client-Ip", "Client-Geo")
	}
	return names
}

// problemStatuses are the statuses that the operation's own problems have; the
// default response stands for the rest.
func problemStatuses(o Operation) []int {
	statuses := []int{
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusNotImplemented, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
	}
	if o.Scope != "" {
		statuses = append(statuses, http.StatusForbidden)
	}
	if o.Body != nil || len(o.Params) > 0 || o.CallsVendor {
		statuses = append(statuses, http.StatusConflict, http.StatusUnprocessableEntity)
	}
	if o.Body != nil {
		statuses = append(statuses, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return statuses
}

var successTexts = map[int]string{
	http.StatusOK:       "The resource, or what is known of it.",
	http.StatusCreated:  "Created.",
	http.StatusAccepted: "Accepted; not decided yet.",

	http.StatusNoContent: "Done; there is nothing to say.",
}

func success(status int, answer *huma.Schema, o Operation) *huma.Response {
	names := everyAnswer()
	if o.Creates {
		names = append(names, "Location")
	}
	response := &huma.Response{Description: successTexts[status], Headers: headerRefs(names...)}
	if answer != nil {
		response.Content = map[string]*huma.MediaType{cmp.Or(o.AnswerMedia, schema.JSON): {Schema: answer}}
	}
	return response
}

// everyAnswer names the headers that an answer may have whatever it says.
func everyAnswer() []string {
	return []string{schema.HeaderRequestID, schema.HeaderConnection, schema.HeaderEpoch, HeaderGeneration, HeaderTiming, HeaderLimit, HeaderLimitPolicy, HeaderReplayed}
}

func headerRefs(names ...string) map[string]*huma.Param {
	refs := make(map[string]*huma.Param, len(names))
	for _, name := range names {
		refs[name] = &huma.Param{Ref: "#/components/headers/" + name}
	}
	return refs
}
