package admin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/gateway/admin"
	"canongate/gateway/auth"
	"canongate/policies"
	"canongate/policies/imports"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
	"canongate/policies/reconcile/csvfile"
)

// moneyRig is an admin handler over a journal and an engine. Ann may ask, bob may
// approve, paula may see what is personal, and otto sees the tenant other only.
type moneyRig struct {
	*rig
	t       *testing.T
	journal *journal.Journal
	made    int
	done    ends
}

// ends is a log that says when the engine is done with an import.
type ends chan struct{}

func (e ends) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte("import is done")) {
		select {
		case e <- struct{}{}:
		default: // nobody has looked since the last one
		}
	}
	return len(line), nil
}

const moneyBank = "bank-us"

var history = csvfile.Mapping{Name: "history", Columns: csvfile.Columns{
	VendorReference: csvfile.Column{Column: "ref"}, Amount: csvfile.Column{Column: "amount"}, Customer: csvfile.Column{Column: "customer"},
	Bank: csvfile.Column{Column: "bank"}, Occurred: csvfile.Column{Column: "date"}, Code: csvfile.Column{Column: "code"},
	Status:    csvfile.Column{Column: "status", Values: map[string]string{"DONE": "settled", "BACK": "returned", "NO": "failed"}},
	Direction: csvfile.Column{Column: "type", Values: map[string]string{"IN": "debit"}},
}}

const historyHeader = "ref,amount,type,status,code,customer,bank,date\n"

func newMoneyRig(t *testing.T, rule string) *moneyRig {
	t.Helper()
	r := &moneyRig{t: t, done: make(ends, 1)}
	keys, err := journal.NewKeySet(journal.Key{ID: 1, Secret: [32]byte{1}})
	r.must(err)
	r.journal, err = journal.Open(t.Context(), journal.Options{
		Driver: "sqlite", DSN: "file:" + filepath.Join(t.TempDir(), "journal.db"), Keys: keys, MatchKey: bytes.Repeat([]byte{1}, 32),
		FactsOf: func(_ string, body []byte) (f journal.Facts, err error) { return f, json.Unmarshal(body, &f) },
	})
	r.must(err)
	t.Cleanup(func() { r.journal.Close() })
	_, err = r.journal.FillKeys(t.Context())
	r.must(err)
	engine, err := imports.New(imports.Options{
		Journal: r.journal, Logger: slog.New(slog.NewTextHandler(r.done, nil)), Dir: filepath.Join(t.TempDir(), "imports"), Limits: reconcile.Limits{Bytes: 1 << 20, Lines: 1000},
		Settings: func(connection string) (imports.Settings, bool) {
			return imports.Settings{CSV: []csvfile.Mapping{history}, AbsentAfter: 0, CompanyIDs: []string{"1234567890"}}, connection == moneyBank
		},
	})
	r.must(err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		engine.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
		r.must(engine.Close())
	})
	r.rig = newRig(t, func(o *admin.Options) {
		o.Money, o.Payments, o.Changes = &admin.Money{Journal: r.journal, Imports: engine}, admin.NewJournal(r.journal), r.journal
		o.FourEyes = func() string { return rule }
		bank := policies.Standard(policies.Options{Connection: moneyBank, Vendor: "omnumi"})
		o.Connections = func() []admin.Connection {
			return []admin.Connection{{Name: moneyBank, Vendor: "omnumi", Operations: []string{"create_payment"}, Policies: bank}}
		}
		o.Operators = operatorsOf("",
			named("ann", nil, "operator", "approver"), named("bob", nil, "approver"), named("vera", nil, "viewer"),
			named("paula", nil, "operator", "pii"), named("otto", []string{"other"}, "operator", "approver"))
	})
	return r
}

