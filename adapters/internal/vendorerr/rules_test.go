package vendorerr_test

import (
	"slices"
	"testing"

	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

func TestCaseWordsAreWhole(t *testing.T) {
	t.Parallel()
	rules := []vendorerr.Rule{
		{Pattern: vendorerr.Pattern(`otp`), Code: canonical.OTPInvalid},
		{Pattern: vendorerr.Pattern(`names?|mobile ?number`), Code: canonical.ValidationFailed},
	}
	for text, want := range map[string]canonical.Code{
		"Name must not be empty": canonical.ValidationFailed, "wrong: NAME!": canonical.ValidationFailed, "name": canonical.ValidationFailed,
		"first-name": canonical.ValidationFailed, "the mobile  number": canonical.ValidationFailed, "mobileNumber": canonical.ValidationFailed,
		"O.T.P / otp": canonical.OTPInvalid,
		"java.net.UnknownHostException: hostname could not be resolved": "", "Service is temporarily down, renamed": "",
		"Transaction is pending, tournament": "", "username": "", "namespace": "", "potpourri": "", "name2": "", "prénames": "", "": "",
	} {
		r, found := vendorerr.Match(rules, "op", 200, []vendorerr.Complaint{{Text: text}})
		if r.Code != want || found != (want != "") {
			t.Errorf("%q is %q, want %q", text, r.Code, want)
		}
	}
}

func TestTheFirstRuleThatFitsDecides(t *testing.T) {
	t.Parallel()
	rules := []vendorerr.Rule{
		{Operations: []string{"pay"}, Statuses: []int{409}, Code: canonical.AlreadyExists},
		{Kind: "record not found", Code: canonical.CustomerNotFound},
		{Pattern: vendorerr.Pattern(`later`), Code: canonical.VendorError},
	}
	later := vendorerr.Complaint{Text: "later"}
	for name, c := range map[string]struct {
		op     string
		status int
		said   []vendorerr.Complaint
		want   canonical.Code
	}{
		"by status":             {"pay", 409, []vendorerr.Complaint{later}, canonical.AlreadyExists},
		"of another operation":  {"read", 409, []vendorerr.Complaint{later}, canonical.VendorError},
		"by kind, in any place": {"read", 400, []vendorerr.Complaint{later, {Kind: "Record-Not-Found"}}, canonical.CustomerNotFound},
		"nothing said":          {"pay", 409, nil, ""},
		"a 5xx":                 {"pay", 500, []vendorerr.Complaint{later}, ""},
	} {
		if r, _ := vendorerr.Match(rules, c.op, c.status, c.said); r.Code != c.want {
			t.Errorf("%s: %q, want %q", name, r.Code, c.want)
		}
	}
}

func TestCaseNestMessageListHasAPointerForEach(t *testing.T) {
	t.Parallel()
	pointers := map[string]string{"amount": "/amount/value", "phone.number": "/phone", "name": "/name", "a.name": "/a/name"}
	said := func(texts ...string) (all []vendorerr.Complaint) {
		for _, text := range texts {
			all = append(all, vendorerr.Complaint{Text: text})
		}
		return all
	}
	for name, c := range map[string]struct {
		said []vendorerr.Complaint
		want []string
	}{
		"several":             {said("amount must be a positive number", "name should not be empty"), []string{"/amount/value invalid", "/name required"}},
		"with a call before":  {said("link-bank: name is required"), []string{"/name required"}},
		"with parents before": {said("body.data.phone.number must be a phone number"), []string{"/phone invalid"}},
		"the longest name":    {said("a.name must be a string"), []string{"/a/name invalid"}},
		"twice the same":      {said("name should be text", "name should be text"), []string{"/name invalid"}},
		"an unknown field":    {said("property x should not exist", "x must be a number"), nil},
		"other words":         {said("the amount is large", "amount exceeded"), nil},
	} {
		var got []string
		for _, f := range vendorerr.Fields(c.said, pointers) {
			got = append(got, f.Pointer+" "+f.Code)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
