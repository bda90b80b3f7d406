package sandbox

import (
	"canongate/adapters/internal/simulator"
)

// validate looks a customer up by document. Everything but a missing token
// answers 200 (CDP-2).
func (s *sandbox) validate(r *simulator.Request) simulator.Reply {
	if !s.authorized(r) {
		return s.unauthorized("lookup_customer.unauthorized")
	}
	var in struct {
		IDNumber string `json:"idNumber"`
		IDType   string `json:"idType"`
	}
	if !sentJSON(r) || r.Decode(&in) != nil || in.IDNumber == "" || !idTypes[in.IDType] {
		return samples.Reply("lookup_customer.invalid_request")
	}
	d := document{idType: in.IDType, number: in.IDNumber}
	c, found := s.find(d)
	switch {
	case !found:
		return samples.Reply("lookup_customer.not_found")
	case c.outcome.unsubscribed:
		return samples.Reply("lookup_customer.not_subscribed")
	case c.outcome.searchFails:
		return samples.Reply("lookup_customer.search_error")
	case c.outcome.later && c.aml == underInvestigation:
		return samples.Reply("lookup_customer.under_investigation", simulator.Field{Name: "message", Value: c.investigated()})
	case c.outcome.later && c.aml == blocked:
		return samples.Reply("lookup_customer.blocked", simulator.Field{Name: "message", Value: c.notAccepted()})
	}
	return samples.Reply("lookup_customer.ok", simulator.Field{Name: "data", Value: c.summary(d)})
}

type summary struct {
	ECRN                string   `json:"ecrn"`
	FirstName           nullText `json:"first_name"`
	MiddleName          nullText `json:"middle_name"`
	LastName            nullText `json:"last_name"`
	AgentLocationID     nullText `json:"agent_location_id"`
	PrimaryMobileNumber nullText `json:"primary_mobile_number"`
	EmailID             nullText `json:"email_id"`
	CustomerStatus      string   `json:"customer_status"`
	AMLScanStatus       string   `json:"aml_scan_status"`
	IDStatus            string   `json:"id_status"`
	IDDateOfExpiry      nullText `json:"id_date_of_expiry"`
}

// summary tells about the customer and the document asked for. The expiry is
// an instant here, a date everywhere else (CDP-14).
func (c customer) summary(d document) summary {
	out := summary{
		ECRN: c.ecrn, FirstName: c.FirstName, MiddleName: c.MiddleName, LastName: c.LastName,
		AgentLocationID: c.AgentLocationID, PrimaryMobileNumber: c.PrimaryMobileNumber, EmailID: c.EmailID,
		CustomerStatus: c.status, AMLScanStatus: c.aml, IDStatus: "Inactive",
	}
	if out.AgentLocationID == "" {
		out.AgentLocationID = "784777"
	}
	for _, id := range c.IDDetails {
		if id.document() != d {
			continue
		}
		if id.ActiveStatus {
			out.IDStatus = "Active"
		}
		if id.DateOfExpiry != "" {
			out.IDDateOfExpiry = id.DateOfExpiry + "T00:00:00.000+00:00"
		}
		break
	}
	return out
}
