package temenos

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"canongate/adapters/internal/lenientjson"
	"canongate/canonical"
)

// placeholder is %FirstName%, which some answers write % FirstName % (TEM-12).
var placeholder = regexp.MustCompile(`%\s*(\w+)\s*%`)

// fillTitle puts values into a title. A placeholder without a value stays.
func fillTitle(template lenientjson.String, values ...map[string]lenientjson.String) canonical.Personal {
	return canonical.Personal(placeholder.ReplaceAllStringFunc(string(template), func(found string) string {
		name := placeholder.FindStringSubmatch(found)[1]
		for _, v := range values {
			if value, ok := v[name]; ok {
				return string(value)
			}
		}
		return found
	}))
}

// Markup as HTML knows it: a < with a letter, a slash or an exclamation mark
// behind it. The < of "< > ? /" in the vendor's file rules is text.
const attributes = `(?:[^>"']|"[^"]*"|'[^']*')*>`

var (
	hidden    = regexp.MustCompile(`(?is)<!--.*?-->|<(?:script|style)\b` + attributes + `.*?</(?:script|style)\s*>`)
	lineBreak = regexp.MustCompile(`(?i)</?(?:br|p|div|li|ul|ol|tr|table|h[1-6])\b` + attributes)
	tag       = regexp.MustCompile(`<[/!]?[A-Za-z]` + attributes)
)

// plainText gives the words of the vendor's HTML, a line for each block
// (TEM-13). It is text: whoever shows it as HTML has to escape it.
func plainText(markup string) string {
	markup = hidden.ReplaceAllString(markup, " ")
	markup = lineBreak.ReplaceAllString(markup, "\n")
	markup = tag.ReplaceAllString(markup, "")
	var lines []string
	for line := range strings.SplitSeq(html.UnescapeString(markup), "\n") {
		if words := strings.Fields(line); len(words) > 0 {
			lines = append(lines, strings.Join(words, " "))
		}
	}
	return strings.Join(lines, "\n")
}

// trimNames takes the blanks off the member names of a JSON text (TEM-6). A
// name with an escape in it stays as it is: trimming might undo the escape. So
// does a line break, which JSON does not allow there.
func trimNames(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for i := 0; i < len(body); {
		if body[i] != '"' {
			out = append(out, body[i])
			i++
			continue
		}
		end := endOfString(body, i)
		literal := body[i:end]
		rest := bytes.TrimLeft(body[end:], " \t\r\n")
		if len(rest) > 0 && rest[0] == ':' && !bytes.ContainsRune(literal, '\\') {
			literal = append(append([]byte{'"'}, bytes.Trim(literal[1:len(literal)-1], " ")...), '"')
		}
		out = append(out, literal...)
		i = end
	}
	return out
}

// endOfString is the index behind the JSON string that begins at start, or
// the end of a body that does not close it.
func endOfString(body []byte, start int) int {
	for i := start + 1; i < len(body); i++ {
		switch body[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(body)
}
