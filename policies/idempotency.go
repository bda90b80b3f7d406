package policies

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"

	"go.opentelemetry.io/otel/attribute"
)

// ConnectionHeader names the connection in a stored answer: a replay may come
// when the routes lead elsewhere.
const ConnectionHeader = "Gateway-Connection"

// leaseMargin is how much longer than the call's own time its claim holds, so
// that a claim does not run out under a call that is just ending.
const leaseMargin = 10 * time.Second

// defaultLease is for calls without a deadline.
const defaultLease = 2 * time.Minute

// finishTimeout is how long a caller waits for how its call ended to be written
// down, through a restart of the database. It is not the caller's own time: the
// vendor has answered. The journal goes on after it.
const finishTimeout = 10 * time.Second

// untilAccepted is after how long to ask again whether somebody has accepted a restored
// journal.
const untilAccepted = 30 * time.Second

// PaymentRecord is what the journal keeps of a payment. The gateway fills it
// before the chain and updates Status and Body when the vendor has answered.
type PaymentRecord struct {
	ID       string // sealed
	Customer string // sealed
	// Represents is the sealed id of the payment that it sends again; "": none.
	Represents string
	Amount     string
	Currency   string
	Status     string
	// Permit is asked before the payment is kept; its error ends the call with nothing
	// sent. Nil permits.
	Permit func(context.Context) error
	Body   []byte // the canonical payment in JSON; the journal seals it
}

// Journal is what keeps the keys; *journal.Journal is one.
type Journal interface {
	Claim(ctx context.Context, s journal.Scope, fingerprint [32]byte, lease time.Duration) (journal.Claim, error)
	Find(ctx context.Context, s journal.Scope, fingerprint [32]byte) (claim journal.Claim, known bool, err error)
	MarkSent(ctx context.Context, t journal.Ticket, s journal.Sending) error
	Finish(ctx context.Context, t journal.Ticket, f journal.Finishing) error
	Release(ctx context.Context, t journal.Ticket) error
}

// Idempotency is the journal's policy: for every keyed operation at most one
// call per Idempotency-Key reaches a vendor, through retries, concurrent
// duplicates, crashes and replicas (canonical.md §5.4).
//
// The record is durable before the first byte goes to the vendor: the claim
// is taken here, within this process, and BeforeSend writes it down as sent when
// quota, breaker and concurrency have let the call through.
func Idempotency(j Journal) Policy {
	return func(ctx context.Context, call *Call, next Next) error {
		if !call.Effect.NeedsKey() {
			return next(ctx)
		}
		claim, err := j.Claim(ctx, scopeOf(call), call.Fingerprint, lease(ctx))
		if err != nil {
			return unjournaled(err)
		}
		SpanEvent(ctx, "journal", attribute.String("canongate.claim", claim.Outcome.String()))
		if claim.Doubtful {
			SpanEvent(ctx, "journal", attribute.String("canongate.claim", "may_be_forgotten_by_restore"))
		}
		if claim.Outcome != journal.Fresh {
			return settled(call, claim)
		}
		o := once{journal: j, ticket: claim.Ticket, call: call}
		return o.run(ctx, next)
	}
}

// Recall answers for a key that was used before when there is no connection to
// call: taken out of service, or out of the configuration. Whoever repeats a
// request must not hear that nothing was sent. known is false for a key that
// nothing is known of.
func Recall(j Journal) func(ctx context.Context, call *Call) (known bool, err error) {
	return func(ctx context.Context, call *Call) (bool, error) {
		claim, known, err := j.Find(ctx, scopeOf(call), call.Fingerprint)
		if err != nil {
			return false, unjournaled(err)
		}
		if !known {
			return false, nil
		}
		return true, settled(call, claim)
	}
}

func scopeOf(call *Call) journal.Scope {
	return journal.Scope{
		Tenant: call.Tenant, Caller: call.Caller, Operation: call.Operation, Connection: call.Connection, Key: call.Key,
		Routed: call.Route != "" || call.ByPerson || call.Connection == "", Creates: string(call.Creates),
		Birth: journal.Birth{Epoch: call.KeyEpoch, At: call.KeyTime}, MovesMoney: call.Effect == canonical.MovesMoney,
	}
}

func lease(ctx context.Context) time.Duration {
	if end, ok := ctx.Deadline(); ok {
		return max(time.Until(end), 0) + leaseMargin
	}
	return defaultLease
}

