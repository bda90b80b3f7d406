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
	// Nacha's code of the notification of change, C01 to C13.
	ChangeCode string `json:"change_code,omitzero"`
	// The day on which the entry is to settle; absent: as soon as the processor can.
	EffectiveDate string `json:"effective_date,omitzero"`
	// The day on which the payment will settle if nothing comes back.
	ExpectedSettlementOn string `json:"expected_settlement_on,omitzero"`
	// Whether nothing can come back any more.
	Final *bool `json:"final,omitzero"`
	// Whether the authorization covers one payment or several.
	// Known values: one_time, recurring. More may come.
	Frequency string `json:"frequency,omitzero"`
	// The receiver's id in the entry, as files name it.
	IndividualID string `json:"individual_id,omitzero"`
	// ISO 20022's reason for the return.
	IsoReason string `json:"iso_reason,omitzero"`
	// The processor that the vendor shall use, in its own word.
	Processor string `json:"processor,omitzero"`
	// The processor's own code, not Nacha's.
	ReasonCode string `json:"reason_code,omitzero"`
	// Of a returned payment: whether another may send it again, by represents.
	Representable *Representable `json:"representable,omitzero"`
	// What kind of return it is: want of funds, a stop, something wrong with the account, not authorized, or another.
	// Known values: funds, stop, account, unauthorized, other. More may come.
	ReturnClass string `json:"return_class,omitzero"`
	// Nacha's code of the return, R01 to R85.
	ReturnCode string `json:"return_code,omitzero"`
	// The return in words.
	ReturnReason string `json:"return_reason,omitzero"`
	// Until when the payment may come back.
	ReturnWindow *ReturnWindow `json:"return_window,omitzero"`
	// The day on which it came back.
	ReturnedOn string `json:"returned_on,omitzero"`
	// Nacha's standard entry class: how the authorization was given.
	// Known values: WEB, TEL, PPD, CCD, CTX, IAT, other. More may come.
	SecCode string `json:"sec_code"`
	// The day on which it settled.
	SettledOn string `json:"settled_on,omitzero"`
	// What the settlement is known from.
	// Known values: vendor, statement, file, operator, presumed. More may come.
	SettlementBasis string `json:"settlement_basis,omitzero"`
	// 15 digits of Nacha, where the vendor tells.
	TraceNumber string `json:"trace_number,omitzero"`
}

// Accepts is the document's Accepts.
type Accepts struct {
	// File name extensions, without the dot.
	Extensions []string `json:"extensions,omitzero"`
	// Characters that a file's name must not have.
	ForbiddenNameChars string `json:"forbidden_name_chars,omitzero"`
	// Decoded size.
	MaxBytes *int64 `json:"max_bytes,omitzero"`
	// Media types.
	MimeTypes []string `json:"mime_types,omitzero"`
}

// AccountHolder is the document's AccountHolder.
type AccountHolder struct {
	// The holder's address in one line.
	AddressText string `json:"address_text,omitzero"`
	// The holder's mail address.
	Email string `json:"email,omitzero"`
	// The holder's name, as the bank has it.
	Name string `json:"name,omitzero"`
	// The holder's phone, E.164.
	Phone string `json:"phone,omitzero"`
	// The vendor's own text for phone, where no table knows it or it cannot be read.
	PhoneRaw string `json:"phone_raw,omitzero"`
}

// Address is the document's Address.
type Address struct {
	// Name of the building.
	BuildingName string `json:"building_name,omitzero"`
	// Number of the building.
	BuildingNumber string `json:"building_number,omitzero"`
	// Who takes the mail for the person.
	CareOf string `json:"care_of,omitzero"`
	// The town.
	City string `json:"city,omitzero"`
	// ISO 3166-1 alpha-2, upper case.
	Country string `json:"country,omitzero"`
	// The vendor's name of the country when it has no code here.
	CountryName string `json:"country_name,omitzero"`
	// The district.
	District string `json:"district,omitzero"`
	// Something near by that helps to find it.
	Landmark string `json:"landmark,omitzero"`
	// The address as lines of text, where its parts are not known.
	Lines []string `json:"lines,omitzero"`
	// The part of the town.
	Locality string `json:"locality,omitzero"`
	// A phone at the address, E.164.
	Phone string `json:"phone,omitzero"`
	// The vendor's own text for phone, where no table knows it or it cannot be read.
	PhoneRaw string `json:"phone_raw,omitzero"`
	// The post office.
	PostOffice string `json:"post_office,omitzero"`
	// The postal code; absent in a country that has none.
	PostalCode string `json:"postal_code,omitzero"`
	// Marks the address to use where a vendor takes one.
	Primary *bool `json:"primary,omitzero"`
	// Free text.
	State string `json:"state,omitzero"`
	// ISO 3166-2 when known.
	StateCode string `json:"state_code,omitzero"`
	// The street.
	StreetName string `json:"street_name,omitzero"`
	// The sub-district.
	SubDistrict string `json:"sub_district,omitzero"`
	// What the address is for.
	// Known values: residence, permanent, mailing, work, other, unknown. More may come.
	Type string `json:"type,omitzero"`
	// The vendor's own text for type, where no table knows it or it cannot be read.
	TypeRaw string `json:"type_raw,omitzero"`
	// When the vendor last changed the address.
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	// The vendor's own text for updated_at, where no table knows it or it cannot be read.
	UpdatedAtRaw string `json:"updated_at_raw,omitzero"`
	// The vendor's own key of this element.
	VendorKey string `json:"vendor_key,omitzero"`
}

// Agreement is the document's Agreement.
type Agreement struct {
	// The connection through which it came.
	Connection string `json:"connection"`
	// The text that the person is to read.
	Content string `json:"content,omitzero"`
	// Media type of the content.
	ContentType string `json:"content_type,omitzero"`
	// When it was made, where that is known: RFC 3339, in UTC.
	CreatedAt time.Time `json:"created_at,omitzero"`
	// The vendor's own text for created_at, where no table knows it or it cannot be read.
	CreatedAtRaw string `json:"created_at_raw,omitzero"`
	// Whose agreement it is, where that was said.
	CustomerID string `json:"customer_id,omitzero"`
	// What the person decided, as this API passed it on.
	Decision *Decision `json:"decision,omitzero"`
	// The id to use with this API. Opaque.
	ID string `json:"id"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Which set of agreements it belongs to.
	// Known values: standard, ul, unknown. More may come.
	Kind string `json:"kind,omitzero"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// Who agrees.
	Party *AgreementParty `json:"party,omitzero"`
	// Where the agreement stands, as the vendor says.
	// Known values: pending, accepted, declined, unknown. More may come.
	Status string `json:"status"`
	// The vendor's own text for status, where no table knows it or it cannot be read.
	StatusRaw string `json:"status_raw,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// us_patriot_act and others; unknown with type_raw when no table knows it.
	Type string `json:"type,omitzero"`
	// The vendor's own text for type, where no table knows it or it cannot be read.
	TypeRaw string `json:"type_raw,omitzero"`
	// When it last changed, where that is known: RFC 3339, in UTC.
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	// The vendor's own text for updated_at, where no table knows it or it cannot be read.
	UpdatedAtRaw string `json:"updated_at_raw,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	// The vendor's own keys, for those who talk to the vendor too.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
}

// AgreementDecision is the document's AgreementDecision.
type AgreementDecision struct {
	// What the person decided.
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
	// Which set of agreements is put to the person.
	// One of standard, ul.
	Kind string `json:"kind"`
	// Who agrees.
	Party AgreementParty `json:"party"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// AgreementParty is the document's AgreementParty.
type AgreementParty struct {
	// Postal address.
	Address *PartyAddress `json:"address,omitzero"`
	// Date of birth.
	Birthdate string `json:"birthdate,omitzero"`
	// Mail address.
	Email string `json:"email,omitzero"`
	// Family name.
	FamilyName string `json:"family_name,omitzero"`
	// Given name.
	GivenName string `json:"given_name,omitzero"`
	// The person's IP address while they agree, IPv4 or IPv6.
	IPAddress string `json:"ip_address,omitzero"`
	// Middle name.
	MiddleName string `json:"middle_name,omitzero"`
	// Phone.
	Phone *PartyPhone `json:"phone,omitzero"`
	// The person's number at a tax office.
	Tax *TaxID `json:"tax,omitzero"`
	// The address of the person's wallet. Upper and lower case count: a mixed-case address has a checksum.
	WalletAddress string `json:"wallet_address,omitzero"`
}

// AgreementTemplate is the document's AgreementTemplate.
type AgreementTemplate struct {
	// The connection through which it came.
	Connection string `json:"connection"`
	// The vendor's HTML, untrusted: sanitise it before showing it.
	HTML string `json:"html"`
	// The vendor's id of the template.
	ID string `json:"id"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// What was asked for.
	// Known values: privacy_policy, terms_and_conditions. More may come.
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
	// What else is to be known of the field.
	Note string `json:"note,omitzero"`
	// Whether the value is personal data.
	Personal bool `json:"personal"`
	// JSON Pointer into the answer, with * for each element of a list.
	Pointer string `json:"pointer"`
	// Type of the value.
	// Known values: string, boolean, integer, decimal, date, date_time, object, list. More may come.
	Type string `json:"type"`
	// The vendor's name of it.
	VendorField string `json:"vendor_field,omitzero"`
}

// AppliesTo is the document's AppliesTo.
type AppliesTo struct {
	// The vendor's key of whom or what it is about.
	ID string `json:"id,omitzero"`
	// Name of whom or what it is about.
	Name string `json:"name,omitzero"`
	// What kind of thing it is about.
	// Known values: applicant, application, entity, facility, unknown. More may come.
	Type string `json:"type,omitzero"`
	// The vendor's own text for type, where no table knows it or it cannot be read.
	TypeRaw string `json:"type_raw,omitzero"`
}

// Asset is the document's Asset.
type Asset struct {
	// The asset's symbol at the vendor, such as USBC.
	Symbol string `json:"symbol"`
}

// BankAccount is the document's BankAccount.
type BankAccount struct {
	// How the account's number is written.
	// Known values: local, iban, upi_vpa. More may come.
	AccountNumberType string `json:"account_number_type,omitzero"`
	// The vendor's own text for account_number_type, where no table knows it or it cannot be read.
	AccountNumberTypeRaw string `json:"account_number_type_raw,omitzero"`
	// Type of the account.
	// Known values: checking, savings, other, unknown. More may come.
	AccountType string `json:"account_type,omitzero"`
	// The vendor's own text for account_type, where no table knows it or it cannot be read.
	AccountTypeRaw string `json:"account_type_raw,omitzero"`
	// The connection through which it came.
	Connection string `json:"connection"`
	// When it was made, where that is known: RFC 3339, in UTC.
	CreatedAt time.Time `json:"created_at,omitzero"`
	// The vendor's own text for created_at, where no table knows it or it cannot be read.
	CreatedAtRaw string `json:"created_at_raw,omitzero"`
	// Whose account it is.
	CustomerID string `json:"customer_id"`
	// Who holds the account.
	Holder *AccountHolder `json:"holder,omitzero"`
	// The id to use with this API. Opaque.
	ID string `json:"id"`
	// Name of the bank.
	InstitutionName string `json:"institution_name,omitzero"`
	// The last four characters of the account's number.
	Last4 string `json:"last4,omitzero"`
	// How it was linked.
	// Known values: account_numbers, plaid. More may come.
	LinkMethod string `json:"link_method,omitzero"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// The bank's routing number.
	RoutingNumber string `json:"routing_number,omitzero"`
	// Which scheme the routing number belongs to.
	// Known values: aba, ifsc, sort_code, bsb. More may come.
	RoutingNumberType string `json:"routing_number_type,omitzero"`
	// Whether the number is right for its type; a vendor may return others.
	RoutingNumberValid *bool `json:"routing_number_valid,omitzero"`
	// Whether the account can be used.
	// Known values: active, pending, disabled, unknown. More may come.
	Status string `json:"status"`
	// The vendor's own text for status, where no table knows it or it cannot be read.
	StatusRaw string `json:"status_raw,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// When it last changed, where that is known: RFC 3339, in UTC.
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	// The vendor's own text for updated_at, where no table knows it or it cannot be read.
	UpdatedAtRaw string `json:"updated_at_raw,omitzero"`
	// The vendor's own keys, for those who talk to the vendor too.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
}

