package citi

import (
	"encoding/json"

	"canongate/adapters/internal/flex"
)

// Shapes of the vendor's page "India - Customers API Documentation". Section
// numbers are those of the project's inventory of it (§4). What the page calls
// a list may come as a single value (CIT-3).

// fault is the body of an error, the same for all operations (§4.5). Answers
// embed it: a success may carry a warning.
type fault struct {
	Type     flex.String     `json:"type"`
	Code     flex.String     `json:"code"`
	Details  flex.Texts      `json:"details"`
	Location flex.String     `json:"location"`
	MoreInfo json.RawMessage `json:"moreInfo"`
}

func (f fault) said() fault { return f }

// providerFault is what moreInfo holds at Citi's other APIs.
type providerFault struct {
	ResponseCode flex.String `json:"MoreInfoResponseCode"`
	ErrorCode    flex.String `json:"ProviderErrorCode"`
	ErrorDetails flex.String `json:"ProviderErrorDetails"`
}

// otpAnswer answers "Trigger an OTP from UIDAI" (§4.1).
type otpAnswer struct {
	fault
	TransactionID flex.String `json:"transactionId"`
	Extra         flex.Extra  `json:",embed"`
}

// kycAnswer answers "Retrieve KYC Information from Aadhaar" (§4.2).
type kycAnswer struct {
	fault
	FullName      flex.String  `json:"fullName"`
	Demographics  demographics `json:"demographics"`
	Address       *kycAddress  `json:"address"`
	AadhaarNumber flex.String  `json:"aadhaarNumber"`
	TransactionID flex.String  `json:"transactionId"`
	Extra         flex.Extra   `json:",embed"`
}

type demographics struct {
	DateOfBirth flex.String `json:"dateOfBirth"`
	Gender      flex.String `json:"gender"`
	Extra       flex.Extra  `json:",embed"`
}

// kycAddress has two members in lower case among the camelCase ones.
type kycAddress struct {
	CareOfFullName  flex.String `json:"careOfFullName"`
	HouseNumber     flex.String `json:"houseNumber"`
	StreetName      flex.String `json:"streetName"`
	Landmark        flex.String `json:"landmark"`
	Locality        flex.String `json:"locality"`
	VillageTownCity flex.String `json:"villageTownCity"`
	SubDistrict     flex.String `json:"subDistrict"`
	District        flex.String `json:"district"`
	State           flex.String `json:"state"`
	PostalCode      flex.String `json:"postalcode"`
	PostOffice      flex.String `json:"postoffice"`
	Extra           flex.Extra  `json:",embed"`
}

// profile answers "Retrieve Customer Personal Details from Partner" (§4.3).
type profile struct {
	fault
	Emails                 flex.Many[email]   `json:"emails"`
	CustomerType           flex.String        `json:"customerType"`
	CustomerSegment        flex.String        `json:"customerSegment"`
	PartnerCustomerSegment flex.String        `json:"partnerCustomerSegment"`
	CustomerParticulars    particulars        `json:"customerParticulars"`
	AddressList            flex.Many[address] `json:"addressList"`
	Phones                 flex.Many[phone]   `json:"phones"`
	Extra                  flex.Extra         `json:",embed"`
}

type email struct {
	EmailAddress       flex.String `json:"emailAddress"`
	EmailType          flex.String `json:"emailType"`
	PreferredEmailFlag flex.Bool   `json:"preferredEmailFlag"`
	EmailKey           flex.String `json:"emailKey"`
	Extra              flex.Extra  `json:",embed"`
}

type particulars struct {
	Names  flex.Many[name] `json:"names"`
	Prefix flex.String     `json:"prefix"`
	Suffix flex.String     `json:"suffix"`
	Extra  flex.Extra      `json:",embed"`
}

// name is not documented: the page says "Array" (CIT-5). NameType is read so
// that it does not count as something new; canonical has no place for it.
type name struct {
	FirstName  flex.String `json:"firstName"`
	GivenName  flex.String `json:"givenName"`
	MiddleName flex.String `json:"middleName"`
	LastName   flex.String `json:"lastName"`
	Surname    flex.String `json:"surname"`
	FullName   flex.String `json:"fullName"`
	NameType   flex.String `json:"nameType"`
	Extra      flex.Extra  `json:",embed"`
}