func (r *moneyRig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// pay makes a payment in a status and gives its id.
func (r *moneyRig) pay(status journal.PaymentStatus, amount, ref, customer string) string {
	r.t.Helper()
	r.made++
	id := fmt.Sprintf("pay_%04d", r.made)
	body, err := json.Marshal(journal.Facts{Direction: "debit", Keys: []journal.PaymentKey{
		{Kind: journal.KeyVendorReference, Value: ref}, {Kind: journal.KeyCustomer, Value: customer}, {Kind: journal.KeyBank, Value: "b-" + customer},
	}})
	r.must(err)
	scope := journal.Scope{Tenant: "acme", Caller: "app", Operation: "create_payment", Connection: moneyBank, Key: id}
	claim, err := r.journal.Claim(r.t.Context(), scope, [32]byte{1}, time.Minute)
	r.must(err)
	p := &journal.Payment{ID: id, Customer: "cus", Amount: amount, Currency: "USD", Body: body}
	r.must(r.journal.MarkSent(r.t.Context(), claim.Ticket, journal.Sending{Connection: moneyBank, Lease: time.Minute, Payment: p}))
	r.must(r.journal.Finish(r.t.Context(), claim.Ticket, journal.Finishing{Answer: journal.Answer{Status: 201}, Status: status}))
	return id
}

func (r *moneyRig) status(id string) string {
	r.t.Helper()
	found, _, err := r.journal.ListAllPayments(r.t.Context(), journal.PaymentFilter{ID: id}, journal.Page{})
	r.must(err)
	if len(found) != 1 {
		r.t.Fatalf("%d payments are %s", len(found), id)
	}
	return string(found[0].Status)
}

// ask sends a request by somebody and wants a status.
func (r *moneyRig) ask(by string, want int, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r.t.Helper()
	w := r.send(method, "/admin/v1/"+path, body, append(as(by), headers...)...)
	if w.Code != want {
		r.t.Fatalf("%s by %s: %d %s, want %d", path, by, w.Code, w.Body, want)
	}
	return w
}

// taken is what tests read of an import.
type taken struct {
	ID, State string
	Duplicate bool
	imports.Summary
}

// upload hands a file in and waits until it is done.
func (r *moneyRig) upload(query, file string, headers ...string) taken {
	r.t.Helper()
	w := r.send("POST", "/admin/v1/imports?connection="+moneyBank+query, file, append(as("ann"), append([]string{"Content-Type", "text/csv"}, headers...)...)...)
	if w.Code != 202 && w.Code != 200 {
		r.t.Fatalf("upload: %d %s", w.Code, w.Body)
	}
	first := decode[taken](r.t, w)
	i := r.finished(first.ID)
	i.Duplicate = first.Duplicate
	return i
}

// finished waits until an import is: the engine says so in its log.
func (r *moneyRig) finished(id string) taken {
	r.t.Helper()
	patience, stop := context.WithTimeout(r.t.Context(), time.Minute)
	defer stop()
	for { // the engine says so after the journal has it
		i := decode[taken](r.t, r.ask("vera", 200, "GET", "imports/"+id, ""))
		if i.State != "reading" && i.State != "matched" {
			return i
		}
		select {
		case <-r.done:
		case <-patience.Done():
			r.t.Fatalf("import %s does not end: %s", id, i.State)
		}
	}
}

// TestAnImportOfSomeTenants tells who sees them nothing else of the connection.
func TestAnImportOfSomeTenants(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesOff)
	w := r.ask("otto", 202, "POST", "imports?connection="+moneyBank, historyHeader+"v1,10,IN,DONE,,c1,b-c1,"+today()+"\n", "Content-Type", "text/csv")
	r.finished(decode[taken](t, w).ID)
	for _, path := range []string{"imports", "imports/" + decode[taken](t, w).ID} {
		text := r.ask("otto", 200, "GET", path, "").Body.String()
		if !strings.Contains(text, `"lines":2`) || strings.Contains(text, `"entries"`) || strings.Contains(text, `"not_ours"`) || strings.Contains(text, `"totals"`) {
			t.Errorf("%s: %s", path, text)
		}
	}
	if text := r.ask("ann", 422, "GET", "imports/"+decode[taken](t, w).ID+"/entries?result=moved_on", "").Body.String(); !strings.Contains(text, `"pointer":"result"`) {
		t.Errorf("an unknown result: %s", text)
	}
}

func today() string { return time.Now().UTC().Format(time.DateOnly) }

type page struct {
	Data []map[string]any
}

func (r *moneyRig) list(path string) []map[string]any {
	r.t.Helper()
	return decode[page](r.t, r.ask("vera", 200, "GET", path, "")).Data
}

