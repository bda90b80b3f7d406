package sandbox

import (
	"regexp"
	"strings"
	"time"

	"canongate/adapters/internal/simulator"
)

const (
	rightOTP    = "123456"
	otpLife     = 10 * time.Minute
	maxAttempts = 5
)

// verification is one e-mail that waits for its OTP.
type verification struct {
	attempts int
	verified bool
	expires  time.Time
}

// magicOTPs are wrong OTPs that ask for a certain answer, by sample. Each
// counts as a wrong try.
var magicOTPs = map[string]string{
	"400000": "invalid_otp",
	"400001": "errors",
	"400002": "expired",
	"401000": "incorrect",
	"404000": "not_found",
	"409000": "already_verified",
	"429000": "too_many_attempts",
}

var sixDigits = regexp.MustCompile(`^\d{6}$`)

// requestOTP answers its id in snake_case; verifyOTP takes it in camelCase
// (OMN-5).
func (s *sandbox) requestOTP(tenant string, r *simulator.Request) simulator.Reply {
	var in struct {
		Email string `json:"email"`
	}
	if !read(r, &in) || !mail.MatchString(in.Email) {
		return samples.Reply("start_verification.generation_failed")
	}
	if sample := trouble(in.Email, "otp"); sample != "" {
		return samples.Reply("start_verification." + sample)
	}
	id := newUUID()
	s.verifications.Put(key{tenant, id}, verification{expires: s.now().Add(otpLife)})
	return samples.Reply("start_verification.ok", simulator.Field{Name: "data", Value: struct {
		ID string `json:"verification_request_id"`
	}{id}})
}

func (s *sandbox) verifyOTP(tenant string, r *simulator.Request) simulator.Reply {
	var in struct {
		OTP                   string `json:"otp"`
		VerificationRequestID string `json:"verificationRequestId"`
	}
	if !read(r, &in) || !sixDigits.MatchString(in.OTP) || in.VerificationRequestID == "" {
		return samples.Reply("confirm_verification.invalid_otp")
	}
	sample := "not_found"
	s.verifications.Update(key{tenant, strings.ToLower(in.VerificationRequestID)}, func(v verification, found bool) (verification, bool) {
		if !found {
			return v, false
		}
		sample = v.try(in.OTP, s.now())
		return v, true
	})
	return samples.Reply("confirm_verification." + sample)
}

// try counts the OTP and names the sample that answers it.
func (v *verification) try(otp string, now time.Time) string {
	switch {
	case v.verified:
		return "already_verified"
	case v.attempts >= maxAttempts:
		return "too_many_attempts"
	case !now.Before(v.expires):
		return "expired"
	case otp == rightOTP:
		v.verified = true
		return "ok"
	}
	v.attempts++
	if sample, ok := magicOTPs[otp]; ok {
		return sample
	}
	return "incorrect"
}
