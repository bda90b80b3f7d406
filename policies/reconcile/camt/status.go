package camt

import (
	"encoding/xml"
	"strings"

	"canongate/canonical"
	"canongate/policies/reconcile"
)

// report is what a bank says of one payment that it was told to make.
type report struct {
	EndToEnd string `xml:"OrgnlEndToEndId"`
	TxID     string `xml:"OrgnlTxId"`
	Bank     string `xml:"AcctSvcrRef"`
	Clearing string `xml:"ClrSysRef"`
	Status   string `xml:"TxSts"`
	Reasons  []struct {
		Reason choice `xml:"Rsn"`
	} `xml:"StsRsnInf"`
	Amount amount `xml:"OrgnlTxRef>Amt>InstdAmt"`
}

// statuses are those of ISO 20022, external payment transaction status.
var statuses = map[string]string{
	"RCVD": canonical.PaymentSubmitted, "ACTC": canonical.PaymentSubmitted, "ACCP": canonical.PaymentSubmitted, "PDNG": canonical.PaymentSubmitted,
	"ACSP": canonical.PaymentProcessing, "ACWC": canonical.PaymentProcessing, "ACWP": canonical.PaymentProcessing,
	"ACSC": canonical.PaymentSettled, "ACCC": canonical.PaymentSettled,
	"RJCT": canonical.PaymentFailed, "CANC": canonical.PaymentCanceled,
}

// status hands out what is said of one payment. A report without the amount can only
// be proposed.
func (f *file) status(element xml.StartElement) error {
	line := f.line()
	var r report
	if err := f.xml.DecodeElement(&r, &element); err != nil {
		return err
	}
	status, known := statuses[strings.TrimSpace(r.Status)]
	money, ok := r.Amount.money()
	switch {
	case !known:
		f.summary.Reject(line, "unknown_status", "the status is none of ISO 20022's for a payment")
		return nil
	case !ok:
		f.summary.Reject(line, "bad_amount", "the amount is none of a currency")
		return nil
	}
	e := reconcile.Entry{
		Line: line, Kind: reconcile.StatusNews, Status: status, Amount: money, OccurredOn: f.created,
		VendorReference: given(r.Bank), IndividualID: given(r.EndToEnd), Reference: given(r.EndToEnd),
		Trace: max(reconcile.Trace(r.Clearing), reconcile.Trace(r.TxID)),
	}
	if len(r.Reasons) > 0 {
		e.Code = r.Reasons[0].Reason.String()
	}
	return f.hand(e)
}
