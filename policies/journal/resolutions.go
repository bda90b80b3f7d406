package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"
)

// ResolutionState is how far a decision about payments is.
type ResolutionState string

// The states of a resolution. An approved one is being applied.
const (
	AwaitingApproval   ResolutionState = "awaiting_approval"
	ResolutionApproved ResolutionState = "approved"
	ResolutionApplied  ResolutionState = "applied"
	ResolutionRejected ResolutionState = "rejected"
	ResolutionExpired  ResolutionState = "expired"
)

// ResolutionLife is how long a resolution waits for a second person.
const ResolutionLife = 24 * time.Hour

// MaxResolution is how many payments one resolution takes at most.
const MaxResolution = 1000

// The kinds of resolutions: a correction undoes what was final.
const (
	KindResolve = "resolve"
	KindCorrect = "correct"
)

// Resolution is what a person decided about payments, and how far it is. Its items
// do not change once it is made, so that a second person approves what the first
// one saw.
type Resolution struct {
	ID        string
	Kind      string
	State     ResolutionState
	Status    PaymentStatus // of all; empty: each as its proposal suggests
	Author    string
	Approver  string // empty: nobody, or nobody yet
	Reason    string // sealed at rest, like what follows
	Evidence  string
	Decision  string // why the second person decided so
	Count     int
	Total     string // of the amounts
	Currency  string
	CreatedAt time.Time
	ExpiresAt time.Time
	UpdatedAt time.Time
}

// ResolutionItem is one payment of a resolution.
type ResolutionItem struct {
	No         int
	PaymentID  string
	Tenant     string
	ProposalID string        // empty: of none
	Was        PaymentStatus // when the resolution was made
	Status     PaymentStatus
	Result     string // pending, applied or skipped
	Why        string // it was skipped
}

type resolutionNote struct {
	Reason   string `json:"reason,omitempty"`
	Evidence string `json:"evidence,omitempty"`
	Decision string `json:"decision,omitempty"`
}

const (
	resolutionColumns = `id, kind, state, status, author, approver, note, count, total, currency, created_at, expires_at, updated_at`

	insertResolution = `INSERT INTO resolutions (` + resolutionColumns + `) VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8, $9, $10, $11, $10)`

	insertItem = `
INSERT INTO resolution_items (resolution_id, no, payment_id, tenant, proposal_id, was, status, result, why)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', '')`

	holdResolution = `UPDATE resolutions SET updated_at = $2 WHERE id = $1 RETURNING ` + resolutionColumns

	endResolution = `UPDATE resolutions SET state = $2 WHERE id = $1`

	decideResolution = `UPDATE resolutions SET state = $2, approver = $3, note = $4 WHERE id = $1`

	itemColumns = `no, payment_id, tenant, proposal_id, was, status, result, why`

	pendingItems = `SELECT ` + itemColumns + ` FROM resolution_items WHERE resolution_id = $1 AND result = 'pending' ORDER BY no LIMIT $2`

	endItem = `UPDATE resolution_items SET result = $3, why = $4 WHERE resolution_id = $1 AND no = $2`
)

