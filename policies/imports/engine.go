package imports

import (
	"context"
	"crypto/rand"
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
	// Dir has the files while they are read; made for its owner only. Engines that share
	// it have a folder each.
	Dir    string
	Limits reconcile.Limits
	// Settings are those of the configuration in service; false: there is no such
	// connection.
	Settings func(connection string) (Settings, bool)
	Now      func() time.Time // time.Now
	Logger   *slog.Logger     // discards
}

// DefaultLimits are those of a file.
var DefaultLimits = reconcile.Limits{Bytes: 50 << 20, Lines: 1_000_000}

// Engine takes files about money, one at a time. It is safe for concurrent use.
type Engine struct {
	options Options
	journal *journal.Journal
	spool   spool
	log     *slog.Logger
	owner   string // of leases

	place chan struct{} // holds one for the one file that is being taken or worked on
	work  chan string
}

// New makes an engine; Run does its work, and Close ends it.
func New(o Options) (*Engine, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Limits == (reconcile.Limits{}) {
		o.Limits = DefaultLimits
	}
	kept, err := openSpool(o.Dir)
	if err != nil {
		return nil, err
	}
	e := &Engine{options: o, journal: o.Journal, spool: kept, log: o.Logger, owner: rand.Text(), place: make(chan struct{}, 1), work: make(chan string, 1)}
	e.place <- struct{}{} // until Run has gone on with what was interrupted: else both would wait for each other
	return e, nil
}

// Close deletes the engine's folder, once Run has ended and no file is taken any more.
// Files of imports that were interrupted stay for the next engine.
func (e *Engine) Close() error {
	if err := e.spool.close(); err != nil {
		return fmt.Errorf("delete the folder for imports: %w", err)
	}
	return nil
}

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

// appliedBy is who has the file applied; nobody has a dry run applied.
func (r Request) appliedBy() string {
	if r.DryRun {
		return ""
	}
	return r.Author
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
		Connection: r.Connection, SHA256: digest, Format: string(r.Format), Mapping: r.Mapping, DryRun: r.DryRun, Author: r.Author, AppliedBy: r.appliedBy(), Tenants: r.Tenants,
		Name: shortened(r.Name), Coverage: coverage, Summary: Summary{}.bytes(),
	})
	switch {
	case err != nil:
		return kept, false, err
	case fresh, kept.State == journal.ImportReading && !e.spool.has(kept.ID):
		// One that is being read without a file here is another replica's, or was left by
		// one that died. Who gets the lease reads it.
		mine, err := e.journal.TakeLease(ctx, leaseOf(kept.ID), e.owner, lease)
		if err != nil || !mine {
			return kept, false, err
		}
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
	dry.DryRun, dry.AppliedBy = r.DryRun, r.appliedBy()
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
func (e *Engine) Apply(ctx context.Context, id string, tenants []string, by string) (journal.Import, error) {
	i, err := e.journal.GetImport(ctx, id, tenants)
	if err != nil {
		return i, err
	}
	if err := e.enter(ctx); err != nil {
		return i, err
	}
	i.DryRun, i.AppliedBy = false, by
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
func (e *Engine) Withdraw(ctx context.Context, id string, tenants []string, by, reason string) (journal.Import, error) {
	if i, err := e.journal.GetImport(ctx, id, tenants); err != nil {
		return i, err
	}
	taken, err := e.journal.WithdrawImport(ctx, id, by, reason)
	return taken, orElse(err, ErrNotWithdrawn)
}

// orElse says what a conflict means here.
func orElse(err, conflict error) error {
	if errors.Is(err, journal.ErrConflict) {
		return conflict
	}
	return err
}
