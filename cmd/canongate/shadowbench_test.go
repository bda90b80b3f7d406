package main

import (
	"net/http"
	"sync"
	"testing"
	"time"
)

const (
	// pacedCalls is how many calls each program gets before the other has its turn, and
	// pacedEvery how far they are apart: a gateway that is not busy, as most are.
	pacedCalls = 500
	pacedEvery = 2 * time.Millisecond
)

// BenchmarkShadow is what shadow reads of all requests do to the time that callers wait.
// Two programs take turns, and what is compared are the turns of a round. The vendor is a
// process of its own, on the same machine.
func BenchmarkShadow(b *testing.B) {
	vendors := sandboxProcess(b)
	var programs [2]*program
	for i, shadow := range []string{"", "connection: second, share: 1"} {
		programs[i] = benchProgram(b, benchOptions{vendor: "cdp", baseURL: vendors, traces: "sample_ratio: 0.01, recent: 0", shadow: shadow,
			settings: `client_id: a, client_secret: "file:SECRET", username: a, password: "file:SECRET", updated_by: a`,
			journal:  `driver: sqlite, dsn: "file:DIR/journal.db"`})
	}
	for _, p := range programs {
		paced(b, p) // fills pools
	}
	var half, most, more [2][]float64
	for first := 0; b.Loop(); first++ {
		var round [2]float64
		for i := range programs {
			i = (i + first) % len(programs)
			took := paced(b, programs[i])
			round[i] = microseconds(quantile(took, 0.99))
			half[i] = append(half[i], microseconds(quantile(took, 0.5)))
			most[i] = append(most[i], round[i])
		}
		more[1] = append(more[1], 100*(round[1]/round[0]-1))
	}
	b.ReportMetric(0, "ns/op") // a round of turns means nothing
	for i, name := range [...]string{"off", "100%"} {
		b.ReportMetric(median(half[i]), name+"-p50-µs")
		b.ReportMetric(median(most[i]), name+"-p99-µs")
	}
	b.ReportMetric(median(more[1]), "more-p99-%")
	compared := programs[1].gateway.Shadows()[0]
	b.ReportMetric(float64(compared.Compared)/float64(max(1, compared.Compared+compared.Shed+compared.Errors)), "compared/call")
}

// paced makes calls at a pace, whatever becomes of those before, and gives how long each
// took.
func paced(b *testing.B, p *program) []time.Duration {
	b.Helper()
	took := make([]time.Duration, pacedCalls)
	var calls sync.WaitGroup
	pace := time.NewTicker(pacedEvery)
	defer pace.Stop()
	for i := range took {
		<-pace.C
		calls.Go(func() {
			began := time.Now()
			if status := look(p); status != http.StatusOK {
				b.Errorf("status %d", status)
			}
			took[i] = time.Since(began)
		})
	}
	calls.Wait()
	return took
}

func microseconds(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
