package omnumi_test

import (
	"slices"

	"canongate/adapters/conformance"
	"canongate/canonical"
)

const (
	ofTheID     = "is what the id in the request holds"
	ofSettings  = "is a header of every call, from the connection's settings"
	theMessage  = "message"
	paymentDocs = "POST /ach/in and POST /ach/out"
)

// section is a part of the document: the members of one operation, and where each
// goes to or comes from.
type section struct {
	title, operation string
	asked, said      [][3]string // member, pointer, reason
}

// documented are the members of Omnumi's document, in its order.
func documented() (list []conformance.Documented) {
	for _, s := range slices.Concat(documentedAgreements(), documentedVerifications(), documentedBankAccounts(), documentedPayments()) {
		add := func(in canonical.Direction, members [][3]string) {
			for _, m := range members {
				list = append(list, conformance.Documented{Section: s.title, Operation: s.operation, In: in, Member: m[0], To: m[1], Reason: m[2]})
			}
		}
		add(canonical.InRequest, s.asked)
		add(canonical.InAnswer, s.said)
		if s.operation != canonical.CreateCustomerReference.Name() { // no call
			add(canonical.InRequest, [][3]string{{"tenant-id", conformance.ByAdapter, ofSettings}, {"api-key", conformance.ByAdapter, ofSettings}})
		}
	}
	return list
}

func documentedAgreements() []section {
	agreement := func(at string) [][3]string {
		return [][3]string{
			{theMessage, conformance.Ignored, ""},
			{"data.id", at + "/vendor_ids/agreement_id", ""},
			{"data.content", at + "/content", ""},
			{"data.status", at + "/status", ""},
			{"data.first_name", at + "/party/given_name", ""},
			{"data.last_name", at + "/party/family_name", ""},
			{"data.email", at + "/party/email", ""},
			{"data.account_address", at + "/party/wallet_address", ""},
			{"data.ip", at + "/party/ip_address", ""},
			{"data.agreement_type", at + "/type", ""},
			{"data.created_at", at + "/created_at", ""},
		}
	}
	ul := [][3]string{
		{"firstName", "/party/given_name", ""}, {"lastName", "/party/family_name", ""}, {"email", "/party/email", ""},
		{"ip", "/party/ip_address", ""}, {"accountAddress", "/party/wallet_address", ""},
	}
	standard := append(slices.Clone(ul), [][3]string{
		{"middleName", "/party/middle_name", ""},
		{"dateOfBirth", "/party/birthdate", ""},
		{"taxCountry", "/party/tax/country", ""},
		{"taxIdNumber", "/party/tax/id", ""},
		{"phoneNumber.country", conformance.ByAdapter, "is told from the number's own prefix"},
		{"phoneNumber.number", "/party/phone/number", ""},
		{"phoneNumber.sms", "/party/phone/sms_allowed", ""},
		{"address.address1", "/party/address/lines/*", ""},
		{"address.address2", "/party/address/lines", ""},
		{"address.postalCode", "/party/address/postal_code", ""},
		{"address.city", "/party/address/city", ""},
		{"address.state", "/party/address/state", ""},
		{"address.country", "/party/address/country", ""},
	}...)
	decided := [][3]string{
		{theMessage, conformance.Ignored, ""},
		{"data.customerAccountId", "/customer_id", ""},
		{"data.id", conformance.ByAdapter, "is held against the agreement that was decided"},
		{"data.status", "/status", ""},
		{"data.createdAt", "/created_at", ""},
		{"data.updatedAt", "/updated_at", ""},
	}
	decision := [][3]string{{"status", "/decision", ""}, {"agreementId", conformance.ByAdapter, ofTheID}}
	return []section{
		{"GET /tenant/agreement/get-agreement", "list_agreements", nil, agreement("/data/*")},
		{"GET /tenant/agreement/get-agreement", "get_agreement", [][3]string{{"agreementId", conformance.ByAdapter, ofTheID}}, agreement("")},
		{
			"GET /tenant/agreement/terms-and-privacy-agreements", "get_agreement_template",
			[][3]string{{"type", conformance.ByAdapter, "is the type in the request's path"}},
			[][3]string{
				{theMessage, conformance.Ignored, ""}, {"data.templateId", "/id", ""}, {"data.html", "/html", ""}, {"data.type", "/type_raw", ""},
			},
		},
		{"POST /tenant/agreement/preview-UL-agreement", "create_agreement", ul, agreement("/data/*")},
		{"POST /tenant/agreement/preview-agreement", "create_agreement", standard, agreement("/data/*")},
		{"PUT /tenant/agreement/preview-agreement/{agreementId}", "decide_agreement", decision, decided},
		{"PUT /tenant/agreement/ul-preview-agreement/{agreementId}", "decide_agreement", decision, decided},
	}
}

