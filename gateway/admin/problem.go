package admin

import (
	"errors"
	"net/http"

	"canongate/canonical"
)

// problem is an error as operators see it: RFC 9457, with the members of the
// public API's problems that mean something here.
type problem struct {
	Type      string                 `json:"type"`
	Title     string                 `json:"title"`
	Status    int                    `json:"status"`
	Code      canonical.Code         `json:"code"`
	Detail    string                 `json:"detail"`
	Instance  string                 `json:"instance"`
	RequestID string                 `json:"request_id"`
	Errors    []canonical.FieldError `json:"errors,omitempty"`
}

// conflictCode is the one code that the public API does not have, so it has no
// page there either and its type says no more than the status.
const conflictCode canonical.Code = "conflict"

// refuse answers with the problem of an error. An error that is neither
// canonical nor a Conflict is a defect, and is told to the log alone.
func (s *server) refuse(w http.ResponseWriter, r *request, m methods, err error) {
	p := problemOf(err)
	p.Instance, p.RequestID = r.URL.Path, r.id
	switch p.Code {
	case canonical.MethodNotAllowed:
		w.Header().Set("Allow", m.allowed())
	case canonical.Unauthenticated:
		w.Header().Set("WWW-Authenticate", `Bearer realm="canongate admin"`)
	case canonical.InternalError:
		s.Logger.ErrorContext(r.Context(), "admin request failed", "request_id", r.id, "cause", err.Error())
	}
	s.write(w, answer{
		status: p.Status, body: p, header: http.Header{"Content-Type": {"application/problem+json"}},
	})
}

func problemOf(err error) problem {
	var conflict Conflict
	if errors.As(err, &conflict) {
		return problem{
			Type: "about:blank", Title: http.StatusText(http.StatusConflict), Status: http.StatusConflict,
			Code: conflictCode, Detail: string(conflict),
		}
	}
	e := canonical.AsError(err)
	info := e.Info()
	p := problem{
		Type: "/problems/" + string(info.Code), Title: info.Title, Status: info.Status, Code: info.Code,
		Detail: e.Message, Errors: e.Fields,
	}
	if p.Detail == "" {
		p.Detail = info.Title + "."
	}
	return p
}

func invalidRequest(message string, fields ...canonical.FieldError) error {
	return &canonical.Error{Code: canonical.InvalidRequest, Origin: canonical.OriginCaller, Message: message, Fields: fields}
}

func invalid(pointer, code, detail string) error {
	return &canonical.Error{
		Code: canonical.ValidationFailed, Origin: canonical.OriginCaller, Message: "One or more fields are missing or wrong.",
		Fields: []canonical.FieldError{{Pointer: pointer, Code: code, Detail: detail}},
	}
}

// wrongValue is the mistake of a field that takes one of a few values.
func wrongValue(pointer, value, detail string) error {
	if value == "" {
		return invalid(pointer, canonical.FieldRequired, detail)
	}
	return invalid(pointer, canonical.FieldInvalid, detail)
}

func notFound(message string) error {
	return &canonical.Error{Code: canonical.NotFound, Message: message}
}
