package fernleigh_test

import (
	"io"
	"net/http"
	"slices"
	"testing"

	"canongate/adapters/conformance/fernleigh/sandbox"
	"canongate/canonical"

	"github.com/google/go-cmp/cmp"
)

func indianDraft() canonical.CustomerDraft {
	d := draft()
	d.CountryOfResidence = "IN"
	d.Identifiers = []canonical.Identifier{{Type: canonical.IdentifierAadhaar, Number: "278340192266"}}
	d.SupplementaryData.Put("pan", "FERNP4410K")
	return d
}

func emiratiDraft() canonical.CustomerDraft {
	d := draft()
	d.CountryOfResidence, d.Nationalities = "AE", []canonical.Country{"AE"}
	d.Identifiers = []canonical.Identifier{{Type: canonical.IdentifierEmiratesID, Number: "784197926409174"}}
	return d
}

// TestFER4NeedsDifferByCountry asks each country for its own, and nobody for another's.
func TestFER4NeedsDifferByCountry(t *testing.T) {
	t.Parallel()
	create := canonical.CreateCustomer.Bind(adapter(t, sandbox.New(), func(string) {}))
	for name, c := range map[string]struct {
		draft canonical.CustomerDraft
		spoil func(*canonical.CustomerDraft)
		at    []string
	}{
		"no country":      {draft: draft()},
		"another country": {draft: draft(), spoil: func(d *canonical.CustomerDraft) { d.CountryOfResidence = "NL" }},
		"India":           {draft: indianDraft()},
		"India, no PAN":   {indianDraft(), func(d *canonical.CustomerDraft) { d.SupplementaryData = nil }, []string{"/supplementary_data/pan"}},
		"no PAN elsewhere": {draft: indianDraft(), spoil: func(d *canonical.CustomerDraft) {
			d.CountryOfResidence, d.SupplementaryData = "NL", nil
		}},
		"India, a passport": {
			indianDraft(), func(d *canonical.CustomerDraft) { d.Identifiers[0].Type = canonical.IdentifierPassport }, []string{"/identifiers/0/type"},
		},
		"the Emirates":                 {draft: emiratiDraft()},
		"the Emirates, no nationality": {emiratiDraft(), func(d *canonical.CustomerDraft) { d.Nationalities = nil }, []string{"/nationalities"}},
		"the Emirates, an Aadhaar": {
			emiratiDraft(), func(d *canonical.CustomerDraft) { d.Identifiers[0].Type = canonical.IdentifierAadhaar }, []string{"/identifiers/0/type"},
		},
		"the Emirates, no document": {emiratiDraft(), func(d *canonical.CustomerDraft) { d.Identifiers = nil }, []string{"/identifiers"}},
	} {
		if c.spoil != nil {
			c.spoil(&c.draft)
		}
		var at []string
		_, err := create(t.Context(), c.draft)
		if err != nil {
			for _, f := range canonical.AsError(err).Fields {
				at = append(at, f.Pointer)
			}
		}
		if !cmp.Equal(at, c.at) || (err == nil) != (c.at == nil) {
			t.Errorf("%s: refused at %v, %v; want %v", name, at, err, c.at)
		}
	}
}

// TestFER4TheCountrysDocumentIsChosen sends it wherever it stands, and names the others.
func TestFER4TheCountrysDocumentIsChosen(t *testing.T) {
	t.Parallel()
	d := emiratiDraft()
	d.Nationalities = append(d.Nationalities, "NL")
	d.Identifiers = slices.Insert(d.Identifiers, 0, canonical.Identifier{Type: canonical.IdentifierPassport, Number: "X1", Primary: true})
	c, err := canonical.CreateCustomer.Bind(adapter(t, sandbox.New(), func(string) {}))(t.Context(), d)
	if err != nil || c.Identifiers[0].Type != canonical.IdentifierEmiratesID || !cmp.Equal(c.Nationalities, []canonical.Country{"AE"}) {
		t.Errorf("made %+v, %v", c, err)
	}
	if !cmp.Equal(c.Ignored, []string{"/identifiers/0", "/nationalities/1"}) {
		t.Errorf("ignored %v", c.Ignored)
	}
}

func TestCountriesThatAreNone(t *testing.T) {
	t.Parallel()
	var unmapped []string
	a := adapter(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"person_id":"per-7","status":"NEW","country":"Malta","nationality":"Dutch"}`)
	}), func(field string) { unmapped = append(unmapped, field) })
	c, err := a.GetCustomer(t.Context(), canonical.CustomerQuery{ID: customerID("per-7")})
	if err != nil || c.CountryOfResidence != "" || c.Nationalities != nil || !cmp.Equal(unmapped, []string{"country", "nationality"}) {
		t.Errorf("read %+v, counted %v, %v", c, unmapped, err)
	}
}

// TestFER4TheFieldListOfACountry says beforehand what TestFER4NeedsDifferByCountry asks.
func TestFER4TheFieldListOfACountry(t *testing.T) {
	t.Parallel()
	table := canonical.CreateCustomer.FieldTable(adapter(t, sandbox.New(), func(string) {}))
	always := []string{"/name/given_name", "/name/family_name", "/birthdate", "/identifiers/*/type", "/identifiers/*/number"}
	for country, own := range map[string][]string{"IN": {"pan"}, "AE": {"/nationalities"}, "NL": nil} {
		view := table.View(canonical.FieldQuery{Country: country})
		var required []string
		for _, f := range view.Request {
			if f.Required {
				required = append(required, f.Pointer)
			}
		}
		for _, f := range view.SupplementaryData {
			if f.Required {
				required = append(required, f.Name)
			}
		}
		want := slices.Concat(always, own)
		slices.Sort(required)
		slices.Sort(want)
		if !cmp.Equal(required, want) {
			t.Errorf("%s: required %v, want %v", country, required, want)
		}
	}
}
