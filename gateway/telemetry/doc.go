// Package telemetry is what a request tells operators about itself: its span, its
// log line, what metrics are told, and a name for its customer in traces. None of
// them learns more than names, codes and times.
//
// # Decisions
//
// A span starts when the caller is known, as of the arrival of the request: only
// a known caller's trace is joined. Refused: a link from a trace of our own, which
// would cut the traces of product apps in two.
package telemetry
