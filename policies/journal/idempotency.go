package journal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Scope is what an idempotency key belongs to.
type Scope struct {
	Tenant     string
	Caller     string
	Operation  string
	Connection string
	Key        string
	// Routed says that the routes chose Connection, and not the caller by an id or
	// by name. Such a key stays where it was used first, wherever the routes lead
	// by now.
	Routed bool
	// Creates is the tenant's own id of the person whom the call creates; "": none. It
	// is no part of the scope: its place is held with the key, so that nobody else
	// creates the person at the connection meanwhile.
	Creates string
	// Birth is no part of the scope either. MovesMoney says that the key must not be
	// sent where a restore may have forgotten it.
	Birth      Birth
	MovesMoney bool
}

func (s Scope) complete() bool {
	return s.Tenant != "" && s.Caller != "" && s.Operation != "" && s.Key != ""
}

// digest identifies the scope, family all that differ in their connection only.
func (s Scope) digest() []byte { return digestOf(s.Tenant, s.Caller, s.Operation, s.Connection, s.Key) }
func (s Scope) family() []byte { return digestOf(s.Tenant, s.Caller, s.Operation, s.Key) }

// digestOf has the lengths of the parts in it, so that no two lists write out
// alike.
func digestOf(parts ...string) []byte {
	var text []byte
	for _, part := range parts {
		text = binary.BigEndian.AppendUint32(text, uint32(len(part))) //nolint:gosec // names and keys of a request, far from 4 GiB
		text = append(text, part...)
	}
	sum := sha256.Sum256(text)
	return sum[:]
}

// Outcome says what a claim found.
type Outcome int

const (
	// Fresh: the key is the caller's; go on with Claim.Ticket.
	Fresh Outcome = iota + 1
	// Replay: the key was answered; give Claim.Answer again.
	Replay
	// InProgress: another call holds the key; ask again after Claim.RetryAfter.
	InProgress
	// Mismatch: the key was used with another fingerprint.
	Mismatch
	// SentWithoutAnswer: the vendor may have acted and nobody will ever know from
	// the call itself. It is never sent again.
	SentWithoutAnswer
	// AlreadyCreated: the key is free, and the reference of the person to be created
	// means a customer at the connection, Claim.CustomerID.
	AlreadyCreated
	// BeingCreated: the key is free, and another call is creating the person; ask again
	// after Claim.RetryAfter.
	BeingCreated
	// ForgottenByRestore: the key may have been sent in the time that a restored
	// journal knows nothing of. It is not sent.
	ForgottenByRestore
)

func (o Outcome) String() string {
	names := [...]string{"", "fresh", "replay", "in_progress", "mismatch", "sent_without_answer", "already_created", "being_created", "forgotten_by_restore"}
	if o < 1 || int(o) >= len(names) {
		return "unknown"
	}
	return names[o]
}

// Claim is what became of a key.
type Claim struct {
	Outcome    Outcome
	Ticket     Ticket        // Fresh
	Answer     Answer        // Replay
	RetryAfter time.Duration // InProgress, BeingCreated
	Connection string        // where it was sent, once it was
	PaymentID  string        // of the payment it was sent for, if any
	CustomerID string        // AlreadyCreated
	// Doubtful says of a fresh key that moves no money that a restore may have forgotten it.
	Doubtful bool
}

// Ticket is the right to go on with a claimed key.
type Ticket struct {
	tenant      string
	scope       []byte
	family      []byte // of a routed key
	owner       string
	fingerprint [32]byte
	creation    creation
}

// Answer is what callers are answered, byte for byte. Masked is the body for
// those who lack Scope; without a Scope, Body is for everybody.
type Answer struct {
	Status int      `json:"status"`
	Header []Header `json:"header,omitempty"`
	Body   []byte   `json:"body,omitempty"`
	Scope  string   `json:"scope,omitempty"`
	Masked []byte   `json:"masked,omitempty"`
}

// Header is one line of an answer's header; they keep their order.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

const takeKey = `
INSERT INTO idempotency (scope, tenant, operation, fingerprint, state, owner, lease_until, created_at, updated_at, expires_at)
VALUES ($1, $2, $3, $4, 'started', $5, $6, $7, $7, $8)
ON CONFLICT (scope) DO UPDATE SET
    fingerprint = excluded.fingerprint, owner = excluded.owner, lease_until = excluded.lease_until,
    created_at = excluded.created_at, updated_at = excluded.updated_at, expires_at = excluded.expires_at
WHERE idempotency.state = 'started' AND idempotency.lease_until <= excluded.created_at
RETURNING owner`

