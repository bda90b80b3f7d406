package canonical

import "time"

// CustomerDraft asks for a new customer (create_customer).
type CustomerDraft struct {
	Type string `json:"type,omitempty" enum:"individual" doc:"Kind of customer."`
	// CustomerID is the applicant whose application a co-applicant joins.
	CustomerID CustomerID `json:"customer_id,omitzero" doc:"With the role co_applicant: the applicant whose application the person joins."`
	// VendorIDs are keys of the vendor's that the caller knows already.
	VendorIDs VendorIDs `json:"vendor_ids,omitempty" doc:"Keys of the vendor's that are known already, such as a second key where it needs one; GET /v1/connections/{name}/fields lists which it takes."`
	Profile
	Screening        *ScreeningDraft  `json:"screening,omitempty" doc:"What the caller declares about the person."`
	ExistingCustomer *bool            `json:"existing_customer,omitempty" doc:"Whether the person says that they are the vendor's customer already."`
	SubmitSection    *bool            `json:"submit_section,omitempty" doc:"Whether this section of the application is done. Default true."`
	BranchReference  string           `json:"branch_reference,omitempty" maxLength:"64" doc:"The vendor's key of the branch that serves the customer."`
	ClientContext    *ClientContext   `json:"client_context,omitempty" doc:"The end user's device, which some vendors want to know: all three members."`
	Verification     *OTPProof        `json:"verification,omitempty" doc:"Where the vendor wants a one-time password with the registration: the one that POST /v1/verifications with the method sms_otp has sent to the phone. It is not confirmed there."`
	Documents        []InlineDocument `json:"documents,omitempty" maxItems:"20" doc:"Documents that travel with the request, for a vendor that takes them here."`
}

// ScreeningDraft is what a caller may declare for screening.
type ScreeningDraft struct {
	PEP             *bool  `json:"pep,omitempty" doc:"Politically exposed person."`
	PEPCategoryCode string `json:"pep_category_code,omitempty" maxLength:"64" doc:"The vendor's code of the kind of politically exposed person."`
	RiskRatingCode  string `json:"risk_rating_code,omitempty" maxLength:"64" doc:"The vendor's code of the risk."`
}

// ClientContext is where the end user is: some vendors want it on every call,
// reads included. Headers Client-Ip and Client-Geo stand in for it; a body
// wins.
type ClientContext struct {
	Latitude  Personal `json:"latitude,omitempty" maxLength:"24" doc:"Decimal degrees, as a string."`
	Longitude Personal `json:"longitude,omitempty" maxLength:"24" doc:"Decimal degrees, as a string."`
	IPAddress Personal `json:"ip_address,omitempty" maxLength:"45" doc:"IPv4 or IPv6."`

	ofHeaders bool
}

// OTPProof is a one-time password given with a request that needs it.
type OTPProof struct {
	OTP Secret `json:"otp" maxLength:"16" writeOnly:"true" doc:"The one-time password."`
}

// InlineDocument is a document that travels with a customer draft.
type InlineDocument struct {
	Purpose        string   `json:"purpose" maxLength:"64" doc:"identity: shows an identifier, named by identifier_type and side; profile_photo; additional; or what the document is in other words, such as proof_of_address."`
	IdentifierType string   `json:"identifier_type,omitempty" enum:"national_id,passport,driving_permit,visa,tax_id,aadhaar,emirates_id,ssn,other" doc:"Type of the identifier that the document shows."`
	Side           string   `json:"side,omitempty" enum:"front,back,single" doc:"Which side of the identity document it shows."`
	File           FileMeta `json:"file" doc:"What the caller says about the file."`
	Content        Content  `json:"content" writeOnly:"true" doc:"The bytes in base64 (RFC 4648 §4, padded)."`
}

