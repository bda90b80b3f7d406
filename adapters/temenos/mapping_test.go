package temenos

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/flex"
	"canongate/adapters/internal/rest"
	"canongate/adapters/temenos/sandbox"
	"canongate/canonical"
)

// testMapper is a mapper with the settings' defaults, and the fields that it
// counts as unmapped.
func testMapper() (*mapper, *[]string) {
	counted := &[]string{}
	return &mapper{
		settings: Settings{MaxDocumentBytes: defaultMaxDocument, BranchReference: "IN0020045"},
		now:      func() time.Time { return time.UnixMilli(1772628967410) },
		unmapped: func(field string) { *counted = append(*counted, field) },
	}, counted
}

func someone() canonical.CustomerDraft {
	return canonical.CustomerDraft{Profile: canonical.Profile{
		Name: &canonical.Name{GivenName: "Anika", FamilyName: "Subramaniam"}, Birthdate: "1991-04-17",
		Emails: []canonical.Email{{Address: "anika.s@example.com"}}, Phones: []canonical.Phone{{Number: "+918047712350"}},
	}}
}

var customer = customerID("7QX2MKD")

// pointers are the fields that an error names, with what is wrong with each.
func pointers(err error) string {
	if err == nil {
		return ""
	}
	var all []string
	for _, f := range canonical.AsError(err).Fields {
		all = append(all, f.Pointer+" "+f.Code)
	}
	return strings.Join(all, ", ")
}

func decodeList(t *testing.T, m *mapper, body string) []canonical.Requirement {
	t.Helper()
	w, err := decodeReply[grouped](m, rest.Reply{Status: 200, Body: []byte(body)})
	if err != nil {
		t.Fatalf("reading the answer: %v", err)
	}
	list, err := m.decodeRequirements(customer, w, "")
	if err != nil {
		t.Fatalf("mapping the answer: %v", err)
	}
	return list
}

// action is an answer with one user action of the given members.
func action(members, meta string) string {
	return `{"opstatus":0,"count":1,"Income":[{"UserActionIdentifier":"Proof_1730046281_7QX2MKD"` + members + `,"ActionMetaData":{"Group":"Income"` + meta + `}}]}`
}

func TestTEM2FileClientIDInScientificNotation(t *testing.T) {
	t.Parallel()
	for number, want := range map[flex.Number]string{
		"1.77262896741E12": "1772628967410", "1772628967410": "1772628967410", "1772628967410.0": "1772628967410", "5.0": "5",
		"1.5": "", "1e400": "", "-3": "", "soon": "", "": "",
	} {
		if got, ok := integral(number); ok != (want != "") || ok && got != want {
			t.Errorf("%s reads as %q, %t", number, got, ok)
		}
	}
}

// The order of an answer is the vendor's own, so a file is found by its number.
func TestTEM2FilesAreToldApartByTheirNumber(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	w := uploaded{Response: flex.Many[storedFile]{
		{FileClientID: "1.0E12", DocumentID: "another"}, {FileClientID: "1.77262896741E12", DocumentID: "this"},
	}}
	sent := upload{Response: []file{{FileClientID: 1772628967410}}}
	doc, err := m.decodeUploaded(canonical.DocumentDraft{}, sent, w)
	if err != nil || doc.ID.Key("document_id") != "this" || doc.File.ClientReference != "1772628967410" {
		t.Errorf("found %v: %v", map[string]string(doc.ID.Keys()), err)
	}
	w.Response = w.Response[:1]
	if _, err := m.decodeUploaded(canonical.DocumentDraft{}, sent, w); err == nil {
		t.Error("another file's document was taken for this one's")
	}
	w.Response[0].FileClientID = ""
	if doc, err = m.decodeUploaded(canonical.DocumentDraft{}, sent, w); err != nil || doc.ID.Key("document_id") != "another" {
		t.Errorf("the only file has no number: found %v: %v", map[string]string(doc.ID.Keys()), err)
	}
	w.Response = append(w.Response, storedFile{DocumentID: "second"})
	if _, err := m.decodeUploaded(canonical.DocumentDraft{}, sent, w); err == nil {
		t.Error("one of two files without numbers was taken")
	}
}

