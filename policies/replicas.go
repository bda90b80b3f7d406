package policies

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// beatEvery is how often replicas hear of each other.
	beatEvery = time.Second
	// awayBeat is how often a lost Redis is asked whether it is back.
	awayBeat = 250 * time.Millisecond
	// goneAfter is how long a replica counts after its last beat.
	goneAfter = 15 * time.Second
)

// The sorted sets in Redis. A member is one replica, or one open circuit of one
// replica; its score is until when it counts, in Unix milliseconds.
const (
	replicasKey = "canongate:replicas"
	circuitsKey = "canongate:circuits"
)

// circuits are the open breakers of the other replicas, and what is to be told
// of our own.
type circuits struct {
	mu        sync.RWMutex
	elsewhere map[string]int64 // name → until, Unix milliseconds
	untold    []redis.Z
}

func circuitName(connection, operation string) string { return connection + " " + operation }

// Opened tells the other replicas of an open breaker with the next beat, which
// comes at once.
func (r *Redis) Opened(connection, operation string, until time.Time) {
	r.circuits.mu.Lock()
	r.circuits.untold = append(r.circuits.untold, redis.Z{
		Score: float64(until.UnixMilli()), Member: r.id + " " + circuitName(connection, operation),
	})
	r.circuits.mu.Unlock()
	r.wake()
}

// OpenElsewhere says whether another replica's breaker was open at the last
// beat and has not let a probe through since.
func (r *Redis) OpenElsewhere(connection, operation string) bool {
	r.circuits.mu.RLock()
	defer r.circuits.mu.RUnlock()
	return r.circuits.elsewhere[circuitName(connection, operation)] > time.Now().UnixMilli()
}

// Run keeps in touch with Redis until ctx ends: it notices when Redis is lost
// or back, counts the replicas, and passes on which breakers opened.
func (r *Redis) Run(ctx context.Context) {
	next := time.NewTimer(0)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			r.leave(ctx)
			return
		case <-next.C:
		case <-r.lost:
		}
		if r.Beat(ctx) != nil {
			next.Reset(awayBeat)
		} else {
			next.Reset(beatEvery)
		}
	}
}

// Beat is one exchange with Redis. Its error says that Redis is away.
func (r *Redis) Beat(ctx context.Context) error {
	bounded, cancel := context.WithTimeout(ctx, 2*r.options.Patience)
	defer cancel()
	now := time.Now()
	untold := r.circuits.take()
	over := strconv.FormatInt(now.UnixMilli(), 10)

	pipe := r.client.Pipeline()
	pipe.ZAdd(bounded, replicasKey, redis.Z{Score: float64(now.Add(goneAfter).UnixMilli()), Member: r.id})
	pipe.ZRemRangeByScore(bounded, replicasKey, "-inf", over)
	replicas := pipe.ZCard(bounded, replicasKey)
	if len(untold) > 0 {
		pipe.ZAdd(bounded, circuitsKey, untold...)
	}
	pipe.ZRemRangeByScore(bounded, circuitsKey, "-inf", over)
	open := pipe.ZRangeWithScores(bounded, circuitsKey, 0, -1)
	if _, err := pipe.Exec(bounded); err != nil {
		r.circuits.putBack(untold)
		if ctx.Err() == nil {
			r.away.Store(true)
		}
		return errors.New("exchange with Redis: no answer in time")
	}
	r.away.Store(false)
	r.replicas.Store(max(replicas.Val(), 1))
	r.circuits.replace(open.Val(), r.id)
	return nil
}

// leave tells the others that they share limits with one replica less.
func (r *Redis) leave(ctx context.Context) {
	if r.away.Load() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.options.Patience)
	defer cancel()
	r.client.ZRem(ctx, replicasKey, r.id) // without it they find out after goneAfter
}

func (c *circuits) take() []redis.Z {
	c.mu.Lock()
	defer c.mu.Unlock()
	untold := c.untold
	c.untold = nil
	return untold
}

// mostUntold bounds what waits for Redis to come back; older hints are over
// first.
const mostUntold = 256

func (c *circuits) putBack(untold []redis.Z) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.untold = append(untold, c.untold...)
	c.untold = c.untold[max(0, len(c.untold)-mostUntold):]
}

// replace takes over what is open elsewhere.
func (c *circuits) replace(open []redis.Z, own string) {
	elsewhere := make(map[string]int64, len(open))
	for _, z := range open {
		member, _ := z.Member.(string)
		replica, name, _ := strings.Cut(member, " ")
		if replica != own {
			elsewhere[name] = max(elsewhere[name], int64(z.Score))
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.elsewhere = elsewhere
}
