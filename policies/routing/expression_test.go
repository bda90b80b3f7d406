package routing_test

import (
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/policies/routing"
)

func whenRule(text string) routing.RouteOptions {
	return all(routing.RouteOptions{When: text, Use: use("alpha")})
}

func TestExpressions(t *testing.T) {
	t.Parallel()
	hundred, err := canonical.ParseDecimal("100.10")
	if err != nil {
		t.Fatal(err)
	}
	query := routing.Query{
		Operation: "create_payment", Effect: canonical.MovesMoney, Tenant: "acme",
		Attributes: routing.Attributes{
			Country: "AE", Currency: "USD", Method: "ach", Amount: &hundred,
			Request: routing.RequestAttributes{CountryOfResidence: "AE", Direction: "debit"},
		},
	}
	for text, want := range map[string]bool{
		`tenant == "acme" && request.country_of_residence == "AE"`: true,
		`tenant == "globex"`:                         false,
		`operation in ["create_payment"]`:            true,
		`country in ["AE", "IN"]`:                    true,
		`method == "ach" and currency != "EUR"`:      true,
		`request.direction startsWith "de"`:          true,
		`request.nationality == ""`:                  true,
		`not (request.direction == "debit")`:         false,
		`country == "AE" ? true : false`:             true,
		`amount > 100`:                               true,
		`amount >= "100.1"`:                          true,
		`amount > "100.10"`:                          false,
		`amount == "100.100"`:                        true,
		`amount != 100`:                              true,
		`amount < 100`:                               false,
		`1000 > amount && "100.09" < amount`:         true,
		`amount <= "100.10" && amount <= 1000000000`: true,
		"tenant ==\n  \"acme\"":                      true,
		`tenant[9:] == "" || tenant == "acme"`:       true,
	} {
		if got := routes(t, whenRule(text)).Choose(&query).Route != ""; got != want {
			t.Errorf("%s is %t, want %t", text, got, want)
		}
	}
	bare := routing.Query{Operation: "get_customer"}
	for _, text := range []string{`amount > 0`, `amount == 0`, `amount != 0`, `amount < 1`} {
		if routes(t, whenRule(text)).Choose(&bare).Route != "" {
			t.Errorf("%s holds for a request without an amount", text)
		}
	}
}

func TestMistakesInExpressionsHaveTheirPlace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text         string
		line, column int
		words        string
	}{
		{`teneant == "acme"`, 1, 1, "unknown name teneant"},
		{`request.contry_of_residence == "AE"`, 1, 9, "no field contry_of_residence"},
		{`tenant == 5`, 1, 8, "mismatched types string and int"},
		{`tenant`, 1, 1, "is not true or false"},
		{"tenant == \"acme\" &&\n  country = \"AE\"", 2, 11, ""},
		{`tenant == "acme`, 1, 0, ""},
		{`tenant == "acme" "hunter2"`, 1, 18, "unexpected string"},
		{`country = "US"`, 1, 9, "unexpected =; did you mean ==?"},
		{`tenant == "acme" && (`, 1, 0, "it ends too early"},
		{`now().Year() > 2020`, 1, 1, "unknown name now"},
		{`amount > 99.95`, 1, 10, "compares the amount"},
		{`amount > "lots"`, 1, 10, "compares the amount"},
		{`amount > -1`, 1, 10, "compares the amount"},
		{`amount > tenant`, 1, 10, "compares the amount"},
		{`amount + 1 > 2`, 1, 8, "mismatched types"},
		{`amount in 1..5`, 1, 8, ""},
	} {
		_, problems := routing.NewRouter([]routing.RouteOptions{whenRule(test.text)}, connections)
		if len(problems) != 1 {
			t.Errorf("%s: %d problems, want 1", test.text, len(problems))
			continue
		}
		p := problems[0]
		if p.Key != "when" || p.Line != test.line || test.column > 0 && p.Column != test.column || !strings.Contains(p.Message, test.words) {
			t.Errorf("%s: %q at %d:%d of %s, want %q at %d:%d", test.text, p.Message, p.Line, p.Column, p.Key, test.words, test.line, test.column)
		}
		if strings.Contains(p.Message, "hunter2") || strings.Contains(p.Message, "policies.") {
			t.Errorf("%s: the message shows a value or our own names: %q", test.text, p.Message)
		}
	}
}

// FuzzWhen holds expressions to never panicking, neither when they are compiled
// nor when they run, and mistakes in them to having a place in the text.
func FuzzWhen(f *testing.F) {
	for _, seed := range []string{
		`tenant == "acme" && request.country_of_residence in ["AE", "IN"]`, `amount > "99.95" or amount < -1`,
		"operation startsWith 'create'\n  ? country != currency : false", `amount = 5`, `tenant[9:2] == ""`, `1..1000000000 == [1]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rules, problems := routing.NewRouter([]routing.RouteOptions{whenRule(text)}, connections)
		for _, p := range problems {
			if p.Key != "when" || p.Line < 1 || p.Column < 1 || p.Message == "" {
				t.Errorf("a mistake without a place or words: %+v", p)
			}
		}
		if len(problems) == 0 {
			rules.Choose(&routing.Query{Operation: "get_customer", Tenant: "acme"})
		}
	})
}
