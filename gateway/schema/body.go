package schema

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"canongate/canonical"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json/jsontext"
)

const (
	// maxViolations bounds what a caller is told about one request, and maxPointer
	// how long the name of a place may be: both grow with what was sent.
	maxViolations = 100
	maxPointer    = 512
)

// reader holds a body to its schema, token by token, and notes every violation with
// its pointer. Nothing that it notes holds a value.
type reader struct {
	body     []byte
	json     *jsontext.Decoder
	patch    bool // a merge patch: null clears
	lists    int  // how many lists the current value is in
	unknown  []canonical.FieldError
	wrong    []canonical.FieldError
	cleared  []string
	unfilled bool // something could not be put into its place
}

// lent is a decoder and what it reads from. What the decoder keeps are the stacks of its
// nesting.
type lent struct {
	*jsontext.Decoder
	body bytes.Buffer
}

var decoders = sync.Pool{New: func() any { return &lent{Decoder: jsontext.NewDecoder(new(bytes.Buffer))} }}

func (l *lent) reset(body []byte) {
	l.body = *bytes.NewBuffer(body)
	l.Reset(&l.body)
}

// readBody reads a body by its schema and fills p, unless it is the zero place.
func readBody(body []byte, c *Compiled, patch bool, p place) (cleared []string, filled bool, err error) {
	decoder := decoders.Get().(*lent)
	decoder.reset(body)
	r := reader{body: body, json: decoder.Decoder, patch: patch}
	cleared, err = r.read(c, p)
	decoder.reset(nil) // no body outlives its request
	decoders.Put(decoder)
	return cleared, err == nil && !r.unfilled, err
}

// ReadBody checks that body is one JSON value of this schema: well formed, each
// name once, valid UTF-8, nothing after it. Unknown fields make it an
// invalid_request, other violations a validation_failed; all are reported. For a
// merge patch it gives the pointers of the fields that were null.
func ReadBody(body []byte, c *Compiled, patch bool) (cleared []string, err error) {
	cleared, _, err = readBody(body, c, patch, place{})
	return cleared, err
}

func (r *reader) read(c *Compiled, p place) (cleared []string, err error) {
	if err := r.value(c, p); err != nil {
		return nil, malformed(err)
	}
	if _, err := r.json.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, InvalidRequest("The body must be one JSON value and nothing after it.")
	}
	switch {
	case len(r.unknown) > 0:
		return nil, InvalidRequest("The body has fields that this operation does not know.", r.unknown...)
	case len(r.wrong) > 0:
		return nil, ValidationFailed(r.wrong...)
	}
	return r.cleared, nil
}

// value reads the next value. Its error is the decoder's: the text is not JSON.
func (r *reader) value(c *Compiled, p place) error {
	begin := r.json.InputOffset()
	kind := r.json.PeekKind()
	if kind != jsontext.KindNull {
		p = p.inside()
	}
	switch {
	case c.kind == huma.TypeObject && kind == jsontext.KindBeginObject:
		if p.fits(fillStruct) {
			return r.object(c, p)
		}
		return r.pass(p, begin, func() error { return r.object(c, place{}) })
	case c.kind == huma.TypeArray && kind == jsontext.KindBeginArray:
		if p.fits(fillList) {
			return r.array(c, p)
		}
		return r.pass(p, begin, func() error { return r.array(c, place{}) })
	case c.kind == huma.TypeString && kind == jsontext.KindString,
		c.kind == huma.TypeInteger && kind == jsontext.KindNumber:
		if kind == jsontext.KindString && p.fits(fillText, fillByText) || kind == jsontext.KindNumber && p.fits(fillInteger) {
			return r.scalar(c, p)
		}
		return r.pass(p, begin, func() error { return r.scalar(c, place{}) })
	case c.kind == anyType && kind != jsontext.KindNull,
		c.kind == huma.TypeBoolean && (kind == jsontext.KindTrue || kind == jsontext.KindFalse):
		return r.pass(p, begin, r.json.SkipValue)
	}
	r.unfilled = true // as encoding/json takes null and what does not fit
	if err := r.json.SkipValue(); err != nil {
		return err
	}
	switch {
	case kind == jsontext.KindNull && c.nullable:
	case kind == jsontext.KindNull:
		r.note(canonical.FieldWrongType, "must not be null; leave the field out instead")
	default:
		r.note(canonical.FieldWrongType, "must be "+jsonNames[c.kind])
	}
	return nil
}

var jsonNames = map[string]string{
	huma.TypeObject: "an object", huma.TypeArray: "a list", huma.TypeString: "a string",
	huma.TypeInteger: "an integer", huma.TypeBoolean: "true or false",
}

func (r *reader) scalar(c *Compiled, p place) error {
	token, err := r.json.ReadToken()
	if err != nil {
		return err
	}
	detail, code, text := "", canonical.FieldInvalid, token.String()
	if c.kind == huma.TypeInteger {
		detail, code = c.integerViolation(text)
	} else {
		detail = c.violation(text)
	}
	if detail != "" {
		r.note(code, detail)
	}
	r.set(p, text)
	return nil
}

