package canonical

import (
	"encoding/json"
	"time"
)

// Verification is a proof that a person holds a phone, a mailbox or an
// Aadhaar number (canonical.md §2.2). The OTP and the identifier are
// write-only.
type Verification struct {
	ID                VerificationID  `json:"id"`
	Object            string          `json:"object" enum:"verification"`
	Connection        string          `json:"connection"`
	CreatedAt         *time.Time      `json:"created_at,omitempty"`
	VendorIDs         VendorIDs       `json:"vendor_ids,omitempty"`
	Method            string          `json:"method" enum:"aadhaar_otp,email_otp,sms_otp" doc:"How the person is verified."`
	Status            string          `json:"status" enum:"pending,verified,failed,expired,unknown" doc:"Where it stands."`
	CustomerID        CustomerID      `json:"customer_id,omitzero" doc:"Whose verification it is, where that was said."`
	ChannelHint       Personal        `json:"channel_hint,omitempty" doc:"Where the OTP went, masked."`
	Consent           *Consent        `json:"consent,omitempty" doc:"The consent that was given with it."`
	ExpiresAt         *time.Time      `json:"expires_at,omitempty" doc:"When the password lapses."`
	AttemptsRemaining *int            `json:"attempts_remaining,omitempty" doc:"How many wrong passwords the vendor still takes."`
	VerifiedClaims    *VerifiedClaims `json:"verified_claims,omitempty" doc:"What was verified, as OIDC for Identity Assurance says it."`
	Supplement
	Written
}

// Verification methods and statuses.
const (
	MethodAadhaarOTP     = "aadhaar_otp"
	MethodEmailOTP       = "email_otp"
	MethodSMSOTP         = "sms_otp"
	VerificationPending  = "pending"
	VerificationVerified = "verified"
)

// Consent is a person's agreement to one text (after UK Open Banking).
type Consent struct {
	Type      string     `json:"type,omitempty" maxLength:"64" doc:"What the consent is about, in the vendor's word."`
	TextID    string     `json:"text_id,omitempty" maxLength:"255" doc:"The text that was shown, by the id its owner gave it."`
	Granted   bool       `json:"granted" doc:"Whether the person agreed."`
	GrantedAt *time.Time `json:"granted_at,omitempty" doc:"When the person agreed; never in the future."`
	IPAddress Personal   `json:"ip_address,omitempty" maxLength:"45" doc:"The person's IP address at that time, IPv4 or IPv6."`
}

// VerifiedClaims is OIDC for Identity Assurance's verified_claims.
type VerifiedClaims struct {
	Verification ClaimsVerification `json:"verification" doc:"How they were verified."`
	Claims       Claims             `json:"claims" doc:"The facts that were verified."`
}

// ClaimsVerification says under which rules the claims were verified, and by
// what evidence.
type ClaimsVerification struct {
	TrustFramework string     `json:"trust_framework" doc:"uidai_ekyc is this gateway's own name; it is not registered with IDA."`
	Time           *time.Time `json:"time,omitempty" doc:"When they were verified."`
	Evidence       []Evidence `json:"evidence,omitempty" doc:"What proves the claims."`
}

// Evidence is a record that proves the claims, and how it was checked (OIDC IDA's
// electronic_record).
type Evidence struct {
	Type         string           `json:"type" enum:"electronic_record" doc:"Kind of evidence, as OIDC IDA names it."`
	CheckDetails []CheckDetails   `json:"check_details,omitempty" doc:"How the record was checked."`
	Record       ElectronicRecord `json:"record" doc:"The record itself."`
}

// CheckDetails is one check of the evidence.
type CheckDetails struct {
	CheckMethod string     `json:"check_method" doc:"One of IDA's: data is a comparison with the data of the issuer."`
	CheckID     string     `json:"check_id,omitempty" doc:"The vendor's id of the check."`
	Time        *time.Time `json:"time,omitempty" doc:"When the check was made."`
}

// CheckData is IDA's check of data against those of the issuer.
const CheckData = "data"

