package cdp

import (
	"slices"
	"strings"

	"canongate/canonical"
)

// Fields are what CDP takes and says. Its answers have the customer below data, but
// for that of "Get customer" (CDP-1).
func (a *Adapter) Fields(operation string) canonical.FieldList {
	switch operation {
	case canonical.CreateCustomer.Name():
		return canonical.FieldList{
			Request:       slices.Concat(mandatory, personFields, listFields, classificationFields, documentFields),
			Answer:        slices.Concat(conclusionFields, echoed),
			Supplementary: inDirection(canonical.InBoth, onboarded, agentLocation),
		}
	case canonical.UpdateCustomer.Name():
		key := canonical.Field{Pointer: "/vendor_ids", VendorField: "ecrn", Note: "only the customer's own; the changed members are sent with it, and whether the vendor keeps the others is unverified"}
		return canonical.FieldList{
			Request:       slices.Concat([]canonical.Field{key}, optional(mandatory), personFields, listFields, classificationFields, documentFields),
			Answer:        slices.Concat(conclusionFields, echoed),
			Supplementary: inDirection(canonical.InBoth, onboarded, agentLocation),
		}
	case canonical.LookupCustomer.Name():
		return canonical.FieldList{
			Request: []canonical.Field{
				{Pointer: "/identifier", Required: true},
				{Pointer: "/identifier/type", VendorField: "idType", Required: true},
				{Pointer: "/identifier/type_code", VendorField: "idType", Note: "the vendor's own code, with the types other and unknown"},
				{Pointer: "/identifier/number", VendorField: "idNumber", Required: true},
				{Pointer: "/phone", Note: "refused: this vendor finds customers by identifier"},
			},
			Answer: summaryFields, Supplementary: inDirection(canonical.InAnswer, agentLocation),
		}
	case canonical.GetCustomer.Name():
		return canonical.FieldList{
			Answer:        profileFields,
			Supplementary: inDirection(canonical.InAnswer, onboarded, answered), NotCarried: profileNotCarried,
		}
	case canonical.CreateCustomerReference.Name():
		return canonical.FieldList{Request: canonical.Fields("ecrn", "/vendor_ids"), Answer: canonical.Fields("ecrn", "/vendor_ids")}
	case canonical.CreateReference.Name():
		return canonical.FieldList{
			Request: append(canonical.Fields("ecrn", "/vendor_ids"), canonical.Field{Pointer: "/type", Note: "customer; the vendor has no others"}),
			Answer:  canonical.Fields("ecrn", "/vendor_ids"),
		}
	}
	return canonical.FieldList{}
}

// mandatory are the fields that say who somebody is. The document has lost its column
// of mandatory members: only a name is sure to be wanted, for the rest the vendor is
// asked.
var mandatory = []canonical.Field{
	{Pointer: "/name/given_name", VendorField: "first_name", Required: true},
	{Pointer: "/name/family_name", VendorField: "last_name", Required: true},
	{Pointer: "/birthdate", VendorField: "date_of_birth"},
	{Pointer: "/gender", VendorField: "gender", Note: "female or male, and what code_tables adds"},
	{Pointer: "/nationalities", VendorField: "nationality", Note: "the first"},
	{Pointer: "/country_of_residence", VendorField: "country_of_residence"},
	{Pointer: "/phones/*/number", VendorField: "primary_mobile_number", Note: "of the mobile phone that is primary, else the first mobile one, else the first that is no home phone"},
	{Pointer: "/identifiers/*/number", VendorField: "id_details.id_number", Required: true, When: givenElement("/identifiers")},
}

// optional are fields without which an update can do; those of a list's elements are
// wanted where there is one.
func optional(list []canonical.Field) []canonical.Field {
	list = slices.Clone(list)
	for i := range list {
		above, _, inList := strings.Cut(list[i].Pointer, "/*/")
		if list[i].Required = inList; inList {
			list[i].When = givenElement(above)
		}
	}
	return list
}

var personFields = []canonical.Field{
	{Pointer: "/name/salutation", VendorField: "salutation"},
	{Pointer: "/name/middle_name", VendorField: "middle_name"},
	{Pointer: "/name/preferred_name", VendorField: "preferred_name"},
	{Pointer: "/name/mothers_maiden_name", VendorField: "mothers_maiden_name"},
	{Pointer: "/place_of_birth/country", VendorField: "country_of_birth"},
	{Pointer: "/place_of_birth/locality", VendorField: "place_of_birth"},
	{Pointer: "/nationalities", VendorField: "second_nationality", Note: "the second"},
	{Pointer: "/residency_code", VendorField: "resident_type_id", Note: "the vendor's master value"},
	{Pointer: "/region_code", VendorField: "native_region", Note: "the vendor's master value"},
	{Pointer: "/emails/*/address", VendorField: "email_id"},
	{Pointer: "/emails/*/primary", Note: "chooses the address"},
	{Pointer: "/phones/*/number", VendorField: "secondary_mobile_number", Note: "of another mobile phone"},
	{Pointer: "/phones/*/number", VendorField: "phone_number", Note: "of a phone of the type home"},
	{Pointer: "/phones/*/type", Note: "chooses the place: mobile or home. Another type is ignored, and its number taken where there is no mobile one"},
	{Pointer: "/phones/*/primary", Note: "chooses the place"},
	{Pointer: "/screening/pep", VendorField: "political_exposed_person"},
}

