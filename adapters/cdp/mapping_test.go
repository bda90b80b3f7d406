package cdp

import (
	"testing"

	"canongate/adapters/cdp/sandbox"
	"canongate/adapters/internal/rest"
)

// BenchmarkDecodeProfile decodes and maps CDP's whole "Get customer" answer.
// Budget: 20 µs and 100 allocations.
func BenchmarkDecodeProfile(b *testing.B) {
	body := sample(b, "get_customer.ok.json")
	m := newMapper(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.decodeReply(rest.Reply{Status: 200, Body: body}, "7841000000000001"); err != nil {
			b.Fatal(err)
		}
	}
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	body, err := sandbox.Samples.ReadFile("samples/" + name)
	if err != nil {
		t.Fatalf("reading a sample: %v", err)
	}
	return body
}

// newMapper makes a mapper that tells unmapped what it cannot map.
func newMapper(t testing.TB, unmapped *[]string) *mapper {
	t.Helper()
	codes, err := newTables(nil)
	if err != nil {
		t.Fatalf("making the tables: %v", err)
	}
	return &mapper{tables: codes, channel: "WEB", unmapped: func(field string) {
		if unmapped != nil {
			*unmapped = append(*unmapped, field)
		}
	}}
}
