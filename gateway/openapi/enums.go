package openapi

import (
	"strings"

	"canongate/canonical"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// Extensions of schemas. Answers may get further values with any release, so their
// enums are open: the values known today stand in extensibleEnum, and a client takes
// others. What only requests have keeps a closed enum.
const (
	ExtensibleEnum   = "x-extensible-enum"
	EnumDescriptions = "x-enum-descriptions"
)

// openEnums opens the enums of everything that an answer can hold. A word that can
// never be another, such as that of object, stays closed.
func openEnums(s *schema.Registry, answers []*huma.Schema) {
	seen := map[*huma.Schema]bool{}
	var visit func(*huma.Schema)
	visit = func(one *huma.Schema) {
		if one == nil || seen[one] {
			return
		}
		seen[one] = true
		if one.Ref != "" {
			visit(s.Resolve(one))
			return
		}
		if len(one.Enum) > 1 {
			if one.Extensions == nil {
				one.Extensions = map[string]any{}
			}
			one.Extensions[ExtensibleEnum], one.Enum = one.Enum, nil
		}
		for _, p := range one.Properties {
			visit(p)
		}
		visit(one.Items)
		if values, ok := one.AdditionalProperties.(*huma.Schema); ok {
			visit(values)
		}
		for _, some := range [][]*huma.Schema{one.OneOf, one.AnyOf, one.AllOf} {
			for _, each := range some {
				visit(each)
			}
		}
	}
	for _, a := range answers {
		visit(a)
	}
}

// ValuesOf are the values of an enum, open or closed; nil where it is none.
func ValuesOf(s *huma.Schema) (values []any, open bool) {
	if known, ok := s.Extensions[ExtensibleEnum].([]any); ok {
		return known, true
	}
	return s.Enum, false
}

// describeCodes lists the codes of a problem, with what each means.
func describeCodes(problem *huma.Schema) {
	var codes []any
	texts := map[string]string{}
	for _, c := range canonical.Codes() {
		codes = append(codes, string(c.Code))
		texts[string(c.Code)] = strings.TrimSpace(c.Help)
	}
	code := problem.Properties["code"]
	code.Enum = codes
	code.Extensions = map[string]any{EnumDescriptions: texts}
}
