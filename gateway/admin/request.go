package admin

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxBody bounds what an operator may send, in bytes.
const maxBody = 64 << 10

// request is one request with what its handler needs.
type request struct {
	*http.Request
	server *server
	w      http.ResponseWriter // for its deadlines; the answer is written by the server
	id     string
	route  route // zero: none, or not yet known
	// operator is who signed in; nil on routes for anybody.
	operator *auth.Operator
	// audited says that the change has its line in the audit log.
	audited bool
}

// Change is what the body of every change may say: who makes it, and why.
type Change struct {
	By     string `json:"by"`     // optional
	Reason string `json:"reason"` // optional, but where the operation wants one
}

// read reads the body into v: one JSON object, each field known and given once.
// An empty body leaves v as it is.
func (r *request) read(v any) error { return r.readUpTo(v, maxBody) }

// readUpTo is read for bodies that may be larger.
func (r *request) readUpTo(v any, limit int64) error {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, limit))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return &canonical.Error{Code: canonical.RequestTooLarge, Message: fmt.Sprintf("The body exceeds %d KiB.", limit>>10)}
	}
	if err != nil {
		return invalidRequest("The body did not arrive whole.")
	}
	if len(body) == 0 {
		return nil
	}
	// A body without a type can only be meant as JSON here, and the kill switch is
	// no place to insist. Pages of other origins were refused by their origin.
	if given := r.Header.Get("Content-Type"); given != "" {
		if kind, _, err := mime.ParseMediaType(given); err != nil || kind != "application/json" {
			return &canonical.Error{Code: canonical.UnsupportedMediaType, Message: "Send the body with Content-Type: application/json."}
		}
	}
	if err := json.Unmarshal(body, v, json.RejectUnknownMembers(true)); err != nil {
		return unreadable(err)
	}
	return nil
}

// unreadable says where a body is wrong. The library's words are not passed on,
// they may quote the body.
func unreadable(err error) error {
	var semantic *json.SemanticError
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.As(err, &semantic) && errors.Is(err, json.ErrUnknownName):
		return invalidRequest("The body has a field that this operation does not know.", canonical.FieldError{
			Pointer: shown(semantic.JSONPointer), Code: canonical.FieldUnknown, Detail: "is not a field of this operation",
		})
	case errors.As(err, &semantic):
		return invalid(shown(semantic.JSONPointer), canonical.FieldWrongType, mustBe(semantic.GoType))
	case errors.As(err, &syntactic) && errors.Is(err, jsontext.ErrDuplicateName):
		return invalidRequest("The body gives a field more than once.", canonical.FieldError{
			Pointer: shown(syntactic.JSONPointer), Code: canonical.FieldInvalid, Detail: "is given more than once",
		})
	default:
		return invalidRequest("The body is not one well-formed JSON object.")
	}
}

// mustBe says what a value of a type must be.
func mustBe(of reflect.Type) string {
	switch {
	case of == reflect.TypeFor[time.Time]():
		return "must be a time such as 2030-01-31T18:00:00Z"
	case of == reflect.TypeFor[policies.Duration]():
		return "must be " + policies.Duration(0).Wanted()
	}
	return "has the wrong type"
}

// shown shortens a pointer to its parents until it is fit to be shown.
func shown(p jsontext.Pointer) string {
	for len(p) > 256 {
		p = p.Parent()
	}
	return string(p)
}

// query reads the query string, which may hold these names only, each once: a
// misspelled filter would list everything.
func (r *request) query(names ...string) (url.Values, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, invalidRequest("The query string is not well-formed.")
	}
	for name, given := range values {
		if !slices.Contains(names, name) {
			return nil, invalidRequest("The query has a parameter that this operation does not know.", canonical.FieldError{
				Pointer: name[:min(len(name), 64)], Code: canonical.FieldUnknown, Detail: "is not a parameter of this operation",
			})
		}
		if len(given) > 1 {
			return nil, invalidRequest("The query gives a parameter more than once.", canonical.FieldError{
				Pointer: name, Code: canonical.FieldInvalid, Detail: "is given more than once",
			})
		}
		if !utf8.ValidString(given[0]) || strings.ContainsRune(given[0], 0) {
			return nil, invalid(name, canonical.FieldInvalid, "must be valid UTF-8 without NUL characters")
		}
	}
	return values, nil
}

// number reads a whole number of a query; absent is 0.
func number(values url.Values, name string, least, most int) (int, error) {
	text := values.Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, invalid(name, canonical.FieldInvalid,
			"must be a whole number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most))
	}
	return n, nil
}

// sign fills in who makes the change: who signed in. A name in a body may only repeat it.
func (r *request) sign(c *Change) error {
	said := c.By
	if c.By = r.operator.Name; said != "" && said != c.By {
		return invalid("/by", canonical.FieldInvalid, "must be "+c.By+", who signed in; it may be left out")
	}
	if len(c.Reason) > maxReason {
		return invalid("/reason", canonical.FieldInvalid, "must have at most 2000 bytes")
	}
	return nil
}

// change reads a body that says who and why, and nothing else.
func (r *request) change() (c Change, err error) {
	if err = r.read(&c); err == nil {
		err = r.sign(&c)
	}
	return c, err
}

// reasoned is change for what somebody will ask about.
func (r *request) reasoned() (Change, error) {
	c, err := r.change()
	if err == nil {
		err = c.checkReason()
	}
	return c, err
}

func (c Change) checkReason() error {
	if c.Reason == "" {
		return invalid("/reason", canonical.FieldRequired, "must say why, in at most 2000 bytes")
	}
	return nil
}

// remote is the address of the other end, without its port.
func (r *request) remote() string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
