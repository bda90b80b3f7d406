package config

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Version is a configuration that serves, or served.
type Version struct {
	Generation int64
	LoadedAt   time.Time
	File       *File
	FileHash   string // of the file on disk that it was made from
	Why
}

// Why says what put a configuration into service.
type Why struct {
	Cause string
	By    string // empty: nobody asked for it
}

// Apply puts a checked file into service in one step. It asks for its number when it
// is sure to. It may add problems to the file; then it has changed nothing and returns
// them.
type Apply func(ctx context.Context, f *File, number func() int64) error

// Reloader keeps the configuration of a running program current. A file with
// problems changes nothing. It is safe for concurrent use.
type Reloader struct {
	path        string
	apply       Apply
	generations Generations
	logger      *slog.Logger
	now         func() time.Time

	adjust func(*File) *File // nil: files serve as they are

	mu      sync.Mutex
	seen    string // digest of the content that was last tried
	current Version
	base    *File             // that current was made from
	refusal error             // of the last attempt; nil: it went into service
	refused *File             // on disk, when it was last tried; nil: it went into service
	secrets map[string]string // digests of files that are referred to, when they were last read
}

// NewReloader makes a reloader. Start comes first. adjust, if there is one, makes of a
// file what is to serve; it must not use the reloader.
func NewReloader(apply Apply, adjust func(*File) *File, generations Generations, logger *slog.Logger, now func() time.Time) *Reloader {
	return &Reloader{apply: apply, adjust: adjust, generations: generations, logger: logger, now: now, secrets: map[string]string{}}
}

// Start serves a file that was loaded as the first generation of this process. Later
// ones come from the same path.
func (r *Reloader) Start(ctx context.Context, f *File) (Version, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.path, r.seen = f.Path, f.Hash
	version, err := r.put(ctx, f, f.Hash, Why{Cause: CauseStart})
	if _, rolledBack := r.disk(ctx, version); err == nil && rolledBack {
		r.logger.WarnContext(ctx, "the configuration file is one that was rolled back", "generation", version.Generation, "hash", f.Hash)
	}
	return version, err
}

// Current is the version that serves; zero before Start.
func (r *Reloader) Current() Version {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.current
}

// InService tells which generation serves, its hash, and since when.
func (r *Reloader) InService() (generation int64, hash string, loadedAt time.Time) {
	v := r.Current()
	if v.File == nil {
		return 0, "", time.Time{}
	}
	return v.Generation, v.File.Hash, v.LoadedAt
}

// Disk compares the file on disk with what serves: whether it differs, also because it
// cannot be read, and whether it is one that was rolled back.
func (r *Reloader) Disk(ctx context.Context) (differs, rolledBack bool) {
	return r.disk(ctx, r.Current())
}

func (r *Reloader) disk(ctx context.Context, serving Version) (differs, rolledBack bool) {
	content, err := read(r.path)
	if err != nil {
		return true, false
	}
	all, err := r.generations.List(ctx)
	hash := digest(content)
	return hash != serving.FileHash, err == nil && wasRolledBack(all, hash)
}

// Base is the file that serves, as it was before it was adjusted.
func (r *Reloader) Base() *File {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.base
}

// Adjust has the file that serves adjusted anew. It changes nothing where that comes to
// the same.
func (r *Reloader) Adjust(ctx context.Context, why Why) (Version, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.base == nil || r.adjusted(r.base).Hash == r.current.File.Hash {
		return r.current, nil
	}
	return r.put(ctx, Parse(r.path, r.base.content), r.current.FileHash, why)
}

func (r *Reloader) adjusted(file *File) *File {
	if r.adjust == nil {
		return file
	}
	return r.adjust(file)
}

// Refused says whether the last attempt to put a file into service failed.
func (r *Reloader) Refused() bool { return r.Refusal() != nil }

// Refusal is why the last attempt to put a file into service failed; nil when it
// did not.
func (r *Reloader) Refusal() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.refusal
}

// Reload reads the file again and puts it into service, also when its text did
// not change: what its references name may have. Problems come back as Problems.
func (r *Reloader) Reload(ctx context.Context, why Why) (Version, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reload(ctx, why)
}

func (r *Reloader) reload(ctx context.Context, why Why) (Version, error) {
	file, err := Load(r.path)
	if err != nil {
		r.refusal = err
		return r.current, err
	}
	r.seen, r.refused = file.Hash, file
	version, err := r.put(ctx, file, file.Hash, why)
	if err == nil {
		r.refused = nil
	}
	return version, err
}

