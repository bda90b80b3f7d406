package omnumi_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
)

const consented = `{"message":"Agreement successfully updated","data":{"customerAccountId":"` + sampled + `","id":"` + sampled + `","status":"PENDING","createdAt":"2026-01-15T08:30:00.2590000+00:00","updatedAt":"2026-01-15T08:31:00.2590000+00:00"}}`

func TestOMN3BirthdateAsConfigured(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{"iso": `"1986-11-23"`, "dmy": `"23-11-1986"`} {
		v := &fakeVendor{status: http.StatusOK, body: oneAgreement("US_PATRIOTIC_ACT", "PENDING")}
		do(t, adapterOf(t, connection(v, map[string]any{"dob_format": format})), canonical.CreateAgreement, agreementDraft(canonical.AgreementStandard))
		if got := v.last(t).field(t, "dateOfBirth"); got != want {
			t.Errorf("%s: %s, want %s", format, got, want)
		}
	}
}

func oneAgreement(kind, status string) string {
	return `{"message":"Agreements fetched successfully","data":[{"id":"` + sampled + `","agreement_type":"` + kind + `","status":"` + status +
		`","created_at":"2026-05-06T07:08:09.1234500+05:30","account_address":"0x5a1b6fd20c9e4478b3a0e1f2d3c4b5a6","first_name":"Marisol "}]}`
}

func TestOMN4SevenFractionDigits(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, http.StatusOK, oneAgreement("US_PATRIOTIC_ACT", "PENDING"))
	got := do(t, a, canonical.GetAgreement, canonical.AgreementQuery{ID: agreementID(sampled, "standard")})
	text, err := json.Marshal(got.CreatedAt)
	if err != nil || string(text) != `"2026-05-06T01:38:09.12345Z"` {
		t.Errorf("created_at is %s (%v)", text, err)
	}
}

func TestOMN6AcceptedAndStillPending(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, http.StatusOK, consented)
	got := do(t, a, canonical.DecideAgreement, accept(agreementID(sampled, "standard")))
	if got.Status != canonical.AgreementPending || got.Decision == nil || got.Decision.Value != canonical.AgreementAccepted || !got.Decision.DecidedAt.Equal(noon) {
		t.Errorf("status %s, decision %+v", got.Status, got.Decision)
	}
	if !got.CustomerID.IsZero() {
		t.Error("the agreement's own id is taken for a customer's")
	}
}

func TestDecisionIsAboutTheAgreement(t *testing.T) {
	t.Parallel()
	const owner, other = "5d1e8c70-2f94-4b6a-9c03-e7a1b25f6d48", "31f7c0de-9a24-4e8b-b6d5-02c8f1a97e43"
	for _, tt := range []struct {
		id, customer string
		ok           bool
	}{{sampled, owner, true}, {owner, owner, true}, {sampled, "", true}, {"", owner, true}, {other, owner, false}} {
		a, _ := answering(t, http.StatusOK, strings.NewReplacer(`"id":"`+sampled, `"id":"`+tt.id, `Id":"`+sampled, `Id":"`+tt.customer).Replace(consented))
		got, err := canonical.DecideAgreement.Bind(a)(t.Context(), accept(agreementID(sampled, "ul")))
		switch {
		case !tt.ok && canonical.AsError(err) == nil, !tt.ok && canonical.AsError(err).Code != canonical.VendorProtocolError:
			t.Errorf("%+v: got %v, want vendor_protocol_error", tt, err)
		case tt.ok && (err != nil || got.CustomerID.Key("customer_account_id") != tt.customer || got.ID.Key("agreement_id") != sampled):
			t.Errorf("%+v: got %v of another customer or agreement", tt, err)
		}
	}
}

func TestDecliningIsNotSupported(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusOK, consented)
	e := refused(t, a, canonical.DecideAgreement, canonical.AgreementDecision{ID: agreementID(sampled, "standard"), Decision: canonical.AgreementDeclined})
	if e.Code != canonical.OperationNotSupported || e.HowFar() != canonical.NotSent || len(v.seen) != 0 {
		t.Errorf("got %s, outcome %s, %d requests", e.Code, e.HowFar(), len(v.seen))
	}
}

