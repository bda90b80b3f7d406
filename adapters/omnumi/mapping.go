package omnumi

import (
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// The keys that ids are made of.
const (
	keyCustomer     = "customer_account_id"
	keyVerification = "verification_request_id"
	keyMethod       = "method"
	keyAgreement    = "agreement_id"
	keyKind         = "kind"
	keyBank         = "linked_bank_id"
	keyReference    = "reference_id"
)

// The vendor's codes by canonical name.
var (
	templateTypes = map[string]string{
		canonical.TemplatePrivacyPolicy:      "PRIVACY_POLICY",
		canonical.TemplateTermsAndConditions: "TERMS_CONDITIONS",
	}
	accountTypes = map[string]string{
		canonical.AccountChecking: "Checking",
		canonical.AccountSavings:  "Savings",
	}
)

// Canonical names by the vendor's code, in upper case.
var (
	agreementTypes = map[string]string{
		"US_PATRIOTIC_ACT": "us_patriot_act",
		"PRIVACY_POLICY":   canonical.TemplatePrivacyPolicy,
		"TERMS_CONDITIONS": canonical.TemplateTermsAndConditions,
	}
	agreementStatuses = map[string]string{
		"PENDING":  canonical.AgreementPending,
		"ACCEPTED": canonical.AgreementAccepted,
		"DECLINED": canonical.AgreementDeclined,
	}
	bankAccountStatuses = map[string]string{
		"ACTIVE":   canonical.BankAccountActive,
		"PENDING":  canonical.BankAccountPending,
		"DISABLED": canonical.BankAccountDisabled,
	}
	bankAccountTypes = map[string]string{
		"CHECKING": canonical.AccountChecking,
		"SAVINGS":  canonical.AccountSavings,
	}
)

// pointers tell where in the caller's request the vendor's fields come from,
// by operation.
var pointers = map[string]map[string]string{
	canonical.StartVerification.Name():   {"email": "/email"},
	canonical.ConfirmVerification.Name(): {"otp": "/otp"},
	canonical.CreateAgreement.Name(): {
		"firstName": "/party/given_name", "middleName": "/party/middle_name", "lastName": "/party/family_name",
		"email": "/party/email", "ip": "/party/ip_address", "accountAddress": "/party/wallet_address",
		"dateOfBirth": "/party/birthdate", "taxCountry": "/party/tax/country", "taxIdNumber": "/party/tax/id",
		"phoneNumber.country": "/party/phone/number", "phoneNumber.number": "/party/phone/number", "phoneNumber.sms": "/party/phone/sms_allowed",
		"address.address1": "/party/address/lines", "address.address2": "/party/address/lines",
		"address.postalCode": "/party/address/postal_code", "address.city": "/party/address/city",
		"address.state": "/party/address/state", "address.country": "/party/address/country",
	},
	canonical.LinkBankAccount.Name(): {
		"customerAccountId": "/id", "bankLegalName": "/institution_name", "bankAccountHolderName": "/holder/name",
		"bankAccountType": "/account_type", "bankAccountNumber": "/account_number", "bankAbaRoutingNumber": "/routing_number",
		"bankAccountHolderPhoneNumber": "/holder/phone", "bankAccountHolderEmail": "/holder/email",
		"bankAccountHolderAddress": "/holder/address_text",
		"plaidToken":               "/plaid/token", "plaidConsentTimestamp": "/plaid/consented_at",
	},
	canonical.CreatePayment.Name(): {
		"processor": "/ach/processor", "customerAccountId": "/customer_id", "linkedBankId": "/bank_account_id",
		"identifier.type": "/wallet/type", "identifier.value": "/wallet/value", "authorizationText": "/authorization/text",
		"secCode": "/ach/sec_code", "ipAddress": "/authorization/ip_address", "authorizationMethod": "/authorization/method",
		"amount": "/amount/value", "tokenSymbol": "/asset/symbol", "effectiveDate": "/ach/effective_date",
		"debitType": "/ach/frequency", "userRisk": "/risk/user", "transactionRisk": "/risk/transaction",
	},
}

func decodeVerification(d canonical.VerificationDraft, w otpRequested) (canonical.Verification, error) {
	if w.VerificationRequestID == "" {
		return canonical.Verification{}, vendorerr.Malformed("the answer has no verification_request_id")
	}
	id := string(w.VerificationRequestID)
	return canonical.Verification{
		ID:          canonical.NewID[canonical.VerificationID](canonical.Keys{keyVerification: id, keyMethod: canonical.MethodEmailOTP}),
		Object:      "verification",
		VendorIDs:   canonical.VendorIDs{keyVerification: id},
		Method:      canonical.MethodEmailOTP,
		Status:      canonical.VerificationPending,
		ChannelHint: maskMail(d.Email),
	}, nil
}

// verified is what a confirmation without any data in its answer concludes.
func verified(c canonical.VerificationConfirmation) canonical.Verification {
	return canonical.Verification{
		ID:        c.ID,
		Object:    "verification",
		VendorIDs: canonical.VendorIDs{keyVerification: c.ID.Key(keyVerification)},
		Method:    canonical.MethodEmailOTP,
		Status:    canonical.VerificationVerified,
	}
}

// maskMail leaves a mail address's first character and its domain.
func maskMail(mail canonical.Personal) canonical.Personal {
	local, domain, found := strings.Cut(trim(mail), "@")
	if !found || local == "" {
		return ""
	}
	first := []rune(local)[:1]
	return canonical.Personal(string(first) + "***@" + domain)
}

func decodeTemplate(requested string, w template) (canonical.AgreementTemplate, error) {
	if w.TemplateID == "" || w.HTML == "" {
		return canonical.AgreementTemplate{}, vendorerr.Malformed("the answer has no template")
	}
	return canonical.AgreementTemplate{
		Object: "agreement_template", ID: string(w.TemplateID), Type: requested, TypeRaw: string(w.Type), HTML: string(w.HTML),
	}, nil
}

// referCustomer makes an id of customer_account_id and takes no other key.
func referCustomer(r canonical.CustomerReference) (canonical.Customer, error) {
	var c canonical.Check
	id := checkedKey(&c, r.VendorIDs, keyCustomer)
	if err := c.Err(); err != nil {
		return canonical.Customer{}, err
	}
	return canonical.Customer{
		ID: customerID(id), Object: "customer", VendorIDs: canonical.VendorIDs{keyCustomer: id},
	}, nil
}

func customerID(id string) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{keyCustomer: id})
}