// put serves a file, adjusted. fileHash is that of the file on disk that it was made
// from.
func (r *Reloader) put(ctx context.Context, base *File, fileHash string, why Why) (_ Version, err error) {
	defer func() { r.refusal = err }()
	r.noteSecrets(base)
	if problems := base.Problems(); len(problems) > 0 {
		return r.current, problems
	}
	file := r.adjusted(base)
	if problems := file.Problems(); len(problems) > 0 {
		return r.current, problems
	}
	next := Version{LoadedAt: r.now(), File: file, FileHash: fileHash, Why: why}
	err = r.apply(ctx, file, func() int64 {
		next.Generation = r.generations.Enter(ctx, Generation{
			Hash: file.Hash, FileHash: fileHash, Content: file.content, At: next.LoadedAt, By: why.By, Cause: why.Cause,
		}, r.current.Generation)
		return next.Generation
	})
	if problems := (Problems)(nil); file != base && errors.As(err, &problems) {
		err = base.Placed(problems)
	}
	if err != nil {
		return r.current, err
	}
	r.current, r.base = next, base
	return next, nil
}

// Rollback serves an earlier generation once more, as a new one: the one with the
// number, or with 0 the last one of another file that nobody went back from, as that
// file says. The file on disk is left alone, and is not loaded again until it changes,
// somebody asks, or the program starts.
func (r *Reloader) Rollback(ctx context.Context, to int64, by string) (Version, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if to == 0 {
		all, err := r.generations.List(ctx)
		if err != nil {
			return r.current, err
		}
		if to = before(all, r.current); to == 0 {
			return r.current, ErrNothingToRollBack
		}
	}
	g, err := r.generations.Get(ctx, to)
	if err != nil {
		return r.current, err
	}
	left := r.current
	version, err := r.put(ctx, Parse(r.path, g.Content), g.FileHash, Why{CauseRollback, by})
	if err == nil {
		r.refused = nil // whoever rolled back does not wait for it
	}
	if err == nil && left.File.Hash != g.Hash {
		r.generations.MarkRolledBack(ctx, left.Generation)
	}
	return version, err
}

// settle is how long the file must be quiet before it is read: an editor writes
// it in several steps.
const settle = 150 * time.Millisecond

// Watch reloads the file whenever its content changes, or that of a file which it refers
// to, and the configuration in service wants that, until ctx ends. It
// watches directories, because editors and Kubernetes replace files, or what
// they are linked to; others who write there must not keep it waiting.
func (r *Reloader) Watch(ctx context.Context) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch configuration: %s", reason(err))
	}
	defer watcher.Close()
	if err := watcher.Add(filepath.Dir(r.path)); err != nil {
		return fmt.Errorf("watch directory of configuration: %s", reason(err))
	}
	files, unwatched, _ := r.rewatch(ctx, watcher, nil)
	quiet := time.NewTimer(settle) // fires once: the file may have changed since it was loaded
	defer quiet.Stop()
	waiting := true
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-watcher.Events:
			if !waiting || slices.Contains(files, filepath.Clean(event.Name)) {
				quiet.Reset(settle)
			}
			waiting = true
		case <-watcher.Errors: //nolint:errcheck // events were lost, whatever the reason: look
			quiet.Reset(settle)
			waiting = true
		case <-quiet.C:
			waiting = false
			r.reloadChanged(ctx)
			var added bool
			if files, unwatched, added = r.rewatch(ctx, watcher, unwatched); added {
				quiet.Reset(settle) // something may have changed there before
				waiting = true
			}
		}
	}
}

// rewatch watches what the configuration refers to now, and says once of which
// directories it cannot. added says whether there are new ones.
func (r *Reloader) rewatch(ctx context.Context, watcher *fsnotify.Watcher, unwatched []string) (files, failed []string, added bool) {
	files = r.watched()
	added, failed = watchDirectories(watcher, files)
	if len(failed) > 0 && !slices.Equal(failed, unwatched) {
		r.logger.WarnContext(ctx, "directories of secrets are not watched", "directories", failed)
	}
	return files, failed, added
}

// reloadChanged reloads when the content differs from what was last tried, or that of a
// file which it refers to.
func (r *Reloader) reloadChanged(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.current.File.Config.File.Watch {
		return
	}
	content, err := read(r.path)
	if err != nil {
		return // a file that is away is being replaced; the next event tells
	}
	if digest(content) == r.seen {
		r.reloadSecrets(ctx)
		return
	}
	version, err := r.reload(ctx, Why{Cause: CauseFile})
	Report(ctx, r.logger, CauseFile, version, err)
}

// Report logs how a reload went: the generation, or each problem.
func Report(ctx context.Context, logger *slog.Logger, cause string, v Version, err error) {
	var problems Problems
	switch {
	case err == nil:
		logger.InfoContext(ctx, "configuration in service", "cause", cause, "generation", v.Generation, "hash", v.File.Hash)
	case errors.As(err, &problems):
		for _, m := range problems {
			logger.ErrorContext(ctx, "configuration refused", "cause", cause, "generation", v.Generation, "mistake", m.String())
		}
	default:
		logger.ErrorContext(ctx, "configuration not loaded", "cause", cause, "generation", v.Generation, "reason", err.Error())
	}
}
