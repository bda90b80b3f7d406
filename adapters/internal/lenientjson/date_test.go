package lenientjson_test

import (
	"testing"

	"canongate/adapters/internal/lenientjson"
)

func TestZeroDatesAreNone(t *testing.T) {
	t.Parallel()
	for said, none := range map[string]bool{
		"": true, "  ": true, "0001-01-01": true, "0001-01-01T00:00:00": true, "0001-01-01T00:00:00Z": true, "0000-00-00": true,
		"0000-00-00 00:00:00": true, "00/00/0000": true, "01-01-0001": true, "1900-01-01T00:00:00": true, "1900-01-01T00:00:00.000+00:00": true,
		"/Date(0)/": true, "/Date(0+0000)/": true, "/Date(-62135596800000)/": true,
		"1900-01-01": false, "1900-01-02T00:00:00": false, "1970-01-01": false, "1987-03-02": false, "2023-08-08T00:00:00.000+00:00": false, "soon": false,
		"/Date(1700000000000)/": false,
	} {
		if lenientjson.NoDate(said) != none {
			t.Errorf("%q: none is %v, want %v", said, !none, none)
		}
	}
}
