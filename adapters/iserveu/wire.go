package iserveu

import "canongate/adapters/internal/lenientjson"

// The vendor's paths. The document does not name the HTTP method; POST is what
// its newer pages use.
const (
	pathGetCustomer     = "/common/dmt-lite/unified/customer/get-customer"
	pathProcessCustomer = "/common/dmt-lite/unified/customer/process-customer-registration"
	pathSendOTP         = "/common/dmt-lite/unified/otp/send"
)

// customerQuery asks for a customer ("Get Customer").
type customerQuery struct {
	MobileNumber string `json:"mobileNumber"`
	Username     string `json:"username"`
	Latlong      string `json:"latlong"`
	PublicIP     string `json:"publicIP"`
}

// registration makes or changes a customer ("Process Customer").
type registration struct {
	MobileNumber string `json:"mobileNumber"`
	Name         string `json:"name"`
	Address      string `json:"address,omitempty"`
	Pincode      string `json:"pincode,omitempty"`
	OVDType      string `json:"ovdType,omitempty"`
	OVDData      string `json:"ovdData,omitempty"`
	OTP          string `json:"otp"`
	Username     string `json:"username"`
	Latlong      string `json:"latlong"`
	PublicIP     string `json:"publicIP"`
	ParamA       string `json:"paramA,omitempty"`
	ParamB       string `json:"paramB,omitempty"`
	ParamC       string `json:"paramC,omitempty"`
}

// otpRequest has an OTP sent ("Send OTP"). latLong has a capital L here
// (ISU-11).
type otpRequest struct {
	CustomerMobileNumber string `json:"customerMobileNumber"`
	Username             string `json:"username"`
	OTPType              string `json:"otpType"`
	LatLong              string `json:"latLong"`
	PublicIP             string `json:"publicIP"`
	OVDType              string `json:"ovdType,omitempty"`
	OVDData              string `json:"ovdData,omitempty"`
	ExternalRefNumber    string `json:"externalRefNumber,omitempty"`
	Email                string `json:"email,omitempty"`
	ParamA               string `json:"paramA,omitempty"`
	ParamB               string `json:"paramB,omitempty"`
	ParamC               string `json:"paramC,omitempty"`
}

// answer is what every endpoint says, always with HTTP status 200 (ISU-1).
type answer struct {
	Status       lenientjson.String   `json:"status"`
	StatusDesc   lenientjson.Messages `json:"statusDesc"`
	StatusCode   lenientjson.String   `json:"statusCode"` // text or number, sometimes with a leading space (ISU-2)
	Name         lenientjson.String   `json:"name"`
	MobileNumber lenientjson.String   `json:"mobileNumber"`
	KYCTypeFlag  lenientjson.Bool     `json:"KYCTypeFlag"` // missing in some failures (ISU-6)
	ParamA       lenientjson.String   `json:"paramA"`
	ParamB       lenientjson.String   `json:"paramB"`
	ParamC       lenientjson.String   `json:"paramC"`
	Unknown      lenientjson.Unknown  `json:",embed"`
}

// sealedRequest and sealedAnswer are the encrypted envelope.
type sealedRequest struct {
	RequestData string `json:"RequestData"`
}

type sealedAnswer struct {
	ResponseData lenientjson.String `json:"ResponseData"`
}

// headerSecrets travels encrypted in the header of the same name.
type headerSecrets struct {
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	Epoch        string `json:"epoch"`
}
