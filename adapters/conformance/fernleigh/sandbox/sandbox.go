// Package sandbox plays Fernleigh's people API: every call carries the header
// X-Fernleigh-Key, refusals are {"error":{"code","message"}} with a status of
// 4xx, and days are written DD.MM.YYYY (FER-1). A person may have a favourite_bird
// (40 characters) and a newsletter (weekly or never); both are answered.
// A person has a country, where they live, and a nationality. Of people in IN a pan and
// a document of kind AADHAAR are wanted, of people in AE a nationality and an
// EMIRATES_ID (FER-4).
// A person's account has a kind: NUMBER, which goes with an ifsc, or UPI, whose value
// is an address and which has no ifsc (FER-3).
// A payment is an order, COLLECT or PAY, of rupees by UPI from or to an account of the
// person; its note (140 characters) is what the payee reads, its client_ref the
// caller's name of it. It is found by id and by client_ref (FER-5): ACCEPTED, after an
// hour MOVING, after a day DONE, and one of 66.06 RETURNED after two.
//
// # Who may call
//
// Whoever sends a key, any but "wrong".
//
// # Magic values
//
// GET /_sandbox lists them, from values.
//
// # State
//
// A person who was posted is found by id, and by document, afterwards; an account
// that was linked can pay and be paid.
//
// # Where the vendor is silent
//
// A field it does not know is "field_invalid" here, as a wrong one is.
package sandbox

import (
	"embed"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"canongate/adapters/internal/simulator"
)

// Samples holds the documented answers, below samples/.
//
//go:embed samples
var Samples embed.FS

// APIKey is a key that the sandbox takes, as it does any but "wrong".
const APIKey = "sandbox-api-key"

// Credentials are settings of a connection that the sandbox lets in.
func Credentials() map[string]any { return map[string]any{"api_key": APIKey} }

const (
	takenNumber  = "X0000409"
	knownNumber  = "X0000200"
	knownPerson  = "per-1001"
	knownAccount = "acc-3001"
	knownPayment = "pay-5001"
	bounces      = "66.06"
	day          = 24 * time.Hour
	maxNote      = 140
	capacity     = 10_000
)

type document struct {
	Kind   string `json:"kind"`
	Number string `json:"number"`
}

type person struct {
	FirstName     string   `json:"first_name"`
	LastName      string   `json:"last_name"`
	Born          string   `json:"born"`
	Document      document `json:"document"`
	Country       string   `json:"country"`
	Nationality   string   `json:"nationality"`
	PAN           string   `json:"pan"`
	FavouriteBird string   `json:"favourite_bird"`
	Newsletter    string   `json:"newsletter"`
}

type account struct {
	Holder string `json:"holder"`
	Kind   string `json:"kind"`
	Value  string `json:"value"`
	IFSC   string `json:"ifsc"`
}

type payment struct {
	Order     string `json:"order"`
	PersonID  string `json:"person_id"`
	AccountID string `json:"account_id"`
	Amount    string `json:"amount"`
	Currency  string `json:"currency"`
	Note      string `json:"note"`
	ClientRef string `json:"client_ref"`
}

// moved is a payment that was taken.
type moved struct {
	utr, amount string
	at          time.Time
}

type search struct {
	Document document `json:"document"`
}

type sandbox struct {
	samples    simulator.Samples
	people     *simulator.Store[string, person]
	byDocument *simulator.Store[document, string]
	owners     *simulator.Store[string, string] // of accounts
	payments   *simulator.Store[string, moved]
	byRef      *simulator.Store[string, string]
	now        func() time.Time
}

// New makes a Fernleigh that knows one person.
func New() http.Handler { return simulator.NewBox(time.Now, newSandbox) }

