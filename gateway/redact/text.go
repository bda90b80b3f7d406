package redact

import (
	"regexp"
	"strings"
	"unicode"
)

// longNumbers are nine digits and more, of any script, also in groups: card,
// account and identity numbers that a vendor may quote. Whatever a form, a web page
// or a PDF puts between the groups is part of them: up to three characters that are
// neither letters nor digits, or what such a character became on the way. Words
// separate numbers.
var longNumbers = regexp.MustCompile(`\p{Nd}(?:(?:` + separator + `){0,3}\p{Nd}|[xX]\p{Nd}){8,}`)

// separator is a character between two digits: an entity or a tag of HTML, a percent
// escape, a backslash escape, or itself.
const separator = `&(?:amp;)*#?[0-9A-Za-z]{1,8};|</?[A-Za-z][A-Za-z ="'/-]{0,30}>|` +
	`%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[nrt]|[^\p{L}\p{Nd}]`

// maxText bounds what is passed on of a vendor's text, in bytes.
const maxText = 1024

// Text replaces long numbers in a vendor's text and bounds its length. What cannot be
// seen goes first: left out later, it could join two short numbers.
func Text(text string) string { return cut(longNumbers.ReplaceAllString(visible(text), "[number]")) }

// Visible is a vendor's text without what nobody sees, bounded in length.
func Visible(text string) string { return cut(visible(text)) }

// visible is a text without what nobody sees: broken bytes, control characters,
// marks of width, direction and hyphenation. A line break becomes a blank.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t', unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// cut bounds a vendor's text.
func cut(text string) string {
	if len(text) > maxText {
		text = text[:maxText]
	}
	return strings.ToValidUTF8(text, "")
}
