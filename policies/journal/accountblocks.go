package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// AccountBlock is why nothing should be sent to a bank account until somebody has seen
// to it: a payment came back, or a change that its bank told was not made in time.
type AccountBlock struct {
	PaymentID string
	Code      string // of the return, or of the change
}

// An applied correction is over. One whose data were deleted unused is not.
const blockingPayment = `
SELECT p.id, p.status, p.return_code, p.change_code
FROM (SELECT digest, payment FROM payment_keys) k CROSS JOIN payments p%s AND p.seq = k.payment
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
	var w, returned where
	w.add("k.digest = $%d", j.digest(account))
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
