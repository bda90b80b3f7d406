//go:build integration

package policies_test

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies"

	"github.com/redis/go-redis/v9"
)

// realRedis is the server that `make integration` has started.
func realRedis(t *testing.T) canonical.Secret {
	t.Helper()
	url := os.Getenv("CANONGATE_TEST_REDIS")
	if url == "" {
		t.Fatal("CANONGATE_TEST_REDIS is not set: it is the URL of a Redis server that may be written to")
	}
	return canonical.NewSecret(url)
}

func runReplica(t *testing.T, url canonical.Secret) *policies.Redis {
	t.Helper()
	r, err := policies.NewRedis(policies.RedisOptions{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	beat(t, r)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done; _ = r.Close() })
	return r
}

// load asks each replica 400 times a second until the time is over, and counts
// what passes. Every call must get an answer.
func load(t *testing.T, replicas []*policies.Redis, key string, limit policies.RateOptions, d time.Duration) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	var group sync.WaitGroup
	allowed := make([]int, len(replicas))
	for i, r := range replicas {
		group.Go(func() {
			tick := time.NewTicker(2500 * time.Microsecond)
			defer tick.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
					if got, _ := r.Allow(t.Context(), key, limit); got.Allowed {
						allowed[i]++
					}
				}
			}
		})
	}
	group.Wait()
	total := 0
	for _, n := range allowed {
		total += n
	}
	return total
}

func TestTwoReplicasHoldOneLimit(t *testing.T) {
	url := realRedis(t)
	replicas := []*policies.Redis{runReplica(t, url), runReplica(t, url)}
	const seconds = 10
	total := load(t, replicas, t.Name()+time.Now().String(), perSecond(100, 5), seconds*time.Second)
	t.Logf("two replicas pass %.1f events a second, the limit is 100", float64(total)/seconds)
	if total < 95*seconds || total > 105*seconds {
		t.Errorf("%d events in %d s, want 100 ± 5 a second", total, seconds)
	}
}

// TestAHangingRedisLosesNoCall stops the server from answering in mid-load.
func TestAHangingRedisLosesNoCall(t *testing.T) {
	url := realRedis(t)
	replicas := []*policies.Redis{runReplica(t, url), runReplica(t, url)}
	beat(t, replicas...) // now each has seen the other
	options, err := redis.ParseURL(url.Reveal())
	if err != nil {
		t.Fatal("the URL cannot be read")
	}
	admin := redis.NewClient(options)
	defer admin.Close()
	pause := time.AfterFunc(time.Second, func() {
		admin.Do(context.Background(), "CLIENT", "PAUSE", "2000", "ALL")
	})
	defer pause.Stop()
	const seconds = 5
	total := load(t, replicas, t.Name()+time.Now().String(), perSecond(100, 5), seconds*time.Second)
	t.Logf("two replicas pass %.1f events a second with Redis hanging for two of five", float64(total)/seconds)
	if total < 90*seconds || total > 105*seconds {
		t.Errorf("%d events in %d s, want about 100 a second", total, seconds)
	}
	for i, r := range replicas {
		if r.Away() {
			t.Errorf("replica %d has not come back", i+1)
		}
	}
}
