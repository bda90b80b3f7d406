package adapters_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canongate/adapters"
	"canongate/canonical"
)

// TestEveryVendorIsListed holds the map to the folders.
func TestEveryVendorIsListed(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join("*", "adapter.go"))
	if err != nil {
		t.Fatal(err)
	}
	listed := adapters.Builtin()
	for _, f := range folders {
		if name := filepath.Dir(f); listed[name].New == nil {
			t.Errorf("adapters/%s is not in Builtin", name)
		}
	}
	for name := range listed {
		if _, err := os.Stat(name); err != nil {
			t.Errorf("Builtin lists %s, which has no folder", name)
		}
	}
}

// TestVendorsAreComplete wants of each entry settings, of which New names those
// it does not know, and a simulator that answers.
func TestVendorsAreComplete(t *testing.T) {
	t.Parallel()
	for name, vendor := range adapters.Builtin() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if vendor.Settings == nil {
				t.Error("has no Settings for the configuration's schema")
			}
			if _, err := vendor.New(connection(vendor.Credentials())); err != nil {
				t.Errorf("a sandbox needs more settings than its credentials: %v", adapters.SettingsProblems(err))
			}
			if vendor.Able == nil || vendor.Able.Vendor() != name {
				t.Error("has no Able that says what it can do")
			}
			answer := httptest.NewRecorder()
			vendor.Sandbox().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/no/such/path", nil))
			if answer.Code < 400 {
				t.Errorf("the simulator answers an unknown path with %d", answer.Code)
			}
			_, err := vendor.New(connection(map[string]any{"no_such_key": 1}))
			if err == nil {
				t.Fatal("an unknown setting was taken")
			}
			if !names(adapters.SettingsProblems(err), "no_such_key") {
				t.Errorf("the unknown setting is not named: %v", adapters.SettingsProblems(err))
			}
		})
	}
}

func names(problems []adapters.SettingsProblem, key string) bool {
	for _, m := range problems {
		if m.Key == key && m.Detail != "" {
			return true
		}
	}
	return false
}

func TestSettingsMistakesOfAnotherError(t *testing.T) {
	t.Parallel()
	got := adapters.SettingsProblems(errors.New("base_url must be an absolute URL"))
	if len(got) != 1 || got[0].Key != "" || !strings.HasPrefix(got[0].Detail, "base_url") {
		t.Errorf("got %+v", got)
	}
}

func connection(settings map[string]any) canonical.Connection {
	return canonical.Connection{
		Name: "test", BaseURL: "https://vendor.example.com", Settings: settings,
		Secret: func(reference string) (canonical.Secret, error) { return canonical.NewSecret(reference), nil },
	}
}
