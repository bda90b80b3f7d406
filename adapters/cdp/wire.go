package cdp

import (
	"cmp"
	"encoding/json"
	"strconv"
	"time"

	"canongate/adapters/internal/lenientjson"
)

// The paths below the connection's base URL (CDP-26: only the first two parts
// of CDP's own paths agree with them).
const (
	tokenPath    = "/auth/realms/cdp/protocol/openid-connect/token" //nolint:gosec // a path, no credential
	validatePath = "/caas/api/v2/customer/validate"
	onboardPath  = "/caas-lcm/api/v1/CAAS/onBoarding/customer"
	customerPath = "/caas/api/v2/customer/"
)

// text is trimmed and may have been a number or null: CDP writes "none" as
// null, "" or " " (CDP-12) and codes in both types (CDP-6, CDP-13).
type text = lenientjson.String

// number is a whole number in decimal digits; "" is none. CDP reads numbers
// only where it documents them and writes some of them as text (CDP-13).
type number string

// TakesWord says what UnmarshalJSON does, for compiled decoders.
func (number) TakesWord() {}

func (n *number) UnmarshalJSON(b []byte) error { return (*text)(n).UnmarshalJSON(b) }

// MarshalJSON writes none as 0 (CDP-11).
func (n number) MarshalJSON() ([]byte, error) {
	if n == "" {
		return []byte("0"), nil
	}
	return []byte(n), nil
}

// truth is a boolean that may be open (CDP-12). CDP documents true and false;
// words for them are read as well.
type truth struct{ lenientjson.Bool }

func truthOf(p *bool) truth { return truth{lenientjson.Bool{Known: p != nil, Value: deref(p)}} }

// MarshalJSON writes true or false.
func (t truth) MarshalJSON() ([]byte, error) { return strconv.AppendBool(nil, t.Value), nil }

// moment is an instant. CDP writes RFC 3339, which is read without making a text
// of it; said is what is none.
type moment struct {
	at   time.Time
	said text
}

func (m *moment) UnmarshalJSON(b []byte) error {
	if m.at.UnmarshalJSON(b) == nil {
		if m.at = m.at.UTC(); m.at.Year() > 1900 && m.at.Year() <= 9999 { // before that are ways to say none
			return nil
		}
	}
	m.at = time.Time{}
	return m.said.UnmarshalJSON(b)
}

// validation asks for a customer by document ("Customer validate"). The type
// is a string here and a number everywhere else (CDP-13).
type validation struct {
	IDNumber string `json:"idNumber"`
	IDType   string `json:"idType"`
}

// person holds the root members that are asked ("Customer onboarding") and
// answered ("Get customer") alike.
type person struct {
	ECRN                  text   `json:"ecrn,omitempty"`
	Salutation            text   `json:"salutation,omitempty"`
	FirstName             text   `json:"first_name,omitempty"`
	MiddleName            text   `json:"middle_name,omitempty"`
	LastName              text   `json:"last_name,omitempty"`
	PreferredName         text   `json:"preferred_name,omitempty"`
	MothersMaidenName     text   `json:"mothers_maiden_name,omitempty"`
	DateOfBirth           text   `json:"date_of_birth,omitempty"`
	Gender                text   `json:"gender,omitempty"`
	Nationality           text   `json:"nationality,omitempty"`
	SecondNationality     text   `json:"second_nationality,omitempty"`
	NativeRegion          number `json:"native_region,omitempty"`
	CountryOfBirth        text   `json:"country_of_birth,omitempty"`
	PlaceOfBirth          text   `json:"place_of_birth,omitempty"` // free text, such as "INDIA" (CDP-22)
	CountryOfResidence    text   `json:"country_of_residence,omitempty"`
	ResidentTypeID        number `json:"resident_type_id,omitempty"`
	PrimaryMobileNumber   text   `json:"primary_mobile_number,omitempty"`
	SecondaryMobileNumber text   `json:"secondary_mobile_number,omitempty"`
	PhoneNumber           text   `json:"phone_number,omitempty"`
	EmailID               text   `json:"email_id,omitempty"`
	OccupationID          number `json:"occupation_id,omitempty"`
	PoliticalExposed      truth  `json:"political_exposed_person,omitzero"`
}

