package journal

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Reference is a tenant's own id of a person. It prints nothing of it.
type Reference struct{ Tenant, Text string }

// Format prints a mark for every verb.
func (Reference) Format(f fmt.State, _ rune) { fmt.Fprint(f, "[reference]") }

// CustomerRecord is the record of a person at one connection.
type CustomerRecord struct {
	Connection string
	Vendor     string
	ID         string // sealed, as callers see it; encrypted here
	MadeBy     string // such as created
	CreatedAt  time.Time
}

// madeByCreation is how a customer got its reference that was created with it.
const madeByCreation = "created"

// CreatedCustomer is the customer that a call has created.
type CreatedCustomer struct{ ID, Vendor string }

// ErrHeld means that a customer with this reference is being created.
var ErrHeld = errors.New("reference is held by a customer that is being created")

// person identifies a person, in a way that cannot be guessed without the key.
func (j *Journal) person(r Reference) ([]byte, error) {
	if len(j.options.ReferenceKey) == 0 {
		return nil, errors.New("hash reference: the journal has no key for it")
	}
	if r.Tenant == "" || r.Text == "" {
		return nil, errors.New("hash reference: it is incomplete")
	}
	mac := hmac.New(sha256.New, j.options.ReferenceKey)
	mac.Write(digestOf(r.Tenant, r.Text))
	return mac.Sum(nil), nil
}

const listRecords = `
SELECT connection, vendor, record, made_by, created_at FROM customer_references
WHERE person = $1 AND record IS NOT NULL ORDER BY created_at, connection`

// CustomerRecords lists the records of a person, the oldest first; none when nobody
// gave the reference. It is one query by the primary key.
func (j *Journal) CustomerRecords(ctx context.Context, r Reference) ([]CustomerRecord, error) {
	const attempt = "list records of a reference"
	person, err := j.person(r)
	if err != nil {
		return nil, err
	}
	var records []CustomerRecord
	err = j.read(ctx, attempt, func(ctx context.Context, q querier) error {
		records, err = collect(ctx, q, func(rows *sql.Rows) (CustomerRecord, error) { return j.scanRecord(rows, person) }, listRecords, person)
		return err
	})
	if err != nil {
		return nil, err
	}
	return append(records, j.calls.created(person, records, j.clock.now())...), nil
}

func (j *Journal) scanRecord(rows *sql.Rows, person []byte) (CustomerRecord, error) {
	var record CustomerRecord
	var sealed []byte
	var at int64
	if err := rows.Scan(&record.Connection, &record.Vendor, &sealed, &record.MadeBy, &at); err != nil {
		return record, err
	}
	record.CreatedAt = unstamp(at)
	id, err := j.keys.Open(sealed, placeOfRecord(person, record.Connection))
	record.ID = string(id)
	return record, err
}

func placeOfRecord(person []byte, connection string) []byte {
	return place("customer_reference", string(person), connection)
}

const (
	// linkRecord gives a person a record, unless there is one or somebody else holds
	// the place for theirs.
	linkRecord = `
INSERT INTO customer_references (person, connection, vendor, record, made_by, owner, held_until, created_at)
VALUES ($1, $2, $3, $4, $5, '', 0, $6)
ON CONFLICT (person, connection) DO UPDATE SET
    vendor = excluded.vendor, record = excluded.record, made_by = excluded.made_by, owner = '', held_until = 0,
    created_at = excluded.created_at
WHERE customer_references.record IS NULL AND
    (customer_references.owner = $7 OR customer_references.held_until <= excluded.created_at)
RETURNING connection`

	findRecord = `
SELECT connection, vendor, record, made_by, created_at FROM customer_references
WHERE person = $1 AND connection = $2 AND record IS NOT NULL`
)

// LinkCustomer makes a reference mean a record, unless it means one at that
// connection already: the one that stands is the answer. ErrHeld when a customer is
// being created under it there.
func (j *Journal) LinkCustomer(ctx context.Context, r Reference, record CustomerRecord) (standing CustomerRecord, err error) {
	const attempt = "link customer"
	person, err := j.person(r)
	if err != nil {
		return CustomerRecord{}, fmt.Errorf("%s: %w", attempt, err)
	}
	if known := j.calls.createdAt(person, record.Connection); known != nil {
		return *known, nil
	}
	sealed, err := j.keys.Seal([]byte(record.ID), placeOfRecord(person, record.Connection))
	if err != nil {
		return CustomerRecord{}, fmt.Errorf("%s: %w", attempt, err)
	}
	err = j.write(ctx, attempt, func(ctx context.Context, q querier) error {
		record.CreatedAt = j.clock.now()
		linked, err := j.link(ctx, q, person, record, sealed, "")
		if err != nil || linked {
			standing = record
			return err
		}
		found, err := collect(ctx, q, func(rows *sql.Rows) (CustomerRecord, error) { return j.scanRecord(rows, person) },
			findRecord, person, record.Connection)
		if err == nil && len(found) == 0 {
			err = ErrHeld
		}
		if err == nil {
			standing = found[0]
		}
		return err
	})
	return standing, err
}

// link says whether the record is the person's now. owner is whose place may be
// taken; "": nobody's.
func (j *Journal) link(ctx context.Context, q querier, person []byte, r CustomerRecord, sealed []byte, owner string) (bool, error) {
	if owner == "" {
		owner = "-" // no owner has this name
	}
	var connection string
	err := q.QueryRowContext(ctx, linkRecord, person, r.Connection, r.Vendor, sealed, r.MadeBy, stamp(r.CreatedAt), owner).Scan(&connection)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

const forgetRecords = `DELETE FROM customer_references WHERE person = $1 AND record IS NOT NULL`

// ForgetCustomer makes a reference mean nothing any more, and says how many records
// it meant. A customer that is being created under it gets it all the same.
func (j *Journal) ForgetCustomer(ctx context.Context, r Reference) (forgotten int64, err error) {
	const attempt = "forget reference"
	person, err := j.person(r)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", attempt, err)
	}
	err = j.write(ctx, attempt, func(ctx context.Context, q querier) error {
		result, err := q.ExecContext(ctx, forgetRecords, person)
		if err != nil {
			return err
		}
		forgotten, err = result.RowsAffected()
		return err
	})
	return forgotten, err
}

const (
	noteReferenceKey = `INSERT INTO reference_key (id, value) VALUES (1, $1) ON CONFLICT (id) DO NOTHING`
	readReferenceKey = `SELECT value FROM reference_key WHERE id = 1`
)

// checkReferenceKey refuses a key under which no reference of this journal would be
// found: each person would be created once more.
func (j *Journal) checkReferenceKey(ctx context.Context) error {
	if len(j.options.ReferenceKey) == 0 {
		return nil
	}
	mac := hmac.New(sha256.New, j.options.ReferenceKey)
	mac.Write([]byte("canongate reference key check"))
	check := mac.Sum(nil)
	return j.store.write(ctx, func(ctx context.Context, q querier) error {
		if _, err := q.ExecContext(ctx, noteReferenceKey, check); err != nil {
			return err
		}
		var noted []byte
		if err := q.QueryRowContext(ctx, readReferenceKey).Scan(&noted); err != nil {
			return err
		}
		if !hmac.Equal(noted, check) {
			return errors.New("the first key of the id key set is another one than this journal's references were hashed with; " +
				"put the keys that left the set back in front: the oldest one has to stay")
		}
		return nil
	})
}
