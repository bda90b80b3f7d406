package metrics

import (
	"canongate/policies/rollout"

	"github.com/prometheus/client_golang/prometheus"
)

// rolloutStates are looked up when they are asked for.
type rolloutStates struct {
	all            func() []rollout.Plan
	state, percent *prometheus.Desc
}

// RegisterRollouts adds how far the newest rollout of each route is. All replicas of a
// journal show the same.
func RegisterRollouts(to prometheus.Registerer, all func() []rollout.Plan) {
	to.MustRegister(rolloutStates{
		all: all,
		state: prometheus.NewDesc("canongate_rollout_state",
			"1 for the state that the newest rollout of a route is in.", []string{"route", "connection", "state"}, nil),
		percent: prometheus.NewDesc("canongate_rollout_percent",
			"Share of the route's requests that the rollout gives its connection; 0 once the weights of before are back.", []string{"route", "connection"}, nil),
	})
}

// Describe names the metrics.
func (s rolloutStates) Describe(to chan<- *prometheus.Desc) {
	to <- s.state
	to <- s.percent
}

// Collect shows each state, so that the one before is 0 and not gone.
func (s rolloutStates) Collect(to chan<- prometheus.Metric) {
	for _, p := range s.all() {
		for _, state := range rollout.States {
			to <- prometheus.MustNewConstMetric(s.state, prometheus.GaugeValue, truth(p.State == state), p.Route, p.Connection, string(state))
		}
		percent := 0
		if p.InForce() {
			percent = p.Percent()
		}
		to <- prometheus.MustNewConstMetric(s.percent, prometheus.GaugeValue, float64(percent), p.Route, p.Connection)
	}
}