// ElectronicRecord is a person's record at an authority. The number is there only
// with the scope pii:read.
type ElectronicRecord struct {
	Type                string       `json:"type" doc:"aadhaar"`
	PersonalNumber      Personal     `json:"personal_number,omitempty" doc:"Only with scope pii:read."`
	PersonalNumberLast4 Personal     `json:"personal_number_last4,omitempty" doc:"An addition to IDA."`
	CreatedAt           *time.Time   `json:"created_at,omitempty" doc:"When the record was made for this check."`
	Source              RecordSource `json:"source" doc:"The authority that keeps the record."`
}

// RecordSource is the authority that keeps a record.
type RecordSource struct {
	Name string `json:"name" doc:"Name of the authority."`
}

// Claims are the verified facts.
type Claims struct {
	Name         Personal `json:"name,omitempty" doc:"The verified name."`
	Birthdate    Date     `json:"birthdate,omitempty" format:"date" doc:"The verified date of birth."`
	BirthdateRaw Personal `json:"birthdate_raw,omitempty" doc:"The record's text where it is no date."`
	BirthYear    Date     `json:"birth_year,omitempty" doc:"Where the record has only the year."`
	Gender       string   `json:"gender,omitempty" enum:"male,female,transgender,other,unknown" doc:"The verified gender."`
	GenderRaw    string   `json:"gender_raw,omitempty"`
	Address      *Address `json:"address,omitempty" doc:"The verified address."`
}

// VerificationDraft starts a verification (start_verification). The tag for names the
// methods whose bodies have the field, with ! where they cannot do without it.
type VerificationDraft struct {
	Method        string            `json:"method" enum:"aadhaar_otp,email_otp,sms_otp" doc:"How the person is verified; it says what else the body has." discriminator:"true"`
	CustomerID    CustomerID        `json:"customer_id,omitzero" doc:"Whose verification it is: it is made where that customer is known, and names it."`
	Email         Personal          `json:"email,omitempty" maxLength:"254" doc:"For email_otp." for:"email_otp!"`
	Phone         Personal          `json:"phone,omitempty" pattern:"^\\+[1-9]\\d{6,14}$" doc:"For sms_otp." for:"sms_otp!"`
	Identifier    *SecretIdentifier `json:"identifier,omitempty" doc:"For aadhaar_otp; with sms_otp where the vendor wants it." for:"aadhaar_otp!,sms_otp"`
	Consent       *Consent          `json:"consent,omitempty" doc:"For aadhaar_otp: granted true, text_id and granted_at." for:"aadhaar_otp!"`
	ClientDetails Secret            `json:"-" header:"Client-Details" maxLength:"8192" doc:"What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept."`
	ClientContext *ClientContext    `json:"client_context,omitempty" doc:"For sms_otp: the end user's device, all three members." for:"sms_otp"`
	Supplement
}

// SecretIdentifier is an identity number that is only ever passed through.
type SecretIdentifier struct {
	Type   string `json:"type" enum:"national_id,passport,driving_permit,visa,tax_id,aadhaar,emirates_id,ssn,other" doc:"Kind of number."`
	Number Secret `json:"number" maxLength:"64" writeOnly:"true" doc:"The number. It is passed through, and never kept or answered."`
}

// VerificationConfirmation gives the OTP back (confirm_verification). For
// aadhaar_otp the identifier and the consent come again: an Aadhaar number is
// never sealed into an id.
type VerificationConfirmation struct {
	ID            VerificationID    `json:"-" path:"id"`
	ClientDetails Secret            `json:"-" header:"Client-Details" maxLength:"8192" doc:"What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept."`
	OTP           Secret            `json:"otp" minLength:"1" maxLength:"16" writeOnly:"true" doc:"The one-time password that the person typed."`
	Identifier    *SecretIdentifier `json:"identifier,omitempty" doc:"Needed again for aadhaar_otp: the number is not kept in the id."`
	Consent       *Consent          `json:"consent,omitempty" doc:"Needed again for aadhaar_otp."`
	Supplement
}