type address struct {
	AddressKey   flex.String `json:"addressKey"`
	AddressType  flex.String `json:"addressType"`
	AddressLine1 flex.String `json:"addressline1"`
	AddressLine2 flex.String `json:"addressline2"`
	AddressLine3 flex.String `json:"addressline3"`
	AddressLine4 flex.String `json:"addressline4"`
	City         flex.String `json:"city"`
	State        flex.String `json:"state"`
	PostalCode   flex.String `json:"postalCode"`
	CountryName  flex.String `json:"countryName"`
	Extra        flex.Extra  `json:",embed"`
}

type phone struct {
	PhoneType        flex.String `json:"phoneType"`
	PhoneCountryCode flex.String `json:"phoneCountryCode"`
	AreaCode         flex.String `json:"areaCode"`
	PhoneNumber      flex.String `json:"phoneNumber"`
	Extension        flex.String `json:"extension"`
	PhoneKey         flex.String `json:"phoneKey"`
	Extra            flex.Extra  `json:",embed"`
}

// offers answers "Retrieve Offer Details" (§4.4): one offer or several.
type offers []offer

// UnmarshalJSONFrom reads a list, a single offer or null.
func (o *offers) UnmarshalJSONFrom(in *flex.Decoder) error {
	return (*flex.Many[offer])(o).UnmarshalJSONFrom(in)
}

// said is the first word among the offers: an error comes as a single value.
func (o offers) said() fault {
	for _, each := range o {
		if each.Code != "" {
			return each.fault
		}
	}
	return fault{}
}

type offer struct {
	fault
	OfferType                   flex.String              `json:"offerType"`
	CampaignID                  flex.String              `json:"campaignId"`
	WaveID                      flex.String              `json:"waveId"`
	WaveDescription             flex.String              `json:"waveDescription"`
	OfferStartDate              flex.String              `json:"offerStartDate"`
	OfferExpiryDate             flex.String              `json:"offerExpiryDate"`
	OfferPriority               flex.String              `json:"offerPriority"`
	OfferProductCode            flex.String              `json:"offerProductCode"`
	OfferProductDescription     flex.String              `json:"offerProductDescription"`
	OfferStatus                 flex.String              `json:"offerStatus"`
	YearsWithCitiRelationship   *relationship            `json:"yearsWithCitiRelationship"`
	ECDOffer                    *ecdOffer                `json:"ecdOffer"`
	MerchantRecommendationOffer *merchantOffer           `json:"merchantRecommendationOffer"`
	CustomerActionGroup         *customerAction          `json:"customerActionGroup"`
	TemplateFields              flex.Many[templateField] `json:"templateFields"`
	EasyPaymentPlan             *easyPaymentPlan         `json:"easyPaymentPlan"`
	LoanOverPhoneOffer          *loanOverPhone           `json:"loanOverPhoneOffer"`
	BalanceTransferOffer        *balanceTransfer         `json:"balanceTransferOffer"`
	GenericOffer                *genericOffer            `json:"genericOffer"`
	CustomerSegmentChangeOffer  *segmentChange           `json:"customerSegmentChangeOffer"`
	Extra                       flex.Extra               `json:",embed"`
}

type relationship struct {
	LanguageCode                 flex.String `json:"languageCode"`
	RelationshipWithCitiInYears  flex.String `json:"relationshipWithCitiInYears"`
	LastUpgradedCustomerSegment  flex.String `json:"lastUpgradedCustomerSegment"`
	CurrentCustomerSegment       flex.String `json:"currentCustomerSegment"`
	ReturnsNetSavingsAmount      flex.Number `json:"returnsNetSavingsAmount"`
	ReturnsNewInvestmentAmount   flex.Number `json:"returnsNewInvestmentAmount"`
	ReturnsDividendsEarnedAmount flex.Number `json:"returnsDividendsEarnedAmount"`
	ReturnsTotalGainAmount       flex.Number `json:"returnsTotalGainAmount"`
	GoalSubmissionFlag           flex.Bool   `json:"goalSubmissionFlag"`
	Extra                        flex.Extra  `json:",embed"`
}

