package sandbox

import (
	"encoding/json"
	"errors"
	"strings"

	"canongate/adapters/internal/simulator"
)

// onboard creates a customer, or updates the one whose ecrn is given. It
// answers with the failure shapes of the document even when the record exists
// afterwards (CDP-8).
func (s *sandbox) onboard(r *simulator.Request) simulator.Reply {
	if !s.authorized(r) {
		return s.unauthorized("create_customer.unauthorized")
	}
	if !sentJSON(r) {
		return malformed("bad_request", problems{"contentType": "Invalid content type"})
	}
	s.writing.Lock()
	defer s.writing.Unlock()

	old, found := s.existing(r.Body)
	next, err := old.changed(r)
	if err != nil {
		return malformed("bad_request", decodingProblem(err))
	}
	if next.ECRN != "" && !found {
		return samples.Reply("update_customer.not_found")
	}
	if p := checkMandatory(next.onboarding); len(p) > 0 {
		return malformed("mandatory_missing", p)
	}
	if p := checkFormats(next.onboarding); len(p) > 0 {
		return malformed("bad_request", p)
	}
	if message, ok := unknownMaster(next.onboarding); ok {
		return failed("invalid_master_data", message)
	}
	if next.ECRN == "" {
		next.ECRN = s.ecrnFor(next.IDDetails)
	}
	next.ecrn, next.updated = next.ECRN, s.now()
	if !found || next.LastName != old.LastName {
		next = next.concluded(outcomeOf(next.LastName))
	}
	if next.outcome.backendFails {
		return samples.Reply("create_customer.backend_problem", requestID())
	}
	s.put(next.withoutContent())
	return next.onboarded()
}

// existing finds the customer an update names. A body that cannot be read
// names nobody: decoding it again says why.
func (s *sandbox) existing(body []byte) (customer, bool) {
	var key struct {
		ECRN string `json:"ecrn"`
	}
	if json.Unmarshal(body, &key) != nil || key.ECRN == "" {
		return customer{}, false
	}
	return s.customers.Get(key.ECRN)
}

// changed lays the body over the customer: a field that is absent stays, a
// list is replaced as a whole. Pictures that do not come again stay.
func (c customer) changed(r *simulator.Request) (customer, error) {
	next := c
	next.AdditionalDocs, next.AddressList, next.IDDetails = nil, nil, nil
	next.Classification.SocialLinks = nil
	if err := r.Decode(&next.onboarding); err != nil {
		return customer{}, err
	}
	next.AdditionalDocs = either(next.AdditionalDocs, c.AdditionalDocs)
	next.AddressList = either(next.AddressList, c.AddressList)
	next.Classification.SocialLinks = either(next.Classification.SocialLinks, c.Classification.SocialLinks)
	if next.IDDetails = either(next.IDDetails, c.IDDetails); next.IDDetails != nil {
		next.IDDetails = keepPictures(next.IDDetails, c.IDDetails)
	}
	return next, nil
}

func either[T any](list, otherwise []T) []T {
	if list == nil {
		return otherwise
	}
	return list
}

func keepPictures(ids, before []idDetail) []idDetail {
	kept := append([]idDetail(nil), ids...)
	for i, id := range kept {
		for _, old := range before {
			if old.document() != id.document() {
				continue
			}
			if id.IDFront == (image{}) {
				kept[i].IDFront = old.IDFront
			}
			if id.IDBack == (image{}) {
				kept[i].IDBack = old.IDBack
			}
		}
	}
	return kept
}

// withoutContent drops the pictures' bytes, which nobody can ask for again.
func (c customer) withoutContent() customer {
	c.AdditionalDocs = append([]additionalDoc(nil), c.AdditionalDocs...)
	for i := range c.AdditionalDocs {
		c.AdditionalDocs[i].Base64Data = ""
	}
	c.IDDetails = append([]idDetail(nil), c.IDDetails...)
	for i := range c.IDDetails {
		c.IDDetails[i].IDFront.Base64Data = ""
		c.IDDetails[i].IDBack.Base64Data = ""
	}
	c.Classification.ProfilePhoto.Base64Data = ""
	return c
}

// onboarded is CDP's answer to a stored customer: a refusal in form where the
// screening did not pass.
func (c customer) onboarded() simulator.Reply {
	switch c.aml {
	case underInvestigation:
		if c.outcome.later {
			return failed("under_investigation_45013", c.investigated())
		}
		return failed("under_investigation", c.investigated())
	case blocked, rejected:
		return failed("blocked", c.notAccepted())
	}
	return samples.Reply("create_customer.ok", requestID(), simulator.Field{Name: "data", Value: conclusion{
		AMLScanStatus: c.aml, ECRN: c.ecrn, CustomerStatus: c.status, PEP: c.PoliticalExposed, AMLCategory: amlCategory,
	}})
}

type conclusion struct {
	AMLScanStatus  string `json:"aml_scan_status"`
	ECRN           string `json:"ecrn"`
	CustomerStatus string `json:"customer_status"`
	PEP            bool   `json:"pep"`
	AMLCategory    int    `json:"aml_category"`
}

const amlCategory = 2

func (c customer) investigated() string {
	return "Customer " + c.ecrn + " Under Compliance Investigation"
}
func (c customer) notAccepted() string { return "Customer " + c.ecrn + " Can not be Accepted" }

func malformed(sample string, p problems) simulator.Reply {
	return samples.Reply("create_customer."+sample, requestID(), simulator.Field{Name: "details", Value: p})
}

func failed(sample, message string) simulator.Reply {
	return samples.Reply("create_customer."+sample, requestID(), simulator.Field{Name: "message", Value: message})
}

func requestID() simulator.Field {
	return simulator.Field{Name: "requestId", Value: simulator.RandomHex(16)}
}

// decodingProblem names the field that could not be read, as far as it is
// known.
func decodingProblem(err error) problems {
	p := problems{}
	var kind *json.UnmarshalTypeError
	var unknown simulator.UnknownField
	switch {
	case errors.As(err, &unknown):
		p.add(string(unknown))
	case errors.As(err, &kind) && kind.Field != "":
		p.add(kind.Field[strings.LastIndexByte(kind.Field, '.')+1:])
	default:
		p.add("request_body")
	}
	return p
}
