//go:build integration

package main

import (
	"net"
	"os"
	"os/exec"
	"testing"
	"time"
)

// The long forms of the tests that break networks, with limits nearer to those of
// production.
const (
	// freeRetries and freePerSecond are not taken off: beside this load they must
	// not matter.
	freeRetries, freePerSecond = 0, 0

	quietCalls = 500
	faultCalls = 1000
	deadCalls  = 6000 // a minute
	callEvery  = 10 * time.Millisecond
	sharedTime = 10 * time.Second
	// sharedAtLeast and sharedSpare are those of the short forms: how much of a limit
	// gets used, and whether a replica counts by itself, is up to the machine as well.
	sharedAtLeast = 50
	sharedSpare   = 40
	mostBeside    = 250 * time.Millisecond

	faultLimits = `timeout: 2s, retry: {base: 100ms, max: 1s},
    breaker: {minimum_requests: 20, window: 10s, open_for: 2s, half_open_requests: 3}`
)

// sharedRedis is the URL of the server that `make integration` has started.
func sharedRedis(t *testing.T) string {
	t.Helper()
	url := os.Getenv("CANONGATE_TEST_REDIS")
	if url == "" {
		t.Fatal("CANONGATE_TEST_REDIS is not set: it is the URL of a Redis server that may be written to")
	}
	return url
}

// restartableRedis is a server of the test's own, which can be killed and started
// again, empty.
func restartableRedis(t *testing.T) (url string, stop, restart func()) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	must(t, err)
	must(t, listener.Close())
	var server *exec.Cmd
	stop = func() {
		_ = server.Process.Kill() // it may have ended
		_ = server.Wait()
	}
	restart = func() {
		server = exec.Command("redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no", "--dir", t.TempDir())
		must(t, server.Start())
		eventually(t, "Redis listens", func() bool {
			conn, err := net.Dial("tcp", "127.0.0.1:"+port)
			if err != nil {
				return false
			}
			return conn.Close() == nil
		})
	}
	restart()
	t.Cleanup(func() { stop() })
	return "redis://127.0.0.1:" + port, stop, restart
}
