package canonical

import "time"

// Agreement is a legal text put to one person (canonical.md §2.5).
type Agreement struct {
	ID           AgreementID     `json:"id"`
	Object       string          `json:"object" enum:"agreement"`
	Connection   string          `json:"connection"`
	CreatedAt    *time.Time      `json:"created_at,omitempty"`
	CreatedAtRaw Personal        `json:"created_at_raw,omitempty"`
	UpdatedAt    *time.Time      `json:"updated_at,omitempty"`
	UpdatedAtRaw Personal        `json:"updated_at_raw,omitempty"`
	VendorIDs    VendorIDs       `json:"vendor_ids,omitempty"`
	Kind         string          `json:"kind,omitempty" enum:"standard,ul,unknown" doc:"Which set of agreements it belongs to."`
	Type         string          `json:"type,omitempty" doc:"us_patriot_act and others; unknown with type_raw when no table knows it."`
	TypeRaw      string          `json:"type_raw,omitempty"`
	Status       string          `json:"status" enum:"pending,accepted,declined,unknown" doc:"Where the agreement stands, as the vendor says."`
	StatusRaw    string          `json:"status_raw,omitempty"`
	Decision     *Decision       `json:"decision,omitempty" doc:"What the person decided, as this API passed it on."`
	Content      string          `json:"content,omitempty" doc:"The text that the person is to read."`
	ContentType  string          `json:"content_type,omitempty" doc:"Media type of the content."`
	Party        *AgreementParty `json:"party,omitempty" doc:"Who agrees."`
	CustomerID   CustomerID      `json:"customer_id,omitzero" doc:"Whose agreement it is, where that was said."`
	Supplement
	Written
}

// Agreement kinds, statuses and decisions.
const (
	AgreementStandard = "standard"
	AgreementUL       = "ul"
	AgreementPending  = "pending"
	AgreementAccepted = "accepted"
	AgreementDeclined = "declined"
)

// Decision is what the person decided, as this gateway passed it on; the
// agreement's status is what the vendor says.
type Decision struct {
	Value     string     `json:"value" enum:"accepted,declined" doc:"What the person decided."`
	DecidedAt *time.Time `json:"decided_at,omitempty" doc:"When it was passed on."`
}

// AgreementParty is who agrees.
type AgreementParty struct {
	GivenName     Personal      `json:"given_name,omitempty" maxLength:"255" doc:"Given name."`
	MiddleName    Personal      `json:"middle_name,omitempty" maxLength:"255" doc:"Middle name."`
	FamilyName    Personal      `json:"family_name,omitempty" maxLength:"255" doc:"Family name."`
	Email         Personal      `json:"email,omitempty" maxLength:"254" doc:"Mail address."`
	IPAddress     Personal      `json:"ip_address,omitempty" maxLength:"45" doc:"The person's IP address while they agree, IPv4 or IPv6."`
	WalletAddress Personal      `json:"wallet_address,omitempty" maxLength:"255" doc:"The address of the person's wallet. Upper and lower case count: a mixed-case address has a checksum."`
	Birthdate     Date          `json:"birthdate,omitempty" format:"date" doc:"Date of birth."`
	Tax           *TaxID        `json:"tax,omitempty" doc:"The person's number at a tax office."`
	Phone         *PartyPhone   `json:"phone,omitempty" doc:"Phone."`
	Address       *PartyAddress `json:"address,omitempty" doc:"Postal address."`
}

// TaxID is a person's number at a tax office.
type TaxID struct {
	Country Country `json:"country,omitempty" pattern:"^[A-Z]{2}$" doc:"The country of the tax office, ISO 3166-1 alpha-2."`
	ID      Secret  `json:"id,omitzero" maxLength:"64" writeOnly:"true" doc:"The number. It is never answered."`
}

// PartyPhone is a party's phone, with the consent to text messages.
type PartyPhone struct {
	Number     Personal `json:"number" pattern:"^\\+[1-9]\\d{6,14}$" doc:"E.164."`
	SMSAllowed *bool    `json:"sms_allowed,omitempty" doc:"Whether the person agrees to text messages."`
}

