package lenientjson_test

import (
	"slices"
	"strings"
	"testing"

	"canongate/adapters/internal/lenientjson"
	"canongate/canonical"

	"github.com/go-json-experiment/json/jsontext"
)

// tree has lists in lists, each of them in one of the forms that vendors use.
type tree struct {
	Name   lenientjson.String           `json:"name"`
	Groups lenientjson.OneOrMany[group] `json:"groups"`
	Raw    lenientjson.Unknown          `json:"raw"`
	Notes  lenientjson.Details[leaf]    `json:"notes"`
	Others map[string]jsontext.Value    `json:",embed"`
}

type group struct {
	ID      lenientjson.String            `json:"id"`
	Items   []leaf                        `json:"items"`
	Data    map[string]lenientjson.String `json:"data"`
	Unknown lenientjson.Unknown           `json:",embed"`
}

type leaf struct {
	Key     lenientjson.String  `json:"key"`
	Flag    lenientjson.Bool    `json:"flag"`
	Unknown lenientjson.Unknown `json:",embed"`
}

func read(t *testing.T, body string) (tree, []string, error) {
	t.Helper()
	var counted []string
	v, err := lenientjson.Decode[tree]([]byte(body), func(f string) { counted = append(counted, f) })
	return v, counted, err
}

// keys are those of all items, by group.
func keys(v tree) string {
	var all []string
	for _, g := range v.Groups {
		var items []string
		for _, i := range g.Items {
			items = append(items, string(i.Key))
		}
		all = append(all, string(g.ID)+"("+strings.Join(items, " ")+")")
	}
	return strings.Join(all, " ")
}

func TestX16AnElementThatDoesNotFitIsLeftOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, want, counted string }{
		"all fit":           {`{"groups":[{"id":1,"items":[{"key":"a"}]}]}`, "1(a)", ""},
		"the last":          {`{"groups":[{"id":1,"items":[{"key":"a"} , {"key":{}}]}]}`, "1(a)", "groups.items.key"},
		"the first":         {`{"groups":[{"id":1,"items":[ {"key":[]}, {"key":"b"}]}]}`, "1(b)", "groups.items.key"},
		"between":           {`{"groups":[{"id":1,"items":[{"key":"a"},7,{"key":"c"}]}]}`, "1(a c)", "groups.items"},
		"several":           {`{"groups":[{"id":1,"items":[{"key":{}},{"key":"b"},{"key":{}},{"flag":[]}]}]}`, "1(b)", "groups.items.key groups.items.key groups.items.flag"},
		"in a map":          {`{"groups":[{"id":1,"data":{"x":{}}},{"id":2,"data":{"x":1}}]}`, "2()", "groups.data.x"},
		"the only one goes": {`{"groups":[{"id":1,"items":[{"key":{}}]},{"id":2,"items":[{"key":"b"}]}]}`, "2(b)", "groups.items.key"},
		"the only detail":   {`{"groups":[{"id":1}],"notes":[{"key":{}}]}`, "1()", "notes.key"},
		"a single detail":   {`{"groups":[{"id":1}],"notes":{"key":{}}}`, "1()", "notes.key"},
		"no detail at all":  {`{"groups":[{"id":1}],"notes":"none"}`, "1()", "notes"},
		"every detail":      {`{"groups":[{"id":1}],"notes":[ {"key":{}} , 7]}`, "1()", "notes.key notes"},
		"a text in a list":  {`{"groups":["x",{"id":2}]}`, "2()", "groups"},
	} {
		v, counted, err := read(t, c.body)
		if err != nil || keys(v) != c.want || strings.Join(counted, " ") != c.counted {
			t.Errorf("%s: %s, counted %v, %v; want %s and %s", name, keys(v), counted, err, c.want, c.counted)
		}
	}
}

func TestX16WhatIsNoElementOrAllThereIsIsStillRefused(t *testing.T) {
	t.Parallel()
	many := `{"groups":[{"id":1}` + strings.Repeat(`,{"id":{}}`, 65) + `]}`
	for name, body := range map[string]string{
		"no list": `{"name":{},"groups":[{"id":1},{"id":2}]}`, "the only element": `{"groups":[{"id":{}}]}`,
		"a single value": `{"groups":{"id":{}}}`, "too many": many,
	} {
		if v, _, err := read(t, body); err == nil {
			t.Errorf("%s: read as %s", name, keys(v))
		}
	}
	if _, err := lenientjson.DecodeWhole[tree]([]byte(`{"groups":[{"id":1},{"id":{}}]}`), nil); err == nil {
		t.Error("an answer about money was read in part")
	}
}

