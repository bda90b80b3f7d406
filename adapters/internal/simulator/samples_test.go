package simulator_test

import (
	"testing"
	"testing/fstest"

	"canongate/adapters/internal/simulator"
	"canongate/adapters/internal/simulator/simulatortest"
)

func samples() fstest.MapFS {
	return fstest.MapFS{
		"samples/index.json":          {Data: []byte(`[{"file":"get_thing.busy.json","operation":"get_thing","status":429,"headers":{"retry-after":"3"}}]`)},
		"samples/get_thing.busy.json": {Data: []byte("{\n \"message\": \"<busy>\", \"requestId\": \"1\" }")},
	}
}

func TestSamplesReply(t *testing.T) {
	t.Parallel()
	s := simulator.ReadSamples(samples())
	reply := s.Reply("get_thing.busy", simulator.Field{Name: "requestId", Value: "2"})
	if reply.Status != 429 || reply.Header.Get("Retry-After") != "3" {
		t.Errorf("status %d, header %v", reply.Status, reply.Header)
	}
	if got, want := string(reply.Body), `{"message":"<busy>","requestId":"2"}`; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
	if got := string(s.Reply("get_thing.busy").Body); got != `{"message":"<busy>","requestId":"1"}` {
		t.Errorf("the sample itself was changed: %s", got)
	}
}

func TestSamplesRefuseUnknownNames(t *testing.T) {
	t.Parallel()
	s := simulator.ReadSamples(samples())
	for name, run := range map[string]func(){
		"sample": func() { s.Reply("get_thing.gone") },
		"field":  func() { s.Reply("get_thing.busy", simulator.Field{Name: "request_id", Value: "2"}) },
		"index":  func() { simulator.ReadSamples(fstest.MapFS{}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			run()
		})
	}
}

func TestSameShape(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, want, got string
		same            bool
	}{
		{"other values", `{"a":1,"b":["x"]}`, `{"b":["y","z"],"a":2}`, true},
		{"null", `{"a":null}`, `{"a":"x"}`, true},
		{"empty list", `{"a":[]}`, `{"a":[1]}`, true},
		{"missing field", `{"a":1,"b":2}`, `{"a":1}`, false},
		{"extra field", `{"a":1}`, `{"a":1,"b":2}`, false},
		{"other kind", `{"a":1}`, `{"a":"1"}`, false},
		{"deep", `{"a":[{"b":1}]}`, `{"a":[{"c":1}]}`, false},
		{"not JSON", `{}`, `<html>`, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			err := simulatortest.SameShape([]byte(tc.want), []byte(tc.got))
			if (err == nil) != tc.same {
				t.Errorf("same %v, want %v (%v)", err == nil, tc.same, err)
			}
		})
	}
}
