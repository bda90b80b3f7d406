package journal

import (
	"fmt"
	"slices"
	"strings"
)

// Cause is what moves a payment.
type Cause string

// The causes.
const (
	// ByVendor is the vendor's answer to the call, or what it tells unasked.
	ByVendor Cause = "vendor"
	// ByPoll is the vendor's answer to a later question.
	ByPoll Cause = "poll"
	// ByImport is an entry of a file that names the payment by a strong key.
	ByImport Cause = "import"
	// ByWeakImport is an entry of a file that fits a payment without naming it.
	ByWeakImport Cause = "import_weak"
	ByOperator   Cause = "operator"
	// ByCorrection is two operators who undo what was final.
	ByCorrection Cause = "correction"
	ByClock      Cause = "clock"
)

var causes = []Cause{ByVendor, ByPoll, ByImport, ByWeakImport, ByOperator, ByCorrection, ByClock}

// Source is who a cause comes from, as the timeline of a payment names it.
func (c Cause) Source() string {
	switch c {
	case ByWeakImport:
		return string(ByImport)
	case ByCorrection:
		return string(ByOperator)
	}
	return string(c)
}

// SourceGateway is the source of what the gateway itself says.
const SourceGateway = "gateway"

// Verdict says what evidence does to a payment.
type Verdict string

// The verdicts.
const (
	Moves       Verdict = "moves"       // it gets the status
	NeedsTwo    Verdict = "two people"  // it gets the status when a second person approves
	Proposes    Verdict = "proposal"    // somebody must decide
	Contradicts Verdict = "contradicts" // somebody must look: we were wrong, or they are
	Repeats     Verdict = "repeats"     // the money came back before
	Same        Verdict = "same"        // it has the status
	Notes       Verdict = "notes"       // it is beyond that status, which is noted only
	Refuses     Verdict = "refuses"     // the cause has no say
)

// ranks order the states along the way of the money. Evidence of a lower one than
// the present is late and moves nothing, so the order of arrival does not matter.
var ranks = map[PaymentStatus]int{Created: 0, Unknown: 1, Submitted: 2, Processing: 3, Settled: 4, Returned: 5, Failed: 4, Canceled: 4}

// step is what a cause may do from a state.
type step struct {
	verdict Verdict
	to      []PaymentStatus
}

// The same may be said by a vendor's answer, a poll and a strong key.
var (
	underWay = []step{{Moves, []PaymentStatus{Settled, Returned, Failed, Canceled}}}
	accepted = []step{{Moves, []PaymentStatus{Processing, Settled, Returned, Failed, Canceled}}}
	settled  = []step{{Moves, []PaymentStatus{Returned}}, {Contradicts, []PaymentStatus{Failed, Canceled}}}
	returned = []step{{Contradicts, []PaymentStatus{Settled, Failed, Canceled}}}
	ended    = []step{{Contradicts, []PaymentStatus{Settled, Returned}}} // a line of a file may be older than the end
	taken    = []step{{Contradicts, []PaymentStatus{Submitted, Processing, Settled, Returned}}}
)

