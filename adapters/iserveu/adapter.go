// Package iserveu speaks iServeU's DMT-lite unified customer API: a customer of
// a money-transfer partner, known by an Indian mobile number.
package iserveu

import (
	"context"
	"time"

	"canongate/adapters/internal/flex"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/verdict"
	"canongate/canonical"
)

var (
	_ canonical.Warner                   = (*Adapter)(nil)
	_ canonical.CustomerCreator          = (*Adapter)(nil)
	_ canonical.CustomerUpdater          = (*Adapter)(nil)
	_ canonical.CustomerLookuper         = (*Adapter)(nil)
	_ canonical.CustomerGetter           = (*Adapter)(nil)
	_ canonical.VerificationStarter      = (*Adapter)(nil)
	_ canonical.CustomerReferenceCreator = (*Adapter)(nil)
)

// Adapter is one partner at iServeU. Safe for concurrent use.
type Adapter struct {
	settings Settings
	envelope envelope
	client   *rest.Client
	now      func() time.Time
	unmapped func(field string)
	answers  flex.Sampler
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
	e, err := newEnvelope(s, c.Now)
	if err != nil {
		return nil, err
	}
	return &Adapter{settings: s, envelope: e, client: client, now: c.Now, unmapped: c.Unmapped}, nil
}

// Vendor is "iserveu".
func (a *Adapter) Vendor() string { return "iserveu" }

// Warnings lists what the operator should confirm with the vendor.
func (a *Adapter) Warnings() []string { return a.settings.warnings() }

// CreateCustomer registers a customer. The vendor wants the OTP that
// start_verification had sent, and does the same for a customer it knows
// already (ISU-17).
func (a *Adapter) CreateCustomer(ctx context.Context, d canonical.CustomerDraft) (canonical.Customer, error) {
	return a.register(ctx, canonical.CreateCustomer, phoneOf(&d), &d)
}

// UpdateCustomer registers the customer of the id again: the vendor has one
// call for both, and it wants name and OTP each time.
func (a *Adapter) UpdateCustomer(ctx context.Context, u canonical.CustomerUpdate) (canonical.Customer, error) {
	op := canonical.UpdateCustomer
	phone, err := keyedPhone(u.ID)
	if err != nil {
		return canonical.Customer{}, verdict.Named(op, err)
	}
	if err := checkUpdate(&u, phone); err != nil {
		return canonical.Customer{}, verdict.Named(op, err)
	}
	return a.register(ctx, op, phone, &u.CustomerDraft)
}

// LookupCustomer finds a customer by mobile number.
func (a *Adapter) LookupCustomer(ctx context.Context, l canonical.CustomerLookup) (canonical.Customer, error) {
	op := canonical.LookupCustomer
	if l.Identifier != nil {
		var c canonical.Check
		c.Unsupported("/identifier", "this vendor finds customers by phone only")
		return canonical.Customer{}, verdict.Named(op, c.Err())
	}
	return a.read(ctx, op, l.Phone, "/phone", l.ClientContext)
}

// GetCustomer reads the customer of an id, which holds the mobile number.
func (a *Adapter) GetCustomer(ctx context.Context, q canonical.CustomerQuery) (canonical.Customer, error) {
	op := canonical.GetCustomer
	phone, err := keyedPhone(q.ID)
	if err != nil {
		return canonical.Customer{}, verdict.Named(op, err)
	}
	return a.read(ctx, op, phone, "", q.ClientContext)
}

// StartVerification has the OTP sent that CreateCustomer wants.
func (a *Adapter) StartVerification(ctx context.Context, d canonical.VerificationDraft) (canonical.Verification, error) {
	op := canonical.StartVerification
	body, err := a.encodeOTP(d)
	if err != nil {
		return canonical.Verification{}, verdict.Named(op, err)
	}
	if _, err := a.call(ctx, op, pathSendOTP, marshal(body)); err != nil {
		return canonical.Verification{}, err
	}
	return decodeVerification(d, a.now()), nil
}

// CreateCustomerReference makes an id of a mobile number that the caller knows
// the vendor to have. The vendor is not called.
func (a *Adapter) CreateCustomerReference(_ context.Context, r canonical.CustomerReference) (canonical.Customer, error) {
	c, err := referCustomer(r)
	return c, verdict.Named(canonical.CreateCustomerReference, err)
}

func (a *Adapter) register(ctx context.Context, op canonical.Row, phone canonical.Personal, d *canonical.CustomerDraft) (canonical.Customer, error) {
	body, ignored, err := a.encodeRegistration(d, phone)
	if err != nil {
		return canonical.Customer{}, verdict.Named(op, err)
	}
	w, err := a.call(ctx, op, pathProcessCustomer, marshal(body))
	if err != nil {
		return canonical.Customer{}, err
	}
	c, err := decodeCustomer(w, body.MobileNumber, a.unmapped)
	c.Ignored = ignored
	return laidOver(c, d), verdict.Named(op, err)
}

func (a *Adapter) read(ctx context.Context, op canonical.Row, phone canonical.Personal, pointer string, x *canonical.ClientContext) (canonical.Customer, error) {
	body, err := a.encodeQuery(phone, pointer, x)
	if err != nil {
		return canonical.Customer{}, verdict.Named(op, err)
	}
	w, err := a.call(ctx, op, pathGetCustomer, marshal(body))
	if err != nil {
		return canonical.Customer{}, err
	}
	c, err := decodeCustomer(w, body.MobileNumber, a.unmapped)
	return c, verdict.Named(op, err)
}

// call sends a request once and gives the answer of a success; anything else
// is an error that names the operation.
func (a *Adapter) call(ctx context.Context, op canonical.Row, path string, body []byte) (answer, error) {
	reply, err := a.client.Do(ctx, a.envelope.seal(path, body))
	if err != nil {
		return answer{}, verdict.Named(op, err)
	}
	if reply.Status != 200 { // the vendor documents no other (ISU-1)
		return answer{}, verdict.Named(op, verdict.Of(reply, verdict.ByStatus(reply.Status), a.now()))
	}
	plain, err := a.envelope.open(reply.Body)
	if err != nil {
		return answer{}, verdict.Named(op, err)
	}
	w, err := flex.Decode[answer](plain, a.unmapped)
	if err != nil {
		return answer{}, verdict.Named(op, err)
	}
	a.answers.Look(w, a.unmapped)
	return w, verdict.Named(op, classify(op, reply, w, a.now()))
}
