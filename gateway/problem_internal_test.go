package gateway

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLongMessagesAreCut(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("1", 3000), strings.Repeat("12345678 x", 200), strings.Repeat("é", maxVendorMessage)} {
		if shown := masked(text); len(shown) > maxVendorMessage || !utf8.ValidString(shown) || shown == "" {
			t.Errorf("%d bytes are shown as %d", len(text), len(shown))
		}
	}
}

// Whatever a vendor says, no long number of it reaches a caller.
func FuzzMasked(f *testing.F) {
	for _, text := range []string{"card 4111 1111 1111 1111", "784-1991-0000001-7", strings.Repeat("12345678 x", 3), "\xff123456789\xff0"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		shown := masked(text)
		run := 0
		for _, r := range shown {
			if run++; !unicode.IsDigit(r) {
				run = 0
			}
			if run >= 9 {
				t.Fatalf("%q is shown as %q", text, shown)
			}
		}
		if len(shown) > maxVendorMessage || !utf8.ValidString(shown) {
			t.Errorf("%q is shown as %d bytes", text, len(shown))
		}
	})
}
