package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
)

// TestFieldTables holds deploy/docs/fields to the field lists of the quickstart's
// adapters; -update writes a table for each vendor that has them.
func TestFieldTables(t *testing.T) {
	t.Parallel()
	file, err := loadChecked(filepath.Join("..", "..", "config", "quickstart.yaml"))
	must(t, err)
	var waiting []string
	for _, c := range newBuilder().build(file, 1, nil).connections {
		vendor, adapter := c.options.Vendor, c.client.adapter
		if _, lists := adapter.(canonical.FieldLister); !lists {
			waiting = append(waiting, vendor)
			continue
		}
		golden(t, filepath.Join("..", "..", "deploy", "docs", "fields", vendor+".md"), fieldTable(t, vendor, adapter))
	}
	slices.Sort(waiting)
	if len(waiting) > 0 {
		t.Logf("still without field lists, so without a table: %s", strings.Join(waiting, ", "))
	}
	listed, err := os.ReadDir(filepath.Join("..", "..", "deploy", "docs", "fields"))
	must(t, err)
	for _, entry := range listed {
		if vendor := strings.TrimSuffix(entry.Name(), ".md"); newBuilder().vendors[vendor].New == nil {
			t.Errorf("deploy/docs/fields/%s is about no vendor", entry.Name())
		}
	}
}

// fieldTable is the page of one vendor.
func fieldTable(t *testing.T, vendor string, adapter canonical.Adapter) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What %s takes and says\n\nWritten by `make docs` from the adapter's field lists; `GET /v1/connections/{name}/fields` says the same of a\n"+
		"connection with its own settings. A field that is not listed is not sent, and the answer names it in `ignored`.\n\n%s\n", vendor, documentedMembers(t, vendor))
	for _, row := range canonical.Operations() {
		if table := row.FieldTable(adapter); table != nil {
			fmt.Fprintf(&b, "\n## %s\n", row.Name())
			writeFields(&b, table.View(canonical.FieldQuery{}))
		}
	}
	return b.String()
}

// documentedMembers says where the members of the vendor's document went, as the
// conformance suite counted them.
func documentedMembers(t *testing.T, vendor string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "adapters", vendor, "testdata", "documented.json"))
	must(t, err)
	var n struct{ Documented, Field, Supplementary, Adapter, Ignored, Lost int }
	must(t, json.Unmarshal(raw, &n))
	return fmt.Sprintf("Of the %d members of the vendor's document (counted in each operation) %d have a field, %d are supplementary data,\n"+
		"%d are the adapter's own, %d are ignored with a reason and %d are lost.", n.Documented, n.Field, n.Supplementary, n.Adapter, n.Ignored, n.Lost)
}

func writeFields(b *strings.Builder, v canonical.FieldListView) {
	writeRows(b, "asked | required | vendor's name | note", len(v.Request), func(i int) []string {
		f := v.Request[i]
		return []string{code(f.Pointer), requirement(f.Required, f.RequiredWhen), code(f.VendorField), f.Note}
	})
	writeRows(b, "answered | vendor's name | note", len(v.Answer), func(i int) []string {
		f := v.Answer[i]
		return []string{code(f.Pointer), code(f.VendorField), f.Note}
	})
	writeRows(b, "supplementary_data | type | in | required | personal | note", len(v.SupplementaryData), func(i int) []string {
		f := v.SupplementaryData[i]
		kind := f.Type
		if len(f.Values) > 0 {
			kind = strings.Join(f.Values, ", ")
		} else if f.MaxLength > 0 {
			kind = fmt.Sprintf("%s, at most %d", f.Type, f.MaxLength)
		}
		personal := ""
		if f.Personal {
			personal = "yes"
		}
		return []string{code(f.Name), kind, strings.Join(f.In, ", "), requirement(f.Required, f.RequiredWhen), personal, f.Note}
	})
	writeRows(b, "not carried | in | reason", len(v.NotCarried), func(i int) []string {
		return []string{code(v.NotCarried[i].VendorField), v.NotCarried[i].In, v.NotCarried[i].Reason}
	})
}

func writeRows(b *strings.Builder, head string, count int, row func(int) []string) {
	if count == 0 {
		return
	}
	fmt.Fprintf(b, "\n| %s |\n|%s\n", head, strings.Repeat("---|", strings.Count(head, "|")+1))
	for i := range count {
		b.WriteString(strings.ReplaceAll("| "+strings.Join(row(i), " | ")+" |\n", "  ", " "))
	}
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

func requirement(required bool, when string) string {
	if required {
		return "yes"
	}
	if when != "" {
		return "when " + when
	}
	return ""
}
