package canonical

// Given lists the JSON Pointers of the top-level fields that the draft sets, in
// the order of canonical.md §2.1. An adapter refuses those that its vendor has
// no place for: a field that is dropped in silence is data that the caller
// believes to be kept.
func (d *CustomerDraft) Given() []string {
	var given []string
	for _, f := range []struct {
		pointer string
		set     bool
	}{
		{"/role", d.Role != ""},
		{"/external_reference", d.ExternalReference != ""},
		{"/name", d.Name != nil},
		{"/birthdate", d.Birthdate != ""},
		{"/place_of_birth", d.PlaceOfBirth != nil},
		{"/gender", d.Gender != ""},
		{"/nationalities", len(d.Nationalities) > 0},
		{"/country_of_residence", d.CountryOfResidence != ""},
		{"/residency_code", d.ResidencyCode != ""},
		{"/region_code", d.RegionCode != ""},
		{"/emails", len(d.Emails) > 0},
		{"/phones", len(d.Phones) > 0},
		{"/addresses", len(d.Addresses) > 0},
		{"/identifiers", len(d.Identifiers) > 0},
		{"/employment", d.Employment != nil},
		{"/financial_profile", d.FinancialProfile != nil},
		{"/consents", len(d.Consents) > 0},
		{"/metadata", len(d.Metadata) > 0},
		{"/screening", d.Screening != nil},
		{"/existing_customer", d.ExistingCustomer != nil},
		{"/submit_section", d.SubmitSection != nil},
		{"/branch_reference", d.BranchReference != ""},
		{"/client_context", d.ClientContext != nil},
		{"/verification", d.Verification != nil},
		{"/documents", len(d.Documents) > 0},
	} {
		if f.set {
			given = append(given, f.pointer)
		}
	}
	return given
}

// OnlyFields notes every given field that is not in the list as unsupported
// by this vendor.
func (c *Check) OnlyFields(d *CustomerDraft, supported map[string]bool) {
	for _, pointer := range d.Given() {
		if !supported[pointer] {
			c.Unsupported(pointer, "this vendor has no place for it")
		}
	}
}
