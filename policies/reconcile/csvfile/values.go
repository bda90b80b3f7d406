package csvfile

import (
	"strings"
	"time"

	"canongate/canonical"
	"canongate/policies/reconcile"
)

// kind says what the line is news of. A code of Nacha says it where there is no
// status, and is what a return was returned for.
func (r *row) kind(e *reconcile.Entry) {
	code, known := reconcile.LookupCode(strings.ToUpper(e.Code))
	if known {
		e.Code = code.Code
	}
	e.UnknownCode = reconcile.UnknownCode(e.Code)
	change := known && code.Code[0] == 'C'
	switch {
	case known && reconcile.Disputed(code.Code):
		e.Kind, e.Status = reconcile.Dishonored, ""
	case change:
		e.Kind = reconcile.Change
		if e.Status == "" {
			e.Status = canonical.PaymentSubmitted
		}
	case e.Status == canonical.PaymentReturned, e.Status == "" && known:
		e.Kind, e.Status = reconcile.Return, canonical.PaymentReturned
	case e.Status == "":
		r.mistake("no_status", "the line has neither a status nor a code of Nacha")
	}
	if e.Amount.Value.IsZero() && e.Kind != reconcile.Change {
		r.mistake("bad_amount", "the amount must be greater than 0")
	}
}

// amount reads 1234.50 and 1,234.50, exactly. A direction is not read from a sign:
// one export means by it what another does not.
func (r *row) amount(c Column) canonical.Decimal {
	text := r.text("amount", c)
	whole, fraction, point := strings.Cut(text, ".")
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "(") {
		r.mistake("bad_amount", "the amount must not be negative")
		return canonical.Decimal{}
	}
	if groups := strings.Split(whole, ","); len(groups) > 1 {
		for i, group := range groups {
			if len(group) != 3 && (i > 0 || len(group) == 0 || len(group) > 3) {
				r.mistake("bad_amount", "the amount has separators that are not thousands")
				return canonical.Decimal{}
			}
		}
		whole = strings.Join(groups, "")
	}
	if point {
		whole += "." + fraction
	}
	value, err := canonical.ParseNumber(whole)
	if err != nil || strings.ContainsAny(whole, "eE") {
		r.mistake("bad_amount", "the amount must be a decimal such as 1234.50 with at most 18 digits before the point")
	}
	return value
}

func (r *row) currency(c Column) canonical.Currency {
	if !c.given() {
		return r.file.mapping.currency()
	}
	currency := canonical.Currency(r.text("currency", c))
	if _, known := currency.Exponent(); !known {
		r.mistake("bad_currency", "the currency must be an ISO 4217 code in upper case")
	}
	return currency
}

// trace fills a trace number up to its 15 digits.
func (r *row) trace(c Column) string {
	text := r.text("trace", c)
	if text == "" {
		return ""
	}
	trace := reconcile.Trace(text)
	if trace == "" {
		r.mistake("bad_trace", "the trace number must have at most 15 digits")
	}
	return trace
}

// last4 never lets more of an account number through, whatever the mapping says.
func (r *row) last4(c Column) string {
	text := []rune(r.text("last4", c))
	return string(text[max(0, len(text)-4):])
}

// The years that a date may be in: others are mistakes, and days are counted.
const firstYear, lastYear = 2000, 2099

// date reads a day in the mapping's zone, or an instant that falls on it.
func (r *row) date(key string, c Column) string {
	text := r.text(key, c)
	if text == "" {
		return ""
	}
	t, err := time.ParseInLocation(r.file.mapping.layout(), text, r.file.zone)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		r.mistake("bad_date", "the date is not written as the mapping says, or not of this century")
		return ""
	}
	return t.In(r.file.zone).Format(time.DateOnly)
}
