package records

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway/ids"
	"canongate/policies/journal"
)

// reader reads ids of a fresh key set, and of the set after a rotation.
func readers(t testing.TB) (codec *ids.Codec, before, after Reader) {
	t.Helper()
	keyset, err := ids.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	rotated, err := ids.RotateKeyset(keyset)
	if err != nil {
		t.Fatal(err)
	}
	codec, err = ids.New(keyset)
	if err != nil {
		t.Fatal(err)
	}
	after, err = NewReader(rotated)
	if err != nil {
		t.Fatal(err)
	}
	return codec, Reader{codec}, after
}

// A payment is found by its references, and by what a vendor's file shows of its
// customer and account, whatever key sealed their ids.
func TestFactsOfAPayment(t *testing.T) {
	t.Parallel()
	codec, before, after := readers(t)
	seal := func(kind canonical.Kind, keys canonical.Keys) string {
		text, err := codec.Seal(kind, "acme", "omnumi-us", keys)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	body := []byte(`{"direction":"debit","status":"submitted","reference":"order-1","vendor_reference":"9001",
		"customer_id":"` + seal(canonical.KindCustomer, canonical.Keys{"account": "C-7"}) + `",
		"bank_account_id":"` + seal(canonical.KindBankAccount, canonical.Keys{"account": "C-7", "bank": "B-3"}) + `",
		"ach":{"return_code":"R01","settled_on":"2026-03-03","trace_number":"091000010000001"}}`)
	facts, err := before.Facts("acme", body)
	if err != nil {
		t.Fatal(err)
	}
	if facts.Direction != "debit" || facts.ReturnCode != "R01" || facts.SettledOn != "2026-03-03" {
		t.Errorf("facts %+v", facts)
	}
	for _, want := range []journal.PaymentKey{
		{Kind: journal.KeyReference, Value: "order-1"}, {Kind: journal.KeyVendorReference, Value: "9001"},
		{Kind: journal.KeyTrace, Value: "091000010000001"}, {Kind: journal.KeyCustomer, Value: "C-7"}, {Kind: journal.KeyBank, Value: "B-3"},
	} {
		if !slices.Contains(facts.Keys, want) {
			t.Errorf("no key of kind %s is %s", want.Kind, want.Value)
		}
	}
	again, err := after.Facts("acme", body)
	if err != nil || !slices.Equal(again.Keys, facts.Keys) {
		t.Errorf("after a rotation: %v, %d keys", err, len(again.Keys))
	}
	other, err := before.Facts("globex", body) // whose ids these are not
	if err != nil || slices.ContainsFunc(other.Keys, func(k journal.PaymentKey) bool { return k.Kind == journal.KeyCustomer }) {
		t.Errorf("another tenant: %v", err)
	}
	if _, err := before.Facts("acme", []byte("[]")); err == nil {
		t.Error("what is not a payment was read as one")
	}
}

func BenchmarkFacts(b *testing.B) {
	codec, reader, _ := readers(b)
	sealed, err := codec.Seal(canonical.KindCustomer, "acme", "omnumi-us", canonical.Keys{"account": "C-7"})
	if err != nil {
		b.Fatal(err)
	}
	body := []byte(`{"direction":"debit","status":"submitted","reference":"order-1","customer_id":"` + sealed + `","ach":{"sec_code":"WEB"}}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := reader.Facts("acme", body); err != nil {
			b.Fatal(err)
		}
	}
}

// What is read of a record is what a payment calls by these names.
func TestFactsAreFieldsOfAPayment(t *testing.T) {
	t.Parallel()
	var compare func(read, of reflect.Type)
	compare = func(read, of reflect.Type) {
		named := map[string]reflect.Type{}
		for field := range of.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			named[name] = field.Type
		}
		for field := range read.Fields() {
			name := field.Tag.Get("json")
			switch known := named[name]; {
			case known == nil:
				t.Errorf("a payment has no %s", name)
			case field.Type.Kind() == reflect.Struct:
				compare(field.Type, known)
			}
		}
	}
	compare(reflect.TypeFor[recorded](), reflect.TypeFor[canonical.Payment]())
}

// Until now the vendor's reference took the place of the caller's.
func TestBodiesFromBeforeGetAVendorReference(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][2]string{
		`{"reference":"9001","vendor_ids":{"reference_id":"9001"}}`:                              {"", "9001"},
		`{"reference":"order-1"}`:                                                                {"order-1", ""},
		`{"reference":"order-1","vendor_reference":"9001","vendor_ids":{"reference_id":"9001"}}`: {"order-1", "9001"},
	} {
		var p canonical.Payment
		if err := json.Unmarshal(UpgradeBody([]byte(body)), &p); err != nil || p.Reference != want[0] || p.VendorReference != want[1] {
			t.Errorf("%s: %q and %q, %v", body, p.Reference, p.VendorReference, err)
		}
	}
	if got := string(UpgradeBody([]byte("[]"))); got != "[]" {
		t.Errorf("what is not a payment became %s", got)
	}
}

// How long the money may come back is counted from the settlement.
func TestFinality(t *testing.T) {
	t.Parallel()
	at := func(day string) time.Time {
		when, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		return when.Add(18 * time.Hour)
	}
	for name, c := range map[string]struct {
		kept  journal.Payment
		body  string
		now   string
		final bool
		until [2]string
		want  string // expected settlement
	}{
		"under way":         {journal.Payment{Status: "submitted"}, `"ach":{"sec_code":"WEB","effective_date":"2026-07-04"}`, "2026-07-03", false, [2]string{}, "2026-07-06"},
		"no date":           {journal.Payment{Status: "submitted"}, `"ach":{"sec_code":"WEB"}`, "2026-07-03", false, [2]string{}, "2026-07-03"},
		"settled":           {journal.Payment{Status: "settled", SettledOn: "2026-07-06"}, `"ach":{"sec_code":"WEB"}`, "2026-07-20", false, [2]string{"2026-07-08", "2026-09-08"}, "2026-07-03"},
		"long ago":          {journal.Payment{Status: "settled", SettledOn: "2026-07-06"}, `"ach":{"sec_code":"WEB"}`, "2026-12-01", true, [2]string{"2026-07-08", "2026-09-08"}, "2026-07-03"},
		"corporate":         {journal.Payment{Status: "settled", SettledOn: "2026-07-06"}, `"ach":{"sec_code":"CCD"}`, "2026-07-20", true, [2]string{"2026-07-08", ""}, "2026-07-03"},
		"no one knows when": {journal.Payment{Status: "settled"}, `"ach":{"sec_code":"WEB"}`, "2026-12-01", false, [2]string{}, "2026-07-03"},
		"returned":          {journal.Payment{Status: "returned", ReturnCode: "R01"}, `"ach":{"sec_code":"WEB"}`, "2026-07-20", true, [2]string{}, "2026-07-03"},
		"failed":            {journal.Payment{Status: "failed"}, `"ach":{"sec_code":"WEB"}`, "2026-07-20", true, [2]string{}, ""},
	} {
		c.kept.Body = []byte(`{"object":"payment","rail":"ach","direction":"debit",` + c.body + `}`)
		c.kept.CreatedAt = at("2026-07-02") // a Thursday; the banks are open on the Friday, though the 4th is a Saturday
		p, err := paymentOf(c.kept, at(c.now))
		if err != nil {
			t.Fatal(err)
		}
		var until [2]string
		if w := p.ACH.ReturnWindow; w != nil {
			until = [2]string{string(w.OrdinaryUntil), string(w.UnauthorizedUntil)}
		}
		if p.ACH.Final == nil || *p.ACH.Final != c.final || until != c.until {
			t.Errorf("%s: final %v, until %q, want %v and %q", name, p.ACH.Final, until, c.final, c.until)
		}
		if got := string(p.ACH.ExpectedSettlementOn); got != c.want {
			t.Errorf("%s: expected to settle on %s, want %s", name, got, c.want)
		}
	}
}

func TestReturnsAreExplained(t *testing.T) {
	t.Parallel()
	p, err := paymentOf(journal.Payment{
		Status: "returned", ReturnCode: "R01", ReturnedOn: "2026-07-08", SettledOn: "2026-07-06", Basis: "file",
		Body: []byte(`{"rail":"ach","direction":"debit","ach":{"sec_code":"WEB"}}`),
	}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if a := p.ACH; a.ReturnClass != "funds" || a.ISOReason != "AM04" || a.ReturnReason == "" || a.ReturnedOn != "2026-07-08" || a.SettlementBasis != "file" {
		t.Errorf("%s %s %s %s %s", a.ReturnClass, a.ISOReason, a.ReturnReason, string(a.ReturnedOn), a.SettlementBasis)
	}
}

// What operators write, and who they are, is not the callers' business.
func TestTimelineNamesNoOperator(t *testing.T) {
	t.Parallel()
	steps := timelineOf([]journal.PaymentEntry{
		{Status: "created", Source: "gateway"},
		{Status: "unknown", Source: "clock", Reason: "the answer was lost"},
		{Status: "failed", Source: "vendor", Reason: "vendor_rejected"},
		{Status: "settled", Source: "operator", By: "ann", ApprovedBy: "bob", Reason: "Noor's statement says so"},
		{Status: "settled", Source: "import", Said: "submitted"},
		{Status: "returned", Source: "import", Code: "R01"},
	})
	text, err := json.Marshal(steps)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"ann", "bob", "Noor"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the timeline says %s: %s", secret, text)
		}
	}
	if steps[1].Detail != "the answer was lost" || steps[2].Code != "vendor_rejected" || steps[2].Detail != "" ||
		!strings.Contains(steps[4].Detail, "submitted") || steps[4].Status != "settled" || steps[5].Code != "R01" {
		t.Errorf("timeline %s", text)
	}
}

// An event says what the change was and why.
func TestEventOfAMove(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		move journal.Move
		want string
	}{
		{
			journal.Move{Payment: journal.Payment{ID: "pay_1", Customer: "cus_1", Status: "returned", ReturnCode: "R01", Basis: "file"}, From: "settled", Cause: journal.ByImport, OccurredOn: "2026-07-08"},
			`{"payment_id":"pay_1","customer_id":"cus_1","status":"returned","previous_status":"settled","return_code":"R01","return_class":"funds","settlement_basis":"file","reason":"import","occurred_on":"2026-07-08"}`,
		},
		{
			journal.Move{Payment: journal.Payment{ID: "pay_1", Status: "unknown"}, From: "created", Cause: journal.ByClock},
			`{"payment_id":"pay_1","status":"unknown","previous_status":"created","reason":"vendor"}`,
		},
		{
			journal.Move{Payment: journal.Payment{ID: "pay_1", Status: "settled", Basis: "presumed"}, From: "submitted", Cause: journal.ByClock},
			`{"payment_id":"pay_1","status":"settled","previous_status":"submitted","settlement_basis":"presumed","reason":"presumed"}`,
		},
	} {
		events := EventsOfPayment(c.move)
		if len(events) != 1 || string(events[0].Data) != c.want {
			t.Errorf("%s\nwant %s", events[0].Data, c.want)
		}
	}
}

// A correction names the account and none of its numbers; an exception says nothing
// of what was in the file; a restore when it was.
func TestEventsOfCorrectionsExceptionsAndRestores(t *testing.T) {
	t.Parallel()
	for want, events := range map[string][]journal.Event{
		`payment.corrected pay_1 acme bank {"payment_id":"pay_1","customer_id":"cus_1","bank_account_id":"ba_1","change_code":"C01"}`: EventsOfCorrection(
			journal.Correction{Connection: "bank", Code: "C01", Corrected: "1918171614"},
			journal.Payment{ID: "pay_1", Tenant: "acme", Customer: "cus_1", Body: []byte(`{"bank_account_id":"ba_1"}`)}),
		`reconciliation.exception exc_1 acme bank {"exception_id":"exc_1","exception_kind":"orphan","import_id":"imp_1"}`: EventsOfException(
			journal.Exception{ID: "exc_1", Kind: journal.Orphan, Tenant: "acme", Connection: "bank", ImportID: "imp_1", Detail: "1918171614"}),
	} {
		if len(events) != 1 {
			t.Errorf("%d events, want %s", len(events), want)
			continue
		}
		e := events[0]
		if got := strings.Join([]string{e.Type, e.Subject, e.Tenant, e.Connection, string(e.Data)}, " "); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
	lost := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for want, of := range map[string]journal.Incarnation{
		`{"restored":true,"lost_from":"2026-03-02T09:00:00Z","lost_to":"2026-03-02T10:00:00Z"}`: {FenceFrom: lost, FenceTo: lost.Add(time.Hour)},
		`{"restored":true,"lost_to":"2026-03-02T10:00:00Z"}`:                                    {FenceTo: lost.Add(time.Hour)}, // a backup of an empty journal
	} {
		if events := EventsOfRestore(of); len(events) != 1 || events[0].Tenant != "" || string(events[0].Data) != want {
			t.Errorf("of a restore: %+v, want %s", events, want)
		}
	}
	if e := EventsOfCorrection(journal.Correction{Code: "C01"}, journal.Payment{}); e != nil {
		t.Errorf("a correction of no payment is told: %v", e)
	}
}
