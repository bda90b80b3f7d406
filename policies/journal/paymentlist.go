package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

const getPayment = `SELECT ` + paymentColumns + ` FROM payments WHERE id = $1 AND tenant = $2`

// GetPayment reads a payment of the tenant. ErrNotFound for anybody else's.
func (j *Journal) GetPayment(ctx context.Context, tenant, id string) (Payment, error) {
	var p Payment
	err := j.read(ctx, "read payment", func(ctx context.Context, q querier) (err error) {
		p, err = j.scanPayment(q.QueryRowContext(ctx, getPayment, id, tenant))
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		return err
	})
	if err == nil {
		j.calls.overlay(&p)
	}
	return p, err
}

// PaymentFilter narrows a list; empty fields do not.
type PaymentFilter struct {
	Status   PaymentStatus
	Customer string
	// Customers are the records of one person: payments of any of them.
	Customers []string
}

// Page asks for a part of a list: the first without Cursor, the next with the one
// that came with the page before. Limit is 1 to 200; 0 means 50.
type Page struct {
	Cursor string
	Limit  int
}

// ListPayments lists a tenant's payments, newest first. The second result is the
// cursor of the next page, empty at the end. Pages do not shift while payments
// are added.
func (j *Journal) ListPayments(ctx context.Context, tenant string, f PaymentFilter, page Page) ([]Payment, string, error) {
	if tenant == "" {
		return nil, "", errors.New("list payments: tenant is empty")
	}
	return j.listPayments(ctx, tenant, f, page)
}

// ListAllPayments lists the payments of all tenants, for operators.
func (j *Journal) ListAllPayments(ctx context.Context, f PaymentFilter, page Page) ([]Payment, string, error) {
	return j.listPayments(ctx, "", f, page)
}

func (j *Journal) listPayments(ctx context.Context, tenant string, f PaymentFilter, page Page) ([]Payment, string, error) {
	const attempt = "list payments"
	if _, known := mayBecome[f.Status]; f.Status != "" && !known {
		return nil, "", nil // no payment is in a state that does not exist
	}
	list := "payments of " + tenant
	before, err := j.openCursor(list, page.Cursor)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", attempt, err)
	}
	var w where
	w.add("seq < $%d", before)
	w.addText("tenant = $%d", tenant)
	if f.Status != "" {
		// Spelled out, because an index that holds one status serves no parameter.
		w.terms = append(w.terms, "status = '"+string(f.Status)+"'")
	}
	w.addText("customer = $%d", f.Customer)
	w.addAny("customer", f.Customers)
	limit := page.limit()
	query := `SELECT seq, ` + paymentColumns + ` FROM payments` + w.clause() + ` ORDER BY seq DESC` + w.limit(limit+1)

	var seqs []int64
	var payments []Payment
	err = j.read(ctx, attempt, func(ctx context.Context, q querier) error {
		payments, err = collect(ctx, q, func(rows *sql.Rows) (Payment, error) {
			var seq int64
			p, err := j.scanPayment(prefixed{rows, &seq})
			j.calls.overlay(&p)
			seqs = append(seqs, seq)
			return p, err
		}, query, w.args...)
		return err
	})
	if err != nil || len(payments) <= limit {
		return payments, "", err
	}
	next, err := j.sealCursor(list, seqs[limit-1])
	return payments[:limit], next, err
}

// prefixed scans one more column before those of a known scan.
type prefixed struct {
	rows  *sql.Rows
	first *int64
}

func (p prefixed) Scan(rest ...any) error {
	return p.rows.Scan(append([]any{p.first}, rest...)...)
}

// PaymentEntry is one step of a payment's history.
type PaymentEntry struct {
	Status PaymentStatus
	At     time.Time
	Reason string
	By     string
}

// The creation stands in the payment itself.
const listHistory = `
SELECT status, at, note FROM (
    SELECT 0 AS seq, 'created' AS status, created_at AS at, NULL AS note FROM payments WHERE id = $1
    UNION ALL
    SELECT seq, status, at, note FROM payment_history WHERE payment_id = $1
) AS steps ORDER BY seq`

// PaymentHistory lists what became of a payment, oldest first.
func (j *Journal) PaymentHistory(ctx context.Context, id string) ([]PaymentEntry, error) {
	var entries []PaymentEntry
	err := j.read(ctx, "read payment history", func(ctx context.Context, q querier) (err error) {
		entries, err = collect(ctx, q, func(rows *sql.Rows) (PaymentEntry, error) {
			return j.scanEntry(rows, id)
		}, listHistory, id)
		return err
	})
	return entries, err
}

func (j *Journal) scanEntry(rows *sql.Rows, id string) (PaymentEntry, error) {
	var entry PaymentEntry
	var at int64
	var sealed []byte
	if err := rows.Scan(&entry.Status, &at, &sealed); err != nil {
		return entry, err
	}
	entry.At = unstamp(at)
	if sealed == nil {
		return entry, nil
	}
	plain, err := j.keys.Open(sealed, place("note", id))
	if err != nil {
		return entry, err
	}
	var r remark
	if json.Unmarshal(plain, &r) != nil {
		return entry, ErrSealed
	}
	entry.Reason, entry.By = r.Reason, r.By
	return entry, nil
}

// where collects the conditions of a list with their arguments.
type where struct {
	terms []string
	args  []any
}

// add adds a condition; term has a %d for the number of its argument.
func (w *where) add(term string, arg any) {
	w.args = append(w.args, arg)
	w.terms = append(w.terms, fmt.Sprintf(term, len(w.args)))
}

// addText adds a condition unless value is empty.
func (w *where) addText(term, value string) {
	if value != "" {
		w.add(term, value)
	}
}

// addAny adds the condition that a column has one of the values, unless there is none.
func (w *where) addAny(column string, values []string) {
	var places []string
	for _, value := range values {
		w.args = append(w.args, value)
		places = append(places, fmt.Sprintf("$%d", len(w.args)))
	}
	if places != nil {
		w.terms = append(w.terms, column+" IN ("+strings.Join(places, ", ")+")")
	}
}

func (w *where) clause() string { return " WHERE " + strings.Join(w.terms, " AND ") }

func (w *where) limit(n int) string {
	w.args = append(w.args, n)
	return fmt.Sprintf(" LIMIT $%d", len(w.args))
}