// givenElement is the condition that there is an element of the list at all.
func givenElement(list string) canonical.Condition { return canonical.Condition{Pointer: list + "/*"} }

var listFields = []canonical.Field{
	{Pointer: "/addresses/*/type", VendorField: "address_list.address_type_id", Required: true, When: givenElement("/addresses"),
		Note: "residence or permanent, and what code_tables adds; an address of another type is ignored"},
	{Pointer: "/addresses/*/building_name", VendorField: "address_list.building_name"},
	{Pointer: "/addresses/*/street_name", VendorField: "address_list.street_name"},
	{Pointer: "/addresses/*/landmark", VendorField: "address_list.landmark"},
	{Pointer: "/addresses/*/city", VendorField: "address_list.city"},
	{Pointer: "/addresses/*/district", VendorField: "address_list.district"},
	{Pointer: "/addresses/*/state", VendorField: "address_list.state"},
	{Pointer: "/addresses/*/country", VendorField: "address_list.country"},
	{Pointer: "/addresses/*/postal_code", VendorField: "address_list.zip", Note: "digits; kept as a number, without leading zeros; 0 means none and is ignored"},
	{Pointer: "/addresses/*/phone", VendorField: "address_list.mobile_number"},
	{Pointer: "/addresses/*/primary", Note: "of the first residence, which the vendor has as such; ignored of others"},
	{Pointer: "/identifiers/*/type", VendorField: "id_details.id_type", Note: "emirates_id, passport or national_id, and what code_tables adds; ssn and tax_id"},
	{Pointer: "/identifiers/*/type_code", VendorField: "id_details.id_type", Note: "the vendor's own code, with the types other and unknown"},
	{Pointer: "/identifiers/*/visa/number", VendorField: "id_details.visa_number"},
	{Pointer: "/identifiers/*/visa/expires_on", VendorField: "id_details.visa_expiry_date"},
	{Pointer: "/identifiers/*/name_on_document", VendorField: "id_details.name_as_per_id"},
	{Pointer: "/identifiers/*/issuing_country", VendorField: "id_details.issued_country"},
	{Pointer: "/identifiers/*/issuer_name", VendorField: "id_details.issued_by"},
	{Pointer: "/identifiers/*/issued_at_place", VendorField: "id_details.issued_at"},
	{Pointer: "/identifiers/*/issued_on", VendorField: "id_details.issued_on"},
	{Pointer: "/identifiers/*/expires_on", VendorField: "id_details.date_of_expiry"},
	{Pointer: "/identifiers/*/primary", Note: "chooses what default_status is true for, else the first"},
	{Pointer: "/identifiers/*/active", VendorField: "id_details.active_status", Note: "true unless given"},
	{Pointer: "/websites/*/type_code", VendorField: "customer_classification.social_links.social_links_id", Note: "the vendor's master value"},
	{Pointer: "/websites/*/url", VendorField: "customer_classification.social_links.text_field"},
}