// EachID visits the verification's id and its customer's.
func (v *Verification) EachID(visit func(string, Sealable)) {
	visit("/id", &v.ID)
	visit("/customer_id", &v.CustomerID)
}

// Mask removes the full number of a record and personal supplementary data.
func (v *Verification) Mask() {
	v.Supplement.Mask()
	if v.VerifiedClaims == nil {
		return
	}
	for i := range v.VerifiedClaims.Verification.Evidence {
		v.VerifiedClaims.Verification.Evidence[i].Record.PersonalNumber = ""
	}
}

// EachID visits the id of the verification to confirm.
func (v *VerificationConfirmation) EachID(visit func(string, Sealable)) { visit("/id", &v.ID) }

// SetClientContext takes the context of the headers, unless the body had one.
func (d *VerificationDraft) SetClientContext(c ClientContext) { useContext(&d.ClientContext, c) }

// Validate wants for each method what it needs, and nothing of the others.
func (d *VerificationDraft) Validate(now time.Time) error {
	var c Check
	c.Email("/email", d.Email)
	c.Phone("/phone", d.Phone)
	d.ClientContext.check(&c, "/client_context")
	d.Consent.check(&c, "/consent")
	d.Consent.checkTime(&c, "/consent", now)
	d.Identifier.check(&c, "/identifier", now)
	switch d.Method {
	case MethodAadhaarOTP:
		d.Identifier.checkAadhaar(&c, "/identifier")
		if err := c.Err(); err != nil {
			return err
		}
		return d.Consent.require()
	case MethodEmailOTP:
		c.Require(d.Email != "", "/email")
	case MethodSMSOTP:
		c.Require(d.Phone != "", "/phone")
	}
	return c.Err()
}

// Validate checks the formats; what the method needs besides, the adapter of
// the verification's vendor knows.
func (v *VerificationConfirmation) Validate(now time.Time) error {
	var c Check
	v.Consent.check(&c, "/consent")
	v.Consent.checkTime(&c, "/consent", now)
	v.Identifier.check(&c, "/identifier", now)
	return c.Err()
}

// ValidateAadhaar wants what an aadhaar_otp confirmation needs: the number
// again, and the holder's consent.
func (v *VerificationConfirmation) ValidateAadhaar() error {
	var c Check
	v.Identifier.checkAadhaar(&c, "/identifier")
	if err := c.Err(); err != nil {
		return err
	}
	return v.Consent.require()
}

func (id *SecretIdentifier) checkAadhaar(c *Check, p string) {
	switch {
	case id == nil:
		c.Required(p)
	case id.Type != IdentifierAadhaar:
		c.Invalid(p+"/type", "must be aadhaar for this method")
	}
}

func (id *SecretIdentifier) check(c *Check, p string, now time.Time) {
	if id != nil {
		c.number(p+"/number", id.Type, id.Number.value, now)
	}
}

// UnmarshalJSON turns the instant into UTC: an offset is taken on the way in and
// never given back (canonical.md §1.1).
func (x *Consent) UnmarshalJSON(b []byte) error {
	type plain Consent
	if err := json.Unmarshal(b, (*plain)(x)); err != nil {
		return err
	}
	if x.GrantedAt != nil {
		utc := x.GrantedAt.UTC()
		x.GrantedAt = &utc
	}
	return nil
}

func (x *Consent) checkTime(c *Check, p string, now time.Time) {
	if x != nil {
		c.Consented(p+"/granted_at", x.GrantedAt, now)
	}
}

func (x *Consent) check(c *Check, p string) {
	if x != nil {
		c.IP(p+"/ip_address", x.IPAddress)
	}
}

// require gives consent_required unless the person agreed to a named text at
// a known time.
func (x *Consent) require() error {
	if x != nil && x.Granted && x.TextID != "" && x.GrantedAt != nil {
		return nil
	}
	return &Error{
		Code:    ConsentRequired,
		Message: "The holder's explicit consent is needed: consent.granted true, consent.text_id and consent.granted_at.",
		Fields:  []FieldError{{Pointer: "/consent", Code: FieldRequired, Detail: "granted true, text_id and granted_at are required"}},
	}
}
