// Package fernleigh is the adapter of the reference vendor, an invented one. It is a
// reference implementation of "How to add a vendor" in canongate/adapters, which it
// follows to the letter; tests of the suite and of the program use it as a sixth
// vendor. Only tests import it.
package fernleigh

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

var (
	_ canonical.CustomerCreator   = (*Adapter)(nil)
	_ canonical.CustomerGetter    = (*Adapter)(nil)
	_ canonical.CustomerLookuper  = (*Adapter)(nil)
	_ canonical.BankAccountLinker = (*Adapter)(nil)
	_ canonical.PaymentCreator    = (*Adapter)(nil)
	_ canonical.PaymentGetter     = (*Adapter)(nil)
	_ canonical.FieldLister       = (*Adapter)(nil)
)

// Adapter is one client of Fernleigh. Safe for concurrent use.
type Adapter struct {
	settings Settings
	client   *rest.Client
	now      func() time.Time
	unmapped func(field string)
	answers  lenientjson.DriftSampler
}

// New makes an adapter from a connection. Its error names every setting that
// is wrong.
func New(c canonical.Connection) (canonical.Adapter, error) {
	s, err := decodeSettings(c)
	if err != nil {
		return nil, err
	}
	client, err := rest.New(c)
	if err != nil {
		return nil, err
	}
	return &Adapter{settings: s, client: client, now: c.Now, unmapped: c.Unmapped}, nil
}

// Vendor is "fernleigh".
func (a *Adapter) Vendor() string { return "fernleigh" }

// CreateCustomer has a person checked.
func (a *Adapter) CreateCustomer(ctx context.Context, d canonical.CustomerDraft) (canonical.Customer, error) {
	body, kept, err := encodePerson(&d)
	if err != nil {
		return canonical.Customer{}, err
	}
	canonical.Ignore(ctx, canonical.Others("/identifiers", len(d.Identifiers), kept)...)
	canonical.Ignore(ctx, canonical.Others("/nationalities", len(d.Nationalities), 0)...)
	return a.person(ctx, canonical.CreateCustomer, post(pathPeople, body))
}

// GetCustomer reads a person.
func (a *Adapter) GetCustomer(ctx context.Context, q canonical.CustomerQuery) (canonical.Customer, error) {
	id := q.ID.Key(keyPerson)
	if id == "" {
		return canonical.Customer{}, vendorerr.UnknownKey(canonical.CustomerNotFound)
	}
	return a.person(ctx, canonical.GetCustomer, rest.Request{Method: http.MethodGet, Path: pathPeople + "/" + url.PathEscape(id)})
}

// LookupCustomer finds the person of a document.
func (a *Adapter) LookupCustomer(ctx context.Context, l canonical.CustomerLookup) (canonical.Customer, error) {
	body, err := encodeSearch(l)
	if err != nil {
		return canonical.Customer{}, err
	}
	return a.person(ctx, canonical.LookupCustomer, post(pathSearch, body))
}

// LinkBankAccount links an Indian account, by its number or by its UPI address.
func (a *Adapter) LinkBankAccount(ctx context.Context, d canonical.BankAccountDraft) (canonical.List[canonical.BankAccount], error) {
	id := d.CustomerID.Key(keyPerson)
	if id == "" {
		return canonical.List[canonical.BankAccount]{}, vendorerr.UnknownKey(canonical.CustomerNotFound)
	}
	body, err := encodeAccount(&d)
	if err != nil {
		return canonical.List[canonical.BankAccount]{}, err
	}
	canonical.Ignore(ctx, besidesUPI(&d)...)
	r := post(pathPeople+"/"+url.PathEscape(id)+pathAccounts, body)
	return call(ctx, a, canonical.LinkBankAccount, r, func(w account) (canonical.List[canonical.BankAccount], error) {
		return decodeAccount(&d, w, a.unmapped)
	})
}

// CreatePayment moves rupees by UPI. Whatever does not prove that the vendor refused
// is payment_outcome_unknown.
func (a *Adapter) CreatePayment(ctx context.Context, d canonical.PaymentDraft) (canonical.Payment, error) {
	body, err := encodePayment(&d)
	if err != nil {
		return canonical.Payment{}, err
	}
	p, err := call(ctx, a, canonical.CreatePayment, post(pathPayments, body), func(w payment) (canonical.Payment, error) {
		return decodePayment(&d, w, a.unmapped)
	})
	return p, vendorerr.UnlessRefused(err)
}

// GetPayment says what became of a payment.
func (a *Adapter) GetPayment(ctx context.Context, q canonical.PaymentQuery) (canonical.Payment, error) {
	r, byName, err := askPayment(q)
	switch {
	case err != nil:
		return canonical.Payment{}, err
	case byName:
		return call(ctx, a, canonical.GetPayment, r, func(w payments) (canonical.Payment, error) { return decodeFound(w, a.unmapped) })
	}
	return call(ctx, a, canonical.GetPayment, r, func(w payment) (canonical.Payment, error) {
		return decodePayment(&canonical.PaymentDraft{}, w, a.unmapped)
	})
}

func post(path string, v any) rest.Request {
	body, _ := json.Marshal(v) //nolint:errchkjson // structs of texts always marshal
	return rest.Request{Method: http.MethodPost, Path: path, ContentType: "application/json", Body: body}
}

// person sends a request that is answered with a person.
func (a *Adapter) person(ctx context.Context, op canonical.Row, r rest.Request) (canonical.Customer, error) {
	return call(ctx, a, op, r, func(w person) (canonical.Customer, error) { return decodeCustomer(w, a.unmapped) })
}

// call sends a request once and reads the success; anything else is an error.
func call[T, R any](ctx context.Context, a *Adapter, op canonical.Row, r rest.Request, decode func(T) (R, error)) (R, error) {
	var none R
	r.Header = http.Header{"X-Fernleigh-Key": {a.settings.APIKey.Reveal()}}
	reply, err := a.client.Do(ctx, r.For(op))
	if err != nil {
		return none, err
	}
	if reply.Status < 200 || reply.Status > 299 {
		return none, classify(reply, a.now())
	}
	read := lenientjson.Decode[T]
	if op.Effect() == canonical.MovesMoney {
		read = lenientjson.DecodeWhole[T]
	}
	w, err := read(reply.Body, a.unmapped)
	if err != nil {
		return none, err
	}
	a.answers.ObserveIn(op.Name(), w, a.unmapped)
	return decode(w)
}
