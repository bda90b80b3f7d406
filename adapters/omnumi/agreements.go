package omnumi

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/subject"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// onlyULFacts takes from a party all but the five facts that a UL agreement is asked
// for with, and gives the pointers of what it took.
func onlyULFacts(p *canonical.AgreementParty) (taken []string) {
	for pointer, given := range map[string]bool{
		"/party/middle_name": p.MiddleName != "", "/party/birthdate": p.Birthdate != "", "/party/tax": p.Tax != nil,
		"/party/phone": p.Phone != nil, "/party/address": p.Address != nil,
	} {
		if given {
			taken = append(taken, pointer)
		}
	}
	p.MiddleName, p.Birthdate, p.Tax, p.Phone, p.Address = "", "", nil, nil, nil
	return taken
}

// encodeAgreement gives the path and the body for the draft's kind.
func encodeAgreement(d canonical.AgreementDraft, s Settings) (path string, body any, err error) {
	var c canonical.Check
	p := &d.Party
	checkWallet(&c, "/party/wallet_address", p.WalletAddress, s)
	ul := ulParty{
		FirstName: trim(p.GivenName), LastName: trim(p.FamilyName), Email: trim(p.Email),
		IP: trim(p.IPAddress), AccountAddress: trim(p.WalletAddress),
	}
	switch d.Kind {
	case canonical.AgreementUL:
		return pathPreviewUL, ul, c.Err()
	case canonical.AgreementStandard:
		return pathPreviewStandard, encodeStandard(&c, ul, p, s), c.Err()
	default:
		c.MustBe("/kind", canonical.AgreementStandard, canonical.AgreementUL)
		return "", nil, c.Err()
	}
}

func encodeStandard(c *canonical.Check, ul ulParty, p *canonical.AgreementParty, s Settings) standardParty {
	checkName(c, "/party/given_name", ul.FirstName)
	checkName(c, "/party/family_name", ul.LastName)
	w := standardParty{ulParty: ul, MiddleName: trim(p.MiddleName), DateOfBirth: birthdate(p.Birthdate, s.DOBFormat)}
	if p.Tax == nil || p.Phone == nil || p.Address == nil {
		return w // the field list wants them first
	}
	w.TaxCountry, w.TaxIDNumber = trim(p.Tax.Country), strings.TrimSpace(p.Tax.ID.Reveal())
	w.PhoneNumber = encodePhone(c, *p.Phone, p.Address.Country)
	w.Address = encodeAddress(p.Address, s.NoPostalCode)
	return w
}

// encodePhone names the number's country beside it (OMN-25): the person's own
// where countries share a calling code.
func encodePhone(c *canonical.Check, p canonical.PartyPhone, home canonical.Country) partyPhone {
	number, _ := canonical.ParsePhone(p.Number)
	country := number.CountryNear(home)
	if country == "" {
		c.Unsupported("/party/phone/number", "must be a number of a country: this vendor wants its code")
	}
	return partyPhone{Country: string(country), Number: number.National, SMS: p.SMSAllowed != nil && *p.SMSAllowed}
}

// checkName holds a name to the lengths that the vendor documents.
func checkName(c *canonical.Check, pointer, name string) {
	if n := utf8.RuneCountInString(name); n < 2 || n > 255 {
		c.Invalid(pointer, "must have 2 to 255 characters at this vendor")
	}
}

// encodeAddress puts all lines after the first into the second, because the vendor has
// two. The vendor wants a postal code for every country: noPostalCode is sent where
// there is none.
func encodeAddress(a *canonical.PartyAddress, noPostalCode string) partyAddress {
	var lines []string
	for _, l := range a.Lines {
		if line := trim(l); line != "" {
			lines = append(lines, line)
		}
	}
	w := partyAddress{
		PostalCode: trim(a.PostalCode), City: trim(a.City), State: trim(a.State), Country: trim(a.Country),
	}
	if len(lines) > 0 {
		w.Address1, w.Address2 = lines[0], strings.Join(lines[1:], ", ")
	}
	if w.PostalCode == "" {
		w.PostalCode = noPostalCode
	}
	return w
}

// birthdate writes a date in the format of the settings; the document shows two
// (OMN-3).
func birthdate(d canonical.Date, format string) string {
	parts := strings.Split(string(d), "-")
	if format == dobDMY {
		slices.Reverse(parts)
	}
	return strings.Join(parts, "-")
}

func agreementID(id, kind string) canonical.AgreementID {
	return canonical.NewID[canonical.AgreementID](canonical.Keys{keyAgreement: id, keyKind: kind})
}

// kindOf names the kind of an agreement that was read without one. No answer
// says it, so it is UL when the type does and unknown otherwise.
func kindOf(known string, agreementType lenientjson.String) string {
	switch {
	case known == canonical.AgreementStandard || known == canonical.AgreementUL:
		return known
	case slices.Contains(strings.Split(strings.ToUpper(string(agreementType)), "_"), "UL"):
		return canonical.AgreementUL
	default:
		return canonical.UnknownValue
	}
}

