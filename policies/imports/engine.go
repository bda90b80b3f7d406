package imports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"canongate/policies/journal"
	"canongate/policies/reconcile"
	"canongate/policies/reconcile/csvfile"
)

// Settings are what a connection has to say about files.
type Settings struct {
	CompanyIDs []string // of the originator, in Nacha
	CSV        []csvfile.Mapping
	// AbsentAfter is how many banking days after it was sent a payment must be
	// missing from a complete file to be proposed as absent.
	AbsentAfter int
}

// Options of an engine. Journal, Dir and Settings are needed.
type Options struct {
	Journal *journal.Journal
	Dir     string // of the files while they are read; made for its owner only
	Limits  reconcile.Limits
	// Settings are those of the configuration in service; false: there is no such
	// connection.
	Settings func(connection string) (Settings, bool)
	// Raised is told of each exception, once it is kept. Nil tells nobody.
	Raised func(connection, kind string)
	Now    func() time.Time // time.Now
	Logger *slog.Logger     // discards
}

// DefaultLimits are those of a file.
var DefaultLimits = reconcile.Limits{Bytes: 50 << 20, Lines: 1_000_000}

// Engine takes files about money, one at a time. It is safe for concurrent use.
type Engine struct {
	options Options
	journal *journal.Journal
	spool   spool
	log     *slog.Logger

	place chan struct{} // holds one for the one file that is being taken or worked on
	work  chan string
}

// New makes an engine; Run does its work.
func New(o Options) (*Engine, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Raised == nil {
		o.Raised = func(string, string) {}
	}
	if o.Limits == (reconcile.Limits{}) {
		o.Limits = DefaultLimits
	}
	kept, err := openSpool(o.Dir)
	if err != nil {
		return nil, err
	}
	e := &Engine{options: o, journal: o.Journal, spool: kept, log: o.Logger, place: make(chan struct{}, 1), work: make(chan string, 1)}
	e.place <- struct{}{} // until Run has gone on with what was interrupted: else both would wait for each other
	return e, nil
}

// retryAfter is how long an import waits that the journal has interrupted.
const retryAfter = 5 * time.Second

// What a request for an import is refused with.
var (
	ErrBusy          = errors.New("another file is being read")
	ErrNoConnection  = errors.New("there is no such connection")
	ErrNoMapping     = errors.New("the connection has no such mapping")
	ErrWhichMapping  = errors.New("the connection has several mappings, or none")
	ErrFormat        = errors.New("files of this format are not read")
	ErrUpload        = errors.New("the file did not arrive whole")
	ErrEmpty         = errors.New("the file is empty")
	ErrNotWithdrawn  = errors.New("something of it was applied, or it is under way")
	ErrNotApplicable = errors.New("it is no dry run that has ended")
)

// Request hands in a file.
type Request struct {
	Connection string
	Format     reconcile.Format // empty: as it looks
	Mapping    string           // of CSV; empty: the only one
	DryRun     bool
	Author     string
	Tenants    []string // whose payments the author sees; nil: everybody's
	Name       string
	Coverage   Coverage
}

// Take keeps a file and has it read. The same file at the same connection is one
// import for all who see the same tenants: then that is returned, and fresh is false.
// A dry run of it is made real by a request for a real one, and run once more for
// another coverage.
func (e *Engine) Take(ctx context.Context, r Request, file io.Reader) (kept journal.Import, fresh bool, err error) {
	settings, known := e.options.Settings(r.Connection)
	if !known {
		return kept, false, ErrNoConnection
	}
	if _, err := mappingOf(settings, r.Mapping); r.Mapping != "" && err != nil {
		return kept, false, err
	}
	coverage, err := r.Coverage.resolve(settings, r.Mapping)
	if err != nil {
		return kept, false, err
	}
	if err := e.enter(ctx); err != nil {
		return kept, false, err
	}
	defer func() {
		if err != nil || !fresh {
			e.leave()
		}
	}()
	name, digest, err := e.spool.take(file, e.options.Limits.Bytes)
	if err != nil {
		return kept, false, err
	}
	defer e.spool.drop(name) // unless it was given another
	kept, fresh, err = e.journal.BeginImport(ctx, journal.Import{
		Connection: r.Connection, SHA256: digest, Format: string(r.Format), Mapping: r.Mapping, DryRun: r.DryRun, Author: r.Author, Tenants: r.Tenants,
		Name: shortened(r.Name), Coverage: coverage, Summary: Summary{}.bytes(),
	})
	switch {
	case err != nil:
		return kept, false, err
	case fresh, kept.State == journal.ImportReading && !e.spool.has(kept.ID):
		// One that is being read without a file was left by a process that died elsewhere.
		if err := e.spool.keep(name, kept.ID); err != nil {
			return kept, false, fmt.Errorf("keep file: %w", bare(err))
		}
		fresh = true
		e.work <- kept.ID
	case kept.State == journal.ImportDry:
		return e.again(ctx, r, kept, coverage)
	}
	return kept, fresh, err
}

