package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
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

// meant is what the caller means by the key: at the connection that it named, or wherever
// the routes lead.
func (s Scope) meant() []byte {
	if s.Routed {
		return s.family()
	}
	return s.digest()
}

// digestOf has the lengths of the parts in it, so that no two lists write out
// alike.
func digestOf(parts ...string) []byte {
	text := make([]byte, 0, 256) // nearly all fit
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
	asked       Scope
	scope       []byte
	family      []byte // of a routed key
	owner       string
	fingerprint [32]byte
	sealed      []byte // the fingerprint, as it is stored
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

const (
	loadRecord = `
SELECT fingerprint, state, owner, connection, payment_id, answer, lease_until, created_at FROM idempotency WHERE scope = $1`

	// findKey finds nothing for nearly all keys.
	findKey = `SELECT ` + fenceColumns + `, EXISTS (SELECT 1 FROM idempotency WHERE scope = $1) FROM incarnations WHERE ended_at = 0`
)

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

// isFree says whether a key may be taken: nothing is known of it, or its owner died
// before it sent anything.
func (r *record) isFree() bool { return r == nil || r.state == "started" && r.lease <= 0 }

// isOverdue says whether nobody waits for a key's answer any more, and nobody has written
// that down.
func (r *record) isOverdue() bool { return r.state == "sent" && r.lease <= 0 }

// load reads a record.
func (j *Journal) load(ctx context.Context, q querier, scope []byte, now time.Time) (*record, error) {
	var r record
	var leaseUntil, createdAt int64
	err := q.QueryRowContext(ctx, loadRecord, scope).
		Scan(&r.fingerprint, &r.state, &r.owner, &r.connection, &r.paymentID, &r.answer, &leaseUntil, &createdAt)
	if err != nil {
		return nil, err
	}
	r.lease, r.age = unstamp(leaseUntil).Sub(now), now.Sub(unstamp(createdAt))
	return &r, nil
}

// giveUp writes down that a record is lost, if it is overdue, before anybody is told so:
// that binds the one who has sent it. Where it turns out to be settled, or to be held
// here, it stays in progress for whoever asks now.
func (j *Journal) giveUp(ctx context.Context, attempt string, r *record, at []byte) error {
	if !r.isOverdue() {
		return nil
	}
	var l loss
	err := j.writeAndWake(ctx, attempt, func(ctx context.Context, q querier) (err error) {
		l, err = j.lose(ctx, q, at, j.clock.now())
		return err
	})
	if err == nil && l.record {
		r.state = "lost"
	}
	return err
}

// loadIfAny is load with nil for no record.
func (j *Journal) loadIfAny(ctx context.Context, q querier, scope []byte, now time.Time) (*record, error) {
	r, err := j.load(ctx, q, scope, now)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // there is none
	}
	return r, err
}

// loadWithFence is loadIfAny, and reads what a key is judged by of which there is none.
func (j *Journal) loadWithFence(ctx context.Context, q querier, scope []byte, now time.Time) (r *record, f fenceRow, err error) {
	var known bool
	if err = q.QueryRowContext(ctx, findKey, scope).Scan(append(f.places(), &known)...); err == nil && known {
		r, err = j.loadIfAny(ctx, q, scope, now)
	}
	return r, f, err
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
