package metrics

import (
	"canongate/gateway/auth"

	"github.com/prometheus/client_golang/prometheus"
)

// issuerKeys measures the keys of the token issuer.
type issuerKeys struct{ source func() *auth.IssuerKeys }

var (
	issuerKeysInUse   = describe("canongate_issuer_keys_in_use", "Keys of the token issuer that tokens are held to.")
	issuerKeysSkipped = describe("canongate_issuer_keys_skipped", "Keys of the issuer's last set that cannot be used.")
	issuerKeysSuccess = describe("canongate_issuer_keys_last_success_timestamp_seconds", "When the issuer's keys were last fetched, in Unix time; 0: never.")
)

// RegisterIssuerKeys tells of the issuer's keys from now on. The source gives nil
// while no token is taken; then there is nothing to tell.
func RegisterIssuerKeys(to prometheus.Registerer, source func() *auth.IssuerKeys) {
	to.MustRegister(issuerKeys{source})
}

// Describe lists what Collect sends.
func (k issuerKeys) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{issuerKeysInUse, issuerKeysSkipped, issuerKeysSuccess} {
		to <- d
	}
}

// Collect looks at the keys.
func (k issuerKeys) Collect(to chan<- prometheus.Metric) {
	state := k.source()
	if state == nil {
		return
	}
	to <- gauge(issuerKeysInUse, float64(state.InUse))
	to <- gauge(issuerKeysSkipped, float64(state.Skipped))
	last := 0.0
	if !state.LastSuccess.IsZero() {
		last = float64(state.LastSuccess.UnixMilli()) / 1000
	}
	to <- gauge(issuerKeysSuccess, last)
}

// ExpectIssuerKeys makes the counters of failures, since a first failure is seen
// as an increase only from 0. Where no token is taken there are none.
func (m *Metrics) ExpectIssuerKeys() {
	for _, reason := range auth.FetchFailures() {
		m.issuerKeysFailed.WithLabelValues(string(reason))
	}
}

// IssuerKeysFailed counts a fetch of the issuer's keys that failed.
func (m *Metrics) IssuerKeysFailed(reason auth.FetchFailure) {
	m.issuerKeysFailed.WithLabelValues(string(reason)).Inc()
}
