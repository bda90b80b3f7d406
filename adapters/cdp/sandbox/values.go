package sandbox

import (
	"maps"
	"net/http"
	"slices"

	"canongate/adapters/internal/simulator"
)

// outcomeTexts say what each magic last name makes of a customer.
var outcomeTexts = map[string]string{
	"INVESTIGATION":       "406 under compliance investigation; the record exists, and waits for finish_screening",
	"INVESTIGATION LATER": "406 under compliance investigation, in the shapes of the document's later release",
	"BLOCKED":             "406 cannot be accepted; the record exists and is blocked",
	"BLOCKED LATER":       "406 cannot be accepted, in the shapes of the document's later release",
	"UNSUBSCRIBED":        "accepted; a lookup and a read answer 45003, not subscribed",
	"SEARCHERROR":         "accepted; a lookup answers 45006, a search error",
	"BACKEND":             "502; nothing is stored",
}

// values is what value makes what answer, as a caller of the gateway gives it.
func (s *sandbox) values() []simulator.Value {
	var list []simulator.Value
	for _, name := range slices.Sorted(maps.Keys(outcomes)) {
		list = append(list, simulator.Answers("create_customer", "/name/family_name", [2]string{name, outcomeTexts[name]})...)
	}
	list = append(list, simulator.Answers("create_customer", "/name/family_name", [2]string{"any other", "accepted"})...)
	for _, c := range people(s.now()) {
		list = append(list, simulator.Answers("lookup_customer", "/identifier/number",
			[2]string{c.IDDetails[0].IDNumber, "an emirates_id of a customer from the start, whose last name is " + string(c.LastName)})...)
	}
	return list
}

// world is what the sandbox shows of itself.
func (s *sandbox) world() simulator.World {
	return simulator.World{Values: s.values(), Actions: []simulator.Action{{
		Name: "finish_screening", Takes: []string{"customer_id", "status"}, Do: s.finishScreening,
		Note: "Compliance decides: status is clear (else so), rejected or in_review. The vendor's notification follows.",
	}}}
}

// screenings are the decisions by the words that callers of the gateway use.
var screenings = map[string]notification{
	"":          {AMLScanStatus: accepted, CustomerStatus: "ACTIVE"},
	"clear":     {AMLScanStatus: accepted, CustomerStatus: "ACTIVE"},
	"rejected":  {AMLScanStatus: rejected, CustomerStatus: "BLOCKED"},
	"in_review": {AMLScanStatus: underInvestigation, CustomerStatus: "ACTIVE"},
}

func (s *sandbox) finishScreening(c simulator.Command) (simulator.Moved, *simulator.Refusal) {
	note, known := screenings[c.Status]
	note.ECRN = c.Customer["ecrn"]
	switch {
	case note.ECRN == "":
		return simulator.Moved{}, simulator.Invalid("customer_id", "is required")
	case !known:
		return simulator.Moved{}, simulator.Invalid("status", "must be clear, rejected or in_review")
	case !s.applyAML(note):
		return simulator.Moved{}, simulator.NotFound("customer_id", "the sandbox does not know this customer; it forgets all when it stops or is reset")
	}
	return simulator.Moved{Status: note.AMLScanStatus, Notification: simulator.JSON(http.StatusOK, note).Body}, nil
}
