package sandbox

import (
	"net/mail"
	"regexp"
	"slices"
	"time"

	"canongate/adapters/internal/simulator"
)

// person is what both profile operations take.
type person struct {
	ApplicationID     string `json:"Application_id"`
	FirstName         string `json:"FirstName"`
	LastName          string `json:"LastName"`
	DateOfBirth       string `json:"DateOfBirth"`
	Email             string `json:"Email"`
	MobileCountryCode string `json:"MobileCountryCode"`
	MobileNumber      string `json:"MobileNumber"`
	BranchReference   string `json:"BranchReference"`
	ApplicantType     string `json:"ApplicantType"`
	SectionProgress   string `json:"SectionProgress"`
	ConsentIdentifier string `json:"ConsentIdentifier"`
	AcceptanceStatus  string `json:"AcceptanceStatus"`
}

type createProfileRequest struct {
	person
	FormCode           string `json:"FormCode"`
	Status             string `json:"Status"`
	IsExistingCustomer string `json:"IsExistingCustomer"`
	CoApplicantCount   *int   `json:"CoApplicantCount"`
}

type updateProfileRequest struct {
	person
	IsExistentMember *bool  `json:"IsExistentMember"`
	EntityID         string `json:"EntityId"`
	Index            string `json:"Index"`
}

var (
	countryCode = regexp.MustCompile(`^\+[1-9]\d{0,2}$`)
	national    = regexp.MustCompile(`^\d{4,14}$`)
	entityID    = regexp.MustCompile(`^[0-9a-f]{24}$`)
)

// creations are the emails that createProspectProfile answers in a special
// way without making an application.
var creations = map[string]string{
	"duplicate@example.com":  "create_customer.business_error",
	"numeric@example.com":    "create_customer.numeric_code",
	"middleware@example.com": "create_customer.middleware_error",
	"inner@example.com":      "create_customer.inner_status",
}

func (s *sandbox) createProfile(r *simulator.Request, c caller) simulator.Reply {
	if !c.authenticated {
		return s.samples.Reply("create_customer.session_refused")
	}
	var req createProfileRequest
	if !decode(r, &req) {
		return s.unreadable()
	}
	if why := req.check(); why != nil {
		return s.refuse(why)
	}
	if sample, ok := creations[req.Email]; ok {
		return s.samples.Reply(sample)
	}
	app, why := s.open(c, req)
	if why != nil {
		return s.refuse(why)
	}
	id := simulator.Field{Name: "Application_id", Value: app.id}
	switch req.Email {
	case "party@example.com":
		return s.samples.Reply("create_customer.party_id", id, simulator.Field{Name: "Party_Id", Value: app.parties[0].id})
	case "text@example.com":
		return s.samples.Reply("create_customer.text_status", id)
	}
	return s.samples.Reply("create_customer.ok", id)
}

// open makes an application, or goes on with the one the request names.
func (s *sandbox) open(c caller, req createProfileRequest) (application, *refusal) {
	if req.ApplicationID == "" {
		applicant := party{id: newPartyID(), entity: simulator.RandomHex(12), firstName: req.FirstName, lastName: req.LastName}
		app := newApplication(req.Email, applicant)
		s.applications.Put(app.id, app)
		s.bind(c, app.id)
		return app, nil
	}
	app, why := s.find(c, req.ApplicationID)
	if why != nil {
		return application{}, why
	}
	return s.change(app, func(a application) (application, *refusal) {
		renamed := a.parties[0]
		renamed.firstName, renamed.lastName = req.FirstName, req.LastName
		a.parties = append([]party{renamed}, a.parties[1:]...)
		return a, nil
	})
}

func (s *sandbox) updateProfile(r *simulator.Request, c caller) simulator.Reply {
	var req updateProfileRequest
	if !decode(r, &req) {
		return s.unreadable()
	}
	if why := req.check(); why != nil {
		return s.refuse(why)
	}
	app, why := s.find(c, req.ApplicationID)
	if why != nil {
		return s.refuse(why)
	}
	_, why = s.change(app, func(a application) (application, *refusal) {
		return a.withCoApplicant(req.EntityID, req.FirstName, req.LastName)
	})
	if why != nil {
		return s.refuse(why)
	}
	return s.samples.Reply("update_customer.ok")
}

func (r createProfileRequest) check() *refusal {
	for _, f := range []struct{ name, value string }{
		{"FirstName", r.FirstName}, {"LastName", r.LastName}, {"DateOfBirth", r.DateOfBirth}, {"Email", r.Email},
		{"MobileCountryCode", r.MobileCountryCode}, {"MobileNumber", r.MobileNumber}, {"ApplicantType", r.ApplicantType},
	} {
		if f.value == "" {
			return missing(f.name)
		}
	}
	switch {
	case !oneOf(r.Status, "", "InProgress"):
		return malformed("Status")
	case !oneOf(r.IsExistingCustomer, "", "Yes", "No"):
		return malformed("IsExistingCustomer")
	case !oneOf(r.ApplicantType, "Applicant", "CoApplicant"):
		return malformed("ApplicantType")
	}
	return r.person.check()
}

func (r updateProfileRequest) check() *refusal {
	switch {
	case r.EntityID != "" && !entityID.MatchString(r.EntityID):
		return malformed("EntityId")
	case !oneOf(r.ApplicantType, "", "CoApplicant"):
		return malformed("ApplicantType")
	}
	return r.person.check()
}

// check looks at the fields that are there.
func (p person) check() *refusal {
	_, badDate := time.Parse(time.DateOnly, p.DateOfBirth)
	address, badMail := mail.ParseAddress(p.Email)
	switch {
	case p.DateOfBirth != "" && badDate != nil:
		return malformed("DateOfBirth")
	case p.Email != "" && (badMail != nil || address.Address != p.Email):
		return malformed("Email")
	case p.MobileCountryCode != "" && !countryCode.MatchString(p.MobileCountryCode):
		return malformed("MobileCountryCode")
	case p.MobileNumber != "" && !national.MatchString(p.MobileNumber):
		return malformed("MobileNumber")
	case !oneOf(p.SectionProgress, "", "Done"):
		return malformed("SectionProgress")
	case !oneOf(p.AcceptanceStatus, "", "Yes", "No"):
		return malformed("AcceptanceStatus")
	}
	return nil
}

func oneOf(value string, allowed ...string) bool { return slices.Contains(allowed, value) }
