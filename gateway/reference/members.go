package reference

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"

	"canongate/gateway/openapi"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// member is a field of a body, an answer or a parameter, as a page shows it.
type member struct {
	Name, ID  string
	Type      string
	Required  bool
	ReadOnly  bool
	WriteOnly bool
	Text      template.HTML
	Limits    []string
	Values    []string
	Open      bool // other values may come
	Example   string
	Members   []member
	Variants  []variant
}

// variant is what a body has for one word of its discriminator.
type variant struct {
	Word, Value string
	Members     []member
}

// deepest is how far objects inside objects are shown.
const deepest = 5

// shower shows the schemas of a registry.
type shower struct{ schemas *schema.Registry }

// members are those of an object, the required ones first.
func (s shower) members(of *huma.Schema, id string, depth int) []member {
	of = s.schemas.Resolve(of)
	if of.Items != nil {
		of = s.schemas.Resolve(of.Items)
	}
	if of.AnyOf != nil {
		of = s.schemas.Resolve(of.AnyOf[0])
	}
	if depth > deepest {
		return nil
	}
	var list []member
	for _, name := range slices.Sorted(maps.Keys(of.Properties)) {
		m := s.member(name, of.Properties[name], id+"."+name, depth)
		m.Required = slices.Contains(of.Required, name)
		list = append(list, m)
	}
	slices.SortStableFunc(list, func(a, b member) int { return rank(a) - rank(b) })
	return list
}

// rank orders members: id and object, what is required, the rest, the vendor's own texts.
func rank(m member) int {
	switch {
	case m.Name == "id":
		return 0
	case m.Name == "object":
		return 1
	case m.Required:
		return 2
	case strings.HasSuffix(m.Name, "_raw"):
		return 4
	}
	return 3
}

func (s shower) member(name string, of *huma.Schema, id string, depth int) member {
	inner := s.schemas.Resolve(of)
	m := member{
		Name: name, ID: id, Type: s.typeOf(of), ReadOnly: of.ReadOnly, WriteOnly: of.WriteOnly, Text: Inline(of.Description), Limits: limits(inner),
	}
	element := inner
	if inner.AnyOf != nil {
		element = s.schemas.Resolve(inner.AnyOf[0])
	}
	if element.Items != nil {
		element = s.schemas.Resolve(element.Items)
	}
	values, open := openapi.ValuesOf(element)
	for _, v := range values {
		if text, ok := v.(string); ok {
			m.Values = append(m.Values, text)
		}
	}
	m.Open = open
	m.Variants = s.variants(element, id, depth)
	if m.Variants == nil && element.Properties != nil {
		m.Members = s.members(element, id, depth+1)
	}
	return m
}

// variants are those of a body that depends on a word; nil where it does not.
func (s shower) variants(of *huma.Schema, id string, depth int) []variant {
	of = s.schemas.Resolve(of)
	if of.Discriminator == nil {
		return nil
	}
	var list []variant
	for _, value := range slices.Sorted(maps.Keys(of.Discriminator.Mapping)) {
		one := s.schemas.Resolve(&huma.Schema{Ref: of.Discriminator.Mapping[value]})
		list = append(list, variant{of.Discriminator.PropertyName, value, s.members(one, id+"."+value, depth+1)})
	}
	return list
}

// typeOf is a type in words.
func (s shower) typeOf(of *huma.Schema) string {
	if of.AnyOf != nil {
		return s.typeOf(of.AnyOf[0]) + " or null"
	}
	of = s.schemas.Resolve(of)
	null := ""
	if of.Nullable {
		null = " or null"
	}
	switch {
	case of.Items != nil:
		return "list of " + plural(s.typeOf(of.Items)) + null
	case of.Format == "date-time":
		return "date-time" + null
	case of.Format == "date":
		return "date" + null
	case of.Type == "" && of.OneOf == nil:
		return "any" + null
	case of.Type == "" || of.Type == huma.TypeObject:
		if values, ok := of.AdditionalProperties.(*huma.Schema); ok {
			return "map of " + plural(s.typeOf(values)) + null
		}
		return "object" + null
	}
	return of.Type + null
}

func plural(word string) string {
	if word == "any" {
		return "anything"
	}
	return word + "s"
}

// limits are what a value is held to, in words.
func limits(s *huma.Schema) []string {
	var list []string
	if s.MinLength != nil && *s.MinLength > 1 {
		list = append(list, "at least "+strconv.Itoa(*s.MinLength)+" characters")
	}
	if s.MaxLength != nil {
		list = append(list, "at most "+strconv.Itoa(*s.MaxLength)+" characters")
	}
	if s.MaxItems != nil {
		list = append(list, "at most "+strconv.Itoa(*s.MaxItems)+" elements")
	}
	if s.Minimum != nil && s.Maximum != nil {
		list = append(list, fmt.Sprintf("%v to %v", *s.Minimum, *s.Maximum))
	} else if s.Minimum != nil {
		list = append(list, fmt.Sprintf("at least %v", *s.Minimum))
	}
	if s.ContentEncoding == "base64" {
		list = append(list, "base64")
	}
	return list
}

// parameters are those of an operation: in the path, in the query, in headers.
func parameters(d *openapi.Document, s shower, op *huma.Operation, in string) []member {
	var list []member
	for _, p := range op.Parameters {
		if p.Ref != "" {
			p = d.API.Components.Parameters[lastPart(p.Ref)]
		}
		if p.In != in {
			continue
		}
		m := s.member(p.Name, p.Schema, in+"."+p.Name, 0)
		m.Required, m.Text = p.Required, Inline(p.Description)
		if p.Example != nil {
			m.Example = fmt.Sprint(p.Example)
		}
		list = append(list, m)
	}
	return list
}

func lastPart(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }
