package iserveu

import (
	"slices"

	"canongate/canonical"
)

const indianMobile = "+91 and ten digits"

// Fields are what iServeU takes and says.
func (a *Adapter) Fields(operation string) canonical.FieldList {
	switch operation {
	case canonical.CreateCustomer.Name():
		return a.registrationFields(canonical.Field{Pointer: "/phones/*/number", VendorField: "mobileNumber", Required: true, Note: indianMobile})
	case canonical.UpdateCustomer.Name():
		return a.registrationFields(canonical.Field{Pointer: "/phones/*/number", Note: "is the customer's key: another one is refused"})
	case canonical.LookupCustomer.Name():
		return canonical.FieldList{
			Request: append([]canonical.Field{
				{Pointer: "/phone", VendorField: "mobileNumber", Required: true, Note: indianMobile},
				{Pointer: "/identifier", Note: "refused: this vendor finds customers by phone"},
			}, device("latlong", canonical.Condition{})...),
			Answer: answerFields(),
		}
	case canonical.GetCustomer.Name():
		return canonical.FieldList{Request: device("latlong", canonical.Condition{}), Answer: answerFields()}
	case canonical.StartVerification.Name():
		return a.otpFields()
	case canonical.CreateCustomerReference.Name():
		return canonical.FieldList{
			Request: canonical.Fields("mobileNumber", "/vendor_ids"),
			Answer:  canonical.Fields("mobileNumber", "/phones/*/number", "/phones/*/type", "/phones/*/primary"),
		}
	case canonical.CreateReference.Name():
		return canonical.FieldList{
			Request: append(canonical.Fields("mobileNumber", "/vendor_ids"), canonical.Field{Pointer: "/type", Note: "customer; the vendor has no others"}),
		}
	}
	return canonical.FieldList{}
}

// device are the facts about the end user that the vendor wants on every call,
// reads included (ISU-16).
func device(latlong string, when canonical.Condition) []canonical.Field {
	return []canonical.Field{
		{Pointer: "/client_context", Required: true, When: when},
		{Pointer: "/client_context/latitude", VendorField: latlong, Required: true, When: when},
		{Pointer: "/client_context/longitude", VendorField: latlong, Required: true, When: when},
		{Pointer: "/client_context/ip_address", VendorField: "publicIP", Required: true, When: when, Note: "IPv4 only"},
	}
}

// registrationFields are those of the one call that makes and changes customers
// (ISU-17).
func (a *Adapter) registrationFields(phone canonical.Field) canonical.FieldList {
	request := []canonical.Field{{Pointer: "/name", VendorField: "name", Required: true, Note: "full_name, else its parts joined: beside full_name they are ignored"}}
	request = append(request, canonical.Fields("name", "/name/full_name", "/name/given_name", "/name/middle_name", "/name/family_name")...)
	request = append(request, phone,
		canonical.Field{Pointer: "/phones/*/type", Note: "chooses the number: a mobile one. The type of another one that is sent is ignored"},
		canonical.Field{Pointer: "/phones/*/primary", Note: "chooses the number"})
	request = append(request, canonical.Fields("address", "/addresses/*/lines", "/addresses/*/building_number", "/addresses/*/building_name",
		"/addresses/*/street_name", "/addresses/*/landmark", "/addresses/*/locality", "/addresses/*/city", "/addresses/*/district", "/addresses/*/state")...)
	request = append(request,
		canonical.Field{Pointer: "/addresses/*/postal_code", VendorField: "pincode", Note: "six digits"},
		canonical.Field{Pointer: "/addresses/*/country", Note: "must be IN"},
		canonical.Field{Pointer: "/addresses/*/primary", Note: "chooses the address"},
		canonical.Field{Pointer: "/identifiers/*/type", VendorField: "ovdType", Note: "aadhaar only"},
		canonical.Field{Pointer: "/identifiers/*/number", VendorField: "ovdData", Required: true,
			When: canonical.When("/identifiers/*/type", canonical.IdentifierAadhaar), Note: a.aadhaarNote()},
		canonical.Field{Pointer: "/identifiers/*/primary", Note: "chooses the number"},
		canonical.Field{Pointer: "/verification/otp", VendorField: "otp", Required: true,
			Hint: ": what POST /v1/verifications with the method sms_otp has sent to this phone"})
	request = slices.Concat(request, params, device("latlong", canonical.Condition{}))
	echoed := canonical.Fields("", "/external_reference", "/name/given_name", "/name/middle_name", "/name/family_name", "/addresses", "/identifiers")
	return canonical.FieldList{Request: request, Answer: slices.Concat(answerFields(), params, echoed)}
}

