package journal

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"
	"time"
)

// blocked occupies the writer until open is called, so that units queue up behind
// it in one batch. open returns the result of the unit that did so.
func blocked(t *testing.T, s *sqliteStore) (open func() error) {
	t.Helper()
	return blockedBy(t, s.write)
}

func blockedBy(t *testing.T, write func(context.Context, unitOfWork) error) (open func() error) {
	t.Helper()
	entered, gate := make(chan struct{}), make(chan struct{})
	finished := make(chan error, 1)
	go func() {
		finished <- write(ctx, func(context.Context, querier) error {
			select {
			case <-entered: // again
			default:
				close(entered)
			}
			<-gate
			return nil
		})
	}()
	<-entered
	return func() error {
		close(gate)
		return <-finished
	}
}

// queue starts a write and returns when it stands in the queue.
func queue(t *testing.T, s *sqliteStore, c context.Context, work unitOfWork) <-chan error {
	t.Helper()
	return queueBy(t, s, s.write, c, work)
}

func queueBy(t *testing.T, s *sqliteStore, write func(context.Context, unitOfWork) error, c context.Context, work unitOfWork) <-chan error {
	t.Helper()
	before := s.queued()
	result := make(chan error, 1)
	go func() { result <- write(c, work) }()
	for s.queued() == before {
		select {
		case err := <-result:
			t.Fatalf("write ended before it was queued: %v", err)
		default:
			runtime.Gosched()
		}
	}
	return result
}

func insertProbe(id int) unitOfWork {
	return func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `INSERT INTO probe (id, at) VALUES ($1, 0)`, id)
		return err
	}
}

func probes(t *testing.T, s *sqliteStore) (n int) {
	t.Helper()
	must(t, s.readers.QueryRowContext(ctx, `SELECT COUNT(*) FROM probe`).Scan(&n))
	return n
}

func storeOf(j *Journal) *sqliteStore { return j.store.(*sqliteStore) }

func TestRefusedUnitUndoesOnlyItself(t *testing.T) {
	t.Parallel()
	s := storeOf(sqliteBench(t).open())
	open := blocked(t, s)
	refusal := errors.New("refused")
	good := queue(t, s, ctx, insertProbe(1))
	bad := queue(t, s, ctx, func(ctx context.Context, q querier) error {
		if err := insertProbe(2)(ctx, q); err != nil {
			return err
		}
		return refusal
	})
	twice := queue(t, s, ctx, insertProbe(1))
	after := queue(t, s, ctx, insertProbe(3))
	must(t, open())
	must(t, <-good)
	must(t, <-after)
	if err := <-bad; !errors.Is(err, refusal) {
		t.Errorf("refused unit: %v", err)
	}
	if err := <-twice; err == nil || errors.Is(err, ErrUnavailable) {
		t.Errorf("a row that is there already: %v", err)
	}
	if n := probes(t, s); n != 2 {
		t.Errorf("%d rows, want those of the two good units", n)
	}
}

// What a batch of repeatable units holds is what each of them has promised, whichever of
// them are refused, and whether those had written before.
func TestBatchOfRepeatableUnits(t *testing.T) {
	t.Parallel()
	refusal := errors.New("refused")
	const (
		good    = "good"
		early   = "refused before it writes"
		late    = "refused after it wrote"
		read    = "refused after it read"
		asked   = "refused after a statement that returns what it wrote"
		once    = "not repeatable"
		onceBad = "not repeatable, and refused after it wrote"
	)
	for name, c := range map[string]struct {
		units []string
		runs  []int // of each unit
	}{
		"all good":               {[]string{good, good, good}, []int{1, 1, 1}},
		"nothing to undo":        {[]string{good, early, read, good}, []int{1, 1, 1, 1}},
		"undone and run again":   {[]string{good, early, late, good}, []int{2, 2, 2, 1}},
		"found in what returns":  {[]string{good, asked, good, late}, []int{2, 2, 1, 1}},
		"twice in a batch":       {[]string{late, good, late, good}, []int{2, 1, 1, 1}},
		"not repeatable in it":   {[]string{good, once, late, good, onceBad, good}, []int{1, 1, 1, 1, 1, 1}},
		"not repeatable after":   {[]string{late, good, onceBad, once}, []int{2, 1, 1, 1}},
		"not repeatable is last": {[]string{good, onceBad}, []int{1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := storeOf(sqliteBench(t).open())
			open := blockedBy(t, s.repeat)
			runs := make([]int, len(c.units))
			results := make([]<-chan error, len(c.units))
			want := 0
			for i, kind := range c.units {
				write := s.repeat
				if kind == once || kind == onceBad {
					write = s.write
				}
				if kind == good || kind == once {
					want++
				}
				results[i] = queueBy(t, s, write, ctx, func(ctx context.Context, q querier) error {
					runs[i]++
					var err error
					switch kind {
					case early:
						return refusal
					case read:
						err = q.QueryRowContext(ctx, `SELECT COUNT(*) FROM probe`).Scan(new(int))
					case asked:
						err = q.QueryRowContext(ctx, `INSERT INTO probe (id, at) VALUES ($1, 0) RETURNING id`, i).Scan(new(int))
					default:
						err = insertProbe(i)(ctx, q)
					}
					if err == nil && kind != good && kind != once {
						err = refusal
					}
					return err
				})
			}
			before := s.commits.Load()
			must(t, open())
			for i, kind := range c.units {
				err := <-results[i]
				if good := kind == good || kind == once; good != (err == nil) || !good && !errors.Is(err, refusal) {
					t.Errorf("%s: %v", kind, err)
				}
			}
			if n := s.commits.Load() - before; n != 1 {
				t.Errorf("%d commits, want one batch", n)
			}
			if !slices.Equal(runs, c.runs) {
				t.Errorf("units were run %v times, want %v", runs, c.runs)
			}
			if n := probes(t, s); n != want {
				t.Errorf("%d rows, want %d", n, want)
			}
		})
	}
}

