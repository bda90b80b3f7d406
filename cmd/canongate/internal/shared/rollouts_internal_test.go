package shared

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/config"
	"canongate/policies"
	"canongate/policies/journal"
	"canongate/policies/rollout"
)

// rolloutFile has a route whose second connection takes nobody yet.
const rolloutFile = `
auth: {api_keys: [{id: demo, tenant: demo, sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", scopes: ["*"]}]}
connections: {first: {vendor: cdp, sandbox: true}, second: {vendor: cdp, sandbox: true}}
routes: [{name: uae, operations: [get_customer], use: [{connection: first, weight: 95}, {connection: second, weight: 0}]}]
`

// stage is what the replicas of a test share: a journal and a clock.
type stage struct {
	journal.Options
	mu  sync.Mutex
	now time.Time
}

func newStage(t *testing.T) *stage {
	t.Helper()
	keys, err := journal.NewKeySet(journal.Key{ID: 1, Secret: [32]byte{1}})
	must(t, err)
	s := &stage{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	s.Options = journal.Options{Driver: "sqlite", DSN: "file:" + filepath.Join(t.TempDir(), "journal.db"), Keys: keys, Now: s.clock}
	return s
}

func (s *stage) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *stage) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

func (s *stage) open(t *testing.T) *journal.Journal {
	t.Helper()
	j, err := journal.Open(t.Context(), s.Options)
	must(t, err)
	t.Cleanup(func() { _ = j.Close() })
	return j
}

// actor is one replica, as far as rollouts are concerned.
type actor struct {
	*Rollouts
	t      *testing.T
	audits *strings.Builder
}

func (s *stage) replica(t *testing.T, j *journal.Journal) actor {
	t.Helper()
	silent := slog.New(slog.DiscardHandler)
	var audits strings.Builder
	r := NewRollouts(j, silent, slog.New(slog.NewTextHandler(&audits, nil)))
	r.now = s.clock
	must(t, r.Look(t.Context()))
	apply := func(_ context.Context, _ *config.File, number func() int64) error { number(); return nil }
	reloader := config.NewReloader(apply, r.Adjust, NewGenerations(j, silent), silent, s.clock)
	_, err := reloader.Start(t.Context(), parsed(t, rolloutFile))
	must(t, err)
	r.Through(reloader)
	return actor{r, t, &audits}
}

func (a actor) begin() {
	a.t.Helper()
	_, err := a.Start(a.t.Context(), rollout.Plan{
		Route: "uae", Connection: "second", Steps: []int{5, 50}, Every: policies.Duration(10 * time.Minute),
		Within: rollout.Usual(), Reason: "cheaper", By: "ada",
	})
	must(a.t, err)
}

func (a actor) look() {
	a.t.Helper()
	must(a.t, a.Look(a.t.Context()))
}

// calls has both connections called, and so many calls of the second fail.
func (a actor) calls(failed int) {
	for i := range 60 {
		a.Count("uae", "first", "", 40*time.Millisecond)
		code := canonical.Code("")
		if i < failed {
			code = canonical.VendorError
		}
		a.Count("uae", "second", code, 40*time.Millisecond)
	}
}

// wants looks at the weights that serve, the state and why.
func (a actor) wants(when string, first, second int, state rollout.State, why string) {
	a.t.Helper()
	use := WeightsOf(a.reloader.Current().File.Config, "uae")
	p, _ := a.Of("uae")
	if use[0].Weight != first || use[1].Weight != second || p.State != state || !strings.Contains(p.Why, why) {
		a.t.Errorf("%s: weights %v, %s, %q", when, use, p.State, p.Why)
	}
}

