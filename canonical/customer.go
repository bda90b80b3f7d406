package canonical

import "time"

// Customer is a person as a vendor knows them (canonical.md §2.1). Names are
// those of OpenID Connect Core and OIDC for Identity Assurance.
type Customer struct {
	ID           CustomerID `json:"id"`
	Object       string     `json:"object" enum:"customer"`
	Connection   string     `json:"connection"`
	CreatedAt    *time.Time `json:"created_at,omitempty"`
	UpdatedAt    *time.Time `json:"updated_at,omitempty"`
	UpdatedAtRaw Personal   `json:"updated_at_raw,omitempty"`
	VendorIDs    VendorIDs  `json:"vendor_ids,omitempty" doc:"The vendor's own keys, for those who talk to the vendor too."`
	Type         string     `json:"type,omitempty" enum:"individual" doc:"Kind of customer."`
	Status       string     `json:"status,omitempty" enum:"prospect,pending_verification,pending_review,active,rejected,blocked,inactive,unknown" doc:"Where the customer stands at the vendor. Only active may be served without a question."`
	StatusRaw    string     `json:"status_raw,omitempty" doc:"The vendor's word when status is unknown."`
	Profile
	AlsoKnownAs              []Personal       `json:"also_known_as,omitempty" doc:"Further names of the person (OIDC IDA)."`
	Screening                *Screening       `json:"screening,omitempty" doc:"What the vendor's compliance says."`
	KYC                      *KYC             `json:"kyc,omitempty" doc:"How far the vendor knows its customer."`
	IBAN                     Personal         `json:"iban,omitempty" doc:"IBAN of the customer's account at the vendor."`
	SegmentCode              string           `json:"segment_code,omitempty" doc:"The vendor's code of the customer's segment."`
	Subscriptions            []Subscription   `json:"subscriptions,omitempty" doc:"Products that the customer has at the vendor."`
	CommunicationPreferences []Communication  `json:"communication_preferences,omitempty" doc:"Channels that the customer allows or refuses."`
	Relations                []Relation       `json:"relations,omitempty" doc:"Other customers that the vendor ties to this one."`
	Documents                []DocumentOnFile `json:"documents,omitempty" doc:"Documents that the vendor holds about the customer."`
	Existing                 bool             `json:"existing,omitempty" doc:"true: the vendor says that the person was its customer before, so nobody was created (status 200). Most vendors do not tell."`
	Written
}

// Customer statuses.
const (
	CustomerProspect            = "prospect"
	CustomerPendingVerification = "pending_verification"
	CustomerPendingReview       = "pending_review"
	CustomerActive              = "active"
	CustomerRejected            = "rejected"
	CustomerIsBlocked           = "blocked"
	CustomerInactive            = "inactive"
)

// UnknownValue is what a vendor's value becomes when no table knows it; the
// vendor's own text then stands in the …_raw field beside it.
const UnknownValue = "unknown"

// VendorIDs are a vendor's public keys of a resource, by the names that its adapter gives them.
type VendorIDs map[string]string