// AddResolution keeps a decision. Approved says that one person is enough; then
// ApplyResolution is to follow.
func (j *Journal) AddResolution(ctx context.Context, r Resolution, items []ResolutionItem, approved bool) (Resolution, error) {
	now := j.clock.now()
	r.ID, r.State, r.Count = "res_"+rand.Text(), AwaitingApproval, len(items)
	if approved {
		r.State = ResolutionApproved
	}
	r.CreatedAt, r.UpdatedAt, r.ExpiresAt = unstamp(stamp(now)), unstamp(stamp(now)), unstamp(stamp(now.Add(ResolutionLife)))
	note, err := j.sealJSON(resolutionNote{Reason: r.Reason, Evidence: r.Evidence}, "resolution", r.ID)
	if err != nil {
		return r, err
	}
	err = j.write(ctx, "keep resolution", func(ctx context.Context, q querier) error {
		if _, err := q.ExecContext(ctx, insertResolution, r.ID, r.Kind, string(r.State), string(r.Status), r.Author, note, r.Count, r.Total,
			r.Currency, stamp(now), stamp(r.ExpiresAt)); err != nil {
			return err
		}
		for i, item := range items {
			if _, err := q.ExecContext(ctx, insertItem, r.ID, i+1, item.PaymentID, item.Tenant, item.ProposalID, string(item.Was), string(item.Status)); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

// DecideResolution approves or rejects a resolution that waits for a second person.
// ErrConflict if it does not wait, or not any more. ErrSamePerson if by is the author.
// The reason of an approval may be left out.
func (j *Journal) DecideResolution(ctx context.Context, id, by, reason string, approve bool) (r Resolution, err error) {
	err = j.write(ctx, "decide resolution", func(ctx context.Context, q querier) (err error) {
		now := j.clock.now()
		if r, err = j.scanResolution(q.QueryRowContext(ctx, holdResolution, id, stamp(now))); err != nil {
			return orNotFound(err)
		}
		switch {
		case approve && r.Author == by:
			return ErrSamePerson
		case approve && r.State == ResolutionApproved && r.Approver == by:
			return nil // it was interrupted, and goes on
		case r.State != AwaitingApproval:
			return ErrConflict
		}
		r.Approver, r.State, r.Decision = by, ResolutionRejected, reason
		if approve {
			r.State = ResolutionApproved
		}
		note, err := j.sealJSON(resolutionNote{r.Reason, r.Evidence, r.Decision}, "resolution", id)
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, decideResolution, id, string(r.State), r.Approver, note)
		return err
	})
	return r, err
}

// ErrSamePerson means that who decided cannot approve it as well.
var ErrSamePerson = errors.New("the second person is the first")

// ApplyResolution moves the payments of an approved resolution, a few in each
// transaction. It may be repeated after an error: what is done stays done.
func (j *Journal) ApplyResolution(ctx context.Context, id string) (r Resolution, err error) {
	for left := true; left; {
		err = j.writeAndWake(ctx, "apply resolution", func(ctx context.Context, q querier) (err error) {
			now := j.clock.now()
			if r, err = j.scanResolution(q.QueryRowContext(ctx, holdResolution, id, stamp(now))); err != nil {
				return orNotFound(err)
			}
			if r.State != ResolutionApproved {
				left = false
				return nil
			}
			items, err := collect(ctx, q, scanItem, pendingItems, id, passBatch)
			if err != nil {
				return err
			}
			for _, item := range items {
				if err := j.applyItem(ctx, q, r, item, now); err != nil {
					return err
				}
			}
			if left = len(items) == passBatch; left {
				return nil
			}
			r.State = ResolutionApplied
			_, err = q.ExecContext(ctx, endResolution, id, string(r.State))
			return err
		})
		if err != nil {
			return r, err
		}
	}
	return r, nil
}

// ResumeResolutions goes on with approved resolutions that were interrupted.
func (j *Journal) ResumeResolutions(ctx context.Context) error {
	var ids []string
	err := j.read(ctx, "list interrupted resolutions", func(ctx context.Context, q querier) (err error) {
		ids, err = collect(ctx, q, func(rows *sql.Rows) (id string, err error) {
			err = rows.Scan(&id)
			return id, err
		}, `SELECT id FROM resolutions WHERE state = 'approved' ORDER BY seq`)
		return err
	})
	for _, id := range ids {
		if err == nil {
			_, err = j.ApplyResolution(ctx, id)
		}
	}
	return err
}

const expireResolutions = `UPDATE resolutions SET state = 'expired', updated_at = $1 WHERE state = 'awaiting_approval' AND expires_at <= $1`

// ExpireResolutions ends those that no second person came for.
func (j *Journal) ExpireResolutions(ctx context.Context) error {
	return j.write(ctx, "expire resolutions", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, expireResolutions, stamp(j.clock.now()))
		return err
	})
}

// GetResolution reads a resolution with its items. Who does not see the tenants of
// all its payments does not find it; nil tenants are all.
func (j *Journal) GetResolution(ctx context.Context, id string, tenants []string) (r Resolution, items []ResolutionItem, err error) {
	err = j.read(ctx, "read resolution", func(ctx context.Context, q querier) (err error) {
		if r, err = j.scanResolution(q.QueryRowContext(ctx, `SELECT `+resolutionColumns+` FROM resolutions WHERE id = $1`, id)); err != nil {
			return orNotFound(err)
		}
		items, err = collect(ctx, q, scanItem, `SELECT `+itemColumns+` FROM resolution_items WHERE resolution_id = $1 ORDER BY no`, id)
		return err
	})
	for _, item := range items {
		if err == nil && !seenBy(tenants, item.Tenant) {
			return Resolution{}, nil, ErrNotFound
		}
	}
	return r, items, err
}

// ListResolutions lists resolutions in a state, or all, newest first; those of whose
// payments all belong to the tenants, of which nil are all.
func (j *Journal) ListResolutions(ctx context.Context, state ResolutionState, tenants []string, page Page) ([]Resolution, string, error) {
	var w where
	w.addText("state = $%d", string(state))
	if tenants != nil {
		seen := where{args: w.args}
		seen.addTenants(tenants)
		w.args = seen.args
		w.terms = append(w.terms, "NOT EXISTS (SELECT 1 FROM resolution_items i WHERE i.resolution_id = resolutions.id AND NOT ("+seen.terms[0]+"))")
	}
	return listPage(ctx, j, "resolutions", resolutionColumns, w, page, j.scanResolution)
}

func scanItem(rows *sql.Rows) (i ResolutionItem, err error) {
	err = rows.Scan(&i.No, &i.PaymentID, &i.Tenant, &i.ProposalID, &i.Was, &i.Status, &i.Result, &i.Why)
	return i, err
}

func (j *Journal) scanResolution(row scanner) (Resolution, error) {
	var r Resolution
	var sealed []byte
	var created, expires, updated int64
	err := row.Scan(&r.ID, &r.Kind, &r.State, &r.Status, &r.Author, &r.Approver, &sealed, &r.Count, &r.Total, &r.Currency, &created, &expires, &updated)
	if err != nil {
		return r, err
	}
	var note resolutionNote
	err = j.openJSON(sealed, &note, "resolution", r.ID)
	r.Reason, r.Evidence, r.Decision = note.Reason, note.Evidence, note.Decision
	r.CreatedAt, r.ExpiresAt, r.UpdatedAt = unstamp(created), unstamp(expires), unstamp(updated)
	if r.State == AwaitingApproval && !j.clock.now().Before(r.ExpiresAt) {
		r.State = ResolutionExpired // which ExpireResolutions has not written down yet
	}
	return r, err
}

// applyItem moves one payment, unless it moved since the resolution was made.
func (j *Journal) applyItem(ctx context.Context, q querier, r Resolution, item ResolutionItem, now time.Time) error {
	skip := func(why string) error {
		_, err := q.ExecContext(ctx, endItem, r.ID, item.No, "skipped", why)
		return err
	}
	h, err := j.hold(ctx, q, "", item.PaymentID)
	switch {
	case errors.Is(err, ErrNotFound):
		return skip("it is gone")
	case err != nil:
		return err
	case h.Status != item.Was:
		return skip("it is " + string(h.Status) + " meanwhile")
	}
	c := PaymentChange{ID: h.ID, Status: item.Status, Cause: ByOperator, Reason: r.Reason, By: r.Author, ApprovedBy: r.Approver, Alone: r.Approver == "",
		Evidence: Evidence{Text: r.Evidence}}
	if r.Kind == KindCorrect {
		c.Cause = ByCorrection
	}
	if c.judge(h.Payment) != Moves {
		return skip("from " + string(h.Status) + " it can't become " + string(item.Status))
	}
	if item.ProposalID != "" {
		taken, err := j.takeProposal(ctx, q, item, &c, now)
		if err != nil {
			return err
		}
		if !taken {
			return skip("somebody has decided about the proposal")
		}
	}
	if _, err := j.moveHeld(ctx, q, h, c, now); err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, endItem, r.ID, item.No, "applied", "")
	return err
}

