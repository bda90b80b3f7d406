package cdp_test

import (
	"slices"

	"canongate/adapters/conformance"
	"canongate/canonical"
)

const (
	validate   = "Customer validate"
	onboarding = "Customer onboarding"
	getting    = "Get customer"
	publicUse  = "Customer onboarding (public clients of a later release)"

	theOutcome = "says whether the call was a success"
	forSupport = "stands in a problem's vendor.request_id"
	isEchoed   = "is given back as it was sent"
	noContent  = "is documented empty"
)

// member is a member of CDP's document, and where it goes.
type member struct{ name, to, reason string }

func of(section, operation string, in canonical.Direction, members ...member) (list []conformance.Documented) {
	for _, m := range members {
		list = append(list, conformance.Documented{Section: section, Operation: operation, In: in, Member: m.name, To: m.to, Reason: m.reason})
	}
	return list
}

// below names members as the document does: below an object or a list.
func below(object string, members ...member) []member {
	members = slices.Clone(members)
	for i := range members {
		members[i].name = object + "." + members[i].name
	}
	return members
}

// documented are the members of CDP's document, in its order.
func documented() []conformance.Documented {
	list := slices.Concat(
		of(validate, "lookup_customer", canonical.InRequest, member{"idNumber", "/identifier/number", ""}, member{"idType", "/identifier/type", ""}),
		of(validate, "lookup_customer", canonical.InAnswer,
			member{"status", conformance.ByAdapter, theOutcome}, member{"statusCode", conformance.ByAdapter, theOutcome},
			member{"message", conformance.ByAdapter, "explains a failure in the problem's vendor.message"}),
		of(validate, "lookup_customer", canonical.InAnswer, below("data", summary...)...),
	)
	for _, operation := range []string{"create_customer", "update_customer"} {
		list = slices.Concat(list,
			of(onboarding, operation, canonical.InRequest, asked...),
			of(onboarding, operation, canonical.InAnswer, member{"status", conformance.ByAdapter, theOutcome},
				member{"requestId", conformance.ByAdapter, forSupport}, member{"status_code", conformance.ByAdapter, theOutcome}),
			of(onboarding, operation, canonical.InAnswer, below("data", conclusion...)...),
			of(publicUse, operation, canonical.InRequest, member{"agent_location_id", "/supplementary_data/agent_location_id", ""}),
			of(publicUse, operation, canonical.InAnswer, member{"agent_location_id", "/supplementary_data/agent_location_id", isEchoed}),
		)
		for _, m := range asked {
			if own := (member{m.name, m.to, isEchoed}); len(m.to) > 20 && m.to[:20] == "/supplementary_data/" {
				list = append(list, of(onboarding, operation, canonical.InAnswer, own)...)
			}
		}
	}
	return slices.Concat(list,
		of(publicUse, "update_customer", canonical.InRequest, member{"ecrn", "/vendor_ids", ""}),
		of(getting, "get_customer", canonical.InRequest, member{"ecrn", conformance.ByAdapter, "is what the customer's id holds"}),
		of(getting, "get_customer", canonical.InAnswer, said...),
		of(getting, "create_customer_reference", canonical.InRequest, member{"ecrn", "/vendor_ids", ""}),
		of(getting, "create_customer_reference", canonical.InAnswer, member{"ecrn", "/vendor_ids", ""}),
		of(getting, "create_reference", canonical.InRequest, member{"ecrn", "/vendor_ids", ""}),
		of(getting, "create_reference", canonical.InAnswer, member{"ecrn", "/vendor_ids", ""}),
	)
}

var summary = []member{
	{"ecrn", "/vendor_ids/ecrn", ""}, {"first_name", "/name/given_name", ""}, {"middle_name", "/name/middle_name", ""},
	{"last_name", "/name/family_name", ""}, {"agent_location_id", "/supplementary_data/agent_location_id", ""},
	{"primary_mobile_number", "/phones/*/number", ""}, {"email_id", "/emails/*/address", ""}, {"customer_status", "/status", ""},
	{"aml_scan_status", "/screening/status", ""}, {"id_status", "/kyc/document_status", ""}, {"id_date_of_expiry", "/kyc/document_expires_on", ""},
}

