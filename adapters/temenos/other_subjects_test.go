package temenos_test

import (
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
)

// replay takes answers about other applications.
func replay(s map[string]any) { s["other_subjects"] = "warn" }

// TestA7AnswersAboutAnotherApplication judges by the suffix of each action's
// identifier; the id beside the lists says nothing.
func TestA7AnswersAboutAnotherApplication(t *testing.T) {
	t.Parallel()
	const (
		own   = `{"UserActionIdentifier":"Proof_1730046281_` + application + `"}`
		other = `{"UserActionIdentifier":"Proof_1730046281_9ZZ9ZZZ"}`
	)
	for name, c := range map[string]struct {
		members                 string
		refused, taken, leftOut int
		counted                 bool
	}{
		"its own":                        {`"Income":[` + own + `]`, 1, 1, 0, false},
		"its own, with another id":       {`"id":"9ZZ9ZZZ","Income":[` + own + `]`, 1, 1, 0, false},
		"nothing, with another id":       {`"id":"9ZZ9ZZZ","count":0`, 0, 0, 0, false},
		"another's":                      {`"Income":[` + other + `]`, -1, 1, 0, true},
		"another's, with its own id":     {`"id":"` + application + `","Income":[` + other + `]`, -1, 1, 0, true},
		"its own beside another's":       {`"Income":[` + other + `,` + own + `]`, 1, 1, 1, false},
		"its own in another list":        {`"Income":[` + other + `],"Later":[` + own + `,` + other + `]`, 1, 1, 2, false},
		"another's and an unreadable":    {`"Income":[` + other + `,{"UserActionIdentifier":{"x":1}}]`, -1, 1, 0, true},
		"an identifier without a suffix": {`"Income":[{"UserActionIdentifier":"CA202243101763"}]`, 1, 1, 0, false},
	} {
		for _, want := range []struct {
			change func(map[string]any)
			count  int
		}{{func(map[string]any) {}, c.refused}, {replay, c.taken}} {
			v := answering(t, 200, `{"opstatus":0,`+c.members+`}`)
			a := v.adapter(t, want.change)
			listed, err := canonical.ListRequirements.Bind(a)(t.Context(),
				canonical.RequirementQuery{CustomerID: customerID(application), Phase: canonical.PhasePreSubmission})
			made, errMade := canonical.CreateRequirements.Bind(a)(t.Context(), canonical.RequirementsDraft{CustomerID: customerID(application)})
			got := []int{len(listed.Data), len(made.Data)}
			if want.count < 0 {
				if codeOf(err) != canonical.VendorProtocolError || codeOf(errMade) != canonical.VendorProtocolError ||
					canonical.AsError(err).Message != "The answer is about another customer than the one asked for." {
					t.Errorf("%s: %v, %v", name, err, errMade)
				}
				want.count = 0
			} else if err != nil || errMade != nil {
				t.Errorf("%s: %v, %v", name, err, errMade)
			}
			if !slices.Equal(got, []int{want.count, want.count}) {
				t.Errorf("%s: %v requirements, want %d", name, got, want.count)
			}
			if counted := slices.Equal(v.subjects, []string{"list_requirements", "create_requirements"}); counted != c.counted {
				t.Errorf("%s: counted %v", name, v.subjects)
			}
			if n := strings.Count(strings.Join(v.unmapped, " "), "UserActionIdentifier"); !strings.Contains(c.members, `"x"`) && n != 2*c.leftOut {
				t.Errorf("%s: left out and counted %v, want %d", name, v.unmapped, c.leftOut)
			}
		}
	}
}

func TestA7ProfilesOfAnotherApplication(t *testing.T) {
	t.Parallel()
	onward := draft("anika.s@example.com")
	onward.VendorIDs = canonical.VendorIDs{"application_id": application}
	for name, d := range map[string]canonical.CustomerDraft{"an applicant's": onward, "a co-applicant's": coApplicant()} {
		v := answering(t, 200, `{"opstatus":0,"Application_id":"9ZZ9ZZZ"}`)
		if _, err := canonical.CreateCustomer.Bind(v.adapter(t))(t.Context(), d); codeOf(err) != canonical.VendorProtocolError {
			t.Errorf("%s: %v", name, err)
		}
		create(t, v.adapter(t, replay), d)
		if !slices.Equal(v.subjects, []string{"create_customer", "create_customer"}) {
			t.Errorf("%s: counted %v", name, v.subjects)
		}
	}
}

// TestA8RequirementsComeInTheVendorsOrder has groups and actions out of any other.
func TestA8RequirementsComeInTheVendorsOrder(t *testing.T) {
	t.Parallel()
	action := func(name string) string { return `{"UserActionIdentifier":"` + name + `_1_` + application + `"}` }
	a := answering(t, 200, `{"opstatus":0,"Verification":[`+action("Z")+`,`+action("B")+`],"count":4,"Income":[`+
		action("Y")+`],"httpStatusCode":0,"Documents":`+action("A")+`}`).adapter(t)
	var names []string
	for _, r := range list(t, a, customerID(application), canonical.PhasePreSubmission) {
		name, _, _ := strings.Cut(r.ID.Key("user_action_identifier"), "_")
		names = append(names, r.Group+" "+name)
	}
	if want := []string{"Verification Z", "Verification B", "Income Y", "Documents A"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}