func decodeAgreements(
	list []agreement, kind string, requested *canonical.AgreementParty, unmapped func(string),
) (canonical.List[canonical.Agreement], error) {
	return readable(list, "agreement", unmapped, func(w agreement) (canonical.Agreement, error) {
		return decodeAgreement(w, kind, requested, unmapped)
	})
}

func decodeAgreement(w agreement, kind string, requested *canonical.AgreementParty, unmapped func(string)) (canonical.Agreement, error) {
	if w.ID == "" {
		return canonical.Agreement{}, vendorerr.Malformed("an agreement in the answer has no id")
	}
	kind = kindOf(kind, w.AgreementType)
	a := canonical.Agreement{
		ID:        agreementID(string(w.ID), kind),
		Object:    "agreement",
		VendorIDs: canonical.VendorIDs{keyAgreement: string(w.ID)},
		Kind:      kind,
		Content:   string(w.Content),
		Party:     decodeParty(w, requested),
	}
	a.CreatedAt, a.CreatedAtRaw = instant(w.CreatedAt, "agreement.created_at", unmapped)
	a.Status, a.StatusRaw = lenientjson.Known(lenientjson.Enum(agreementStatuses, w.Status, "agreement.status", unmapped))
	if w.AgreementType != "" {
		a.Type, a.TypeRaw = lenientjson.Enum(agreementTypes, w.AgreementType, "agreement.agreement_type", unmapped)
	}
	return a, nil
}

// decodeParty overlays the answer on the requested party. The tax id is write-only,
// so it does not come back.
func decodeParty(w agreement, requested *canonical.AgreementParty) *canonical.AgreementParty {
	var p canonical.AgreementParty
	if requested != nil {
		p = *requested
	}
	p.Tax = nil
	p.GivenName, p.FamilyName = answeredOr(w.FirstName, p.GivenName), answeredOr(w.LastName, p.FamilyName)
	p.Email, p.IPAddress = answeredOr(w.Email, p.Email), answeredOr(w.IP, p.IPAddress)
	p.WalletAddress = answeredOr(w.AccountAddress, p.WalletAddress)
	if p == (canonical.AgreementParty{}) {
		return nil
	}
	return &p
}

// decisionPaths are where a decision goes, by the agreement's kind.
var decisionPaths = map[string]string{
	canonical.AgreementStandard: pathDecisionStandard,
	canonical.AgreementUL:       pathDecisionUL,
}

// kindToDecide is the agreement's kind: that of its id, or else the caller's. The two
// kinds are decided at two paths, so it is not guessed.
func kindToDecide(d canonical.AgreementDecision) (string, error) {
	var c canonical.Check
	known := kindOf(d.ID.Key(keyKind), "")
	switch {
	case known == canonical.UnknownValue && d.Kind == "":
		c.Missing("/kind", canonical.DetailRequired+" for an agreement whose kind is unknown: standard or ul")
	case known == canonical.UnknownValue && decisionPaths[d.Kind] == "":
		c.MustBe("/kind", canonical.AgreementStandard, canonical.AgreementUL)
	case known == canonical.UnknownValue:
		known = d.Kind
	case d.Kind != "" && d.Kind != known:
		c.Invalid("/kind", "is not the kind that the agreement is known to have")
	}
	return known, c.Err()
}

// decodeDecision keeps the vendor's status beside the decision: it stays PENDING for
// a while (OMN-6). A customerAccountId that repeats the agreement's id is no
// customer. An answer without an id is about the agreement of the path.
func decodeDecision(
	d canonical.AgreementDecision, kind string, w consented, now time.Time, subjects subject.Guard, unmapped func(string),
) (canonical.Agreement, error) {
	id := d.ID.Key(keyAgreement)
	answeredID, customer := string(w.ID), string(w.CustomerAccountID)
	if w.Status == "" && answeredID == "" {
		return canonical.Agreement{}, vendorerr.Malformed("the answer says nothing of the agreement")
	}
	if answeredID != "" && !strings.EqualFold(answeredID, id) && answeredID != customer {
		if err := subjects.Another(canonical.DecideAgreement.Name(), "the answer is about another agreement"); err != nil {
			return canonical.Agreement{}, err
		}
	}
	now = now.UTC()
	a := canonical.Agreement{
		ID:        d.ID,
		Object:    "agreement",
		VendorIDs: canonical.VendorIDs{keyAgreement: id},
		Kind:      kind,
		Decision:  &canonical.Decision{Value: d.Decision, DecidedAt: &now},
	}
	a.CreatedAt, a.CreatedAtRaw = instant(w.CreatedAt, "consent.createdAt", unmapped)
	a.UpdatedAt, a.UpdatedAtRaw = instant(w.UpdatedAt, "consent.updatedAt", unmapped)
	a.Status, a.StatusRaw = lenientjson.Known(lenientjson.Enum(agreementStatuses, w.Status, "consent.status", unmapped))
	if customer != "" && !strings.EqualFold(customer, id) {
		a.CustomerID = customerID(customer)
	}
	return a, nil
}
