// Package rollout raises the share of one connection of a route step by step, for as
// long as it does as well as the rest of the route.
//
// # Decisions
//
// A step is judged by the calls since it began, of the connection and of the rest of the
// route. Where the rest gets too few of them, as in the last step, it is as good as in
// the step before. Too many errors are seen before there are enough calls: those that
// are still missing count as good.
//
// The replica that has the lease judges by its own calls. Refused: to add up those of
// all replicas, since a balancer gives each of them the same kind of calls.
package rollout