// settled answers for a key that was used before.
func settled(call *Call, claim journal.Claim) error {
	switch claim.Outcome {
	case journal.Replay:
		call.Answer, call.Replayed = unpack(claim.Answer), true
		if tellsUnknown(call.Answer) {
			call.EarlierPayment = claim.PaymentID
		}
		return nil
	case journal.InProgress:
		return &canonical.Error{
			Code: canonical.IdempotencyInProgress, Outcome: canonical.NotSent, RetryAfter: claim.RetryAfter,
			Message: "A request with this Idempotency-Key is still running; this one was not sent.",
		}
	case journal.Mismatch:
		return &canonical.Error{
			Code: canonical.IdempotencyKeyReused, Outcome: canonical.NotSent,
			Message: "This Idempotency-Key came before with another request; this one was not sent.",
		}
	case journal.AlreadyCreated:
		return AlreadyLinked(call.Connection, claim.CustomerID)
	case journal.ForgottenByRestore:
		return &canonical.Error{Code: canonical.OutcomeUnknownAfterRestore, Outcome: canonical.Unknown, Connection: call.Connection}
	case journal.BeingCreated:
		return BeingCreated(claim.RetryAfter)
	default:
		return lost(call, claim)
	}
}

// AlreadyLinked is the error of a reference that means another customer at the
// connection, given by its sealed id.
func AlreadyLinked(connection, customer string) error {
	e := &canonical.Error{
		Code: canonical.AlreadyExists, Origin: canonical.OriginCaller, Outcome: canonical.NotSent, Connection: connection,
		Message:  "This external_reference means a customer at " + connection + " already, whom customer_id names. Nothing was sent or changed.",
		Customer: &canonical.CustomerID{},
	}
	e.Customer.Seal(customer)
	return e
}

// BeingCreated is the error of a reference whose customer another call is creating.
func BeingCreated(wait time.Duration) error {
	return &canonical.Error{
		Code: canonical.IdempotencyInProgress, Outcome: canonical.NotSent, RetryAfter: wait,
		Message: "Another request is creating the customer of this external_reference; this one was not sent.",
	}
}

// tellsUnknown says whether a stored answer is a problem that left the outcome open.
func tellsUnknown(a Answer) bool {
	var told struct {
		Outcome canonical.Outcome `json:"outcome"`
	}
	return a.Status >= http.StatusBadRequest && json.Unmarshal(a.Body, &told) == nil && told.Outcome == canonical.Unknown
}

// lost is a key that was sent and whose answer nobody has. It is never sent
// again.
func lost(call *Call, claim journal.Claim) error {
	if call.Effect == canonical.MovesMoney {
		e := &canonical.Error{
			Code: canonical.PaymentOutcomeUnknown, Outcome: canonical.Unknown, Connection: claim.Connection,
			Message: "This payment was sent before and its answer was lost. It is not sent again.",
			Payment: &canonical.PaymentID{},
		}
		e.Payment.Seal(claim.PaymentID)
		call.EarlierPayment = claim.PaymentID
		return e
	}
	return &canonical.Error{
		Code: canonical.VendorTimeout, Outcome: canonical.Unknown, Connection: claim.Connection,
		Message: "A request with this Idempotency-Key may have reached the vendor, and its answer was lost. It is not sent again, unless it proves never to have left.",
	}
}

// once is one call under a fresh claim.
type once struct {
	journal Journal
	ticket  journal.Ticket
	call    *Call
	taken   *journal.Taken // what the key turned out to be when it was to be sent; nil: ours
}

func (o *once) run(ctx context.Context, next Next) error {
	o.call.BeforeSend = o.markSent
	err := next(ctx)
	// The caller's time may be over; what happened is written down all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTimeout)
	defer cancel()
	if err != nil && nothingHappened(err) {
		err = o.release(ctx, err)
		if o.taken != nil {
			return settled(o.call, o.taken.Claim)
		}
		return err
	}
	return o.finish(ctx, err)
}

func (o *once) markSent(ctx context.Context) error {
	sending := journal.Sending{Connection: o.call.Connection, Generation: o.call.Generation, Lease: lease(ctx)}
	if p := o.call.Payment; p != nil {
		if p.Permit != nil {
			if err := p.Permit(ctx); err != nil {
				return err
			}
		}
		sending.Payment = &journal.Payment{
			ID: p.ID, Tenant: o.call.Tenant, Connection: o.call.Connection, Customer: p.Customer,
			Status: journal.Created, Amount: p.Amount, Currency: p.Currency, Body: p.Body, Generation: o.call.Generation,
			Represents: p.Represents,
		}
	}
	if err := o.journal.MarkSent(ctx, o.ticket, sending); err != nil {
		errors.As(err, &o.taken)
		return unjournaled(err)
	}
	return nil
}

