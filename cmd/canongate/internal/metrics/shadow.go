package metrics

import (
	"canongate/gateway"

	"github.com/prometheus/client_golang/prometheus"
)

// shadowCounts are looked up where they are counted: a rule that a reload takes away
// takes its series along.
type shadowCounts struct {
	reports func() []gateway.ShadowReport
	total   *prometheus.Desc
}

// RegisterShadow adds the comparisons of the rules in service.
func RegisterShadow(to prometheus.Registerer, reports func() []gateway.ShadowReport) {
	to.MustRegister(shadowCounts{reports, prometheus.NewDesc("canongate_shadow_total",
		"Answers that were to be compared with those of another connection, by what came of it.", []string{"route", "result"}, nil)})
}

// Describe names the metric.
func (s shadowCounts) Describe(to chan<- *prometheus.Desc) { to <- s.total }

// Collect looks the counts up.
func (s shadowCounts) Collect(to chan<- prometheus.Metric) {
	for _, r := range s.reports() {
		for result, n := range map[string]int64{
			"equal": r.Equal, "different": r.Compared - r.Equal, "error": r.Errors, "shed": r.Shed,
		} {
			to <- prometheus.MustNewConstMetric(s.total, prometheus.CounterValue, float64(n), r.Route, result)
		}
	}
}