// Profile is what a caller may say about a person, and what a vendor may say
// back. A vendor has a place for some of it; Customer.Ignored names the rest.
type Profile struct {
	Role                  string              `json:"role,omitempty" enum:"applicant,co_applicant" doc:"The person's role in an application."`
	ExternalReference     string              `json:"external_reference,omitempty" maxLength:"255" doc:"The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is."`
	Name                  *Name               `json:"name,omitzero" doc:"The person's name."`
	Birthdate             Date                `json:"birthdate,omitempty" format:"date" doc:"Date of birth."`
	BirthdateRaw          Personal            `json:"birthdate_raw,omitempty" readOnly:"true" doc:"The vendor's text where it is no date; so with each _raw."`
	PlaceOfBirth          *PlaceOfBirth       `json:"place_of_birth,omitzero" doc:"Where the person was born."`
	Gender                string              `json:"gender,omitempty" enum:"male,female,transgender,other,unknown" doc:"The person's gender."`
	GenderRaw             string              `json:"gender_raw,omitempty" readOnly:"true"`
	Nationalities         []Country           `json:"nationalities,omitempty" maxItems:"10" doc:"ISO 3166-1 alpha-2, upper case; the first is the primary one."`
	NationalitiesRaw      []Personal          `json:"nationalities_raw,omitempty" readOnly:"true" doc:"The vendor's texts for nationalities that are no country's code."`
	CountryOfResidence    Country             `json:"country_of_residence,omitempty" pattern:"^[A-Z]{2}$" doc:"Where the person lives, ISO 3166-1 alpha-2, upper case. Routes may go by it."`
	CountryOfResidenceRaw Personal            `json:"country_of_residence_raw,omitempty" readOnly:"true"`
	MaritalStatus         string              `json:"marital_status,omitempty" enum:"single,married,divorced,widowed,separated,unknown" doc:"The person's marital status."`
	MaritalStatusRaw      string              `json:"marital_status_raw,omitempty" readOnly:"true" doc:"The vendor's word when marital_status is unknown."`
	Locale                string              `json:"locale,omitempty" maxLength:"35" pattern:"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" doc:"The person's language (OIDC), a BCP 47 tag such as ar-AE."`
	LocaleRaw             string              `json:"locale_raw,omitempty" readOnly:"true" doc:"The vendor's word for a language that no table knows."`
	ResidencyCode         string              `json:"residency_code,omitempty" maxLength:"64" doc:"The vendor's code of the residency."`
	RegionCode            string              `json:"region_code,omitempty" maxLength:"64" doc:"The vendor's code of the region."`
	Emails                []Email             `json:"emails,omitempty" maxItems:"20" doc:"Mail addresses."`
	Phones                []Phone             `json:"phones,omitempty" maxItems:"20" doc:"Phone numbers."`
	Websites              []Website           `json:"websites,omitempty" maxItems:"20" doc:"Pages and profiles of the person."`
	Addresses             []Address           `json:"addresses,omitempty" maxItems:"20" doc:"Postal addresses."`
	Identifiers           []Identifier        `json:"identifiers,omitempty" maxItems:"20" doc:"Identity documents and numbers."`
	Employment            *Employment         `json:"employment,omitzero" doc:"Where the person works."`
	FinancialProfile      *FinancialProfile   `json:"financial_profile,omitzero" doc:"What the vendor wants to know about the person's money."`
	Consents              []Consent           `json:"consents,omitempty" maxItems:"20" doc:"Texts that the person agreed to."`
	Metadata              map[string]Personal `json:"metadata,omitempty" doc:"Free text that the vendor stores. Keys it has no place for are named in ignored."`
	Supplement
}

// Name is a person's name. FullName is set only where the vendor gives one
// string; names are never split automatically.
type Name struct {
	Salutation        Personal `json:"salutation,omitempty" maxLength:"255" doc:"Salutation, such as Ms."`
	GivenName         Personal `json:"given_name,omitempty" maxLength:"255" doc:"Given name."`
	MiddleName        Personal `json:"middle_name,omitempty" maxLength:"255" doc:"Middle name."`
	FamilyName        Personal `json:"family_name,omitempty" maxLength:"255" doc:"Family name."`
	Suffix            Personal `json:"suffix,omitempty" maxLength:"255" doc:"Suffix, such as Jr."`
	FullName          Personal `json:"full_name,omitempty" maxLength:"512" doc:"The whole name in one text, where its parts are not known."`
	PreferredName     Personal `json:"preferred_name,omitempty" maxLength:"255" doc:"What the person is called."`
	MothersMaidenName Personal `json:"mothers_maiden_name,omitempty" maxLength:"255" doc:"The family name of the person's mother before she married."`
}

// PlaceOfBirth is OIDC IDA's place_of_birth.
type PlaceOfBirth struct {
	Country    Country  `json:"country,omitempty" pattern:"^[A-Z]{2}$" doc:"Country of birth, ISO 3166-1 alpha-2."`
	CountryRaw Personal `json:"country_raw,omitempty" readOnly:"true"`
	Locality   Personal `json:"locality,omitempty" maxLength:"255" doc:"Free text; not a country code."`
}

// Email is a mail address of a customer.
type Email struct {
	Address    Personal `json:"address,omitempty" required:"true" maxLength:"254" doc:"RFC 5321 addr-spec, kept as given. Requests need it; in answers address_raw may stand in its place."`
	AddressRaw Personal `json:"address_raw,omitempty" readOnly:"true" doc:"The vendor's text where it is no mail address."`
	Type       string   `json:"type,omitempty" maxLength:"64" doc:"What the address is for, in the vendor's word."`
	Primary    bool     `json:"primary,omitempty" doc:"Marks the address to use where a vendor takes one."`
	Verified   *bool    `json:"verified,omitempty" readOnly:"true" doc:"Whether the vendor has verified it."`
	VendorKey  string   `json:"vendor_key,omitempty" maxLength:"64" doc:"The vendor's own key of this address."`
}