var conclusion = []member{
	{"aml_scan_status", "/screening/status", ""}, {"ecrn", "/vendor_ids/ecrn", ""}, {"customer_status", "/status", ""},
	{"pep", "/screening/pep", ""}, {"aml_category", "/screening/category_code", ""},
}

// person are the members of a person that are asked and answered.
var person = []member{
	{"first_name", "/name/given_name", ""}, {"salutation", "/name/salutation", ""}, {"middle_name", "/name/middle_name", ""},
	{"last_name", "/name/family_name", ""}, {"preferred_name", "/name/preferred_name", ""}, {"nationality", "/nationalities", ""},
	{"second_nationality", "/nationalities", ""}, {"native_region", "/region_code", ""}, {"date_of_birth", "/birthdate", ""},
	{"country_of_birth", "/place_of_birth/country", ""}, {"place_of_birth", "/place_of_birth/locality", ""},
	{"resident_type_id", "/residency_code", ""}, {"country_of_residence", "/country_of_residence", ""}, {"gender", "/gender", ""},
	{"mothers_maiden_name", "/name/mothers_maiden_name", ""}, {"primary_mobile_number", "/phones/*/number", ""},
	{"secondary_mobile_number", "/phones/*/number", ""}, {"email_id", "/emails/*/address", ""}, {"phone_number", "/phones/*/number", ""},
	{"occupation_id", "/employment/occupation_code", ""}, {"political_exposed_person", "/screening/pep", ""},
}

var addressMembers = []member{
	{"address_type_id", "/addresses/*/type", ""}, {"building_name", "/addresses/*/building_name", ""}, {"street_name", "/addresses/*/street_name", ""},
	{"landmark", "/addresses/*/landmark", ""}, {"city", "/addresses/*/city", ""}, {"district", "/addresses/*/district", ""},
	{"state", "/addresses/*/state", ""}, {"country", "/addresses/*/country", ""}, {"zip", "/addresses/*/postal_code", ""},
	{"mobile_number", "/addresses/*/phone", ""},
}

var idMembers = []member{
	{"id_type", "/identifiers/*/type", ""}, {"id_number", "/identifiers/*/number", ""}, {"visa_number", "/identifiers/*/visa/number", ""},
	{"visa_expiry_date", "/identifiers/*/visa/expires_on", ""}, {"name_as_per_id", "/identifiers/*/name_on_document", ""},
	{"issued_country", "/identifiers/*/issuing_country", ""}, {"issued_by", "/identifiers/*/issuer_name", ""},
	{"issued_at", "/identifiers/*/issued_at_place", ""}, {"issued_on", "/identifiers/*/issued_on", ""},
	{"date_of_expiry", "/identifiers/*/expires_on", ""}, {"active_status", "/identifiers/*/active", ""},
}

// classification are the members of customer_classification that are asked and
// answered.
var classification = []member{
	{"customer_type_id", "/supplementary_data/customer_type_id", ""},
	{"annual_income_range_id", "/financial_profile/income_range_code", ""},
	{"annual_income_currency_code", "/financial_profile/income_currency", ""},
	{"social_security_number", "/identifiers/*/number", ""},
	{"tax_registration_number", "/identifiers/*/number", ""},
	{"txn_issued_country", "/identifiers/*/issuing_country", ""},
	{"employer_name", "/employment/employer/name", ""},
	{"employer_address", "/employment/employer/address", ""},
	{"employer_phone", "/employment/employer/phone", ""},
	{"employer_ecrn", "/employment/employer/customer_id", ""},
	{"employer_establishment_id", "/employment/employer/establishment_id", ""},
	{"risk_rating_id", "/screening/risk_rating_code", ""},
	{"pep_category", "/screening/pep_category_code", ""},
	{"personal_mohre_id", "/supplementary_data/personal_mohre_id", ""},
	{"income_type", "/financial_profile/income_type_code", ""},
	{"profession_category", "/employment/profession_category", ""},
	{"reason_for_acc", "/financial_profile/account_purpose", ""},
	{"txn_vol_month", "/financial_profile/monthly_txn_volume_code", ""},
	{"txn_count_month", "/financial_profile/monthly_txn_count_code", ""},
	{"show_remarks_on_txn", "/supplementary_data/show_remarks_on_txn", ""},
	{"customer_remarks", "/metadata/remarks", ""},
	{"agent_ref_no", "/external_reference", ""},
	{"social_links.social_links_id", "/websites/*/type_code", ""},
	{"social_links.text_field", "/websites/*/url", ""},
	{"first_language", "/locale", ""},
	{"marital_status", "/marital_status", ""},
	{"dnfbp", "/supplementary_data/dnfbp", ""},
	{"dpms", "/supplementary_data/dpms", ""},
	{"profile_category", "/supplementary_data/profile_category", ""},
}

