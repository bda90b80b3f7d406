package lenientjson

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func TestReadElementSaysWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	type inner struct {
		Zip String `json:"zip"`
	}
	for text, want := range map[string]string{
		`{"name":"a","inner":{"zip":1}}`: "", `{}`: "", `{"other":[1]}`: "", `{"name":[1]}`: "name", `{"inner":{"zip":{}}}`: "inner.zip",
		`{"inner":7}`: "inner", `7`: "*", `"x"`: "*", `[]`: "*", `null`: "*",
	} {
		var v struct {
			Name  String `json:"name"`
			Inner inner  `json:"inner"`
		}
		in := jsontext.NewDecoder(strings.NewReader(text + ` "next"`))
		if got, err := ReadElement(in, &v); got != want || err != nil {
			t.Errorf("%s: %q, %v, want %q", text, got, err, want)
		}
		if next, err := in.ReadValue(); err != nil || string(next) != `"next"` {
			t.Errorf("%s: what follows is not read: %v", text, err)
		}
	}
	for _, text := range []string{`{"name":`, `{"name":"a","name":"b"}`, ``} {
		if _, err := ReadElement(jsontext.NewDecoder(strings.NewReader(text)), new(struct{})); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}
