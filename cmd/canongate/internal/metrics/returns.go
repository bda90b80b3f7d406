package metrics

import (
	"context"
	"time"

	"canongate/policies/journal"
	"canongate/policies/reconcile"

	"github.com/prometheus/client_golang/prometheus"
)

// returnDays are those that Nacha counts returns over.
const returnDays = 60

var returnRate = describe("canongate_return_rate_of_limit",
	"Returned debits of 60 days as a share of Nacha's limit: at 1 the limit is reached.", "connection", "rate")

// returns measures how many debits come back.
type returns struct {
	journal *journal.Journal
	classes func(connection string) reconcile.RateClasses
}

// RegisterReturns measures returned debits from now on, by the classes of each
// connection.
func RegisterReturns(to prometheus.Registerer, j *journal.Journal, classes func(connection string) reconcile.RateClasses) {
	to.MustRegister(returns{j, classes})
}

// Describe lists what Collect sends.
func (r returns) Describe(to chan<- *prometheus.Desc) { to <- returnRate }

// Collect asks the journal. When it does not answer there is nothing to tell.
func (r returns) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	counted, err := r.journal.CountReturns(ctx, nil, time.Now().AddDate(0, 0, -returnDays))
	if err != nil {
		return
	}
	debits, byCode := map[string]int{}, map[string]map[string]int{}
	for _, c := range counted {
		debits[c.Connection] += c.Debits
		if byCode[c.Connection] == nil {
			byCode[c.Connection] = map[string]int{}
		}
		for code, n := range c.Returns {
			byCode[c.Connection][code] += n
		}
	}
	for connection, returned := range byCode {
		for _, rate := range reconcile.RatesOf(returned, debits[connection], r.classes(connection)) {
			to <- gauge(returnRate, float64(rate.BasisPoints)/float64(rate.LimitBasisPoints), connection, rate.Name)
		}
	}
}
