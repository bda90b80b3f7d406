package policies

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/throttled/throttled/v2"
)

// LocalLimiter counts in this process, by the generic cell rate algorithm. It
// is right for one replica, and the stand-in for a store that is away.
type LocalLimiter struct {
	cells cells
	rates sync.Map // RateOptions → *throttled.GCRARateLimiterCtx
}

// NewLocalLimiter makes a limiter that has seen nothing yet.
func NewLocalLimiter() *LocalLimiter {
	return &LocalLimiter{cells: cells{times: map[string]cell{}}}
}

// Allow counts one event. A limit that is no limit is an error and allows
// nothing.
func (l *LocalLimiter) Allow(ctx context.Context, key string, limit RateOptions) (Result, error) {
	rate, err := l.rate(limit)
	if err != nil {
		return Result{}, err
	}
	limited, r, err := rate.RateLimitCtx(ctx, key, 1)
	if err != nil {
		return Result{}, errors.New("count event in this process: too much contention")
	}
	return Result{
		Allowed: !limited, Limit: r.Limit, Remaining: r.Remaining,
		RetryAfter: max(r.RetryAfter, 0), ResetAfter: r.ResetAfter,
	}, nil
}

// Len is how many keys are remembered.
func (l *LocalLimiter) Len() int {
	l.cells.mu.Lock()
	defer l.cells.mu.Unlock()
	return len(l.cells.times)
}

func (l *LocalLimiter) rate(limit RateOptions) (*throttled.GCRARateLimiterCtx, error) {
	if known, ok := l.rates.Load(limit); ok {
		return known.(*throttled.GCRARateLimiterCtx), nil
	}
	if limit.Limit <= 0 || time.Duration(limit.Per) < time.Duration(limit.Limit) {
		return nil, errors.New("count event: the limit is not so many per time")
	}
	rate, err := throttled.NewGCRARateLimiterCtx(&l.cells, throttled.RateQuota{
		MaxRate:  throttled.PerDuration(limit.Limit, time.Duration(limit.Per)),
		MaxBurst: limit.burst() - 1, // the library counts the burst beyond the first event
	})
	if err != nil {
		return nil, errors.New("count event: the limit is not so many per time")
	}
	rate.SetMaxCASAttemptsLimit(math.MaxInt) // one of those who contend always gets on
	l.rates.Store(limit, rate)
	return rate, nil
}

// burst is how many events may come at once.
func (o RateOptions) burst() int {
	if o.Burst > 0 {
		return o.Burst
	}
	return o.Limit
}

// sweepEvery is how many new keys are taken in before the old are looked through.
const sweepEvery = 1024

// cells is the library's store: the theoretical arrival time of each key's next
// event. One that lies in the past says nothing and is forgotten.
type cells struct {
	mu    sync.Mutex
	times map[string]cell
	added int
}

type cell struct {
	arrival int64 // Unix nanoseconds
	until   time.Time
}

// GetWithTime gives a key's time, or -1.
func (c *cells) GetWithTime(_ context.Context, key string) (int64, time.Time, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if cell, ok := c.times[key]; ok {
		return cell.arrival, now, nil
	}
	return -1, now, nil
}

// SetIfNotExistsWithTTL sets the time of a key that has none.
func (c *cells) SetIfNotExistsWithTTL(_ context.Context, key string, value int64, ttl time.Duration) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.times[key]; ok {
		return false, nil
	}
	now := time.Now()
	if c.added++; c.added >= sweepEvery {
		c.added = 0
		for k, cell := range c.times {
			if cell.until.Before(now) {
				delete(c.times, k)
			}
		}
	}
	c.times[key] = cell{arrival: value, until: now.Add(ttl)}
	return true, nil
}

// CompareAndSwapWithTTL sets the time of a key that still has the old one.
func (c *cells) CompareAndSwapWithTTL(_ context.Context, key string, old, value int64, ttl time.Duration) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.times[key].arrival != old {
		return false, nil
	}
	c.times[key] = cell{arrival: value, until: time.Now().Add(ttl)}
	return true, nil
}
