package nacha

import (
	"strings"

	"canongate/canonical"
	"canongate/policies/reconcile"

	"github.com/moov-io/ach"
)

// entry is one that is being read: news of a payment when its addenda are known.
type entry struct {
	news     reconcile.Entry
	code     int  // of the transaction
	returned bool // has an addenda 98 or 99
}

func (f *file) entryDetail(record string) {
	cents, ok := number(record[29:39])
	routing, routed := number(record[3:11])
	detail := ach.NewEntryDetail()
	if f.batch != nil {
		detail.SetSECCode(f.batch.secCode)
	}
	detail.Parse(record)
	direction := map[string]string{"D": canonical.DirectionDebit, "C": canonical.DirectionCredit}[detail.CreditOrDebit()]
	f.add(sums{records: 1, hash: routing}.moved(direction, cents))
	if !ok || !routed || direction == "" {
		f.broken(codeRecord, "the entry has no transaction code, routing number or amount")
		return
	}
	account, individual := record[12:29], detail.IdentificationNumber
	if f.batch != nil && f.batch.international {
		account, individual = record[39:74], "" // an IAT entry has its receiver in addenda
	}
	f.entry = &entry{code: detail.TransactionCode, news: reconcile.Entry{
		Line: f.records.line, Direction: direction, Amount: dollars(cents), Last4: last4(account),
		IndividualID: strings.TrimSpace(individual), OccurredOn: f.created,
	}}
	if f.batch != nil {
		f.entry.news.CompanyID = f.batch.company
		if f.batch.settled != "" {
			f.entry.news.OccurredOn = f.batch.settled
		}
	} else {
		f.broken(codeOrder, "an entry stands outside a batch")
	}
}

func (s sums) moved(direction string, cents int64) sums {
	switch direction {
	case canonical.DirectionDebit:
		s.debit = cents
	case canonical.DirectionCredit:
		s.credit = cents
	}
	return s
}

// add counts towards the batch; what stands outside one towards the file.
func (f *file) add(s sums) {
	if f.batch != nil {
		f.batch.sums.add(s)
		return
	}
	f.sums.add(s)
}

func (f *file) addenda(r record) {
	f.add(sums{records: 1})
	if f.entry == nil {
		f.broken(codeOrder, "an addenda stands after no entry")
		return
	}
	switch kind := r.columns[1:3]; kind {
	case "98", "99":
		if f.entry.returned {
			f.broken(codeOrder, "an entry has two addenda of a return")
			return
		}
		f.entry.returned = true
		if kind == "98" {
			f.change(r)
		} else {
			f.back(r.columns)
		}
	}
}

// change reads a notification of change, or the refusal of one.
func (f *file) change(r record) {
	a, news := ach.NewAddenda98(), &f.entry.news
	a.Parse(r.text)
	news.Kind, news.Code, news.Trace = reconcile.Change, code(a.ChangeCode), reconcile.Trace(a.OriginalTrace)
	news.Status = canonical.PaymentSubmitted // the entry was posted, so it was sent
	news.Corrected = strings.TrimRight(string([]rune(r.text)[35:64]), " ")
	f.known(news)
}

// back reads a return, or a return of one.
func (f *file) back(record string) {
	a, news := ach.NewAddenda99(), &f.entry.news
	a.Parse(record)
	news.Kind, news.Code, news.Trace = reconcile.Return, code(a.ReturnCode), reconcile.Trace(a.OriginalTrace)
	news.Status = canonical.PaymentReturned
	switch {
	case ach.IsContestedReturnCode(news.Code):
		a := ach.NewAddenda99Contested()
		a.Parse(record)
		news.Kind, news.Status = reconcile.Dishonored, ""
		news.SettledOn = f.settlement(a.OriginalSettlementDate)
	case reconcile.Disputed(news.Code):
		news.Kind, news.Status = reconcile.Dishonored, ""
	case news.Amount.Value.IsZero():
		news.Kind, news.Status = reconcile.Prenote, ""
	}
	f.known(news)
}

// known notes a code that no table has; the entry stays, as money may have moved.
func (f *file) known(news *reconcile.Entry) {
	if _, known := reconcile.LookupCode(news.Code); !known {
		news.UnknownCode = true
		f.summary.Note(f.records.line, codeUnknown, "the code of the return or change is not known")
	}
	if news.Trace == "" {
		f.broken(codeRecord, "the addenda has no original trace number")
	}
}

// closeEntry hands out the entry that was read, if it is news.
func (f *file) closeEntry() error {
	e := f.entry
	f.entry = nil
	switch {
	case e == nil:
		return nil
	case e.returned && f.ours():
		f.summary.Count(&e.news)
		return f.each(e.news)
	case e.returned:
		f.summary.NotOurs++
	case returnTransaction(e.code):
		f.summary.Invalid++
		f.broken(codeAddenda, "the entry is a return without its addenda")
	default:
		f.summary.Reject(e.news.Line, codeAddenda, "the entry is neither a return nor a notification of change")
	}
	return nil
}

// returnTransaction says whether a code of a transaction is one of returns: 21, 26
// for checking, 31, 36 for savings, 41, 46 for ledgers, 51 and 56 for loans.
func returnTransaction(code int) bool {
	return code > 20 && code < 60 && (code%10 == 1 || code%10 == 6)
}

func code(text string) string { return strings.ToUpper(strings.TrimSpace(text)) }

// last4 is all of an account number that leaves this package.
func last4(account string) string {
	account = strings.TrimSpace(account)
	return account[max(0, len(account)-4):]
}

// dollars is exact: cents have at most ten digits.
func dollars(cents int64) canonical.Money {
	return canonical.Money{Value: canonical.Cents(cents), Currency: "USD"}
}
