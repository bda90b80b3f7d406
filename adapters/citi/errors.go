package citi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// The vendor's types and codes of an error (§4.5).
const (
	typeWarn    = "warn"
	typeInvalid = "invalid"
	typeError   = "error"
	typeFatal   = "fatal"

	codeUnauthorized = "unAuthorized"
	codeNotAllowed   = "accessNotConfigured"
	codeNotFound     = "resourceNotFound"
)

// ownHeaders are the headers that this adapter sets, in lower case. An error about
// one of them is not the caller's.
var ownHeaders = map[string]bool{"authorization": true, "uuid": true, "accept": true, "client_id": true, "content-type": true}

// refusedInput is what a 400 means, by operation. For the eKYC call a wrong OTP
// cannot be told from a bad parameter.
var refusedInput = map[string]canonical.Code{
	canonical.StartVerification.Name():   canonical.ValidationFailed,
	canonical.ConfirmVerification.Name(): canonical.VerificationFailed,
	canonical.GetCustomer.Name():         canonical.ValidationFailed,
	canonical.ListOffers.Name():          canonical.ValidationFailed,
}

// aboutCustomer are the operations whose resource is the customer.
var aboutCustomer = map[string]bool{canonical.GetCustomer.Name(): true, canonical.ListOffers.Name(): true}

// pointers lead from the vendor's name of a field to where the caller finds it.
func pointers(s Settings) map[string]map[string]string {
	return map[string]map[string]string{
		canonical.StartVerification.Name(): {s.OTPFields.AadhaarNumber: "/identifier/number", s.OTPFields.Consent: "/consent"},
		canonical.ConfirmVerification.Name(): {
			s.KYCFields.AadhaarNumber: "/identifier/number", s.KYCFields.OTP: "/otp",
			s.KYCFields.TransactionID: "/id", s.KYCFields.Consent: "/consent",
		},
		canonical.GetCustomer.Name(): {"addressType": "address_type"},
		canonical.ListOffers.Name(): {
			"campaignId": "campaign_id", "waveId": "wave_id", "accountId": "account_ref", "cardId": "card_ref", "offerId": "offer_id",
			"offerSegmentCategory": "segment_category", "virtualOfferFlag": "virtual", "productCode": "product_code",
		},
	}
}

// faultOf reads the body of an error. It is empty for a body of another shape; the
// HTTP status then decides alone.
func faultOf(body []byte) fault {
	f, err := lenientjson.Decode[fault](body, nil)
	if err != nil {
		return fault{}
	}
	return f
}

// fails says whether the body of a success reports an error.
func (f fault) fails() bool {
	return f.Code != "" && (f.Type == typeError || f.Type == typeInvalid || f.Type == typeFatal)
}

// warns says whether a success carries a warning (CIT-17).
func (f fault) warns() bool { return f.Type == typeWarn }

// classify makes an error of a failure. byCustomer says that the request carried the
// customer's token.
func (a *Adapter) classify(op canonical.Row, r reply, f fault, byCustomer bool) error {
	e := vendorerr.New(r.Reply, codeOf(op.Name(), r.Status, f, byCustomer), a.now())
	e.Vendor.Code, e.Vendor.Type, e.Vendor.Message, e.Vendor.RequestID = string(f.Code), string(f.Type), f.message(), r.uuid
	e.Vendor.MoreInfo = f.moreInfo()
	if a.pointers[op.Name()][string(f.Location)] == "" {
		e.Vendor.Location = canonical.Personal(f.Location)
	}
	switch e.Code {
	case canonical.ValidationFailed:
		e.Message, e.Fields = "The vendor refused one or more fields.", a.fieldsOf(op.Name(), f)
	case canonical.VerificationFailed:
		e.Message = "The one-time password or another value is wrong; the vendor does not tell them apart."
		e.Fields = a.fieldsOf(op.Name(), f)
	}
	return e
}

// codeOf is the canonical code of a refusal. A 5xx is a vendor_error whatever its
// body says.
func codeOf(op string, status int, f fault, byCustomer bool) canonical.Code {
	unauthorized := status == http.StatusUnauthorized || f.Code == codeUnauthorized
	switch {
	case status >= http.StatusInternalServerError:
		return canonical.VendorError
	case unauthorized && byCustomer:
		return canonical.CustomerAuthorizationNeeded
	case unauthorized:
		return canonical.VendorAuthFailed
	case f.Code == codeNotAllowed, ownHeaders[strings.ToLower(string(f.Location))]:
		return canonical.VendorConfigurationError
	case aboutCustomer[op] && (f.Code == codeNotFound || status == http.StatusNoContent):
		return canonical.CustomerNotFound
	case status == http.StatusBadRequest, status < 300 && f.Type == typeInvalid:
		return refusedInput[op]
	case f.Type == typeFatal:
		return canonical.VendorError
	case status < 300 && f.Code != "":
		return canonical.VendorRejected
	default:
		return vendorerr.FromStatus(status)
	}
}

// fieldsOf points at the field that the vendor names.
func (a *Adapter) fieldsOf(op string, f fault) []canonical.FieldError {
	pointer := a.pointers[op][string(f.Location)]
	if pointer == "" || f.Location == "" {
		return nil
	}
	return []canonical.FieldError{{Pointer: pointer, Code: canonical.FieldInvalid, Detail: "was refused by the vendor"}}
}

// moreInfo is that member as the vendor has it, an object as JSON.
func (f fault) moreInfo() canonical.Personal {
	var link lenientjson.String
	if json.Unmarshal(f.MoreInfo, &link) == nil {
		return canonical.Personal(link)
	}
	var compact bytes.Buffer
	if json.Compact(&compact, f.MoreInfo) != nil {
		return ""
	}
	return canonical.Personal(compact.String())
}

// message is the vendor's text with what moreInfo adds. That member is a URI
// by its description, an object by its type (CIT-18).
func (f fault) message() canonical.Personal {
	parts := []string{f.Details.String()}
	if p, err := lenientjson.Decode[providerFault](f.MoreInfo, nil); err == nil {
		parts = append(parts, string(p.ResponseCode), string(p.ErrorCode), string(p.ErrorDetails))
	}
	var nonEmpty []string
	for _, part := range parts {
		if part != "" {
			nonEmpty = append(nonEmpty, part)
		}
	}
	return canonical.Personal(strings.Join(nonEmpty, "; "))
}