// TestAnOutageIsCleared goes the way of the drill: import, accept what moved, and let
// a second person agree to what did not.
func TestAnOutageIsCleared(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesFailedOnly)
	moved := r.pay(journal.Unknown, "10.00", "", "c1")
	twins := []string{r.pay(journal.Unknown, "20", "", "c2"), r.pay(journal.Unknown, "20", "", "c2")}
	absent := r.pay(journal.Unknown, "30", "", "c3")
	day := today()
	file := historyHeader + "v1,10,IN,DONE,,c1,b-c1," + day + "\n" + "v2,20,IN,DONE,,c2,b-c2," + day + "\n" + "v3,20,IN,DONE,,c2,b-c2," + day + "\n"
	dates := func(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	i := r.upload("", file, "Coverage-From", dates(-3), "Coverage-To", dates(9), "Coverage-Complete", "true")
	if i.State != "applied" || i.Proposals["moved"] != 1 || i.Proposals["moved_group"] != 2 || i.Proposals["absent"] != 1 {
		t.Fatalf("import is %s with proposals %v", i.State, i.Proposals)
	}
	var ids []string
	for _, kind := range []string{"moved", "moved_group"} {
		for _, p := range r.list("proposals?state=open&kind=" + kind) {
			ids = append(ids, `"`+p["id"].(string)+`"`)
		}
	}
	for _, path := range []string{"imports/" + i.ID, "imports/" + i.ID + "/entries"} {
		r.ask("otto", 404, "GET", path, "") // it tells of tenants that otto does not see
	}
	r.ask("otto", 404, "POST", "imports/"+i.ID+"/apply", `{}`)
	r.ask("otto", 404, "POST", "imports/"+i.ID+"/withdraw", `{"reason":"r"}`)
	body := `{"proposals":[` + strings.Join(ids, ",") + `],"reason":"in the vendor's history","expect":{"count":3,"total":{"value":"50","currency":"USD"}}}`
	r.ask("vera", 403, "POST", "resolutions", body)
	r.ask("ann", 409, "POST", "resolutions", strings.Replace(body, `"count":3`, `"count":4`, 1))
	if got := decode[map[string]any](t, r.ask("ann", 201, "POST", "resolutions", body)); got["state"] != "applied" || got["applied"] != 3.0 {
		t.Errorf("resolution is %v", got)
	}
	for _, id := range append(twins, moved) {
		if got := r.status(id); got != "settled" {
			t.Errorf("%s is %s", id, got)
		}
	}
	expect := `"expect":{"count":1,"total":{"value":"30.00","currency":"USD"}}`
	waits := decode[map[string]any](t, r.ask("ann", 201, "POST", "resolutions",
		`{"filter":{"connection":"bank-us","status":"unknown"},"status":"failed","reason":"the vendor never had it",`+expect+`}`))
	id := waits["id"].(string)
	if waits["state"] != "awaiting_approval" || r.status(absent) != "unknown" {
		t.Errorf("resolution is %v", waits)
	}
	r.ask("ann", 403, "POST", "resolutions/"+id+"/approve", `{`+expect+`}`)
	r.ask("ann", 422, "POST", "resolutions/"+id+"/approve", `{`+expect+`,"by":"bob"}`)
	r.ask("paula", 403, "POST", "resolutions/"+id+"/approve", `{`+expect+`}`)
	r.ask("otto", 404, "POST", "resolutions/"+id+"/approve", `{`+expect+`}`)
	r.ask("bob", 422, "POST", "resolutions/"+id+"/approve", `{}`)
	r.ask("bob", 409, "POST", "resolutions/"+id+"/approve", `{"expect":{"count":1,"total":{"value":"31","currency":"USD"}}}`)
	r.ask("bob", 200, "POST", "resolutions/"+id+"/approve", `{`+expect+`}`)
	r.ask("bob", 409, "POST", "resolutions/"+id+"/approve", `{`+expect+`}`)
	if got := r.status(absent); got != "failed" {
		t.Errorf("what the file does not have is %s", got)
	}
}

// TestALineThatComesLaterIsAContradiction, and two people put it right.
func TestALineThatComesLaterIsAContradiction(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesFailedOnly)
	id := r.pay(journal.Failed, "30", "v1", "c1")
	if i := r.upload("", historyHeader+"v1,30,IN,DONE,,c1,b-c1,"+today()+"\n"); i.Counts.Exception != 1 {
		t.Fatalf("counts are %+v", i.Counts)
	}
	open := r.list("exceptions?kind=contradiction&state=open")
	if len(open) != 1 || open[0]["payment_id"] != id || r.status(id) != "failed" {
		t.Fatalf("exceptions are %v", open)
	}
	made := decode[map[string]any](t, r.ask("ann", 202, "POST", "payments/"+id+"/correct", `{"status":"settled","reason":"the history has it","evidence":"ticket 7"}`))
	res := "resolutions/" + made["resolution_id"].(string) + "/approve"
	const expect = `{"expect":{"count":1,"total":{"value":"30","currency":"USD"}}}`
	r.ask("ann", 403, "POST", res, expect)
	r.ask("bob", 200, "POST", res, expect)
	if got := r.status(id); got != "settled" {
		t.Errorf("it is %s", got)
	}
	closing := "exceptions/" + open[0]["id"].(string) + "/close"
	r.ask("otto", 404, "POST", closing, `{"reason":"corrected"}`)
	r.ask("ann", 422, "POST", closing, `{}`)
	r.ask("ann", 200, "POST", closing, `{"reason":"corrected"}`)
	r.ask("ann", 409, "POST", closing, `{"reason":"corrected"}`)
}

