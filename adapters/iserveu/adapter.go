// Package iserveu speaks iServeU's DMT-lite unified customer API: a customer of
// a money-transfer partner, known by an Indian mobile number.
package iserveu

import (
	"context"
	"net/http"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/subject"
	"canongate/canonical"
)

var (
	_ canonical.Warner                   = (*Adapter)(nil)
	_ canonical.FieldLister              = (*Adapter)(nil)
	_ canonical.CustomerCreator          = (*Adapter)(nil)
	_ canonical.CustomerUpdater          = (*Adapter)(nil)
	_ canonical.CustomerLookuper         = (*Adapter)(nil)
	_ canonical.CustomerGetter           = (*Adapter)(nil)
	_ canonical.VerificationStarter      = (*Adapter)(nil)
	_ canonical.CustomerReferenceCreator = (*Adapter)(nil)
	_ canonical.ReferenceCreator         = (*Adapter)(nil)
)

// Adapter is one partner at iServeU. Safe for concurrent use.
type Adapter struct {
	settings Settings
	envelope envelope
	client   *rest.Client
	now      func() time.Time
	unmapped func(field string)
	answers  lenientjson.DriftSampler
	subjects subject.Guard
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
	return &Adapter{
		settings: s, envelope: e, client: client, now: c.Now, unmapped: c.Unmapped, subjects: subject.Guard{Others: s.OtherSubjects, Count: c.OtherSubject},
	}, nil
}

// Vendor is "iserveu".
func (a *Adapter) Vendor() string { return "iserveu" }

// Warnings lists what the operator should confirm with the vendor.
func (a *Adapter) Warnings() []string { return a.settings.warnings() }

// CreateCustomer registers a customer. The vendor wants the OTP that
// start_verification had sent, and does the same for a customer it knows
// already (ISU-17).
func (a *Adapter) CreateCustomer(ctx context.Context, d canonical.CustomerDraft) (canonical.Customer, error) {
	phone, _ := phoneOf(&d)
	return a.register(ctx, canonical.CreateCustomer, phone, &d)
}

// UpdateCustomer registers the customer of the id again: the vendor has one
// call for both, and it wants name and OTP each time.
func (a *Adapter) UpdateCustomer(ctx context.Context, u canonical.CustomerUpdate) (canonical.Customer, error) {
	phone, err := keyedPhone(u.ID)
	if err != nil {
		return canonical.Customer{}, err
	}
	if err := checkUpdate(&u, phone); err != nil {
		return canonical.Customer{}, err
	}
	return a.register(ctx, canonical.UpdateCustomer, phone, &u.CustomerDraft)
}

// LookupCustomer finds a customer by mobile number.
func (a *Adapter) LookupCustomer(ctx context.Context, l canonical.CustomerLookup) (canonical.Customer, error) {
	if l.Identifier != nil {
		var c canonical.Check
		c.NotFoundBy("/identifier", "phone")
		return canonical.Customer{}, c.Err()
	}
	return a.read(ctx, canonical.LookupCustomer, l.Phone, l.ClientContext)
}

// GetCustomer reads the customer of an id, which holds the mobile number.
func (a *Adapter) GetCustomer(ctx context.Context, q canonical.CustomerQuery) (canonical.Customer, error) {
	phone, err := keyedPhone(q.ID)
	if err != nil {
		return canonical.Customer{}, err
	}
	return a.read(ctx, canonical.GetCustomer, phone, q.ClientContext)
}

// StartVerification has the OTP sent that CreateCustomer wants.
func (a *Adapter) StartVerification(ctx context.Context, d canonical.VerificationDraft) (canonical.Verification, error) {
	body, err := a.encodeOTP(d)
	if err != nil {
		return canonical.Verification{}, err
	}
	if _, err := a.call(ctx, canonical.StartVerification, pathSendOTP, body); err != nil {
		return canonical.Verification{}, err
	}
	return decodeVerification(d, a.now()), nil
}

// CreateCustomerReference makes an id of a mobile number that the caller knows
// the vendor to have. The vendor is not called.
func (a *Adapter) CreateCustomerReference(_ context.Context, r canonical.CustomerReference) (canonical.Customer, error) {
	return referCustomer(r)
}

// CreateReference makes an id of a customer, the one thing that can be referred to here.
func (a *Adapter) CreateReference(ctx context.Context, d canonical.ReferenceDraft) (canonical.Reference, error) {
	return canonical.ReferToCustomer(ctx, d, a.CreateCustomerReference)
}

func (a *Adapter) register(
	ctx context.Context, op canonical.Row, phone canonical.Personal, d *canonical.CustomerDraft,
) (canonical.Customer, error) {
	body, kept, err := a.encodeRegistration(d, phone)
	if err != nil {
		return canonical.Customer{}, err
	}
	canonical.Ignore(ctx, kept.others(d)...)
	w, err := a.call(ctx, op, pathProcessCustomer, body)
	if err != nil {
		return canonical.Customer{}, err
	}
	if err := a.about(op, w, body.MobileNumber); err != nil {
		return canonical.Customer{}, err
	}
	return overlay(decodeCustomer(w, body.MobileNumber, a.unmapped), kept.of(d.Profile)), nil
}

func (a *Adapter) read(
	ctx context.Context, op canonical.Row, phone canonical.Personal, x *canonical.ClientContext,
) (canonical.Customer, error) {
	body, err := a.encodeQuery(phone, x)
	if err != nil {
		return canonical.Customer{}, err
	}
	w, err := a.call(ctx, op, pathGetCustomer, body)
	if err != nil {
		return canonical.Customer{}, err
	}
	if err := a.about(op, w, body.MobileNumber); err != nil {
		return canonical.Customer{}, err
	}
	return decodeCustomer(w, body.MobileNumber, a.unmapped), nil
}

// about holds an answer to the mobile number that was asked for, if it has one. Another
// is counted, and taken for that one where the connection says so.
func (a *Adapter) about(op canonical.Row, w answer, mobile string) error {
	if w.MobileNumber == "" || strings.HasSuffix(string(w.MobileNumber), mobile) { // perhaps with its country code
		return nil
	}
	return a.subjects.Another(op.Name(), "the answer is about another mobile number")
}

// call sends a request once and gives the answer of a success.
func (a *Adapter) call(ctx context.Context, op canonical.Row, path string, body any) (answer, error) {
	reply, err := a.client.Do(ctx, a.envelope.seal(path, marshal(body)).For(op))
	if err != nil {
		return answer{}, err
	}
	if reply.Status != http.StatusOK { // the vendor documents no other (ISU-1), nor what it says there
		w, _ := lenientjson.Decode[answer](reply.Body, nil)
		return answer{}, failure(op, reply, w, a.now())
	}
	plain, err := a.envelope.open(reply.Body)
	if err != nil {
		return answer{}, err
	}
	w, err := lenientjson.Decode[answer](plain, a.unmapped)
	if err != nil {
		return answer{}, err
	}
	canonical.NoteVendorAnswer(ctx, plain) // the content, not its envelope
	a.answers.ObserveIn(op.Name(), w, a.unmapped)
	return w, classify(op, reply, w, a.now())
}
