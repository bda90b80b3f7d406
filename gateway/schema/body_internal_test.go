package schema

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"canongate/canonical"
)

func compiled[T any]() *Compiled {
	_, c := NewRegistry().Request(reflect.TypeFor[T]())
	return c
}

const customerBody = `{
	"external_reference": "app-4711",
	"name": {"given_name": "Layla", "family_name": "Haddad"},
	"birthdate": "1991-04-17",
	"gender": "female",
	"nationalities": ["JO"],
	"country_of_residence": "AE",
	"emails": [{"address": "layla.haddad@example.com", "primary": true}],
	"phones": [{"number": "+971500000017", "type": "mobile", "primary": true}],
	"identifiers": [{"type": "emirates_id", "number": "784199100000017", "issuing_country": "AE", "expires_on": "2031-04-16", "primary": true}]
}`

// What ReadBody takes, the typed decoder takes; what it refuses is a 400 or 422
// whose every place can be found by its pointer.
func FuzzReadBody(f *testing.F) {
	f.Add([]byte(customerBody))
	f.Add([]byte(`{"direction":"debit","amount":{"value":"100.50","currency":"USD"},"authorization":{"ip_address":"192.0.2.17"}}`))
	f.Add([]byte(`{"name":{"given_name":"\u0000"},"emails":[{}],"a.b":[[[{}]]],"role":null}`))
	f.Add([]byte("{\"metadata\":{\"\xff\":1,\"a\":\"\",\"a\":2}}"))
	customer, payment := compiled[canonical.CustomerUpdate](), compiled[canonical.PaymentDraft]()
	f.Fuzz(func(t *testing.T, body []byte) {
		kept := bytes.Clone(body)
		sameAsUnmarshal[canonical.CustomerUpdate](t, body, customer, true)
		sameAsUnmarshal[canonical.PaymentDraft](t, body, payment, false)
		if cleared, err := ReadBody(body, customer, true); err == nil {
			var u canonical.CustomerUpdate
			if err := json.Unmarshal(body, &u); err != nil {
				t.Errorf("the body was taken and does not decode: %v", err)
			}
			u.SetCleared(cleared)
		} else {
			checkRefusal(t, err)
		}
		if _, err := ReadBody(body, payment, false); err == nil {
			var d canonical.PaymentDraft
			if err := json.Unmarshal(body, &d); err != nil {
				t.Errorf("the body was taken and does not decode: %v", err)
			}
		} else {
			checkRefusal(t, err)
		}
		if !bytes.Equal(body, kept) {
			t.Error("reading changed the body")
		}
	})
}

// sameAsUnmarshal holds what ReadInto makes to what json.Unmarshal makes, and its
// refusals to those of ReadBody. It says whether ReadInto made the whole.
func sameAsUnmarshal[T any](t *testing.T, body []byte, c *Compiled, patch bool) bool {
	t.Helper()
	var got, want T
	cleared, filled, err := ReadInto(body, c, patch, &got)
	alone, wantErr := ReadBody(body, c, patch)
	if !reflect.DeepEqual(err, wantErr) || !reflect.DeepEqual(cleared, alone) {
		t.Fatalf("%s: %v %v, ReadBody says %v %v", body, cleared, err, alone, wantErr)
	}
	if !filled {
		return false
	}
	kept := bytes.Clone(body)
	if err := json.Unmarshal(kept, &want); err != nil {
		t.Fatalf("%s: filled, and json.Unmarshal says %v", kept, err)
	}
	clear(body) // nothing may share its bytes
	defer copy(body, kept)
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s\nfills %#v\nwant  %#v", kept, got, want)
	}
	return true
}

func TestABodyFillsItsRequestInOnePass(t *testing.T) {
	t.Parallel()
	if !sameAsUnmarshal[canonical.CustomerDraft](t, []byte(customerBody), compiled[canonical.CustomerDraft](), false) {
		t.Error("a customer's draft is read twice")
	}
	lookup := compiled[canonical.CustomerLookup]()
	for body, whole := range map[string]bool{
		`{"identifier":{"type":"emirates_id","number":"784199100000017"}}`: true, `{}`: true, `{"identifier":{"type":"x"}}`: false,
		`{"identifier":null}`: false, `{"identifier":{"type":"emirates_id","number":"\u0031"}}`: true, `{"identifier":7}`: false, `{`: false,
	} {
		if got := sameAsUnmarshal[canonical.CustomerLookup](t, []byte(body), lookup, false); got != whole {
			t.Errorf("%s is read in one pass: %t, want %t", body, got, whole)
		}
	}
	for _, body := range []string{
		`{"direction":"debit","rail":"ach","amount":{"value":"100.50","currency":"USD"},"customer_id":"cus_1","bank_account_id":"ba_1","ach":{"sec_code":"WEB"},` +
			`"authorization":{"text":"yes","ip_address":"192.0.2.17"},"metadata":{"a":"b"}}`,
		`{"direction":"debit","metadata":{},"supplementary_data":{"a":[1,null],"b":null}}`,
	} {
		sameAsUnmarshal[canonical.PaymentDraft](t, []byte(body), compiled[canonical.PaymentDraft](), false)
	}
	sameAsUnmarshal[canonical.CustomerUpdate](t, []byte(`{"employment":null,"emails":[],"metadata":{"k":null},"consents":[{"granted":true,"granted_at":"2030-01-01T10:00:00+02:00"}]}`),
		compiled[canonical.CustomerUpdate](), true)
}