func TestOMN8BlanksAreTrimmed(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusOK, oneAgreement("US_PATRIOTIC_ACT", "PENDING"))
	d := agreementDraft(canonical.AgreementStandard)
	d.Party.GivenName, d.Party.Tax.ID = " Marisol ", canonical.NewSecret("900-71-4426 ")
	d.Party.Address.Lines, d.Party.Address.City = []canonical.Personal{"41 Juniper Lane ", " ", "Apt 6", "Back door "}, "Bowling Green "
	got := do(t, a, canonical.CreateAgreement, d)
	if body := v.last(t).body; strings.Contains(body, ` "`) || strings.Contains(body, `" `) || !strings.Contains(body, `"address2":"Apt 6, Back door"`) {
		t.Errorf("blanks are sent, or lines lost: %s", body)
	}
	if name := got.Data[0].Party.GivenName; name != "Marisol" {
		t.Errorf("the answer's name is %q", string(name))
	}
}

func TestOMN15WalletIsOpaqueInboundAndCheckedOutbound(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusOK, oneAgreement("US_PATRIOTIC_ACT", "PENDING"))
	if got := do(t, a, canonical.CreateAgreement, agreementDraft(canonical.AgreementUL)); len(got.Data[0].Party.WalletAddress) != 34 {
		t.Error("the vendor's short address is not kept")
	}
	for _, bad := range []canonical.Personal{"0x5a1b6fd20c9e4478b3a0e1f2d3c4b5a", "3c91f0a7be52d8460e1f9b73c5a2d8e4016f7b9c", wallet + "0", "0xgc91f0a7be52d8460e1f9b73c5a2d8e4016f7b9c"} {
		d := agreementDraft(canonical.AgreementUL)
		d.Party.WalletAddress = bad
		wantPointers(t, refused(t, a, canonical.CreateAgreement, d), "/party/wallet_address")
	}
	v.last(t)
}

func TestOMN16PathsOfTheKinds(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string][2]string{
		"standard": {"/tenant/agreement/preview-agreement", "/tenant/agreement/preview-agreement/" + sampled},
		"ul":       {"/tenant/agreement/preview-UL-agreement", "/tenant/agreement/ul-preview-agreement/" + sampled},
	} {
		a, made := answering(t, http.StatusOK, oneAgreement("US_PATRIOTIC_ACT", "PENDING"))
		list := do(t, a, canonical.CreateAgreement, agreementDraft(kind))
		b, decided := answering(t, http.StatusOK, consented)
		do(t, b, canonical.DecideAgreement, accept(list.Data[0].ID))
		if got := [2]string{made.last(t).path, decided.last(t).path}; got != want {
			t.Errorf("%s: paths are %v, want %v", kind, got, want)
		}
		if ul := made.last(t).field(t, "taxIdNumber"); (ul == "") != (kind == "ul") {
			t.Errorf("%s: the tax id is %q", kind, ul)
		}
	}
}

// TestA11AnUnknownKindIsNotGuessed: no answer names the kind, so a list can tell a UL
// agreement by its type at most; another is decided with the kind in the body.
func TestA11AnUnknownKindIsNotGuessed(t *testing.T) {
	t.Parallel()
	const standard, ul = "/tenant/agreement/preview-agreement/" + sampled, "/tenant/agreement/ul-preview-agreement/" + sampled
	for _, tt := range []struct {
		agreementType, listed string
		given, path           string // path: "" where it is refused
	}{
		{"US_PATRIOTIC_ACT", "unknown", "", ""},
		{"US_PATRIOTIC_ACT", "unknown", "standard", standard},
		{"US_PATRIOTIC_ACT", "unknown", "ul", ul},
		{"US_PATRIOTIC_ACT", "unknown", "basic", ""},
		{"RULEBOOK", "unknown", "", ""},
		{"UL_TEMPLATE", "ul", "", ul},
		{"UL_TEMPLATE", "ul", "ul", ul},
		{"UL_TEMPLATE", "ul", "standard", ""},
	} {
		a, _ := answering(t, http.StatusOK, oneAgreement(tt.agreementType, "PENDING"))
		listed := do(t, a, canonical.ListAgreements, canonical.AgreementsQuery{}).Data[0]
		if listed.Kind != tt.listed {
			t.Errorf("%s is of kind %s", tt.agreementType, listed.Kind)
		}
		b, v := answering(t, http.StatusOK, consented)
		decision := accept(listed.ID)
		decision.Kind = tt.given
		if tt.path == "" {
			wantPointers(t, refused(t, b, canonical.DecideAgreement, decision), "/kind")
			continue
		}
		if got := do(t, b, canonical.DecideAgreement, decision); v.last(t).path != tt.path || got.Kind != tt.given && tt.given != "" {
			t.Errorf("%+v: %s, kind %s", tt, v.last(t).path, got.Kind)
		}
	}
}

