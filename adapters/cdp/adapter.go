package cdp

import (
	"context"
	"errors"
	"net/http"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/settings"
	"canongate/adapters/internal/signature"
	"canongate/adapters/internal/subject"
	"canongate/adapters/internal/token"
	"canongate/canonical"
)

// What CDP can do.
var (
	_ canonical.CustomerCreator          = (*Adapter)(nil)
	_ canonical.CustomerUpdater          = (*Adapter)(nil)
	_ canonical.CustomerLookuper         = (*Adapter)(nil)
	_ canonical.CustomerGetter           = (*Adapter)(nil)
	_ canonical.EventReceiver            = (*Adapter)(nil)
	_ canonical.CustomerReferenceCreator = (*Adapter)(nil)
	_ canonical.ReferenceCreator         = (*Adapter)(nil)
	_ canonical.Warner                   = (*Adapter)(nil)
	_ canonical.FieldLister              = (*Adapter)(nil)
	_ canonical.Reloader                 = (*Adapter)(nil)
)

// Settings are CDP's own configuration keys.
type Settings struct {
	// ClientID is the partner's client at CDP's Keycloak.
	ClientID string `mapstructure:"client_id"`
	// ClientSecret goes with ClientID: a reference, env:NAME or file:PATH.
	ClientSecret canonical.Secret `mapstructure:"client_secret"`
	// Username is the partner's user for the password grant.
	Username string `mapstructure:"username"`
	// Password goes with Username: a reference.
	Password canonical.Secret `mapstructure:"password"`
	// Scope is sent with the password grant when it is set. CDP gives each
	// partner its own.
	Scope string `mapstructure:"scope"`
	// Channel says how customers reach the partner. Default WEB.
	Channel string `mapstructure:"channel"`
	// UpdatedBy is the partner's user that CDP notes with each onboarding.
	UpdatedBy string `mapstructure:"updated_by"`
	// CallbackSecret signs the notifications that CDP sends: a reference.
	// Without it only a trusted client certificate is believed.
	CallbackSecret canonical.Secret `mapstructure:"callback_secret"`
	// CallbackAuth is how CDP proves itself with CallbackSecret: "signature" or
	// "shared_secret". Without it either is taken.
	CallbackAuth string `mapstructure:"callback_auth"`
	// VerifyByFetch reads the customer again before a notification is
	// believed. Default true. Without it only a client certificate and a
	// signature with X-Timestamp are taken.
	VerifyByFetch bool `mapstructure:"verify_by_fetch"`
	// OtherSubjects says what becomes of an answer about another customer than the
	// one asked for: "refuse", or "warn" for test systems that replay samples. With
	// "warn" it is taken as one about the customer asked for. Either is counted.
	OtherSubjects subject.Others `mapstructure:"other_subjects"`
	// CodeTables add CDP master values to the closed lists: CDP's field name,
	// then CDP's code to the canonical name.
	CodeTables map[string]map[string]string `mapstructure:"code_tables"`
}

// Adapter is one connection to CDP.
type Adapter struct {
	settings Settings
	http     *rest.Client
	tokens   *token.Source
	mapper   *mapper
	now      func() time.Time
	// callbacks checks who sent a notification.
	callbacks *signature.Verifier
}

// New makes an adapter. Its error joins every problem in the settings.
func New(c canonical.Connection) (canonical.Adapter, error) {
	s := Settings{Channel: "WEB", VerifyByFetch: true, OtherSubjects: subject.Refuse}
	decoding := settings.Decode(c, &s)
	codes, inTables := newTables(s.CodeTables)
	client, inURL := rest.New(c)
	if err := errors.Join(decoding, missing(c.Settings), callbackProblems(s), subjectProblems(s), inTables, inURL); err != nil {
		return nil, err
	}
	a := &Adapter{
		settings: s, http: client, now: c.Now, callbacks: newVerifier(s, c.Now),
		mapper: &mapper{now: c.Now, tables: codes, unmapped: c.Unmapped, channel: s.Channel, updatedBy: s.UpdatedBy,
			subjects: subject.Guard{Others: s.OtherSubjects, Count: c.OtherSubject}},
	}
	a.tokens = token.NewSource(a.login, c.Now, c.Timeout)
	return a, nil
}

func subjectProblems(s Settings) error {
	var p settings.Problems
	s.OtherSubjects.Check(&p)
	return p.Err()
}

func missing(given map[string]any) error {
	var p settings.Problems
	for _, key := range []string{"client_id", "client_secret", "username", "password"} {
		v := given[key]
		p.Require(v != nil && v != "", key)
	}
	return p.Err()
}

// Vendor is the adapter's name.
func (a *Adapter) Vendor() string { return "cdp" }

