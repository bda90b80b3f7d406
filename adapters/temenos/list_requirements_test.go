package temenos_test

import (
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
)

// TestX16AnOddRequirementIsLeftOut has one good user action beside an odd one.
func TestX16AnOddRequirementIsLeftOut(t *testing.T) {
	t.Parallel()
	const good = `{"UserActionIdentifier":"ProofOfIncomeEmployed_1730046281_` + application + `"}`
	query := canonical.RequirementQuery{CustomerID: customerID(application), Phase: canonical.PhasePreSubmission}
	for name, odd := range map[string]string{
		"an object in DynamicData":           `"Income":[` + good + `,{"UserActionIdentifier":"A_1_` + application + `","DynamicData":{"Name":{"x":1}}}]`,
		"the same, first":                    `"Income":[{"UserActionIdentifier":"A_1_` + application + `","DynamicData":{"Name":{"x":1}}},` + good + `]`,
		"in a group of its own":              `"Income":[` + good + `],"Other":[{"UserActionIdentifier":{"x":1}}]`,
		"a new list of objects":              `"Income":[` + good + `],"Notices":[{"text":"hello"}]`,
		"a list among its members":           `"Income":[` + good + `,{"UserActionIdentifier":"A_1_` + application + `","UserActionStatus":["x"]}]`,
		"a text in the list":                 `"Income":[` + good + `,"x"]`,
		"a new list in an element":           `"Income":[{"History":[{"at":1}],` + good[1:] + `]`,
		"a repeated member nobody reads":     `"Income":[{"Note":1,"Note":2,` + good[1:] + `]`,
		"a repeated member beside the lists": `"Note":1,"Income":[` + good + `],"Note":{"x":1,"x":2}`,
		"an empty member name":               `"":"x","Income":[` + good + `]`,
		"an action of another application":   `"Income":[` + good + `,{"UserActionIdentifier":"A_1730046281_9ZZ9ZZZ"}]`,
	} {
		a := answering(t, 200, `{"opstatus":0,`+odd+`}`).adapter(t)
		found, err := canonical.ListRequirements.Bind(a)(t.Context(), query)
		if err != nil || len(found.Data) != 1 || !strings.HasPrefix(found.Data[0].ID.Key("user_action_identifier"), "ProofOfIncome") {
			t.Errorf("%s: %d requirements, %v", name, len(found.Data), err)
		}
	}
	for name, odd := range map[string]string{
		"the only one":        `"Income":[{"UserActionIdentifier":{"x":1}}]`,
		"nothing but another": `"Income":[{"UserActionIdentifier":"A_1730046281_9ZZ9ZZZ"}]`,
	} {
		a := answering(t, 200, `{"opstatus":0,`+odd+`}`).adapter(t)
		if found, err := canonical.ListRequirements.Bind(a)(t.Context(), query); codeOf(err) != canonical.VendorProtocolError {
			t.Errorf("%s: %d requirements, %v", name, len(found.Data), err)
		}
	}
}

func TestCaseBOMAtTemenos(t *testing.T) {
	t.Parallel()
	a := answering(t, 200, "\ufeff"+`{"opstatus":0,"Income":[{"UserActionIdentifier":"ProofOfIncomeEmployed_1730046281_`+application+`"}]}`).adapter(t)
	if found := list(t, a, customerID(application), canonical.PhasePreSubmission); len(found) != 1 {
		t.Errorf("%d requirements", len(found))
	}
}

// TestA14DriftIsCountedInEachOperation has two operations with one shape of answer.
func TestA14DriftIsCountedInEachOperation(t *testing.T) {
	t.Parallel()
	v := answering(t, 200, `{"opstatus":0,"Fresh":1,"Income":[{"UserActionIdentifier":"Proof_1730046281_`+application+`"}]}`)
	a := v.adapter(t)
	query := canonical.RequirementQuery{CustomerID: customerID(application), Phase: canonical.PhasePreSubmission}
	for range 2 { // of which the first is searched
		if _, err := canonical.ListRequirements.Bind(a)(t.Context(), query); err != nil {
			t.Fatal(err)
		}
		if _, err := canonical.CreateRequirements.Bind(a)(t.Context(), canonical.RequirementsDraft{CustomerID: query.CustomerID}); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(v.unmapped, []string{"Fresh", "Fresh"}) {
		t.Errorf("counted %v, want the first answer of each operation", v.unmapped)
	}
}
