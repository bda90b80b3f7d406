package adapters_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"canongate/adapters"
	"canongate/canonical"
)

// The same mistake reads the same at every vendor: a key of vendor_ids that it does not
// take, and one that is missing.
func TestOneMistakeHasOneMessage(t *testing.T) {
	t.Parallel()
	refused := map[string]int{}
	for name, vendor := range adapters.Builtin() {
		adapter, err := vendor.New(connection(vendor.Credentials()))
		if err != nil {
			t.Fatal(err)
		}
		count := func(pointer, code, detail string, err error) {
			t.Helper()
			for _, f := range canonical.AsError(err).Fields {
				if strings.HasPrefix(f.Pointer, pointer) && f.Code == code {
					refused[detail]++
					if !strings.HasPrefix(f.Detail, detail) {
						t.Errorf("%s: %s is refused with %q, want %q", name, f.Pointer, f.Detail, detail)
					}
					return
				}
			}
			t.Errorf("%s: %s is not refused: %v", name, pointer, err)
		}
		if refer := canonical.CreateCustomerReference.Bind(adapter); refer != nil {
			_, err := refer(t.Context(), canonical.CustomerReference{VendorIDs: canonical.VendorIDs{"no_such_key": "1"}})
			count("/vendor_ids/no_such_key", canonical.FieldUnsupported, "is not a key that this vendor takes here; it takes ", err)
			count("/vendor_ids/", canonical.FieldRequired, canonical.DetailRequired, err)
		}
		if refer := canonical.CreateReference.Bind(adapter); refer != nil {
			_, err := refer(t.Context(), canonical.ReferenceDraft{Type: canonical.ReferenceCustomer, VendorIDs: canonical.VendorIDs{"no_such_key": "1"}})
			count("/vendor_ids/no_such_key", canonical.FieldUnsupported, "is not a key that this vendor takes here; it takes ", err)
		}
	}
	if refused["is not a key that this vendor takes here; it takes "] < 6 || refused[canonical.DetailRequired] < 4 {
		t.Errorf("too few refusals were seen: %v", refused)
	}
}

// sharedWords are those for which canonical.Check has a method.
var sharedWords = regexp.MustCompile(`Unsupported\([^\n]*"(must be [^"]* at this vendor|has no equivalent|cannot be cleared|is not a key|is no key|does not find|this vendor (takes|finds|knows|has|cannot|needs))`)

// Adapters have no words of their own for what several vendors refuse.
func TestSharedRefusalsHaveSharedWords(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("*", "*.go"))
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		for _, found := range sharedWords.FindAllString(string(text), -1) {
			t.Errorf("%s has words of its own: %s", path, found)
		}
	}
}