// BankAccountDraft is the document's BankAccountDraft.
type BankAccountDraft struct {
	// The account's number. It is never answered; last4 is.
	AccountNumber string `json:"account_number,omitzero"`
	// Default local: the number as the bank writes it.
	// One of local, iban, upi_vpa.
	AccountNumberType string `json:"account_number_type,omitzero"`
	// Type of the account.
	// One of checking, savings.
	AccountType string `json:"account_type,omitzero"`
	// Who holds the account.
	Holder *AccountHolder `json:"holder,omitzero"`
	// Name of the bank.
	InstitutionName string `json:"institution_name,omitzero"`
	// How the account is linked: by its numbers, or by what the person chose at Plaid.
	LinkMethod string `json:"link_method"`
	// What Plaid gave the app.
	Plaid *PlaidLink `json:"plaid,omitzero"`
	// The bank's routing number.
	RoutingNumber string `json:"routing_number,omitzero"`
	// Default aba.
	// One of aba, ifsc, sort_code, bsb.
	RoutingNumberType string `json:"routing_number_type,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// BankAccountDraftAccountNumbers is the document's BankAccountDraftAccountNumbers.
type BankAccountDraftAccountNumbers struct {
	// The account's number. It is never answered; last4 is.
	AccountNumber string `json:"account_number"`
	// Default local: the number as the bank writes it.
	// One of local, iban, upi_vpa.
	AccountNumberType string `json:"account_number_type,omitzero"`
	// Type of the account.
	// One of checking, savings.
	AccountType string `json:"account_type,omitzero"`
	// Who holds the account.
	Holder *AccountHolder `json:"holder,omitzero"`
	// Name of the bank.
	InstitutionName string `json:"institution_name,omitzero"`
	// How the account is linked: by its numbers, or by what the person chose at Plaid.
	LinkMethod string `json:"link_method"`
	// The bank's routing number.
	RoutingNumber string `json:"routing_number,omitzero"`
	// Default aba.
	// One of aba, ifsc, sort_code, bsb.
	RoutingNumberType string `json:"routing_number_type,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// BankAccountDraftPlaid is the document's BankAccountDraftPlaid.
type BankAccountDraftPlaid struct {
	// How the account is linked: by its numbers, or by what the person chose at Plaid.
	LinkMethod string `json:"link_method"`
	// What Plaid gave the app.
	Plaid PlaidLink `json:"plaid"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// CheckDetails is the document's CheckDetails.
type CheckDetails struct {
	// The vendor's id of the check.
	CheckID string `json:"check_id,omitzero"`
	// One of IDA's: data is a comparison with the data of the issuer.
	CheckMethod string `json:"check_method"`
	// When the check was made.
	Time time.Time `json:"time,omitzero"`
}

// Claims is the document's Claims.
type Claims struct {
	// The verified address.
	Address *Address `json:"address,omitzero"`
	// Where the record has only the year.
	BirthYear string `json:"birth_year,omitzero"`
	// The verified date of birth.
	Birthdate string `json:"birthdate,omitzero"`
	// The record's text where it is no date.
	BirthdateRaw string `json:"birthdate_raw,omitzero"`
	// The verified gender.
	// Known values: male, female, transgender, other, unknown. More may come.
	Gender string `json:"gender,omitzero"`
	// The vendor's own text for gender, where no table knows it or it cannot be read.
	GenderRaw string `json:"gender_raw,omitzero"`
	// The verified name.
	Name string `json:"name,omitzero"`
}

// ClaimsVerification is the document's ClaimsVerification.
type ClaimsVerification struct {
	// What proves the claims.
	Evidence []Evidence `json:"evidence,omitzero"`
	// When they were verified.
	Time time.Time `json:"time,omitzero"`
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
	// Whether the customer allows the channel.
	Allowed bool `json:"allowed"`
	// The channel, in the vendor's code.
	TypeCode string `json:"type_code,omitzero"`
}

// ConnectionDegradedEvent is the document's ConnectionDegradedEvent.
type ConnectionDegradedEvent struct {
	// What changed.
	Data ConnectionDegradedEventData `json:"data"`
	// Media type of data.
	Datacontenttype string `json:"datacontenttype,omitzero"`
	// Unique: the header webhook-id has it too. An event that comes twice has the same.
	ID string `json:"id"`
	// /connections/{name}, or /gateway for what concerns all of it.
	Source string `json:"source"`
	// Version of CloudEvents.
	Specversion string `json:"specversion"`
	// The sealed id of the resource.
	Subject string `json:"subject,omitzero"`
	// Whose event it is: an extension attribute. What concerns the whole gateway has none.
	Tenant string `json:"tenant,omitzero"`
	// When it happened.
	Time time.Time `json:"time"`
	// What happened.
	Type string `json:"type"`
}

// ConnectionDegradedEventData is the document's ConnectionDegradedEventData.
type ConnectionDegradedEventData struct {
	// The operation that a connection cannot do well.
	Operation string `json:"operation"`
	// Of a payment who brought the news: vendor, poll, import, operator, correction or presumed. Of a connection why it is degraded: breaker_open.
	Reason string `json:"reason"`
	// What became of it.
	Status string `json:"status"`
}

// ConnectionView is the document's ConnectionView.
type ConnectionView struct {
	// For the header Gateway-Connection.
	Name string `json:"name"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// What the connection can do.
	Operations []string `json:"operations"`
	// Whether it talks to the vendor's simulator.
	Sandbox bool `json:"sandbox"`
	// Whether it serves: draining serves the ids that were made there and takes no new customers.
	// Known values: enabled, draining, disabled. More may come.
	State string `json:"state"`
	// The vendor behind it.
	Vendor string `json:"vendor"`
}

// Consent is the document's Consent.
type Consent struct {
	// Whether the person agreed.
	Granted bool `json:"granted"`
	// When the person agreed; never in the future.
	GrantedAt time.Time `json:"granted_at,omitzero"`
	// The person's IP address at that time, IPv4 or IPv6.
	IPAddress string `json:"ip_address,omitzero"`
	// The text that was shown, by the id its owner gave it.
	TextID string `json:"text_id,omitzero"`
	// What the consent is about, in the vendor's word.
	Type string `json:"type,omitzero"`
}

// Customer is the document's Customer.
type Customer struct {
	// Postal addresses.
	Addresses []Address `json:"addresses,omitzero"`
	// Further names of the person (OIDC IDA).
	AlsoKnownAs []string `json:"also_known_as,omitzero"`
	// Date of birth.
	Birthdate string `json:"birthdate,omitzero"`
	// The vendor's text where it is no date; so with each _raw.
	BirthdateRaw string `json:"birthdate_raw,omitzero"`
	// Channels that the customer allows or refuses.
	CommunicationPreferences []Communication `json:"communication_preferences,omitzero"`
	// The connection through which it came.
	Connection string `json:"connection"`
	// Texts that the person agreed to.
	Consents []Consent `json:"consents,omitzero"`
	// Where the person lives, ISO 3166-1 alpha-2, upper case. Routes may go by it.
	CountryOfResidence string `json:"country_of_residence,omitzero"`
	// The vendor's own text for country_of_residence, where no table knows it or it cannot be read.
	CountryOfResidenceRaw string `json:"country_of_residence_raw,omitzero"`
	// When it was made, where that is known: RFC 3339, in UTC.
	CreatedAt time.Time `json:"created_at,omitzero"`
	// Documents that the vendor holds about the customer.
	Documents []DocumentOnFile `json:"documents,omitzero"`
	// Mail addresses.
	Emails []Email `json:"emails,omitzero"`
	// Where the person works.
	Employment *Employment `json:"employment,omitzero"`
	// true: the vendor says that the person was its customer before, so nobody was created (status 200). Most vendors do not tell.
	Existing *bool `json:"existing,omitzero"`
	// The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is.
	ExternalReference string `json:"external_reference,omitzero"`
	// What the vendor wants to know about the person's money.
	FinancialProfile *FinancialProfile `json:"financial_profile,omitzero"`
	// The person's gender.
	// Known values: male, female, transgender, other, unknown. More may come.
	Gender string `json:"gender,omitzero"`
	// The vendor's own text for gender, where no table knows it or it cannot be read.
	GenderRaw string `json:"gender_raw,omitzero"`
	// IBAN of the customer's account at the vendor.
	IBAN string `json:"iban,omitzero"`
	// The id to use with this API. Opaque.
	ID string `json:"id"`
	// Identity documents and numbers.
	Identifiers []Identifier `json:"identifiers,omitzero"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// How far the vendor knows its customer.
	KYC *KYC `json:"kyc,omitzero"`
	// The person's language (OIDC), a BCP 47 tag such as ar-AE.
	Locale string `json:"locale,omitzero"`
	// The vendor's word for a language that no table knows.
	LocaleRaw string `json:"locale_raw,omitzero"`
	// The person's marital status.
	// Known values: single, married, divorced, widowed, separated, unknown. More may come.
	MaritalStatus string `json:"marital_status,omitzero"`
	// The vendor's word when marital_status is unknown.
	MaritalStatusRaw string `json:"marital_status_raw,omitzero"`
	// Free text that the vendor stores. Keys it has no place for are named in ignored.
	Metadata map[string]any `json:"metadata,omitzero"`
	// The person's name.
	Name *Name `json:"name,omitzero"`
	// ISO 3166-1 alpha-2, upper case; the first is the primary one.
	Nationalities []string `json:"nationalities,omitzero"`
	// The vendor's texts for nationalities that are no country's code.
	NationalitiesRaw []string `json:"nationalities_raw,omitzero"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// Phone numbers.
	Phones []Phone `json:"phones,omitzero"`
	// Where the person was born.
	PlaceOfBirth *PlaceOfBirth `json:"place_of_birth,omitzero"`
	// The vendor's code of the region.
	RegionCode string `json:"region_code,omitzero"`
	// Other customers that the vendor ties to this one.
	Relations []Relation `json:"relations,omitzero"`
	// The vendor's code of the residency.
	ResidencyCode string `json:"residency_code,omitzero"`
	// The person's role in an application.
	// Known values: applicant, co_applicant. More may come.
	Role string `json:"role,omitzero"`
	// What the vendor's compliance says.
	Screening *Screening `json:"screening,omitzero"`
	// The vendor's code of the customer's segment.
	SegmentCode string `json:"segment_code,omitzero"`
	// Where the customer stands at the vendor. Only active may be served without a question.
	// Known values: prospect, pending_verification, pending_review, active, rejected, blocked, inactive, unknown. More may come.
	Status string `json:"status,omitzero"`
	// The vendor's word when status is unknown.
	StatusRaw string `json:"status_raw,omitzero"`
	// Products that the customer has at the vendor.
	Subscriptions []Subscription `json:"subscriptions,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// Kind of customer.
	Type string `json:"type,omitzero"`
	// When it last changed, where that is known: RFC 3339, in UTC.
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	// The vendor's own text for updated_at, where no table knows it or it cannot be read.
	UpdatedAtRaw string `json:"updated_at_raw,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	// The vendor's own keys, for those who talk to the vendor too.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
	// Pages and profiles of the person.
	Websites []Website `json:"websites,omitzero"`
}

// CustomerDraft is the document's CustomerDraft.
type CustomerDraft struct {
	// Postal addresses.
	Addresses []Address `json:"addresses,omitzero"`
	// Date of birth.
	Birthdate string `json:"birthdate,omitzero"`
	// The vendor's text where it is no date; so with each _raw.
	BirthdateRaw string `json:"birthdate_raw,omitzero"`
	// The vendor's key of the branch that serves the customer.
	BranchReference string `json:"branch_reference,omitzero"`
	// The end user's device, which some vendors want to know: all three members.
	ClientContext *ClientContext `json:"client_context,omitzero"`
	// Texts that the person agreed to.
	Consents []Consent `json:"consents,omitzero"`
	// Where the person lives, ISO 3166-1 alpha-2, upper case. Routes may go by it.
	CountryOfResidence string `json:"country_of_residence,omitzero"`
	// The vendor's own text for country_of_residence, where no table knows it or it cannot be read.
	CountryOfResidenceRaw string `json:"country_of_residence_raw,omitzero"`
	// With the role co_applicant: the applicant whose application the person joins.
	CustomerID string `json:"customer_id,omitzero"`
	// Documents that travel with the request, for a vendor that takes them here.
	Documents []InlineDocument `json:"documents,omitzero"`
	// Mail addresses.
	Emails []Email `json:"emails,omitzero"`
	// Where the person works.
	Employment *Employment `json:"employment,omitzero"`
	// Whether the person says that they are the vendor's customer already.
	ExistingCustomer *bool `json:"existing_customer,omitzero"`
	// The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is.
	ExternalReference string `json:"external_reference,omitzero"`
	// What the vendor wants to know about the person's money.
	FinancialProfile *FinancialProfile `json:"financial_profile,omitzero"`
	// The person's gender.
	// One of male, female, transgender, other, unknown.
	Gender string `json:"gender,omitzero"`
	// The vendor's own text for gender, where no table knows it or it cannot be read.
	GenderRaw string `json:"gender_raw,omitzero"`
	// Identity documents and numbers.
	Identifiers []Identifier `json:"identifiers,omitzero"`
	// The person's language (OIDC), a BCP 47 tag such as ar-AE.
	Locale string `json:"locale,omitzero"`
	// The vendor's word for a language that no table knows.
	LocaleRaw string `json:"locale_raw,omitzero"`
	// The person's marital status.
	// One of single, married, divorced, widowed, separated, unknown.
	MaritalStatus string `json:"marital_status,omitzero"`
	// The vendor's word when marital_status is unknown.
	MaritalStatusRaw string `json:"marital_status_raw,omitzero"`
	// Free text that the vendor stores. Keys it has no place for are named in ignored.
	Metadata map[string]any `json:"metadata,omitzero"`
	// The person's name.
	Name *Name `json:"name,omitzero"`
	// ISO 3166-1 alpha-2, upper case; the first is the primary one.
	Nationalities []string `json:"nationalities,omitzero"`
	// The vendor's texts for nationalities that are no country's code.
	NationalitiesRaw []string `json:"nationalities_raw,omitzero"`
	// Phone numbers.
	Phones []Phone `json:"phones,omitzero"`
	// Where the person was born.
	PlaceOfBirth *PlaceOfBirth `json:"place_of_birth,omitzero"`
	// The vendor's code of the region.
	RegionCode string `json:"region_code,omitzero"`
	// The vendor's code of the residency.
	ResidencyCode string `json:"residency_code,omitzero"`
	// The person's role in an application.
	// One of applicant, co_applicant.
	Role string `json:"role,omitzero"`
	// What the caller declares about the person.
	Screening *ScreeningDraft `json:"screening,omitzero"`
	// Whether this section of the application is done. Default true.
	SubmitSection *bool `json:"submit_section,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// Kind of customer.
	Type string `json:"type,omitzero"`
	// Keys of the vendor's that are known already, such as a second key where it needs one; GET /v1/connections/{name}/fields lists which it takes.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
	// Where the vendor wants a one-time password with the registration: the one that POST /v1/verifications with the method sms_otp has sent to the phone. It is not confirmed there.
	Verification *OTPProof `json:"verification,omitzero"`
	// Pages and profiles of the person.
	Websites []Website `json:"websites,omitzero"`
}

// CustomerLookup is the document's CustomerLookup.
type CustomerLookup struct {
	// Where the end user is; the headers Client-Ip and Client-Geo stand in for it.
	ClientContext *ClientContext `json:"client_context,omitzero"`
	// The caller's own id for this person, which means the customer that is found from then on. One that means another customer already is named in ignored.
	ExternalReference string `json:"external_reference,omitzero"`
	// Either this or phone; which of them finds a customer differs by vendor.
	Identifier *LookupIdentifier `json:"identifier,omitzero"`
	// Either this or identifier, E.164.
	Phone string `json:"phone,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// CustomerRecord is the document's CustomerRecord.
type CustomerRecord struct {
	// The connection where the person has the record.
	Connection string `json:"connection"`
	// From when on the reference means this record.
	CreatedAt time.Time `json:"created_at"`
	// The customer's id.
	ID string `json:"id"`
	// What made the reference: a creation, a reference to a known key, or a lookup.
	// Known values: created, referenced, looked_up. More may come.
	MadeBy string `json:"made_by"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// The vendor behind the connection.
	Vendor string `json:"vendor"`
}

// CustomerReference is the document's CustomerReference.
type CustomerReference struct {
	// The caller's own id for this person, which means this customer from then on.
	ExternalReference string `json:"external_reference,omitzero"`
	// What the vendor knows the customer by, under the name that vendor_ids has in its answers; the connection's vendor says which it takes.
	VendorIDs map[string]any `json:"vendor_ids"`
}

// CustomerScreeningUpdatedEvent is the document's CustomerScreeningUpdatedEvent.
type CustomerScreeningUpdatedEvent struct {
	// What changed.
	Data CustomerScreeningUpdatedEventData `json:"data"`
	// Media type of data.
	Datacontenttype string `json:"datacontenttype,omitzero"`
	// Unique: the header webhook-id has it too. An event that comes twice has the same.
	ID string `json:"id"`
	// /connections/{name}, or /gateway for what concerns all of it.
	Source string `json:"source"`
	// Version of CloudEvents.
	Specversion string `json:"specversion"`
	// The sealed id of the resource.
	Subject string `json:"subject,omitzero"`
	// Whose event it is: an extension attribute. What concerns the whole gateway has none.
	Tenant string `json:"tenant,omitzero"`
	// When it happened.
	Time time.Time `json:"time"`
	// What happened.
	Type string `json:"type"`
}

// CustomerScreeningUpdatedEventData is the document's CustomerScreeningUpdatedEventData.
type CustomerScreeningUpdatedEventData struct {
	// The customer that it is about.
	CustomerID string `json:"customer_id,omitzero"`
	// Of customer.screening.updated: what the vendor's compliance says now.
	Screening *Screening `json:"screening,omitzero"`
	// What became of it.
	Status string `json:"status,omitzero"`
	// The vendor's own text for status, where no table knows it or it cannot be read.
	StatusRaw string `json:"status_raw,omitzero"`
}

// CustomerStatusUpdatedEvent is the document's CustomerStatusUpdatedEvent.
type CustomerStatusUpdatedEvent struct {
	// What changed.
	Data CustomerStatusUpdatedEventData `json:"data"`
	// Media type of data.
	Datacontenttype string `json:"datacontenttype,omitzero"`
	// Unique: the header webhook-id has it too. An event that comes twice has the same.
	ID string `json:"id"`
	// /connections/{name}, or /gateway for what concerns all of it.
	Source string `json:"source"`
	// Version of CloudEvents.
	Specversion string `json:"specversion"`
	// The sealed id of the resource.
	Subject string `json:"subject,omitzero"`
	// Whose event it is: an extension attribute. What concerns the whole gateway has none.
	Tenant string `json:"tenant,omitzero"`
	// When it happened.
	Time time.Time `json:"time"`
	// What happened.
	Type string `json:"type"`
}

// CustomerStatusUpdatedEventData is the document's CustomerStatusUpdatedEventData.
type CustomerStatusUpdatedEventData struct {
	// The customer that it is about.
	CustomerID string `json:"customer_id,omitzero"`
	// What became of it.
	Status string `json:"status,omitzero"`
	// The vendor's own text for status, where no table knows it or it cannot be read.
	StatusRaw string `json:"status_raw,omitzero"`
}

// CustomerUpdate is the document's CustomerUpdate.
type CustomerUpdate struct {
	// Postal addresses.
	Addresses []Address `json:"addresses,omitzero"`
	// Date of birth.
	Birthdate *string `json:"birthdate,omitzero"`
	// The vendor's text where it is no date; so with each _raw.
	BirthdateRaw *string `json:"birthdate_raw,omitzero"`
	// The vendor's key of the branch that serves the customer.
	BranchReference *string `json:"branch_reference,omitzero"`
	// The end user's device, which some vendors want to know: all three members.
	ClientContext json.RawMessage `json:"client_context,omitzero"`
	// Texts that the person agreed to.
	Consents []Consent `json:"consents,omitzero"`
	// Where the person lives, ISO 3166-1 alpha-2, upper case. Routes may go by it.
	CountryOfResidence *string `json:"country_of_residence,omitzero"`
	// The vendor's own text for country_of_residence, where no table knows it or it cannot be read.
	CountryOfResidenceRaw *string `json:"country_of_residence_raw,omitzero"`
	// With the role co_applicant: the applicant whose application the person joins.
	CustomerID *string `json:"customer_id,omitzero"`
	// Documents that travel with the request, for a vendor that takes them here.
	Documents []InlineDocument `json:"documents,omitzero"`
	// Mail addresses.
	Emails []Email `json:"emails,omitzero"`
	// Where the person works.
	Employment json.RawMessage `json:"employment,omitzero"`
	// Whether the person says that they are the vendor's customer already.
	ExistingCustomer *bool `json:"existing_customer,omitzero"`
	// The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is.
	ExternalReference *string `json:"external_reference,omitzero"`
	// What the vendor wants to know about the person's money.
	FinancialProfile json.RawMessage `json:"financial_profile,omitzero"`
	// The person's gender.
	// One of male, female, transgender, other, unknown.
	Gender *string `json:"gender,omitzero"`
	// The vendor's own text for gender, where no table knows it or it cannot be read.
	GenderRaw *string `json:"gender_raw,omitzero"`
	// Identity documents and numbers.
	Identifiers []Identifier `json:"identifiers,omitzero"`
	// The person's language (OIDC), a BCP 47 tag such as ar-AE.
	Locale *string `json:"locale,omitzero"`
	// The vendor's word for a language that no table knows.
	LocaleRaw *string `json:"locale_raw,omitzero"`
	// The person's marital status.
	// One of single, married, divorced, widowed, separated, unknown.
	MaritalStatus *string `json:"marital_status,omitzero"`
	// The vendor's word when marital_status is unknown.
	MaritalStatusRaw *string `json:"marital_status_raw,omitzero"`
	// Free text that the vendor stores. Keys it has no place for are named in ignored.
	Metadata json.RawMessage `json:"metadata,omitzero"`
	// The person's name.
	Name json.RawMessage `json:"name,omitzero"`
	// ISO 3166-1 alpha-2, upper case; the first is the primary one.
	Nationalities []string `json:"nationalities,omitzero"`
	// The vendor's texts for nationalities that are no country's code.
	NationalitiesRaw []string `json:"nationalities_raw,omitzero"`
	// Phone numbers.
	Phones []Phone `json:"phones,omitzero"`
	// Where the person was born.
	PlaceOfBirth json.RawMessage `json:"place_of_birth,omitzero"`
	// The vendor's code of the region.
	RegionCode *string `json:"region_code,omitzero"`
	// The vendor's code of the residency.
	ResidencyCode *string `json:"residency_code,omitzero"`
	// The person's role in an application.
	// One of applicant, co_applicant.
	Role *string `json:"role,omitzero"`
	// What the caller declares about the person.
	Screening json.RawMessage `json:"screening,omitzero"`
	// Whether this section of the application is done. Default true.
	SubmitSection *bool `json:"submit_section,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData json.RawMessage `json:"supplementary_data,omitzero"`
	// Kind of customer.
	// One of individual.
	Type *string `json:"type,omitzero"`
	// Keys of the vendor's that are known already, such as a second key where it needs one; GET /v1/connections/{name}/fields lists which it takes.
	VendorIDs json.RawMessage `json:"vendor_ids,omitzero"`
	// Where the vendor wants a one-time password with the registration: the one that POST /v1/verifications with the method sms_otp has sent to the phone. It is not confirmed there.
	Verification json.RawMessage `json:"verification,omitzero"`
	// Pages and profiles of the person.
	Websites []Website `json:"websites,omitzero"`
}

// Decision is the document's Decision.
type Decision struct {
	// When it was passed on.
	DecidedAt time.Time `json:"decided_at,omitzero"`
	// What the person decided.
	// Known values: accepted, declined. More may come.
	Value string `json:"value"`
}

// Document is the document's Document.
type Document struct {
	// The connection through which it came.
	Connection string `json:"connection"`
	// Whether the vendor can give the bytes back.
	ContentAvailable bool `json:"content_available"`
	// When it was made, where that is known: RFC 3339, in UTC.
	CreatedAt time.Time `json:"created_at,omitzero"`
	// Whose document it is.
	CustomerID string `json:"customer_id,omitzero"`
	// What is known of its bytes.
	File File `json:"file"`
	// The id to use with this API. Opaque.
	ID string `json:"id"`
	// Type of the identifier that it shows.
	IdentifierType string `json:"identifier_type,omitzero"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// What it is for.
	Purpose string `json:"purpose,omitzero"`
	// The requirement that it answers.
	RequirementID string `json:"requirement_id,omitzero"`
	// Which side of the identity document it shows.
	// Known values: front, back, single. More may come.
	Side string `json:"side,omitzero"`
	// What the vendor made of it.
	// Known values: received, accepted, rejected, unknown. More may come.
	Status string `json:"status"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	// The vendor's own keys, for those who talk to the vendor too.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
	// The vendor's reference of the upload.
	VendorReference string `json:"vendor_reference,omitzero"`
}

// DocumentDraft is the document's DocumentDraft.
type DocumentDraft struct {
	// Base64 (RFC 4648 §4, padded); absent when the file comes as a multipart part.
	Content string `json:"content,omitzero"`
	// What the caller says about the file.
	File FileMeta `json:"file"`
	// What the document is for, such as identity or proof_of_income.
	Purpose string `json:"purpose,omitzero"`
	// The requirement that the document answers.
	RequirementID string `json:"requirement_id"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// DocumentOnFile is the document's DocumentOnFile.
type DocumentOnFile struct {
	// Whether the vendor can give the bytes back.
	ContentAvailable bool `json:"content_available"`
	// What is known of the file.
	File *FileMeta `json:"file,omitzero"`
	// Type of the identifier that it shows.
	IdentifierType string `json:"identifier_type,omitzero"`
	// What it is for.
	Purpose string `json:"purpose,omitzero"`
	// Which side of the identity document it shows.
	// Known values: front, back, single. More may come.
	Side string `json:"side,omitzero"`
}

// ElectronicRecord is the document's ElectronicRecord.
type ElectronicRecord struct {
	// When the record was made for this check.
	CreatedAt time.Time `json:"created_at,omitzero"`
	// Only with scope pii:read.
	PersonalNumber string `json:"personal_number,omitzero"`
	// An addition to IDA.
	PersonalNumberLast4 string `json:"personal_number_last4,omitzero"`
	// The authority that keeps the record.
	Source RecordSource `json:"source"`
	// aadhaar
	Type string `json:"type"`
}

// Email is the document's Email.
type Email struct {
	// RFC 5321 addr-spec, kept as given. Requests need it; in answers address_raw may stand in its place.
	Address string `json:"address"`
	// The vendor's text where it is no mail address.
	AddressRaw string `json:"address_raw,omitzero"`
	// Marks the address to use where a vendor takes one.
	Primary *bool `json:"primary,omitzero"`
	// What the address is for, in the vendor's word.
	Type string `json:"type,omitzero"`
	// The vendor's own key of this address.
	VendorKey string `json:"vendor_key,omitzero"`
	// Whether the vendor has verified it.
	Verified *bool `json:"verified,omitzero"`
}

// Employer is the document's Employer.
type Employer struct {
	// The employer's address in one line.
	Address string `json:"address,omitzero"`
	// The employer's own key at the vendor.
	CustomerID string `json:"customer_id,omitzero"`
	// The employer's number in the labour register.
	EstablishmentID string `json:"establishment_id,omitzero"`
	// The vendor's code of the group of companies.
	GroupCode string `json:"group_code,omitzero"`
	// The employer's name.
	Name string `json:"name,omitzero"`
	// The employer's phone, E.164.
	Phone string `json:"phone,omitzero"`
	// The vendor's own text for phone, where no table knows it or it cannot be read.
	PhoneRaw string `json:"phone_raw,omitzero"`
}

// Employment is the document's Employment.
type Employment struct {
	// Who employs the person.
	Employer *Employer `json:"employer,omitzero"`
	// The vendor's code of the occupation.
	OccupationCode string `json:"occupation_code,omitzero"`
	// The vendor's category of the profession.
	ProfessionCategory string `json:"profession_category,omitzero"`
}

// Event is the document's Event.
type Event struct {
	// What changed.
	Data EventData `json:"data"`
	// Media type of data.
	Datacontenttype string `json:"datacontenttype,omitzero"`
	// Unique: the header webhook-id has it too. An event that comes twice has the same.
	ID string `json:"id"`
	// /connections/{name}, or /gateway for what concerns all of it.
	Source string `json:"source"`
	// Version of CloudEvents.
	Specversion string `json:"specversion"`
	// The sealed id of the resource.
	Subject string `json:"subject,omitzero"`
	// Whose event it is: an extension attribute. What concerns the whole gateway has none.
	Tenant string `json:"tenant,omitzero"`
	// When it happened.
	Time time.Time `json:"time"`
	// What happened.
	Type string `json:"type"`
}

// EventData is the document's EventData.
type EventData struct {
	// Of payment.corrected: whose details must be put right. The event has none of them.
	BankAccountID string `json:"bank_account_id,omitzero"`
	// Of payment.corrected: what must be put right, as Nacha's code, such as C01.
	ChangeCode string `json:"change_code,omitzero"`
	// The customer that it is about.
	CustomerID string `json:"customer_id,omitzero"`
	// The exception, for operators to look it up.
	ExceptionID string `json:"exception_id,omitzero"`
	// What kind of exception it is, such as orphan.
	ExceptionKind string `json:"exception_kind,omitzero"`
	// Of reconciliation.exception: the file that it comes from.
	ImportID string `json:"import_id,omitzero"`
	// Of gateway.restored: from when on the gateway has forgotten what happened; absent: nobody knows.
	LostFrom time.Time `json:"lost_from,omitzero"`
	// Of gateway.restored: until when.
	LostTo time.Time `json:"lost_to,omitzero"`
	// When the money moved, where that is known.
	OccurredOn string `json:"occurred_on,omitzero"`
	// The operation that a connection cannot do well.
	Operation string `json:"operation,omitzero"`
	// The payment that it is about.
	PaymentID string `json:"payment_id,omitzero"`
	// What the payment was before.
	PreviousStatus string `json:"previous_status,omitzero"`
	// Of a payment who brought the news: vendor, poll, import, operator, correction or presumed. Of a connection why it is degraded: breaker_open.
	Reason string `json:"reason,omitzero"`
	// Of gateway.restored: true.
	Restored *bool `json:"restored,omitzero"`
	// Of a payment that came back: what kind of return it is.
	// Known values: funds, stop, account, unauthorized, other. More may come.
	ReturnClass string `json:"return_class,omitzero"`
	// Of a payment that came back: Nacha's code.
	ReturnCode string `json:"return_code,omitzero"`
	// Of customer.screening.updated: what the vendor's compliance says now.
	Screening *Screening `json:"screening,omitzero"`
	// Of a settled payment: what the settlement is known from.
	// Known values: vendor, statement, file, operator, presumed. More may come.
	SettlementBasis string `json:"settlement_basis,omitzero"`
	// What became of it.
	Status string `json:"status,omitzero"`
	// The vendor's own text for status, where no table knows it or it cannot be read.
	StatusRaw string `json:"status_raw,omitzero"`
	// The verification that it is about.
	VerificationID string `json:"verification_id,omitzero"`
}

// Evidence is the document's Evidence.
type Evidence struct {
	// How the record was checked.
	CheckDetails []CheckDetails `json:"check_details,omitzero"`
	// The record itself.
	Record ElectronicRecord `json:"record"`
	// Kind of evidence, as OIDC IDA names it.
	Type string `json:"type"`
}

// FieldConnection is the document's FieldConnection.
type FieldConnection struct {
	// Whether it serves only where the others cannot.
	Fallback bool `json:"fallback"`
	// The connection's name.
	Name string `json:"name"`
	// The vendor behind it.
	Vendor string `json:"vendor"`
	// Its share relative to the other weights; 0 for a fallback.
	Weight int64 `json:"weight"`
}

// FieldError is the document's FieldError.
type FieldError struct {
	// What is wrong.
	// Known values: required, unknown_field, wrong_type, invalid, unsupported. More may come.
	Code string `json:"code"`
	// The mistake in words, which never hold the value.
	Detail string `json:"detail"`
	// JSON Pointer (RFC 6901) to the field, or the name of a header or query parameter.
	Pointer string `json:"pointer"`
}

// FieldListView is the document's FieldListView.
type FieldListView struct {
	// What the vendor's answer can have.
	Answer []AnswerFieldView `json:"answer"`
	// The connection; absent in a list over several.
	Connection string `json:"connection,omitzero"`
	// Those that the caller's routes would choose for such a request.
	Connections []FieldConnection `json:"connections,omitzero"`
	// Members of the vendor's document that cannot be said or heard here.
	NotCarried []NotCarriedView `json:"not_carried"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// The operation.
	Operation string `json:"operation"`
	// What the vendor has a place for. Everything else is named in ignored.
	Request []FieldView `json:"request"`
	// Members of supplementary_data.
	SupplementaryData []SupplementaryView `json:"supplementary_data"`
	// The vendor behind the connection.
	Vendor string `json:"vendor,omitzero"`
}

// FieldView is the document's FieldView.
type FieldView struct {
	// Of several connections those that take it; others name it in ignored.
	Connections []string `json:"connections,omitzero"`
	// The most characters of a text.
	MaxLength *int64 `json:"max_length,omitzero"`
	// What else is to be known of the field.
	Note string `json:"note,omitzero"`
	// Whether the value is personal data.
	Personal bool `json:"personal"`
	// JSON Pointer, with * for each element of a list; it stands for all that is below it. Or the name of a query parameter or header.
	Pointer string `json:"pointer"`
	// Whether the vendor cannot do without it.
	Required bool `json:"required"`
	// Where it is required under a condition only.
	RequiredWhen string `json:"required_when,omitzero"`
	// Type of the value.
	// Known values: string, boolean, integer, decimal, date, date_time, object, list. More may come.
	Type string `json:"type"`
	// The values that it may have.
	Values []string `json:"values,omitzero"`
	// The vendor's name of it.
	VendorField string `json:"vendor_field,omitzero"`
}

// File is the document's File.
type File struct {
	// The caller's own reference of the file.
	ClientReference string `json:"client_reference,omitzero"`
	// Media type of the bytes.
	ContentType string `json:"content_type,omitzero"`
	// Name of the file, without a path.
	Name string `json:"name,omitzero"`
	// Hex, of the decoded bytes.
	SHA256 string `json:"sha256,omitzero"`
	// Bytes, decoded.
	Size int64 `json:"size"`
}

// FileMeta is the document's FileMeta.
type FileMeta struct {
	// The caller's own reference of the file.
	ClientReference string `json:"client_reference,omitzero"`
	// Media type of the bytes, such as image/png.
	ContentType string `json:"content_type,omitzero"`
	// Name of the file, without a path.
	Name string `json:"name,omitzero"`
}

// FinancialProfile is the document's FinancialProfile.
type FinancialProfile struct {
	// What the account is for.
	AccountPurpose string `json:"account_purpose,omitzero"`
	// Currency of the income, ISO 4217.
	IncomeCurrency string `json:"income_currency,omitzero"`
	// The vendor's own text for income_currency, where no table knows it or it cannot be read.
	IncomeCurrencyRaw string `json:"income_currency_raw,omitzero"`
	// The vendor's code of the range of income.
	IncomeRangeCode string `json:"income_range_code,omitzero"`
	// The vendor's code of the source of income.
	IncomeTypeCode string `json:"income_type_code,omitzero"`
	// The vendor's code of how many transactions are expected in a month.
	MonthlyTxnCountCode string `json:"monthly_txn_count_code,omitzero"`
	// The vendor's code of what amount is expected in a month.
	MonthlyTxnVolumeCode string `json:"monthly_txn_volume_code,omitzero"`
}

// GatewayRestoredEvent is the document's GatewayRestoredEvent.
type GatewayRestoredEvent struct {
	// What changed.
	Data GatewayRestoredEventData `json:"data"`
	// Media type of data.
	Datacontenttype string `json:"datacontenttype,omitzero"`
	// Unique: the header webhook-id has it too. An event that comes twice has the same.
	ID string `json:"id"`
	// /connections/{name}, or /gateway for what concerns all of it.
	Source string `json:"source"`
	// Version of CloudEvents.
	Specversion string `json:"specversion"`
	// The sealed id of the resource.
	Subject string `json:"subject,omitzero"`
	// Whose event it is: an extension attribute. What concerns the whole gateway has none.
	Tenant string `json:"tenant,omitzero"`
	// When it happened.
	Time time.Time `json:"time"`
	// What happened.
	Type string `json:"type"`
}

// GatewayRestoredEventData is the document's GatewayRestoredEventData.
type GatewayRestoredEventData struct {
	// Of gateway.restored: from when on the gateway has forgotten what happened; absent: nobody knows.
	LostFrom time.Time `json:"lost_from,omitzero"`
	// Of gateway.restored: until when.
	LostTo time.Time `json:"lost_to"`
	// Of gateway.restored: true.
	Restored bool `json:"restored"`
}

// Identifier is the document's Identifier.
type Identifier struct {
	// Whether the document is in use.
	Active *bool `json:"active,omitzero"`
	// Documents that the vendor holds and that show it.
	DocumentIDs []string `json:"document_ids,omitzero"`
	// Whether the vendor holds a document that shows it.
	DocumentPresent *bool `json:"document_present,omitzero"`
	// The last day on which it is valid.
	ExpiresOn string `json:"expires_on,omitzero"`
	// The vendor's own text for expires_on, where no table knows it or it cannot be read.
	ExpiresOnRaw string `json:"expires_on_raw,omitzero"`
	// Where it was issued.
	IssuedAtPlace string `json:"issued_at_place,omitzero"`
	// The day on which it was issued.
	IssuedOn string `json:"issued_on,omitzero"`
	// The vendor's own text for issued_on, where no table knows it or it cannot be read.
	IssuedOnRaw string `json:"issued_on_raw,omitzero"`
	// Who issued it.
	IssuerName string `json:"issuer_name,omitzero"`
	// The country that issued it, ISO 3166-1 alpha-2.
	IssuingCountry string `json:"issuing_country,omitzero"`
	// The vendor's own text for issuing_country, where no table knows it or it cannot be read.
	IssuingCountryRaw string `json:"issuing_country_raw,omitzero"`
	// The person's name as the document has it.
	NameOnDocument string `json:"name_on_document,omitzero"`
	// On read: only with scope pii:read.
	Number string `json:"number,omitzero"`
	// The last four characters of the number.
	NumberLast4 string `json:"number_last4,omitzero"`
	// Marks the identifier to use where a vendor takes one.
	Primary *bool `json:"primary,omitzero"`
	// The vendor's word for the state of the document.
	Status string `json:"status,omitzero"`
	// Kind of document or number.
	// Known values: national_id, passport, driving_permit, visa, tax_id, aadhaar, emirates_id, ssn, other, unknown. More may come.
	Type string `json:"type"`
	// The vendor's own code, for type other.
	TypeCode string `json:"type_code,omitzero"`
	// When the vendor last changed it.
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	// The vendor's own text for updated_at, where no table knows it or it cannot be read.
	UpdatedAtRaw string `json:"updated_at_raw,omitzero"`
	// The visa that the passport carries.
	Visa *Visa `json:"visa,omitzero"`
}

// InlineDocument is the document's InlineDocument.
type InlineDocument struct {
	// The bytes in base64 (RFC 4648 §4, padded).
	Content string `json:"content"`
	// What the caller says about the file.
	File FileMeta `json:"file"`
	// Type of the identifier that the document shows.
	// One of national_id, passport, driving_permit, visa, tax_id, aadhaar, emirates_id, ssn, other.
	IdentifierType string `json:"identifier_type,omitzero"`
	// identity: shows an identifier, named by identifier_type and side; profile_photo; additional; or what the document is in other words, such as proof_of_address.
	Purpose string `json:"purpose"`
	// Which side of the identity document it shows.
	// One of front, back, single.
	Side string `json:"side,omitzero"`
}

// KYC is the document's KYC.
type KYC struct {
	// The day on which the documents expire.
	DocumentExpiresOn string `json:"document_expires_on,omitzero"`
	// The vendor's own text for document_expires_on, where no table knows it or it cannot be read.
	DocumentExpiresOnRaw string `json:"document_expires_on_raw,omitzero"`
	// What the vendor thinks of the documents.
	// Known values: verified, unverified, expired, unknown. More may come.
	DocumentStatus string `json:"document_status,omitzero"`
	// The vendor's own text for document_status, where no table knows it or it cannot be read.
	DocumentStatusRaw string `json:"document_status_raw,omitzero"`
	// Who verified the person.
	Provider string `json:"provider,omitzero"`
	// The provider's reference of the verification.
	Reference string `json:"reference,omitzero"`
	// How far the vendor has verified the person.
	// Known values: not_started, pending, verified, expired, rejected, unknown. More may come.
	Status string `json:"status,omitzero"`
	// The vendor's own text for status, where no table knows it or it cannot be read.
	StatusRaw string `json:"status_raw,omitzero"`
}

// ListAgreement is the document's ListAgreement.
type ListAgreement struct {
	// The page.
	Data []Agreement `json:"data"`
	// Whether there are more: ask again with next_cursor as cursor.
	HasMore bool `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Where the next page begins; null on the last one.
	NextCursor *string `json:"next_cursor"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
}

// ListBankAccount is the document's ListBankAccount.
type ListBankAccount struct {
	// The page.
	Data []BankAccount `json:"data"`
	// Whether there are more: ask again with next_cursor as cursor.
	HasMore bool `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Where the next page begins; null on the last one.
	NextCursor *string `json:"next_cursor"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
}

// ListConnectionView is the document's ListConnectionView.
type ListConnectionView struct {
	// The page.
	Data []ConnectionView `json:"data"`
	// Whether there are more: ask again with next_cursor as cursor.
	HasMore bool `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Where the next page begins; null on the last one.
	NextCursor *string `json:"next_cursor"`
}

// ListCustomerRecord is the document's ListCustomerRecord.
type ListCustomerRecord struct {
	// The page.
	Data []CustomerRecord `json:"data"`
	// Whether there are more: ask again with next_cursor as cursor.
	HasMore bool `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Where the next page begins; null on the last one.
	NextCursor *string `json:"next_cursor"`
}

// ListEvent is the document's ListEvent.
type ListEvent struct {
	// The page.
	Data []Event `json:"data"`
	// Whether there are more: ask again with next_cursor as cursor.
	HasMore bool `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Where the next page begins; null on the last one.
	NextCursor *string `json:"next_cursor"`
}

// ListOffer is the document's ListOffer.
type ListOffer struct {
	// The page.
	Data []Offer `json:"data"`
	// Whether there are more: ask again with next_cursor as cursor.
	HasMore bool `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Where the next page begins; null on the last one.
	NextCursor *string `json:"next_cursor"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
}

// ListPayment is the document's ListPayment.
type ListPayment struct {
	// The page.
	Data []Payment `json:"data"`
	// Whether there are more: ask again with next_cursor as cursor.
	HasMore bool `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Where the next page begins; null on the last one.
	NextCursor *string `json:"next_cursor"`
}

// ListRequirement is the document's ListRequirement.
type ListRequirement struct {
	// The page.
	Data []Requirement `json:"data"`
	// Whether there are more: ask again with next_cursor as cursor.
	HasMore bool `json:"has_more"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Where the next page begins; null on the last one.
	NextCursor *string `json:"next_cursor"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
}

// LookupIdentifier is the document's LookupIdentifier.
type LookupIdentifier struct {
	// The number, as the document has it.
	Number string `json:"number"`
	// Kind of document or number.
	// One of national_id, passport, driving_permit, visa, tax_id, aadhaar, emirates_id, ssn, other.
	Type string `json:"type"`
	// The vendor's own code, for type other.
	TypeCode string `json:"type_code,omitzero"`
}

// MessageKeys is the document's MessageKeys.
type MessageKeys struct {
	// Key of the description.
	Description string `json:"description,omitzero"`
	// Key of the instructions.
	Instructions string `json:"instructions,omitzero"`
	// Key of the title.
	Title string `json:"title,omitzero"`
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
	// Family name.
	FamilyName string `json:"family_name,omitzero"`
	// The whole name in one text, where its parts are not known.
	FullName string `json:"full_name,omitzero"`
	// Given name.
	GivenName string `json:"given_name,omitzero"`
	// Middle name.
	MiddleName string `json:"middle_name,omitzero"`
	// The family name of the person's mother before she married.
	MothersMaidenName string `json:"mothers_maiden_name,omitzero"`
	// What the person is called.
	PreferredName string `json:"preferred_name,omitzero"`
	// Salutation, such as Ms.
	Salutation string `json:"salutation,omitzero"`
	// Suffix, such as Jr.
	Suffix string `json:"suffix,omitzero"`
}

// NotCarriedView is the document's NotCarriedView.
type NotCarriedView struct {
	// Of several connections those that it is about.
	Connections []string `json:"connections,omitzero"`
	// Whether it stands in the vendor's request, in its answer, or in both.
	// Known values: request, answer, both. More may come.
	In string `json:"in"`
	// Why it is not carried.
	Reason string `json:"reason"`
	// The vendor's name of it.
	VendorField string `json:"vendor_field"`
}

// OTPProof is the document's OTPProof.
type OTPProof struct {
	// The one-time password.
	OTP string `json:"otp"`
}

// Offer is the document's Offer.
type Offer struct {
	// The vendor's key of the campaign.
	CampaignID string `json:"campaign_id,omitzero"`
	// The connection through which it came.
	Connection string `json:"connection"`
	// The offer in the vendor's words.
	Description string `json:"description,omitzero"`
	// The last day of the offer.
	EndsOn string `json:"ends_on,omitzero"`
	// The vendor's own text for ends_on, where no table knows it or it cannot be read.
	EndsOnRaw string `json:"ends_on_raw,omitzero"`
	// The id to use with this API. Opaque.
	ID string `json:"id"`
	// The merchant that is recommended.
	Merchant *OfferMerchant `json:"merchant,omitzero"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// The vendor's order among its offers.
	Priority *int64 `json:"priority,omitzero"`
	// The vendor's own text for priority, where no table knows it or it cannot be read.
	PriorityRaw string `json:"priority_raw,omitzero"`
	// The product on offer.
	Product *OfferProduct `json:"product,omitzero"`
	// What the customer did with the offer.
	Reaction *OfferReaction `json:"reaction,omitzero"`
	// The customer's history with the vendor.
	Relationship *OfferRelationship `json:"relationship,omitzero"`
	// The first day of the offer.
	StartsOn string `json:"starts_on,omitzero"`
	// The vendor's text where it is no date; so with each _raw.
	StartsOnRaw string `json:"starts_on_raw,omitzero"`
	// The vendor's code of the offer's state.
	StatusCode string `json:"status_code,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// Values for the vendor's own templates, by their names.
	TemplateFields map[string]any `json:"template_fields,omitzero"`
	// The ways in which the offer can be taken.
	Terms []OfferTerm `json:"terms,omitzero"`
	// The vendor's code of the kind of offer.
	TypeCode string `json:"type_code,omitzero"`
	// The vendor's own keys, for those who talk to the vendor too.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
	// The vendor's key of the campaign's wave.
	WaveID string `json:"wave_id,omitzero"`
}

// OfferMerchant is the document's OfferMerchant.
type OfferMerchant struct {
	// The vendor's code of the merchant's category.
	CategoryCode string `json:"category_code,omitzero"`
	// The vendor's code of where the merchant is.
	LocalityCode string `json:"locality_code,omitzero"`
	// The vendor's code of how the merchant sells.
	ModeCode string `json:"mode_code,omitzero"`
	// The merchant's rank among those recommended.
	Rank *int64 `json:"rank,omitzero"`
	// The vendor's own text for rank, where no table knows it or it cannot be read.
	RankRaw string `json:"rank_raw,omitzero"`
	// The vendor's code of the merchant's segment.
	SegmentCategoryCode string `json:"segment_category_code,omitzero"`
	// 1 to 100.
	SegmentScore *int64 `json:"segment_score,omitzero"`
	// The vendor's own text for segment_score, where no table knows it or it cannot be read.
	SegmentScoreRaw string `json:"segment_score_raw,omitzero"`
}

// OfferProduct is the document's OfferProduct.
type OfferProduct struct {
	// The vendor's code of the product.
	Code string `json:"code,omitzero"`
	// The product in words.
	Description string `json:"description,omitzero"`
}

// OfferReaction is the document's OfferReaction.
type OfferReaction struct {
	// When the customer reacted.
	At time.Time `json:"at,omitzero"`
	// The vendor's own text for at, where no table knows it or it cannot be read.
	AtRaw string `json:"at_raw,omitzero"`
	// The vendor's code of the reaction.
	Code string `json:"code,omitzero"`
}

// OfferRelationship is the document's OfferRelationship.
type OfferRelationship struct {
	// The vendor's code of the segment now.
	CurrentSegmentCode string `json:"current_segment_code,omitzero"`
	// Whether the customer has named a savings goal.
	GoalSubmitted *bool `json:"goal_submitted,omitzero"`
	// The vendor's own text for goal_submitted, where no table knows it or it cannot be read.
	GoalSubmittedRaw string `json:"goal_submitted_raw,omitzero"`
	// The customer's language, a BCP 47 tag.
	Language string `json:"language,omitzero"`
	// The vendor's own text for language, where no table knows it or it cannot be read.
	LanguageRaw string `json:"language_raw,omitzero"`
	// The vendor's code of the segment before the last change.
	LastUpgradedSegmentCode string `json:"last_upgraded_segment_code,omitzero"`
	// What the relationship earned.
	Returns *OfferReturns `json:"returns,omitzero"`
	// Years since the relationship began.
	Years *int64 `json:"years,omitzero"`
	// The vendor's own text for years, where no table knows it or it cannot be read.
	YearsRaw string `json:"years_raw,omitzero"`
}

// OfferReturns is the document's OfferReturns.
type OfferReturns struct {
	// Dividends.
	Dividends *SignedMoney `json:"dividends,omitzero"`
	// The vendor's own text for dividends, where no table knows it or it cannot be read.
	DividendsRaw string `json:"dividends_raw,omitzero"`
	// What was saved.
	NetSavings *SignedMoney `json:"net_savings,omitzero"`
	// The vendor's own text for net_savings, where no table knows it or it cannot be read.
	NetSavingsRaw string `json:"net_savings_raw,omitzero"`
	// What was newly invested.
	NewInvestment *SignedMoney `json:"new_investment,omitzero"`
	// The vendor's own text for new_investment, where no table knows it or it cannot be read.
	NewInvestmentRaw string `json:"new_investment_raw,omitzero"`
	// The gain in all.
	TotalGain *SignedMoney `json:"total_gain,omitzero"`
	// The vendor's own text for total_gain, where no table knows it or it cannot be read.
	TotalGainRaw string `json:"total_gain_raw,omitzero"`
}

// OfferSegment is the document's OfferSegment.
type OfferSegment struct {
	// What is missing for the next segment.
	AmountToNext *SignedMoney `json:"amount_to_next,omitzero"`
	// The vendor's own text for amount_to_next, where no table knows it or it cannot be read.
	AmountToNextRaw string `json:"amount_to_next_raw,omitzero"`
	// The day of the change.
	ChangedOn string `json:"changed_on,omitzero"`
	// The vendor's own text for changed_on, where no table knows it or it cannot be read.
	ChangedOnRaw string `json:"changed_on_raw,omitzero"`
	// The segment after the change.
	Current string `json:"current,omitzero"`
	// The vendor's code of the offer that goes with it.
	OfferCode string `json:"offer_code,omitzero"`
	// The segment before the change.
	Previous string `json:"previous,omitzero"`
}

// OfferTerm is the document's OfferTerm.
type OfferTerm struct {
	// Decimal string.
	CreditLimitPercentage string `json:"credit_limit_percentage,omitzero"`
	// The vendor's own text for credit_limit_percentage, where no table knows it or it cannot be read.
	CreditLimitPercentageRaw string `json:"credit_limit_percentage_raw,omitzero"`
	// The vendor's indicator of the term.
	IndicatorCode string `json:"indicator_code,omitzero"`
	// Which way of taking the offer it is.
	// Known values: easy_payment_plan, loan_over_phone, balance_transfer, electronic_certificate_of_deposit, generic, segment_change. More may come.
	Kind string `json:"kind"`
	// The largest amount.
	MaximumAmount *Money `json:"maximum_amount,omitzero"`
	// The vendor's own text for maximum_amount, where no table knows it or it cannot be read.
	MaximumAmountRaw string `json:"maximum_amount_raw,omitzero"`
	// The merchant of a payment plan.
	Merchant *OfferTermMerchant `json:"merchant,omitzero"`
	// The smallest amount.
	MinimumAmount *Money `json:"minimum_amount,omitzero"`
	// The vendor's own text for minimum_amount, where no table knows it or it cannot be read.
	MinimumAmountRaw string `json:"minimum_amount_raw,omitzero"`
	// Decimal string.
	MonthlyFlatRate string `json:"monthly_flat_rate,omitzero"`
	// The vendor's own text for monthly_flat_rate, where no table knows it or it cannot be read.
	MonthlyFlatRateRaw string `json:"monthly_flat_rate_raw,omitzero"`
	// The vendor's key of the promotion.
	PromotionID string `json:"promotion_id,omitzero"`
	// The amount that the vendor recommends.
	RecommendedAmount *Money `json:"recommended_amount,omitzero"`
	// The vendor's own text for recommended_amount, where no table knows it or it cannot be read.
	RecommendedAmountRaw string `json:"recommended_amount_raw,omitzero"`
	// The vendor's code for the customer to quote.
	SecurityCode string `json:"security_code,omitzero"`
	// The change of segment that is offered.
	Segment *OfferSegment `json:"segment,omitzero"`
	// The vendor's code of the variant.
	VariantCode string `json:"variant_code,omitzero"`
}

// OfferTermMerchant is the document's OfferTermMerchant.
type OfferTermMerchant struct {
	// The merchant's number.
	Number string `json:"number,omitzero"`
	// The number of the merchant's organization.
	OrganizationNumber string `json:"organization_number,omitzero"`
}

// PartyAddress is the document's PartyAddress.
type PartyAddress struct {
	// The town.
	City string `json:"city,omitzero"`
	// ISO 3166-1 alpha-2, upper case.
	Country string `json:"country,omitzero"`
	// Street and number, as lines of text.
	Lines []string `json:"lines,omitzero"`
	// Absent for a country that has none.
	PostalCode string `json:"postal_code,omitzero"`
	// State or province.
	State string `json:"state,omitzero"`
}

// PartyPhone is the document's PartyPhone.
type PartyPhone struct {
	// E.164.
	Number string `json:"number"`
	// Whether the person agrees to text messages.
	SMSAllowed *bool `json:"sms_allowed,omitzero"`
}

// Payment is the document's Payment.
type Payment struct {
	// What Nacha wants to know, and what came back.
	ACH *ACH `json:"ach,omitzero"`
	// How much is moved.
	Amount Money `json:"amount"`
	// What is moved at the wallet's end.
	Asset *Asset `json:"asset,omitzero"`
	// The account holder's authorization.
	Authorization *PaymentAuthorization `json:"authorization,omitzero"`
	// The bank account.
	BankAccountID string `json:"bank_account_id"`
	// The connection through which it came.
	Connection string `json:"connection"`
	// When it was made, where that is known: RFC 3339, in UTC.
	CreatedAt time.Time `json:"created_at,omitzero"`
	// Whose payment it is.
	CustomerID string `json:"customer_id"`
	// debit pulls from the bank account, credit pushes to it.
	// Known values: debit, credit. More may come.
	Direction string `json:"direction"`
	// The id to use with this API. Opaque.
	ID string `json:"id"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// ach, faster_payments, imps, upi, sepa, rtp; others may come.
	Rail string `json:"rail"`
	// The caller's own, for ever: ISO 20022's EndToEndId.
	Reference string `json:"reference,omitzero"`
	// What the payee reads beside the amount.
	RemittanceInformation string `json:"remittance_information,omitzero"`
	// The payments that have sent this one again, oldest first.
	RepresentedBy []string `json:"represented_by,omitzero"`
	// The returned payment that this one sends again.
	Represents string `json:"represents,omitzero"`
	// The caller's rating.
	Risk *PaymentRisk `json:"risk,omitzero"`
	// unknown: it cannot be told whether the vendor acted.
	// Known values: created, submitted, processing, settled, returned, failed, canceled, unknown. More may come.
	Status string `json:"status"`
	// The vendor's words about the status.
	StatusDetail string `json:"status_detail,omitzero"`
	// The vendor's own text for status, where no table knows it or it cannot be read.
	StatusRaw string `json:"status_raw,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// What became of the payment, oldest first.
	Timeline []PaymentStep `json:"timeline,omitzero"`
	// When it last changed, where that is known: RFC 3339, in UTC.
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	// The vendor's own keys, for those who talk to the vendor too.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
	// The vendor's, once it has answered.
	VendorReference string `json:"vendor_reference,omitzero"`
	// The wallet.
	Wallet *Wallet `json:"wallet,omitzero"`
	// What was doubtful about the payment when it was sent.
	Warnings []Warning `json:"warnings,omitzero"`
}

// PaymentAuthorization is the document's PaymentAuthorization.
type PaymentAuthorization struct {
	// The holder's IP address at that time, IPv4 or IPv6.
	IPAddress string `json:"ip_address,omitzero"`
	// How the holder proved who they are.
	// Known values: mpin, digital_fingerprint. More may come.
	Method string `json:"method,omitzero"`
	// The text that the holder agreed to.
	Text string `json:"text"`
}

// PaymentCorrectedEvent is the document's PaymentCorrectedEvent.
type PaymentCorrectedEvent struct {
	// What changed.
	Data PaymentCorrectedEventData `json:"data"`
	// Media type of data.
	Datacontenttype string `json:"datacontenttype,omitzero"`
	// Unique: the header webhook-id has it too. An event that comes twice has the same.
	ID string `json:"id"`
	// /connections/{name}, or /gateway for what concerns all of it.
	Source string `json:"source"`
	// Version of CloudEvents.
	Specversion string `json:"specversion"`
	// The sealed id of the resource.
	Subject string `json:"subject,omitzero"`
	// Whose event it is: an extension attribute. What concerns the whole gateway has none.
	Tenant string `json:"tenant,omitzero"`
	// When it happened.
	Time time.Time `json:"time"`
	// What happened.
	Type string `json:"type"`
}

// PaymentCorrectedEventData is the document's PaymentCorrectedEventData.
type PaymentCorrectedEventData struct {
	// Of payment.corrected: whose details must be put right. The event has none of them.
	BankAccountID string `json:"bank_account_id,omitzero"`
	// Of payment.corrected: what must be put right, as Nacha's code, such as C01.
	ChangeCode string `json:"change_code"`
	// The customer that it is about.
	CustomerID string `json:"customer_id,omitzero"`
	// The payment that it is about.
	PaymentID string `json:"payment_id"`
}

// PaymentDraft is the document's PaymentDraft.
type PaymentDraft struct {
	// What Nacha wants to know; needed by the rail ach.
	ACH *ACH `json:"ach,omitzero"`
	// How much is moved; more than 0, with no more decimals than the currency has.
	Amount Money `json:"amount"`
	// What is moved at the wallet's end, where the vendor moves assets.
	Asset *Asset `json:"asset,omitzero"`
	// The account holder's authorization of the debit.
	Authorization *PaymentAuthorization `json:"authorization,omitzero"`
	// The bank account, linked before.
	BankAccountID string `json:"bank_account_id"`
	// Whose payment it is.
	CustomerID string `json:"customer_id"`
	// debit pulls from the bank account, credit pushes to it.
	// One of debit, credit.
	Direction string `json:"direction"`
	// ach, faster_payments, imps, upi, sepa, rtp and others. A vendor that lacks it answers 422, code unsupported.
	Rail string `json:"rail"`
	// The caller's own reference, kept for ever: ISO 20022's EndToEndId.
	Reference string `json:"reference,omitzero"`
	// What the payee reads beside the amount.
	RemittanceInformation string `json:"remittance_information,omitzero"`
	// A payment that was returned for want of funds (R01, R09), to be sent again: the same amount, account and customer, at most twice, within 180 days of it.
	Represents string `json:"represents,omitzero"`
	// The caller's rating.
	Risk *PaymentRisk `json:"risk,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// The wallet, where the vendor keeps wallets.
	Wallet *Wallet `json:"wallet,omitzero"`
}

// PaymentRisk is the document's PaymentRisk.
type PaymentRisk struct {
	// Rating of the transaction.
	// Known values: low, medium, high. More may come.
	Transaction string `json:"transaction,omitzero"`
	// Rating of the user.
	// Known values: low, medium, high. More may come.
	User string `json:"user,omitzero"`
}

// PaymentStep is the document's PaymentStep.
type PaymentStep struct {
	// When it became known.
	At time.Time `json:"at"`
	// Of the return, of the change, or of the problem that the call ended with; restored where the gateway's journal was restored from a backup, and may have missed something.
	Code string `json:"code,omitzero"`
	// The same in words.
	Detail string `json:"detail,omitzero"`
	// Who said so.
	// Known values: gateway, vendor, poll, import, operator, clock. More may come.
	Source string `json:"source"`
	// What the payment was after it.
	// Known values: created, submitted, processing, settled, returned, failed, canceled, unknown. More may come.
	Status string `json:"status"`
}

// PaymentUpdatedEvent is the document's PaymentUpdatedEvent.
type PaymentUpdatedEvent struct {
	// What changed.
	Data PaymentUpdatedEventData `json:"data"`
	// Media type of data.
	Datacontenttype string `json:"datacontenttype,omitzero"`
	// Unique: the header webhook-id has it too. An event that comes twice has the same.
	ID string `json:"id"`
	// /connections/{name}, or /gateway for what concerns all of it.
	Source string `json:"source"`
	// Version of CloudEvents.
	Specversion string `json:"specversion"`
	// The sealed id of the resource.
	Subject string `json:"subject,omitzero"`
	// Whose event it is: an extension attribute. What concerns the whole gateway has none.
	Tenant string `json:"tenant,omitzero"`
	// When it happened.
	Time time.Time `json:"time"`
	// What happened.
	Type string `json:"type"`
}

// PaymentUpdatedEventData is the document's PaymentUpdatedEventData.
type PaymentUpdatedEventData struct {
	// The customer that it is about.
	CustomerID string `json:"customer_id,omitzero"`
	// When the money moved, where that is known.
	OccurredOn string `json:"occurred_on,omitzero"`
	// The payment that it is about.
	PaymentID string `json:"payment_id"`
	// What the payment was before.
	PreviousStatus string `json:"previous_status"`
	// Of a payment who brought the news: vendor, poll, import, operator, correction or presumed. Of a connection why it is degraded: breaker_open.
	Reason string `json:"reason"`
	// Of a payment that came back: what kind of return it is.
	// Known values: funds, stop, account, unauthorized, other. More may come.
	ReturnClass string `json:"return_class,omitzero"`
	// Of a payment that came back: Nacha's code.
	ReturnCode string `json:"return_code,omitzero"`
	// Of a settled payment: what the settlement is known from.
	// Known values: vendor, statement, file, operator, presumed. More may come.
	SettlementBasis string `json:"settlement_basis,omitzero"`
	// What became of it.
	Status string `json:"status"`
}

// Phone is the document's Phone.
type Phone struct {
	// Extension behind the number.
	Extension string `json:"extension,omitzero"`
	// E.164. Requests need it; in answers number_raw may stand in its place.
	Number string `json:"number"`
	// The vendor's text where it is no number.
	NumberRaw string `json:"number_raw,omitzero"`
	// Marks the number to use where a vendor takes one.
	Primary *bool `json:"primary,omitzero"`
	// Whether the person agrees to text messages.
	SMSAllowed *bool `json:"sms_allowed,omitzero"`
	// What the number is for.
	// Known values: mobile, home, work, other, unknown. More may come.
	Type string `json:"type,omitzero"`
	// The vendor's own text for type, where no table knows it or it cannot be read.
	TypeRaw string `json:"type_raw,omitzero"`
	// The vendor's own key of this number.
	VendorKey string `json:"vendor_key,omitzero"`
}

// PlaceOfBirth is the document's PlaceOfBirth.
type PlaceOfBirth struct {
	// Country of birth, ISO 3166-1 alpha-2.
	Country string `json:"country,omitzero"`
	// The vendor's own text for country, where no table knows it or it cannot be read.
	CountryRaw string `json:"country_raw,omitzero"`
	// Free text; not a country code.
	Locality string `json:"locality,omitzero"`
}

// PlaidLink is the document's PlaidLink.
type PlaidLink struct {
	// When the person agreed at Plaid; a vendor may insist on it.
	ConsentedAt time.Time `json:"consented_at,omitzero"`
	// Plaid's processor token, passed through as it is.
	Token string `json:"token"`
}

// The codes of problems. More may come.
const (
	CodeInvalidRequest                = "invalid_request"
	CodeIdempotencyKeyMissing         = "idempotency_key_missing"
	CodeUnauthenticated               = "unauthenticated"
	CodePermissionDenied              = "permission_denied"
	CodeCustomerAuthorizationRequired = "customer_authorization_required"
	CodeConsentRequired               = "consent_required"
	CodeNotFound                      = "not_found"
	CodeCustomerNotFound              = "customer_not_found"
	CodeVerificationNotFound          = "verification_not_found"
	CodeRequirementNotFound           = "requirement_not_found"
	CodeAgreementNotFound             = "agreement_not_found"
	CodeTemplateNotFound              = "template_not_found"
	CodeBankAccountNotFound           = "bank_account_not_found"
	CodePaymentNotFound               = "payment_not_found"
	CodeIdempotencyInProgress         = "idempotency_in_progress"
	CodeOutcomeUnknownAfterRestore    = "outcome_unknown_after_restore"
	CodeAlreadyExists                 = "already_exists"
	CodeCustomerNotAtConnection       = "customer_not_at_connection"
	CodeVerificationAlreadyCompleted  = "verification_already_completed"
	CodeCustomerNotSubscribed         = "customer_not_subscribed"
	CodeDocumentTooLarge              = "document_too_large"
	CodeUnsupportedDocumentType       = "unsupported_document_type"
	CodeRequestTooLarge               = "request_too_large"
	CodeUnsupportedMediaType          = "unsupported_media_type"
	CodeMethodNotAllowed              = "method_not_allowed"
	CodeValidationFailed              = "validation_failed"
	CodeIdempotencyKeyReused          = "idempotency_key_reused"
	CodeBankAccountBlocked            = "bank_account_blocked"
	CodeOTPInvalid                    = "otp_invalid"
	CodeOTPExpired                    = "otp_expired"
	CodeVerificationFailed            = "verification_failed"
	CodeCustomerBlocked               = "customer_blocked"
	CodePreconditionFailedByVendor    = "precondition_failed_by_vendor"
	CodeVendorRejected                = "vendor_rejected"
	CodeOTPAttemptsExceeded           = "otp_attempts_exceeded"
	CodeRateLimited                   = "rate_limited"
	CodeOperationNotSupported         = "operation_not_supported"
	CodeVendorAuthFailed              = "vendor_auth_failed"
	CodeVendorConfigurationError      = "vendor_configuration_error"
	CodeVendorError                   = "vendor_error"
	CodeVendorProtocolError           = "vendor_protocol_error"
	CodePaymentOutcomeUnknown         = "payment_outcome_unknown"
	CodeVendorUnavailable             = "vendor_unavailable"
	CodeVendorTimeout                 = "vendor_timeout"
	CodeJournalUnavailable            = "journal_unavailable"
	CodeJournalRestored               = "journal_restored"
	CodeIssuerKeysUnavailable         = "issuer_keys_unavailable"
	CodeInternalError                 = "internal_error"
)

// Problem is the document's Problem.
type Problem struct {
	// Stable, for programs; GET /problems/{code} explains it.
	// Known values: invalid_request, idempotency_key_missing, unauthenticated, permission_denied, customer_authorization_required, consent_required, not_found, customer_not_found, verification_not_found, requirement_not_found, agreement_not_found, template_not_found, bank_account_not_found, payment_not_found, idempotency_in_progress, outcome_unknown_after_restore, already_exists, customer_not_at_connection, verification_already_completed, customer_not_subscribed, document_too_large, unsupported_document_type, request_too_large, unsupported_media_type, method_not_allowed, validation_failed, idempotency_key_reused, bank_account_blocked, otp_invalid, otp_expired, verification_failed, customer_blocked, precondition_failed_by_vendor, vendor_rejected, otp_attempts_exceeded, rate_limited, operation_not_supported, vendor_auth_failed, vendor_configuration_error, vendor_error, vendor_protocol_error, payment_outcome_unknown, vendor_unavailable, vendor_timeout, journal_unavailable, journal_restored, issuer_keys_unavailable, internal_error. More may come.
	Code string `json:"code"`
	// With customer_blocked: whom the vendor refuses. With already_exists: who it is, where that is known.
	CustomerID string `json:"customer_id,omitzero"`
	// What went wrong this time, safe to show.
	Detail string `json:"detail"`
	// Each mistake in the request.
	Errors []FieldError `json:"errors,omitzero"`
	// The path of the request.
	Instance string `json:"instance,omitzero"`
	// Whose fault it is.
	// Known values: caller, gateway, network, vendor. More may come.
	Origin string `json:"origin"`
	// Whether the vendor may have acted.
	// Known values: not_sent, unknown, answered. More may come.
	Outcome string `json:"outcome"`
	// With payment_outcome_unknown: what to ask about.
	PaymentID string `json:"payment_id,omitzero"`
	// The id to quote; the header Request-Id has it too.
	RequestID string `json:"request_id"`
	// Whether sending the same request again can help without doing anything twice.
	Retryable bool `json:"retryable"`
	// The HTTP status.
	Status int64 `json:"status"`
	// What went wrong, the same for every occurrence of the code.
	Title string `json:"title"`
	// /problems/{code}, a page about this code.
	Type string `json:"type"`
	// What the vendor said; only with scope vendor:read.
	Vendor *VendorDetail `json:"vendor,omitzero"`
}

// Receipt is the document's Receipt.
type Receipt struct {
	// known: the notification was taken before, or reports nothing new; nothing was emitted.
	// Known values: accepted, known. More may come.
	Status string `json:"status"`
}

// ReconciliationExceptionEvent is the document's ReconciliationExceptionEvent.
type ReconciliationExceptionEvent struct {
	// What changed.
	Data ReconciliationExceptionEventData `json:"data"`
	// Media type of data.
	Datacontenttype string `json:"datacontenttype,omitzero"`
	// Unique: the header webhook-id has it too. An event that comes twice has the same.
	ID string `json:"id"`
	// /connections/{name}, or /gateway for what concerns all of it.
	Source string `json:"source"`
	// Version of CloudEvents.
	Specversion string `json:"specversion"`
	// The sealed id of the resource.
	Subject string `json:"subject,omitzero"`
	// Whose event it is: an extension attribute. What concerns the whole gateway has none.
	Tenant string `json:"tenant,omitzero"`
	// When it happened.
	Time time.Time `json:"time"`
	// What happened.
	Type string `json:"type"`
}

// ReconciliationExceptionEventData is the document's ReconciliationExceptionEventData.
type ReconciliationExceptionEventData struct {
	// The exception, for operators to look it up.
	ExceptionID string `json:"exception_id"`
	// What kind of exception it is, such as orphan.
	ExceptionKind string `json:"exception_kind"`
	// Of reconciliation.exception: the file that it comes from.
	ImportID string `json:"import_id,omitzero"`
	// The payment that it is about.
	PaymentID string `json:"payment_id,omitzero"`
}

// RecordSource is the document's RecordSource.
type RecordSource struct {
	// Name of the authority.
	Name string `json:"name"`
}

// Reference is the document's Reference.
type Reference struct {
	// The connection through which it came.
	Connection string `json:"connection"`
	// Whose it is, where that was said.
	CustomerID string `json:"customer_id,omitzero"`
	// The caller's own id of the person.
	ExternalReference string `json:"external_reference,omitzero"`
	// Taken wherever an id of the type is.
	ID string `json:"id"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Kind of an agreement.
	// Known values: standard, ul, unknown. More may come.
	Kind string `json:"kind,omitzero"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// What the id names.
	// Known values: bank_account, agreement, verification, requirement, customer. More may come.
	Type string `json:"type"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	// The vendor's own keys, for those who talk to the vendor too.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
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
	// What the keys name.
	Type string `json:"type"`
	// What the vendor knows it by, under the names that vendor_ids has in its answers.
	VendorIDs map[string]any `json:"vendor_ids"`
}

// ReferenceDraftAgreement is the document's ReferenceDraftAgreement.
type ReferenceDraftAgreement struct {
	// Whose it is; of a bank account needed where the vendor keeps accounts by customer.
	CustomerID string `json:"customer_id,omitzero"`
	// Of an agreement.
	// One of standard, ul.
	Kind string `json:"kind,omitzero"`
	// What the keys name.
	Type string `json:"type"`
	// What the vendor knows it by, under the names that vendor_ids has in its answers.
	VendorIDs map[string]any `json:"vendor_ids"`
}

// ReferenceDraftBankAccount is the document's ReferenceDraftBankAccount.
type ReferenceDraftBankAccount struct {
	// Whose it is; of a bank account needed where the vendor keeps accounts by customer.
	CustomerID string `json:"customer_id,omitzero"`
	// What the keys name.
	Type string `json:"type"`
	// What the vendor knows it by, under the names that vendor_ids has in its answers.
	VendorIDs map[string]any `json:"vendor_ids"`
}

// ReferenceDraftCustomer is the document's ReferenceDraftCustomer.
type ReferenceDraftCustomer struct {
	// Whose it is; of a bank account needed where the vendor keeps accounts by customer.
	CustomerID string `json:"customer_id,omitzero"`
	// Of a customer: the caller's own id for this person, which means this customer from then on.
	ExternalReference string `json:"external_reference,omitzero"`
	// What the keys name.
	Type string `json:"type"`
	// What the vendor knows it by, under the names that vendor_ids has in its answers.
	VendorIDs map[string]any `json:"vendor_ids"`
}

// ReferenceDraftRequirement is the document's ReferenceDraftRequirement.
type ReferenceDraftRequirement struct {
	// Whose it is; of a bank account needed where the vendor keeps accounts by customer.
	CustomerID string `json:"customer_id,omitzero"`
	// What the keys name.
	Type string `json:"type"`
	// What the vendor knows it by, under the names that vendor_ids has in its answers.
	VendorIDs map[string]any `json:"vendor_ids"`
}

// ReferenceDraftVerification is the document's ReferenceDraftVerification.
type ReferenceDraftVerification struct {
	// Whose it is; of a bank account needed where the vendor keeps accounts by customer.
	CustomerID string `json:"customer_id,omitzero"`
	// What the keys name.
	Type string `json:"type"`
	// What the vendor knows it by, under the names that vendor_ids has in its answers.
	VendorIDs map[string]any `json:"vendor_ids"`
}

// Relation is the document's Relation.
type Relation struct {
	// Name of the other customer.
	Name string `json:"name,omitzero"`
	// The vendor's code of the relation.
	TypeCode string `json:"type_code,omitzero"`
	// The vendor's key of the other customer.
	VendorID string `json:"vendor_id,omitzero"`
}

// Representable is the document's Representable.
type Representable struct {
	// False also while an earlier attempt is under way or was paid.
	Allowed bool `json:"allowed"`
	// How many times it may still be sent.
	AttemptsLeft int64 `json:"attempts_left"`
	// The last day.
	Until string `json:"until,omitzero"`
}

// Requirement is the document's Requirement.
type Requirement struct {
	// Which files the vendor takes for it.
	Accepts *Accepts `json:"accepts,omitzero"`
	// About whom or what the vendor asks.
	AppliesTo *AppliesTo `json:"applies_to,omitzero"`
	// The vendor's title of its help text.
	AssistTitle string `json:"assist_title,omitzero"`
	// The connection through which it came.
	Connection string `json:"connection"`
	// When it was made, where that is known: RFC 3339, in UTC.
	CreatedAt time.Time `json:"created_at,omitzero"`
	// Of whom it is wanted.
	CustomerID string `json:"customer_id,omitzero"`
	// The requirement in the vendor's words.
	Description string `json:"description,omitzero"`
	// The vendor's name of the group that it belongs to.
	Group string `json:"group,omitzero"`
	// The id to use with this API. Opaque.
	ID string `json:"id"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// Plain text.
	Instructions string `json:"instructions,omitzero"`
	// The vendor's HTML, untrusted: sanitise it before showing it.
	InstructionsHTML string `json:"instructions_html,omitzero"`
	// How it is answered.
	// Known values: document_upload, text, date, choice, unknown. More may come.
	Kind string `json:"kind,omitzero"`
	// The vendor's own text for kind, where no table knows it or it cannot be read.
	KindRaw string `json:"kind_raw,omitzero"`
	// The vendor's keys for its texts in other languages.
	MessageKeys *MessageKeys `json:"message_keys,omitzero"`
	// The vendor's name of it.
	Name string `json:"name,omitzero"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// Of a choice: what can be chosen.
	Options []string `json:"options,omitzero"`
	// Whether it is wanted before or after the application is handed in.
	// Known values: pre_submission, post_submission. More may come.
	Phase string `json:"phase,omitzero"`
	// The vendor's key of the product that it belongs to.
	ProductID string `json:"product_id,omitzero"`
	// Whether the vendor insists on it.
	Required *bool `json:"required,omitzero"`
	// Whether the vendor looks at the answer before it counts.
	ReviewRequired *bool `json:"review_required,omitzero"`
	// Where it stands.
	// Known values: pending, submitted, skipped, waived, completed, unknown. More may come.
	Status string `json:"status"`
	// The vendor's own text for status, where no table knows it or it cannot be read.
	StatusRaw string `json:"status_raw,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// Ready to show: the vendor's placeholders are filled in.
	Title string `json:"title,omitzero"`
	// The title with the vendor's placeholders.
	TitleTemplate string `json:"title_template,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	// The vendor's own keys, for those who talk to the vendor too.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
}

// RequirementAnswer is the document's RequirementAnswer.
type RequirementAnswer struct {
	// One of the requirement's options.
	Choice string `json:"choice,omitzero"`
	// The answer to a requirement of kind date.
	Date string `json:"date,omitzero"`
	// true: the person passes it over, where the vendor allows that.
	Skip *bool `json:"skip,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// Empty for a requirement whose documents are uploaded: it hands them in.
	Text string `json:"text,omitzero"`
}

// RequirementsDraft is the document's RequirementsDraft.
type RequirementsDraft map[string]any

// ReturnWindow is the document's ReturnWindow.
type ReturnWindow struct {
	// The last day for a return of any other reason.
	OrdinaryUntil string `json:"ordinary_until"`
	// For returns of unauthorized debits.
	UnauthorizedUntil string `json:"unauthorized_until,omitzero"`
}

// SandboxAction is the document's SandboxAction.
type SandboxAction struct {
	// Name of the action.
	Action string `json:"action"`
	// What it does.
	Note string `json:"note"`
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
	// Media type of the file.
	ContentType string `json:"content_type"`
	// Name of the file, for the path.
	Name string `json:"name"`
	// What it holds.
	Note string `json:"note"`
}

// SandboxMoved is the document's SandboxMoved.
type SandboxMoved struct {
	// The action that was done.
	Action string `json:"action"`
	// Of a return or a change.
	Code string `json:"code,omitzero"`
	// The sandbox.
	Connection string `json:"connection"`
	// By the sandbox's clock.
	Now time.Time `json:"now"`
	// The kind of resource: always this word.
	Object string `json:"object"`
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
	// The value that makes it.
	Value string `json:"value"`
}

// SandboxView is the document's SandboxView.
type SandboxView struct {
	// How its world can be moved.
	Actions []SandboxAction `json:"actions"`
	// The sandbox.
	Connection string `json:"connection"`
	// What the vendor would send about the payments.
	Files []SandboxFileView `json:"files"`
	// By the sandbox's clock, which advance_clock turns.
	Now time.Time `json:"now"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// What value makes what answer.
	Values []SandboxValue `json:"values"`
	// The vendor that it stands in for.
	Vendor string `json:"vendor"`
}

// Screening is the document's Screening.
type Screening struct {
	// The vendor's code of the category.
	CategoryCode string `json:"category_code,omitzero"`
	// When the person was last screened.
	CheckedAt time.Time `json:"checked_at,omitzero"`
	// The day of the last review.
	LastReviewedOn string `json:"last_reviewed_on,omitzero"`
	// The vendor's own text for last_reviewed_on, where no table knows it or it cannot be read.
	LastReviewedOnRaw string `json:"last_reviewed_on_raw,omitzero"`
	// The day of the next review.
	NextReviewOn string `json:"next_review_on,omitzero"`
	// The vendor's own text for next_review_on, where no table knows it or it cannot be read.
	NextReviewOnRaw string `json:"next_review_on_raw,omitzero"`
	// Politically exposed person.
	PEP *bool `json:"pep,omitzero"`
	// The vendor's code of the kind of politically exposed person.
	PEPCategoryCode string `json:"pep_category_code,omitzero"`
	// The vendor's code of the risk.
	RiskRatingCode string `json:"risk_rating_code,omitzero"`
	// What the screening came to.
	// Known values: not_started, clear, in_review, rejected, unknown. More may come.
	Status string `json:"status,omitzero"`
	// The vendor's own text for status, where no table knows it or it cannot be read.
	StatusRaw string `json:"status_raw,omitzero"`
}

// ScreeningDraft is the document's ScreeningDraft.
type ScreeningDraft struct {
	// Politically exposed person.
	PEP *bool `json:"pep,omitzero"`
	// The vendor's code of the kind of politically exposed person.
	PEPCategoryCode string `json:"pep_category_code,omitzero"`
	// The vendor's code of the risk.
	RiskRatingCode string `json:"risk_rating_code,omitzero"`
}

// SecretIdentifier is the document's SecretIdentifier.
type SecretIdentifier struct {
	// The number. It is passed through, and never kept or answered.
	Number string `json:"number"`
	// Kind of number.
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
	// The vendor's key of the subscription.
	ID string `json:"id,omitzero"`
	// The vendor's word for its state.
	Status string `json:"status,omitzero"`
	// Kind of product.
	Type string `json:"type,omitzero"`
}

// SupplementaryView is the document's SupplementaryView.
type SupplementaryView struct {
	// Of several connections those that have it.
	Connections []string `json:"connections,omitzero"`
	// request, answer or both.
	In []string `json:"in"`
	// Characters, or elements of a list.
	MaxLength *int64 `json:"max_length,omitzero"`
	// The vendor's name of the member.
	Name string `json:"name"`
	// What else is to be known of it.
	Note string `json:"note,omitzero"`
	// Answered with scope pii:read only.
	Personal bool `json:"personal"`
	// Whether the vendor cannot do without it.
	Required bool `json:"required"`
	// Where it is required under a condition only.
	RequiredWhen string `json:"required_when,omitzero"`
	// Type of the value.
	// Known values: string, boolean, integer, decimal, date, object, list. More may come.
	Type string `json:"type"`
	// The values that it may have.
	Values []string `json:"values,omitzero"`
}

// TaxID is the document's TaxID.
type TaxID struct {
	// The country of the tax office, ISO 3166-1 alpha-2.
	Country string `json:"country,omitzero"`
	// The number. It is never answered.
	ID string `json:"id,omitzero"`
}

// VendorDetail is the document's VendorDetail.
type VendorDetail struct {
	// The vendor's code of the error.
	Code string `json:"code,omitzero"`
	// The connection whose vendor said it.
	Connection string `json:"connection,omitzero"`
	// The vendor's HTTP status.
	HTTPStatus *int64 `json:"http_status,omitzero"`
	// What the vendor says is wrong, where that is no field of this API.
	Location string `json:"location,omitzero"`
	// The vendor's words, with long numbers masked.
	Message string `json:"message,omitzero"`
	// What else the vendor said: a link, or JSON as text.
	MoreInfo string `json:"more_info,omitzero"`
	// The vendor's id of the request, to quote to it.
	RequestID string `json:"request_id,omitzero"`
	// The vendor's kind of error.
	Type string `json:"type,omitzero"`
}

// Verification is the document's Verification.
type Verification struct {
	// How many wrong passwords the vendor still takes.
	AttemptsRemaining *int64 `json:"attempts_remaining,omitzero"`
	// Where the OTP went, masked.
	ChannelHint string `json:"channel_hint,omitzero"`
	// The connection through which it came.
	Connection string `json:"connection"`
	// The consent that was given with it.
	Consent *Consent `json:"consent,omitzero"`
	// When it was made, where that is known: RFC 3339, in UTC.
	CreatedAt time.Time `json:"created_at,omitzero"`
	// Whose verification it is, where that was said.
	CustomerID string `json:"customer_id,omitzero"`
	// When the password lapses.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// The id to use with this API. Opaque.
	ID string `json:"id"`
	// JSON Pointers into the request: what this vendor has no place for. It was not sent.
	Ignored []string `json:"ignored,omitzero"`
	// How the person is verified.
	// Known values: aadhaar_otp, email_otp, sms_otp. More may come.
	Method string `json:"method"`
	// The kind of resource: always this word.
	Object string `json:"object"`
	// Where it stands.
	// Known values: pending, verified, failed, expired, unknown. More may come.
	Status string `json:"status"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
	// With ?include=vendor_data: the vendor's answer, redacted.
	VendorData json.RawMessage `json:"vendor_data,omitzero"`
	// The vendor's own keys, for those who talk to the vendor too.
	VendorIDs map[string]any `json:"vendor_ids,omitzero"`
	// What was verified, as OIDC for Identity Assurance says it.
	VerifiedClaims *VerifiedClaims `json:"verified_claims,omitzero"`
}

// VerificationCompletedEvent is the document's VerificationCompletedEvent.
type VerificationCompletedEvent struct {
	// What changed.
	Data VerificationCompletedEventData `json:"data"`
	// Media type of data.
	Datacontenttype string `json:"datacontenttype,omitzero"`
	// Unique: the header webhook-id has it too. An event that comes twice has the same.
	ID string `json:"id"`
	// /connections/{name}, or /gateway for what concerns all of it.
	Source string `json:"source"`
	// Version of CloudEvents.
	Specversion string `json:"specversion"`
	// The sealed id of the resource.
	Subject string `json:"subject,omitzero"`
	// Whose event it is: an extension attribute. What concerns the whole gateway has none.
	Tenant string `json:"tenant,omitzero"`
	// When it happened.
	Time time.Time `json:"time"`
	// What happened.
	Type string `json:"type"`
}

// VerificationCompletedEventData is the document's VerificationCompletedEventData.
type VerificationCompletedEventData struct {
	// The customer that it is about.
	CustomerID string `json:"customer_id,omitzero"`
	// What became of it.
	Status string `json:"status"`
	// The verification that it is about.
	VerificationID string `json:"verification_id"`
}

// VerificationConfirmation is the document's VerificationConfirmation.
type VerificationConfirmation struct {
	// Needed again for aadhaar_otp.
	Consent *Consent `json:"consent,omitzero"`
	// Needed again for aadhaar_otp: the number is not kept in the id.
	Identifier *SecretIdentifier `json:"identifier,omitzero"`
	// The one-time password that the person typed.
	OTP string `json:"otp"`
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
	// How the person is verified; it says what else the body has.
	Method string `json:"method"`
	// For sms_otp.
	Phone string `json:"phone,omitzero"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// VerificationDraftAadhaarOtp is the document's VerificationDraftAadhaarOtp.
type VerificationDraftAadhaarOtp struct {
	// For aadhaar_otp: granted true, text_id and granted_at.
	Consent Consent `json:"consent"`
	// Whose verification it is: it is made where that customer is known, and names it.
	CustomerID string `json:"customer_id,omitzero"`
	// For aadhaar_otp; with sms_otp where the vendor wants it.
	Identifier SecretIdentifier `json:"identifier"`
	// How the person is verified; it says what else the body has.
	Method string `json:"method"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// VerificationDraftEmailOtp is the document's VerificationDraftEmailOtp.
type VerificationDraftEmailOtp struct {
	// Whose verification it is: it is made where that customer is known, and names it.
	CustomerID string `json:"customer_id,omitzero"`
	// For email_otp.
	Email string `json:"email"`
	// How the person is verified; it says what else the body has.
	Method string `json:"method"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// VerificationDraftSmsOtp is the document's VerificationDraftSmsOtp.
type VerificationDraftSmsOtp struct {
	// For sms_otp: the end user's device, all three members.
	ClientContext *ClientContext `json:"client_context,omitzero"`
	// Whose verification it is: it is made where that customer is known, and names it.
	CustomerID string `json:"customer_id,omitzero"`
	// For aadhaar_otp; with sms_otp where the vendor wants it.
	Identifier *SecretIdentifier `json:"identifier,omitzero"`
	// How the person is verified; it says what else the body has.
	Method string `json:"method"`
	// For sms_otp.
	Phone string `json:"phone"`
	// What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only.
	SupplementaryData map[string]any `json:"supplementary_data,omitzero"`
}

// VerifiedClaims is the document's VerifiedClaims.
type VerifiedClaims struct {
	// The facts that were verified.
	Claims Claims `json:"claims"`
	// How they were verified.
	Verification ClaimsVerification `json:"verification"`
}

// Visa is the document's Visa.
type Visa struct {
	// The last day on which the visa is valid.
	ExpiresOn string `json:"expires_on,omitzero"`
	// The vendor's own text for expires_on, where no table knows it or it cannot be read.
	ExpiresOnRaw string `json:"expires_on_raw,omitzero"`
	// The visa's number. On read: only with scope pii:read.
	Number string `json:"number,omitzero"`
}

// Wallet is the document's Wallet.
type Wallet struct {
	// How the wallet is named.
	// Known values: namespace, custom_namespace, wallet_address. More may come.
	Type string `json:"type"`
	// The wallet's name or address.
	Value string `json:"value"`
}

// Warning is the document's Warning.
type Warning struct {
	// That of the problem which it would have been: bank_account_blocked.
	Code string `json:"code"`
	// The doubt in words.
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
//
// Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `requirement_not_found`, `idempotency_in_progress`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) AnswerRequirement(ctx context.Context, id string, body RequirementAnswer, options ...Option) (*Answer[Requirement], error) {
	return call[Requirement](ctx, c, operation{"answer_requirement", "POST", "/v1/requirements/{id}/response", "keyed"}, []string{id}, nil, body, options)
}

// ConfirmVerification: Give the one-time password back. A connection whose operations lack confirm_verification takes the password with POST /v1/customers instead, as `verification.otp`.
//
// Done once for each Idempotency-Key. Needs the scope `verifications:write`.
//
// Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `consent_required`, `not_found`, `verification_not_found`, `idempotency_in_progress`, `verification_already_completed`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `otp_invalid`, `otp_expired`, `verification_failed`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) ConfirmVerification(ctx context.Context, id string, body VerificationConfirmation, options ...Option) (*Answer[Verification], error) {
	return call[Verification](ctx, c, operation{"confirm_verification", "POST", "/v1/verifications/{id}/confirm", "keyed"}, []string{id}, nil, body, options)
}

// CreateAgreement: Put agreements to a person. Done once for each Idempotency-Key. Needs the scope `agreements:write`.
//
// Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) CreateAgreement(ctx context.Context, body AgreementDraft, options ...Option) (*Answer[ListAgreement], error) {
	return call[ListAgreement](ctx, c, operation{"create_agreement", "POST", "/v1/agreements", "keyed"}, []string{}, nil, body, options)
}

// CreateCustomer: Create a customer. What the vendor needs beyond the body is named by the answer 422; what it has no place for, by `ignored`.
//
// Done once for each Idempotency-Key. Needs the scope `customers:write`.
//
// Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `customer_not_found`, `idempotency_in_progress`, `already_exists`, `customer_not_at_connection`, `document_too_large`, `unsupported_document_type`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `otp_invalid`, `otp_expired`, `customer_blocked`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) CreateCustomer(ctx context.Context, body CustomerDraft, options ...Option) (*Answer[Customer], error) {
	return call[Customer](ctx, c, operation{"create_customer", "POST", "/v1/customers", "keyed"}, []string{}, nil, body, options)
}

// CreateCustomerReference: Make a customer id of a key known from the vendor. Idempotent: doing it twice is like doing it once. Needs the scope `customers:reference`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `idempotency_in_progress`, `already_exists`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) CreateCustomerReference(ctx context.Context, body CustomerReference, options ...Option) (*Answer[Customer], error) {
	return call[Customer](ctx, c, operation{"create_customer_reference", "POST", "/v1/customers/references", "idempotent"}, []string{}, nil, body, options)
}

