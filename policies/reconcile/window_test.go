package reconcile

import (
	"testing"
	"time"

	"canongate/canonical"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestReturnWindows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		settled, sec, direction, ordinary, unauthorized string
	}{
		{"2026-11-10", "WEB", canonical.DirectionDebit, "2026-11-13", "2027-01-11"}, // Veterans Day is between
		{"2026-11-10", "CCD", canonical.DirectionDebit, "2026-11-13", ""},
		{"2026-11-10", "PPD", canonical.DirectionCredit, "2026-11-13", ""},
		{"2026-11-10", "", canonical.DirectionDebit, "2026-11-13", "2027-01-11"}, // not known: the longer one
	} {
		w, err := ReturnWindowOf(c.settled, c.sec, c.direction)
		if err != nil || w.OrdinaryUntil != c.ordinary || w.UnauthorizedUntil != c.unauthorized {
			t.Errorf("%s %s of %s: %+v, %v", c.sec, c.direction, c.settled, w, err)
		}
	}
	if _, err := ReturnWindowOf("", "WEB", canonical.DirectionDebit); err == nil {
		t.Error("a payment without a day of settlement has a window")
	}
}

func TestAPaymentIsFinalPastItsWindow(t *testing.T) {
	t.Parallel()
	consumer := ReturnWindow{OrdinaryUntil: "2026-11-13", UnauthorizedUntil: "2027-01-11"}
	company := ReturnWindow{OrdinaryUntil: "2026-11-13"}
	for _, c := range []struct {
		window ReturnWindow
		now    string
		want   bool
	}{
		{company, "2026-11-13T23:00:00Z", false},
		{company, "2026-11-14T04:59:00Z", false}, // still the day before in New York
		{company, "2026-11-14T05:00:00Z", true},
		{consumer, "2026-11-14T15:00:00Z", false},
		{consumer, "2027-01-12T15:00:00Z", true},
		{ReturnWindow{}, "2030-01-01T00:00:00Z", false}, // has not settled
	} {
		if got := c.window.Final(at(c.now)); got != c.want {
			t.Errorf("%+v at %s: %t", c.window, c.now, got)
		}
	}
}

func TestDaysToAnswerABank(t *testing.T) {
	t.Parallel()
	if got := CorrectUntil(at("2026-11-10T15:00:00Z")); got != "2026-11-19" {
		t.Errorf("a change of 2026-11-10 is to be made until %s", got)
	}
	evening, midnight := at("2026-11-20T04:59:59Z"), at("2026-11-20T05:00:00Z") // in New York
	if Overdue("2026-11-19", evening) || !Overdue("2026-11-19", midnight) {
		t.Error("the day does not end when it ends in New York")
	}
}

func TestOddReturns(t *testing.T) {
	t.Parallel()
	web := Payment{Direction: canonical.DirectionDebit, SECCode: "WEB", SettledOn: "2026-11-10"}
	company := Payment{Direction: canonical.DirectionDebit, SECCode: "CCD", ExpectedSettlementOn: "2026-11-10"}
	credit := Payment{Direction: canonical.DirectionCredit, SECCode: "PPD"}
	for _, c := range []struct {
		code, on string
		p        Payment
		want     bool
	}{
		{"R01", "2026-11-13", web, false},
		{"R01", "2026-11-16", web, true},
		{"R10", "2027-01-11", web, false},
		{"R10", "2027-01-12", web, true},
		{"R29", "2026-11-12", web, true}, // a code of companies
		{"R29", "2026-11-12", company, false},
		{"R05", "2026-11-12", web, true},
		{"R05", "2027-01-04", company, false},
		{"R29", "2026-11-16", company, true},
		{"R06", "2029-01-01", web, false}, // by consent: never late
		{"R31", "2029-01-01", company, false},
		{"R01", "2029-01-01", credit, true}, // a credit can't lack funds
		{"R23", "2026-11-12", web, true},    // nor a debit be refused as a credit
		{"R82", "2026-11-12", web, true},
		{"R82", "2026-11-12", Payment{Direction: canonical.DirectionDebit}, false}, // its class is not known
		{"R03", "", web, false},
		{"R99", "2029-01-01", web, false}, // not known: told as such
	} {
		if got := Odd(Entry{Kind: Return, Code: c.code, OccurredOn: c.on}, c.p); got != c.want {
			t.Errorf("%s on %s of %s %s is odd: %t", c.code, c.on, c.p.SECCode, c.p.Direction, got)
		}
	}
}

func TestRepresentable(t *testing.T) {
	t.Parallel()
	now := at("2026-11-20T15:00:00Z")
	for _, c := range []struct {
		code, sent string
		attempts   int
		want       Representable
	}{
		{"R01", "2026-11-02", 0, Representable{true, 2, "2027-05-01"}},
		{"R09", "2026-11-02", 1, Representable{true, 1, "2027-05-01"}},
		{"R01", "2026-11-02", 2, Representable{false, 0, "2027-05-01"}},
		{"R01", "2026-11-02", 3, Representable{false, 0, "2027-05-01"}},
		{"R01", "2026-05-24", 0, Representable{true, 2, "2026-11-20"}},
		{"R01", "2026-05-23", 0, Representable{false, 2, "2026-11-19"}},
		{"R10", "2026-11-02", 0, Representable{}},
		{"", "2026-11-02", 0, Representable{}},
		{"R01", "", 0, Representable{}},
	} {
		if got := RepresentableOf(c.code, c.sent, c.attempts, now); got != c.want {
			t.Errorf("%s of %s, sent again %d times: %+v", c.code, c.sent, c.attempts, got)
		}
	}
}

func TestIdentities(t *testing.T) {
	t.Parallel()
	e := Entry{Line: 1, Kind: Return, Trace: "091000010000001", Code: "R01", OccurredOn: "2026-11-10", Reference: "a", IndividualID: "b"}
	moved := e
	moved.Line = 99
	if DigestOf("c", e) != DigestOf("c", moved) {
		t.Error("the line is part of the identity")
	}
	other := e
	other.Reference, other.IndividualID = "", "ab"
	if DigestOf("c", e) == DigestOf("c", other) || DigestOf("c", e) == DigestOf("d", e) {
		t.Error("different entries have one identity")
	}
	var o Occurrences
	first, second, third := o.Next(DigestOf("c", e)), o.Next(DigestOf("c", other)), o.Next(DigestOf("c", moved))
	if first.Occurrence != 1 || second.Occurrence != 1 || third.Occurrence != 2 || o.Next(DigestOf("c", e)).Occurrence != 3 {
		t.Errorf("%d %d %d", first.Occurrence, second.Occurrence, third.Occurrence)
	}
}

func TestTrace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"091000010000001": "091000010000001", "91000010000001": "091000010000001", "1": "000000000000001",
		"": "", "000000000000000": "", "0910000100000011": "", "09100001000000A": "", "-1": "",
	} {
		if got := Trace("  " + text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
