package sandbox

import (
	"bytes"
	"encoding/csv"
	"strings"
	"time"

	"canongate/adapters/internal/simulator"
)

// historyDate is the form of a day in the history, one of New York.
const historyDate = "01/02/2006"

// date is the day of the status.
var historyColumns = []string{
	"referenceId", "type", "status", "amount", "currency", "date", "initiatedDate", "settledDate", "reasonCode", "traceNumber",
	"customerAccountId", "linkedBankId", "account",
}

// historyTypes are the vendor's words of a direction.
var historyTypes = map[string]string{"debit": "ACH_IN", "credit": "ACH_OUT"}

// historyFile lists what was executed, oldest first. It is complete: what it does not
// list did not happen.
func (s *sandbox) historyFile() simulator.Content {
	now := s.now()
	var body bytes.Buffer
	w := csv.NewWriter(&body)
	rows := [][]string{historyColumns}
	for _, e := range s.payments.Values() {
		rows = append(rows, e.row(now))
	}
	if err := w.WriteAll(rows); err != nil {
		panic("a buffer refused the history: " + err.Error())
	}
	return simulator.Content{Body: body.Bytes(), From: s.firstDay(), To: now}
}

func (e *executed) row(now time.Time) []string {
	status, since, settled, code := e.status(now), e.at, "", ""
	if due(e.settles, now) {
		since, settled = e.settles, e.settles.In(newYork).Format(historyDate)
	}
	if status == statusReturned {
		since, code = e.returns, e.returned
	}
	return []string{
		e.ReferenceID, historyTypes[e.Direction], status, e.Amount, "USD", since.In(newYork).Format(historyDate), e.at.In(newYork).Format(historyDate),
		settled, code, e.trace, strings.ToLower(e.CustomerAccountID), strings.ToLower(e.LinkedBankID), e.bank.maskedNumber(),
	}
}