// Website is a page or profile of a customer.
type Website struct {
	TypeCode string   `json:"type_code,omitempty" maxLength:"64" doc:"The vendor's master value, such as a social network's."`
	URL      Personal `json:"url" minLength:"1" maxLength:"2048" doc:"Free text: vendors keep names as well."`
}

// Marital statuses.
const (
	MaritalSingle    = "single"
	MaritalMarried   = "married"
	MaritalDivorced  = "divorced"
	MaritalWidowed   = "widowed"
	MaritalSeparated = "separated"
)

// Phone is a phone number of a customer.
type Phone struct {
	Number     Personal `json:"number,omitempty" required:"true" pattern:"^\\+[1-9]\\d{6,14}$" doc:"E.164. Requests need it; in answers number_raw may stand in its place."`
	NumberRaw  Personal `json:"number_raw,omitempty" readOnly:"true" doc:"The vendor's text where it is no number."`
	Type       string   `json:"type,omitempty" enum:"mobile,home,work,other,unknown" doc:"What the number is for."`
	TypeRaw    string   `json:"type_raw,omitempty" readOnly:"true"`
	Primary    bool     `json:"primary,omitempty" doc:"Marks the number to use where a vendor takes one."`
	Extension  Personal `json:"extension,omitempty" maxLength:"16" doc:"Extension behind the number."`
	SMSAllowed *bool    `json:"sms_allowed,omitempty" doc:"Whether the person agrees to text messages."`
	VendorKey  string   `json:"vendor_key,omitempty" maxLength:"64" doc:"The vendor's own key of this number."`
}

// Phone types.
const (
	PhoneMobile = "mobile"
	PhoneHome   = "home"
	PhoneWork   = "work"
	PhoneOther  = "other"
)

// Address is a postal address; parts are named after ISO 20022 PostalAddress.
type Address struct {
	Type           string     `json:"type,omitempty" enum:"residence,permanent,mailing,work,other,unknown" doc:"What the address is for."`
	TypeRaw        string     `json:"type_raw,omitempty" readOnly:"true"`
	Primary        bool       `json:"primary,omitempty" doc:"Marks the address to use where a vendor takes one."`
	CareOf         Personal   `json:"care_of,omitempty" maxLength:"255" doc:"Who takes the mail for the person."`
	BuildingNumber Personal   `json:"building_number,omitempty" maxLength:"64" doc:"Number of the building."`
	BuildingName   Personal   `json:"building_name,omitempty" maxLength:"255" doc:"Name of the building."`
	StreetName     Personal   `json:"street_name,omitempty" maxLength:"255" doc:"The street."`
	Landmark       Personal   `json:"landmark,omitempty" maxLength:"255" doc:"Something near by that helps to find it."`
	Locality       Personal   `json:"locality,omitempty" maxLength:"255" doc:"The part of the town."`
	City           Personal   `json:"city,omitempty" maxLength:"255" doc:"The town."`
	SubDistrict    Personal   `json:"sub_district,omitempty" maxLength:"255" doc:"The sub-district."`
	District       Personal   `json:"district,omitempty" maxLength:"255" doc:"The district."`
	State          Personal   `json:"state,omitempty" maxLength:"255" doc:"Free text."`
	StateCode      string     `json:"state_code,omitempty" maxLength:"6" doc:"ISO 3166-2 when known."`
	PostalCode     Personal   `json:"postal_code,omitempty" maxLength:"32" doc:"The postal code; absent in a country that has none."`
	PostOffice     Personal   `json:"post_office,omitempty" maxLength:"255" doc:"The post office."`
	Country        Country    `json:"country,omitempty" pattern:"^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2, upper case."`
	CountryName    string     `json:"country_name,omitempty" maxLength:"255" doc:"The vendor's name of the country when it has no code here."`
	Lines          []Personal `json:"lines,omitempty" maxItems:"10" doc:"The address as lines of text, where its parts are not known."`
	Phone          Personal   `json:"phone,omitempty" pattern:"^\\+[1-9]\\d{6,14}$" doc:"A phone at the address, E.164."`
	PhoneRaw       Personal   `json:"phone_raw,omitempty" readOnly:"true"`
	UpdatedAt      *time.Time `json:"updated_at,omitempty" readOnly:"true" doc:"When the vendor last changed the address."`
	UpdatedAtRaw   Personal   `json:"updated_at_raw,omitempty" readOnly:"true"`
	VendorKey      string     `json:"vendor_key,omitempty" maxLength:"64"`
}

