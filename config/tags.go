package config

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// checkTags holds the values that are left to the facts in their fields'
// jsonschema tags: the editor's schema and this check cannot disagree.
func (f *File) checkTags(path string, n *yaml.Node, fields map[string]reflect.StructField) {
	given := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		given[n.Content[i].Value] = n.Content[i+1]
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		at, rules := join(path, name), tagRules(fields[name])
		value, ok := given[name]
		switch {
		case !ok && rules.required:
			f.AddProblem(at, "is missing")
		case ok && value.Kind == yaml.ScalarNode:
			rules.check(f, at, value.Value)
		case ok && rules.required && len(value.Content) == 0:
			f.AddProblem(at, "is empty")
		}
	}
}

// rules are the facts of a field's jsonschema tag that a file is held to.
type rules struct {
	required         bool
	enum             []string
	minimum, maximum *float64
}

func tagRules(field reflect.StructField) rules {
	var r rules
	for fact := range strings.SplitSeq(field.Tag.Get("jsonschema"), ",") {
		name, value, _ := strings.Cut(fact, "=")
		switch name {
		case "required":
			r.required = true
		case "enum":
			r.enum = append(r.enum, value)
		case "minimum":
			r.minimum = number(value)
		case "maximum":
			r.maximum = number(value)
		}
	}
	return r
}

// number reads a number in a tag; the tests hold every tag to having one.
func number(text string) *float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil
	}
	return &x
}

func (r rules) check(f *File, path, text string) {
	if r.required && text == "" {
		f.AddProblem(path, "is empty")
	}
	if text != "" && r.enum != nil && !slices.Contains(r.enum, text) {
		f.AddProblem(path, "must be %s%s", oneOf(r.enum), didYouMean(text, r.enum))
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return
	}
	if r.minimum != nil && x < *r.minimum {
		f.AddProblem(path, "must be at least %v", *r.minimum)
	}
	if r.maximum != nil && x > *r.maximum {
		f.AddProblem(path, "must be at most %v", *r.maximum)
	}
}

func oneOf(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
