// Package plan compares two configurations before one takes the other's place:
// which keys differ, and which requests would go to another connection.
//
// # Decisions
//
// Requests are compared by asking the routes of both sides, not by comparing the
// rules: rules that look different may route alike. The requests to ask about are
// classes that the rules themselves tell apart, each with many invented customers
// (for the weights).
//
// A running gateway also keeps its last requests, as attributes without customers,
// and replays them. Refused: keeping whole requests, which name persons.
package plan
