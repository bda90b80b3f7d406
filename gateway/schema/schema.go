package schema

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"canongate/canonical"

	"github.com/danielgtaylor/huma/v2"
)

const prefix = "#/components/schemas/"

// A list is like every other value: null is for merge patches, which say so by
// themselves. huma takes null for a list unless it is told here.
func init() { huma.DefaultArrayNullable = false }

// Registry makes JSON Schemas of canonical types, for the OpenAPI document and
// for the readers of requests alike. Not safe for concurrent use.
type Registry struct {
	registry huma.Registry
	compiled map[*huma.Schema]*Compiled
	variants []Variants
}

// NewRegistry makes an empty registry.
func NewRegistry() *Registry {
	r := &Registry{
		registry: huma.NewMapRegistry(prefix, huma.DefaultSchemaNamer),
		compiled: map[*huma.Schema]*Compiled{},
	}
	r.registry.RegisterTypeAlias(reflect.TypeFor[canonical.SupplementaryValue](), reflect.TypeFor[json.RawMessage]()) // any value
	return r
}

// Of is the schema of a type, as a reference where it has a name.
func (r *Registry) Of(t reflect.Type) *huma.Schema { return r.registry.Schema(t, true, t.Name()) }

// Resolve is the schema that a reference names; another schema is its own.
func (r *Registry) Resolve(schema *huma.Schema) *huma.Schema {
	if schema.Ref == "" {
		return schema
	}
	return r.registry.SchemaFromRef(schema.Ref)
}

// Components is the registry as an OpenAPI document holds it.
func (r *Registry) Components() huma.Registry { return r.registry }

// Request is the schema of a request's body. Its texts may not be empty: an
// absent field is left out (canonical.md §1.1), and the document says so.
func (r *Registry) Request(t reflect.Type) (*huma.Schema, *Compiled) {
	schema := r.Of(t)
	compiled := r.compile(schema)
	name := strings.TrimPrefix(schema.Ref, prefix)
	if v, varies := variantsOf(t, name); varies && !slices.ContainsFunc(r.variants, func(known Variants) bool { return known.Name == name }) {
		r.variants = append(r.variants, v)
	}
	return schema, compiled
}

// Compiled is a schema made ready for reading requests: references resolved,
// patterns compiled, the words about a violation chosen.
type Compiled struct {
	kind       string
	properties map[string]property
	required   []string
	values     *Compiled // of a map's members
	items      *Compiled
	minimum    *float64
	maximum    *float64
	minItems   int
	maxItems   int // 0: any number
	minMembers int
	maxLength  int  // 0: any length
	mayBeEmpty bool // says minLength 0
	enum       []string
	pattern    *regexp.Regexp
	want       string // what the pattern says
	format     string
	base64     bool
	nullable   bool
}

// anyType is the type of a schema that says none: any value but null, which an
// adapter's declaration holds to its own.
const anyType = ""

type property struct {
	*Compiled
	name     string
	free     bool // the caller has chosen the name
	readOnly bool
}

// compile makes a schema ready. Its texts get the shortest length of 1 where the schema
// says nothing, so that the document and the reader agree.
func (r *Registry) compile(schema *huma.Schema) *Compiled {
	schema = r.Resolve(schema)
	if done, ok := r.compiled[schema]; ok {
		return done
	}
	c := &Compiled{kind: schema.Type, format: schema.Format, nullable: schema.Nullable, minimum: schema.Minimum, maximum: schema.Maximum}
	r.compiled[schema] = c
	switch schema.Type {
	case huma.TypeObject:
		r.compileObject(c, schema)
	case huma.TypeArray:
		c.items = r.compile(schema.Items)
		c.minItems, c.maxItems = orZero(schema.MinItems), orZero(schema.MaxItems)
	case huma.TypeString:
		compileText(c, schema)
	case huma.TypeBoolean, huma.TypeInteger, anyType:
	default:
		panic(fmt.Sprintf("compile schema: a request cannot hold a %q", schema.Type))
	}
	return c
}

