package temenos

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"canongate/adapters/internal/rest"
	"canongate/adapters/temenos/sandbox"
	"canongate/canonical"
)

func FuzzDecodeRequirements(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		m, _ := testMapper()
		w, err := decodeReply[grouped](m, rest.Reply{Status: 200, Body: body})
		if err != nil {
			return
		}
		list, err := m.decodeRequirements(canonical.ListRequirements, customer, w, canonical.PhasePreSubmission)
		if err != nil {
			return
		}
		known := slices.Collect(maps.Values(statuses))
		for _, r := range list {
			if r.ID.Key(keyAction) == "" || r.ID.Key(keyApplication) != "7QX2MKD" {
				t.Error("a requirement without its keys")
			}
			if r.Status != canonical.UnknownValue && !slices.Contains(known, r.Status) || (r.StatusRaw != "") && r.Status != canonical.UnknownValue {
				t.Errorf("status %s (%s)", r.Status, r.StatusRaw)
			}
		}
	})
}

func FuzzDecodeCreated(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		m, _ := testMapper()
		w, err := decodeReply[created](m, rest.Reply{Status: 200, Body: body})
		if err != nil {
			return
		}
		c, err := m.decodeCreated(someone(), w)
		if err == nil && (c.ID.IsZero() || c.Validate() != nil) {
			t.Error("a customer without an id, or one that is not canonical")
		}
	})
}

func FuzzDecodeUploaded(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		m, _ := testMapper()
		w, err := decodeReply[uploaded](m, rest.Reply{Status: 200, Body: body})
		if err != nil {
			return
		}
		sent := upload{Response: []file{{FileClientID: 1772628967410}}}
		d, err := m.decodeUploaded(canonical.DocumentDraft{RequirementID: requirementOf(canonical.KindDocumentUpload)}, sent, w)
		if err == nil && (d.ID.IsZero() || d.File.ClientReference != "1772628967410") {
			t.Error("a document without an id, or another's")
		}
	})
}

func FuzzPlainText(f *testing.F) {
	f.Add(`<h4>Rules:</h4>, * | : " < > ? / \ [ ] % = ;<br>File can’t exclude more than 2MB`)
	f.Add(`<p a="b>c">&lt;x&gt;</p><!--`)
	f.Fuzz(func(t *testing.T, markup string) {
		text := plainText(markup)
		for line := range strings.SplitSeq(text, "\n") {
			if line != strings.Join(strings.Fields(line), " ") || line == "" && text != "" {
				t.Errorf("%q has blanks to spare", text)
			}
		}
		if !strings.ContainsAny(markup, "<&") && strings.Join(strings.Fields(markup), " ") != strings.Join(strings.Fields(text), " ") {
			t.Errorf("%q, which has no markup, became %q", markup, text)
		}
	})
}

func FuzzTrimNames(f *testing.F) {
	seed(f)
	f.Add([]byte(`{" a\\ ":{"b ":"c"}}`))
	f.Add([]byte("{\"\n\":0}"))
	f.Fuzz(func(t *testing.T, body []byte) {
		trimmed := trimNames(body)
		if json.Valid(body) != json.Valid(trimmed) {
			t.Errorf("%q becomes %q", body, trimmed)
		}
	})
}

// seed adds the vendor's documented answers.
func seed(f *testing.F) {
	f.Helper()
	entries, err := sandbox.Samples.ReadDir("samples")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		if body, err := sandbox.Samples.ReadFile("samples/" + e.Name()); err == nil && strings.HasSuffix(e.Name(), ".json") {
			f.Add(body)
		}
	}
}