// Address types.
const (
	AddressResidence = "residence"
	AddressPermanent = "permanent"
	AddressMailing   = "mailing"
	AddressWork      = "work"
	AddressOther     = "other"
)

// Identifier is an identity document or number (OIDC IDA document_details).
// Number is written whole; on read it is there only with the scope pii:read,
// and NumberLast4 always.
type Identifier struct {
	Type              string       `json:"type" enum:"national_id,passport,driving_permit,visa,tax_id,aadhaar,emirates_id,ssn,other,unknown" doc:"Kind of document or number."`
	TypeCode          string       `json:"type_code,omitempty" maxLength:"64" doc:"The vendor's own code, for type other."`
	Number            Personal     `json:"number,omitempty" maxLength:"64" doc:"On read: only with scope pii:read."`
	NumberLast4       Personal     `json:"number_last4,omitempty" readOnly:"true" doc:"The last four characters of the number."`
	IssuingCountry    Country      `json:"issuing_country,omitempty" pattern:"^[A-Z]{2}$" doc:"The country that issued it, ISO 3166-1 alpha-2."`
	IssuingCountryRaw Personal     `json:"issuing_country_raw,omitempty" readOnly:"true"`
	IssuerName        string       `json:"issuer_name,omitempty" maxLength:"255" doc:"Who issued it."`
	IssuedAtPlace     Personal     `json:"issued_at_place,omitempty" maxLength:"255" doc:"Where it was issued."`
	IssuedOn          Date         `json:"issued_on,omitempty" format:"date" doc:"The day on which it was issued."`
	IssuedOnRaw       Personal     `json:"issued_on_raw,omitempty" readOnly:"true"`
	ExpiresOn         Date         `json:"expires_on,omitempty" format:"date" doc:"The last day on which it is valid."`
	ExpiresOnRaw      Personal     `json:"expires_on_raw,omitempty" readOnly:"true"`
	NameOnDocument    Personal     `json:"name_on_document,omitempty" maxLength:"512" doc:"The person's name as the document has it."`
	Primary           bool         `json:"primary,omitempty" doc:"Marks the identifier to use where a vendor takes one."`
	Active            *bool        `json:"active,omitempty" doc:"Whether the document is in use."`
	Status            string       `json:"status,omitempty" maxLength:"64" doc:"The vendor's word for the state of the document."`
	Visa              *Visa        `json:"visa,omitempty" doc:"The visa that the passport carries."`
	DocumentIDs       []DocumentID `json:"document_ids,omitempty" readOnly:"true" doc:"Documents that the vendor holds and that show it."`
	UpdatedAt         *time.Time   `json:"updated_at,omitempty" readOnly:"true" doc:"When the vendor last changed it."`
	UpdatedAtRaw      Personal     `json:"updated_at_raw,omitempty" readOnly:"true"`
	DocumentPresent   *bool        `json:"document_present,omitempty" readOnly:"true" doc:"Whether the vendor holds a document that shows it."`
}

// Identifier types.
const (
	IdentifierNationalID    = "national_id"
	IdentifierPassport      = "passport"
	IdentifierDrivingPermit = "driving_permit"
	IdentifierVisa          = "visa"
	IdentifierTaxID         = "tax_id"
	IdentifierAadhaar       = "aadhaar"
	IdentifierEmiratesID    = "emirates_id"
	IdentifierSSN           = "ssn"
	IdentifierOther         = "other"
)

// Visa is the visa that a passport carries.
type Visa struct {
	Number       Personal `json:"number,omitempty" maxLength:"64" doc:"The visa's number. On read: only with scope pii:read."`
	ExpiresOn    Date     `json:"expires_on,omitempty" format:"date" doc:"The last day on which the visa is valid."`
	ExpiresOnRaw Personal `json:"expires_on_raw,omitempty" readOnly:"true"`
}