// classification is asked and answered alike, as person is.
type classification struct {
	CustomerTypeID          number `json:"customer_type_id,omitempty"`
	SocialSecurityNumber    text   `json:"social_security_number,omitempty"`
	TaxRegistrationNumber   number `json:"tax_registration_number,omitempty"`
	TxnIssuedCountry        text   `json:"txn_issued_country,omitempty"`
	PersonalMohreID         text   `json:"personal_mohre_id,omitempty"`
	ShowRemarksOnTxn        truth  `json:"show_remarks_on_txn,omitzero"`
	FirstLanguage           text   `json:"first_language,omitempty"`
	MaritalStatus           number `json:"marital_status,omitempty"`
	DNFBP                   truth  `json:"dnfbp,omitzero"`
	DPMS                    truth  `json:"dpms,omitzero"`
	ProfileCategory         number `json:"profile_category,omitempty"`
	AnnualIncomeRangeID     number `json:"annual_income_range_id,omitempty"`
	AnnualIncomeCurrency    text   `json:"annual_income_currency_code,omitempty"`
	IncomeType              number `json:"income_type,omitempty"`
	ReasonForAcc            text   `json:"reason_for_acc,omitempty"`
	TxnVolMonth             number `json:"txn_vol_month,omitempty"`
	TxnCountMonth           number `json:"txn_count_month,omitempty"`
	EmployerName            text   `json:"employer_name,omitempty"`
	EmployerAddress         text   `json:"employer_address,omitempty"`
	EmployerPhone           text   `json:"employer_phone,omitempty"`
	EmployerECRN            text   `json:"employer_ecrn,omitempty"`
	EmployerEstablishmentID text   `json:"employer_establishment_id,omitempty"`
	ProfessionCategory      text   `json:"profession_category,omitempty"`
	RiskRatingID            number `json:"risk_rating_id,omitempty"`
	PEPCategory             number `json:"pep_category,omitempty"`
	CustomerRemarks         text   `json:"customer_remarks,omitempty"`
	AgentRefNo              text   `json:"agent_ref_no,omitempty"`
}

type address struct {
	AddressTypeID text   `json:"address_type_id,omitempty"`
	BuildingName  text   `json:"building_name,omitempty"`
	StreetName    text   `json:"street_name,omitempty"`
	Landmark      text   `json:"landmark,omitempty"`
	City          text   `json:"city,omitempty"`
	District      text   `json:"district,omitempty"`
	State         text   `json:"state,omitempty"`
	Country       text   `json:"country,omitempty"`
	Zip           number `json:"zip"`
	MobileNumber  text   `json:"mobile_number,omitempty"`
}

type identity struct {
	IDType         number `json:"id_type,omitempty"`
	IDNumber       text   `json:"id_number,omitempty"`
	VisaNumber     text   `json:"visa_number,omitempty"` // "0" is none (CDP-12)
	VisaExpiryDate text   `json:"visa_expiry_date,omitempty"`
	NameAsPerID    text   `json:"name_as_per_id,omitempty"`
	IssuedCountry  text   `json:"issued_country,omitempty"`
	IssuedBy       text   `json:"issued_by,omitempty"`
	IssuedAt       text   `json:"issued_at,omitempty"`
	IssuedOn       text   `json:"issued_on,omitempty"`
	DateOfExpiry   text   `json:"date_of_expiry,omitempty"`
	DefaultStatus  truth  `json:"default_status"`
	ActiveStatus   truth  `json:"active_status"`
}

// onboarding creates a customer, or with an ecrn updates one ("Customer
// onboarding").
type onboarding struct {
	Channel         string `json:"channel,omitempty"`
	UpdatedBy       string `json:"updated_by,omitempty"`
	AgentLocationID text   `json:"agent_location_id,omitempty"`
	person
	AdditionalDocs []additionalDoc    `json:"additional_docs,omitzero"`
	AddressList    []address          `json:"address_list,omitzero"`
	IDDetails      []idDetail         `json:"id_details,omitzero"`
	Classification sentClassification `json:"customer_classification,omitzero"`

	nulls []string // members to clear
}

func (o onboarding) body() ([]byte, error) {
	b, err := json.Marshal(o)
	return withNulls(b, o.nulls), err
}

type sentClassification struct {
	classification
	SocialLinks  []socialLink `json:"social_links,omitzero"`
	ProfilePhoto *picture     `json:"profile_photo,omitempty"`

	nulls []string // members to clear
}

// MarshalJSON writes the members to clear as null.
func (c sentClassification) MarshalJSON() ([]byte, error) {
	type plain sentClassification
	b, err := json.Marshal(plain(c))
	return withNulls(b, c.nulls), err
}

// withNulls adds members that are null to an object: a struct can only leave
// them out.
func withNulls(object []byte, names []string) []byte {
	if len(names) == 0 {
		return object
	}
	out := object[:len(object)-1]
	for _, name := range names {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, `"`+name+`":null`...)
	}
	return append(out, '}')
}

type idDetail struct {
	identity
	IDFront *picture `json:"id_front,omitempty"`
	IDBack  *picture `json:"id_back,omitempty"`
}

type picture struct {
	Base64Data  []byte `json:"base64_data"`
	ContentType string `json:"content_type"`
}

type additionalDoc struct {
	picture
	DocumentID string `json:"document_id"` // a position, in text (CDP-13)
}

// answer is every answer of CDP's customer service in one tolerant shape: an
// envelope in two spellings, a bare customer, or Spring's error (CDP-1).
type answer struct {
	Status     text                           `json:"status"`      // success, failure, failed; Spring's HTTP status
	StatusCode text                           `json:"statusCode"`  // 404, which says little (CDP-3)
	StatusText text                           `json:"status_code"` // "406 NOT_ACCEPTABLE" (CDP-5)
	ErrorCode  text                           `json:"errorCode"`   // 45001, "50203" (CDP-6)
	ErrorCodeB text                           `json:"error_code"`
	Message    lenientjson.Messages           `json:"message"`
	Details    lenientjson.Unknown            `json:"details"`
	RequestID  text                           `json:"requestId"`
	profile                                   // CDP's "Get customer" has no envelope
	Data       lenientjson.OneOrMany[profile] `json:"data"`
}

