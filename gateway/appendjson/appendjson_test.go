package appendjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
)

// everyShape has all that answers are made of, and what they are not.
type everyShape struct {
	Text     string            `json:"text"`
	Omitted  string            `json:"omitted,omitempty"`
	Number   int               `json:"number,omitempty"`
	Long     int64             `json:"long"`
	Truth    bool              `json:"truth,omitempty"`
	Maybe    *bool             `json:"maybe,omitempty"`
	Always   *bool             `json:"always"`
	Texts    []string          `json:"texts,omitempty"`
	Nested   [][]string        `json:"nested"`
	Members  map[string]string `json:"members,omitempty"`
	Mixed    map[string]any    `json:"mixed,omitempty"`
	Any      any               `json:"any"`
	Raw      json.RawMessage   `json:"raw,omitempty"`
	Bytes    []byte            `json:"bytes,omitempty"`
	Fraction float64           `json:"fraction,omitzero"`
	At       time.Time         `json:"at,omitzero"`
	Upper    upper             `json:"upper,omitempty"`
	Zero     zero              `json:"zero,omitzero"`
	Own      own               `json:"own,omitzero"`
	Owns     map[string]own    `json:"owns,omitempty"`
	Pointed  map[string]ptrOwn `json:"pointed,omitempty"`
	Words    map[word]word     `json:"words,omitempty"`
	Uppers   map[string]upper  `json:"uppers,omitempty"`
	Appended appended          `json:"appended,omitempty"`
	Deep     *everyShape       `json:"deep,omitempty"`
	List     []everyShape      `json:"list,omitempty"`
	Quoted   int               `json:"quoted,string"`
	embedded
	Named    embedded `json:"named,omitzero"`
	Untagged string
	Skipped  string `json:"-"`
	private  string //nolint:unused // not to be seen by the compiled code
}

type embedded struct {
	Text  string `json:"text"` // hidden by the one further out
	Inner string `json:"inner,omitempty"`
	Plain plain2 `json:"plain"`
}

type plain2 struct {
	A upper  `json:"a"`
	B *upper `json:"b,omitempty"`
	C zero   `json:"c"`
}

// upper has text of its own.
type upper string

func (u *upper) MarshalText() ([]byte, error) {
	if *u == "fails" {
		return nil, errors.New("it was asked to")
	}
	return bytes.ToUpper([]byte(*u)), nil
}

// word is plain text of another name.
type word string

// own has JSON of its own, which may be odd or none.
type own struct{ raw json.RawMessage }

func (o own) MarshalJSON() ([]byte, error) {
	if o.raw == nil {
		return nil, nil
	}
	return o.raw, nil
}

func (o *own) UnmarshalJSON(b []byte) error {
	o.raw = bytes.Clone(b)
	if text, err := strconv.Unquote(string(b)); err == nil && strings.HasPrefix(text, "raw:") {
		o.raw = []byte(strings.TrimPrefix(text, "raw:"))
	}
	return nil
}

// ptrOwn has JSON of its own where it has an address, which a map's element has not.
type ptrOwn struct{ N int }

func (p *ptrOwn) MarshalJSON() ([]byte, error) { return strconv.AppendInt(nil, int64(p.N)+1, 10), nil }

// appended appends its text.
type appended string

func (a appended) MarshalText() ([]byte, error) { return a.AppendText(nil) }

func (a appended) AppendText(b []byte) ([]byte, error) {
	if a == "fails" {
		return nil, errors.New("it was asked to")
	}
	return append(append(b, a...), '.'), nil
}

// zero says itself when it is none.
type zero struct{ N int }

func (z zero) IsZero() bool { return z.N%2 == 0 }

// same holds one value to encoding/json.
func same(t *testing.T, v any) {
	t.Helper()
	got, err := Marshal(v)
	want, wantErr := json.Marshal(v)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%v, encoding/json says %v", err, wantErr)
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("%s\nencoding/json writes\n%s", got, want)
	}
}

// sameOf reads a T out of a text, if only in part, and holds it to encoding/json. Of what
// is no JSON nothing is read.
func sameOf[T any](t *testing.T, text []byte) {
	t.Helper()
	var v T
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, &v); !errors.As(err, &syntax) {
		same(t, &v)
	}
}

const customer = `{"id":"cus_x","object":"customer","type":"individual","status":"active","name":{"given_name":"Noor <N>"},"birthdate":"1991-04-17",` +
	`"vendor_ids":{"b":"2","a":"1"},"identifiers":[{"type":"emirates_id","number":"1","updated_at":"2030-01-02T03:04:05.123Z"}],"metadata":{"k":"v"},` +
	`"supplementary_data":{"m":true,"n":12,"o":"text"},"emails":[{"address":"a@example.com","primary":true}]}`

