package journal

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"time"
)

// Proposal is a status that a file suggests for a payment without proving it; a
// person decides. Detail is JSON of whoever matches, sealed at rest.
type Proposal struct {
	ID         string
	ImportID   string
	EntryNo    int64 // 0: no entry is the news
	Connection string
	Tenant     string
	PaymentID  string
	Kind       string // moved, moved_group, absent, ambiguous or weak
	State      string // dry, open, accepted or rejected
	Suggests   PaymentStatus
	Score      int
	Rivals     int
	GroupID    string
	Facts      Facts // that the payment gets with it
	Detail     []byte
	RejectedBy string // empty: it fell with something else, or was not rejected
	Reason     string // of the rejection, sealed at rest like RejectedBy
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// proposalNote is what is sealed of a proposal.
type proposalNote struct {
	Facts      Facts           `json:"facts"`
	Detail     json.RawMessage `json:"detail"`
	RejectedBy string          `json:"rejected_by,omitempty"`
	Reason     string          `json:"reason,omitempty"`
}

const (
	proposalColumns = `id, import_id, entry_no, connection, tenant, payment_id, kind, state, suggests, score, rivals, group_id, detail, created_at, updated_at`

	insertProposal = `
INSERT INTO proposals (` + proposalColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
ON CONFLICT (import_id, entry_no, payment_id) DO NOTHING`

	holdProposal = `UPDATE proposals SET updated_at = $2 WHERE id = $1 RETURNING ` + proposalColumns

	// A line that may be the payment ends what was made of the silence of another file.
	rejectSilence = `
UPDATE proposals SET state = 'rejected', updated_at = $3
WHERE payment_id = $1 AND import_id <> $2 AND entry_no = 0 AND state = 'open'`

	acceptProposal = `UPDATE proposals SET state = 'accepted', updated_at = $2 WHERE id = $1 AND state = 'open'`

	rejectProposal = `UPDATE proposals SET state = 'rejected', detail = $2 WHERE id = $1`
)

func (j *Journal) propose(ctx context.Context, q querier, p Proposal, now time.Time) error {
	p.ID = "prp_" + rand.Text()
	sealed, err := j.sealJSON(proposalNote{Facts: p.Facts, Detail: p.Detail}, "proposal", p.ID)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, insertProposal, p.ID, p.ImportID, p.EntryNo, p.Connection, p.Tenant, p.PaymentID, p.Kind, p.State,
		string(p.Suggests), p.Score, p.Rivals, p.GroupID, sealed, stamp(now))
	if err != nil || p.EntryNo == 0 || p.State != "open" {
		return err
	}
	_, err = q.ExecContext(ctx, rejectSilence, p.PaymentID, p.ImportID, stamp(now))
	return err
}

// ForgetProposals drops those of an import that nobody decided about.
func (j *Journal) ForgetProposals(ctx context.Context, importID string) error {
	return j.write(ctx, "drop proposals", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `DELETE FROM proposals WHERE import_id = $1 AND state = 'dry'`, importID)
		return err
	})
}

// GetProposal reads a proposal. ErrNotFound if there is none of the tenants; nil are
// all.
func (j *Journal) GetProposal(ctx context.Context, id string, tenants []string) (p Proposal, err error) {
	err = j.read(ctx, "read proposal", func(ctx context.Context, q querier) (err error) {
		p, err = j.scanProposal(q.QueryRowContext(ctx, `SELECT `+proposalColumns+` FROM proposals WHERE id = $1`, id))
		if err == nil && !seenBy(tenants, p.Tenant) {
			return ErrNotFound
		}
		return orNotFound(err)
	})
	return p, err
}

// RejectProposal notes who says that a proposal is not true, and why. ErrConflict if
// somebody has decided.
func (j *Journal) RejectProposal(ctx context.Context, id, by, reason string) (p Proposal, err error) {
	err = j.write(ctx, "reject proposal", func(ctx context.Context, q querier) (err error) {
		if p, err = j.scanProposal(q.QueryRowContext(ctx, holdProposal, id, stamp(j.clock.now()))); err != nil {
			return orNotFound(err)
		}
		if p.State != "open" {
			return ErrConflict
		}
		p.State, p.RejectedBy, p.Reason = "rejected", by, reason
		note, err := j.sealJSON(proposalNote{p.Facts, p.Detail, by, reason}, "proposal", id)
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, rejectProposal, id, note)
		return err
	})
	return p, err
}

// ProposalFilter narrows a list; empty fields do not. Tenants nil is all of them.
type ProposalFilter struct {
	State, Kind, ImportID, GroupID string
	Tenants                        []string
}

// ListProposals lists proposals, newest first.
func (j *Journal) ListProposals(ctx context.Context, f ProposalFilter, page Page) ([]Proposal, string, error) {
	var w where
	w.addText("state = $%d", f.State)
	w.addText("kind = $%d", f.Kind)
	w.addText("import_id = $%d", f.ImportID)
	w.addText("group_id = $%d", f.GroupID)
	w.addTenants(f.Tenants)
	return listPage(ctx, j, "proposals", proposalColumns, w, page, j.scanProposal)
}

func (j *Journal) scanProposal(row scanner) (Proposal, error) {
	var p Proposal
	var sealed []byte
	var created, updated int64
	err := row.Scan(&p.ID, &p.ImportID, &p.EntryNo, &p.Connection, &p.Tenant, &p.PaymentID, &p.Kind, &p.State, &p.Suggests,
		&p.Score, &p.Rivals, &p.GroupID, &sealed, &created, &updated)
	if err != nil {
		return p, err
	}
	p.CreatedAt, p.UpdatedAt = unstamp(created), unstamp(updated)
	var note proposalNote
	err = j.openJSON(sealed, &note, "proposal", p.ID)
	p.Facts, p.Detail, p.RejectedBy, p.Reason = note.Facts, note.Detail, note.RejectedBy, note.Reason
	return p, err
}
