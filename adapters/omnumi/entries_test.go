package omnumi_test

import (
	"maps"
	"net/http"
	"testing"

	"canongate/canonical"
)

// What Nacha would send back is refused before it is sent, as the connection says.
func TestEntriesAreHeldToTheRulesOfNacha(t *testing.T) {
	t.Parallel()
	const friday, sunday, holiday = "2026-03-06", "2026-03-08", "2026-05-25"
	settles := map[string]canonical.Date{friday: friday, sunday: "2026-03-09", "": "2026-02-04"} // sent on the 3rd of February
	for _, c := range []struct {
		settings             map[string]any
		direction, sec, date string
		wrong                string
	}{
		{nil, canonical.DirectionCredit, "TEL", friday, "/ach/sec_code"},
		{nil, canonical.DirectionDebit, "TEL", friday, ""},
		{nil, canonical.DirectionCredit, "WEB", friday, "/ach/sec_code"},
		{nil, canonical.DirectionDebit, "WEB", friday, ""},
		{nil, canonical.DirectionCredit, "PPD", friday, ""},
		{nil, canonical.DirectionCredit, "CCD", friday, ""},
		{map[string]any{"allow_web_credit": true}, canonical.DirectionCredit, "WEB", friday, ""},
		{map[string]any{"allow_web_credit": true}, canonical.DirectionCredit, "TEL", friday, "/ach/sec_code"},
		{map[string]any{"sec_rules": "off"}, canonical.DirectionCredit, "TEL", friday, ""},
		{map[string]any{"sec_rules": "off"}, canonical.DirectionCredit, "WEB", friday, ""},
		{nil, canonical.DirectionDebit, "WEB", sunday, ""},
		{nil, canonical.DirectionDebit, "WEB", "", ""},
		{map[string]any{"effective_dates": "refuse"}, canonical.DirectionDebit, "WEB", friday, ""},
		{map[string]any{"effective_dates": "refuse"}, canonical.DirectionDebit, "WEB", "", ""},
		{map[string]any{"effective_dates": "refuse"}, canonical.DirectionDebit, "WEB", sunday, "/ach/effective_date"},
		{map[string]any{"effective_dates": "refuse"}, canonical.DirectionDebit, "WEB", holiday, "/ach/effective_date"},
	} {
		v := &fakeVendor{status: http.StatusCreated, body: initiated}
		settings := map[string]any{"allow_web_credit": nil, "sec_rules": nil, "effective_dates": nil} // by default
		maps.Copy(settings, c.settings)
		a := adapterOf(t, connection(v, settings))
		d := paymentDraft(t, c.direction, "100.50")
		d.ACH.SECCode, d.ACH.EffectiveDate = c.sec, canonical.Date(c.date)
		if c.wrong == "" {
			p := do(t, a, canonical.CreatePayment, d)
			v.last(t)
			if want := settles[c.date]; p.ACH.ExpectedSettlementOn != want {
				t.Errorf("%q is to settle on %s, want %s", c.date, string(p.ACH.ExpectedSettlementOn), string(want))
			}
			continue
		}
		wantPointers(t, refused(t, a, canonical.CreatePayment, d), c.wrong)
		if len(v.seen) != 0 {
			t.Errorf("%s %s on %q was sent", c.sec, c.direction, c.date)
		}
	}
}
