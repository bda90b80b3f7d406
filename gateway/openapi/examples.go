package openapi

// Examples are requests to copy, by operation: one for each with a body. The
// people in them do not exist.
var Examples = map[string]string{
	"create_customer": `{
		"external_reference": "app-4711",
		"name": {"given_name": "Layla", "family_name": "Haddad"},
		"birthdate": "1991-04-17",
		"gender": "female",
		"nationalities": ["JO"],
		"country_of_residence": "AE",
		"emails": [{"address": "layla.haddad@example.com", "primary": true}],
		"phones": [{"number": "+971500000017", "type": "mobile", "primary": true}],
		"identifiers": [{"type": "emirates_id", "number": "784199100000019", "issuing_country": "AE", "expires_on": "2031-04-16", "primary": true}]
	}`,
	"update_customer":           `{"emails": [{"address": "layla.h@example.com", "primary": true}], "employment": null}`,
	"lookup_customer":           `{"identifier": {"type": "emirates_id", "number": "784199100000019"}}`,
	"create_reference":          `{"type": "agreement", "vendor_ids": {"agreement_id": "a6f0c1d2-3b4e-4c5d-8e9f-102132435465"}, "kind": "ul"}`,
	"create_customer_reference": `{"vendor_ids": {"customer_account_id": "c0000000-0000-4000-8000-000000000017"}}`,
	"start_verification":        `{"method": "email_otp", "email": "layla.haddad@example.com"}`,
	"confirm_verification":      `{"otp": "123456"}`,
	"create_requirements":       `{}`,
	"answer_requirement":        `{"date": "2019-03-05"}`,
	"upload_document": `{
		"requirement_id": "req_AZx0",
		"purpose": "identity",
		"file": {"name": "passport.png", "content_type": "image/png"},
		"content": "iVBORw0KGgo="
	}`,
	"create_agreement": `{
		"kind": "ul",
		"party": {"given_name": "Rosa", "family_name": "Lindqvist", "email": "rosa@example.com", "ip_address": "192.0.2.17", "wallet_address": "0x52908400098527886E0F7030069857D2E4169EE7"}
	}`,
	"decide_agreement": `{"decision": "accepted"}`,
	"link_bank_account": `{
		"link_method": "account_numbers",
		"institution_name": "Example Savings Bank",
		"holder": {"name": "Rosa Lindqvist"},
		"account_type": "checking",
		"account_number": "000123450017",
		"routing_number": "123456780"
	}`,
	"create_payment": `{
		"direction": "debit",
		"rail": "ach",
		"amount": {"value": "100.50", "currency": "USD"},
		"asset": {"symbol": "USBC"},
		"customer_id": "cus_AZx0",
		"bank_account_id": "bac_AZx0",
		"wallet": {"type": "namespace", "value": "rosa.lindqvist"},
		"ach": {"sec_code": "WEB"},
		"authorization": {"text": "I authorize this debit.", "ip_address": "192.0.2.17"}
	}`,
}
