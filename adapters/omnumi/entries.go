package omnumi

import (
	"time"

	"canongate/canonical"
	"canongate/policies/bankday"
)

// checkEntry holds a payment to Nacha's rules, as the bank behind the vendor would
// days later: what is refused here was never sent.
func checkEntry(c *canonical.Check, d canonical.PaymentDraft, s Settings) {
	if s.SECRules == secRulesEnforce && d.Direction == canonical.DirectionCredit {
		switch {
		case d.ACH.SECCode == "TEL":
			c.Invalid("/ach/sec_code", "is a code of debits only")
		case d.ACH.SECCode == "WEB" && !s.AllowWebCredit:
			c.Invalid("/ach/sec_code", "is for debits; credits between persons need allow_web_credit on this connection")
		}
	}
	if s.EffectiveDates != effectiveDatesRefuse || d.ACH.EffectiveDate == "" {
		return
	}
	if day, err := bankday.Parse(string(d.ACH.EffectiveDate)); err == nil && !bankday.Open(day) {
		c.Invalid("/ach/effective_date", "must be a banking day on this connection: banks are closed")
	}
}

// expectedSettlement is the day by the Federal Reserve's calendar, which the vendor
// does not tell.
func expectedSettlement(d canonical.PaymentDraft, now time.Time) canonical.Date {
	return canonical.Date(bankday.Settlement(now, string(d.ACH.EffectiveDate)).Format(time.DateOnly))
}
