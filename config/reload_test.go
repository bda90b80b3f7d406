package config

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var loadedAt = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// keeper is a reloader over a file, and what it was made to serve.
type keeper struct {
	*Reloader
	path    string
	applied chan int64 // generations, in turn
	refuse  error
	own     OwnGenerations
}

func newKeeper(t *testing.T) *keeper {
	t.Helper()
	k := &keeper{path: filepath.Join(t.TempDir(), "canongate.yaml"), applied: make(chan int64, 16)}
	apply := func(_ context.Context, f *File, number func() int64) error {
		if k.refuse != nil {
			f.AddProblem("connections.first", "is refused by its vendor")
			return k.refuse
		}
		k.applied <- number()
		return nil
	}
	k.Reloader = NewReloader(apply, nil, &k.own, slog.New(slog.DiscardHandler), func() time.Time { return loadedAt })
	k.write(t, "weight: 95")
	file, err := Load(k.path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Start(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	k.expect(t, 1)
	return k
}

// write replaces the file in one step, as editors and Kubernetes do.
func (k *keeper) write(t *testing.T, weight string) {
	t.Helper()
	next := k.path + ".next"
	if err := os.WriteFile(next, []byte(strings.Replace(wellFormed, "weight: 95", weight, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, k.path); err != nil {
		t.Fatal(err)
	}
}

func (k *keeper) expect(t *testing.T, generation int64) {
	t.Helper()
	if got := k.next(t); got != generation {
		t.Fatalf("generation %d was applied, want %d", got, generation)
	}
}

// next is the generation that is applied next.
func (k *keeper) next(t *testing.T) int64 {
	t.Helper()
	select {
	case got := <-k.applied:
		return got
	case <-time.After(time.Minute):
		t.Fatal("no generation was applied")
		return 0
	}
}

func (k *keeper) weight() int { return *k.Current().File.Config.Routes[0].Use[0].Weight }

func TestReloadAndRollback(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	if _, err := k.Rollback(t.Context(), 0, "ada"); !errors.Is(err, ErrNothingToRollBack) {
		t.Errorf("the first generation was rolled back: %v", err)
	}
	k.write(t, "weight: 90")
	v, err := k.Reload(t.Context(), Why{Cause: CauseReload})
	if err != nil || v.Generation != 2 || v.LoadedAt != loadedAt || k.weight() != 90 {
		t.Fatalf("generation %d, weight %d, %v", v.Generation, k.weight(), err)
	}
	if v, err = k.Rollback(t.Context(), 0, "ada"); err != nil || v.Generation != 3 || k.weight() != 95 {
		t.Errorf("rolled back to generation %d, weight %d, %v", v.Generation, k.weight(), err)
	}
	if _, err := k.Rollback(t.Context(), 0, "ada"); !errors.Is(err, ErrNothingToRollBack) {
		t.Errorf("rolled back twice: %v", err)
	}
}

func TestBadFileChangesNothing(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	k.write(t, "weight: many")
	v, err := k.Reload(t.Context(), Why{Cause: CauseReload})
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != 1 || v.Generation != 1 || k.weight() != 95 {
		t.Errorf("generation %d, weight %d, %v", v.Generation, k.weight(), err)
	}
	if !k.Refused() || k.Refusal().Error() != err.Error() {
		t.Errorf("kept as the last refusal: %v", k.Refusal())
	}
	if err := os.Remove(k.path); err != nil {
		t.Fatal(err)
	}
	if v, err := k.Reload(t.Context(), Why{Cause: CauseReload}); err == nil || v.Generation != 1 {
		t.Errorf("a file that is gone: generation %d, %v", v.Generation, err)
	}
}

// TestRefusedRollback wants a rollback that failed to be possible again: what
// was noted then does not stick to the file.
func TestRefusedRollback(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	k.write(t, "weight: 90")
	if _, err := k.Reload(t.Context(), Why{Cause: CauseReload}); err != nil {
		t.Fatal(err)
	}
	k.refuse = errors.New("refused")
	if v, err := k.Rollback(t.Context(), 0, "ada"); !errors.Is(err, k.refuse) || v.Generation != 2 {
		t.Errorf("generation %d, %v", v.Generation, err)
	}
	k.refuse = nil
	if v, err := k.Rollback(t.Context(), 0, "ada"); err != nil || v.Generation != 3 || k.weight() != 95 {
		t.Errorf("generation %d, weight %d, %v", v.Generation, k.weight(), err)
	}
}

// TestRollbackToAnyGeneration wants "one back" to pass by what was gone back from.
func TestRollbackToAnyGeneration(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	for _, weight := range []string{"weight: 90", "weight: 80"} {
		k.write(t, weight)
		if _, err := k.Reload(t.Context(), Why{CauseReload, "ada"}); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []int{90, 95} {
		if v, err := k.Rollback(t.Context(), 0, "ada"); err != nil || k.weight() != want || v.Generation != int64(4+i) {
			t.Fatalf("one back: generation %d, weight %d, %v", v.Generation, k.weight(), err)
		}
	}
	if _, err := k.Rollback(t.Context(), 9, "ada"); !errors.Is(err, ErrNoGeneration) {
		t.Errorf("to a generation that never was: %v", err)
	}
	v, err := k.Rollback(t.Context(), 2, "bo")
	if err != nil || k.weight() != 90 || v.Why != (Why{CauseRollback, "bo"}) {
		t.Errorf("to generation 2: weight %d, %+v, %v", k.weight(), v.Why, err)
	}
	all, err := k.own.List(t.Context())
	var marked []int64
	for _, g := range all {
		if g.RolledBack {
			marked = append(marked, g.Number)
		}
	}
	if err != nil || len(all) != 6 || !slices.Equal(marked, []int64{5, 4, 3}) {
		t.Errorf("%d are listed, of which %v were rolled back, %v", len(all), marked, err)
	}
}

func TestTheFileOnDisk(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	want := func(when string, differs, rolledBack bool) {
		t.Helper()
		if d, r := k.Disk(t.Context()); d != differs || r != rolledBack {
			t.Errorf("%s: differs %t, rolled back %t", when, d, r)
		}
	}
	want("at the start", false, false)
	k.write(t, "weight: 90")
	want("not loaded yet", true, false)
	if _, err := k.Reload(t.Context(), Why{Cause: CauseReload}); err != nil {
		t.Fatal(err)
	}
	want("loaded", false, false)
	if _, err := k.Rollback(t.Context(), 0, "ada"); err != nil {
		t.Fatal(err)
	}
	want("rolled back", true, true)
	if _, err := k.Reload(t.Context(), Why{Cause: CauseReload}); err != nil {
		t.Fatal(err)
	}
	want("loaded again all the same", false, false)
	if err := os.Remove(k.path); err != nil {
		t.Fatal(err)
	}
	want("gone", true, false)
}

// TestNobodyWatches: with config.watch off a change of the file takes a reload, also
// one that turns it on again.
func TestNobodyWatches(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	k.write(t, "weight: 90")
	off, err := os.ReadFile(k.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.path, append(off, "\nconfig: {watch: false}\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Reload(t.Context(), Why{Cause: CauseReload}); err != nil {
		t.Fatal(err)
	}
	k.expect(t, 2)
	k.write(t, "weight: 80")
	k.reloadChanged(t.Context())
	if got := k.Current(); got.Generation != 2 || got.File.Config.File.Watch {
		t.Errorf("generation %d, watched: %t", got.Generation, got.File.Config.File.Watch)
	}
	if _, err := k.Reload(t.Context(), Why{Cause: CauseReload}); err != nil {
		t.Fatal(err)
	}
	k.write(t, "weight: 70")
	k.reloadChanged(t.Context())
	if k.weight() != 70 {
		t.Errorf("watched again, the weight is %d", k.weight())
	}
}

// TestWatch replaces the file as editors do; a bad one and one that says the
// same are passed by.
func TestWatch(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- k.Watch(ctx) }()
	k.write(t, "weight: 90")
	k.expect(t, 2)
	k.write(t, "weight: many")
	k.write(t, "weight: 90")
	k.write(t, "weight: 80")
	generation := k.next(t)
	for generation == 2 { // a look that met the bad file is followed by one at what serves
		generation = k.next(t)
	}
	if generation != 3 || k.weight() != 80 {
		t.Errorf("the weight is %d in generation %d", k.weight(), generation)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestWatchFollowsLinks replaces the folder that the file is linked to, as
// Kubernetes does with a mounted ConfigMap.
func TestWatchFollowsLinks(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	dir := filepath.Dir(k.path)
	mount := func(version, weight string) {
		t.Helper()
		folder, link := filepath.Join(dir, version), filepath.Join(dir, "..data")
		text := strings.Replace(wellFormed, "weight: 95", weight, 1)
		for _, err := range []error{
			os.Mkdir(folder, 0o700), os.WriteFile(filepath.Join(folder, "canongate.yaml"), []byte(text), 0o600),
			os.Symlink(version, link+".next"), os.Rename(link+".next", link),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	mount("..first", "weight: 95")
	if err := errors.Join(os.Remove(k.path), os.Symlink(filepath.Join("..data", "canongate.yaml"), k.path)); err != nil {
		t.Fatal(err)
	}
	go func() { _ = k.Watch(t.Context()) }() // ends with the test
	mount("..second", "weight: 70")
	k.expect(t, 2)
	if k.weight() != 70 {
		t.Errorf("the weight is %d", k.weight())
	}
}

// TestWatchInABusyFolder writes beside the file without a pause: a journal does.
func TestWatchInABusyFolder(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			if err := os.WriteFile(k.path+".journal", []byte("busy"), 0o600); err != nil {
				ended <- err
				return
			}
		}
		ended <- nil
	}()
	go func() { _ = k.Watch(ctx) }() // ends with the test
	k.write(t, "weight: 60")
	k.expect(t, 2)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestSecretChangesAreNoticed swaps what a mounted secret is linked to, as Kubernetes
// does, and writes one in its place: what serves is put into service anew, once for each,
// and never the file on disk that somebody rolled back.
func TestSecretChangesAreNoticed(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	mount := t.TempDir()
	secret := func(version, text string) {
		t.Helper()
		for _, err := range []error{
			os.Mkdir(filepath.Join(mount, version), 0o700),
			os.WriteFile(filepath.Join(mount, version, "token"), []byte(text), 0o600),
			os.Symlink(version, filepath.Join(mount, "..next")),
			os.Rename(filepath.Join(mount, "..next"), filepath.Join(mount, "..data")),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	secret("..1", "one")
	if err := os.Symlink(filepath.Join("..data", "token"), filepath.Join(mount, "token")); err != nil {
		t.Fatal(err)
	}
	reference := "extra_headers: {X-Token: \"file:" + filepath.Join(mount, "token") + "\"}"
	with := func(weight string) {
		t.Helper()
		text := strings.Replace(wellFormed, "extra_headers: {X-Partner: canongate}", reference, 1)
		if err := os.WriteFile(k.path, []byte(strings.Replace(text, "weight: 95", weight, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	with("weight: 90")
	if _, err := k.Reload(t.Context(), Why{Cause: CauseReload}); err != nil {
		t.Fatal(err)
	}
	k.expect(t, 2)
	go k.Watch(t.Context())
	secret("..2", "two")
	k.expect(t, 2) // the generation is that of the text
	if v := k.Current(); v.Cause != CauseSecret {
		t.Errorf("the cause is %q", v.Cause)
	}
	if err := os.WriteFile(filepath.Join(mount, "token"), []byte("three"), 0o600); err != nil {
		t.Fatal(err)
	}
	k.expect(t, 2)

	with("weight: 80")
	k.expect(t, 3)
	if _, err := k.Rollback(t.Context(), 0, "ada"); err != nil {
		t.Fatal(err)
	}
	k.expect(t, 4)
	secret("..3", "four")
	k.expect(t, 4)
	if k.weight() != 90 || k.Current().Cause != CauseSecret {
		t.Errorf("a changed secret brought the file back that was rolled back: weight %d", k.weight())
	}
}

// TestRefusedFileWaitsForItsSecret has the configuration arrive before the secret that it
// names.
func TestRefusedFileWaitsForItsSecret(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	token := filepath.Join(t.TempDir(), "token")
	go k.Watch(t.Context())
	text := strings.Replace(wellFormed, "extra_headers: {X-Partner: canongate}", "extra_headers: {X-Token: \"file:"+token+"\"}", 1)
	if err := os.WriteFile(k.path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); !k.Refused(); {
		if time.Now().After(end) {
			t.Fatal("a file without its secret was not refused")
		}
		time.Sleep(5 * time.Millisecond)
	}
	if err := os.WriteFile(token, []byte("here"), 0o600); err != nil {
		t.Fatal(err)
	}
	k.expect(t, 2)
	if k.Refused() {
		t.Errorf("it is refused still: %v", k.Refusal())
	}
}
