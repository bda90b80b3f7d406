package conformance

import (
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
)

// Documented is a member that the vendor's document shows, in one operation.
type Documented struct {
	Section   string // of the document
	Operation string
	In        canonical.Direction // request or answer
	Member    string              // the vendor's name, with dots below objects and lists
	// To is the pointer that the member goes to or comes from (/supplementary_data/…
	// for the vendor's own), or ByAdapter or Ignored.
	To string
	// Reason says what the adapter does with it, or why it is ignored.
	Reason string
}

// Where a member goes besides a pointer: ByAdapter gives or consumes it by itself;
// what is Ignored stands with the same reason in the list's NotCarried.
const (
	ByAdapter = "adapter"
	Ignored   = "ignored"

	ownMember  = "supplementary"
	lostMember = "lost"
)

// documented asks the reverse question: every member of the vendor's document has a
// way through the field list or a reason not to, the list names no member that the
// document lacks, and every leaf of a documented answer changes what is concluded
// from it. How many members went where is kept in testdata/documented.json, from
// which the vendor's page in deploy/docs/fields takes it.
func (v Vendor) documented(t *testing.T) {
	t.Parallel()
	if len(v.Documented) == 0 {
		t.Fatal("no documented members are given for an adapter with field lists")
	}
	adapter := v.adapter(t, "http://127.0.0.1:9", nil)
	var counts documentedCounts
	for _, c := range v.Cases {
		if table := c.probe.table(adapter); table != nil && c.golden {
			view := table.View(canonical.FieldQuery{})
			for _, d := range v.Documented {
				if d.Operation == c.Operation {
					counts.add(v.documentedMember(t, view, d))
				}
			}
			v.onlyDocumented(t, view)
			if !c.Local {
				v.answerLeaves(t, c, view)
			}
		}
	}
	if counts.Documented != len(v.Documented) {
		t.Errorf("%d members are documented, and %d belong to an operation with a golden case", len(v.Documented), counts.Documented)
	}
	compare(t, "documented.json", counts)
}

// documentedCounts are how many documented members went where.
type documentedCounts struct {
	Documented    int `json:"documented"`
	Field         int `json:"field"`
	Supplementary int `json:"supplementary"`
	Adapter       int `json:"adapter"`
	Ignored       int `json:"ignored"`
	Lost          int `json:"lost"`
}

func (c *documentedCounts) add(where string) {
	c.Documented++
	switch where {
	case ByAdapter:
		c.Adapter++
	case Ignored:
		c.Ignored++
	case ownMember:
		c.Supplementary++
	case lostMember:
		c.Lost++
	default:
		c.Field++
	}
}

// documentedMember holds one member to the list and says what it is.
func (v Vendor) documentedMember(t *testing.T, view canonical.FieldListView, d Documented) string {
	t.Helper()
	complain := func(what string) string {
		t.Errorf("%s, %s of %s (%s): %s", d.Member, d.In, d.Operation, d.Section, what)
		return lostMember
	}
	name, own := strings.CutPrefix(d.To, "/supplementary_data/")
	switch {
	case d.To == ByAdapter && d.Reason == "":
		return complain("what the adapter does with it is not said")
	case d.To == ByAdapter:
		return ByAdapter
	case d.To == Ignored:
		if !slices.ContainsFunc(view.NotCarried, func(n canonical.NotCarriedView) bool {
			return n.VendorField == d.Member && (n.In == string(d.In) || n.In == string(canonical.InBoth)) && n.Reason != ""
		}) {
			return complain("is ignored, and the field list does not say why")
		}
		return Ignored
	case own:
		if !slices.ContainsFunc(view.SupplementaryData, func(f canonical.SupplementaryView) bool {
			return f.Name == name && slices.Contains(f.In, string(d.In))
		}) {
			return complain("is no supplementary member of the field list")
		}
		return ownMember
	case !slices.Contains(fieldsIn(view, d.In)[d.Member], d.To):
		return complain("the field list does not carry it as " + d.To)
	}
	return "field"
}

// fieldsIn are the pointers of a direction by the vendor's names.
func fieldsIn(view canonical.FieldListView, in canonical.Direction) map[string][]string {
	byName := map[string][]string{}
	if in == canonical.InRequest {
		for _, f := range view.Request {
			byName[f.VendorField] = append(byName[f.VendorField], f.Pointer)
		}
		return byName
	}
	for _, f := range view.Answer {
		byName[f.VendorField] = append(byName[f.VendorField], f.Pointer)
	}
	return byName
}

