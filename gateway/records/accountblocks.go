package records

import (
	"context"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/policies/bankday"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// blockingCodes are the return codes after which nothing should be sent to the account.
var blockingCodes = func() (codes []string) {
	for _, c := range reconcile.Codes() {
		if c.Blocks {
			codes = append(codes, c.Code)
		}
	}
	return codes
}()

// AccountBlock says why nothing should be sent to a bank account; "" where nothing is
// known against it.
func (j Journal) AccountBlock(ctx context.Context, tenant, account string) (string, error) {
	whole, _ := j.reader.open(canonical.KindBankAccount, tenant, account)
	today := bankday.Of(time.Now()).Format(time.DateOnly)
	block, found, err := j.journal.FindAccountBlock(ctx, tenant, journal.PaymentKey{Kind: journal.KeyBankAccountID, Value: whole}, blockingCodes, today)
	switch {
	case err != nil:
		return "", journalError(err)
	case !found:
		return "", nil
	case slices.Contains(blockingCodes, block.Code):
		return "A payment of this bank account, " + block.PaymentID + ", was returned with " + titled(block.Code) + ".", nil
	}
	return "The change that the bank told of this account, " + titled(block.Code) + ", was not made in time.", nil
}

// titled is a code with its meaning.
func titled(code string) string {
	if c, known := reconcile.LookupCode(code); known {
		return code + " (" + c.Title + ")"
	}
	return code
}
