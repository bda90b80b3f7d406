package camt

import (
	"encoding/xml"
	"strings"

	"canongate/canonical"
	"canongate/policies/reconcile"
)

type amount struct {
	Currency canonical.Currency `xml:"Ccy,attr"`
	Value    string             `xml:",chardata"`
}

// money reads an amount; none is one without a currency.
func (a amount) money() (m canonical.Money, ok bool) {
	if a == (amount{}) {
		return m, true
	}
	value, err := canonical.ParseNumber(strings.TrimSpace(a.Value))
	_, known := a.Currency.Exponent()
	if err != nil || !known || value.IsZero() {
		return m, false
	}
	return canonical.Money{Value: value, Currency: a.Currency}, true
}

// date is a day or an instant.
type date struct {
	Dt   string `xml:"Dt"`
	DtTm string `xml:"DtTm"`
}

func (d date) day() string { return max(day(d.Dt), day(d.DtTm)) }

// choice is a code of ISO 20022 or one of the bank's.
type choice struct {
	Code string `xml:"Cd"`
	Own  string `xml:"Prtry"`
	Text string `xml:",chardata"` // as older versions have it
}

func (c choice) String() string {
	for _, text := range []string{c.Own, c.Code, c.Text} {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
}

// booking is an entry of a statement; its transactions are read one by one.
type booking struct {
	amount   amount
	side     string // CRDT or DBIT, of the account
	reversal bool
	status   choice
	booked   date
	value    date

	transactions int
	waiting      *transaction // the only one, which may have the amount of the booking
}

// transaction is one payment within a booking.
type transaction struct {
	Refs struct {
		Bank     string `xml:"AcctSvcrRef"`
		EndToEnd string `xml:"EndToEndId"`
		TxID     string `xml:"TxId"`
		Clearing string `xml:"ClrSysRef"`
	} `xml:"Refs"`
	Amount  amount `xml:"Amt"`
	Details struct {
		Amount amount `xml:"TxAmt>Amt"`
	} `xml:"AmtDtls"`
	Side    string `xml:"CdtDbtInd"`
	Parties struct {
		Debtor   account `xml:"DbtrAcct"`
		Creditor account `xml:"CdtrAcct"`
	} `xml:"RltdPties"`
	Return *struct {
		Reason choice `xml:"Rsn"`
	} `xml:"RtrInf"`

	line int
}

type account struct {
	IBAN  string `xml:"Id>IBAN"`
	Other string `xml:"Id>Othr>Id"`
}

// last4 is all of an account number that leaves this package.
func (a account) last4() string {
	number := []rune(strings.TrimSpace(a.IBAN + a.Other))
	return string(number[max(0, len(number)-4):])
}

// take reads a member of a booking.
func (b *booking) take(d *xml.Decoder, element xml.StartElement) error {
	switch element.Name.Local {
	case "Amt":
		return d.DecodeElement(&b.amount, &element)
	case "CdtDbtInd":
		return d.DecodeElement(&b.side, &element)
	case "RvslInd":
		return d.DecodeElement(&b.reversal, &element)
	case "Sts":
		return d.DecodeElement(&b.status, &element)
	case "BookgDt":
		return d.DecodeElement(&b.booked, &element)
	case "ValDt":
		return d.DecodeElement(&b.value, &element)
	}
	return d.Skip()
}

// details hands out a transaction; the first waits, as it may be the only one.
func (f *file) details(element xml.StartElement) error {
	if f.booking == nil {
		return f.xml.Skip()
	}
	t := &transaction{line: f.line()}
	if err := f.xml.DecodeElement(t, &element); err != nil {
		return err
	}
	if f.booking.transactions++; f.booking.transactions == 1 {
		f.booking.waiting = t
		return nil
	}
	if err := f.transaction(f.booking.waiting); err != nil {
		return err
	}
	f.booking.waiting = nil
	return f.transaction(t)
}

func (f *file) endBooking() error {
	b := f.booking
	defer func() { f.booking = nil }()
	if b == nil {
		return nil
	}
	f.totals.add(b)
	switch {
	case b.transactions == 0:
		f.reject("no_details", "the booking has no single transactions: a total proves nothing of a payment")
		return nil
	case b.waiting != nil && b.waiting.amount() == (amount{}):
		b.waiting.Amount = b.amount
	}
	return f.transaction(b.waiting)
}

func (t *transaction) amount() amount {
	if t.Amount != (amount{}) {
		return t.Amount
	}
	return t.Details.Amount
}

// transaction makes news of a payment; nil is none.
func (f *file) transaction(t *transaction) error {
	if t == nil {
		return nil
	}
	b := f.booking
	money, ok := t.amount().money()
	if !ok || money.Currency == "" {
		f.summary.Reject(t.line, "bad_amount", "the transaction has no amount, or none of a currency")
		return nil
	}
	e := reconcile.Entry{
		Line: t.line, Kind: reconcile.StatusNews, Amount: money, OccurredOn: b.booked.day(),
		VendorReference: given(t.Refs.Bank), IndividualID: given(t.Refs.EndToEnd), Reference: given(t.Refs.EndToEnd),
		Trace: max(reconcile.Trace(t.Refs.Clearing), reconcile.Trace(t.Refs.TxID)),
	}
	switch b.status.String() {
	case "BOOK":
		e.Status, e.SettledOn = canonical.PaymentSettled, b.value.day()
	case "PDNG":
		e.Status = canonical.PaymentProcessing
	default:
		f.summary.Reject(t.line, "unknown_status", "the booking is neither booked nor pending")
		return nil
	}
	f.side(&e, t)
	return f.hand(e)
}

// side tells what was pulled from what was pushed: an account is credited with what
// its owner pulled. Of what came back the direction is the payment's, and not guessed.
func (f *file) side(e *reconcile.Entry, t *transaction) {
	side := strings.TrimSpace(f.booking.side)
	if t.Side != "" {
		side = strings.TrimSpace(t.Side)
	}
	back := t.Return != nil || f.booking.reversal
	if pulled := side == "CRDT"; pulled != back {
		e.Last4 = t.Parties.Debtor.last4()
	} else {
		e.Last4 = t.Parties.Creditor.last4()
	}
	if back {
		if e.Status == canonical.PaymentSettled {
			e.Kind, e.Status, e.SettledOn = reconcile.Return, canonical.PaymentReturned, ""
		}
		if t.Return != nil {
			e.Code = t.Return.Reason.String()
			e.UnknownCode = reconcile.UnknownCode(e.Code)
		}
		return
	}
	e.Direction = map[string]string{"CRDT": canonical.DirectionDebit, "DBIT": canonical.DirectionCredit}[side]
}

// given leaves out what banks write where there is no reference.
func given(reference string) string {
	reference = strings.TrimSpace(reference)
	if strings.EqualFold(reference, "NOTPROVIDED") {
		return ""
	}
	return reference
}

// totals are what a statement is held to, where it says any.
type totals struct {
	told struct {
		Number string `xml:"TtlNtries>NbOfNtries"`
		Sum    string `xml:"TtlNtries>Sum"`
	}
	number int64
	sum    canonical.Decimal
	broken bool
}

func (t *totals) add(b *booking) {
	t.number++
	value, err := canonical.ParseNumber(strings.TrimSpace(b.amount.Value))
	if err != nil {
		t.broken = true
		return
	}
	t.sum = t.sum.Plus(value)
}

func (t *totals) check(f *file) {
	if t.told.Number == "" && t.told.Sum == "" || f.summary.Partial {
		return
	}
	number, err := canonical.ParseNumber(strings.TrimSpace(t.told.Number))
	right := err == nil && number.Equal(canonical.Whole(t.number)) && !t.broken
	if t.told.Sum != "" {
		sum, err := canonical.ParseNumber(strings.TrimSpace(t.told.Sum))
		right = right && err == nil && sum.Equal(t.sum)
	}
	if !right {
		f.broken("control_mismatch", "the entries of the statement differ from its summary")
		return
	}
	f.summary.Controls = reconcile.ControlsOK
}
