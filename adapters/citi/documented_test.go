package citi_test

import (
	"strings"

	"canongate/adapters/conformance"
	"canongate/canonical"
)

// section is one of the four endpoints of "India - Customers API Documentation".
type section struct {
	title, operation string
	asked, said      string // a line for each member: its name, and where it goes
}

var sections = []section{
	{"Trigger an OTP from UIDAI", "start_verification", `
		Authorization      adapter: our own token
		AadhaarOtpRequest  /identifier/number`, `
		transactionId      /vendor_ids`},
	{"Retrieve KYC Information from Aadhaar", "confirm_verification", `
		Authorization               adapter: our own token
		AadhaarEkycRequest          /otp`, `
		fullName                    /verified_claims/claims/name
		demographics.dateOfBirth    /verified_claims/claims/birthdate
		demographics.gender         /verified_claims/claims/gender
		address.careOfFullName      /verified_claims/claims/address/care_of
		address.houseNumber         /verified_claims/claims/address/building_number
		address.streetName          /verified_claims/claims/address/street_name
		address.landmark            /verified_claims/claims/address/landmark
		address.locality            /verified_claims/claims/address/locality
		address.villageTownCity     /verified_claims/claims/address/city
		address.subDistrict         /verified_claims/claims/address/sub_district
		address.district            /verified_claims/claims/address/district
		address.state               /verified_claims/claims/address/state
		address.postalcode          /verified_claims/claims/address/postal_code
		address.postoffice          /verified_claims/claims/address/post_office
		aadhaarNumber               /verified_claims/verification/evidence/*/record/personal_number
		transactionId               /vendor_ids`},
	{"Retrieve Customer Personal Details from Partner", "get_customer", `
		Authorization                  Customer-Authorization
		addressType                    address_type`, `
		emails.emailAddress            /emails/*/address
		emails.preferredEmailFlag      /emails/*/primary
		emails.emailKey                /emails/*/vendor_key
		customerType                   /supplementary_data/customerType
		customerParticulars.names      /name/full_name
		customerParticulars.names.nameType  ignored
		customerParticulars.prefix     /name/salutation
		customerParticulars.suffix     /name/suffix
		customerSegment                /segment_code
		partnerCustomerSegment         /supplementary_data/partnerCustomerSegment
		addressList.addressKey         /addresses/*/vendor_key
		addressList.city               /addresses/*/city
		addressList.addressType        /addresses/*/type
		addressList.postalCode         /addresses/*/postal_code
		addressList.addressline3       /addresses/*/lines
		addressList.addressline2       /addresses/*/lines
		addressList.addressline1       /addresses/*/lines
		addressList.state              /addresses/*/state
		addressList.countryName        /addresses/*/country
		addressList.addressline4       /addresses/*/lines
		phones.phoneType               /phones/*/type
		phones.areaCode                /phones/*/number
		phones.extension               /phones/*/extension
		phones.phoneKey                /phones/*/vendor_key
		phones.phoneNumber             /phones/*/number
		phones.phoneCountryCode        /phones/*/number`},
	{"Retrieve Offer Details", "list_offers", `
		Authorization         Customer-Authorization
		campaignId            campaign_id
		waveId                wave_id
		accountId             account_ref
		cardId                card_ref
		offerId               offer_id
		offerSegmentCategory  segment_category
		virtualOfferFlag      virtual
		productCode           product_code`, `
		offerType                /data/*/type_code
		campaignId               /data/*/campaign_id
		waveId                   /data/*/wave_id
		waveDescription          /data/*/description
		offerStartDate           /data/*/starts_on
		offerExpiryDate          /data/*/ends_on
		offerPriority            /data/*/priority
		offerProductCode         /data/*/product/code
		offerProductDescription  /data/*/product/description
		yearsWithCitiRelationship.languageCode                 /data/*/relationship/language
		yearsWithCitiRelationship.relationshipWithCitiInYears  /data/*/relationship/years
		yearsWithCitiRelationship.lastUpgradedCustomerSegment  /data/*/relationship/last_upgraded_segment_code
		yearsWithCitiRelationship.returnsNetSavingsAmount      /data/*/relationship/returns/net_savings
		yearsWithCitiRelationship.returnsNewInvestmentAmount   /data/*/relationship/returns/new_investment
		yearsWithCitiRelationship.returnsDividendsEarnedAmount /data/*/relationship/returns/dividends
		yearsWithCitiRelationship.returnsTotalGainAmount       /data/*/relationship/returns/total_gain
		yearsWithCitiRelationship.currentCustomerSegment       /data/*/relationship/current_segment_code
		yearsWithCitiRelationship.goalSubmissionFlag           /data/*/relationship/goal_submitted
		ecdOffer.productSecurityCode                        /data/*/terms/*/security_code
		offerStatus                                         /data/*/status_code
		merchantRecommendationOffer.offerSegmentCategory    /data/*/merchant/segment_category_code
		merchantRecommendationOffer.offerSegmentScore       /data/*/merchant/segment_score
		merchantRecommendationOffer.offerRank               /data/*/merchant/rank
		merchantRecommendationOffer.offerMode               /data/*/merchant/mode_code
		merchantRecommendationOffer.localOverseasIndicator  /data/*/merchant/locality_code
		merchantRecommendationOffer.merchantCatagory        /data/*/merchant/category_code
		customerActionGroup.customerAction                  /data/*/reaction/code
		customerActionGroup.customerActionDateTime          /data/*/reaction/at
		templateFields.templateFieldKey                     /data/*/template_fields
		templateFields.templateFieldValue                   /data/*/template_fields
		easyPaymentPlan.promotionId                         /data/*/terms/*/promotion_id
		easyPaymentPlan.merchantOrganizationNumber          /data/*/terms/*/merchant/organization_number
		easyPaymentPlan.merchantNumber                      /data/*/terms/*/merchant/number
		easyPaymentPlan.offerIndicator                      /data/*/terms/*/indicator_code
		easyPaymentPlan.creditLimitPercentage               /data/*/terms/*/credit_limit_percentage
		easyPaymentPlan.eppMinimumEligibleAmount            /data/*/terms/*/minimum_amount
		easyPaymentPlan.eppMaximumEligibleAmount            /data/*/terms/*/maximum_amount
		loanOverPhoneOffer.promotionId                      /data/*/terms/*/promotion_id
		loanOverPhoneOffer.offerIndicator                   /data/*/terms/*/indicator_code
		loanOverPhoneOffer.creditLimitPercantage            /data/*/terms/*/credit_limit_percentage
		loanOverPhoneOffer.monthlyFlatRate                  /data/*/terms/*/monthly_flat_rate
		loanOverPhoneOffer.lopMinimumEligibleAmount         /data/*/terms/*/minimum_amount
		loanOverPhoneOffer.lopMaximumEligibleAmount         /data/*/terms/*/maximum_amount
		loanOverPhoneOffer.lopIndicator                     /data/*/terms/*/variant_code
		balanceTransferOffer.promotionId                    /data/*/terms/*/promotion_id
		balanceTransferOffer.offerIndicator                 /data/*/terms/*/indicator_code
		balanceTransferOffer.eligibleLoanAmount             /data/*/terms/*/recommended_amount
		balanceTransferOffer.creditLimitPercantage          /data/*/terms/*/credit_limit_percentage
		balanceTransferOffer.btMinimumEligibleAmount        /data/*/terms/*/minimum_amount
		balanceTransferOffer.btMaximumEligibleAmount        /data/*/terms/*/maximum_amount
		genericOffer                                        /data/*/terms/*/kind
		customerSegmentChangeOffer.currentCustomerSegment   /data/*/terms/*/segment/current
		customerSegmentChangeOffer.previousCustomerSegment  /data/*/terms/*/segment/previous
		customerSegmentChangeOffer.customerSegmentChangeDate /data/*/terms/*/segment/changed_on
		customerSegmentChangeOffer.targetTrbDifferentAmount /data/*/terms/*/segment/amount_to_next
		customerSegmentChangeOffer.segmentChangeOfferCode   /data/*/terms/*/segment/offer_code`},
}

