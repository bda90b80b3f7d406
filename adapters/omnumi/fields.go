package omnumi

import (
	"slices"

	"canongate/canonical"
)

// Fields are what Omnumi takes and says.
func (a *Adapter) Fields(operation string) canonical.FieldList {
	if operation == canonical.CreateAgreement.Name() {
		return createAgreementFields(a.settings)
	}
	list, known := fieldLists[operation]
	if !known {
		return canonical.FieldList{}
	}
	return list()
}

var fieldLists = map[string]func() canonical.FieldList{
	canonical.StartVerification.Name():       startVerificationFields,
	canonical.ConfirmVerification.Name():     confirmVerificationFields,
	canonical.GetAgreementTemplate.Name():    templateFields,
	canonical.ListAgreements.Name():          func() canonical.FieldList { return readAgreementFields("/data/*") },
	canonical.GetAgreement.Name():            func() canonical.FieldList { return readAgreementFields("") },
	canonical.DecideAgreement.Name():         decideAgreementFields,
	canonical.LinkBankAccount.Name():         linkBankAccountFields,
	canonical.ListBankAccounts.Name():        listBankAccountsFields,
	canonical.CreatePayment.Name():           createPaymentFields,
	canonical.CreateCustomerReference.Name(): customerReferenceFields,
	canonical.CreateReference.Name():         referenceFields,
}

// noInstant is when a time's text stands in the place of the time.
const noInstant = "where it is no instant of RFC 3339"

// messageOfSuccess stands beside the data of every answer.
var messageOfSuccess = canonical.NotCarried{
	VendorField: "message", In: canonical.InAnswer, Reason: "says in words that the call succeeded, and no more than its status does",
}

func startVerificationFields() canonical.FieldList {
	return canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/method", Note: "email_otp only"},
			{Pointer: "/email", VendorField: "email", Required: true, When: canonical.When("/method", canonical.MethodEmailOTP)},
		},
		Answer: []canonical.Field{
			{Pointer: "/vendor_ids/" + keyVerification, VendorField: "data.verification_request_id"},
			{Pointer: "/method"},
			{Pointer: "/status", Note: "pending once the OTP was mailed"},
			{Pointer: "/channel_hint", Note: "the mail address, masked"},
		},
		NotCarried: []canonical.NotCarried{messageOfSuccess},
	}
}

func confirmVerificationFields() canonical.FieldList {
	return canonical.FieldList{
		Request: []canonical.Field{{Pointer: "/otp", VendorField: "otp", Required: true, Note: "six digits"}},
		Answer: []canonical.Field{
			{Pointer: "/vendor_ids/" + keyVerification, Note: "as asked"},
			{Pointer: "/method"},
			{Pointer: "/status", Note: "verified: the vendor says no more than that the OTP was right"},
		},
	}
}

func templateFields() canonical.FieldList {
	return canonical.FieldList{
		Answer: []canonical.Field{
			{Pointer: "/id", VendorField: "data.templateId"},
			{Pointer: "/type", Note: "what was asked for"},
			{Pointer: "/type_raw", VendorField: "data.type"},
			{Pointer: "/html", VendorField: "data.html"},
		},
		NotCarried: []canonical.NotCarried{messageOfSuccess},
	}
}

