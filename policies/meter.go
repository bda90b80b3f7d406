package policies

import (
	"sync"
	"time"

	"canongate/canonical"
)

const (
	meterSlots = 6
	meterSlot  = 10 * time.Second
)

// meter sums up the last minute's attempts in slots of ten seconds.
type meter struct {
	mu        sync.Mutex
	slots     [meterSlots]meterSum
	lastError canonical.Code
	lastAt    time.Time
}

type meterSum struct {
	slot     int64
	attempts int
	faults   int
	took     time.Duration
}

func (m *meter) add(now time.Time, took time.Duration, code canonical.Code, fault bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	slot := now.UnixNano() / int64(meterSlot)
	s := &m.slots[slot%meterSlots]
	if s.slot != slot {
		*s = meterSum{slot: slot}
	}
	s.attempts++
	s.took += took
	if fault {
		s.faults++
	}
	if code != "" {
		m.lastError, m.lastAt = code, now
	}
}

// fill writes the sums into a snapshot.
func (m *meter) fill(now time.Time, snapshot *Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	oldest := now.UnixNano()/int64(meterSlot) - meterSlots
	var sum meterSum
	for _, s := range m.slots {
		if s.slot > oldest {
			sum.attempts, sum.faults, sum.took = sum.attempts+s.attempts, sum.faults+s.faults, sum.took+s.took
		}
	}
	snapshot.Attempts = sum.attempts
	if sum.attempts > 0 {
		snapshot.Latency = sum.took / time.Duration(sum.attempts)
		snapshot.ErrorRate = float64(sum.faults) / float64(sum.attempts)
	}
	snapshot.LastError, snapshot.LastErrorAt = string(m.lastError), m.lastAt
}
