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

func TestReturnRatesCountReturnCodes(t *testing.T) {
	t.Parallel()
	const path = "connections.first.reconciliation.return_rates."
	for rates, want := range map[string]string{
		"{}": "", "{unauthorized: [R05, R11], administrative: [R02]}": "",
		"{unauthorized: [R11, R99, r10]}": path + "unauthorized.1 " + path + "unauthorized.2",
		"{administrative: [C01]}":         path + "administrative.0",
	} {
		f := Parse("canongate.yaml", []byte(strings.Replace(wellFormed, "    vendor: bank\n", "    vendor: bank\n    reconciliation: {return_rates: "+rates+"}\n", 1)))
		said := ""
		for _, p := range f.Problems() {
			said += p.Path + " "
		}
		if strings.TrimSpace(said) != want {
			t.Errorf("%s: %v, want %q", rates, f.Problems(), want)
		}
	}
}

func TestPollingIsBounded(t *testing.T) {
	t.Parallel()
	const path = "connections.first.reconciliation.poll"
	for poll, want := range map[string]string{
		"{}":             "",
		"{enabled: off}": "",
		"{enabled: auto, first: 20m, every: [1h, 24h], until: 720h, rate: {limit: 5, per: 1m}}": "",
		"{enabled: on}":               path + ".enabled",
		"{first: 1s}":                 path + ".first",
		"{every: [15m, 0s]}":          path + ".every.1",
		"{rate: {limit: 0, per: 1s}}": path + ".rate",
	} {
		f := Parse("canongate.yaml", []byte(strings.Replace(wellFormed, "    vendor: bank\n", "    vendor: bank\n    reconciliation: {poll: "+poll+"}\n", 1)))
		said := ""
		for _, p := range f.Problems() {
			said += p.Path + " "
		}
		if !strings.HasPrefix(said, want) || (want == "") != (said == "") {
			t.Errorf("%s: %v, want one of %q", poll, f.Problems(), want)
		}
	}
	if o := (PollOptions{}).WithDefaults(); len(o.Every) != 4 || o.Rate.Limit != 2 || o.First == 0 || o.Until == 0 {
		t.Errorf("the standards are %+v", o)
	}
}