func TestCaseBOMInAVendorAnswer(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"\ufeff{\"name\":\"a\"}", "\ufeff \r\n{\"name\":\"a\"}"} {
		if v, _, err := read(t, body); err != nil || v.Name != "a" {
			t.Errorf("%q, %v", v.Name, err)
		}
		if v, err := lenientjson.DecodeWhole[tree]([]byte(body), nil); err != nil || v.Name != "a" {
			t.Errorf("whole: %q, %v", v.Name, err)
		}
	}
	for _, body := range []string{"\ufeff\ufeff{}", "{\ufeff}", "\xfe\xff{}", "\ufeff"} {
		if _, _, err := read(t, body); err == nil {
			t.Errorf("%q was read", body)
		}
	}
}

func TestCaseARepeatedMemberThatIsNotReadDoesNoHarm(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"at the top of an element": `{"groups":[{"id":1,"note":1,"note":2}]}`,
		"below an unread member":   `{"groups":[{"id":1,"note":{"id":1,"id":2}}]}`,
		"in an unread list":        `{"groups":[{"id":1,"note":[{"id":1,"id":2}]}]}`,
		"in a single value":        `{"groups":{"id":1,"note":1,"note":2}}`,
		"in raw JSON":              `{"groups":[{"id":1}],"raw":{"x":1,"x":2}}`,
		"in an element of items":   `{"groups":[{"id":1,"items":[{"note":1,"note":1}]}]}`,
	} {
		v, _, err := read(t, body)
		if err != nil || len(v.Groups) != 1 || v.Groups[0].ID != "1" {
			t.Errorf("%s: %v, %v", name, v, err)
		}
		if _, err := lenientjson.DecodeWhole[tree]([]byte(body), nil); err != nil {
			t.Errorf("%s, whole: %v", name, err)
		}
		lenientjson.ReportDrift(v, func(f string) {
			if f != "groups.note" && f != "groups.items.note" && f != "x" {
				t.Errorf("%s: %s is drift", name, f)
			}
		})
	}
}

func TestARepeatedMemberThatIsReadIsRefused(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"equal":                 `{"name":"a","name":"a"}`,
		"beside an unread one":  `{"groups":{"note":1,"note":2,"id":1,"id":2}}`,
		"a list":                `{"groups":[],"groups":[]}`,
		"in a map":              `{"groups":[{"data":{"a":1,"a":2}}]}`,
		"by an escape":          `{"name":"a","n\u0061me":"b"}`,
		"of those without name": `{"group":[],"group":[]}`,
		"raw":                   `{"raw":1,"raw":2}`,
	} {
		_, _, err := read(t, body)
		if err == nil || canonical.AsError(err).Code != canonical.VendorProtocolError {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCaseNestMessageListAsTexts(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]string{
		`"a"`: {"a"}, `["a","b"]`: {"a", "b"}, `[]`: nil, `null`: nil, `{}`: nil, `{"x":1,"x":2}`: nil, `7`: {"7"}, `""`: nil,
		`["a",null,{"b":1},["c"],"",3]`: {"a", "3"},
	} {
		v, err := lenientjson.Decode[struct {
			M lenientjson.Messages `json:"m"`
		}]([]byte(`{"m":`+body+`}`), nil)
		if err != nil || !slices.Equal(v.M, want) {
			t.Errorf("%s: %v, %v", body, v.M, err)
		}
	}
}

func FuzzRepair(f *testing.F) {
	for _, seed := range []string{
		`{"groups":[{"id":1,"items":[{"key":"a"},{"key":{}}]},{"id":{}}]}`, `{"groups":{"id":1,"note":1,"note":2}}`,
		"\ufeff{}", `{"groups":[[],{}],"x":[{},{}]}`, `{"~1":[{"key":[]}],"raw":{"a":1,"a":1}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		whole, strict := lenientjson.DecodeWhole[tree](body, nil)
		v, err := lenientjson.Decode[tree](body, nil)
		if strict == nil && (err != nil || keys(whole) != keys(v)) {
			t.Errorf("what can be read whole is read otherwise: %v", err)
		}
	})
}
