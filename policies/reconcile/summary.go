package reconcile

import "canongate/canonical"

// Controls says what a file's own totals are worth.
type Controls string

// The states of controls.
const (
	ControlsOK       Controls = "ok"
	ControlsMismatch Controls = "mismatch" // a total differs, or a record is missing or broken
	ControlsAbsent   Controls = "absent"   // the format has none, or this file
)

// maxErrors is how many errors of lines are kept; all are counted.
const maxErrors = 100

// Summary is what a file holds, told when it has been read to its end. Until then
// nobody knows whether its entries may be applied.
type Summary struct {
	Lines    int // that are not blank
	Entries  int // handed out
	NotOurs  int // of another originator: counted and dropped
	Invalid  int // lines without an entry that should have one
	Totals   map[canonical.Currency]Total
	Controls Controls
	// Partial: the file is cut or contradicts itself. Its entries can be shown;
	// nothing of it may be applied.
	Partial     bool
	FirstErrors []LineError
}

// Total is the sum of the entries of a currency, by direction.
type Total struct {
	Debit  canonical.Decimal `json:"debit"`
	Credit canonical.Decimal `json:"credit"`
}

// LineError says what is wrong with a line. It holds nothing of the line's text.
type LineError struct {
	Line   int    `json:"line"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Note keeps an error of a line, while there is room.
func (s *Summary) Note(line int, code, detail string) {
	if len(s.FirstErrors) < maxErrors {
		s.FirstErrors = append(s.FirstErrors, LineError{Line: line, Code: code, Detail: detail})
	}
}

// Reject counts a line that should have an entry and has none.
func (s *Summary) Reject(line int, code, detail string) {
	s.Invalid++
	s.Note(line, code, detail)
}

// Count counts an entry and its amount.
func (s *Summary) Count(e *Entry) {
	s.Entries++
	if e.Amount.Currency == "" {
		return
	}
	if s.Totals == nil {
		s.Totals = map[canonical.Currency]Total{}
	}
	total := s.Totals[e.Amount.Currency]
	switch e.Direction {
	case canonical.DirectionDebit:
		total.Debit = total.Debit.Plus(e.Amount.Value)
	case canonical.DirectionCredit:
		total.Credit = total.Credit.Plus(e.Amount.Value)
	}
	s.Totals[e.Amount.Currency] = total
}