type ecdOffer struct {
	ProductSecurityCode flex.String `json:"productSecurityCode"`
	Extra               flex.Extra  `json:",embed"`
}

// merchantOffer misspells one member in the document (CIT-10).
type merchantOffer struct {
	OfferSegmentCategory   flex.String `json:"offerSegmentCategory"`
	OfferSegmentScore      flex.String `json:"offerSegmentScore"`
	OfferRank              flex.String `json:"offerRank"`
	OfferMode              flex.String `json:"offerMode"`
	LocalOverseasIndicator flex.String `json:"localOverseasIndicator"`
	MerchantCatagory       flex.String `json:"merchantCatagory"`
	MerchantCategory       flex.String `json:"merchantCategory"`
	Extra                  flex.Extra  `json:",embed"`
}

type customerAction struct {
	CustomerAction         flex.String `json:"customerAction"`
	CustomerActionDateTime flex.String `json:"customerActionDateTime"`
	Extra                  flex.Extra  `json:",embed"`
}

type templateField struct {
	TemplateFieldKey   flex.String `json:"templateFieldKey"`
	TemplateFieldValue flex.String `json:"templateFieldValue"`
	Extra              flex.Extra  `json:",embed"`
}

// creditLimit has two spellings in the document (CIT-10).
type creditLimit struct {
	Percentage flex.Number `json:"creditLimitPercentage"`
	Percantage flex.Number `json:"creditLimitPercantage"`
}

type easyPaymentPlan struct {
	creditLimit
	PromotionID                flex.String `json:"promotionId"`
	OfferIndicator             flex.String `json:"offerIndicator"`
	MerchantNumber             flex.String `json:"merchantNumber"`
	MerchantOrganizationNumber flex.String `json:"merchantOrganizationNumber"`
	EPPMinimumEligibleAmount   flex.Number `json:"eppMinimumEligibleAmount"`
	EPPMaximumEligibleAmount   flex.Number `json:"eppMaximumEligibleAmount"`
	Extra                      flex.Extra  `json:",embed"`
}

type loanOverPhone struct {
	creditLimit
	PromotionID              flex.String `json:"promotionId"`
	OfferIndicator           flex.String `json:"offerIndicator"`
	MonthlyFlatRate          flex.Number `json:"monthlyFlatRate"`
	LOPMinimumEligibleAmount flex.Number `json:"lopMinimumEligibleAmount"`
	LOPMaximumEligibleAmount flex.Number `json:"lopMaximumEligibleAmount"`
	LOPIndicator             flex.String `json:"lopIndicator"`
	Extra                    flex.Extra  `json:",embed"`
}

type balanceTransfer struct {
	creditLimit
	PromotionID             flex.String `json:"promotionId"`
	OfferIndicator          flex.String `json:"offerIndicator"`
	EligibleLoanAmount      flex.Number `json:"eligibleLoanAmount"`
	BTMinimumEligibleAmount flex.Number `json:"btMinimumEligibleAmount"`
	BTMaximumEligibleAmount flex.Number `json:"btMaximumEligibleAmount"`
	Extra                   flex.Extra  `json:",embed"`
}

// genericOffer has no documented members.
type genericOffer struct {
	Extra flex.Extra `json:",embed"`
}

type segmentChange struct {
	CurrentCustomerSegment    flex.String `json:"currentCustomerSegment"`
	PreviousCustomerSegment   flex.String `json:"previousCustomerSegment"`
	CustomerSegmentChangeDate flex.String `json:"customerSegmentChangeDate"`
	TargetTRBDifferentAmount  flex.Number `json:"targetTrbDifferentAmount"`
	SegmentChangeOfferCode    flex.String `json:"segmentChangeOfferCode"`
	Extra                     flex.Extra  `json:",embed"`
}
