package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// AccountBlock is why nothing should be sent to a bank account until somebody has seen
// to it: a payment came back, or a change that its bank told was not made in time.
type AccountBlock struct {
	PaymentID string
	Code      string // of the return, or of the change
}

const (
	// noteBlock remembers the bank account of a payment that came back, or whose bank told
	// a change. Whether that blocks the account is looked up when somebody asks.
	noteBlock = `
INSERT INTO account_blocks (digest, payment) SELECT digest, payment FROM payment_keys WHERE payment = $1 AND kind = $2
ON CONFLICT DO NOTHING`

	// fillBlocks does so for payments that a program from before has written: %s says
	// which.
	fillBlocks = `
INSERT INTO account_blocks (digest, payment)
SELECT k.digest, k.payment FROM payments p CROSS JOIN payment_keys k
WHERE %s AND k.payment = p.seq AND k.kind = $1 AND NOT EXISTS (SELECT 1 FROM account_blocks b WHERE b.payment = p.seq)
ON CONFLICT DO NOTHING`

	cameBack, toldChange = `p.return_code <> ''`, `p.change_code <> ''`

	// The same of those that were written after a time. What came back has ended, and is
	// found by when it did.
	cameBackLately   = cameBack + ` AND ` + hasEnded + ` AND p.updated_at > $2`
	toldChangeLately = toldChange + ` AND p.updated_at > $2`
)

// mayBlock notes the bank account of a payment if the codes that it has by now may block it.
func (j *Journal) mayBlock(ctx context.Context, q querier, seq int64, returnCode, changeCode string) error {
	if returnCode == "" && changeCode == "" {
		return nil
	}
	_, err := q.ExecContext(ctx, noteBlock, seq, string(KeyBankAccountID))
	return err
}

// fillAccountBlocks notes the accounts that programs from before have left out.
func (j *Journal) fillAccountBlocks(ctx context.Context, q querier) error {
	for _, which := range []string{cameBack, toldChange} {
		if _, err := q.ExecContext(ctx, fmt.Sprintf(fillBlocks, which), string(KeyBankAccountID)); err != nil {
			return err
		}
	}
	return nil
}

// blocksLookBack is how far noteLateBlocks looks back: longer than maintenance pauses and
// than replicas' clocks differ.
const blocksLookBack = 10 * time.Minute

// noteLateBlocks notes the accounts that a program from before has left out lately: in an
// upgrade it runs beside this one.
func (j *Journal) noteLateBlocks(ctx context.Context) error {
	return j.write(ctx, "note accounts of payments that came back", func(ctx context.Context, q querier) error {
		since := stamp(j.clock.now().Add(-blocksLookBack))
		for _, which := range []string{cameBackLately, toldChangeLately} {
			if _, err := q.ExecContext(ctx, fmt.Sprintf(fillBlocks, which), string(KeyBankAccountID), since); err != nil {
				return err
			}
		}
		return nil
	})
}

// countBlocks finds nothing for nearly all accounts.
const countBlocks = `SELECT COUNT(*) FROM (SELECT 1 FROM account_blocks WHERE digest = $1 LIMIT 1) AS first`

// An applied correction is over. One whose data were deleted unused is not.
const blockingPayment = `
SELECT p.id, p.status, p.return_code, p.change_code
FROM (SELECT digest, payment FROM account_blocks) k CROSS JOIN payments p%s AND p.seq = k.payment
  AND (p.status = 'returned' AND %s OR p.change_code <> '' AND EXISTS (
    SELECT 1 FROM corrections c WHERE c.payment_id = p.id AND c.state <> 'applied' AND c.due_on < %s))
ORDER BY p.seq DESC LIMIT 1`

// FindAccountBlock looks for the newest payment of a bank account that came back with one
// of the codes, or whose change was due before today, as 2006-01-02. found is false
// without one. ErrFilling while payments from before have no keys.
func (j *Journal) FindAccountBlock(ctx context.Context, tenant string, account PaymentKey, codes []string, today string) (b AccountBlock, found bool, err error) {
	const attempt = "look for returns of a bank account"
	if err := j.keysComplete(); err != nil {
		return b, false, fmt.Errorf("%s: %w", attempt, err)
	}
	digest := j.digest(account)
	var noted int
	err = j.lookUp(ctx, attempt, func(ctx context.Context, q querier) error {
		return q.QueryRowContext(ctx, countBlocks, digest).Scan(&noted)
	})
	if err != nil || noted == 0 {
		return b, false, err
	}
	var w, returned where
	w.add("k.digest = $%d", digest)
	w.add("p.tenant = $%d", tenant)
	w.args = append(w.args, today)
	due := fmt.Sprintf("$%d", len(w.args))
	returned.args = w.args
	returned.addIn("p.return_code", anyOf(codes))
	query := fmt.Sprintf(blockingPayment, w.clause(), returned.terms[0], due)
	err = j.read(ctx, attempt, func(ctx context.Context, q querier) error {
		var status PaymentStatus
		var returnCode, changeCode string
		err := q.QueryRowContext(ctx, query, returned.args...).Scan(&b.PaymentID, &status, &returnCode, &changeCode)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if b.Code, found = changeCode, err == nil; status == Returned && returnCode != "" {
			b.Code = returnCode
		}
		return err
	})
	return b, found, err
}
