package config

import (
	"strings"
	"testing"
)

func TestPresumingIsSaidAndBounded(t *testing.T) {
	t.Parallel()
	const path = "connections.first.reconciliation."
	for name, c := range map[string]struct{ reconciliation, drop, want string }{
		"presumes":        {"settle: presume", "", ""},
		"after a week":    {"settle: presume, presume_after: 5", "", ""},
		"never":           {"settle: never", "", ""},
		"another word":    {"settle: always", "", path + "settle"},
		"before returns":  {"settle: presume, presume_after: 1", "", path + "presume_after"},
		"without effect":  {"presume_after: 5", "", path + "presume_after"},
		"without journal": {"settle: presume", `journal: {driver: sqlite, dsn: "file:data/test.db"}`, path + "settle"},
	} {
		text := strings.Replace(wellFormed, "    vendor: bank\n", "    vendor: bank\n    reconciliation: {"+c.reconciliation+"}\n", 1)
		if c.drop != "" {
			text = strings.Replace(text, c.drop, "", 1)
		}
		f := Parse("canongate.yaml", []byte(text))
		said := ""
		for _, p := range f.Problems() {
			said += p.Path + " "
		}
		if strings.TrimSpace(said) != c.want {
			t.Errorf("%s: %v, want one of %q", name, f.Problems(), c.want)
		}
		if c.want == "" {
			want := 3
			if name == "after a week" {
				want = 5
			}
			if got := f.Config.Connections["first"].Reconciliation.Presumes(); got != want {
				t.Errorf("%s: after %d banking days, want %d", name, got, want)
			}
		}
	}
}
