package cdp

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/subject"
	"canongate/canonical"
)

// TestA1MembersOfOddShapes reads members whose form the document leaves open.
func TestA1MembersOfOddShapes(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		body     string // of customer_classification, and after it
		member   string
		want     string
		unmapped []string
	}{
		"texts":             {`{"group_companies":["A",{"id":1}]}`, memberGroupCompanies, `["A",{"id":1}]`, nil},
		"one text":          {`{"group_companies":"A"}`, memberGroupCompanies, `["A"]`, nil},
		"none in blanks":    {`{"group_companies":[" ",null]}`, memberGroupCompanies, ``, nil},
		"a number":          {`{"group_companies":[7]}`, memberGroupCompanies, ``, []string{"customer_classification.group_companies"}},
		"one card":          {`{"customer_cards":{"no":"1"}}`, memberCards, `[{"no":"1"}]`, nil},
		"a card as text":    {`{"customer_cards":["1"]}`, memberCards, ``, []string{"customer_classification.customer_cards"}},
		"a type as text":    {`{"customer_type_id":"2"}`, memberCustomerType, `2`, nil},
		"a type in words":   {`{"customer_type_id":"gold"}`, memberCustomerType, `"gold"`, []string{"customer_classification.customer_type_id"}},
		"a truth in words":  {`{"dnfbp":"Yes"}`, memberDNFBP, `true`, nil},
		"a truth unsaid":    {`{"dpms":null}`, memberDPMS, ``, nil},
		"a strange person":  {`{},"customer_relations":["x"]`, memberRelations, `["x"]`, []string{memberRelations}},
		"a relation's rest": {`{},"customer_relations":[{"ecrn":"1","kin":{"a":1}}]`, memberRelations, `[{"kin":{"a":1}}]`, []string{memberRelations}},
		"a blank relation":  {`{},"customer_relations":[" ",null]`, memberRelations, ``, nil},
	} {
		var unmapped []string
		body := `{"ecrn":"` + ecrn + `","customer_classification":` + row.body + `}`
		c, err := newMapper(t, &unmapped).decodeReply("get_customer", rest.Reply{Status: 200, Body: []byte(body)}, "")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := string(c.SupplementaryData.Raw(row.member)); got != row.want || !slices.Equal(unmapped, row.unmapped) {
			t.Errorf("%s: reads %s, want %s; counted %v", name, got, row.want, unmapped)
		}
	}
}

func TestA1CodesThatNoTableHasAreRaw(t *testing.T) {
	t.Parallel()
	var unmapped []string
	body := `{"ecrn":"` + ecrn + `","customer_classification":{"first_language":"en","marital_status":2}}`
	c, err := newMapper(t, &unmapped).decodeReply("get_customer", rest.Reply{Status: 200, Body: []byte(body)}, "")
	if err != nil {
		t.Fatal(err)
	}
	if c.Locale != "" || c.LocaleRaw != "en" || c.MaritalStatus != canonical.UnknownValue || c.MaritalStatusRaw != "2" {
		t.Errorf("locale %q %q, marital status %q %q", c.Locale, c.LocaleRaw, c.MaritalStatus, c.MaritalStatusRaw)
	}
	if slices.Sort(unmapped); !slices.Equal(unmapped, []string{"first_language", "marital_status"}) {
		t.Errorf("counted %v", unmapped)
	}
}

func TestA1NumbersThatAreIdentifiers(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]canonical.Identifier{
		`{"social_security_number":"S-1"}`:                                        {{Type: "ssn", Number: "S-1"}},
		`{"tax_registration_number":123,"txn_issued_country":"AE"}`:               {{Type: "tax_id", Number: "123", IssuingCountry: "AE"}},
		`{"tax_registration_number":0,"txn_issued_country":"AE"}`:                 {{Type: "tax_id", IssuingCountry: "AE"}},
		`{"tax_registration_number":null,"social_security_number":" "}`:           nil,
		`{"tax_registration_number":"100200300400503","txn_issued_country":"xx"}`: {{Type: "tax_id", Number: "100200300400503"}},
	} {
		c, e := decodeAnswer(t, 200, `{"ecrn":"`+ecrn+`","customer_classification":`+body+`}`, "")
		if e != nil || len(c.Identifiers) != len(want) {
			t.Errorf("%s: %d identifiers, %v", body, len(c.Identifiers), e)
			continue
		}
		for i, id := range c.Identifiers {
			if id.Type != want[i].Type || id.Number != want[i].Number || id.IssuingCountry != want[i].IssuingCountry {
				t.Errorf("%s: identifier %d is a %s", body, i, id.Type)
			}
		}
	}
	for _, number := range []canonical.Personal{"0123", "12a", "1234567890123456789", "-5"} {
		d := canonical.CustomerDraft{Profile: canonical.Profile{Identifiers: []canonical.Identifier{{Type: "tax_id", Number: number}}}}
		_, err := newMapper(t, nil).encodeDraft(d)
		wantCode(t, canonical.AsError(err), canonical.ValidationFailed, "/identifiers/0/number")
	}
}