func TestOnePaymentAndFourEyes(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string][2]int{
		auth.FourEyesOff: {200, 200}, auth.FourEyesFailedOnly: {202, 200}, auth.FourEyesAlways: {202, 202},
	} {
		r := newMoneyRig(t, rule)
		for k, status := range []string{"failed", "settled"} {
			id := r.pay(journal.Unknown, "1", "", "")
			w := r.ask("ann", want[k], "POST", "payments/"+id+"/resolve", `{"status":"`+status+`","reason":"seen at the vendor"}`)
			if moved := r.status(id) == status; moved != (want[k] == 200) {
				t.Errorf("%s: %s is %s after %s", rule, status, r.status(id), w.Body)
			}
		}
		r.ask("ann", 404, "POST", "payments/pay_none/correct", `{"status":"settled","reason":"r"}`)
	}
}

// TestAProposalThatIsTooLate is about a payment that moved after it was made.
func TestAProposalThatIsTooLate(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesOff)
	id := r.pay(journal.Unknown, "10", "", "c1")
	r.upload("", historyHeader+"v1,10,IN,DONE,,c1,b-c1,"+today()+"\n")
	proposal := r.list("proposals?state=open")[0]
	if entry, _ := proposal["entry"].(map[string]any); entry["amount"] != "10" || proposal["payment_id"] != id {
		t.Errorf("proposal is %v", proposal)
	}
	accept := "proposals/" + proposal["id"].(string) + "/accept"
	_, err := r.journal.MovePayment(t.Context(), journal.PaymentChange{ID: id, Status: journal.Returned})
	r.must(err)
	r.ask("otto", 404, "POST", accept, `{"reason":"r"}`)
	r.ask("ann", 409, "POST", accept, `{"reason":"r"}`)
	r.ask("ann", 200, "POST", "proposals/"+proposal["id"].(string)+"/reject", `{"reason":"it came back"}`)
	r.ask("ann", 409, "POST", accept, `{"reason":"r"}`)
}

func TestBadUploadsAreToldWhy(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesOff)
	for _, c := range []struct {
		query string
		want  int
		more  []string
	}{
		{"", 422, nil},
		{"connection=none", 422, nil},
		{"connection=bank-us&format=xml", 422, nil},
		{"connection=bank-us&mapping=other", 422, nil},
		{"connection=bank-us&dry_run=maybe", 422, nil},
		{"connection=bank-us&what=1", 400, nil},
		{"connection=bank-us&by=bob", 422, nil},
		{"connection=bank-us", 422, []string{"Coverage-Complete", "yes"}},
		{"connection=bank-us", 422, []string{"Coverage-From", "tomorrow", "Coverage-To", "2026-03-02"}},
		{"connection=bank-us", 422, []string{"Coverage-From", "2026-03-03", "Coverage-To", "2026-03-01"}},
		{"connection=bank-us", 413, []string{"Content-Length", "big"}},
	} {
		body := "x"
		if c.want == 413 {
			body, c.more = strings.Repeat("x", 2<<20), nil
		}
		w := r.send("POST", "/admin/v1/imports?"+c.query, body, append(as("ann"), append([]string{"Content-Type", "text/csv"}, c.more...)...)...)
		if w.Code != c.want {
			t.Errorf("%s %v: %d %s, want %d", c.query, c.more, w.Code, w.Body, c.want)
		}
	}
	if w := r.send("POST", "/admin/v1/imports?connection=bank-us", "", as("ann")...); w.Code != 400 {
		t.Errorf("an empty file: %d %s", w.Code, w.Body)
	}
	for text, says := range map[string]string{
		"no,such,columns\n":                       "The header does not fit",
		"\x1f\x8bnot packed":                      "gzip",
		strings.Repeat(historyHeader, 1001):       "more lines",
		"\xff\xfer\x00e\x00f\x00":                 "UTF-16",
		"<Document xmlns=\"pacs.008.001.02\"/>\n": "camt.054",
	} {
		if i := r.upload("", text); i.State != "refused" || !strings.Contains(i.Refusal, says) {
			t.Errorf("%.20q is %s: %s", text, i.State, i.Refusal)
		}
	}
}

