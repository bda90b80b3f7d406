package config

import (
	"strings"
	"testing"

	"canongate/policies/routing"
)

func TestWithWeights(t *testing.T) {
	t.Parallel()
	f := Parse("c.yaml", []byte(wellFormed))
	route := f.Config.Routes[0]
	weight := 25
	changed := f.WithWeights(route.Name, []routing.RouteUse{{Connection: route.Use[0].Connection, Weight: &weight}})
	if got := changed.Config.Routes[0].Use; len(changed.Problems()) > 0 || len(got) != 1 || *got[0].Weight != 25 || changed.Hash == f.Hash {
		t.Fatalf("%+v, %v", got, changed.Problems())
	}
	same := f.WithWeights(route.Name, route.Use)
	if strings.Count(same.Redacted(), "weight") != strings.Count(f.Redacted(), "weight") || len(same.Config.Connections) != len(f.Config.Connections) {
		t.Errorf("the rest did not stay: %s", same.Redacted())
	}
	if f.WithWeights("nowhere", nil) != f {
		t.Error("without the route it is not the file itself")
	}
}

// firstWeighs gives the first connection of a file's first rule a weight; 0 leaves the
// file as it is.
func firstWeighs(weight *int) func(*File) *File {
	return func(f *File) *File {
		if *weight == 0 {
			return f
		}
		use := f.Config.Routes[0].Use
		return f.WithWeights(f.Config.Routes[0].Name, append([]routing.RouteUse{{Connection: use[0].Connection, Weight: weight}}, use[1:]...))
	}
}

// TestAdjust serves a file otherwise than it stands there, by the same file hash.
func TestAdjust(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	weight := 0
	k.adjust = firstWeighs(&weight)
	if v, err := k.Adjust(t.Context(), Why{CauseRollout, "ada"}); err != nil || v.Generation != 1 {
		t.Errorf("what comes to the same is generation %d, %v", v.Generation, err)
	}
	weight = 7
	v, err := k.Adjust(t.Context(), Why{CauseRollout, "ada"})
	if err != nil || v.Generation != 2 || k.weight() != 7 || v.By != "ada" || *k.Base().Config.Routes[0].Use[0].Weight != 95 {
		t.Errorf("generation %d, weight %d, %v", v.Generation, k.weight(), err)
	}
	if differs, _ := k.Disk(t.Context()); differs {
		t.Error("the file counts as another one")
	}
	if v, err = k.Reload(t.Context(), Why{Cause: CauseReload}); err != nil || v.Generation != 2 || k.weight() != 7 {
		t.Errorf("after a reload generation %d, weight %d, %v", v.Generation, k.weight(), err)
	}
	k.refuse = Problems{{File: k.path, Line: 1, Column: 1, Path: "connections.first", Message: "is refused"}}
	_, err = k.Reload(t.Context(), Why{Cause: CauseReload})
	if at := k.Base().where("connections.first"); err == nil || err.Error() != (Problems{{k.path, at.line, at.column, "connections.first", "is refused"}}).Error() {
		t.Errorf("a mistake stands not where it is in the file: %v", err)
	}
	k.refuse, weight = nil, 0
	if v, err = k.Adjust(t.Context(), Why{CauseRollout, "ada"}); err != nil || v.Generation != 3 || k.weight() != 95 {
		t.Errorf("put back: generation %d, weight %d, %v", v.Generation, k.weight(), err)
	}
}

// TestRollbackPassesByARollout: the file before is served with the weights that it says,
// though a rollout's were the last to serve there.
func TestRollbackPassesByARollout(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	weight := 7
	k.adjust = firstWeighs(&weight)
	if v, err := k.Adjust(t.Context(), Why{CauseRollout, "ada"}); err != nil || v.Generation != 2 || k.weight() != 7 {
		t.Fatalf("the rollout is generation %d, weight %d, %v", v.Generation, k.weight(), err)
	}
	weight = 0
	k.write(t, "weight: 90")
	if v, err := k.Reload(t.Context(), Why{Cause: CauseReload}); err != nil || v.Generation != 3 || k.weight() != 90 {
		t.Fatalf("the next file is generation %d, weight %d, %v", v.Generation, k.weight(), err)
	}
	if v, err := k.Rollback(t.Context(), 0, "ada"); err != nil || v.Generation != 4 || k.weight() != 95 {
		t.Errorf("generation %d, weight %d, %v", v.Generation, k.weight(), err)
	}
}
