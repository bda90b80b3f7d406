package sandbox

import (
	"regexp"
	"time"

	"canongate/adapters/internal/simulator"
)

const (
	goodOTP     = "123456"
	expiredOTP  = "111111"
	exceededOTP = "222222"

	otpLife     = 10 * time.Minute
	otpAttempts = 5
)

// otp is what was sent to a number. The zero value stands for a number that
// has none to use up.
type otp struct {
	sent  time.Time
	wrong int
}

// otpRequest spells latLong with a capital L, unlike the customer calls
// (ISU-11).
type otpRequest struct {
	CustomerMobileNumber string `json:"customerMobileNumber"`
	ExternalRefNumber    string `json:"externalRefNumber"`
	RequestedAmount      string `json:"requestedAmount"`
	Username             string `json:"username"`
	OTPType              string `json:"otpType"`
	LatLong              string `json:"latLong"`
	PublicIP             string `json:"publicIP"`
	OVDType              string `json:"ovdType"`
	OVDData              string `json:"ovdData"`
	PID                  string `json:"pid"`
	Email                string `json:"email"`
	ParamA               string `json:"paramA"`
	ParamB               string `json:"paramB"`
	ParamC               string `json:"paramC"`
}

var amount = regexp.MustCompile(`^\d+(\.\d{1,2})?$`)

func (s *sandbox) sendOTP(r *simulator.Request) simulator.Reply {
	var req otpRequest
	if err := r.Decode(&req); err != nil {
		return s.invalidRequest()
	}
	text := otpComplaint(req)
	switch {
	case req.Username == simulator.WrongCredential:
		return s.samples.Reply("start_verification.user_not_onboarded")
	case text != "":
		return s.samples.Reply("start_verification.refused", simulator.Field{Name: "statusDesc", Value: text})
	case req.OTPType == "2" && !amount.MatchString(req.RequestedAmount):
		return s.samples.Reply("start_verification.amount_invalid")
	case req.CustomerMobileNumber == "9000000024":
		return s.samples.Reply("start_verification.internal")
	case req.CustomerMobileNumber == "9000000025":
		return s.samples.Reply("start_verification.too_soon")
	}
	s.otps.Put(req.CustomerMobileNumber, otp{sent: s.now()})
	return s.samples.Reply("start_verification.ok")
}

// otpComplaint gives the text for a field in the wrong format, or "".
func otpComplaint(req otpRequest) string {
	switch n := len(req.ExternalRefNumber); {
	case req.Username == "":
		return "Username Must not be Empty"
	case !mobileNumber.MatchString(req.CustomerMobileNumber):
		return "Invalid mobile number"
	case req.OTPType != "1" && req.OTPType != "2":
		return "Invalid Type, Only 1 or 2 Allowed"
	case n == 0 && req.OTPType == "2", n > 0 && (n < 6 || n > 22):
		return "External Reference Number Must be 6 to 22 Characters"
	}
	if text := documentComplaint(req.OVDType, req.OVDData); text != "" {
		return text
	}
	return deviceComplaint(req.LatLong, req.PublicIP)
}

// spendOTP uses up a code and names the sample that refuses it, or "".
func (s *sandbox) spendOTP(mobile, code string) (refusal string) {
	s.otps.Update(mobile, func(o otp, _ bool) (otp, bool) {
		switch {
		case o.wrong >= otpAttempts, code == exceededOTP:
			refusal = "create_customer.otp_attempts"
		case code == expiredOTP, !o.sent.IsZero() && s.now().Sub(o.sent) >= otpLife:
			refusal = "create_customer.otp_expired"
		case code != goodOTP:
			o.wrong++
			refusal = "create_customer.otp_invalid"
		default:
			o = otp{}
		}
		return o, true
	})
	return refusal
}
