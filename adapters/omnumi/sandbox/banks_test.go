package sandbox

import (
	"net/http"
	"testing"
	"time"
)

func TestLinkedBankRoundTrip(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	var linked answer[[]bank]
	decode(t, c.post(linkPath, link), &linked)
	if b := linked.Data[0]; b.ID != b.AccountID || b.Number != "Sb11224455" || b.Status != "ACTIVE" {
		t.Errorf("linked %+v", b)
	}
	var list answer[[]linkedBank]
	decode(t, c.get(linkPath+"/"+strangerID), &list)
	if len(list.Data) != 1 || list.Data[0].LinkedBankID != linked.Data[0].ID || list.Data[0].Number != "XXXXXX4455" {
		t.Errorf("list %+v", list.Data)
	}
	w := c.post("/ach/in", replaced(pay, customerID, strangerID, bankID, linked.Data[0].ID))
	if w.Code != http.StatusCreated {
		t.Errorf("payment from the new account: status %d", w.Code)
	}
}

func TestLinkingKeepsWhatACustomerHas(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	c.post(linkPath, replaced(link, strangerID, customerID))
	var list answer[[]linkedBank]
	decode(t, c.get(linkPath+"/"+customerID), &list)
	if len(list.Data) != 2 {
		t.Errorf("list %+v", list.Data)
	}
	if n := len(knownBanks[customerID]); n != 1 {
		t.Errorf("the known customer now has %d banks everywhere", n)
	}
}

func TestLinkByPlaid(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	body := `{"customerAccountId":"` + strangerID + `","plaidDetails":{"plaidToken":"TOKEN","plaidConsentTimestamp":"2026-01-15T08:30:00.1788210+00:00"}}`
	for token, status := range map[string]int{"processor-sandbox": http.StatusCreated, "wrong": http.StatusBadRequest, "": http.StatusBadRequest} {
		if w := c.post(linkPath, replaced(body, "TOKEN", token)); w.Code != status {
			t.Errorf("token %q: status %d, want %d", token, w.Code, status)
		}
	}
	if w := c.post(linkPath, replaced(body, "2026-01-15T08:30:00.1788210+00:00", "yesterday")); w.Code != http.StatusBadRequest {
		t.Errorf("consent: status %d", w.Code)
	}
}

func TestLinkBankRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, body, want string }{
		{"no customer", replaced(link, strangerID, ""), "customerAccountId should not be empty"},
		{"customer", replaced(link, strangerID, "42"), "customerAccountId is not valid"},
		{"type", replaced(link, "Savings", "savings"), "bankAccountType is not valid"},
		{"no number", replaced(link, "Sb11224455", ""), "bankAccountNumber should not be empty when plaidToken is not provided"},
		{"number", replaced(link, "Sb11224455", "Sb 11"), "bankAccountNumber is not valid"},
		{"routing check digit", replaced(link, "123456780", "123456781"), "bankAbaRoutingNumber is not valid"},
		{"routing letters", replaced(link, "123456780", "12345678X"), "bankAbaRoutingNumber is not valid"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := connect(t, time.Now).post(linkPath, tc.body)
			var out struct {
				Errors []failure `json:"errors"`
			}
			decode(t, w, &out)
			if w.Code != http.StatusBadRequest || len(out.Errors) != 1 || out.Errors[0] != (failure{"link-bank", tc.want}) {
				t.Errorf("status %d, errors %v", w.Code, out.Errors)
			}
		})
	}
}

func TestOldestBankIsForgotten(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	for range maxBanks + 1 {
		c.post(linkPath, link)
	}
	var list answer[[]linkedBank]
	decode(t, c.get(linkPath+"/"+strangerID), &list)
	if len(list.Data) != maxBanks {
		t.Errorf("%d banks", len(list.Data))
	}
}
