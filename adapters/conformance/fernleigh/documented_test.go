package fernleigh_test

import (
	"canongate/adapters/conformance"
	"canongate/canonical"
)

// documented are the members of Fernleigh's document: the comment of its sandbox.
func documented() (list []conformance.Documented) {
	add := func(section, operation string, in canonical.Direction, members map[string]string) {
		for member, to := range members {
			list = append(list, conformance.Documented{Section: section, Operation: operation, In: in, Member: member, To: to})
		}
	}
	own := map[string]string{
		"pan":            "/supplementary_data/pan",
		"favourite_bird": "/supplementary_data/favourite_bird", "newsletter": "/supplementary_data/newsletter",
	}
	add("POST /people", "create_customer", canonical.InRequest, map[string]string{
		"first_name": "/name/given_name", "last_name": "/name/family_name", "born": "/birthdate",
		"country": "/country_of_residence", "nationality": "/nationalities",
		"document.kind": "/identifiers/*/type", "document.number": "/identifiers/*/number",
	})
	add("POST /people", "create_customer", canonical.InRequest, own)
	add("POST /people/search", "lookup_customer", canonical.InRequest, map[string]string{
		"document.kind": "/identifier/type", "document.number": "/identifier/number",
	})
	for _, op := range []string{"create_customer", "get_customer", "lookup_customer"} {
		add("the person that every success is", op, canonical.InAnswer, map[string]string{
			"person_id": "/vendor_ids/person_id", "status": "/status", "first_name": "/name/given_name", "last_name": "/name/family_name",
			"country": "/country_of_residence", "nationality": "/nationalities",
			"born": "/birthdate", "document.kind": "/identifiers/*/type", "document.number": "/identifiers/*/number",
		})
		add("the person that every success is", op, canonical.InAnswer, own)
	}
	const at = "/data/*"
	add("POST /people/{id}/accounts", "link_bank_account", canonical.InRequest, map[string]string{
		"holder": "/holder/name", "kind": "/account_number_type", "value": "/account_number", "ifsc": "/routing_number",
	})
	add("POST /people/{id}/accounts", "link_bank_account", canonical.InAnswer, map[string]string{
		"account_id": at + "/vendor_ids/account_id", "state": at + "/status", "holder": at + "/holder/name",
		"bank": at + "/institution_name", "kind": at + "/account_number_type", "tail": at + "/last4", "ifsc": at + "/routing_number",
	})
	add("POST /payments", "create_payment", canonical.InRequest, map[string]string{
		"order": "/direction", "person_id": "/customer_id", "account_id": "/bank_account_id",
		"amount": "/amount/value", "currency": "/amount/currency", "note": "/remittance_information",
	})
	add("POST /payments", "create_payment", canonical.InAnswer, map[string]string{
		"payment_id": "/vendor_ids/payment_id", "state": "/status", "reason": "/status_detail", "utr": "/vendor_reference",
	})
	add("GET /payments/{id}", "get_payment", canonical.InAnswer, map[string]string{
		"payment_id": "/vendor_ids/payment_id", "state": "/status", "reason": "/status_detail", "utr": "/vendor_reference",
	})
	return list
}