// Employment is where a customer works. Codes are the vendor's master values.
type Employment struct {
	OccupationCode     string    `json:"occupation_code,omitempty" maxLength:"64" doc:"The vendor's code of the occupation."`
	ProfessionCategory string    `json:"profession_category,omitempty" maxLength:"64" doc:"The vendor's category of the profession."`
	Employer           *Employer `json:"employer,omitempty" doc:"Who employs the person."`
}

// Employer is a customer's employer.
type Employer struct {
	Name            Personal `json:"name,omitempty" maxLength:"255" doc:"The employer's name."`
	Address         Personal `json:"address,omitempty" maxLength:"512" doc:"The employer's address in one line."`
	Phone           Personal `json:"phone,omitempty" pattern:"^\\+[1-9]\\d{6,14}$" doc:"The employer's phone, E.164."`
	PhoneRaw        Personal `json:"phone_raw,omitempty" readOnly:"true"`
	CustomerID      string   `json:"customer_id,omitempty" maxLength:"64" doc:"The employer's own key at the vendor."`
	EstablishmentID string   `json:"establishment_id,omitempty" maxLength:"64" doc:"The employer's number in the labour register."`
	GroupCode       string   `json:"group_code,omitempty" maxLength:"64" doc:"The vendor's code of the group of companies."`
}

// FinancialProfile is what a vendor wants to know about a customer's money.
// Codes are the vendor's master values.
type FinancialProfile struct {
	IncomeRangeCode      string   `json:"income_range_code,omitempty" maxLength:"64" doc:"The vendor's code of the range of income."`
	IncomeCurrency       Currency `json:"income_currency,omitempty" pattern:"^[A-Z]{3}$" doc:"Currency of the income, ISO 4217."`
	IncomeCurrencyRaw    Personal `json:"income_currency_raw,omitempty" readOnly:"true"`
	IncomeTypeCode       string   `json:"income_type_code,omitempty" maxLength:"64" doc:"The vendor's code of the source of income."`
	AccountPurpose       string   `json:"account_purpose,omitempty" maxLength:"255" doc:"What the account is for."`
	MonthlyTxnVolumeCode string   `json:"monthly_txn_volume_code,omitempty" maxLength:"64" doc:"The vendor's code of what amount is expected in a month."`
	MonthlyTxnCountCode  string   `json:"monthly_txn_count_code,omitempty" maxLength:"64" doc:"The vendor's code of how many transactions are expected in a month."`
}

// Screening is what the vendor's compliance says (FATF/JMLSG vocabulary).
type Screening struct {
	Status            string     `json:"status,omitempty" enum:"not_started,clear,in_review,rejected,unknown" doc:"What the screening came to."`
	StatusRaw         string     `json:"status_raw,omitempty" readOnly:"true"`
	PEP               *bool      `json:"pep,omitempty" doc:"Politically exposed person."`
	PEPCategoryCode   string     `json:"pep_category_code,omitempty" maxLength:"64" doc:"The vendor's code of the kind of politically exposed person."`
	CategoryCode      string     `json:"category_code,omitempty" maxLength:"64" doc:"The vendor's code of the category."`
	RiskRatingCode    string     `json:"risk_rating_code,omitempty" maxLength:"64" doc:"The vendor's code of the risk."`
	CheckedAt         *time.Time `json:"checked_at,omitempty" readOnly:"true" doc:"When the person was last screened."`
	LastReviewedOn    Date       `json:"last_reviewed_on,omitempty" format:"date" readOnly:"true" doc:"The day of the last review."`
	LastReviewedOnRaw Personal   `json:"last_reviewed_on_raw,omitempty" readOnly:"true"`
	NextReviewOn      Date       `json:"next_review_on,omitempty" format:"date" readOnly:"true" doc:"The day of the next review."`
	NextReviewOnRaw   Personal   `json:"next_review_on_raw,omitempty" readOnly:"true"`
}

// Screening statuses.
const (
	ScreeningNotStarted = "not_started"
	ScreeningClear      = "clear"
	ScreeningInReview   = "in_review"
	ScreeningRejected   = "rejected"
)

