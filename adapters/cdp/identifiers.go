package cdp

import (
	"cmp"
	"slices"

	"canongate/canonical"
)

// isNumberOnly says whether CDP keeps identifiers of the type as a number in the
// classification, not among id_details.
func isNumberOnly(kind string) bool {
	return kind == canonical.IdentifierSSN || kind == canonical.IdentifierTaxID
}

// identifiers are active unless the caller says otherwise; the first one of
// id_details is the default when none is marked primary.
func (e *encoder) identifiers(list []canonical.Identifier, c *classification) []idDetail {
	if list == nil {
		return nil
	}
	marked := slices.ContainsFunc(list, func(id canonical.Identifier) bool { return id.Primary && !isNumberOnly(id.Type) })
	out := make([]idDetail, 0, len(list))
	e.kept.Identifiers = make([]canonical.Identifier, 0, len(list))
	for i, id := range list {
		at := canonical.Element("/identifiers", i)
		e.Require(id.Number != "", at+"/number")
		if isNumberOnly(id.Type) {
			if i == canonical.ChooseIdentifier(list, func(kind string) bool { return kind == id.Type }) {
				e.numberOnly(id, at, c)
			} else {
				e.ignore(true, at)
			}
			continue
		}
		out = append(out, e.identity(id, at, id.Primary || !marked && len(out) == 0))
		e.shown = append(e.shown, id.Type)
		e.kept.Identifiers = append(e.kept.Identifiers, id)
	}
	return out
}

func (e *encoder) identity(id canonical.Identifier, at string, primary bool) idDetail {
	visa, active := deref(id.Visa), id.Active == nil || *id.Active
	return idDetail{identity: identity{
		IDType: e.idType(at, id.Type, id.TypeCode), IDNumber: text(id.Number),
		VisaNumber: text(visa.Number), VisaExpiryDate: text(visa.ExpiresOn),
		NameAsPerID: text(id.NameOnDocument), IssuedCountry: text(id.IssuingCountry),
		IssuedBy: text(id.IssuerName), IssuedAt: text(id.IssuedAtPlace), IssuedOn: text(id.IssuedOn), DateOfExpiry: text(id.ExpiresOn),
		DefaultStatus: truthOf(&primary), ActiveStatus: truthOf(&active),
	}}
}

// numberOnly writes an identifier of which CDP keeps the number, and of a tax id the
// country.
func (e *encoder) numberOnly(id canonical.Identifier, at string, c *classification) {
	kept := canonical.Identifier{Type: id.Type, Number: id.Number}
	if id.Type == canonical.IdentifierTaxID {
		c.TaxRegistrationNumber, c.TxnIssuedCountry = e.taxNumber(at+"/number", string(id.Number)), text(id.IssuingCountry)
		kept.IssuingCountry = id.IssuingCountry
	} else {
		c.SocialSecurityNumber = text(id.Number)
		e.ignore(id.IssuingCountry != "", at+"/issuing_country")
	}
	for _, member := range []struct {
		given bool
		name  string
	}{
		{id.TypeCode != "", "/type_code"}, {id.IssuerName != "", "/issuer_name"}, {id.IssuedAtPlace != "", "/issued_at_place"},
		{id.IssuedOn != "", "/issued_on"}, {id.ExpiresOn != "", "/expires_on"}, {id.NameOnDocument != "", "/name_on_document"},
		{id.Primary, "/primary"}, {id.Active != nil, "/active"}, {id.Visa != nil, "/visa"},
	} {
		e.ignore(member.given, at+member.name)
	}
	e.kept.Identifiers = append(e.kept.Identifiers, kept)
}

// taxNumber writes a tax registration number, which CDP keeps as a JSON number.
func (e *encoder) taxNumber(pointer, digits string) number {
	if digits == "" {
		return "" // which is noted already
	}
	if digits[0] == '0' || len(digits) > maxDigits || !isDigits(digits) {
		e.Invalid(pointer, "must be a whole number without leading zeros, at most 18 digits, at this vendor")
		return ""
	}
	return number(digits)
}

func (m *mapper) decodeIdentifiers(list []storedID, c *classification) []canonical.Identifier {
	out := slices.Grow([]canonical.Identifier(nil), len(list))
	primary := slices.IndexFunc(list, func(id storedID) bool { return id.DefaultStatus.Value }) // CDP-16
	for i := range list {
		out = append(out, m.decodeIdentity(&list[i], i == primary))
	}
	if c.SocialSecurityNumber != "" {
		out = append(out, numbered(canonical.IdentifierSSN, canonical.Personal(c.SocialSecurityNumber)))
	}
	tax := numbered(canonical.IdentifierTaxID, canonical.Personal(code(c.TaxRegistrationNumber)))
	tax.IssuingCountry, tax.IssuingCountryRaw = m.country("customer_classification.txn_issued_country", c.TxnIssuedCountry)
	if tax.Number != "" || tax.IssuingCountry != "" || tax.IssuingCountryRaw != "" {
		out = append(out, tax)
	}
	return out
}

func numbered(kind string, number canonical.Personal) canonical.Identifier {
	return canonical.Identifier{Type: kind, Number: number, NumberLast4: canonical.Personal(number.Last4())}
}

func (m *mapper) decodeIdentity(id *storedID, primary bool) canonical.Identifier {
	kind, raw := m.enum("id_type", text(id.IDType))
	out := numbered(cmp.Or(kind, canonical.UnknownValue), canonical.Personal(id.IDNumber))
	out.TypeCode = raw
	out.IssuingCountry, out.IssuingCountryRaw = m.country("id_details.issued_country", id.IssuedCountry)
	out.IssuerName, out.IssuedAtPlace = string(id.IssuedBy), canonical.Personal(id.IssuedAt)
	out.IssuedOn, out.IssuedOnRaw = m.date("id_details.issued_on", id.IssuedOn)
	out.ExpiresOn, out.ExpiresOnRaw = m.date("id_details.date_of_expiry", id.DateOfExpiry)
	out.NameOnDocument = canonical.Personal(id.NameAsPerID)
	out.Primary, out.Active = primary, id.ActiveStatus.Pointer()
	visa := canonical.Visa{Number: canonical.Personal(code(number(id.VisaNumber)))}
	visa.ExpiresOn, visa.ExpiresOnRaw = m.date("id_details.visa_expiry_date", id.VisaExpiryDate)
	out.Visa = nonZero(visa)
	out.UpdatedAt, out.UpdatedAtRaw = m.instant("id_details.dateUpdated", &id.DateUpdated)
	return out
}
