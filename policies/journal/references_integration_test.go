//go:build integration

package journal

import (
	"fmt"
	"strings"
	"testing"
)

// A reference is found by an index, however many people there are.
func TestPostgresFindsAReferenceByItsIndex(t *testing.T) {
	t.Parallel()
	b := withReferences(newBench(t, drivers[1]))
	j := b.open()
	db := j.store.(*postgresStore).db
	_, err := db.ExecContext(ctx, `INSERT INTO customer_references (person, connection, vendor, record, made_by, owner, held_until, created_at)
		SELECT sha256(n::text::bytea), 'bank-us', 'omnumi', ''::bytea, 'created', '', 0, 0 FROM generate_series(1, 20000) n`)
	must(t, err)
	_, err = db.ExecContext(ctx, `ANALYZE customer_references`)
	must(t, err)
	person, err := j.person(Reference{"acme", "u_1"})
	must(t, err)
	rows, err := db.QueryContext(ctx, "EXPLAIN "+listRecords, person)
	must(t, err)
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var line string
		must(t, rows.Scan(&line))
		fmt.Fprintln(&plan, line)
	}
	must(t, rows.Err())
	if !strings.Contains(plan.String(), "customer_references_pkey") || strings.Contains(plan.String(), "Seq Scan") {
		t.Errorf("the plan is\n%s", &plan)
	}
}
