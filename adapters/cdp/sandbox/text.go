package sandbox

import "encoding/json"

// CDP writes "none" in five ways: null, "", " ", "0" and 0 (CDP-12). A text
// is a string that knows which of them is its own; null and "" read as none.
type text[E emptiness] string

type emptiness interface{ none() string }

type (
	asNull  struct{}
	asEmpty struct{}
	asBlank struct{}
	asZero  struct{}
)

func (asNull) none() string  { return `null` }
func (asEmpty) none() string { return `""` }
func (asBlank) none() string { return `" "` }
func (asZero) none() string  { return `"0"` }

type (
	nullText  = text[asNull]
	emptyText = text[asEmpty]
	blankText = text[asBlank]
	zeroText  = text[asZero]
)

func (t text[E]) MarshalJSON() ([]byte, error) {
	if t == "" {
		var e E
		return []byte(e.none()), nil
	}
	return json.Marshal(string(t))
}

func (t *text[E]) UnmarshalJSON(raw []byte) error {
	var s string // null leaves it empty
	if err := json.Unmarshal(raw, &s); err != nil {
		return err
	}
	*t = text[E](s)
	return nil
}

// integer is a JSON number without a fraction, or none. A number in quotes is
// refused: CDP documents which fields are numbers and which are strings
// (CDP-13).
type integer struct {
	value int
	known bool
}

func (i integer) MarshalJSON() ([]byte, error) {
	if !i.known {
		return []byte("null"), nil
	}
	return json.Marshal(i.value)
}

func (i *integer) UnmarshalJSON(raw []byte) error {
	*i = integer{}
	if string(raw) == "null" {
		return nil
	}
	if err := json.Unmarshal(raw, &i.value); err != nil {
		return err
	}
	i.known = true
	return nil
}

// flag is a truth that null makes false again.
type flag bool

func (f *flag) UnmarshalJSON(raw []byte) error {
	var v bool // null leaves it false
	err := json.Unmarshal(raw, &v)
	*f = flag(v)
	return err
}