// FileMeta is what a caller says about a file.
type FileMeta struct {
	Name            Personal `json:"name,omitempty" maxLength:"255" doc:"Name of the file, without a path."`
	ContentType     string   `json:"content_type,omitempty" maxLength:"127" doc:"Media type of the bytes, such as image/png."`
	ClientReference string   `json:"client_reference,omitempty" maxLength:"64" doc:"The caller's own reference of the file."`
}

// The purposes of a document and the sides of an identity document.
const (
	PurposeIdentity     = "identity"
	PurposeProfilePhoto = "profile_photo"
	PurposeAdditional   = "additional"
	SideFront           = "front"
	SideBack            = "back"
	SideSingle          = "single"
)

// CustomerUpdate changes a customer (update_customer): a JSON merge patch
// (RFC 7396), where an absent field is kept and null clears.
type CustomerUpdate struct {
	ID CustomerID `json:"-" path:"id"`
	CustomerDraft
	// Cleared holds the JSON Pointers of the fields that were null.
	Cleared []string `json:"-"`
}

// CustomerLookup finds a customer by identifier or by phone: exactly one.
type CustomerLookup struct {
	Identifier        *LookupIdentifier `json:"identifier,omitempty" doc:"Either this or phone; which of them finds a customer differs by vendor."`
	Phone             Personal          `json:"phone,omitempty" pattern:"^\\+[1-9]\\d{6,14}$" doc:"Either this or identifier, E.164."`
	ExternalReference string            `json:"external_reference,omitempty" maxLength:"255" doc:"The caller's own id for this person, which means the customer that is found from then on. One that means another customer already is named in ignored."`
	ClientContext     *ClientContext    `json:"client_context,omitempty" doc:"Where the end user is; the headers Client-Ip and Client-Geo stand in for it."`
	Supplement
}

// LookupIdentifier is the number of an identity document.
type LookupIdentifier struct {
	Type     string   `json:"type" enum:"national_id,passport,driving_permit,visa,tax_id,aadhaar,emirates_id,ssn,other" doc:"Kind of document or number."`
	TypeCode string   `json:"type_code,omitempty" maxLength:"64" doc:"The vendor's own code, for type other."`
	Number   Personal `json:"number" minLength:"1" maxLength:"64" doc:"The number, as the document has it."`
}

// CustomerQuery reads a customer (get_customer). Me is set instead of an id
// where the customer's own token names them.
type CustomerQuery struct {
	ID                    CustomerID     `json:"-" path:"id"`
	Me                    bool           `json:"-"`
	AddressType           string         `json:"-" query:"address_type" maxLength:"64" doc:"Only addresses of this type, where the vendor can filter."`
	CustomerAuthorization Secret         `json:"-" header:"Customer-Authorization" doc:"The customer's own token at the vendor."`
	ClientDetails         Secret         `json:"-" header:"Client-Details" maxLength:"8192" doc:"What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept."`
	ClientContext         *ClientContext `json:"-"`
}

// CustomerReference seals a key that the caller knows from the vendor into a
// customer id (create_customer_reference); the vendor is not called.
type CustomerReference struct {
	VendorIDs         VendorIDs `json:"vendor_ids" minProperties:"1" doc:"What the vendor knows the customer by, under the name that vendor_ids has in its answers; the connection's vendor says which it takes."`
	ExternalReference string    `json:"external_reference,omitempty" maxLength:"255" doc:"The caller's own id for this person, which means this customer from then on."`
}

// EachID visits the id of the applicant that a co-applicant joins.
func (d *CustomerDraft) EachID(visit func(string, Sealable)) { visit("/customer_id", &d.CustomerID) }

// EachID visits the id of the customer to change.
func (u *CustomerUpdate) EachID(visit func(string, Sealable)) {
	visit("/id", &u.ID)
	visit("/customer_id", &u.CustomerID)
}

// EachID visits the id of the customer to read.
func (q *CustomerQuery) EachID(visit func(string, Sealable)) { visit("/id", &q.ID) }

// SetCleared notes the pointers of the fields that a merge patch set to null.
func (u *CustomerUpdate) SetCleared(pointers []string) { u.Cleared = pointers }

