package journal

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// writer is group commit for SQLite: one goroutine commits all units that queued
// up meanwhile in one transaction, so that they share one fsync.
type writer struct {
	open    func(context.Context) (*writerConn, error)
	conn    *writerConn // nil after a storage fault: the next batch opens it anew
	queue   chan *unit
	batch   int
	files   *files
	company time.Duration // how long a batch waits for others after a crowded one
	crowded bool          // the batch before had several units
	// patience ends the wait of a batch; nil: it has not begun.
	patience <-chan time.Time
	// witness hears of each commit before anybody else does.
	witness *witness

	commits atomic.Int64 // transactions that became durable: each waited for the disk once

	closing  sync.Once
	stopping chan struct{}
	stopped  chan struct{}
}

// unit is a queued unit of work. Either the batch takes it or its caller
// withdraws it, never both.
type unit struct {
	work       unitOfWork
	repeatable bool // it may be run twice: what its first run said is void then
	late       bool // it has happened, and lost files take it while they are only elsewhere
	taken      atomic.Bool
	result     chan error
}

func newWriter(conn *writerConn, open func(context.Context) (*writerConn, error), queue, batch int, watched *files, seen *witness) *writer {
	w := &writer{
		open: open, conn: conn, batch: batch, company: forCompany, files: watched, witness: seen,
		queue:    make(chan *unit, queue),
		stopping: make(chan struct{}),
		stopped:  make(chan struct{}),
	}
	go w.run()
	return w
}

// write queues work and waits for its batch. When ctx ends first the unit is
// withdrawn; when it is too late for that, the result is waited for.
func (w *writer) write(ctx context.Context, work unitOfWork) error {
	return w.submit(ctx, &unit{work: work, result: make(chan error, 1)})
}

// repeat is write for work that may be run twice.
func (w *writer) repeat(ctx context.Context, work unitOfWork) error {
	return w.submit(ctx, &unit{work: work, repeatable: true, result: make(chan error, 1)})
}

// settle is repeat for files that were moved away, too.
func (w *writer) settle(ctx context.Context, work unitOfWork) error {
	return w.submit(ctx, &unit{work: work, repeatable: true, late: true, result: make(chan error, 1)})
}

func (w *writer) submit(ctx context.Context, u *unit) error {
	select {
	case <-w.stopping:
		return ErrClosed
	default:
	}
	select {
	case w.queue <- u:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stopped:
		return ErrClosed
	}
	select {
	case err := <-u.result:
		return err
	case <-ctx.Done():
		if u.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
	case <-w.stopped:
		if u.taken.CompareAndSwap(false, true) {
			return ErrClosed
		}
	}
	return <-u.result
}

// close commits what is queued and stops.
func (w *writer) close() {
	w.closing.Do(func() { close(w.stopping) })
	<-w.stopped
}

func (w *writer) run() {
	defer close(w.stopped)
	defer func() { w.discard(true) }()
	for {
		select {
		case first := <-w.queue:
			w.commit(first)
		case <-w.stopping:
			for len(w.queue) > 0 {
				w.commit(<-w.queue)
			}
			return
		}
	}
}

// forCompany is how long a batch waits for others, once there is nothing more to run. It
// does only where the batch before had several: then as many are on their way again. A
// commit writes each page that was touched, and most are the same for one unit as for
// thirty.
const forCompany = time.Millisecond

// commit runs first, and all that queue up until there is nothing more to run, in
// one transaction and tells each its result. A storage fault is everybody's
// result, since nothing of the batch became durable. So is the loss of the files,
// also when it came only after the commit: nobody will find what is in them.
func (w *writer) commit(first *unit) {
	ctx := context.Background() // a caller's context must not break off the others' transaction
	batch := make([]outcome, 0, w.batch)
	lost := w.files.check()
	err := w.begin(ctx)
	careful := false
	for u := first; u != nil; u = w.next(len(batch), err) {
		if !u.taken.CompareAndSwap(false, true) {
			continue // withdrawn
		}
		refusal := w.refusal(u, lost)
		batch = append(batch, outcome{unit: u, err: refusal, ran: refusal == nil})
		if err == nil && refusal == nil {
			careful, err = w.runLast(ctx, batch, careful || !u.repeatable)
		}
	}
	if err == nil {
		err = w.end(ctx)
	}
	if err != nil {
		w.discard(false)
	}
	w.crowded, w.patience = len(batch) > 1, nil
	lost = w.files.check()
	for _, done := range batch {
		done.unit.result <- cmp.Or(err, done.err, uncertain(w.refusal(done.unit, lost)))
	}
}

// runLast runs the last unit of a batch. A savepoint for each costs more than most of its
// statements, and nearly none is refused after it has written. So they go without until
// one is: then the batch is undone and run again with them. Behind a unit that cannot be
// repeated each has its savepoint. careful says that they have, err fails the batch.
func (w *writer) runLast(ctx context.Context, batch []outcome, careful bool) (bool, error) {
	last := &batch[len(batch)-1]
	if careful {
		last.err = w.conn.guarded(ctx, last.unit.work)
		return true, storageFault(last.err)
	}
	w.conn.wrote = false
	last.err = classify(last.unit.work(ctx, w.conn))
	if fault := storageFault(last.err); last.err == nil || fault != nil || !w.conn.wrote {
		return false, fault
	}
	for _, statement := range []string{"ROLLBACK", beginWrite} {
		if err := w.conn.exec(ctx, statement); err != nil {
			return true, unavailable(err)
		}
	}
	for i := range batch {
		if !batch[i].ran {
			continue
		}
		batch[i].err = w.conn.guarded(ctx, batch[i].unit.work)
		if err := storageFault(batch[i].err); err != nil {
			return true, err
		}
	}
	return true, nil
}

