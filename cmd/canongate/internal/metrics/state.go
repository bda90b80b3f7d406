package metrics

import (
	"context"
	"runtime"
	"slices"
	"time"

	"canongate/policies"
	"canongate/policies/journal"

	"github.com/prometheus/client_golang/prometheus"
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

func gauge(d *prometheus.Desc, value float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// connections measures the connections in service.
type connections struct{ metrics *Metrics }

var (
	connectionState = describe("canongate_connection_state", "1 for the state a connection is in, 0 for the others.", "connection", "vendor", "state")
	inFlight        = describe("canongate_connection_in_flight_calls", "Calls that are with the vendor.", "connection")
	waiting         = describe("canongate_connection_waiting_calls", "Calls that wait for a place.", "connection")
	quotaLimit      = describe("canongate_vendor_quota_limit_calls", "Calls that the vendor's quota allows at once.", "connection")
	quotaRemaining  = describe("canongate_vendor_quota_remaining_calls", "Calls left of the vendor's quota, as of the last call.", "connection")
	breakerState    = describe("canongate_breaker_state", "1 for the state a breaker is in, 0 for the others.", "connection", "operation", "state")
	breakerForced   = describe("canongate_breaker_forced", "1 while an operator holds the breaker.", "connection", "operation")
)

// Describe lists what Collect sends.
func (c connections) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{connectionState, inFlight, waiting, quotaLimit, quotaRemaining, breakerState, breakerForced} {
		to <- d
	}
}

// Collect looks at every connection.
func (c connections) Collect(to chan<- prometheus.Metric) {
	serving := c.metrics.serving.Load()
	for _, name := range serving.names {
		s := serving.connections[name].Snapshot()
		for _, state := range []policies.ConnectionState{policies.Enabled, policies.Draining, policies.Disabled} {
			to <- gauge(connectionState, truth(s.State == state), name, s.Vendor, string(state))
		}
		to <- gauge(inFlight, float64(s.InFlight), name)
		to <- gauge(waiting, float64(s.Waiting), name)
		if s.Quota != nil {
			to <- gauge(quotaLimit, float64(s.Quota.Limit), name)
			to <- gauge(quotaRemaining, float64(s.Quota.Remaining), name)
		}
		for _, b := range s.Breakers {
			for _, state := range []policies.BreakerState{policies.BreakerClosed, policies.BreakerHalfOpen, policies.BreakerOpen} {
				to <- gauge(breakerState, truth(b.State == state), name, b.Operation, string(state))
			}
			to <- gauge(breakerForced, truth(b.Forced), name, b.Operation)
		}
	}
}

// ledger measures the journal.
type ledger struct {
	journal     *journal.Journal
	subscribers func() []string
}

// scrapeTime bounds what a scrape asks of the journal.
const scrapeTime = 3 * time.Second

var (
	journalUp       = describe("canongate_journal_up", "1 when the journal can be read and written.")
	journalQueued   = describe("canongate_journal_queued_writes", "Writes that wait for a commit.")
	journalWaiting  = describe("canongate_journal_unwritten_answers", "Calls that have ended and whose end could not be written yet; this process remembers them.")
	journalKeys     = describe("canongate_journal_unfinished_keys", "Idempotency keys without a stored answer: sent waits for the vendor, lost waits for nobody.", "state")
	journalRestored = describe("canongate_journal_restored", "1 while the journal is one that was restored and that nobody has accepted.")
	journalFenced   = describe("canongate_journal_fenced", "1 while payments are held up whose keys a restore may have forgotten.")
	unknownPayments = describe("canongate_payments_unknown", "Payments whose outcome an operator has to find out.")
	outboxPending   = describe("canongate_outbox_pending_events", "Events that wait for their delivery.", "subscriber")
	outboxDead      = describe("canongate_outbox_dead_events", "Events that were given up.", "subscriber")
	outboxAge       = describe("canongate_outbox_oldest_pending_seconds", "Age of the oldest event that waits.", "subscriber")
)

// RegisterJournal measures the journal from now on. subscribers are those in
// service: one that nothing waits for has a depth too, of nought.
func RegisterJournal(to prometheus.Registerer, j *journal.Journal, subscribers func() []string) {
	to.MustRegister(ledger{j, subscribers})
}

// Describe lists what Collect sends.
func (l ledger) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{journalUp, journalQueued, journalWaiting, journalKeys, journalRestored, journalFenced, unknownPayments, outboxPending, outboxDead, outboxAge} {
		to <- d
	}
}

