package schema

import (
	"slices"
	"strconv"
	"strings"

	"canongate/canonical"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json/jsontext"
)

// KnownFields are those of the fields that a request with this body can have, in a
// list of its own. nil is no body: headers stand in for client_context then. Names of
// headers and parameters are left as they are.
func (c *Compiled) KnownFields(fields []canonical.FieldError) []canonical.FieldError {
	if c == nil {
		fields = withHeaders(fields)
	}
	return slices.DeleteFunc(slices.Clone(fields), func(f canonical.FieldError) bool {
		return strings.HasPrefix(f.Pointer, "/") && !c.has(jsontext.Pointer(f.Pointer))
	})
}

// has says whether the schema has a place of this pointer that callers may fill.
func (c *Compiled) has(pointer jsontext.Pointer) bool {
	for token := range pointer.Tokens() {
		if c == nil {
			return false
		}
		p, known := c.properties[token]
		switch {
		case c.kind == huma.TypeArray:
			if _, err := strconv.ParseUint(token, 10, 32); err != nil {
				return false
			}
			c = c.items
		case known && !p.readOnly:
			c = p.Compiled
		default:
			c = c.values
		}
	}
	return c != nil
}
