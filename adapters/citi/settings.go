package citi

import (
	"time"

	"canongate/adapters/internal/settings"
	"canongate/adapters/internal/subject"
	"canongate/canonical"
)

// Settings are the vendor's own keys of a connection.
type Settings struct {
	// ClientID and ClientSecret come from Citi's developer hub.
	ClientID     string           `mapstructure:"client_id"`
	ClientSecret canonical.Secret `mapstructure:"client_secret"`
	// Scope is asked for with the token; default /api.
	Scope string `mapstructure:"scope"`
	// TokenPath is where client credentials become a token.
	TokenPath string `mapstructure:"token_path"`
	// OTPFields and KYCFields name the members of the two Aadhaar requests,
	// whose schemas the vendor does not show (CIT-1).
	OTPFields OTPFields `mapstructure:"otp_fields"`
	KYCFields KYCFields `mapstructure:"kyc_fields"`
	// VirtualID takes the 16 digits of a virtual id in place of an Aadhaar number.
	// Default false: the vendor's document does not say whether it does.
	VirtualID bool `mapstructure:"virtual_id"`
	// Currency is that of every amount (default INR): the vendor names none
	// (CIT-9).
	Currency canonical.Currency `mapstructure:"currency"`
	// TimeZone is that of times without one (CIT-13), by its IANA name; default
	// Asia/Kolkata.
	TimeZone string `mapstructure:"time_zone"`
	// CountryNames adds names of countries, in any case, to those of ISO 3166;
	// each leads to an alpha-2 code (CIT-8).
	CountryNames map[string]canonical.Country `mapstructure:"country_names"`
	// OtherSubjects says what becomes of an eKYC answer about another transaction or
	// Aadhaar number than the one asked for: refuse (default), or warn, for test systems
	// that replay samples. Either is counted.
	OtherSubjects subject.Others `mapstructure:"other_subjects"`
}

// OTPFields names the members of AadhaarOtpRequest. An empty name leaves the
// member out.
type OTPFields struct {
	AadhaarNumber string `mapstructure:"aadhaar_number"`
	Consent       string `mapstructure:"consent"`
}

// KYCFields names the members of AadhaarEkycRequest. An empty name leaves the
// member out.
type KYCFields struct {
	AadhaarNumber string `mapstructure:"aadhaar_number"`
	OTP           string `mapstructure:"otp"`
	TransactionID string `mapstructure:"transaction_id"`
	Consent       string `mapstructure:"consent"`
}

// The names of CIT-1: guesses by the names of the vendor's answers.
var (
	defaultOTPFields = OTPFields{AadhaarNumber: "aadhaarNumber"}
	defaultKYCFields = KYCFields{
		AadhaarNumber: "aadhaarNumber", OTP: "oneTimePassword", TransactionID: "transactionId", Consent: "consentFlag",
	}
)

func decodeSettings(c canonical.Connection) (Settings, error) {
	s := Settings{ //nolint:gosec // a path, no credential
		Scope:     "/api",
		TokenPath: "/clientCredentials/oauth2/token/in/gcb",
		OTPFields: defaultOTPFields,
		KYCFields: defaultKYCFields,
		Currency:  "INR",
		TimeZone:  "Asia/Kolkata",

		OtherSubjects: subject.Refuse,
	}
	err := settings.Decode(c, &s)
	return s, settings.Join(err, s.check())
}

func (s Settings) check() error {
	var p settings.Problems
	s.OtherSubjects.Check(&p)
	p.Require(s.ClientID != "", "client_id")
	p.Require(!s.ClientSecret.IsZero(), "client_secret")
	p.Check(s.TokenPath != "" && s.TokenPath[0] == '/', "token_path", "must begin with /")
	p.Require(s.OTPFields.AadhaarNumber != "", "otp_fields.aadhaar_number")
	p.Require(s.KYCFields.OTP != "", "kyc_fields.otp")
	p.Require(s.KYCFields.TransactionID != "", "kyc_fields.transaction_id")
	p.Check(distinct(s.OTPFields.AadhaarNumber, s.OTPFields.Consent), "otp_fields", "must not use a name twice")
	p.Check(distinct(s.KYCFields.AadhaarNumber, s.KYCFields.OTP, s.KYCFields.TransactionID, s.KYCFields.Consent),
		"kyc_fields", "must not use a name twice")
	_, known := s.Currency.Exponent()
	p.Check(known, "currency", "must be an ISO 4217 currency code in upper case")
	_, found := s.zone()
	p.Check(found, "time_zone", "must be a zone of the IANA database, such as Asia/Kolkata")
	for name, country := range s.CountryNames {
		p.Check(country.Valid(), "country_names."+name, "must be an ISO 3166-1 alpha-2 code in upper case")
	}
	return p.Err()
}

// zone is the time zone by its name. "" and Local are names to Go that mean
// something else on each machine.
func (s Settings) zone() (*time.Location, bool) {
	zone, err := time.LoadLocation(s.TimeZone)
	return zone, err == nil && s.TimeZone != "" && s.TimeZone != "Local"
}

func distinct(names ...string) bool {
	seen := map[string]bool{}
	for _, name := range names {
		if name != "" && seen[name] {
			return false
		}
		seen[name] = true
	}
	return true
}

func (s Settings) warnings() []string {
	var w []string
	if s.OTPFields == defaultOTPFields {
		w = append(w, "otp_fields has its defaults, which are unverified: the vendor's document hides the schema of the OTP request (CIT-1)")
	}
	if s.KYCFields == defaultKYCFields {
		w = append(w, "kyc_fields has its defaults, which are unverified: the vendor's document hides the schema of the eKYC request (CIT-1)")
	}
	return append(w, s.OtherSubjects.Warnings()...)
}
