package journal

import (
	"context"
	"crypto/rand"
	"time"
)

// OperatorChange is a change that an operator made, or was refused. Nothing changes it,
// and it is deleted by its age only.
type OperatorChange struct {
	ID        string
	At        time.Time
	By        string
	Action    string // such as connection.state
	Target    string // a name or an id
	Result    string // done, or the code of the refusal
	RequestID string
	Reason    string // sealed at rest, like what follows
	From      string
	To        string
}

// changeNote is what is sealed of a change.
type changeNote struct {
	Reason string `json:"reason,omitempty"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
}

// operatorChangeRetention is a year, with time for those who look back at it.
const operatorChangeRetention = 400 * 24 * time.Hour

const (
	changeColumns = `id, at, changed_by, action, target, result, request_id, note`

	insertChange = `INSERT INTO operator_changes (` + changeColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

	purgeChanges = `
DELETE FROM operator_changes WHERE seq IN (
    SELECT c.seq FROM operator_changes c WHERE c.at <= $1 ORDER BY c.at LIMIT $2)`
)

// KeepOperatorChange writes a change down, under an id and the time of this call.
func (j *Journal) KeepOperatorChange(ctx context.Context, c OperatorChange) error {
	c.ID, c.At = "chg_"+rand.Text(), j.clock.now()
	note, err := j.sealJSON(changeNote{c.Reason, c.From, c.To}, "operator_change", c.ID)
	if err != nil {
		return err
	}
	return j.write(ctx, "keep operator change", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, insertChange, c.ID, stamp(c.At), c.By, c.Action, c.Target, c.Result, c.RequestID, note)
		return err
	})
}

// OperatorChangeFilter narrows a list; empty fields do not.
type OperatorChangeFilter struct {
	By, Action, Target string
	Since              time.Time
}

// ListOperatorChanges lists changes, newest first.
func (j *Journal) ListOperatorChanges(ctx context.Context, f OperatorChangeFilter, page Page) ([]OperatorChange, string, error) {
	var w where
	w.addText("changed_by = $%d", f.By)
	w.addText("action = $%d", f.Action)
	w.addText("target = $%d", f.Target)
	w.addTime("at >= $%d", f.Since)
	return listPage(ctx, j, "operator_changes", changeColumns, w, page, j.scanOperatorChange)
}

func (j *Journal) scanOperatorChange(row scanner) (OperatorChange, error) {
	var c OperatorChange
	var at int64
	var sealed []byte
	if err := row.Scan(&c.ID, &at, &c.By, &c.Action, &c.Target, &c.Result, &c.RequestID, &sealed); err != nil {
		return c, err
	}
	c.At = unstamp(at)
	var note changeNote
	if j.openJSON(sealed, &note, "operator_change", c.ID) != nil {
		note = changeNote{Reason: unreadable}
	}
	c.Reason, c.From, c.To = note.Reason, note.From, note.To
	return c, nil
}
