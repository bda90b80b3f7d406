package citi

import (
	"slices"

	"canongate/canonical"
)

// Fields are what Citi takes and says.
func (a *Adapter) Fields(operation string) canonical.FieldList {
	switch operation {
	case canonical.StartVerification.Name():
		return canonical.FieldList{
			Request: append([]canonical.Field{{Pointer: "/method", Note: "aadhaar_otp only"}},
				a.subjectFields(documentedOTP, a.settings.OTPFields.AadhaarNumber, canonical.When("/method", canonical.MethodAadhaarOTP))...),
			Answer: verificationFields(),
		}
	case canonical.ConfirmVerification.Name():
		return canonical.FieldList{
			Request: append(a.subjectFields(documentedKYC, a.settings.KYCFields.AadhaarNumber, canonical.Condition{}),
				canonical.Field{Pointer: "/otp", VendorField: documentedKYC, Required: true, Note: "six digits; sent as " + a.settings.KYCFields.OTP}),
			Answer: slices.Concat(verificationFields(), claimFields()),
		}
	case canonical.GetCustomer.Name():
		return canonical.FieldList{
			Request: append(customerHeaders("needed: without it the call is refused"), canonical.Field{
				Pointer: "address_type", VendorField: "addressType", Note: "one of ours, or the vendor's own code",
			}),
			Answer: profileFields(),
			Supplementary: []canonical.SupplementaryField{
				{Name: "customerType", Type: canonical.TypeString, In: canonical.InAnswer, Note: "a code of the vendor's reference data"},
				{Name: "partnerCustomerSegment", Type: canonical.TypeString, In: canonical.InAnswer, Note: "a code of the vendor's reference data"},
			},
			NotCarried: []canonical.NotCarried{
				{VendorField: "customerParticulars.names.nameType", In: canonical.InAnswer,
					Reason: "the vendor's document does not say what kinds of names there are: the first is the name, further ones are also_known_as"},
			},
		}
	case canonical.ListOffers.Name():
		return canonical.FieldList{Request: append(customerHeaders("without it the offers are those for the partner"), offerParameters...), Answer: offerFields()}
	}
	return canonical.FieldList{}
}

// The bodies of the Aadhaar calls, by the names of the document, which hides their
// members (CIT-1).
const (
	documentedOTP = "AadhaarOtpRequest"
	documentedKYC = "AadhaarEkycRequest"
)

// deviceField is the header about the end user's device, which every call may carry.
var deviceField = canonical.Field{
	Pointer: "Client-Details", VendorField: detailsHeader, Note: "device, browser and network in the vendor's own form, passed through as it is",
}

func customerHeaders(why string) []canonical.Field {
	return []canonical.Field{{Pointer: "Customer-Authorization", VendorField: "Authorization", Note: "the customer's own token; " + why}, deviceField}
}

// subjectFields are the number to verify and its holder's consent, in either of the
// Aadhaar calls. The number goes into a member of the name, if it has one.
func (a *Adapter) subjectFields(body, member string, when canonical.Condition) []canonical.Field {
	number := canonical.Field{Pointer: "/identifier/number", Required: true, When: when, Note: "12 digits; held against the one in the answer"}
	if a.settings.VirtualID {
		number.Note = "12 digits, or the 16 of a virtual id; held against the one in the answer"
	}
	if member != "" {
		number.VendorField, number.Note = body, number.Note+"; sent as "+member
	}
	return []canonical.Field{
		{Pointer: "/identifier", Required: true, When: when},
		{Pointer: "/identifier/type", Note: "aadhaar"},
		number,
		{Pointer: "/consent", Required: true, When: when,
			Note: "the holder's: granted true, text_id and granted_at. Sent where the connection names a member for it"},
		deviceField,
	}
}

func verificationFields() []canonical.Field {
	return []canonical.Field{
		{Pointer: "/vendor_ids", VendorField: "transactionId"},
		{Pointer: "/method"},
		{Pointer: "/status", Note: "pending once the OTP was sent, verified with the claims"},
		{Pointer: "/consent", Note: "as it was given"},
	}
}