func TestOMN26SingleReadFiltersByID(t *testing.T) {
	t.Parallel()
	const body = `{"data":[{"id":"31f7c0de-9a24-4e8b-b6d5-02c8f1a97e43","status":"PENDING"},{"id":"` + sampled + `","status":"ACCEPTED"}]}`
	a, v := answering(t, http.StatusOK, body)
	got := do(t, a, canonical.GetAgreement, canonical.AgreementQuery{ID: agreementID(sampled, "ul")})
	if got.Status != canonical.AgreementAccepted || got.Kind != canonical.AgreementUL || v.last(t).query != "agreementId="+sampled {
		t.Errorf("got an agreement %s of kind %s", got.Status, got.Kind)
	}
	e := refused(t, a, canonical.GetAgreement, canonical.AgreementQuery{ID: agreementID("5d1e8c70-2f94-4b6a-9c03-e7a1b25f6d48", "ul")})
	if e.Code != canonical.AgreementNotFound || e.HowFar() != canonical.Answered {
		t.Errorf("got %s, want agreement_not_found", e.Code)
	}
}

func TestStandardAgreementNeedsAllOfIt(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusOK, `{}`)
	d := agreementDraft(canonical.AgreementStandard)
	d.Party.GivenName, d.Party.Tax, d.Party.Phone, d.Party.Address = "M", nil, nil, nil
	wantPointers(t, refused(t, a, canonical.CreateAgreement, d), "/party/tax", "/party/phone", "/party/address")
	d = agreementDraft(canonical.AgreementStandard)
	d.Party.GivenName, d.Party.Phone.Number = "M", "+88212025550"
	wantPointers(t, refused(t, a, canonical.CreateAgreement, d), "/party/given_name", "/party/phone/number")
	d = agreementDraft(canonical.AgreementStandard)
	d.Party.Birthdate, d.Party.Address.Lines, d.Party.Address.State = "", nil, " "
	wantPointers(t, refused(t, a, canonical.CreateAgreement, d), "/party/birthdate", "/party/address/lines", "/party/address/state")
	wantPointers(t, refused(t, a, canonical.CreateAgreement, agreementDraft("other")), "/kind")
	if len(v.seen) != 0 {
		t.Error("a draft that was refused has been sent")
	}
}

// TestA7AnswersAboutSomebodyElse reads and decides one agreement at a vendor that tells
// of another.
func TestA7AnswersAboutSomebodyElse(t *testing.T) {
	t.Parallel()
	const other = "0b0e6f3a-1111-4222-8333-444455556666"
	read := &fakeVendor{status: 200, body: `{"data":[{"id":"` + other + `","status":"PENDING"}]}`}
	decided := &fakeVendor{status: 200, body: `{"data":[{"id":"` + other + `","status":"ACCEPTED"}]}`}
	var counted []string
	made := func(v *fakeVendor, settings map[string]any) canonical.Adapter {
		c := connection(v, settings)
		c.OtherSubject = func(operation string) { counted = append(counted, operation) }
		return adapterOf(t, c)
	}
	id := agreementID(sampled, canonical.AgreementUL)
	query := canonical.AgreementQuery{ID: id}
	if e := refused(t, made(read, nil), canonical.GetAgreement, query); e.Code != canonical.AgreementNotFound {
		t.Errorf("read: %v", e)
	}
	if e := refused(t, made(decided, nil), canonical.DecideAgreement, accept(id)); e.Code != canonical.VendorProtocolError ||
		e.Message != "The answer is about another customer than the one asked for." {
		t.Errorf("decided: %v, %s", e, e.Message)
	}
	taking := map[string]any{"other_subjects": "warn"}
	for name, a := range map[string]canonical.Agreement{
		"read": do(t, made(read, taking), canonical.GetAgreement, query), "decided": do(t, made(decided, taking), canonical.DecideAgreement, accept(id)),
	} {
		if a.ID.Key("agreement_id") != sampled || a.VendorIDs["agreement_id"] != sampled {
			t.Errorf("%s, taken: %+v", name, a)
		}
	}
	if !slices.Equal(counted, []string{"get_agreement", "decide_agreement", "get_agreement", "decide_agreement"}) {
		t.Errorf("counted %v", counted)
	}
	a := made(read, taking)
	if w := a.(canonical.Warner).Warnings(); !strings.Contains(strings.Join(w, "\n"), "other_subjects is warn") {
		t.Errorf("warnings are %q", w)
	}
}