// CreatePayment: Move money. Done once for each Idempotency-Key, and never retried once it was sent. Needs the scope `payments:write`.
//
// Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `customer_not_found`, `bank_account_not_found`, `payment_not_found`, `idempotency_in_progress`, `outcome_unknown_after_restore`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `bank_account_blocked`, `precondition_failed_by_vendor`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `payment_outcome_unknown`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) CreatePayment(ctx context.Context, body PaymentDraft, options ...Option) (*Answer[Payment], error) {
	return call[Payment](ctx, c, operation{"create_payment", "POST", "/v1/payments", "payment"}, []string{}, nil, body, options)
}

// CreateReference: Make an id of a bank account, agreement, verification, requirement or customer known from the vendor. Idempotent: doing it twice is like doing it once. Needs the scope `customers:reference`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_not_found`, `idempotency_in_progress`, `already_exists`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) CreateReference(ctx context.Context, body ReferenceDraft, options ...Option) (*Answer[Reference], error) {
	return call[Reference](ctx, c, operation{"create_reference", "POST", "/v1/references", "idempotent"}, []string{}, nil, body, options)
}

// CreateRequirements: Let the vendor make its additional questions. Done once for each Idempotency-Key. Needs the scope `requirements:write`.
//
// Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) CreateRequirements(ctx context.Context, id string, body RequirementsDraft, options ...Option) (*Answer[ListRequirement], error) {
	return call[ListRequirement](ctx, c, operation{"create_requirements", "POST", "/v1/customers/{id}/requirements", "keyed"}, []string{id}, nil, body, options)
}