// refusal is what a unit hears of lost files.
func (w *writer) refusal(u *unit, lost error) error {
	if lost != nil && u.late {
		return w.files.open()
	}
	return lost
}

// discard closes the connection, which rolls back; the next batch opens it anew.
// One to lost files is the only way to them, and stays: SQLite would delete, by
// name, the log of those that took their place.
func (w *writer) discard(last bool) {
	switch {
	case !w.files.lost():
		w.conn.close()
		w.conn = nil
	case w.conn != nil && !last:
		_ = w.conn.exec(context.Background(), "ROLLBACK") // there may be no transaction
	}
}

// outcome is a unit of a batch with its own result.
type outcome struct {
	unit *unit
	err  error
	ran  bool // the files were there for it
}

// next returns another unit for a batch of n, nil when it is time to commit. Those join
// whose last unit was in the batch before: they share this fsync instead of alternating
// with it.
func (w *writer) next(n int, err error) *unit {
	if n >= w.batch || err != nil {
		return nil
	}
	if len(w.queue) == 0 {
		runtime.Gosched()
	}
	select {
	case u := <-w.queue:
		return u
	default:
	}
	if !w.crowded {
		return nil
	}
	if w.patience == nil {
		w.patience = time.After(w.company)
	}
	select {
	case u := <-w.queue:
		return u
	case <-w.patience:
		return nil
	case <-w.stopping:
		return nil
	}
}

// begin relies on the look that commit has just had at the files.
func (w *writer) begin(ctx context.Context) error {
	if err := w.files.takes(); err != nil {
		return err
	}
	if w.conn == nil {
		if err := w.files.check(); err != nil {
			return err // by its name another file would be found
		}
		conn, err := w.open(ctx)
		if err != nil {
			return unavailable(err)
		}
		w.conn = conn
	}
	if err := w.conn.exec(ctx, beginWrite); err != nil {
		return unavailable(err)
	}
	return nil
}

const beginWrite = "BEGIN IMMEDIATE"

func (w *writer) end(ctx context.Context) error {
	var epoch, writes int64
	if err := w.conn.QueryRowContext(ctx, readWrites).Scan(&epoch, &writes); err != nil {
		return unavailable(err)
	}
	writes++
	if _, err := w.conn.ExecContext(ctx, noteWrites, epoch, writes); err != nil {
		return unavailable(err)
	}
	if err := w.conn.exec(ctx, "COMMIT"); isUnsynced(err) {
		return uncertain(unavailable(err))
	} else if err != nil {
		return unavailable(err)
	}
	w.witness.saw(writes)
	w.commits.Add(1)
	return nil
}

// storageFault is err if the whole batch suffers from it, nil otherwise.
func storageFault(err error) error {
	if errors.Is(err, ErrUnavailable) {
		return err
	}
	return nil
}

// unavailable makes any error of the storage ErrUnavailable, also one that is
// not known to classify: without a transaction nothing can be written.
func unavailable(err error) error {
	if err = classify(err); errors.Is(err, ErrUnavailable) {
		return err
	}
	return fmt.Errorf("%w: transaction was refused", ErrUnavailable)
}

// writerConn is the one writing connection with its prepared statements.
type writerConn struct {
	db         *sql.DB
	conn       *sql.Conn
	statements map[string]*sql.Stmt
	// wrote says that a statement has, or may have, changed something.
	wrote bool
}

// close is safe on nil.
func (c *writerConn) close() {
	if c == nil {
		return
	}
	for _, statement := range c.statements {
		statement.Close() //nolint:errcheck // the connection goes with it
	}
	c.conn.Close() //nolint:errcheck // likewise
	c.db.Close()   //nolint:errcheck // likewise
}

// guarded runs work in a savepoint, so that its failure undoes only itself.
func (c *writerConn) guarded(ctx context.Context, work unitOfWork) error {
	if err := c.exec(ctx, "SAVEPOINT unit"); err != nil {
		return unavailable(err)
	}
	refused := classify(work(ctx, c))
	if refused != nil && !errors.Is(refused, ErrUnavailable) {
		if err := c.exec(ctx, "ROLLBACK TO unit"); err != nil {
			return unavailable(err)
		}
	}
	if errors.Is(refused, ErrUnavailable) {
		return refused
	}
	if err := c.exec(ctx, "RELEASE unit"); err != nil {
		return unavailable(err)
	}
	return refused
}

func (c *writerConn) exec(ctx context.Context, query string) error {
	_, err := c.ExecContext(ctx, query)
	return err
}

// prepared returns the statement, preparing it at its first use. The texts are
// constants of this package, so the map stays small.
func (c *writerConn) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if statement, ok := c.statements[query]; ok {
		return statement, nil
	}
	statement, err := c.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.statements[query] = statement
	return statement, nil
}

// ExecContext implements querier.
func (c *writerConn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	statement, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := statement.ExecContext(ctx, args...)
	if err != nil || c.wrote {
		return result, err
	}
	changed, err := result.RowsAffected()
	c.wrote = changed > 0
	return result, err
}

// QueryContext implements querier.
func (c *writerConn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	statement, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	c.wrote = c.wrote || mayWrite(query)
	return statement.QueryContext(ctx, args...)
}

// QueryRowContext implements querier.
func (c *writerConn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	statement, err := c.prepared(ctx, query)
	if err != nil {
		return c.conn.QueryRowContext(ctx, query, args...) // carries the same error in its row
	}
	c.wrote = c.wrote || mayWrite(query)
	return statement.QueryRowContext(ctx, args...)
}

// mayWrite says whether a query may be more than one: a statement that returns what it
// changed.
func mayWrite(query string) bool {
	return !strings.HasPrefix(strings.TrimLeft(query, "\n"), "SELECT")
}
