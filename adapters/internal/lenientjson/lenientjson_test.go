package lenientjson_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"canongate/adapters/internal/lenientjson"
	"canongate/canonical"
)

type record struct {
	Text    lenientjson.String            `json:"text"`
	Num     lenientjson.Number            `json:"num"`
	Flag    lenientjson.Bool              `json:"flag"`
	Items   lenientjson.OneOrMany[item]   `json:"items"`
	Names   lenientjson.OneOrMany[string] `json:"names"`
	Unknown lenientjson.Unknown           `json:",embed"`
}

type item struct {
	Key     lenientjson.String  `json:"key"`
	Unknown lenientjson.Unknown `json:",embed"`
}

func decode(t *testing.T, body string) record {
	t.Helper()
	v, err := lenientjson.Decode[record]([]byte(body), nil)
	if err != nil {
		t.Fatalf("decoding %s: %v", body, err)
	}
	return v
}

func TestStringTakesTextNumbersAndNull(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"text":" 4"}`: "4", `{"text":45001}`: "45001", `{"text":null}`: "", `{}`: "",
		`{"text":"caf\u00e9 "}`: "café", `{"text":1.50}`: "1.50", `{"text": "  "}`: "",
	} {
		if got := decode(t, body).Text; string(got) != want {
			t.Errorf("%s reads as %q, want %q", body, got, want)
		}
	}
}

func TestNumberKeepsItsDigits(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"num":1.62726591323E12}`: "1.62726591323E12", `{"num":"100.50"}`: "100.50", `{"num":100.50}`: "100.50", `{"num":null}`: "",
	} {
		if got := decode(t, body).Num; string(got) != want {
			t.Errorf("%s reads as %q, want %q", body, got, want)
		}
	}
}

func TestBoolTakesEveryFormSeen(t *testing.T) {
	t.Parallel()
	for literal, want := range map[string]string{
		`true`: "true", `"true"`: "true", `"True "`: "true", `"Yes"`: "true", `"y"`: "true", `1`: "true", `"1"`: "true",
		`false`: "false", `"FALSE"`: "false", `"No"`: "false", `"N"`: "false", `0`: "false",
		`null`: "unsaid", `""`: "unsaid", `" "`: "unsaid", `"perhaps"`: "unsaid",
	} {
		got := "unsaid"
		if p := decode(t, `{"flag":`+literal+`}`).Flag.Pointer(); p != nil {
			got = map[bool]string{true: "true", false: "false"}[*p]
		}
		if got != want {
			t.Errorf("%s reads as %s, want %s", literal, got, want)
		}
	}
}

func TestManyTakesOneListAndNull(t *testing.T) {
	t.Parallel()
	for literal, want := range map[string]int{`{"key":"a"}`: 1, `[{"key":"a"},{"key":"b"}]`: 2, `null`: 0, `[]`: 0} {
		if got := decode(t, `{"items":`+literal+`}`).Items; len(got) != want {
			t.Errorf("%s reads as %d items, want %d", literal, len(got), want)
		}
	}
	if got := decode(t, `{"names":"x"}`).Names; !slices.Equal(got, []string{"x"}) {
		t.Errorf("a single text reads as %v", got)
	}
}

func TestDecodeRefusesWithoutShowingTheBody(t *testing.T) {
	t.Parallel()
	const canary = "canary-8841"
	for name, body := range map[string]string{
		"html": "<html>" + canary, "empty": "", "cut": `{"text":"` + canary, "rubbish": "\x00\xff" + canary,
		"trailing": `{"text":"a"} ` + canary, "array": `["` + canary + `"]`, "object for text": `{"text":{"a":"` + canary + `"}}`,
		"truth for a number": `{"num":true,"text":"` + canary + `"}`, "object for a truth": `{"flag":{"a":"` + canary + `"}}`, "repeated key": `{"text":"a","text":"` + canary + `"}`,
		"not UTF-8": "{\"text\":\"" + canary + "\xff\"}", "nesting bomb": strings.Repeat(`{"x":`, 20_000) + `"` + canary + `"`,
	} {
		_, err := lenientjson.Decode[record]([]byte(body), func(string) {})
		e := canonical.AsError(err)
		if err == nil || e.Code != canonical.VendorProtocolError || e.Origin != canonical.OriginVendor || e.Outcome != canonical.Answered {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if strings.Contains(err.Error()+e.Message, canary) {
			t.Errorf("%s: the error shows the body: %v", name, err)
		}
	}
}

func TestDecodeCountsTheFieldWhoseTypeChanged(t *testing.T) {
	t.Parallel()
	var counted []string
	_, err := lenientjson.Decode[record]([]byte(`{"items":[{"key":{"secret":1}}]}`), func(f string) { counted = append(counted, f) })
	if err == nil || !slices.Equal(counted, []string{"items.key"}) {
		t.Errorf("counted %v, %v", counted, err)
	}
}

func TestDriftReportsWhatTheWireTypesLack(t *testing.T) {
	t.Parallel()
	v := decode(t, `{"new_field":1,"flag":"perhaps","items":[{"key":"a","fresh":{"x":1}},{"key":"b","fresh":2}],"+971500000001":true}`)
	var seen []string
	lenientjson.ReportDrift(v, func(f string) { seen = append(seen, f) })
	slices.Sort(seen)
	seen = slices.Compact(seen)
	if want := []string{"*", "flag", "items.fresh", "new_field"}; !slices.Equal(seen, want) {
		t.Errorf("drift is %v, want %v", seen, want)
	}
}

func TestEmptyKnowsTheFillers(t *testing.T) {
	t.Parallel()
	if !lenientjson.Empty(" ") || !lenientjson.Empty("0", "0") || lenientjson.Empty("0") || lenientjson.Empty("x", "0") {
		t.Error("blanks and the given fillers are empty, nothing else is")
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"text":1,"flag":"Yes","items":{"key":"a"}}`, `{"items":[]}`, `[]`, `{"text":"\ud800"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		v, err := lenientjson.Decode[record](body, func(path string) {
			if len(path) > 1<<12 {
				t.Errorf("a path of %d bytes", len(path))
			}
		})
		if err == nil {
			lenientjson.ReportDrift(v, func(string) {})
		}
	})
}

func TestA14DriftIsLookedForInEachOperation(t *testing.T) {
	t.Parallel()
	var s lenientjson.DriftSampler
	looked := map[string]int{}
	answer := decode(t, `{"fresh":1}`)
	for range 129 {
		for _, operation := range []string{"get_customer", "create_customer"} {
			s.ObserveIn(operation, answer, func(string) { looked[operation]++ })
		}
		s.ObserveIn("get_customer", &answer, func(string) { looked["another type"]++ })
	}
	s.ObserveIn("lookup_customer", answer, func(string) { looked["lookup_customer"]++ })
	want := map[string]int{"get_customer": 3, "create_customer": 3, "another type": 3, "lookup_customer": 1}
	if !maps.Equal(looked, want) {
		t.Errorf("looked at %v of 129 answers each and one, want %v", looked, want)
	}
}
