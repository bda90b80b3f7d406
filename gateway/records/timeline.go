package records

import (
	"canongate/canonical"
	"canongate/policies/journal"
)

// timelineOf is the history of a payment as callers may see it: who an operator is
// and what operators wrote stays here.
func timelineOf(history []journal.PaymentEntry) []canonical.PaymentStep {
	steps := make([]canonical.PaymentStep, len(history))
	for i, e := range history {
		step := canonical.PaymentStep{Status: string(e.Status), At: e.At.UTC(), Source: e.Source, Code: e.Code}
		switch {
		case e.Said != "":
			step.Detail = "It was said to be " + string(e.Said) + "; the status stays."
		case e.By != "" || e.Reason == "":
		case step.Code == "" && isCode(e.Reason):
			step.Code = e.Reason
		case e.Source == journal.SourceGateway || e.Source == string(journal.ByClock):
			step.Detail = e.Reason
		}
		steps[i] = step
	}
	return steps
}

// isCode says whether a reason is the code of a problem.
func isCode(reason string) bool {
	return (&canonical.Error{Code: canonical.Code(reason)}).Info().Code == canonical.Code(reason)
}
