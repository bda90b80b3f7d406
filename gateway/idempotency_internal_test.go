package gateway

import "testing"

func TestDigestIgnoresSpelling(t *testing.T) {
	t.Parallel()
	first, err := digestOf([]byte(`{"a":"x","b":{"c":1}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	same, _ := digestOf([]byte("{ \"b\" : {\"c\":1.0},\n\"a\":\"\\u0078\"}"), nil)
	other, _ := digestOf([]byte(`{"a":"y","b":{"c":1}}`), nil)
	withFile, _ := digestOf([]byte(`{"a":"x","b":{"c":1}}`), []byte("f"))
	if first != same || first == other || first == withFile || !first.given {
		t.Errorf("%v %v %v %v", first.sum, same.sum, other.sum, withFile.sum)
	}
}
