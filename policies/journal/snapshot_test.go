package journal

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// The files of a SQLite journal, as a snapshot of its disk has them.
var filesOfSQLite = []string{"", "-wal", ".lock", ".witness"}

// snapshot copies the files of a journal that is open, as they are.
func snapshot(t *testing.T, b *bench) map[string][]byte {
	t.Helper()
	taken := map[string][]byte{}
	for _, suffix := range filesOfSQLite {
		taken[suffix] = readFile(t, b.path()+suffix)
	}
	return taken
}

// rollBack puts files of a snapshot in place of what is there.
func rollBack(t *testing.T, b *bench, taken map[string][]byte, suffixes ...string) {
	t.Helper()
	for _, suffix := range []string{"-wal", "-shm"} {
		must(t, ignoreMissing(os.Remove(b.path()+suffix)))
	}
	for _, suffix := range suffixes {
		must(t, os.WriteFile(b.path()+suffix, taken[suffix], 0o600))
	}
}

// rolledBack has a key sent and answered after a snapshot of a used journal, and rolls the
// files back.
func rolledBack(t *testing.T, b *bench, suffixes ...string) *Journal {
	t.Helper()
	j := b.open()
	claim(t, j, "k", Replay)
	must(t, j.Finish(ctx, sent(t, j, "before", nil), Finishing{Answer: Answer{Status: 201}}))
	taken := snapshot(t, b)
	must(t, j.Finish(ctx, claimAndSend(t, j, "after"), Finishing{Answer: Answer{Status: 201}}))
	must(t, j.Close())
	rollBack(t, b, taken, suffixes...)
	j = b.open()
	claim(t, j, "before", Replay)
	return j
}

func TestRollbackThatTheWitnessSawIsNoticed(t *testing.T) {
	t.Parallel()
	for name, place := range map[string]func(t *testing.T, witness string){
		"it stays where it is": func(*testing.T, string) {},
		"it is a link to another disk": func(t *testing.T, witness string) {
			elsewhere := filepath.Join(t.TempDir(), "witness")
			must(t, os.Rename(witness, elsewhere))
			must(t, os.Symlink(elsewhere, witness))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := used(t)
			place(t, witnessFile(b.path()))
			j := rolledBack(t, b, "", "-wal", ".lock")
			refusesKeys(t, j)
			accept(t, j)
			claimScope(t, j, payScope("after"), ForgottenByRestore)
		})
	}
}

// Nothing is left that has seen more than the journal knows. Whoever rolls back a whole
// disk has to say so.
func TestRollbackOfTheWitnessTooIsNotNoticed(t *testing.T) {
	t.Parallel()
	j := rolledBack(t, used(t), filesOfSQLite...)
	if _, known, err := j.Find(ctx, payScope("after"), fingerprint); err != nil || known {
		t.Errorf("known %v, %v", known, err)
	}
	now, err := j.Incarnation(ctx)
	if err != nil || now.Restored {
		t.Errorf("%+v, %v", now, err)
	}
	if _, err := j.AcceptRestore(ctx, Acceptance{Epoch: now.Epoch, By: "ops"}); !errors.Is(err, ErrConflict) {
		t.Errorf("was accepted: %v", err)
	}
	must(t, errorOf(j.AcceptRestore(ctx, Acceptance{Epoch: now.Epoch, By: "ops", Unnoticed: true})))
	claimScope(t, j, payScope("after"), ForgottenByRestore)
}