// TestA6AnUnknownScreeningLetsNobodyThrough asks every way that a screening is told.
func TestA6AnUnknownScreeningLetsNobodyThrough(t *testing.T) {
	t.Parallel()
	const said = `"ecrn":"` + ecrn + `","aml_scan_status":"Escalated","customer_status":"ACTIVE"`
	var unmapped []string
	for name, body := range map[string]string{
		"onboarding": `{"status":"success","data":{` + said + `,"pep":false}}`, "validate": `{"status":"success","statusCode":200,"data":{` + said + `}}`, "get": `{` + said + `}`,
	} {
		c, err := newMapper(t, &unmapped).decodeReply("get_customer", rest.Reply{Status: 200, Body: []byte(body)}, "")
		if err != nil || c.Status != canonical.CustomerPendingReview || c.Screening.Status != canonical.UnknownValue || c.Screening.StatusRaw != "Escalated" {
			t.Errorf("%s: %v, status %s, screening %+v", name, err, c.Status, c.Screening)
		}
	}
	if !slices.Equal(unmapped, slices.Repeat([]string{"aml_scan_status"}, 3)) {
		t.Errorf("counted %v", unmapped)
	}
	for _, silent := range []string{``, `"aml_scan_status":null,`, `"aml_scan_status":" ",`} {
		body := `{"status":"success","data":{` + silent + `"ecrn":"` + ecrn + `","customer_status":"ACTIVE"}}`
		c, err := newMapper(t, &unmapped).decodeReply("create_customer", rest.Reply{Status: 200, Body: []byte(body)}, "")
		if err != nil || c.Status != canonical.CustomerPendingReview {
			t.Errorf("without a screening: %v, status %s", err, c.Status)
		}
	}
	a := newAdapter(t, &fakeVendor{}, newClock(), map[string]any{"verify_by_fetch": false})
	n, err := a.ReceiveEvent(t.Context(), canonical.InboundEvent{VerifiedPeer: true, Body: []byte(`{` + said + `}`)})
	if err != nil || n.Data.Status != canonical.CustomerPendingReview || n.Data.Screening.StatusRaw != "Escalated" {
		t.Errorf("a notification: %v, %+v", err, n.Data)
	}
}

// TestA7AnswersAboutSomebodyElse asks for one customer and is told of another.
func TestA7AnswersAboutSomebodyElse(t *testing.T) {
	t.Parallel()
	const other = "7841000000000002"
	for name, row := range map[string]struct {
		operation string
		status    int
		body      string
	}{
		"get":           {"get_customer", 200, `{"ecrn":"` + other + `","customer_status":"ACTIVE"}`},
		"update":        {"update_customer", 200, `{"status":"success","data":{"ecrn":"` + other + `","customer_status":"ACTIVE"}}`},
		"investigation": {"update_customer", 406, `{"status":"failed","error_code":null,"message":"Customer ` + other + ` Under Compliance Investigation"}`},
	} {
		var unmapped, counted []string
		m := newMapper(t, &unmapped)
		m.subjects.Count = func(operation string) { counted = append(counted, operation) }
		reply := rest.Reply{Status: row.status, Body: []byte(row.body)}
		_, err := m.decodeReply(row.operation, reply, ecrn)
		e := canonical.AsError(err)
		if e == nil || e.Code != canonical.VendorProtocolError || e.Message != "The answer is about another customer than the one asked for." {
			t.Errorf("%s: %v, %+v", name, err, e)
		}
		m.subjects.Others = subject.Warn
		c, err := m.decodeReply(row.operation, reply, ecrn)
		if err != nil || c.ID.Key(keyECRN) != ecrn {
			t.Errorf("%s, taken: %v", name, err)
		}
		if _, err := m.decodeReply(row.operation, reply, other); err != nil {
			t.Errorf("%s, the right one: %v", name, err)
		}
		if !slices.Equal(counted, []string{row.operation, row.operation}) || len(unmapped) > 0 {
			t.Errorf("%s: counted %v, and as unmapped %v; want the refused and the taken one", name, counted, unmapped)
		}
		m.subjects.Count = nil // a connection whose counter nobody gave
		if _, err := m.decodeReply(row.operation, reply, ecrn); err != nil {
			t.Errorf("%s, without a counter: %v", name, err)
		}
	}
}