// PartyAddress is a party's postal address.
type PartyAddress struct {
	Lines      []Personal `json:"lines,omitempty" minItems:"1" maxItems:"10" doc:"Street and number, as lines of text."`
	City       Personal   `json:"city,omitempty" maxLength:"255" doc:"The town."`
	State      Personal   `json:"state,omitempty" maxLength:"255" doc:"State or province."`
	PostalCode Personal   `json:"postal_code,omitempty" minLength:"0" maxLength:"32" doc:"Absent for a country that has none."`
	Country    Country    `json:"country,omitempty" pattern:"^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2, upper case."`
}

// AgreementTemplate is a legal text that is the same for everybody.
type AgreementTemplate struct {
	Object     string `json:"object" enum:"agreement_template"`
	Connection string `json:"connection"`
	ID         string `json:"id" doc:"The vendor's id of the template."`
	Type       string `json:"type" enum:"privacy_policy,terms_and_conditions" doc:"What was asked for."`
	TypeRaw    string `json:"type_raw,omitempty" doc:"What the vendor calls it."`
	HTML       string `json:"html" doc:"The vendor's HTML, untrusted: sanitise it before showing it."`
	Supplement
}

// Template types.
const (
	TemplatePrivacyPolicy      = "privacy_policy"
	TemplateTermsAndConditions = "terms_and_conditions"
)

// TemplateQuery reads a template (get_agreement_template).
type TemplateQuery struct {
	Type string `json:"-" path:"type" enum:"privacy_policy,terms_and_conditions" doc:"Which text."`
}

// AgreementDraft puts agreements to a person (create_agreement).
type AgreementDraft struct {
	Kind       string         `json:"kind" enum:"standard,ul" doc:"Which set of agreements is put to the person."`
	Party      AgreementParty `json:"party" doc:"Who agrees."`
	CustomerID CustomerID     `json:"customer_id,omitzero" doc:"Whose agreements they are: they are made where that customer is known, and name it."`
	Supplement
}

// AgreementsQuery lists agreements (list_agreements).
type AgreementsQuery struct{}

// AgreementQuery reads one agreement (get_agreement).
type AgreementQuery struct {
	ID AgreementID `json:"-" path:"id"`
}

// AgreementDecision records what the person decided (decide_agreement).
type AgreementDecision struct {
	ID       AgreementID `json:"-" path:"id"`
	Decision string      `json:"decision" enum:"accepted,declined" doc:"What the person decided."`
	Kind     string      `json:"kind,omitempty" enum:"standard,ul" doc:"Needed where the agreement's own kind is unknown."`
	Supplement
}

// EachID visits the agreement's id and its customer's.
func (a *Agreement) EachID(visit func(string, Sealable)) {
	visit("/id", &a.ID)
	visit("/customer_id", &a.CustomerID)
}

// EachID visits the agreement's id.
func (q *AgreementQuery) EachID(visit func(string, Sealable)) { visit("/id", &q.ID) }

// EachID visits the agreement's id.
func (d *AgreementDecision) EachID(visit func(string, Sealable)) { visit("/id", &d.ID) }

// Validate checks the formats; what a kind needs, the adapters know.
func (d *AgreementDraft) Validate(now time.Time) error {
	var c Check
	p := &d.Party
	c.Line("/party/given_name", p.GivenName)
	c.Line("/party/middle_name", p.MiddleName)
	c.Line("/party/family_name", p.FamilyName)
	c.Email("/party/email", p.Email)
	c.IP("/party/ip_address", p.IPAddress)
	c.Date("/party/birthdate", p.Birthdate)
	c.inLifetime("/party/birthdate", p.Birthdate, now)
	if p.Tax != nil {
		c.Country("/party/tax/country", p.Tax.Country)
		c.number("/party/tax/id", IdentifierTaxID, p.Tax.ID.value, now)
	}
	if p.Phone != nil {
		c.Phone("/party/phone/number", p.Phone.Number)
	}
	if p.Address != nil {
		c.Country("/party/address/country", p.Address.Country)
	}
	return c.Err()
}
