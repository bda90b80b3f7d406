package policies_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies"

	"github.com/alicebob/miniredis/v2"
)

// replica makes one replica's view of a Redis server.
func replica(t *testing.T, server *miniredis.Miniredis, o policies.RedisOptions) *policies.Redis {
	t.Helper()
	o.URL, o.Patience = canonical.NewSecret("redis://"+server.Addr()), 10*time.Second // a busy machine is no loss
	r, err := policies.NewRedis(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func beat(t *testing.T, replicas ...*policies.Redis) {
	t.Helper()
	for _, r := range replicas {
		if err := r.Beat(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func perHour(limit int) policies.RateOptions {
	return policies.RateOptions{Limit: limit, Per: policies.Duration(time.Hour)}
}

// drain counts how many events are allowed at once, and the last error.
func drain(t *testing.T, r *policies.Redis, key string, limit policies.RateOptions) (allowed int, last policies.Result, err error) {
	t.Helper()
	for range 100 {
		last, err = r.Allow(t.Context(), key, limit)
		if !last.Allowed {
			return allowed, last, err
		}
		allowed++
	}
	return allowed, last, err
}

func TestReplicasShareALimit(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	one, two := replica(t, server, policies.RedisOptions{}), replica(t, server, policies.RedisOptions{})
	for i := range 10 {
		r, err := []*policies.Redis{one, two}[i%2].Allow(t.Context(), "k", perHour(10))
		if err != nil || !r.Allowed || r.Limit != 10 || r.Remaining != 9-i || r.RetryAfter != 0 {
			t.Fatalf("event %d: %+v, %v", i+1, r, err)
		}
	}
	for _, r := range []*policies.Redis{one, two} {
		got, err := r.Allow(t.Context(), "k", perHour(10))
		if err != nil || got.Allowed || got.RetryAfter < 5*time.Minute || got.RetryAfter > 6*time.Minute {
			t.Errorf("the eleventh event: %+v, %v; want it refused for six minutes", got, err)
		}
	}
	if got, err := one.Allow(t.Context(), "another", perHour(10)); err != nil || !got.Allowed {
		t.Errorf("another key: %+v, %v", got, err)
	}
}

func TestWithoutRedisALimitIsWhatItsOptionsSay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		options policies.RedisOptions
		seen    int // replicas in Redis before it is lost
		allowed int
	}{
		{"local, alone", policies.RedisOptions{}, 1, 12},
		{"local, one of three seen", policies.RedisOptions{}, 3, 4},
		{"local, one of six configured", policies.RedisOptions{Replicas: 6, OnFailure: policies.FailLocal}, 3, 2},
		{"local, more replicas than events", policies.RedisOptions{Replicas: 50}, 1, 1},
		{"open", policies.RedisOptions{OnFailure: policies.FailOpen}, 3, 100},
		{"closed", policies.RedisOptions{OnFailure: policies.FailClosed}, 3, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := miniredis.RunT(t)
			it := replica(t, server, test.options)
			for range test.seen - 1 {
				beat(t, replica(t, server, policies.RedisOptions{}))
			}
			beat(t, it)
			server.Close()
			allowed, last, err := drain(t, it, "k", perHour(12))
			if allowed != test.allowed || !errors.Is(err, policies.ErrStoreAway) {
				t.Errorf("%d events pass (%v), want %d and ErrStoreAway", allowed, err, test.allowed)
			}
			if !last.Allowed && last.RetryAfter < time.Second {
				t.Errorf("refused with Retry-After %v", last.RetryAfter)
			}
			if !it.Away() {
				t.Error("Redis is away and nobody noticed")
			}
		})
	}
}

func TestLosingRedisUnderLoadLosesNoCall(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	one, two := replica(t, server, policies.RedisOptions{}), replica(t, server, policies.RedisOptions{})
	beat(t, one, two, one)
	limit := perHour(100)
	for range 15 {
		for _, r := range []*policies.Redis{one, two} {
			if got, err := r.Allow(t.Context(), "k", limit); err != nil || !got.Allowed {
				t.Fatalf("%+v, %v", got, err)
			}
		}
	}
	server.Close()
	for _, r := range []*policies.Redis{one, two} {
		allowed, last, err := drain(t, r, "k", limit)
		if allowed != 50 || last.Allowed || !errors.Is(err, policies.ErrStoreAway) {
			t.Errorf("a replica lets %d pass alone, want its half of 100", allowed)
		}
	}
}

func TestASilentRedisCostsItsPatienceOnce(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // it accepts and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	it, err := policies.NewRedis(policies.RedisOptions{URL: canonical.NewSecret("redis://" + silent.Addr().String())})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = it.Close() })
	began := time.Now()
	if r, err := it.Allow(t.Context(), "k", perHour(1000)); !r.Allowed || !errors.Is(err, policies.ErrStoreAway) {
		t.Errorf("%+v, %v", r, err)
	}
	first := time.Since(began)
	if first < 40*time.Millisecond {
		t.Errorf("the first call took %v, want it to wait for 50ms", first)
	}
	began = time.Now()
	for range 500 {
		if r, _ := it.Allow(t.Context(), "k", perHour(1000)); !r.Allowed {
			t.Fatal("a call was refused")
		}
	}
	if rest := time.Since(began); rest > 500*40*time.Millisecond/2 {
		t.Errorf("500 calls after the loss took %v, want none of them to wait", rest)
	}
}

func TestRedisIsUsedAgainWhenItIsBack(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	it := replica(t, server, policies.RedisOptions{})
	server.Close()
	if _, err := it.Allow(t.Context(), "k", perHour(2)); !errors.Is(err, policies.ErrStoreAway) {
		t.Fatalf("lost, it gives %v", err)
	}
	if it.Beat(t.Context()) == nil {
		t.Error("a beat without Redis succeeds")
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	if _, err := it.Allow(t.Context(), "k", perHour(2)); !errors.Is(err, policies.ErrStoreAway) {
		t.Errorf("before it was heard from, a call asks it: %v", err)
	}
	beat(t, it)
	if _, err := it.Allow(t.Context(), "k", perHour(2)); err != nil || it.Away() {
		t.Errorf("back, it gives %v", err)
	}
}

func TestRunNoticesLossAndReturn(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	it := replica(t, server, policies.RedisOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { it.Run(ctx); close(done) }()
	defer func() { cancel(); <-done }()
	until := func(away bool) {
		t.Helper()
		deadline := time.After(10 * time.Second)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for it.Away() != away {
			select {
			case <-tick.C:
			case <-deadline:
				t.Fatalf("away is %t for ten seconds", !away)
			}
		}
	}
	server.Close()
	until(true)
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	until(false)
}

func TestACallersOwnTimeIsNoLossOfRedis(t *testing.T) {
	t.Parallel()
	it := replica(t, miniredis.RunT(t), policies.RedisOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := it.Allow(ctx, "k", perHour(2)); err == nil || !r.Allowed || it.Away() {
		t.Errorf("a cancelled caller: %+v, %v, away %t", r, err, it.Away())
	}
}

func TestReplicasHearOfOpenBreakers(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	one, two := replica(t, server, policies.RedisOptions{}), replica(t, server, policies.RedisOptions{})
	one.Opened(bank, "get_customer", time.Now().Add(time.Minute))
	one.Opened(bank, "list_offers", time.Now().Add(-time.Minute))
	beat(t, one, two, one)
	if !two.OpenElsewhere(bank, "get_customer") {
		t.Error("the other replica does not hear of it")
	}
	if one.OpenElsewhere(bank, "get_customer") {
		t.Error("a replica takes its own breaker for another's")
	}
	if two.OpenElsewhere(bank, "list_offers") || two.OpenElsewhere("another", "get_customer") {
		t.Error("it hears of what is over, or of another connection")
	}
}

func TestWhatCouldNotBeToldIsToldLater(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	one, two := replica(t, server, policies.RedisOptions{}), replica(t, server, policies.RedisOptions{})
	server.Close()
	one.Opened(bank, "get_customer", time.Now().Add(time.Minute))
	if one.Beat(t.Context()) == nil {
		t.Fatal("a beat without Redis succeeds")
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	beat(t, one, two)
	if !two.OpenElsewhere(bank, "get_customer") {
		t.Error("it was forgotten")
	}
}

func TestReplicasThatAreGoneNoLongerShare(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	it := replica(t, server, policies.RedisOptions{})
	_, err := server.ZAdd("canongate:replicas", float64(time.Now().Add(-time.Second).UnixMilli()), "gone")
	if err != nil {
		t.Fatal(err)
	}
	beat(t, it)
	server.Close()
	if allowed, _, _ := drain(t, it, "k", perHour(10)); allowed != 10 {
		t.Errorf("%d events pass, want all 10: the other replica is gone", allowed)
	}
}

func TestAReplicaThatLeavesSaysSo(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	stays, leaves := replica(t, server, policies.RedisOptions{}), replica(t, server, policies.RedisOptions{})
	beat(t, leaves)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	leaves.Run(ended)
	beat(t, stays)
	server.Close()
	if allowed, _, _ := drain(t, stays, "k", perHour(10)); allowed != 10 {
		t.Errorf("%d events pass, want all 10: the other replica has left", allowed)
	}
}

func TestARedisURLIsNeverShown(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "http://hunter2@host", "redis://user:hunter2@host:port:x", "hunter2"} {
		if _, err := policies.NewRedis(policies.RedisOptions{URL: canonical.NewSecret(url)}); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q gives %v", url, err)
		}
	}
}

// TestCaseRedisDownClosedBlamesTheCaller makes Redis fail in each way and wants a
// connection's calls to hear that nobody counted: no quota of theirs is used up,
// and no fault of the vendor.
func TestCaseRedisDownClosedBlamesTheCaller(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{
		"", "READONLY You can't write against a read only replica.", "LOADING Redis is loading the dataset in memory",
		"OOM command not allowed when used memory > 'maxmemory'.", "NOAUTH Authentication required.", "MISCONF Redis is configured to save RDB snapshots",
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			server := miniredis.RunT(t)
			it := replica(t, server, policies.RedisOptions{OnFailure: policies.FailClosed})
			guard := policies.Standard(policies.Options{
				Connection: "bank", Vendor: "stub", Limiter: it,
				Limits: policies.Limits{Rate: new(perHour(10)), Breaker: policies.BreakerOptions{MinimumRequests: 1}},
			})
			if fault == "" {
				server.Close()
			}
			server.SetError(fault)
			for range 10 {
				called := false
				call := &policies.Call{Operation: "lookup_customer", Connection: "bank", Vendor: "stub"}
				err := guard.Policy()(t.Context(), call, func(context.Context) error { called = true; return nil })
				e := canonical.AsError(err)
				if e == nil || e.Code != canonical.VendorUnavailable || e.WhoseFault() != canonical.OriginGateway || e.HowFar() != canonical.NotSent ||
					!e.Retryable(canonical.MovesMoney) || e.RetryAfter <= 0 || called {
					t.Fatalf("%+v, called: %v", e, called)
				}
			}
			if c := guard.Condition("lookup_customer"); c.BreakerOpen || c.QuotaEmpty {
				t.Errorf("the connection is %+v", c)
			}
			if b := guard.Snapshot().Breakers; len(b) == 1 && b[0].Failures > 0 {
				t.Errorf("the breaker counts it: %+v", b)
			}
		})
	}
}
