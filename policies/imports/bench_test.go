package imports

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"canongate/policies/journal"
	"canongate/policies/reconcile"
	"canongate/policies/reconcile/csvfile"
)

// bank is the connection of the tests.
const bank = "bank"

// bench is an engine over a journal of its own, which works until the test ends.
type bench struct {
	*testing.T
	dir     string
	journal *journal.Journal
	engine  *Engine
	keys    *journal.KeySet
	now     time.Time
	raised  chan string
	stop    func()
	events  []journal.Move
	told    []string // of corrections and exceptions

	absentAfter int
}

// facts is what the body of a payment of these tests says.
type facts struct {
	Direction string
	Keys      []journal.PaymentKey
}

var mapping = csvfile.Mapping{
	Name: "history", Date: "2006-01-02", TimeZone: "America/New_York",
	Columns: csvfile.Columns{
		VendorReference: csvfile.Column{Column: "ref"}, Amount: csvfile.Column{Column: "amount"},
		Direction: csvfile.Column{Column: "type", Values: map[string]string{"IN": "debit", "OUT": "credit"}},
		Status:    csvfile.Column{Column: "status", Values: map[string]string{"DONE": "settled", "SENT": "submitted", "BACK": "returned", "NO": "failed"}},
		Code:      csvfile.Column{Column: "code"}, Customer: csvfile.Column{Column: "customer"}, Bank: csvfile.Column{Column: "bank"},
		Occurred: csvfile.Column{Column: "date"}, Trace: csvfile.Column{Column: "trace"},
	},
}

const header = "ref,amount,type,status,code,customer,bank,date,trace\n"

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{T: t, absentAfter: 2, dir: t.TempDir(), raised: make(chan string, 1000), now: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)}
	keys, err := journal.NewKeySet(journal.Key{ID: 1, Secret: [32]byte{1}})
	b.must(err)
	b.keys = keys
	b.open()
	b.run()
	return b
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) open() {
	b.Helper()
	var err error
	b.journal, err = journal.Open(b.Context(), journal.Options{
		Driver: "sqlite", DSN: "file:" + filepath.Join(b.dir, "journal.db"), Keys: b.keys, MatchKey: bytes.Repeat([]byte{7}, 32),
		Now: func() time.Time { return b.now }, Elapsed: func() time.Duration { return b.now.Sub(time.Time{}.AddDate(2000, 0, 0)) },
		FactsOf: func(_ string, body []byte) (journal.Facts, error) {
			var f facts
			err := json.Unmarshal(body, &f)
			return journal.Facts{Direction: f.Direction, Keys: f.Keys}, err
		},
		EventsOfPayment: func(m journal.Move) []journal.Event {
			b.events = append(b.events, m)
			return nil
		},
		EventsOfCorrection: func(c journal.Correction, p journal.Payment) []journal.Event {
			b.told = append(b.told, c.Code+" "+p.ID)
			return nil
		},
		EventsOfException: func(e journal.Exception) []journal.Event {
			b.told = append(b.told, e.Kind)
			return nil
		},
		Raised: func(_, kind string) { b.raised <- kind },
	})
	b.must(err)
	j := b.journal
	b.Cleanup(func() { j.Close() })
	_, err = b.journal.FillKeys(b.Context())
	b.must(err)
	b.engine, err = New(Options{
		Journal: b.journal, Dir: filepath.Join(b.dir, "imports"), Now: func() time.Time { return b.now },
		Limits: reconcile.Limits{Bytes: 1 << 20, Lines: 10_000},
		Settings: func(connection string) (Settings, bool) {
			return Settings{CSV: []csvfile.Mapping{mapping}, CompanyIDs: []string{"1234567890"}, AbsentAfter: b.absentAfter}, connection == bank
		},
	})
	b.must(err)
}

func (b *bench) run() {
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan struct{})
	engine := b.engine
	go func() {
		defer close(ended)
		engine.Run(ctx)
	}()
	b.stop = func() {
		stop()
		<-ended
	}
	b.Cleanup(b.stop)
}

// payment is what a test wants a payment to be.
type payment struct {
	ref, amount, customer, bank, trace, tenant string
	status                                     journal.PaymentStatus
}

// pay makes a payment and takes it to its status.
func (b *bench) pay(n int, p payment) string {
	b.Helper()
	id := fmt.Sprintf("pay_%04d", n)
	tenant := p.tenant
	if tenant == "" {
		tenant = "acme"
	}
	body, err := json.Marshal(facts{Direction: "debit", Keys: []journal.PaymentKey{
		{Kind: journal.KeyCustomer, Value: p.customer},
		{Kind: journal.KeyBank, Value: p.bank}, {Kind: journal.KeyBank, Value: p.customer}, // an id of an account names its customer, too
	}})
	b.must(err)
	scope := journal.Scope{Tenant: tenant, Caller: "app", Operation: "create_payment", Connection: bank, Key: id}
	claim, err := b.journal.Claim(b.Context(), scope, [32]byte{1}, time.Minute)
	b.must(err)
	b.must(b.journal.MarkSent(b.Context(), claim.Ticket, journal.Sending{Connection: bank, Lease: time.Minute, Payment: &journal.Payment{
		ID: id, Customer: "cus", Amount: p.amount, Currency: "USD", Body: body,
	}}))
	after, err := json.Marshal(facts{Direction: "debit", Keys: []journal.PaymentKey{
		{Kind: journal.KeyVendorReference, Value: p.ref}, {Kind: journal.KeyTrace, Value: p.trace},
	}})
	b.must(err)
	status := p.status
	if status == "" {
		status = journal.Submitted
	}
	b.must(b.journal.Finish(b.Context(), claim.Ticket, journal.Finishing{Answer: journal.Answer{Status: 201}, Status: status, Body: after}))
	return id
}

func (b *bench) status(id string) journal.PaymentStatus {
	b.Helper()
	page, _, err := b.journal.ListAllPayments(b.Context(), journal.PaymentFilter{ID: id}, journal.Page{})
	b.must(err)
	if len(page) != 1 {
		b.Fatalf("%d payments are %s", len(page), id)
	}
	return page[0].Status
}

// take hands a file in and waits until its import is done.
func (b *bench) take(r Request, lines ...string) journal.Import {
	b.Helper()
	r.Connection, r.Author = bank, "ada"
	i, _, err := b.engine.Take(b.Context(), r, strings.NewReader(header+strings.Join(lines, "\n")+"\n"))
	b.must(err)
	return b.done(i.ID)
}

// done waits until an import is.
func (b *bench) done(id string) journal.Import {
	b.Helper()
	for {
		i, err := b.journal.GetImport(b.Context(), id, nil)
		b.must(err)
		if i.State != journal.ImportReading && i.State != journal.ImportMatched {
			return i
		}
		time.Sleep(time.Millisecond)
	}
}

func (b *bench) results(id string) []string {
	b.Helper()
	entries, _, err := b.journal.ListEntries(b.Context(), id, "", journal.Page{Limit: 200})
	b.must(err)
	var all []string
	for _, e := range entries {
		all = append(all, e.Result)
	}
	return all
}
