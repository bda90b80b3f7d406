//go:build !integration

package main

import (
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// The short forms of the tests that break networks, for every `make test`.
const (
	// freeRetries, and so many a second, are what little traffic has beyond its
	// share: the load of these tests is little.
	freeRetries, freePerSecond = 20, 5

	quietCalls = 25
	faultCalls = 100
	deadCalls  = 250
	sharedTime = 2 * time.Second
	// sharedAtLeast is how much of a limit has to be used, per second: a machine
	// that stands still uses none.
	sharedAtLeast = 50
	// sharedSpare is how many requests more may pass: on a machine that runs all
	// other tests besides, a replica takes a stall for an absence of Redis, and
	// counts by itself for a moment.
	sharedSpare = 40
	callEvery   = 8 * time.Millisecond
	// mostBeside is what noise may add to the p99 of a vendor that is well: of so few
	// calls the slowest is the p99, and a busy machine may stand still for a while.
	mostBeside = 2 * time.Second

	faultLimits = `timeout: 1s, retry: {base: 20ms, max: 100ms},
    breaker: {minimum_requests: 10, window: 2s, open_for: 300ms, half_open_requests: 3}`
)

// sharedRedis is the URL of a store of limits for several replicas.
func sharedRedis(t *testing.T) string {
	t.Helper()
	return "redis://" + miniredis.RunT(t).Addr()
}

// restartableRedis can be stopped and started again, empty.
func restartableRedis(t *testing.T) (url string, stop, restart func()) {
	t.Helper()
	server := miniredis.RunT(t)
	return "redis://" + server.Addr(), server.Close, func() {
		server.FlushAll()
		must(t, server.Restart())
	}
}