// DecideAgreement: Record what the person decided. Idempotent: doing it twice is like doing it once. Needs the scope `agreements:write`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `agreement_not_found`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
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

// ForgetCustomerReferences: Forget what the caller's own id of a person means. The vendors' records stay, and so do the customers' ids.
//
// Idempotent: doing it twice is like doing it once. Needs the scope `customers:write`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) ForgetCustomerReferences(ctx context.Context, query ForgetCustomerReferencesQuery, options ...Option) (*Answer[struct{}], error) {
	return call[struct{}](ctx, c, operation{"forget_customer_references", "DELETE", "/v1/customers/references", "idempotent"}, []string{}, query.values(), nil, options)
}

// GetAgreement: Read an agreement. Safe: it may be repeated. Needs the scope `agreements:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `agreement_not_found`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) GetAgreement(ctx context.Context, id string, options ...Option) (*Answer[Agreement], error) {
	return call[Agreement](ctx, c, operation{"get_agreement", "GET", "/v1/agreements/{id}", "safe"}, []string{id}, nil, nil, options)
}

// GetAgreementTemplate: Read a legal text that is the same for everybody. Safe: it may be repeated. Needs the scope `agreements:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `template_not_found`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) GetAgreementTemplate(ctx context.Context, kind string, options ...Option) (*Answer[AgreementTemplate], error) {
	return call[AgreementTemplate](ctx, c, operation{"get_agreement_template", "GET", "/v1/agreement_templates/{type}", "safe"}, []string{kind}, nil, nil, options)
}

