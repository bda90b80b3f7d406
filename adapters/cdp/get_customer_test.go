package cdp

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

func TestCDP12EmptyMeansAbsent(t *testing.T) {
	t.Parallel()
	var unmapped []string
	m := newMapper(t, &unmapped)
	body := `{"ecrn":"7841000000000001","first_name":" ","middle_name":"","salutation":null,"email_id":"","phone_number":" ","nationality":null,"date_of_birth":"",
		"native_region":0,"occupation_id":null,"customer_status":"","aml_scan_status":null,"address_list":[],"id_details":null,
		"customer_classification":{"employer_phone":" ","reason_for_acc":" ","agent_ref_no":null,"customer_remarks":"","txn_vol_month":0},
		"customer_relations":[],"communication_consents":[]}`
	customer, err := m.decodeReply("get_customer", rest.Reply{Status: 200, Body: []byte(body)}, "")
	if err != nil {
		t.Fatal(err)
	}
	customer.ID.Seal("cus_x")
	got, err := json.Marshal(customer)
	want := `{"id":"cus_x","object":"customer","connection":"","vendor_ids":{"ecrn":"7841000000000001"},"type":"individual"}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(unmapped) > 0 {
		t.Errorf("counted as unknown: %v", unmapped)
	}
	customer, e := decodeAnswer(t, 200, `{"ecrn":"7841000000000001","id_details":[{"id_type":2,"visa_number":"0","visa_expiry_date":null}]}`, "")
	if e != nil || customer.Identifiers[0].Visa != nil {
		t.Errorf("visa number 0 is a visa: %v", e)
	}
}

func TestTruthsAreReadInWordsAndListsOfOneWithoutBrackets(t *testing.T) {
	t.Parallel()
	customer, e := decodeAnswer(t, 200, `{"status":"success","data":[{"ecrn":"7841000000000001","political_exposed_person":"false","pep":" ",
		"address_list":{"city":"Kochi"},"id_details":{"id_type":2,"default_status":"true","active_status":"N"},
		"communication_consents":[{"allow":"Y","communication_type":"1"}],"additional_docs":{"file_name":"a.jpeg"}}]}`, "")
	if e != nil {
		t.Fatal(e, e.Err)
	}
	if customer.Screening.PEP == nil || *customer.Screening.PEP || len(customer.Addresses) != 1 || len(customer.Documents) != 1 ||
		!customer.Identifiers[0].Primary || *customer.Identifiers[0].Active || !customer.CommunicationPreferences[0].Allowed {
		t.Errorf("concludes %+v", customer)
	}
	if customer, e = decodeAnswer(t, 200, `{"ecrn":"7841000000000001","id_details":[{"id_type":2,"active_status":null}],"political_exposed_person":null}`, ""); e != nil ||
		customer.Screening != nil || customer.Identifiers[0].Active != nil {
		t.Errorf("null is a truth: %+v, %v", customer, e)
	}
	_, e = decodeAnswer(t, 200, `{"status":"failure","errorCode":45001,"data":[]}`, "")
	wantCode(t, e, canonical.CustomerNotFound)
}

func TestCDP13CodesAreNumbersOrTexts(t *testing.T) {
	t.Parallel()
	for _, wire := range []string{`{"id_type":4}`, `{"id_type":"4"}`} {
		customer, e := decodeAnswer(t, 200, `{"ecrn":"7841000000000001","id_details":[`+wire+`],"address_list":[{"address_type_id":2},{"address_type_id":"2"}]}`, "")
		if e != nil || customer.Identifiers[0].Type != canonical.IdentifierEmiratesID || customer.Addresses[0].Type != "permanent" || customer.Addresses[1].Type != "permanent" {
			t.Errorf("%s: %v", wire, e)
		}
	}
	body, err := newMapper(t, nil).encodeLookup(canonical.CustomerLookup{Identifier: &canonical.LookupIdentifier{Type: "passport", Number: "X1"}})
	if err != nil || string(body) != `{"idNumber":"X1","idType":"2"}` {
		t.Errorf("lookup sends %s, %v", body, err)
	}
	o := encoded(t, canonical.CustomerDraft{Profile: canonical.Profile{Identifiers: []canonical.Identifier{{Type: "passport", Number: "X1"}}}})
	if b, err := json.Marshal(o.IDDetails[0]); err != nil || !strings.Contains(string(b), `"id_type":2,`) {
		t.Errorf("onboarding sends %s, %v", b, err)
	}
}

func TestCDP14ExpiryIsADateAsWritten(t *testing.T) {
	t.Parallel()
	for wire, want := range map[string]canonical.Date{
		"2031-04-18T00:00:00.000+00:00": "2031-04-18", "2031-04-18T23:30:00.000-11:00": "2031-04-18", "2031-04-18": "2031-04-18", "18/04/2031": "",
	} {
		customer, e := decodeAnswer(t, 200, `{"ecrn":"7841000000000001","id_status":"Active","id_date_of_expiry":"`+wire+`"}`, "")
		if e != nil || customer.KYC.DocumentExpiresOn != want {
			t.Errorf("%s is read as another day: %v", wire, e)
		}
	}
}

func TestCDP15BothSpellingsAreRead(t *testing.T) {
	t.Parallel()
	for _, spelling := range [][2]string{{"contentType", "subsciption_type"}, {"content_type", "subscription_type"}} {
		customer, e := decodeAnswer(t, 200, `{"ecrn":"7841000000000001","additional_docs":[{"`+spelling[0]+`":"image/png","file_name":"f"}],
			"customer_classification":{"subscriptions":[{"`+spelling[1]+`":"GOLD"}]}}`, "")
		if e != nil || customer.Documents[0].File.ContentType != "image/png" || customer.Subscriptions[0].Type != "GOLD" {
			t.Errorf("%v: %v", spelling, e)
		}
	}
}

func TestCDP16FirstDefaultIsPrimary(t *testing.T) {
	t.Parallel()
	customer, e := decodeAnswer(t, 200, `{"ecrn":"7841000000000001","id_details":[{"id_type":4},{"id_type":2,"default_status":true},{"id_type":2,"default_status":true}]}`, "")
	if e != nil {
		t.Fatal(e)
	}
	var primary []bool
	for _, id := range customer.Identifiers {
		primary = append(primary, id.Primary)
	}
	if !slices.Equal(primary, []bool{false, true, false}) {
		t.Errorf("primary %v", primary)
	}
}

func TestCDP22PlaceOfBirthIsFreeText(t *testing.T) {
	t.Parallel()
	customer, e := decodeAnswer(t, 200, `{"ecrn":"7841000000000001","place_of_birth":"PORTUGAL","country_of_birth":"PT"}`, "")
	if e != nil || *customer.PlaceOfBirth != (canonical.PlaceOfBirth{Country: "PT", Locality: "PORTUGAL"}) {
		t.Errorf("place of birth is not both: %v", e)
	}
}

func TestCDP23NamesAreNotSplit(t *testing.T) {
	t.Parallel()
	customer, e := decodeAnswer(t, 200, `{"ecrn":"7841000000000001","first_name":"ANA MARIA","last_name":"VAN DEN BERG LIMA","preferred_name":"ANA MARIA"}`, "")
	if e != nil || *customer.Name != (canonical.Name{GivenName: "ANA MARIA", FamilyName: "VAN DEN BERG LIMA", PreferredName: "ANA MARIA"}) {
		t.Errorf("names are not as given: %v", e)
	}
}

func TestCDP24BothPEPSpellings(t *testing.T) {
	t.Parallel()
	for _, member := range []string{"pep", "political_exposed_person"} {
		customer, e := decodeAnswer(t, 200, `{"ecrn":"7841000000000001","`+member+`":true}`, "")
		if e != nil || customer.Screening.PEP == nil || !*customer.Screening.PEP {
			t.Errorf("%s is lost: %v", member, e)
		}
	}
}

func TestCDP25DocumentsAreNamesOnly(t *testing.T) {
	t.Parallel()
	customer, e := decodeAnswer(t, 200, string(sample(t, "get_customer.ok.json")), "")
	if e != nil {
		t.Fatal(e)
	}
	if len(customer.Documents) != 2 {
		t.Fatalf("%d documents, want 2", len(customer.Documents))
	}
	for _, d := range customer.Documents {
		if d.ContentAvailable || d.File.Name == "" || d.File.ContentType != "image/jpeg" {
			t.Errorf("document %+v", d)
		}
		if strings.Contains(string(d.File.Name), "784199155000013") {
			t.Error("the name of a file shows the number of an identifier")
		}
	}
	if d := customer.Documents[0]; d.Purpose != "identity" || d.IdentifierType != canonical.IdentifierEmiratesID || d.Side != "front" {
		t.Errorf("first document %+v", d)
	}
}

func TestCaseBOMAtCDP(t *testing.T) {
	t.Parallel()
	c, e := decodeAnswer(t, 200, "\ufeff"+`{"ecrn":"`+ecrn+`","customer_status":"ACTIVE"}`, "")
	if e != nil || c.ID.Key(keyECRN) != ecrn {
		t.Errorf("an onboarding: %v", e)
	}
	in := canonical.InboundEvent{VerifiedPeer: true, Body: []byte("\ufeff" + `{"ecrn":"` + ecrn + `","aml_scan_status":"Accepted","x":1,"x":2}`)}
	n, err := newAdapter(t, &fakeVendor{}, newClock(), map[string]any{"verify_by_fetch": false}).ReceiveEvent(t.Context(), in)
	if err != nil || n.Subject.Key(keyECRN) != ecrn {
		t.Errorf("a notification: %v", err)
	}
}

func TestX16AnOddIdentityIsLeftOut(t *testing.T) {
	t.Parallel()
	c, e := decodeAnswer(t, 200, `{"ecrn":"`+ecrn+`","id_details":[{"id_type":4,"id_number":"784198733000016"},{"id_type":1,"id_number":{"x":1}}]}`, ecrn)
	if e != nil || len(c.Identifiers) != 1 {
		t.Errorf("%d identifiers, %v", len(c.Identifiers), e)
	}
	if _, e := decodeAnswer(t, 200, `{"data":[{"ecrn":{"x":1}}]}`, ecrn); e == nil || e.Code != canonical.VendorProtocolError {
		t.Errorf("a customer that cannot be read: %v", e)
	}
}
