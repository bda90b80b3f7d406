package redact

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
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

func TestLongMessagesAreCut(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("1", 3000), strings.Repeat("12345678 x", 200), strings.Repeat("é", maxText)} {
		if shown := Text(text); len(shown) > maxText || !utf8.ValidString(shown) || shown == "" {
			t.Errorf("%d bytes are shown as %d", len(text), len(shown))
		}
	}
}

// Whatever a vendor says, no long number of it reaches a caller.
func FuzzText(f *testing.F) {
	for _, text := range []string{"card 4111 1111 1111 1111", "784-1991-0000001-7", strings.Repeat("12345678 x", 3), "\xff123456789\xff0"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		shown := Text(text)
		run := 0
		for _, r := range shown {
			if run++; !unicode.IsDigit(r) {
				run = 0
			}
			if run >= 9 {
				t.Fatalf("%q is shown as %q", text, shown)
			}
		}
		if len(shown) > maxText || !utf8.ValidString(shown) {
			t.Errorf("%q is shown as %d bytes", text, len(shown))
		}
	})
}
