package cdp

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"canongate/adapters/internal/settings"
	"canongate/canonical"
)

// list is a closed list: a CDP field whose codes have canonical names.
type list struct {
	known map[string]string // by code, as far as CDP's document and public clients show them
	names []string          // what an operator may name a further code
	read  bool              // only ever read, so that two codes may share a name
	// digits says that CDP's codes are whole numbers.
	digits bool
	// valid says what else is a name, where names cannot be listed.
	valid func(name string) bool
	hint  string // what valid names are
}

// takes says whether an operator may give a code the name.
func (l list) takes(name string) bool {
	return slices.Contains(l.names, name) || l.valid != nil && l.valid(name)
}

const underInvestigation = "Under Investigation"

// lists by CDP's name of the field. A status that is spelled like a canonical
// one needs no document to be known.
var lists = map[string]list{
	"gender": {
		known: map[string]string{"Male": "male", "Female": "female"},
		names: []string{"male", "female", "transgender", "other"},
	},
	"id_type": {
		known: map[string]string{"2": canonical.IdentifierPassport, "4": canonical.IdentifierEmiratesID, "28": canonical.IdentifierNationalID},
		names: []string{
			canonical.IdentifierNationalID, canonical.IdentifierPassport, canonical.IdentifierDrivingPermit, canonical.IdentifierVisa,
			canonical.IdentifierAadhaar, canonical.IdentifierEmiratesID,
		},
		digits: true,
	},
	"address_type_id": {
		known: map[string]string{"1": canonical.AddressResidence, "2": canonical.AddressPermanent},
		names: []string{
			canonical.AddressResidence, canonical.AddressPermanent, canonical.AddressMailing, canonical.AddressWork, canonical.AddressOther,
		},
	},
	// CDP's document shows codes of these two and not what they mean.
	"marital_status": {
		names: []string{
			canonical.MaritalSingle, canonical.MaritalMarried, canonical.MaritalDivorced, canonical.MaritalWidowed, canonical.MaritalSeparated,
		},
		digits: true,
	},
	"first_language": {
		valid: func(name string) bool {
			var c canonical.Check
			c.Locale("", name)
			return name != "" && c.Err() == nil
		},
		hint: "a BCP 47 language tag such as ar-AE",
	},
	"customer_status": {
		known: map[string]string{
			"ACTIVE": canonical.CustomerActive, "BLOCKED": canonical.CustomerIsBlocked, "INACTIVE": canonical.CustomerInactive,
		},
		names: []string{
			canonical.CustomerProspect, canonical.CustomerPendingVerification, canonical.CustomerPendingReview, canonical.CustomerActive,
			canonical.CustomerRejected, canonical.CustomerIsBlocked, canonical.CustomerInactive,
		},
		read: true,
	},
	"aml_scan_status": {
		known: map[string]string{
			"Accepted": canonical.ScreeningClear, underInvestigation: canonical.ScreeningInReview,
			"Rejected": canonical.ScreeningRejected, "Blocked": canonical.ScreeningRejected,
		},
		names: []string{canonical.ScreeningNotStarted, canonical.ScreeningClear, canonical.ScreeningInReview, canonical.ScreeningRejected},
		read:  true,
	},
	"id_status": {
		known: map[string]string{"Active": canonical.DocumentVerified, "Expired": canonical.DocumentExpired},
		names: []string{canonical.DocumentVerified, canonical.DocumentUnverified, canonical.DocumentExpired},
		read:  true,
	},
}

// tables hold both directions of the closed lists, by CDP's name of the field.
type tables map[string]table

type table struct {
	names map[string]string // by code, as documented and in lower case
	codes map[string]string // by name
}

// newTables lays the operator's code_tables over what is known.
func newTables(operators map[string]map[string]string) (tables, error) {
	var errs []error
	for _, field := range slices.Sorted(maps.Keys(operators)) {
		if detail := problem(field, operators[field]); detail != "" {
			errs = append(errs, &settings.Error{Key: "code_tables." + field, Detail: detail})
		}
	}
	t := tables{}
	for field, l := range lists {
		t[field] = table{names: map[string]string{}, codes: map[string]string{}}
		t[field].add(l.known)
		t[field].add(operators[field])
	}
	return t, errors.Join(errs...)
}

func problem(field string, codes map[string]string) string {
	l, ok := lists[field]
	if !ok {
		return "must be one of " + strings.Join(slices.Sorted(maps.Keys(lists)), ", ")
	}
	seen := map[string]bool{}
	for code, name := range codes {
		switch {
		case !l.takes(name):
			return "must name each code " + cmp.Or(l.hint, "one of "+strings.Join(l.names, ", "))
		case l.digits && !isDigits(code):
			return "must have whole numbers as codes"
		case seen[name] && !l.read:
			return "must not give two codes one name: which of them would be written?"
		}
		seen[name] = true
	}
	return ""
}

func (t table) add(codes map[string]string) {
	for code, name := range codes {
		t.names[code], t.names[strings.ToLower(code)] = name, name
		t.codes[strings.ToLower(name)] = code
	}
}

// enum gives the name of a code; for one that the list does not have that is
// `unknown`, with the code itself as raw.
func (m *mapper) enum(field string, code text) (name, raw string) {
	if code == "" {
		return "", ""
	}
	names := m.tables[field].names
	if name, ok := names[string(code)]; ok {
		return name, ""
	}
	if name, ok := names[strings.ToLower(string(code))]; ok {
		return name, ""
	}
	m.unmapped(field)
	return canonical.UnknownValue, string(code)
}
