package imports

import (
	"io"

	"canongate/policies/reconcile"
)

// Linted is what a file says of itself, without a look at any payment.
type Linted struct {
	Format  reconcile.Format `json:"format"`
	Mapping string           `json:"mapping,omitempty"`
	Partial bool             `json:"partial"`
	Codes   map[string]int   `json:"codes"` // entries by their return or change code
	Summary
}

// Lint reads a file and keeps nothing. A file that is refused has a Refusal.
func Lint(file io.Reader, s Settings, format reconcile.Format, mapping string, limits reconcile.Limits) Linted {
	l := Linted{Codes: map[string]int{}}
	as := kind{format, mapping}
	b, err := reconcile.Open(file, limits)
	if err == nil {
		var told reconcile.Summary
		told, err = parse(b, s, &as, func(e reconcile.Entry) error {
			if e.Code != "" {
				l.Codes[e.Code]++
			}
			return nil
		})
		l.Summary.take(told)
		l.Counts.NotOurs = told.NotOurs
		l.Partial = told.Partial
	}
	if err != nil {
		l.Refusal = refusalOf(err)
	}
	l.Format, l.Mapping = as.format, as.mapping
	return l
}