// SetClientContext takes the context of the headers, unless the body had one.
func (d *CustomerDraft) SetClientContext(c ClientContext) { useContext(&d.ClientContext, c) }

// SetClientContext takes the context of the headers, unless the body had one.
func (l *CustomerLookup) SetClientContext(c ClientContext) { useContext(&l.ClientContext, c) }

// SetClientContext takes the context of the headers.
func (q *CustomerQuery) SetClientContext(c ClientContext) { useContext(&q.ClientContext, c) }

func useContext(field **ClientContext, c ClientContext) {
	if *field == nil {
		c.ofHeaders = true
		*field = &c
	}
}

// Validate checks what the schema cannot say.
func (d *CustomerDraft) Validate(now time.Time) error {
	var c Check
	d.check(&c, now)
	c.ExternalReference("/external_reference", d.ExternalReference)
	return c.Err()
}

// Validate checks what the schema cannot say.
func (u *CustomerUpdate) Validate(now time.Time) error { return u.CustomerDraft.Validate(now) }

func (d *CustomerDraft) check(c *Check, now time.Time) {
	d.Profile.check(c)
	d.Profile.checkDraft(c, now)
	d.ClientContext.check(c, "/client_context")
	for i, doc := range d.Documents {
		doc.check(c, Element("/documents", i))
	}
}

func (doc InlineDocument) check(c *Check, p string) {
	c.Require(len(doc.Content) > 0, p+"/content")
	c.FileName(p+"/file/name", doc.File.Name)
	if doc.Purpose == PurposeIdentity {
		c.Require(doc.IdentifierType != "", p+"/identifier_type")
	}
}

func (x *ClientContext) check(c *Check, p string) {
	if x == nil {
		return
	}
	c.Degrees(p+"/latitude", x.Latitude, 90)
	c.Degrees(p+"/longitude", x.Longitude, 180)
	c.IP(p+"/ip_address", x.IPAddress)
}

// Validate wants exactly one way to find the customer.
func (l *CustomerLookup) Validate(now time.Time) error {
	var c Check
	switch {
	case l.Identifier == nil && l.Phone == "":
		c.Missing("/identifier", "is required, or phone instead: exactly one of them")
	case l.Identifier != nil && l.Phone != "":
		c.Invalid("/phone", "must be absent when identifier is given: exactly one of them")
	}
	c.Phone("/phone", l.Phone)
	c.ExternalReference("/external_reference", l.ExternalReference)
	if l.Identifier != nil {
		c.number("/identifier/number", l.Identifier.Type, string(l.Identifier.Number), now)
	}
	l.ClientContext.check(&c, "/client_context")
	return c.Err()
}

// Validate holds a customer that a vendor answered to the formats of §1.1.
func (c *Customer) Validate() error {
	var check Check
	c.Profile.check(&check)
	if c.KYC != nil {
		check.Date("/kyc/document_expires_on", c.KYC.DocumentExpiresOn)
	}
	if c.Screening != nil {
		check.Date("/screening/last_reviewed_on", c.Screening.LastReviewedOn)
		check.Date("/screening/next_review_on", c.Screening.NextReviewOn)
	}
	return check.Err()
}

func (p *Profile) check(c *Check) {
	c.Date("/birthdate", p.Birthdate)
	c.Country("/country_of_residence", p.CountryOfResidence)
	c.Locale("/locale", p.Locale)
	if p.PlaceOfBirth != nil {
		c.Country("/place_of_birth/country", p.PlaceOfBirth.Country)
	}
	for i, n := range p.Nationalities {
		c.Require(n != "", Element("/nationalities", i))
		c.Country(Element("/nationalities", i), n)
	}
	for i, e := range p.Emails {
		c.Email(Element("/emails", i)+"/address", e.Address)
	}
	for i, ph := range p.Phones {
		c.e164(Element("/phones", i)+"/number", ph.Number)
	}
	for i, a := range p.Addresses {
		c.Country(Element("/addresses", i)+"/country", a.Country)
		c.e164(Element("/addresses", i)+"/phone", a.Phone)
	}
	for i, id := range p.Identifiers {
		id.check(c, Element("/identifiers", i))
	}
	for i := range p.Consents {
		p.Consents[i].check(c, Element("/consents", i))
	}
	p.checkMoney(c)
}

