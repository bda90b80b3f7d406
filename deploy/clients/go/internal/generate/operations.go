package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

var place = regexp.MustCompile(`\{(\w+)\}`)

// operations writes a method for each operation that callers may do, in the order of
// their names.
func (g *generator) operations() error {
	methods := map[string]string{}
	for path, item := range g.document.Paths {
		for verb, raw := range item {
			if !slices.Contains([]string{"get", "post", "put", "patch", "delete"}, verb) {
				continue
			}
			var o operation
			if err := json.Unmarshal(raw, &o); err != nil {
				return fmt.Errorf("%s %s: %w", verb, path, err)
			}
			if !slices.ContainsFunc(o.Security, func(s map[string]json.RawMessage) bool { return s["bearer"] != nil }) {
				continue // vendors call it
			}
			text, err := g.method(path, strings.ToUpper(verb), o)
			if err != nil {
				return fmt.Errorf("%s: %w", o.OperationID, err)
			}
			methods[o.OperationID] = text
		}
	}
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		g.printf("%s", methods[name])
	}
	return nil
}

func (g *generator) method(path, verb string, o operation) (string, error) {
	if o.Effect == "" {
		return "", fmt.Errorf("it has no x-canongate-effect")
	}
	name := goName(o.OperationID)
	answer, err := g.answer(o)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	args, call := []string{"ctx context.Context"}, []string{}
	for _, p := range place.FindAllStringSubmatch(path, -1) {
		args, call = append(args, goArgument(p[1])+" string"), append(call, goArgument(p[1]))
	}
	query, body := "nil", "nil"
	queries := g.queries(o)
	switch {
	case o.RequestBody != nil:
		media := o.RequestBody.Content["application/json"]
		kind := goName(lastPart(media.Schema.Ref))
		if _, patch := o.RequestBody.Content["application/merge-patch+json"]; patch {
			kind = "any" // a struct cannot say null
		}
		args, body = append(args, "body "+kind), "body"
	case len(queries) > 0:
		b.WriteString(g.queryType(name, queries))
		args, query = append(args, "query "+name+"Query"), "query.values()"
	}
	comment := fmt.Sprintf("%s: %s. %s", name, o.Summary, o.Description)
	if verb == "PATCH" {
		comment += "\nbody is what json.Marshal makes a merge patch of: a map can say null."
	}
	for line := range strings.Lines(comment) {
		fmt.Fprintf(&b, "// %s\n", strings.TrimSpace(line))
	}
	fmt.Fprintf(&b, "func (c *Client) %s(%s, options ...Option) (*Answer[%s], error) {\nreturn call[%s](ctx, c, operation{%q, %q, %q, %q}, []string{%s}, %s, %s, options)\n}\n\n",
		name, strings.Join(args, ", "), answer, answer, o.OperationID, verb, path, o.Effect, strings.Join(call, ", "), query, body)
	if element := g.element(answer); element != "" && slices.ContainsFunc(queries, func(p parameter) bool { return p.Name == "cursor" }) {
		fmt.Fprintf(&b, "// Each%s is %s, page after page. It ends with the first error.\n", name, name)
		fmt.Fprintf(&b, "func (c *Client) Each%s(%s, options ...Option) iter.Seq2[%s, error] {\n", name, strings.Join(args, ", "), element)
		fmt.Fprintf(&b, "return each(func(cursor string) ([]%s, string, error) {\nif cursor != \"\" { query.Cursor = cursor }\npage, err := c.%s(%s, options...)\nif err != nil { return nil, \"\", err }\nreturn page.Body.Data, next(page.Body.HasMore, page.Body.NextCursor), nil\n})\n}\n\n",
			element, name, strings.Join(append(append([]string{"ctx"}, call...), "query"), ", "))
	}
	return b.String(), nil
}

// answer is the type of what a success brings.
func (g *generator) answer(o operation) (string, error) {
	for _, status := range slices.Sorted(maps.Keys(o.Responses)) {
		content := o.Responses[status].Content
		switch {
		case !strings.HasPrefix(status, "2"):
			continue
		case len(content) == 0:
			return "struct{}", nil
		case content["application/json"].Schema.Ref != "":
			return goName(lastPart(content["application/json"].Schema.Ref)), nil
		default:
			return "Text", nil
		}
	}
	return "", fmt.Errorf("it has no answer")
}

// element is the type of the elements of a list; "" where it is none.
func (g *generator) element(answer string) string {
	list := g.document.Components.Schemas[answer]
	if data, ok := list.Properties["data"]; ok && list.Properties["has_more"].Type != nil && data.Items != nil {
		return goName(lastPart(data.Items.Ref))
	}
	return ""
}

func (g *generator) queries(o operation) (queries []parameter) {
	for _, p := range o.Parameters {
		if p.Ref != "" {
			p = g.document.Components.Parameters[lastPart(p.Ref)]
		}
		if p.In == "query" && p.Name != "include" {
			queries = append(queries, p)
		}
	}
	return queries
}

func (g *generator) queryType(name string, queries []parameter) string {
	var b, values strings.Builder
	fmt.Fprintf(&b, "// %sQuery narrows %s; what is empty does not.\ntype %sQuery struct {\n", name, name, name)
	for _, q := range queries {
		text := strings.TrimSpace(q.Description + " " + valuesOf(q.Schema))
		if text != "" {
			fmt.Fprintf(&b, "// %s\n", strings.ReplaceAll(text, "\n", "\n// "))
		}
		kind := "string"
		switch {
		case slices.Contains(q.Schema.Type, "integer"):
			kind = "int"
			fmt.Fprintf(&values, "setInt(v, %q, q.%s)\n", q.Name, goName(q.Name))
		case slices.Contains(q.Schema.Type, "boolean"):
			kind = "*bool"
			fmt.Fprintf(&values, "setBool(v, %q, q.%s)\n", q.Name, goName(q.Name))
		case q.Schema.Format == "date-time":
			kind = "time.Time"
			fmt.Fprintf(&values, "setTime(v, %q, q.%s)\n", q.Name, goName(q.Name))
		default:
			fmt.Fprintf(&values, "set(v, %q, q.%s)\n", q.Name, goName(q.Name))
		}
		fmt.Fprintf(&b, "%s %s\n", goName(q.Name), kind)
	}
	fmt.Fprintf(&b, "}\n\nfunc (q %sQuery) values() url.Values {\nv := url.Values{}\n%sreturn v\n}\n\n", name, values.String())
	return b.String()
}

func goArgument(name string) string {
	if name == "type" {
		return "kind" // a word of Go
	}
	return cmp.Or(name, "id")
}
