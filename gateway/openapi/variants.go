package openapi

import (
	"slices"
	"strings"

	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// split makes one schema for each word that a body's discriminator may be, and turns
// the body's own into their oneOf. Reading requests is not changed by it.
func split(s *schema.Registry, v schema.Variants) {
	named := s.Components().Map()
	whole := named[v.Name]
	list := &huma.Schema{
		Description:   whole.Description,
		Discriminator: &huma.Discriminator{PropertyName: v.Discriminator, Mapping: map[string]string{}},
	}
	for _, value := range v.Values {
		name := v.Name + pascal(value)
		one := *whole
		word := *whole.Properties[v.Discriminator]
		word.Enum = []any{value}
		one.Properties = map[string]*huma.Schema{v.Discriminator: &word}
		one.Required = slices.Clone(whole.Required)
		for member, p := range whole.Properties {
			only, limited := v.Only[member]
			use := only[value]
			switch {
			case member == v.Discriminator, limited && use == schema.Absent:
				continue
			case use == schema.Required && !slices.Contains(one.Required, member):
				one.Required = append(one.Required, member)
			}
			one.Properties[member] = p
		}
		slices.Sort(one.Required)
		named[name] = &one
		list.Discriminator.Mapping[value] = schema.RefTo(name)
		list.OneOf = append(list.OneOf, &huma.Schema{Ref: schema.RefTo(name)})
	}
	named[v.Name] = list
}

// pascal writes a word such as email_otp as EmailOtp.
func pascal(word string) string {
	var b strings.Builder
	for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return r == '_' || r == '.' }) {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}
