package citi

import (
	"encoding/json"

	"canongate/adapters/internal/lenientjson"
)

// Shapes of the vendor's page "India - Customers API Documentation". Section
// numbers are those of the project's inventory of it (§4). What the page calls
// a list may come as a single value (CIT-3), and any group as a list.

// fault is the body of an error, the same for all operations (§4.5). Answers
// embed it: a success may carry a warning.
type fault struct {
	Type     lenientjson.String   `json:"type"`
	Code     lenientjson.String   `json:"code"`
	Details  lenientjson.Messages `json:"details"`
	Location lenientjson.String   `json:"location"`
	MoreInfo json.RawMessage      `json:"moreInfo"`
}

// vendorFault makes every answer that embeds a fault a faultCarrier.
func (f fault) vendorFault() fault { return f }

// providerFault is what moreInfo holds at Citi's other APIs.
type providerFault struct {
	ResponseCode lenientjson.String `json:"MoreInfoResponseCode"`
	ErrorCode    lenientjson.String `json:"ProviderErrorCode"`
	ErrorDetails lenientjson.String `json:"ProviderErrorDetails"`
}

// otpAnswer answers "Trigger an OTP from UIDAI" (§4.1).
type otpAnswer struct {
	fault
	TransactionID lenientjson.String  `json:"transactionId"`
	Unknown       lenientjson.Unknown `json:",embed"`
}

// kycAnswer answers "Retrieve KYC Information from Aadhaar" (§4.2).
type kycAnswer struct {
	fault
	FullName      lenientjson.String  `json:"fullName"`
	Demographics  many[demographics]  `json:"demographics"`
	Address       many[kycAddress]    `json:"address"`
	AadhaarNumber lenientjson.String  `json:"aadhaarNumber"`
	TransactionID lenientjson.String  `json:"transactionId"`
	Unknown       lenientjson.Unknown `json:",embed"`
}

type demographics struct {
	element     `json:"-"`
	DateOfBirth lenientjson.String  `json:"dateOfBirth"`
	Gender      lenientjson.String  `json:"gender"`
	Unknown     lenientjson.Unknown `json:",embed"`
}

// kycAddress has two members in lower case among the camelCase ones.
type kycAddress struct {
	element         `json:"-"`
	CareOfFullName  lenientjson.String  `json:"careOfFullName"`
	HouseNumber     lenientjson.String  `json:"houseNumber"`
	StreetName      lenientjson.String  `json:"streetName"`
	Landmark        lenientjson.String  `json:"landmark"`
	Locality        lenientjson.String  `json:"locality"`
	VillageTownCity lenientjson.String  `json:"villageTownCity"`
	SubDistrict     lenientjson.String  `json:"subDistrict"`
	District        lenientjson.String  `json:"district"`
	State           lenientjson.String  `json:"state"`
	PostalCode      lenientjson.String  `json:"postalcode"`
	PostOffice      lenientjson.String  `json:"postoffice"`
	Unknown         lenientjson.Unknown `json:",embed"`
}

// profile answers "Retrieve Customer Personal Details from Partner" (§4.3).
type profile struct {
	fault
	Emails                 many[email]         `json:"emails"`
	CustomerType           lenientjson.String  `json:"customerType"`
	CustomerSegment        lenientjson.String  `json:"customerSegment"`
	PartnerCustomerSegment lenientjson.String  `json:"partnerCustomerSegment"`
	CustomerParticulars    many[particulars]   `json:"customerParticulars"`
	AddressList            many[address]       `json:"addressList"`
	Phones                 many[phone]         `json:"phones"`
	Unknown                lenientjson.Unknown `json:",embed"`
}

type email struct {
	element            `json:"-"`
	EmailAddress       lenientjson.String  `json:"emailAddress"`
	EmailType          lenientjson.String  `json:"emailType"`
	PreferredEmailFlag lenientjson.Bool    `json:"preferredEmailFlag"`
	EmailKey           lenientjson.String  `json:"emailKey"`
	Unknown            lenientjson.Unknown `json:",embed"`
}

type particulars struct {
	element `json:"-"`
	Names   many[name]          `json:"names"`
	Prefix  lenientjson.String  `json:"prefix"`
	Suffix  lenientjson.String  `json:"suffix"`
	Unknown lenientjson.Unknown `json:",embed"`
}

// name is not documented: the page says "Array" (CIT-5). NameType is read so
// that it does not count as something new; canonical has no place for it.
type name struct {
	element    `json:"-"`
	FirstName  lenientjson.String  `json:"firstName"`
	GivenName  lenientjson.String  `json:"givenName"`
	MiddleName lenientjson.String  `json:"middleName"`
	LastName   lenientjson.String  `json:"lastName"`
	Surname    lenientjson.String  `json:"surname"`
	FullName   lenientjson.String  `json:"fullName"`
	NameType   lenientjson.String  `json:"nameType"`
	Unknown    lenientjson.Unknown `json:",embed"`
}

