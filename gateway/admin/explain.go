package admin

import (
	"canongate/canonical"
	"canongate/policies/routing"
)

// ExplainRequest asks where a request would go. It is the body of the call.
type ExplainRequest struct {
	Operation  string         `json:"operation"`
	Tenant     string         `json:"tenant"`
	Connection string         `json:"connection"` // as in the header Gateway-Connection
	Request    map[string]any `json:"request"`    // the body that a product app would send
	// KnownAt are the connections where the person of a ref: in Request is known; absent:
	// where they are known at this moment.
	KnownAt []string `json:"known_at"`
}

// Explanation is the decision of the routes in service.
type Explanation struct {
	Operation  string `json:"operation"`
	Tenant     string `json:"tenant,omitempty"`
	Generation int64  `json:"generation"`
	// KnownAt are the connections where the person is known whom the request means by the
	// caller's own id.
	KnownAt []string `json:"known_at,omitempty"`
	routing.Decision
	// RulesPassedOver are the rules before the decision, each with the first matcher
	// that did not hold.
	RulesPassedOver []routing.Mismatch `json:"rules_passed_over,omitempty"`
	// Shares are the parts of all customers, in percent, that would go to each
	// connection; absent when all go alike. The decision is that of most of them.
	Shares map[string]float64 `json:"shares,omitempty"`
}

func (s *server) explain(r *request) (answer, error) {
	var body ExplainRequest
	if err := r.read(&body); err != nil {
		return answer{}, err
	}
	if _, known := canonical.OperationNamed(body.Operation); !known {
		return answer{}, wrongValue("/operation", body.Operation, "must be the name of an operation, such as create_customer")
	}
	if !r.operator.Sees(body.Tenant) {
		return answer{}, refused("The tenant of the request must be one that " + r.operator.Name + " sees.")
	}
	explained, err := s.Explain(r.Context(), body)
	if err != nil {
		return answer{}, err
	}
	return ok(explained)
}
