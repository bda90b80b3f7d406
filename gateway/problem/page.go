package problem

import (
	"bytes"
	_ "embed"
	"errors"
	"html/template"

	"canongate/canonical"
)

//go:embed page.html
var page string

var pageTemplate = template.Must(template.New("problem").Parse(page))

// CodeHelp is a row of the table of codes, for people and programs.
type CodeHelp struct {
	Code   canonical.Code   `json:"code"`
	Status int              `json:"status"`
	Title  string           `json:"title"`
	Help   string           `json:"help"`
	Retry  canonical.Retry  `json:"retry"`
	Origin canonical.Origin `json:"origin"`
	// Retryable says whether sending the same request again can ever help.
	Retryable bool   `json:"retryable"`
	Meaning   string `json:"-"`
}

var retryMeanings = map[canonical.Retry]string{
	canonical.RetryNever:  "Sending the same request again does not help.",
	canonical.RetryIfSafe: "The same request may be sent again when the operation is safe, or when outcome says not_sent.",
	canonical.RetryLater:  "The same request may succeed later; wait for Retry-After.",
}

// HelpFor is the row of a code; known is false where the table has none.
func HelpFor(code canonical.Code) (help CodeHelp, known bool) {
	info := code.Info()
	return CodeHelp{
		Code: info.Code, Status: info.Status, Title: info.Title, Help: info.Help,
		Retry: info.Retry, Origin: info.Origin, Retryable: info.Retry != canonical.RetryNever, Meaning: retryMeanings[info.Retry],
	}, info.Code == code
}

// All is the whole table, in its order.
func All() []CodeHelp {
	var all []CodeHelp
	for _, info := range canonical.Codes() {
		help, _ := HelpFor(info.Code)
		all = append(all, help)
	}
	return all
}

// Page is the row as a page for people.
func (h CodeHelp) Page(style string) ([]byte, error) {
	var body bytes.Buffer
	err := pageTemplate.Execute(&body, struct {
		Style template.CSS
		CodeHelp
	}{template.CSS(style), h}) // #nosec G203 -- the style is ours
	if err != nil {
		return nil, errors.New("render page: its template does not fit")
	}
	return body.Bytes(), nil
}
