package journal

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"
)

// OpenPayment is a payment that has not come to its end.
type OpenPayment struct {
	ID         string
	Connection string
	Status     PaymentStatus
	Amount     string
	Currency   string
	CreatedAt  time.Time
}

// reportPage is how many rows a report reads at once.
const reportPage = 1000

// EachOpenPayment gives the payments of tenants (nil: of all) that were made before a
// time and have not come to their end, oldest first.
func (j *Journal) EachOpenPayment(ctx context.Context, tenants []string, before time.Time, each func(OpenPayment) error) error {
	for after := int64(0); ; {
		var w where
		w.add("seq > $%d", after)
		w.add("created_at < $%d", stamp(before))
		w.terms = append(w.terms, "status IN ('created', 'unknown', 'submitted', 'processing')")
		w.addAny("tenant", tenants)
		query := `SELECT seq, id, connection, status, amount, currency, created_at FROM payments` + w.clause() + ` ORDER BY seq` + w.limit(reportPage)
		var page []OpenPayment
		err := j.read(ctx, "report open payments", func(ctx context.Context, q querier) (err error) {
			page, err = collect(ctx, q, func(rows *sql.Rows) (OpenPayment, error) {
				var p OpenPayment
				var created int64
				err := rows.Scan(&after, &p.ID, &p.Connection, &p.Status, &p.Amount, &p.Currency, &created)
				p.CreatedAt = unstamp(created)
				return p, err
			}, query, w.args...)
			return err
		})
		if err != nil {
			return err
		}
		for _, p := range page {
			if err := each(p); err != nil {
				return err
			}
		}
		if len(page) < reportPage {
			return nil
		}
	}
}

// Returns counts the debits of a connection and a tenant, and those that came back.
type Returns struct {
	Connection string
	Tenant     string
	Debits     int            // that were not refused
	Returns    map[string]int // by code
}

const countReturns = `
SELECT connection, tenant, CASE status WHEN 'returned' THEN return_code ELSE '' END, status = 'returned', COUNT(*) FROM payments`

// CountReturns counts debits of tenants (nil: of all) made since a time.
func (j *Journal) CountReturns(ctx context.Context, tenants []string, since time.Time) ([]Returns, error) {
	var w where
	w.add("created_at >= $%d", stamp(since))
	w.terms = append(w.terms, "direction = 'debit'", "status IN ('submitted', 'processing', 'settled', 'returned')")
	w.addAny("tenant", tenants)
	all := map[[2]string]*Returns{}
	err := j.read(ctx, "count returns", func(ctx context.Context, q querier) error {
		_, err := collect(ctx, q, func(rows *sql.Rows) (struct{}, error) {
			var key [2]string
			var code string
			var back bool
			var n int
			if err := rows.Scan(&key[0], &key[1], &code, &back, &n); err != nil {
				return struct{}{}, err
			}
			if all[key] == nil {
				all[key] = &Returns{Connection: key[0], Tenant: key[1], Returns: map[string]int{}}
			}
			all[key].Debits += n
			if back {
				all[key].Returns[code] += n
			}
			return struct{}{}, nil
		}, countReturns+w.clause()+` GROUP BY 1, 2, 3, 4`, w.args...)
		return err
	})
	counted := make([]Returns, 0, len(all))
	for _, r := range all {
		counted = append(counted, *r)
	}
	slices.SortFunc(counted, func(a, b Returns) int {
		return cmp.Or(cmp.Compare(a.Connection, b.Connection), cmp.Compare(a.Tenant, b.Tenant))
	})
	return counted, err
}
