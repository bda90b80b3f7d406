package journal

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// onAccount has every payment found by the account that its body names.
func onAccount(b *bench) {
	b.options.FactsOf = func(_ string, body []byte) (Facts, error) {
		return Facts{Direction: "debit", Keys: []PaymentKey{{KeyBankAccountID, string(body)}}}, nil
	}
}

func TestAccountBlocks(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		onAccount(b)
		j := b.open()
		pay := func(n int, account string) string {
			p := paymentNumber(n)
			p.Body = []byte(account)
			ticket := sent(t, j, "key of "+p.ID, p)
			must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Status: Submitted}))
			return p.ID
		}
		blocked := func(tenant, account, want string) {
			t.Helper()
			got, found, err := j.FindAccountBlock(ctx, tenant, PaymentKey{KeyBankAccountID, account}, []string{"R02", "R10"}, "2026-03-20")
			must(t, err)
			if found != (want != "") || got.Code != want {
				t.Errorf("%s: %+v %t, want %q", account, got, found, want)
			}
		}
		for n, code := range []string{"R02", "R01", "R10"} {
			_, err := j.MovePayment(ctx, PaymentChange{ID: pay(n, "account "+code), Status: Returned, Cause: ByImport, Code: code, ReturnedOn: "2026-03-04"})
			must(t, err)
		}
		pay(3, "account R02") // what came after changes nothing
		blocked("acme", "account R02", "R02")
		blocked("acme", "account R10", "R10")
		blocked("acme", "account R01", "")
		blocked("acme", "another", "")
		blocked("other", "account R02", "")
		_, err := j.MovePayment(ctx, PaymentChange{ID: "pay_0000", Status: Settled, Cause: ByCorrection, By: "ann", ApprovedBy: "bob", Reason: "dishonored"})
		must(t, err)
		blocked("acme", "account R02", "")

		for n, due := range map[int]string{10: "2026-03-19", 11: "2026-03-20"} {
			id := pay(n, "account due "+due)
			moved, err := j.MovePayment(ctx, PaymentChange{ID: id, Status: Submitted, Cause: ByImport, ChangeCode: "C01"})
			must(t, err)
			must(t, j.write(ctx, "correct", func(ctx context.Context, q querier) error {
				return j.noteCorrection(ctx, q, Correction{Connection: "bank-us", Tenant: "acme", PaymentID: id, ImportID: id, EntryNo: 1, Code: "C01", DueOn: due, Corrected: "x"}, moved.Payment, b.clock.Now())
			}))
		}
		blocked("acme", "account due 2026-03-20", "")
		blocked("acme", "account due 2026-03-19", "C01")
		b.clock.Move(31 * 24 * time.Hour) // its data is gone, and nobody has used it
		_, err = j.Purge(ctx)
		must(t, err)
		blocked("acme", "account due 2026-03-19", "C01")
		open, _, err := j.ListCorrections(ctx, CorrectionFilter{}, Page{})
		must(t, err)
		for _, c := range open {
			_, err := j.CorrectionApplied(ctx, c.ID, nil, "ada")
			must(t, err)
		}
		blocked("acme", "account due 2026-03-19", "")
	})
}

// A program that does not know the table of accounts writes beside this one.
func TestAccountBlockOfAnOlderProgramIsFound(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		onAccount(b)
		j := b.open()
		for n, set := range map[int]string{1: `status = 'returned', return_code = 'R02'`, 2: `change_code = 'C01'`} {
			p := paymentNumber(n)
			p.Body = fmt.Append(nil, "account ", n)
			must(t, j.Finish(ctx, sent(t, j, p.ID, p), Finishing{Answer: Answer{Status: 201}, Status: Submitted}))
			must(t, j.write(ctx, "write as it did", func(ctx context.Context, q querier) error {
				_, err := q.ExecContext(ctx, `UPDATE payments SET `+set+`, updated_at = $2 WHERE id = $1`, p.ID, stamp(b.clock.Now()))
				return err
			}))
		}
		b.clock.Move(blocksLookBack - time.Second)
		j.maintain(ctx)
		if _, found, err := j.FindAccountBlock(ctx, "acme", PaymentKey{KeyBankAccountID, "account 1"}, []string{"R02"}, "2026-03-20"); err != nil || !found {
			t.Errorf("of a return: %v %v", found, err)
		}
		var noted int
		must(t, j.read(ctx, "count", func(ctx context.Context, q querier) error {
			return q.QueryRowContext(ctx, `SELECT COUNT(*) FROM account_blocks`).Scan(&noted)
		}))
		if noted != 2 {
			t.Errorf("%d accounts are noted", noted)
		}
	})
}

// BenchmarkFindAccountBlock is what a payment pays for the look at its bank account, by
// how many payments that has.
func BenchmarkFindAccountBlock(b *testing.B) {
	for _, payments := range []int{1, 100, 1000} {
		b.Run(fmt.Sprintf("payments=%d", payments), func(b *testing.B) {
			bench := sqliteBench(b)
			bench.options.Now = time.Now
			onAccount(bench)
			j := bench.open()
			for n := range payments {
				p := paymentNumber(n)
				p.Body = []byte("account")
				sent(b, j, p.ID, p)
			}
			for b.Loop() {
				if _, found, err := j.FindAccountBlock(ctx, "acme", PaymentKey{KeyBankAccountID, "account"}, []string{"R02"}, "2026-03-20"); err != nil || found {
					b.Fatal(found, err)
				}
			}
		})
	}
}
