package reference

import (
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"canongate/gateway/openapi"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

type operationPage struct {
	layout
	Name, Summary, Method, Address string
	Text                           template.HTML
	Effect, EffectText, Scope      string
	Tag                            openapi.Tag
	Path, Query, Headers           []member
	Body                           []member
	BodyVariants                   []variant
	BodyOptional                   bool
	BodyTypes                      []string
	Answers                        []answerView
	Codes                          []codeRow
	Examples                       []exampleView
	Event                          bool
}

type answerView struct {
	Status, Text string
	Members      []member
	List         bool
	Media        string
}

type exampleView struct {
	Name, Summary string
	Request       template.HTML
	Status        int
	Answer        template.HTML
}

func (s *Site) operationPage(o *openapi.Described) operationPage {
	op := o.Description
	text, _ := Markdown(o.Note)
	p := operationPage{
		layout: layout{Title: o.Summary, Path: operationPath(o.Name), Nav: s.nav},
		Name:   o.Name, Summary: o.Summary, Method: o.Method, Address: o.Operation.Path, Text: text,
		Effect: string(o.Effect), EffectText: openapi.EffectText(o.Effect), Scope: o.Scope, Tag: tagNamed(o.Tag),
		Path: parameters(s.document, s.shower, op, schema.InPath), Query: parameters(s.document, s.shower, op, schema.InQuery),
		Headers: parameters(s.document, s.shower, op, schema.InHeader), Codes: codeRows(o.Codes),
	}
	if o.Body != nil {
		p.BodyOptional, p.BodyTypes = !o.Body.Required, slices.Sorted(maps.Keys(o.Body.Content))
		if media := o.Body.Content[schema.JSON]; media != nil {
			if p.BodyVariants = s.shower.variants(media.Schema, "body", 0); p.BodyVariants == nil {
				p.Body = s.shower.members(media.Schema, "body", 0)
			}
		}
	}
	for _, status := range slices.Sorted(maps.Keys(o.Answers)) {
		p.Answers = append(p.Answers, s.answerView(o, status))
	}
	// Answers of several statuses are mostly of one form: it is shown once.
	for i := range p.Answers[1:] {
		if same(o.Answers, p.Answers[0].Status, p.Answers[i+1].Status) {
			p.Answers[i+1].Members = nil
		}
	}
	for i, e := range openapi.ExamplesOf(o.Name) {
		p.Examples = append(p.Examples, exampleOf(o, e, i))
	}
	return p
}

func same(answers map[int]*huma.Schema, a, b string) bool {
	one, _ := strconv.Atoi(a) // statuses are numbers
	other, _ := strconv.Atoi(b)
	return answers[one] != nil && answers[other] != nil && answers[one].Ref == answers[other].Ref
}

func (s *Site) answerView(o *openapi.Described, status int) answerView {
	response := o.Description.Responses[strconv.Itoa(status)]
	v := answerView{Status: fmt.Sprintf("%d", status), Text: http.StatusText(status) + ". " + response.Description}
	of := o.Answers[status]
	if of == nil {
		return v
	}
	for media := range response.Content {
		v.Media = media
	}
	resolved := s.document.Schemas.Resolve(of)
	if data := resolved.Properties["data"]; data != nil && resolved.Properties["has_more"] != nil {
		v.List = true
		v.Members = s.shower.members(data, "answer", 0)
		return v
	}
	v.Members = s.shower.members(of, "answer", 0)
	return v
}

func exampleOf(o *openapi.Described, e openapi.Example, i int) exampleView {
	v := exampleView{Name: e.Name, Summary: e.Summary, Request: tabs(fmt.Sprintf("request-%d", i), samplesOf(o, e))}
	if a, ok := e.Answer(); ok {
		v.Status = a.Status
		if a.Body != nil {
			text := pretty(a.Body)
			var plain string
			if json.Unmarshal(a.Body, &plain) == nil {
				text = plain // it was no JSON
			}
			v.Answer = template.HTML(coloured(text)) // #nosec G203 -- coloured escapes
		}
	}
	return v
}

func tagNamed(name string) openapi.Tag {
	for _, t := range openapi.Tags {
		if t.Name == name {
			return t
		}
	}
	return openapi.Tag{}
}

type resourcePage struct {
	layout
	Tag        openapi.Tag
	Text       template.HTML
	Operations []navItem
	Addresses  []string
	Objects    []objectView
	Events     []eventView
}

type objectView struct {
	Name    string
	Members []member
	Example template.HTML
}

type eventView struct {
	Type, Summary string
	Text          template.HTML
	Members       []member
	Example       template.HTML
}

func (s *Site) resourcePage(t openapi.Tag) resourcePage {
	text, _ := Markdown(t.Text)
	p := resourcePage{layout: layout{Title: t.Title, Path: Root + "/resources/" + t.Name, Nav: s.nav}, Tag: t, Text: text}
	seen := map[string]bool{}
	for i := range s.document.Operations {
		o := &s.document.Operations[i]
		if o.Tag != t.Name {
			continue
		}
		p.Operations = append(p.Operations, navItem{Title: o.Summary, Path: operationPath(o.Name), Method: o.Method})
		p.Addresses = append(p.Addresses, o.Operation.Path)
		for _, status := range slices.Sorted(maps.Keys(o.Answers)) {
			if view, ok := s.objectView(o, status, seen); ok {
				p.Objects = append(p.Objects, view)
			}
		}
	}
	if t.Name == "events" {
		p.Events = s.eventViews()
	}
	return p
}

// objectView is the resource that an operation answers, the first time that it is met.
func (s *Site) objectView(o *openapi.Described, status int, seen map[string]bool) (v objectView, ok bool) {
	of := o.Answers[status]
	if of == nil || of.Ref == "" {
		return v, false
	}
	resolved, list := s.document.Schemas.Resolve(of), false
	if data := resolved.Properties["data"]; data != nil && data.Items != nil && data.Items.Ref != "" {
		of, list = data.Items, true
	}
	name := lastPart(of.Ref)
	if seen[name] || s.document.Schemas.Resolve(of).Properties["object"] == nil {
		return v, false
	}
	seen[name] = true
	v = objectView{Name: strings.TrimSuffix(name, "View"), Members: s.shower.members(of, name, 0)}
	for _, e := range openapi.ExamplesOf(o.Name) {
		a, recorded := e.Answer()
		if !recorded || a.Status != status {
			continue
		}
		body := a.Body
		if list {
			var page struct{ Data []json.RawMessage }
			if json.Unmarshal(body, &page) != nil || len(page.Data) == 0 {
				continue
			}
			body = page.Data[0]
		}
		v.Example = template.HTML(coloured(pretty(body))) // #nosec G203 -- coloured escapes
		break
	}
	return v, true
}

func (s *Site) eventViews() []eventView {
	var list []eventView
	for _, t := range openapi.EventTexts() {
		op := s.document.API.Webhooks[string(t.Type)].Post
		media := op.RequestBody.Content[openapi.EventMedia]
		example, _ := media.Example.(json.RawMessage)
		list = append(list, eventView{
			Type: string(t.Type), Summary: t.Summary, Text: Inline(t.Text), Members: s.shower.members(media.Schema, string(t.Type), 0),
			Example: template.HTML(coloured(pretty(example))), // #nosec G203 -- coloured escapes
		})
	}
	return list
}