func newSandbox(now func() time.Time) *simulator.Simulator {
	s := &sandbox{
		samples:    simulator.ReadSamples(Samples),
		people:     simulator.NewStore[string, person](capacity),
		byDocument: simulator.NewStore[document, string](capacity),
		owners:     simulator.NewStore[string, string](capacity),
		payments:   simulator.NewStore[string, moved](capacity),
		byRef:      simulator.NewStore[string, string](capacity),
		now:        now,
	}
	s.keep(knownPerson, person{
		FirstName: "Tamsin", LastName: "Okonjo", Born: "28.02.1988", Document: document{Kind: "PASSPORT", Number: knownNumber},
		Country: "MT", Nationality: "CY", FavouriteBird: "wren", Newsletter: "never",
	})
	s.owners.Put(knownAccount, knownPerson)
	s.payments.Put(knownPayment, moved{utr: "UTR4410001", at: now().Add(-day)})
	sim := simulator.New()
	sim.Handle("POST /people", s.guard(s.create))
	sim.Handle("GET /people/{id}", s.guard(s.get))
	sim.Handle("POST /people/search", s.guard(s.search))
	sim.Handle("POST /people/{id}/accounts", s.guard(s.link))
	sim.Handle("POST /payments", s.guard(s.pay))
	sim.Handle("GET /payments/{id}", s.guard(s.payment))
	sim.Handle("GET /payments", s.guard(s.paymentByRef))
	sim.Show(simulator.World{Values: s.values()})
	return sim
}

// values is what value makes what answer, as a caller of the gateway gives it.
func (s *sandbox) values() []simulator.Value {
	people := simulator.Answers("create_customer", "/identifiers/*/number",
		[2]string{takenNumber, s.samples.Says("create_customer.exists")},
		[2]string{knownNumber, "that of a person from the start, " + knownPerson + ", with the account " + knownAccount})
	return append(people, simulator.Answers("create_payment", "/amount/value", [2]string{bounces, "after two days it has come back"})...)
}

func (s *sandbox) guard(next simulator.Handler) simulator.Handler {
	return func(r *simulator.Request) simulator.Reply {
		if !simulator.LetsIn(r.Header.Get("X-Fernleigh-Key")) {
			return s.samples.Reply("get_customer.unauthorized")
		}
		return next(r)
	}
}

func (s *sandbox) create(r *simulator.Request) simulator.Reply {
	var p person
	if err := r.Decode(&p); err != nil || !p.complete() {
		return s.samples.Reply("create_customer.invalid")
	}
	if p.Document.Number == takenNumber {
		return s.samples.Reply("create_customer.exists")
	}
	id := "per-" + simulator.RandomHex(8)
	s.keep(id, p)
	return s.answer("create_customer.ok", id, p)
}

func (s *sandbox) get(r *simulator.Request) simulator.Reply {
	p, found := s.people.Get(r.PathValue("id"))
	if !found {
		return s.samples.Reply("get_customer.not_found")
	}
	return s.answer("get_customer.ok", r.PathValue("id"), p)
}

func (s *sandbox) search(r *simulator.Request) simulator.Reply {
	var q search
	if err := r.Decode(&q); err != nil || q.Document.Number == "" {
		return s.samples.Reply("create_customer.invalid")
	}
	id, found := s.byDocument.Get(q.Document)
	if !found {
		return s.samples.Reply("get_customer.not_found")
	}
	p, _ := s.people.Get(id) // both stores hold as many and get each person together
	return s.answer("lookup_customer.ok", id, p)
}

func (s *sandbox) link(r *simulator.Request) simulator.Reply {
	if _, found := s.people.Get(r.PathValue("id")); !found {
		return s.samples.Reply("get_customer.not_found")
	}
	var a account
	if err := r.Decode(&a); err != nil || !a.complete() {
		return s.samples.Reply("link_bank_account.invalid")
	}
	id, tail, bank := "acc-"+simulator.RandomHex(8), "", ""
	if a.Kind == "NUMBER" {
		tail, bank = a.Value[len(a.Value)-4:], "Bank of "+a.IFSC[:4]
	}
	s.owners.Put(id, r.PathValue("id"))
	return s.samples.Reply("link_bank_account.ok",
		simulator.Field{Name: "account_id", Value: id},
		simulator.Field{Name: "holder", Value: a.Holder},
		simulator.Field{Name: "bank", Value: bank},
		simulator.Field{Name: "kind", Value: a.Kind},
		simulator.Field{Name: "tail", Value: tail},
		simulator.Field{Name: "ifsc", Value: a.IFSC},
	)
}

