// Package openapi makes the OpenAPI document of the public API. It knows no endpoint:
// the gateway hands it Operations.
package openapi

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"

	"canongate/canonical"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// Version is that of the public API (semantic versioning), not of the program: within
// 1.x nothing that a caller relies on is taken away.
const Version = "1.0.0"

// Document is an OpenAPI 3.1 description, made of the schemas that also read the
// requests. Safe for concurrent use.
type Document struct {
	JSON    []byte
	Gzipped []byte // JSON, compressed

	API        *huma.OpenAPI // its Paths are empty: Operations has them in order
	Schemas    *schema.Registry
	Operations []Described
	Path       string               // where it is served
	Codes      []canonical.CodeInfo // that have a page each
}

// Described is an operation with its description.
type Described struct {
	Operation
	Tag         string
	Codes       []canonical.CodeInfo // that it can answer
	Description *huma.Operation
}

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
)

// introduction is what holds for every operation.
const introduction = `One API over many financial vendors: customers, KYC, documents, agreements, bank accounts and payments.

- Send an API key as ` + "`Authorization: Bearer KEY`" + `. Ids are opaque.
- Wherever a customer's id is taken, ` + "`ref:`" + ` and your own id of the person (` + "`external_reference`" + `) stand for it, percent-encoded in
  paths. It means the person's record at the connection of the header ` + "`Gateway-Connection`" + `, else at the first of the route's
  connections where there is one, else at the only one where the person is known.
- Enums of answers are open (` + "`x-extensible-enum`" + `): accept ` + "`unknown`" + `, and values that are not listed. Requests take the listed ones only.
- Texts in requests are never empty: leave a field out instead.
- Every failure is a Problem, as ` + "`application/problem+json`" + `: its ` + "`code`" + ` says what to do, ` + "`outcome`" + ` whether the vendor may have
  acted, ` + "`retryable`" + ` whether the same request may be sent again. Each operation lists its codes in ` + "`x-canongate-codes`" + `.
- ` + "`x-canongate-effect`" + ` says what doing an operation twice does: ` + "`safe`, `idempotent`, `keyed`" + ` or ` + "`payment`" + `.
- Every answer has ` + "`Request-Id`" + `, which names the request in logs and traces, and ` + "`Gateway-Epoch`" + `, which goes back with each
  Idempotency-Key that is made after it. It may have ` + "`Gateway-Generation`" + ` (the generation of the configuration that served
  it), ` + "`Server-Timing`" + ` (milliseconds spent at the vendor and in the gateway), ` + "`RateLimit` and `RateLimit-Policy`" + ` (what is left of the
  credential's rate, and the rate) and, with 401, ` + "`WWW-Authenticate`" + `. A Problem may have ` + "`Gateway-Connection`" + ` and
  ` + "`Idempotency-Replayed`" + ` as successes do.

Guides, samples and every operation stand at [/docs](/docs).`

// New describes the operations. problem is the schema of every failure.
func New(s *schema.Registry, problem *huma.Schema, operations []Operation) (*Document, error) {
	tags, groups := tagList()
	d := &Document{Schemas: s, Path: "/v1/openapi.json", Codes: canonical.Codes(), API: &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title:       "canongate",
			Version:     Version,
			Description: introduction,
			Contact:     &huma.Contact{Name: "The operator of this gateway"},
			License:     &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
			Extensions:  map[string]any{"summary": "One canonical API over many financial vendors."},
		},
		Servers: []*huma.Server{{URL: "/", Description: "This gateway."}},
		Tags:    tags,
		Components: &huma.Components{
			Schemas: s.Components(), Parameters: sharedParameters(), Headers: sharedHeaders(), SecuritySchemes: securitySchemes(),
		},
		Extensions: map[string]any{"x-tagGroups": groups},
	}}
	d.API.Components.Responses = map[string]*huma.Response{"Problem": {
		Description: "What went wrong: RFC 9457, with a stable code. The operation lists the codes it can give.",
		Headers:     headerRefs(HeaderRetryAfter),
		Content:     map[string]*huma.MediaType{ProblemType: {Schema: problem, Example: problemExample()}},
	}}
	describeCodes(s.Resolve(problem))
	answers := []*huma.Schema{problem}
	for _, o := range operations {
		d.Operations = append(d.Operations, describe(o))
		answers = slices.AppendSeq(answers, maps.Values(o.Answers))
	}
	for _, v := range s.Variants() {
		split(s, v)
	}
	hooks, payloads := webhooks(s)
	d.API.Webhooks = hooks
	describeAll(s)
	openEnums(s, append(answers, payloads...))
	return d, d.marshal()
}

func securitySchemes() map[string]*huma.SecurityScheme {
	return map[string]*huma.SecurityScheme{
		bearerScheme: {
			Type: "http", Scheme: "bearer",
			Description: "An API key of this gateway, or a JWT of the issuer that its operator trusts.",
		},
		vendorScheme: {
			Type: "apiKey", In: "header", Name: "X-Signature",
			Description: "Hex HMAC-SHA256 of the raw body, or what else the vendor signs with.",
		},
	}
}

// marshal writes the document, with the paths in the order of the operations.
func (d *Document) marshal() error {
	paths, err := orderedPaths(d.Operations)
	if err == nil {
		d.API.Extensions["paths"] = paths
		d.JSON, err = json.Marshal(d.API)
	}
	if err != nil {
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

// orderedPaths are the paths as JSON, each where its first operation stands: a map
// would sort them by name, and the examples are to be sent in order.
func orderedPaths(operations []Described) (json.RawMessage, error) {
	members := map[string][][]byte{}
	var order []string
	for _, o := range operations {
		text, err := json.Marshal(o.Description)
		if err != nil {
			return nil, err
		}
		if members[o.Path] == nil {
			order = append(order, o.Path)
		}
		members[o.Path] = append(members[o.Path], slices.Concat([]byte(strconv.Quote(lower(o.Method))+":"), text))
	}
	var b bytes.Buffer
	for i, path := range order {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Quote(path) + ":{")
		b.Write(bytes.Join(members[path], []byte(",")))
		b.WriteByte('}')
	}
	return slices.Concat([]byte("{"), b.Bytes(), []byte("}")), nil
}

// describeAll describes the members of every schema that has a name, and of those
// inside it.
func describeAll(s *schema.Registry) {
	seen := map[*huma.Schema]bool{}
	var visit func(*huma.Schema)
	visit = func(one *huma.Schema) {
		if one == nil || seen[one] {
			return
		}
		seen[one] = true
		describeMembers(one)
		for _, p := range one.Properties {
			visit(p)
		}
		visit(one.Items)
		for _, each := range one.AnyOf {
			visit(each)
		}
	}
	for _, one := range s.Components().Map() {
		visit(one)
	}
}