const loadRecord = `
SELECT fingerprint, state, owner, connection, payment_id, answer, lease_until, created_at FROM idempotency WHERE scope = $1`

// Claim takes a key for as long as lease, atomically over all replicas, or says
// what became of it. A key whose owner died before it sent anything is free again
// when its lease is over.
func (j *Journal) Claim(ctx context.Context, scope Scope, fingerprint [32]byte, lease time.Duration) (Claim, error) {
	const attempt = "claim idempotency key"
	if !scope.complete() || scope.Connection == "" {
		return Claim{}, errors.New(attempt + ": scope is incomplete")
	}
	if claim, known, err := j.calls.find(scope, fingerprint); err != nil {
		return Claim{}, fmt.Errorf("%s: %w", attempt, err)
	} else if known {
		return claim, nil
	}
	ticket, err := j.newTicket(scope, fingerprint)
	if err != nil {
		return Claim{}, fmt.Errorf("%s: %w", attempt, err)
	}
	var found *record
	var taken Claim
	err = j.write(ctx, attempt, func(ctx context.Context, q querier) error {
		now := j.clock.now()
		at, err := j.follow(ctx, q, scope, now)
		if err != nil {
			return err
		}
		ticket.scope, ticket.creation.connection = at.digest(), at.Connection
		sealed, err := j.keys.Seal(fingerprint[:], place("fingerprint", string(ticket.scope)))
		if err != nil {
			return err
		}
		var owner string
		err = q.QueryRowContext(ctx, takeKey, ticket.scope, scope.Tenant, scope.Operation, sealed, ticket.owner,
			stamp(now.Add(lease)), stamp(now), stamp(j.expiry())).Scan(&owner)
		if err == nil {
			taken, err = j.begin(ctx, q, scope, ticket, lease, now)
			return err
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		found, err = j.load(ctx, q, ticket.scope, now)
		if err == nil && found.state == "lost" {
			_, err = j.lose(ctx, q, ticket.scope, now)
		}
		return err
	})
	if errors.Is(err, errTaken) || err == nil && taken.Outcome == ForgottenByRestore {
		return taken, nil
	}
	if err != nil {
		j.disclaim(ticket, err)
		return Claim{}, err
	}
	if found == nil {
		j.wrote(ctx)
		return Claim{Outcome: Fresh, Ticket: ticket, Doubtful: taken.Doubtful}, nil
	}
	claim, err := j.judge(found, fingerprint, ticket.scope)
	if err != nil {
		return Claim{}, fmt.Errorf("%s: %w", attempt, err)
	}
	return claim, nil
}

// begin goes on with a key that nothing is known of, unless a restore may have
// forgotten it. errTaken: the claim says by whom its reference is taken.
func (j *Journal) begin(ctx context.Context, q querier, s Scope, t Ticket, lease time.Duration, now time.Time) (Claim, error) {
	fenced, err := j.fenced(ctx, q, s, now)
	if err != nil {
		return Claim{}, err
	}
	if fenced && s.MovesMoney {
		return Claim{Outcome: ForgottenByRestore}, holdUp(ctx, q, t.scope)
	}
	taken, err := j.takePlace(ctx, q, t, lease, now)
	taken.Doubtful = fenced
	return taken, err
}

func (j *Journal) newTicket(scope Scope, fingerprint [32]byte) (t Ticket, err error) {
	t = Ticket{tenant: scope.Tenant, owner: rand.Text(), fingerprint: fingerprint}
	if scope.Routed {
		t.family = scope.family()
	}
	if scope.Creates != "" {
		t.creation.person, err = j.person(Reference{scope.Tenant, scope.Creates})
	}
	return t, err
}

// expiry is when what is used now may be forgotten.
func (j *Journal) expiry() time.Time { return j.age.now().Add(j.options.Retention) }

// disclaim frees, in the background, a key whose claim failed and may be written
// all the same: nobody holds it.
func (j *Journal) disclaim(t Ticket, err error) {
	if !isUncertain(err) || j.calls.sending(t, Sending{}) != nil {
		return
	}
	j.calls.marked(t, err)
	released, cancel := context.WithCancel(context.Background())
	cancel()
	_ = j.Release(released, t) // what fails now is tried again
}

// record is the stored state of a key that somebody else has.
type record struct {
	fingerprint []byte
	state       string
	owner       string
	connection  string
	paymentID   string
	answer      []byte
	lease       time.Duration // what is left of it
	age         time.Duration
}

// load reads a record. One whose answer nobody waits for any more is lost, whether
// that was written down or not.
func (j *Journal) load(ctx context.Context, q querier, scope []byte, now time.Time) (*record, error) {
	var r record
	var leaseUntil, createdAt int64
	err := q.QueryRowContext(ctx, loadRecord, scope).
		Scan(&r.fingerprint, &r.state, &r.owner, &r.connection, &r.paymentID, &r.answer, &leaseUntil, &createdAt)
	if err != nil {
		return nil, err
	}
	r.lease, r.age = unstamp(leaseUntil).Sub(now), now.Sub(unstamp(createdAt))
	if r.state == "sent" && r.lease <= 0 {
		r.state = "lost"
	}
	return &r, nil
}

// judge says what a record means to a caller with this fingerprint.
func (j *Journal) judge(r *record, fingerprint [32]byte, scope []byte) (Claim, error) {
	claim := Claim{Connection: r.connection, PaymentID: r.paymentID}
	known, err := j.keys.Open(r.fingerprint, place("fingerprint", string(scope)))
	if err != nil {
		return Claim{}, err
	}
	switch {
	case string(known) != string(fingerprint[:]):
		return Claim{Outcome: Mismatch}, nil
	case r.state == "lost" && r.owner == ownerFence:
		claim.Outcome = ForgottenByRestore
	case r.state == "lost":
		claim.Outcome = SentWithoutAnswer
	case r.state == "done":
		claim.Outcome = Replay
		claim.Answer, err = j.openAnswer(r.answer, scope)
	default:
		// As long again as it took so far is a fair guess of what is left.
		claim.Outcome = InProgress
		claim.RetryAfter = max(time.Second, min(r.age, r.lease))
	}
	return claim, err
}

func (j *Journal) openAnswer(sealed, scope []byte) (Answer, error) {
	plain, err := j.keys.Open(sealed, place("answer", string(scope)))
	if err != nil {
		return Answer{}, err
	}
	var answer Answer
	if err := json.Unmarshal(plain, &answer); err != nil {
		return Answer{}, ErrSealed // it opened, so only another program can have sealed it
	}
	return answer, nil
}

// Sending says what is about to be sent.
type Sending struct {
	Connection string
	Generation int64         // of the configuration
	Lease      time.Duration // until when an answer is waited for
	Payment    *Payment      // of a payment, to be created with the record
}

const markSent = `
UPDATE idempotency SET state = 'sent', connection = $3, generation = $4, payment_id = $5, lease_until = $6, updated_at = $7
WHERE scope = $1 AND owner = $2 AND (state = 'started' OR (state = 'sent' AND payment_id = $5))
RETURNING created_at`

// MarkSent makes durable, together with the payment if there is one, that the
// vendor is about to be called. No byte may be sent before it has returned nil.
// It is called again before another attempt, which starts the lease anew; a
// payment must keep its id then. ErrNotOwner forbids the call.
func (j *Journal) MarkSent(ctx context.Context, t Ticket, s Sending) error {
	const attempt = "mark idempotency key as sent"
	paymentID, body, facts := "", []byte(nil), Facts{}
	if s.Payment != nil {
		var err error
		if facts, err = j.options.FactsOf(t.tenant, s.Payment.Body); err != nil {
			return fmt.Errorf("%s: %w", attempt, err)
		}
		if body, err = j.sealPayment(t.tenant, s.Payment); err != nil {
			return fmt.Errorf("%s: %w", attempt, err)
		}
		paymentID = s.Payment.ID
	}
	if err := j.calls.sending(t, s); err != nil {
		return fmt.Errorf("%s: %w", attempt, err)
	}
	err := j.write(ctx, attempt, func(ctx context.Context, q querier) error {
		now := j.clock.now()
		var createdAt int64
		err := q.QueryRowContext(ctx, markSent, t.scope, t.owner, s.Connection, s.Generation, paymentID,
			stamp(now.Add(s.Lease)), stamp(now)).Scan(&createdAt)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotOwner
		}
		if err == nil {
			err = j.keepPlace(ctx, q, t, now.Add(s.Lease))
		}
		if err != nil || s.Payment == nil {
			return err
		}
		return j.createPayment(ctx, q, t.tenant, s, body, facts, now)
	})
	j.calls.marked(t, err)
	if err == nil {
		j.calls.noted(t, facts.Keys)
		j.wrote(ctx)
	}
	return err
}
