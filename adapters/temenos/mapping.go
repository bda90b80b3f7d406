package temenos

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/flex"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// The keys that ids are made of, and those that vendor_ids have besides.
const (
	keyApplication = "application_id"
	keyAction      = "user_action_identifier"
	keyKind        = "kind"
	keyDocument    = "document_id"
	keyParty       = "party_id"
	keyEntity      = "entity_id"
	keyIndex       = "index"
	keyActionID    = "user_action_id"
	keyResponse    = "response_id"
)

const (
	roleApplicant   = "applicant"
	roleCoApplicant = "co_applicant"
)

var applicantTypes = map[string]string{roleApplicant: "Applicant", roleCoApplicant: "CoApplicant"}

// mapper holds what the mapping needs to know of its connection.
type mapper struct {
	settings Settings
	now      func() time.Time
	unmapped func(field string)
	drift    flex.Sampler
}

// places are the fields that the vendor has a place for. It takes one of each
// list.
var places = canonical.PlacesFor("/role", "/name/given_name", "/name/family_name", "/birthdate",
	"/emails/*/address", "/emails/*/primary", "/phones/*/number", "/phones/*/primary", "/phones/*/type",
	"/consents/*/text_id", "/consents/*/granted", "/existing_customer", "/submit_section", "/branch_reference", "/documents")

// encoder lays a request out for the vendor and gathers what it cannot take.
type encoder struct {
	canonical.Check
	dropped []string // elements of lists beyond the one that the vendor takes
}

// encodeDraft lays out a new customer. The vendor's document has lost which
// fields are mandatory; these five make a person (TEM-9).
func (m *mapper) encodeDraft(d canonical.CustomerDraft) (w newProfile, ignored []string, err error) {
	if err := d.Validate(); err != nil {
		return w, nil, err
	}
	var e encoder
	w = newProfile{person: e.person(d), FormCode: m.settings.FormCode, Status: "InProgress"}
	e.Require(w.FirstName != "", "/name/given_name")
	e.Require(w.LastName != "", "/name/family_name")
	e.Require(w.DateOfBirth != "", "/birthdate")
	e.Require(w.Email != "", pointerTo("/emails", d.Emails, "/address"))
	e.Require(w.MobileNumber != "", pointerTo("/phones", d.Phones, "/number"))
	w.ApplicantType = e.role(cmp.Or(d.Role, roleApplicant))
	w.BranchReference = cmp.Or(w.BranchReference, m.settings.BranchReference)
	if d.ExistingCustomer != nil {
		w.IsExistingCustomer = yesNo(*d.ExistingCustomer)
	}
	return w, places.Ignored(&d, e.dropped...), e.Err()
}

// encodeUpdate lays out a co-applicant. Index is the vendor's own text without
// a zone and goes there as it came (TEM-18).
func (m *mapper) encodeUpdate(u canonical.CustomerUpdate) (w changedProfile, ignored []string, err error) {
	if err := u.Validate(); err != nil {
		return w, nil, err
	}
	var e encoder
	for _, pointer := range u.Cleared {
		e.Unsupported(pointer, "cannot be cleared at this vendor")
	}
	for _, key := range slices.Sorted(maps.Keys(u.VendorIDs)) {
		known := key == keyEntity || key == keyIndex || key == keyApplication && u.VendorIDs[key] == u.ID.Key(keyApplication)
		if !known {
			e.Unsupported(canonical.Member("/vendor_ids", key), "is not a key of this vendor's co-applicants")
		}
	}
	w = changedProfile{
		person: e.person(u.CustomerDraft), IsExistentMember: u.ExistingCustomer,
		EntityID: u.VendorIDs[keyEntity], Index: u.VendorIDs[keyIndex],
	}
	if u.ExistingCustomer == nil && u.SubmitSection == nil && w.person == (person{SectionProgress: w.SectionProgress}) {
		e.Invalid("", "must change something")
	}
	if cmp.Or(u.Role, roleCoApplicant) != roleCoApplicant {
		e.Unsupported("/role", "must be co_applicant: this vendor updates no other")
	}
	w.ApplicationID, w.ApplicantType = u.ID.Key(keyApplication), applicantTypes[roleCoApplicant]
	w.BranchReference = cmp.Or(w.BranchReference, m.settings.BranchReference)
	return w, places.Ignored(&u.CustomerDraft, e.dropped...), e.Err()
}

// person lays out what both operations take. A document is an upload of its own
// here, and too much to lose by a line in the answer.
func (e *encoder) person(d canonical.CustomerDraft) person {
	name := deref(d.Name)
	w := person{
		FirstName: trim(name.GivenName), LastName: trim(name.FamilyName), DateOfBirth: string(d.Birthdate),
		Email: e.email(d.Emails), BranchReference: trim(d.BranchReference),
	}
	w.MobileCountryCode, w.MobileNumber = e.phone(d.Phones)
	w.ConsentIdentifier, w.AcceptanceStatus = e.consent(d.Consents)
	if d.SubmitSection == nil || *d.SubmitSection {
		w.SectionProgress = "Done"
	}
	if len(d.Documents) > 0 {
		e.Unsupported("/documents", "cannot travel with a customer at this vendor: upload them for its requirements")
	}
	return w
}

func (e *encoder) role(role string) string {
	applicant, known := applicantTypes[role]
	if !known {
		e.Invalid("/role", "must be applicant or co_applicant")
	}
	return applicant
}

