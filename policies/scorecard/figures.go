package scorecard

import (
	"encoding/json"
	"math"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

// Bucket n holds durations up to shortest·2^(n/8); the last one all that is longer.
const (
	shortest   = 250 * time.Microsecond
	perOctave  = 8
	lastBucket = 160 // four minutes
)

func bucketOf(took time.Duration) int {
	if took <= shortest {
		return 0
	}
	return min(lastBucket, int(math.Ceil(perOctave*math.Log2(float64(took)/float64(shortest)))))
}

// middle is the duration that stands for a bucket, in milliseconds.
func middle(bucket int) float64 {
	return float64(shortest) / float64(time.Millisecond) * math.Exp2((float64(bucket)-0.5)/perOctave)
}

// success is the code of success, as in the metrics.
const success = "ok"

// figures are sums that add up. Their JSON is what the journal keeps.
type figures struct {
	Took      map[int]int64    `json:"took,omitempty"` // by bucket
	Codes     map[string]int64 `json:"codes,omitempty"`
	Fallbacks int64            `json:"fallbacks,omitempty"`
	Drift     int64            `json:"drift,omitempty"`
	// Of callers' requests only: what the gateway added by bucket, and the codes of each
	// operation.
	Added      map[int]int64               `json:"added,omitempty"`
	Operations map[string]map[string]int64 `json:"operations,omitempty"`
}

func newFigures() *figures { return &figures{Took: map[int]int64{}, Codes: map[string]int64{}} }

func (f *figures) attempt(code canonical.Code, took time.Duration) {
	f.Codes[wordOf(code)]++
	f.Took[bucketOf(took)]++
}

// wordOf is how a call ended, in a word of a closed set.
func wordOf(code canonical.Code) string {
	if code == "" {
		return success
	}
	return string(code.Info().Code)
}

func (f *figures) add(other *figures) {
	for bucket, n := range other.Took {
		f.Took[bucket] += n
	}
	for code, n := range other.Codes {
		f.Codes[code] += n
	}
	f.Fallbacks += other.Fallbacks
	f.Drift += other.Drift
	for bucket, n := range other.Added {
		if f.Added == nil {
			f.Added = map[int]int64{}
		}
		f.Added[bucket] += n
	}
	for operation, codes := range other.Operations {
		for code, n := range codes {
			f.operation(operation)[code] += n
		}
	}
}

// operation are the codes of one operation.
func (f *figures) operation(name string) map[string]int64 {
	if f.Operations == nil {
		f.Operations = map[string]map[string]int64{}
	}
	if f.Operations[name] == nil {
		f.Operations[name] = map[string]int64{}
	}
	return f.Operations[name]
}

func (f *figures) encode() string {
	text, err := json.Marshal(f)
	if err != nil {
		return "{}" // maps of numbers always marshal
	}
	return string(text)
}

func decode(text string) (*figures, error) {
	f := newFigures()
	return f, json.Unmarshal([]byte(text), f)
}

// Figures are the sums as people read them.
type Figures struct {
	Calls int64 `json:"calls"` // attempts at the vendor
	// SuccessRatio is the share of calls that did not fail, 0 to 1; absent without calls.
	SuccessRatio *float64 `json:"success_ratio"`
	// Percentiles of the calls' duration in milliseconds, within five per cent.
	P50 float64 `json:"p50_ms"`
	P95 float64 `json:"p95_ms"`
	P99 float64 `json:"p99_ms"`
	// Codes counts calls by how they ended; success is ok.
	Codes map[string]int64 `json:"codes"`
	// Fallbacks are requests that went on to another connection, because this one
	// failed or was cut off.
	Fallbacks int64 `json:"fallbacks"`
	// Drift counts values and members of answers that no table knows. It belongs to
	// no operation.
	Drift int64 `json:"drift"`
}

func (f *figures) shown() Figures {
	s := Figures{Codes: f.Codes, Fallbacks: f.Fallbacks, Drift: f.Drift}
	var failed int64
	for code, n := range f.Codes {
		s.Calls += n
		if policies.Failed(canonical.Code(code)) {
			failed += n
		}
	}
	if s.Calls > 0 {
		ratio := float64(s.Calls-failed) / float64(s.Calls)
		s.SuccessRatio = &ratio
	}
	s.P50, s.P95, s.P99 = quantile(f.Took, 0.5), quantile(f.Took, 0.95), quantile(f.Took, 0.99)
	return s
}

// quantile is the duration in milliseconds that a share q of the calls did not
// exceed; 0 without calls.
func quantile(took map[int]int64, q float64) float64 {
	var all int64
	for _, n := range took {
		all += n
	}
	rank := int64(math.Ceil(q * float64(all)))
	var seen int64
	for bucket := range lastBucket + 1 {
		if seen += took[bucket]; seen >= rank && all > 0 {
			return math.Round(middle(bucket)*1000) / 1000
		}
	}
	return 0
}
