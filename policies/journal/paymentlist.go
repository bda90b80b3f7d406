package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

const getPayment = `SELECT ` + paymentColumns + ` FROM payments WHERE id = $1 AND tenant = $2`

// GetPayment reads a payment of the tenant. ErrNotFound for anybody else's.
func (j *Journal) GetPayment(ctx context.Context, tenant, id string) (Payment, error) {
	var p Payment
	err := j.lookUp(ctx, "read payment", func(ctx context.Context, q querier) (err error) {
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
	ID         string
	Status     PaymentStatus
	Customer   string // sealed, as it was when the payment was made
	Connection string
	Direction  string
	ReturnCode string
	Amount     string // decimal: 1.5 is 1.50
	Currency   string
	Tenants    []string     // nil: all that the list may show
	Keys       []PaymentKey // it has them all
	AnyKey     []PaymentKey // it has one of them; nil asks for none

	CreatedAfter  time.Time // exclusive, as all bounds here
	CreatedBefore time.Time
	// UpdatedAfter orders the list by the last change, and by id within one.
	UpdatedAfter time.Time
	Ascending    bool // oldest first
}

// Page asks for a part of a list: the first without Cursor, the next with the one
// that came with the page before. Limit is 1 to 200; 0 means 50.
type Page struct {
	Cursor string
	Limit  int
}

// ListPayments lists a tenant's payments, newest first unless the filter says
// otherwise. The second result is the cursor of the next page, empty at the end.
// Pages do not shift while payments are added.
func (j *Journal) ListPayments(ctx context.Context, tenant string, f PaymentFilter, page Page) ([]Payment, string, error) {
	if tenant == "" {
		return nil, "", errors.New("list payments: tenant is empty")
	}
	return j.listPayments(ctx, tenant, f, page)
}

// ListAllPayments lists the payments of all tenants, or of the filter's, for
// operators.
func (j *Journal) ListAllPayments(ctx context.Context, f PaymentFilter, page Page) ([]Payment, string, error) {
	return j.listPayments(ctx, "", f, page)
}

func (j *Journal) listPayments(ctx context.Context, tenant string, f PaymentFilter, page Page) ([]Payment, string, error) {
	const attempt = "list payments"
	if f.Status != "" && !IsPaymentStatus(f.Status) {
		return nil, "", nil // no payment is in a state that does not exist
	}
	if len(f.Keys)+len(f.AnyKey) > 0 {
		if err := j.keysComplete(); err != nil {
			return nil, "", fmt.Errorf("%s: %w", attempt, err)
		}
	}
	order := f.order()
	list := order.list(tenant)
	from, err := j.openPosition(list, page.Cursor)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", attempt, err)
	}
	var w where
	w.addText("tenant = $%d", tenant)
	j.narrow(&w, f)
	if err := order.begin(&w, from); err != nil {
		return nil, "", fmt.Errorf("%s: %w", attempt, err)
	}
	limit := page.limit()
	query := `SELECT seq, ` + paymentColumns + ` FROM payments` + w.clause() + order.clause() + w.limit(limit+1)

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
	next, err := j.sealPosition(list, order.position(seqs[limit-1], payments[limit-1]))
	return payments[:limit], next, err
}

// narrow adds the conditions of a filter.
func (j *Journal) narrow(w *where, f PaymentFilter) {
	if f.Status != "" {
		// Spelled out, because an index that holds one status serves no parameter.
		w.terms = append(w.terms, "status = '"+string(f.Status)+"'")
	}
	if f.ReturnCode != "" {
		w.terms = append(w.terms, "return_code <> ''") // for its index
	}
	w.addText("return_code = $%d", f.ReturnCode)
	w.addText("id = $%d", f.ID)
	w.addText("customer = $%d", f.Customer)
	w.addText("connection = $%d", f.Connection)
	w.addText("direction = $%d", f.Direction)
	w.addText("currency = $%d", f.Currency)
	if f.Amount != "" {
		w.addAny("amount", spellings(f.Amount))
	}
	w.addAny("tenant", f.Tenants)
	w.addTime("created_at > $%d", f.CreatedAfter)
	w.addTime("created_at < $%d", f.CreatedBefore)
	w.addTime("updated_at > $%d", f.UpdatedAfter)
	for _, k := range f.Keys {
		w.add("seq IN (SELECT payment FROM payment_keys WHERE digest = $%d)", j.digest(k))
	}
	if f.AnyKey != nil {
		digests := where{args: w.args}
		values := make([]any, len(f.AnyKey))
		for i, k := range f.AnyKey {
			values[i] = j.digest(k)
		}
		digests.addIn("digest", values)
		w.args = digests.args
		w.terms = append(w.terms, "seq IN (SELECT payment FROM payment_keys"+digests.clause()+")")
	}
}

// maxFraction is how many digits after the point an amount may have.
const maxFraction = 18

// spellings are all texts of a decimal: amounts are kept as they were written.
func spellings(amount string) []string {
	whole, fraction, _ := strings.Cut(amount, ".")
	fraction = strings.TrimRight(fraction, "0")
	var all []string
	if fraction == "" {
		all = []string{whole}
		fraction = "0"
	}
	for ; len(fraction) <= maxFraction; fraction += "0" {
		all = append(all, whole+"."+fraction)
	}
	return all
}

// scanner is a row, or the rows at one.
type scanner interface{ Scan(...any) error }

// prefixed scans one more column before those of a known scan.
type prefixed struct {
	row   scanner
	first any
}

func (p prefixed) Scan(rest ...any) error {
	return p.row.Scan(append([]any{p.first}, rest...)...)
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

// addTime adds a condition unless at is zero.
func (w *where) addTime(term string, at time.Time) {
	if !at.IsZero() {
		w.add(term, stamp(at))
	}
}

// addAny is addIn unless values is nil.
func (w *where) addAny(column string, values []string) {
	if values != nil {
		w.addIn(column, anyOf(values))
	}
}

// anyOf is a list of texts as arguments.
func anyOf(values []string) []any {
	all := make([]any, len(values))
	for i, v := range values {
		all[i] = v
	}
	return all
}

// addIn adds that a column holds one of values; none of none.
func (w *where) addIn(column string, values []any) {
	places := make([]string, len(values))
	for i, v := range values {
		w.args = append(w.args, v)
		places[i] = fmt.Sprintf("$%d", len(w.args))
	}
	if len(values) == 0 {
		places = []string{"NULL"}
	}
	w.terms = append(w.terms, column+" IN ("+strings.Join(places, ", ")+")")
}

func (w *where) clause() string {
	if len(w.terms) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.terms, " AND ")
}

func (w *where) limit(n int) string {
	w.args = append(w.args, n)
	return fmt.Sprintf(" LIMIT $%d", len(w.args))
}
