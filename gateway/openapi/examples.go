package openapi

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"slices"
	"strconv"

	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// Example is a request that works against the quickstart, in the order of the document.
// An id in it is that of an answer before, as Answers shows it. The people do not exist.
type Example struct {
	Operation  string            `json:"operation"`
	Name       string            `json:"name"` // among those of the operation
	Summary    string            `json:"summary"`
	Connection string            `json:"connection,omitempty"` // the header Gateway-Connection
	Path       map[string]string `json:"path,omitempty"`
	Query      map[string]string `json:"query,omitempty"`
	Header     map[string]string `json:"header,omitempty"`
	Body       json.RawMessage   `json:"body,omitempty"`
}

// Answer is what an example is answered with. Ids, times and vendors' references are
// replaced by others of the same form.
type Answer struct {
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body,omitempty"` // JSON; a string where the answer is a text
}

//go:embed requests.json
var requestsText []byte

//go:embed answers.json
var answersText []byte

// examples are all of them, and answers what each is answered with, by operation and name.
var (
	examples = must[[]Example](requestsText)
	answers  = must[map[string]Answer](answersText)
)

// must reads a file of this folder: one that is no JSON is a defect, and no program
// with it ever starts.
func must[T any](text []byte) (v T) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&v); err != nil {
		panic("read examples: " + err.Error())
	}
	return v
}

// Key names an example among all.
func (e Example) Key() string { return e.Operation + "." + e.Name }

// Answer is what the example is answered with; ok is false while nobody has recorded it.
func (e Example) Answer() (a Answer, ok bool) {
	a, ok = answers[e.Key()]
	return a, ok
}

// Examples are all of them, in the order of their file.
func Examples() []Example { return slices.Clone(examples) }

// ExamplesOf are those of one operation.
func ExamplesOf(operation string) []Example {
	var some []Example
	for _, e := range examples {
		if e.Operation == operation {
			some = append(some, e)
		}
	}
	return some
}

// parameter is the value of a parameter in the example; "" where it has none.
func (e Example) parameter(in, name string) string {
	switch in {
	case schema.InPath:
		return e.Path[name]
	case schema.InQuery:
		return e.Query[name]
	}
	return e.Header[name]
}

// requestsOf are the examples as programs read them, bodies included.
func requestsOf(of []Example) []map[string]any {
	var list []map[string]any
	for _, e := range of {
		one := map[string]any{"name": e.Name, "summary": e.Summary}
		for member, value := range map[string]map[string]string{"path": e.Path, "query": e.Query, "header": e.headers()} {
			if len(value) > 0 {
				one[member] = value
			}
		}
		if e.Body != nil {
			one["body"] = e.Body
		}
		if a, ok := e.Answer(); ok {
			one["status"] = a.Status
		}
		list = append(list, one)
	}
	return list
}

// headers are the example's own, with the connection.
func (e Example) headers() map[string]string {
	all := map[string]string{}
	for name, value := range e.Header {
		all[name] = value
	}
	if e.Connection != "" {
		all[schema.HeaderConnection] = e.Connection
	}
	return all
}

// BodiesOf are the bodies of an operation's examples; nil where none has one.
func BodiesOf(operation string) map[string]*huma.Example {
	var bodies map[string]*huma.Example
	for _, e := range ExamplesOf(operation) {
		if e.Body == nil {
			continue
		}
		if bodies == nil {
			bodies = map[string]*huma.Example{}
		}
		bodies[e.Name] = &huma.Example{Summary: e.Summary, Value: e.Body}
	}
	return bodies
}

// answersOf are the bodies of the answers with a status; nil where there is none.
func answersOf(of []Example, status int) map[string]*huma.Example {
	var bodies map[string]*huma.Example
	for _, e := range of {
		a, ok := e.Answer()
		if !ok || a.Status != status || a.Body == nil {
			continue
		}
		if bodies == nil {
			bodies = map[string]*huma.Example{}
		}
		bodies[e.Name] = &huma.Example{Summary: e.Summary, Value: a.Body}
	}
	return bodies
}

// problemExample is a problem as a caller gets it.
func problemExample() any {
	return json.RawMessage(`{"type":"/problems/validation_failed","title":"Validation failed","status":` + strconv.Itoa(422) +
		`,"code":"validation_failed","detail":"One or more fields are missing or wrong.","instance":"/v1/customers",` +
		`"request_id":"req_7Q2K5XJ4","origin":"caller","outcome":"not_sent","retryable":false,` +
		`"errors":[{"pointer":"/phones/0/number","code":"invalid","detail":"must be an E.164 number, as +971501234567"}]}`)
}
