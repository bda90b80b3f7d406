package openapi

import (
	"cmp"
	"net/http"
	"strconv"

	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// AdminOperation is what the document of the operators' API says about one method of
// one path.
type AdminOperation struct {
	Method, Path string
	Name         string
	Tag          string
	Summary      string
	Note         string // what summary and role leave open
	Role         string // that it takes; "": nobody has to sign in
	Changes      string // its name in the audit log; "": it changes nothing
	Params       []schema.Param
	Body         *huma.Schema // nil: none
	BodyMedia    []string     // JSON when nil
	Answers      map[int]*huma.Schema
	AnswerMedia  string // "": JSON
}

// adminIntroduction is what holds for every operation.
const adminIntroduction = "What operators do with a gateway. Send a credential of `server.operators`, or `server.admin_token`, as " +
	"`Authorization: Bearer TOKEN`; on a loopback listener without either nobody signs in, and the operator is `local`. Each operation " +
	"names the role that it takes: every operator is a `viewer`, and the others are given. What belongs to a tenant is shown to operators of " +
	"that tenant. Every change leaves a line in the audit log, with the name of who signed in; `by` in a body may only repeat it. `reason` says why, in every " +
	"body of a change: the journal keeps it, and `GET /admin/v1/changes` shows it. Bodies take the " +
	"members named here and no others, and may be left out where no member is required. Lists have `data`, `has_more` and `next_cursor`, " +
	"which is handed back as `cursor`. Every failure is a Problem, as application/problem+json."

// NewAdmin describes the operators' API. problem is the schema of every failure; version
// is that of the program.
func NewAdmin(s *schema.Registry, problem *huma.Schema, version string, operations []AdminOperation) (*Document, error) {
	d := &Document{Schemas: s, Path: "/admin/v1/openapi.json", API: &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "canongate for operators", Version: cmp.Or(version, "development"), Description: adminIntroduction,
			License: &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
		},
		Servers: []*huma.Server{{URL: "/", Description: "This admin listener."}},
		Components: &huma.Components{
			Schemas: s.Components(),
			SecuritySchemes: map[string]*huma.SecurityScheme{bearerScheme: {
				Type: "http", Scheme: "bearer", Description: "A credential of an operator.",
			}},
			Responses: map[string]*huma.Response{"Problem": {
				Description: "What went wrong: RFC 9457, with a stable code.", Content: map[string]*huma.MediaType{ProblemType: {Schema: problem}},
			}},
		},
		Extensions: map[string]any{},
	}}
	for _, o := range operations {
		d.Operations = append(d.Operations, describeAdmin(o))
	}
	return d, d.marshal()
}

func describeAdmin(o AdminOperation) Described {
	op := &huma.Operation{
		OperationID: o.Name, Summary: o.Summary, Description: roleText(o), Tags: []string{o.Tag},
		Security: []map[string][]string{{bearerScheme: {}}}, Responses: map[string]*huma.Response{"default": {Ref: problemRef}},
		Extensions: map[string]any{"x-role": o.Role},
	}
	if o.Role == "" {
		op.Security, op.Extensions = []map[string][]string{}, nil
	}
	for _, p := range o.Params {
		op.Parameters = append(op.Parameters, &huma.Param{Name: p.Name, In: p.In, Required: p.Required, Schema: p.Schema, Description: p.Doc})
	}
	if o.Body != nil {
		op.RequestBody = &huma.RequestBody{Content: map[string]*huma.MediaType{}}
		for _, media := range bodyMedia(o) {
			op.RequestBody.Content[media] = &huma.MediaType{Schema: o.Body}
		}
	}
	for status, answer := range o.Answers {
		response := &huma.Response{Description: cmp.Or(successTexts[status], http.StatusText(status))}
		if answer != nil {
			response.Content = map[string]*huma.MediaType{cmp.Or(o.AnswerMedia, schema.JSON): {Schema: answer}}
		}
		op.Responses[strconv.Itoa(status)] = response
	}
	return Described{Operation: Operation{Method: o.Method, Path: o.Path, Name: o.Name}, Tag: o.Tag, Description: op}
}

func bodyMedia(o AdminOperation) []string {
	if o.BodyMedia == nil {
		return []string{schema.JSON}
	}
	return o.BodyMedia
}

// roleText says what an operation takes, and what it leaves behind.
func roleText(o AdminOperation) string {
	text := "Nobody has to sign in for it."
	if o.Role != "" {
		text = "Takes the role `" + o.Role + "`."
	}
	if o.Changes != "" {
		text += " The audit log calls it `" + o.Changes + "`."
	}
	if o.Note != "" {
		text += " " + o.Note
	}
	return text
}
