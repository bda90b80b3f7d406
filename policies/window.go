package policies

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"canongate/canonical"
)

const (
	windowSlots = 6
	windowSlot  = 10 * time.Second
)

// slidingWindow sums up the attempts of the last minute, in slots of ten seconds.
type slidingWindow struct {
	mu        sync.Mutex
	slots     [windowSlots]windowSum
	lastError canonical.Code
	lastAt    time.Time
}

type windowSum struct {
	slot     int64
	attempts int
	faults   int
	took     time.Duration
}

func (w *slidingWindow) add(now time.Time, took time.Duration, code canonical.Code, fault bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	slot := now.UnixNano() / int64(windowSlot)
	s := &w.slots[slot%windowSlots]
	if s.slot != slot {
		*s = windowSum{slot: slot}
	}
	s.attempts++
	s.took += took
	if fault {
		s.faults++
	}
	if code != "" {
		w.lastError, w.lastAt = code, now
	}
}

// sum adds up the last minute. The lock is held.
func (w *slidingWindow) sum(now time.Time) (sum windowSum) {
	oldest := now.UnixNano()/int64(windowSlot) - windowSlots
	for _, s := range w.slots {
		if s.slot > oldest {
			sum.attempts, sum.faults, sum.took = sum.attempts+s.attempts, sum.faults+s.faults, sum.took+s.took
		}
	}
	return sum
}

func (s windowSum) latency() time.Duration {
	if s.attempts == 0 {
		return 0
	}
	return s.took / time.Duration(s.attempts)
}

// latency is how long an attempt took on average, in the last minute or of late,
// whichever is longer; 0 when there was none.
func (w *slidingWindow) latency(now time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	newest := slices.MaxFunc(w.slots[:], func(a, b windowSum) int { return cmp.Compare(a.slot, b.slot) })
	minute := w.sum(now).latency()
	if minute == 0 {
		return 0
	}
	return max(minute, newest.latency())
}

// fill writes the sums into a snapshot.
func (w *slidingWindow) fill(now time.Time, snapshot *Snapshot) {
	w.mu.Lock()
	defer w.mu.Unlock()
	sum := w.sum(now)
	snapshot.Attempts, snapshot.Latency = sum.attempts, sum.latency()
	if sum.attempts > 0 {
		snapshot.ErrorRate = float64(sum.faults) / float64(sum.attempts)
	}
	snapshot.LastError, snapshot.LastErrorAt = string(w.lastError), w.lastAt
}