// readable are the elements of a list that can be read; another is left out and
// counted. A list that has elements and none of these is no answer.
func readable[T, R any](list []T, name string, unmapped func(string), read func(T) (R, error)) (canonical.List[R], error) {
	var out []R
	var unread error
	for _, w := range list {
		r, err := read(w)
		if err != nil {
			unmapped(name)
			unread = err
			continue
		}
		out = append(out, r)
	}
	if len(out) > 0 {
		unread = nil
	}
	return canonical.NewList(out), unread
}

// instant reads RFC 3339; raw is the text of what is none.
func instant(text lenientjson.String, field string, unmapped func(string)) (at *time.Time, raw canonical.Personal) {
	at, said := lenientjson.Instant(text, nil, field, unmapped)
	return at, canonical.Personal(said)
}

func isHex(s string) bool { return s != "" && strings.Trim(s, "0123456789abcdefABCDEF") == "" }

// trim is a text as it is sent: the vendor's own samples end in blanks (OMN-8).
func trim[T ~string](s T) string { return strings.TrimSpace(string(s)) }

// answeredOr is the vendor's value, or the requested one where the vendor gives none.
func answeredOr[T ~string](answered T, requested canonical.Personal) canonical.Personal {
	if answered != "" {
		return canonical.Personal(answered)
	}
	return requested
}
