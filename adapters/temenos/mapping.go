package temenos

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/subject"
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
	subjects subject.Guard
}

// anotherSubject counts an answer about another application than the one asked for.
// It is an error unless the settings take such answers (TEM-19).
func (m *mapper) anotherSubject(op canonical.Row) error {
	return m.subjects.Another(op.Name(), "the answer is about another application")
}

// chosen are the elements of lists of which the vendor takes one; -1: none.
type chosen struct{ email, phone, consent int }

func choose(d canonical.CustomerDraft) chosen {
	kept := chosen{canonical.ChooseEmail(d.Emails), canonical.ChooseMobile(d.Phones), 0}
	if len(d.Consents) == 0 {
		kept.consent = -1
	}
	return kept
}

// others are the elements that are not sent, and the type of a number that is sent
// as a mobile one although it is none.
func (k chosen) others(d canonical.CustomerDraft) []string {
	list := slices.Concat(canonical.Others("/emails", len(d.Emails), k.email), canonical.Others("/phones", len(d.Phones), k.phone),
		canonical.Others("/consents", len(d.Consents), k.consent))
	if k.phone >= 0 && !d.Phones[k.phone].MayBeMobile() {
		list = append(list, canonical.Element("/phones", k.phone)+"/type")
	}
	return list
}

// of is the profile with the elements that are sent.
func (k chosen) of(p canonical.Profile) canonical.Profile {
	p.Emails, p.Phones, p.Consents = canonical.Only(p.Emails, k.email), canonical.Only(p.Phones, k.phone), canonical.Only(p.Consents, k.consent)
	for i := range p.Phones {
		if !p.Phones[i].MayBeMobile() {
			p.Phones[i].Type = ""
		}
	}
	return p
}

// applicationOf is the application that a new customer belongs to, where it is
// known: a co-applicant's by the applicant's id or by its own key.
func applicationOf(d canonical.CustomerDraft) (string, error) {
	var e encoder
	application, member := strings.TrimSpace(d.VendorIDs[keyApplication]), "/vendor_ids/"+keyApplication
	e.application(member, application)
	applicants := d.CustomerID.Key(keyApplication)
	switch {
	case d.CustomerID.IsZero():
	case d.Role != roleCoApplicant:
		e.Unsupported("/role", "must be co_applicant where customer_id is given")
	case application != "" && applicants != "" && application != applicants:
		e.Invalid(member, "is not the application of customer_id")
	default:
		application = applicants
	}
	return application, e.Err()
}

// application wants a text that can be an Application_id, if any.
func (e *encoder) application(pointer, application string) {
	if strings.ContainsFunc(application, func(r rune) bool { return r == '/' || r <= ' ' || r > '~' }) || len(application) > 64 {
		e.Invalid(pointer, "must be an Application_id: up to 64 ASCII characters without a blank or a slash")
	}
}

// encoder makes a request for the vendor and collects what it cannot take.
type encoder struct{ canonical.Check }

// encodeDraft lays out a new customer.
func (m *mapper) encodeDraft(d canonical.CustomerDraft) (w newProfile, kept chosen, err error) {
	if err := d.Validate(m.now()); err != nil {
		return w, kept, err
	}
	var e encoder
	kept = choose(d)
	w = newProfile{person: e.person(d, kept), FormCode: m.settings.FormCode, Status: "InProgress"}
	w.ApplicationID = trim(d.VendorIDs[keyApplication])
	w.ApplicantType = e.role(cmp.Or(d.Role, roleApplicant))
	w.BranchReference = cmp.Or(w.BranchReference, m.settings.BranchReference)
	w.CoApplicantCount = d.SupplementaryData.Raw(memberCoApplicantCount)
	if d.ExistingCustomer != nil {
		w.IsExistingCustomer = yesNo(*d.ExistingCustomer)
	}
	for _, key := range []string{keyEntity, keyIndex} {
		if d.VendorIDs[key] != "" {
			e.Unsupported("/vendor_ids/"+key, "is for the role co_applicant only")
		}
	}
	return w, kept, e.Err()
}

