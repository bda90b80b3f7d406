// Package policies is what happens around a call to a vendor: it is traced,
// bounded in time, limited, retried, and cut off while the vendor is down.
// Before that, package routing picks the connection.
//
// # Decisions
//
// A policy wraps a function and never sees a type of the operation, so no
// wrapper can lose an ability and none has type parameters. Standard lists all
// of them, outermost first, with the reason for each position.
//
// What a policy may do follows from the effect of the operation and from how far
// the call got (canonical.Outcome), never from an HTTP verb or status.
//
// One budget of time covers a whole call: waiting, every attempt, and the pauses
// between them. Refused: a time-out per attempt alone, because three attempts
// then take three times what the operator wrote down. A single attempt that may
// be followed by another gets half of what is left, but no budget is cut below
// five seconds: slow is better than failed.
//
// The tests' clock is that of testing/synctest, which also moves the clocks of
// the libraries. Refused: a clock in every options struct, which the libraries
// would not follow.
//
// Calls that find no place at a vendor wait for one: as many as it has places, for 200 ms,
// and more, for up to a second, where it is so quick that they will have their turn by
// then and in a quarter of the time that the call has. The breaker is asked again
// afterwards. Refused: to wait for as long as the call has time, because what is
// left would be too short for a vendor that is slow, and a payment that is cut off is unknown.
//
// A breaker belongs to a connection and an operation, because vendors lose
// single functions. Replicas gossip about open breakers: while one is open
// elsewhere, less evidence of our own is enough to open. Refused: gobreaker's
// distributed breaker, which locks Redis during the call to the vendor; and opening
// on gossip alone, which would let one replica's bad network stop all of them.
//
// Calls that nobody waits for (Spare) have a shorter chain beside that of callers,
// with breaker, quota and places in common. They count against the same quota as if
// its burst were a tenth smaller, which leaves that tenth to callers without a second
// count that both would have to agree on.
//
// A limit in Redis is only as good as Redis, so each store of limits says what
// happens without it (on_store_failure): local counts on in the process, with
// this replica's share of the limit; open lets calls pass; closed refuses them,
// as a fault of the gateway: nobody counted, so nobody used a limit up.
package policies