// TestARolloutOnTwoReplicas takes a step and is put back. The replica that has the lease
// judges, both apply, and a third starts with what there is.
func TestARolloutOnTwoReplicas(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	one, other := s.replica(t, s.open(t)), s.replica(t, s.open(t))
	one.begin()
	other.look()
	one.look()
	for _, a := range []actor{one, other} {
		a.wants("the first step", 19, 1, rollout.Running, "")
	}
	if _, err := other.Start(t.Context(), rollout.Plan{Route: "uae"}); err == nil {
		t.Error("a second rollout of the route began")
	}
	one.calls(0)
	other.calls(50) // it has not the lease, so it does not judge them
	s.wait(9 * time.Minute)
	one.look()
	other.look()
	one.wants("too early", 19, 1, rollout.Running, "")
	s.wait(time.Minute)
	one.look()
	other.look()
	for _, a := range []actor{one, other} {
		a.wants("the second step", 1, 1, rollout.Running, "")
	}
	if a, b := one.reloader.Current(), other.reloader.Current(); a.Generation != 3 || b.Generation != 3 || a.Why != (config.Why{Cause: config.CauseRollout, By: "ada"}) {
		t.Errorf("it is generation %d and %d, %+v", a.Generation, b.Generation, a.Why)
	}
	third := s.replica(t, s.open(t))
	third.wants("after a restart", 1, 1, rollout.Running, "")
	if got := third.reloader.Current(); got.Generation != 3 {
		t.Errorf("after a restart it is generation %d", got.Generation)
	}
	one.calls(3)
	one.look()
	other.look()
	for _, a := range []actor{one, other} {
		a.wants("failing", 95, 0, rollout.PutBack, "3 of 60 calls of second failed")
		if why := a.reloader.Current().Why; why != (config.Why{Cause: config.CauseRollout}) {
			t.Errorf("nobody put it back, and the generation says %+v", why)
		}
	}
	for _, want := range []string{`action=rollout.step target=uae by=ada from="5 %" to="50 %"`, `target=uae by="" from="50 %" to=put_back`} {
		if !strings.Contains(one.audits.String(), want) {
			t.Errorf("the audit log lacks %q: %s", want, one.audits)
		}
	}
}

// TestARolloutIsDone and holds until somebody deletes it or the file weighs otherwise.
func TestARolloutIsDone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	a := s.replica(t, nil)
	a.begin()
	for range 2 {
		a.calls(0)
		s.wait(10 * time.Minute)
		a.look()
	}
	a.wants("done", 1, 1, rollout.Done, "within what is allowed")
	if f := a.Adjust(parsed(t, strings.Replace(rolloutFile, "weight: 95", "weight: 40", 1))); *f.Config.Routes[0].Use[0].Weight != 40 {
		t.Error("it holds over weights that are new in the file")
	}
	if _, err := a.Stop(t.Context(), "uae", "bo", "enough"); err != nil {
		t.Error(err)
	}
	a.wants("stopped", 95, 0, rollout.Ended, "enough")
	if _, err := a.Stop(t.Context(), "uae", "bo", "enough"); err == nil {
		t.Error("it was stopped twice")
	}
}

// TestARolloutIsPutBackWithoutTheJournal, and kept once the journal is back. No step is
// taken meanwhile.
func TestARolloutIsPutBackWithoutTheJournal(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	away := s.open(t)
	a := s.replica(t, away)
	a.begin()
	must(t, away.Close())
	a.calls(0)
	s.wait(10 * time.Minute)
	if a.Look(t.Context()) == nil {
		t.Error("the journal was read")
	}
	a.wants("away", 19, 1, rollout.Running, "")
	a.calls(20)
	_ = a.Look(t.Context()) // it is away
	a.wants("failing", 95, 0, rollout.PutBack, "failed")
	a.journal = s.open(t)
	a.look()
	s.replica(t, s.open(t)).wants("after a restart", 95, 0, rollout.PutBack, "failed")
}

func TestARollbackEndsRollouts(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	a := s.replica(t, nil)
	a.begin()
	first := a.reloader.Current().Generation - 1
	_, err := a.Rollback(t.Context(), "bo", func() (config.Version, error) { return a.reloader.Rollback(t.Context(), first, "bo") })
	must(t, err)
	a.wants("rolled back", 95, 0, rollout.Ended, "rolled back")
}

// TestARolloutOfAnOlderVersion has no floor in the journal, and is judged with the usual one.
func TestARolloutOfAnOlderVersion(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	j := s.open(t)
	older := `{"route":"uae","connection":"second","steps":[5,50],"every":"10m","within":{"error_rate":0.01,"p95_ratio":1.5,"minimum_calls":50},
		"before":[{"connection":"first","weight":95},{"connection":"second","weight":0}],"state":"running","since":"2026-03-01T12:00:00Z","step_since":"2026-03-01T12:00:00Z"}`
	must(t, j.KeepRollout(t.Context(), journal.Rollout{Route: "uae", Revision: 1, Plan: []byte(older)}))
	a := s.replica(t, j)
	if all := a.All(); len(all) != 1 || all[0].Within != rollout.Usual() {
		t.Errorf("it is %+v", all)
	}
	a.wants("taken over", 19, 1, rollout.Running, "")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func parsed(t *testing.T, text string) *config.File {
	t.Helper()
	f := config.Parse("canongate.yaml", []byte(text))
	if len(f.Problems()) > 0 {
		t.Fatal(f.Problems())
	}
	return f
}
