package logs

import (
	"hash/maphash"
	"log/slog"
	"sync"
	"time"
)

const (
	// dedupWindow is how long identical lines are held back.
	dedupWindow = 30 * time.Second
	// maxLines limits the different lines that are remembered. Beyond that all are
	// forgotten, and at worst too many lines are written.
	maxLines = 1024
)

// deduper counts identical lines within dedupWindow.
type deduper struct {
	now    func() time.Time
	mu     sync.Mutex
	counts map[uint64]*lineCount
}

type lineCount struct {
	since time.Time
	held  int
}

func newDeduper(now func() time.Time) *deduper {
	return &deduper{now: now, counts: map[uint64]*lineCount{}}
}

// admit reports whether a record is to be written, and how many identical ones
// were held back before it.
func (d *deduper) admit(with uint64, record slog.Record) (held int, write bool) {
	kind := hashText(with, record.Message) + uint64(record.Level) //nolint:gosec // hashed, not counted
	record.Attrs(func(a slog.Attr) bool {
		kind = hashAttr(kind, a)
		return true
	})
	now := d.now()
	d.mu.Lock()
	defer d.mu.Unlock()
	known := d.counts[kind]
	if known != nil && now.Sub(known.since) < dedupWindow {
		known.held++
		return 0, false
	}
	if known != nil {
		held = known.held
	} else if len(d.counts) >= maxLines {
		clear(d.counts)
	}
	d.counts[kind] = &lineCount{since: now}
	return held, true
}

var seed = maphash.MakeSeed()

func hashText(before uint64, text string) uint64 {
	return before*31 + maphash.String(seed, text)
}

func hashAttr(before uint64, a slog.Attr) uint64 {
	return hashText(hashText(before, a.Key), a.Value.Resolve().String())
}
