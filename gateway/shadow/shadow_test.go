package shadow_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway/shadow"
)

func differences(t *testing.T, one, two string) string {
	t.Helper()
	raw := func(text string) []byte {
		if text == "" {
			return nil
		}
		return []byte(text)
	}
	found, err := shadow.FieldsOf(reflect.TypeFor[canonical.Customer]()).Compare(raw(one), raw(two))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for d := range found {
		words = append(words, d.Pointer+" "+string(d.Kind))
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func TestDifferencesAreCountedByField(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ one, two, want string }{
		"equal":          {`{"birthdate":"1990-04-12"}`, `{"birthdate":"1990-04-12"}`, ""},
		"value":          {`{"birthdate":"1990-04-12"}`, `{"birthdate":"1990-12-04"}`, "/birthdate different"},
		"deep":           {`{"name":{"given_name":"A"}}`, `{"name":{"given_name":"B"}}`, "/name/given_name different"},
		"missing":        {`{"gender":"female"}`, `{}`, "/gender missing"},
		"extra":          {`{}`, `{"gender":"female"}`, "/gender extra"},
		"null is absent": {`{"gender":null}`, `{}`, ""},
		"type":           {`{"emails":[{"verified":true}],"name":"A"}`, `{"emails":[{"verified":"true"}],"name":{}}`, "/emails/*/verified type, /name type"},
		"numbers":        {`{"metadata":{"status":1}}`, `{"metadata":{"status":2}}`, "/metadata/status different"},
		"of the record":  {`{"id":"cus_1","connection":"a","created_at":"x","vendor_ids":{"k":"1"},"gender_raw":"F"}`, `{"id":"cus_2","connection":"b","vendor_ids":{"j":"2"}}`, ""},
		"free keys":      {`{"metadata":{"Noor Haddadin":"1"}}`, `{"metadata":{"Noor Haddadin":"2"}}`, "/metadata/* different"},
		"order":          {`{"nationalities":["JO","AE"]}`, `{"nationalities":["AE","JO"]}`, ""},
		"city":           {`{"addresses":[{"type":"work","city":"A"},{"type":"residence","city":"B"}]}`, `{"addresses":[{"type":"residence","city":"b"},{"type":"work","city":"A"}]}`, "/addresses/*/city different"},
		"types first":    {`{"phones":[{"type":"home","number":"1"},{"type":"work","number":"2"}]}`, `{"phones":[{"type":"work","number":"3"}]}`, "/phones/* missing, /phones/*/number different"},
		"longer":         {`{"phones":[{"number":"1"}]}`, `{"phones":[{"number":"1"},{"number":"2"}]}`, "/phones/* extra"},
		"nothing":        {"", "", ""},
		"lost":           {`{}`, "", " missing"},
		"found":          {"", `{}`, " extra"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := differences(t, c.one, c.two); got != c.want {
				t.Errorf("differences: %q, want %q", got, c.want)
			}
		})
	}
}

func TestWhatIsNoJSONIsAnErrorWithoutItsText(t *testing.T) {
	t.Parallel()
	_, err := shadow.FieldsOf(reflect.TypeFor[canonical.Customer]()).Compare([]byte(`{"name`), []byte(`{}`))
	if err == nil || strings.Contains(err.Error(), "name") {
		t.Errorf("error is %v", err)
	}
}

func TestLongListsAreComparedAsTheyCome(t *testing.T) {
	t.Parallel()
	many := `{"nationalities":["AE"` + strings.Repeat(`,"JO"`, 100) + `]}`
	other := `{"nationalities":["JO"` + strings.Repeat(`,"JO"`, 99) + `,"AE"]}`
	if got := differences(t, many, other); got != "/nationalities/* different" {
		t.Errorf("differences: %q", got)
	}
}

func TestTalliesSurviveAReloadThatNamesTheSame(t *testing.T) {
	t.Parallel()
	tallies := shadow.NewTallies(time.Now)
	tallies.Serve([]shadow.Route{{Name: "kyc", Connection: "b", Share: 0.5}})
	tallies.Compared("kyc", "b", map[shadow.Difference]bool{{Pointer: "/gender", Kind: shadow.Missing}: true})
	tallies.Compared("kyc", "b", nil)
	tallies.Failed("kyc", "b", canonical.VendorTimeout)
	tallies.Shed("kyc", "b")
	tallies.Shed("nobody", "b")

	tallies.Serve([]shadow.Route{{Name: "other", Connection: "b"}, {Name: "kyc", Connection: "b", Share: 1}})
	all := tallies.Reports()
	if len(all) != 2 {
		t.Fatalf("%d reports", len(all))
	}
	r := all[1]
	if r.Share != 1 || r.Compared != 2 || r.Equal != 1 || *r.EqualRatio != 0.5 || r.Different["/gender"][shadow.Missing] != 1 ||
		r.Errors != 1 || !maps.Equal(r.Codes, map[string]int64{"vendor_timeout": 1}) || r.Shed != 1 {
		t.Errorf("report is %+v", r)
	}
	tallies.Serve([]shadow.Route{{Name: "kyc", Connection: "c", Share: 1}})
	if r := tallies.Reports()[0]; r.Compared != 0 || r.EqualRatio != nil || len(r.Different) != 0 {
		t.Errorf("with another connection the report is %+v", r)
	}
}
