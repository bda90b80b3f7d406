package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"
)

// creation is the place that a call holds for the customer that it creates.
type creation struct {
	person     []byte // nil: the call creates nobody with a reference
	connection string
}

func (c creation) key() string { return string(c.person) + c.connection }

const (
	insertPlace = `
INSERT INTO customer_references (person, connection, vendor, made_by, owner, held_until, created_at)
VALUES ($1, $2, '', '', $3, $4, $5)
ON CONFLICT (person, connection) DO UPDATE SET
    owner = excluded.owner, held_until = excluded.held_until, created_at = excluded.created_at
WHERE customer_references.record IS NULL AND customer_references.held_until <= excluded.created_at
RETURNING owner`

	readPlace = `SELECT record, held_until FROM customer_references WHERE person = $1 AND connection = $2`

	extendPlace = `
UPDATE customer_references SET held_until = $4 WHERE person = $1 AND connection = $2 AND owner = $3 AND record IS NULL`

	deletePlace = `
DELETE FROM customer_references WHERE person = $1 AND connection = $2 AND owner = $3 AND record IS NULL`
)

// takePlace takes the place of a customer that is to be created, for as long as the call.
// The claim says by whom it is taken; else it is Fresh.
func (j *Journal) takePlace(ctx context.Context, q querier, t Ticket, lease time.Duration, now time.Time) (Claim, error) {
	c := t.creation
	if c.person == nil {
		return Claim{Outcome: Fresh}, nil
	}
	var owner string
	err := q.QueryRowContext(ctx, insertPlace, c.person, c.connection, t.owner, stamp(now.Add(lease)), stamp(now)).Scan(&owner)
	if errors.Is(err, sql.ErrNoRows) {
		return j.seePlace(ctx, q, Claim{Outcome: Fresh}, c, now)
	}
	return Claim{Outcome: Fresh}, err
}

// seePlace says by whom the place of a customer that is to be created is taken; free, it
// is what it was given.
func (j *Journal) seePlace(ctx context.Context, q querier, free Claim, c creation, now time.Time) (Claim, error) {
	if c.person == nil {
		return free, nil
	}
	if made := j.calls.createdAt(c.person, c.connection); made != nil {
		return Claim{Outcome: AlreadyCreated, CustomerID: made.ID}, nil
	}
	if wait, held := j.calls.creating(c); held {
		return Claim{Outcome: BeingCreated, RetryAfter: wait}, nil
	}
	var sealed []byte
	var until int64
	err := q.QueryRowContext(ctx, readPlace, c.person, c.connection).Scan(&sealed, &until)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return free, nil
	case err != nil:
		return Claim{}, fmt.Errorf("read who has the reference: %w", err)
	case sealed == nil && !unstamp(until).After(now):
		return free, nil
	case sealed == nil:
		wait := max(time.Second, min(usualCreation, unstamp(until).Sub(now)))
		return Claim{Outcome: BeingCreated, RetryAfter: wait}, nil
	}
	id, err := j.keys.Open(sealed, placeOfRecord(c.person, c.connection))
	return Claim{Outcome: AlreadyCreated, CustomerID: string(id)}, err
}

// usualCreation is how long whoever asks for a person that is being created is told to
// wait at most: nearly all creations take less.
const usualCreation = 2 * time.Second

// keepPlace holds the place on while the vendor is called. ErrNotOwner: it was lost.
func (j *Journal) keepPlace(ctx context.Context, q querier, t Ticket, until time.Time) error {
	c := t.creation
	if c.person == nil {
		return nil
	}
	result, err := q.ExecContext(ctx, extendPlace, c.person, c.connection, t.owner, stamp(until))
	if err != nil {
		return err
	}
	if kept, err := result.RowsAffected(); err != nil || kept > 0 {
		return err
	}
	return ErrNotOwner
}

// leavePlace gives the place up: nobody was created, or nobody knows.
func (j *Journal) leavePlace(ctx context.Context, q querier, t Ticket) error {
	c := t.creation
	if c.person == nil {
		return nil
	}
	_, err := q.ExecContext(ctx, deletePlace, c.person, c.connection, t.owner)
	return err
}

// fillPlace gives the place to the customer that was created. One whose answer came so late
// that somebody else has the place stays without a reference.
func (j *Journal) fillPlace(ctx context.Context, q querier, t Ticket, created *CreatedCustomer, now time.Time) error {
	c := t.creation
	if c.person == nil {
		return nil
	}
	if created == nil {
		return j.leavePlace(ctx, q, t)
	}
	sealed, err := j.keys.Seal([]byte(created.ID), placeOfRecord(c.person, c.connection))
	if err != nil {
		return fmt.Errorf("seal customer: %w", err)
	}
	record := CustomerRecord{Connection: c.connection, Vendor: created.Vendor, MadeBy: madeByCreation, CreatedAt: now}
	linked, err := j.link(ctx, q, c.person, record, sealed, t.owner)
	if err == nil && !linked {
		j.log.WarnContext(ctx, "a customer was created whose reference means another by now; it has none", "connection", c.connection)
	}
	return err
}

// creating says for how long whoever asks for a place is to wait because a call here
// holds it; its own is not there yet when it asks.
func (c *calls) creating(at creation) (wait time.Duration, held bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, now := c.byPerson[at.key()], c.elapsed()
	if known == nil || known.over || now >= known.until {
		return 0, false
	}
	return max(time.Second, min(usualCreation, known.until-now)), true
}

// createdAt is the customer that a call here has created for a person, while the
// store may not say so yet; nil: none.
func (c *calls) createdAt(person []byte, connection string) *CustomerRecord {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.byPerson[creation{person, connection}.key()]
	if known == nil || !known.over || known.freed || known.finishing.Created == nil {
		return nil
	}
	made := known.finishing.Created
	return &CustomerRecord{Connection: connection, Vendor: made.Vendor, ID: made.ID, MadeBy: madeByCreation}
}

// created are the customers of a person as createdAt finds them, but for those that
// are listed. The store does not know their time yet.
func (c *calls) created(person []byte, listed []CustomerRecord, now time.Time) (more []CustomerRecord) {
	var connections []string
	c.mu.Lock()
	for _, known := range c.byPerson {
		if string(known.ticket.creation.person) == string(person) {
			connections = append(connections, known.ticket.creation.connection)
		}
	}
	c.mu.Unlock()
	for _, connection := range connections {
		isListed := slices.ContainsFunc(listed, func(r CustomerRecord) bool { return r.Connection == connection })
		if record := c.createdAt(person, connection); record != nil && !isListed {
			record.CreatedAt = now
			more = append(more, *record)
		}
	}
	return more
}

const purgePlaces = `
DELETE FROM customer_references WHERE record IS NULL AND held_until <= $1 AND (person, connection) IN (
    SELECT p.person, p.connection FROM customer_references p WHERE p.record IS NULL AND p.held_until <= $1 LIMIT $2)`
