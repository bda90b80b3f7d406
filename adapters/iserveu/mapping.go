package iserveu

import (
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

const (
	keyPhone   = "phone"
	keyMethod  = "method"
	keyStarted = "started_at"

	ovdAadhaar = "Aadhaar Card"
	// otpDigits is the length in the vendor's sample.
	otpDigits = 6
	// otpRegistration is otpType "1": customer registration.
	otpRegistration = "1"
)

// statusMeaning is the canonical meaning of the statusCode of a success.
type statusMeaning struct{ status, kyc, document string }

// statusMeanings are by statusCode, because 2 and 3 share a description (ISU-4).
var statusMeanings = map[string]statusMeaning{
	"1": {canonical.CustomerPendingVerification, canonical.KYCPending, ""},
	"2": {canonical.CustomerActive, canonical.KYCVerified, canonical.DocumentVerified},
	"3": {canonical.CustomerActive, canonical.KYCVerified, canonical.DocumentUnverified},
}

// phoneOf is the number that the vendor knows the customer by.
func phoneOf(d *canonical.CustomerDraft) (phone canonical.Personal, pointer string) {
	i := canonical.ChooseMobile(d.Phones)
	if i < 0 {
		return "", pointerPhone
	}
	return d.Phones[i].Number, canonical.Element("/phones", i) + "/number"
}

func keyedPhone(id canonical.CustomerID) (canonical.Personal, error) {
	phone := id.Key(keyPhone)
	if phone == "" {
		return "", vendorerr.UnknownKey(canonical.CustomerNotFound)
	}
	return canonical.Personal(phone), nil
}

// checkUpdate refuses what an update cannot do: the number is the key, and
// the vendor cannot clear a field.
func checkUpdate(u *canonical.CustomerUpdate, phone canonical.Personal) error {
	var c canonical.Check
	if p, pointer := phoneOf(&u.CustomerDraft); p != "" && p != phone {
		c.Invalid(pointer, "is how this vendor knows the customer and cannot be changed")
	}
	for _, pointer := range u.Cleared {
		c.NotCleared(pointer)
	}
	c.OnlyKeys(u.VendorIDs)
	return c.Err()
}

// chosen are the elements of lists of which the vendor keeps one; -1: none.
type chosen struct{ phone, address, aadhaar int }

func choose(d *canonical.CustomerDraft) chosen {
	kept := chosen{canonical.ChooseMobile(d.Phones), canonical.ChooseAddress(d.Addresses), canonical.ChooseIdentifier(d.Identifiers, isAadhaar)}
	if kept.aadhaar >= 0 && !isAadhaar(d.Identifiers[kept.aadhaar].Type) {
		kept.aadhaar = -1
	}
	return kept
}

// others are what is not sent: further elements, the type of a number that goes there
// as a mobile one although it is none, and the parts of a name beside the whole.
func (k chosen) others(d *canonical.CustomerDraft) []string {
	list := slices.Concat(canonical.Others("/phones", len(d.Phones), k.phone), canonical.Others("/addresses", len(d.Addresses), k.address),
		canonical.Others("/identifiers", len(d.Identifiers), k.aadhaar))
	if k.phone >= 0 && !d.Phones[k.phone].MayBeMobile() {
		list = append(list, canonical.Element("/phones", k.phone)+"/type")
	}
	if d.Name == nil || sentName(*d.Name) == *d.Name {
		return list
	}
	for _, part := range []struct {
		pointer string
		text    canonical.Personal
	}{{"/name/given_name", d.Name.GivenName}, {"/name/middle_name", d.Name.MiddleName}, {"/name/family_name", d.Name.FamilyName}} {
		if part.text != "" {
			list = append(list, part.pointer)
		}
	}
	return list
}

// of is the profile with what is sent of it.
func (k chosen) of(p canonical.Profile) canonical.Profile {
	p.Addresses, p.Identifiers = canonical.Only(p.Addresses, k.address), canonical.Only(p.Identifiers, k.aadhaar)
	name := sentName(*p.Name) // wanted of every registration
	p.Name = &name
	return p
}

// sentName is the whole name alone where it is given, because the vendor has one text
// for it; else the parts.
func sentName(n canonical.Name) canonical.Name {
	if joined(" ", n.FullName) != "" {
		return canonical.Name{FullName: n.FullName}
	}
	return n
}

// encodeRegistration maps canonical.md §6.2. Of each list the vendor keeps one.
func (a *Adapter) encodeRegistration(d *canonical.CustomerDraft, phone canonical.Personal) (r registration, kept chosen, err error) {
	var c canonical.Check
	kept = choose(d)
	_, pointer := phoneOf(d)
	r = registration{
		MobileNumber: national(&c, phone, pointer),
		Name:         fullName(&c, d.Name),
		Username:     a.settings.Username,
	}
	r.Latlong, r.PublicIP = a.device(&c, d.ClientContext)
	if d.Verification != nil {
		r.OTP = d.Verification.OTP.Reveal()
		c.OTP("/verification/otp", r.OTP, otpDigits)
	}
	if kept.address >= 0 {
		encodeAddress(&c, &r, d.Addresses[kept.address], canonical.Element("/addresses", kept.address))
	}
	if kept.aadhaar >= 0 {
		number := d.Identifiers[kept.aadhaar].Number
		a.checkAadhaar(&c, canonical.Element("/identifiers", kept.aadhaar)+"/number", canonical.NewSecret(string(number)))
		r.OVDType, r.OVDData = ovdAadhaar, string(number)
	}
	r.ParamA, r.ParamB, r.ParamC = string(d.Metadata["param_a"]), string(d.Metadata["param_b"]), string(d.Metadata["param_c"])
	return r, kept, c.Err()
}

// fullName is the vendor's one string: full_name, else the parts joined.
func fullName(c *canonical.Check, n *canonical.Name) string {
	var name string
	if n != nil {
		sent := sentName(*n)
		name = joined(" ", sent.FullName, sent.GivenName, sent.MiddleName, sent.FamilyName)
	}
	c.Require(name != "", "/name")
	return name
}

// joined leaves out the parts that are blank.
func joined(separator string, parts ...canonical.Personal) string {
	var texts []string
	for _, p := range parts {
		if text := strings.TrimSpace(string(p)); text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, separator)
}

// national takes the country code off an Indian number (ISU-12).
func national(c *canonical.Check, phone canonical.Personal, pointer string) string {
	number, _ := canonical.ParsePhone(phone)
	switch {
	case phone == "":
		c.Required(pointer)
	case number.CallingCode != "91" || !number.Mobile:
		c.Invalid(pointer, "must be an Indian mobile number: +91 and ten digits")
	}
	return number.National
}

func isAadhaar(kind string) bool { return kind == canonical.IdentifierAadhaar }

func encodeAddress(c *canonical.Check, r *registration, addr canonical.Address, pointer string) {
	r.Address = joined(", ", append(slices.Clone(addr.Lines), addr.BuildingNumber, addr.BuildingName, addr.StreetName,
		addr.Landmark, addr.Locality, addr.City, addr.District, addr.State)...)
	r.Pincode = string(addr.PostalCode)
	if r.Pincode != "" && !digits(r.Pincode, 6) {
		c.Invalid(pointer+"/postal_code", "must be six digits")
	}
	if addr.Country != "" && addr.Country != "IN" {
		c.Invalid(pointer+"/country", "must be IN for this vendor")
	}
}

func (a *Adapter) checkAadhaar(c *canonical.Check, pointer string, number canonical.Secret) {
	c.Aadhaar(pointer, number, a.settings.VirtualID)
	if a.settings.StrictAadhaar && !number.IsZero() && !verhoeff(number.Reveal()) {
		c.Invalid(pointer, "has a wrong check digit")
	}
}

// device gives the end user's position, joined, and address: the vendor wants
// them on every call, reads included (ISU-11, ISU-16).
func (a *Adapter) device(c *canonical.Check, x *canonical.ClientContext) (latlong, publicIP string) {
	if x == nil {
		return "", ""
	}
	if ip, err := netip.ParseAddr(string(x.IPAddress)); x.IPAddress != "" && (err != nil || !ip.Is4()) {
		c.Invalid("/client_context/ip_address", "must be an IPv4 address: this vendor takes no other")
	}
	return string(x.Latitude) + a.settings.LatlongSeparator + string(x.Longitude), string(x.IPAddress)
}

func (a *Adapter) encodeQuery(phone canonical.Personal, x *canonical.ClientContext) (customerQuery, error) {
	var c canonical.Check
	q := customerQuery{MobileNumber: national(&c, phone, "/phone"), Username: a.settings.Username}
	q.Latlong, q.PublicIP = a.device(&c, x)
	return q, c.Err()
}

func (a *Adapter) encodeOTP(d canonical.VerificationDraft) (otpRequest, error) {
	if d.Method != canonical.MethodSMSOTP {
		return otpRequest{}, canonical.Errorf(canonical.OperationNotSupported, "This vendor verifies by sms_otp only.")
	}
	var c canonical.Check
	r := otpRequest{CustomerMobileNumber: national(&c, d.Phone, "/phone"), Username: a.settings.Username, OTPType: otpRegistration}
	r.LatLong, r.PublicIP = a.device(&c, d.ClientContext)
	own := d.SupplementaryData
	r.Email, r.ExternalRefNumber = own.Text("email"), own.Text("externalRefNumber")
	r.ParamA, r.ParamB, r.ParamC = own.Text("paramA"), own.Text("paramB"), own.Text("paramC")
	if n := len(r.ExternalRefNumber); n > 0 && n < 6 {
		c.Invalid("/supplementary_data/externalRefNumber", "must have 6 to 22 characters")
	}
	if d.Identifier != nil {
		if d.Identifier.Type != canonical.IdentifierAadhaar {
			c.MustBe("/identifier/type", canonical.IdentifierAadhaar)
		}
		a.checkAadhaar(&c, "/identifier/number", d.Identifier.Number)
		r.OVDType, r.OVDData = ovdAadhaar, d.Identifier.Number.Reveal()
	}
	return r, c.Err()
}

// decodeCustomer reads the customer out of a success.
func decodeCustomer(w answer, mobile string, unmapped func(string)) canonical.Customer {
	phone := canonical.Personal("+91" + mobile)
	c := canonical.Customer{
		ID: customerID(phone), Object: "customer", Type: "individual", KYC: &canonical.KYC{},
		Profile: canonical.Profile{
			Phones:   []canonical.Phone{{Number: phone, Type: canonical.PhoneMobile, Primary: true}},
			Metadata: decodeParams(w),
		},
	}
	if w.Name != "" {
		c.Name = &canonical.Name{FullName: canonical.Personal(w.Name)}
	}
	s, known := statusMeanings[string(w.StatusCode)]
	if !known {
		unmapped("statusCode")
		c.Status, c.StatusRaw = canonical.UnknownValue, string(w.StatusCode)
		c.KYC.Status, c.KYC.StatusRaw = canonical.UnknownValue, string(w.StatusCode)
		return c
	}
	c.Status, c.KYC.Status, c.KYC.DocumentStatus = s.status, s.kyc, s.document
	if w.KYCTypeFlag.Known && !w.KYCTypeFlag.Value && s.document != "" { // missing means unknown, not false (ISU-6)
		c.KYC.DocumentStatus = canonical.DocumentUnverified
	}
	return c
}

func decodeParams(w answer) map[string]canonical.Personal {
	params := map[string]canonical.Personal{
		"param_a": canonical.Personal(w.ParamA), "param_b": canonical.Personal(w.ParamB), "param_c": canonical.Personal(w.ParamC),
	}
	maps.DeleteFunc(params, func(_ string, value canonical.Personal) bool { return value == "" })
	return params
}

// overlay adds to the vendor's answer what was requested, because the vendor repeats
// neither addresses nor documents. Document numbers stay out (ISU-13).
func overlay(c canonical.Customer, requested canonical.Profile) canonical.Customer {
	answered := c.Profile
	c.Profile = requested
	c.Phones, c.Metadata = answered.Phones, maps.Clone(requested.Metadata)
	if c.Metadata == nil {
		c.Metadata = answered.Metadata
	}
	maps.Copy(c.Metadata, answered.Metadata)
	c.Identifiers = slices.Clone(requested.Identifiers)
	for i, id := range requested.Identifiers {
		c.Identifiers[i].NumberLast4, c.Identifiers[i].Number = canonical.Personal(id.Number.Last4()), ""
	}
	if answered.Name != nil {
		c.Name.FullName = answered.Name.FullName
	}
	return c
}

func customerID(phone canonical.Personal) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{keyPhone: string(phone)}) // ISU-14
}

