package nacha

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/policies/reconcile"

	"github.com/google/go-cmp/cmp"
	"github.com/moov-io/ach"
)

func TestReturnsAndChangesAreRead(t *testing.T) {
	t.Parallel()
	entries, summary := read(t, returns().String(), Options{})
	want := []reconcile.Entry{
		{
			Line: 3, Kind: reconcile.Return, Status: canonical.PaymentReturned, Trace: "091000010000001", IndividualID: "CG00000001",
			Direction: canonical.DirectionDebit, Amount: usd("123.54"), Last4: "6789", Code: "R01", CompanyID: "1234567890", OccurredOn: "2026-11-10",
		},
		{
			Line: 5, Kind: reconcile.Return, Status: canonical.PaymentReturned, Trace: "000000010000002",
			Direction: canonical.DirectionCredit, Amount: usd("45.65"), Last4: "0999", Code: "R03", CompanyID: "1234567890", OccurredOn: "2026-11-10",
		},
		{
			Line: 9, Kind: reconcile.Change, Status: canonical.PaymentSubmitted, Trace: "091000010000003", IndividualID: "CG00000003",
			Direction: canonical.DirectionDebit, Amount: usd("0"), Last4: "0011", Code: "C01", CompanyID: "1234567890", OccurredOn: "2026-11-10",
			Corrected: "1918171614",
		},
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if summary.Partial || summary.Controls != reconcile.ControlsOK || len(summary.FirstErrors) > 0 || summary.Lines != 12 {
		t.Errorf("summary %+v", summary)
	}
	if total := summary.Totals["USD"]; total.Debit.String() != "123.54" || total.Credit.String() != "45.65" {
		t.Errorf("totals %v", total)
	}
}

func usd(text string) canonical.Money {
	value, err := canonical.ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return canonical.Money{Value: value, Currency: "USD"}
}

// Banks bend the format. What is only bent is read as if it were straight.
func TestBentFilesAreReadAlike(t *testing.T) {
	t.Parallel()
	straight, _ := read(t, returns().String(), Options{})
	text := returns().String()
	for name, bent := range map[string]string{
		"carriage returns":         strings.ReplaceAll(text, "\n", "\r\n"),
		"no line ends":             strings.ReplaceAll(text, "\n", ""),
		"byte order mark":          "\ufeff" + text,
		"blanks stripped":          stripped(text),
		"blanks added":             strings.ReplaceAll(text, "\n", "    \n"),
		"blank lines":              strings.ReplaceAll(text, "\n", "\n\n"),
		"UTF-8 in a name":          strings.ReplaceAll(text, "Paula Jonas", "Paulá Jonaš"),
		"windows-1252 in a name":   strings.ReplaceAll(text, "Paula Jonas", "Paul\xe1 Jona\x9a"),
		"NUL in a name":            strings.ReplaceAll(text, "Paula Jonas", "Paula\x00Jonas"),
		"filled up with nines":     text + strings.Repeat(strings.Repeat("9", 94)+"\n", 4),
		"ended by a substitute":    text + "\x1a",
		"no end of the last line":  strings.TrimSuffix(text, "\n"),
		"no file header":           text[95:],
		"no file header or footer": strings.Join(strings.SplitAfter(text, "\n")[1:11], ""),
	} {
		entries, summary := read(t, bent, Options{})
		if summary.Partial || summary.Controls != reconcile.ControlsOK {
			t.Errorf("%s: summary %+v", name, summary)
		}
		for i := range entries {
			entries[i].Line = straight[min(i, len(straight)-1)].Line
			entries[i].OccurredOn = straight[min(i, len(straight)-1)].OccurredOn // without a header no year is known
		}
		if diff := cmp.Diff(straight, entries); diff != "" {
			t.Errorf("%s (-straight +bent):\n%s", name, diff)
		}
	}
}

func stripped(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// A file that is cut or contradicts itself shows its entries, and is partial.
func TestBrokenFilesArePartial(t *testing.T) {
	t.Parallel()
	text := returns().String()
	lines := strings.SplitAfter(text, "\n")
	for name, c := range map[string]struct {
		text    string
		entries int
		code    string
	}{
		"cut before the file control":  {strings.Join(lines[:11], ""), 3, codeNoEnd},
		"cut within a batch":           {strings.Join(lines[:6], ""), 2, codeControl},
		"cut within a line":            {text[:95*4+35], 1, codeRecord},
		"cut before an addenda":        {strings.Join(lines[:3], ""), 0, codeAddenda},
		"an entry is missing":          {strings.Join(append(append([]string{}, lines[:2]...), lines[4:]...), ""), 2, codeControl},
		"an amount differs":            {strings.Replace(text, "0000012354", "0000012355", 1), 3, codeControl},
		"a routing number differs":     {strings.Replace(text, "626091400606", "626091400706", 1), 3, codeControl},
		"an amount is no number":       {strings.Replace(text, "0000012354", "00000*2354", 1), 2, codeRecord},
		"a count of batches differs":   {strings.Replace(text, "9000002", "9000003", 1), 3, codeControl},
		"an addenda without its entry": {strings.Join(append(append([]string{}, lines[:2]...), lines[3:]...), ""), 2, codeOrder},
		"a line of another kind":       {strings.Join(lines[:3], "") + "hello\n" + strings.Join(lines[3:], ""), 2, codeRecord},
		"no trace":                     {strings.Replace(text, "R01091000010000001", "R01               ", 1), 3, codeRecord},
		"a file in a file":             {strings.Join(lines[:11], "") + text, 6, codeNoEnd},
		"neither controls nor header":  {strings.Join(lines[2:6], ""), 2, codeOrder},
		"a batch after the end":        {text + strings.Join(lines[1:7], ""), 5, codeOrder},
		"nothing":                      {"", 0, codeNoEnd},
		"account advices":              {new(sample).header("2026-11-10").begin("ADV", "1234567890", "").end().control().String(), 0, codeBatch},
	} {
		entries, summary := read(t, c.text, Options{})
		if !summary.Partial || summary.Controls == reconcile.ControlsOK || len(entries) != c.entries {
			t.Errorf("%s: %d entries, want %d; summary %+v", name, len(entries), c.entries, summary)
		}
		found := false
		for _, e := range summary.FirstErrors {
			found = found || e.Code == c.code
		}
		if !found {
			t.Errorf("%s: no error %s among %+v", name, c.code, summary.FirstErrors)
		}
	}
}

// Two whole files in one upload are two files.
func TestTwoFilesInOneAreBothRead(t *testing.T) {
	t.Parallel()
	entries, summary := read(t, returns().String()+returns().String(), Options{})
	if len(entries) != 6 || summary.Partial {
		t.Errorf("%d entries, summary %+v", len(entries), summary)
	}
}

func TestEntriesOfOtherCompaniesAreCountedAndDropped(t *testing.T) {
	t.Parallel()
	text := new(sample).header("2026-11-10").
		begin("WEB", "1234567890", "").entry(26, 100, "1", "").returned("R01", "091000010000001").end().
		begin("WEB", "9999999999", "").entry(26, 200, "2", "").returned("R01", "091000010000002").end().
		control().String()
	entries, summary := read(t, text, Options{CompanyIDs: []string{"1234567890"}})
	if len(entries) != 1 || summary.NotOurs != 1 || summary.Entries != 1 || summary.Partial {
		t.Errorf("%d entries, summary %+v", len(entries), summary)
	}
}

func TestKindsOfEntries(t *testing.T) {
	t.Parallel()
	contested := "799R73091000010000001" + "261105" + "09100001" + "308" + "091000020000002" + "310" + "01" + "091000030000003" + "312" + "68 " + "000091000017611"
	for name, c := range map[string]struct {
		text *sample
		want reconcile.Entry
	}{
		"an unknown code": {
			new(sample).header("2026-11-10").begin("PPD", "1", "314").entry(26, 5, "1", "").returned("R99", "091000010000001").end().control(),
			reconcile.Entry{Kind: reconcile.Return, Code: "R99", Status: canonical.PaymentReturned, UnknownCode: true, OccurredOn: "2026-11-10"},
		},
		"a dishonored return": {
			new(sample).header("2026-11-10").begin("PPD", "1", "").entry(26, 5, "1", "").returned("R68", "091000010000001").end().control(),
			reconcile.Entry{Kind: reconcile.Dishonored, Code: "R68", OccurredOn: "2026-11-10"},
		},
		"a contested one": {
			contest(new(sample).header("2026-11-12").begin("PPD", "1", "").entry(26, 5, "1", ""), contested).end().control(),
			reconcile.Entry{Kind: reconcile.Dishonored, Code: "R73", OccurredOn: "2026-11-12", SettledOn: "2026-11-04"},
		},
		"a prenote": {
			new(sample).header("2026-11-10").begin("PPD", "1", "").entry(26, 0, "1", "").returned("R03", "091000010000001").end().control(),
			reconcile.Entry{Kind: reconcile.Prenote, Code: "R03", OccurredOn: "2026-11-10"},
		},
		"a return that settled in the year before its file": {
			new(sample).header("2027-01-04").begin("PPD", "1", "365").entry(26, 5, "1", "").returned("R01", "091000010000001").end().control(),
			reconcile.Entry{Kind: reconcile.Return, Code: "R01", Status: canonical.PaymentReturned, OccurredOn: "2026-12-31"},
		},
		"an international return": {
			new(sample).header("2026-11-10").begin("IAT", "1", "").iat(26, 5, "0000000GB12345678").returned("R82", "091000010000001").end().control(),
			reconcile.Entry{Kind: reconcile.Return, Code: "R82", Status: canonical.PaymentReturned, OccurredOn: "2026-11-10", Last4: "5678"},
		},
	} {
		entries, summary := read(t, c.text.String(), Options{})
		if len(entries) != 1 || summary.Partial {
			t.Errorf("%s: %d entries, summary %+v", name, len(entries), summary)
			continue
		}
		got := entries[0]
		want := got
		want.Kind, want.Code, want.Status, want.UnknownCode = c.want.Kind, c.want.Code, c.want.Status, c.want.UnknownCode
		want.OccurredOn, want.SettledOn, want.Trace = c.want.OccurredOn, c.want.SettledOn, "091000010000001"
		if c.want.Last4 != "" {
			want.Last4 = c.want.Last4
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func contest(s *sample, line string) *sample {
	s.batch.add(sums{records: 1})
	return s.line("%s", line)
}

func (s *sample) iat(code int, cents int64, account string) *sample {
	s.batch.add(sums{records: 1, hash: 9140060, debit: cents})
	return s.line("6%02d091400606%04d%13s%010d%-35s    1%015d", code, 8, "", cents, account, 91000017611242)
}

// An entry of a file that was sent, and not returned, is no news.
func TestForwardEntriesAreToldAndPassedOver(t *testing.T) {
	t.Parallel()
	text := new(sample).header("2026-11-10").begin("PPD", "1", "").entry(27, 5, "1", "").end().control().String()
	entries, summary := read(t, text, Options{})
	if len(entries) != 0 || summary.Invalid != 1 || summary.Partial || summary.FirstErrors[0].Code != codeAddenda {
		t.Errorf("%d entries, summary %+v", len(entries), summary)
	}
}

// The amounts of a file can't wrap its sums into right ones.
func TestAmountsDoNotWrap(t *testing.T) {
	t.Parallel()
	s := new(sample).header("2026-11-10").begin("PPD", "1", "")
	for range 200 {
		s.entry(26, 9_999_999_999, "1", "").returned("R01", "091000010000001")
	}
	s.batch.debit %= 1_000_000_000_000 // as a control of twelve digits would have it
	s.end()
	_, summary := read(t, s.control().String(), Options{})
	if !summary.Partial {
		t.Errorf("summary %+v", summary)
	}
}

// No text of a line is in what is told of it.
func TestErrorsHoldNothingOfTheFile(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(returns().String(), "Paula Jonas", "Paula*Jonas")
	for at := 0; at < len(text); at += 7 {
		_, summary := read(t, text[:at]+"\n"+text[at:], Options{})
		for _, e := range summary.FirstErrors {
			for _, secret := range []string{"Paula", "123456789", "1918171614", "CG0000"} {
				if strings.Contains(e.Detail, secret) {
					t.Fatalf("%q tells %q", e.Detail, secret)
				}
			}
		}
		if len(summary.FirstErrors) > 100 {
			t.Fatalf("%d errors are kept", len(summary.FirstErrors))
		}
	}
}

func TestTheReadersErrorEndsTheFile(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	b, err := reconcile.Open(strings.NewReader(returns().String()), reconcile.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	if _, err := Read(b, Options{}, func(reconcile.Entry) error { n++; return stop }); !errors.Is(err, stop) || n != 1 {
		t.Errorf("after %d entries: %v", n, err)
	}
}

// The library's table and ours are of the same codes: one that it learns is to be
// learned here too.
func TestTheLibrarysCodesAreKnown(t *testing.T) {
	t.Parallel()
	for n := range 100 {
		back, change := fmt.Sprintf("R%02d", n), fmt.Sprintf("C%02d", n)
		if _, known := reconcile.LookupCode(back); known != (ach.LookupReturnCode(back) != nil) {
			t.Errorf("%s is known to one table only", back)
		}
		if _, known := reconcile.LookupCode(change); !known && ach.LookupChangeCode(change) != nil {
			t.Errorf("%s is not known", change)
		}
	}
}