func documentedVerifications() []section {
	return []section{
		{
			"POST /tenant/customer/api/otp/request", "start_verification", [][3]string{{"email", "/email", ""}},
			[][3]string{{"data.verification_request_id", "/vendor_ids/verification_request_id", ""}, {theMessage, conformance.Ignored, ""}},
		},
		{
			"POST /tenant/customer/api/otp/verify", "confirm_verification",
			[][3]string{{"otp", "/otp", ""}, {"verificationRequestId", conformance.ByAdapter, ofTheID}},
			[][3]string{
				{"type", conformance.ByAdapter, "with the message proves that the answer is one"},
				{theMessage, conformance.ByAdapter, "with the type proves that the answer is one"},
			},
		},
	}
}

func documentedBankAccounts() []section {
	const at = "/data/*"
	return []section{
		{
			"Get linked Bank details of Customer", "list_bank_accounts",
			[][3]string{{"customerAccountId", conformance.ByAdapter, ofTheID}},
			[][3]string{
				{theMessage, conformance.Ignored, ""},
				{"data.linkedBankId", at + "/vendor_ids/linked_bank_id", ""},
				{"data.bankLegalName", at + "/institution_name", ""},
				{"data.bankAccountHolderName", at + "/holder/name", ""},
				{"data.bankAccountNumber", at + "/last4", ""},
				{"data.bankAbaRoutingNumber", at + "/routing_number", ""},
				{"data.bankAccountType", at + "/account_type", ""},
			},
		},
		{
			"Get linked Bank details of Customer", "create_customer_reference",
			[][3]string{{"customerAccountId", "/vendor_ids", ""}}, [][3]string{{"customerAccountId", "/vendor_ids/customer_account_id", ""}},
		},
		{
			"POST /tenant/customer/link-bank", "link_bank_account",
			[][3]string{
				{"customerAccountId", conformance.ByAdapter, ofTheID},
				{"bankAccountDetails.bankLegalName", "/institution_name", ""},
				{"bankAccountDetails.bankAccountHolderName", "/holder/name", ""},
				{"bankAccountDetails.bankAccountType", "/account_type", ""},
				{"bankAccountDetails.bankAccountNumber", "/account_number", ""},
				{"bankAccountDetails.bankAbaRoutingNumber", "/routing_number", ""},
				{"bankAccountDetails.bankAccountHolderPhoneNumber", "/holder/phone", ""},
				{"bankAccountDetails.bankAccountHolderEmail", "/holder/email", ""},
				{"bankAccountDetails.bankAccountHolderAddress", "/holder/address_text", ""},
				{"plaidDetails.plaidToken", "/plaid/token", ""},
				{"plaidDetails.plaidConsentTimestamp", "/plaid/consented_at", ""},
			},
			[][3]string{
				{theMessage, conformance.Ignored, ""},
				{"data.id", conformance.Ignored, ""},
				{"data.bankAccountId", at + "/vendor_ids/linked_bank_id", ""},
				{"data.bankLegalName", at + "/institution_name", ""},
				{"data.bankAccountHolderName", at + "/holder/name", ""},
				{"data.bankAccountType", at + "/account_type", ""},
				{"data.bankAccountNumber", at + "/last4", ""},
				{"data.bankAbaRoutingNumber", at + "/routing_number", ""},
				{"data.bankAccountHolderPhoneNumber", at + "/holder/phone", ""},
				{"data.bankAccountHolderEmail", at + "/holder/email", ""},
				{"data.bankAccountHolderAddress", at + "/holder/address_text", ""},
				{"data.status", at + "/status", ""},
				{"data.createdAt", at + "/created_at", ""},
				{"data.updatedAt", at + "/updated_at", ""},
			},
		},
	}
}

func documentedPayments() []section {
	return []section{{
		paymentDocs, "create_payment",
		[][3]string{
			{"processor", "/ach/processor", ""},
			{"customerAccountId", "/customer_id", ""},
			{"linkedBankId", "/bank_account_id", ""},
			{"identifier.type", "/wallet/type", ""},
			{"identifier.value", "/wallet/value", ""},
			{"authorizationText", "/authorization/text", ""},
			{"secCode", "/ach/sec_code", ""},
			{"ipAddress", "/authorization/ip_address", ""},
			{"authorizationMethod", "/authorization/method", ""},
			{"amount", "/amount/value", ""},
			{"tokenSymbol", "/asset/symbol", ""},
			{"effectiveDate", "/ach/effective_date", ""},
			{"debitType", "/ach/frequency", ""},
			{"userRisk", "/risk/user", ""},
			{"transactionRisk", "/risk/transaction", ""},
		},
		[][3]string{
			{theMessage, conformance.Ignored, ""},
			{"data.status", "/status", ""},
			{"data.referenceId", "/vendor_reference", ""},
			{"data.message", "/status_detail", ""},
			{"data.reasonCode", "/ach/reason_code", ""},
		},
	}}
}