// GetConnection: Read a connection and what it can do. Safe: it may be repeated. Needs the scope `connections:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
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
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
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
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_authorization_required`, `not_found`, `customer_not_found`, `customer_not_at_connection`, `customer_not_subscribed`, `validation_failed`, `customer_blocked`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) GetCustomer(ctx context.Context, id string, query GetCustomerQuery, options ...Option) (*Answer[Customer], error) {
	return call[Customer](ctx, c, operation{"get_customer", "GET", "/v1/customers/{id}", "safe"}, []string{id}, query.values(), nil, options)
}

// GetPayment: Read a payment. Safe: it may be repeated. Needs the scope `payments:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `payment_not_found`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) GetPayment(ctx context.Context, id string, options ...Option) (*Answer[Payment], error) {
	return call[Payment](ctx, c, operation{"get_payment", "GET", "/v1/payments/{id}", "safe"}, []string{id}, nil, nil, options)
}

// GetSandbox: List what value makes what answer in a sandbox, and how its world can be moved. A connection that is no sandbox has none.
//
// Safe: it may be repeated. Needs the scope `connections:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) GetSandbox(ctx context.Context, name string, options ...Option) (*Answer[SandboxView], error) {
	return call[SandboxView](ctx, c, operation{"get_sandbox", "GET", "/v1/connections/{name}/sandbox", "safe"}, []string{name}, nil, nil, options)
}

