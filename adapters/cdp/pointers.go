package cdp

import (
	"strings"
	"unicode"
)

// rootMembers are the members of an onboarding that hold one canonical field
// each, with its JSON Pointer. They lead from CDP's complaints to the caller's
// fields (CDP-9, CDP-10) and from a field to clear to the member to null.
var rootMembers = map[string]string{
	"salutation":               "/name/salutation",
	"first_name":               "/name/given_name",
	"middle_name":              "/name/middle_name",
	"last_name":                "/name/family_name",
	"preferred_name":           "/name/preferred_name",
	"mothers_maiden_name":      "/name/mothers_maiden_name",
	"date_of_birth":            "/birthdate",
	"gender":                   "/gender",
	"nationality":              "/nationalities/0",
	"second_nationality":       "/nationalities/1",
	"native_region":            "/region_code",
	"country_of_birth":         "/place_of_birth/country",
	"place_of_birth":           "/place_of_birth/locality",
	"country_of_residence":     "/country_of_residence",
	"resident_type_id":         "/residency_code",
	"primary_mobile_number":    "/phones",
	"secondary_mobile_number":  "/phones",
	"phone_number":             "/phones",
	"email_id":                 "/emails/0/address",
	"occupation_id":            "/employment/occupation_code",
	"political_exposed_person": "/screening/pep",
	"agent_location_id":        "/supplementary_data/agent_location_id",
}

// classificationMembers are those below customer_classification.
var classificationMembers = map[string]string{
	"annual_income_range_id":      "/financial_profile/income_range_code",
	"annual_income_currency_code": "/financial_profile/income_currency",
	"income_type":                 "/financial_profile/income_type_code",
	"reason_for_acc":              "/financial_profile/account_purpose",
	"txn_vol_month":               "/financial_profile/monthly_txn_volume_code",
	"txn_count_month":             "/financial_profile/monthly_txn_count_code",
	"employer_name":               "/employment/employer/name",
	"employer_address":            "/employment/employer/address",
	"employer_phone":              "/employment/employer/phone",
	"employer_ecrn":               "/employment/employer/customer_id",
	"employer_establishment_id":   "/employment/employer/establishment_id",
	"profession_category":         "/employment/profession_category",
	"risk_rating_id":              "/screening/risk_rating_code",
	"pep_category":                "/screening/pep_category_code",
	"customer_remarks":            "/metadata/remarks",
	"agent_ref_no":                "/external_reference",
	"social_security_number":      "/identifiers",
	"tax_registration_number":     "/identifiers",
	"txn_issued_country":          "/identifiers",
	"first_language":              "/locale",
	"marital_status":              "/marital_status",
	"customer_type_id":            "/supplementary_data/customer_type_id",
	"personal_mohre_id":           "/supplementary_data/personal_mohre_id",
	"show_remarks_on_txn":         "/supplementary_data/show_remarks_on_txn",
	"dnfbp":                       "/supplementary_data/dnfbp",
	"dpms":                        "/supplementary_data/dpms",
	"profile_category":            "/supplementary_data/profile_category",
}

// listMembers stand in CDP's lists, or name one. CDP does not say which
// element it means, so they lead to the list.
var listMembers = map[string]string{
	"address_list": "/addresses", "address_type_id": "/addresses", "building_name": "/addresses", "street_name": "/addresses",
	"landmark": "/addresses", "city": "/addresses", "district": "/addresses", "state": "/addresses", "country": "/addresses",
	"zip": "/addresses", "mobile_number": "/addresses",
	"id_details": "/identifiers", "id_type": "/identifiers", "id_number": "/identifiers", "visa_number": "/identifiers",
	"visa_expiry_date": "/identifiers", "name_as_per_id": "/identifiers", "issued_country": "/identifiers", "issued_by": "/identifiers",
	"issued_at": "/identifiers", "issued_on": "/identifiers", "date_of_expiry": "/identifiers", "default_status": "/identifiers",
	"active_status": "/identifiers",
	"id_front":      "/documents", "id_back": "/documents", "profile_photo": "/documents", "additional_docs": "/documents",
	"social_links": "/websites", "social_links_id": "/websites", "text_field": "/websites",
	"document_id": "/documents", "base64_data": "/documents", "content_type": "/documents",
}

// pointerTo finds the canonical field behind a name in one of CDP's
// complaints: camelCase in details, without its "_id" in messages, a path in
// neither.
func pointerTo(name string) string {
	name = snake(name[strings.LastIndexByte(name, '.')+1:])
	for _, candidate := range [...]string{name, name + "_id"} {
		for _, members := range [...]map[string]string{rootMembers, classificationMembers, listMembers} {
			if pointer, ok := members[candidate]; ok {
				return pointer
			}
		}
	}
	return ""
}

// pointerIn finds the field in a complaint such as "Nationality ae": as many of
// its first words as name one, before the value (CDP-9).
func pointerIn(complaint string) string {
	for words := strings.Fields(strings.ToLower(complaint)); len(words) > 0; words = words[:len(words)-1] {
		if pointer := pointerTo(strings.Join(words, "_")); pointer != "" {
			return pointer
		}
	}
	return ""
}

func snake(camel string) string {
	var b strings.Builder
	for _, r := range camel {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
