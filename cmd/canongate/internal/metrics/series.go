package metrics

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// labels are the values of a series. Each comes from a closed set.
type labels struct{ tenant, operation, connection, code string }

// requestSeries are the series that a request is counted in.
type requestSeries struct {
	took, added prometheus.Observer
	byTenant    prometheus.Counter
}

// kept are series by their labels: looking one up in a vector hashes every label. It
// lives as long as a generation, since a reload may take series away. The zero value is
// ready. Safe for concurrent use.
type kept[S any] struct {
	mu     sync.RWMutex
	series map[labels]S
}

// of is the series with these labels, made where there is none.
func (k *kept[S]) of(l labels, made func() S) S {
	k.mu.RLock()
	s, known := k.series[l]
	k.mu.RUnlock()
	if known {
		return s
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if s, known = k.series[l]; known {
		return s
	}
	if k.series == nil {
		k.series = map[labels]S{}
	}
	s = made()
	k.series[l] = s
	return s
}
