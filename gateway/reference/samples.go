package reference

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"canongate/gateway/openapi"
	"canongate/gateway/schema"
)

// Sample is a piece of code in one language.
type Sample struct{ Language, Text string }

// languages are the names of the languages as readers know them.
var languages = map[string]string{"sh": "curl", "ts": "TypeScript", "go": "Go", "json": "JSON", "bash": "Shell", "yaml": "YAML", "text": "Text"}

// originMark stands for the gateway's own address until a page is served.
const originMark = "https://gateway.invalid"

// sampleKey is the idempotency key of an example's samples. Each example has its own:
// another request of the same operation under one key would be refused.
func sampleKey(e openapi.Example) string {
	sum := sha256.Sum256([]byte(e.Key()))
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// samplesOf is a request in every language.
func samplesOf(o *openapi.Described, e openapi.Example) []Sample {
	return []Sample{{"sh", curl(o, e)}, {"ts", typeScript(o, e)}, {"go", golang(o, e)}}
}

// target is the path with its parameters, and the query.
func target(o *openapi.Described, e openapi.Example) string {
	path := o.Path
	for name, value := range e.Path {
		path = strings.Replace(path, "{"+name+"}", strings.ReplaceAll(url.PathEscape(value), "%3A", ":"), 1)
	}
	query := url.Values{}
	for name, value := range e.Query {
		query.Set(name, value)
	}
	if len(query) > 0 {
		path += "?" + strings.ReplaceAll(query.Encode(), "%3A", ":")
	}
	return path
}

func curl(o *openapi.Described, e openapi.Example) string {
	var b strings.Builder
	b.WriteString("curl ")
	if o.Method != "GET" && (o.Method != "POST" || e.Body == nil) {
		b.WriteString("-X " + o.Method + " ")
	}
	b.WriteString("'" + originMark + target(o, e) + "'")
	header := func(name, value string) { fmt.Fprintf(&b, " \\\n  -H '%s: %s'", name, value) }
	if o.Scope != "" {
		b.WriteString(" \\\n  -H \"Authorization: Bearer $CANONGATE_API_KEY\"")
	}
	if o.Effect.NeedsKey() {
		header(schema.HeaderKey, sampleKey(e))
	}
	if e.Connection != "" {
		header(schema.HeaderConnection, e.Connection)
	}
	for _, name := range slices.Sorted(maps.Keys(e.Header)) {
		header(name, e.Header[name])
	}
	if e.Body != nil {
		header("Content-Type", "application/json")
		b.WriteString(" \\\n  -d '" + strings.ReplaceAll(pretty(e.Body), "'", `'\''`) + "'")
	}
	return b.String()
}

// typeScript is the call of the client of deploy/clients/typescript: the places of the
// path, the body or else the query, and the options.
func typeScript(o *openapi.Described, e openapi.Example) string {
	if o.Scope == "" {
		return "// Vendors call this, with their own signature. A client has no method for it."
	}
	verb, resource := methodOf(o.Name)
	var args []string
	for _, place := range placesOf(o.Path) {
		args = append(args, quoted(e.Path[place]))
	}
	switch {
	case e.Body != nil && string(e.Body) != "{}":
		args = append(args, literal(e.Body))
	case e.Body == nil && len(e.Query) > 0:
		args = append(args, literal(queryOf(o, e)))
	}
	filled := len(args) > len(placesOf(o.Path))
	options := map[string]string{}
	if o.Effect.NeedsKey() {
		options["idempotencyKey"] = sampleKey(e)
	}
	if e.Connection != "" {
		options["connection"] = e.Connection
	}
	for name, value := range e.Header {
		options[camel(strings.Split(strings.ToLower(name), "-"))] = value
	}
	if len(options) > 0 {
		if !filled && (o.Body != nil || takesQuery(o)) {
			args = append(args, "{}")
		}
		text, _ := json.Marshal(options) // texts always marshal
		args = append(args, literal(text))
	}
	call := fmt.Sprintf("await canongate.%s.%s(%s)", resource, verb, strings.Join(args, ", "))
	name := camel(strings.Split(o.Name, "_")[1:])
	return "import { Canongate } from '@canongate/client'\n\nconst canongate = new Canongate({\n  baseURL: '" + originMark +
		"',\n  apiKey: process.env.CANONGATE_API_KEY!,\n})\n\nconst " + name + " = " + call
}

// golang is the call of the client of deploy/clients/go.
func golang(o *openapi.Described, e openapi.Example) string {
	if o.Scope == "" {
		return "// Vendors call this, with their own signature. A client has no method for it."
	}
	args := []string{"ctx"}
	for _, place := range placesOf(o.Path) {
		args = append(args, fmt.Sprintf("%q", e.Path[place]))
	}
	var before string
	switch {
	case e.Body != nil:
		name := "body"
		before = "var " + name + " canongate." + bodyName(o) + "\nif err := json.Unmarshal([]byte(`" + pretty(e.Body) + "`), &" + name + "); err != nil {\n\treturn err\n}\n"
		args = append(args, name)
	case takesQuery(o):
		var fields []string
		for _, name := range slices.Sorted(maps.Keys(e.Query)) {
			value := fmt.Sprintf("%q", e.Query[name])
			if number.MatchString(e.Query[name]) {
				value = e.Query[name]
			}
			fields = append(fields, pascal(name)+": "+value)
		}
		args = append(args, "canongate."+pascal(o.Name)+"Query{"+strings.Join(fields, ", ")+"}")
	}
	if o.Effect.NeedsKey() {
		args = append(args, fmt.Sprintf("canongate.WithKey(canongate.Key{Value: %q})", sampleKey(e)))
	}
	if e.Connection != "" {
		args = append(args, fmt.Sprintf("canongate.WithConnection(%q)", e.Connection))
	}
	for _, name := range slices.Sorted(maps.Keys(e.Header)) {
		args = append(args, fmt.Sprintf("canongate.WithHeader(%q, %q)", name, e.Header[name]))
	}
	result := camel(strings.Split(o.Name, "_")[1:]) + ", err := "
	return "client, err := canongate.New(\"" + originMark + "\", os.Getenv(\"CANONGATE_API_KEY\"), canongate.Settings{})\nif err != nil {\n\treturn err\n}\n" + before +
		result + "client." + pascal(o.Name) + "(" + strings.Join(args, ", ") + ")"
}

// takesQuery says whether the operation has query parameters of its own.
func takesQuery(o *openapi.Described) bool {
	return slices.ContainsFunc(o.Params, func(p schema.Param) bool { return p.In == schema.InQuery })
}

// bodyName is the name of the body's type.
func bodyName(o *openapi.Described) string {
	if media := o.Body.Content[schema.JSON]; media != nil && media.Schema.Ref != "" {
		return lastPart(media.Schema.Ref)
	}
	return pascal(o.Name) + "Body"
}

// methodOf is where the TypeScript client has an operation: create_customer is create
// of customers.
func methodOf(operation string) (verb, resource string) {
	words := strings.Split(operation, "_")
	resource = camel(words[1:])
	switch {
	case strings.HasSuffix(resource, "s"):
	case strings.HasSuffix(resource, "x"):
		resource += "es"
	default:
		resource += "s"
	}
	return words[0], resource
}

var (
	placePattern = regexp.MustCompile(`\{(\w+)\}`)
	number       = regexp.MustCompile(`^\d{1,9}$`)
	bareKey      = regexp.MustCompile(`(?m)^(\s*)"([A-Za-z_]\w*)":`)
)

func placesOf(path string) []string {
	var names []string
	for _, m := range placePattern.FindAllStringSubmatch(path, -1) {
		names = append(names, m[1])
	}
	return names
}

// queryOf is the query as JSON, with numbers where the operation takes them.
func queryOf(o *openapi.Described, e openapi.Example) json.RawMessage {
	values := map[string]any{}
	for name, value := range e.Query {
		values[name] = value
		for _, p := range o.Params {
			if p.Name == name && p.Schema.Type == "integer" {
				values[name] = json.Number(value)
			}
		}
	}
	text, _ := json.Marshal(values) // texts and numbers always marshal
	return text
}

// literal writes JSON as TypeScript has it.
func literal(value json.RawMessage) string {
	text := bareKey.ReplaceAllString(pretty(value), "$1$2:")
	return inlineKey.ReplaceAllString(text, "$1$2:")
}

// inlineKey finds the keys of objects that stand in one line.
var inlineKey = regexp.MustCompile(`([{,] ?)"([A-Za-z_]\w*)":`)

func quoted(text string) string { return "'" + text + "'" }

func camel(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 && w != "" {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		b.WriteString(w)
	}
	return b.String()
}

func pascal(name string) string {
	var b strings.Builder
	for w := range strings.SplitSeq(name, "_") {
		if w == "id" {
			w = "ID"
		}
		if w != "" {
			b.WriteString(strings.ToUpper(w[:1]) + w[1:])
		}
	}
	return b.String()
}

// shortLine is how long an object may be to stand in one line.
const shortLine = 68

// pretty indents JSON, with short objects and lists in one line each.
func pretty(text json.RawMessage) string {
	var v bytes.Buffer
	if json.Compact(&v, text) != nil {
		return string(text)
	}
	var b strings.Builder
	prettyValue(&b, v.Bytes(), "")
	return b.String()
}

func prettyValue(b *strings.Builder, value []byte, indent string) {
	open := value[0]
	if open != '{' && open != '[' {
		b.Write(value)
		return
	}
	if short := spaced(value); len(indent)+len(short) <= shortLine {
		b.WriteString(short)
		return
	}
	closing := map[byte]string{'{': "}", '[': "]"}[open]
	b.WriteByte(open)
	for i, part := range partsOf(value) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + indent + "  ")
		if part.name != "" {
			b.WriteString(part.name + ": ")
		}
		prettyValue(b, part.value, indent+"  ")
	}
	b.WriteString("\n" + indent + closing)
}

