package sandbox

import (
	"maps"
	"slices"

	"canongate/adapters/internal/simulator"
)

// scenarios are the e-mail addresses whose application is made, and is odd.
var scenarios = map[string]string{
	"party@example.com":    "created; the answer carries Party_Id",
	"text@example.com":     "created; opstatus and httpStatusCode are strings",
	"statuses@example.com": "created; requirements are Pending With Customer, Waived, Completed and Escalated",
	"count@example.com":    "created; the count of requirements disagrees with the list",
	"none@example.com":     "created; there are no requirements at all",
	"broken@example.com":   "created; every later call fails with an opstatus other than 0",
}

// values is what value makes what answer, as a caller of the gateway gives it.
func (s *sandbox) values() []simulator.Value {
	const operation, field = "create_customer", "/emails/*/address"
	var list []simulator.Value
	for _, mail := range slices.Sorted(maps.Keys(creations)) {
		list = append(list, simulator.Answers(operation, field, [2]string{mail, s.samples.Says(creations[mail]) + "; nothing is made"})...)
	}
	for _, mail := range slices.Sorted(maps.Keys(scenarios)) {
		list = append(list, simulator.Answers(operation, field, [2]string{mail, scenarios[mail]})...)
	}
	return append(list, simulator.Answers("upload_document", "/file/name", [2]string{"rejected.pdf", "a business error, dbpErrCode " + codeDocument})...)
}