// email takes the primary address, or the first.
func (e *encoder) email(list []canonical.Email) string {
	mail, chosen := primary(list, func(m canonical.Email) bool { return m.Primary })
	e.drop("/emails", len(list), chosen)
	return trim(mail.Address)
}

// phone takes the primary number, or the first, split after its country code.
func (e *encoder) phone(list []canonical.Phone) (countryCode, national string) {
	phone, chosen := primary(list, func(p canonical.Phone) bool { return p.Primary })
	e.drop("/phones", len(list), chosen)
	if phone.Type != "" && phone.Type != canonical.PhoneMobile {
		e.dropped = append(e.dropped, canonical.Element("/phones", chosen)+"/type")
	}
	return splitPhone(phone.Number)
}

// consent takes the first: the vendor has a place for one.
func (e *encoder) consent(list []canonical.Consent) (identifier, acceptance string) {
	if len(list) == 0 {
		return "", ""
	}
	c := list[0]
	e.drop("/consents", len(list), 0)
	e.Require(c.TextID != "", "/consents/0/text_id")
	return c.TextID, yesNo(c.Granted)
}

// drop notes all of a list but the chosen one.
func (e *encoder) drop(pointer string, count, chosen int) {
	e.dropped = append(e.dropped, canonical.Others(pointer, count, chosen)...)
}

// decodeCreated lays the answer, which is a key or two, over what was asked.
func (m *mapper) decodeCreated(d canonical.CustomerDraft, w created) (canonical.Customer, error) {
	m.drift.Look(w, m.unmapped)
	if w.ApplicationID == "" {
		return canonical.Customer{}, vendorerr.Malformed("the answer has no Application_id")
	}
	c := prospect(string(w.ApplicationID), d.Profile)
	c.Role = cmp.Or(c.Role, roleApplicant)
	if party := cmp.Or(w.PartyID, w.PartyIDPlain, w.PartyIDSlash); party != "" {
		c.VendorIDs[keyParty] = string(party)
	}
	return c, nil
}

// decodeChanged gives what was asked: the answer says no more than that it was
// done.
func (m *mapper) decodeChanged(u canonical.CustomerUpdate, w changed) canonical.Customer {
	m.drift.Look(w, m.unmapped)
	c := prospect(u.ID.Key(keyApplication), u.Profile)
	c.ID, c.Role = u.ID, roleCoApplicant
	maps.Copy(c.VendorIDs, u.VendorIDs)
	return c
}

func prospect(application string, p canonical.Profile) canonical.Customer {
	return canonical.Customer{
		ID: customerID(application), Object: "customer", Type: "individual", Status: canonical.CustomerProspect,
		VendorIDs: canonical.VendorIDs{keyApplication: application}, Profile: p,
	}
}

// referCustomer makes an id of an application_id; a party_id may stand beside.
func referCustomer(r canonical.CustomerReference) (canonical.Customer, error) {
	var e encoder
	application, party := strings.TrimSpace(r.VendorIDs[keyApplication]), strings.TrimSpace(r.VendorIDs[keyParty])
	e.Require(application != "", "/vendor_ids/"+keyApplication)
	for _, key := range slices.Sorted(maps.Keys(r.VendorIDs)) {
		if key != keyApplication && key != keyParty {
			e.Unsupported(canonical.Member("/vendor_ids", key), "is not a key of this vendor; it has application_id and party_id")
		}
	}
	if strings.ContainsFunc(application, func(r rune) bool { return r == '/' || r <= ' ' || r > '~' }) || len(application) > 64 {
		e.Invalid("/vendor_ids/"+keyApplication, "must be an Application_id: up to 64 ASCII characters without a blank or a slash")
	}
	if err := e.Err(); err != nil {
		return canonical.Customer{}, err
	}
	ids := canonical.VendorIDs{keyApplication: application}
	if party != "" {
		ids[keyParty] = party
	}
	return canonical.Customer{ID: customerID(application), Object: "customer", VendorIDs: ids}, nil
}

func customerID(application string) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{keyApplication: application})
}

// twoDigitCodes are the calling codes of two digits (ITU-T E.164, list of
// assigned codes). 1 and 7 are codes by themselves; all others have three.
const twoDigitCodes = " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 "

// splitPhone cuts an E.164 number after its country code, which keeps the plus.
func splitPhone(number canonical.Personal) (countryCode, national string) {
	if number == "" {
		return "", ""
	}
	n, s := len("+999"), string(number)
	switch {
	case s[1] == '1' || s[1] == '7':
		n = len("+9")
	case strings.Contains(twoDigitCodes, " "+s[1:3]+" "):
		n = len("+99")
	}
	return s[:n], s[n:]
}

// primary gives the element that is marked so, else the first, and its place.
func primary[T any](list []T, marked func(T) bool) (chosen T, i int) {
	i = max(slices.IndexFunc(list, marked), 0)
	if i < len(list) {
		chosen = list[i]
	}
	return chosen, i
}

// pointerTo is where a missing value belongs: the list, or the first element
// of one that has some.
func pointerTo[T any](pointer string, list []T, member string) string {
	if len(list) == 0 {
		return pointer
	}
	return canonical.Element(pointer, 0) + member
}

// yesNo is the form of the vendor's truths where they are words (TEM-3).
func yesNo(v bool) string {
	if v {
		return "Yes"
	}
	return "No"
}

func trim[T ~string](s T) string { return strings.TrimSpace(string(s)) }

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