// createAgreementFields are those of both kinds: a UL agreement takes five facts,
// a standard one all of them.
func createAgreementFields(s Settings) canonical.FieldList {
	standard := canonical.When("/kind", canonical.AgreementStandard)
	only := func(pointer, vendorField, note string) canonical.Field {
		return canonical.Field{Pointer: pointer, VendorField: vendorField, Required: true, When: standard, Note: note}
	}
	const address = "/party/address"
	postalCode := only(address+"/postal_code", "address.postalCode", "for every country: the vendor's table has it as mandatory")
	if s.NoPostalCode != "" {
		postalCode.When = canonical.Condition{Pointer: address + "/country", IsNot: canonical.CountriesWithoutPostalCodes()}
		postalCode.Note = "for the others the setting no_postal_code stands in"
	}
	request := []canonical.Field{
		{Pointer: "/kind", Note: "chooses the vendor's call"},
		{Pointer: "/party/given_name", VendorField: "firstName", Required: true, Note: "2 to 255 characters for a standard agreement"},
		{Pointer: "/party/middle_name", VendorField: "middleName", Note: "standard agreements only"},
		{Pointer: "/party/family_name", VendorField: "lastName", Required: true, Note: "2 to 255 characters for a standard agreement"},
		{Pointer: "/party/email", VendorField: "email", Required: true},
		{Pointer: "/party/ip_address", VendorField: "ip", Required: true},
		{Pointer: "/party/wallet_address", VendorField: "accountAddress", Required: true,
			Note: "0x and 32 or 40 hexadecimal digits; other forms by the setting wallet_pattern"},
		only("/party/birthdate", "dateOfBirth", ""),
		only("/party/tax", "", "standard agreements only, as birthdate, phone and address"),
		only("/party/tax/country", "taxCountry", ""),
		only("/party/tax/id", "taxIdNumber", ""),
		only("/party/phone", "", ""),
		only("/party/phone/number", "phoneNumber.number", "the country of the number is sent beside it"),
		only("/party/phone/sms_allowed", "phoneNumber.sms", ""),
		only(address, "", ""),
		only(address+"/lines", "address.address2", "all lines after the first, joined"),
		only(address+"/lines/*", "address.address1", "the first line"),
		only(address+"/city", "address.city", ""),
		only(address+"/state", "address.state", ""),
		postalCode,
		only(address+"/country", "address.country", ""),
	}
	list := readAgreementFields("/data/*")
	list.Request = request
	for _, echoed := range []string{"/middle_name", "/birthdate", "/phone", "/address"} {
		list.Answer = append(list.Answer, canonical.Field{Pointer: "/data/*/party" + echoed, Note: "as asked"})
	}
	return list
}

// readAgreementFields are those of an agreement below a pointer.
func readAgreementFields(at string) canonical.FieldList {
	list := canonical.FieldList{NotCarried: []canonical.NotCarried{messageOfSuccess}}
	for _, f := range []canonical.Field{
		{Pointer: "/vendor_ids/" + keyAgreement, VendorField: "data.id"},
		{Pointer: "/kind", Note: "as asked; else ul where the type says so, else unknown: no answer names it"},
		{Pointer: "/type", VendorField: "data.agreement_type"}, {Pointer: "/type_raw", VendorField: "data.agreement_type"},
		{Pointer: "/status", VendorField: "data.status"}, {Pointer: "/status_raw", VendorField: "data.status"},
		{Pointer: "/content", VendorField: "data.content"},
		{Pointer: "/created_at", VendorField: "data.created_at"},
		{Pointer: "/created_at_raw", VendorField: "data.created_at", Note: noInstant},
		{Pointer: "/party/given_name", VendorField: "data.first_name"},
		{Pointer: "/party/family_name", VendorField: "data.last_name"},
		{Pointer: "/party/email", VendorField: "data.email"},
		{Pointer: "/party/ip_address", VendorField: "data.ip"},
		{Pointer: "/party/wallet_address", VendorField: "data.account_address"},
	} {
		f.Pointer = at + f.Pointer
		list.Answer = append(list.Answer, f)
	}
	return list
}

func decideAgreementFields() canonical.FieldList {
	return canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/decision", VendorField: "status", Note: "accepted only"},
			{Pointer: "/kind", Note: "chooses the vendor's call; required where the agreement's own kind is unknown"},
		},
		Answer: []canonical.Field{
			{Pointer: "/vendor_ids/" + keyAgreement, Note: "as asked"},
			{Pointer: "/customer_id", VendorField: "data.customerAccountId", Note: "unless it repeats the agreement's id"},
			{Pointer: "/kind", Note: "that of the agreement's id, else as asked"},
			{Pointer: "/status", VendorField: "data.status", Note: "stays pending for a while after accepting"},
			{Pointer: "/status_raw", VendorField: "data.status"},
			{Pointer: "/decision", Note: "what was decided, at our clock"},
			{Pointer: "/created_at", VendorField: "data.createdAt"},
			{Pointer: "/created_at_raw", VendorField: "data.createdAt", Note: noInstant},
			{Pointer: "/updated_at", VendorField: "data.updatedAt"},
			{Pointer: "/updated_at_raw", VendorField: "data.updatedAt", Note: noInstant},
		},
		NotCarried: []canonical.NotCarried{messageOfSuccess},
	}
}