func (p *Profile) checkMoney(c *Check) {
	if p.Employment != nil && p.Employment.Employer != nil {
		c.e164("/employment/employer/phone", p.Employment.Employer.Phone)
	}
	if f := p.FinancialProfile; f != nil && f.IncomeCurrency != "" {
		if _, known := f.IncomeCurrency.Exponent(); !known {
			c.Invalid("/financial_profile/income_currency", "must be an ISO 4217 currency code in upper case")
		}
	}
}

// checkDraft checks what a caller says beyond the formats: vendors keep what
// nobody would be let to write today.
func (p *Profile) checkDraft(c *Check, now time.Time) {
	p.Name.check(c, "/name")
	c.inLifetime("/birthdate", p.Birthdate, now)
	for i, ph := range p.Phones {
		c.plan(Element("/phones", i)+"/number", ph.Number)
	}
	for i, a := range p.Addresses {
		c.plan(Element("/addresses", i)+"/phone", a.Phone)
	}
	for i, id := range p.Identifiers {
		id.checkDraft(c, Element("/identifiers", i), now)
	}
	for i := range p.Consents {
		c.Consented(Element("/consents", i)+"/granted_at", p.Consents[i].GrantedAt, now)
	}
	if p.Employment != nil && p.Employment.Employer != nil {
		c.plan("/employment/employer/phone", p.Employment.Employer.Phone)
	}
	onePrimary(c, "/emails", p.Emails, func(e Email) bool { return e.Primary })
	onePrimary(c, "/phones", p.Phones, func(p Phone) bool { return p.Primary })
	onePrimary(c, "/addresses", p.Addresses, func(a Address) bool { return a.Primary })
	onePrimary(c, "/identifiers", p.Identifiers, func(id Identifier) bool { return id.Primary })
}

func (n *Name) check(c *Check, p string) {
	if n == nil {
		return
	}
	for _, part := range []struct {
		name string
		text Personal
	}{
		{"/salutation", n.Salutation}, {"/given_name", n.GivenName}, {"/middle_name", n.MiddleName}, {"/family_name", n.FamilyName},
		{"/suffix", n.Suffix}, {"/full_name", n.FullName}, {"/preferred_name", n.PreferredName}, {"/mothers_maiden_name", n.MothersMaidenName},
	} {
		c.Line(p+part.name, part.text)
	}
}

func (id Identifier) checkDraft(c *Check, p string, now time.Time) {
	c.number(p+"/number", id.Type, string(id.Number), now)
	c.Line(p+"/name_on_document", id.NameOnDocument)
	c.inLifetime(p+"/issued_on", id.IssuedOn, now)
	c.expiry(p+"/expires_on", id.ExpiresOn)
	if id.Visa != nil {
		c.number(p+"/visa/number", IdentifierVisa, string(id.Visa.Number), now)
		c.expiry(p+"/visa/expires_on", id.Visa.ExpiresOn)
	}
	if id.IssuedOn.Valid() && id.ExpiresOn.Valid() && id.ExpiresOn < id.IssuedOn {
		c.Invalid(p+"/expires_on", "must not be before issued_on")
	}
}

func (id Identifier) check(c *Check, p string) {
	c.Country(p+"/issuing_country", id.IssuingCountry)
	c.Date(p+"/issued_on", id.IssuedOn)
	c.Date(p+"/expires_on", id.ExpiresOn)
	if id.Visa != nil {
		c.Date(p+"/visa/expires_on", id.Visa.ExpiresOn)
	}
	if id.Type == IdentifierOther {
		c.Require(id.TypeCode != "", p+"/type_code")
	}
}
