package routing_test

import (
	"reflect"
	"testing"

	"canongate/policies/routing"

	"github.com/google/go-cmp/cmp"
)

func TestCompared(t *testing.T) {
	t.Parallel()
	for when, want := range map[string]map[string][]string{
		`tenant == "acme" && request.country_of_residence == "AE"`: {"tenant": {"acme"}, "request.country_of_residence": {"AE"}},
		`!(country in ["AE", "SA"]) || "AE" != country`:            {"country": {"AE", "SA"}},
		`amount > 1000 ? currency == "USD" : amount <= "99.95"`:    {"amount": {"1000", "99.95"}, "currency": {"USD"}},
		`request["nationality"] startsWith "D"`:                    {"request.nationality": {"D"}},
		`"a" == "b"`:                                               {},
		`country ==`:                                               {},
		``:                                                         {},
	} {
		if diff := cmp.Diff(want, routing.LiteralsIn(when)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", when, diff)
		}
	}
}

// TestRequestWithEveryFact makes a request of each fact that expressions know and
// wants to find it there.
func TestRequestWithEveryFact(t *testing.T) {
	t.Parallel()
	for _, field := range reflect.VisibleFields(reflect.TypeFor[routing.RequestAttributes]()) {
		name := "request." + field.Tag.Get("expr")
		got := routing.AttributesOf(routing.RequestWith(map[string]string{name: "here"})).Request
		if reflect.ValueOf(got).FieldByIndex(field.Index).String() != "here" {
			t.Errorf("%s is lost", name)
		}
	}
	got := routing.AttributesOf(routing.RequestWith(map[string]string{
		"country": "AE", "currency": "USD", "method": "sms_otp", "amount": "7.50", "tenant": "acme",
	}))
	if got.Country != "AE" || got.Currency != "USD" || got.Method != "sms_otp" || got.Amount == nil || got.Amount.String() != "7.50" {
		t.Errorf("got %+v", got)
	}
}
