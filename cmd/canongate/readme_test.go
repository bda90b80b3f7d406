package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
)

// TestReadmeMatrix holds the README's matrix of operations and vendors to what
// the adapters bind; -update writes it.
func TestReadmeMatrix(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "README.md")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- matrix: written by `make docs` -->\n", "<!-- end of matrix -->"
	before, rest, found := strings.Cut(string(raw), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("the README has no matrix between %q and %q", begin, end)
	}
	want := before + begin + matrix(t) + end + after
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != string(raw) {
		t.Error("the README's matrix is stale: run `make docs`")
	}
}

// matrix is a row an operation and a column a vendor, as the quickstart's
// adapters bind them.
func matrix(t *testing.T) string {
	t.Helper()
	file, err := loadChecked(filepath.Join("..", "..", "config", "quickstart.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	made := newBuilder().build(file, 1, nil)
	adapters := map[string]canonical.Adapter{}
	for _, c := range made.connections {
		adapters[c.options.Vendor] = c.client.adapter
	}
	vendors := slices.Sorted(maps.Keys(adapters))
	var b strings.Builder
	b.WriteString("| operation | " + strings.Join(vendors, " | ") + " |\n|---|" + strings.Repeat(":-:|", len(vendors)) + "\n")
	for _, row := range canonical.Operations() {
		b.WriteString("| `" + row.Name() + "` |")
		for _, v := range vendors {
			switch {
			case row.Supports(adapters[v]):
				b.WriteString(" ● |")
			case row.Name() == canonical.GetPayment.Name() && canonical.CreatePayment.Supports(adapters[v]):
				b.WriteString(" journal |")
			default:
				b.WriteString(" |")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
