package sandbox

import (
	"bytes"
	"encoding/csv"
	"strings"
	"time"

	"canongate/adapters/internal/simulator"
)

// historyDate is the form of a day in the history, in UTC.
const historyDate = "01/02/2006"

var historyColumns = []string{
	"referenceId", "type", "status", "amount", "currency", "date", "settledDate", "returnedDate", "reasonCode", "traceNumber",
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
	return simulator.Content{Body: body.Bytes(), From: s.started, To: now}
}

func (e *executed) row(now time.Time) []string {
	code := ""
	if due(e.returns, now) {
		code = e.returned
	}
	return []string{
		e.ReferenceID, historyTypes[e.Direction], e.status(now), e.Amount, "USD", e.at.UTC().Format(historyDate), day(e.settles, now),
		day(e.returns, now), code, e.trace, strings.ToLower(e.CustomerAccountID), strings.ToLower(e.LinkedBankID), e.bank.maskedNumber(),
	}
}

// day is that of a time which has come.
func day(t, now time.Time) string {
	if !due(t, now) {
		return ""
	}
	return t.UTC().Format(historyDate)
}
