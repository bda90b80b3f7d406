package gateway

import "testing"

func TestVendorDataKeepsTheShapeAndNoPerson(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ answer, want string }{
		"an envelope": {
			`{"status":"success","statusCode":200,"errorCode":"45001","data":{"ecrn":"7841000000000001","pep":false,"zip":13345,"aml_scan_status":"Accepted","middle":null}}`,
			`{"status":"success","statusCode":200,"errorCode":"45001","data":{"ecrn":"[redacted]","pep":false,"zip":"[redacted]","aml_scan_status":"Accepted","middle":null}}`,
		},
		"a list":                  {`[{"id_type":4,"names":["Noor",1,true]}]`, `[{"id_type":4,"names":["[redacted]","[redacted]",true]}]`},
		"a status that is a tale": {`{"status":"Customer Noor Haddadin, +971500000199, is known"}`, `{"status":"[redacted]"}`},
		"an object of statuses":   {`{"status":{"name":"Noor"}}`, `{"status":{"name":"[redacted]"}}`},
		"a text alone":            {`"Noor"`, `"[redacted]"`},
	} {
		got, ok := redact([]byte(tt.answer))
		if !ok || string(got) != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	for _, rubbish := range []string{"", "<html>", `{"a":`, `{"a":1}}`[:5], "\x00"} {
		if got, ok := redact([]byte(rubbish)); ok {
			t.Errorf("%q is redacted to %s", rubbish, got)
		}
	}
}

func TestVendorDataIsAddedToAResource(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ resource, answer, want string }{
		{`{"id":"cus_1"}`, `{"status":"ok"}`, `{"id":"cus_1","vendor_data":{"status":"ok"}}`},
		{`{}`, `{}`, `{"vendor_data":{}}`},
		{`{"id":"cus_1"}`, `<html>`, `{"id":"cus_1"}`},
	} {
		if got := string(withVendorData([]byte(tt.resource), []byte(tt.answer))); got != tt.want {
			t.Errorf("%s with %s is %s", tt.resource, tt.answer, got)
		}
	}
}

func TestIncludeIsTakenOutOfTheQuery(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		query, rest string
		included    bool
		wrong       bool
	}{
		{"", "", false, false}, {"phase=x", "phase=x", false, false}, {"include=vendor_data", "", true, false},
		{"phase=x&include=vendor_data", "phase=x", true, false}, {"include=secrets", "", false, true},
		{"include=vendor_data&include=vendor_data", "", false, true}, {"included=1", "included=1", false, false},
	} {
		rest, included, err := takeInclude(tt.query)
		if rest != tt.rest || included != tt.included || (err != nil) != tt.wrong {
			t.Errorf("%q: rest %q, included %t, %v", tt.query, rest, included, err)
		}
	}
}
