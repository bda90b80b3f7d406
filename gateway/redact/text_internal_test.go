package redact

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCaseMaskingUnicodeSeparators(t *testing.T) {
	t.Parallel()
	const groups = "784_1987_3300001_6"
	for _, between := range []string{
		"", " ", "-", "\u00a0", "\u2011", "\u2013", "\u2014", "\u2009", "\u202f", "\u3000", "\u2028", "\u2212", ", ", " - ", ",\u00a0", "\n", "\t",
		"\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202a", "\u2066", "\u200e", "\u034f", "\ufe0f", "\x00", "\x1b", "\xff", "\u3164",
		".", "/", "_", "|", "·", ") (", "\u2019",
		"&nbsp;", "&#160;", "&#xA0;", "&amp;nbsp;", "&ensp;&ndash;&ensp;", "%20", "%C2%A0", "%E2%80%AF", ":", "**", "#", "~", "+", "\\", "x", "X",
		"×", "\u2024", "…", "=", "<>", "\"", ";", "@", "^", "√", "°", "<br>", "</td><td>", "<br/> ", `\u00a0`, `\xa0`, `\n`, `\r\n`,
	} {
		text := "Duplicate " + strings.ReplaceAll(groups, "_", between) + " found"
		if got := Text(text); got != "Duplicate [number] found" {
			t.Errorf("between the groups %+q: %+q", between, got)
		}
	}
	for _, digits := range []string{
		"７８４１９８７３３００００１６", "٧٨٤١٩٨٧٣٣٠٠٠٠١٦", "७८४१९८७३३००००१६", "𝟕𝟖𝟒𝟏𝟗𝟖𝟕𝟑𝟑𝟎𝟎𝟎𝟎𝟏𝟔", "784１９８７٣٣٠٠٠٠١6", "7\u20e38\u20e34\u20e31987330000",
	} {
		if got := Text("no " + digits + "."); got != "no [number]." {
			t.Errorf("%+q: %+q", digits, got)
		}
	}
}

func TestMaskingLeavesWordsAndShortNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"error 45005 at step 3":              "error 45005 at step 3",
		"AE\u202e-12\u200b34":                "AE-1234",
		"two\r\nlines\tand\u2029a paragraph": "two  lines and a paragraph",
		"नाम":                                "नाम",
		"12345678":                           "12345678",
		"1024x768":                           "1024x768",
		"codes 45005 and 45006":              "codes 45005 and 45006",
		"10:22:31 (step 3 of 12)":            "10:22:31 (step 3 of 12)",
		"784 is 100% of 1987":                "784 is 100% of 1987",
		"max 500 &amp; min 100 <b>AED</b>":   "max 500 &amp; min 100 <b>AED</b>",
		strings.Repeat("x", maxText-1) + "é": strings.Repeat("x", maxText-1),
	} {
		if got := Text(text); got != want {
			t.Errorf("%+q: %+q, want %+q", text, got, want)
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
	for _, seed := range []string{"card 4111 1111 1111 1111", strings.Repeat("12345678 x", 3), "\xff123456789\xf0", "Duplicate 784\u00a01987\u00a03300001\u00a06", "\xff\u200b12345678\u202e9", strings.Repeat("9\u200b", 600),
		"784&nbsp;1987%203300001\\u00a06", "1<a123456789b>23456789", "1&a123456789;23456789", "784x1987x3300001x6", "1</td><td>23456789"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Text(text)
		if len(got) > maxText || !utf8.ValidString(got) {
			t.Errorf("%d bytes, valid: %t", len(got), utf8.ValidString(got))
		}
		if longNumbers.MatchString(got) || visible(got) != got {
			t.Errorf("%+q shows more than it may", got)
		}
	})
}
