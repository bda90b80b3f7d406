package gateway

import (
	"bytes"
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"canongate/canonical"
	"canongate/gateway/auth"

	"github.com/go-json-experiment/json/jsontext"
)

// includeParam asks for more than the canonical resource. vendor_data is the
// one thing there is: what the vendor answered, for those who have to find out
// why a resource looks as it does (canonical.md D11).
const (
	includeParam = "include"
	includeData  = "vendor_data"
)

// takeInclude takes ?include= out of a query string.
func takeInclude(query string) (rest string, included bool, err error) {
	if !strings.Contains(query, includeParam) {
		return query, false, nil
	}
	values, err := url.ParseQuery(query)
	if err != nil || !values.Has(includeParam) {
		return query, false, nil // the parameters' own check says what is wrong
	}
	if !slices.Equal(values[includeParam], []string{includeData}) {
		return "", false, invalidRequest("The query string has parameters that cannot be used.", canonical.FieldError{
			Pointer: includeParam, Code: canonical.FieldInvalid, Detail: "must be " + includeData,
		})
	}
	values.Del(includeParam)
	return values.Encode(), true, nil
}

// include reads what else the caller asks for, and keeps the vendor's answer
// where that is wanted; nil where it is not.
func (x *exchange) include(ctx context.Context) (context.Context, *canonical.VendorAnswer, error) {
	rest, included, err := takeInclude(x.from.query)
	if err != nil || !included {
		return ctx, nil, err
	}
	if !x.caller.May(auth.ScopeReadVendor) {
		return ctx, nil, canonical.Errorf(canonical.PermissionDenied, "%s", "vendor_data needs the scope "+auth.ScopeReadVendor+".")
	}
	x.from.query = rest
	ctx, kept := canonical.KeepVendorAnswer(ctx)
	return ctx, kept, nil
}

// withVendorData adds the vendor's answer to a rendered resource, redacted. A
// vendor's answer that is not JSON adds nothing. It is no part of what the
// journal keeps, so a replay has none.
func withVendorData(resource, answer []byte) []byte {
	redacted, ok := redact(answer)
	if !ok || len(resource) < 2 || resource[len(resource)-1] != '}' {
		return resource
	}
	out := make([]byte, 0, len(resource)+len(redacted)+len(includeData)+4)
	out = append(out, resource[:len(resource)-1]...)
	if resource[len(resource)-2] != '{' {
		out = append(out, ',')
	}
	out = append(out, `"`+includeData+`":`...)
	return append(append(out, redacted...), '}')
}

// spoken are the members whose values say how the vendor's program went and
// nothing about a person: they stay as they are.
var spoken = regexp.MustCompile(`(?i)(^|[_a-z])(status|statuscode|status_code|errorcode|error_code|opstatus|count|flag|type|type_id|kind)$`)

// plainValue is a value of such a member that cannot be personal: a short word
// or number.
var plainValue = regexp.MustCompile(`^"?[A-Za-z0-9_ .-]{0,32}"?$`)

// redact keeps the shape of a JSON text, its booleans and nulls and what
// `spoken` names; every other text and number becomes a mark.
func redact(answer []byte) ([]byte, bool) {
	in := jsontext.NewDecoder(bytes.NewReader(answer))
	var out bytes.Buffer
	enc := jsontext.NewEncoder(&out)
	for {
		isName := in.PeekKind() == '"' && inObjectName(in)
		token, err := in.ReadToken()
		if err != nil {
			break // io.EOF after the value; anything else shows below
		}
		if !isName && (token.Kind() == '"' || token.Kind() == '0') && !kept(in, token) {
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

// kept says whether the value just read may be shown.
func kept(in *jsontext.Decoder, token jsontext.Token) bool {
	name := in.StackPointer().LastToken()
	return spoken.MatchString(name) && plainValue.MatchString(token.String())
}