func claimFields() []canonical.Field {
	const claims = "/verified_claims/claims/"
	return slices.Concat(
		canonical.Fields("fullName", claims+"name"),
		canonical.Fields("demographics.dateOfBirth", claims+"birthdate", claims+"birth_year", claims+"birthdate_raw"),
		canonical.Fields("demographics.gender", claims+"gender", claims+"gender_raw"),
		canonical.Fields("address.careOfFullName", claims+"address/care_of"),
		canonical.Fields("address.houseNumber", claims+"address/building_number"),
		canonical.Fields("address.streetName", claims+"address/street_name"),
		canonical.Fields("address.landmark", claims+"address/landmark"),
		canonical.Fields("address.locality", claims+"address/locality"),
		canonical.Fields("address.villageTownCity", claims+"address/city"),
		canonical.Fields("address.subDistrict", claims+"address/sub_district"),
		canonical.Fields("address.district", claims+"address/district"),
		canonical.Fields("address.state", claims+"address/state"),
		canonical.Fields("address.postalcode", claims+"address/postal_code"),
		canonical.Fields("address.postoffice", claims+"address/post_office"),
		[]canonical.Field{
			{Pointer: claims + "address/country", Note: "IN: UIDAI registers residents of India"},
			{Pointer: "/verified_claims/verification/trust_framework", Note: "uidai_ekyc"},
			{Pointer: "/verified_claims/verification/time", Note: "our clock: the vendor gives no time"},
			{Pointer: "/verified_claims/verification/evidence/*/type", Note: "electronic_record"},
			{Pointer: "/verified_claims/verification/evidence/*/check_details", VendorField: "transactionId", Note: "check_id; check_method is data"},
			{Pointer: "/verified_claims/verification/evidence/*/record", Note: "at UIDAI: type aadhaar, created_at by our clock"},
			{Pointer: "/verified_claims/verification/evidence/*/record/personal_number", VendorField: "aadhaarNumber", Note: "whole with scope pii:read only"},
			{Pointer: "/verified_claims/verification/evidence/*/record/personal_number_last4", VendorField: "aadhaarNumber"},
		})
}

func profileFields() []canonical.Field {
	return slices.Concat(
		canonical.Fields("customerParticulars.names", "/name/full_name", "/name/given_name", "/name/middle_name", "/name/family_name", "/also_known_as"),
		canonical.Fields("customerParticulars.prefix", "/name/salutation"),
		canonical.Fields("customerParticulars.suffix", "/name/suffix"),
		canonical.Fields("emails.emailAddress", "/emails/*/address", "/emails/*/address_raw"),
		canonical.Fields("emails.preferredEmailFlag", "/emails/*/primary"),
		canonical.Fields("emails.emailKey", "/emails/*/vendor_key"),
		[]canonical.Field{{Pointer: "/emails/*/type", Note: "emailType, which the document does not have"}},
		canonical.Fields("phones.phoneNumber", "/phones/*/number", "/phones/*/number_raw"),
		canonical.Fields("phones.phoneCountryCode", "/phones/*/number"),
		canonical.Fields("phones.areaCode", "/phones/*/number"),
		canonical.Fields("phones.phoneType", "/phones/*/type", "/phones/*/type_raw"),
		canonical.Fields("phones.extension", "/phones/*/extension"),
		canonical.Fields("phones.phoneKey", "/phones/*/vendor_key"),
		canonical.Fields("addressList.addressline1", "/addresses/*/lines"),
		canonical.Fields("addressList.addressline2", "/addresses/*/lines"),
		canonical.Fields("addressList.addressline3", "/addresses/*/lines"),
		canonical.Fields("addressList.addressline4", "/addresses/*/lines"),
		canonical.Fields("addressList.city", "/addresses/*/city"),
		canonical.Fields("addressList.state", "/addresses/*/state"),
		canonical.Fields("addressList.postalCode", "/addresses/*/postal_code"),
		canonical.Fields("addressList.countryName", "/addresses/*/country", "/addresses/*/country_name"),
		canonical.Fields("addressList.addressType", "/addresses/*/type", "/addresses/*/type_raw"),
		canonical.Fields("addressList.addressKey", "/addresses/*/vendor_key"),
		[]canonical.Field{
			{Pointer: "/type", Note: "individual"},
			{Pointer: "/segment_code", VendorField: "customerSegment", Note: "else partnerCustomerSegment, else customerType"},
		})
}

var offerParameters = slices.Concat(
	canonical.Fields("campaignId", "campaign_id"), canonical.Fields("waveId", "wave_id"), canonical.Fields("accountId", "account_ref"),
	canonical.Fields("cardId", "card_ref"), canonical.Fields("offerId", "offer_id"), canonical.Fields("offerSegmentCategory", "segment_category"),
	canonical.Fields("virtualOfferFlag", "virtual"), canonical.Fields("productCode", "product_code"),
)

