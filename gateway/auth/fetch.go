package auth

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const (
	refreshEvery = 10 * time.Minute
	firstRetry   = time.Second // after a failure, doubled up to lastRetry
	lastRetry    = 10 * time.Second
	// askEvery spaces the fetches that tokens ask for.
	askEvery     = 10 * time.Second
	fetchTimeout = 5 * time.Second
	maxSetBytes  = 1 << 20
	// maxWaiting bounds the requests that wait for a fetch. They hold places of
	// the server, and strangers can cause them.
	maxWaiting = 1024
)

// FetchFailure says why the issuer's keys could not be had.
type FetchFailure string

// The reasons, a closed set.
const (
	Unreachable FetchFailure = "unreachable"
	BadStatus   FetchFailure = "status"
	Unreadable  FetchFailure = "unreadable"
	NoUsableKey FetchFailure = "no_usable_key"
)

// FetchFailures lists them.
func FetchFailures() []FetchFailure {
	return []FetchFailure{Unreachable, BadStatus, Unreadable, NoUsableKey}
}

// IssuerKeys is the state of an issuer's keys.
type IssuerKeys struct {
	InUse       int
	Skipped     int       // of the last set
	LastSuccess time.Time // zero: never
	// OnlyWayIn says that no API key is taken beside tokens.
	OnlyWayIn bool
}

// keys are those of an issuer, fetched in the background. The last good set stays
// in use while the issuer cannot be reached.
type keys struct {
	url    string
	client *http.Client
	log    *slog.Logger
	failed func(FetchFailure)
	set    atomic.Pointer[keySet] // nil: none was fetched yet
	ask    chan struct{}          // a token wants newer keys
	turn   chan struct{}          // run holds its one place: one goroutine fetches

	mu          sync.Mutex
	round       chan struct{} // closed at the end of the fetch that is under way or asked for; nil: none is
	waiting     int           // for round
	quietUntil  time.Time     // until then tokens ask for nothing
	failures    int           // in a row
	nextFetch   time.Time     // as planned
	lastSuccess time.Time
}

func newKeys(url string, d Dependencies) *keys {
	k := &keys{url: url, client: cmp.Or(d.Client, http.DefaultClient), log: d.Logger, failed: d.Failed, ask: make(chan struct{}, 1), turn: make(chan struct{}, 1)}
	if k.log == nil {
		k.log = slog.New(slog.DiscardHandler)
	}
	if k.failed == nil {
		k.failed = func(FetchFailure) {}
	}
	return k
}

// run fetches the keys until ctx ends.
func (k *keys) run(ctx context.Context) {
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return
	}
	defer func() { <-k.turn }()
	for {
		timer := time.NewTimer(k.untilNext())
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-k.ask:
			timer.Stop()
		case <-timer.C:
		}
		k.begin()
		set, failure := k.fetch(ctx)
		if ctx.Err() != nil {
			k.end()
			return
		}
		k.note(ctx, set, failure)
		k.end()
	}
}

func (k *keys) untilNext() time.Duration {
	k.mu.Lock()
	defer k.mu.Unlock()
	return max(0, time.Until(k.nextFetch))
}

// untilRetry is how long a caller should wait for the next fetch.
func (k *keys) untilRetry() time.Duration { return max(time.Second, k.untilNext()) }

// begin and end enclose a fetch, so that who asks meanwhile waits for it.
func (k *keys) begin() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.round == nil {
		k.round = make(chan struct{})
	}
}

func (k *keys) end() {
	k.mu.Lock()
	defer k.mu.Unlock()
	close(k.round)
	k.round = nil
}

// newerThan gives a set that was fetched after the one that a token was held to,
// if there is one or may be asked for; else the same set.
func (k *keys) newerThan(ctx context.Context, known *keySet) (*keySet, error) {
	round, err := k.askFor(known)
	if err != nil {
		return nil, err
	}
	if round == nil {
		return k.set.Load(), nil
	}
	patience := time.NewTimer(fetchTimeout + time.Second)
	defer patience.Stop()
	select {
	case <-round:
	case <-patience.C: // nobody fetches any more: this configuration was replaced
	case <-ctx.Done():
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.waiting--
	if newer := k.set.Load(); newer != known {
		return newer, nil
	}
	return nil, keysUnavailable(time.Second, noNewerKeys)
}

// askFor gives the fetch to wait for; nil where none is needed or allowed.
func (k *keys) askFor(known *keySet) (round chan struct{}, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.set.Load() != known:
		return nil, nil
	case k.round != nil: // under way
	case time.Now().Before(k.quietUntil):
		if k.failures > 0 {
			return nil, keysUnavailable(time.Until(k.quietUntil), noNewerKeys)
		}
		return nil, nil
	default:
		k.quietUntil = time.Now().Add(askEvery)
		k.round = make(chan struct{})
		select {
		case k.ask <- struct{}{}:
		default: // left over from before
		}
	}
	if k.waiting == maxWaiting {
		return nil, keysUnavailable(time.Second, noNewerKeys)
	}
	k.waiting++
	return k.round, nil
}

// fetch asks the issuer. A set without a usable key is a failure.
func (k *keys) fetch(ctx context.Context) (*keySet, FetchFailure) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, k.url, nil)
	if err != nil {
		return nil, Unreachable
	}
	request.Header.Set("Accept", "application/jwk-set+json, application/json")
	response, err := k.client.Do(request)
	if err != nil {
		return nil, Unreachable
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxSetBytes+1))
	switch {
	case err != nil:
		return nil, Unreachable
	case response.StatusCode != http.StatusOK:
		return nil, BadStatus
	case len(body) > maxSetBytes:
		return nil, Unreadable
	}
	set, ok := readKeySet(body)
	switch {
	case !ok:
		return nil, Unreadable
	case len(set.keys) == 0:
		return nil, NoUsableKey
	}
	return set, ""
}

// note puts a set into use, or tells of the failure.
func (k *keys) note(ctx context.Context, set *keySet, failure FetchFailure) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := time.Now()
	if failure != "" {
		k.nextFetch = now.Add(min(firstRetry<<min(k.failures, 10), lastRetry))
		k.failures++
		k.failed(failure)
		k.log.WarnContext(ctx, "issuer keys could not be fetched", "reason", string(failure), "keys_in_use", k.inUse())
		return
	}
	before := k.set.Swap(set)
	if set.skipped > 0 && (before == nil || before.skipped != set.skipped) {
		k.log.WarnContext(ctx, "issuer keys that cannot be used were skipped", "skipped", set.skipped, "keys_in_use", len(set.keys))
	}
	if before == nil || k.failures > 0 {
		k.log.InfoContext(ctx, "issuer keys fetched", "keys_in_use", len(set.keys))
	}
	if before == nil || set.brings(before) {
		k.quietUntil = time.Time{} // only the issuer can bring that about
	}
	k.failures, k.lastSuccess, k.nextFetch = 0, now, now.Add(refreshEvery)
}

func (k *keys) inUse() int {
	if set := k.set.Load(); set != nil {
		return len(set.keys)
	}
	return 0
}

func (k *keys) state() IssuerKeys {
	k.mu.Lock()
	defer k.mu.Unlock()
	state := IssuerKeys{InUse: k.inUse(), LastSuccess: k.lastSuccess}
	if set := k.set.Load(); set != nil {
		state.Skipped = set.skipped
	}
	return state
}