func TestAFileInAForm(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesOff)
	id := r.pay(journal.Submitted, "10", "v1", "")
	form := "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\tb" +
		strings.Repeat("ü", 60) + ".csv\"\r\n\r\n" + historyHeader + "v1,10,IN,DONE,,,," + today() + "\r\n--b--\r\n"
	w := r.send("POST", "/admin/v1/imports?connection=bank-us", form, append(as("ann"), "Content-Type", "multipart/form-data; boundary=b")...)
	if w.Code != 202 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	got := decode[map[string]any](t, w)
	if name, _ := got["name"].(string); !strings.HasPrefix(name, "ab") || len(name) > 64 {
		t.Errorf("its name is %q", name)
	}
	if r.finished(got["id"].(string)); r.status(id) != "settled" {
		t.Errorf("the payment is %s", r.status(id))
	}
}

func TestExportKeepsCellsFromBeingFormulas(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesOff)
	id := r.pay(journal.Submitted, "10", "v1", "")
	_, err := r.journal.MovePayment(t.Context(), journal.PaymentChange{ID: id, Status: journal.Settled, Body: []byte(`{"reference":"=HYPERLINK(1)","vendor_reference":"@v","Direction":"debit"}`)})
	r.must(err)
	text := r.ask("vera", 200, "GET", "payments.csv", "").Body.String()
	if !strings.Contains(text, ",'=HYPERLINK(1),'@v,") || strings.Count(text, "\n") != 2 {
		t.Errorf("export is %s", text)
	}
	if text := r.ask("otto", 200, "GET", "payments.csv", "").Body.String(); strings.Count(text, "\n") != 1 {
		t.Errorf("another's export is %s", text)
	}
}

func TestReports(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesOff)
	oldest := r.pay(journal.Unknown, "10.50", "", "")
	r.pay(journal.Unknown, "1", "", "")
	r.pay(journal.Settled, "7", "", "")
	back := r.pay(journal.Submitted, "5", "", "")
	_, err := r.journal.MovePayment(t.Context(), journal.PaymentChange{ID: back, Status: journal.Returned, Code: "R10"})
	r.must(err)
	rows := r.list("reports/ageing")
	if len(rows) != 1 || rows[0]["count"] != 2.0 || rows[0]["total"] != "11.50" || rows[0]["oldest_id"] != oldest || rows[0]["banking_days"] != "0-1" {
		t.Errorf("ages are %v", rows)
	}
	if rows := r.list("reports/ageing?as_of=" + time.Now().AddDate(0, 0, 100).Format(time.DateOnly)); len(rows) != 1 || rows[0]["banking_days"] != ">60" {
		t.Errorf("later ages are %v", rows)
	}
	r.ask("vera", 422, "GET", "reports/ageing?as_of=soon", "")
	rates := r.list("reports/returns?days=60")
	if len(rates) != 1 || rates[0]["debits"] != 2.0 || rates[0]["returns"].(map[string]any)["R10"] != 1.0 {
		t.Errorf("rates are %v", rates)
	}
	r.ask("vera", 422, "GET", "reports/returns?days=0", "")
}

// TestMoneyKnowsItsRoles sends every change as a viewer, and looks as one.
func TestMoneyKnowsItsRoles(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesOff)
	var refused int
	for _, path := range []string{
		"imports?connection=bank-us", "imports/x/apply", "imports/x/withdraw", "proposals/x/accept", "proposals/x/reject", "resolutions",
		"resolutions/x/approve", "resolutions/x/reject", "payments/x/resolve", "payments/x/correct", "exceptions/x/close", "corrections/x/applied",
	} {
		r.ask("vera", 403, "POST", path, `{}`)
		refused++
	}
	if lines := r.audited(t); len(lines) != refused || slices.ContainsFunc(names(lines, "result"), func(s string) bool { return s != "permission_denied" }) {
		t.Errorf("audited %v", lines)
	}
	for _, path := range []string{"imports", "proposals", "resolutions", "exceptions", "corrections", "reports/ageing", "reports/returns"} {
		r.ask("vera", 200, "GET", path, "")
	}
	for _, path := range []string{"imports/x", "imports/x/entries", "resolutions/x"} {
		r.ask("vera", 404, "GET", path, "")
	}
	r.ask("vera", 403, "GET", "corrections?reveal=true", "")
	r.ask("paula", 200, "GET", "corrections?reveal=true", "")
	if lines := r.audited(t); len(lines) != 2 || lines[1]["action"] != "corrections.reveal" || lines[1]["by"] != "paula" {
		t.Errorf("reveals are audited as %v", lines)
	}
}