// again judges a dry run anew if it is to be real, or if another coverage is declared
// than before. Without one the one of before counts.
func (e *Engine) again(ctx context.Context, r Request, dry journal.Import, coverage journal.Coverage) (kept journal.Import, fresh bool, err error) {
	another := r.Coverage != (Coverage{}) && !coverage.Equal(dry.Coverage)
	if r.DryRun && !another {
		return dry, false, nil
	}
	dry.DryRun = r.DryRun
	if another {
		dry.Coverage = coverage
	}
	if kept, err = e.journal.JudgeAnew(ctx, dry); err == nil {
		e.work <- kept.ID
	}
	return kept, err == nil, err
}

// Apply makes a dry run real, for who sees its tenants; nil sees all. Its rows are
// judged again.
func (e *Engine) Apply(ctx context.Context, id string, tenants []string) (journal.Import, error) {
	i, err := e.journal.GetImport(ctx, id, tenants)
	if err != nil {
		return i, err
	}
	if err := e.enter(ctx); err != nil {
		return i, err
	}
	i.DryRun = false
	made, err := e.journal.JudgeAnew(ctx, i)
	if err != nil {
		e.leave()
		return made, orElse(err, ErrNotApplicable)
	}
	e.work <- id
	return made, nil
}

// patience is how long a request waits for the file before it.
const patience = 5 * time.Second

// enter waits for a while until no other file is taken or worked on.
func (e *Engine) enter(ctx context.Context) error {
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	select {
	case e.place <- struct{}{}:
		return nil
	case <-timeout.C:
		return ErrBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (e *Engine) leave() { <-e.place }

// Withdraw takes a file back of which nothing was applied, for who sees its tenants.
func (e *Engine) Withdraw(ctx context.Context, id string, tenants []string) (journal.Import, error) {
	if i, err := e.journal.GetImport(ctx, id, tenants); err != nil {
		return i, err
	}
	taken, err := e.journal.WithdrawImport(ctx, id)
	return taken, orElse(err, ErrNotWithdrawn)
}

// orElse says what a conflict means here.
func orElse(err, conflict error) error {
	if errors.Is(err, journal.ErrConflict) {
		return conflict
	}
	return err
}

// Run goes on with what was interrupted, and then does the work that Take and Apply
// hand over, until ctx ends. What is under way then goes on at the next start.
func (e *Engine) Run(ctx context.Context) {
	e.resume(ctx)
	e.leave()
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-e.work:
			e.do(ctx, id)
			e.leave()
		}
	}
}

// resume works on what an earlier process left behind, and deletes the files that
// nobody needs any more.
func (e *Engine) resume(ctx context.Context) {
	unfinished, err := e.journal.UnfinishedImports(ctx)
	if err != nil {
		e.log.ErrorContext(ctx, "imports that were interrupted cannot be looked for", "reason", err.Error())
		return // the files stay: they may be needed
	}
	needed := map[string]bool{}
	for _, i := range unfinished {
		needed[i.ID] = i.State == journal.ImportReading
	}
	if err := e.spool.clean(needed); err != nil {
		e.log.WarnContext(ctx, "files of imports are left behind", "reason", err.Error())
	}
	for _, i := range unfinished {
		if i.State == journal.ImportMatched || e.spool.has(i.ID) {
			e.log.InfoContext(ctx, "import goes on", "import", i.ID, "connection", i.Connection)
			e.do(ctx, i.ID)
		}
	}
}

// do works on an import to its end. What the journal refuses is tried again, as the
// file has been promised to be read.
func (e *Engine) do(ctx context.Context, id string) {
	for {
		i, err := e.attempt(ctx, id)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			e.done(ctx, i)
			return
		}
		e.log.ErrorContext(ctx, "import is interrupted, and tried again", "import", id, "reason", err.Error())
		select {
		case <-ctx.Done():
			return
		case <-time.After(retryAfter):
		}
	}
}

func (e *Engine) attempt(ctx context.Context, id string) (journal.Import, error) {
	i, err := e.journal.GetImport(ctx, id, nil)
	if err == nil && i.State == journal.ImportReading {
		i, err = e.readFile(ctx, i)
	}
	if err == nil && i.State == journal.ImportMatched {
		i, err = e.settle(ctx, i)
	}
	return i, err
}

func (e *Engine) done(ctx context.Context, i journal.Import) {
	c := SummaryOf(i).Counts
	e.log.InfoContext(ctx, "import is done", "import", i.ID, "connection", i.Connection, "state", string(i.State),
		"entries", c.Entries, "applied", c.Applied, "proposed", c.Proposed, "exceptions", c.Exception)
}