func linkBankAccountFields() canonical.FieldList {
	const at = "/data/*"
	byNumbers, byPlaid := canonical.When("/link_method", canonical.LinkAccountNumbers), canonical.When("/link_method", canonical.LinkPlaid)
	numbers := func(pointer, member string) canonical.Field {
		return canonical.Field{Pointer: pointer, VendorField: "bankAccountDetails." + member, Required: true, When: byNumbers}
	}
	list := canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/link_method", Note: "chooses between the account's facts and the token of Plaid: the others are ignored"},
			numbers("/institution_name", "bankLegalName"),
			numbers("/holder/name", "bankAccountHolderName"),
			{Pointer: "/holder/phone", VendorField: "bankAccountDetails.bankAccountHolderPhoneNumber"},
			{Pointer: "/holder/email", VendorField: "bankAccountDetails.bankAccountHolderEmail"},
			{Pointer: "/holder/address_text", VendorField: "bankAccountDetails.bankAccountHolderAddress"},
			numbers("/account_type", "bankAccountType"),
			numbers("/account_number", "bankAccountNumber"),
			numbers("/routing_number", "bankAbaRoutingNumber"),
			{Pointer: "/account_number_type", Note: "local only"},
			{Pointer: "/routing_number_type", Note: "aba only"},
			{Pointer: "/plaid/token", VendorField: "plaidDetails.plaidToken", Required: true, When: byPlaid},
			{Pointer: "/plaid/consented_at", VendorField: "plaidDetails.plaidConsentTimestamp", Required: true, When: byPlaid},
		},
		Answer: bankAccountFields(at, "data.bankAccountId"),
		NotCarried: []canonical.NotCarried{messageOfSuccess,
			{VendorField: "data.id", In: canonical.InAnswer, Reason: "repeats bankAccountId, which is the key"}},
	}
	list.Answer = append(list.Answer, canonical.Field{Pointer: at + "/link_method", Note: "as asked"},
		canonical.Field{Pointer: at + "/account_number_type", Note: "as asked"},
		canonical.Field{Pointer: at + "/status_raw", VendorField: "data.status"},
		canonical.Field{Pointer: at + "/holder/phone", VendorField: "data.bankAccountHolderPhoneNumber"},
		canonical.Field{Pointer: at + "/holder/phone_raw", VendorField: "data.bankAccountHolderPhoneNumber", Note: "where it is no number of E.164"},
		canonical.Field{Pointer: at + "/holder/email", VendorField: "data.bankAccountHolderEmail"},
		canonical.Field{Pointer: at + "/holder/address_text", VendorField: "data.bankAccountHolderAddress"},
		canonical.Field{Pointer: at + "/created_at", VendorField: "data.createdAt"},
		canonical.Field{Pointer: at + "/created_at_raw", VendorField: "data.createdAt", Note: noInstant},
		canonical.Field{Pointer: at + "/updated_at", VendorField: "data.updatedAt"},
		canonical.Field{Pointer: at + "/updated_at_raw", VendorField: "data.updatedAt", Note: noInstant})
	i := slices.IndexFunc(list.Answer, func(f canonical.Field) bool { return f.Pointer == at+"/status" })
	list.Answer[i] = canonical.Field{Pointer: at + "/status", VendorField: "data.status"}
	return list
}

func listBankAccountsFields() canonical.FieldList {
	return canonical.FieldList{
		Answer:     bankAccountFields("/data/*", "data.linkedBankId"),
		NotCarried: []canonical.NotCarried{messageOfSuccess},
	}
}

