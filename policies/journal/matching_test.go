package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// testFacts reads bodies of the form {"direction":…,"keys":{kind: value}}.
func testFacts(_ string, body []byte) (Facts, error) {
	var b struct {
		Direction string            `json:"direction"`
		Keys      map[string]string `json:"keys"`
	}
	if err := json.Unmarshal(body, &b); err != nil {
		return Facts{}, err
	}
	f := Facts{Direction: b.Direction}
	for kind, value := range b.Keys {
		f.Keys = append(f.Keys, PaymentKey{KeyKind(kind), value})
	}
	return f, nil
}

func keyedBody(keys ...string) []byte {
	named := map[string]string{}
	for i := 0; i < len(keys); i += 2 {
		named[keys[i]] = keys[i+1]
	}
	body, _ := json.Marshal(map[string]any{"direction": "debit", "keys": named})
	return body
}

func matchingBench(b *bench) *bench {
	b.options.FactsOf, b.options.MatchKey = testFacts, []byte("a secret of thirty-two bytes, yes")
	return b
}

// keyed takes payment number n to a status with these keys: those of the answer come
// with the answer.
func keyed(t testing.TB, j *Journal, n int, asked, answered []byte) string {
	t.Helper()
	p := paymentNumber(n)
	p.Body = asked
	ticket := sent(t, j, "key of "+p.ID, p)
	must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Status: Submitted, Body: answered}))
	return p.ID
}

func found(t *testing.T, j *Journal, f CandidateFilter, k PaymentKey) []string {
	t.Helper()
	all, err := j.FindCandidates(ctx, f, []PaymentKey{k, {k.Kind, "another"}})
	must(t, err)
	var ids []string
	for _, c := range all[k] {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestPaymentsAreFoundByTheirKeys(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := matchingBench(b).open()
		keyed(t, j, 1, keyedBody("reference", "order-1", "customer", "C1"), keyedBody("reference", "order-1", "vendor_reference", "V1"))
		keyed(t, j, 2, keyedBody("reference", "order-2", "customer", "C1"), nil)
		_, err := j.MovePayment(ctx, PaymentChange{
			ID: "pay_0002", Status: Settled, Cause: ByImport, Keys: []PaymentKey{{KeyTrace, "091000010000001"}},
		})
		must(t, err)

		at := CandidateFilter{Connection: "bank-us"}
		for _, c := range []struct {
			filter CandidateFilter
			key    PaymentKey
			want   []string
		}{
			{at, PaymentKey{KeyVendorReference, "V1"}, []string{"pay_0001"}},
			{at, PaymentKey{KeyReference, "V1"}, nil},
			{at, PaymentKey{KeyCustomer, "C1"}, []string{"pay_0001", "pay_0002"}},
			{at, PaymentKey{KeyTrace, "091000010000001"}, []string{"pay_0002"}},
			{CandidateFilter{Connection: "bank-eu"}, PaymentKey{KeyCustomer, "C1"}, nil},
			{CandidateFilter{Connection: "bank-us", Tenants: []string{"umbrella"}}, PaymentKey{KeyCustomer, "C1"}, nil},
			{CandidateFilter{Connection: "bank-us", Tenants: []string{}}, PaymentKey{KeyCustomer, "C1"}, nil},
			{CandidateFilter{Connection: "bank-us", Statuses: []PaymentStatus{Settled}}, PaymentKey{KeyCustomer, "C1"}, []string{"pay_0002"}},
			{CandidateFilter{Connection: "bank-us", Amount: "12.5", Currency: "USD"}, PaymentKey{KeyReference, "order-1"}, []string{"pay_0001"}},
			{CandidateFilter{Connection: "bank-us", Amount: "12.51"}, PaymentKey{KeyReference, "order-1"}, nil},
			{CandidateFilter{Connection: "bank-us", CreatedAfter: b.clock.Now()}, PaymentKey{KeyReference, "order-1"}, nil},
		} {
			if got := found(t, j, c.filter, c.key); !slices.Equal(got, c.want) {
				t.Errorf("%+v %s %s: %v, want %v", c.filter, c.key.Kind, c.key.Value, got, c.want)
			}
		}

		list, _, err := j.ListPayments(ctx, "acme", PaymentFilter{Keys: []PaymentKey{{KeyReference, "order-2"}, {KeyCustomer, "C1"}}}, Page{})
		must(t, err)
		if len(list) != 1 || list[0].ID != "pay_0002" || list[0].Direction != "debit" {
			t.Errorf("list by keys: %+v", list)
		}
		if list, _, err = j.ListPayments(ctx, "umbrella", PaymentFilter{Keys: []PaymentKey{{KeyReference, "order-2"}}}, Page{}); err != nil || len(list) != 0 {
			t.Errorf("another tenant's list by key: %v, %v", list, err)
		}
	})
}

