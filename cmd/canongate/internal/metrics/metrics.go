// Package metrics counts what happens to requests and tells Prometheus.
//
// # Decisions
//
// Prometheus' own library, and not OpenTelemetry's metrics in front of it: its
// histograms have classic and native buckets at once, and its vectors can
// forget what a reload took away.
//
// What happens is counted when it happens; what is (breakers, quotas, the
// journal) is looked up when somebody asks, so that it cannot be out of date.
//
// Every label value comes from a set that is closed at any moment: the
// operations of this program, the connections of the configuration in service,
// canonical codes, the tables of the adapters. What is in none of them is
// counted as "other", and what a request has none of as "none". No value of a
// request is ever a label.
package metrics

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"
)

// Label values that stand for what has none, and for what is in no closed set.
const (
	none    = "none"
	other   = "other"
	success = "ok" // the code of success: an absent one is awkward to select
)

// Metrics counts what the rooms report. It is the policies.Observer of every
// connection. Safe for concurrent use.
type Metrics struct {
	requests    *prometheus.HistogramVec
	byTenant    *prometheus.CounterVec
	added       *prometheus.HistogramVec
	attempts    *prometheus.HistogramVec
	retries     *prometheus.CounterVec
	limited     *prometheus.CounterVec
	transitions *prometheus.CounterVec
	refused     *prometheus.CounterVec
	exceptions  *prometheus.CounterVec
	unmapped    *prometheus.CounterVec
	fallbacks   *prometheus.CounterVec
	subjects    *prometheus.CounterVec
	exported    prometheus.Counter
	dropped     *prometheus.CounterVec

	issuerKeysFailed   *prometheus.CounterVec
	connectionsRefused *prometheus.CounterVec

	operations map[string]bool
	serving    atomic.Pointer[generation]
	exemplar   atomic.Int64 // when the last one was given, in Unix nanoseconds

	mu     sync.Mutex
	fields map[string]map[string]prometheus.Counter // by vendor and field
	others map[[2]string]bool                       // connections and operations that answered about others
}

// generation is the configuration in service, as far as metrics go.
type generation struct {
	connections map[string]*policies.ConnectionPolicies
	names       []string // sorted
	tenants     []string // that the file names

	requests kept[requestSeries]
	attempts kept[prometheus.Observer]
}

var _ policies.Observer = (*Metrics)(nil)

// The upper bounds of the histograms' classic buckets, in seconds. Native buckets
// are finer, for a Prometheus that asks for them.
var (
	// vendorBuckets run from a simulator's answer to the longest time-out.
	vendorBuckets = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120}
	// addedBuckets are fine where the gateway's own time lies. The upper ones are
	// waits: for a quota, for a place, before a retry.
	addedBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .1, .5, 1, 5}
)

// New makes the metrics and registers them. Operations are the names of all that
// a request can ask for.
func New(to prometheus.Registerer, operations []string) *Metrics {
	m := &Metrics{
		requests: histogram("canongate_request_duration_seconds",
			"Time from the arrival of a request to its answer.", vendorBuckets, "operation", "connection", "code"),
		byTenant: counter("canongate_requests_total",
			"Requests, by the tenant of their caller.", "tenant", "operation", "connection", "code"),
		added: histogram("canongate_request_added_latency_seconds",
			"Time that the gateway added: a request's duration less that of its calls to the vendor.", addedBuckets, "operation", "connection"),
		attempts: histogram("canongate_vendor_attempt_duration_seconds",
			"Time of a single call to a vendor.", vendorBuckets, "connection", "operation", "code"),
		retries: counter("canongate_vendor_retries_total",
			"Decisions to call a vendor again, by the code that led to them.", "connection", "operation", "code"),
		limited: counter("canongate_limit_rejections_total",
			"Requests that a limit of the gateway refused.", "connection", "operation", "limit"),
		transitions: counter("canongate_breaker_transitions_total",
			"Changes of a breaker's state, by the new state.", "connection", "operation", "state"),
		refused: counter("canongate_inbound_refused_total",
			"Notifications that were not taken, by the connection they named and why.", "connection", "reason"),
		exceptions: counter("canongate_reconciliation_exceptions_total",
			"News of money that a person has to look at.", "connection", "kind"),
		fallbacks: counter("canongate_fallbacks_total",
			"Requests that went on to another connection, by the one that failed or was cut off.", "connection", "operation"),
		unmapped: counter("canongate_vendor_unmapped_total",
			"Values and members of vendors' answers that no table knows.", "vendor", "field"),
		subjects: counter("canongate_other_subject_answers_total",
			"Answers about another subject than the one asked for.", "connection", "operation"),
		exported: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "canongate_trace_spans_exported_total", Help: "Spans that the collector took.",
		}),
		dropped: counter("canongate_trace_spans_dropped_total",
			"Spans for the collector that were given up.", "reason"),
		issuerKeysFailed: counter("canongate_issuer_keys_failures_total",
			"Fetches of the token issuer's keys that failed.", "reason"),
		connectionsRefused: counter("canongate_client_connections_refused_total",
			"Connections of callers that a limit of the listener closed.", "limit"),
		operations: map[string]bool{none: true},
		fields:     map[string]map[string]prometheus.Counter{},
		others:     map[[2]string]bool{},
	}
	for _, name := range operations {
		m.operations[name] = true
	}
	m.serving.Store(&generation{})
	to.MustRegister(m.requests, m.byTenant, m.added, m.attempts, m.retries, m.limited, m.transitions, m.refused, m.exceptions, m.fallbacks, m.unmapped, m.subjects, m.exported, m.dropped, m.issuerKeysFailed, m.connectionsRefused,
		connections{m})
	return m
}

func histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: name, Help: help, Buckets: buckets,
		NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 100, NativeHistogramMinResetDuration: time.Hour,
	}, labels)
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

// Finished counts one request. Probes and pages that went well tell nothing.
func (m *Metrics) Finished(f gateway.Finished) {
	if f.Operation == "" && f.Code == "" {
		return
	}
	serving := m.serving.Load()
	of := labels{m.Tenant(f.Tenant), m.operation(f.Operation), m.connection(f.Connection), code(f.Code)}
	s := serving.requests.of(of, func() requestSeries {
		return requestSeries{
			took:     m.requests.WithLabelValues(of.operation, of.connection, of.code),
			added:    m.added.WithLabelValues(of.operation, of.connection),
			byTenant: m.byTenant.WithLabelValues(of.tenant, of.operation, of.connection, of.code),
		}
	})
	m.observe(s.took, f.Duration, f.Span, f.Code)
	s.byTenant.Inc()
	s.added.Observe(max(0, f.Duration-f.VendorTime).Seconds())
	if f.Limit != "" { // connections count their own
		m.limited.WithLabelValues(of.connection, of.operation, f.Limit).Inc()
	}
}

// An exemplar costs more than all the rest of an observation, and only the last
// one of a bucket is ever read: success that is not slow gives one now and then.
const (
	exemplarEvery = 50 * time.Millisecond
	slow          = 500 * time.Millisecond
)

// observe adds a duration, with the trace to look at when it is one that was
// exported.
func (m *Metrics) observe(to prometheus.Observer, took time.Duration, span trace.SpanContext, c canonical.Code) {
	if with, ok := to.(prometheus.ExemplarObserver); ok && span.IsSampled() && (c != "" || took >= slow || m.exemplarDue()) {
		with.ObserveWithExemplar(took.Seconds(), prometheus.Labels{"trace_id": span.TraceID().String()})
		return
	}
	to.Observe(took.Seconds())
}

func (m *Metrics) exemplarDue() bool {
	now, last := time.Now().UnixNano(), m.exemplar.Load()
	return now-last >= int64(exemplarEvery) && m.exemplar.CompareAndSwap(last, now)
}

// Attempt counts one call to a vendor.
func (m *Metrics) Attempt(span trace.SpanContext, connection, operation string, c canonical.Code, took time.Duration) {
	of := labels{operation: m.operation(operation), connection: m.connection(connection), code: code(c)}
	m.observe(m.serving.Load().attempts.of(of, func() prometheus.Observer {
		return m.attempts.WithLabelValues(of.connection, of.operation, of.code)
	}), took, span, c)
}

// Retried counts one decision to try again.
func (m *Metrics) Retried(connection, operation string, c canonical.Code) {
	m.retries.WithLabelValues(m.connection(connection), m.operation(operation), code(c)).Inc()
}

// Limited counts one refusal.
func (m *Metrics) Limited(connection, operation string, limit policies.LimitName) {
	m.limited.WithLabelValues(m.connection(connection), m.operation(operation), string(limit)).Inc()
}

// Breaker counts a breaker's change. What state it is in is looked up.
func (m *Metrics) Breaker(connection, operation string, state policies.BreakerState) {
	m.transitions.WithLabelValues(m.connection(connection), m.operation(operation), string(state)).Inc()
}