// refusedBefore are the answers by which a vendor turns a call away at its
// door: it did not act, so the same key may be used again. A 401 that is about a
// password (otp_invalid) is none: the vendor has counted the attempt.
var refusedBefore = []canonical.Code{
	canonical.RateLimited, canonical.OTPAttemptsExceeded, canonical.VendorAuthFailed, canonical.VendorConfigurationError,
}

// nothingHappened says whether a failure is proven to be before the vendor
// acted.
func nothingHappened(err error) bool {
	e := canonical.AsError(err)
	return e.HowFar() == canonical.NotSent || e.HowFar() == canonical.Answered && slices.Contains(refusedBefore, e.Code)
}

// release frees the key. Either way the caller hears of the first failure: it is
// the one that matters.
func (o *once) release(ctx context.Context, err error) error {
	if o.journal.Release(ctx, o.ticket) != nil {
		SpanEvent(ctx, "journal", attribute.String("canongate.claim", "not released yet"))
	}
	return err
}

// finish writes down how the call ended: what the caller is answered, and the
// payment's new state with it. What cannot be written in time is true all the
// same, and the journal keeps trying.
func (o *once) finish(ctx context.Context, err error) error {
	f := journal.Finishing{Answer: pack(o.call.Answer, o.call.Connection)}
	if err != nil {
		f.Answer = pack(o.call.Render(err), o.call.Connection)
	} else if n := o.call.Event; n != nil {
		f.Events = []journal.Event{{
			Type: string(n.Type), Subject: n.Subject, Tenant: o.call.Tenant, Connection: o.call.Connection, Data: n.Data,
		}}
	}
	if err == nil && o.call.CreatedID != "" {
		f.Created = &journal.CreatedCustomer{ID: o.call.CreatedID, Vendor: o.call.Vendor}
	}
	if p := o.call.Payment; p != nil {
		f.Status, f.Body, f.Reason = paymentStatus(p, err), p.Body, reasonOf(err)
	}
	if o.journal.Finish(ctx, o.ticket, f) != nil {
		SpanEvent(ctx, "journal", attribute.String("canongate.claim", "answer not stored yet"))
	}
	return err
}

// paymentStatus is what a payment is after its call.
func paymentStatus(p *PaymentRecord, err error) journal.PaymentStatus {
	switch e := canonical.AsError(err); {
	case err == nil:
		return journal.PaymentStatus(p.Status)
	case e.HowFar() == canonical.Answered:
		return journal.Failed // the vendor refused it
	default:
		return journal.Unknown
	}
}

func reasonOf(err error) string {
	if err == nil {
		return ""
	}
	return string(canonical.AsError(err).Code)
}

// unjournaled says that the journal would not take the record, so nothing was
// sent.
func unjournaled(err error) error {
	var refused *canonical.Error // by what the journal asks about a payment
	if errors.As(err, &refused) {
		return refused
	}
	e := &canonical.Error{Code: canonical.JournalUnavailable, Outcome: canonical.NotSent, Err: errors.New("writing the journal")}
	switch {
	case errors.Is(err, journal.ErrRestored):
		e.Code, e.RetryAfter, e.Err = canonical.JournalRestored, untilAccepted, errors.New("the journal was restored")
	case errors.Is(err, journal.ErrNotOwner):
		e.Code, e.RetryAfter = canonical.IdempotencyInProgress, time.Second
		e.Message = "Another request took over this Idempotency-Key; this one was not sent."
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		e.Message = "The journal did not take the record in time; nothing was sent."
	}
	return e
}

func pack(a Answer, connection string) journal.Answer {
	stored := journal.Answer{Status: a.Status, Body: a.Body, Scope: a.Scope, Masked: a.Masked, Header: []journal.Header{{Name: ConnectionHeader, Value: connection}}}
	for _, name := range slices.Sorted(maps.Keys(a.Header)) {
		for _, value := range a.Header[name] {
			if name != ConnectionHeader {
				stored.Header = append(stored.Header, journal.Header{Name: name, Value: value})
			}
		}
	}
	return stored
}

func unpack(stored journal.Answer) Answer {
	a := Answer{Status: stored.Status, Body: stored.Body, Scope: stored.Scope, Masked: stored.Masked, Header: http.Header{}}
	for _, h := range stored.Header {
		a.Header.Add(h.Name, h.Value)
	}
	return a
}
