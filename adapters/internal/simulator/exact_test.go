package simulator_test

import (
	"testing"

	"canongate/adapters/internal/simulator"
)

func TestDecodeIsStrict(t *testing.T) {
	t.Parallel()
	type line struct {
		PostCode string `json:"postcode"`
	}
	type common struct {
		User string `json:"user"`
	}
	for _, tc := range []struct {
		name, body string
		ok         bool
	}{
		{"every field", `{"latlong":"1,2","user":"u","lines":[{"postcode":"x"}],"extra":{"postcode":"y"}}`, true},
		{"null object", `{"extra":null,"lines":null}`, true},
		{"other case", `{"latLong":"1,2"}`, false},
		{"other case in a list", `{"lines":[{"postcode":"x"},{"postCode":"x"}]}`, false},
		{"other case behind a pointer", `{"extra":{"Postcode":"x"}}`, false},
		{"unknown field", `{"longitude":"1"}`, false},
		{"other type", `{"latlong":1}`, false},
		{"second value", `{"latlong":"1,2"} {}`, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var v struct {
				common
				LatLong string `json:"latlong"`
				Lines   []line `json:"lines"`
				Extra   *line  `json:"extra"`
			}
			r := simulator.Request{Body: []byte(tc.body)}
			if err := r.Decode(&v); (err == nil) != tc.ok {
				t.Errorf("err = %v, want ok %v", err, tc.ok)
			}
		})
	}
}
