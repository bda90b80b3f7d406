package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// types writes one struct for each object of the document.
func (g *generator) types() error {
	for _, name := range slices.Sorted(maps.Keys(g.document.Components.Schemas)) {
		s := g.document.Components.Schemas[name]
		if name == "Problem" {
			g.codes(s)
		}
		g.comment(name + " is " + article(s.Description, name))
		merged, err := g.merge(s)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if merged.Properties == nil {
			kind, err := g.goType(merged, true)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			g.printf("type %s %s\n\n", goName(name), kind)
			continue
		}
		if err := g.structure(goName(name), merged); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func article(description, name string) string {
	return cmp.Or(description, "the document's "+name+".")
}

// codes are the values of Problem.Code that are known.
func (g *generator) codes(problem schema) {
	code := problem.Properties["code"]
	known := slices.Clone(code.Open)
	for _, v := range code.Enum {
		known = append(known, fmt.Sprint(v))
	}
	if len(known) == 0 {
		return
	}
	g.printf("// The codes of problems. More may come.\nconst (\n")
	for _, c := range known {
		g.printf("Code%s = %q\n", goName(c), c)
	}
	g.printf(")\n\n")
}

// merge makes one object of an object whose form depends on a word: it has the
// members of all forms, and requires what every form does.
func (g *generator) merge(s schema) (schema, error) {
	forms := append(slices.Clone(s.OneOf), s.AllOf...)
	if len(forms) == 0 {
		return s, nil
	}
	merged := schema{Description: s.Description, Properties: maps.Clone(s.Properties), Required: s.Required}
	if merged.Properties == nil {
		merged.Properties = map[string]schema{}
	}
	for i, form := range forms {
		form, err := g.merge(g.resolve(form))
		if err != nil {
			return s, err
		}
		if form.Properties == nil {
			return s, fmt.Errorf("form %d is no object", i)
		}
		for name, p := range form.Properties {
			if _, known := merged.Properties[name]; !known {
				merged.Properties[name] = p
			}
		}
		switch {
		case len(s.AllOf) > 0:
			merged.Required = append(merged.Required, form.Required...)
		case i == 0:
			merged.Required = append(slices.Clone(s.Required), form.Required...)
		default:
			merged.Required = slices.DeleteFunc(slices.Clone(merged.Required), func(name string) bool {
				return !slices.Contains(form.Required, name) && !slices.Contains(s.Required, name)
			})
		}
	}
	return merged, nil
}

func (g *generator) resolve(s schema) schema {
	if s.Ref == "" {
		return s
	}
	return g.document.Components.Schemas[lastPart(s.Ref)]
}

func lastPart(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }

func (g *generator) structure(name string, s schema) error {
	g.printf("type %s struct {\n", name)
	for _, member := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[member]
		required := slices.Contains(s.Required, member)
		kind, err := g.goType(p, required)
		if err != nil {
			return fmt.Errorf("%s: %w", member, err)
		}
		g.comment(p.Description)
		if values := valuesOf(p); values != "" {
			g.comment(values)
		}
		tag := member
		if !required {
			tag += ",omitzero"
		}
		g.printf("%s %s `json:%q`\n", goName(member), kind, tag)
	}
	g.printf("}\n\n")
	return nil
}

// valuesOf names the values of an enum.
func valuesOf(s schema) string {
	if len(s.Open) > 0 {
		return "Known values: " + strings.Join(s.Open, ", ") + ". More may come."
	}
	if len(s.Enum) < 2 {
		return ""
	}
	values := make([]string, 0, len(s.Enum))
	for _, v := range s.Enum {
		if v != nil {
			values = append(values, fmt.Sprint(v))
		}
	}
	return "One of " + strings.Join(values, ", ") + "."
}

// goType is the type of a member. What may be absent, and has a zero that means
// something, is a pointer.
func (g *generator) goType(s schema, required bool) (string, error) {
	pointer := ""
	if !required {
		pointer = "*"
	}
	if s.Ref != "" {
		if resolved := g.resolve(s); resolved.Properties == nil && len(resolved.OneOf) == 0 && len(resolved.AllOf) == 0 {
			return goName(lastPart(s.Ref)), nil
		}
		return pointer + goName(lastPart(s.Ref)), nil
	}
	if len(s.AllOf) == 1 {
		return g.goType(s.AllOf[0], required)
	}
	kinds := slices.DeleteFunc(slices.Clone(s.Type), func(k string) bool { return k == "null" })
	if len(kinds) < len(s.Type) {
		pointer = "*"
	}
	if len(kinds) == 0 {
		return "json.RawMessage", nil
	}
	if len(kinds) > 1 {
		return "json.RawMessage", nil
	}
	switch kinds[0] {
	case "string":
		if s.Format == "date-time" {
			return "time.Time", nil
		}
		if pointer != "" && len(kinds) < len(s.Type) {
			return "*string", nil
		}
		return "string", nil
	case "integer":
		return pointer + "int64", nil
	case "number":
		return "json.Number", nil
	case "boolean":
		return pointer + "bool", nil
	case "array":
		if s.Items == nil {
			return "[]json.RawMessage", nil
		}
		element, err := g.goType(*s.Items, true)
		return "[]" + element, err
	case "object":
		if s.Properties != nil {
			return "", fmt.Errorf("an object in an object has no name")
		}
		return "map[string]any", nil
	}
	return "", fmt.Errorf("type %s", kinds[0])
}

func (g *generator) comment(text string) {
	for line := range strings.Lines(strings.TrimSpace(text)) {
		g.printf("// %s\n", strings.TrimSpace(line))
	}
}

// initials are the words that Go writes in capitals.
var initials = map[string]string{
	"id": "ID", "ip": "IP", "url": "URL", "api": "API", "kyc": "KYC", "ach": "ACH", "otp": "OTP", "html": "HTML", "json": "JSON", "iban": "IBAN",
	"pep": "PEP", "sms": "SMS", "sha256": "SHA256", "ids": "IDs", "http": "HTTP",
}

// goName is a name of the document as Go exports it.
func goName(name string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '_' || r == '-' || r == '.' }) {
		if capital, known := initials[word]; known {
			b.WriteString(capital)
			continue
		}
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
