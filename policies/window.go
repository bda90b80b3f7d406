package policies

import (
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

// fill writes the sums into a snapshot.
func (w *slidingWindow) fill(now time.Time, snapshot *Snapshot) {
	w.mu.Lock()
	defer w.mu.Unlock()
	oldest := now.UnixNano()/int64(windowSlot) - windowSlots
	var sum windowSum
	for _, s := range w.slots {
		if s.slot > oldest {
			sum.attempts, sum.faults, sum.took = sum.attempts+s.attempts, sum.faults+s.faults, sum.took+s.took
		}
	}
	snapshot.Attempts = sum.attempts
	if sum.attempts > 0 {
		snapshot.Latency = sum.took / time.Duration(sum.attempts)
		snapshot.ErrorRate = float64(sum.faults) / float64(sum.attempts)
	}
	snapshot.LastError, snapshot.LastErrorAt = string(w.lastError), w.lastAt
}
