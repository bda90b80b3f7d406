package canonical

import "strings"

// ReferencePrefix begins a text that stands for a customer's id: the caller's own id
// of the person follows, and means the person's record at each connection.
const ReferencePrefix = "ref:"

// KnownByReference is the strongest fact by which a person is known again.
func KnownByReference(reference string) Personal { return knownBy("reference", reference) }

// identifierStrength orders the types of identifiers: a number that a person keeps for
// life comes before one that is renewed.
var identifierStrength = []string{
	IdentifierAadhaar, IdentifierEmiratesID, IdentifierSSN, IdentifierNationalID, IdentifierTaxID, IdentifierPassport,
	IdentifierDrivingPermit, IdentifierVisa, IdentifierOther,
}

// knownBy is a fact by which a person is known again; "" without a value.
func knownBy(parts ...string) Personal {
	if parts[len(parts)-1] == "" {
		return ""
	}
	return Personal(strings.Join(parts, "\x00"))
}

func knownByIdentifier(kind, typeCode, number string) Personal {
	return knownBy("identifier", kind, typeCode, number)
}

func knownByPhone(phone Personal) Personal { return knownBy("phone", string(phone)) }

func knownByEmail(email Personal) Personal { return knownBy("email", strings.ToLower(string(email))) }

func firstKnown(facts ...Personal) Personal {
	for _, fact := range facts {
		if fact != "" {
			return fact
		}
	}
	return ""
}

// KnownBy is the strongest fact of a request by which the person is known again, alike
// in every operation: the caller's own id, an identifier, a phone, a mail address; ""
// when it has none. It is for hashing, and nothing else may see it.
func (p *Profile) KnownBy() Personal {
	return firstKnown(KnownByReference(p.ExternalReference), p.strongestIdentifier(), p.mainPhone(), p.mainEmail())
}

func (p *Profile) strongestIdentifier() Personal {
	for _, kind := range identifierStrength {
		if i := ChooseIdentifier(p.Identifiers, func(t string) bool { return t == kind }); i >= 0 && p.Identifiers[i].Type == kind {
			id := p.Identifiers[i]
			return knownByIdentifier(id.Type, id.TypeCode, string(id.Number))
		}
	}
	return ""
}

func (p *Profile) mainPhone() Personal {
	i := Choose(p.Phones, func(p Phone) bool { return p.Primary }, func(Phone) bool { return true })
	if i < 0 {
		return ""
	}
	return knownByPhone(p.Phones[i].Number)
}

func (p *Profile) mainEmail() Personal {
	i := ChooseEmail(p.Emails)
	if i < 0 {
		return ""
	}
	return knownByEmail(p.Emails[i].Address)
}

// KnownBy is that of Profile.
func (l *CustomerLookup) KnownBy() Personal {
	by := KnownByReference(l.ExternalReference)
	if by == "" && l.Identifier != nil {
		by = knownByIdentifier(l.Identifier.Type, l.Identifier.TypeCode, string(l.Identifier.Number))
	}
	return firstKnown(by, knownByPhone(l.Phone))
}

// KnownBy is that of Profile.
func (r *CustomerReference) KnownBy() Personal { return KnownByReference(r.ExternalReference) }

// KnownBy is that of Profile.
func (d *ReferenceDraft) KnownBy() Personal { return KnownByReference(d.ExternalReference) }

// KnownBy is that of Profile.
func (d *VerificationDraft) KnownBy() Personal {
	var by Personal
	if d.Identifier != nil {
		by = knownByIdentifier(d.Identifier.Type, "", d.Identifier.Number.value)
	}
	return firstKnown(by, knownByPhone(d.Phone), knownByEmail(d.Email))
}

// KnownBy is that of Profile.
func (d *AgreementDraft) KnownBy() Personal {
	p := &d.Party
	var tax, phone Personal
	if p.Tax != nil {
		tax = knownByIdentifier(IdentifierTaxID, "", p.Tax.ID.value)
	}
	if p.Phone != nil {
		phone = knownByPhone(p.Phone.Number)
	}
	return firstKnown(tax, phone, knownByEmail(p.Email))
}

// EchoReference gives the caller's own id back, unless the vendor says one.
func (c *Customer) EchoReference(reference string) {
	if c.ExternalReference == "" {
		c.ExternalReference = reference
	}
}

// EchoReference gives the caller's own id back.
func (r *Reference) EchoReference(reference string) { r.ExternalReference = reference }

// EachID visits the id of the customer whose agreements they are.
func (d *AgreementDraft) EachID(visit func(string, Sealable)) { visit("/customer_id", &d.CustomerID) }

// EachID visits the id of the customer whose verification it is.
func (d *VerificationDraft) EachID(visit func(string, Sealable)) {
	visit("/customer_id", &d.CustomerID)
}
