package main

import (
	"path/filepath"
	"testing"

	"canongate/policies/journal"
)

// TestPaymentStates holds deploy/docs/payments.md to the table that the journal goes
// by; -update writes it.
func TestPaymentStates(t *testing.T) {
	t.Parallel()
	golden(t, filepath.Join("..", "..", "deploy", "docs", "payments.md"), `# How a payment moves

Written by `+"`make docs`"+` from the table in `+"`policies/journal/transitions.go`"+`, which is the one that the gateway goes by. A row
is the state that a payment is in, a column is who brings news of it, and a cell says which states the news may bring.

- **vendor**: its answer to the call, or what it tells unasked. **poll**: its answer to a later question.
- **import**: an entry of a file that names the payment by the vendor's reference, a trace number, our own marker, or the
  caller's reference. **import_weak**: an entry that only fits it.
- **operator**: one person. **correction**: two people, to undo what was final. **clock**: time alone, to presume a
  settlement where the connection says so.

Words in bold before states: **two people**, somebody asks and another approves; **proposal**, a person decides; **contradicts**,
nothing moves and somebody must look; **repeats**, the money came back before. Whatever is not in the table moves nothing. News
of an earlier state than the present one is late, and stands in the timeline only, so the order of arrival does not matter.

`+journal.TransitionTable()+`
`+"`failed`"+` is a payment that never entered the network; `+"`returned`"+` is one that did and came back, before its settlement or after it.
`)
}
