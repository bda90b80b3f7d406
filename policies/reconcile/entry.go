package reconcile

import "canongate/canonical"

// Kind says what an entry is news of.
type Kind string

// The kinds of entries.
const (
	// StatusNews proves the state of a payment: a line of a vendor's export, a
	// statement or a status report.
	StatusNews Kind = "status"
	// Return says that money came back: an addenda 99 of Nacha.
	Return Kind = "return"
	// Dishonored is a return of a return, or an answer to one: R61 to R77.
	Dishonored Kind = "dishonored"
	// Change is a notification of change: the money moved, and details of the
	// account must be corrected.
	Change Kind = "change"
	// Prenote is a returned test entry without money.
	Prenote Kind = "prenote"
)

// Entry is what one line of a file says of one payment. What a file does not say
// is empty. Account numbers and names never get here, except Corrected.
type Entry struct {
	Line   int // of the file, from 1
	Kind   Kind
	Status string // the canonical payment status that the entry proves

	VendorReference string // K1
	Trace           string // K2: 15 digits
	IndividualID    string // K3: our own marker, or an EndToEndId
	Reference       string // K4: the caller's

	Direction string // canonical.DirectionDebit or canonical.DirectionCredit
	Amount    canonical.Money
	Customer  string // the vendor's id of the customer
	Bank      string // the vendor's id of the bank account
	Last4     string // of the account number

	Code string // R01, C01, or the vendor's own
	// UnknownCode: the code is written as Nacha's are, and no table has it.
	UnknownCode bool
	CompanyID   string // of the originator, by Nacha

	OccurredOn string // booking or return date, as 2006-01-02
	SettledOn  string

	// Corrected is the corrected data of a notification of change as it stands in
	// the file. It is personal: sealed before it is stored, never logged.
	Corrected string
}
