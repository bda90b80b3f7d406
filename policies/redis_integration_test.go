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

func runReplica(t *testing.T, o policies.RedisOptions) *policies.Redis {
	t.Helper()
	r, err := policies.NewRedis(o)
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
// what passes, and in how many seconds. Every call must get an answer.
func load(t *testing.T, replicas []*policies.Redis, key string, limit policies.RateOptions, d time.Duration) (total int, seconds float64) {
	t.Helper()
	began := time.Now()
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
	for _, n := range allowed {
		total += n
	}
	return total, time.Since(began).Seconds()
}

// passes wants 100 events a second not exceeded by more than spare, and not so few that
// anything but the limit must keep them back: a busy machine does not ask for all.
func passes(t *testing.T, total int, seconds, spare float64) {
	t.Helper()
	t.Logf("two replicas pass %.1f events a second in %.1f s, the limit is 100", float64(total)/seconds, seconds)
	if passed := float64(total); passed < 60*seconds || passed > 105*seconds+spare {
		t.Errorf("%d events in %.1f s, want 60 to 105 a second", total, seconds)
	}
}

func TestTwoReplicasHoldOneLimit(t *testing.T) {
	url := realRedis(t)
	patient := policies.RedisOptions{URL: url, Patience: 10 * time.Second} // a busy machine is no loss
	replicas := []*policies.Redis{runReplica(t, patient), runReplica(t, patient)}
	total, seconds := load(t, replicas, t.Name()+time.Now().String(), perSecond(100, 5), 10*time.Second)
	passes(t, total, seconds, 0)
}

// TestAHangingRedisLosesNoCall stops the server from answering in mid-load, for so long
// that too little would pass if nothing did meanwhile.
func TestAHangingRedisLosesNoCall(t *testing.T) {
	url := realRedis(t)
	replicas := []*policies.Redis{runReplica(t, policies.RedisOptions{URL: url}), runReplica(t, policies.RedisOptions{URL: url})}
	beat(t, replicas...) // now each has seen the other
	options, err := redis.ParseURL(url.Reveal())
	if err != nil {
		t.Fatal("the URL cannot be read")
	}
	admin := redis.NewClient(options)
	defer admin.Close()
	pause := time.AfterFunc(time.Second, func() {
		admin.Do(context.Background(), "CLIENT", "PAUSE", "3000", "ALL")
	})
	defer pause.Stop()
	total, seconds := load(t, replicas, t.Name()+time.Now().String(), perSecond(100, 5), 6*time.Second)
	passes(t, total, seconds, 40) // a replica takes a stall of the machine for an absence too
	late := time.After(time.Minute)
	for i, r := range replicas {
		for r.Away() {
			select {
			case <-late:
				t.Fatalf("replica %d has not come back", i+1)
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
}
