package redact

import (
	"testing"
)

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
		got, ok := JSON([]byte(tt.answer))
		if !ok || string(got) != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	for _, rubbish := range []string{"", "<html>", `{"a":`, `{"a":1}}`[:5], "\x00"} {
		if got, ok := JSON([]byte(rubbish)); ok {
			t.Errorf("%q is redacted to %s", rubbish, got)
		}
	}
}
