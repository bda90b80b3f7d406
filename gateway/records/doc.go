// Package records has the gateway's payments and events kept by the journal: it
// reads payments from there, and writes what vendors report for the subscribers.
//
// The gateway says what it needs (gateway.Payments, gateway.EventSink) and does not
// know the journal. The journal's errors become canonical ones here.
package records
