package cdp

import (
	"encoding/json"
	"reflect"
	"testing"

	"canongate/canonical"
)

func TestUpdateClears(t *testing.T) {
	t.Parallel()
	for pointer, want := range map[string]string{
		"/name/given_name":                     `{"first_name":null}`,
		"/name":                                `{"first_name":null,"last_name":null,"middle_name":null,"mothers_maiden_name":null,"preferred_name":null,"salutation":null}`,
		"/phones":                              `{"phone_number":null,"primary_mobile_number":null,"secondary_mobile_number":null}`,
		"/nationalities":                       `{"nationality":null,"second_nationality":null}`,
		"/metadata":                            `{"customer_classification":{"customer_remarks":null}}`,
		"/external_reference":                  `{"customer_classification":{"agent_ref_no":null}}`,
		"/financial_profile/income_range_code": `{"customer_classification":{"annual_income_range_id":null}}`,
		"/addresses":                           `{"address_list":[]}`,
		"/identifiers": `{"id_details":[],"customer_classification":{
			"social_security_number":null,"tax_registration_number":null,"txn_issued_country":null}}`,
		"/websites":                `{"customer_classification":{"social_links":[]}}`,
		"/locale":                  `{"customer_classification":{"first_language":null}}`,
		"/marital_status":          `{"customer_classification":{"marital_status":null}}`,
		"/supplementary_data/dpms": `{"customer_classification":{"dpms":null}}`,
		"/supplementary_data": `{"agent_location_id":null,"customer_classification":{"customer_type_id":null,"dnfbp":null,"dpms":null,
			"personal_mohre_id":null,"profile_category":null,"show_remarks_on_txn":null}}`,
		"/role": `{}`,
	} {
		r, err := newMapper(t, nil).encodeUpdate(canonical.CustomerUpdate{ID: customerID(ecrn), Cleared: []string{pointer}})
		if err != nil {
			t.Errorf("%s: %v", pointer, err)
			continue
		}
		var got, expected map[string]any
		if json.Unmarshal(r.body, &got) != nil || json.Unmarshal([]byte(want), &expected) != nil {
			t.Errorf("%s sends no JSON: %s", pointer, r.body)
		}
		expected["ecrn"], expected["channel"] = ecrn, "WEB"
		if !reflect.DeepEqual(got, expected) {
			t.Errorf("%s sends %s, want %s beside the key and the channel", pointer, r.body, want)
		}
	}
	for _, pointer := range []string{"/documents", "/screening/pep", "/screening"} {
		_, err := newMapper(t, nil).encodeUpdate(canonical.CustomerUpdate{ID: customerID(ecrn), Cleared: []string{pointer}})
		wantCode(t, canonical.AsError(err), canonical.ValidationFailed, pointer)
	}
}

func TestUpdateTakesNoOtherKey(t *testing.T) {
	t.Parallel()
	u := canonical.CustomerUpdate{ID: customerID(ecrn)}
	u.VendorIDs = canonical.VendorIDs{"ecrn": ecrn}
	if _, err := newMapper(t, nil).encodeUpdate(u); err != nil {
		t.Errorf("the customer's own key: %v", err)
	}
	u.VendorIDs = canonical.VendorIDs{"ecrn": "7841000000000002", "entity_id": "1"}
	_, err := newMapper(t, nil).encodeUpdate(u)
	wantCode(t, canonical.AsError(err), canonical.ValidationFailed, "/vendor_ids/ecrn", "/vendor_ids/entity_id")
}
