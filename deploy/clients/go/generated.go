// Code generated from the OpenAPI document by internal/generate. DO NOT EDIT.

package canongate

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"time"
)

// ACH is the document's ACH.
type ACH struct {
	ChangeCode           string `json:"change_code,omitzero"`
	EffectiveDate        string `json:"effective_date,omitzero"`
	ExpectedSettlementOn string `json:"expected_settlement_on,omitzero"`
	// Whether nothing can come back any more.
	Final *bool `json:"final,omitzero"`
	// One of one_time, recurring.
	Frequency    string `json:"frequency,omitzero"`
	IndividualID string `json:"individual_id,omitzero"`
	// ISO 20022's reason for the return.
	IsoReason string `json:"iso_reason,omitzero"`
	Processor string `json:"processor,omitzero"`
	// The processor's own code, not Nacha's.
	ReasonCode string `json:"reason_code,omitzero"`
	// Of a returned payment: whether another may send it again, by represents.
	Representable *Representable `json:"representable,omitzero"`
	// One of funds, stop, account, unauthorized, other.
	ReturnClass  string        `json:"return_class,omitzero"`
	ReturnCode   string        `json:"return_code,omitzero"`
	ReturnReason string        `json:"return_reason,omitzero"`
	ReturnWindow *ReturnWindow `json:"return_window,omitzero"`
	ReturnedOn   string        `json:"returned_on,omitzero"`
	// One of WEB, TEL, PPD, CCD, CTX, IAT, other.
	SecCode   string `json:"sec_code"`
	SettledOn string `json:"settled_on,omitzero"`
	// What the settlement is known from.
	// One of vendor, statement, file, operator, presumed.
	SettlementBasis string `json:"settlement_basis,omitzero"`
	// 15 digits of Nacha, where the vendor tells.
	TraceNumber string `json:"trace_number,omitzero"`
}

// Accepts is the document's Accepts.
type Accepts struct {
	Extensions         []string `json:"extensions,omitzero"`
	ForbiddenNameChars string   `json:"forbidden_name_chars,omitzero"`
	// Decoded size.
	MaxBytes  *int64   `json:"max_bytes,omitzero"`
	MimeTypes []string `json:"mime_types,omitzero"`
}

// AccountHolder is the document's AccountHolder.
type AccountHolder struct {
	AddressText string `json:"address_text,omitzero"`
	Email       string `json:"email,omitzero"`
	Name        string `json:"name,omitzero"`
	Phone       string `json:"phone,omitzero"`
}

// Address is the document's Address.
type Address struct {
	BuildingName   string `json:"building_name,omitzero"`
	BuildingNumber string `json:"building_number,omitzero"`
	CareOf         string `json:"care_of,omitzero"`
	City           string `json:"city,omitzero"`
	Country        string `json:"country,omitzero"`
	// The vendor's name of the country when it has no code here.
	CountryName string   `json:"country_name,omitzero"`
	District    string   `json:"district,omitzero"`
	Landmark    string   `json:"landmark,omitzero"`
	Lines       []string `json:"lines,omitzero"`
	Locality    string   `json:"locality,omitzero"`
	Phone       string   `json:"phone,omitzero"`
	PostOffice  string   `json:"post_office,omitzero"`
	PostalCode  string   `json:"postal_code,omitzero"`
	Primary     *bool    `json:"primary,omitzero"`
	// Free text.
	State string `json:"state,omitzero"`
	// ISO 3166-2 when known.
	StateCode   string `json:"state_code,omitzero"`
	StreetName  string `json:"street_name,omitzero"`
	SubDistrict string `json:"sub_district,omitzero"`
	// One of residence, permanent, mailing, work, other, unknown.
	Type      string    `json:"type,omitzero"`
	TypeRaw   string    `json:"type_raw,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	VendorKey string    `json:"vendor_key,omitzero"`
}

// Agreement is the document's Agreement.
type Agreement struct {
	Connection  string    `json:"connection"`
	Content     string    `json:"content,omitzero"`
	ContentType string    `json:"content_type,omitzero"`
	CreatedAt   time.Time `json:"created_at,omitzero"`
	CustomerID  string    `json:"customer_id,omitzero"`
	Decision    *Decision `json:"decision,omitzero"`
	ID          string    `json:"id"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// One of standard, ul, unknown.
	Kind   string          `json:"kind,omitzero"`
	Object string          `json:"object"`
	Party  *AgreementParty `json:"party,omitzero"`
	// One of pending, accepted, declined, unknown.
	Status    string `json:"status"`
	StatusRaw string `json:"status_raw,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// us_patriot_act and others; unknown with type_raw when no table knows it.
	Type      string    `json:"type,omitzero"`
	TypeRaw   string    `json:"type_raw,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	VendorIDs  map[string]any  `json:"vendor_ids,omitzero"`
}

