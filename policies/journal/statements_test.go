package journal

import (
	"context"
	"database/sql"
	"slices"
	"testing"
)

// opcodes are those of SQLite's program for a statement.
func opcodes(t *testing.T, j *Journal, statement string, args int) (all []string) {
	t.Helper()
	must(t, j.read(ctx, "explain", func(ctx context.Context, q querier) (err error) {
		all, err = collect(ctx, q, func(rows *sql.Rows) (op string, err error) {
			var unused any
			err = rows.Scan(&unused, &op, &unused, &unused, &unused, &unused, &unused, &unused)
			return op, err
		}, "EXPLAIN "+statement, make([]any, args)...)
		return err
	}))
	return all
}

// A table of a statement's own costs SQLite as much as the rest of the statement: a list
// in a condition, of the statement or of its table, makes one, and so does RETURNING.
func TestStatementsOfAPaymentMakeNoTables(t *testing.T) {
	t.Parallel()
	j := sqliteBench(t).open()
	for name, c := range map[string]struct {
		statement string
		args      int
	}{
		"take":     {takeKey, 11},
		"payment":  {insertPayment, 12},
		"finish":   {finish, 4},
		"change":   {applyChange + " AND status = 'created'", 10},
		"history":  {insertHistory, 5},
		"event":    {insertEvent, 8},
		"delivery": {insertDelivery, 4},
		"commit":   {noteWrites, 2},
	} {
		if slices.Contains(opcodes(t, j, c.statement, c.args), "OpenEphemeral") {
			t.Errorf("%s makes a table", name)
		}
	}
	if !slices.Contains(opcodes(t, j, `UPDATE payments SET status = $1 WHERE status IN ('created', 'submitted', 'unknown')`, 1), "OpenEphemeral") {
		t.Error("this test finds no tables")
	}
}

// The conditions of tables hold as before: see 0019_plain_conditions.sql.
func TestTablesRefuseWhatIsNoState(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		paid(t, j, 1, Submitted)
		sent(t, j, "sent", paymentNumber(2))
		must(t, j.Emit(ctx, Event{ID: "evt_1", Type: "t", Subject: "s", Tenant: "acme"}))
		for statement, allowed := range map[string][]string{
			`UPDATE payments SET status = $1`:   {"created", "submitted", "processing", "settled", "returned", "failed", "canceled", "unknown"},
			`UPDATE idempotency SET state = $1`: {"started", "sent", "done", "lost"},
			`INSERT INTO deliveries (event_seq, subscriber, subject, state, next_at, updated_at) SELECT seq, $1, '', $1, 0, 0 FROM events WHERE id = 'evt_1'`: {"pending", "delivered", "dead"},
		} {
			change := func(to string) error {
				return j.store.write(ctx, func(ctx context.Context, q querier) error {
					_, err := q.ExecContext(ctx, statement, to)
					return err
				})
			}
			for _, to := range allowed {
				if err := change(to); err != nil {
					t.Errorf("%s with %q: %v", statement, to, err)
				}
			}
			for _, to := range []string{"", "in", "Created", "started or sent"} {
				if change(to) == nil {
					t.Errorf("%s takes %q", statement, to)
				}
			}
		}
	})
}
