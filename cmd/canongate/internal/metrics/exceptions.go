package metrics

import (
	"context"

	"canongate/policies/journal"

	"github.com/prometheus/client_golang/prometheus"
)

var openExceptions = describe("canongate_reconciliation_exceptions_open",
	"News of money that nobody has closed. All replicas of a journal count the same.", "connection", "kind")

// exceptions measures what waits for a person, also where no process lives to have
// counted it.
type exceptions struct{ journal *journal.Journal }

// RegisterExceptions measures open exceptions from now on.
func RegisterExceptions(to prometheus.Registerer, j *journal.Journal) { to.MustRegister(exceptions{j}) }

// Describe lists what Collect sends.
func (e exceptions) Describe(to chan<- *prometheus.Desc) { to <- openExceptions }

// Collect asks the journal. When it does not answer there is nothing to tell.
func (e exceptions) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	counted, err := e.journal.CountOpenExceptions(ctx)
	if err != nil {
		return
	}
	for _, c := range counted {
		to <- gauge(openExceptions, float64(c.Open), c.Connection, c.Kind)
	}
}
