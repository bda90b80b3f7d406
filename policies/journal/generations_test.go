package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReplicasNumberTheSameConfigurationAlike(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		one, other := b.open(), b.open()
		for i, step := range []struct {
			at      *Journal
			hash    string
			serving int64
			anew    bool
			want    int64
		}{
			{one, "a", 0, false, 1},   // the first start
			{other, "a", 0, false, 1}, // another replica with the same file
			{one, "b", 1, false, 2},   // one replica gets a new file
			{other, "a", 0, false, 1}, // the other starts again before it has it
			{other, "b", 1, false, 2}, // and gets it as well
			{one, "b", 2, false, 2},   // the same file again
			{one, "a", 2, true, 3},    // a rollback
			{other, "a", 2, true, 3},  // of the other, too
			{one, "b", 3, false, 4},   // back by a reload
			{other, "b", 3, false, 4},
			{other, "c", 0, false, 5},
		} {
			g := Generation{Hash: step.hash, FileHash: step.hash, Content: []byte("text of " + step.hash), At: b.clock.Now().UTC(), By: "ada", Cause: "reload"}
			got, err := step.at.EnterGeneration(t.Context(), g, step.serving, step.anew)
			if err != nil || got != step.want {
				t.Fatalf("step %d: generation %d, want %d, %v", i, got, step.want, err)
			}
		}
		kept, err := other.Generation(t.Context(), 3)
		if err != nil || string(kept.Content) != "text of a" || kept.By != "ada" || kept.Cause != "reload" || kept.At != b.clock.Now().UTC() {
			t.Errorf("generation 3 is %+v, %v", kept, err)
		}
		if _, err := other.Generation(t.Context(), 9); !errors.Is(err, ErrNotFound) {
			t.Errorf("generation 9: %v", err)
		}
	})
}

// TestRolledBackGenerations keep their mark over a start, and lose it when somebody
// wants them back.
func TestRolledBackGenerations(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		enter := func(hash string, serving int64, anew bool) {
			t.Helper()
			if _, err := j.EnterGeneration(t.Context(), Generation{Hash: hash, FileHash: hash}, serving, anew); err != nil {
				t.Fatal(err)
			}
		}
		marked := func() (numbers string) {
			t.Helper()
			all, err := j.Generations(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, g := range all {
				if g.RolledBack {
					numbers += fmt.Sprint(g.Number)
				}
			}
			return numbers
		}
		enter("a", 0, false)
		enter("b", 1, false)
		if err := j.MarkRolledBack(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		enter("a", 2, true)
		enter("b", 0, false)
		if got := marked(); got != "2" {
			t.Errorf("after a start with it, %q are rolled back", got)
		}
		enter("b", 1, false) // a replica that is behind reloads it
		if got := marked(); got != "" {
			t.Errorf("after a reload of it, %q are rolled back", got)
		}
	})
}

func TestGenerationsAreSealedAndBounded(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	for i := range generationsKept + 5 {
		text := fmt.Sprintf("weight-of-%d", i)
		if _, err := j.EnterGeneration(t.Context(), Generation{Hash: text, Content: []byte("secret text")}, int64(i), false); err != nil {
			t.Fatal(err)
		}
	}
	all, err := j.Generations(t.Context())
	if err != nil || len(all) != generationsKept || all[0].Number != generationsKept+5 {
		t.Errorf("%d generations are kept, the newest is %d, %v", len(all), all[0].Number, err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(strings.TrimPrefix(b.dsn, "file:") + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if content, err := os.ReadFile(file); err != nil || bytes.Contains(content, []byte("secret text")) {
			t.Errorf("%s: %v", file, err)
		}
	}
}
