package sandbox

import (
	"maps"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/simulator"
)

// values is what value makes what answer, as a caller of the gateway gives it.
func (s *sandbox) values() []simulator.Value {
	var list []simulator.Value
	for _, number := range slices.Sorted(maps.Keys(lookups)) {
		list = append(list, simulator.Answers("lookup_customer", "/phone", [2]string{countryCode + number, s.samples.Says(lookups[number])})...)
	}
	list = append(list, simulator.Answers("lookup_customer", "/phone", [2]string{"any other", s.samples.Says("lookup_customer.not_found") + ", unless it was registered"})...)
	list = append(list, simulator.Answers("create_customer", "/phones/*/number",
		[2]string{countryCode + "9000000014", s.samples.Says("create_customer.internal")},
		[2]string{countryCode + "9000000015", s.samples.Says("create_customer.internal_spaced")})...)
	list = append(list, simulator.Answers("create_customer", "/verification/otp",
		[2]string{goodOTP, "right, for every number"},
		[2]string{expiredOTP, s.samples.Says("create_customer.otp_expired")},
		[2]string{exceededOTP, s.samples.Says("create_customer.otp_attempts")},
		[2]string{"any other", s.samples.Says("create_customer.otp_invalid")})...)
	return append(list, simulator.Answers("start_verification", "/phone",
		[2]string{countryCode + "9000000024", s.samples.Says("start_verification.internal")},
		[2]string{countryCode + "9000000025", s.samples.Says("start_verification.too_soon")})...)
}

// countryCode stands before a number in the gateway, and not at the vendor.
const countryCode = "+91"

// world is what the sandbox shows of itself.
func (s *sandbox) world() simulator.World {
	return simulator.World{Values: s.values(), Actions: []simulator.Action{{
		Name: "expire_otp", Takes: []string{"verification_id"}, Note: "The OTP that was sent to the number has expired.", Do: s.expireOTP,
	}}}
}

func (s *sandbox) expireOTP(c simulator.Command) (simulator.Moved, *simulator.Refusal) {
	mobile := strings.TrimPrefix(c.Verification["phone"], countryCode)
	if mobile == "" {
		return simulator.Moved{}, simulator.Invalid("verification_id", "is required")
	}
	refusal := simulator.NotFound("verification_id", "the sandbox has sent no OTP to this number")
	s.otps.Update(mobile, func(o otp, found bool) (otp, bool) {
		if found && !o.sent.IsZero() {
			o.sent, refusal = s.now().Add(-otpLife-time.Second), nil
		}
		return o, refusal == nil
	})
	if refusal != nil {
		return simulator.Moved{}, refusal
	}
	return simulator.Moved{Status: "expired"}, nil
}