// Instants are RFC 3339 to the letter, with a zone.
func TestInstants(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"2030-01-01T10:00:00Z": true, "2030-01-01T10:00:00.123456789-03:30": true, "2030-01-01T10:00:00+14:00": true,
		"2030-01-01T10:00:00": false, "2030-01-01 10:00:00Z": false, "2030-01-01T10:00Z": false, "2030-01-01T1:00:00Z": false,
		"2030-01-01T10:00:00,5Z": false, "2030-01-01T10:00:00.1234567891Z": false, "2030-01-01T10:00:00+24:00": false, "2030-02-30T10:00:00Z": false,
	} {
		_, err := ReadBody([]byte(`{"consents":[{"granted":true,"granted_at":"`+text+`"}]}`), compiled[canonical.CustomerDraft](), false)
		if (err == nil) != want {
			t.Errorf("%s: %v, want it taken: %t", text, err, want)
		}
	}
}

// A refusal tells enough to mend the call.
func TestRefusalsSayWhatIsWanted(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"":                  "The body is empty; this operation wants JSON.",
		" ":                 "The body is empty; this operation wants JSON.",
		"{":                 "The body is not well-formed JSON in valid UTF-8.",
		`{"vendor_ids":{}}`: "the number of members must be at least 1",
	} {
		_, err := ReadBody([]byte(body), compiled[canonical.CustomerReference](), false)
		e := canonical.AsError(err)
		got := e.Message
		if len(e.Fields) > 0 {
			got = e.Fields[0].Detail
		}
		if got != want {
			t.Errorf("%q is refused with %q, want %q", body, got, want)
		}
	}
}

func checkRefusal(t *testing.T, err error) {
	t.Helper()
	e := canonical.AsError(err)
	if e.Code != canonical.InvalidRequest && e.Code != canonical.ValidationFailed {
		t.Errorf("a body is refused as %s", e.Code)
	}
	if e.Code == canonical.ValidationFailed && len(e.Fields) == 0 || len(e.Fields) > maxViolations {
		t.Errorf("%d places", len(e.Fields))
	}
	for _, field := range e.Fields {
		if len(field.Pointer) > maxPointer || field.Detail == "" || field.Code == "" {
			t.Errorf("place %+v", field)
		}
	}
}

func TestMergePatchClears(t *testing.T) {
	t.Parallel()
	c := compiled[canonical.CustomerUpdate]()
	cleared, err := ReadBody([]byte(`{"employment":null,"name":{"suffix":null,"given_name":"A"},"metadata":{"k":null}}`), c, true)
	if want := []string{"/employment", "/name/suffix", "/metadata/k"}; err != nil || !reflect.DeepEqual(cleared, want) {
		t.Errorf("clears %v, %v; want %v", cleared, err, want)
	}
	for body, pointer := range map[string]string{
		`{"emails":[{"address":"a@example.com","type":null}]}`: "/emails/0/type",
		`{"emails":[null]}`: "/emails/0",
		`null`:              "",
	} {
		_, err := ReadBody([]byte(body), c, true)
		if e := canonical.AsError(err); err == nil || len(e.Fields) != 1 || e.Fields[0].Pointer != pointer || e.Fields[0].Code != canonical.FieldWrongType {
			t.Errorf("%s gives %v %v", body, err, e.Fields)
		}
	}
}

// Budget: 27 allocations, nearly all of them the draft.
func BenchmarkReadBody(b *testing.B) {
	c, body := compiled[canonical.CustomerDraft](), []byte(customerBody)
	b.ReportAllocs()
	for b.Loop() {
		var draft canonical.CustomerDraft
		if _, filled, err := ReadInto(body, c, false, &draft); err != nil || !filled {
			b.Fatal(filled, err)
		}
	}
}
