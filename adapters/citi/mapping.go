package citi

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/subject"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// otpDigits is the length of UIDAI's passwords (Aadhaar OTP API 2.5).
const otpDigits = 6

const (
	keyTransaction = "transaction_id"
	keyMethod      = "method"

	// trustFramework is this project's own name; OIDC IDA registers none.
	trustFramework = "uidai_ekyc"
)

var genders = map[string]string{"M": "male", "F": "female", "T": "transgender"}

// mapper turns the vendor's answers into canonical ones, with the settings for what
// the vendor leaves out.
type mapper struct {
	currency  canonical.Currency
	zone      *time.Location
	countries map[string]canonical.Country // by folded name
	unmapped  func(field string)
	subjects  subject.Guard
}

// newMapper takes settings that were checked.
func newMapper(s Settings, unmapped, otherSubject func(string)) mapper {
	zone, _ := s.zone()
	return mapper{
		currency: s.Currency, zone: zone, countries: countriesWith(s.CountryNames), unmapped: unmapped,
		subjects: subject.Guard{Others: s.OtherSubjects, Count: otherSubject},
	}
}

// encodeOTP wants the number and the holder's consent, which UIDAI asks for
// whether or not the wire has a place for it (CIT-2).
func encodeOTP(s Settings, d canonical.VerificationDraft, now time.Time) ([]byte, error) {
	if d.Method != canonical.MethodAadhaarOTP {
		e := canonical.Errorf(canonical.OperationNotSupported, "This vendor verifies by aadhaar_otp only.")
		e.Fields = []canonical.FieldError{{Pointer: "/method", Code: canonical.FieldUnsupported, Detail: "must be aadhaar_otp at this vendor"}}
		return nil, e
	}
	if err := d.Validate(now); err != nil {
		return nil, err
	}
	var c canonical.Check
	c.Aadhaar("/identifier/number", d.Identifier.Number, s.VirtualID)
	f := s.OTPFields
	return encodeBody(map[string]json.RawMessage{f.AadhaarNumber: quoted(d.Identifier.Number), f.Consent: truth}), c.Err()
}

func encodeKYC(s Settings, c canonical.VerificationConfirmation) ([]byte, error) {
	transaction := c.ID.Key(keyTransaction)
	if transaction == "" || c.ID.Key(keyMethod) != canonical.MethodAadhaarOTP {
		return nil, vendorerr.UnknownKey(canonical.VerificationNotFound)
	}
	if err := c.ValidateAadhaar(); err != nil {
		return nil, err
	}
	otp := canonical.NewSecret(strings.TrimSpace(c.OTP.Reveal()))
	var check canonical.Check
	check.Require(!otp.IsZero(), "/otp")
	check.OTP("/otp", otp.Reveal(), otpDigits)
	check.Aadhaar("/identifier/number", c.Identifier.Number, s.VirtualID)
	f := s.KYCFields
	return encodeBody(map[string]json.RawMessage{
		f.AadhaarNumber: quoted(c.Identifier.Number), f.OTP: quoted(otp),
		f.TransactionID: quoted(canonical.NewSecret(transaction)), f.Consent: truth,
	}), check.Err()
}

var truth = json.RawMessage("true")

// encodeBody writes a body whose names are settings (CIT-1). One that is left
// empty takes its member out.
func encodeBody(members map[string]json.RawMessage) []byte {
	delete(members, "")
	body, _ := json.Marshal(members) //nolint:errchkjson // texts and true always marshal
	return body
}

func quoted(s canonical.Secret) json.RawMessage {
	text, _ := json.Marshal(s.Reveal()) //nolint:errchkjson // a text always marshals
	return text
}

func decodeOTP(d canonical.VerificationDraft, w otpAnswer) (canonical.Verification, error) {
	if w.TransactionID == "" {
		return canonical.Verification{}, vendorerr.Malformed("the answer has no transactionId")
	}
	id := string(w.TransactionID)
	return canonical.Verification{
		ID:        canonical.NewID[canonical.VerificationID](canonical.Keys{keyTransaction: id, keyMethod: canonical.MethodAadhaarOTP}),
		Object:    "verification",
		VendorIDs: canonical.VendorIDs{keyTransaction: id},
		Method:    canonical.MethodAadhaarOTP,
		Status:    canonical.VerificationPending,
		Consent:   d.Consent,
	}, nil
}

