package camt

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/policies/reconcile"

	"github.com/google/go-cmp/cmp"
)

func read(t testing.TB, text string) ([]reconcile.Entry, reconcile.Summary, error) {
	t.Helper()
	b, err := reconcile.Open(strings.NewReader(text), reconcile.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var entries []reconcile.Entry
	summary, err := Read(b, func(e reconcile.Entry) error {
		entries = append(entries, e)
		return nil
	})
	for i := range entries {
		entries[i].Line = 0 // told by hand in one test
	}
	return entries, summary, err
}

func usd(text string) canonical.Money {
	value, err := canonical.ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return canonical.Money{Value: value, Currency: "USD"}
}

// notice is a camt.054 with these entries; the people in it are invented.
func notice(entries ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-11T08:00:00-05:00</CreDtTm></GrpHdr>
<Ntfctn><Id>N1</Id><Acct><Id><Othr><Id>999999999</Id></Othr></Id></Acct>
` + strings.Join(entries, "\n") + `
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`
}

const (
	pulled = `<Ntry><Amt Ccy="USD">123.54</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-11-10</Dt></BookgDt><ValDt><DtTm>2026-11-10T13:00:00</DtTm></ValDt><AcctSvcrRef>B0</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><AcctSvcrRef>B1</AcctSvcrRef><EndToEndId>order-1</EndToEndId><ClrSysRef>091000010000001</ClrSysRef></Refs>
<RltdPties><Dbtr><Pty><Nm>Paula Jonas</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>123456789</Id></Othr></Id></DbtrAcct></RltdPties></TxDtls></NtryDtls></Ntry>`
	returned = `<Ntry><Amt Ccy="USD">45.65</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-11</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId><TxId>91000010000002</TxId></Refs>
<AmtDtls><TxAmt><Amt Ccy="USD">45.65</Amt></TxAmt></AmtDtls>
<RltdPties><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct></RltdPties>
<RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>`
	two = `<Ntry><Amt Ccy="USD">3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts><BookgDt><Dt>2026-11-11</Dt></BookgDt>
<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>
<TxDtls><Refs><EndToEndId>a</EndToEndId></Refs><Amt Ccy="USD">1</Amt></TxDtls>
<TxDtls><Refs><EndToEndId>b</EndToEndId></Refs><Amt Ccy="USD">2</Amt></TxDtls></NtryDtls></Ntry>`
	batch = `<Ntry><Amt Ccy="USD">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-11</Dt></BookgDt></Ntry>`
)

func TestBookingsBecomeEntries(t *testing.T) {
	t.Parallel()
	entries, summary, err := read(t, notice(pulled, returned, two, batch))
	if err != nil {
		t.Fatal(err)
	}
	want := []reconcile.Entry{
		{
			Kind: reconcile.StatusNews, Status: canonical.PaymentSettled, Direction: canonical.DirectionDebit, Amount: usd("123.54"), VendorReference: "B1",
			IndividualID: "order-1", Reference: "order-1", Trace: "091000010000001", Last4: "6789", OccurredOn: "2026-11-10", SettledOn: "2026-11-10",
		},
		{ // its direction is the payment's, and not told by the side that it is booked on
			Kind: reconcile.Return, Status: canonical.PaymentReturned, Amount: usd("45.65"), Trace: "091000010000002", Code: "AC01", Last4: "2051", OccurredOn: "2026-11-11",
		},
		{Kind: reconcile.StatusNews, Status: canonical.PaymentProcessing, Direction: canonical.DirectionCredit, Amount: usd("1"), IndividualID: "a", Reference: "a", OccurredOn: "2026-11-11"},
		{Kind: reconcile.StatusNews, Status: canonical.PaymentProcessing, Direction: canonical.DirectionCredit, Amount: usd("2"), IndividualID: "b", Reference: "b", OccurredOn: "2026-11-11"},
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if summary.Invalid != 1 || summary.FirstErrors[0].Code != "no_details" || summary.Partial || summary.Controls != reconcile.ControlsAbsent {
		t.Errorf("summary %+v", summary)
	}
}

func TestBookingsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ booking, code string }{
		"a state of its own":           {strings.Replace(pulled, "BOOK", "INFO", 1), "unknown_status"},
		"a negative amount":            {strings.Replace(pulled, "123.54", "-123.54", 1), "bad_amount"},
		"an amount that is none":       {strings.Replace(pulled, "123.54", "12,54", 1), "bad_amount"},
		"an amount that overflows":     {strings.Replace(pulled, "123.54", "99999999999999999999", 1), "bad_amount"},
		"a currency that is none":      {strings.Replace(pulled, `Ccy="USD"`, `Ccy="usd"`, 1), "bad_amount"},
		"two transactions, one amount": {strings.Replace(two, `<Amt Ccy="USD">2</Amt>`, "", 1), "bad_amount"},
	} {
		entries, summary, err := read(t, notice(c.booking))
		if err != nil || summary.Invalid != 1 || summary.FirstErrors[0].Code != c.code || summary.Partial || len(entries) > 1 {
			t.Errorf("%s: %d entries, %+v, %v", name, len(entries), summary, err)
		}
	}
}

func TestReversalsAndOwnCodes(t *testing.T) {
	t.Parallel()
	reversal := strings.Replace(pulled, "<Sts>", "<RvslInd>true</RvslInd><Sts>", 1)
	own := strings.Replace(returned, "<Cd>AC01</Cd>", "<Prtry>R99</Prtry>", 1)
	entries, _, err := read(t, notice(reversal, own))
	if err != nil || len(entries) != 2 {
		t.Fatal(len(entries), err)
	}
	if e := entries[0]; e.Kind != reconcile.Return || e.Direction != "" {
		t.Errorf("a reversal is %+v", e)
	}
	if e := entries[1]; e.Code != "R99" || !e.UnknownCode {
		t.Errorf("a code of Nacha's shape is %+v", e)
	}
}

func TestStatementsAreHeldToTheirSummaries(t *testing.T) {
	t.Parallel()
	const told = `<TxsSummry><TtlNtries><NbOfNtries>%s</NbOfNtries><Sum>%s</Sum></TtlNtries></TxsSummry>`
	for _, c := range []struct {
		number, sum string
		want        reconcile.Controls
	}{
		{"2", "169.19", reconcile.ControlsOK},
		{"3", "169.19", reconcile.ControlsMismatch},
		{"2", "169.20", reconcile.ControlsMismatch},
		{"many", "169.19", reconcile.ControlsMismatch},
	} {
		entries, summary, err := read(t, notice(fmt.Sprintf(told, c.number, c.sum), pulled, returned))
		if err != nil || len(entries) != 2 || summary.Controls != c.want || summary.Partial != (c.want == reconcile.ControlsMismatch) {
			t.Errorf("%s, %s: %d entries, %+v, %v", c.number, c.sum, len(entries), summary, err)
		}
	}
}

func statusReport(transactions string) string {
	return `<?xml version="1.0"?><p:Document xmlns:p="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><p:CstmrPmtStsRpt>
<p:GrpHdr><p:MsgId>M1</p:MsgId><p:CreDtTm>2026-11-11T08:00:00</p:CreDtTm></p:GrpHdr>
<p:OrgnlGrpInfAndSts><p:OrgnlMsgId>X</p:OrgnlMsgId><p:GrpSts>PART</p:GrpSts></p:OrgnlGrpInfAndSts>
<p:OrgnlPmtInfAndSts><p:OrgnlPmtInfId>P1</p:OrgnlPmtInfId>` + transactions + `</p:OrgnlPmtInfAndSts></p:CstmrPmtStsRpt></p:Document>`
}

func TestStatusReports(t *testing.T) {
	t.Parallel()
	const one = `<p:TxInfAndSts><p:OrgnlEndToEndId>order-1</p:OrgnlEndToEndId><p:TxSts>%s</p:TxSts>
<p:StsRsnInf><p:Rsn><p:Cd>AC04</p:Cd></p:Rsn></p:StsRsnInf>%s</p:TxInfAndSts>`
	const amount = `<p:OrgnlTxRef><p:Amt><p:InstdAmt Ccy="USD">10.00</p:InstdAmt></p:Amt></p:OrgnlTxRef>`
	for code, status := range map[string]string{
		"RCVD": "submitted", "ACTC": "submitted", "ACCP": "submitted", "PDNG": "submitted", "ACSP": "processing", "ACWC": "processing",
		"ACWP": "processing", "ACSC": "settled", "ACCC": "settled", "RJCT": "failed", "CANC": "canceled",
	} {
		entries, summary, err := read(t, statusReport(fmt.Sprintf(one, code, amount)))
		want := []reconcile.Entry{{
			Kind: reconcile.StatusNews, Status: status, IndividualID: "order-1", Reference: "order-1", Amount: usd("10"), Code: "AC04", OccurredOn: "2026-11-11",
		}}
		if diff := cmp.Diff(want, entries); diff != "" || err != nil || summary.Partial {
			t.Errorf("%s: %+v, %v (-want +got):\n%s", code, summary, err, diff)
		}
	}
	entries, _, err := read(t, statusReport(fmt.Sprintf(one, "RJCT", "")))
	if err != nil || len(entries) != 1 || entries[0].Amount.Currency != "" {
		t.Errorf("without an amount: %+v, %v", entries, err)
	}
	_, summary, err := read(t, statusReport(fmt.Sprintf(one, "XXXX", amount)))
	if err != nil || summary.Invalid != 1 || summary.FirstErrors[0].Code != "unknown_status" {
		t.Errorf("an unknown status: %+v, %v", summary, err)
	}
}

func TestDocumentsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"another document":     `<Document><FIToFICstmrCdtTrf/></Document>`,
		"a page":               `<html><body>Sign in</body></html>`,
		"a document type":      `<!DOCTYPE x [<!ENTITY e "aaaa">]>` + notice(pulled),
		"nothing":              "",
		"text":                 "hello",
		"an encoding of Japan": strings.Replace(notice(pulled), "UTF-8", "Shift_JIS", 1),
	} {
		if entries, _, err := read(t, text); !errors.Is(err, ErrDocument) || len(entries) > 0 {
			t.Errorf("%s: %d entries, %v", name, len(entries), err)
		}
	}
}

func TestBrokenDocumentsArePartial(t *testing.T) {
	t.Parallel()
	text := notice(pulled, returned)
	for name, broken := range map[string]string{
		"cut":                   text[:len(text)-60],
		"cut in a booking":      text[:len(text)-400],
		"an undeclared entity":  strings.Replace(text, "order-1", "&e;", 1),
		"a tag that is left":    strings.Replace(text, "</TxDtls>", "", 1),
		"an element of 300 KB":  strings.Replace(text, "order-1", strings.Repeat("x", 300<<10), 1),
		"a reversal that is no": strings.Replace(text, "<Sts>", "<RvslInd>maybe</RvslInd><Sts>", 1),
	} {
		_, summary, err := read(t, broken)
		if err != nil || !summary.Partial || summary.Controls != reconcile.ControlsMismatch {
			t.Errorf("%s: %+v, %v", name, summary, err)
		}
	}
}

func TestLatinIsRead(t *testing.T) {
	t.Parallel()
	text := strings.Replace(strings.Replace(notice(pulled), "UTF-8", "ISO-8859-1", 1), "order-1", "M\xfcller", 1)
	entries, summary, err := read(t, text)
	if err != nil || summary.Partial || len(entries) != 1 || entries[0].Reference != "Müller" {
		t.Errorf("%+v, %+v, %v", entries, summary, err)
	}
}

func TestTheReadersErrorEndsTheFile(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	b, err := reconcile.Open(strings.NewReader(notice(pulled, returned)), reconcile.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var line int
	if _, err := Read(b, func(e reconcile.Entry) error { line = e.Line; return stop }); !errors.Is(err, stop) || line < 5 {
		t.Errorf("at line %d: %v", line, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(notice(pulled, returned, two, batch)))
	f.Add([]byte(statusReport(`<p:TxInfAndSts><p:TxSts>RJCT</p:TxSts></p:TxInfAndSts>`)))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := reconcile.Open(strings.NewReader(string(text)), reconcile.Limits{Bytes: 1 << 20})
		if err != nil {
			return
		}
		n := 0
		summary, err := Read(b, func(e reconcile.Entry) error {
			if n++; e.Status == "" || len([]rune(e.Last4)) > 4 {
				t.Errorf("entry of line %d is not whole", e.Line)
			}
			return nil
		})
		if err == nil && n != summary.Entries {
			t.Errorf("%d entries and summary %+v", n, summary)
		}
	})
}
