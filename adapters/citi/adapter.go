// Package citi speaks Citi's customers API for India: Aadhaar OTP and eKYC,
// the partner profile of a customer, and offers.
//
// # Whose token
//
// The Aadhaar calls carry a token of our own, the profile the customer's, and
// offers the customer's when the caller gives it, else ours. A 401 therefore
// means two things (CIT-16): our token is renewed and the call sent once more,
// because the vendor refused before acting; the customer's is the customer's
// to renew.
//
// # No customer id
//
// The vendor names its customers nowhere: the customer is whoever the token
// belongs to, under the id `me` (CIT-6). An id of another form is of nobody.
//
// # One or many
//
// What the document calls a list may come as a single value and any group as a list
// (CIT-3). An element that cannot be read is left out and counted; of a group that has
// one place the first is taken, and others are counted.
//
// # What is not done
//
// The reference data behind the vendor's codes is not read (CIT-14); codes pass
// through. A success that carries a warning is a success, and the warning is
// counted as the unmapped field "warn" (CIT-17).
package citi

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/oauth"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/token"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

var (
	_ canonical.Warner                = (*Adapter)(nil)
	_ canonical.FieldLister           = (*Adapter)(nil)
	_ canonical.Reloader              = (*Adapter)(nil)
	_ canonical.CustomerGetter        = (*Adapter)(nil)
	_ canonical.VerificationStarter   = (*Adapter)(nil)
	_ canonical.VerificationConfirmer = (*Adapter)(nil)
	_ canonical.OfferLister           = (*Adapter)(nil)
)

// The vendor's paths.
const (
	pathOTP     = "/v1/in/customers/identity/otp"
	pathKYC     = "/v1/in/customers/identity/kyc"
	pathProfile = "/partner/v1/customers/profiles"
	pathOffers  = "/v1/sales/customers/offers/details"
)

// Adapter is one client of Citi's API. Safe for concurrent use.
type Adapter struct {
	settings Settings
	client   *rest.Client
	tokens   *token.Source
	mapper   mapper
	pointers map[string]map[string]string // operation, the vendor's name, ours
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
	a := &Adapter{settings: s, client: client, mapper: newMapper(s, c.Unmapped, c.OtherSubject), pointers: pointers(s), now: c.Now, unmapped: c.Unmapped}
	a.tokens = token.NewSource(a.fetchToken, c.Now, c.Timeout)
	return a, nil
}

// Vendor is "citi".
func (a *Adapter) Vendor() string { return "citi" }

// Warnings lists what the operator should confirm with the vendor.
func (a *Adapter) Warnings() []string { return a.settings.warnings() }

// StartVerification has UIDAI send an OTP to the holder of an Aadhaar number.
func (a *Adapter) StartVerification(ctx context.Context, d canonical.VerificationDraft) (canonical.Verification, error) {
	body, err := encodeOTP(a.settings, d, a.now())
	if err != nil {
		return canonical.Verification{}, err
	}
	decode := func(w otpAnswer) (canonical.Verification, error) { return decodeOTP(d, w) }
	return call(ctx, a, canonical.StartVerification, post(pathOTP, body), endUser{device: d.ClientDetails}, decode)
}

// ConfirmVerification gives the OTP back, and with it the number and the
// consent once more: neither is kept between the two calls.
func (a *Adapter) ConfirmVerification(ctx context.Context, c canonical.VerificationConfirmation) (canonical.Verification, error) {
	body, err := encodeKYC(a.settings, c)
	if err != nil {
		return canonical.Verification{}, err
	}
	decode := func(w kycAnswer) (canonical.Verification, error) { return a.mapper.decodeKYC(c, w, a.now()) }
	return call(ctx, a, canonical.ConfirmVerification, post(pathKYC, body), endUser{device: c.ClientDetails}, decode)
}

// GetCustomer reads the profile of the customer whose token the query carries.
func (a *Adapter) GetCustomer(ctx context.Context, q canonical.CustomerQuery) (canonical.Customer, error) {
	if !q.Me {
		return canonical.Customer{}, vendorerr.UnknownKey(canonical.CustomerNotFound)
	}
	customer, err := customerToken(q.CustomerAuthorization)
	if err == nil && customer.IsZero() {
		err = noCustomerToken()
	}
	if err != nil {
		return canonical.Customer{}, err
	}
	user := endUser{customer: customer, device: q.ClientDetails}
	return call(ctx, a, canonical.GetCustomer, get(pathProfile, encodeProfileQuery(q)), user, a.mapper.decodeProfile)
}

// ListOffers lists the offers for the customer, or without the customer's token those
// for the partner. No offers are an empty list (CIT-11).
func (a *Adapter) ListOffers(ctx context.Context, q canonical.OfferQuery) (canonical.List[canonical.Offer], error) {
	if !q.Me {
		return canonical.List[canonical.Offer]{}, vendorerr.UnknownKey(canonical.CustomerNotFound)
	}
	customer, err := customerToken(q.CustomerAuthorization)
	if err != nil {
		return canonical.List[canonical.Offer]{}, err
	}
	user := endUser{customer: customer, device: q.ClientDetails}
	return call(ctx, a, canonical.ListOffers, get(pathOffers, encodeOfferQuery(q)), user, a.mapper.decodeOffers)
}

