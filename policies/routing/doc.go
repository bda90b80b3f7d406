// Package routing picks the connection of a request.
//
// An id in the request wins, because what was made at one vendor is known to no
// other. The header Gateway-Connection comes next. Otherwise the first rule of
// the configuration whose matchers all hold decides: its weights share out the
// customers, its fallbacks stand in.
//
// # Decisions
//
// Routing is pure: no I/O, no clock, no chance. The same query gives the same
// decision, so that explain and plan are the dispatcher's own code and nothing
// else. How the connections are at the moment is part of the query.
//
// A person whom a request means by the caller's own id is a fact of the query, too:
// where they are known. They are served at the first of the rule's connections that
// knows them, in the order in which the weights would choose for them, and the health
// of the moment moves nobody to another record. There is no fallback: the ids of one
// connection mean nothing at another.
//
// Weights are shared out by rendezvous hashing of the customer: no table, no
// state between replicas, and a change of weights moves as few customers as
// there can be. Refused: chance, which would split one customer's requests over
// two vendors.
//
// The first rule that matches is found by an index over what rules compare, so that a
// thousand cost a request no more than two (index.go). The connections that were never
// weighed are listed only when somebody asks why (Explain); a trace names the first of
// them.
//
// Expressions (`when`) have no functions, and compare amounts as decimals.
// Refused: floats, which would let 0.1 + 0.2 decide where money goes.
package routing
