package reconcile

import (
	"fmt"
	"testing"

	"canongate/canonical"
)

// BenchmarkMatch judges entries, of which every second one has a payment, in batches
// as an import does.
func BenchmarkMatch(b *testing.B) {
	const unit = 200
	lookup := &memory{keys: map[Key][]Payment{}}
	batch := make([]Known, unit)
	for i := range batch {
		e := back()
		e.Trace = fmt.Sprintf("%015d", i+1)
		batch[i] = Known{Entry: e, Identity: Identity{Digest: DigestOf("c", e), Occurrence: 1}}
		if i%2 == 0 {
			lookup.keys[Key{KeyTrace, e.Trace}] = []Payment{submitted()}
		}
	}
	m := Matcher{Lookup: lookup, Judge: ranks}
	for b.Loop() {
		if _, err := m.Match(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(unit*b.N)/b.Elapsed().Seconds(), "entries/s")
}

// BenchmarkGroups looks through lines for 200 lost payments of one amount.
func BenchmarkGroups(b *testing.B) {
	var payments []Payment
	for i := range 200 {
		payments = append(payments, lost(fmt.Sprint("pay_", i), "10", fmt.Sprint("cust-", i)))
	}
	e := told(1, "10", "somebody else")
	e.Amount = canonical.Money{Value: canonical.Cents(1000), Currency: "USD"}
	g := NewGroups(payments, ranks)
	for b.Loop() {
		if g.Add(e) {
			b.Fatal("the line of a stranger is kept")
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
