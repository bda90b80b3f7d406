// Package presume settles payments of which nothing was heard, where a connection is
// configured so: a few banking days after a payment was expected to settle, with no
// return. That is no knowledge, so the basis says "presumed". Only ACH payments are
// presumed, since nobody knows when others settle. A return that comes later counts
// as any other.
//
// Nothing is ever presumed of a payment whose outcome is unknown. After five banking days
// it becomes an exception, for somebody to find out.
package presume

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/policies/bankday"
	"canongate/policies/journal"
)

const (
	leaseName = "presume settlements"
	// lease is how long a replica that died keeps the others from going on. It is renewed
	// with each page.
	lease = 5 * time.Minute
)

// errLost says that another replica does the work by now.
var errLost = errors.New("presume settlements: another replica does")

// Clerk presumes settlements.
type Clerk struct {
	Journal *journal.Journal
	// After is after how many banking days the payments of each connection are presumed to
	// have settled; those of others never are.
	After  func() map[string]int
	Logger *slog.Logger
}

// Run makes a pass with each tick until ctx ends.
func (c Clerk) Run(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		settled, err := c.Pass(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			c.Logger.WarnContext(ctx, "settlements are not presumed, or old unknown payments not raised, now", "reason", err.Error(), "settled", settled)
		case settled > 0:
			c.Logger.InfoContext(ctx, "settlements presumed", "payments", settled)
		}
	}
}

// Pass settles what is due, and says how many payments that were; and it raises those
// that are unknown for too long. It does nothing while another replica is at it, or while
// the clock cannot be trusted.
func (c Clerk) Pass(ctx context.Context) (settled int, err error) {
	connections := c.After()
	owner := rand.Text()
	taken, err := c.Journal.TakeLease(ctx, leaseName, owner, lease)
	if err != nil || !taken {
		return 0, err
	}
	defer func() {
		if dropped := c.Journal.DropLease(context.WithoutCancel(ctx), leaseName, owner); err == nil {
			err = dropped
		}
	}()
	now, trusted, err := c.Journal.Clock(ctx)
	if err != nil || !trusted {
		return 0, err
	}
	aged := c.Journal.RaiseAgeing(ctx, youngSince(now)) // whatever becomes of the rest
	for _, name := range slices.Sorted(maps.Keys(connections)) {
		for _, status := range []journal.PaymentStatus{journal.Submitted, journal.Processing} {
			p := pass{c.Journal, owner, name, status, connections[name], now}
			n, err := p.run(ctx)
			if settled += n; errors.Is(err, errLost) {
				return settled, aged
			}
			if err != nil {
				return settled, errors.Join(aged, err)
			}
		}
	}
	return settled, aged
}

// unknownFor is for how many banking days a payment may be unknown until somebody has to
// look.
const unknownFor = 5

// youngSince is the beginning of the first day whose payments are not unknown for too long.
func youngSince(now time.Time) time.Time {
	day := bankday.Of(now)
	for bankday.Between(day, now) <= unknownFor {
		day = day.AddDate(0, 0, -1)
	}
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, bankday.Zone())
}

// pass goes through the payments of a connection that are in one status.
type pass struct {
	journal    *journal.Journal
	owner      string
	connection string
	status     journal.PaymentStatus
	after      int // banking days
	now        time.Time
}

func (p pass) run(ctx context.Context) (settled int, err error) {
	madeUntil := p.now.AddDate(0, 0, -p.after)
	for next := int64(0); ; {
		var page []journal.Payment
		page, next, err = p.journal.SilentPayments(ctx, p.connection, p.status, madeUntil, next)
		if err != nil {
			return settled, err
		}
		for _, payment := range page {
			moved, err := p.settle(ctx, payment)
			if err != nil {
				return settled, err
			}
			if moved {
				settled++
			}
		}
		if next == 0 {
			return settled, nil
		}
		if kept, err := p.journal.TakeLease(ctx, leaseName, p.owner, lease); err != nil || !kept {
			return settled, errors.Join(err, errLost)
		}
	}
}

// settle settles a payment if it is due. One that moved meanwhile stays as it is.
func (p pass) settle(ctx context.Context, payment journal.Payment) (bool, error) {
	expected, err := expectedSettlement(payment)
	if err != nil || expected.IsZero() || !bankday.Of(p.now).After(bankday.Add(expected, p.after)) {
		return false, err
	}
	moved, err := p.journal.MovePayment(ctx, journal.PaymentChange{
		ID: payment.ID, Status: journal.Settled, Cause: journal.ByClock, SettledOn: expected.Format(time.DateOnly),
		Reason: "nothing was heard within " + strconv.Itoa(p.after) + " banking days",
	})
	return moved.Verdict == journal.Moves, err
}

// expectedSettlement is the zero time where nobody knows.
func expectedSettlement(p journal.Payment) (time.Time, error) {
	var body struct {
		Rail string `json:"rail"`
		ACH  struct {
			EffectiveDate string `json:"effective_date"`
		} `json:"ach"`
	}
	if err := json.Unmarshal(p.Body, &body); err != nil {
		return time.Time{}, fmt.Errorf("read payment %s: its record is not a payment", p.ID)
	}
	if body.Rail != canonical.RailACH {
		return time.Time{}, nil
	}
	return bankday.Settlement(p.CreatedAt, body.ACH.EffectiveDate), nil
}
