package config

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Version is a configuration that serves, or served.
type Version struct {
	Generation int64
	LoadedAt   time.Time
	File       *File
}

// Apply puts a checked file into service in one step, as the given generation.
// It may add problems to the file; then it has changed nothing and returns them.
type Apply func(ctx context.Context, f *File, generation int64) error

// ErrNothingToRollBack is returned by Rollback when there is no version before.
var ErrNothingToRollBack = errors.New("roll back configuration: there is no generation before this one")

// Reloader keeps the configuration of a running program current. A file with
// problems changes nothing. It is safe for concurrent use.
type Reloader struct {
	path   string
	apply  Apply
	logger *slog.Logger
	now    func() time.Time

	mu       sync.Mutex
	seen     string // digest of the content that was last tried
	current  Version
	previous *Version
	refusal  error // of the last attempt; nil: it went into service
}

// NewReloader makes a reloader. Start comes first.
func NewReloader(apply Apply, logger *slog.Logger, now func() time.Time) *Reloader {
	return &Reloader{apply: apply, logger: logger, now: now}
}

// Start serves a file that was loaded as the first generation. Later ones come
// from the same path.
func (r *Reloader) Start(ctx context.Context, f *File) (Version, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.path, r.seen = f.Path, f.Hash
	return r.put(ctx, f)
}

// Current is the version that serves; zero before Start.
func (r *Reloader) Current() Version {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.current
}

// InService tells which generation serves, and since when.
func (r *Reloader) InService() (generation int64, loadedAt time.Time) {
	v := r.Current()
	return v.Generation, v.LoadedAt
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
func (r *Reloader) Reload(ctx context.Context) (Version, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reload(ctx)
}

func (r *Reloader) reload(ctx context.Context) (Version, error) {
	file, err := Load(r.path)
	if err != nil {
		r.refusal = err
		return r.current, err
	}
	r.seen = file.Hash
	return r.put(ctx, file)
}

// put serves the file as a new generation, and keeps the one before for Rollback.
func (r *Reloader) put(ctx context.Context, file *File) (_ Version, err error) {
	defer func() { r.refusal = err }()
	if problems := file.Problems(); len(problems) > 0 {
		return r.current, problems
	}
	generation := r.current.Generation + 1
	if err := r.apply(ctx, file, generation); err != nil {
		return r.current, err
	}
	if r.current.File != nil {
		before := r.current
		r.previous = &before
	}
	r.current = Version{Generation: generation, LoadedAt: r.now(), File: file}
	return r.current, nil
}

// Rollback serves the file of the generation before, as a new generation. One
// step: the version rolled back from is not kept. The file on disk is left
// alone, and is not loaded again until it changes or somebody asks.
func (r *Reloader) Rollback(ctx context.Context) (Version, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.previous == nil {
		return r.current, ErrNothingToRollBack
	}
	version, err := r.put(ctx, r.previous.File.Again())
	if err == nil {
		r.previous = nil
	}
	return version, err
}

// settle is how long the file must be quiet before it is read: an editor writes
// it in several steps.
const settle = 150 * time.Millisecond

// Watch reloads the file whenever its content changes, until ctx ends. It
// watches the directory, because editors and Kubernetes replace the file, or what
// it is linked to; others who write there must not keep it waiting.
func (r *Reloader) Watch(ctx context.Context) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch configuration: %s", reason(err))
	}
	defer watcher.Close()
	if err := watcher.Add(filepath.Dir(r.path)); err != nil {
		return fmt.Errorf("watch directory of configuration: %s", reason(err))
	}
	quiet := time.NewTimer(settle) // fires once: the file may have changed since it was loaded
	defer quiet.Stop()
	waiting := true
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-watcher.Events:
			if !waiting || filepath.Clean(event.Name) == filepath.Clean(r.path) {
				quiet.Reset(settle)
			}
			waiting = true
		case <-watcher.Errors: //nolint:errcheck // events were lost, whatever the reason: look
			quiet.Reset(settle)
			waiting = true
		case <-quiet.C:
			waiting = false
			r.reloadChanged(ctx)
		}
	}
}

// reloadChanged reloads when the content differs from what was last tried.
func (r *Reloader) reloadChanged(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	content, err := read(r.path)
	if err != nil || digest(content) == r.seen {
		return // a file that is away is being replaced; the next event tells
	}
	version, err := r.reload(ctx)
	Report(ctx, r.logger, "file change", version, err)
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
