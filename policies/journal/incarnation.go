package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Incarnation is what a journal is between two restores. After a restore it has
// forgotten keys that were used, and cannot know which.
type Incarnation struct {
	// Epoch is never used twice. Later ones are the second in which they began, since
	// two restores of one backup must not share theirs.
	Epoch int64
	// Restored says that the journal was restored and nobody has accepted it: no new
	// key is taken. Reason says by what it was noticed.
	Restored bool
	Reason   string
	// FenceFrom and FenceTo bound the time of which the journal knows nothing. Keys
	// that may be from then are not sent while now is before FencedUntil.
	FenceFrom, FenceTo, FencedUntil time.Time
	AcceptedBy                      string
	AcceptedAt                      time.Time
}

// ErrRestored means that the journal was restored from a backup and that nobody has
// accepted it yet. Nothing was changed or may be sent.
var ErrRestored = errors.New("journal was restored and is not accepted")

const incarnationColumns = `epoch, identity, restored_at, reason, fence_from, fence_to, fenced_until, accepted_by, accepted_at`

const readIncarnation = `SELECT ` + incarnationColumns + ` FROM incarnations WHERE ended_at = 0`

// present is the incarnation of now, with the place where it was noted to be and the
// one where it is.
type present struct {
	Incarnation
	identity, place string
}

func scanIncarnation(row scanner) (p present, err error) {
	var restored, from, to, until, accepted int64
	err = row.Scan(&p.Epoch, &p.identity, &restored, &p.Reason, &from, &to, &until, &p.AcceptedBy, &accepted)
	p.Restored = restored != 0
	p.FenceFrom, p.FenceTo, p.FencedUntil, p.AcceptedAt = timeOf(from), timeOf(to), timeOf(until), timeOf(accepted)
	return p, err
}

// timeOf is unstamp, with 0 for no time.
func timeOf(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return unstamp(micros)
}

// readPresent reads the incarnation, and looks whether the database is still where it
// was noted to be.
func (j *Journal) readPresent(ctx context.Context, q querier) (present, error) {
	p, err := scanIncarnation(q.QueryRowContext(ctx, readIncarnation))
	if err != nil {
		return p, fmt.Errorf("read incarnation: %w", classify(err))
	}
	err = j.locate(ctx, q, &p)
	return p, err
}

// locate looks where the database is.
func (j *Journal) locate(ctx context.Context, q querier, p *present) (err error) {
	if p.place, err = j.store.identity(ctx, q); err != nil {
		return err
	}
	if reason := moved(p.identity, p.place); reason != "" && !p.Restored {
		p.Restored, p.Reason = true, reason
	}
	return nil
}

const noteRestored = `UPDATE incarnations SET restored_at = $1, reason = $2 WHERE ended_at = 0 AND restored_at = 0`

const noteIdentity = `UPDATE incarnations SET identity = $1 WHERE ended_at = 0`

// lookAtIncarnation writes down what is noticed: that the journal was restored, or
// the place that it is in. lockKeys keeps replicas one behind the other.
func (j *Journal) lookAtIncarnation(ctx context.Context) error {
	var p present
	err := j.store.write(ctx, func(ctx context.Context, q querier) error {
		if _, err := q.ExecContext(ctx, lockKeys, stamp(j.clock.now())); err != nil {
			return err
		}
		var err error
		if p, err = j.readPresent(ctx, q); err != nil {
			return err
		}
		switch {
		case p.Restored:
			_, err = q.ExecContext(ctx, noteRestored, stamp(j.clock.now()), p.Reason)
		case p.identity != p.place:
			_, err = q.ExecContext(ctx, noteIdentity, p.place)
		}
		return err
	})
	if err == nil {
		j.noticed(ctx, p.Incarnation)
	}
	return err
}

// noticed remembers an incarnation for answers, and logs what is new of it.
func (j *Journal) noticed(ctx context.Context, now Incarnation) {
	before := j.incarnation.Swap(&now)
	switch {
	case now.Restored && (before == nil || !before.Restored):
		j.log.ErrorContext(ctx, "journal was restored: no new key is taken until somebody runs canongate journal restore --accept",
			"reason", now.Reason, "epoch", now.Epoch)
	case before != nil && before.Epoch != now.Epoch:
		j.log.WarnContext(ctx, "journal was accepted as restored", "epoch", now.Epoch, "by", now.AcceptedBy,
			"lost_from", now.FenceFrom, "lost_to", now.FenceTo, "fenced_until", now.FencedUntil)
	}
}

// Incarnation reads what the journal is now.
func (j *Journal) Incarnation(ctx context.Context) (Incarnation, error) {
	var p present
	err := j.read(ctx, "read incarnation", func(ctx context.Context, q querier) (err error) {
		p, err = j.readPresent(ctx, q)
		return err
	})
	if err == nil {
		j.noticed(ctx, p.Incarnation)
	}
	return p.Incarnation, err
}

// Epoch is that of the last look at the incarnation.
func (j *Journal) Epoch() int64 { return j.incarnation.Load().Epoch }

// WatchIncarnation looks at every tick whether the journal was restored or accepted
// elsewhere, until ctx ends.
func (j *Journal) WatchIncarnation(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			if err := j.lookAtIncarnation(ctx); err != nil && ctx.Err() == nil {
				j.log.DebugContext(ctx, "incarnation of the journal cannot be read", "reason", err.Error())
			}
		}
	}
}

// restores lists the restores that were accepted, oldest first.
func (j *Journal) restores(ctx context.Context, q querier) ([]Incarnation, error) {
	return collect(ctx, q, func(rows *sql.Rows) (Incarnation, error) {
		p, err := scanIncarnation(rows)
		return p.Incarnation, err
	}, `SELECT `+incarnationColumns+` FROM incarnations WHERE accepted_at > 0 ORDER BY epoch`)
}
