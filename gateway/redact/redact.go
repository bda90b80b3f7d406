// Package redact removes what may be personal from a vendor's words, for callers who
// may see what the vendor said.
package redact

import (
	"bytes"
	"regexp"

	"github.com/go-json-experiment/json/jsontext"
)

// statusMembers are the members whose values tell how the vendor's program went, and
// nothing about a person.
var statusMembers = regexp.MustCompile(`(?i)(^|[_a-z])` +
	`(status|statuscode|status_code|errorcode|error_code|opstatus|count|flag|type|type_id|kind)$`)

// plainValue is a value of such a member that cannot be personal: a short word
// or number.
var plainValue = regexp.MustCompile(`^"?[A-Za-z0-9_ .-]{0,32}"?$`)

// JSON keeps the shape of a JSON text, its booleans and nulls, and the values of
// statusMembers. Every other text and number becomes a mark.
func JSON(answer []byte) ([]byte, bool) {
	in := jsontext.NewDecoder(bytes.NewReader(answer))
	var out bytes.Buffer
	enc := jsontext.NewEncoder(&out)
	for {
		isName := in.PeekKind() == '"' && inObjectName(in)
		token, err := in.ReadToken()
		if err != nil {
			break // io.EOF after the value; anything else shows below
		}
		if !isName && (token.Kind() == '"' || token.Kind() == '0') && !showable(in, token) {
			token = jsontext.String("[redacted]")
		}
		if enc.WriteToken(token) != nil {
			return nil, false
		}
		if in.StackDepth() == 0 {
			return bytes.TrimSpace(out.Bytes()), true
		}
	}
	return nil, false
}

// inObjectName says whether the next text is the name of a member.
func inObjectName(in *jsontext.Decoder) bool {
	kind, length := in.StackIndex(in.StackDepth())
	return kind == '{' && length%2 == 0
}

// showable says whether the value just read may be shown.
func showable(in *jsontext.Decoder, token jsontext.Token) bool {
	name := in.StackPointer().LastToken()
	return statusMembers.MatchString(name) && plainValue.MatchString(token.String())
}