// KYC is how far the vendor knows its customer.
type KYC struct {
	Status               string   `json:"status,omitempty" enum:"not_started,pending,verified,expired,rejected,unknown" doc:"How far the vendor has verified the person."`
	StatusRaw            string   `json:"status_raw,omitempty"`
	DocumentStatus       string   `json:"document_status,omitempty" enum:"verified,unverified,expired,unknown" doc:"What the vendor thinks of the documents."`
	DocumentStatusRaw    string   `json:"document_status_raw,omitempty"`
	DocumentExpiresOn    Date     `json:"document_expires_on,omitempty" format:"date" doc:"The day on which the documents expire."`
	DocumentExpiresOnRaw Personal `json:"document_expires_on_raw,omitempty"`
	Provider             string   `json:"provider,omitempty" doc:"Who verified the person."`
	Reference            Personal `json:"reference,omitempty" doc:"The provider's reference of the verification."`
}

// KYC and document statuses.
const (
	KYCNotStarted      = "not_started"
	KYCPending         = "pending"
	KYCVerified        = "verified"
	KYCExpired         = "expired"
	KYCRejected        = "rejected"
	DocumentVerified   = "verified"
	DocumentUnverified = "unverified"
	DocumentExpired    = "expired"
)

// Subscription is a product that a customer has at the vendor.
type Subscription struct {
	Type   string `json:"type,omitempty" doc:"Kind of product."`
	ID     string `json:"id,omitempty" doc:"The vendor's key of the subscription."`
	Status string `json:"status,omitempty" doc:"The vendor's word for its state."`
}

// Communication is a channel that a customer allows or refuses.
type Communication struct {
	TypeCode string `json:"type_code,omitempty" doc:"The channel, in the vendor's code."`
	Allowed  bool   `json:"allowed" doc:"Whether the customer allows the channel."`
}

// Relation is another customer that the vendor ties to this one.
type Relation struct {
	TypeCode string   `json:"type_code,omitempty" doc:"The vendor's code of the relation."`
	Name     Personal `json:"name,omitempty" doc:"Name of the other customer."`
	VendorID string   `json:"vendor_id,omitempty" doc:"The vendor's key of the other customer."`
}

// DocumentOnFile is a document that a vendor says it holds about a customer,
// without giving its bytes.
type DocumentOnFile struct {
	Purpose          string   `json:"purpose,omitempty" doc:"What it is for."`
	IdentifierType   string   `json:"identifier_type,omitempty" doc:"Type of the identifier that it shows."`
	Side             string   `json:"side,omitempty" enum:"front,back,single" doc:"Which side of the identity document it shows."`
	File             FileMeta `json:"file,omitzero" doc:"What is known of the file."`
	ContentAvailable bool     `json:"content_available" doc:"Whether the vendor can give the bytes back."`
}

// What a merge patch emptied is left out of the answer (omitzero): an object
// without members says nothing.

// IsZero says whether no part of the name is known.
func (n Name) IsZero() bool { return n == Name{} }

// IsZero says whether nothing is known.
func (p PlaceOfBirth) IsZero() bool { return p == PlaceOfBirth{} }

// IsZero says whether nothing is known, of the employer neither.
func (e Employment) IsZero() bool {
	if e.Employer != nil && *e.Employer == (Employer{}) {
		e.Employer = nil
	}
	return e == Employment{}
}

// IsZero says whether nothing is known.
func (f FinancialProfile) IsZero() bool { return f == FinancialProfile{} }

// EachID visits the customer's id and those of its documents.
func (c *Customer) EachID(visit func(string, Sealable)) {
	visit("/id", &c.ID)
	for i := range c.Identifiers {
		for j := range c.Identifiers[i].DocumentIDs {
			visit(Element(Element("/identifiers", i)+"/document_ids", j), &c.Identifiers[i].DocumentIDs[j])
		}
	}
}

// Mask removes what a caller without the scope pii:read may not see: the full
// numbers of identifiers and personal supplementary data.
func (c *Customer) Mask() {
	c.Profile.Mask()
	maskIdentifiers(c.Identifiers)
}

func maskIdentifiers(identifiers []Identifier) {
	for i := range identifiers {
		id := &identifiers[i]
		if id.NumberLast4 == "" {
			id.NumberLast4 = Personal(id.Number.Last4())
		}
		id.Number = ""
		if id.Visa != nil {
			visa := *id.Visa
			visa.Number = ""
			id.Visa = &visa
		}
	}
}
