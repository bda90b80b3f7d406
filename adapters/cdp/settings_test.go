package cdp

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"canongate/adapters/internal/settings"
	"canongate/canonical"
)

func TestNewTellsEveryMistake(t *testing.T) {
	t.Parallel()
	whole := map[string]any{"client_id": "id", "client_secret": "env:A", "username": "user", "password": "env:B"}
	tables := func(field, code, name string) map[string]any {
		return map[string]any{"code_tables": map[string]any{field: map[string]any{code: name}}}
	}
	for name, row := range map[string]struct {
		without []string
		with    map[string]any
		want    []string // keys
	}{
		"whole":                 {nil, nil, nil},
		"missing":               {[]string{"client_id", "password"}, nil, []string{"client_id", "password"}},
		"misspelt":              {[]string{"client_id"}, map[string]any{"chanel": "WEB"}, []string{"chanel", "client_id"}},
		"no reference":          {nil, map[string]any{"callback_secret": "literal"}, []string{"callback_secret"}},
		"known codes":           {nil, tables("id_type", "17", "driving_permit"), nil},
		"no such field":         {nil, tables("shoe_size", "17", "large"), []string{"code_tables.shoe_size"}},
		"no such name":          {nil, tables("gender", "Male", "man"), []string{"code_tables.gender"}},
		"ambiguous name":        {nil, map[string]any{"code_tables": map[string]any{"id_type": map[string]any{"17": "visa", "18": "visa"}}}, []string{"code_tables.id_type"}},
		"no such choice":        {nil, map[string]any{"other_subjects": "take"}, []string{"other_subjects"}},
		"a language":            {nil, tables("first_language", "en", "en-GB"), nil},
		"no language":           {nil, tables("first_language", "en", "not a tag"), []string{"code_tables.first_language"}},
		"a status":              {nil, tables("marital_status", "2", "married"), nil},
		"a status's word":       {nil, tables("marital_status", "M", "married"), []string{"code_tables.marital_status"}},
		"an SSN is no document": {nil, tables("id_type", "30", "ssn"), []string{"code_tables.id_type"}},
		"two statuses":          {nil, map[string]any{"code_tables": map[string]any{"aml_scan_status": map[string]any{"A": "in_review", "B": "in_review"}}}, nil},
	} {
		s := maps.Clone(whole)
		maps.Copy(s, row.with)
		maps.DeleteFunc(s, func(k string, _ any) bool { return slices.Contains(row.without, k) })
		_, err := New(canonical.Connection{BaseURL: "https://cdp.test", Settings: s, Secret: func(ref string) (canonical.Secret, error) {
			if !strings.HasPrefix(ref, "env:") {
				return canonical.Secret{}, errors.New("must be a reference")
			}
			return canonical.NewSecret("hidden"), nil
		}})
		if got := keys(err); !slices.Equal(got, row.want) {
			t.Errorf("%s: mistakes at %v, want %v", name, got, row.want)
		}
		if strings.Contains(fmt.Sprint(err), "hidden") {
			t.Errorf("%s: the error shows a secret", name)
		}
	}
}

// keys are the settings that an error complains of.
func keys(err error) []string {
	var one *settings.Error
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []string
		for _, e := range joined.Unwrap() {
			all = append(all, keys(e)...)
		}
		return all
	}
	if errors.As(err, &one) {
		return []string{one.Key}
	}
	return nil
}

func TestCodeTablesAddToWhatIsKnown(t *testing.T) {
	t.Parallel()
	a := newAdapter(t, &fakeVendor{}, newClock(), map[string]any{"code_tables": map[string]any{
		"id_type": map[string]any{"17": "driving_permit", "29": "national_id"}, "aml_scan_status": map[string]any{"Escalated": "in_review"},
	}})
	for code, want := range map[text]string{"17": "driving_permit", "29": "national_id", "28": "national_id", "4": "emirates_id"} {
		if got, _ := a.mapper.enum("id_type", code); got != want {
			t.Errorf("id_type %s reads as %s, want %s", code, got, want)
		}
	}
	for name, want := range map[string]number{"driving_permit": "17", "national_id": "29", "passport": "2"} {
		e := encoder{tables: a.mapper.tables}
		if got := e.idType("", name, ""); got != want || e.Err() != nil {
			t.Errorf("%s is written as %s, want %s", name, got, want)
		}
	}
	if got, _ := a.mapper.enum("aml_scan_status", "escalated"); got != canonical.ScreeningInReview {
		t.Errorf("an operator's status reads as %s", got)
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	a := newAdapter(t, &fakeVendor{}, newClock(), map[string]any{"scope": "customer"})
	if w := a.Warnings(); len(w) != 1 || !strings.HasPrefix(w[0], "an update") {
		t.Errorf("the settings leave nothing open, warned of %v", w)
	}
	a = newAdapter(t, &fakeVendor{}, newClock(), map[string]any{"verify_by_fetch": false})
	a.settings.CallbackSecret = canonical.Secret{}
	for i, key := range []string{"callback_secret", "verify_by_fetch", "scope", "an update"} {
		if w := a.Warnings(); len(w) != 4 || !strings.HasPrefix(w[i], key) {
			t.Errorf("no warning about %s in %v", key, w)
		}
	}
}

func TestCreateCustomerReference(t *testing.T) {
	t.Parallel()
	a := newAdapter(t, &fakeVendor{}, newClock(), nil)
	for _, row := range []struct {
		ids  canonical.VendorIDs
		want []string
	}{
		{canonical.VendorIDs{"ecrn": ecrn}, nil},
		{canonical.VendorIDs{"ecrn": "784100000000000"}, []string{"/vendor_ids/ecrn"}},
		{canonical.VendorIDs{"ecrn": "784100000000000x"}, []string{"/vendor_ids/ecrn"}},
		{canonical.VendorIDs{"phone": "+971500000101"}, []string{"/vendor_ids/phone", "/vendor_ids/ecrn"}},
	} {
		customer, err := a.CreateCustomerReference(t.Context(), canonical.CustomerReference{VendorIDs: row.ids})
		if row.want == nil {
			if err != nil || customer.ID.Key("ecrn") != ecrn || customer.Object != "customer" {
				t.Errorf("a reference: %v", err)
			}
			continue
		}
		wantCode(t, canonical.AsError(err), canonical.ValidationFailed, row.want...)
	}
}

func TestAnIDWithoutAnECRNReachesNobody(t *testing.T) {
	t.Parallel()
	vendor := &fakeVendor{}
	a := newAdapter(t, vendor, newClock(), nil)
	_, err := a.GetCustomer(t.Context(), canonical.CustomerQuery{Me: true})
	wantCode(t, canonical.AsError(err), canonical.CustomerNotFound)
	_, err = a.UpdateCustomer(t.Context(), canonical.CustomerUpdate{})
	wantCode(t, canonical.AsError(err), canonical.CustomerNotFound)
	if vendor.calls != 0 {
		t.Error("the vendor was called: an update without a key makes another customer")
	}
}