// The other proposals for the same payment, or from the same entry, fall with the
// one that is accepted.
const rejectRivals = `
UPDATE proposals SET state = 'rejected', updated_at = $5
WHERE state = 'open' AND id <> $1 AND (payment_id = $2 OR import_id = $3 AND entry_no = $4 AND entry_no > 0)`

// takeProposal accepts an open proposal, and adds to the change what its entry says.
func (j *Journal) takeProposal(ctx context.Context, q querier, item ResolutionItem, c *PaymentChange, now time.Time) (bool, error) {
	p, err := j.scanProposal(q.QueryRowContext(ctx, holdProposal, item.ProposalID, stamp(now)))
	if err != nil {
		return false, orNotFound(err)
	}
	if p.State != "open" {
		return false, nil
	}
	c.Evidence.ImportID, c.Evidence.Entry = p.ImportID, p.EntryNo
	c.SettledOn, c.ReturnedOn, c.Code, c.Keys = p.Facts.SettledOn, p.Facts.ReturnedOn, p.Facts.ReturnCode, p.Facts.Keys
	if _, err := q.ExecContext(ctx, acceptProposal, p.ID, stamp(now)); err != nil {
		return false, err
	}
	_, err = q.ExecContext(ctx, rejectRivals, p.ID, p.PaymentID, p.ImportID, p.EntryNo, stamp(now))
	return true, err
}
