package gateway

import (
	"encoding/json"
	"fmt"
	"net/http"

	"canongate/gateway/openapi"
	"canongate/gateway/redact"
	"canongate/gateway/schema"
	"canongate/policies"
)

// Answers to callers are made here, and in problem.go where a request failed.

// jsonAnswer is an answer with a resource in its body.
func jsonAnswer(status int, resource any) (policies.Answer, error) {
	body, err := json.Marshal(resource)
	if err != nil {
		return policies.Answer{}, fmt.Errorf("render answer: %T cannot be marshalled", resource)
	}
	return policies.Answer{Status: status, Header: http.Header{"Content-Type": {schema.JSON}}, Body: body}, nil
}

// render makes the answer of an operation, and brings a payment's record up to it.
func (a *attempt[In, Out]) render(out *Out) (policies.Answer, error) {
	if a.payment == nil {
		return a.renderResource(out)
	}
	paid := a.spec.paid(out)
	a.payment.name(paid)
	answer, err := a.renderResource(out)
	if err == nil {
		a.payment.record.Status, a.payment.record.Body = paid.Status, answer.Body
	}
	return answer, err
}

// renderResource names the connection, seals the ids, and masks what the caller may
// not see.
func (a *attempt[In, Out]) renderResource(out *Out) (policies.Answer, error) {
	if a.resource.origin != nil {
		a.resource.origin(out).SetConnection(a.connection.Name)
	}
	if a.resource.ids != nil {
		encoder := a.server.ids.NewEncoder(a.r.caller.Tenant, a.connection.Name)
		a.resource.ids(out).EachID(encoder.Visit)
		if err := encoder.Err(); err != nil {
			return policies.Answer{}, err
		}
	}
	if a.resource.mask != nil && !a.r.caller.May(ScopeReadPII) {
		a.resource.mask(out).Mask()
	}
	answer, err := jsonAnswer(a.endpoint.success, out)
	if err != nil {
		return answer, err
	}
	if a.spec.pending != nil && a.spec.pending(out) {
		answer.Status = statusPending
	}
	if location := a.spec.locate(a.r.path, out); location != "" {
		answer.Header.Set("Location", location)
	}
	return answer, nil
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

// withVendorData adds the vendor's answer to a rendered resource, redacted. A
// vendor's answer that is not JSON adds nothing. It is no part of what the
// journal keeps, so a replay has none.
func withVendorData(resource, answer []byte) []byte {
	redacted, ok := redact.JSON(answer)
	if !ok || len(resource) < 2 || resource[len(resource)-1] != '}' {
		return resource
	}
	out := make([]byte, 0, len(resource)+len(redacted)+len(openapi.IncludeVendorData)+4)
	out = append(out, resource[:len(resource)-1]...)
	if resource[len(resource)-2] != '{' {
		out = append(out, ',')
	}
	out = append(out, `"`+openapi.IncludeVendorData+`":`...)
	return append(append(out, redacted...), '}')
}