// decodeKYC makes verified claims of an answer about the requested transaction and
// number. The unmasked number (CIT-7) stands in one field only, which the gateway
// removes for callers without the scope.
func (m mapper) decodeKYC(c canonical.VerificationConfirmation, w kycAnswer, now time.Time) (canonical.Verification, error) {
	transaction, number := c.ID.Key(keyTransaction), canonical.Personal(c.Identifier.Number.Reveal())
	if w.FullName == "" {
		return canonical.Verification{}, vendorerr.Malformed("the answer has no fullName")
	}
	if err := m.about(w, transaction, string(number)); err != nil {
		return canonical.Verification{}, err
	}
	at := now.UTC()
	claims := canonical.Claims{Name: canonical.Personal(w.FullName), Address: decodeKYCAddress(first(m, w.Address, "address"))}
	if d := first(m, w.Demographics, "demographics"); d != nil {
		claims.Gender, claims.GenderRaw = m.enum(genders, d.Gender, "demographics.gender")
		claims.Birthdate, claims.BirthYear, claims.BirthdateRaw = m.birth(d.DateOfBirth)
	}
	return canonical.Verification{
		ID:        c.ID,
		Object:    "verification",
		VendorIDs: canonical.VendorIDs{keyTransaction: transaction},
		Method:    canonical.MethodAadhaarOTP,
		Status:    canonical.VerificationVerified,
		Consent:   c.Consent,
		VerifiedClaims: &canonical.VerifiedClaims{
			Verification: canonical.ClaimsVerification{
				TrustFramework: trustFramework, Time: &at,
				Evidence: []canonical.Evidence{evidenceOf(number, transaction, at)},
			},
			Claims: claims,
		},
	}, nil
}

// about holds an answer to the transaction and the number that were asked for, where it
// names them.
func (m mapper) about(w kycAnswer, transaction, number string) error {
	switch {
	case w.TransactionID != "" && string(w.TransactionID) != transaction:
		return m.subjects.Another(canonical.ConfirmVerification.Name(), "the answer is about another transaction")
	case w.AadhaarNumber != "" && !sameNumber(string(w.AadhaarNumber), number):
		return m.subjects.Another(canonical.ConfirmVerification.Name(), "the answer is about another Aadhaar number")
	}
	return nil
}

// evidenceOf is the record at UIDAI that the claims come from.
func evidenceOf(number canonical.Personal, transaction string, at time.Time) canonical.Evidence {
	return canonical.Evidence{
		Type:         "electronic_record",
		CheckDetails: []canonical.CheckDetails{{CheckMethod: canonical.CheckData, CheckID: transaction, Time: &at}},
		Record: canonical.ElectronicRecord{
			Type: canonical.IdentifierAadhaar, Source: canonical.RecordSource{Name: "Unique Identification Authority of India"},
			PersonalNumber: number, PersonalNumberLast4: canonical.Personal(number.Last4()), CreatedAt: &at,
		},
	}
}

// sameNumber compares the digits that the answer shows: all, or the last four
// where it masks the others.
func sameNumber(text, requested string) bool {
	text = strings.ReplaceAll(text, " ", "")
	shown := text[len(strings.TrimRight(text, "0123456789")):]
	return len(shown) >= 4 && strings.HasSuffix(requested, shown)
}