// onlyDocumented wants every vendor's name in the list to be one of the document.
func (v Vendor) onlyDocumented(t *testing.T, view canonical.FieldListView) {
	t.Helper()
	known := func(in canonical.Direction, match func(Documented) bool) bool {
		return slices.ContainsFunc(v.Documented, func(d Documented) bool { return d.Operation == view.Operation && d.In == in && match(d) })
	}
	for _, in := range []canonical.Direction{canonical.InRequest, canonical.InAnswer} {
		for member := range fieldsIn(view, in) {
			if member != "" && !known(in, func(d Documented) bool { return d.Member == member }) {
				t.Errorf("%s: the list names %s in the %s, which is not among the documented members", view.Operation, member, in)
			}
		}
		for _, f := range view.SupplementaryData {
			if slices.Contains(f.In, string(in)) && !known(in, func(d Documented) bool { return d.To == "/supplementary_data/"+f.Name }) {
				t.Errorf("%s: the supplementary member %s of the %s is not documented", view.Operation, f.Name, in)
			}
		}
	}
}

// answerLeaves changes every leaf of the documented answer and wants the canonical
// one to change, or the leaf to be the adapter's own or ignored. A text that the leaf
// cannot have is not lost.
func (v Vendor) answerLeaves(t *testing.T, c Case, view canonical.FieldListView) {
	t.Helper()
	sample, err := fs.ReadFile(v.Samples, "samples/"+c.Operation+".ok.json")
	if err != nil {
		t.Fatalf("reading the vendor's documented answer: %v", err)
	}
	counted := 0
	adapter, say := v.answering(t, c, func(string) { counted++ })
	conclude := func(body []byte) string {
		say(body)
		out, err := c.run(t.Context(), t, adapter, false)
		if err != nil {
			return "error: " + err.Error()
		}
		raw, _ := json.Marshal(reveal(out)) // golden files marshal it as well
		return string(raw)
	}
	plain := conclude(sample)
	var tree any
	if err := json.Unmarshal(sample, &tree); err != nil {
		t.Fatalf("samples/%s.ok.json: %v", c.Operation, err)
	}
	changed, declared := 0, 0
	eachLeaf(tree, "", func(pointer string, leaf any, set func(any)) {
		defer set(leaf)
		member := memberName(pointer)
		own := slices.ContainsFunc(v.Documented, func(d Documented) bool {
			return d.Operation == c.Operation && d.In == canonical.InAnswer && d.Member == member && (d.To == ByAdapter || d.To == Ignored)
		})
		set(unread)
		counted = 0
		body, _ := json.Marshal(tree) // it was just unmarshalled
		said := conclude(body)
		lost := counted > 0 && !strings.HasPrefix(said, "error") && !strings.Contains(said, unread)
		if lost && !own && leaf != nil { // null may stand for more than a text
			t.Errorf("%s: a text in the answer's %s that cannot be read is counted and lost", c.Operation, member)
		}
		for _, other := range others(leaf) {
			set(other)
			body, _ := json.Marshal(tree) // it was just unmarshalled
			if conclude(body) != plain {
				changed++
				return
			}
		}
		if declared++; !own {
			t.Errorf("%s: the answer's %s changes nothing, and nobody says why", c.Operation, member)
		}
	})
	t.Logf("%s: of the answer's leaves %d change what is answered, %d are consumed or ignored with a reason", view.Operation, changed, declared)
}

// unread is a text that no field but free text can have.
const unread = "no such word"

// memberName is a pointer into a vendor's answer as documents name members.
func memberName(pointer string) string {
	return strings.ReplaceAll(strings.TrimPrefix(position.ReplaceAllString(pointer, "$1"), "/"), "/", ".")
}

// others are values that differ from a leaf of a vendor's answer.
func others(leaf any) []any {
	switch v := leaf.(type) {
	case bool:
		return []any{!v}
	case float64:
		return []any{v + 1, -v, "other"}
	case string:
		list := slices.Clone(texts)
		if last := len(v) - 1; last >= 0 && v[last] >= '0' && v[last] <= '9' {
			return append([]any{v[:last] + string('0'+(v[last]-'0'+1)%10)}, list...)
		}
		return list
	}
	return append(slices.Clone(texts), true, 7, map[string]any{"member": "other"})
}

// texts are right for some field each: free text, a number, a date, a truth, a
// country, a currency, a phone.
var texts = []any{"other", "7", "2001-02-03", "true", "MT", "EUR", "+971500000188"}
