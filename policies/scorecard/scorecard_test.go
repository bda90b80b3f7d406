package scorecard_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
	"canongate/policies/scorecard"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// clock stands still until it is moved.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func cardOf(t *testing.T, b *scorecard.Book, window time.Duration) scorecard.Card {
	t.Helper()
	card, err := b.Card(t.Context(), "cdp-uae", window)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

func keep(t *testing.T, b *scorecard.Book) {
	t.Helper()
	if err := b.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestCardSaysWhatCallsCameTo(t *testing.T) {
	t.Parallel()
	c := &clock{noon}
	b := scorecard.New("one", scorecard.NewMemory(), c.now)
	for range 97 {
		b.Attempt("cdp-uae", "lookup_customer", "", 40*time.Millisecond)
	}
	b.Attempt("cdp-uae", "lookup_customer", canonical.CustomerNotFound, 40*time.Millisecond)
	b.Attempt("cdp-uae", "lookup_customer", canonical.VendorTimeout, 30*time.Second)
	b.Attempt("cdp-uae", "get_customer", canonical.VendorAuthFailed, 30*time.Second)
	b.Attempt("citi-in", "get_customer", canonical.VendorError, time.Hour)
	b.FellBack("cdp-uae", "lookup_customer")
	b.Drift("cdp-uae")

	card := cardOf(t, b, time.Hour)
	wantFigures(t, card.Figures, 100, 0.98, map[string]int64{"ok": 97, "customer_not_found": 1, "vendor_timeout": 1, "vendor_auth_failed": 1})
	wantNear(t, card.P50, 40)
	wantNear(t, card.P95, 40)
	wantNear(t, card.P99, 30_000)
	if card.Fallbacks != 1 || card.Drift != 1 || len(card.Hours) != 1 || !card.Hours[0].Hour.Equal(noon) {
		t.Errorf("card is %+v", card)
	}
	if len(card.Operations) != 2 || card.Operations[0].Operation != "get_customer" || *card.Operations[0].SuccessRatio != 0 {
		t.Errorf("operations are %+v", card.Operations)
	}
}

func wantFigures(t *testing.T, got scorecard.Figures, calls int64, ratio float64, codes map[string]int64) {
	t.Helper()
	if got.Calls != calls || got.SuccessRatio == nil || *got.SuccessRatio != ratio {
		t.Errorf("calls and success are %d, %v; want %d, %v", got.Calls, got.SuccessRatio, calls, ratio)
	}
	if diff := cmp.Diff(codes, got.Codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

// wantNear holds a percentile to the five per cent that the package promises.
func wantNear(t *testing.T, got, want float64) {
	t.Helper()
	if got < want*0.95 || got > want*1.05 {
		t.Errorf("percentile is %v ms, want %v within five per cent", got, want)
	}
}

func TestCardOfAQuietConnectionHasNoRatio(t *testing.T) {
	t.Parallel()
	card := cardOf(t, scorecard.New("one", scorecard.NewMemory(), time.Now), time.Hour)
	if card.Calls != 0 || card.SuccessRatio != nil || card.P99 != 0 || card.Hours == nil || card.Codes == nil {
		t.Errorf("card is %+v", card)
	}
}

func TestReplicasAddUpAndHoursAreKept(t *testing.T) {
	t.Parallel()
	c := &clock{noon}
	shared := &byReplica{rows: map[string]journal.ScorecardHour{}}
	one, other := scorecard.New("one", shared, c.now), scorecard.New("other", shared, c.now)
	one.Attempt("cdp-uae", "get_customer", "", time.Second)
	other.Attempt("cdp-uae", "get_customer", "", time.Second)
	keep(t, one)
	keep(t, one) // once more changes nothing
	keep(t, other)
	one.Attempt("cdp-uae", "get_customer", "", time.Second) // not kept yet
	if card := cardOf(t, one, time.Hour); card.Calls != 3 {
		t.Errorf("the replica itself sees %d calls, want 3", card.Calls)
	}
	if card := cardOf(t, other, time.Hour); card.Calls != 2 {
		t.Errorf("the other replica sees %d calls, want the 2 that are kept", card.Calls)
	}
	c.at = c.at.Add(3 * time.Hour)
	keep(t, one)
	again := scorecard.New("one, restarted", shared, c.now)
	if card := cardOf(t, again, scorecard.MaxWindow); card.Calls != 3 || card.Window != "7d" {
		t.Errorf("after a restart the card has %d calls over %s, want 3 over 7d", card.Calls, card.Window)
	}
	if card := cardOf(t, again, time.Hour); card.Calls != 0 {
		t.Errorf("the last hour has %d calls, want none", card.Calls)
	}
}

func TestMemoryForgetsAfterSevenDays(t *testing.T) {
	t.Parallel()
	c := &clock{noon}
	b := scorecard.New("one", scorecard.NewMemory(), c.now)
	for range 10 * 24 {
		b.Attempt("cdp-uae", "get_customer", "", time.Second)
		keep(t, b)
		c.at = c.at.Add(time.Hour)
	}
	if card := cardOf(t, b, 2*scorecard.MaxWindow); card.Calls != 7*24+1 {
		t.Errorf("%d hours are kept, want those of seven days", card.Calls)
	}
}

func TestStoreThatIsAwayLosesNothing(t *testing.T) {
	t.Parallel()
	c, store := &clock{noon}, &byReplica{rows: map[string]journal.ScorecardHour{}, away: true}
	b := scorecard.New("one", store, c.now)
	b.Attempt("cdp-uae", "get_customer", "", time.Second)
	if err := b.Keep(t.Context()); !errors.Is(err, errAway) {
		t.Fatalf("Keep gives %v", err)
	}
	if _, err := b.Card(t.Context(), "cdp-uae", time.Hour); !errors.Is(err, errAway) {
		t.Errorf("Card gives %v, not that figures are missing", err)
	}
	c.at = c.at.Add(2 * time.Hour)
	store.away = false
	keep(t, b)
	if card := cardOf(t, scorecard.New("other", store, c.now), 24*time.Hour); card.Calls != 1 {
		t.Errorf("the journal has %d calls, want 1", card.Calls)
	}
}

func TestCountingIsSafeBesideKeeping(t *testing.T) {
	t.Parallel()
	store := &byReplica{rows: map[string]journal.ScorecardHour{}}
	c := &clock{noon}
	b := scorecard.New("one", store, c.now)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 250 {
				b.Attempt("cdp-uae", "get_customer", "", time.Second)
			}
		})
	}
	all.Go(func() {
		for range 50 {
			if err := b.Keep(context.Background()); err != nil {
				t.Error(err)
			}
		}
	})
	all.Wait()
	keep(t, b)
	if card := cardOf(t, scorecard.New("other", store, c.now), time.Hour); card.Calls != 1000 {
		t.Errorf("%d calls are kept, want 1000", card.Calls)
	}
}

func TestWindow(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{"1h": time.Hour, "24h": 24 * time.Hour, "7d": scorecard.MaxWindow, "90m": 90 * time.Minute} {
		if got, err := scorecard.ParseWindow(text); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "8d", "59m", "-1h", "d", "0d", "-1d", "99999999999999999999d", "169h", "7 d"} {
		if got, err := scorecard.ParseWindow(text); err == nil {
			t.Errorf("%q is taken as %v", text, got)
		}
	}
}

var errAway = errors.New("away")

// byReplica is a journal of several replicas.
type byReplica struct {
	mu   sync.Mutex
	rows map[string]journal.ScorecardHour
	away bool
}

func (s *byReplica) KeepScorecards(_ context.Context, hours []journal.ScorecardHour) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return errAway
	}
	for _, h := range hours {
		s.rows[h.Replica+h.Connection+h.Operation+h.Hour.String()] = h
	}
	return nil
}

func (s *byReplica) Scorecards(_ context.Context, connection string, since time.Time) (rows []journal.ScorecardHour, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return nil, errAway
	}
	for _, h := range s.rows {
		if h.Connection == connection && !h.Hour.Before(since) {
			rows = append(rows, h)
		}
	}
	return rows, nil
}
