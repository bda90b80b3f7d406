package csvfile

import (
	"errors"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/policies/reconcile"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

// history is the mapping of reconciliation.md §4.2.
func history() Mapping {
	return Mapping{
		Name: "omnumi-history", Header: HeaderRequired, Delimiter: ",", TimeZone: "America/New_York", Date: "01/02/2006",
		Columns: Columns{
			Reference: Column{Column: "referenceId"}, Amount: Column{Column: "amount"},
			Direction: Column{Column: "type", Values: map[string]string{"ACH_IN": "debit", "ACH_OUT": "credit"}},
			Status:    Column{Column: "status", Values: map[string]string{"COMPLETED": "settled", "RETURNED": "returned", "FAILED": "failed"}},
			Code:      Column{Column: "reasonCode"}, Trace: Column{Column: "traceNumber"}, Customer: Column{Column: "customerAccountId"},
			Bank: Column{Column: "linkedBankId"}, Last4: Column{Column: "account", Last: 4}, Occurred: Column{Column: "date"},
		},
	}
}

const head = "referenceId,amount,type,status,reasonCode,traceNumber,customerAccountId,linkedBankId,account,date\n"

func read(t testing.TB, text string, options Options) ([]reconcile.Entry, reconcile.Summary, error) {
	t.Helper()
	b, err := reconcile.Open(strings.NewReader(text), reconcile.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var entries []reconcile.Entry
	summary, err := Read(b, options, func(e reconcile.Entry) error {
		entries = append(entries, e)
		return nil
	})
	return entries, summary, err
}

func usd(text string) canonical.Money {
	value, err := canonical.ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return canonical.Money{Value: value, Currency: "USD"}
}

func TestLinesBecomeEntries(t *testing.T) {
	t.Parallel()
	entries, summary, err := read(t, head+
		"OM-1,\"1,234.50\",ACH_IN,COMPLETED,,,cust-1,bank-1,****6789,11/10/2026\n"+
		"OM-2,20,ACH_OUT,RETURNED,r03,91000010000001,cust-2,bank-2,555000111,11/11/2026\n"+
		"OM-3,20.5,ACH_IN,COMPLETED,C01,,cust-2,,,11/11/2026\n", Options{Mapping: history()})
	if err != nil {
		t.Fatal(err)
	}
	want := []reconcile.Entry{
		{
			Line: 2, Kind: reconcile.StatusNews, Status: "settled", VendorReference: "OM-1", Reference: "OM-1", Direction: "debit", Amount: usd("1234.50"),
			Customer: "cust-1", Bank: "bank-1", Last4: "6789", OccurredOn: "2026-11-10",
		},
		{
			Line: 3, Kind: reconcile.Return, Status: "returned", VendorReference: "OM-2", Reference: "OM-2", Direction: "credit", Amount: usd("20"),
			Trace: "091000010000001", Code: "R03", Customer: "cust-2", Bank: "bank-2", Last4: "0111", OccurredOn: "2026-11-11",
		},
		{
			Line: 4, Kind: reconcile.Change, Status: "settled", VendorReference: "OM-3", Reference: "OM-3", Direction: "debit", Amount: usd("20.5"),
			Code: "C01", Customer: "cust-2", OccurredOn: "2026-11-11",
		},
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if summary.Lines != 4 || summary.Invalid != 0 || summary.Partial || summary.Controls != reconcile.ControlsAbsent {
		t.Errorf("summary %+v", summary)
	}
}

// What is wrong with a line is told by its number, and the other lines stand.
func TestABadLineIsInvalidAndTheOthersStand(t *testing.T) {
	t.Parallel()
	good := "OM-1,10.00,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n"
	for name, c := range map[string]struct{ line, code string }{
		"negative amount":        {"OM-2,-10.00,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_amount"},
		"amount in brackets":     {"OM-2,(10.00),ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_amount"},
		"amount that overflows":  {"OM-2,99999999999999999999,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_amount"},
		"amount with exponent":   {"OM-2,1e3,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_amount"},
		"amount of nothing":      {"OM-2,0.00,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_amount"},
		"no amount":              {"OM-2,,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_amount"},
		"European thousands":     {"OM-2,\"1.234,50\",ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_amount"},
		"odd thousands":          {"OM-2,\"1,23\",ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_amount"},
		"unknown status":         {"OM-2,10.00,ACH_IN,HELD,,,c,b,1,11/10/2026\n", "unknown_status"},
		"no status and no code":  {"OM-2,10.00,ACH_IN,,,,c,b,1,11/10/2026\n", "no_status"},
		"unknown direction":      {"OM-2,10.00,CARD,COMPLETED,,,c,b,1,11/10/2026\n", "unknown_direction"},
		"a day that is not":      {"OM-2,10.00,ACH_IN,COMPLETED,,,c,b,1,02/30/2026\n", "bad_date"},
		"a day of another age":   {"OM-2,10.00,ACH_IN,COMPLETED,,,c,b,1,01/02/0001\n", "bad_date"},
		"a trace of letters":     {"OM-2,10.00,ACH_IN,COMPLETED,,abc,c,b,1,11/10/2026\n", "bad_trace"},
		"too few fields":         {"OM-2,10.00\n", "bad_line"},
		"too many fields":        {"OM-2,10.00,ACH_IN,COMPLETED,,,c,b,1,11/10/2026,x\n", "bad_line"},
		"a quote in a field":     {"OM-2,10\".00,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_line"},
		"a quote that is left":   {"\"OM-2,10.00,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_line"},
		"NUL":                    {"OM-2\x00,10.00,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "bad_line"},
		"a line of 70 KB":        {strings.Repeat("x", 70<<10) + "\n", "bad_line"},
		"a quoted line of 70 KB": {"\"" + strings.Repeat("x,y\n", 17<<10) + "\"\n", "bad_line"},
	} {
		entries, summary, err := read(t, head+good+c.line+good, Options{Mapping: history()})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(entries) != 2 || summary.Invalid == 0 || summary.Partial || summary.FirstErrors[0].Code != c.code || summary.FirstErrors[0].Line != 3 {
			t.Errorf("%s: %d entries, %d invalid, first %+v", name, len(entries), summary.Invalid, summary.FirstErrors[:1])
		}
		if name != "a quoted line of 70 KB" && summary.Invalid != 1 {
			t.Errorf("%s: %d invalid, want 1", name, summary.Invalid)
		}
	}
}

func TestFieldsAreReadAsTheyStand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, reference string }{
		"a line end in quotes":     {"\"OM\n1\",10,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "OM\n1"},
		"quotes in quotes":         {"\"O\"\"M\",10,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", `O"M`},
		"a formula":                {"=1+2,10,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "=1+2"},
		"windows-1252":             {"M\xfcller,10,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "Müller"},
		"UTF-8":                    {"Müller,10,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "Müller"},
		"carriage returns":         {"OM,10,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\r\n", "OM"},
		"no end of the last line":  {"OM,10,ACH_IN,COMPLETED,,,c,b,1,11/10/2026", "OM"},
		"a delimiter at the end":   {"OM,10,ACH_IN,COMPLETED,,,c,b,1,11/10/2026,\n", "OM"},
		"blank lines before it":    {"\n\r\nOM,10,ACH_IN,COMPLETED,,,c,b,1,11/10/2026\n", "OM"},
		"blanks around the fields": {" OM , 10 , ACH_IN , COMPLETED , , , c , b , 1 , 11/10/2026 \n", "OM"},
	} {
		entries, summary, err := read(t, "\ufeff"+head+c.text, Options{Mapping: history()})
		if err != nil || len(entries) != 1 || entries[0].Reference != c.reference || entries[0].OccurredOn != "2026-11-10" {
			t.Errorf("%s: %+v, summary %+v, %v", name, entries, summary, err)
		}
	}
}

func TestAFileOfAnotherHeaderIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a column is missing":     "referenceId,amount\nOM-1,1\n",
		"a column is there twice": strings.Replace(head, "referenceId", "amount", 1),
		"nothing":                 "",
		"no text":                 "\x00\x01\x02\n",
	} {
		if _, _, err := read(t, text, Options{Mapping: history()}); !errors.Is(err, ErrHeader) {
			t.Errorf("%s: %v", name, err)
		}
	}
	twice := strings.Replace(head, "\n", ",note,note\n", 1) // columns that nobody reads may be there twice
	if _, _, err := read(t, twice, Options{Mapping: history()}); err != nil {
		t.Error(err)
	}
}

func TestMappingWithoutHeader(t *testing.T) {
	t.Parallel()
	m := Mapping{
		Name: "plain", Header: HeaderNone, Delimiter: ";", Date: "2006-01-02T15:04:05Z07:00", Currency: "EUR", Encoding: EncodingUTF8,
		Columns: Columns{
			VendorReference: Column{Column: "1"}, Reference: Column{Column: "2"}, Amount: Column{Column: "3"},
			Status: Column{Column: "4"}, Occurred: Column{Column: "5"}, Company: Column{Column: "6"},
		},
	}
	if p := m.Check(); len(p) > 0 {
		t.Fatal(p)
	}
	entries, summary, err := read(t, "V1;R1;10.5;settled;2026-11-11T03:00:00Z;A\nV2;R2;1;settled;2026-11-11T03:00:00Z;B\nV\xfc;R2;1;settled;2026-11-11T03:00:00Z;A\n",
		Options{Mapping: m, CompanyIDs: []string{"A"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []reconcile.Entry{{
		Line: 1, Kind: reconcile.StatusNews, Status: "settled", VendorReference: "V1", Reference: "R1",
		Amount: canonical.Money{Value: usd("10.5").Value, Currency: "EUR"}, CompanyID: "A", OccurredOn: "2026-11-10", // it was the evening before in New York
	}}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if summary.NotOurs != 1 || summary.Invalid != 1 {
		t.Errorf("summary %+v", summary)
	}
}

func TestCheckNamesTheMistakesOfAMapping(t *testing.T) {
	t.Parallel()
	if p := history().Check(); len(p) > 0 {
		t.Errorf("the mapping of the design has mistakes: %v", p)
	}
	wrong := Mapping{
		Header: "maybe", Delimiter: "ab", Encoding: "utf-16", TimeZone: "Mars/Base", Date: "2006", Currency: "usd",
		Columns: Columns{
			Direction: Column{Column: "d", Values: map[string]string{"IN": "in"}}, Last4: Column{Last: 9},
		},
	}
	var paths []string
	for _, p := range wrong.Check() {
		paths = append(paths, p.Path)
	}
	for _, want := range []string{
		"name", "header", "encoding", "delimiter", "time_zone", "date", "currency", "columns.amount", "columns", "columns.direction.values",
		"columns.last4.column", "columns.last4.last",
	} {
		if !strings.Contains(strings.Join(paths, " ")+" ", want+" ") {
			t.Errorf("no problem at %s among %v", want, paths)
		}
	}
	numbered := history()
	numbered.Header = HeaderNone
	if p := numbered.Check(); len(p) != 10 {
		t.Errorf("names of columns without a header: %v", p)
	}
}

// The struct takes the file's words.
func TestMappingIsReadFromYAML(t *testing.T) {
	t.Parallel()
	var m Mapping
	err := yaml.Load([]byte(`
name: omnumi-history
header: required
delimiter: ","
time_zone: America/New_York
date: "01/02/2006"
columns:
  reference: {column: referenceId}
  amount: {column: amount}
  direction: {column: type, values: {ACH_IN: debit, ACH_OUT: credit}}
  status: {column: status, values: {COMPLETED: settled, RETURNED: returned, FAILED: failed}}
  code: {column: reasonCode}
  trace: {column: traceNumber}
  customer: {column: customerAccountId}
  bank: {column: linkedBankId}
  last4: {column: account, last: 4}
  occurred: {column: date}
`), &m, yaml.WithKnownFields())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(history(), m); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(head + "OM-1,\"1,234.50\",ACH_IN,COMPLETED,,,cust-1,bank-1,6789,11/10/2026\n"))
	f.Add([]byte(head + "\"OM-1\nx\",1,ACH_IN,COMPLETED,R01,1,cust-1,bank-1,6789,11/10/2026\n\"\n\"\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := reconcile.Open(strings.NewReader(string(text)), reconcile.Limits{Bytes: 1 << 20})
		if err != nil {
			return
		}
		n := 0
		summary, err := Read(b, Options{Mapping: history()}, func(e reconcile.Entry) error {
			if n++; e.Amount.Value.IsZero() && e.Kind != reconcile.Change || len([]rune(e.Last4)) > 4 {
				t.Errorf("entry of line %d is not whole", e.Line)
			}
			return nil
		})
		if err == nil && n != summary.Entries {
			t.Errorf("%d entries and summary %+v", n, summary)
		}
	})
}