// Collect asks the journal. When it does not answer, that and what waits for it is
// all there is to tell.
func (l ledger) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	depth, err := l.journal.QueueDepth(ctx)
	if err == nil {
		err = l.journal.Writable(ctx)
	}
	to <- gauge(journalUp, truth(err == nil))
	to <- gauge(journalWaiting, float64(depth.Unwritten))
	if err != nil {
		return
	}
	to <- gauge(journalQueued, float64(depth.Queued))
	to <- gauge(journalKeys, float64(depth.Sent), "sent")
	to <- gauge(journalKeys, float64(depth.Lost), "lost")
	if now, err := l.journal.Incarnation(ctx); err == nil {
		to <- gauge(journalRestored, truth(now.Restored))
		to <- gauge(journalFenced, truth(time.Now().Before(now.FencedUntil)))
	}
	to <- gauge(unknownPayments, float64(depth.UnknownPayments))
	for _, o := range withIdle(depth.Outbox, l.subscribers()) {
		to <- gauge(outboxPending, float64(o.Pending), o.Subscriber)
		to <- gauge(outboxDead, float64(o.Dead), o.Subscriber)
		to <- gauge(outboxAge, o.Oldest.Seconds(), o.Subscriber)
	}
}

// withIdle adds the subscribers that the outbox holds nothing for.
func withIdle(outbox []journal.OutboxDepth, subscribers []string) []journal.OutboxDepth {
	for _, name := range subscribers {
		if !slices.ContainsFunc(outbox, func(o journal.OutboxDepth) bool { return o.Subscriber == name }) {
			outbox = append(outbox, journal.OutboxDepth{Subscriber: name})
		}
	}
	return outbox
}

// Configuration is the state of the configuration in service.
type Configuration interface {
	// InService gives the generation, its hash and when it was loaded.
	InService() (generation int64, hash string, loadedAt time.Time)
	// Disk says whether the file on disk differs from what serves, and whether it is one
	// that was rolled back.
	Disk(context.Context) (differs, rolledBack bool)
	// Refused says whether the last attempt to load another one failed.
	Refused() bool
}

type configuration struct{ source Configuration }

var (
	configGeneration = describe("canongate_configuration_generation", "Generation of the configuration in service.")
	configLoadedAt   = describe("canongate_configuration_loaded_timestamp_seconds", "When the configuration in service was loaded, in Unix time.")
	configInfo       = describe("canongate_configuration_info", "Always 1; the hash is that of the configuration in service.", "hash")
	configDiffers    = describe("canongate_configuration_file_differs", "1 while the file on disk is not the one in service.")
	configRolledBack = describe("canongate_configuration_rolled_back", "1 while the file on disk is one that was rolled back.")
	configRefused    = describe("canongate_configuration_reload_refused", "1 when the last reload changed nothing because the file has mistakes.")
)

// RegisterConfiguration tells about the configuration from now on.
func RegisterConfiguration(to prometheus.Registerer, source Configuration) {
	to.MustRegister(configuration{source})
}

// Describe lists what Collect sends.
func (c configuration) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{configGeneration, configLoadedAt, configInfo, configDiffers, configRolledBack, configRefused} {
		to <- d
	}
}

// Collect asks what serves.
func (c configuration) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	number, hash, loadedAt := c.source.InService()
	differs, rolledBack := c.source.Disk(ctx)
	to <- gauge(configGeneration, float64(number))
	to <- gauge(configLoadedAt, float64(loadedAt.UnixMilli())/1000)
	to <- gauge(configInfo, 1, hash)
	to <- gauge(configDiffers, truth(differs))
	to <- gauge(configRolledBack, truth(rolledBack))
	to <- gauge(configRefused, truth(c.source.Refused()))
}

// RegisterLimitStore tells from now on whether the store of limits is there.
func RegisterLimitStore(to prometheus.Registerer, away func() bool) {
	to.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "canongate_limit_store_up", Help: "1 while limits are counted in Redis, 0 while they are counted without it.",
	}, func() float64 { return truth(!away()) }))
}

// RegisterListener tells from now on what the public listener holds. requests are those
// in flight, and how many there may be.
func RegisterListener(to prometheus.Registerer, connections func() int, bodies func() int64, requests func() (n, limit int64)) {
	to.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "canongate_requests_in_flight", Help: "API requests that are being served; probes and pages do not count.",
		}, func() float64 { n, _ := requests(); return float64(n) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "canongate_requests_in_flight_limit", Help: "API requests that are served at once at most, server.max_in_flight.",
		}, func() float64 { _, limit := requests(); return float64(limit) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "canongate_client_connections", Help: "Open connections of callers.",
		}, func() float64 { return float64(connections()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "canongate_request_body_bytes", Help: "Memory that the bodies in flight take of server.body_budget.",
		}, func() float64 { return float64(bodies()) }),
	)
}

// RegisterBuild tells which program this is.
func RegisterBuild(to prometheus.Registerer, version, commit string) {
	to.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "canongate_build_info", Help: "Always 1; the labels tell which program this is.",
		ConstLabels: prometheus.Labels{"version": version, "commit": commit, "go_version": runtime.Version()},
	}, func() float64 { return 1 }))
}
