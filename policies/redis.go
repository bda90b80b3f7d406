package policies

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"canongate/canonical"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// OnStoreFailure says what a limit is while its store is away.
type OnStoreFailure string

// The choices of rate_limits.on_store_failure.
const (
	FailLocal  OnStoreFailure = "local"  // count here, with this replica's share of the limit
	FailOpen   OnStoreFailure = "open"   // let everything pass
	FailClosed OnStoreFailure = "closed" // let nothing pass
)

// RedisOptions say where the replicas count together.
type RedisOptions struct {
	URL       canonical.Secret // redis:// or rediss://, with its password
	OnFailure OnStoreFailure   // "": FailLocal
	// Replicas is how many share a limit while Redis is away; 0: as many as were
	// last seen in Redis, and one before that.
	Replicas int
	// Patience is what the loss of Redis costs a call, once: from then on nobody
	// asks it until Run has heard from it again. 0: 50 ms.
	Patience time.Duration
}

const redisPatience = 50 * time.Millisecond

// closedRetryAfter is what callers are told to wait while nothing is counted.
const closedRetryAfter = 2 * time.Second

// ErrStoreAway comes with a result that was found without the store.
var ErrStoreAway = errors.New("count event in Redis: no answer in time")

// ErrStoreClosed is ErrStoreAway where nothing may pass without the store. Its
// result says nothing about the limit: nobody counted.
var ErrStoreClosed = fmt.Errorf("%w, and nothing passes uncounted", ErrStoreAway)

// Uncounted is what a caller is told of ErrStoreClosed. The limit may have room,
// so it is no fault of the caller's and none of the vendor's.
func Uncounted() *canonical.Error {
	return &canonical.Error{
		Code: canonical.VendorUnavailable, Origin: canonical.OriginGateway, Outcome: canonical.NotSent, RetryAfter: closedRetryAfter,
		Message: "The gateway cannot count requests at the moment, and nothing passes uncounted.",
	}
}

// Redis counts events for all replicas, and tells them of each other's open
// breakers. Safe for concurrent use. It needs Run.
type Redis struct {
	client  *redis.Client
	rate    *redis_rate.Limiter
	options RedisOptions
	local   *LocalLimiter
	id      string // of this replica

	away     atomic.Bool
	replicas atomic.Int64
	lost     chan struct{} // wakes Run when Redis is lost, or there is something to tell
	circuits circuits
}

// NewRedis makes a store of limits; it does not connect yet.
func NewRedis(o RedisOptions) (*Redis, error) {
	parsed, err := redis.ParseURL(o.URL.Reveal())
	if err != nil {
		return nil, errors.New("read Redis URL: must be redis://[user:password@]host:port[/database]") // the library's words show it
	}
	parsed.MaxRetries, parsed.DialerRetries, parsed.ContextTimeoutEnabled = -1, 1, true
	o.Patience = cmp.Or(o.Patience, redisPatience)
	parsed.DialTimeout, parsed.PoolTimeout = o.Patience, o.Patience
	parsed.ReadTimeout, parsed.WriteTimeout = o.Patience, o.Patience
	parsed.DisableIdentity = true
	parsed.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	logging.Disable() // it writes lines of its own to standard error, with addresses in them
	client := redis.NewClient(parsed)
	r := &Redis{
		client: client, rate: redis_rate.NewLimiter(client), options: o, local: NewLocalLimiter(),
		id: rand.Text(), lost: make(chan struct{}, 1), circuits: circuits{elsewhere: map[string]int64{}},
	}
	r.replicas.Store(1)
	return r, nil
}

// Close ends the connections to Redis; after Run.
func (r *Redis) Close() error {
	if r.client.Close() != nil {
		return errors.New("close connections to Redis: they were closed before")
	}
	return nil
}

// Away says whether Redis is not there just now.
func (r *Redis) Away() bool { return r.away.Load() }

// Allow counts one event for all replicas. Without Redis it does what
// OnFailure says, and gives ErrStoreAway as well.
func (r *Redis) Allow(ctx context.Context, key string, limit RateOptions) (Result, error) {
	if r.away.Load() {
		return r.without(ctx, key, limit)
	}
	counted, err := r.ask(ctx, key, limit)
	if err != nil {
		if ctx.Err() == nil { // else it is the caller who has no time
			r.lose()
		}
		return r.without(ctx, key, limit)
	}
	return Result{
		Allowed: counted.Allowed > 0, Limit: limit.burst(), Remaining: counted.Remaining,
		RetryAfter: max(counted.RetryAfter, 0), ResetAfter: counted.ResetAfter,
	}, nil
}

func (r *Redis) ask(ctx context.Context, key string, limit RateOptions) (*redis_rate.Result, error) {
	ctx, cancel := context.WithTimeout(ctx, r.options.Patience)
	defer cancel()
	return r.rate.Allow(ctx, "canongate:"+key, redis_rate.Limit{
		Rate: limit.Limit, Burst: limit.burst(), Period: time.Duration(limit.Per),
	})
}

// without counts an event while Redis is away.
func (r *Redis) without(ctx context.Context, key string, limit RateOptions) (Result, error) {
	switch r.options.OnFailure {
	case FailOpen:
		return Result{Allowed: true, Limit: limit.burst(), Remaining: limit.burst()}, ErrStoreAway
	case FailClosed:
		return Result{RetryAfter: closedRetryAfter}, ErrStoreClosed
	default:
		result, err := r.local.Allow(ctx, key, limit.share(r.sharers()))
		if err != nil {
			return result, err
		}
		return result, ErrStoreAway
	}
}

// share is the part of a limit that one of n replicas may use by itself.
func (o RateOptions) share(n int) RateOptions {
	return RateOptions{Limit: o.Limit, Per: o.Per * Duration(n), Burst: max(o.burst()/n, 1)}
}

func (r *Redis) sharers() int {
	if r.options.Replicas > 0 {
		return r.options.Replicas
	}
	return int(r.replicas.Load())
}

func (r *Redis) lose() {
	r.away.Store(true)
	r.wake()
}

// wake lets Run look at once instead of at its next beat.
func (r *Redis) wake() {
	select {
	case r.lost <- struct{}{}:
	default: // it is awake already
	}
}
