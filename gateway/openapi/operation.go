package openapi

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"canongate/canonical"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// Extensions of operations, for clients: what doing it twice does, the scope that the
// caller needs, the codes of its problems, and requests that work against the
// quickstart in the order of the document.
const (
	effectExtension   = "x-canongate-effect"
	scopeExtension    = "x-canongate-scope"
	codesExtension    = "x-canongate-codes"
	examplesExtension = "x-canongate-examples"
)

// describe describes one operation.
func describe(o Operation) Described {
	described := Described{Operation: o, Tag: tagOf(o.Path), Codes: codesOf(o)}
	op := &huma.Operation{
		OperationID: o.Name, Summary: o.Summary, Tags: []string{described.Tag}, RequestBody: o.Body,
		Security: []map[string][]string{{bearerScheme: {}}}, Responses: map[string]*huma.Response{},
		Description: strings.TrimSpace(o.Note + "\n\n" + effectText(o) + "\n\n" + codesText(described.Codes)),
		Extensions:  map[string]any{effectExtension: string(o.Effect), codesExtension: codeNames(described.Codes)},
	}
	if o.Scope == "" {
		op.Security = []map[string][]string{{vendorScheme: {}}}
	} else {
		op.Extensions[scopeExtension] = o.Scope
	}
	examples := ExamplesOf(o.Name)
	for _, p := range o.Params {
		op.Parameters = append(op.Parameters, parameter(p, examples))
	}
	for _, name := range sharedParameterNames(o) {
		op.Parameters = append(op.Parameters, &huma.Param{Ref: "#/components/parameters/" + name})
	}
	for status, answer := range o.Answers {
		op.Responses[strconv.Itoa(status)] = success(status, answer, o, examples)
	}
	op.Responses["4XX"] = &huma.Response{Ref: problemRef}
	op.Responses["5XX"] = &huma.Response{Ref: problemRef}
	if len(examples) > 0 {
		op.Extensions[examplesExtension] = requestsOf(examples)
	}
	described.Description = op
	return described
}

func parameter(p schema.Param, examples []Example) *huma.Param {
	param := &huma.Param{Name: p.Name, In: p.In, Required: p.In == schema.InPath || p.Required, Schema: p.Schema, Description: p.Doc}
	if param.Description == "" && p.In == schema.InPath {
		param.Description = "The resource's id."
	}
	for _, e := range examples {
		if value := e.parameter(p.In, p.Name); value != "" {
			param.Example = value
			if p.Schema.Type == huma.TypeInteger {
				param.Example = json.Number(value)
			}
			break
		}
	}
	return param
}

// lower is a method as a path item names it.
func lower(method string) string { return strings.ToLower(method) }

var effectTexts = map[canonical.Effect]string{
	canonical.Safe:       "Safe: it may be repeated.",
	canonical.Idempotent: "Idempotent: doing it twice is like doing it once.",
	canonical.Keyed:      "Done once for each Idempotency-Key.",
	canonical.MovesMoney: "Done once for each Idempotency-Key, and never retried once it was sent.",
}

// EffectText says what doing an operation twice does.
func EffectText(e canonical.Effect) string { return effectTexts[e] }

func effectText(o Operation) string {
	text := effectTexts[o.Effect]
	if o.Scope != "" {
		text += " Needs the scope `" + o.Scope + "`."
	}
	return text
}

// sharedParameterNames are the shared parameters that the operation takes, those that
// callers need most first.
func sharedParameterNames(o Operation) []string {
	var names []string
	if o.Effect.NeedsKey() {
		names = append(names, schema.HeaderKey)
	}
	if o.Scope != "" {
		names = append(names, schema.HeaderConnection)
	}
	if o.ClientContext {
		names = append(names, "Client-Ip", "Client-Geo")
	}
	if o.CallsVendor {
		names = append(names, schema.ParamInclude)
	}
	if o.Effect.NeedsKey() {
		names = append(names, schema.HeaderEpoch)
	}
	return append(names, schema.HeaderTimeout, schema.HeaderRequestID, "traceparent")
}

var successTexts = map[int]string{
	http.StatusOK:       "The resource, or what is known of it.",
	http.StatusCreated:  "Created.",
	http.StatusAccepted: "Accepted; not decided yet: the vendor keeps the resource and has not accepted it.",

	http.StatusNoContent: "Done; there is nothing to say.",
}

func success(status int, answer *huma.Schema, o Operation, examples []Example) *huma.Response {
	response := &huma.Response{Description: successTexts[status], Headers: headerRefs(answerHeaders(o)...)}
	if answer != nil {
		media := &huma.MediaType{Schema: answer, Examples: answersOf(examples, status)}
		response.Content = map[string]*huma.MediaType{cmp.Or(o.AnswerMedia, schema.JSON): media}
	}
	return response
}

// answerHeaders names what a program needs of a success. The headers of every answer
// stand in the introduction: generated clients read each named one of each status.
func answerHeaders(o Operation) []string {
	var names []string
	if o.CallsVendor {
		names = append(names, schema.HeaderConnection)
	}
	if o.Effect.NeedsKey() {
		names = append(names, HeaderReplayed)
	}
	if o.Creates {
		names = append(names, "Location")
	}
	return names
}

func headerRefs(names ...string) map[string]*huma.Param {
	refs := make(map[string]*huma.Param, len(names))
	for _, name := range names {
		refs[name] = &huma.Param{Ref: "#/components/headers/" + name}
	}
	return refs
}
