package fernleigh

import (
	"maps"
	"slices"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// keyPerson is the key that ids are made of.
const keyPerson = "person_id"

// day is how the vendor writes a date (FER-1).
const day = "02.01.2006"

// documentKinds are the vendor's words for ours, identifierTypes ours for the
// vendor's.
var (
	documentKinds = map[string]string{
		canonical.IdentifierPassport:   "PASSPORT",
		canonical.IdentifierNationalID: "ID_CARD",
		canonical.IdentifierAadhaar:    "AADHAAR",
		canonical.IdentifierEmiratesID: "EMIRATES_ID",
	}
	identifierTypes = map[string]string{
		"PASSPORT":    canonical.IdentifierPassport,
		"ID_CARD":     canonical.IdentifierNationalID,
		"AADHAAR":     canonical.IdentifierAadhaar,
		"EMIRATES_ID": canonical.IdentifierEmiratesID,
	}
)

// residentDocuments are the documents that the law of a country wants of those who
// live there (FER-4).
var residentDocuments = map[canonical.Country]string{
	countryIndia: canonical.IdentifierAadhaar,
	countryUAE:   canonical.IdentifierEmiratesID,
}

// The countries with needs of their own.
const (
	countryIndia = "IN"
	countryUAE   = "AE"
)

// statusMeanings are what the vendor's status says about customer and KYC (FER-2).
var statusMeanings = map[string]struct{ status, kyc string }{
	"NEW":      {canonical.CustomerPendingVerification, canonical.KYCNotStarted},
	"CHECKING": {canonical.CustomerPendingReview, canonical.KYCPending},
	"PASSED":   {canonical.CustomerActive, canonical.KYCVerified},
	"FAILED":   {canonical.CustomerRejected, canonical.KYCRejected},
}

// encodePerson sends the first document of a kind that the vendor takes of a person who
// lives there; kept is its place in the draft.
func encodePerson(d *canonical.CustomerDraft) (p newPerson, kept int, err error) {
	var c canonical.Check
	p = newPerson{
		Born:          encodeDay(d.Birthdate),
		Country:       string(d.CountryOfResidence),
		PAN:           d.SupplementaryData.Text(memberPAN),
		FavouriteBird: d.SupplementaryData.Text(memberFavouriteBird), Newsletter: d.SupplementaryData.Text(memberNewsletter),
	}
	if n := d.Name; n != nil {
		p.FirstName, p.LastName = string(n.GivenName), string(n.FamilyName)
	}
	if len(d.Nationalities) > 0 {
		p.Nationality = string(d.Nationalities[0])
	}
	wanted := residentDocuments[d.CountryOfResidence]
	kept = canonical.ChooseIdentifier(d.Identifiers, func(kind string) bool {
		return documentKinds[kind] != "" && (wanted == "" || kind == wanted)
	})
	if kept >= 0 {
		id := d.Identifiers[kept]
		if wanted != "" && id.Type != wanted {
			c.Unsupported(canonical.Element("/identifiers", kept)+"/type", "must be "+wanted+" of a person who lives in "+p.Country)
			return p, kept, c.Err()
		}
		p.Document = encodeDocument(&c, canonical.Element("/identifiers", kept), id.Type, id.Number)
	}
	return p, kept, c.Err()
}

// encodeDay writes a date that the gateway has checked.
func encodeDay(d canonical.Date) string {
	at, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return at.Format(day)
}

func encodeSearch(l canonical.CustomerLookup) (search, error) {
	var c canonical.Check
	if l.Identifier == nil || l.Phone != "" {
		c.NotFoundBy("/phone", "identifier")
		return search{}, c.Err()
	}
	return search{Document: encodeDocument(&c, "/identifier", l.Identifier.Type, l.Identifier.Number)}, c.Err()
}

func encodeDocument(c *canonical.Check, pointer, kind string, number canonical.Personal) documentKey {
	word, known := documentKinds[kind]
	if !known {
		c.MustBe(pointer+"/type", slices.Sorted(maps.Keys(documentKinds))...)
	}
	return documentKey{Kind: word, Number: string(number)}
}

func decodeCustomer(w person, unmapped func(field string)) (canonical.Customer, error) {
	if w.PersonID == "" {
		return canonical.Customer{}, vendorerr.Malformed("the answer has no person_id")
	}
	id := string(w.PersonID)
	c := canonical.Customer{
		ID: customerID(id), Object: "customer", Type: "individual", VendorIDs: canonical.VendorIDs{keyPerson: id},
		Profile: canonical.Profile{
			Name: &canonical.Name{GivenName: canonical.Personal(w.FirstName), FamilyName: canonical.Personal(w.LastName)},
		},
	}
	c.Birthdate, c.BirthdateRaw = decodeDay(w.Born, unmapped)
	c.CountryOfResidence, c.CountryOfResidenceRaw = decodeCountry(w.Country, "country", unmapped)
	if country, raw := decodeCountry(w.Nationality, "nationality", unmapped); country != "" {
		c.Nationalities = []canonical.Country{country}
	} else if raw != "" {
		c.NationalitiesRaw = []canonical.Personal{raw}
	}
	c.SupplementaryData.Put(memberPAN, w.PAN)
	c.SupplementaryData.Put(memberFavouriteBird, w.FavouriteBird)
	c.SupplementaryData.Put(memberNewsletter, w.Newsletter)
	if meaning, known := statusMeanings[string(w.Status)]; known {
		c.Status, c.KYC = meaning.status, &canonical.KYC{Status: meaning.kyc}
	} else {
		unmapped("status")
		c.Status, c.StatusRaw = canonical.UnknownValue, string(w.Status)
	}
	if w.Document.Number != "" {
		number := canonical.Personal(w.Document.Number)
		document := canonical.Identifier{Number: number, NumberLast4: canonical.Personal(number.Last4())}
		if kind, known := identifierTypes[string(w.Document.Kind)]; known {
			document.Type = kind
		} else {
			unmapped("document.kind")
			document.Type, document.TypeCode = canonical.UnknownValue, string(w.Document.Kind)
		}
		c.Identifiers = []canonical.Identifier{document}
	}
	return c, nil
}

// decodeCountry counts what is no country, and keeps its text in raw.
func decodeCountry(text lenientjson.String, field string, unmapped func(string)) (country canonical.Country, raw canonical.Personal) {
	country = canonical.Country(text)
	if text != "" && !country.Valid() {
		unmapped(field)
		return "", canonical.Personal(text)
	}
	return country, ""
}

// decodeDay counts what is no day, and keeps its text in raw (FER-1).
func decodeDay(text lenientjson.String, unmapped func(field string)) (date canonical.Date, raw canonical.Personal) {
	if lenientjson.NoDate(text) {
		return "", ""
	}
	at, err := time.Parse(day, string(text))
	if err != nil {
		unmapped("born")
		return "", canonical.Personal(text)
	}
	return canonical.Date(at.Format(time.DateOnly)), ""
}

func customerID(person string) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{keyPerson: person})
}