type address struct {
	element      `json:"-"`
	AddressKey   lenientjson.String  `json:"addressKey"`
	AddressType  lenientjson.String  `json:"addressType"`
	AddressLine1 lenientjson.String  `json:"addressline1"`
	AddressLine2 lenientjson.String  `json:"addressline2"`
	AddressLine3 lenientjson.String  `json:"addressline3"`
	AddressLine4 lenientjson.String  `json:"addressline4"`
	City         lenientjson.String  `json:"city"`
	State        lenientjson.String  `json:"state"`
	PostalCode   lenientjson.String  `json:"postalCode"`
	CountryName  lenientjson.String  `json:"countryName"`
	Unknown      lenientjson.Unknown `json:",embed"`
}

type phone struct {
	element          `json:"-"`
	PhoneType        lenientjson.String  `json:"phoneType"`
	PhoneCountryCode lenientjson.String  `json:"phoneCountryCode"`
	AreaCode         lenientjson.String  `json:"areaCode"`
	PhoneNumber      lenientjson.String  `json:"phoneNumber"`
	Extension        lenientjson.String  `json:"extension"`
	PhoneKey         lenientjson.String  `json:"phoneKey"`
	Unknown          lenientjson.Unknown `json:",embed"`
}

// offers answers "Retrieve Offer Details" (§4.4): one offer or several.
type offers many[offer]

// UnmarshalJSONFrom reads a list, a single offer or null.
func (o *offers) UnmarshalJSONFrom(in *lenientjson.Decoder) error {
	return (*many[offer])(o).UnmarshalJSONFrom(in)
}

// vendorFault is the first fault among the offers: an error comes as a single value.
func (o offers) vendorFault() fault {
	for _, each := range o {
		if each.Code != "" {
			return each.fault
		}
	}
	return fault{}
}

type offer struct {
	element `json:"-"`
	fault
	OfferType                   lenientjson.String    `json:"offerType"`
	CampaignID                  lenientjson.String    `json:"campaignId"`
	WaveID                      lenientjson.String    `json:"waveId"`
	WaveDescription             lenientjson.String    `json:"waveDescription"`
	OfferStartDate              lenientjson.String    `json:"offerStartDate"`
	OfferExpiryDate             lenientjson.String    `json:"offerExpiryDate"`
	OfferPriority               lenientjson.String    `json:"offerPriority"`
	OfferProductCode            lenientjson.String    `json:"offerProductCode"`
	OfferProductDescription     lenientjson.String    `json:"offerProductDescription"`
	OfferStatus                 lenientjson.String    `json:"offerStatus"`
	YearsWithCitiRelationship   many[relationship]    `json:"yearsWithCitiRelationship"`
	ECDOffer                    many[ecdOffer]        `json:"ecdOffer"`
	MerchantRecommendationOffer many[merchantOffer]   `json:"merchantRecommendationOffer"`
	CustomerActionGroup         many[customerAction]  `json:"customerActionGroup"`
	TemplateFields              many[templateField]   `json:"templateFields"`
	EasyPaymentPlan             many[easyPaymentPlan] `json:"easyPaymentPlan"`
	LoanOverPhoneOffer          many[loanOverPhone]   `json:"loanOverPhoneOffer"`
	BalanceTransferOffer        many[balanceTransfer] `json:"balanceTransferOffer"`
	GenericOffer                many[genericOffer]    `json:"genericOffer"`
	CustomerSegmentChangeOffer  many[segmentChange]   `json:"customerSegmentChangeOffer"`
	Unknown                     lenientjson.Unknown   `json:",embed"`
}

type relationship struct {
	element                      `json:"-"`
	LanguageCode                 lenientjson.String  `json:"languageCode"`
	RelationshipWithCitiInYears  lenientjson.String  `json:"relationshipWithCitiInYears"`
	LastUpgradedCustomerSegment  lenientjson.String  `json:"lastUpgradedCustomerSegment"`
	CurrentCustomerSegment       lenientjson.String  `json:"currentCustomerSegment"`
	ReturnsNetSavingsAmount      lenientjson.Number  `json:"returnsNetSavingsAmount"`
	ReturnsNewInvestmentAmount   lenientjson.Number  `json:"returnsNewInvestmentAmount"`
	ReturnsDividendsEarnedAmount lenientjson.Number  `json:"returnsDividendsEarnedAmount"`
	ReturnsTotalGainAmount       lenientjson.Number  `json:"returnsTotalGainAmount"`
	GoalSubmissionFlag           lenientjson.String  `json:"goalSubmissionFlag"`
	Unknown                      lenientjson.Unknown `json:",embed"`
}