func (r *Registry) compileObject(c *Compiled, schema *huma.Schema) {
	c.required = schema.Required
	c.minMembers = orZero(schema.MinProperties)
	c.properties = make(map[string]property, len(schema.Properties))
	for name, p := range schema.Properties {
		c.properties[name] = property{Compiled: r.compile(p), name: name, readOnly: p.ReadOnly}
	}
	if values, ok := schema.AdditionalProperties.(*huma.Schema); ok {
		c.values = r.compile(values)
	}
}

func compileText(c *Compiled, schema *huma.Schema) {
	c.maxLength = orZero(schema.MaxLength)
	c.base64 = schema.ContentEncoding == "base64"
	if schema.Pattern != "" {
		c.pattern = regexp.MustCompile(schema.Pattern)
		var ok bool
		if c.want, ok = patternWords[schema.Pattern]; !ok {
			panic(fmt.Sprintf("compile schema: the pattern %s has no words", schema.Pattern))
		}
	}
	for _, value := range schema.Enum {
		c.enum = append(c.enum, fmt.Sprint(value))
	}
	c.mayBeEmpty = schema.MinLength != nil && *schema.MinLength == 0
	if schema.MinLength == nil && schema.Enum == nil && schema.Pattern == "" && schema.Format == "" {
		one := 1
		schema.MinLength = &one
	}
}

// patternWords say what each pattern of canonical types wants, for callers who read no
// patterns.
var patternWords = map[string]string{
	`^\+[1-9]\d{6,14}$`:                   "must be an E.164 number, as +971501234567",
	`^[A-Z]{2}$`:                          "must be an ISO 3166-1 alpha-2 code in upper case, as AE",
	`^([A-Z]{2})?$`:                       "must be an ISO 3166-1 alpha-2 code in upper case, as AE, or empty",
	`^([A-Z]{3})?$`:                       "must be an ISO 4217 code in upper case, as USD, or empty",
	`^[A-Z]{3}$`:                          "must be an ISO 4217 code in upper case, as USD",
	`^(0|[1-9]\d{0,17})(\.\d{1,18})?$`:    "must be a decimal number, as 100.50, without a sign and with at most 18 digits on either side",
	`^-?(0|[1-9]\d{0,17})(\.\d{1,18})?$`:  "must be a decimal number, as -100.50, with at most 18 digits on either side",
	`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`: "must be a BCP 47 language tag, as en or en-AE",
	`^[a-z][a-z0-9_]*$`:                   "must be a word in lower case, as faster_payments",
}

// AsMergePatch turns a named schema into that of a merge patch (RFC 7396), in the
// document; its compiled form stays.
func (r *Registry) AsMergePatch(schema *huma.Schema) {
	r.registry.Map()[strings.TrimPrefix(schema.Ref, prefix)] = r.patch(schema)
}

// patch is the schema of a merge patch of an object: what may be left out may be
// null as well, except inside lists, which are replaced whole.
func (r *Registry) patch(schema *huma.Schema) *huma.Schema {
	schema = r.Resolve(schema)
	if schema.Type != huma.TypeObject || schema.Properties == nil {
		return schema
	}
	patched := *schema
	patched.Properties = make(map[string]*huma.Schema, len(schema.Properties))
	for name, p := range schema.Properties {
		words := p.Description
		if p = r.patch(p); !slices.Contains(schema.Required, name) {
			p = orNull(p)
			p.Description = words // of the member, not of its type
		}
		patched.Properties[name] = p
	}
	return &patched
}

// orNull is a schema that takes null as well.
func orNull(p *huma.Schema) *huma.Schema {
	if p.Type == huma.TypeObject || p.Type == anyType {
		return &huma.Schema{AnyOf: []*huma.Schema{p, {Type: "null"}}}
	}
	nullable := *p
	nullable.Nullable = true
	if nullable.Enum != nil {
		nullable.Enum = append(slices.Clone(nullable.Enum), nil)
	}
	return &nullable
}

