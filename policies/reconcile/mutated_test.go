package reconcile_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/policies/reconcile"
	"canongate/policies/reconcile/csvfile"
	"canongate/policies/reconcile/nacha"
)

const mutations = 20_000

// The right files, of three invented payments.
const (
	returnFile = "" +
		"101 091400606 6910001342611100306A094101INVENTED BANK          INVENTED SERVICE               \n" +
		"5200INVENTED CO                         1234567890WEBTRANSFER        2611023141091000010000001\n" +
		"626091400606123456789        0000012354CG00000001     Paula Jonas             1091000017611242\n" +
		"799R01091000010000001      09100001                                            091000017611242\n" +
		"621091400606867530999        0000004565               Paul Jonas              1091000017611243\n" +
		"799R03091000010000002      09100001                                            091000017611243\n" +
		"82000000040018280120000000012354000000004565123456789                          091000010000001\n" +
		"5200INVENTED CO                         1234567890CORTRANSFER        2611023141091000010000002\n" +
		"62609140060655500011         0000000000CG00000003     Pia Jonas               1091000017611244\n" +
		"798C01091000010000003      091000011918171614                                  091000017611244\n" +
		"82000000020009140060000000000000000000000000123456789                          091000010000002\n" +
		"9000002000001000000060027420180000000012354000000004565                                       \n"
	exportFile = "referenceId,amount,type,status,account,date\n" +
		"OM-1,\"123.54\",ACH_IN,COMPLETED,****6789,11/10/2026\n" +
		"OM-2,45.65,ACH_OUT,RETURNED,****0999,11/10/2026\n" +
		"OM-3,78.00,ACH_IN,COMPLETED,****0011,11/10/2026\n"
)

// edit makes one to four mistakes, as lines and disks make them.
func edit(r *rand.Rand, text []byte) []byte {
	for range 1 + r.IntN(4) {
		if len(text) < 2 {
			return text
		}
		at, to := r.IntN(len(text)), r.IntN(len(text))
		at, to = min(at, to), max(at, to)
		switch r.IntN(9) {
		case 0:
			text[at] = byte(r.IntN(256))
		case 1:
			text[at] = "0123456789"[r.IntN(10)]
		case 2:
			text = text[:at]
		case 3:
			text = append(text[:at:at], text[to:]...)
		case 4:
			text = append(text[:to:to], text[at:]...)
		case 5:
			text = append(text[:at:at], append([]byte{"\n\r\"\x00, 9"[r.IntN(7)]}, text[at:]...)...)
		case 6:
			text[at], text[to] = text[to], text[at]
		case 7:
			lines := strings.SplitAfter(string(text), "\n")
			a, b := r.IntN(len(lines)), r.IntN(len(lines))
			lines[a], lines[b] = lines[b], lines[a]
			text = []byte(strings.Join(lines, ""))
		case 8:
			lines := strings.SplitAfter(string(text), "\n")
			a := r.IntN(len(lines))
			text = []byte(strings.Join(append(lines[:a:a], lines[min(a+1, len(lines)):]...), ""))
		}
	}
	return text
}

// payments is a journal that knows the three.
type payments map[reconcile.Key][]reconcile.Payment

func (p payments) Find(context.Context, []reconcile.Key) (map[reconcile.Key][]reconcile.Payment, error) {
	found := map[reconcile.Key][]reconcile.Payment{}
	for key, of := range p {
		found[key] = append([]reconcile.Payment(nil), of...)
	}
	return found, nil
}

func (payments) Seen(context.Context, []reconcile.Identity) (map[reconcile.Identity]bool, error) {
	return nil, nil
}

func journal() (payments, map[string]reconcile.Payment) {
	byKey, byID := payments{}, map[string]reconcile.Payment{}
	for i, p := range []reconcile.Payment{
		{Direction: canonical.DirectionDebit, Amount: canonical.Money{Value: canonical.Cents(12_354), Currency: "USD"}, Last4: []string{"6789"}},
		{Direction: canonical.DirectionCredit, Amount: canonical.Money{Value: canonical.Cents(4_565), Currency: "USD"}, Last4: []string{"0999"}},
		{Direction: canonical.DirectionDebit, Amount: canonical.Money{Value: canonical.Cents(7_800), Currency: "USD"}, Last4: []string{"0011"}},
	} {
		p.ID, p.Status, p.SentOn = fmt.Sprint("pay_", i+1), canonical.PaymentSubmitted, "2026-11-09"
		byID[p.ID] = p
		byKey[reconcile.Key{Kind: reconcile.KeyTrace, Value: fmt.Sprintf("0910000100000%02d", i+1)}] = []reconcile.Payment{p}
		byKey[reconcile.Key{Kind: reconcile.KeyVendorReference, Value: fmt.Sprint("OM-", i+1)}] = []reconcile.Payment{p}
	}
	return byKey, byID
}

