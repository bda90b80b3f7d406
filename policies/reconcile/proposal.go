package reconcile

import (
	"canongate/policies/bankday"
)

// ProposalKind says how sure a proposal is.
type ProposalKind string

// The kinds of proposals.
const (
	ProposalMoved      ProposalKind = "moved"       // one payment and one line
	ProposalMovedGroup ProposalKind = "moved_group" // as many equal payments as equal lines: any pairing is right
	ProposalAmbiguous  ProposalKind = "ambiguous"   // another number of payments than of lines
	ProposalAbsent     ProposalKind = "absent"      // a complete file does not have it
	ProposalWeak       ProposalKind = "weak"        // one part is missing, or the date is outside its window
)

// Proposal is what the entries of a file let one guess of a payment. A person decides.
type Proposal struct {
	Kind      ProposalKind
	PaymentID string
	// Entries: the one that speaks of the payment; of an ambiguous proposal all that
	// may, up to maxRivals; none of an absent one.
	Entries  []Entry
	Suggests string // status; empty where the entries don't agree
	// Group is shared by payments that are to be decided together, from 1.
	Group         int
	Rivals        int // entries that may speak of the payment, besides one
	Score         int // up to 100
	KeysEqual     []string
	KeysDifferent []string // and missing
}

// maxRivals is how many entries an ambiguous proposal shows.
const maxRivals = 10

// Coverage is what a file was declared to tell of: all payments of its connection
// from a day to another, with both.
type Coverage struct {
	From, To string // as 2006-01-02
	Complete bool
}

// proves says whether the silence of a file means something: it was declared
// complete, is whole, and has no line that could not be read.
func (c Coverage) proves(s Summary) bool {
	return c.Complete && !s.Partial && s.Invalid == 0 && s.Controls != ControlsMismatch && c.From != "" && c.To != ""
}

// covers says whether the payment would be in the file had it moved.
func (c Coverage) covers(p *Payment, absentAfter int) bool {
	sent, err := bankday.Parse(p.SentOn)
	if err != nil {
		return false
	}
	last := sent
	if absentAfter > 0 {
		last = bankday.Add(sent, absentAfter)
	}
	return c.From <= p.SentOn && written(last) <= c.To
}
