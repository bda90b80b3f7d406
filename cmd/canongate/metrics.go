package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// metrics counts what the rooms report. It is the policies.Observer of every
// connection. Names and labels come from closed sets, never from a request.
type metrics struct {
	requests   metric.Float64Histogram
	added      metric.Float64Histogram
	attempts   metric.Float64Histogram
	retries    metric.Int64Counter
	limited    metric.Int64Counter
	breakers   metric.Int64Gauge
	unmapped   metric.Int64Counter
	generation metric.Int64Gauge
}

var _ policies.Observer = (*metrics)(nil)

// latencies are the upper bounds of the histograms, in seconds: fine where the
// gateway's own time lies, coarse up to the longest time-out.
var latencies = metric.WithExplicitBucketBoundaries(
	.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120)

func newMetrics(meter metric.Meter) (*metrics, error) {
	var m metrics
	var errs [8]error
	m.requests, errs[0] = meter.Float64Histogram("canongate.request.duration", metric.WithUnit("s"), latencies,
		metric.WithDescription("Requests by operation, connection and code."))
	m.added, errs[1] = meter.Float64Histogram("canongate.request.added_latency", metric.WithUnit("s"), latencies,
		metric.WithDescription("Duration of a request less the time that the vendor took."))
	m.attempts, errs[2] = meter.Float64Histogram("canongate.vendor.attempt.duration", metric.WithUnit("s"), latencies,
		metric.WithDescription("Calls to vendors, each attempt by itself."))
	m.retries, errs[3] = meter.Int64Counter("canongate.vendor.retries",
		metric.WithDescription("Decisions to try again, by the code that led to them."))
	m.limited, errs[4] = meter.Int64Counter("canongate.limit.rejections",
		metric.WithDescription("Calls that a limit of the gateway refused."))
	m.breakers, errs[5] = meter.Int64Gauge("canongate.breaker.state",
		metric.WithDescription("1 for the state a breaker is in, 0 for the others."))
	m.unmapped, errs[6] = meter.Int64Counter("canongate.vendor.unmapped",
		metric.WithDescription("Vendor values that no table knows, by field."))
	m.generation, errs[7] = meter.Int64Gauge("canongate.configuration.generation",
		metric.WithDescription("Generation of the configuration in service."))
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("make metrics: %w", err)
	}
	return &m, nil
}

func labels(connection, operation string, more ...attribute.KeyValue) metric.MeasurementOption {
	return metric.WithAttributes(append(more,
		attribute.String("connection", connection), attribute.String("operation", operation))...)
}

func code(c canonical.Code) attribute.KeyValue { return attribute.String("code", orOK(string(c))) }

// orOK gives success a label value: an absent one is awkward to select.
func orOK(code string) string {
	if code == "" {
		return "ok"
	}
	return code
}

// finished counts one request for an operation; probes and pages are none.
func (m *metrics) finished(f gateway.Finished) {
	if f.Operation == "" {
		return
	}
	at := labels(f.Connection, f.Operation, code(f.Code))
	m.requests.Record(context.Background(), f.Duration.Seconds(), at)
	m.added.Record(context.Background(), max(0, f.Duration-f.VendorTime).Seconds(), at)
}

// Attempt counts one call to a vendor.
func (m *metrics) Attempt(connection, operation string, c canonical.Code, took time.Duration) {
	m.attempts.Record(context.Background(), took.Seconds(), labels(connection, operation, code(c)))
}

// Retried counts one decision to try again.
func (m *metrics) Retried(connection, operation string, c canonical.Code) {
	m.retries.Add(context.Background(), 1, labels(connection, operation, code(c)))
}

// Limited counts one refusal.
func (m *metrics) Limited(connection, operation string, limit policies.LimitName) {
	m.limited.Add(context.Background(), 1, labels(connection, operation, attribute.String("limit", string(limit))))
}

// Breaker notes a breaker's state.
func (m *metrics) Breaker(connection, operation string, state policies.BreakerState) {
	for _, s := range []policies.BreakerState{policies.BreakerClosed, policies.BreakerHalfOpen, policies.BreakerOpen} {
		value := int64(0)
		if s == state {
			value = 1
		}
		m.breakers.Record(context.Background(), value, labels(connection, operation, attribute.String("state", string(s))))
	}
}

// unmappedOf gives what an adapter of the vendor counts unknown values with.
func (m *metrics) unmappedOf(vendor string) func(field string) {
	return func(field string) {
		m.unmapped.Add(context.Background(), 1, metric.WithAttributes(
			attribute.String("vendor", vendor), attribute.String("field", field)))
	}
}

func (m *metrics) serving(generation int64) { m.generation.Record(context.Background(), generation) }
