package gateway

import (
	"encoding/base64"
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

const schemaPrefix = "#/components/schemas/"

// A list is like every other value: null is for merge patches, which say so by
// themselves. huma takes null for a list unless it is told here.
func init() { huma.DefaultArrayNullable = false }

// schemas makes JSON Schemas of canonical types, for the document and for the
// readers of requests alike. Not safe for concurrent use; it is done with when
// the endpoint table stands.
type schemas struct {
	registry huma.Registry
	compiled map[*huma.Schema]*shape
}

func newSchemas() *schemas {
	return &schemas{
		registry: huma.NewMapRegistry(schemaPrefix, huma.DefaultSchemaNamer),
		compiled: map[*huma.Schema]*shape{},
	}
}

// of is the schema of a type, as a reference where it has a name.
func (s *schemas) of(t reflect.Type) *huma.Schema { return s.registry.Schema(t, true, t.Name()) }

// answer is the schema of what a vendor is asked for: with the vendor's own
// answer, where the caller wants it.
func (s *schemas) answer(t reflect.Type) *huma.Schema {
	schema := s.of(t)
	s.registry.SchemaFromRef(schema.Ref).Properties[includeData] = &huma.Schema{
		Description: "With ?include=vendor_data: the vendor's answer, redacted.",
	}
	return schema
}

// request is the schema of a request's body. Its texts may not be empty: an
// absent field is left out (canonical.md §1.1), and the document says so.
func (s *schemas) request(t reflect.Type) (*huma.Schema, *shape) {
	schema := s.of(t)
	return schema, s.compile(schema)
}

// shape is a schema made ready for reading requests: references resolved,
// patterns compiled, the words about a mistake chosen.
type shape struct {
	kind       string
	properties map[string]property
	required   []string
	values     *shape // of a map's members
	items      *shape
	minimum    *float64
	maximum    *float64
	minItems   int
	maxItems   int // 0: any number
	minMembers int
	maxLength  int  // 0: any length
	mayBeEmpty bool // says minLength 0
	enum       []string
	pattern    *regexp.Regexp
	format     string
	base64     bool
	nullable   bool
}

type property struct {
	*shape
	readOnly bool
}

// compile makes a shape. Its texts get the shortest length of 1 where the schema
// says nothing, so that the document and the reader agree.
func (s *schemas) compile(schema *huma.Schema) *shape {
	if schema.Ref != "" {
		schema = s.registry.SchemaFromRef(schema.Ref)
	}
	if done, ok := s.compiled[schema]; ok {
		return done
	}
	sh := &shape{kind: schema.Type, format: schema.Format, nullable: schema.Nullable, minimum: schema.Minimum, maximum: schema.Maximum}
	s.compiled[schema] = sh
	switch schema.Type {
	case huma.TypeObject:
		s.compileObject(sh, schema)
	case huma.TypeArray:
		sh.items = s.compile(schema.Items)
		sh.minItems, sh.maxItems = orZero(schema.MinItems), orZero(schema.MaxItems)
	case huma.TypeString:
		compileText(sh, schema)
	case huma.TypeBoolean, huma.TypeInteger:
	default:
		panic(fmt.Sprintf("compile schema: a request cannot hold a %q", schema.Type))
	}
	return sh
}

func (s *schemas) compileObject(sh *shape, schema *huma.Schema) {
	sh.required = schema.Required
	sh.minMembers = orZero(schema.MinProperties)
	sh.properties = make(map[string]property, len(schema.Properties))
	for name, p := range schema.Properties {
		sh.properties[name] = property{shape: s.compile(p), readOnly: p.ReadOnly}
	}
	if values, ok := schema.AdditionalProperties.(*huma.Schema); ok {
		sh.values = s.compile(values)
	}
}

func compileText(sh *shape, schema *huma.Schema) {
	sh.maxLength = orZero(schema.MaxLength)
	sh.base64 = schema.ContentEncoding == "base64"
	if schema.Pattern != "" {
		sh.pattern = regexp.MustCompile(schema.Pattern)
	}
	for _, value := range schema.Enum {
		sh.enum = append(sh.enum, fmt.Sprint(value))
	}
	sh.mayBeEmpty = schema.MinLength != nil && *schema.MinLength == 0
	if schema.MinLength == nil && schema.Enum == nil && schema.Pattern == "" && schema.Format == "" {
		one := 1
		schema.MinLength = &one
	}
}

// patch is the schema of a merge patch (RFC 7396) of an object: what may be left
// out may be null as well, except inside lists, which are replaced whole.
func (s *schemas) patch(schema *huma.Schema) *huma.Schema {
	if schema.Ref != "" {
		schema = s.registry.SchemaFromRef(schema.Ref)
	}
	if schema.Type != huma.TypeObject || schema.Properties == nil {
		return schema
	}
	patched := *schema
	patched.Properties = make(map[string]*huma.Schema, len(schema.Properties))
	for name, p := range schema.Properties {
		if p = s.patch(p); !slices.Contains(schema.Required, name) {
			p = &huma.Schema{AnyOf: []*huma.Schema{p, {Type: "null"}}}
		}
		patched.Properties[name] = p
	}
	return &patched
}

// without is the shape of an object that lacks one of its members.
func (sh *shape) without(name string) *shape {
	less := *sh
	less.properties = maps.Clone(sh.properties)
	delete(less.properties, name)
	return &less
}

func orZero(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// mistake says what is wrong with a text, in words that never hold the text; ""
// when nothing is.
func (sh *shape) mistake(text string) string {
	switch {
	case strings.ContainsRune(text, 0):
		return "must not contain NUL characters"
	case strings.TrimSpace(text) == "" && !sh.mayBeEmpty:
		return "must not be empty; leave the field out instead"
	case sh.enum != nil && !slices.Contains(sh.enum, text):
		return "must be one of " + strings.Join(sh.enum, ", ")
	case sh.maxLength > 0 && utf8.RuneCountInString(text) > sh.maxLength:
		return "must have at most " + strconv.Itoa(sh.maxLength) + " characters"
	case sh.pattern != nil && !sh.pattern.MatchString(text):
		return "must match " + sh.pattern.String()
	case sh.base64:
		if !isBase64(text) {
			return "must be base64 with padding (RFC 4648 section 4)"
		}
		return ""
	}
	if detail := canonical.TextMistake(text); detail != "" && strings.TrimSpace(text) != "" {
		return detail
	}
	return sh.formatMistake(text)
}

// instant is RFC 3339's date-time with as many fraction digits as are kept. Go
// takes more: a comma, an hour of one digit, an offset of a whole day.
var instant = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

func (sh *shape) formatMistake(text string) string {
	switch sh.format {
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

// integerMistake is mistake for the text of a number.
func (sh *shape) integerMistake(text string) (detail, code string) {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		return "must be an integer", canonical.FieldWrongType
	case sh.minimum != nil && float64(n) < *sh.minimum:
		return "must be at least " + strconv.FormatFloat(*sh.minimum, 'f', -1, 64), canonical.FieldInvalid
	case sh.maximum != nil && float64(n) > *sh.maximum:
		return "must be at most " + strconv.FormatFloat(*sh.maximum, 'f', -1, 64), canonical.FieldInvalid
	}
	return "", ""
}
