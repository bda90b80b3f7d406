package sandbox

import (
	"net/http"
	"regexp"
	"time"

	"canongate/adapters/internal/simulator"
)

const (
	goodOTP         = "123456"
	transactionLife = 10 * time.Minute
	otpAttempts     = 3
)

// transaction is one OTP that UIDAI sent.
type transaction struct {
	aadhaar string
	sent    time.Time
	wrong   int
	spent   bool
}

type otpRequest struct {
	AadhaarNumber string `json:"aadhaarNumber"`
}

type otpAnswer struct {
	TransactionID string `json:"transactionId"`
}

type kycRequest struct {
	AadhaarNumber   string `json:"aadhaarNumber"`
	OneTimePassword string `json:"oneTimePassword"`
	TransactionID   string `json:"transactionId"`
	ConsentFlag     bool   `json:"consentFlag"`
}

var aadhaarNumber = regexp.MustCompile(`^[2-9]\d{11}$`)

var otpCases = map[string]string{
	"200000000013": "start_verification.forbidden",
	"200000000021": "start_verification.rejected",
	"200000000032": "start_verification.unavailable",
}

var kycCases = map[string]string{
	"200000000045": "confirm_verification.day_first",
	"200000000050": "confirm_verification.year_only",
	"200000000066": "confirm_verification.transgender",
}

var kycFailures = map[string]string{
	"200000000078": "confirm_verification.unavailable",
	"200000000084": "confirm_verification.forbidden",
}

func (s *sandbox) triggerOTP(r *simulator.Request, customer string) simulator.Reply {
	if customer != "" {
		return s.samples.Reply("start_verification.unauthorized")
	}
	var req otpRequest
	if err := r.Decode(&req); err != nil || !aadhaarNumber.MatchString(req.AadhaarNumber) {
		return s.invalid("start_verification", "aadhaarNumber")
	}
	if sample, ok := otpCases[req.AadhaarNumber]; ok {
		return s.samples.Reply(sample)
	}
	id := simulator.RandomHex(16)
	s.transactions.Put(id, transaction{aadhaar: req.AadhaarNumber, sent: s.now()})
	return simulator.JSON(http.StatusOK, otpAnswer{TransactionID: id})
}

func (s *sandbox) retrieveKYC(r *simulator.Request, customer string) simulator.Reply {
	if customer != "" {
		return s.samples.Reply("confirm_verification.unauthorized")
	}
	var req kycRequest
	if err := r.Decode(&req); err != nil || !req.ConsentFlag || !s.spend(req) {
		return s.samples.Reply("confirm_verification.refused")
	}
	if sample, ok := kycFailures[req.AadhaarNumber]; ok {
		return s.samples.Reply(sample)
	}
	sample, ok := kycCases[req.AadhaarNumber]
	if !ok {
		sample = "confirm_verification.ok"
	}
	return s.samples.Reply(sample,
		simulator.Field{Name: "aadhaarNumber", Value: req.AadhaarNumber},
		simulator.Field{Name: "transactionId", Value: req.TransactionID})
}

// spend uses up a transaction and says whether the code was right.
func (s *sandbox) spend(req kycRequest) (right bool) {
	s.transactions.Update(req.TransactionID, func(t transaction, found bool) (transaction, bool) {
		if !found || t.spent || t.wrong >= otpAttempts || s.now().Sub(t.sent) >= transactionLife {
			return t, false
		}
		right = req.OneTimePassword == goodOTP && req.AadhaarNumber == t.aadhaar
		t.spent = right
		if !right {
			t.wrong++
		}
		return t, true
	})
	return right
}