func offerFields() []canonical.Field {
	const terms, merchant, relationship = "/data/*/terms/*/", "/data/*/merchant/", "/data/*/relationship/"
	own := slices.Concat(
		canonical.Fields("offerType", "/data/*/type_code"),
		canonical.Fields("offerStatus", "/data/*/status_code"),
		canonical.Fields("campaignId", "/data/*/campaign_id"),
		canonical.Fields("waveId", "/data/*/wave_id"),
		canonical.Fields("waveDescription", "/data/*/description"),
		canonical.Fields("offerStartDate", "/data/*/starts_on", "/data/*/starts_on_raw"),
		canonical.Fields("offerExpiryDate", "/data/*/ends_on", "/data/*/ends_on_raw"),
		canonical.Fields("offerPriority", "/data/*/priority", "/data/*/priority_raw"),
		canonical.Fields("offerProductCode", "/data/*/product/code"),
		canonical.Fields("offerProductDescription", "/data/*/product/description"),
		canonical.Fields("customerActionGroup.customerAction", "/data/*/reaction/code"),
		canonical.Fields("customerActionGroup.customerActionDateTime", "/data/*/reaction/at", "/data/*/reaction/at_raw"),
		canonical.Fields("templateFields.templateFieldKey", "/data/*/template_fields"),
		canonical.Fields("templateFields.templateFieldValue", "/data/*/template_fields"),
		canonical.Fields("merchantRecommendationOffer.offerSegmentCategory", merchant+"segment_category_code"),
		canonical.Fields("merchantRecommendationOffer.offerSegmentScore", merchant+"segment_score", merchant+"segment_score_raw"),
		canonical.Fields("merchantRecommendationOffer.offerRank", merchant+"rank", merchant+"rank_raw"),
		canonical.Fields("merchantRecommendationOffer.offerMode", merchant+"mode_code"),
		canonical.Fields("merchantRecommendationOffer.localOverseasIndicator", merchant+"locality_code"),
		canonical.Fields("merchantRecommendationOffer.merchantCatagory", merchant+"category_code"),
		canonical.Fields("yearsWithCitiRelationship.relationshipWithCitiInYears", relationship+"years", relationship+"years_raw"),
		canonical.Fields("yearsWithCitiRelationship.languageCode", relationship+"language", relationship+"language_raw"),
		canonical.Fields("yearsWithCitiRelationship.currentCustomerSegment", relationship+"current_segment_code"),
		canonical.Fields("yearsWithCitiRelationship.lastUpgradedCustomerSegment", relationship+"last_upgraded_segment_code"),
		canonical.Fields("yearsWithCitiRelationship.goalSubmissionFlag", relationship+"goal_submitted", relationship+"goal_submitted_raw"),
		canonical.Fields("yearsWithCitiRelationship.returnsNetSavingsAmount", relationship+"returns/net_savings", relationship+"returns/net_savings_raw"),
		canonical.Fields("yearsWithCitiRelationship.returnsNewInvestmentAmount", relationship+"returns/new_investment", relationship+"returns/new_investment_raw"),
		canonical.Fields("yearsWithCitiRelationship.returnsDividendsEarnedAmount", relationship+"returns/dividends", relationship+"returns/dividends_raw"),
		canonical.Fields("yearsWithCitiRelationship.returnsTotalGainAmount", relationship+"returns/total_gain", relationship+"returns/total_gain_raw"),
	)
	return append(slices.Concat(own, termFields(terms)), canonical.Field{Pointer: terms + "kind", Note: "which group of conditions it was"})
}

// termFields are those of the groups of conditions, of which each becomes a term.
func termFields(terms string) []canonical.Field {
	const plan, loan, transfer, change = "easyPaymentPlan.", "loanOverPhoneOffer.", "balanceTransferOffer.", "customerSegmentChangeOffer."
	list := slices.Concat(
		canonical.Fields(plan+"merchantNumber", terms+"merchant/number"),
		canonical.Fields(plan+"merchantOrganizationNumber", terms+"merchant/organization_number"),
		canonical.Fields(plan+"creditLimitPercentage", terms+"credit_limit_percentage"),
		canonical.Fields(loan+"creditLimitPercantage", terms+"credit_limit_percentage"),
		canonical.Fields(transfer+"creditLimitPercantage", terms+"credit_limit_percentage"),
		canonical.Fields(plan+"eppMinimumEligibleAmount", terms+"minimum_amount"),
		canonical.Fields(plan+"eppMaximumEligibleAmount", terms+"maximum_amount"),
		canonical.Fields(loan+"lopMinimumEligibleAmount", terms+"minimum_amount"),
		canonical.Fields(loan+"lopMaximumEligibleAmount", terms+"maximum_amount"),
		canonical.Fields(transfer+"btMinimumEligibleAmount", terms+"minimum_amount"),
		canonical.Fields(transfer+"btMaximumEligibleAmount", terms+"maximum_amount"),
		canonical.Fields(transfer+"eligibleLoanAmount", terms+"recommended_amount"),
		canonical.Fields(loan+"monthlyFlatRate", terms+"monthly_flat_rate"),
		canonical.Fields(loan+"lopIndicator", terms+"variant_code"),
		canonical.Fields("ecdOffer.productSecurityCode", terms+"security_code"),
		canonical.Fields("genericOffer", terms+"kind"),
		canonical.Fields(change+"currentCustomerSegment", terms+"segment/current"),
		canonical.Fields(change+"previousCustomerSegment", terms+"segment/previous"),
		canonical.Fields(change+"customerSegmentChangeDate", terms+"segment/changed_on"),
		canonical.Fields(change+"targetTrbDifferentAmount", terms+"segment/amount_to_next"),
		canonical.Fields(change+"segmentChangeOfferCode", terms+"segment/offer_code"),
	)
	for _, group := range []string{plan, loan, transfer} {
		list = slices.Concat(list,
			canonical.Fields(group+"promotionId", terms+"promotion_id"), canonical.Fields(group+"offerIndicator", terms+"indicator_code"))
	}
	return list
}
