package logs

import (
	"hash/maphash"
	"log/slog"
	"sync"
	"time"
)

const (
	// quiet is how long identical lines are held back.
	quiet = 30 * time.Second
	// maxKinds bounds the kinds of lines that are remembered. More than these at
	// once are not identical, and forgetting them only writes too many lines.
	maxKinds = 1024
)

// repeats remembers the lines of the last half minute.
type repeats struct {
	now  func() time.Time
	mu   sync.Mutex
	seen map[uint64]*repeated
}

type repeated struct {
	since time.Time
	held  int
}

func newRepeats(now func() time.Time) *repeats {
	return &repeats{now: now, seen: map[uint64]*repeated{}}
}

// admit says whether a record is to be written, and how many of its kind were
// held back before it.
func (r *repeats) admit(with uint64, record slog.Record) (held int, write bool) {
	kind := hashText(with, record.Message) + uint64(record.Level)
	record.Attrs(func(a slog.Attr) bool {
		kind = hashAttr(kind, a)
		return true
	})
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.seen[kind]
	if known != nil && now.Sub(known.since) < quiet {
		known.held++
		return 0, false
	}
	if known != nil {
		held = known.held
	} else if len(r.seen) >= maxKinds {
		clear(r.seen)
	}
	r.seen[kind] = &repeated{since: now}
	return held, true
}

var seed = maphash.MakeSeed()

func hashText(before uint64, text string) uint64 {
	return before*31 + maphash.String(seed, text)
}

func hashAttr(before uint64, a slog.Attr) uint64 {
	return hashText(hashText(before, a.Key), a.Value.Resolve().String())
}