type ecdOffer struct {
	element             `json:"-"`
	ProductSecurityCode lenientjson.String  `json:"productSecurityCode"`
	Unknown             lenientjson.Unknown `json:",embed"`
}

// merchantOffer misspells one member in the document (CIT-10).
type merchantOffer struct {
	element                `json:"-"`
	OfferSegmentCategory   lenientjson.String  `json:"offerSegmentCategory"`
	OfferSegmentScore      lenientjson.String  `json:"offerSegmentScore"`
	OfferRank              lenientjson.String  `json:"offerRank"`
	OfferMode              lenientjson.String  `json:"offerMode"`
	LocalOverseasIndicator lenientjson.String  `json:"localOverseasIndicator"`
	MerchantCatagory       lenientjson.String  `json:"merchantCatagory"`
	MerchantCategory       lenientjson.String  `json:"merchantCategory"`
	Unknown                lenientjson.Unknown `json:",embed"`
}

type customerAction struct {
	element                `json:"-"`
	CustomerAction         lenientjson.String  `json:"customerAction"`
	CustomerActionDateTime lenientjson.String  `json:"customerActionDateTime"`
	Unknown                lenientjson.Unknown `json:",embed"`
}

type templateField struct {
	element            `json:"-"`
	TemplateFieldKey   lenientjson.String  `json:"templateFieldKey"`
	TemplateFieldValue lenientjson.String  `json:"templateFieldValue"`
	Unknown            lenientjson.Unknown `json:",embed"`
}

// creditLimit has two spellings in the document (CIT-10).
type creditLimit struct {
	Percentage lenientjson.Number `json:"creditLimitPercentage"`
	Percantage lenientjson.Number `json:"creditLimitPercantage"`
}

type easyPaymentPlan struct {
	element `json:"-"`
	creditLimit
	PromotionID                lenientjson.String  `json:"promotionId"`
	OfferIndicator             lenientjson.String  `json:"offerIndicator"`
	MerchantNumber             lenientjson.String  `json:"merchantNumber"`
	MerchantOrganizationNumber lenientjson.String  `json:"merchantOrganizationNumber"`
	EPPMinimumEligibleAmount   lenientjson.Number  `json:"eppMinimumEligibleAmount"`
	EPPMaximumEligibleAmount   lenientjson.Number  `json:"eppMaximumEligibleAmount"`
	Unknown                    lenientjson.Unknown `json:",embed"`
}

type loanOverPhone struct {
	element `json:"-"`
	creditLimit
	PromotionID              lenientjson.String  `json:"promotionId"`
	OfferIndicator           lenientjson.String  `json:"offerIndicator"`
	MonthlyFlatRate          lenientjson.Number  `json:"monthlyFlatRate"`
	LOPMinimumEligibleAmount lenientjson.Number  `json:"lopMinimumEligibleAmount"`
	LOPMaximumEligibleAmount lenientjson.Number  `json:"lopMaximumEligibleAmount"`
	LOPIndicator             lenientjson.String  `json:"lopIndicator"`
	Unknown                  lenientjson.Unknown `json:",embed"`
}

type balanceTransfer struct {
	element `json:"-"`
	creditLimit
	PromotionID             lenientjson.String  `json:"promotionId"`
	OfferIndicator          lenientjson.String  `json:"offerIndicator"`
	EligibleLoanAmount      lenientjson.Number  `json:"eligibleLoanAmount"`
	BTMinimumEligibleAmount lenientjson.Number  `json:"btMinimumEligibleAmount"`
	BTMaximumEligibleAmount lenientjson.Number  `json:"btMaximumEligibleAmount"`
	Unknown                 lenientjson.Unknown `json:",embed"`
}

// genericOffer has no documented members.
type genericOffer struct {
	element `json:"-"`
	Unknown lenientjson.Unknown `json:",embed"`
}

type segmentChange struct {
	element                   `json:"-"`
	CurrentCustomerSegment    lenientjson.String  `json:"currentCustomerSegment"`
	PreviousCustomerSegment   lenientjson.String  `json:"previousCustomerSegment"`
	CustomerSegmentChangeDate lenientjson.String  `json:"customerSegmentChangeDate"`
	TargetTRBDifferentAmount  lenientjson.Number  `json:"targetTrbDifferentAmount"`
	SegmentChangeOfferCode    lenientjson.String  `json:"segmentChangeOfferCode"`
	Unknown                   lenientjson.Unknown `json:",embed"`
}