// profile is a customer as any answer gives it: whole ("Get customer"), as a
// summary ("Customer validate"), or as a conclusion ("Customer onboarding").
type profile struct {
	person
	PEP            truth                                    `json:"pep"` // political_exposed_person elsewhere (CDP-24)
	AMLScanStatus  text                                     `json:"aml_scan_status"`
	AMLCategory    number                                   `json:"aml_category"`
	CustomerStatus text                                     `json:"customer_status"`
	CustomerIBAN   text                                     `json:"customer_iban"`
	IDStatus       text                                     `json:"id_status"`
	IDDateOfExpiry text                                     `json:"id_date_of_expiry"`
	AgentLocation  text                                     `json:"agent_location_id"`
	AddressList    lenientjson.Details[storedAddress]       `json:"address_list"`
	IDDetails      lenientjson.Details[storedID]            `json:"id_details"`
	AdditionalDocs lenientjson.Details[file]                `json:"additional_docs"`
	Classification *storedClassification                    `json:"customer_classification"` // "Get customer" alone
	Relations      lenientjson.Details[lenientjson.Unknown] `json:"customer_relations"`
	Consents       lenientjson.Details[consent]             `json:"communication_consents"`
	Unknown        lenientjson.Unknown                      `json:",embed"`
}

// unclassified is the classification of a customer without one.
var unclassified storedClassification

func (p *profile) classification() *storedClassification {
	return cmp.Or(p.Classification, &unclassified)
}

type storedAddress struct {
	address
	DateUpdated moment              `json:"dateUpdated"`
	Unknown     lenientjson.Unknown `json:",embed"`
}

type storedID struct {
	identity
	IDFront     *file               `json:"id_front"`
	IDBack      *file               `json:"id_back"`
	DateUpdated moment              `json:"dateUpdated"`
	Unknown     lenientjson.Unknown `json:",embed"`
}

// file is a document on read: a name without bytes (CDP-25), its type spelled
// in two ways (CDP-15).
type file struct {
	FileName     text                `json:"file_name"`
	ContentType  text                `json:"content_type"`
	ContentTypeB text                `json:"contentType"`
	Base64Data   text                `json:"base64_data"` // documented empty
	Unknown      lenientjson.Unknown `json:",embed"`
}

type storedClassification struct {
	classification
	DateUpdated          moment                                   `json:"dateUpdated"`
	LastReviewDate       text                                     `json:"last_review_date"`
	EKYCProvider         text                                     `json:"ekyc_provider"`
	EKYCRefNo            text                                     `json:"ekyc_ref_no"`
	ReferredBy           text                                     `json:"referred_by"`
	ReferredByType       number                                   `json:"referred_by_type"`
	GroupCompanies       lenientjson.Details[lenientjson.Unknown] `json:"group_companies"`
	CustomerCards        lenientjson.Details[lenientjson.Unknown] `json:"customer_cards"`
	CardNumber           text                                     `json:"card_number"`
	SocialLinks          lenientjson.Details[socialLink]          `json:"social_links"`
	NextReviewDate       text                                     `json:"next_review_date"`
	GroupEmployerCode    text                                     `json:"group_employer_code"`
	ProfilePhotoFileName text                                     `json:"profile_photo_file_name"`
	Subscriptions        lenientjson.Details[subscription]        `json:"subscriptions"`
	Unknown              lenientjson.Unknown                      `json:",embed"`
}

type subscription struct {
	Type    text                `json:"subsciption_type"` // CDP's spelling (CDP-15)
	TypeB   text                `json:"subscription_type"`
	ID      text                `json:"subscription_id"`
	Status  text                `json:"status"`
	Unknown lenientjson.Unknown `json:",embed"`
}

// socialLink is asked and answered alike.
type socialLink struct {
	ID   number `json:"social_links_id,omitempty"`
	Text text   `json:"text_field"` // free text, such as "fb.com"
}

// relation is an element of customer_relations, of which CDP documents no member.
// What is recognisable is read; Rest has the others.
type relation struct {
	ECRN  text                `json:"ecrn"`
	Name  text                `json:"name"`
	Type  text                `json:"relation_type"`
	TypeB text                `json:"relation_type_id"`
	Rest  lenientjson.Unknown `json:",embed"`
}

type consent struct {
	Allow   truth               `json:"allow"`
	Type    number              `json:"communication_type"`
	Unknown lenientjson.Unknown `json:",embed"`
}

// notification is what CDP sends when a screening is decided ("AML status").
type notification struct {
	ECRN           text `json:"ecrn"`
	AMLScanStatus  text `json:"aml_scan_status"`
	CustomerStatus text `json:"customer_status"`
}
