package canonical

import "net/netip"

// Normalize brings what people type into the form that is sent: no blanks around
// names and numbers, no separators inside the numbers of documents, no trunk
// zero in a phone number, IPv4 for an IPv4 address written as IPv6. The gateway
// calls it before Validate.
func (d *CustomerDraft) Normalize() {
	d.Profile.normalize()
	d.ClientContext.normalize()
	if d.Verification != nil {
		d.Verification.OTP = trimSecret(d.Verification.OTP)
	}
}

// Normalize brings the number or the phone into the form that is sent.
func (l *CustomerLookup) Normalize() {
	if l.Identifier != nil {
		l.Identifier.Number = Personal(normalizeNumber(l.Identifier.Type, string(l.Identifier.Number)))
	}
	normalizePhone(&l.Phone)
	l.ClientContext.normalize()
}

// Normalize brings the client context into the form that is sent.
func (q *CustomerQuery) Normalize() { q.ClientContext.normalize() }

// Normalize brings number, phone and addresses into the form that is sent.
func (d *VerificationDraft) Normalize() {
	trimAll(&d.Email)
	normalizePhone(&d.Phone)
	d.Identifier.normalize()
	d.Consent.normalize()
	d.ClientContext.normalize()
}

// Normalize brings OTP and number into the form that is sent.
func (v *VerificationConfirmation) Normalize() {
	v.OTP = trimSecret(v.OTP)
	v.Identifier.normalize()
	v.Consent.normalize()
}

// Normalize brings the party's facts into the form that is sent.
func (d *AgreementDraft) Normalize() {
	p := &d.Party
	trimAll(&p.GivenName, &p.MiddleName, &p.FamilyName, &p.Email, &p.WalletAddress)
	normalizeIP(&p.IPAddress)
	if p.Phone != nil {
		normalizePhone(&p.Phone.Number)
	}
	if p.Tax != nil {
		p.Tax.ID = NewSecret(normalizeNumber(IdentifierTaxID, p.Tax.ID.value))
	}
	if p.Address != nil {
		trimAll(&p.Address.City, &p.Address.State, &p.Address.PostalCode)
	}
}

// Normalize brings the holder's facts and the numbers into the form that is sent.
func (d *BankAccountDraft) Normalize() {
	d.InstitutionName = trim(d.InstitutionName)
	d.normalizeNumbers()
	if d.Holder != nil {
		trimAll(&d.Holder.Name, &d.Holder.Email, &d.Holder.AddressText)
		normalizePhone(&d.Holder.Phone)
	}
}

// Normalize brings wallet and address into the form that is sent.
func (d *PaymentDraft) Normalize() {
	trimAll(&d.Wallet.Value)
	normalizeIP(&d.Authorization.IPAddress)
}

func (p *Profile) normalize() {
	if n := p.Name; n != nil {
		trimAll(&n.Salutation, &n.GivenName, &n.MiddleName, &n.FamilyName, &n.Suffix, &n.FullName, &n.PreferredName, &n.MothersMaidenName)
	}
	for i := range p.Emails {
		trimAll(&p.Emails[i].Address)
	}
	for i := range p.Phones {
		normalizePhone(&p.Phones[i].Number)
	}
	for i := range p.Addresses {
		normalizePhone(&p.Addresses[i].Phone)
	}
	for i := range p.Identifiers {
		id := &p.Identifiers[i]
		id.Number = Personal(normalizeNumber(id.Type, string(id.Number)))
		trimAll(&id.NameOnDocument)
		if id.Visa != nil {
			id.Visa.Number = Personal(normalizeNumber(IdentifierVisa, string(id.Visa.Number)))
		}
	}
	for i := range p.Consents {
		p.Consents[i].normalize()
	}
	if p.Employment != nil && p.Employment.Employer != nil {
		normalizePhone(&p.Employment.Employer.Phone)
	}
}

func (id *SecretIdentifier) normalize() {
	if id != nil {
		id.Number = NewSecret(normalizeNumber(id.Type, id.Number.value))
	}
}

func (x *Consent) normalize() {
	if x != nil {
		normalizeIP(&x.IPAddress)
	}
}

func (x *ClientContext) normalize() {
	if x != nil {
		normalizeIP(&x.IPAddress)
	}
}

// normalizeIP writes an IPv4 address that came mapped into IPv6 (RFC 4291
// §2.5.5.2) as IPv4.
func normalizeIP(v *Personal) {
	if ip, err := netip.ParseAddr(string(trim(*v))); err == nil {
		if *v = trim(*v); ip.Is4In6() && ip.Zone() == "" {
			*v = Personal(ip.Unmap().String())
		}
	}
}

func trimSecret(s Secret) Secret { return NewSecret(trim(s.value)) }
