package telemetry

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
	of := func(key, tenant, connection string, what canonical.Identified) string {
		return NewCorrelation([]byte(key)).Customer(tenant, connection, what)
	}
	name := of("k", "acme", "cdp", &canonical.CustomerQuery{ID: customer("7841")})
	if len(name) != 2*correlationBytes || strings.Contains(name, "7841") {
		t.Fatalf("the name is %q", name)
	}
	same := &canonical.Payment{CustomerID: customer("7841"), ID: canonical.NewID[canonical.PaymentID](canonical.Keys{"reference": "1"})}
	if got := of("k", "acme", "cdp", same); got != name {
		t.Error("a payment of the customer is another journey")
	}
	for why, got := range map[string]string{
		"another customer":   of("k", "acme", "cdp", &canonical.CustomerQuery{ID: customer("7842")}),
		"another tenant":     of("k", "zenith", "cdp", &canonical.CustomerQuery{ID: customer("7841")}),
		"another connection": of("k", "acme", "cdp-2", &canonical.CustomerQuery{ID: customer("7841")}),
		"another key":        of("l", "acme", "cdp", &canonical.CustomerQuery{ID: customer("7841")}),
	} {
		if got == name || got == "" {
			t.Errorf("%s has the name %q", why, got)
		}
	}
	for why, what := range map[string]canonical.Identified{
		"nobody": &canonical.CustomerQuery{},
		"several": canonical.NewList([]canonical.Agreement{
			{CustomerID: customer("7841")}, {CustomerID: customer("7842")}, {CustomerID: customer("7841")},
		}),
	} {
		if got := of("k", "acme", "cdp", what); got != "" {
			t.Errorf("%s has the name %q", why, got)
		}
	}
}
