package journal

import (
	"bytes"
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestOperatorChangesAreListedNewestFirst(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		one, other := b.open(), b.open()
		begun := b.clock.Now().UTC()
		closed := OperatorChange{By: "ada", Action: "connection.state", Target: "cdp-uae", Result: "done", RequestID: "r1", Reason: "they asked", From: "enabled", To: "disabled"}
		refused := OperatorChange{By: "bo", Action: "connection.state", Target: "citi-in", Result: "permission_denied", RequestID: "r2"}
		loaded := OperatorChange{By: "ada", Action: "config.reload", Target: "canongate.yaml", Result: "done", RequestID: "r3", Reason: "new limits"}
		for _, c := range []*OperatorChange{&closed, &refused, &loaded} {
			c.At = b.clock.Now().UTC()
			must(t, one.KeepOperatorChange(ctx, *c))
			b.clock.Move(time.Minute)
		}
		for name, tc := range map[string]struct {
			filter OperatorChangeFilter
			want   []OperatorChange
		}{
			"all":      {OperatorChangeFilter{}, []OperatorChange{loaded, refused, closed}},
			"operator": {OperatorChangeFilter{By: "ada"}, []OperatorChange{loaded, closed}},
			"action":   {OperatorChangeFilter{Action: "connection.state"}, []OperatorChange{refused, closed}},
			"target":   {OperatorChangeFilter{Target: "cdp-uae"}, []OperatorChange{closed}},
			"since":    {OperatorChangeFilter{Since: begun.Add(time.Minute)}, []OperatorChange{loaded, refused}},
			"together": {OperatorChangeFilter{By: "bo", Target: "cdp-uae"}, nil},
		} {
			got, next, err := other.ListOperatorChanges(ctx, tc.filter, Page{})
			must(t, err)
			if diff := cmp.Diff(tc.want, got, cmpopts.IgnoreFields(OperatorChange{}, "ID")); diff != "" || next != "" {
				t.Errorf("%s: next page %q, (-want +got):\n%s", name, next, diff)
			}
		}
		first, next, err := other.ListOperatorChanges(ctx, OperatorChangeFilter{}, Page{Limit: 2})
		must(t, err)
		rest, last, err := other.ListOperatorChanges(ctx, OperatorChangeFilter{}, Page{Limit: 2, Cursor: next})
		must(t, err)
		if len(first) != 2 || len(rest) != 1 || rest[0].RequestID != "r1" || last != "" {
			t.Errorf("pages of %d and %d, then %q", len(first), len(rest), last)
		}
	})
}

func TestOperatorChangesAreKeptFor400Days(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		must(t, j.KeepOperatorChange(ctx, OperatorChange{By: "ada", Action: "config.reload", Result: "done"}))
		b.clock.Move(operatorChangeRetention - time.Second)
		must(t, j.KeepOperatorChange(ctx, OperatorChange{By: "bo", Action: "config.reload", Result: "done"}))
		mustSweep(t, j, Purged{})
		b.clock.Move(time.Second)
		mustSweep(t, j, Purged{Changes: 1})
		left, _, err := j.ListOperatorChanges(ctx, OperatorChangeFilter{}, Page{})
		must(t, err)
		if len(left) != 1 || left[0].By != "bo" {
			t.Errorf("left are %+v", left)
		}
	})
}

// stored are all values of a column.
func stored(t *testing.T, j *Journal, query string) (all []string) {
	t.Helper()
	must(t, j.read(ctx, "read column", func(ctx context.Context, q querier) (err error) {
		all, err = collect(ctx, q, func(rows *sql.Rows) (string, error) {
			var value []byte
			err := rows.Scan(&value)
			return string(value), err
		}, query)
		return err
	}))
	return all
}

// Reasons are sealed, and bound to their rows.
func TestReasonsOfOperatorsAreSealed(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		const why = "Mr. Haddadin asked"
		must(t, j.KeepOperatorChange(ctx, OperatorChange{By: "ada", Action: "config.reload", Result: "done", Reason: why, From: why, To: why}))
		must(t, j.KeepOperatorState(ctx, OperatorState{Connection: "cdp-uae", State: "disabled", Reason: why, By: "ada", Since: b.clock.Now()}, false))
		sealed := append(stored(t, j, `SELECT note FROM operator_changes`), stored(t, j, `SELECT sealed_reason FROM operator_states`)...)
		if len(sealed) != 2 {
			t.Fatalf("%d values are stored", len(sealed))
		}
		for _, value := range append(sealed, stored(t, j, `SELECT reason FROM operator_states`)...) {
			if bytes.Contains([]byte(value), []byte(why)) {
				t.Errorf("the reason is stored as %q", value)
			}
		}
		must(t, j.write(ctx, "move them to other rows", func(ctx context.Context, q querier) error {
			_, err := q.ExecContext(ctx, `UPDATE operator_changes SET id = 'chg_other'`)
			if err == nil {
				_, err = q.ExecContext(ctx, `UPDATE operator_states SET connection = 'other'`)
			}
			return err
		}))
		changes, _, err := j.ListOperatorChanges(ctx, OperatorChangeFilter{}, Page{})
		must(t, err)
		states, err := j.OperatorStates(ctx)
		must(t, err)
		if len(changes) != 1 || changes[0].Reason != unreadable || changes[0].Action != "config.reload" || changes[0].To != "" {
			t.Errorf("changes are %+v", changes)
		}
		if len(states) != 1 || states[0].Reason != unreadable || states[0].State != "disabled" {
			t.Errorf("states are %+v", states)
		}
	})
}
