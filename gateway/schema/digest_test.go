package schema_test

import (
	"testing"

	"canongate/gateway/schema"
)

func TestDigestIgnoresSpelling(t *testing.T) {
	t.Parallel()
	first, err := schema.DigestOf([]byte(`{"a":"x","b":{"c":1}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	same, _ := schema.DigestOf([]byte("{ \"b\" : {\"c\":1.0},\n\"a\":\"\\u0078\"}"), nil)
	other, _ := schema.DigestOf([]byte(`{"a":"y","b":{"c":1}}`), nil)
	withFile, _ := schema.DigestOf([]byte(`{"a":"x","b":{"c":1}}`), []byte("f"))
	if first != same || first == other || first == withFile || !first.Given {
		t.Errorf("%v %v %v %v", first.Sum, same.Sum, other.Sum, withFile.Sum)
	}
}