// GetSandboxFile: Read a file that the vendor would send about the payments of a sandbox. The headers Coverage-From, Coverage-To and Coverage-Complete say of which time the file knows everything, as imports take them. Names and account numbers in it are invented.
//
// Safe: it may be repeated. Needs the scope `sandbox:control`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) GetSandboxFile(ctx context.Context, name string, file string, options ...Option) (*Answer[Text], error) {
	return call[Text](ctx, c, operation{"get_sandbox_file", "GET", "/v1/connections/{name}/sandbox/files/{file}", "safe"}, []string{name, file}, nil, nil, options)
}

// LinkBankAccount: Link a bank account by its numbers, or what a person chose at Plaid: a list. Done once for each Idempotency-Key. Needs the scope `bank_accounts:write`.
//
// Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `bank_account_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) LinkBankAccount(ctx context.Context, id string, body BankAccountDraft, options ...Option) (*Answer[ListBankAccount], error) {
	return call[ListBankAccount](ctx, c, operation{"link_bank_account", "POST", "/v1/customers/{id}/bank_accounts", "keyed"}, []string{id}, nil, body, options)
}

// ListAgreements: List agreements. Safe: it may be repeated. Needs the scope `agreements:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) ListAgreements(ctx context.Context, options ...Option) (*Answer[ListAgreement], error) {
	return call[ListAgreement](ctx, c, operation{"list_agreements", "GET", "/v1/agreements", "safe"}, []string{}, nil, nil, options)
}

