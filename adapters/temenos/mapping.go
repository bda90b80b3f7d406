package temenos

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// The keys that ids are made of, and those that vendor_ids have besides.
const (
	keyApplication = "application_id"
	keyAction      = "user_action_identifier"
	keyKind        = "kind"
	keyDocument    = "document_id"
	keyRole        = "role"
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
	drift    lenientjson.DriftSampler
}

// places are the fields that the vendor has a place for. It takes one of each
// list.
var places = canonical.PlacesFor("/role", "/customer_id", "/name/given_name", "/name/family_name", "/birthdate",
	"/emails/*/address", "/emails/*/primary", "/phones/*/number", "/phones/*/primary", "/phones/*/type",
	"/consents/*/text_id", "/consents/*/granted", "/existing_customer", "/submit_section", "/branch_reference", "/documents")

// encoder makes a request for the vendor and collects what it cannot take.
type encoder struct {
	canonical.Check
	dropped []string // elements of lists beyond the one that the vendor takes
}

// encodeDraft lays out a new customer.
func (m *mapper) encodeDraft(d canonical.CustomerDraft) (w newProfile, ignored []string, err error) {
	if err := d.Validate(m.now()); err != nil {
		return w, nil, err
	}
	var e encoder
	w = newProfile{person: e.person(d), FormCode: m.settings.FormCode, Status: "InProgress"}
	w.ApplicantType = e.role(cmp.Or(d.Role, roleApplicant))
	if !d.CustomerID.IsZero() {
		e.Unsupported("/customer_id", "is for the role co_applicant only")
	}
	w.BranchReference = cmp.Or(w.BranchReference, m.settings.BranchReference)
	if d.ExistingCustomer != nil {
		w.IsExistingCustomer = yesNo(*d.ExistingCustomer)
	}
	return w, places.Ignored(&d, e.dropped...), e.Err()
}

// encodeUpdate lays out a co-applicant. Index is the vendor's own text without
// a zone and goes there as it came (TEM-18).
func (m *mapper) encodeUpdate(u canonical.CustomerUpdate) (w changedProfile, ignored []string, err error) {
	if err := u.Validate(m.now()); err != nil {
		return w, nil, err
	}
	var e encoder
	for _, pointer := range u.Cleared {
		e.Unsupported(pointer, "cannot be cleared at this vendor")
	}
	for _, key := range slices.Sorted(maps.Keys(u.VendorIDs)) {
		known := key == keyEntity || key == keyIndex || key == keyApplication && u.VendorIDs[key] == u.ID.Key(keyApplication)
		if key == keyEntity && u.ID.Key(keyEntity) != "" {
			known = u.VendorIDs[key] == u.ID.Key(keyEntity)
		}
		if !known {
			e.Unsupported(canonical.Member("/vendor_ids", key), "is not a key of this vendor's co-applicants")
		}
	}
	w = changedProfile{
		person: e.person(u.CustomerDraft), IsExistentMember: u.ExistingCustomer,
		EntityID: entityOf(u), Index: u.VendorIDs[keyIndex],
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

// person is what both operations send. Documents are refused, because this vendor takes
// them as uploads only.
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
	chosen := canonical.ChooseEmail(list)
	e.drop("/emails", len(list), chosen)
	if chosen < 0 {
		return ""
	}
	return trim(list[chosen].Address)
}

// phone takes the primary mobile number, split after its country code.
func (e *encoder) phone(list []canonical.Phone) (countryCode, national string) {
	chosen := canonical.ChooseMobile(list)
	if chosen < 0 {
		return "", ""
	}
	e.drop("/phones", len(list), chosen)
	phone := list[chosen]
	if phone.Type != "" && phone.Type != canonical.PhoneMobile {
		e.dropped = append(e.dropped, canonical.Element("/phones", chosen)+"/type")
	}
	number, known := canonical.ParsePhone(phone.Number)
	if !known {
		return "", ""
	}
	return "+" + number.CallingCode, number.National
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

// decodeCreated overlays the answer, which is a key or two, on the draft.
func (m *mapper) decodeCreated(d canonical.CustomerDraft, w created) (canonical.Customer, error) {
	m.drift.Observe(w, m.unmapped)
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

// decodeChanged is the update as the customer, because the answer holds no data.
func (m *mapper) decodeChanged(u canonical.CustomerUpdate, w changed) canonical.Customer {
	m.drift.Observe(w, m.unmapped)
	c := prospect(u.ID.Key(keyApplication), u.Profile)
	entity := entityOf(u)
	c.ID, c.Role = coApplicantID(u.ID.Key(keyApplication), entity), roleCoApplicant
	maps.Copy(c.VendorIDs, u.VendorIDs)
	if entity != "" {
		c.VendorIDs[keyEntity] = entity
	}
	return c
}

// entityOf is the co-applicant's key at the vendor; "" while nobody knows it, which
// the vendor takes for the one co-applicant of the application.
func entityOf(u canonical.CustomerUpdate) string {
	return cmp.Or(u.ID.Key(keyEntity), u.VendorIDs[keyEntity])
}

// coApplicantID is the id of a co-applicant of an application; of nobody without
// an application.
func coApplicantID(application, entity string) canonical.CustomerID {
	if application == "" {
		return canonical.CustomerID{}
	}
	keys := canonical.Keys{keyApplication: application, keyRole: roleCoApplicant}
	if entity != "" {
		keys[keyEntity] = entity
	}
	return canonical.NewID[canonical.CustomerID](keys)
}

func prospect(application string, p canonical.Profile) canonical.Customer {
	return canonical.Customer{
		ID: customerID(application), Object: "customer", Type: "individual", Status: canonical.CustomerProspect,
		VendorIDs: canonical.VendorIDs{keyApplication: application}, Profile: p,
	}
}

// referCustomer makes an id of an application_id, with an entity_id that of a
// co-applicant; a party_id may stand beside.
func referCustomer(r canonical.CustomerReference) (canonical.Customer, error) {
	var e encoder
	application, party := strings.TrimSpace(r.VendorIDs[keyApplication]), strings.TrimSpace(r.VendorIDs[keyParty])
	e.Require(application != "", "/vendor_ids/"+keyApplication)
	for _, key := range slices.Sorted(maps.Keys(r.VendorIDs)) {
		if key != keyApplication && key != keyParty && key != keyEntity {
			e.Unsupported(canonical.Member("/vendor_ids", key), "is not a key of this vendor; it has application_id, party_id and entity_id")
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
	c := canonical.Customer{ID: customerID(application), Object: "customer", VendorIDs: ids}
	if entity := strings.TrimSpace(r.VendorIDs[keyEntity]); entity != "" {
		c.ID, c.Role, ids[keyEntity] = coApplicantID(application, entity), roleCoApplicant, entity
	}
	return c, nil
}

func customerID(application string) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{keyApplication: application})
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