// applied gives the entries of a file that are applied, with their payments.
func applied(t *testing.T, text []byte, read func(*bufio.Reader, func(reconcile.Entry) error) (reconcile.Summary, error)) (map[string]reconcile.Entry, reconcile.Summary) {
	t.Helper()
	b, err := reconcile.Open(strings.NewReader(string(text)), reconcile.Limits{Bytes: 1 << 20, Lines: 1000})
	if err != nil {
		return nil, reconcile.Summary{}
	}
	var batch []reconcile.Known
	var occurrences reconcile.Occurrences
	summary, err := read(b, func(e reconcile.Entry) error {
		batch = append(batch, reconcile.Known{Entry: e, Identity: occurrences.Next(reconcile.DigestOf("c", e))})
		return nil
	})
	if err != nil || summary.Partial {
		return nil, summary
	}
	byKey, _ := journal()
	matcher := reconcile.Matcher{Lookup: byKey, Judge: func(string, string) reconcile.Outcome { return reconcile.OutcomeMove }}
	verdicts, err := matcher.Match(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	entries := map[string]reconcile.Entry{}
	for i, v := range verdicts {
		if v.Result == reconcile.ResultApplied {
			entries[v.PaymentID] = batch[i].Entry
		}
	}
	return entries, summary
}

// 20,000 broken files are read without a panic, and what is applied of them moves no
// payment by another amount, in another direction, or of another account.
func TestMutatedFilesApplyNothingByMistake(t *testing.T) {
	t.Parallel()
	readers := map[string]func(*bufio.Reader, func(reconcile.Entry) error) (reconcile.Summary, error){
		returnFile: func(b *bufio.Reader, each func(reconcile.Entry) error) (reconcile.Summary, error) {
			return nacha.Read(b, nacha.Options{CompanyIDs: []string{"1234567890"}}, each)
		},
		exportFile: func(b *bufio.Reader, each func(reconcile.Entry) error) (reconcile.Summary, error) {
			return csvfile.Read(b, csvfile.Options{Mapping: export()}, each)
		},
	}
	_, byID := journal()
	for file, read := range readers {
		if right, summary := applied(t, []byte(file), read); len(right) != 3 || summary.Partial || summary.Invalid > 0 {
			t.Fatalf("%d entries of the right file are applied, %+v", len(right), summary)
		}
		r := rand.New(rand.NewPCG(14, 1964))
		partial, moved := 0, 0
		for range mutations / len(readers) {
			text := edit(r, []byte(file))
			entries, summary := applied(t, text, read)
			if summary.Partial {
				partial++
			}
			for id, e := range entries {
				moved++
				p := byID[id]
				if e.Kind != reconcile.Change && !e.Amount.Equal(p.Amount) ||
					e.Direction != "" && e.Direction != p.Direction || e.Trace != "" && e.Last4 != "" && !slices.Contains(p.Last4, e.Last4) {
					t.Fatalf("%s is moved by %+v of\n%s", id, e, text)
				}
			}
		}
		if moved == 0 || file == returnFile && partial == 0 {
			t.Errorf("%d entries applied and %d partial files: the mutations try nothing", moved, partial)
		}
		t.Logf("%d files: %d partial, %d entries applied", mutations/len(readers), partial, moved)
	}
}

func export() csvfile.Mapping {
	column := func(name string) csvfile.Column { return csvfile.Column{Column: name} }
	return csvfile.Mapping{Name: "export", Date: "01/02/2006", Columns: csvfile.Columns{
		VendorReference: column("referenceId"), Amount: column("amount"), Occurred: column("date"),
		Direction: csvfile.Column{Column: "type", Values: map[string]string{"ACH_IN": "debit", "ACH_OUT": "credit"}},
		Status:    csvfile.Column{Column: "status", Values: map[string]string{"COMPLETED": "settled", "RETURNED": "returned"}},
		Last4:     csvfile.Column{Column: "account", Last: 4},
	}}
}