// A look-up reads the payments that have a key, not all of the connection.
func TestLookUpsBeginWithTheKeys(t *testing.T) {
	t.Parallel()
	j := matchingBench(sqliteBench(t)).open()
	query, args := CandidateFilter{Connection: "bank-us", Statuses: []PaymentStatus{Unknown}}.withKey([]string{"0123456789abcdef"})
	must(t, j.read(ctx, "explain", func(ctx context.Context, q querier) error {
		steps, err := collect(ctx, q, func(r *sql.Rows) (step string, err error) {
			err = r.Scan(new(int), new(int), new(int), &step)
			return step, err
		}, "EXPLAIN QUERY PLAN "+query, args...)
		if err == nil && (len(steps) < 2 || !strings.Contains(steps[0], "SEARCH k USING PRIMARY KEY") || !strings.Contains(steps[1], "SEARCH p USING INTEGER PRIMARY KEY")) {
			t.Errorf("the plan is %q", steps)
		}
		return err
	}))
}

func TestCandidatesAreStreamedAndCompared(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := matchingBench(b).open()
		const many = passBatch + 5
		for n := range many {
			keyed(t, j, n, keyedBody("customer", fmt.Sprintf("C%d", n)), nil)
		}
		n := 0
		must(t, j.EachCandidate(ctx, CandidateFilter{Connection: "bank-us", Statuses: []PaymentStatus{Submitted}}, func(c Candidate) error {
			for k, want := range map[PaymentKey]Agreement{
				{KeyCustomer, fmt.Sprintf("C%d", n)}: Equal, {KeyCustomer, "C"}: Different, {KeyBank, "B"}: Unsaid, {KeyCustomer, ""}: Unsaid,
			} {
				if got := j.Compare(c, k); got != want {
					t.Errorf("%s has %s %q: %v, want %v", c.ID, k.Kind, k.Value, got, want)
				}
			}
			n++
			return nil
		}))
		if n != many {
			t.Errorf("%d candidates, want %d", n, many)
		}
		stop := errors.New("enough")
		if err := j.EachCandidate(ctx, CandidateFilter{Connection: "bank-us"}, func(Candidate) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("%v, want what each answered", err)
		}
	})
}

// Payments from before the index get their keys, also when that is broken off.
func TestPaymentsFromBeforeGetTheirKeys(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		before := b.open() // without FactsOf: as it was
		const many = passBatch + 20
		for n := range many {
			keyed(t, before, n, keyedBody("reference", fmt.Sprintf("order-%d", n)), nil)
		}
		b.clock.Move(time.Second)
		j := matchingBench(b).open()
		last := PaymentKey{KeyReference, fmt.Sprintf("order-%d", many-1)}
		if _, err := j.FindCandidates(ctx, CandidateFilter{Connection: "bank-us"}, []PaymentKey{last}); !errors.Is(err, ErrFilling) {
			t.Errorf("look-up meanwhile: %v, want ErrFilling", err)
		}
		if _, _, err := j.ListPayments(ctx, "acme", PaymentFilter{Keys: []PaymentKey{last}}, Page{}); !errors.Is(err, ErrFilling) {
			t.Errorf("list meanwhile: %v, want ErrFilling", err)
		}
		ended, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := j.FillKeys(ended); err == nil {
			t.Error("a fill that was broken off says that it ended")
		}
		filled, err := j.FillKeys(ctx)
		must(t, err)
		if filled != many {
			t.Errorf("filled %d, want %d", filled, many)
		}
		if got := found(t, j, CandidateFilter{Connection: "bank-us"}, last); len(got) != 1 {
			t.Errorf("found %v", got)
		}
		p, err := j.GetPayment(ctx, "acme", "pay_0003")
		must(t, err)
		if p.Direction != "debit" || !p.UpdatedAt.Before(b.clock.Now()) {
			t.Errorf("filled payment: %+v", p)
		}
		if again, err := b.open().FillKeys(ctx); err != nil || again != 0 {
			t.Errorf("second fill: %d, %v", again, err)
		}
	})
}

