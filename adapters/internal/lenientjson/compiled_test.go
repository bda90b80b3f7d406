package lenientjson

import (
	"reflect"
	"strings"
	"testing"

	"canongate/adapters/internal/compiledjson"

	"github.com/go-json-experiment/json/jsontext"
)

// everyShape is a wire type with all that those of the vendors are made of.
type everyShape struct {
	Text   String `json:"text"`
	Number Number `json:"number,omitempty"`
	Flag   Bool   `json:"flag,omitzero"`
	Plain  string `json:"plain"`
	Whole  int    `json:"whole"`
	Truth  bool   `json:"truth"`
	outer
	Said     Messages            `json:"said"`
	Raw      Unknown             `json:"raw"`
	One      *leaf               `json:"one"`
	Many     OneOrMany[leaf]     `json:"many"`
	Raws     OneOrMany[Unknown]  `json:"raws"`
	List     []leaf              `json:"list"`
	Texts    []string            `json:"texts"`
	Nested   OneOrMany[[]String] `json:"nested"`
	Members  map[string]Unknown  `json:"members"`
	Bytes    []byte              `json:"bytes"`
	Fraction float64             `json:"fraction"`
	Deep     *everyShape         `json:"deep"`
	Untagged OneOrMany[*leaf]
	Named    `json:"named"`
	Skipped  string `json:"-"`
	private  string //nolint:unused // not to be seen by the compiled code
}

type outer struct {
	inner
	Text    string  `json:"text"` // hidden by the one further out
	Deeper  String  `json:"deeper"`
	Unknown Unknown `json:",embed"`
}

type inner struct {
	Deepest String  `json:"deepest"`
	Deeper  int     `json:"deeper"`
	Unknown Unknown `json:",embed"`
}

// Named is embedded under a name.
type Named struct {
	Key String `json:"key"`
}

type leaf struct {
	Key     String  `json:"key"`
	Flag    wrapped `json:"flag"`
	Unknown Unknown `json:",embed"`
}

type wrapped struct{ Bool }

var compiledSeeds = []string{
	`{"text":" a ","number":1.50,"flag":"Yes","plain":"b\u00e9\n","whole":-7,"truth":true,"deeper":3,"deepest":"x","said":["a",{"b":1,"b":2}],` +
		`"raw":{"a":[1,2],"a":1},"one":{"key":1,"flag":"n","more":{}},"many":[{"key":"a"},null,{"key":null}],"raws":"x","list":[{},null],` +
		`"texts":["a","\\"],"nested":[["a"],null,[]],"members":{"a":1},"bytes":"AQI=","fraction":1e3,"deep":{"text":1},"Untagged":{"key":"a"},` +
		`"named":{"key":"k"},"other":"o","further":[{"x":{"y":null}}],"private":1,"Skipped":2}`,
	`{}`, `null`, `[]`, `"x"`, ` {"text" : "a" , "many" : { "key" : "b" } } `, `{"many":null,"raws":null,"list":null,"one":null}`,
	`{"text":"a","text":"b"}`, `{"other":1,"other":2}`, `{"te\u0078t":"a"}`, `{"plain":"\ud800"}`, `{"plain":"\ud83d\ude00"}`, `{"other":"\uD800"}`,
	`{"whole":1.0}`, `{"whole":-0}`, `{"whole":9223372036854775808}`, `{"whole":"1"}`, `{"plain":1}`, `{"texts":[1]}`, `{"many":[[]]}`,
	`{"number":01}`, `{"number":1e}`, `{"number":-}`, `{"number":.5}`, `{"plain":"` + "\x01" + `"}`, `{"plain":"` + "\xff" + `"}`, `{"other":tru}`,
	`{"text":"a",}`, `{"text":"a"}}`, `{"text":"a"} x`, `{"text"`, `{"text":`, `{"text":"a`, `[`, `{"list":[{}`, `{"list":[{},]}`, `{"raw":nul}`,
	`{"deep":{"deep":{"deep":{"outer":1,"deeper":"2"}}}}`, strings.Repeat(`{"deep":`, 40) + `{}` + strings.Repeat(`}`, 40),
	strings.Repeat(`{"other":[`, 40) + strings.Repeat(`]}`, 40), `{"bytes":"?"}`, `{"members":{"a":1,"a":2}}`, `{"members":{"a":{"b":1,"b":1}}}`,
	`{"raws":[1,null,{"a":1}]}`, `{"nested":["a"]}`, `{"truth":null,"whole":null,"plain":null,"flag":null,"said":null}`, `{"":1}`, `{"said":{"a":"b"}}`,
}

func TestCompiledDecoderMakesWhatTheLibraryMakes(t *testing.T) {
	t.Parallel()
	read := 0
	for _, text := range compiledSeeds {
		if sameAsLibrary(t, []byte(text)) {
			read++
		}
	}
	if read < 12 {
		t.Errorf("%d of %d texts are read without the library", read, len(compiledSeeds))
	}
	if !sameAsLibrary(t, []byte(compiledSeeds[0])) {
		t.Error("a text with all shapes is left to the library")
	}
}

// FuzzCompiledDecoder holds the compiled decoder to the library. Both are given what
// DecodeWhole is, which leaves nothing out.
func FuzzCompiledDecoder(f *testing.F) {
	for _, text := range compiledSeeds {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { sameAsLibrary(t, text) })
}

// sameAsLibrary says whether the compiled decoder reads the text; if it does, the
// library has to make the same of it.
func sameAsLibrary(t *testing.T, text []byte) bool {
	t.Helper()
	before := string(text)
	var got everyShape
	ok := compiledjson.For(reflect.TypeFor[everyShape]()).Read(text, reflect.ValueOf(&got).Elem())
	if string(text) != before {
		t.Fatal("the decoder writes to the text")
	}
	if !ok {
		return false
	}
	clear(text) // nothing may share its bytes
	want, err := repair[everyShape]([]byte(before), 0, func(string) {})
	if err != nil {
		t.Fatalf("the library refuses %q: %v", before, err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%q\nis read as %+v\nnot as     %+v", before, got, want)
	}
	return true
}

func TestCompiledDecoderTakesVendorsWhiteSpaceAndOrder(t *testing.T) {
	t.Parallel()
	text := jsontext.Value(compiledSeeds[0])
	if err := text.Indent(jsontext.AllowDuplicateNames(true)); err != nil {
		t.Fatal(err)
	}
	if !sameAsLibrary(t, text) {
		t.Error("an indented answer is left to the library")
	}
}

func BenchmarkDecode(b *testing.B) {
	body := []byte(compiledSeeds[0])
	decoder := compiledjson.For(reflect.TypeFor[everyShape]())
	b.Run("compiled", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var v everyShape
			if !decoder.Read(body, reflect.ValueOf(&v).Elem()) {
				b.Fatal("given up")
			}
		}
	})
	b.Run("library", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := repair[everyShape](body, 0, func(string) {}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
