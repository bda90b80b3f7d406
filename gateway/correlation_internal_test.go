package gateway

import (
	"strings"
	"testing"

	"canongate/canonical"
)

func TestJourneys(t *testing.T) {
	t.Parallel()
	customer := func(ecrn string) canonical.CustomerID {
		return canonical.NewID[canonical.CustomerID](canonical.Keys{"ecrn": ecrn})
	}
	at := func(key, tenant, connection string) customerCorrelation {
		return customerCorrelation{hashers: newCorrelationHashers([]byte(key)), tenant: tenant, connection: connection}
	}
	name := at("k", "acme", "cdp").of(&canonical.CustomerQuery{ID: customer("7841")})
	if len(name) != 2*correlationBytes || strings.Contains(name, "7841") {
		t.Fatalf("the name is %q", name)
	}
	same := &canonical.Payment{CustomerID: customer("7841"), ID: canonical.NewID[canonical.PaymentID](canonical.Keys{"reference": "1"})}
	if got := at("k", "acme", "cdp").of(same); got != name {
		t.Error("a payment of the customer is another journey")
	}
	for why, got := range map[string]string{
		"another customer":   at("k", "acme", "cdp").of(&canonical.CustomerQuery{ID: customer("7842")}),
		"another tenant":     at("k", "zenith", "cdp").of(&canonical.CustomerQuery{ID: customer("7841")}),
		"another connection": at("k", "acme", "cdp-2").of(&canonical.CustomerQuery{ID: customer("7841")}),
		"another key":        at("l", "acme", "cdp").of(&canonical.CustomerQuery{ID: customer("7841")}),
	} {
		if got == name || got == "" {
			t.Errorf("%s has the name %q", why, got)
		}
	}
	for why, of := range map[string]canonical.Identified{
		"nobody": &canonical.CustomerQuery{},
		"several": canonical.NewList([]canonical.Agreement{
			{CustomerID: customer("7841")}, {CustomerID: customer("7842")}, {CustomerID: customer("7841")},
		}),
	} {
		if got := at("k", "acme", "cdp").of(of); got != "" {
			t.Errorf("%s has the name %q", why, got)
		}
	}
}