// complete holds the ifsc to the kind (FER-3).
func (a account) complete() bool {
	switch a.Kind {
	case "NUMBER":
		return a.Holder != "" && len(a.Value) >= 4 && len(a.IFSC) == 11
	case "UPI":
		return a.Holder != "" && strings.Contains(a.Value, "@") && a.IFSC == ""
	}
	return false
}

func (s *sandbox) pay(r *simulator.Request) simulator.Reply {
	var p payment
	if err := r.Decode(&p); err != nil || !p.complete() {
		return s.samples.Reply("create_payment.invalid")
	}
	if owner, found := s.owners.Get(p.AccountID); !found || owner != p.PersonID {
		return s.samples.Reply("create_payment.no_account")
	}
	id, m := "pay-"+simulator.RandomHex(8), moved{utr: "UTR" + simulator.RandomHex(6), amount: p.Amount, at: s.now()}
	s.payments.Put(id, m)
	if p.ClientRef != "" {
		s.byRef.Put(p.ClientRef, id)
	}
	return s.samples.Reply("create_payment.ok",
		simulator.Field{Name: "payment_id", Value: id},
		simulator.Field{Name: "utr", Value: m.utr},
	)
}

func (s *sandbox) payment(r *simulator.Request) simulator.Reply {
	m, found := s.payments.Get(r.PathValue("id"))
	if !found {
		return s.samples.Reply("get_payment.not_found")
	}
	return s.samples.Reply("get_payment.ok",
		simulator.Field{Name: "payment_id", Value: r.PathValue("id")},
		simulator.Field{Name: "state", Value: m.state(s.now())},
		simulator.Field{Name: "utr", Value: m.utr},
	)
}

func (s *sandbox) paymentByRef(r *simulator.Request) simulator.Reply {
	all := []map[string]string{}
	if id, found := s.byRef.Get(r.URL.Query().Get("client_ref")); found {
		m, _ := s.payments.Get(id) // both stores hold as many and get each payment together
		all = append(all, map[string]string{"payment_id": id, "state": m.state(s.now()), "utr": m.utr})
	}
	return s.samples.Reply("get_payment.by_ref", simulator.Field{Name: "payments", Value: all})
}

func (m moved) state(now time.Time) string {
	switch age := now.Sub(m.at); {
	case age >= 2*day && m.amount == bounces:
		return "RETURNED"
	case age >= day:
		return "DONE"
	case age >= time.Hour:
		return "MOVING"
	}
	return "ACCEPTED"
}

func (p payment) complete() bool {
	return (p.Order == "COLLECT" || p.Order == "PAY") && p.Amount != "" && p.Currency == "INR" && utf8.RuneCountInString(p.Note) <= maxNote
}

func (s *sandbox) keep(id string, p person) {
	s.people.Put(id, p)
	s.byDocument.Put(p.Document, id)
}

// answer is a sample about another person.
func (s *sandbox) answer(sample, id string, p person) simulator.Reply {
	return s.samples.Reply(sample,
		simulator.Field{Name: "person_id", Value: id},
		simulator.Field{Name: "first_name", Value: p.FirstName},
		simulator.Field{Name: "last_name", Value: p.LastName},
		simulator.Field{Name: "born", Value: p.Born},
		simulator.Field{Name: "document", Value: p.Document},
		simulator.Field{Name: "country", Value: p.Country},
		simulator.Field{Name: "nationality", Value: p.Nationality},
		simulator.Field{Name: "pan", Value: p.PAN},
		simulator.Field{Name: "favourite_bird", Value: p.FavouriteBird},
		simulator.Field{Name: "newsletter", Value: p.Newsletter},
	)
}

func (p person) complete() bool {
	_, err := time.Parse("02.01.2006", p.Born)
	return err == nil && p.FirstName != "" && p.LastName != "" && p.Document.Kind != "" && p.Document.Number != "" && p.lawful()
}

// lawful says whether the person gives what their country wants (FER-4).
func (p person) lawful() bool {
	switch p.Country {
	case "IN":
		return p.PAN != "" && p.Document.Kind == "AADHAAR"
	case "AE":
		return p.Nationality != "" && p.Document.Kind == "EMIRATES_ID"
	}
	return true
}