// headers and faults are the same for every endpoint.
const (
	headers = `
		uuid           adapter: is new for every request, and the problem's vendor.request_id
		Accept         adapter: application/json
		client_id      adapter: the connection's client_id
		clientDetails  Client-Details`
	contentType = `
		Content-Type   adapter: application/json`
	faults = `
		type      adapter: is the problem's vendor.type
		code      adapter: decides what the problem is, and is its vendor.code
		details   adapter: is the problem's vendor.message
		location  adapter: points at the field that was refused, else is the problem's vendor.location
		moreInfo  adapter: is the problem's vendor.more_info`
)

// documented are the members of Citi's document, in its order.
func documented() (list []conformance.Documented) {
	for _, s := range sections {
		asked := s.asked + headers
		if strings.HasSuffix(s.operation, "_verification") {
			asked += contentType
		}
		list = append(list, s.members(canonical.InRequest, asked)...)
		list = append(list, s.members(canonical.InAnswer, s.said+faults)...)
	}
	return list
}

func (s section) members(in canonical.Direction, lines string) (list []conformance.Documented) {
	for line := range strings.Lines(lines) {
		member, to, found := strings.Cut(strings.TrimSpace(line), " ")
		if !found {
			continue
		}
		to, reason, _ := strings.Cut(strings.TrimSpace(to), ": ")
		list = append(list, conformance.Documented{Section: s.title, Operation: s.operation, In: in, Member: member, To: to, Reason: reason})
	}
	return list
}