var picture = []member{{"base64_data", "/documents/*/content", ""}, {"content_type", "/documents/*/file/content_type", ""}}

var asked = slices.Concat(
	[]member{{"channel", conformance.ByAdapter, "is the connection's channel"}, {"updated_by", conformance.ByAdapter, "is the connection's updated_by"}},
	person,
	below("additional_docs", picture...),
	below("additional_docs", member{"document_id", conformance.ByAdapter, "is the document's position"}),
	below("address_list", addressMembers...),
	below("id_details", idMembers...),
	below("id_details", member{"default_status", conformance.ByAdapter, "is true of the identifier that is primary, else of the first"}),
	below("id_details.id_front", picture...),
	below("id_details.id_back", picture...),
	below("customer_classification", classification...),
	below("customer_classification.profile_photo", picture...),
)

// file is a document in an answer.
var file = []member{
	{"base64_data", conformance.Ignored, noContent}, {"file_name", "/documents/*/file/name", ""}, {"content_type", "/documents/*/file/content_type", ""},
}

var said = slices.Concat(
	[]member{{"ecrn", "/vendor_ids/ecrn", ""}},
	person,
	[]member{
		{"aml_scan_status", "/screening/status", ""}, {"customer_iban", "/iban", ""}, {"customer_status", "/status", ""},
		{"aml_category", "/screening/category_code", ""}, {"additional_docs.contentType", "/documents/*/file/content_type", ""},
		{"additional_docs.file_name", "/documents/*/file/name", ""}, {"address_list.dateUpdated", "/addresses/*/updated_at", ""},
	},
	below("address_list", addressMembers...),
	below("id_details", member{"dateUpdated", "/identifiers/*/updated_at", ""}),
	below("id_details", idMembers...),
	below("id_details", member{"default_status", "/identifiers/*/primary", ""}, member{"default_status", conformance.ByAdapter, "counts once, where several are true"}),
	below("id_details.id_front", file...),
	below("id_details.id_back", file...),
	below("customer_classification", member{"dateUpdated", "/updated_at", ""}),
	below("customer_classification", classification...),
	below("customer_classification",
		member{"last_review_date", "/screening/last_reviewed_on", ""},
		member{"next_review_date", "/screening/next_review_on", ""},
		member{"group_companies", "/supplementary_data/group_companies", ""},
		member{"group_employer_code", "/employment/employer/group_code", ""},
		member{"referred_by", "/relations/*/vendor_id", ""},
		member{"referred_by_type", "/relations/*/type_code", ""},
		member{"ekyc_provider", "/kyc/provider", ""},
		member{"ekyc_ref_no", "/kyc/reference", ""},
		member{"customer_cards", "/supplementary_data/customer_cards", ""},
		member{"card_number", "/supplementary_data/card_number", ""},
		member{"subscriptions.subsciption_type", "/subscriptions/*/type", ""},
		member{"subscriptions.subscription_id", "/subscriptions/*/id", ""},
		member{"subscriptions.status", "/subscriptions/*/status", ""},
		member{"profile_photo_file_name", "/documents/*/file/name", ""},
	),
	[]member{
		{"customer_relations", "/relations", ""}, {"customer_relations", "/supplementary_data/customer_relations", "what has no place in relations"},
		{"communication_consents.allow", "/communication_preferences/*/allowed", ""},
		{"communication_consents.communication_type", "/communication_preferences/*/type_code", ""},
	},
)
