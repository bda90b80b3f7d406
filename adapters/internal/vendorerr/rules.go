package vendorerr

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"canongate/canonical"
)

// Complaint is one error in a vendor's answer: the vendor's name of its kind, and its
// text.
type Complaint struct{ Kind, Text string }

// Rule gives a code to the complaints that it matches. A condition that is not set
// matches any.
type Rule struct {
	Operations []string       // names of operations
	Statuses   []int          // HTTP statuses of the answer
	Kind       string         // the complaint's, in lower case
	Pattern    *regexp.Regexp // of its text; made by Pattern

	Code    canonical.Code
	Pointer string // the field that the words are about
	Message string // for clients; "": the code's title
	Cause   error
}

// Pattern compiles a pattern of whole words: "name" does not match "hostname". It is
// matched against a text in lower case whose punctuation is gone, one blank between words.
func Pattern(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^| )(?:` + pattern + `)(?: |$)`)
}

// Match gives the first rule that matches any complaint; rules are in order of
// priority. No rule matches an answer without complaints or a 5xx, whose text is not
// believed.
func Match(rules []Rule, op string, status int, complaints []Complaint) (Rule, bool) {
	if status >= http.StatusInternalServerError {
		return Rule{}, false
	}
	normalized := make([]Complaint, 0, len(complaints))
	for _, c := range complaints {
		normalized = append(normalized, Complaint{Plain(c.Kind), Plain(c.Text)})
	}
	for _, r := range rules {
		if len(r.Operations) > 0 && !slices.Contains(r.Operations, op) || len(r.Statuses) > 0 && !slices.Contains(r.Statuses, status) {
			continue
		}
		if slices.ContainsFunc(normalized, r.matches) {
			return r, true
		}
	}
	return Rule{}, false
}

func (r Rule) matches(c Complaint) bool {
	return (r.Kind == "" || r.Kind == c.Kind) && (r.Pattern == nil || r.Pattern.MatchString(c.Text))
}

// Plain is a text in lower case, with one blank between its words and no
// punctuation.
func Plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// complaintAboutField is how validators write: "bankLegalName should not be empty",
// with or without the name of a call before it.
var complaintAboutField = regexp.MustCompile(
	`^(?:[^:]*: )?([A-Za-z]\w*(?:\.\w+)*) (?:(should not be empty|is required)|should |must |is not valid)`)

// Fields points at the fields that complaints begin with. pointers leads from the
// vendor's names to the caller's; a name may have those of its parents before it.
func Fields(complaints []Complaint, pointers map[string]string) []canonical.FieldError {
	var fields []canonical.FieldError
	for _, c := range complaints {
		m := complaintAboutField.FindStringSubmatch(c.Text)
		if m == nil {
			continue
		}
		pointer := pointerOf(m[1], pointers)
		if pointer == "" {
			continue
		}
		e := Refused(pointer)
		if m[2] != "" {
			e.Code, e.Detail = canonical.FieldRequired, "is required by the vendor"
		}
		if !slices.Contains(fields, e) {
			fields = append(fields, e)
		}
	}
	return fields
}

func pointerOf(name string, pointers map[string]string) string {
	for {
		if pointer, known := pointers[name]; known {
			return pointer
		}
		_, rest, nested := strings.Cut(name, ".")
		if !nested {
			return ""
		}
		name = rest
	}
}

// Refused is a field that the vendor did not take.
func Refused(pointer string) canonical.FieldError {
	return canonical.FieldError{Pointer: pointer, Code: canonical.FieldInvalid, Detail: "was refused by the vendor"}
}