var seeds = []string{
	customer,
	`{"text":"a","omitted":"<b>&\u2028\u0001","number":-3,"long":9,"truth":true,"maybe":false,"texts":["é","\ud800"],"nested":[null,[]],` +
		`"members":{"b":"1","a":"2"},"mixed":{"x":[1,{}]},"any":{"k":1e3},"raw":{ "a" : "<" },"bytes":"AQI=","fraction":1.5,` +
		`"at":"2030-01-02T03:04:05+02:00","upper":"x","zero":{"N":3},"deep":{"text":"d","deep":{}},"list":[{"text":"l"},{}],"inner":"i","named":{"text":"n"}}`,
	`{"own":"x","owns":{"b":true,"a":[ 1 ],"c":"<","d":12,"e":"plain","f":null,"g":-1,"h":0,"i":1.50,"j":"é","k":false},` +
		`"pointed":{"b":{"N":2},"a":{}},"words":{"z":"1","<":"é"},"uppers":{"a":"x"},"appended":"a<b","at":"2030-01-02T03:04:05.000000006Z"}`,
	`{"own":"raw:"}`, `{"own":"raw:01"}`, `{"own":"raw:12"}`, `{"own":"raw:\"a"}`, `{"own":"raw:\""}`, `{"owns":{"a":"raw:tru"}}`, `{"owns":{"a":"raw: true"}}`,
	`{"own":"raw:null"}`, `{"own":"raw:0"}`, `{"own":"raw:00"}`, `{"own":"raw:-0"}`, `{"own":"raw:1e5"}`, `{"own":"raw:\"a\"\"b\""}`, `{"owns":{},"words":{}}`,
	`{"appended":"fails"}`, `{"appended":"é"}`, `{"uppers":{"a":"fails"}}`, `{"at":"9999-12-31T23:59:59Z"}`,
	`{}`, `{"text":"` + "\x7f\xff\u2029" + `"}`, `{"upper":"fails"}`, `{"plain":{"a":"fails"}}`, `{"zero":{"N":2},"maybe":null}`,
	`{"id":"cus_x","object":"customer","type":"individual","status":"active","name":{"given_name":"Noor <N>"},"birthdate":"1991-04-17","vendor_ids":{"b":"2","a":"1"},` +
		`"identifiers":[{"type":"emirates_id","number":"1"}],"metadata":{"k":"v"},"supplementary_data":{"m":{"n":[1]}},"emails":[{"address":"a@example.com","primary":true}]}`,
	`{"id":"pay_x","amount":{"value":"100.50","currency":"USD"},"direction":"debit","created_at":"2030-01-02T03:04:05.123Z","metadata":null}`,
}

// ofTypes hold a text to encoding/json as one type each.
var ofTypes = []func(*testing.T, []byte){
	sameOf[everyShape], sameOf[canonical.Customer], sameOf[canonical.Payment], sameOf[canonical.Verification], sameOf[canonical.BankAccount],
	sameOf[canonical.List[canonical.Agreement]], sameOf[canonical.List[canonical.Requirement]], sameOf[canonical.List[canonical.Offer]],
}

func TestBytesAreThoseOfEncodingJSON(t *testing.T) {
	t.Parallel()
	for _, text := range seeds {
		for _, sameAs := range ofTypes {
			sameAs(t, []byte(text))
		}
	}
	same(t, &everyShape{At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}) // has no such text
	same(t, nil)
	same(t, (*everyShape)(nil))
	same(t, everyShape{Upper: "not addressable"})
	same(t, &[]string{"a"})
	same(t, &everyShape{Any: func() {}})
	same(t, &canonical.Customer{ID: canonical.NewID[canonical.CustomerID](canonical.Keys{"k": "v"})}) // nobody sealed it
	same(t, &everyShape{Text: string([]byte{0xff, '<'}), Members: map[string]string{"<": "\xff"}})
}

// The types that answers are made of are written without encoding/json, or nothing is won.
func TestAnswersAreWrittenByTheEncoder(t *testing.T) {
	t.Parallel()
	for _, resource := range []any{new(canonical.Customer), new(canonical.Payment), new(canonical.Verification), new(canonical.BankAccount)} {
		v := reflect.ValueOf(resource).Elem()
		c := compiler{encoders: map[reflect.Type]*encoder{}}
		if _, ok := c.fields(v.Type()); !ok {
			t.Errorf("%s is left to encoding/json", v.Type())
		}
	}
}

func FuzzEncoder(f *testing.F) {
	for _, text := range seeds {
		for i := range ofTypes {
			f.Add(uint8(i), []byte(text))
		}
	}
	f.Fuzz(func(t *testing.T, as uint8, text []byte) { ofTypes[int(as)%len(ofTypes)](t, text) })
}

// Budget: 10 allocations compiled, of which a text with an escape and two maps have eight.
func BenchmarkMarshal(b *testing.B) {
	var c canonical.Customer
	if err := json.Unmarshal([]byte(customer), &c); err != nil {
		b.Fatal(err)
	}
	for name, marshal := range map[string]func(any) ([]byte, error){"compiled": Marshal, "encoding-json": json.Marshal} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := marshal(&c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
