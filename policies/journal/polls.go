package journal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"
)

// Poll is a payment whose vendor is to be asked what became of it.
type Poll struct {
	Payment  Payment
	Attempts int // before this one
	Misses   int // answers in a row, before this one, that there is no such payment

	seq   int64
	owner string
}

// PollResult is what became of a poll.
type PollResult struct {
	// Says is what the vendor says of the payment; without a Status it says nothing.
	Says PaymentChange
	// Missing says that the vendor answered that there is no such payment, Absent that
	// it has said so for long enough to propose that an unknown one never moved.
	Missing, Absent bool
	// Next is when to ask again; zero: never.
	Next time.Time
}

const (
	insertPoll = `INSERT INTO payment_polls (payment, connection, next_at) VALUES ($1, $2, $3) ON CONFLICT (payment) DO NOTHING`

	hurryPoll = `UPDATE payment_polls SET next_at = $2, attempts = 0 WHERE payment = $1 AND next_at > $2`

	// The conditions stand again outside, as those of leaseDeliveries.
	leasePolls = `
UPDATE payment_polls SET lease_owner = $2, lease_until = $3
WHERE connection = $1 AND next_at <= $4 AND lease_until <= $4 AND payment IN (
    SELECT d.payment FROM payment_polls d WHERE d.connection = $1 AND d.next_at <= $4 AND d.lease_until <= $4
    ORDER BY d.next_at LIMIT $5)`

	listPolls = `
SELECT p.seq, d.misses, d.attempts, ` + pollColumns + ` FROM payment_polls d JOIN payments p ON p.seq = d.payment
WHERE d.connection = $1 AND d.lease_owner = $2 ORDER BY d.next_at`

	pollColumns = `p.id, p.tenant, p.connection, p.customer, p.status, p.amount, p.currency, p.body, p.generation,
    p.direction, p.settled_on, p.returned_on, p.return_code, p.change_code, p.basis, p.created_at, p.updated_at`

	postponePoll = `
UPDATE payment_polls SET next_at = $3, attempts = attempts + 1, misses = $4, lease_owner = '', lease_until = 0
WHERE payment = $1 AND lease_owner = $2 RETURNING next_at`

	insertPollImport = `
INSERT INTO imports (` + importColumns + `)
VALUES ($1, $2, $3, $4, '', 'applied', 0, $4, 'null', $5, 0, 0, 0, '{}', $6, $6, '', '') ON CONFLICT DO NOTHING`

	endPoll = `DELETE FROM payment_polls WHERE payment = $1 AND lease_owner = $2 RETURNING next_at`
)

// schedulePoll has the vendor asked about a new payment, where its connection is polled.
func (j *Journal) schedulePoll(ctx context.Context, q querier, seq int64, connection string, now time.Time) error {
	first, polled := j.options.PollAfter(connection, Submitted)
	if !polled {
		return nil
	}
	_, err := q.ExecContext(ctx, insertPoll, seq, connection, stamp(now.Add(first)))
	return err
}

// hurry has the vendor asked sooner about a payment whose outcome became unknown.
func (j *Journal) hurry(ctx context.Context, q querier, p held, now time.Time) error {
	first, polled := j.options.PollAfter(p.Connection, Unknown)
	if !polled {
		return nil
	}
	_, err := q.ExecContext(ctx, hurryPoll, p.seq, stamp(now.Add(first)))
	return err
}

// LeasePolls takes up to n polls of a connection that are due. Nobody else gets them
// until lease is over.
func (j *Journal) LeasePolls(ctx context.Context, connection string, n int, lease time.Duration) (polls []Poll, err error) {
	owner := rand.Text()
	err = j.write(ctx, "lease polls", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		result, err := q.ExecContext(ctx, leasePolls, connection, owner, stamp(now.Add(lease)), stamp(now), n)
		if err != nil {
			return err
		}
		if taken, err := result.RowsAffected(); err != nil || taken == 0 {
			return err
		}
		polls, err = collect(ctx, q, func(rows *sql.Rows) (Poll, error) {
			p := Poll{owner: owner}
			var err error
			p.Payment, err = j.scanPayment(prefixed{prefixed{prefixed{rows, &p.seq}, &p.Misses}, &p.Attempts})
			return p, err
		}, listPolls, connection, owner)
		return err
	})
	return polls, err
}

// Polled writes down what became of a poll, and what that does to the payment, in one
// transaction. What a lease that ran out brought is dropped: the answer is somebody
// else's to bring.
func (j *Journal) Polled(ctx context.Context, p Poll, r PollResult) (moved Moved, err error) {
	err = j.writeAndWake(ctx, "note poll", func(ctx context.Context, q querier) error {
		moved = Moved{}
		misses := 0
		if r.Missing {
			misses = p.Misses + 1
		}
		statement, args := endPoll, []any{p.seq, p.owner}
		if !r.Next.IsZero() {
			statement, args = postponePoll, append(args, stamp(r.Next), misses)
		}
		var at int64
		err := q.QueryRowContext(ctx, statement, args...).Scan(&at)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		moved, err = j.learn(ctx, q, p, r, j.clock.now())
		return err
	})
	return moved, err
}

// learn does what a poll found out.
func (j *Journal) learn(ctx context.Context, q querier, p Poll, r PollResult, now time.Time) (Moved, error) {
	h, err := j.hold(ctx, q, "", p.Payment.ID)
	switch {
	case err != nil:
		return Moved{}, err
	case r.Absent && h.Status == Unknown:
		return Moved{}, j.proposeAbsent(ctx, q, h.Payment, now)
	case r.Says.Status == "":
		return Moved{}, nil
	}
	r.Says.ID, r.Says.Cause = h.ID, ByPoll
	moved, err := j.moveHeld(ctx, q, h, r.Says, now)
	if err == nil && moved.Verdict == Moves { // it is there after all
		_, err = q.ExecContext(ctx, rejectSilence, h.ID, "", stamp(now))
	}
	return moved, err
}

// pollFormat is the format of the import that stands for a vendor's answers to polls.
const pollFormat = "poll"

// proposeAbsent proposes, once for a payment, that it never moved. What a proposal is
// made from is an import, so each connection has one that stands for the answers of its
// vendor.
func (j *Journal) proposeAbsent(ctx context.Context, q querier, p Payment, now time.Time) error {
	id, digest := "imp_poll_"+p.Connection, sha256.Sum256([]byte(pollFormat))
	name, err := j.keys.Seal(nil, place("import", id))
	if err != nil {
		return err
	}
	if _, err := q.ExecContext(ctx, insertPollImport, id, p.Connection, digest[:], pollFormat, name, stamp(now)); err != nil {
		return err
	}
	return j.propose(ctx, q, Proposal{
		ImportID: id, Connection: p.Connection, Tenant: p.Tenant, PaymentID: p.ID, Kind: "absent", State: "open",
		Suggests: Failed, Detail: []byte(`{}`),
	}, now)
}