// transitions is the state machine of payments: what each cause may do from each
// state. What is not in it moves nothing.
var transitions = map[PaymentStatus]map[Cause][]step{
	Created: {
		ByVendor: {{Moves, []PaymentStatus{Unknown, Submitted, Processing, Settled, Returned, Failed, Canceled}}},
		ByClock:  {{Moves, []PaymentStatus{Unknown}}},
	},
	Unknown: {
		ByVendor:     {{Moves, []PaymentStatus{Submitted, Processing, Settled, Returned, Failed, Canceled}}},
		ByPoll:       {{Moves, []PaymentStatus{Submitted, Processing, Settled, Returned, Failed, Canceled}}},
		ByImport:     {{Moves, []PaymentStatus{Submitted, Processing, Settled, Returned}}, {Proposes, []PaymentStatus{Failed, Canceled}}},
		ByWeakImport: {{Proposes, []PaymentStatus{Submitted, Processing, Settled, Returned, Failed, Canceled}}},
		ByOperator:   {{Moves, []PaymentStatus{Submitted, Processing, Settled, Returned}}, {NeedsTwo, []PaymentStatus{Failed}}},
	},
	Submitted: {
		ByVendor: accepted, ByPoll: accepted, ByImport: accepted,
		ByWeakImport: {{Proposes, []PaymentStatus{Processing, Settled, Returned, Failed, Canceled}}},
		ByOperator:   {{Moves, []PaymentStatus{Settled, Returned}}, {NeedsTwo, []PaymentStatus{Failed}}},
		ByClock:      {{Moves, []PaymentStatus{Settled}}},
	},
	Processing: {
		ByVendor: underWay, ByPoll: underWay, ByImport: underWay,
		ByWeakImport: {{Proposes, []PaymentStatus{Settled, Returned, Failed, Canceled}}},
		ByOperator:   {{Moves, []PaymentStatus{Settled, Returned}}, {NeedsTwo, []PaymentStatus{Failed}}},
		ByClock:      {{Moves, []PaymentStatus{Settled}}},
	},
	Settled: {
		ByVendor: settled, ByPoll: settled, ByImport: settled,
		ByWeakImport: {{Proposes, []PaymentStatus{Returned}}},
		ByOperator:   {{Moves, []PaymentStatus{Returned}}},
		ByCorrection: {{NeedsTwo, []PaymentStatus{Failed, Returned}}},
	},
	Returned: {
		ByVendor: returned, ByPoll: returned,
		ByImport:     append([]step{{Repeats, []PaymentStatus{Returned}}}, returned...),
		ByCorrection: {{NeedsTwo, []PaymentStatus{Settled}}},
	},
	Failed: {
		ByVendor: taken, ByPoll: taken, ByImport: ended,
		ByCorrection: {{NeedsTwo, []PaymentStatus{Settled, Returned}}},
	},
	Canceled: {
		ByVendor: taken, ByPoll: taken, ByImport: ended,
		ByCorrection: {{NeedsTwo, []PaymentStatus{Settled, Returned}}},
	},
}

// Judge says what it means to a payment in from that cause says to.
func Judge(from, to PaymentStatus, cause Cause) Verdict {
	for _, s := range transitions[from][cause] {
		if slices.Contains(s.to, to) {
			return s.verdict
		}
	}
	_, known := ranks[to]
	switch cause {
	case ByVendor, ByPoll, ByImport:
	default:
		known = false // a person or a clock says nothing that is late
	}
	switch {
	case !known || from == Created:
		return Refuses
	case from == to:
		return Same
	case ranks[to] <= ranks[from]:
		return Notes
	}
	return Refuses
}

// IsPaymentStatus says whether a payment can be in a state of this name.
func IsPaymentStatus(s PaymentStatus) bool {
	_, known := ranks[s]
	return known
}

// TransitionTable is the state machine as a table in Markdown.
func TransitionTable() string {
	states := []PaymentStatus{Created, Unknown, Submitted, Processing, Settled, Returned, Failed, Canceled}
	var b strings.Builder
	b.WriteString("| from")
	for _, c := range causes {
		fmt.Fprintf(&b, " | %s", c)
	}
	b.WriteString(" |\n|---")
	b.WriteString(strings.Repeat("|---", len(causes)))
	b.WriteString("|\n")
	for _, from := range states {
		fmt.Fprintf(&b, "| %s", from)
		for _, c := range causes {
			fmt.Fprintf(&b, " | %s", cell(transitions[from][c]))
		}
		b.WriteString(" |\n")
	}
	return b.String()
}

func cell(steps []step) string {
	if len(steps) == 0 {
		return "–"
	}
	parts := make([]string, len(steps))
	for i, s := range steps {
		names := make([]string, len(s.to))
		for i, to := range s.to {
			names[i] = string(to)
		}
		if parts[i] = strings.Join(names, ", "); s.verdict != Moves {
			parts[i] = "**" + string(s.verdict) + "**: " + parts[i]
		}
	}
	return strings.Join(parts, "; ")
}