// ListBankAccounts: List a customer's bank accounts. Safe: it may be repeated. Needs the scope `bank_accounts:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `bank_account_not_found`, `customer_not_at_connection`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) ListBankAccounts(ctx context.Context, id string, options ...Option) (*Answer[ListBankAccount], error) {
	return call[ListBankAccount](ctx, c, operation{"list_bank_accounts", "GET", "/v1/customers/{id}/bank_accounts", "safe"}, []string{id}, nil, nil, options)
}

// ListConnections: List connections and what each can do. Safe: it may be repeated. Needs the scope `connections:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
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

// ListCustomerReferences: List the records of a person, by the caller's own id. No vendor is called. A reference that nobody gave has an empty list.
//
// Safe: it may be repeated. Needs the scope `customers:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
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

// ListFields: List the fields of a request, at the connections that the routes would choose for it. Of several connections a field is required when any of them needs it.
//
// Safe: it may be repeated. Needs the scope `connections:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) ListFields(ctx context.Context, query ListFieldsQuery, options ...Option) (*Answer[FieldListView], error) {
	return call[FieldListView](ctx, c, operation{"list_fields", "GET", "/v1/fields", "safe"}, []string{}, query.values(), nil, options)
}

// ListOffersQuery narrows ListOffers; what is empty does not.
type ListOffersQuery struct {
	// Only offers of this campaign.
	CampaignID string
	// Only offers of this wave.
	WaveID string
	// The vendor's encrypted account id, opaque.
	AccountRef string
	// The vendor's encrypted card id, opaque.
	CardRef string
	// Only the offer with this key of the vendor's.
	OfferID string
	// Only offers for this segment.
	SegmentCategory string
	// Whether virtual products are offered too. One of true, false.
	Virtual string
	// Only offers of this product.
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
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_authorization_required`, `not_found`, `customer_not_found`, `customer_not_at_connection`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) ListOffers(ctx context.Context, id string, query ListOffersQuery, options ...Option) (*Answer[ListOffer], error) {
	return call[ListOffer](ctx, c, operation{"list_offers", "GET", "/v1/customers/{id}/offers", "safe"}, []string{id}, query.values(), nil, options)
}

// ListPaymentsQuery narrows ListPayments; what is empty does not.
type ListPaymentsQuery struct {
	// Only payments in this state. One of created, submitted, processing, settled, returned, failed, canceled, unknown.
	Status string
	// Only payments of this customer.
	CustomerID string
	// Only payments of this bank account.
	BankAccountID string
	// Only payments in this direction. One of debit, credit.
	Direction string
	// Only payments that came back with this code, such as R01.
	ReturnCode string
	// The caller's own, to find a payment whose id got lost.
	Reference string
	// The vendor's reference.
	VendorReference string
	// Exclusive, as the other bounds.
	CreatedAfter time.Time
	// Only payments made before, exclusive.
	CreatedBefore time.Time
	// Orders the list by the last change. Ascending, with the updated_at of the last payment seen, it gives all that changed since.
	UpdatedAfter time.Time
	// desc, newest first, where it is left out. One of asc, desc.
	Order string
	// next_cursor of the page before.
	Cursor string
	// How many payments a page has; 50 where it is left out.
	Limit int
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
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_not_found`, `bank_account_not_found`, `customer_not_at_connection`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
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
	// Only requirements of this phase. One of pre_submission, post_submission.
	Phase string
}

