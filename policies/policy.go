package policies

import (
	"context"
	"net/http"
	"sync"
	"time"

	"canongate/canonical"
)

// Call is what policies know about one operation on one connection: facts,
// never types of the operation and never personal data. It is made for one
// request and used by one goroutine at a time.
type Call struct {
	Operation  string
	Effect     canonical.Effect
	Connection string
	Vendor     string
	Tenant     string
	Caller     string // id of the caller's credential
	Route      string // the rule that chose Connection; "": the caller did
	// ByPerson says that Connection is where the person is known, whom the request means
	// by the caller's own id. They may be known elsewhere when it is repeated.
	ByPerson   bool
	RequestID  string
	Generation int64

	// Journey names the customer's journey that the call belongs to, without
	// saying whose it is; "" where it is not known, or not yet.
	Journey string

	// Key and Fingerprint are the Idempotency-Key and the digest of the
	// request, for keyed operations.
	Key         string
	Fingerprint [32]byte
	// KeyEpoch is the journal's epoch of which the caller had heard when it made the key;
	// 0: it does not say. KeyTime is the time that stands in the key; zero: nobody promised that.
	KeyEpoch int64
	KeyTime  time.Time

	// Attempt counts the calls to the vendor, from 1; retry sets it.
	Attempt int
	// VendorTime adds up the time spent in the adapter over all attempts.
	VendorTime time.Duration

	// BeforeSend, when set, runs before the adapter is called; an error ends
	// the call with nothing sent. The journal makes its record durable here.
	BeforeSend func(context.Context) error

	// Payment is what the journal keeps of a payment; nil for everything else.
	Payment *PaymentRecord

	// Creates is the caller's own id of the person whom the call creates; "": none.
	// CreatedID is the sealed id of the customer, which the innermost function sets.
	Creates   canonical.Personal
	CreatedID string

	// Event is what subscribers are told when the answer is kept; nil: nothing.
	Event *OutboxEvent

	// Answer is what the caller is told on success; the innermost function
	// sets it. Render makes the same of an error.
	Answer Answer
	Render func(error) Answer
	// EarlierPayment is the sealed id of the payment that Key was used for before, where
	// its outcome was unknown then; "": none.
	EarlierPayment string
	// Replayed says that Answer is a stored one and nothing was called.
	Replayed bool

	budget timeBudget
}

// OutboxEvent is an event about what a call achieved. The journal keeps it together with
// the answer, so that it is told if and only if the answer stands.
type OutboxEvent struct {
	Type    canonical.EventType
	Subject string // sealed id
	Data    []byte // canonical.EventData in JSON
}

// timeBudget is what the outer policies tell the inner ones about time.
type timeBudget struct {
	// deadline is when the call's budget is over; zero: never.
	deadline time.Time
	// minAttempt is the least time an attempt is started with.
	minAttempt time.Duration
	// callerShortened says that the caller leaves much less time than the connection
	// would, so a time-out says nothing about the vendor.
	callerShortened bool
	// retryPossible says that another attempt may follow this one.
	retryPossible bool
}

// Answer is a rendered HTTP answer. Its bodies are kept in the journal only
// sealed.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	// Scope is what a caller needs in order to be shown Body, and Masked the body
	// for one without it. "": Body is for everybody.
	Scope  string
	Masked []byte
}

// For is the answer as a caller with these scopes may see it.
func (a Answer) For(may func(scope string) bool) Answer {
	if a.Scope != "" && !may(a.Scope) {
		a.Body = a.Masked
	}
	a.Scope, a.Masked = "", nil
	return a
}

// Next is the rest of the chain. It must not be called after the policy that
// got it has returned.
type Next func(context.Context) error

// Policy is something that happens around a call: before, after, instead of
// or more than once. It is safe for concurrent use.
type Policy func(ctx context.Context, call *Call, next Next) error

// Chain makes one policy of many; the first is outermost.
func Chain(policies ...Policy) Policy {
	runs := sync.Pool{New: func() any { return newChainRun(policies) }}
	return func(ctx context.Context, call *Call, final Next) error {
		run := runs.Get().(*chainRun)
		run.call, run.final = call, final
		err := run.steps[0](ctx)
		run.call, run.final = nil, nil
		runs.Put(run) // not in a defer: after a panic, who knows who still holds a step
		return err
	}
}

// chainRun is one call on its way through a chain. Runs are pooled, because making
// the steps anew would be half of what a chain allocates.
type chainRun struct {
	call  *Call
	final Next
	steps []Next
}

func newChainRun(policies []Policy) *chainRun {
	run := &chainRun{steps: make([]Next, len(policies)+1)}
	for i, policy := range policies {
		run.steps[i] = func(ctx context.Context) error { return policy(ctx, run.call, run.steps[i+1]) }
	}
	run.steps[len(policies)] = func(ctx context.Context) error { return run.final(ctx) }
	return run
}