func (r *reader) array(c *Compiled, p place) error {
	if _, err := r.json.ReadToken(); err != nil {
		return err
	}
	r.lists++
	n := 0
	if p.how != nil {
		p.to.Set(reflect.MakeSlice(p.to.Type(), 0, 0))
	}
	for ; r.json.PeekKind() != jsontext.KindEndArray; n++ {
		if err := r.value(c.items, p.next()); err != nil {
			return err
		}
	}
	r.lists--
	if _, err := r.json.ReadToken(); err != nil {
		return err
	}
	switch {
	case n < c.minItems:
		r.note(canonical.FieldInvalid, "the number of elements must be at least "+strconv.Itoa(c.minItems))
	case c.maxItems > 0 && n > c.maxItems:
		r.note(canonical.FieldInvalid, "the number of elements must be at most "+strconv.Itoa(c.maxItems))
	}
	return nil
}

func (r *reader) object(c *Compiled, p place) error {
	if _, err := r.json.ReadToken(); err != nil {
		return err
	}
	seen := make([]bool, len(c.required))
	n := 0
	for ; r.json.PeekKind() != jsontext.KindEndObject; n++ {
		name, err := r.json.ReadValue()
		if err != nil {
			return err
		}
		member := c.property(name)
		if i := slices.Index(c.required, member.name); i >= 0 {
			seen[i] = true
		}
		if err := r.member(c, member, p); err != nil {
			return err
		}
	}
	if _, err := r.json.ReadToken(); err != nil {
		return err
	}
	for i, name := range c.required {
		if !seen[i] && !c.properties[name].readOnly {
			r.noteAt(r.pointer().AppendToken(name), canonical.FieldRequired, "is required")
		}
	}
	if n < c.minMembers {
		r.note(canonical.FieldInvalid, "the number of members must be at least "+strconv.Itoa(c.minMembers))
	}
	return nil
}

// property finds the property of a name, which is in quotes. Its schema is nil where the
// object has no such member.
func (c *Compiled) property(quoted []byte) property {
	name := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		name, _ = jsontext.AppendUnquote(nil, quoted) // which was read, so it can be
	}
	if p, known := c.properties[string(name)]; known {
		return p
	}
	return property{Compiled: c.values, name: string(name), free: true}
}

// member reads the value of a name that was just read.
func (r *reader) member(c *Compiled, p property, in place) error {
	if p.free && p.Compiled != nil && (strings.TrimSpace(p.name) == "" || strings.ContainsRune(p.name, 0)) {
		r.note(canonical.FieldInvalid, "has a name that cannot be used")
	}
	switch {
	case p.Compiled == nil:
		if len(r.unknown) < maxViolations {
			r.unknown = append(r.unknown, canonical.FieldError{
				Pointer: bounded(r.pointer()), Code: canonical.FieldUnknown, Detail: "is not a field of this operation",
			})
		}
		return r.json.SkipValue()
	case p.readOnly:
		r.note(canonical.FieldInvalid, "is read-only")
		return r.json.SkipValue()
	case r.patch && r.lists == 0 && r.json.PeekKind() == jsontext.KindNull && !slices.Contains(c.required, p.name):
		r.cleared = append(r.cleared, string(r.pointer()))
		r.unfilled = true
		return r.json.SkipValue()
	}
	return r.value(p.Compiled, r.memberOf(in, p.name))
}

// pointer is the place of the last token that was read.
func (r *reader) pointer() jsontext.Pointer { return r.json.StackPointer() }

func (r *reader) note(code, detail string) { r.noteAt(r.pointer(), code, detail) }

func (r *reader) noteAt(at jsontext.Pointer, code, detail string) {
	if len(r.wrong) < maxViolations {
		r.wrong = append(r.wrong, canonical.FieldError{Pointer: bounded(at), Code: code, Detail: detail})
	}
}

// bounded shortens a pointer to its parents until it is fit to be shown.
func bounded(p jsontext.Pointer) string {
	for len(p) > maxPointer {
		p = p.Parent()
	}
	return string(p)
}

// malformed is what becomes of a text that is not JSON. The decoder knows the
// place; its words are not passed on, they may quote the text.
func malformed(err error) error {
	if errors.Is(err, io.EOF) {
		return InvalidRequest("The body is empty; this operation wants JSON.")
	}
	var syntactic *jsontext.SyntacticError
	if !errors.As(err, &syntactic) {
		return InvalidRequest("The body is not JSON.")
	}
	pointer := bounded(syntactic.JSONPointer)
	field := canonical.FieldError{Pointer: pointer, Code: canonical.FieldInvalid, Detail: "is not well-formed JSON in valid UTF-8"}
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		field.Detail = "is given more than once"
		return InvalidRequest("The body gives a field more than once.", field)
	case pointer == "":
		return InvalidRequest("The body is not well-formed JSON in valid UTF-8.")
	}
	return InvalidRequest("The body is not well-formed JSON in valid UTF-8.", field)
}

// InvalidRequest is the error of a request that cannot be read.
func InvalidRequest(message string, fields ...canonical.FieldError) *canonical.Error {
	return &canonical.Error{Code: canonical.InvalidRequest, Origin: canonical.OriginCaller, Message: message, Fields: fields}
}

// ValidationFailed is the error of a request whose values cannot be used.
func ValidationFailed(fields ...canonical.FieldError) *canonical.Error {
	return &canonical.Error{
		Code: canonical.ValidationFailed, Origin: canonical.OriginCaller,
		Message: "One or more fields are missing or wrong.", Fields: fields,
	}
}
