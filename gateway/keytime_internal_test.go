package gateway

import (
	"testing"
	"time"
)

func TestTimeOfAKey(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398f": "2022-02-22T19:22:22Z", // RFC 9562, A.6
		"017F22E2-79B0-7CC3-98C4-DC0C0C07398F": "2022-02-22T19:22:22Z",
		"01ARZ3NDEKTSV4RRFFQ69G5FAV":           "2016-07-30T23:54:10.259Z", // github.com/ulid/spec
		"01arz3ndektsv4rrffq69g5fav":           "2016-07-30T23:54:10.259Z",
		"017f22e2-79b0-4cc3-98c4-dc0c0c07398f": "", // version 4
		"017f22e2-79b0-7cc3-d8c4-dc0c0c07398f": "", // another variant
		"017f22e279b0-7cc3-98c4-dc0c0c07398f-": "",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398x": "",
		"81ARZ3NDEKTSV4RRFFQ69G5FAV":           "", // beyond 48 bits
		"01ARZ3NDEKTSV4RRFFQ69G5FAU":           "", // no letter of a ULID
		"rent-november":                        "",
	} {
		got := keyTime(key)
		if want == "" && !got.IsZero() || want != "" && got.Format(time.RFC3339Nano) != want {
			t.Errorf("%s: %v, want %q", key, got, want)
		}
	}
}