func TestBatchAfterACrowdedOneWaitsForCompany(t *testing.T) {
	t.Parallel()
	s := storeOf(sqliteBench(t).open())
	s.company, s.batch = time.Hour, 2 // so only a second unit ends the wait
	must(t, s.write(ctx, insertProbe(0)))
	open := blocked(t, s)
	second := queue(t, s, ctx, insertProbe(1))
	must(t, open())
	must(t, <-second)
	before := s.commits.Load()
	first, ran := make(chan error, 1), make(chan struct{})
	go func() {
		first <- s.write(ctx, func(ctx context.Context, q querier) error {
			defer close(ran)
			return insertProbe(2)(ctx, q)
		})
	}()
	<-ran
	must(t, s.write(ctx, insertProbe(3)))
	must(t, <-first)
	if got := s.commits.Load() - before; got != 1 || probes(t, s) != 4 {
		t.Errorf("%d commits for two units, %d rows", got, probes(t, s))
	}
}

func TestQueuedUnitIsWithdrawnWithItsCaller(t *testing.T) {
	t.Parallel()
	s := storeOf(sqliteBench(t).open())
	open := blocked(t, s)
	c, cancel := withCancel(t)
	result := queue(t, s, c, insertProbe(1))
	cancel()
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("withdrawn unit: %v, want canceled", err)
	}
	must(t, open())
	must(t, s.write(ctx, insertProbe(2)))
	if n := probes(t, s); n != 1 {
		t.Errorf("%d rows, the withdrawn unit was run", n)
	}
}

func TestUnitInABatchTellsTheTruthToACallerThatGaveUp(t *testing.T) {
	t.Parallel()
	s := storeOf(sqliteBench(t).open())
	c, cancel := withCancel(t)
	err := s.write(c, func(ctx context.Context, q querier) error {
		cancel()
		return insertProbe(1)(ctx, q)
	})
	must(t, err)
	if n := probes(t, s); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestFullQueueRespectsItsCaller(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	b.options.Queue = 1
	s := storeOf(b.open())
	open := blocked(t, s)
	waiting := queue(t, s, ctx, insertProbe(1))
	c, cancel := withCancel(t)
	cancel()
	if err := s.write(c, insertProbe(2)); !errors.Is(err, context.Canceled) {
		t.Errorf("write to a full queue: %v, want canceled", err)
	}
	must(t, open())
	must(t, <-waiting)
}

func TestCloseCommitsWhatIsQueued(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	s := storeOf(j)
	open := blocked(t, s)
	queued := queue(t, s, ctx, insertProbe(1))
	closed := make(chan error)
	go func() { closed <- j.Close() }()
	<-s.stopping
	if err := s.write(ctx, insertProbe(2)); !errors.Is(err, ErrClosed) {
		t.Errorf("write while closing: %v, want ErrClosed", err)
	}
	must(t, open())
	must(t, <-queued)
	must(t, <-closed)
	if _, err := j.Claim(ctx, scopeOf("k"), fingerprint, lease); !errors.Is(err, ErrUnavailable) {
		t.Errorf("claim after Close: %v, want ErrUnavailable", err)
	}
	if n := probes(t, storeOf(b.open())); n != 1 {
		t.Errorf("%d rows, want the queued one", n)
	}
}

func TestStorageFaultFailsTheWholeBatch(t *testing.T) {
	t.Parallel()
	s := storeOf(sqliteBench(t).open())
	open := blocked(t, s)
	fault := &fault{reason: "disk is full", storage: true}
	before := queue(t, s, ctx, insertProbe(1))
	failing := queue(t, s, ctx, func(context.Context, querier) error { return fault })
	after := queue(t, s, ctx, insertProbe(2))
	for name, err := range map[string]error{"first": open(), "before": <-before, "failing": <-failing} {
		if !errors.Is(err, ErrUnavailable) {
			t.Errorf("unit %s: %v, want ErrUnavailable", name, err)
		}
	}
	must(t, <-after) // on a new connection, in the next batch
	if n := probes(t, s); n != 1 {
		t.Errorf("%d rows, want only the one after the fault", n)
	}
}
