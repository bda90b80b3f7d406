package journal_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"canongate/policies/journal"
)

// A keyed payment: claim, mark as sent, call the vendor, finish. The second
// request with the key finds the answer of the first.
func Example() {
	dir, err := os.MkdirTemp("", "journal")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	keys, err := journal.NewKeySet(journal.Key{ID: 1, Secret: [32]byte{42}})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	j, err := journal.Open(ctx, journal.Options{
		Driver: "sqlite", DSN: "file:" + filepath.Join(dir, "journal.db"), Keys: keys,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer j.Close()
	for range 2 {
		if err := pay(ctx, j, "order-17", func() (string, error) { return "moved", nil }); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// 201 moved
	// 201 moved, replayed
}

var errNotSent = errors.New("dial failed")

func pay(ctx context.Context, j *journal.Journal, key string, vendor func() (string, error)) error {
	scope := journal.Scope{Tenant: "acme", Caller: "checkout", Operation: "create_payment", Connection: "bank-us", Key: key}
	claim, err := j.Claim(ctx, scope, sha256.Sum256([]byte(`{"amount":"12.50"}`)), 45*time.Second)
	if err != nil {
		return err // nothing was sent
	}
	if claim.Outcome == journal.Replay {
		fmt.Printf("%d %s, replayed\n", claim.Answer.Status, claim.Answer.Body)
		return nil
	}
	if claim.Outcome != journal.Fresh {
		return fmt.Errorf("key is %v", claim.Outcome)
	}
	err = j.MarkSent(ctx, claim.Ticket, journal.Sending{
		Connection: "bank-us", Lease: 45 * time.Second,
		Payment: &journal.Payment{ID: "pay_1", Customer: "cus_1", Amount: "12.50", Currency: "USD", Body: []byte(`{}`)},
	})
	if err != nil {
		return errors.Join(err, j.Release(ctx, claim.Ticket)) // nothing was sent
	}
	answer, err := vendor()
	if errors.Is(err, errNotSent) {
		return errors.Join(err, j.Release(ctx, claim.Ticket))
	}
	done := journal.Finishing{Answer: journal.Answer{Status: 201, Body: []byte(answer)}, Status: journal.Submitted}
	if err != nil {
		done = journal.Finishing{Answer: journal.Answer{Status: 502}, Status: journal.Unknown, Reason: "no answer"}
	}
	if err := j.Finish(ctx, claim.Ticket, done); err != nil {
		return err
	}
	fmt.Printf("%d %s\n", done.Answer.Status, done.Answer.Body)
	return nil
}
