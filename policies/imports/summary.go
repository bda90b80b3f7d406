package imports

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"canongate/canonical"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// Counts say how much of a file became what. Ours are the entries that concern
// payments here: those that were applied, proposed, told before or are exceptions,
// and those that only confirm what is known.
type Counts struct {
	Lines     int `json:"lines"`
	Entries   int `json:"entries"`
	Ours      int `json:"ours"`
	Applied   int `json:"applied"`
	Proposed  int `json:"proposed"`
	Duplicate int `json:"duplicate"`
	Exception int `json:"exception"`
	NotOurs   int `json:"not_ours"`
	Invalid   int `json:"invalid"`
}

// Summary is what an import tells of its file.
type Summary struct {
	Counts      Counts                                 `json:"counts"`
	Totals      map[canonical.Currency]reconcile.Total `json:"totals"`
	Controls    reconcile.Controls                     `json:"controls"`
	FirstErrors []reconcile.LineError                  `json:"first_errors"`
	// Proposals counts them by kind.
	Proposals map[string]int `json:"proposals"`
	// ProposalTotals are what their payments add up to, by kind and currency. Those of
	// ambiguous ones, of which a payment has several, are left out.
	ProposalTotals map[string]map[string]canonical.Decimal `json:"proposal_totals"`
	// Refusal says why nothing of the file could be read.
	Refusal string `json:"refusal,omitempty"`
}

func (s Summary) bytes() []byte {
	if s.FirstErrors == nil {
		s.FirstErrors = []reconcile.LineError{}
	}
	if s.Totals == nil {
		s.Totals = map[canonical.Currency]reconcile.Total{}
	}
	if s.Proposals == nil {
		s.Proposals, s.ProposalTotals = map[string]int{}, map[string]map[string]canonical.Decimal{}
	}
	text, err := json.Marshal(s)
	if err != nil {
		panic("imports: a summary does not marshal: " + err.Error())
	}
	return text
}

// propose counts a proposal about a payment of an amount.
func (s *Summary) propose(kind, amount, currency string) {
	s.Proposals[kind]++
	value, err := canonical.ParseDecimal(amount)
	if kind == string(reconcile.ProposalAmbiguous) || err != nil {
		return
	}
	if s.ProposalTotals[kind] == nil {
		s.ProposalTotals[kind] = map[string]canonical.Decimal{}
	}
	s.ProposalTotals[kind][currency] = s.ProposalTotals[kind][currency].Plus(value)
}

// SummaryOf is what an import tells of its file so far.
func SummaryOf(i journal.Import) Summary {
	var s Summary
	if json.Unmarshal(i.Summary, &s) != nil {
		s.Refusal = "what it found cannot be read"
	}
	return s
}

// shortened is a file's name as far as it is kept: it often says more than that.
func shortened(name string) string {
	const most = 64
	printable := func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}
	name = strings.Map(printable, name)
	for len(name) > most {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}

// Detail is what is kept of an entry besides what lists and look-ups need. It is
// sealed at rest.
type Detail struct {
	Line            int    `json:"line"`
	VendorReference string `json:"vendor_reference,omitempty"`
	Trace           string `json:"trace,omitempty"`
	IndividualID    string `json:"individual_id,omitempty"`
	Reference       string `json:"reference,omitempty"`
	Customer        string `json:"customer,omitempty"`
	Bank            string `json:"bank,omitempty"`
	CompanyID       string `json:"company_id,omitempty"`
	UnknownCode     bool   `json:"unknown_code,omitempty"`
}

// DetailOf reads the detail of an entry.
func DetailOf(e journal.ImportEntry) Detail {
	var d Detail
	_ = json.Unmarshal(e.Detail, &d) // it was sealed by this program
	return d
}

func (d Detail) bytes() []byte {
	text, err := json.Marshal(d)
	if err != nil {
		panic("imports: a detail does not marshal: " + err.Error())
	}
	return text
}
