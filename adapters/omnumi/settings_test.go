package omnumi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"canongate/adapters/omnumi"
	"canongate/canonical"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		key   string
		value any
	}{
		{"linked_banks_path", "/banks"},
		{"linked_banks_path", "banks/{customerAccountId}"},
		{"amount_as", "float"},
		{"dob_format", "mdy"},
		{"currency", "usd"},
		{"processor", "HUB"},
		{"sec_rules", "strict"},
		{"effective_dates", "move"},
		{"tenant_id", 7},
		{"api-key", "env:OMNUMI_API_KEY"},
	} {
		_, err := omnumi.New(connection(&fakeVendor{}, map[string]any{tt.key: tt.value}))
		if err == nil || !strings.Contains(err.Error(), "settings."+tt.key+" ") || strings.Contains(err.Error(), fmt.Sprint(tt.value)) && tt.key != "amount_as" {
			t.Errorf("%s: got %v, want an error that names the key and not the value", tt.key, err)
		}
	}
	c := connection(&fakeVendor{}, nil)
	c.BaseURL = "omnumi"
	if _, err := omnumi.New(c); err == nil {
		t.Error("a base URL without a host is taken")
	}
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		changes                map[string]any
		tenant, key, authorize string
	}{
		"all of them": {nil, tenant, "credential", "Bearer credential"},
		"no token":    {map[string]any{"access_token": nil}, tenant, "credential", ""},
		"none":        {map[string]any{"access_token": nil, "api_key": nil, "tenant_id": nil}, "", "", ""},
	} {
		v := &fakeVendor{status: http.StatusOK, body: `{"data":[]}`}
		do(t, adapterOf(t, connection(v, tt.changes)), canonical.ListAgreements, canonical.AgreementsQuery{})
		h := v.last(t).header
		if strings.Join(h["tenant-id"], "") != tt.tenant || strings.Join(h["api-key"], "") != tt.key || h.Get("Authorization") != tt.authorize {
			t.Errorf("%s: other headers are sent", name)
		}
	}
}
