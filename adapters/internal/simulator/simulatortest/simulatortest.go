// Package simulatortest holds what the tests of all sandboxes need: a call
// against a handler and a comparison of an answer with its sample.
package simulatortest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
)

// Call is one request to a sandbox.
type Call struct {
	Method, Path string
	Header       map[string]string
	Body         string
}

// Do runs the call against h, without a network.
func (c Call) Do(h http.Handler) *httptest.ResponseRecorder {
	r := httptest.NewRequest(c.Method, c.Path, strings.NewReader(c.Body))
	for k, v := range c.Header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// SameShape says where two JSON documents differ in field names or kinds of
// value. Null has the shape of everything, lists are compared by their first
// element, and an empty list has the shape of every list.
func SameShape(want, got []byte) error {
	w, err := decode(want)
	if err != nil {
		return fmt.Errorf("decode the wanted document: %w", err)
	}
	g, err := decode(got)
	if err != nil {
		return fmt.Errorf("decode the document at hand: %w", err)
	}
	return sameShape("", w, g)
}

func decode(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	err := dec.Decode(&v)
	return v, err
}

func sameShape(path string, want, got any) error {
	if want == nil || got == nil {
		return nil
	}
	if w, g := fmt.Sprintf("%T", want), fmt.Sprintf("%T", got); w != g {
		return fmt.Errorf("%s: want a %s, have a %s", path, w, g)
	}
	switch want := want.(type) {
	case map[string]any:
		got := got.(map[string]any)
		names, have := slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))
		if !slices.Equal(names, have) {
			return fmt.Errorf("%s: want fields %v, have %v", path, names, have)
		}
		for _, k := range names {
			if err := sameShape(path+"/"+k, want[k], got[k]); err != nil {
				return err
			}
		}
	case []any:
		got := got.([]any)
		if len(want) > 0 && len(got) > 0 {
			return sameShape(path+"/0", want[0], got[0])
		}
	}
	return nil
}