// Warnings says what the settings and the vendor's document leave open.
func (a *Adapter) Warnings() []string {
	var w []string
	if a.settings.CallbackSecret.IsZero() {
		w = append(w, "callback_secret is not set: notifications are taken only from a trusted client certificate")
	}
	if !a.settings.VerifyByFetch {
		w = append(w, "verify_by_fetch is off: a notification is believed without reading the customer again, "+
			"and needs a signature with X-Timestamp or a trusted client certificate")
	}
	w = append(w, a.settings.OtherSubjects.Warnings()...)
	if a.settings.Scope == "" {
		w = append(w, "scope is not set: CDP documents one for its token call, and each partner has its own")
	}
	return append(w, "an update sends the changed members and the ecrn: whether CDP keeps the others is unverified, so try it in its test system first")
}

// CreateCustomer onboards a customer, with the documents inline.
func (a *Adapter) CreateCustomer(ctx context.Context, d canonical.CustomerDraft) (canonical.Customer, error) {
	r, err := a.mapper.encodeDraft(d)
	if err != nil {
		return canonical.Customer{}, err
	}
	return a.onboard(ctx, canonical.CreateCustomer, r, "")
}

// UpdateCustomer onboards what is given once more, under the customer's ecrn.
func (a *Adapter) UpdateCustomer(ctx context.Context, u canonical.CustomerUpdate) (canonical.Customer, error) {
	r, err := a.mapper.encodeUpdate(u)
	if err != nil {
		return canonical.Customer{}, err
	}
	return a.onboard(ctx, canonical.UpdateCustomer, r, u.ID.Key(keyECRN))
}

// LookupCustomer finds the holder of an identity document.
func (a *Adapter) LookupCustomer(ctx context.Context, l canonical.CustomerLookup) (canonical.Customer, error) {
	body, err := a.mapper.encodeLookup(l)
	if err != nil {
		return canonical.Customer{}, err
	}
	return a.ask(ctx, canonical.LookupCustomer, http.MethodPost, validatePath, body, "")
}

// GetCustomer reads a customer by ecrn.
func (a *Adapter) GetCustomer(ctx context.Context, q canonical.CustomerQuery) (canonical.Customer, error) {
	ecrn := q.ID.Key(keyECRN)
	if !isECRN(ecrn) {
		return canonical.Customer{}, errNoECRN()
	}
	return a.ask(ctx, canonical.GetCustomer, http.MethodGet, customerPath+ecrn, nil, ecrn)
}

// CreateCustomerReference makes an id of an ecrn that is known from elsewhere.
func (a *Adapter) CreateCustomerReference(_ context.Context, r canonical.CustomerReference) (canonical.Customer, error) {
	var e encoder
	e.OnlyKeys(r.VendorIDs, keyECRN)
	if ecrn := r.VendorIDs[keyECRN]; ecrn == "" {
		e.Required("/vendor_ids/ecrn")
	} else if !isECRN(ecrn) {
		e.Invalid("/vendor_ids/ecrn", "must be the 16 digits of an ECRN")
	}
	if err := e.Err(); err != nil {
		return canonical.Customer{}, err
	}
	return a.mapper.decodeProfile(&profile{person: person{ECRN: text(r.VendorIDs[keyECRN])}}), nil
}

// CreateReference makes an id of a customer, the one thing that can be referred to here.
func (a *Adapter) CreateReference(ctx context.Context, d canonical.ReferenceDraft) (canonical.Reference, error) {
	return canonical.ReferToCustomer(ctx, d, a.CreateCustomerReference)
}

func (a *Adapter) onboard(ctx context.Context, op canonical.Row, r request, ecrn string) (canonical.Customer, error) {
	canonical.Ignore(ctx, r.ignored...)
	answered, err := a.ask(ctx, op, http.MethodPost, onboardPath, r.body, ecrn)
	if err != nil {
		return canonical.Customer{}, err
	}
	return overlay(r.kept, answered), nil
}

// ask makes one call about a customer; ecrn is the requested one, or "".
func (a *Adapter) ask(ctx context.Context, op canonical.Row, method, path string, body []byte, ecrn string) (canonical.Customer, error) {
	reply, err := a.send(ctx, rest.Request{Method: method, Path: path, ContentType: "application/json", Body: body}.For(op))
	if err != nil {
		return canonical.Customer{}, err
	}
	return a.mapper.decodeReply(op.Name(), reply, ecrn)
}

// session is the one session of the connection.
func (a *Adapter) session(ctx context.Context) (token.Session, error) {
	return a.tokens.Session(ctx, "")
}

// send adds the token (CDP-18).
func (a *Adapter) send(ctx context.Context, r rest.Request) (rest.Reply, error) {
	return token.Do(ctx, a.tokens, a.session, func(s token.Session) (rest.Reply, error) {
		r.Header = http.Header{"Authorization": {"Bearer " + s.Value.Reveal()}}
		return a.http.Do(ctx, r)
	}, token.Unauthorized)
}

// Reload forgets that logins were refused.
func (a *Adapter) Reload() { a.tokens.Reset() }
