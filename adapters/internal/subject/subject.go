// Package subject decides what becomes of an answer about somebody else than was
// asked for.
package subject

import (
	"canongate/adapters/internal/settings"
	"canongate/adapters/internal/vendorerr"
)

// Others is the setting other_subjects of a connection.
type Others string

// What Others may say.
const (
	Refuse Others = "refuse" // such an answer is an error; the default
	Warn   Others = "warn"   // it is taken for one about the subject that was asked for
)

// Check finds a value that is none.
func (o Others) Check(p *settings.Problems) {
	p.OneOf(string(o), "other_subjects", string(Refuse), string(Warn))
}

// Warnings are what the operator should know of the setting.
func (o Others) Warnings() []string {
	if o != Warn {
		return nil
	}
	return []string{"other_subjects is warn: an answer about another customer than the one asked for is taken, " +
		"which shows one person another's data at a real vendor: for test systems only"}
}

// Guard holds the answers of a connection to their subjects. Safe for concurrent use.
type Guard struct {
	Others Others
	Count  func(operation string) // nil where nobody counts
}

// Takes counts an answer about another subject, and says whether it is taken all the
// same.
func (g Guard) Takes(operation string) bool {
	if g.Count != nil {
		g.Count(operation)
	}
	return g.Others == Warn
}

// Another is Takes as an error; reason is for logs.
func (g Guard) Another(operation, reason string) error {
	if g.Takes(operation) {
		return nil
	}
	e := vendorerr.Malformed(reason)
	e.Message = vendorerr.AboutAnotherCustomer
	return e
}