var classificationFields = []canonical.Field{
	{Pointer: "/identifiers/*/number", VendorField: "customer_classification.social_security_number", Note: "of the type ssn; of this type the number only"},
	{Pointer: "/identifiers/*/number", VendorField: "customer_classification.tax_registration_number",
		Note: "of the type tax_id; a whole number without leading zeros"},
	{Pointer: "/identifiers/*/issuing_country", VendorField: "customer_classification.txn_issued_country", Note: "of the type tax_id"},
	{Pointer: "/locale", VendorField: "customer_classification.first_language", Note: "a language of code_tables.first_language"},
	{Pointer: "/marital_status", VendorField: "customer_classification.marital_status", Note: "a status of code_tables.marital_status"},
	{Pointer: "/employment/occupation_code", VendorField: "occupation_id", Note: "the vendor's master value"},
	{Pointer: "/employment/profession_category", VendorField: "customer_classification.profession_category"},
	{Pointer: "/employment/employer/name", VendorField: "customer_classification.employer_name"},
	{Pointer: "/employment/employer/address", VendorField: "customer_classification.employer_address"},
	{Pointer: "/employment/employer/phone", VendorField: "customer_classification.employer_phone"},
	{Pointer: "/employment/employer/customer_id", VendorField: "customer_classification.employer_ecrn"},
	{Pointer: "/employment/employer/establishment_id", VendorField: "customer_classification.employer_establishment_id"},
	{Pointer: "/financial_profile/income_range_code", VendorField: "customer_classification.annual_income_range_id", Note: "the vendor's master value"},
	{Pointer: "/financial_profile/income_currency", VendorField: "customer_classification.annual_income_currency_code"},
	{Pointer: "/financial_profile/income_type_code", VendorField: "customer_classification.income_type", Note: "the vendor's master value"},
	{Pointer: "/financial_profile/account_purpose", VendorField: "customer_classification.reason_for_acc"},
	{Pointer: "/financial_profile/monthly_txn_volume_code", VendorField: "customer_classification.txn_vol_month", Note: "the vendor's master value"},
	{Pointer: "/financial_profile/monthly_txn_count_code", VendorField: "customer_classification.txn_count_month", Note: "the vendor's master value"},
	{Pointer: "/screening/pep_category_code", VendorField: "customer_classification.pep_category", Note: "the vendor's master value"},
	{Pointer: "/screening/risk_rating_code", VendorField: "customer_classification.risk_rating_id", Note: "the vendor's master value"},
	{Pointer: "/metadata/remarks", VendorField: "customer_classification.customer_remarks"},
	{Pointer: "/external_reference", VendorField: "customer_classification.agent_ref_no"},
}

var documentFields = []canonical.Field{
	{Pointer: "/documents/*/purpose", Note: "chooses the place: identity, profile_photo, else additional"},
	{Pointer: "/documents/*/identifier_type", Required: true, When: canonical.When("/documents/*/purpose", canonical.PurposeIdentity),
		Note: "chooses the identifier, which must be in the same request"},
	{Pointer: "/documents/*/side", Note: "of an identity document: the back; else the front, while that is free. The word single is ignored"},
	{Pointer: "/documents/*/file/content_type", VendorField: "additional_docs.content_type", Required: true, When: givenElement("/documents"),
		Note: "image/jpeg, image/png or application/pdf"},
	{Pointer: "/documents/*/file/content_type", VendorField: "id_details.id_front.content_type"},
	{Pointer: "/documents/*/file/content_type", VendorField: "id_details.id_back.content_type"},
	{Pointer: "/documents/*/file/content_type", VendorField: "customer_classification.profile_photo.content_type"},
	{Pointer: "/documents/*/content", VendorField: "additional_docs.base64_data", Note: "5 MB each, 20 MB together"},
	{Pointer: "/documents/*/content", VendorField: "id_details.id_front.base64_data"},
	{Pointer: "/documents/*/content", VendorField: "id_details.id_back.base64_data"},
	{Pointer: "/documents/*/content", VendorField: "customer_classification.profile_photo.base64_data"},
}

// onboarded are members that are asked and answered.
var onboarded = []canonical.SupplementaryField{
	{Name: memberCustomerType, Type: canonical.TypeInteger, Note: "the vendor's master value; answered as text where the vendor has no number"},
	{Name: memberMohreID, Type: canonical.TypeString, MaxLength: 64, Personal: true, Note: "the person's number at the ministry of labour (MOHRE)"},
	{Name: memberShowRemarks, Type: canonical.TypeBoolean, Note: "whether the remarks are shown with each transaction"},
	{Name: memberDNFBP, Type: canonical.TypeBoolean, Note: "a designated non-financial business or profession"},
	{Name: memberDPMS, Type: canonical.TypeBoolean, Note: "a dealer in precious metals and stones"},
	{Name: memberProfileCategory, Type: canonical.TypeInteger, Note: "the vendor's master value; answered as text where the vendor has no number"},
}

// answered are members of "Get customer" alone.
var answered = []canonical.SupplementaryField{
	{Name: memberGroupCompanies, Type: canonical.TypeList, Note: "companies of the employer's group, texts or objects as the vendor has them"},
	{Name: memberCards, Type: canonical.TypeList, Personal: true, Note: "objects as the vendor has them"},
	{Name: memberCardNumber, Type: canonical.TypeString, Personal: true},
	{Name: memberRelations, Type: canonical.TypeList, Personal: true, Note: "what of the relations has no place in relations"},
}

var agentLocation = []canonical.SupplementaryField{
	{Name: memberAgentLocation, Type: canonical.TypeString, MaxLength: 64, Note: "the partner's branch; onboarding takes it since a later release"},
}

func inDirection(in canonical.Direction, lists ...[]canonical.SupplementaryField) []canonical.SupplementaryField {
	all := slices.Concat(lists...)
	for i := range all {
		all[i].In = in
	}
	return all
}
