package simulator_test

import (
	"errors"
	"testing"

	"canongate/adapters/internal/simulator"
)

type part struct {
	ID int `json:"id"`
}

type order struct {
	part
	FirstName string  `json:"firstName"`
	Parts     []part  `json:"parts"`
	Main      *part   `json:"main"`
	Hidden    string  `json:"-"`
	Note      *string `json:"note,omitempty"`
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, body, unknown string
		ok                  bool
	}{
		{name: "all fields", body: `{"id":1,"firstName":"a","parts":[{"id":1}],"main":{"id":2},"note":"n"}`, ok: true},
		{name: "nulls", body: `{"parts":null,"main":null,"note":null}`, ok: true},
		{name: "unknown", body: `{"color":"red"}`, unknown: "color"},
		{name: "other case", body: `{"FirstName":"a"}`, unknown: "FirstName"},
		{name: "unknown in a list", body: `{"parts":[{"id":1},{"no":2}]}`, unknown: "no"},
		{name: "unknown behind a pointer", body: `{"main":{"ID":2}}`, unknown: "ID"},
		{name: "unexposed", body: `{"Hidden":"x"}`, unknown: "Hidden"},
		{name: "wrong type", body: `{"id":"1"}`},
		{name: "two values", body: `{} {}`},
		{name: "not JSON", body: `<`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var v order
			err := (&simulator.Request{Body: []byte(tc.body)}).Decode(&v)
			if (err == nil) != tc.ok {
				t.Fatalf("error %v, want none: %v", err, tc.ok)
			}
			var unknown simulator.UnknownField
			if errors.As(err, &unknown); string(unknown) != tc.unknown {
				t.Errorf("unknown field %q, want %q", unknown, tc.unknown)
			}
		})
	}
}