func (a *Adapter) aadhaarNote() string {
	note := "12 digits"
	if a.settings.VirtualID {
		note += ", or the 16 of a virtual id"
	}
	if a.settings.StrictAadhaar {
		note += ", with a right check digit"
	}
	return note + "; answered as its last four"
}

func answerFields() []canonical.Field {
	list := canonical.Fields("mobileNumber", "/phones/*/number", "/phones/*/type", "/phones/*/primary")
	list = append(list, canonical.Fields("statusCode", "/status", "/status_raw", "/kyc/status", "/kyc/status_raw")...)
	list = append(list, canonical.Field{Pointer: "/kyc/document_status", VendorField: "KYCTypeFlag", Note: "statusCode 3 says unverified as well"})
	return append(list, canonical.Field{Pointer: "/name/full_name", VendorField: "name"})
}

// params are free to the partner, and answered to who sent them.
var params = []canonical.Field{
	{Pointer: "/metadata/param_a", VendorField: "paramA"},
	{Pointer: "/metadata/param_b", VendorField: "paramB"},
	{Pointer: "/metadata/param_c", VendorField: "paramC"},
}

// otpFields are those of the call that has an OTP sent; latLong has a capital L
// there (ISU-11).
func (a *Adapter) otpFields() canonical.FieldList {
	bySMS := canonical.When("/method", canonical.MethodSMSOTP)
	return canonical.FieldList{
		Request: append([]canonical.Field{
			{Pointer: "/method", Note: "sms_otp only"},
			{Pointer: "/phone", VendorField: "customerMobileNumber", Required: true, When: bySMS, Note: indianMobile},
			{Pointer: "/identifier/type", VendorField: "ovdType", Note: "aadhaar only"},
			{Pointer: "/identifier/number", VendorField: "ovdData", Note: a.aadhaarNote()},
		}, device("latLong", bySMS)...),
		Answer: []canonical.Field{
			{Pointer: "/created_at", Note: "our clock: the vendor gives no time"},
			{Pointer: "/method"},
			{Pointer: "/status", Note: "pending once the OTP was sent"},
			{Pointer: "/channel_hint", Note: "the last four digits of the phone"},
		},
		Supplementary: []canonical.SupplementaryField{
			{Name: "email", Type: canonical.TypeString, MaxLength: 254, Personal: true, In: canonical.InRequest, Note: "where the vendor sends the OTP besides"},
			{Name: "externalRefNumber", Type: canonical.TypeString, MaxLength: 22, In: canonical.InRequest,
				Note: "the partner's number of the call, 6 to 22 characters"},
			{Name: "paramA", Type: canonical.TypeString, In: canonical.InRequest, Note: "free use by the partner"},
			{Name: "paramB", Type: canonical.TypeString, In: canonical.InRequest, Note: "free use by the partner"},
			{Name: "paramC", Type: canonical.TypeString, In: canonical.InRequest, Note: "free use by the partner"},
		},
		NotCarried: []canonical.NotCarried{
			{VendorField: "requestedAmount", In: canonical.InRequest, Reason: "belongs to the OTP of a money transfer, which this API does not start"},
			{VendorField: "pid", In: canonical.InRequest, Reason: "a fingerprint from a registered device, which no caller of this API has"},
		},
	}
}