func decodeKYCAddress(w *kycAddress) *canonical.Address {
	if w == nil {
		return nil
	}
	return &canonical.Address{
		CareOf:         canonical.Personal(w.CareOfFullName),
		BuildingNumber: canonical.Personal(w.HouseNumber),
		StreetName:     canonical.Personal(w.StreetName),
		Landmark:       canonical.Personal(w.Landmark),
		Locality:       canonical.Personal(w.Locality),
		City:           canonical.Personal(w.VillageTownCity),
		SubDistrict:    canonical.Personal(w.SubDistrict),
		District:       canonical.Personal(w.District),
		State:          canonical.Personal(w.State),
		PostalCode:     canonical.Personal(w.PostalCode),
		PostOffice:     canonical.Personal(w.PostOffice),
		Country:        "IN", // UIDAI registers residents of India
	}
}

// birth reads the three ways in which UIDAI writes a birth date: by year, by
// day, or the year alone.
func (m mapper) birth(text lenientjson.String) (date, year canonical.Date, raw canonical.Personal) {
	const field = "demographics.dateOfBirth"
	if text == "0000" || text == "0001" {
		return "", "", ""
	}
	if len(text) == len("2006") {
		if _, err := time.Parse("2006", string(text)); err == nil {
			return "", canonical.Date(text), ""
		}
	}
	if t, err := time.Parse("02-01-2006", string(text)); err == nil {
		return canonical.Date(t.Format(time.DateOnly)), "", ""
	}
	date, kept := m.date(text, field)
	return date, "", canonical.Personal(kept)
}

// date reads YYYY-MM-DD; any other text is kept in raw and counted.
func (m mapper) date(text lenientjson.String, field string) (date canonical.Date, raw string) {
	d := canonical.Date(text)
	if lenientjson.NoDate(text) {
		return "", ""
	}
	if !d.Valid() {
		m.unmapped(field)
		return "", string(text)
	}
	return d, ""
}

func (m mapper) enum(table map[string]string, text lenientjson.String, field string) (value, raw string) {
	return lenientjson.Enum(table, text, field, m.unmapped)
}

// integer reads a whole number that the vendor writes as text; any other text
// is kept in raw and counted (CIT-20).
func (m mapper) integer(text lenientjson.String, field string) (value *int64, raw string) {
	if text == "" {
		return nil, ""
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		m.unmapped(field)
		return nil, string(text)
	}
	return &n, ""
}

// truth reads a flag in any of its forms (CIT-4); another word is kept in raw and counted.
func (m mapper) truth(text lenientjson.String, field string) (value *bool, raw string) {
	truth := lenientjson.BoolOf(text)
	if truth.Unrecognized {
		m.unmapped(field)
		return nil, string(text)
	}
	return truth.Pointer(), ""
}

// decimal reads a double without going through one (CIT-9). A number that canonical
// has no form for, such as a negative one, is kept in raw and counted.
func (m mapper) decimal(text lenientjson.Number, field string) (value *canonical.Decimal, raw string) {
	if text == "" {
		return nil, ""
	}
	d, err := canonical.ParseNumber(string(text))
	if err != nil {
		m.unmapped(field)
		return nil, string(text)
	}
	return &d, ""
}

// money is an amount in the connection's currency, because the vendor names none. It
// keeps all decimals, even those of a double's rounding error.
func (m mapper) money(text lenientjson.Number, field string) (amount *canonical.Money, raw string) {
	d, raw := m.decimal(text, field)
	if d == nil {
		return nil, raw
	}
	return &canonical.Money{Value: *d, Currency: m.currency}, ""
}

// signed is money for what may be negative.
func (m mapper) signed(text lenientjson.Number, field string) (amount *canonical.SignedMoney, raw string) {
	if text == "" {
		return nil, ""
	}
	d, err := canonical.ParseSignedNumber(string(text))
	if err != nil {
		m.unmapped(field)
		return nil, string(text)
	}
	return &canonical.SignedMoney{Value: d, Currency: m.currency}, ""
}

// instant reads a time that has no zone in the connection's (CIT-13).
func (m mapper) instant(text lenientjson.String, field string) (at *time.Time, raw string) {
	return lenientjson.Instant(text, m.zone, field, m.unmapped)
}

// encodeQuery leaves out parameters without a value.
func encodeQuery(parameters map[string]string) url.Values {
	query := url.Values{}
	for name, value := range parameters {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}
