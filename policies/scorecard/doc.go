// Package scorecard keeps what calls to each vendor came to: by operation and hour,
// for seven days.
//
// # Decisions
//
// A call is one attempt at the vendor, as in the metrics, and it failed when it
// failed whoever asked (policies.Failed): a customer that the vendor does not know
// is a good answer.
//
// Percentiles of percentiles mean nothing, so durations are kept as counts in
// buckets that every replica has alike and that add up: each is a ninth wider than
// the one before it, and a percentile is right within five per cent.
//
// Each replica writes its own sums of an hour to the journal again and again, and
// whoever reads adds the replicas up. Figures that were not written yet count as
// well. A process that dies loses those of the last seconds. Without a journal the
// hours stay in memory, encoded, and bounded by connections, operations and the
// seven days.
//
// Nothing of a request is kept: names of the configuration, codes and counts.
package scorecard
