package journal

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"
)

// ages decides whether the database's clock can be trusted with deleting what is
// old. After a jump of the clock, forward or back, nothing is deleted until the
// clock fits again, or the new time has stood for a whole retention: by then
// whatever the jump made look old is old. What is known of the clock is kept in
// the journal, so that a restart does not make a wrong clock a trusted one.
type ages struct {
	elapsed   func() time.Duration
	retention time.Duration

	mu      sync.Mutex
	trusted mark
	doubted mark // the clock since its jump
}

// mark is a reading of the database's clock and when it was taken.
type mark struct {
	at      time.Time
	elapsed time.Duration
}

const (
	// clockTolerance is by how much the clock may be off without having jumped.
	clockTolerance = 5 * time.Minute
	// longestPause is how long nobody may have looked at the clock before it has
	// to prove itself again.
	longestPause = 15 * time.Minute
)

func (m mark) expects(elapsed time.Duration) time.Time { return m.at.Add(elapsed - m.elapsed) }

func (m mark) fits(now mark) bool {
	return !m.at.IsZero() && now.at.Sub(m.expects(now.elapsed)).Abs() <= clockTolerance
}

// now is the database's time for what is kept until then. Of two times that
// are possible it is the later one.
func (a *ages) now() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	elapsed := a.elapsed()
	latest := a.trusted.expects(elapsed)
	if !a.doubted.at.IsZero() {
		if other := a.doubted.expects(elapsed); a.trusted.at.IsZero() || other.After(latest) {
			latest = other
		}
	}
	return latest
}

// verdict is what a look at the clock comes to.
type verdict struct {
	may   bool      // delete what is old
	until time.Time // nothing is deleted before; zero: no doubt
	says  string    // what changed, for the log
}

// judge looks at a reading of the clock. until is what the journal says.
func (a *ages) judge(now mark, until time.Time) verdict {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.trusted.fits(now):
		v := verdict{until: until}
		if !a.doubted.at.IsZero() {
			v = verdict{says: "the clock is right again; old rows are deleted again"}
		}
		a.trusted, a.doubted = now, mark{}
		v.may = !v.until.After(now.at)
		return v
	case !a.doubted.fits(now):
		a.doubted = now
		return verdict{until: now.at.Add(a.retention), says: "the clock jumped; nothing is deleted until it is right again or has stood for a whole retention"}
	case until.After(now.at):
		return verdict{until: until}
	}
	a.trusted, a.doubted = now, mark{}
	return verdict{may: true, says: "the clock has stood for a whole retention and is believed; old rows are deleted again"}
}

const (
	readAges = `SELECT seen, until FROM ages WHERE id = 1`

	noteAges = `INSERT INTO ages (id, seen, until) VALUES (1, $1, $2)
ON CONFLICT (id) DO UPDATE SET seen = excluded.seen, until = excluded.until`
)

func (j *Journal) readMark(ctx context.Context) (mark, error) {
	at, err := j.store.now(ctx)
	return mark{at: at, elapsed: j.age.elapsed()}, err
}

// startAges trusts the clock unless the journal's last look at it says otherwise.
func (j *Journal) startAges(ctx context.Context) error {
	now, err := j.readMark(ctx)
	if err != nil {
		return err
	}
	var seen, until int64
	err = j.store.read(ctx, func(ctx context.Context, q querier) error {
		return q.QueryRowContext(ctx, readAges).Scan(&seen, &until)
	})
	if errors.Is(err, sql.ErrNoRows) {
		j.age.trusted = now
		return j.store.write(ctx, func(ctx context.Context, q querier) error {
			_, err := q.ExecContext(ctx, noteAges, stamp(now.at), 0)
			return err
		})
	}
	if err != nil {
		return err
	}
	pause := now.at.Sub(unstamp(seen))
	plausible := pause >= -clockTolerance && pause <= longestPause
	switch {
	case plausible && until == 0:
		j.age.trusted = now
	case plausible:
		j.age.doubted = now
	default: // the first look finds that it fits nothing
		j.age.doubted = mark{at: unstamp(seen), elapsed: now.elapsed}
	}
	return nil
}

// mayDelete says whether rows may be deleted by their age, and by which time.
func (j *Journal) mayDelete(ctx context.Context) (now time.Time, may bool, err error) {
	reading, err := j.readMark(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	var v verdict
	err = j.write(ctx, "look at the clock", func(ctx context.Context, q querier) error {
		var seen, until int64
		if err := q.QueryRowContext(ctx, readAges).Scan(&seen, &until); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		v = j.age.judge(reading, unstamp(until))
		until = 0
		if v.until.After(reading.at) {
			until = stamp(v.until)
		}
		_, err := q.ExecContext(ctx, noteAges, stamp(reading.at), until)
		return err
	})
	if err == nil && v.says != "" {
		j.log.WarnContext(ctx, "database clock looked at", "verdict", v.says, "clock", reading.at.UTC())
	}
	return reading.at, v.may, err
}
