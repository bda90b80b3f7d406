package journal

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"
)

// What files said goes when it is old and nobody has anything to decide, in parts: never
// a whole file at once.
func TestImportsAreKeptUntilTheyAreOldAndOver(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		b.options.ImportRetention = 200 * 24 * time.Hour
		j := b.open()
		const many = passBatch + 1
		brought := func(name string, state ImportState) Import {
			i, _, err := j.BeginImport(ctx, Import{Connection: "bank-us", SHA256: [32]byte{byte(len(name))}, Format: "nacha", Name: name, Summary: []byte("{}")})
			must(t, err)
			for first := 0; first < many; first += passBatch {
				var entries []ImportEntry
				for n := first; n < min(first+passBatch, many); n++ {
					e := ImportEntry{No: int64(n + 1)}
					e.Digest[0], e.Digest[1], e.Digest[2] = byte(n), byte(n>>8), byte(len(name))
					entries = append(entries, e)
				}
				must(t, j.AddEntries(ctx, i, entries))
			}
			if state != ImportReading {
				i, err = j.MoveImport(ctx, i, ImportReading, state)
				must(t, err)
			}
			return i
		}
		old, reading, doubtful := brought("old", ImportApplied), brought("still reading", ImportReading), brought("of which an exception is open", ImportApplied)
		for _, i := range []Import{old, doubtful} {
			must(t, j.Raise(ctx, Exception{Kind: "orphan", Connection: "bank-us", ImportID: i.ID, EntryNo: 1}))
		}
		raised, _, err := j.ListExceptions(ctx, ExceptionFilter{}, Page{})
		must(t, err)
		for _, e := range raised {
			if e.ImportID == old.ID {
				_, err := j.CloseException(ctx, e.ID, nil, "ann", "looked")
				must(t, err)
			}
		}
		b.clock.Move(200*24*time.Hour - time.Second)
		mustSweep(t, j, Purged{})
		young := brought("young", ImportApplied)
		b.clock.Move(time.Second)
		mustSweep(t, j, Purged{Imports: 1})
		for i, want := range map[string]bool{old.ID: false, reading.ID: true, doubtful.ID: true, young.ID: true} {
			_, err := j.GetImport(ctx, i, nil)
			entries, entriesErr := j.EntriesAfter(ctx, i, 0, many)
			must(t, entriesErr)
			if kept := err == nil; kept != want || (len(entries) == many) != want {
				t.Errorf("%s is kept: %t with %d entries, want %t", i, kept, len(entries), want)
			}
		}
		exceptions, _, err := j.ListExceptions(ctx, ExceptionFilter{}, Page{})
		must(t, err)
		if len(exceptions) != 1 || exceptions[0].ImportID != doubtful.ID {
			t.Errorf("exceptions %+v", exceptions)
		}
	})
}

// What maintenance looks for by age must not read all payments at each pass.
func TestPaymentsAreFoundByTheirAge(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	for name, c := range map[string]struct {
		query string
		args  []any
		want  string
	}{
		"old ones":              {purgePayments, []any{0, passBatch, 0}, "payments_ended (updated_at<?)"},
		"what came back lately": {fmt.Sprintf(fillBlocks, cameBackLately), []any{"", 0}, "payments_ended (updated_at>?)"},
		"what changed lately":   {fmt.Sprintf(fillBlocks, toldChangeLately), []any{"", 0}, "payments_change"},
	} {
		var plan []string
		must(t, j.read(ctx, "explain", func(ctx context.Context, q querier) (err error) {
			plan, err = collect(ctx, q, func(rows *sql.Rows) (detail string, err error) {
				var id, parent, unused int
				err = rows.Scan(&id, &parent, &unused, &detail)
				return detail, err
			}, "EXPLAIN QUERY PLAN "+c.query, c.args...)
			return err
		}))
		if all := strings.Join(plan, "\n"); !strings.Contains(all, c.want) {
			t.Errorf("%s: it reads\n%s", name, all)
		}
	}
}

// A retention that is changed while the journal is open counts for what is there.
func TestRetentionsChange(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		i, _, err := j.BeginImport(ctx, Import{Connection: "bank-us", Format: "nacha", Summary: []byte("{}")})
		must(t, err)
		_, err = j.MoveImport(ctx, i, ImportReading, ImportApplied)
		must(t, err)
		b.clock.Move(10 * 24 * time.Hour)
		mustSweep(t, j, Purged{})
		j.Retain(Retentions{Imports: 11 * 24 * time.Hour})
		mustSweep(t, j, Purged{})
		j.Retain(Retentions{Imports: 10 * 24 * time.Hour})
		mustSweep(t, j, Purged{Imports: 1})
	})
}