// Without is the schema of an object that lacks one of its members.
func (c *Compiled) Without(name string) *Compiled {
	less := *c
	less.properties = maps.Clone(c.properties)
	delete(less.properties, name)
	return &less
}

// Empty says whether the schema is that of an object without members.
func (c *Compiled) Empty() bool { return len(c.properties) == 0 }

func orZero(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// violation says what is wrong with a text, in words that never hold the text; ""
// when nothing is.
func (c *Compiled) violation(text string) string {
	switch {
	case strings.ContainsRune(text, 0):
		return "must not contain NUL characters"
	case strings.TrimSpace(text) == "" && !c.mayBeEmpty:
		return "must not be empty; leave the field out instead"
	case c.enum != nil && !slices.Contains(c.enum, text):
		return "must be one of " + strings.Join(c.enum, ", ")
	case c.maxLength > 0 && utf8.RuneCountInString(text) > c.maxLength:
		return "must have at most " + strconv.Itoa(c.maxLength) + " characters"
	case c.pattern != nil && !c.pattern.MatchString(text):
		return c.want
	case c.base64:
		if !isBase64(text) {
			return "must be base64 with padding (RFC 4648 section 4)"
		}
		return ""
	}
	if detail := canonical.TextMistake(text); detail != "" && strings.TrimSpace(text) != "" {
		return detail
	}
	return c.formatViolation(text)
}

// instant is RFC 3339's date-time with as many fraction digits as are kept. Go
// takes more: a comma, an hour of one digit, an offset of a whole day.
var instant = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

func (c *Compiled) formatViolation(text string) string {
	switch c.format {
	case "date":
		if !canonical.Date(text).Valid() {
			return "must be a calendar date, YYYY-MM-DD"
		}
	case "date-time":
		if !instant.MatchString(text) || new(time.Time).UnmarshalText([]byte(text)) != nil {
			return "must be an instant with a zone, such as 2030-01-31T09:30:00Z (RFC 3339)"
		}
	}
	return ""
}

// isBase64 agrees with what decodes canonical.Content, line breaks excepted.
func isBase64(text string) bool {
	if len(text)%4 != 0 || strings.ContainsAny(text, "\r\n") {
		return false
	}
	_, err := base64.StdEncoding.Decode(make([]byte, base64.StdEncoding.DecodedLen(len(text))), []byte(text))
	return err == nil
}

// integerViolation is violation for the text of a number.
func (c *Compiled) integerViolation(text string) (detail, code string) {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		return "must be an integer", canonical.FieldWrongType
	case c.minimum != nil && float64(n) < *c.minimum:
		return "must be at least " + strconv.FormatFloat(*c.minimum, 'f', -1, 64), canonical.FieldInvalid
	case c.maximum != nil && float64(n) > *c.maximum:
		return "must be at most " + strconv.FormatFloat(*c.maximum, 'f', -1, 64), canonical.FieldInvalid
	}
	return "", ""
}

// Describe says in words what a schema says of its values.
func Describe(schema *huma.Schema) string {
	if schema.AnyOf != nil {
		return Describe(schema.AnyOf[0])
	}
	var words []string
	if schema.Description != "" {
		words = append(words, schema.Description)
	}
	enum := schema.Enum
	if schema.Items != nil && enum == nil {
		enum = schema.Items.Enum
	}
	if enum != nil {
		var values []string
		for _, v := range enum {
			if text, ok := v.(string); ok {
				values = append(values, text)
			}
		}
		words = append(words, "One of "+strings.Join(values, ", ")+".")
	}
	if schema.ReadOnly {
		words = append(words, "Read-only.")
	}
	if schema.WriteOnly {
		words = append(words, "Write-only.")
	}
	return strings.Join(words, " ")
}