// The index stays one when the keys are rotated and when the oldest one goes.
func TestKeysAreFoundAfterARotation(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		matchingBench(b)
		must(t, func() error {
			j, err := b.tryOpen()
			if err != nil {
				return err
			}
			keyed(t, j, 1, keyedBody("reference", "order-1"), nil)
			return j.Close()
		}())
		for n, set := range []*KeySet{mustKeys(testKey(2), testKey(1)), mustKeys(testKey(2))} {
			b.options.Keys = set
			if n == 1 {
				b.options.MatchKey = []byte("derived from another oldest key: ")
			}
			j := b.open()
			if n == 0 { // sealed with the new key, so that it can be read without the old one
				keyed(t, j, 2, keyedBody("reference", "order-1"), nil)
			}
			all, err := j.FindCandidates(ctx, CandidateFilter{Connection: "bank-us"}, []PaymentKey{{KeyReference, "order-1"}})
			must(t, err)
			if got := all[PaymentKey{KeyReference, "order-1"}]; len(got) != 2 {
				t.Errorf("rotation %d: found %d payments, want 2", n, len(got))
			}
			must(t, j.Close())
		}
	})
}

func TestPaymentListKeepsToItsFilter(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := matchingBench(b).open()
		start := b.clock.Now()
		for n := 1; n <= 4; n++ {
			b.clock.Move(time.Hour)
			keyed(t, j, n, keyedBody(), nil)
		}
		b.clock.Move(time.Hour)
		_, err := j.MovePayment(ctx, PaymentChange{ID: "pay_0002", Status: Returned, Cause: ByImport, Code: "R01"})
		must(t, err)
		for name, c := range map[string]struct {
			filter PaymentFilter
			want   string
		}{
			"id":            {PaymentFilter{ID: "pay_0003"}, "3"},
			"return code":   {PaymentFilter{ReturnCode: "R01"}, "2"},
			"direction":     {PaymentFilter{Direction: "credit"}, ""},
			"connection":    {PaymentFilter{Connection: "bank-eu"}, ""},
			"amount":        {PaymentFilter{Amount: "12.500"}, "4321"},
			"other amount":  {PaymentFilter{Amount: "12.05"}, ""},
			"other tenants": {PaymentFilter{Tenants: []string{"umbrella"}}, ""},
			"no tenants":    {PaymentFilter{Tenants: []string{}}, ""},
			"its tenants":   {PaymentFilter{Tenants: []string{"umbrella", "acme"}}, "4321"},
			"created":       {PaymentFilter{CreatedAfter: start.Add(time.Hour), CreatedBefore: start.Add(4 * time.Hour)}, "32"},
			"rising":        {PaymentFilter{Ascending: true}, "1234"},
			"changed":       {PaymentFilter{UpdatedAfter: start.Add(2 * time.Hour), Ascending: true}, "342"},
			"falling":       {PaymentFilter{UpdatedAfter: start.Add(2 * time.Hour)}, "243"},
		} {
			var seen strings.Builder
			for page := (Page{Limit: 1}); ; {
				payments, next, err := j.ListAllPayments(ctx, c.filter, page)
				must(t, err)
				for _, p := range payments {
					seen.WriteString(strings.TrimLeft(p.ID, "pay_0"))
				}
				if page.Cursor = next; next == "" {
					break
				}
			}
			if seen.String() != c.want {
				t.Errorf("%s: %s, want %s", name, seen.String(), c.want)
			}
		}
	})
}