func TestTEM3TruthsAreReadInAnyFormAndWrittenInTheFieldsOwn(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	for literal, want := range map[string]string{`"true"`: "false", `"No"`: "true", `false`: "true", `"1"`: "false", `null`: "unsaid"} {
		got := "unsaid"
		if r := decodeList(t, m, action("", `,"Skippable":`+literal))[0].Required; r != nil {
			got = fmt.Sprint(*r)
		}
		if got != want {
			t.Errorf("Skippable %s gives required %s, want %s", literal, got, want)
		}
	}
	d, yes := someone(), true
	d.ExistingCustomer, d.Consents = &yes, []canonical.Consent{{TextID: "Create_PersonalInfo_Consent"}}
	w, _, err := m.encodeDraft(d)
	if err != nil || w.IsExistingCustomer != "Yes" || w.AcceptanceStatus != "No" {
		t.Errorf("wrote %q and %q: %v", w.IsExistingCustomer, w.AcceptanceStatus, err)
	}
	u, _, err := m.encodeUpdate(canonical.CustomerUpdate{ID: customer, CustomerDraft: d})
	if err != nil || u.IsExistentMember == nil || !*u.IsExistentMember {
		t.Errorf("wrote %v: %v", u.IsExistentMember, err)
	}
	if isPre[canonical.PhasePreSubmission] != "true" || isPre[canonical.PhasePostSubmission] != "false" {
		t.Error("isPre is not the text that the vendor wants")
	}
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
	if got := strings.Join(groups, ", "); got != "Single, Tax and more, Verification" {
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

func TestTEM9RequiredFields(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	if _, _, err := m.encodeDraft(canonical.CustomerDraft{}); pointers(err) !=
		"/name/given_name required, /name/family_name required, /birthdate required, /emails required, /phones required" {
		t.Errorf("an empty draft is refused with %s", pointers(err))
	}
	blank := someone()
	blank.Name.GivenName, blank.Emails[0].Address, blank.Phones[0].Number = "  ", "", ""
	if _, _, err := m.encodeDraft(blank); pointers(err) != "/name/given_name required, /emails/0/address required, /phones/0/number required" {
		t.Errorf("blanks are refused with %s", pointers(err))
	}
	w, _, err := m.encodeDraft(someone())
	if err != nil || w.FormCode != "" || w.ApplicationID != "" {
		t.Errorf("an unset FormCode or Application_id is sent: %v", err)
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
		w := grouped{Members: map[string]json.RawMessage{"Income": json.RawMessage(`[{"UserActionIdentifier":"` + identifier + `"}]`)}}
		if list, err := m.decodeRequirements(customerID(c.application), w, ""); (err != nil) != c.refused || err == nil && list[0].ID.Key(keyAction) != identifier {
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
	values := map[string]flex.String{"FirstName": "Anika", "LastName": "Subramaniam"}
	for template, want := range map[flex.String]string{
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
		w, err := encodeAnswer(canonical.RequirementAnswer{ID: requirementOf(kind), Date: "2019-03-05"})
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
		"text":                {canonical.KindText, text("since May"), ""},
		"blank text":          {canonical.KindText, text(" "), "/text required"},
		"text for a date":     {canonical.KindDate, text("May"), "/text invalid"},
		"text for a document": {canonical.KindDocumentUpload, text("see above"), "/text invalid"},
		"documents are there": {canonical.KindDocumentUpload, text(""), ""},
		"date for a text":     {canonical.KindText, canonical.RequirementAnswer{Date: "2019-03-05"}, "/date invalid"},
		"date for a document": {canonical.KindDocumentUpload, canonical.RequirementAnswer{Date: "2019-03-05"}, "/date invalid"},
		"choice for a text":   {canonical.KindText, canonical.RequirementAnswer{Choice: &choice}, "/choice invalid"},
		"choice":              {canonical.UnknownValue, canonical.RequirementAnswer{Choice: &choice}, ""},
		"text for anything":   {canonical.UnknownValue, text("x"), ""},
		"skip":                {canonical.KindDate, canonical.RequirementAnswer{Skip: &skip}, ""},
		"two at once":         {canonical.KindText, canonical.RequirementAnswer{Skip: &skip, Date: "2019-03-05"}, " invalid"},
	} {
		c.answer.ID = requirementOf(c.kind)
		if _, err := encodeAnswer(c.answer); pointers(err) != c.want {
			t.Errorf("%s: %q, want %q", name, pointers(err), c.want)
		}
	}
}

func TestTEM16FileRules(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	full := strings.Repeat("x", defaultMaxDocument)
	for name, c := range map[string]struct {
		file    canonical.FileMeta
		content string
		code    canonical.Code
		want    string
	}{
		"right":               {canonical.FileMeta{Name: "payslip.pdf", ContentType: "application/pdf"}, full, "", ""},
		"upper case":          {canonical.FileMeta{Name: "SCAN.JPG", ContentType: "image/jpeg; q=1"}, "x", "", ""},
		"too large":           {canonical.FileMeta{Name: "payslip.pdf", ContentType: "application/pdf"}, full + "x", canonical.DocumentTooLarge, "/content invalid"},
		"other type":          {canonical.FileMeta{Name: "payslip.pdf", ContentType: "image/png"}, "x", canonical.UnsupportedDocumentType, "/file/content_type invalid"},
		"unknown type":        {canonical.FileMeta{Name: "tool.exe", ContentType: "application/octet-stream"}, "x", canonical.UnsupportedDocumentType, "/file/content_type invalid"},
		"no type":             {canonical.FileMeta{Name: "payslip.pdf", ContentType: "/"}, "x", canonical.UnsupportedDocumentType, "/file/content_type invalid"},
		"no extension":        {canonical.FileMeta{Name: "payslip", ContentType: "application/pdf"}, "x", canonical.ValidationFailed, "/file/name invalid"},
		"a point at the end":  {canonical.FileMeta{Name: "payslip.", ContentType: "application/pdf"}, "x", canonical.ValidationFailed, "/file/name invalid"},
		"leading space":       {canonical.FileMeta{Name: " payslip.pdf", ContentType: "application/pdf"}, "x", canonical.ValidationFailed, "/file/name invalid"},
		"everything wrong":    {canonical.FileMeta{Name: " a/b", ContentType: "application/pdf"}, "x", canonical.ValidationFailed, "/file/name invalid, /file/name invalid, /file/name invalid"},
		"reference":           {canonical.FileMeta{Name: "a.png", ContentType: "image/png", ClientReference: "9007199254740992"}, "x", "", ""},
		"reference in words":  {canonical.FileMeta{Name: "a.png", ContentType: "image/png", ClientReference: "scan-1"}, "x", canonical.ValidationFailed, "/file/client_reference invalid"},
		"reference too large": {canonical.FileMeta{Name: "a.png", ContentType: "image/png", ClientReference: "9007199254740993"}, "x", canonical.ValidationFailed, "/file/client_reference invalid"},
		"reference with zero": {canonical.FileMeta{Name: "a.png", ContentType: "image/png", ClientReference: "007"}, "x", canonical.ValidationFailed, "/file/client_reference invalid"},
	} {
		_, err := m.encodeUpload(canonical.DocumentDraft{RequirementID: requirementOf(canonical.KindDocumentUpload), File: c.file, Content: canonical.Content(c.content)})
		var code canonical.Code
		if err != nil {
			code = canonical.AsError(err).Code
		}
		if code != c.code || pointers(err) != c.want {
			t.Errorf("%s: %q at %q, want %q at %q", name, code, pointers(err), c.code, c.want)
		}
	}
	for _, r := range forbiddenInName {
		if _, err := m.encodeUpload(canonical.DocumentDraft{
			RequirementID: requirementOf(canonical.KindDocumentUpload), Content: canonical.Content("x"),
			File: canonical.FileMeta{Name: canonical.Personal("a" + string(r) + "b.pdf"), ContentType: "application/pdf"},
		}); pointers(err) == "" {
			t.Errorf("a name with %c is taken", r)
		}
	}
	wrongKind := canonical.DocumentDraft{RequirementID: requirementOf(canonical.KindText), File: canonical.FileMeta{Name: "a.pdf", ContentType: "application/pdf"}, Content: canonical.Content("x")}
	if _, err := m.encodeUpload(wrongKind); pointers(err) != "/requirement_id invalid" {
		t.Errorf("a document for a text is refused with %q", pointers(err))
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

func TestTEM18IndexIsOpaque(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	u := canonical.CustomerUpdate{ID: customer, CustomerDraft: someone(), VendorIDs: canonical.VendorIDs{keyIndex: "2026-01-02T03:04:05"}}
	w, _, err := m.encodeUpdate(u)
	if err != nil || w.Index != "2026-01-02T03:04:05" {
		t.Errorf("sent %q: %v", w.Index, err)
	}
	if got := m.decodeChanged(u, changed{}).VendorIDs[keyIndex]; got != "2026-01-02T03:04:05" {
		t.Errorf("came back as %q", got)
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
	want := []string{"*.ActionMetaData.Colour", "*.DueOn", "ActionMetaData.Group", "ActionMetaData.Options", "ActionMetaData.OptionsType"}
	if !slices.Equal(*counted, want) {
		t.Errorf("counted %v, want %v", *counted, want)
	}
}

func TestPhonesAreCutAfterTheCountryCode(t *testing.T) {
	t.Parallel()
	for number, want := range map[canonical.Personal][2]string{
		"+918047712350": {"+91", "8047712350"}, "+12025550118": {"+1", "2025550118"}, "+79001234567": {"+7", "9001234567"},
		"+971501239876": {"+971", "501239876"}, "+4915112345678": {"+49", "15112345678"}, "+35312345678": {"+353", "12345678"}, "": {},
	} {
		if code, national := splitPhone(number); code != want[0] || national != want[1] {
			t.Errorf("%s is cut into %s and %s", string(number), code, national)
		}
	}
}

func TestThePrimaryAddressAndNumberAreTaken(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	d := someone()
	d.Emails = []canonical.Email{{Address: "old@example.com"}, {Address: "new@example.com", Primary: true}}
	d.Phones = append(d.Phones, canonical.Phone{Number: "+12025550118"})
	w, ignored, err := m.encodeDraft(d)
	if err != nil || w.Email != "new@example.com" || w.MobileCountryCode != "+91" || !slices.Equal(ignored, []string{"/emails/0", "/phones/1"}) {
		t.Errorf("took %s and %s, ignored %v: %v", w.Email, w.MobileCountryCode, ignored, err)
	}
}

func TestRolesAndSections(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	for role, want := range map[string]string{"": "Applicant", "applicant": "Applicant", "co_applicant": "CoApplicant", "guarantor": ""} {
		d := someone()
		d.Role = role
		if w, _, err := m.encodeDraft(d); w.ApplicantType != want || (want == "") != (pointers(err) == "/role invalid") {
			t.Errorf("role %q is %q: %v", role, w.ApplicantType, err)
		}
	}
	d, no := someone(), false
	d.SubmitSection, d.BranchReference = &no, "IN0020077"
	if w, _, err := m.encodeDraft(d); err != nil || w.SectionProgress != "" || w.Status != "InProgress" || w.BranchReference != "IN0020077" {
		t.Errorf("an open section is %q, %q at %q: %v", w.SectionProgress, w.Status, w.BranchReference, err)
	}
}

func TestUpdatesAreOfCoApplicants(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	for name, c := range map[string]struct {
		update canonical.CustomerUpdate
		want   string
	}{
		"a name":        {canonical.CustomerUpdate{CustomerDraft: canonical.CustomerDraft{Profile: canonical.Profile{Name: &canonical.Name{GivenName: "Devan"}}}}, ""},
		"nothing":       {canonical.CustomerUpdate{VendorIDs: canonical.VendorIDs{keyEntity: "64b0c1d2e3f405162738495a"}}, " invalid"},
		"the applicant": {canonical.CustomerUpdate{CustomerDraft: canonical.CustomerDraft{Profile: canonical.Profile{Role: "applicant", Birthdate: "1988-09-02"}}}, "/role unsupported"},
		"cleared":       {canonical.CustomerUpdate{CustomerDraft: someone(), Cleared: []string{"/name/family_name"}}, "/name/family_name unsupported"},
		"other keys":    {canonical.CustomerUpdate{CustomerDraft: someone(), VendorIDs: canonical.VendorIDs{"ec/rn": "1", keyApplication: "other"}}, "/vendor_ids/application_id unsupported, /vendor_ids/ec~1rn unsupported"},
		"its own key":   {canonical.CustomerUpdate{CustomerDraft: someone(), VendorIDs: canonical.VendorIDs{keyApplication: "7QX2MKD"}}, ""},
	} {
		c.update.ID = customer
		w, _, err := m.encodeUpdate(c.update)
		if pointers(err) != c.want || w.ApplicantType != "CoApplicant" || w.ApplicationID != "7QX2MKD" {
			t.Errorf("%s: %q, want %q", name, pointers(err), c.want)
		}
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ids  canonical.VendorIDs
		want string
	}{
		"an application":  {canonical.VendorIDs{keyApplication: " 7QX2MKD ", keyParty: "1730046281"}, ""},
		"nothing":         {nil, "/vendor_ids/application_id required"},
		"another's key":   {canonical.VendorIDs{keyApplication: "7QX2MKD", "ecrn": "1"}, "/vendor_ids/ecrn unsupported"},
		"with a hyphen":   {canonical.VendorIDs{keyApplication: "7QX-2_MKD"}, ""},
		"no key at all":   {canonical.VendorIDs{keyApplication: "new/1"}, "/vendor_ids/application_id invalid"},
		"two words":       {canonical.VendorIDs{keyApplication: "7QX 2MKD"}, "/vendor_ids/application_id invalid"},
		"longer than any": {canonical.VendorIDs{keyApplication: strings.Repeat("7", 65)}, "/vendor_ids/application_id invalid"},
	} {
		got, err := referCustomer(canonical.CustomerReference{VendorIDs: c.ids})
		if pointers(err) != c.want || err == nil && got.ID.Key(keyApplication) != strings.TrimSpace(c.ids[keyApplication]) {
			t.Errorf("%s: %q, want %q", name, pointers(err), c.want)
		}
	}
}

func FuzzDecodeRequirements(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		m, _ := testMapper()
		w, err := decodeReply[grouped](m, rest.Reply{Status: 200, Body: body})
		if err != nil {
			return
		}
		list, err := m.decodeRequirements(customer, w, canonical.PhasePreSubmission)
		if err != nil {
			return
		}
		known := slices.Collect(maps.Values(statuses))
		for _, r := range list {
			if r.ID.Key(keyAction) == "" || r.ID.Key(keyApplication) != "7QX2MKD" || r.Phase == "" {
				t.Error("a requirement without its keys or its phase")
			}
			if r.Status != canonical.UnknownValue && !slices.Contains(known, r.Status) || (r.StatusRaw != "") && r.Status != canonical.UnknownValue {
				t.Errorf("status %s (%s)", r.Status, r.StatusRaw)
			}
		}
	})
}

func FuzzDecodeCreated(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		m, _ := testMapper()
		w, err := decodeReply[created](m, rest.Reply{Status: 200, Body: body})
		if err != nil {
			return
		}
		c, err := m.decodeCreated(someone(), w)
		if err == nil && (c.ID.IsZero() || c.Validate() != nil) {
			t.Error("a customer without an id, or one that is not canonical")
		}
	})
}

func FuzzDecodeUploaded(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		m, _ := testMapper()
		w, err := decodeReply[uploaded](m, rest.Reply{Status: 200, Body: body})
		if err != nil {
			return
		}
		sent := upload{Response: []file{{FileClientID: 1772628967410}}}
		d, err := m.decodeUploaded(canonical.DocumentDraft{RequirementID: requirementOf(canonical.KindDocumentUpload)}, sent, w)
		if err == nil && (d.ID.IsZero() || d.File.ClientReference != "1772628967410") {
			t.Error("a document without an id, or another's")
		}
	})
}

func FuzzPlainText(f *testing.F) {
	f.Add(`<h4>Rules:</h4>, * | : " < > ? / \ [ ] % = ;<br>File can’t exclude more than 2MB`)
	f.Add(`<p a="b>c">&lt;x&gt;</p><!--`)
	f.Fuzz(func(t *testing.T, markup string) {
		text := plainText(markup)
		for line := range strings.SplitSeq(text, "\n") {
			if line != strings.Join(strings.Fields(line), " ") || line == "" && text != "" {
				t.Errorf("%q has blanks to spare", text)
			}
		}
		if !strings.ContainsAny(markup, "<&") && strings.Join(strings.Fields(markup), " ") != strings.Join(strings.Fields(text), " ") {
			t.Errorf("%q, which has no markup, became %q", markup, text)
		}
	})
}

func FuzzTrimNames(f *testing.F) {
	seed(f)
	f.Add([]byte(`{" a\\ ":{"b ":"c"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		trimmed := trimNames(body)
		if json.Valid(body) != json.Valid(trimmed) {
			t.Errorf("%q becomes %q", body, trimmed)
		}
	})
}

// seed adds the vendor's documented answers.
func seed(f *testing.F) {
	f.Helper()
	entries, err := sandbox.Samples.ReadDir("samples")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		if body, err := sandbox.Samples.ReadFile("samples/" + e.Name()); err == nil && strings.HasSuffix(e.Name(), ".json") {
			f.Add(body)
		}
	}
}
