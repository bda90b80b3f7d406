package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/config"
)

// sharedLimit is what the replicas hold a caller to, per second; sharedBurst may
// come at once.
const (
	sharedLimit = 100
	sharedBurst = 4
)

// startReplica runs a whole program whose limits are counted in Redis.
func startReplica(t *testing.T, redisURL string) client {
	t.Helper()
	text, err := os.ReadFile(quickstart)
	must(t, err)
	dir := t.TempDir()
	keys := filepath.Join(dir, "ids.json")
	must(t, os.WriteFile(keys, newKeyset(t), 0o600))
	file := strings.NewReplacer(
		config.HashKey(config.DemoKey), config.HashKey(aKey),
		"rate: {limit: 200, per: 1s, burst: 400}", "rate: {limit: 100, per: 1s, burst: 4}",
		"file:data/canongate.db", "file:"+filepath.Join(dir, "canongate.db"),
	).Replace(string(text)) + "ids: {keyset: \"file:" + keys + "\"}\n" +
		"rate_limits: {store: redis, redis_url: \"" + redisURL + "\", on_store_failure: local}\n" +
		"telemetry: {logs: {level: error}}\n"
	p, err := newProgram(t.Context(), parsed(t, file), newLines())
	must(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	served := make(chan error, 1)
	go func() { served <- p.gateway.Serve(listener) }()
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		must(t, p.gateway.Shutdown(ctx))
		must(t, <-served)
		must(t, p.close(ctx))
	})
	return client{base: "http://" + listener.Addr().String()}
}

// pressure is what became of requests at more than the limit, over all replicas.
type pressure struct {
	mu              sync.Mutex
	passed, refused int
	took            []time.Duration
	lasted          time.Duration
}

// press calls every replica at a pace until ctx ends.
func (p *pressure) press(ctx context.Context, t *testing.T, replicas []client) {
	t.Helper()
	began := time.Now()
	var group sync.WaitGroup
	for _, replica := range replicas {
		group.Go(func() {
			tick := time.NewTicker(5 * time.Millisecond)
			defer tick.Stop()
			for ctx.Err() == nil {
				group.Go(func() { p.one(t, replica) })
				<-tick.C
			}
		})
	}
	group.Wait()
	p.lasted = time.Since(began)
}

// soFar is how many requests have passed.
func (p *pressure) soFar() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.passed
}

// one makes a request that no vendor has to answer. Whatever the store of limits
// is up to, it gets an answer, and one of two.
func (p *pressure) one(t *testing.T, replica client) {
	began := time.Now()
	answer, err := replica.get(context.WithoutCancel(t.Context()), "/v1/connections")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.took = append(p.took, time.Since(began))
	switch {
	case err != nil:
		t.Errorf("a request is lost: %v", err)
	case answer.status == http.StatusOK:
		p.passed++
	case answer.status == http.StatusTooManyRequests && answer.header.Get("Retry-After") != "" && answer.header.Get("RateLimit") != "":
		p.refused++
	default:
		t.Errorf("a request is answered with %d %v %s", answer.status, answer.header, answer.body)
	}
}

func (p *pressure) perSecond() float64 { return float64(p.passed) / p.lasted.Seconds() }

// holds wants the limit kept, but for so many bursts, and used.
func (p *pressure) holds(t *testing.T, bursts int, atLeast float64) {
	t.Helper()
	t.Logf("two replicas pass %.1f requests a second over %v and refuse %d, the limit is %d; p99 %v, longest %v", p.perSecond(),
		p.lasted.Round(time.Millisecond), p.refused, sharedLimit, quantile(p.took, 0.99).Round(time.Microsecond), quantile(p.took, 1).Round(time.Microsecond))
	if most := sharedLimit*p.lasted.Seconds() + float64(bursts*sharedBurst+sharedSpare); float64(p.passed) > most {
		t.Errorf("%d requests pass, at most %.0f may", p.passed, most)
	}
	if p.perSecond() < atLeast {
		t.Errorf("%.1f requests a second pass, want at least %.0f", p.perSecond(), atLeast)
	}
}

func TestTwoReplicasHoldOneLimit(t *testing.T) {
	url := sharedRedis(t)
	replicas := []client{startReplica(t, url), startReplica(t, url)}
	ctx, cancel := context.WithTimeout(t.Context(), sharedTime)
	defer cancel()
	var p pressure
	p.press(ctx, t, replicas)
	p.holds(t, 1, sharedAtLeast)
}

// TestLosingRedisLosesNoRequest ends the store of limits in mid-load and brings it
// back empty. Until then each replica keeps to its half.
func TestLosingRedisLosesNoRequest(t *testing.T) {
	url, kill, revive := restartableRedis(t)
	replicas := []client{startReplica(t, url), startReplica(t, url)}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var p pressure
	var pressing sync.WaitGroup
	pressing.Go(func() { p.press(ctx, t, replicas) })
	pause(ctx, max(sharedTime/4, 1500*time.Millisecond)) // they hear of each other every second
	kill()
	before := p.soFar()
	pause(ctx, sharedTime/4)
	eventually(t, "requests pass without Redis", func() bool { return p.soFar() >= before+2*sharedBurst })
	revive()
	pause(ctx, sharedTime/2)
	cancel()
	pressing.Wait()
	p.holds(t, 3, sharedAtLeast*0.9) // one of Redis, one of the halves together, one of the empty Redis
}