// TestA7TheConnectionCountsOtherSubjects goes through an adapter that New made.
func TestA7TheConnectionCountsOtherSubjects(t *testing.T) {
	t.Parallel()
	vendor := &fakeVendor{call: func(int, *http.Request) (int, string) { return 200, `{"ecrn":"7841000000000002"}` }}
	a := newAdapter(t, vendor, newClock(), nil)
	wantCode(t, getCustomer(t, a), canonical.VendorProtocolError)
	if !slices.Equal(vendor.subjects, []string{"get_customer"}) {
		t.Errorf("counted %v", vendor.subjects)
	}
}

func TestA7TheSettingIsKnownAndWarned(t *testing.T) {
	t.Parallel()
	warned := func(a *Adapter) bool {
		return slices.ContainsFunc(a.Warnings(), func(w string) bool { return strings.HasPrefix(w, "other_subjects is warn") })
	}
	if a := newAdapter(t, &fakeVendor{}, newClock(), nil); warned(a) || a.mapper.subjects.Others != subject.Refuse {
		t.Error("other subjects are taken although nobody said so")
	}
	a := newAdapter(t, &fakeVendor{}, newClock(), map[string]any{"other_subjects": "warn"})
	if !warned(a) || a.mapper.subjects.Others != subject.Warn {
		t.Error("other_subjects: warn changes nothing, or is not warned of")
	}
}

func TestA14DriftIsCountedInEachOperation(t *testing.T) {
	t.Parallel()
	var unmapped []string
	m := newMapper(t, &unmapped)
	reply := rest.Reply{Status: 200, Body: []byte(`{"data":{"ecrn":"` + ecrn + `","loyalty":1}}`)}
	for _, operation := range []string{"create_customer", "create_customer", "lookup_customer", "lookup_customer", "create_customer"} {
		if _, err := m.decodeReply(operation, reply, ""); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(unmapped, []string{"loyalty", "loyalty"}) {
		t.Errorf("counted %v, want the new member once for each operation", unmapped)
	}
}

// TestA9WhatIsNoDateOrNumberKeepsItsText reads values that have no canonical form.
func TestA9WhatIsNoDateOrNumberKeepsItsText(t *testing.T) {
	t.Parallel()
	var unmapped []string
	body := `{"ecrn":"` + ecrn + `","aml_scan_status":"Accepted","date_of_birth":"28/07/1995","primary_mobile_number":"04 123","phone_number":"+97143300000",
		"id_details":[null,{"id_type":4,"id_number":"1","issued_on":"May","date_of_expiry":"never","visa_expiry_date":"soon"}],
		"address_list":[{"address_type_id":"1","country":"Dubai"},null],"communication_consents":[null],
		"customer_classification":{"last_review_date":"x","next_review_date":"y"},"id_date_of_expiry":"z"}`
	c, err := newMapper(t, &unmapped).decodeReply("get_customer", rest.Reply{Status: 200, Body: []byte(body)}, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Identifiers) != 1 || len(c.Addresses) != 1 || len(c.CommunicationPreferences) != 0 || len(c.Phones) != 2 {
		t.Fatalf("null is an element: %d identifiers, %d addresses, %d preferences, %d phones",
			len(c.Identifiers), len(c.Addresses), len(c.CommunicationPreferences), len(c.Phones))
	}
	id := c.Identifiers[0]
	for _, raw := range [][2]canonical.Personal{
		{c.BirthdateRaw, "28/07/1995"}, {c.Phones[0].NumberRaw, "04 123"}, {c.Phones[1].Number, "+97143300000"},
		{id.IssuedOnRaw, "May"}, {id.ExpiresOnRaw, "never"}, {id.Visa.ExpiresOnRaw, "soon"}, {canonical.Personal(c.Addresses[0].CountryName), "Dubai"},
		{c.Screening.LastReviewedOnRaw, "x"}, {c.Screening.NextReviewOnRaw, "y"}, {c.KYC.DocumentExpiresOnRaw, "z"},
	} {
		if raw[0] != raw[1] {
			t.Errorf("reads %q, want %q", string(raw[0]), string(raw[1]))
		}
	}
}
