package reconcile

import "strings"

// traceLength is the digits of a trace number: eight of the bank, seven of a sequence
// that comes round again.
const traceLength = 15

// Trace writes a trace number with its 15 digits, as files fill it up with blanks or
// zeros or not at all. Empty where the text is none, or all zeros.
func Trace(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > traceLength || strings.Trim(text, "0") == "" || strings.Trim(text, "0123456789") != "" {
		return ""
	}
	return strings.Repeat("0", traceLength-len(text)) + text
}