// encodeUpdate lays out a co-applicant. Index is the vendor's own text without
// a zone and goes there as it came (TEM-18).
func (m *mapper) encodeUpdate(u canonical.CustomerUpdate) (w changedProfile, kept chosen, err error) {
	if err := u.Validate(m.now()); err != nil {
		return w, kept, err
	}
	var e encoder
	for _, pointer := range u.Cleared {
		e.NotCleared(pointer)
	}
	for _, key := range []string{keyApplication, keyEntity} {
		if own := u.ID.Key(key); own != "" && u.VendorIDs[key] != "" && trim(u.VendorIDs[key]) != own {
			e.NotOwnKey(key)
		}
	}
	if u.SupplementaryData.Raw(memberCoApplicantCount) != nil {
		e.Unsupported("/supplementary_data/"+memberCoApplicantCount, "is for the applicant only")
	}
	kept = choose(u.CustomerDraft)
	w = changedProfile{
		person: e.person(u.CustomerDraft, kept), IsExistentMember: u.ExistingCustomer,
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
	return w, kept, e.Err()
}

// person is what both operations send.
func (e *encoder) person(d canonical.CustomerDraft, kept chosen) person {
	name := deref(d.Name)
	w := person{
		FirstName: trim(name.GivenName), LastName: trim(name.FamilyName), DateOfBirth: string(d.Birthdate), BranchReference: trim(d.BranchReference),
	}
	if kept.email >= 0 {
		w.Email = trim(d.Emails[kept.email].Address)
	}
	if kept.phone >= 0 {
		w.MobileCountryCode, w.MobileNumber = splitPhone(d.Phones[kept.phone].Number)
	}
	if kept.consent >= 0 {
		consent := d.Consents[kept.consent]
		e.Require(consent.TextID != "", canonical.Element("/consents", kept.consent)+"/text_id")
		w.ConsentIdentifier, w.AcceptanceStatus = consent.TextID, yesNo(consent.Granted)
	}
	if d.SubmitSection == nil || *d.SubmitSection {
		w.SectionProgress = "Done"
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

// splitPhone cuts a number after its country code.
func splitPhone(number canonical.Personal) (countryCode, national string) {
	parsed, known := canonical.ParsePhone(number)
	if !known {
		return "", ""
	}
	return "+" + parsed.CallingCode, parsed.National
}

// decodeCreated overlays the answer, which is a key or two, on the draft.
func (m *mapper) decodeCreated(d canonical.CustomerDraft, w created) (canonical.Customer, error) {
	m.drift.ObserveIn(canonical.CreateCustomer.Name(), w, m.unmapped)
	if w.ApplicationID == "" {
		return canonical.Customer{}, vendorerr.Malformed("the answer has no Application_id")
	}
	if asked := trim(d.VendorIDs[keyApplication]); asked != "" && asked != string(w.ApplicationID) {
		if err := m.anotherSubject(canonical.CreateCustomer); err != nil {
			return canonical.Customer{}, err
		}
	}
	c := prospect(string(w.ApplicationID), d.Profile)
	c.Role = cmp.Or(c.Role, roleApplicant)
	if party := cmp.Or(w.PartyID, w.PartyIDPlain, w.PartyIDSlash); party != "" {
		c.VendorIDs[keyParty] = string(party)
	}
	return c, nil
}

// decodeChanged is the update as the customer, because the answer holds no data.
func (m *mapper) decodeChanged(op canonical.Row, u canonical.CustomerUpdate, w changed) (canonical.Customer, error) {
	m.drift.ObserveIn(op.Name(), w, m.unmapped)
	application, entity := u.ID.Key(keyApplication), entityOf(u)
	if w.ApplicationID != "" && string(w.ApplicationID) != application {
		if err := m.anotherSubject(op); err != nil {
			return canonical.Customer{}, err
		}
	}
	c := prospect(application, u.Profile)
	c.ID, c.Role = coApplicantID(application, entity), roleCoApplicant
	c.VendorIDs = vendorIDs(keyApplication, application, keyEntity, entity, keyIndex, u.VendorIDs[keyIndex])
	return c, nil
}

// entityOf is the co-applicant's key at the vendor; "" while nobody knows it, which
// the vendor takes for the one co-applicant of the application.
func entityOf(u canonical.CustomerUpdate) string {
	return cmp.Or(u.ID.Key(keyEntity), trim(u.VendorIDs[keyEntity]))
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
	p.SupplementaryData = nil // the vendor answers none
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
	e.OnlyKeys(r.VendorIDs, keyApplication, keyParty, keyEntity)
	e.application("/vendor_ids/"+keyApplication, application)
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
