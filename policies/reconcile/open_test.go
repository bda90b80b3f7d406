package reconcile

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
)

func packed(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestOpenUnpacksAndTakesTheMarkOff(t *testing.T) {
	t.Parallel()
	twice := packed(t, []byte("hello"))
	for name, c := range map[string]struct {
		text []byte
		want string
	}{
		"plain":             {[]byte("hello"), "hello"},
		"empty":             {nil, ""},
		"one byte":          {[]byte("h"), "h"},
		"with a mark":       {[]byte("\ufeffhello"), "hello"},
		"packed":            {packed(t, []byte("hello")), "hello"},
		"packed and marked": {packed(t, []byte("\ufeffhello")), "hello"},
		"packed twice":      {packed(t, twice), string(twice)},
	} {
		b, err := Open(bytes.NewReader(c.text), Limits{Bytes: 100, Lines: 10})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, err := io.ReadAll(b); err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// endless is a file without end, and says how much of it was read.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	return copy(p, bytes.Repeat([]byte("x\n"), len(p)/2+1)), nil
}

func TestOpenHoldsAFileToItsLimits(t *testing.T) {
	t.Parallel()
	bomb := packed(t, make([]byte, 20<<20))
	if len(bomb) > 100<<10 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	cut := packed(t, []byte(strings.Repeat("hello", 100)))
	for name, c := range map[string]struct {
		file   io.Reader
		limits Limits
		want   error
	}{
		"too large":         {strings.NewReader(strings.Repeat("x", 101)), Limits{Bytes: 100}, ErrTooLarge},
		"too many lines":    {strings.NewReader(strings.Repeat("\n", 11)), Limits{Lines: 10}, ErrTooManyLines},
		"a bomb":            {bytes.NewReader(bomb), Limits{Bytes: 1 << 20}, ErrTooLarge},
		"a cut packed file": {bytes.NewReader(cut[:len(cut)-9]), Limits{}, ErrPacked},
		"a broken one":      {strings.NewReader("\x1f\x8bhello"), Limits{}, ErrPacked},
		"UTF-16":            {strings.NewReader("\xff\xfeh\x00"), Limits{}, ErrEncoding},
		"without an end":    {&endless{}, Limits{Bytes: 1 << 20}, ErrTooLarge},
	} {
		b, err := Open(c.file, c.limits)
		if err == nil {
			_, err = io.Copy(io.Discard, b)
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	long := &endless{}
	if b, err := Open(long, Limits{Bytes: 1 << 20}); err == nil {
		io.Copy(io.Discard, b)
	}
	if long.read > 2<<20 {
		t.Errorf("%d bytes were read, with a limit of one megabyte", long.read)
	}
}

func TestGuess(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Format{
		"101 091400606 6910001342611100306A094101INVENTED":              FormatNacha,
		"5200INVENTED CO                         1234567890WEBTRANSFER": FormatNacha,
		"62609140060612345678900000012354":                              FormatNacha,
		"referenceId,amount\n":                                          FormatCSV,
		"1,2,3\n":                                                       FormatCSV,
		"101,10.00,settled\n":                                           FormatCSV,
		"":                                                              FormatCSV,
		"<?xml version=\"1.0\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">": FormatCamt,
		"\n <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\">":                       FormatPain002,
	} {
		b, err := Open(strings.NewReader(text), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Guess(b); err != nil || got != want {
			t.Errorf("%q is %s (%v), want %s", text, got, err, want)
		}
		if rest, err := io.ReadAll(b); err != nil || string(rest) != text {
			t.Errorf("%q was read: %q is left (%v)", text, rest, err)
		}
	}
}
