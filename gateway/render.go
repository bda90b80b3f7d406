package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"

	"canongate/gateway/appendjson"
	"canongate/gateway/auth"
	"canongate/gateway/schema"
	"canongate/policies"
)

// Answers to callers are made here, and in problem.go where a request failed.

// jsonAnswer is an answer with a resource in its body.
func jsonAnswer(status int, resource any) (policies.Answer, error) {
	body, err := appendjson.Marshal(resource)
	if err != nil {
		return policies.Answer{}, fmt.Errorf("render answer: %T cannot be marshalled", resource)
	}
	return policies.Answer{Status: status, Header: jsonHeader, Body: body}, nil
}

// jsonHeader is the header of every answer that has no other. Nobody may change it.
var jsonHeader = http.Header{"Content-Type": {schema.JSON}}

// seal names the connection and the payment of a resource, and seals its ids.
func (a *attempt[In, Out]) seal(out *Out) error {
	if a.resource.origin != nil {
		a.resource.origin(out).SetConnection(a.connection.Name)
	}
	if a.payment != nil {
		a.payment.name(a.spec.paid(out))
	}
	if a.resource.ids == nil {
		return nil
	}
	encoder := a.server.ids.NewEncoder(a.r.caller.Tenant, a.connection.Name)
	a.resource.ids(out).EachID(encoder.Visit)
	return encoder.Err()
}

// render makes the answer of an operation, and brings a payment's record up to it.
func (a *attempt[In, Out]) render(out *Out) (policies.Answer, error) {
	answer, err := a.renderResource(out)
	if err == nil && a.payment != nil {
		a.payment.record.Status, a.payment.record.Body = a.spec.paid(out).Status, answer.Body
	}
	return answer, err
}

// renderResource makes the answer of a sealed resource, and masks what the caller may
// not see.
func (a *attempt[In, Out]) renderResource(out *Out) (policies.Answer, error) {
	answer, err := a.renderMasked(out)
	if err != nil {
		return answer, err
	}
	if a.spec.pending != nil && a.spec.pending(out) {
		answer.Status = statusPending
	}
	if a.spec.existing != nil && a.spec.existing(out) {
		answer.Status = http.StatusOK
	}
	if location := a.spec.locate(a.r.path, out); location != "" {
		answer.Header = maps.Clone(answer.Header)
		answer.Header.Set("Location", location)
	}
	return answer, nil
}

// renderMasked renders a resource with and without personal data where the journal
// keeps the answer, since callers with other scopes may repeat the request; else
// as this caller may see it.
func (a *attempt[In, Out]) renderMasked(out *Out) (policies.Answer, error) {
	mask, status, kept := a.resource.mask, a.endpoint.success, a.r.effect().NeedsKey()
	if mask == nil || !kept && a.r.may(auth.ScopeReadPII) {
		return jsonAnswer(status, out)
	}
	if !kept {
		mask(out).Mask()
		return jsonAnswer(status, out)
	}
	answer, err := jsonAnswer(status, out)
	if err != nil {
		return answer, err
	}
	mask(out).Mask()
	masked, err := jsonAnswer(status, out)
	if !bytes.Equal(masked.Body, answer.Body) {
		answer.Scope, answer.Masked = auth.ScopeReadPII, masked.Body
	}
	return answer, err
}

// shown is an answer as this caller may see it. A stored one without a scope has
// nothing to hide, or was kept by an older version, which kept what its first caller
// was shown and nothing else.
func (d *dispatcher[In, Out]) shown(r *request, answer policies.Answer) policies.Answer {
	mask := d.resource.mask
	old := r.replayed && answer.Scope == "" && answer.Status < http.StatusBadRequest
	if mask == nil || !old || r.may(auth.ScopeReadPII) {
		return answer.For(r.may)
	}
	var out Out
	if err := json.Unmarshal(answer.Body, &out); err != nil {
		return d.server.refuse(r, errors.New("show a stored answer: it cannot be read"))
	}
	d.tables[r.connection].MarkPublic(&out)
	mask(&out).Mask()
	masked, err := jsonAnswer(answer.Status, out)
	if err != nil {
		return d.server.refuse(r, err)
	}
	answer.Body = masked.Body
	return answer
}

// locate is the Location of a new resource; "" for one that is not new or has no id.
func (s *operationSpec[In, Out]) locate(path string, out *Out) string {
	switch {
	case !s.creates:
		return ""
	case s.id == nil:
		return path
	}
	if id := s.id(out).Sealed(); id != "" {
		return s.location + id
	}
	return ""
}

// statusPending is that of a new resource which the vendor keeps under review.
const statusPending = http.StatusAccepted