// AgreementDecision is the document's AgreementDecision.
type AgreementDecision struct {
	// One of accepted, declined.
	Decision string `json:"decision"`
	// Needed where the agreement's own kind is unknown.
	// One of standard, ul.
	Kind string `json:"kind,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// AgreementDraft is the document's AgreementDraft.
type AgreementDraft struct {
	// Whose agreements they are: they are made where that customer is known, and name it.
	CustomerID string `json:"customer_id,omitzero"`
	// One of standard, ul.
	Kind  string         `json:"kind"`
	Party AgreementParty `json:"party"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// AgreementParty is the document's AgreementParty.
type AgreementParty struct {
	Address       *PartyAddress `json:"address,omitzero"`
	Birthdate     string        `json:"birthdate,omitzero"`
	Email         string        `json:"email,omitzero"`
	FamilyName    string        `json:"family_name,omitzero"`
	GivenName     string        `json:"given_name,omitzero"`
	IPAddress     string        `json:"ip_address,omitzero"`
	MiddleName    string        `json:"middle_name,omitzero"`
	Phone         *PartyPhone   `json:"phone,omitzero"`
	Tax           *TaxID        `json:"tax,omitzero"`
	WalletAddress string        `json:"wallet_address,omitzero"`
}

// AgreementTemplate is the document's AgreementTemplate.
type AgreementTemplate struct {
	Connection string `json:"connection"`
	// The vendor's HTML, untrusted: sanitise it before showing it.
	HTML string `json:"html"`
	// The vendor's id of the template.
	ID     string `json:"id"`
	Object string `json:"object"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// What was asked for.
	// One of privacy_policy, terms_and_conditions.
	Type string `json:"type"`
	// What the vendor calls it.
	TypeRaw string `json:"type_raw,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
}

// AnswerFieldView is the document's AnswerFieldView.
type AnswerFieldView struct {
	// Of several connections those that say it.
	Connections []string `json:"connections,omitzero"`
	Note        string   `json:"note,omitzero"`
	Personal    bool     `json:"personal"`
	Pointer     string   `json:"pointer"`
	// One of string, boolean, integer, decimal, date, date_time, object, list.
	Type        string `json:"type"`
	VendorField string `json:"vendor_field,omitzero"`
}

// AppliesTo is the document's AppliesTo.
type AppliesTo struct {
	ID   string `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
	// One of applicant, application, entity, facility, unknown.
	Type    string `json:"type,omitzero"`
	TypeRaw string `json:"type_raw,omitzero"`
}

// Asset is the document's Asset.
type Asset struct {
	Symbol string `json:"symbol"`
}

// BankAccount is the document's BankAccount.
type BankAccount struct {
	// One of local, iban, upi_vpa.
	AccountNumberType string `json:"account_number_type,omitzero"`
	// One of checking, savings, other, unknown.
	AccountType     string         `json:"account_type,omitzero"`
	AccountTypeRaw  string         `json:"account_type_raw,omitzero"`
	Connection      string         `json:"connection"`
	CreatedAt       time.Time      `json:"created_at,omitzero"`
	CustomerID      string         `json:"customer_id"`
	Holder          *AccountHolder `json:"holder,omitzero"`
	ID              string         `json:"id"`
	InstitutionName string         `json:"institution_name,omitzero"`
	Last4           string         `json:"last4,omitzero"`
	// One of account_numbers, plaid.
	LinkMethod    string `json:"link_method,omitzero"`
	Object        string `json:"object"`
	RoutingNumber string `json:"routing_number,omitzero"`
	// One of aba, ifsc, sort_code, bsb.
	RoutingNumberType string `json:"routing_number_type,omitzero"`
	// Whether the number is right for its type; a vendor may return others.
	RoutingNumberValid *bool `json:"routing_number_valid,omitzero"`
	// One of active, pending, disabled, unknown.
	Status    string `json:"status"`
	StatusRaw string `json:"status_raw,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	UpdatedAt         time.Time      `json:"updated_at,omitzero"`
	VendorIDs         map[string]any `json:"vendor_ids,omitzero"`
}

// BankAccountDraft is the document's BankAccountDraft.
type BankAccountDraft struct {
	AccountNumber string `json:"account_number,omitzero"`
	// Default local: the number as the bank writes it.
	// One of local, iban, upi_vpa.
	AccountNumberType string `json:"account_number_type,omitzero"`
	// One of checking, savings.
	AccountType     string         `json:"account_type,omitzero"`
	Holder          *AccountHolder `json:"holder,omitzero"`
	InstitutionName string         `json:"institution_name,omitzero"`
	// One of account_numbers, plaid.
	LinkMethod    string     `json:"link_method"`
	Plaid         *PlaidLink `json:"plaid,omitzero"`
	RoutingNumber string     `json:"routing_number,omitzero"`
	// Default aba.
	// One of aba, ifsc, sort_code, bsb.
	RoutingNumberType string `json:"routing_number_type,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// CheckDetails is the document's CheckDetails.
type CheckDetails struct {
	// The vendor's id of the check.
	CheckID string `json:"check_id,omitzero"`
	// One of IDA's: data is a comparison with the data of the issuer.
	CheckMethod string    `json:"check_method"`
	Time        time.Time `json:"time,omitzero"`
}

// Claims is the document's Claims.
type Claims struct {
	Address *Address `json:"address,omitzero"`
	// Where the record has only the year.
	BirthYear string `json:"birth_year,omitzero"`
	Birthdate string `json:"birthdate,omitzero"`
	// The record's text where it is no date.
	BirthdateRaw string `json:"birthdate_raw,omitzero"`
	// One of male, female, transgender, other, unknown.
	Gender    string `json:"gender,omitzero"`
	GenderRaw string `json:"gender_raw,omitzero"`
	Name      string `json:"name,omitzero"`
}

// ClaimsVerification is the document's ClaimsVerification.
type ClaimsVerification struct {
	Evidence []Evidence `json:"evidence,omitzero"`
	Time     time.Time  `json:"time,omitzero"`
	// uidai_ekyc is this gateway's own name; it is not registered with IDA.
	TrustFramework string `json:"trust_framework"`
}

// ClientContext is the document's ClientContext.
type ClientContext struct {
	// IPv4 or IPv6.
	IPAddress string `json:"ip_address,omitzero"`
	// Decimal degrees, as a string.
	Latitude string `json:"latitude,omitzero"`
	// Decimal degrees, as a string.
	Longitude string `json:"longitude,omitzero"`
}

// Communication is the document's Communication.
type Communication struct {
	Allowed  bool   `json:"allowed"`
	TypeCode string `json:"type_code,omitzero"`
}

// ConnectionView is the document's ConnectionView.
type ConnectionView struct {
	// For the header Gateway-Connection.
	Name   string `json:"name"`
	Object string `json:"object"`
	// What the connection can do.
	Operations []string `json:"operations"`
	// Whether it talks to the vendor's simulator.
	Sandbox bool `json:"sandbox"`
	// One of enabled, draining, disabled.
	State  string `json:"state"`
	Vendor string `json:"vendor"`
}

// Consent is the document's Consent.
type Consent struct {
	Granted   bool      `json:"granted"`
	GrantedAt time.Time `json:"granted_at,omitzero"`
	IPAddress string    `json:"ip_address,omitzero"`
	// The text that was shown, by the id its owner gave it.
	TextID string `json:"text_id,omitzero"`
	Type   string `json:"type,omitzero"`
}

// Customer is the document's Customer.
type Customer struct {
	Addresses []Address `json:"addresses,omitzero"`
	// Further names of the person (OIDC IDA).
	AlsoKnownAs []string `json:"also_known_as,omitzero"`
	Birthdate   string   `json:"birthdate,omitzero"`
	// The vendor's text where it is no date; so with each _raw.
	BirthdateRaw             string          `json:"birthdate_raw,omitzero"`
	CommunicationPreferences []Communication `json:"communication_preferences,omitzero"`
	Connection               string          `json:"connection"`
	Consents                 []Consent       `json:"consents,omitzero"`
	CountryOfResidence       string          `json:"country_of_residence,omitzero"`
	CreatedAt                time.Time       `json:"created_at,omitzero"`
	// Documents that the vendor holds about the customer.
	Documents  []DocumentOnFile `json:"documents,omitzero"`
	Emails     []Email          `json:"emails,omitzero"`
	Employment *Employment      `json:"employment,omitzero"`
	// true: the vendor says that the person was its customer before, so nobody was created (status 200). Most vendors do not tell.
	Existing *bool `json:"existing,omitzero"`
	// The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is.
	ExternalReference string            `json:"external_reference,omitzero"`
	FinancialProfile  *FinancialProfile `json:"financial_profile,omitzero"`
	// One of male, female, transgender, other, unknown.
	Gender      string       `json:"gender,omitzero"`
	GenderRaw   string       `json:"gender_raw,omitzero"`
	IBAN        string       `json:"iban,omitzero"`
	ID          string       `json:"id"`
	Identifiers []Identifier `json:"identifiers,omitzero"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	KYC     *KYC     `json:"kyc,omitzero"`
	// The person's language (OIDC), a BCP 47 tag such as ar-AE.
	Locale string `json:"locale,omitzero"`
	// The vendor's word for a language that no table knows.
	LocaleRaw string `json:"locale_raw,omitzero"`
	// One of single, married, divorced, widowed, separated, unknown.
	MaritalStatus string `json:"marital_status,omitzero"`
	// The vendor's word when marital_status is unknown.
	MaritalStatusRaw string `json:"marital_status_raw,omitzero"`
	// Free text that the vendor stores. Keys it has no place for are named in ignored.
	Metadata map[string]any `json:"metadata,omitzero"`
	Name     *Name          `json:"name,omitzero"`
	// ISO 3166-1 alpha-2, upper case; the first is the primary one.
	Nationalities []string      `json:"nationalities,omitzero"`
	Object        string        `json:"object"`
	Phones        []Phone       `json:"phones,omitzero"`
	PlaceOfBirth  *PlaceOfBirth `json:"place_of_birth,omitzero"`
	RegionCode    string        `json:"region_code,omitzero"`
	Relations     []Relation    `json:"relations,omitzero"`
	ResidencyCode string        `json:"residency_code,omitzero"`
	// One of applicant, co_applicant.
	Role        string     `json:"role,omitzero"`
	Screening   *Screening `json:"screening,omitzero"`
	SegmentCode string     `json:"segment_code,omitzero"`
	// One of prospect, pending_verification, pending_review, active, rejected, blocked, inactive, unknown.
	Status string `json:"status,omitzero"`
	// The vendor's word when status is unknown.
	StatusRaw     string         `json:"status_raw,omitzero"`
	Subscriptions []Subscription `json:"subscriptions,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	Type              string         `json:"type,omitzero"`
	UpdatedAt         time.Time      `json:"updated_at,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	// The vendor's own keys, for those who talk to the vendor too.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
	// Pages and profiles of the person.
	Websites []Website `json:"websites,omitzero"`
}

// CustomerDraft is the document's CustomerDraft.
type CustomerDraft struct {
	Addresses []Address `json:"addresses,omitzero"`
	Birthdate string    `json:"birthdate,omitzero"`
	// The vendor's text where it is no date; so with each _raw.
	BirthdateRaw    string `json:"birthdate_raw,omitzero"`
	BranchReference string `json:"branch_reference,omitzero"`
	// The end user's device, which some vendors want to know: all three members.
	ClientContext      *ClientContext `json:"client_context,omitzero"`
	Consents           []Consent      `json:"consents,omitzero"`
	CountryOfResidence string         `json:"country_of_residence,omitzero"`
	// With the role co_applicant: the applicant whose application the person joins.
	CustomerID       string           `json:"customer_id,omitzero"`
	Documents        []InlineDocument `json:"documents,omitzero"`
	Emails           []Email          `json:"emails,omitzero"`
	Employment       *Employment      `json:"employment,omitzero"`
	ExistingCustomer *bool            `json:"existing_customer,omitzero"`
	// The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is.
	ExternalReference string            `json:"external_reference,omitzero"`
	FinancialProfile  *FinancialProfile `json:"financial_profile,omitzero"`
	// One of male, female, transgender, other, unknown.
	Gender      string       `json:"gender,omitzero"`
	GenderRaw   string       `json:"gender_raw,omitzero"`
	Identifiers []Identifier `json:"identifiers,omitzero"`
	// The person's language (OIDC), a BCP 47 tag such as ar-AE.
	Locale string `json:"locale,omitzero"`
	// The vendor's word for a language that no table knows.
	LocaleRaw string `json:"locale_raw,omitzero"`
	// One of single, married, divorced, widowed, separated, unknown.
	MaritalStatus string `json:"marital_status,omitzero"`
	// The vendor's word when marital_status is unknown.
	MaritalStatusRaw string `json:"marital_status_raw,omitzero"`
	// Free text that the vendor stores. Keys it has no place for are named in ignored.
	Metadata map[string]any `json:"metadata,omitzero"`
	Name     *Name          `json:"name,omitzero"`
	// ISO 3166-1 alpha-2, upper case; the first is the primary one.
	Nationalities []string      `json:"nationalities,omitzero"`
	Phones        []Phone       `json:"phones,omitzero"`
	PlaceOfBirth  *PlaceOfBirth `json:"place_of_birth,omitzero"`
	RegionCode    string        `json:"region_code,omitzero"`
	ResidencyCode string        `json:"residency_code,omitzero"`
	// One of applicant, co_applicant.
	Role      string          `json:"role,omitzero"`
	Screening *ScreeningDraft `json:"screening,omitzero"`
	// Whether this section of the application is done. Default true.
	SubmitSection *bool `json:"submit_section,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	Type              string         `json:"type,omitzero"`
	// Keys of the vendor's that are known already, such as a second key where it needs one; GET /v1/connections/{name}/fields lists which it takes.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
	// Where the vendor wants a one-time password with the registration: the one that POST /v1/verifications with the method sms_otp has sent to the phone. It is not confirmed there.
	Verification *OTPProof `json:"verification,omitzero"`
	// Pages and profiles of the person.
	Websites []Website `json:"websites,omitzero"`
}

// CustomerLookup is the document's CustomerLookup.
type CustomerLookup struct {
	ClientContext *ClientContext `json:"client_context,omitzero"`
	// The caller's own id for this person, which means the customer that is found from then on. One that means another customer already is named in ignored.
	ExternalReference string `json:"external_reference,omitzero"`
	// Either this or phone; which of them finds a customer differs by vendor.
	Identifier *LookupIdentifier `json:"identifier,omitzero"`
	Phone      string            `json:"phone,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// CustomerRecord is the document's CustomerRecord.
type CustomerRecord struct {
	Connection string `json:"connection"`
	// From when on the reference means this record.
	CreatedAt time.Time `json:"created_at"`
	// The customer's id.
	ID string `json:"id"`
	// One of created, referenced, looked_up.
	MadeBy string `json:"made_by"`
	Object string `json:"object"`
	Vendor string `json:"vendor"`
}

// CustomerReference is the document's CustomerReference.
type CustomerReference struct {
	// The caller's own id for this person, which means this customer from then on.
	ExternalReference string `json:"external_reference,omitzero"`
	// What the vendor knows the customer by, under the name that vendor_ids has in its answers; the connection's vendor says which it takes.
	VendorIDs map[string]any `json:"vendor_ids"`
}

// CustomerUpdate is the document's CustomerUpdate.
type CustomerUpdate struct {
	Addresses          json.RawMessage `json:"addresses,omitzero"`
	Birthdate          json.RawMessage `json:"birthdate,omitzero"`
	BirthdateRaw       json.RawMessage `json:"birthdate_raw,omitzero"`
	BranchReference    json.RawMessage `json:"branch_reference,omitzero"`
	ClientContext      json.RawMessage `json:"client_context,omitzero"`
	Consents           json.RawMessage `json:"consents,omitzero"`
	CountryOfResidence json.RawMessage `json:"country_of_residence,omitzero"`
	CustomerID         json.RawMessage `json:"customer_id,omitzero"`
	Documents          json.RawMessage `json:"documents,omitzero"`
	Emails             json.RawMessage `json:"emails,omitzero"`
	Employment         json.RawMessage `json:"employment,omitzero"`
	ExistingCustomer   json.RawMessage `json:"existing_customer,omitzero"`
	ExternalReference  json.RawMessage `json:"external_reference,omitzero"`
	FinancialProfile   json.RawMessage `json:"financial_profile,omitzero"`
	Gender             json.RawMessage `json:"gender,omitzero"`
	GenderRaw          json.RawMessage `json:"gender_raw,omitzero"`
	Identifiers        json.RawMessage `json:"identifiers,omitzero"`
	Locale             json.RawMessage `json:"locale,omitzero"`
	LocaleRaw          json.RawMessage `json:"locale_raw,omitzero"`
	MaritalStatus      json.RawMessage `json:"marital_status,omitzero"`
	MaritalStatusRaw   json.RawMessage `json:"marital_status_raw,omitzero"`
	Metadata           json.RawMessage `json:"metadata,omitzero"`
	Name               json.RawMessage `json:"name,omitzero"`
	Nationalities      json.RawMessage `json:"nationalities,omitzero"`
	Phones             json.RawMessage `json:"phones,omitzero"`
	PlaceOfBirth       json.RawMessage `json:"place_of_birth,omitzero"`
	RegionCode         json.RawMessage `json:"region_code,omitzero"`
	ResidencyCode      json.RawMessage `json:"residency_code,omitzero"`
	Role               json.RawMessage `json:"role,omitzero"`
	Screening          json.RawMessage `json:"screening,omitzero"`
	SubmitSection      json.RawMessage `json:"submit_section,omitzero"`
	SupplementaryData  json.RawMessage `json:"supplementary_data,omitzero"`
	Type               json.RawMessage `json:"type,omitzero"`
	VendorIDs          json.RawMessage `json:"vendor_ids,omitzero"`
	Verification       json.RawMessage `json:"verification,omitzero"`
	Websites           json.RawMessage `json:"websites,omitzero"`
}

// Decision is the document's Decision.
type Decision struct {
	DecidedAt time.Time `json:"decided_at,omitzero"`
	// One of accepted, declined.
	Value string `json:"value"`
}

// Document is the document's Document.
type Document struct {
	Connection string `json:"connection"`
	// Whether the vendor can give the bytes back.
	ContentAvailable bool      `json:"content_available"`
	CreatedAt        time.Time `json:"created_at,omitzero"`
	CustomerID       string    `json:"customer_id,omitzero"`
	File             File      `json:"file"`
	ID               string    `json:"id"`
	IdentifierType   string    `json:"identifier_type,omitzero"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored       []string `json:"ignored,omitzero"`
	Object        string   `json:"object"`
	Purpose       string   `json:"purpose,omitzero"`
	RequirementID string   `json:"requirement_id,omitzero"`
	// One of front, back, single.
	Side string `json:"side,omitzero"`
	// One of received, accepted, rejected, unknown.
	Status string `json:"status"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData      json.RawMessage `json:"vendor_data,omitzero"`
	VendorIDs       map[string]any  `json:"vendor_ids,omitzero"`
	VendorReference string          `json:"vendor_reference,omitzero"`
}

// DocumentDraft is the document's DocumentDraft.
type DocumentDraft struct {
	// Base64 (RFC 4648 §4, padded); absent when the file comes as a multipart part.
	Content       string   `json:"content,omitzero"`
	File          FileMeta `json:"file"`
	Purpose       string   `json:"purpose,omitzero"`
	RequirementID string   `json:"requirement_id"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// DocumentOnFile is the document's DocumentOnFile.
type DocumentOnFile struct {
	ContentAvailable bool      `json:"content_available"`
	File             *FileMeta `json:"file,omitzero"`
	IdentifierType   string    `json:"identifier_type,omitzero"`
	Purpose          string    `json:"purpose,omitzero"`
	// One of front, back, single.
	Side string `json:"side,omitzero"`
}

// ElectronicRecord is the document's ElectronicRecord.
type ElectronicRecord struct {
	// When the record was made for this check.
	CreatedAt time.Time `json:"created_at,omitzero"`
	// Only with scope pii:read.
	PersonalNumber string `json:"personal_number,omitzero"`
	// An addition to IDA.
	PersonalNumberLast4 string       `json:"personal_number_last4,omitzero"`
	Source              RecordSource `json:"source"`
	// aadhaar
	Type string `json:"type"`
}

// Email is the document's Email.
type Email struct {
	// RFC 5321 addr-spec, kept as given.
	Address   string `json:"address"`
	Primary   *bool  `json:"primary,omitzero"`
	Type      string `json:"type,omitzero"`
	VendorKey string `json:"vendor_key,omitzero"`
	Verified  *bool  `json:"verified,omitzero"`
}

// Employer is the document's Employer.
type Employer struct {
	Address string `json:"address,omitzero"`
	// The employer's own key at the vendor.
	CustomerID      string `json:"customer_id,omitzero"`
	EstablishmentID string `json:"establishment_id,omitzero"`
	GroupCode       string `json:"group_code,omitzero"`
	Name            string `json:"name,omitzero"`
	Phone           string `json:"phone,omitzero"`
}

// Employment is the document's Employment.
type Employment struct {
	Employer           *Employer `json:"employer,omitzero"`
	OccupationCode     string    `json:"occupation_code,omitzero"`
	ProfessionCategory string    `json:"profession_category,omitzero"`
}

// Event is the document's Event.
type Event struct {
	Data            EventData `json:"data"`
	Datacontenttype string    `json:"datacontenttype,omitzero"`
	ID              string    `json:"id"`
	// /connections/{name}
	Source      string `json:"source"`
	Specversion string `json:"specversion"`
	// The sealed id of the resource.
	Subject string `json:"subject,omitzero"`
	// Whose event it is: an extension attribute.
	Tenant string    `json:"tenant,omitzero"`
	Time   time.Time `json:"time"`
	Type   string    `json:"type"`
}

// EventData is the document's EventData.
type EventData struct {
	// Of payment.corrected: whose details must be put right. The event has none of them.
	BankAccountID string `json:"bank_account_id,omitzero"`
	// Of payment.corrected: what must be put right, as Nacha's code, such as C01.
	ChangeCode string `json:"change_code,omitzero"`
	CustomerID string `json:"customer_id,omitzero"`
	// Of reconciliation.exception.
	ExceptionID string `json:"exception_id,omitzero"`
	// Of reconciliation.exception.
	ExceptionKind string `json:"exception_kind,omitzero"`
	// Of reconciliation.exception: the file that it comes from.
	ImportID string `json:"import_id,omitzero"`
	// When the money moved, where that is known.
	OccurredOn string `json:"occurred_on,omitzero"`
	// The operation that a connection cannot do well.
	Operation string `json:"operation,omitzero"`
	PaymentID string `json:"payment_id,omitzero"`
	// Of a payment.
	PreviousStatus string `json:"previous_status,omitzero"`
	// Of a payment: vendor, poll, import, operator, correction or presumed.
	Reason string `json:"reason,omitzero"`
	// One of funds, stop, account, unauthorized, other.
	ReturnClass string     `json:"return_class,omitzero"`
	ReturnCode  string     `json:"return_code,omitzero"`
	Screening   *Screening `json:"screening,omitzero"`
	// One of vendor, statement, file, operator, presumed.
	SettlementBasis string `json:"settlement_basis,omitzero"`
	Status          string `json:"status,omitzero"`
	StatusRaw       string `json:"status_raw,omitzero"`
	VerificationID  string `json:"verification_id,omitzero"`
}

// Evidence is the document's Evidence.
type Evidence struct {
	CheckDetails []CheckDetails   `json:"check_details,omitzero"`
	Record       ElectronicRecord `json:"record"`
	Type         string           `json:"type"`
}

// FieldConnection is the document's FieldConnection.
type FieldConnection struct {
	Fallback bool   `json:"fallback"`
	Name     string `json:"name"`
	Vendor   string `json:"vendor"`
	// Its share relative to the other weights; 0 for a fallback.
	Weight int64 `json:"weight"`
}

// FieldError is the document's FieldError.
type FieldError struct {
	// What is wrong: required, unknown_field, wrong_type, invalid, unsupported.
	Code   string `json:"code"`
	Detail string `json:"detail"`
	// JSON Pointer (RFC 6901) to the field, or the name of a header or query parameter.
	Pointer string `json:"pointer"`
}

// FieldListView is the document's FieldListView.
type FieldListView struct {
	Answer     []AnswerFieldView `json:"answer"`
	Connection string            `json:"connection,omitzero"`
	// Those that the caller's routes would choose for such a request.
	Connections []FieldConnection `json:"connections,omitzero"`
	// Members of the vendor's document that cannot be said or heard here.
	NotCarried []NotCarriedView `json:"not_carried"`
	Object     string           `json:"object"`
	Operation  string           `json:"operation"`
	// What the vendor has a place for. Everything else is named in ignored.
	Request []FieldView `json:"request"`
	// Members of supplementary_data.
	SupplementaryData []SupplementaryView `json:"supplementary_data"`
	Vendor            string              `json:"vendor,omitzero"`
}

// FieldView is the document's FieldView.
type FieldView struct {
	// Of several connections those that take it; others name it in ignored.
	Connections []string `json:"connections,omitzero"`
	MaxLength   *int64   `json:"max_length,omitzero"`
	Note        string   `json:"note,omitzero"`
	Personal    bool     `json:"personal"`
	// JSON Pointer, with * for each element of a list; it stands for all that is below it. Or the name of a query parameter or header.
	Pointer  string `json:"pointer"`
	Required bool   `json:"required"`
	// Where it is required under a condition only.
	RequiredWhen string `json:"required_when,omitzero"`
	// One of string, boolean, integer, decimal, date, date_time, object, list.
	Type        string   `json:"type"`
	Values      []string `json:"values,omitzero"`
	VendorField string   `json:"vendor_field,omitzero"`
}

// File is the document's File.
type File struct {
	ClientReference string `json:"client_reference,omitzero"`
	ContentType     string `json:"content_type,omitzero"`
	Name            string `json:"name,omitzero"`
	// Hex, of the decoded bytes.
	SHA256 string `json:"sha256,omitzero"`
	// Bytes, decoded.
	Size int64 `json:"size"`
}

// FileMeta is the document's FileMeta.
type FileMeta struct {
	ClientReference string `json:"client_reference,omitzero"`
	ContentType     string `json:"content_type,omitzero"`
	Name            string `json:"name,omitzero"`
}

// FinancialProfile is the document's FinancialProfile.
type FinancialProfile struct {
	AccountPurpose       string `json:"account_purpose,omitzero"`
	IncomeCurrency       string `json:"income_currency,omitzero"`
	IncomeRangeCode      string `json:"income_range_code,omitzero"`
	IncomeTypeCode       string `json:"income_type_code,omitzero"`
	MonthlyTxnCountCode  string `json:"monthly_txn_count_code,omitzero"`
	MonthlyTxnVolumeCode string `json:"monthly_txn_volume_code,omitzero"`
}

// Identifier is the document's Identifier.
type Identifier struct {
	Active          *bool    `json:"active,omitzero"`
	DocumentIDs     []string `json:"document_ids,omitzero"`
	DocumentPresent *bool    `json:"document_present,omitzero"`
	ExpiresOn       string   `json:"expires_on,omitzero"`
	ExpiresOnRaw    string   `json:"expires_on_raw,omitzero"`
	IssuedAtPlace   string   `json:"issued_at_place,omitzero"`
	IssuedOn        string   `json:"issued_on,omitzero"`
	IssuedOnRaw     string   `json:"issued_on_raw,omitzero"`
	IssuerName      string   `json:"issuer_name,omitzero"`
	IssuingCountry  string   `json:"issuing_country,omitzero"`
	NameOnDocument  string   `json:"name_on_document,omitzero"`
	// On read: only with scope pii:read.
	Number      string `json:"number,omitzero"`
	NumberLast4 string `json:"number_last4,omitzero"`
	Primary     *bool  `json:"primary,omitzero"`
	Status      string `json:"status,omitzero"`
	// One of national_id, passport, driving_permit, visa, tax_id, aadhaar, emirates_id, ssn, other, unknown.
	Type string `json:"type"`
	// The vendor's own code, for type other.
	TypeCode  string    `json:"type_code,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	Visa      *Visa     `json:"visa,omitzero"`
}

// InlineDocument is the document's InlineDocument.
type InlineDocument struct {
	Content string   `json:"content"`
	File    FileMeta `json:"file"`
	// One of national_id, passport, driving_permit, visa, tax_id, aadhaar, emirates_id, ssn, other.
	IdentifierType string `json:"identifier_type,omitzero"`
	// identity: shows an identifier, named by identifier_type and side; profile_photo; additional; or what the document is in other words, such as proof_of_address.
	Purpose string `json:"purpose"`
	// One of front, back, single.
	Side string `json:"side,omitzero"`
}

// KYC is the document's KYC.
type KYC struct {
	DocumentExpiresOn    string `json:"document_expires_on,omitzero"`
	DocumentExpiresOnRaw string `json:"document_expires_on_raw,omitzero"`
	// One of verified, unverified, expired, unknown.
	DocumentStatus    string `json:"document_status,omitzero"`
	DocumentStatusRaw string `json:"document_status_raw,omitzero"`
	// Who verified the person.
	Provider string `json:"provider,omitzero"`
	// The provider's reference of the verification.
	Reference string `json:"reference,omitzero"`
	// One of not_started, pending, verified, expired, rejected, unknown.
	Status    string `json:"status,omitzero"`
	StatusRaw string `json:"status_raw,omitzero"`
}

// ListAgreement is the document's ListAgreement.
type ListAgreement struct {
	Data    []Agreement `json:"data"`
	HasMore bool        `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored    []string `json:"ignored,omitzero"`
	NextCursor *string  `json:"next_cursor"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
}

// ListBankAccount is the document's ListBankAccount.
type ListBankAccount struct {
	Data    []BankAccount `json:"data"`
	HasMore bool          `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored    []string `json:"ignored,omitzero"`
	NextCursor *string  `json:"next_cursor"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
}

// ListConnectionView is the document's ListConnectionView.
type ListConnectionView struct {
	Data    []ConnectionView `json:"data"`
	HasMore bool             `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored    []string `json:"ignored,omitzero"`
	NextCursor *string  `json:"next_cursor"`
}

// ListCustomerRecord is the document's ListCustomerRecord.
type ListCustomerRecord struct {
	Data    []CustomerRecord `json:"data"`
	HasMore bool             `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored    []string `json:"ignored,omitzero"`
	NextCursor *string  `json:"next_cursor"`
}

// ListEvent is the document's ListEvent.
type ListEvent struct {
	Data    []Event `json:"data"`
	HasMore bool    `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored    []string `json:"ignored,omitzero"`
	NextCursor *string  `json:"next_cursor"`
}

// ListOffer is the document's ListOffer.
type ListOffer struct {
	Data    []Offer `json:"data"`
	HasMore bool    `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored    []string `json:"ignored,omitzero"`
	NextCursor *string  `json:"next_cursor"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
}

// ListPayment is the document's ListPayment.
type ListPayment struct {
	Data    []Payment `json:"data"`
	HasMore bool      `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored    []string `json:"ignored,omitzero"`
	NextCursor *string  `json:"next_cursor"`
}

// ListRequirement is the document's ListRequirement.
type ListRequirement struct {
	Data    []Requirement `json:"data"`
	HasMore bool          `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored    []string `json:"ignored,omitzero"`
	NextCursor *string  `json:"next_cursor"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
}

// LookupIdentifier is the document's LookupIdentifier.
type LookupIdentifier struct {
	Number string `json:"number"`
	// One of national_id, passport, driving_permit, visa, tax_id, aadhaar, emirates_id, ssn, other.
	Type string `json:"type"`
	// The vendor's own code, for type other.
	TypeCode string `json:"type_code,omitzero"`
}

// MessageKeys is the document's MessageKeys.
type MessageKeys struct {
	Description  string `json:"description,omitzero"`
	Instructions string `json:"instructions,omitzero"`
	Title        string `json:"title,omitzero"`
}

// Money is the document's Money.
type Money struct {
	// ISO 4217 alphabetic code.
	Currency string `json:"currency"`
	// Decimal string; no sign, no exponent.
	Value string `json:"value"`
}

// Name is the document's Name.
type Name struct {
	FamilyName        string `json:"family_name,omitzero"`
	FullName          string `json:"full_name,omitzero"`
	GivenName         string `json:"given_name,omitzero"`
	MiddleName        string `json:"middle_name,omitzero"`
	MothersMaidenName string `json:"mothers_maiden_name,omitzero"`
	PreferredName     string `json:"preferred_name,omitzero"`
	Salutation        string `json:"salutation,omitzero"`
	Suffix            string `json:"suffix,omitzero"`
}

// NotCarriedView is the document's NotCarriedView.
type NotCarriedView struct {
	Connections []string `json:"connections,omitzero"`
	// One of request, answer, both.
	In          string `json:"in"`
	Reason      string `json:"reason"`
	VendorField string `json:"vendor_field"`
}

// OTPProof is the document's OTPProof.
type OTPProof struct {
	OTP string `json:"otp"`
}

// Offer is the document's Offer.
type Offer struct {
	CampaignID   string             `json:"campaign_id,omitzero"`
	Connection   string             `json:"connection"`
	Description  string             `json:"description,omitzero"`
	EndsOn       string             `json:"ends_on,omitzero"`
	EndsOnRaw    string             `json:"ends_on_raw,omitzero"`
	ID           string             `json:"id"`
	Merchant     *OfferMerchant     `json:"merchant,omitzero"`
	Object       string             `json:"object"`
	Priority     *int64             `json:"priority,omitzero"`
	PriorityRaw  string             `json:"priority_raw,omitzero"`
	Product      *OfferProduct      `json:"product,omitzero"`
	Reaction     *OfferReaction     `json:"reaction,omitzero"`
	Relationship *OfferRelationship `json:"relationship,omitzero"`
	StartsOn     string             `json:"starts_on,omitzero"`
	// The vendor's text where it is no date; so with each _raw.
	StartsOnRaw string `json:"starts_on_raw,omitzero"`
	StatusCode  string `json:"status_code,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	TemplateFields    map[string]any `json:"template_fields,omitzero"`
	Terms             []OfferTerm    `json:"terms,omitzero"`
	TypeCode          string         `json:"type_code,omitzero"`
	VendorIDs         map[string]any `json:"vendor_ids,omitzero"`
	WaveID            string         `json:"wave_id,omitzero"`
}

// OfferMerchant is the document's OfferMerchant.
type OfferMerchant struct {
	CategoryCode        string `json:"category_code,omitzero"`
	LocalityCode        string `json:"locality_code,omitzero"`
	ModeCode            string `json:"mode_code,omitzero"`
	Rank                *int64 `json:"rank,omitzero"`
	RankRaw             string `json:"rank_raw,omitzero"`
	SegmentCategoryCode string `json:"segment_category_code,omitzero"`
	// 1 to 100.
	SegmentScore    *int64 `json:"segment_score,omitzero"`
	SegmentScoreRaw string `json:"segment_score_raw,omitzero"`
}

// OfferProduct is the document's OfferProduct.
type OfferProduct struct {
	Code        string `json:"code,omitzero"`
	Description string `json:"description,omitzero"`
}

// OfferReaction is the document's OfferReaction.
type OfferReaction struct {
	At    time.Time `json:"at,omitzero"`
	AtRaw string    `json:"at_raw,omitzero"`
	Code  string    `json:"code,omitzero"`
}

// OfferRelationship is the document's OfferRelationship.
type OfferRelationship struct {
	CurrentSegmentCode      string        `json:"current_segment_code,omitzero"`
	GoalSubmitted           *bool         `json:"goal_submitted,omitzero"`
	GoalSubmittedRaw        string        `json:"goal_submitted_raw,omitzero"`
	Language                string        `json:"language,omitzero"`
	LanguageRaw             string        `json:"language_raw,omitzero"`
	LastUpgradedSegmentCode string        `json:"last_upgraded_segment_code,omitzero"`
	Returns                 *OfferReturns `json:"returns,omitzero"`
	Years                   *int64        `json:"years,omitzero"`
	YearsRaw                string        `json:"years_raw,omitzero"`
}

// OfferReturns is the document's OfferReturns.
type OfferReturns struct {
	Dividends        *SignedMoney `json:"dividends,omitzero"`
	DividendsRaw     string       `json:"dividends_raw,omitzero"`
	NetSavings       *SignedMoney `json:"net_savings,omitzero"`
	NetSavingsRaw    string       `json:"net_savings_raw,omitzero"`
	NewInvestment    *SignedMoney `json:"new_investment,omitzero"`
	NewInvestmentRaw string       `json:"new_investment_raw,omitzero"`
	TotalGain        *SignedMoney `json:"total_gain,omitzero"`
	TotalGainRaw     string       `json:"total_gain_raw,omitzero"`
}

// OfferSegment is the document's OfferSegment.
type OfferSegment struct {
	AmountToNext    *SignedMoney `json:"amount_to_next,omitzero"`
	AmountToNextRaw string       `json:"amount_to_next_raw,omitzero"`
	ChangedOn       string       `json:"changed_on,omitzero"`
	ChangedOnRaw    string       `json:"changed_on_raw,omitzero"`
	Current         string       `json:"current,omitzero"`
	OfferCode       string       `json:"offer_code,omitzero"`
	Previous        string       `json:"previous,omitzero"`
}

// OfferTerm is the document's OfferTerm.
type OfferTerm struct {
	// Decimal string.
	CreditLimitPercentage    string `json:"credit_limit_percentage,omitzero"`
	CreditLimitPercentageRaw string `json:"credit_limit_percentage_raw,omitzero"`
	IndicatorCode            string `json:"indicator_code,omitzero"`
	// One of easy_payment_plan, loan_over_phone, balance_transfer, electronic_certificate_of_deposit, generic, segment_change.
	Kind             string             `json:"kind"`
	MaximumAmount    *Money             `json:"maximum_amount,omitzero"`
	MaximumAmountRaw string             `json:"maximum_amount_raw,omitzero"`
	Merchant         *OfferTermMerchant `json:"merchant,omitzero"`
	MinimumAmount    *Money             `json:"minimum_amount,omitzero"`
	MinimumAmountRaw string             `json:"minimum_amount_raw,omitzero"`
	// Decimal string.
	MonthlyFlatRate      string        `json:"monthly_flat_rate,omitzero"`
	MonthlyFlatRateRaw   string        `json:"monthly_flat_rate_raw,omitzero"`
	PromotionID          string        `json:"promotion_id,omitzero"`
	RecommendedAmount    *Money        `json:"recommended_amount,omitzero"`
	RecommendedAmountRaw string        `json:"recommended_amount_raw,omitzero"`
	SecurityCode         string        `json:"security_code,omitzero"`
	Segment              *OfferSegment `json:"segment,omitzero"`
	VariantCode          string        `json:"variant_code,omitzero"`
}

// OfferTermMerchant is the document's OfferTermMerchant.
type OfferTermMerchant struct {
	Number             string `json:"number,omitzero"`
	OrganizationNumber string `json:"organization_number,omitzero"`
}

// PartyAddress is the document's PartyAddress.
type PartyAddress struct {
	City    string   `json:"city,omitzero"`
	Country string   `json:"country,omitzero"`
	Lines   []string `json:"lines,omitzero"`
	// Absent for a country that has none.
	PostalCode string `json:"postal_code,omitzero"`
	State      string `json:"state,omitzero"`
}

// PartyPhone is the document's PartyPhone.
type PartyPhone struct {
	// E.164.
	Number     string `json:"number"`
	SMSAllowed *bool  `json:"sms_allowed,omitzero"`
}

// Payment is the document's Payment.
type Payment struct {
	ACH           *ACH                  `json:"ach,omitzero"`
	Amount        Money                 `json:"amount"`
	Asset         *Asset                `json:"asset,omitzero"`
	Authorization *PaymentAuthorization `json:"authorization,omitzero"`
	BankAccountID string                `json:"bank_account_id"`
	Connection    string                `json:"connection"`
	CreatedAt     time.Time             `json:"created_at,omitzero"`
	CustomerID    string                `json:"customer_id"`
	// debit pulls from the bank account, credit pushes to it.
	// One of debit, credit.
	Direction string `json:"direction"`
	ID        string `json:"id"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	Object  string   `json:"object"`
	// ach, faster_payments, imps, upi, sepa, rtp; others may come.
	Rail string `json:"rail"`
	// The caller's own, for ever: ISO 20022's EndToEndId.
	Reference string `json:"reference,omitzero"`
	// What the payee reads beside the amount.
	RemittanceInformation string `json:"remittance_information,omitzero"`
	// The payments that have sent this one again, oldest first.
	RepresentedBy []string `json:"represented_by,omitzero"`
	// The returned payment that this one sends again.
	Represents string       `json:"represents,omitzero"`
	Risk       *PaymentRisk `json:"risk,omitzero"`
	// unknown: it cannot be told whether the vendor acted.
	// One of created, submitted, processing, settled, returned, failed, canceled, unknown.
	Status       string `json:"status"`
	StatusDetail string `json:"status_detail,omitzero"`
	StatusRaw    string `json:"status_raw,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// What became of the payment, oldest first.
	Timeline  []PaymentStep `json:"timeline,omitzero"`
	UpdatedAt time.Time     `json:"updated_at,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	VendorIDs  map[string]any  `json:"vendor_ids,omitzero"`
	// The vendor's, once it has answered.
	VendorReference string  `json:"vendor_reference,omitzero"`
	Wallet          *Wallet `json:"wallet,omitzero"`
	// What was doubtful about the payment when it was sent.
	Warnings []Warning `json:"warnings,omitzero"`
}

// PaymentAuthorization is the document's PaymentAuthorization.
type PaymentAuthorization struct {
	IPAddress string `json:"ip_address,omitzero"`
	// One of mpin, digital_fingerprint.
	Method string `json:"method,omitzero"`
	Text   string `json:"text"`
}

// PaymentDraft is the document's PaymentDraft.
type PaymentDraft struct {
	ACH           *ACH                  `json:"ach,omitzero"`
	Amount        Money                 `json:"amount"`
	Asset         *Asset                `json:"asset,omitzero"`
	Authorization *PaymentAuthorization `json:"authorization,omitzero"`
	BankAccountID string                `json:"bank_account_id"`
	CustomerID    string                `json:"customer_id"`
	// One of debit, credit.
	Direction string `json:"direction"`
	// ach, faster_payments, imps, upi, sepa, rtp and others. A vendor that lacks it answers 422, code unsupported.
	Rail      string `json:"rail"`
	Reference string `json:"reference,omitzero"`
	// What the payee reads beside the amount.
	RemittanceInformation string `json:"remittance_information,omitzero"`
	// A payment that was returned for want of funds (R01, R09), to be sent again: the same amount, account and customer, at most twice, within 180 days of it.
	Represents string       `json:"represents,omitzero"`
	Risk       *PaymentRisk `json:"risk,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	Wallet            *Wallet        `json:"wallet,omitzero"`
}

// PaymentRisk is the document's PaymentRisk.
type PaymentRisk struct {
	// One of low, medium, high.
	Transaction string `json:"transaction,omitzero"`
	// One of low, medium, high.
	User string `json:"user,omitzero"`
}

// PaymentStep is the document's PaymentStep.
type PaymentStep struct {
	At time.Time `json:"at"`
	// Of the return, of the change, or of the problem that the call ended with; restored where the gateway's journal was restored from a backup, and may have missed something.
	Code   string `json:"code,omitzero"`
	Detail string `json:"detail,omitzero"`
	// Who said so.
	// One of gateway, vendor, poll, import, operator, clock.
	Source string `json:"source"`
	// What the payment was after it.
	// One of created, submitted, processing, settled, returned, failed, canceled, unknown.
	Status string `json:"status"`
}

// Phone is the document's Phone.
type Phone struct {
	Extension string `json:"extension,omitzero"`
	// E.164. Requests need it; in answers number_raw may stand in its place.
	Number string `json:"number"`
	// The vendor's text where it is no number.
	NumberRaw  string `json:"number_raw,omitzero"`
	Primary    *bool  `json:"primary,omitzero"`
	SMSAllowed *bool  `json:"sms_allowed,omitzero"`
	// One of mobile, home, work, other, unknown.
	Type      string `json:"type,omitzero"`
	TypeRaw   string `json:"type_raw,omitzero"`
	VendorKey string `json:"vendor_key,omitzero"`
}

// PlaceOfBirth is the document's PlaceOfBirth.
type PlaceOfBirth struct {
	Country string `json:"country,omitzero"`
	// Free text; not a country code.
	Locality string `json:"locality,omitzero"`
}

// PlaidLink is the document's PlaidLink.
type PlaidLink struct {
	// When the person agreed at Plaid; a vendor may insist on it.
	ConsentedAt time.Time `json:"consented_at,omitzero"`
	Token       string    `json:"token"`
}

// Problem is the document's Problem.
type Problem struct {
	// Stable, for programs; GET /problems/{code} explains it.
	Code string `json:"code"`
	// With customer_blocked: whom the vendor refuses. With already_exists: who it is, where that is known.
	CustomerID string       `json:"customer_id,omitzero"`
	Detail     string       `json:"detail"`
	Errors     []FieldError `json:"errors,omitzero"`
	// The path of the request.
	Instance string `json:"instance,omitzero"`
	// Whose fault it is.
	// One of caller, gateway, network, vendor.
	Origin string `json:"origin"`
	// Whether the vendor may have acted.
	// One of not_sent, unknown, answered.
	Outcome string `json:"outcome"`
	// With payment_outcome_unknown: what to ask about.
	PaymentID string `json:"payment_id,omitzero"`
	RequestID string `json:"request_id"`
	// Whether sending the same request again can help without doing anything twice.
	Retryable bool   `json:"retryable"`
	Status    int64  `json:"status"`
	Title     string `json:"title"`
	// /problems/{code}, a page about this code.
	Type string `json:"type"`
	// What the vendor said; only with scope vendor:read.
	Vendor *VendorDetail `json:"vendor,omitzero"`
}

// Receipt is the document's Receipt.
type Receipt struct {
	// known: the notification was taken before, or reports nothing new; nothing was emitted.
	// One of accepted, known.
	Status string `json:"status"`
}

// RecordSource is the document's RecordSource.
type RecordSource struct {
	Name string `json:"name"`
}

// Reference is the document's Reference.
type Reference struct {
	Connection        string `json:"connection"`
	CustomerID        string `json:"customer_id,omitzero"`
	ExternalReference string `json:"external_reference,omitzero"`
	// Taken wherever an id of the type is.
	ID string `json:"id"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// One of standard, ul, unknown.
	Kind   string `json:"kind,omitzero"`
	Object string `json:"object"`
	// One of bank_account, agreement, verification, requirement, customer.
	Type string `json:"type"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	VendorIDs  map[string]any  `json:"vendor_ids,omitzero"`
}

// ReferenceDraft is the document's ReferenceDraft.
type ReferenceDraft struct {
	// Whose it is; of a bank account needed where the vendor keeps accounts by customer.
	CustomerID string `json:"customer_id,omitzero"`
	// Of a customer: the caller's own id for this person, which means this customer from then on.
	ExternalReference string `json:"external_reference,omitzero"`
	// Of an agreement.
	// One of standard, ul.
	Kind string `json:"kind,omitzero"`
	// One of bank_account, agreement, verification, requirement, customer.
	Type string `json:"type"`
	// What the vendor knows it by, under the names that vendor_ids has in its answers.
	VendorIDs map[string]any `json:"vendor_ids"`
}

// Relation is the document's Relation.
type Relation struct {
	Name     string `json:"name,omitzero"`
	TypeCode string `json:"type_code,omitzero"`
	VendorID string `json:"vendor_id,omitzero"`
}

// Representable is the document's Representable.
type Representable struct {
	// False also while an earlier attempt is under way or was paid.
	Allowed      bool  `json:"allowed"`
	AttemptsLeft int64 `json:"attempts_left"`
	// The last day.
	Until string `json:"until,omitzero"`
}

// Requirement is the document's Requirement.
type Requirement struct {
	Accepts     *Accepts   `json:"accepts,omitzero"`
	AppliesTo   *AppliesTo `json:"applies_to,omitzero"`
	AssistTitle string     `json:"assist_title,omitzero"`
	Connection  string     `json:"connection"`
	CreatedAt   time.Time  `json:"created_at,omitzero"`
	CustomerID  string     `json:"customer_id,omitzero"`
	Description string     `json:"description,omitzero"`
	Group       string     `json:"group,omitzero"`
	ID          string     `json:"id"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Plain text.
	Instructions string `json:"instructions,omitzero"`
	// The vendor's HTML, untrusted: sanitise it before showing it.
	InstructionsHTML string `json:"instructions_html,omitzero"`
	// One of document_upload, text, date, choice, unknown.
	Kind        string       `json:"kind,omitzero"`
	KindRaw     string       `json:"kind_raw,omitzero"`
	MessageKeys *MessageKeys `json:"message_keys,omitzero"`
	Name        string       `json:"name,omitzero"`
	Object      string       `json:"object"`
	Options     []string     `json:"options,omitzero"`
	// One of pre_submission, post_submission.
	Phase          string `json:"phase,omitzero"`
	ProductID      string `json:"product_id,omitzero"`
	Required       *bool  `json:"required,omitzero"`
	ReviewRequired *bool  `json:"review_required,omitzero"`
	// One of pending, submitted, skipped, waived, completed, unknown.
	Status    string `json:"status"`
	StatusRaw string `json:"status_raw,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// Ready to show: the vendor's placeholders are filled in.
	Title         string `json:"title,omitzero"`
	TitleTemplate string `json:"title_template,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	VendorIDs  map[string]any  `json:"vendor_ids,omitzero"`
}

// RequirementAnswer is the document's RequirementAnswer.
type RequirementAnswer struct {
	Choice string `json:"choice,omitzero"`
	Date   string `json:"date,omitzero"`
	Skip   *bool  `json:"skip,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// Empty for a requirement whose documents are uploaded: it hands them in.
	Text string `json:"text,omitzero"`
}

// RequirementsDraft is the document's RequirementsDraft.
type RequirementsDraft map[string]any

// ReturnWindow is the document's ReturnWindow.
type ReturnWindow struct {
	OrdinaryUntil string `json:"ordinary_until"`
	// For returns of unauthorized debits.
	UnauthorizedUntil string `json:"unauthorized_until,omitzero"`
}

// SandboxAction is the document's SandboxAction.
type SandboxAction struct {
	Action string `json:"action"`
	Note   string `json:"note"`
	// Members of the body beside action; the first is required.
	Takes []string `json:"takes"`
}

// SandboxDraft is the document's SandboxDraft.
type SandboxDraft struct {
	// settle, return, notice_of_change, finish_screening, expire_otp, advance_clock or reset; GET …/sandbox lists those that the sandbox has.
	Action string `json:"action"`
	// Of advance_clock: 61d, 36h, 1d12h or P61D.
	By string `json:"by,omitzero"`
	// Of return, R01 without it, and of notice_of_change, C01 without it.
	Code string `json:"code,omitzero"`
	// Of finish_screening.
	CustomerID string `json:"customer_id,omitzero"`
	// Of settle, return and notice_of_change. Of a payment whose answer was lost the sandbox finds the one with the same facts.
	PaymentID string `json:"payment_id,omitzero"`
	// Of finish_screening: clear (without it), rejected or in_review.
	Status string `json:"status,omitzero"`
	// Of expire_otp.
	VerificationID string `json:"verification_id,omitzero"`
}

// SandboxFileView is the document's SandboxFileView.
type SandboxFileView struct {
	ContentType string `json:"content_type"`
	Name        string `json:"name"`
	Note        string `json:"note"`
}

// SandboxMoved is the document's SandboxMoved.
type SandboxMoved struct {
	Action string `json:"action"`
	// Of a return or a change.
	Code       string `json:"code,omitzero"`
	Connection string `json:"connection"`
	// By the sandbox's clock.
	Now    time.Time `json:"now"`
	Object string    `json:"object"`
	// What became of it, in the vendor's word.
	Status string `json:"status,omitzero"`
	// Of the payment, as files name it.
	TraceNumber string `json:"trace_number,omitzero"`
}

// SandboxValue is the document's SandboxValue.
type SandboxValue struct {
	// What the vendor answers, and what becomes of it.
	Answer string `json:"answer"`
	// A JSON Pointer into the body, a query parameter or a header.
	Field string `json:"field"`
	// Of this API, such as create_payment.
	Operation string `json:"operation"`
	Value     string `json:"value"`
}

// SandboxView is the document's SandboxView.
type SandboxView struct {
	// How its world can be moved.
	Actions    []SandboxAction `json:"actions"`
	Connection string          `json:"connection"`
	// What the vendor would send about the payments.
	Files []SandboxFileView `json:"files"`
	// By the sandbox's clock, which advance_clock turns.
	Now    time.Time `json:"now"`
	Object string    `json:"object"`
	// What value makes what answer.
	Values []SandboxValue `json:"values"`
	Vendor string         `json:"vendor"`
}

// Screening is the document's Screening.
type Screening struct {
	CategoryCode      string    `json:"category_code,omitzero"`
	CheckedAt         time.Time `json:"checked_at,omitzero"`
	LastReviewedOn    string    `json:"last_reviewed_on,omitzero"`
	LastReviewedOnRaw string    `json:"last_reviewed_on_raw,omitzero"`
	NextReviewOn      string    `json:"next_review_on,omitzero"`
	NextReviewOnRaw   string    `json:"next_review_on_raw,omitzero"`
	// Politically exposed person.
	PEP             *bool  `json:"pep,omitzero"`
	PEPCategoryCode string `json:"pep_category_code,omitzero"`
	RiskRatingCode  string `json:"risk_rating_code,omitzero"`
	// One of not_started, clear, in_review, rejected, unknown.
	Status    string `json:"status,omitzero"`
	StatusRaw string `json:"status_raw,omitzero"`
}

// ScreeningDraft is the document's ScreeningDraft.
type ScreeningDraft struct {
	// Politically exposed person.
	PEP             *bool  `json:"pep,omitzero"`
	PEPCategoryCode string `json:"pep_category_code,omitzero"`
	RiskRatingCode  string `json:"risk_rating_code,omitzero"`
}

// SecretIdentifier is the document's SecretIdentifier.
type SecretIdentifier struct {
	Number string `json:"number"`
	// One of national_id, passport, driving_permit, visa, tax_id, aadhaar, emirates_id, ssn, other.
	Type string `json:"type"`
}

// SignedMoney is the document's SignedMoney.
type SignedMoney struct {
	// ISO 4217 alphabetic code.
	Currency string `json:"currency"`
	// Decimal string with a minus where it is negative; no exponent.
	Value string `json:"value"`
}

// Subscription is the document's Subscription.
type Subscription struct {
	ID     string `json:"id,omitzero"`
	Status string `json:"status,omitzero"`
	Type   string `json:"type,omitzero"`
}

// SupplementaryView is the document's SupplementaryView.
type SupplementaryView struct {
	// Of several connections those that have it.
	Connections []string `json:"connections,omitzero"`
	// request, answer or both.
	In []string `json:"in"`
	// Characters, or elements of a list.
	MaxLength *int64 `json:"max_length,omitzero"`
	Name      string `json:"name"`
	Note      string `json:"note,omitzero"`
	// Answered with scope pii:read only.
	Personal     bool   `json:"personal"`
	Required     bool   `json:"required"`
	RequiredWhen string `json:"required_when,omitzero"`
	// One of string, boolean, integer, decimal, date, object, list.
	Type   string   `json:"type"`
	Values []string `json:"values,omitzero"`
}

// TaxID is the document's TaxID.
type TaxID struct {
	Country string `json:"country,omitzero"`
	ID      string `json:"id,omitzero"`
}

// VendorDetail is the document's VendorDetail.
type VendorDetail struct {
	Code       string `json:"code,omitzero"`
	Connection string `json:"connection,omitzero"`
	HTTPStatus *int64 `json:"http_status,omitzero"`
	// What the vendor says is wrong, where that is no field of this API.
	Location string `json:"location,omitzero"`
	Message  string `json:"message,omitzero"`
	// What else the vendor said: a link, or JSON as text.
	MoreInfo  string `json:"more_info,omitzero"`
	RequestID string `json:"request_id,omitzero"`
	// The vendor's kind of error.
	Type string `json:"type,omitzero"`
}

// Verification is the document's Verification.
type Verification struct {
	AttemptsRemaining *int64 `json:"attempts_remaining,omitzero"`
	// Where the OTP went, masked.
	ChannelHint string    `json:"channel_hint,omitzero"`
	Connection  string    `json:"connection"`
	Consent     *Consent  `json:"consent,omitzero"`
	CreatedAt   time.Time `json:"created_at,omitzero"`
	CustomerID  string    `json:"customer_id,omitzero"`
	ExpiresAt   time.Time `json:"expires_at,omitzero"`
	ID          string    `json:"id"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// One of aadhaar_otp, email_otp, sms_otp.
	Method string `json:"method"`
	Object string `json:"object"`
	// One of pending, verified, failed, expired, unknown.
	Status string `json:"status"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData     json.RawMessage `json:"vendor_data,omitzero"`
	VendorIDs      map[string]any  `json:"vendor_ids,omitzero"`
	VerifiedClaims *VerifiedClaims `json:"verified_claims,omitzero"`
}

// VerificationConfirmation is the document's VerificationConfirmation.
type VerificationConfirmation struct {
	// Needed again for aadhaar_otp.
	Consent *Consent `json:"consent,omitzero"`
	// Needed again for aadhaar_otp: the number is not kept in the id.
	Identifier *SecretIdentifier `json:"identifier,omitzero"`
	OTP        string            `json:"otp"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// VerificationDraft is the document's VerificationDraft.
type VerificationDraft struct {
	// For sms_otp: the end user's device, all three members.
	ClientContext *ClientContext `json:"client_context,omitzero"`
	// For aadhaar_otp: granted true, text_id and granted_at.
	Consent *Consent `json:"consent,omitzero"`
	// Whose verification it is: it is made where that customer is known, and names it.
	CustomerID string `json:"customer_id,omitzero"`
	// For email_otp.
	Email string `json:"email,omitzero"`
	// For aadhaar_otp; with sms_otp where the vendor wants it.
	Identifier *SecretIdentifier `json:"identifier,omitzero"`
	// One of aadhaar_otp, email_otp, sms_otp.
	Method string `json:"method"`
	// For sms_otp.
	Phone string `json:"phone,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// VerifiedClaims is the document's VerifiedClaims.
type VerifiedClaims struct {
	Claims       Claims             `json:"claims"`
	Verification ClaimsVerification `json:"verification"`
}

// Visa is the document's Visa.
type Visa struct {
	ExpiresOn    string `json:"expires_on,omitzero"`
	ExpiresOnRaw string `json:"expires_on_raw,omitzero"`
	Number       string `json:"number,omitzero"`
}

// Wallet is the document's Wallet.
type Wallet struct {
	// One of namespace, custom_namespace, wallet_address.
	Type  string `json:"type"`
	Value string `json:"value"`
}

// Warning is the document's Warning.
type Warning struct {
	// That of the problem which it would have been: bank_account_blocked.
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Website is the document's Website.
type Website struct {
	// The vendor's master value, such as a social network's.
	TypeCode string `json:"type_code,omitzero"`
	// Free text: vendors keep names as well.
	URL string `json:"url"`
}

// AnswerRequirement: Answer a requirement. Done once for each Idempotency-Key. Needs the scope `requirements:write`.
func (c *Client) AnswerRequirement(ctx context.Context, id string, body RequirementAnswer, options ...Option) (*Answer[Requirement], error) {
	return call[Requirement](ctx, c, operation{"answer_requirement", "POST", "/v1/requirements/{id}/response", "keyed"}, []string{id}, nil, body, options)
}

// ConfirmVerification: Give the one-time password back. Done once for each Idempotency-Key. Needs the scope `verifications:write`. A connection whose operations lack confirm_verification takes the password with POST /v1/customers instead, as `verification.otp`.
func (c *Client) ConfirmVerification(ctx context.Context, id string, body VerificationConfirmation, options ...Option) (*Answer[Verification], error) {
	return call[Verification](ctx, c, operation{"confirm_verification", "POST", "/v1/verifications/{id}/confirm", "keyed"}, []string{id}, nil, body, options)
}

// CreateAgreement: Put agreements to a person. Done once for each Idempotency-Key. Needs the scope `agreements:write`.
func (c *Client) CreateAgreement(ctx context.Context, body AgreementDraft, options ...Option) (*Answer[ListAgreement], error) {
	return call[ListAgreement](ctx, c, operation{"create_agreement", "POST", "/v1/agreements", "keyed"}, []string{}, nil, body, options)
}

// CreateCustomer: Create a customer. Done once for each Idempotency-Key. Needs the scope `customers:write`. What the vendor needs beyond the body is named by the answer 422; what it has no place for, by `ignored`.
func (c *Client) CreateCustomer(ctx context.Context, body CustomerDraft, options ...Option) (*Answer[Customer], error) {
	return call[Customer](ctx, c, operation{"create_customer", "POST", "/v1/customers", "keyed"}, []string{}, nil, body, options)
}

// CreateCustomerReference: Make a customer id of a key known from the vendor. Idempotent: doing it twice is like doing it once. Needs the scope `customers:reference`.
func (c *Client) CreateCustomerReference(ctx context.Context, body CustomerReference, options ...Option) (*Answer[Customer], error) {
	return call[Customer](ctx, c, operation{"create_customer_reference", "POST", "/v1/customers/references", "idempotent"}, []string{}, nil, body, options)
}

// CreatePayment: Move money. Done once for each Idempotency-Key, and never retried once it was sent. Needs the scope `payments:write`.
func (c *Client) CreatePayment(ctx context.Context, body PaymentDraft, options ...Option) (*Answer[Payment], error) {
	return call[Payment](ctx, c, operation{"create_payment", "POST", "/v1/payments", "payment"}, []string{}, nil, body, options)
}

// CreateReference: Make an id of a bank account, agreement, verification, requirement or customer known from the vendor. Idempotent: doing it twice is like doing it once. Needs the scope `customers:reference`.
func (c *Client) CreateReference(ctx context.Context, body ReferenceDraft, options ...Option) (*Answer[Reference], error) {
	return call[Reference](ctx, c, operation{"create_reference", "POST", "/v1/references", "idempotent"}, []string{}, nil, body, options)
}

// CreateRequirements: Let the vendor make its additional questions. Done once for each Idempotency-Key. Needs the scope `requirements:write`.
func (c *Client) CreateRequirements(ctx context.Context, id string, body RequirementsDraft, options ...Option) (*Answer[ListRequirement], error) {
	return call[ListRequirement](ctx, c, operation{"create_requirements", "POST", "/v1/customers/{id}/requirements", "keyed"}, []string{id}, nil, body, options)
}

// DecideAgreement: Record what the person decided. Idempotent: doing it twice is like doing it once. Needs the scope `agreements:write`.
func (c *Client) DecideAgreement(ctx context.Context, id string, body AgreementDecision, options ...Option) (*Answer[Agreement], error) {
	return call[Agreement](ctx, c, operation{"decide_agreement", "PUT", "/v1/agreements/{id}/decision", "idempotent"}, []string{id}, nil, body, options)
}

// ForgetCustomerReferencesQuery narrows ForgetCustomerReferences; what is empty does not.
type ForgetCustomerReferencesQuery struct {
	// The caller's own id of the person.
	ExternalReference string
}

func (q ForgetCustomerReferencesQuery) values() url.Values {
	v := url.Values{}
	set(v, "external_reference", q.ExternalReference)
	return v
}

// ForgetCustomerReferences: Forget what the caller's own id of a person means. Idempotent: doing it twice is like doing it once. Needs the scope `customers:write`. The vendors' records stay, and so do the customers' ids.
func (c *Client) ForgetCustomerReferences(ctx context.Context, query ForgetCustomerReferencesQuery, options ...Option) (*Answer[struct{}], error) {
	return call[struct{}](ctx, c, operation{"forget_customer_references", "DELETE", "/v1/customers/references", "idempotent"}, []string{}, query.values(), nil, options)
}

// GetAgreement: Read an agreement. Safe: it may be repeated. Needs the scope `agreements:read`.
func (c *Client) GetAgreement(ctx context.Context, id string, options ...Option) (*Answer[Agreement], error) {
	return call[Agreement](ctx, c, operation{"get_agreement", "GET", "/v1/agreements/{id}", "safe"}, []string{id}, nil, nil, options)
}

// GetAgreementTemplate: Read a legal text that is the same for everybody. Safe: it may be repeated. Needs the scope `agreements:read`.
func (c *Client) GetAgreementTemplate(ctx context.Context, kind string, options ...Option) (*Answer[AgreementTemplate], error) {
	return call[AgreementTemplate](ctx, c, operation{"get_agreement_template", "GET", "/v1/agreement_templates/{type}", "safe"}, []string{kind}, nil, nil, options)
}

// GetConnection: Read a connection and what it can do. Safe: it may be repeated. Needs the scope `connections:read`.
func (c *Client) GetConnection(ctx context.Context, name string, options ...Option) (*Answer[ConnectionView], error) {
	return call[ConnectionView](ctx, c, operation{"get_connection", "GET", "/v1/connections/{name}", "safe"}, []string{name}, nil, nil, options)
}

// GetConnectionFieldsQuery narrows GetConnectionFields; what is empty does not.
type GetConnectionFieldsQuery struct {
	// Such as create_customer.
	Operation string
}

func (q GetConnectionFieldsQuery) values() url.Values {
	v := url.Values{}
	set(v, "operation", q.Operation)
	return v
}

// GetConnectionFields: List what a connection takes and says in an operation. Safe: it may be repeated. Needs the scope `connections:read`.
func (c *Client) GetConnectionFields(ctx context.Context, name string, query GetConnectionFieldsQuery, options ...Option) (*Answer[FieldListView], error) {
	return call[FieldListView](ctx, c, operation{"get_connection_fields", "GET", "/v1/connections/{name}/fields", "safe"}, []string{name}, query.values(), nil, options)
}

// GetCustomerQuery narrows GetCustomer; what is empty does not.
type GetCustomerQuery struct {
	// Only addresses of this type, where the vendor can filter.
	AddressType string
}

func (q GetCustomerQuery) values() url.Values {
	v := url.Values{}
	set(v, "address_type", q.AddressType)
	return v
}

// GetCustomer: Read a customer; `me` with the customer's own token. Safe: it may be repeated. Needs the scope `customers:read`.
func (c *Client) GetCustomer(ctx context.Context, id string, query GetCustomerQuery, options ...Option) (*Answer[Customer], error) {
	return call[Customer](ctx, c, operation{"get_customer", "GET", "/v1/customers/{id}", "safe"}, []string{id}, query.values(), nil, options)
}

// GetPayment: Read a payment. Safe: it may be repeated. Needs the scope `payments:read`.
func (c *Client) GetPayment(ctx context.Context, id string, options ...Option) (*Answer[Payment], error) {
	return call[Payment](ctx, c, operation{"get_payment", "GET", "/v1/payments/{id}", "safe"}, []string{id}, nil, nil, options)
}

// GetSandbox: List what value makes what answer in a sandbox, and how its world can be moved. Safe: it may be repeated. Needs the scope `connections:read`. A connection that is no sandbox has none.
func (c *Client) GetSandbox(ctx context.Context, name string, options ...Option) (*Answer[SandboxView], error) {
	return call[SandboxView](ctx, c, operation{"get_sandbox", "GET", "/v1/connections/{name}/sandbox", "safe"}, []string{name}, nil, nil, options)
}

// GetSandboxFile: Read a file that the vendor would send about the payments of a sandbox. Safe: it may be repeated. Needs the scope `sandbox:control`. The headers Coverage-From, Coverage-To and Coverage-Complete say of which time the file knows everything, as imports take them. Names and account numbers in it are invented.
func (c *Client) GetSandboxFile(ctx context.Context, name string, file string, options ...Option) (*Answer[Text], error) {
	return call[Text](ctx, c, operation{"get_sandbox_file", "GET", "/v1/connections/{name}/sandbox/files/{file}", "safe"}, []string{name, file}, nil, nil, options)
}

// LinkBankAccount: Link a bank account by its numbers, or what a person chose at Plaid: a list. Done once for each Idempotency-Key. Needs the scope `bank_accounts:write`.
func (c *Client) LinkBankAccount(ctx context.Context, id string, body BankAccountDraft, options ...Option) (*Answer[ListBankAccount], error) {
	return call[ListBankAccount](ctx, c, operation{"link_bank_account", "POST", "/v1/customers/{id}/bank_accounts", "keyed"}, []string{id}, nil, body, options)
}

// ListAgreements: List agreements. Safe: it may be repeated. Needs the scope `agreements:read`.
func (c *Client) ListAgreements(ctx context.Context, options ...Option) (*Answer[ListAgreement], error) {
	return call[ListAgreement](ctx, c, operation{"list_agreements", "GET", "/v1/agreements", "safe"}, []string{}, nil, nil, options)
}

// ListBankAccounts: List a customer's bank accounts. Safe: it may be repeated. Needs the scope `bank_accounts:read`.
func (c *Client) ListBankAccounts(ctx context.Context, id string, options ...Option) (*Answer[ListBankAccount], error) {
	return call[ListBankAccount](ctx, c, operation{"list_bank_accounts", "GET", "/v1/customers/{id}/bank_accounts", "safe"}, []string{id}, nil, nil, options)
}

// ListConnections: List connections and what each can do. Safe: it may be repeated. Needs the scope `connections:read`.
func (c *Client) ListConnections(ctx context.Context, options ...Option) (*Answer[ListConnectionView], error) {
	return call[ListConnectionView](ctx, c, operation{"list_connections", "GET", "/v1/connections", "safe"}, []string{}, nil, nil, options)
}

// ListCustomerReferencesQuery narrows ListCustomerReferences; what is empty does not.
type ListCustomerReferencesQuery struct {
	// The caller's own id of the person.
	ExternalReference string
}

func (q ListCustomerReferencesQuery) values() url.Values {
	v := url.Values{}
	set(v, "external_reference", q.ExternalReference)
	return v
}

// ListCustomerReferences: List the records of a person, by the caller's own id. Safe: it may be repeated. Needs the scope `customers:read`. No vendor is called. A reference that nobody gave has an empty list.
func (c *Client) ListCustomerReferences(ctx context.Context, query ListCustomerReferencesQuery, options ...Option) (*Answer[ListCustomerRecord], error) {
	return call[ListCustomerRecord](ctx, c, operation{"list_customer_references", "GET", "/v1/customers", "safe"}, []string{}, query.values(), nil, options)
}

// ListFieldsQuery narrows ListFields; what is empty does not.
type ListFieldsQuery struct {
	// Such as create_customer.
	Operation string
	// Where the person lives, ISO 3166-1 alpha-2.
	Country string
	// Of the amount, ISO 4217.
	Currency string
	// Of a verification, of linking an account, or the rail of a payment.
	Method string
}

func (q ListFieldsQuery) values() url.Values {
	v := url.Values{}
	set(v, "operation", q.Operation)
	set(v, "country", q.Country)
	set(v, "currency", q.Currency)
	set(v, "method", q.Method)
	return v
}

// ListFields: List the fields of a request, at the connections that the routes would choose for it. Safe: it may be repeated. Needs the scope `connections:read`. Of several connections a field is required when any of them needs it.
func (c *Client) ListFields(ctx context.Context, query ListFieldsQuery, options ...Option) (*Answer[FieldListView], error) {
	return call[FieldListView](ctx, c, operation{"list_fields", "GET", "/v1/fields", "safe"}, []string{}, query.values(), nil, options)
}

// ListOffersQuery narrows ListOffers; what is empty does not.
type ListOffersQuery struct {
	CampaignID string
	WaveID     string
	// The vendor's encrypted account id, opaque.
	AccountRef string
	// The vendor's encrypted card id, opaque.
	CardRef         string
	OfferID         string
	SegmentCategory string
	// One of true, false.
	Virtual     string
	ProductCode string
}

func (q ListOffersQuery) values() url.Values {
	v := url.Values{}
	set(v, "campaign_id", q.CampaignID)
	set(v, "wave_id", q.WaveID)
	set(v, "account_ref", q.AccountRef)
	set(v, "card_ref", q.CardRef)
	set(v, "offer_id", q.OfferID)
	set(v, "segment_category", q.SegmentCategory)
	set(v, "virtual", q.Virtual)
	set(v, "product_code", q.ProductCode)
	return v
}

// ListOffers: List what a vendor offers to a customer; `me` with the customer's own token. Safe: it may be repeated. Needs the scope `offers:read`.
func (c *Client) ListOffers(ctx context.Context, id string, query ListOffersQuery, options ...Option) (*Answer[ListOffer], error) {
	return call[ListOffer](ctx, c, operation{"list_offers", "GET", "/v1/customers/{id}/offers", "safe"}, []string{id}, query.values(), nil, options)
}

// ListPaymentsQuery narrows ListPayments; what is empty does not.
type ListPaymentsQuery struct {
	// One of created, submitted, processing, settled, returned, failed, canceled, unknown.
	Status        string
	CustomerID    string
	BankAccountID string
	// One of debit, credit.
	Direction  string
	ReturnCode string
	// The caller's own, to find a payment whose id got lost.
	Reference       string
	VendorReference string
	// Exclusive, as the other bounds.
	CreatedAfter  time.Time
	CreatedBefore time.Time
	// Orders the list by the last change. Ascending, with the updated_at of the last payment seen, it gives all that changed since.
	UpdatedAfter time.Time
	// desc, newest first, where it is left out. One of asc, desc.
	Order  string
	Cursor string
	Limit  int
}

func (q ListPaymentsQuery) values() url.Values {
	v := url.Values{}
	set(v, "status", q.Status)
	set(v, "customer_id", q.CustomerID)
	set(v, "bank_account_id", q.BankAccountID)
	set(v, "direction", q.Direction)
	set(v, "return_code", q.ReturnCode)
	set(v, "reference", q.Reference)
	set(v, "vendor_reference", q.VendorReference)
	setTime(v, "created_after", q.CreatedAfter)
	setTime(v, "created_before", q.CreatedBefore)
	setTime(v, "updated_after", q.UpdatedAfter)
	set(v, "order", q.Order)
	set(v, "cursor", q.Cursor)
	setInt(v, "limit", q.Limit)
	return v
}

// ListPayments: List payments, newest first. Safe: it may be repeated. Needs the scope `payments:read`.
func (c *Client) ListPayments(ctx context.Context, query ListPaymentsQuery, options ...Option) (*Answer[ListPayment], error) {
	return call[ListPayment](ctx, c, operation{"list_payments", "GET", "/v1/payments", "safe"}, []string{}, query.values(), nil, options)
}

// EachListPayments is ListPayments, page after page. It ends with the first error.
func (c *Client) EachListPayments(ctx context.Context, query ListPaymentsQuery, options ...Option) iter.Seq2[Payment, error] {
	return each(func(cursor string) ([]Payment, string, error) {
		if cursor != "" {
			query.Cursor = cursor
		}
		page, err := c.ListPayments(ctx, query, options...)
		if err != nil {
			return nil, "", err
		}
		return page.Body.Data, next(page.Body.HasMore, page.Body.NextCursor), nil
	})
}

// ListRequirementsQuery narrows ListRequirements; what is empty does not.
type ListRequirementsQuery struct {
	// One of pre_submission, post_submission.
	Phase string
}

func (q ListRequirementsQuery) values() url.Values {
	v := url.Values{}
	set(v, "phase", q.Phase)
	return v
}

// ListRequirements: List what the vendor still wants of a customer. Safe: it may be repeated. Needs the scope `requirements:read`.
func (c *Client) ListRequirements(ctx context.Context, id string, query ListRequirementsQuery, options ...Option) (*Answer[ListRequirement], error) {
	return call[ListRequirement](ctx, c, operation{"list_requirements", "GET", "/v1/customers/{id}/requirements", "safe"}, []string{id}, query.values(), nil, options)
}

// ListSandboxEventsQuery narrows ListSandboxEvents; what is empty does not.
type ListSandboxEventsQuery struct {
	// The next_cursor of the page before. Without it the page is empty, and its next_cursor is where events begin from now on.
	Cursor string
	Limit  int
}

func (q ListSandboxEventsQuery) values() url.Values {
	v := url.Values{}
	set(v, "cursor", q.Cursor)
	setInt(v, "limit", q.Limit)
	return v
}

// ListSandboxEvents: List what subscribers would be told of a sandbox, oldest first. Safe: it may be repeated. Needs the scope `sandbox:control`. `has_more` is false on every page; ask again with `next_cursor` after a while. `canongate listen` does so, and forwards the events, signed, to a program under development. Elsewhere events are delivered to the subscribers of the configuration.
func (c *Client) ListSandboxEvents(ctx context.Context, name string, query ListSandboxEventsQuery, options ...Option) (*Answer[ListEvent], error) {
	return call[ListEvent](ctx, c, operation{"list_sandbox_events", "GET", "/v1/connections/{name}/sandbox/events", "safe"}, []string{name}, query.values(), nil, options)
}

// EachListSandboxEvents is ListSandboxEvents, page after page. It ends with the first error.
func (c *Client) EachListSandboxEvents(ctx context.Context, name string, query ListSandboxEventsQuery, options ...Option) iter.Seq2[Event, error] {
	return each(func(cursor string) ([]Event, string, error) {
		if cursor != "" {
			query.Cursor = cursor
		}
		page, err := c.ListSandboxEvents(ctx, name, query, options...)
		if err != nil {
			return nil, "", err
		}
		return page.Body.Data, next(page.Body.HasMore, page.Body.NextCursor), nil
	})
}

// LookupCustomer: Find a customer by an identifier or a phone number. Safe: it may be repeated. Needs the scope `customers:read`.
func (c *Client) LookupCustomer(ctx context.Context, body CustomerLookup, options ...Option) (*Answer[Customer], error) {
	return call[Customer](ctx, c, operation{"lookup_customer", "POST", "/v1/customers/lookup", "safe"}, []string{}, nil, body, options)
}

// MoveSandbox: Move a sandbox's world. Idempotent: doing it twice is like doing it once. Needs the scope `sandbox:control`. Turns of the clock add up. A connection that is no sandbox has no world to move.
func (c *Client) MoveSandbox(ctx context.Context, name string, body SandboxDraft, options ...Option) (*Answer[SandboxMoved], error) {
	return call[SandboxMoved](ctx, c, operation{"move_sandbox", "POST", "/v1/connections/{name}/sandbox/actions", "idempotent"}, []string{name}, nil, body, options)
}

// StartVerification: Send a one-time password. Done once for each Idempotency-Key. Needs the scope `verifications:write`.
func (c *Client) StartVerification(ctx context.Context, body VerificationDraft, options ...Option) (*Answer[Verification], error) {
	return call[Verification](ctx, c, operation{"start_verification", "POST", "/v1/verifications", "keyed"}, []string{}, nil, body, options)
}

// UpdateCustomer: Change a customer: absent fields are kept, null clears. Done once for each Idempotency-Key. Needs the scope `customers:write`. A vendor may know this for co-applicants only: then the id of an applicant is refused.
// body is what json.Marshal makes a merge patch of: a map can say null.
func (c *Client) UpdateCustomer(ctx context.Context, id string, body any, options ...Option) (*Answer[Customer], error) {
	return call[Customer](ctx, c, operation{"update_customer", "PATCH", "/v1/customers/{id}", "keyed"}, []string{id}, nil, body, options)
}

// UploadDocument: Upload a document. Done once for each Idempotency-Key. Needs the scope `documents:write`. Also as multipart/form-data: a part `document` with the JSON, without content, and a part `file` with the bytes.
func (c *Client) UploadDocument(ctx context.Context, body DocumentDraft, options ...Option) (*Answer[Document], error) {
	return call[Document](ctx, c, operation{"upload_document", "POST", "/v1/documents", "keyed"}, []string{}, nil, body, options)
}
