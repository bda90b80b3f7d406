package temenos

import (
	"slices"
	"strings"
	"testing"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

func decodeList(t *testing.T, m *mapper, body string) []canonical.Requirement {
	t.Helper()
	w, err := decodeReply[grouped](m, rest.Reply{Status: 200, Body: []byte(body)})
	if err != nil {
		t.Fatalf("reading the answer: %v", err)
	}
	list, err := m.decodeRequirements(canonical.ListRequirements, customer, w, "")
	if err != nil {
		t.Fatalf("mapping the answer: %v", err)
	}
	return list
}

// action is an answer with one user action of the given members.
func action(members, meta string) string {
	return `{"opstatus":0,"count":1,"Income":[{"UserActionIdentifier":"Proof_1730046281_7QX2MKD"` + members + `,"ActionMetaData":{"Group":"Income"` + meta + `}}]}`
}

func TestTEM4DynamicGroupKeys(t *testing.T) {
	t.Parallel()
	m, counted := testMapper()
	list := decodeList(t, m, `{"opstatus":0,"httpStatusCode":0,"count":3,"id":"7QX2MKD","errmsg":"","errmsg_detail":[{}],"dbpErrDetails":[{}],
		"Later":[],"Colours":["red"],"note":"x","Single":{"UserActionIdentifier":"Single_1_7QX2MKD"},"summary":{"open":1},
		"Verification":[{"UserActionIdentifier":"Staying_1_7QX2MKD"}],"Tax and more":[{"UserActionIdentifier":"Tax_1_7QX2MKD"}]}`)
	var groups []string
	for _, r := range list {
		groups = append(groups, r.Group)
	}
	if got := strings.Join(groups, ", "); got != "Single, Verification, Tax and more" {
		t.Errorf("groups %s", got)
	}
	slices.Sort(*counted)
	if got := strings.Join(*counted, " "); got != "Colours note summary" {
		t.Errorf("counted %s, want what is neither a group nor reserved", got)
	}
}

func TestTEM5CountDisagrees(t *testing.T) {
	t.Parallel()
	m, counted := testMapper()
	list := decodeList(t, m, `{"opstatus":0,"count":6,"Income":[{"UserActionIdentifier":"Proof_1_7QX2MKD"}]}`)
	if len(list) != 1 || !slices.Equal(*counted, []string{"count"}) {
		t.Errorf("%d requirements, counted %v", len(list), *counted)
	}
}

func TestTEM6NamesAndEnumValuesAreTrimmed(t *testing.T) {
	t.Parallel()
	m, counted := testMapper()
	list := decodeList(t, m, `{"opstatus":0," Income ":[{" UserActionIdentifier ":" Proof_1730046281_7QX2MKD "," UserActionStatus ":" Created ",
		" ActionMetaData ":{" Group ":" Income "," UserActionType " : " Text "," Title ":"a \" b : c","InformationText":" : "}}]}`)
	r := list[0]
	if r.Group != "Income" || r.Status != canonical.RequirementPending || r.Kind != canonical.KindText || string(r.Title) != `a " b : c` || len(*counted) != 0 {
		t.Errorf("group %s, status %s, kind %s, counted %v", r.Group, r.Status, r.Kind, *counted)
	}
	for body, want := range map[string]string{
		`{" a ":" b "}`: `{"a":" b "}`, `{"a\" ":1}`: `{"a\" ":1}`, `["x ", " y"]`: `["x ", " y"]`, `{"a`: `{"a`, `"`: `"`, `{" b" `: `{" b" `,
	} {
		if got := string(trimNames([]byte(body))); got != want {
			t.Errorf("%s becomes %s, want %s", body, got, want)
		}
	}
}

func TestTEM11TwoShapesOneDecoder(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	for name, c := range map[string]struct{ body, party, title, to string }{
		"listed": {
			action(`,"PartyId":"11"`, `,"Title":"For %FirstName%","DynamicData":{"FirstName":"Devan"},"CategoryMetadata":{"identifier":"7QX2MKD","type":"Application"}`),
			"11", "For Devan", "application 7QX2MKD",
		},
		"created": {
			action(`,"appliesTo":"Anika","appliesToId":22,"DynamicData":{"FirstName":"Anika"}`, `,"Title":"For %FirstName%","ActionLevel":"Entity"`),
			"22", "For Anika", "entity 22",
		},
		"bare": {action("", `,"ActionLevel":"Applicant"`), "1730046281", "", "applicant 1730046281"},
	} {
		r := decodeList(t, m, c.body)[0]
		if r.VendorIDs["party_id"] != c.party || string(r.Title) != c.title || r.AppliesTo.Type+" "+r.AppliesTo.ID != c.to {
			t.Errorf("%s: party %s, title %s, applies to %s %s", name, r.VendorIDs["party_id"], string(r.Title), r.AppliesTo.Type, r.AppliesTo.ID)
		}
	}
}

// An identifier that is not built as documented names no application, so it
// cannot be another's.
func TestTEM11IdentifiersOfAnotherForm(t *testing.T) {
	t.Parallel()
	for identifier, c := range map[string]struct {
		application string
		refused     bool
	}{
		"Proof_1730046281_7QX2MKD":   {"7QX2MKD", false},
		"Proof_1730046281_9ZZ9ZZZ":   {"7QX2MKD", true},
		"Proof_1730046281_7QX_2-MKD": {"7QX_2-MKD", false},
		"proof_of_income_1":          {"7QX2MKD", false},
		"CA202243101763":             {"7QX2MKD", false},
	} {
		m, _ := testMapper()
		w := grouped{Members: lenientjson.Unknown(`{"Income":[{"UserActionIdentifier":"` + identifier + `"}]}`)}
		if list, err := m.decodeRequirements(canonical.ListRequirements, customerID(c.application), w, ""); (err != nil) != c.refused || err == nil && list[0].ID.Key(keyAction) != identifier {
			t.Errorf("%s of application %s: %v", identifier, c.application, err)
		}
	}
}

func TestOptionsOfAnUnknownFormAreCounted(t *testing.T) {
	t.Parallel()
	for options, want := range map[string]string{`""`: "", `["a","b"]`: "a,b", `"a,b"`: "a,b counted", `[{"key":"a"},"b"]`: "b counted", `{"a":1}`: " counted"} {
		m, counted := testMapper()
		got := strings.Join(decodeList(t, m, action("", `,"Options":`+options))[0].Options, ",")
		if slices.Contains(*counted, "ActionMetaData.Options") {
			got += " counted"
		}
		if got != want {
			t.Errorf("%s gives %q, want %q", options, got, want)
		}
	}
}

func TestTEM12TitlesAreFilledIn(t *testing.T) {
	t.Parallel()
	values := map[string]lenientjson.String{"FirstName": "Anika", "LastName": "Subramaniam"}
	for template, want := range map[lenientjson.String]string{
		"Driver License %FirstName% %LastName%":     "Driver License Anika Subramaniam",
		"Driver License % FirstName % % LastName %": "Driver License Anika Subramaniam",
		"Proof of %Income% for %FirstName%":         "Proof of %Income% for Anika",
		"50% % FirstName %":                         "50% Anika",
		"100% sure?":                                "100% sure?",
	} {
		if got := string(fillTitle(template, nil, values)); got != want {
			t.Errorf("%s becomes %s, want %s", template, got, want)
		}
	}
	m, _ := testMapper()
	r := decodeList(t, m, action("", `,"Title":"Hello %FirstName%","DynamicData":{"FirstName":"Anika"}`))[0]
	if r.TitleTemplate != "Hello %FirstName%" || string(r.Title) != "Hello Anika" {
		t.Errorf("title %s and template %s", string(r.Title), r.TitleTemplate)
	}
}

func TestTEM13HTMLToText(t *testing.T) {
	t.Parallel()
	for markup, want := range map[string]string{
		`<h4>Rules:</h4>Not allowed: , * | : " < > ? / \ [ ] % = ;<br>No  space first`: "Rules:\nNot allowed: , * | : \" < > ? / \\ [ ] % = ;\nNo space first",
		`<p class="a>b">One</p><p>Two &amp; three&nbsp;</p>`:                           "One\nTwo & three",
		`a<b>old</b> <i>x</i><BR/>b<!-- <br> -->c`:                                     "aold x\nb c",
		`<script>alert("<b>")</script>after<style>p{}</style>`:                         "after",
		`1 < 2 and 3 > 2`:         "1 < 2 and 3 > 2",
		`&lt;script&gt; is text`:  "<script> is text",
		`an <a href="x" unclosed`: `an <a href="x" unclosed`,
		`<ul><li>one<li>two</ul>`: "one\ntwo",
		`plain`:                   "plain",
		``:                        "",
	} {
		if got := plainText(markup); got != want {
			t.Errorf("%s becomes %q, want %q", markup, got, want)
		}
	}
}

func TestTEM14DatesAreWrittenDayFirst(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{canonical.KindDate, canonical.UnknownValue} {
		w, err := encodeAnswer(canonical.RequirementAnswer{ID: requirementOf(kind), Date: "2019-03-05"}, testNow())
		if err != nil || w.Response != "05/03/2019" || w.Status != "Submitted" {
			t.Errorf("%s: wrote %s, %s: %v", kind, w.Response, w.Status, err)
		}
	}
}

func requirementOf(kind string) canonical.RequirementID {
	return canonical.NewID[canonical.RequirementID](canonical.Keys{
		keyAction: "Proof_1730046281_7QX2MKD", keyApplication: "7QX2MKD", keyKind: kind,
	})
}

func TestAnAnswerHasTheKindOfItsRequirement(t *testing.T) {
	t.Parallel()
	text := func(s canonical.Personal) canonical.RequirementAnswer { return canonical.RequirementAnswer{Text: &s} }
	choice, skip := canonical.Personal("blue"), true
	for name, c := range map[string]struct {
		kind   string
		answer canonical.RequirementAnswer
		want   string
	}{
		"text":                 {canonical.KindText, text("since May"), ""},
		"blank text":           {canonical.KindText, text(" "), "/text required"},
		"text for a date":      {canonical.KindDate, text("May"), "/text invalid"},
		"words with documents": {canonical.KindDocumentUpload, text("see above"), ""},
		"documents are there":  {canonical.KindDocumentUpload, text(""), ""},
		"date for a text":      {canonical.KindText, canonical.RequirementAnswer{Date: "2019-03-05"}, ""},
		"date for a document":  {canonical.KindDocumentUpload, canonical.RequirementAnswer{Date: "2019-03-05"}, "/date invalid"},
		"choice for a text":    {canonical.KindText, canonical.RequirementAnswer{Choice: &choice}, "/choice invalid"},
		"choice":               {canonical.UnknownValue, canonical.RequirementAnswer{Choice: &choice}, ""},
		"text for anything":    {canonical.UnknownValue, text("x"), ""},
		"skip":                 {canonical.KindDate, canonical.RequirementAnswer{Skip: &skip}, ""},
		"two at once":          {canonical.KindText, canonical.RequirementAnswer{Skip: &skip, Date: "2019-03-05"}, " invalid"},
	} {
		c.answer.ID = requirementOf(c.kind)
		if _, err := encodeAnswer(c.answer, testNow()); pointers(err) != c.want {
			t.Errorf("%s: %q, want %q", name, pointers(err), c.want)
		}
	}
}

func TestTEM17TypographicTextPassesThrough(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	const words = "File name can’t begin with space. File can’t exclude more than 2MB"
	r := decodeList(t, m, action("", `,"InformationText":"`+words+`","Description":"`+words+`"`))[0]
	if r.Instructions != words || r.InstructionsHTML != words || r.Description != words {
		t.Errorf("the vendor's words became %q", r.Instructions)
	}
}

func TestStatusesKindsAndLevels(t *testing.T) {
	t.Parallel()
	for said, want := range map[string][2]string{
		"Created": {"pending"}, "Pending With Customer": {"pending"}, "Submitted": {"submitted"}, "Skipped": {"skipped"},
		"Waive": {"waived"}, "Waived": {"waived"}, "COMPLETED": {"completed"}, "Escalated": {"unknown", "Escalated"}, "": {"unknown"},
	} {
		m, counted := testMapper()
		r := decodeList(t, m, action(`,"UserActionStatus":"`+said+`"`, `,"UserActionType":"Text"`))[0]
		if r.Status != want[0] || r.StatusRaw != want[1] || (want[1] != "") != slices.Contains(*counted, "UserActionStatus") {
			t.Errorf("status %q is %s (%s), counted %v", said, r.Status, r.StatusRaw, *counted)
		}
	}
	for said, want := range map[string][2]string{
		"DocumentUpload": {"document_upload"}, "Text": {"text"}, "Date": {"date"}, "Signature": {"unknown", "Signature"},
	} {
		m, counted := testMapper()
		r := decodeList(t, m, action("", `,"UserActionType":"`+said+`"`))[0]
		if r.Kind != want[0] || r.KindRaw != want[1] || (want[1] != "") != slices.Contains(*counted, "ActionMetaData.UserActionType") {
			t.Errorf("type %q is %s (%s), counted %v", said, r.Kind, r.KindRaw, *counted)
		}
		if (r.Accepts != nil) != (want[0] == canonical.KindDocumentUpload) || r.ID.Key(keyKind) != want[0] {
			t.Errorf("type %q: the rules for files or the id do not fit", said)
		}
	}
	for said, want := range map[string]string{
		"Applicant": "applicant", "Application": "application", "Entity": "entity", "Facility": "facility", "Household": "unknown",
	} {
		m, _ := testMapper()
		if to := decodeList(t, m, action("", `,"ActionLevel":"`+said+`"`))[0].AppliesTo; to.Type != want || (want == "unknown") != (to.TypeRaw == said) {
			t.Errorf("level %q is %s (%s)", said, to.Type, to.TypeRaw)
		}
	}
}

func TestNewMembersAreCountedByPath(t *testing.T) {
	t.Parallel()
	m, counted := testMapper()
	decodeList(t, m, `{"opstatus":0,"Income":[{"UserActionIdentifier":"Proof_1_7QX2MKD","DueOn":"2026-05-01",
		"ActionMetaData":{"Group":"Other","Colour":"red","Options":"a,b","OptionsType":"List"}}]}`)
	slices.Sort(*counted)
	want := []string{"*.ActionMetaData.Colour", "*.DueOn", "ActionMetaData.Group", "ActionMetaData.Options"}
	if !slices.Equal(*counted, want) {
		t.Errorf("counted %v, want %v", *counted, want)
	}
}
