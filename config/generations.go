package config

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// Generation is a configuration that was put into service, as it is remembered. The
// text has references where secrets are.
type Generation struct {
	Number     int64
	Hash       string // SHA-256 of Content, in hex
	FileHash   string // of the file that it was made from
	Content    []byte // empty in lists
	At         time.Time
	By         string // empty: nobody asked for it
	Cause      string
	RolledBack bool // an operator left it for another
}

// Why a configuration goes into service.
const (
	CauseStart    = "start"
	CauseReload   = "reload" // an operator asked
	CauseSignal   = "SIGHUP"
	CauseFile     = "file change"
	CauseSecret   = "secret change" // in a file that the configuration refers to
	CauseRollback = "rollback"
	CauseRollout  = "rollout" // one took a step, or put the weights back
)

// Generations remember what was in service.
type Generations interface {
	// Enter gives the number of a configuration that goes into service where the
	// generation serving did, and remembers it. It must not fail: what serves has to
	// have a number.
	Enter(ctx context.Context, g Generation, serving int64) (number int64)
	// MarkRolledBack notes that an operator left a generation for another.
	MarkRolledBack(ctx context.Context, number int64)
	// List has the newest first, without their content.
	List(context.Context) ([]Generation, error)
	// Get is one with its content. The error is ErrNoGeneration when it is not kept.
	Get(ctx context.Context, number int64) (Generation, error)
}

var (
	// ErrNoGeneration is returned for a generation that is not remembered.
	ErrNoGeneration = errors.New("this generation is not kept")
	// ErrNothingToRollBack is returned by Rollback when no file was in service before.
	ErrNothingToRollBack = errors.New("roll back configuration: there is no generation before this one")
)

// generationsKept is how many generations a process remembers by itself.
const generationsKept = 100

// OwnGenerations are those of this process, in memory. Safe for concurrent use.
type OwnGenerations struct {
	mu  sync.Mutex
	all []Generation // the oldest first
}

// Enter counts on. The same configuration again keeps its number.
func (o *OwnGenerations) Enter(_ context.Context, g Generation, serving int64) int64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	g.Number = serving + 1
	if last := len(o.all) - 1; last >= 0 {
		if o.all[last].Hash == g.Hash && o.all[last].Number == serving {
			return serving
		}
		g.Number = max(g.Number, o.all[last].Number+1)
	}
	o.add(g)
	return g.Number
}

// Remember takes a generation that was numbered elsewhere.
func (o *OwnGenerations) Remember(g Generation) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = slices.DeleteFunc(o.all, func(old Generation) bool { return old.Number == g.Number })
	o.add(g)
}

func (o *OwnGenerations) add(g Generation) {
	o.all = append(o.all, g)
	o.all = o.all[max(0, len(o.all)-generationsKept):]
}

// MarkRolledBack implements Generations.
func (o *OwnGenerations) MarkRolledBack(_ context.Context, number int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.all {
		o.all[i].RolledBack = o.all[i].RolledBack || o.all[i].Number == number
	}
}

// List implements Generations.
func (o *OwnGenerations) List(context.Context) ([]Generation, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := slices.Clone(o.all)
	slices.Reverse(all)
	for i := range all {
		all[i].Content = nil
	}
	return all, nil
}

// Get implements Generations.
func (o *OwnGenerations) Get(_ context.Context, number int64) (Generation, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, g := range o.all {
		if g.Number == number {
			return g, nil
		}
	}
	return Generation{}, ErrNoGeneration
}

// before is the generation to go back to from the one that serves: of another file, the
// newest that nobody has gone back from. One that serves what that file says is preferred
// to one that was adjusted: the rollout whose weights those were may have been put back.
func before(all []Generation, serving Version) (number int64) {
	file := ""
	for _, g := range all {
		if g.Number >= serving.Generation || g.FileHash == serving.FileHash || g.RolledBack {
			continue
		}
		if number == 0 {
			number, file = g.Number, g.FileHash
		}
		if g.FileHash == file && g.Hash == file {
			return g.Number
		}
	}
	return number
}

// wasRolledBack says whether the last generation that was made from a file is one that
// an operator went back from.
func wasRolledBack(all []Generation, fileHash string) bool {
	i := slices.IndexFunc(all, func(g Generation) bool { return g.FileHash == fileHash })
	return i >= 0 && all[i].RolledBack
}