type jsonPart struct {
	name  string // quoted; "" in a list
	value []byte
}

// partsOf takes a compact object or list apart, in its order.
func partsOf(value []byte) []jsonPart {
	d := json.NewDecoder(bytes.NewReader(value))
	_, _ = d.Token() // value is JSON: its errors were found before
	var parts []jsonPart
	for d.More() {
		var part jsonPart
		if value[0] == '{' {
			name, _ := d.Token()
			quotedName, _ := json.Marshal(name)
			part.name = string(quotedName)
		}
		var raw json.RawMessage
		_ = d.Decode(&raw)
		part.value = raw
		parts = append(parts, part)
	}
	return parts
}

// spaced is compact JSON with blanks after commas and colons, outside texts.
func spaced(value []byte) string {
	var b strings.Builder
	inText, escaped := false, false
	for _, c := range value {
		b.WriteByte(c)
		switch {
		case escaped:
			escaped = false
		case inText && c == '\\':
			escaped = true
		case c == '"':
			inText = !inText
		case !inText && (c == ',' || c == ':'):
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// tokenPattern finds what is coloured in code.
var tokenPattern = regexp.MustCompile(`(?m)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(\s*:)?|((?:^|\s)(?://|#) [^\n]*)|\b(const|await|import|from|new|return|if|err|nil|var|func|async|function|throw|export|true|false|null|curl)\b|\b(\d+(?:\.\d+)?)\b`)

// coloured is code as HTML, with its texts, names, words and numbers marked.
func coloured(text string) string {
	var b strings.Builder
	at := 0
	for _, m := range tokenPattern.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(html.EscapeString(text[at:m[0]]))
		at = m[1]
		class := "s"
		switch {
		case m[2] >= 0 && m[4] >= 0:
			class = "k"
		case m[6] >= 0:
			class = "c"
		case m[8] >= 0:
			class = "w"
		case m[10] >= 0:
			class = "n"
		}
		b.WriteString(`<i class="` + class + `">` + html.EscapeString(text[m[0]:m[1]]) + "</i>")
	}
	b.WriteString(html.EscapeString(text[at:]))
	return b.String()
}

// tabs is code in several languages, one shown at a time. It needs no script.
func tabs(id string, samples []Sample) template.HTML {
	var b strings.Builder
	b.WriteString(`<div class="tabs">`)
	for i, s := range samples {
		checked := ""
		if i == 0 {
			checked = " checked"
		}
		name := languages[s.Language]
		if name == "" {
			name = s.Language
		}
		tab := fmt.Sprintf("%s-%d", id, i)
		fmt.Fprintf(&b, `<input type="radio" name="%s" id="%s" data-language="%s"%s><label for="%s">%s</label>`,
			html.EscapeString(id), html.EscapeString(tab), html.EscapeString(s.Language), checked, html.EscapeString(tab), html.EscapeString(name))
	}
	for _, s := range samples {
		b.WriteString(`<pre tabindex="0"><code>` + coloured(s.Text) + `</code></pre>`)
	}
	b.WriteString(`</div>`)
	return template.HTML(b.String()) // #nosec G203 -- names and code are escaped
}