func TestX16AnOddAgreementIsLeftOut(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusOK, `{"data":[{"id":"a1","status":"PENDING"},{"id":"a2","status":{"x":1}},{"id":"a3","status":"ACCEPTED"}]}`)
	list := do(t, a, canonical.ListAgreements, canonical.AgreementsQuery{})
	if len(list.Data) != 2 || len(v.seen) != 1 {
		t.Errorf("%d agreements after %d calls, want 2 after 1", len(list.Data), len(v.seen))
	}
}

// TestA2ULAgreementNamesWhatItLeavesOut: it takes five facts, whatever else is given,
// and needs none of the others to be whole.
func TestA2ULAgreementNamesWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusOK, oneAgreement("US_PATRIOTIC_ACT", "PENDING"))
	d := agreementDraft(canonical.AgreementUL)
	d.Party.Address.PostalCode, d.Party.Phone.Number = "", ""
	got := do(t, a, canonical.CreateAgreement, d)
	if want := "/party/address /party/birthdate /party/middle_name /party/phone /party/tax"; strings.Join(got.Ignored, " ") != want {
		t.Errorf("ignored %v, want %s", got.Ignored, want)
	}
	if p := got.Data[0].Party; p.MiddleName != "" || p.Birthdate != "" || p.Phone != nil || p.Address != nil {
		t.Error("what was not sent is echoed")
	}
	if strings.Contains(v.last(t).body, "Juniper") {
		t.Error("an address is sent")
	}
}

func TestPostalCodeAsTheCountryHasThem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		country, setting, sent string // sent: "" where it is refused
	}{{"AE", "00000", "00000"}, {"HK", "n/a", "n/a"}, {"US", "00000", ""}, {"IN", "00000", ""}, {"AE", "", ""}} {
		v := &fakeVendor{status: http.StatusOK, body: oneAgreement("US_PATRIOTIC_ACT", "PENDING")}
		a := adapterOf(t, connection(v, map[string]any{"no_postal_code": tt.setting}))
		d := agreementDraft(canonical.AgreementStandard)
		d.Party.Address.Country, d.Party.Address.PostalCode = canonical.Country(tt.country), ""
		if tt.sent == "" {
			wantPointers(t, refused(t, a, canonical.CreateAgreement, d), "/party/address/postal_code")
			continue
		}
		do(t, a, canonical.CreateAgreement, d)
		if got := v.last(t).field(t, "address"); !strings.Contains(got, `"postalCode":"`+tt.sent+`"`) {
			t.Errorf("%s: the address is %s", tt.country, got)
		}
	}
}

func TestA8AnAgreementThatCannotBeReadIsLeftOut(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, http.StatusOK, `{"data":[{"status":"PENDING"},{"id":"`+sampled+`","status":"PENDING"}]}`)
	for _, list := range []canonical.List[canonical.Agreement]{
		do(t, a, canonical.ListAgreements, canonical.AgreementsQuery{}), do(t, a, canonical.CreateAgreement, agreementDraft(canonical.AgreementUL)),
	} {
		if len(list.Data) != 1 || list.Data[0].ID.Key("agreement_id") != sampled {
			t.Errorf("%d agreements", len(list.Data))
		}
	}
}