// FellBack counts a request that went on to another connection than this one.
func (m *Metrics) FellBack(connection, operation string) {
	m.fallbacks.WithLabelValues(m.connection(connection), m.operation(operation)).Inc()
}

// EventRefused counts a notification that was not taken. Reason is a constant.
func (m *Metrics) EventRefused(connection, reason string) {
	m.refused.WithLabelValues(m.connection(connection), reason).Inc()
}

// ExceptionRaised counts news of money that a person has to look at. Kind is a
// constant.
func (m *Metrics) ExceptionRaised(connection, kind string) {
	m.exceptions.WithLabelValues(m.connection(connection), kind).Inc()
}

// ConnectionRefused counts a caller's connection that was closed. Limit is a
// constant.
func (m *Metrics) ConnectionRefused(limit string) { m.connectionsRefused.WithLabelValues(limit).Inc() }

// SpansExported counts spans that the collector took.
func (m *Metrics) SpansExported(spans int) { m.exported.Add(float64(spans)) }

// SpansDropped counts spans that were given up. Reason is a constant.
func (m *Metrics) SpansDropped(reason string, spans int) {
	m.dropped.WithLabelValues(reason).Add(float64(spans))
}

// Serving says which connections are in service from now on, and which tenants the
// file names, and forgets those that are not.
func (m *Metrics) Serving(connections map[string]*policies.ConnectionPolicies, tenants []string) {
	now := &generation{connections: connections, tenants: tenants}
	for name := range connections {
		now.names = append(now.names, name)
	}
	slices.Sort(now.names)
	before := m.serving.Swap(now)
	for _, name := range before.names {
		if connections[name] == nil {
			m.forget(name)
		}
	}
	for _, tenant := range before.tenants {
		if !slices.Contains(tenants, tenant) {
			m.byTenant.DeletePartialMatch(prometheus.Labels{"tenant": tenant})
		}
	}
}

func (m *Metrics) forget(connection string) {
	gone := prometheus.Labels{"connection": connection}
	for _, v := range []*prometheus.HistogramVec{m.requests, m.added, m.attempts} {
		v.DeletePartialMatch(gone)
	}
	for _, v := range []*prometheus.CounterVec{m.byTenant, m.retries, m.limited, m.transitions, m.refused, m.exceptions, m.fallbacks} {
		v.DeletePartialMatch(gone)
	}
}

// Tenant is the label of a tenant: its name where the file in service has it, else
// other, and none for a caller who is not known.
func (m *Metrics) Tenant(name string) string {
	switch {
	case name == "":
		return none
	case slices.Contains(m.serving.Load().tenants, name):
		return name
	}
	return other
}

func (m *Metrics) operation(name string) string {
	switch {
	case name == "":
		return none
	case m.operations[name]:
		return name
	default:
		return other
	}
}

func (m *Metrics) connection(name string) string {
	switch {
	case name == "":
		return none
	case m.serving.Load().connections[name] != nil:
		return name
	default:
		return other
	}
}

// code is the label of a code; one that is not in the table counts as the defect
// that it is.
func code(c canonical.Code) string {
	if c == "" {
		return success
	}
	return string(c.Info().Code)
}

// maxFields bounds the fields of one vendor that have a label of their own. A
// vendor's answer has some two hundred members; more than that is no drift.
const maxFields = 256

// Unmapped counts what an adapter of the vendor could not map, and says whether
// it is the first time for this field.
func (m *Metrics) Unmapped(vendor, field string) (first bool) {
	if !fieldPath(field) {
		field = other
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	fields := m.fields[vendor]
	if fields == nil {
		fields = map[string]prometheus.Counter{}
		m.fields[vendor] = fields
	}
	if fields[field] == nil && len(fields) >= maxFields {
		field = other
	}
	if fields[field] == nil {
		fields[field] = m.unmapped.WithLabelValues(vendor, field)
		first = true
	}
	fields[field].Inc()
	return first
}

// OtherSubject counts an answer about another subject than the one asked for, and
// says whether it is the first of the connection and operation.
func (m *Metrics) OtherSubject(connection, operation string) (first bool) {
	m.subjects.WithLabelValues(connection, operation).Inc()
	m.mu.Lock()
	defer m.mu.Unlock()
	key := [2]string{connection, operation}
	first = !m.others[key]
	m.others[key] = true
	return first
}

// fieldPath says whether a text can be the path of a field. The adapters' paths
// come from their tables, apart from members that a vendor has begun to send.
func fieldPath(s string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.*[]-"
	return s != "" && len(s) <= 128 && strings.Trim(s, letters) == ""
}