// bankAccountFields are those that both answers have of an account.
func bankAccountFields(at, key string) (list []canonical.Field) {
	for _, f := range []canonical.Field{
		{Pointer: "/vendor_ids/" + keyBank, VendorField: key},
		{Pointer: "/customer_id", Note: "as asked"},
		{Pointer: "/status", Note: "unknown: the vendor's list does not say it"},
		{Pointer: "/institution_name", VendorField: "data.bankLegalName"},
		{Pointer: "/holder/name", VendorField: "data.bankAccountHolderName"},
		{Pointer: "/account_type", VendorField: "data.bankAccountType"}, {Pointer: "/account_type_raw", VendorField: "data.bankAccountType"},
		{Pointer: "/last4", VendorField: "data.bankAccountNumber", Note: "the number itself goes no further"},
		{Pointer: "/routing_number", VendorField: "data.bankAbaRoutingNumber"},
		{Pointer: "/routing_number_type", Note: "aba"},
		{Pointer: "/routing_number_valid", Note: "whether nine digits and checksum are right"},
	} {
		f.Pointer = at + f.Pointer
		list = append(list, f)
	}
	return list
}

func createPaymentFields() canonical.FieldList {
	return canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/direction", Note: "chooses the vendor's call"},
			{Pointer: "/rail", Note: "ach only"},
			{Pointer: "/amount/value", VendorField: "amount"},
			{Pointer: "/amount/currency", Note: "must be that of the connection: the vendor has no field for it"},
			{Pointer: "/asset", Required: true},
			{Pointer: "/asset/symbol", VendorField: "tokenSymbol", Required: true},
			{Pointer: "/customer_id", VendorField: "customerAccountId"},
			{Pointer: "/bank_account_id", VendorField: "linkedBankId"},
			{Pointer: "/wallet", Required: true},
			{Pointer: "/wallet/type", VendorField: "identifier.type"},
			{Pointer: "/wallet/value", VendorField: "identifier.value", Required: true},
			{Pointer: "/ach", Required: true},
			{Pointer: "/ach/sec_code", VendorField: "secCode", Required: true},
			{Pointer: "/ach/effective_date", VendorField: "effectiveDate"},
			{Pointer: "/ach/frequency", VendorField: "debitType", Note: "means nothing on a credit"},
			{Pointer: "/ach/processor", VendorField: "processor", Note: "CLIQ or CORE"},
			{Pointer: "/authorization", Required: true},
			{Pointer: "/authorization/text", VendorField: "authorizationText", Required: true},
			{Pointer: "/authorization/ip_address", VendorField: "ipAddress", Required: true},
			{Pointer: "/authorization/method", VendorField: "authorizationMethod"},
			{Pointer: "/represents", Note: "the vendor has no place for the description RETRY PYMT: the gateway keeps what is sent again, and the vendor does not hear of it"},
			{Pointer: "/risk/user", VendorField: "userRisk"},
			{Pointer: "/risk/transaction", VendorField: "transactionRisk"},
		},
		Answer: slices.Concat([]canonical.Field{
			{Pointer: "/status", VendorField: "data.status"}, {Pointer: "/status_raw", VendorField: "data.status"},
			{Pointer: "/status_detail", VendorField: "data.message"},
			{Pointer: "/vendor_reference", VendorField: "data.referenceId"}, {Pointer: "/vendor_ids/" + keyReference, VendorField: "data.referenceId"},
			{Pointer: "/ach/reason_code", VendorField: "data.reasonCode"},
		}, canonical.Fields("", "/direction", "/rail", "/amount", "/asset", "/customer_id", "/bank_account_id", "/wallet",
			"/ach/sec_code", "/ach/effective_date", "/ach/frequency", "/ach/processor", "/ach/expected_settlement_on", "/authorization", "/risk", "/reference", "/represents")),
		NotCarried: []canonical.NotCarried{messageOfSuccess},
	}
}

func customerReferenceFields() canonical.FieldList {
	return canonical.FieldList{
		Request: canonical.Fields("customerAccountId", "/vendor_ids"),
		Answer:  canonical.Fields("customerAccountId", "/vendor_ids/"+keyCustomer),
	}
}

func referenceFields() canonical.FieldList {
	return canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/type", Note: "bank_account, agreement, verification or customer; the vendor has no requirements"},
			{Pointer: "/vendor_ids", Note: "one of " + keyBank + ", " + keyAgreement + ", " + keyVerification + ", " + keyCustomer + ", by type"},
			{Pointer: "/customer_id", Required: true, When: canonical.When("/type", canonical.ReferenceBankAccount), Note: "of bank accounts only"},
			{Pointer: "/kind", Note: "of agreements only"},
		},
		Answer: canonical.Fields("", "/vendor_ids", "/customer_id", "/kind"),
	}
}
