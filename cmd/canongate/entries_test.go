package main

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What a bank would send back days later is refused at the door, and what it takes is
// told with the day on which it is to settle.
func TestEntriesOfACHAreHeldToTheRules(t *testing.T) {
	t.Parallel()
	r := start(t)
	zone, err := time.LoadLocation("America/New_York")
	must(t, err)
	today := time.Now().In(zone)
	day := func(days int) string { return today.AddDate(0, 0, days).Format(time.DateOnly) }
	p := r.payer(t)
	for i, c := range []struct{ direction, sec, date, wrong string }{
		{"credit", "TEL", "", "/ach/sec_code"},
		{"debit", "TEL", "", ""},
		{"credit", "WEB", "", ""}, // the sandbox pays out so, as the vendor's sample does
		{"debit", "WEB", day(-2), "/ach/effective_date"},
		{"debit", "WEB", day(32), "/ach/effective_date"},
		{"debit", "WEB", day(20), ""},
	} {
		key := "entry-" + strconv.Itoa(i)
		ach := `"ach":{"sec_code":"` + c.sec + `"}`
		if c.date != "" {
			ach = `"ach":{"sec_code":"` + c.sec + `","effective_date":"` + c.date + `"}`
		}
		draft := strings.NewReplacer(`"direction":"debit"`, `"direction":"`+c.direction+`"`, `"ach":{"sec_code":"WEB"}`, ach).Replace(p.draft(key))
		status, _, body := call(t, http.MethodPost, r.api+"/v1/payments", draft, "Idempotency-Key", key)
		var answer struct {
			Errors []struct{ Pointer string }
			ACH    struct {
				ExpectedSettlementOn string `json:"expected_settlement_on"`
			}
		}
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatal(err)
		}
		switch {
		case c.wrong != "" && (status != http.StatusUnprocessableEntity || len(answer.Errors) != 1 || answer.Errors[0].Pointer != c.wrong):
			t.Errorf("%+v: %d %s", c, status, body)
		case c.wrong == "" && (status != http.StatusCreated || answer.ACH.ExpectedSettlementOn <= day(0)):
			t.Errorf("%+v: %d %s", c, status, body)
		}
	}
}
