package reconcile

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing")

// Every code of the tables, with all that hangs on it, for a reviewer to read.
func TestCodesAreAsInTheGolden(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, c := range Codes() {
		blocks := ""
		if c.Blocks {
			blocks = "blocks"
		}
		fmt.Fprintln(&b, strings.TrimRight(fmt.Sprintf("%s | %s | %s | %s | %s | %s | %s | %s",
			c.Code, c.Class, c.Window, c.Advice, c.ISOReason, blocks, strings.Join(c.Changes, " "), c.Title), " "))
	}
	const golden = "testdata/codes.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("codes (-golden +got):\n%s", diff)
	}
}

func TestACodeIsThereOnce(t *testing.T) {
	t.Parallel()
	if len(codes) != len(table) {
		t.Errorf("%d codes of %d are different", len(codes), len(table))
	}
}

func TestCodesThatNobodyKnows(t *testing.T) {
	t.Parallel()
	if _, known := LookupCode("R99"); known {
		t.Error("R99 is known")
	}
	if c, i := ReturnClass("R99"), ISOReason("R99"); c != ClassOther || i != "MS03" {
		t.Errorf("R99 is %s, %s", c, i)
	}
	if c := ReturnClass("C01"); c != ClassOther {
		t.Errorf("a change has the class %s", c)
	}
}

func TestRates(t *testing.T) {
	t.Parallel()
	got := RatesOf(map[string]int{"R01": 90, "R02": 10, "R10": 4, "R11": 2}, 1000, RateClasses{})
	want := []Rate{
		{Name: RateUnauthorized, Returns: 4, Debits: 1000, BasisPoints: 40, LimitBasisPoints: 50, Alert: true},
		{Name: RateAdministrative, Returns: 10, Debits: 1000, BasisPoints: 100, LimitBasisPoints: 300},
		{Name: RateAll, Returns: 106, Debits: 1000, BasisPoints: 1060, LimitBasisPoints: 1500},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := RatesOf(map[string]int{"R11": 3}, 1000, RateClasses{Unauthorized: []string{"R11"}})[0]; got.Returns != 3 || got.Alert {
		t.Errorf("with R11: %+v", got)
	}
	for _, r := range RatesOf(nil, 0, RateClasses{}) {
		if r.Alert || r.BasisPoints != 0 {
			t.Errorf("without debits: %+v", r)
		}
	}
}