func (q ListRequirementsQuery) values() url.Values {
	v := url.Values{}
	set(v, "phase", q.Phase)
	return v
}

// ListRequirements: List what the vendor still wants of a customer. Safe: it may be repeated. Needs the scope `requirements:read`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `customer_not_at_connection`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) ListRequirements(ctx context.Context, id string, query ListRequirementsQuery, options ...Option) (*Answer[ListRequirement], error) {
	return call[ListRequirement](ctx, c, operation{"list_requirements", "GET", "/v1/customers/{id}/requirements", "safe"}, []string{id}, query.values(), nil, options)
}

// ListSandboxEventsQuery narrows ListSandboxEvents; what is empty does not.
type ListSandboxEventsQuery struct {
	// The next_cursor of the page before. Without it the page is empty, and its next_cursor is where events begin from now on.
	Cursor string
	// How many events a page has at most.
	Limit int
}

func (q ListSandboxEventsQuery) values() url.Values {
	v := url.Values{}
	set(v, "cursor", q.Cursor)
	setInt(v, "limit", q.Limit)
	return v
}

// ListSandboxEvents: List what subscribers would be told of a sandbox, oldest first. `has_more` is false on every page; ask again with `next_cursor` after a while. `canongate listen` does so, and forwards the events, signed, to a program under development. Elsewhere events are delivered to the subscribers of the configuration.
//
// Safe: it may be repeated. Needs the scope `sandbox:control`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
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
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_not_found`, `customer_not_at_connection`, `customer_not_subscribed`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `customer_blocked`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) LookupCustomer(ctx context.Context, body CustomerLookup, options ...Option) (*Answer[Customer], error) {
	return call[Customer](ctx, c, operation{"lookup_customer", "POST", "/v1/customers/lookup", "safe"}, []string{}, nil, body, options)
}

// MoveSandbox: Move a sandbox's world. Turns of the clock add up. A connection that is no sandbox has no world to move.
//
// Idempotent: doing it twice is like doing it once. Needs the scope `sandbox:control`.
//
// Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `verification_not_found`, `payment_not_found`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) MoveSandbox(ctx context.Context, name string, body SandboxDraft, options ...Option) (*Answer[SandboxMoved], error) {
	return call[SandboxMoved](ctx, c, operation{"move_sandbox", "POST", "/v1/connections/{name}/sandbox/actions", "idempotent"}, []string{name}, nil, body, options)
}

// StartVerification: Send a one-time password. Done once for each Idempotency-Key. Needs the scope `verifications:write`.
//
// Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `consent_required`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `verification_failed`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) StartVerification(ctx context.Context, body VerificationDraft, options ...Option) (*Answer[Verification], error) {
	return call[Verification](ctx, c, operation{"start_verification", "POST", "/v1/verifications", "keyed"}, []string{}, nil, body, options)
}

// UpdateCustomer: Change a customer: absent fields are kept, null clears. A vendor may know this for co-applicants only: then the id of an applicant is refused.
//
// Done once for each Idempotency-Key. Needs the scope `customers:write`.
//
// Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `customer_not_subscribed`, `document_too_large`, `unsupported_document_type`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `otp_invalid`, `otp_expired`, `customer_blocked`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
// body is what json.Marshal makes a merge patch of: a map can say null.
func (c *Client) UpdateCustomer(ctx context.Context, id string, body any, options ...Option) (*Answer[Customer], error) {
	return call[Customer](ctx, c, operation{"update_customer", "PATCH", "/v1/customers/{id}", "keyed"}, []string{id}, nil, body, options)
}

// UploadDocument: Upload a document. Also as multipart/form-data: a part `document` with the JSON, without content, and a part `file` with the bytes.
//
// Done once for each Idempotency-Key. Needs the scope `documents:write`.
//
// Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `requirement_not_found`, `idempotency_in_progress`, `document_too_large`, `unsupported_document_type`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
func (c *Client) UploadDocument(ctx context.Context, body DocumentDraft, options ...Option) (*Answer[Document], error) {
	return call[Document](ctx, c, operation{"upload_document", "POST", "/v1/documents", "keyed"}, []string{}, nil, body, options)
}
