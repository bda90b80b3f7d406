package auth_test

import (
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
)

func TestKeysThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, sum := range []string{"", "abc", strings.Repeat("g", 64), digest("x") + "00"} {
		_, err := auth.New(auth.Options{APIKeys: []auth.APIKey{{ID: "app", SHA256: auth.Hashes{{SHA256: sum}}}}}, auth.Dependencies{}, nil)
		if err == nil || sum != "" && strings.Contains(err.Error(), sum) {
			t.Errorf("%q gives %v", sum, err)
		}
	}
	if _, err := auth.New(auth.Options{APIKeys: []auth.APIKey{{ID: "app"}}}, auth.Dependencies{}, nil); err == nil {
		t.Error("an API key without a hash was taken")
	}
}

// TestX14RenewedKeysAreOneCaller wants the old and the new key of an id to be the
// same caller, each for its time.
func TestX14RenewedKeysAreOneCaller(t *testing.T) {
	t.Parallel()
	now := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
	a, err := auth.New(auth.Options{APIKeys: []auth.APIKey{{ID: "app", Tenant: "acme", Scopes: []string{"*"}, SHA256: auth.Hashes{
		{SHA256: digest("old"), ExpiresAt: auth.Instant{Time: now.Add(time.Hour)}}, {SHA256: strings.ToUpper(digest("new"))},
		{SHA256: digest("ancient"), ExpiresAt: auth.Instant{Time: now}},
	}}}}, auth.Dependencies{Now: func() time.Time { return now }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	taken := func(key string) bool {
		caller, err := a.Authenticate(t.Context(), "Bearer "+key)
		if err != nil && code(err) != canonical.Unauthenticated {
			t.Errorf("%s: %v", key, err)
		}
		return err == nil && caller.Key() == "app"
	}
	if !taken("old") || !taken("new") || taken("ancient") {
		t.Errorf("old %v, new %v, ancient %v", taken("old"), taken("new"), taken("ancient"))
	}
	now = now.Add(time.Hour)
	if taken("old") || !taken("new") {
		t.Errorf("an hour later: old %v, new %v", taken("old"), taken("new"))
	}
}

func TestInstants(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		"2027-01-31T00:00:00Z": true, "2027-01-31T05:30:00+05:30": true,
		"2027-01-31": false, "2027-02-30T00:00:00Z": false, "tomorrow": false, "": false, "1800000000": false,
	} {
		var i auth.Instant
		if err := i.UnmarshalText([]byte(text)); (err == nil) != good {
			t.Errorf("%q gives %v", text, err)
		}
	}
}
