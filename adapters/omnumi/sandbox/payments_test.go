package sandbox

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/simulator"
	"canongate/adapters/internal/simulator/simulatortest"
)

func (c *client) executed() []payment {
	c.t.Helper()
	var list []payment
	decode(c.t, simulatortest.Call{Method: "GET", Path: "/_sandbox/payments"}.Do(c.h), &list)
	return list
}

func TestPaymentsAreRecorded(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	var in, out answer[initiated]
	decode(t, c.post("/ach/in", pay), &in)
	decode(t, c.post("/ach/out", replaced(pay, "25.10", `"7.5"`)), &out)
	if in.Data.Message != "Successfully processed; no error" || out.Data.Message != "Successfully processed no error" {
		t.Errorf("messages %q and %q", in.Data.Message, out.Data.Message)
	}
	want := []payment{
		{"debit", customerID, bankID, "25.10", "I authorize this.", in.Data.ReferenceID},
		{"credit", customerID, bankID, "7.5", "I authorize this.", out.Data.ReferenceID},
	}
	got := c.executed()
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("executed %+v, want %+v", got, want)
	}
	if len(in.Data.ReferenceID) != 11 || in.Data.ReferenceID == out.Data.ReferenceID {
		t.Errorf("references %s and %s", in.Data.ReferenceID, out.Data.ReferenceID)
	}
}

func TestTheSamePaymentTwiceIsTwoPayments(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	c.post("/ach/in", pay)
	c.post("/ach/in", pay)
	if n := len(c.executed()); n != 2 {
		t.Errorf("%d payments", n)
	}
}

func TestMagicAmounts(t *testing.T) {
	t.Parallel()
	for _, m := range magicAmounts {
		t.Run(string(m.amount), func(t *testing.T) {
			t.Parallel()
			c := connect(t, time.Now)
			w := c.paid(string(m.amount) + "0")
			if want := samples.Reply("create_payment." + m.sample).Status; w.Code != want {
				t.Errorf("status %d, want %d", w.Code, want)
			}
			if executed := len(c.executed()) == 1; executed != m.executed {
				t.Errorf("executed %v, want %v", executed, m.executed)
			}
		})
	}
}

func TestPaymentRefusals(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		edit   [2]string
		status int
	}{
		{"unknown customer", [2]string{customerID, strangerID}, http.StatusNotFound},
		{"customer without banks", [2]string{customerID, noBanksID}, http.StatusNotFound},
		{"unknown bank", [2]string{bankID, strangerID}, http.StatusNotFound},
		{"customer id", [2]string{customerID, "42"}, http.StatusBadRequest},
		{"bank id", [2]string{bankID, ""}, http.StatusBadRequest},
		{"identifier type", [2]string{"customNamespace", "accountAddress"}, http.StatusBadRequest},
		{"identifier value", [2]string{"odalys7", ""}, http.StatusBadRequest},
		{"authorization", [2]string{"I authorize this.", ""}, http.StatusBadRequest},
		{"sec code", [2]string{"WEB", ""}, http.StatusBadRequest},
		{"ip", [2]string{"192.0.2.10", "here"}, http.StatusBadRequest},
		{"symbol", [2]string{"USBC", ""}, http.StatusBadRequest},
		{"date", [2]string{"2026-01-16", "01/16/2026"}, http.StatusBadRequest},
		{"processor", [2]string{"CORE", "core"}, http.StatusBadRequest},
		{"method", [2]string{"MPIN", "PIN"}, http.StatusBadRequest},
		{"debit type", [2]string{"ONE_TIME", "one_time"}, http.StatusBadRequest},
		{"risk", [2]string{`"userRisk":"LOW"`, `"userRisk":"low"`}, http.StatusBadRequest},
		{"no amount", [2]string{`"amount":25.10,`, ""}, http.StatusBadRequest},
		{"zero", [2]string{"25.10", "0.00"}, http.StatusBadRequest},
		{"negative", [2]string{"25.10", "-1"}, http.StatusBadRequest},
		{"exponent", [2]string{"25.10", "1e2"}, http.StatusBadRequest},
		{"words", [2]string{"25.10", `"ten"`}, http.StatusBadRequest},
		{"null", [2]string{"25.10", "null"}, http.StatusBadRequest},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := connect(t, time.Now)
			if w := c.post("/ach/in", replaced(pay, tc.edit[:]...)); w.Code != tc.status {
				t.Errorf("status %d, want %d", w.Code, tc.status)
			}
			if n := len(c.executed()); n != 0 {
				t.Errorf("%d payments executed", n)
			}
		})
	}
}

func TestOptionalPaymentFields(t *testing.T) {
	t.Parallel()
	body := replaced(pay, `"processor":"CORE",`, "", `"authorizationMethod":"MPIN",`, "",
		`"effectiveDate":"2026-01-16","debitType":"ONE_TIME","userRisk":"LOW","transactionRisk":"LOW"`, `"debitType":"RECURRING"`)
	if w := connect(t, time.Now).post("/ach/out", body); w.Code != http.StatusCreated {
		t.Errorf("status %d", w.Code)
	}
}

func TestALostAnswerIsStillAPayment(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	server := httptest.NewServer(c.h)
	t.Cleanup(server.Close)
	for fault, executed := range map[string]int{"reset_before": 0, "reset_after": 1} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/ach/in", strings.NewReader(pay))
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range c.as(simulator.FaultHeader, fault).header {
			req.Header.Set(k, v)
		}
		before := len(c.executed())
		if resp, err := server.Client().Do(req); err == nil {
			_ = resp.Body.Close()
			t.Errorf("%s: answered with status %d", fault, resp.StatusCode)
		}
		if n := len(c.executed()) - before; n != executed {
			t.Errorf("%s: %d payments, want %d", fault, n, executed)
		}
	}
}
