package fernleigh

import (
	"slices"

	"canongate/canonical"
)

// Fields are what Fernleigh takes and says.
func (a *Adapter) Fields(operation string) canonical.FieldList {
	switch operation {
	case canonical.CreateCustomer.Name():
		return canonical.FieldList{
			Request: []canonical.Field{
				{Pointer: "/name/given_name", VendorField: "first_name", Required: true},
				{Pointer: "/name/family_name", VendorField: "last_name", Required: true},
				{Pointer: "/birthdate", VendorField: "born", Required: true, Note: "sent as DD.MM.YYYY"},
				{Pointer: "/identifiers/*/type", VendorField: "document.kind",
					Note: "one document: in IN aadhaar, in AE emirates_id, else any of these, passport or national_id"},
				{Pointer: "/identifiers/*/number", VendorField: "document.number", Required: true},
				{Pointer: "/identifiers/*/primary", Note: "chooses the document"},
				{Pointer: "/country_of_residence", VendorField: "country", Note: "what is required differs by it"},
				{
					Pointer: "/nationalities", VendorField: "nationality", Required: true,
					When: canonical.When("/country_of_residence", countryUAE), Note: "the first",
				},
			},
			Supplementary: supplementary, Answer: answer,
		}
	case canonical.LookupCustomer.Name():
		return canonical.FieldList{
			Request: []canonical.Field{
				{Pointer: "/identifier", Required: true},
				{Pointer: "/identifier/type", VendorField: "document.kind", Required: true, Note: "passport, national_id, aadhaar or emirates_id"},
				{Pointer: "/identifier/number", VendorField: "document.number", Required: true},
				{Pointer: "/phone", Note: "refused: this vendor finds people by document"},
			},
			Supplementary: answered(), Answer: answer,
		}
	case canonical.GetCustomer.Name():
		return canonical.FieldList{Supplementary: answered(), Answer: answer}
	case canonical.LinkBankAccount.Name():
		return linkBankAccountFields()
	case canonical.CreatePayment.Name():
		return createPaymentFields()
	case canonical.GetPayment.Name():
		return canonical.FieldList{Answer: paymentAnswer}
	}
	return canonical.FieldList{}
}

// answer is the person that every success is.
var answer = []canonical.Field{
	{Pointer: "/vendor_ids/person_id", VendorField: "person_id"},
	{Pointer: "/name/given_name", VendorField: "first_name"},
	{Pointer: "/name/family_name", VendorField: "last_name"},
	{Pointer: "/birthdate", VendorField: "born"},
	{Pointer: "/birthdate_raw", VendorField: "born", Note: "where it is no date"},
	{Pointer: "/status", VendorField: "status"},
	{Pointer: "/status_raw", VendorField: "status"},
	{Pointer: "/kyc/status", VendorField: "status"},
	{Pointer: "/country_of_residence", VendorField: "country"},
	{Pointer: "/country_of_residence_raw", VendorField: "country", Note: "where it is no code"},
	{Pointer: "/nationalities", VendorField: "nationality"},
	{Pointer: "/nationalities_raw", VendorField: "nationality", Note: "where it is no code"},
	{Pointer: "/identifiers/*/type", VendorField: "document.kind"},
	{Pointer: "/identifiers/*/type_code", VendorField: "document.kind"},
	{Pointer: "/identifiers/*/number", VendorField: "document.number"},
	{Pointer: "/identifiers/*/number_last4", VendorField: "document.number"},
}

// The vendor's own members, by their names.
const (
	memberFavouriteBird = "favourite_bird"
	memberNewsletter    = "newsletter"
	memberPAN           = "pan"
)

// supplementary is what the canonical model has no word for: personal members, one of
// which is required in one country, and one that is not personal.
var supplementary = []canonical.SupplementaryField{
	{
		Name: memberPAN, Type: canonical.TypeString, MaxLength: 10, Personal: true, In: canonical.InBoth, Required: true,
		When: canonical.When("/country_of_residence", countryIndia), Note: "the Indian tax number",
	},
	{Name: memberFavouriteBird, Type: canonical.TypeString, MaxLength: 40, Personal: true, In: canonical.InBoth,
		Note: "asked by Fernleigh's staff to know a caller again"},
	{Name: memberNewsletter, Type: canonical.TypeString, Values: []string{"weekly", "never"}, In: canonical.InBoth, Note: "how often Fernleigh writes"},
}

// answered are the same where nothing is asked.
func answered() []canonical.SupplementaryField {
	list := slices.Clone(supplementary)
	for i := range list {
		list[i].In, list[i].Required, list[i].When = canonical.InAnswer, false, canonical.Condition{}
	}
	return list
}

func linkBankAccountFields() canonical.FieldList {
	const at = "/data/*"
	byNumber := canonical.When("/account_number_type", canonical.AccountLocal)
	return canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/link_method", Note: "account_numbers only"},
			{Pointer: "/holder/name", VendorField: "holder", Required: true},
			{Pointer: "/account_number_type", VendorField: "kind", Required: true, Note: "local or upi_vpa: whether an IFSC is required goes by it"},
			{Pointer: "/account_number", VendorField: "value", Required: true},
			{Pointer: "/routing_number", VendorField: "ifsc", Required: true, When: byNumber, Note: "ignored with a UPI address"},
			{Pointer: "/routing_number_type", Required: true, When: byNumber, Note: "ifsc only"},
		},
		Answer: []canonical.Field{
			{Pointer: at + "/vendor_ids/" + keyAccount, VendorField: "account_id"},
			{Pointer: at + "/customer_id", Note: "as asked"},
			{Pointer: at + "/link_method", Note: "as asked"},
			{Pointer: at + "/status", VendorField: "state"},
			{Pointer: at + "/status_raw", VendorField: "state"},
			{Pointer: at + "/holder/name", VendorField: "holder"},
			{Pointer: at + "/institution_name", VendorField: "bank"},
			{Pointer: at + "/account_number_type", VendorField: "kind"},
			{Pointer: at + "/account_number_type_raw", VendorField: "kind"},
			{Pointer: at + "/last4", VendorField: "tail", Note: "the vendor's last characters of the number; none of a UPI address"},
			{Pointer: at + "/routing_number", VendorField: "ifsc"},
			{Pointer: at + "/routing_number_type", Note: "ifsc"},
		},
	}
}

func createPaymentFields() canonical.FieldList {
	return canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/direction", VendorField: "order"},
			{Pointer: "/rail", Note: "upi only"},
			{Pointer: "/amount/value", VendorField: "amount"},
			{Pointer: "/amount/currency", VendorField: "currency", Note: "INR only"},
			{Pointer: "/customer_id", VendorField: "person_id"},
			{Pointer: "/bank_account_id", VendorField: "account_id"},
			{Pointer: "/remittance_information", VendorField: "note"},
		},
		Answer: paymentAnswer,
	}
}

// paymentAnswer is what is said of a payment, when it is made and later.
var paymentAnswer = slices.Concat([]canonical.Field{
	{Pointer: "/vendor_ids/" + keyPayment, VendorField: "payment_id"},
	{Pointer: "/status", VendorField: "state"},
	{Pointer: "/status_raw", VendorField: "state"},
	{Pointer: "/status_detail", VendorField: "reason"},
	{Pointer: "/vendor_reference", VendorField: "utr"},
}, canonical.Fields("", "/direction", "/rail", "/amount", "/customer_id", "/bank_account_id", "/remittance_information", "/reference"))