func get(path string, query url.Values) rest.Request {
	return rest.Request{Method: http.MethodGet, Path: path, Query: query}
}

func post(path string, body []byte) rest.Request {
	return rest.Request{Method: http.MethodPost, Path: path, ContentType: "application/json", Body: body}
}

// endUser is what a request says of the person it is for.
type endUser struct {
	customer canonical.Secret // the customer's own token, if any
	device   canonical.Secret
}

// detailsHeader is the vendor's header about the end user's device.
const detailsHeader = "clientDetails"

// deviceHeader holds what the caller says of the end user's device, as it is: the
// vendor does not say how it is written. The error is of what no header can hold.
func deviceHeader(details canonical.Secret) (http.Header, error) {
	if details.IsZero() {
		return nil, nil
	}
	var c canonical.Check
	if strings.ContainsFunc(details.Reveal(), unicode.IsControl) {
		c.Invalid("Client-Details", "must not contain control characters")
	}
	return http.Header{detailsHeader: {details.Reveal()}}, c.Err()
}

// faultCarrier is an answer that may hold an error or a warning beside, or instead
// of, what the vendor documents.
type faultCarrier interface{ vendorFault() fault }

// call sends a request and decodes the answer of a success. A 204 is an empty list
// for list_offers (CIT-11). Any other answer is an error with the uuid.
func call[T faultCarrier, R any](
	ctx context.Context, a *Adapter, op canonical.Row, r rest.Request, user endUser, decode func(T) (R, error),
) (R, error) {
	var none R
	customer := user.customer
	header, err := deviceHeader(user.device)
	if err != nil {
		return none, err
	}
	r.Header = header
	reply, err := a.ask(ctx, r.For(op), customer)
	if err != nil {
		return none, reply.identify(err)
	}
	empty := reply.Status == http.StatusNoContent
	if empty && op.Name() == canonical.ListOffers.Name() {
		var nothing T
		return decode(nothing)
	}
	if empty || reply.Status < 200 || reply.Status > 299 {
		return none, a.classify(op, reply, faultOf(reply.Body), !customer.IsZero())
	}
	w, err := lenientjson.Decode[T](reply.Body, a.unmapped)
	if err != nil {
		return none, reply.identify(err)
	}
	switch f := w.vendorFault(); {
	case f.fails():
		return none, a.classify(op, reply, f, !customer.IsZero())
	case f.warns():
		a.unmapped("warn")
	}
	a.answers.ObserveIn(op.Name(), w, a.unmapped)
	decoded, err := decode(w)
	if err != nil {
		return none, reply.identify(err)
	}
	return decoded, nil
}

// session is the connection's own session with the vendor.
func (a *Adapter) session(ctx context.Context) (token.Session, error) {
	return a.tokens.Session(ctx, tokenKey)
}

// ask sends a request with the customer's token, or else with ours (CIT-16).
func (a *Adapter) ask(ctx context.Context, r rest.Request, customer canonical.Secret) (reply, error) {
	if !customer.IsZero() {
		return a.send(ctx, r, customer)
	}
	return token.Do(ctx, a.tokens, a.session, func(s token.Session) (reply, error) {
		return a.send(ctx, r, s.Value)
	}, func(answer reply, err error) bool { return token.Unauthorized(answer.Reply, err) })
}

// Reload forgets that logins were refused.
func (a *Adapter) Reload() { a.tokens.Reset() }

// reply is an answer and the uuid of the request that it answers.
type reply struct {
	rest.Reply
	uuid string
}

// send gives every attempt a uuid of its own (CIT-15).
func (a *Adapter) send(ctx context.Context, r rest.Request, bearer canonical.Secret) (reply, error) {
	id := newUUID()
	header := http.Header{
		"Authorization": {"Bearer " + bearer.Reveal()},
		"client_id":     {a.settings.ClientID},
		"uuid":          {id},
		"Accept":        {"application/json"},
	}
	maps.Copy(header, r.Header)
	r.Header = header
	answer, err := a.client.Do(ctx, r)
	return reply{Reply: answer, uuid: id}, err
}

// identify is err with the uuid, under which the vendor finds the request.
func (r reply) identify(err error) error {
	e := *canonical.AsError(err)
	e.Vendor.RequestID = r.uuid
	return &e
}

// customerToken is the bearer token in the caller's header, with or without the
// scheme before it. A blank header has none; any other text is refused, because
// without it the call would be made with our own token.
func customerToken(given canonical.Secret) (canonical.Secret, error) {
	words := strings.Fields(given.Reveal())
	if len(words) == 0 {
		return canonical.Secret{}, nil
	}
	if strings.EqualFold(words[0], "bearer") {
		words = words[1:]
	}
	if len(words) != 1 || !oauth.Bearer(words[0]) {
		return canonical.Secret{}, noCustomerToken()
	}
	return canonical.NewSecret(words[0]), nil
}

func noCustomerToken() error {
	return &canonical.Error{
		Code: canonical.CustomerAuthorizationNeeded,
		Fields: []canonical.FieldError{{
			Pointer: "Customer-Authorization", Code: canonical.FieldRequired, Detail: "must hold the customer's own token at the vendor",
		}},
	}
}
