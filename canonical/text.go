package canonical

import (
	"strings"
	"unicode"
)

// invisible are the characters that show nothing and are not blanks to Go:
// fillers of Hangul and Braille, and the format characters of Unicode.
var invisible = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x034F, Hi: 0x034F, Stride: 1}, {Lo: 0x115F, Hi: 0x1160, Stride: 1}, {Lo: 0x17B4, Hi: 0x17B5, Stride: 1},
	{Lo: 0x2800, Hi: 0x2800, Stride: 1}, {Lo: 0x3164, Hi: 0x3164, Stride: 1}, {Lo: 0xFE00, Hi: 0xFE0F, Stride: 1},
	{Lo: 0xFFA0, Hi: 0xFFA0, Stride: 1},
}}

// bidiOverrides make a text show in another order than it is stored in (Unicode
// UAX #9). The plain marks LRM and RLM are part of names in some scripts.
var bidiOverrides = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x202A, Hi: 0x202E, Stride: 1}, {Lo: 0x2066, Hi: 0x2069, Stride: 1},
}}

// TextMistake says why a text cannot be meant, in words that never hold it; ""
// when nothing is wrong. Line breaks and tabs are text.
func TextMistake(text string) string {
	visible := text == ""
	for _, r := range text {
		switch {
		case isGraphic(r):
			visible = true
		case r == '\n' || r == '\r' || r == '\t':
		case unicode.IsControl(r):
			return "must not contain control characters"
		case unicode.Is(bidiOverrides, r):
			return "must not contain characters that turn the direction of writing"
		case !blank(r):
			visible = true
		}
	}
	if !visible {
		return "must have a visible character"
	}
	return ""
}

// Text notes a text that cannot be meant; empty is fine.
func (c *Check) Text(pointer string, v Personal) {
	if detail := TextMistake(string(v)); detail != "" {
		c.Invalid(pointer, detail)
	}
}

// Line is Text for what stands on one line, such as a name.
func (c *Check) Line(pointer string, v Personal) {
	if strings.ContainsAny(string(v), "\n\r\t\u2028\u2029") {
		c.Invalid(pointer, "must stand on one line")
		return
	}
	c.Text(pointer, v)
}

// ExternalReference notes an id of a caller's own that holds control characters: it
// stands in paths, logs of callers and files.
func (c *Check) ExternalReference(pointer, id string) {
	if strings.ContainsFunc(id, unicode.IsControl) {
		c.Invalid(pointer, "must not contain control characters")
	}
}

// blank says whether a character shows nothing.
func blank(r rune) bool {
	return !isGraphic(r) && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(invisible, r))
}

// isGraphic knows at a glance what shows something in ASCII, as most text is.
func isGraphic(r rune) bool { return r > ' ' && r < unicode.MaxASCII }

// trim takes away the blanks around a text. Format characters stay: joiners
// end names in some scripts.
func trim[T ~string](s T) T { return T(strings.TrimSpace(string(s))) }

// trimAll trims each of the texts.
func trimAll(texts ...*Personal) {
	for _, t := range texts {
		*t = trim(*t)
	}
}