// decodeVerification makes a verification of an OTP that was sent; the vendor
// gives it no id, so the id holds the number and the time.
func decodeVerification(d canonical.VerificationDraft, now time.Time) canonical.Verification {
	now = now.UTC()
	return canonical.Verification{
		ID: canonical.NewID[canonical.VerificationID](canonical.Keys{
			keyPhone: string(d.Phone), keyMethod: d.Method, keyStarted: now.Format(time.RFC3339Nano),
		}),
		Object: "verification", Method: d.Method, Status: canonical.VerificationPending, CreatedAt: &now,
		ChannelHint: "+91******" + canonical.Personal(d.Phone.Last4()), Consent: d.Consent,
	}
}

func referCustomer(r canonical.CustomerReference) (canonical.Customer, error) {
	var c canonical.Check
	phone := canonical.Personal(r.VendorIDs[keyPhone])
	national(&c, phone, "/vendor_ids/phone")
	c.OnlyKeys(r.VendorIDs, keyPhone)
	return canonical.Customer{
		ID: customerID(phone), Object: "customer", Type: "individual",
		Profile: canonical.Profile{Phones: []canonical.Phone{{Number: phone, Type: canonical.PhoneMobile, Primary: true}}},
	}, c.Err()
}

func digits(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789") == ""
}
