// Package reconcile compares what a file says of payments with what the journal
// knows of them. Entries go in, verdicts come out: no SQL, no HTTP, no clock.
package reconcile
