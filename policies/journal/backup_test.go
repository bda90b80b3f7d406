package journal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func (b *bench) backUp(to string) (Backup, error) {
	o := b.options
	o.Driver, o.DSN, o.Now = b.driver, b.dsn, b.clock.Now
	if o.Keys == nil {
		o.Keys = testKeys
	}
	return BackUp(ctx, o, to)
}

func TestBackupWhileTheJournalIsWritten(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	paid(t, j, 1, Settled)
	writing, stop := context.WithCancel(ctx)
	var group sync.WaitGroup
	for w := range 4 {
		group.Go(func() {
			for n := 0; writing.Err() == nil; n++ {
				if _, err := j.Claim(ctx, scopeOf(fmt.Sprint(w, n)), fingerprint, lease); err != nil {
					t.Error(err)
				}
			}
		})
	}
	to := filepath.Join(t.TempDir(), "copy.db")
	made, err := b.backUp(to)
	stop()
	group.Wait()
	must(t, err)
	if info, err := os.Stat(to); err != nil || info.Size() != made.Bytes || info.Mode().Perm() != 0o600 || made.Payments != 1 || len(made.Keys) != 1 {
		t.Errorf("%+v: %v %v", made, info, err)
	}
	claimScope(t, j, payScope("goes on"), Fresh) // the journal itself is none

	restoredTo := sqliteBench(t)
	restoredTo.clock = b.clock
	restoredTo.dsn = "file:" + to
	copied := restoredTo.open()
	refusesKeys(t, copied)
	if now, err := copied.Incarnation(ctx); err != nil || now.Reason != reasonCopy {
		t.Errorf("%+v %v", now, err)
	}
	claim(t, copied, "key of pay_0001", Replay)
	if _, err := b.backUp(to); err == nil || !strings.Contains(err.Error(), "there already") {
		t.Errorf("wrote over a backup: %v", err)
	}
}

func TestBackupThatTheKeysDoNotOpenIsNotKept(t *testing.T) {
	t.Parallel()
	b := used(t)
	b.options.Keys = mustKeys(testKey(9))
	to := filepath.Join(t.TempDir(), "copy.db")
	if _, err := b.backUp(to); err == nil || !strings.Contains(err.Error(), "id key set") {
		t.Errorf("was made: %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(to)); err != nil || len(left) != 0 {
		t.Errorf("left %v %v", left, err)
	}
}
