package sandbox

// onboarding is the body of the onboarding call. With an ecrn it updates.
type onboarding struct {
	ECRN            string   `json:"ecrn"`
	AgentLocationID nullText `json:"agent_location_id"`
	Channel         nullText `json:"channel"`
	UpdatedBy       nullText `json:"updated_by"`
	person
	AdditionalDocs []additionalDoc `json:"additional_docs"`
	AddressList    []address       `json:"address_list"`
	IDDetails      []idDetail      `json:"id_details"`
	Classification struct {
		classification
		ProfilePhoto image `json:"profile_photo"`
	} `json:"customer_classification"`
}

// person holds the root fields that are asked and answered alike.
type person struct {
	FirstName             nullText `json:"first_name"`
	Salutation            nullText `json:"salutation"`
	MiddleName            nullText `json:"middle_name"`
	LastName              nullText `json:"last_name"`
	PreferredName         nullText `json:"preferred_name"`
	Nationality           nullText `json:"nationality"`
	SecondNationality     nullText `json:"second_nationality"`
	NativeRegion          integer  `json:"native_region"`
	DateOfBirth           nullText `json:"date_of_birth"`
	CountryOfBirth        nullText `json:"country_of_birth"`
	PlaceOfBirth          nullText `json:"place_of_birth"`
	ResidentTypeID        integer  `json:"resident_type_id"`
	CountryOfResidence    nullText `json:"country_of_residence"`
	Gender                nullText `json:"gender"`
	MothersMaidenName     nullText `json:"mothers_maiden_name"`
	PrimaryMobileNumber   nullText `json:"primary_mobile_number"`
	SecondaryMobileNumber nullText `json:"secondary_mobile_number"`
	EmailID               nullText `json:"email_id"`
	PhoneNumber           nullText `json:"phone_number"`
	OccupationID          integer  `json:"occupation_id"`
	PoliticalExposed      bool     `json:"political_exposed_person"`
}

// image is a picture or paper inside the onboarding call. Only its type is
// kept: CDP never gives the content back (CDP-25).
type image struct {
	Base64Data  string `json:"base64_data"`
	ContentType string `json:"content_type"`
}

type additionalDoc struct {
	image
	DocumentID string `json:"document_id"`
}

type address struct {
	AddressTypeID string    `json:"address_type_id"`
	BuildingName  emptyText `json:"building_name"`
	StreetName    emptyText `json:"street_name"`
	Landmark      emptyText `json:"landmark"`
	City          emptyText `json:"city"`
	District      emptyText `json:"district"`
	State         blankText `json:"state"`
	Country       emptyText `json:"country"`
	Zip           int       `json:"zip"`
	MobileNumber  nullText  `json:"mobile_number"`
}

type idDetail struct {
	identity
	IDFront image `json:"id_front"`
	IDBack  image `json:"id_back"`
}

type identity struct {
	IDType         int       `json:"id_type"`
	IDNumber       string    `json:"id_number"`
	VisaNumber     zeroText  `json:"visa_number"`
	VisaExpiryDate nullText  `json:"visa_expiry_date"`
	NameAsPerID    blankText `json:"name_as_per_id"`
	IssuedCountry  emptyText `json:"issued_country"`
	IssuedBy       emptyText `json:"issued_by"`
	IssuedAt       nullText  `json:"issued_at"`
	IssuedOn       nullText  `json:"issued_on"`
	DateOfExpiry   nullText  `json:"date_of_expiry"`
	DefaultStatus  bool      `json:"default_status"`
	ActiveStatus   bool      `json:"active_status"`
}

// classification holds what is asked and answered alike.
type classification struct {
	CustomerTypeID          integer      `json:"customer_type_id"`
	AnnualIncomeRangeID     integer      `json:"annual_income_range_id"`
	AnnualIncomeCurrency    nullText     `json:"annual_income_currency_code"`
	SocialSecurityNumber    nullText     `json:"social_security_number"`
	TaxRegistrationNumber   integer      `json:"tax_registration_number"`
	TxnIssuedCountry        nullText     `json:"txn_issued_country"`
	EmployerName            emptyText    `json:"employer_name"`
	EmployerAddress         emptyText    `json:"employer_address"`
	EmployerPhone           blankText    `json:"employer_phone"`
	EmployerECRN            emptyText    `json:"employer_ecrn"`
	EmployerEstablishmentID emptyText    `json:"employer_establishment_id"`
	RiskRatingID            integer      `json:"risk_rating_id"`
	PEPCategory             integer      `json:"pep_category"`
	PersonalMohreID         emptyText    `json:"personal_mohre_id"`
	IncomeType              integer      `json:"income_type"`
	ProfessionCategory      emptyText    `json:"profession_category"`
	ReasonForAcc            blankText    `json:"reason_for_acc"`
	TxnVolMonth             integer      `json:"txn_vol_month"`
	TxnCountMonth           integer      `json:"txn_count_month"`
	ShowRemarksOnTxn        flag         `json:"show_remarks_on_txn"`
	CustomerRemarks         emptyText    `json:"customer_remarks"`
	AgentRefNo              nullText     `json:"agent_ref_no"`
	SocialLinks             []socialLink `json:"social_links"`
	FirstLanguage           emptyText    `json:"first_language"`
	MaritalStatus           integer      `json:"marital_status"`
	DNFBP                   flag         `json:"dnfbp"`
	DPMS                    flag         `json:"dpms"`
	ProfileCategory         integer      `json:"profile_category"`
}

type socialLink struct {
	SocialLinksID int    `json:"social_links_id"`
	TextField     string `json:"text_field"`
}
