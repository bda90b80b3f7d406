package imports

import (
	"fmt"
	"strings"
	"testing"

	"canongate/policies/journal"
)

// statement is a camt.054 with one booked transaction; its people are invented.
func statement(trace, amount string) string {
	return fmt.Sprintf(`<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><CreDtTm>2026-03-03T08:00:00</CreDtTm></GrpHdr><Ntfctn>
<Ntry><Amt Ccy="USD">%[2]s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-03</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt>
<NtryDtls><TxDtls><Refs><ClrSysRef>%[1]s</ClrSysRef></Refs><RltdPties><Dbtr><Nm>CANARY NAME</Nm></Dbtr></RltdPties></TxDtls></NtryDtls></Ntry>
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`, trace, amount)
}

func TestABanksStatement(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(1, payment{trace: "091000010000001", amount: "10.50"})
	other := b.pay(2, payment{trace: "091000010000002", amount: "20"})
	text := statement("091000010000001", "10.50")
	if cut := b.takeText(text[:len(text)-20]); cut.State != journal.ImportPartial || b.status(id) != journal.Submitted {
		t.Errorf("of a cut statement: import is %s, payment is %s", cut.State, b.status(id))
	}
	if i := b.takeText(text); i.State != journal.ImportApplied || SummaryOf(i).Counts.Applied != 1 {
		t.Errorf("import is %s: %+v", i.State, SummaryOf(i))
	}
	p, err := b.journal.GetPayment(t.Context(), "acme", id)
	if err != nil || p.Status != journal.Settled || p.Basis != journal.BasisStatement || p.SettledOn != "2026-03-03" || b.status(other) != journal.Submitted {
		t.Errorf("payment is %s by %s on %s, the other is %s (%v)", p.Status, p.Basis, p.SettledOn, b.status(other), err)
	}
}

// A report of a refusal without the amount is shown, and a person decides.
func TestABanksStatusReport(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(1, payment{trace: "091000010000001", amount: "10.50", ref: "OM-1"})
	report := func(amount string) string {
		return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><OrgnlPmtInfAndSts><TxInfAndSts>
<TxSts>ACSC</TxSts><AcctSvcrRef>OM-1</AcctSvcrRef>` + amount + `</TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`
	}
	i := b.takeText(report(""))
	if s := SummaryOf(i); i.State != journal.ImportApplied || s.Counts.Proposed != 1 || b.status(id) != journal.Submitted {
		t.Errorf("import is %s: %+v, payment is %s", i.State, s, b.status(id))
	}
	i = b.takeText(report(`<OrgnlTxRef><Amt><InstdAmt Ccy="USD">10.50</InstdAmt></Amt></OrgnlTxRef>`))
	if s := SummaryOf(i); i.State != journal.ImportApplied || s.Counts.Applied != 1 || b.status(id) != journal.Settled {
		t.Errorf("import is %s: %+v, payment is %s", i.State, s, b.status(id))
	}
}

func TestAnotherDocumentIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	i := b.takeText(`<html><body>Sign in</body></html>`)
	if i.State != journal.ImportRefused || !strings.Contains(SummaryOf(i).Refusal, "camt.054") {
		t.Errorf("import is %s: %s", i.State, SummaryOf(i).Refusal)
	}
}
