package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// payScope is that of a payment.
func payScope(key string) Scope {
	s := scopeOf(key)
	s.MovesMoney = true
	return s
}

func claimScope(t testing.TB, j *Journal, s Scope, want Outcome) Claim {
	t.Helper()
	c, err := j.Claim(ctx, s, fingerprint, lease)
	must(t, err)
	if c.Outcome != want {
		t.Fatalf("claim of %q: %v, want %v", s.Key, c.Outcome, want)
	}
	return c
}

// restored makes the journal look as one that was restored from a backup.
func restored(t testing.TB, j *Journal) {
	t.Helper()
	must(t, j.store.write(ctx, stampCopy(j.clock.now())))
}

func refusesKeys(t testing.TB, j *Journal) {
	t.Helper()
	for _, s := range []Scope{payScope("new"), scopeOf("new")} {
		if _, err := j.Claim(ctx, s, fingerprint, lease); !errors.Is(err, ErrRestored) {
			t.Errorf("claim on a restored journal: %v", err)
		}
		if _, _, err := j.Find(ctx, s, fingerprint); !errors.Is(err, ErrRestored) {
			t.Errorf("find on a restored journal: %v", err)
		}
	}
}

func accept(t testing.TB, j *Journal) Incarnation {
	t.Helper()
	before, err := j.Incarnation(ctx)
	must(t, err)
	made, err := j.AcceptRestore(ctx, Acceptance{Epoch: before.Epoch, By: "ops"})
	must(t, err)
	if made.Epoch <= before.Epoch || made.Restored {
		t.Fatalf("accepted as %+v, after %+v", made, before)
	}
	return made
}

func TestRestoredJournalSendsNoKeyThatItMayHaveForgotten(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		must(t, j.Finish(ctx, sent(t, j, "known", nil), Finishing{Answer: Answer{Status: 201}}))
		sent(t, j, "sent", paymentNumber(1))
		settled := paid(t, j, 2, Settled)
		b.clock.Move(time.Minute)
		restored(t, j)
		refusesKeys(t, j)
		claim(t, j, "known", Replay)
		must(t, j.Close())
		j = b.open()
		refusesKeys(t, j) // after a restart as well
		now := accept(t, j)

		claim(t, j, "known", Replay)
		claim(t, j, "sent", SentWithoutAnswer)
		if got := statusOf(t, j, "pay_0001"); got != Unknown {
			t.Errorf("a payment without an answer is %s", got)
		}
		if got := statusOf(t, j, settled); got != Settled {
			t.Errorf("a settled payment is %s", got)
		}
		claimScope(t, j, payScope("lost"), ForgottenByRestore)
		if c, known, err := j.Find(ctx, payScope("other"), fingerprint); err != nil || !known || c.Outcome != ForgottenByRestore {
			t.Errorf("found %v %v %v", c.Outcome, known, err)
		}
		if _, known, err := j.Find(ctx, scopeOf("other"), fingerprint); err != nil || known {
			t.Errorf("a key that moves no money: %v %v", known, err)
		}
		if c := claimScope(t, j, scopeOf("customer"), Fresh); !c.Doubtful {
			t.Error("a key that moves no money is not called doubtful")
		}
		young := payScope("young")
		young.Birth.Epoch = now.Epoch
		claimScope(t, j, young, Fresh)
		old := payScope("old epoch")
		old.Birth.Epoch = 1
		claimScope(t, j, old, ForgottenByRestore)

		b.clock.Move(25 * time.Hour) // the fence is over, and the answer stays
		_, err := j.Purge(ctx)
		must(t, err)
		claimScope(t, j, payScope("after"), Fresh)
		claimScope(t, j, payScope("lost"), ForgottenByRestore)
	})
}

func TestRestoreStandsInTheTimelineOfPayments(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		before := paid(t, j, 1, Settled)
		b.clock.Move(time.Minute)
		restored(t, j)
		now := accept(t, j)
		b.clock.Move(time.Minute)
		must(t, errorOf(j.MovePayment(ctx, PaymentChange{ID: before, Status: Returned, Cause: ByPoll})))
		s := payScope("after")
		s.Birth.Epoch = now.Epoch
		must(t, j.MarkSent(ctx, claimScope(t, j, s, Fresh).Ticket, sending(paymentNumber(2))))
		for id, want := range map[string]string{before: "created settled settled/restored returned", "pay_0002": "created"} {
			history, err := j.PaymentHistory(ctx, id)
			must(t, err)
			var got []string
			for _, e := range history {
				got = append(got, strings.TrimSuffix(string(e.Status)+"/"+e.Code, "/"))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("history of %s: %v, want %s", id, got, want)
			}
		}
	})
}

func errorOf[T any](_ T, err error) error { return err }

func TestFenceIsLiftedForATenantOrForAll(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		restored(t, j)
		accept(t, j)
		other := func(key string) Scope { s := payScope(key); s.Tenant = "globex"; return s }
		claimScope(t, j, payScope("k"), ForgottenByRestore)
		claimScope(t, j, other("k"), ForgottenByRestore)
		if _, err := j.Unfence(ctx, "acme", "ops", ""); err == nil {
			t.Error("was lifted without a reason")
		}
		for tenant, want := range map[string]int64{"acme": 1} {
			if freed, err := j.Unfence(ctx, tenant, "ops", "looked up"); err != nil || freed != want {
				t.Errorf("freed %d, %v", freed, err)
			}
		}
		claimScope(t, j, payScope("k"), Fresh)
		claimScope(t, j, other("k"), ForgottenByRestore)
		if freed, err := j.Unfence(ctx, "", "ops", "looked up"); err != nil || freed != 1 {
			t.Errorf("freed %d, %v", freed, err)
		}
		claimScope(t, j, other("k"), Fresh)
		restored(t, j) // the next restore has a fence of its own
		b.clock.Move(time.Second)
		accept(t, j)
		claimScope(t, j, payScope("next"), ForgottenByRestore)
	})
}

func TestOfSeveralThatAcceptAtOnceOneDoes(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		outboxBench(b).options.EventsOfRestore = func(i Incarnation) []Event {
			return []Event{{Type: "restored", Data: fmt.Append(nil, i.Epoch)}}
		}
		replicas := []*Journal{b.open(), b.open(), b.open()}
		restored(t, replicas[0])
		before, err := replicas[0].Incarnation(ctx)
		must(t, err)
		var mu sync.Mutex
		var made []int64
		var group sync.WaitGroup
		for i, j := range replicas {
			group.Go(func() {
				now, err := j.AcceptRestore(ctx, Acceptance{Epoch: before.Epoch, By: fmt.Sprint("ops ", i)})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					made = append(made, now.Epoch)
				} else if !errors.Is(err, ErrConflict) {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if len(made) != 1 {
			t.Fatalf("%d have accepted it", len(made))
		}
		for _, j := range replicas {
			must(t, j.lookAtIncarnation(ctx))
			if j.Epoch() != made[0] {
				t.Errorf("a replica is in epoch %d, not %d", j.Epoch(), made[0])
			}
			claimScope(t, j, payScope("lost"), ForgottenByRestore)
		}
		if told := drain(t, replicas[0], "crm"); len(told) != 1 || told[0] != fmt.Sprint(made[0]) {
			t.Errorf("subscribers are told %q", told)
		}
	})
}

func TestRestoreThatNothingShowsHasToBeSaid(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		if _, err := j.AcceptRestore(ctx, Acceptance{Epoch: j.Epoch(), By: "ops"}); !errors.Is(err, ErrConflict) {
			t.Errorf("accepted a journal that was not restored: %v", err)
		}
		must(t, errorOf(j.AcceptRestore(ctx, Acceptance{Epoch: j.Epoch(), By: "ops", Unnoticed: true})))
		claimScope(t, j, payScope("lost"), ForgottenByRestore)
	})
}

// copyOf copies the database without its log, as VACUUM INTO leaves it.
func copyOf(t *testing.T, b *bench, to string) {
	t.Helper()
	execFile(t, b, "VACUUM INTO '"+to+"'")
}

func TestSQLiteBackupThatIsRestoredIsNoticed(t *testing.T) {
	t.Parallel()
	for name, restore := range map[string]func(t *testing.T, b *bench, backup string){
		"in place": func(t *testing.T, b *bench, backup string) { must(t, os.Rename(backup, b.path())) },
		"the lock file too": func(t *testing.T, b *bench, backup string) {
			must(t, os.Remove(lockFile(b.path())))
			must(t, os.Rename(backup, b.path()))
		},
		"elsewhere": func(t *testing.T, b *bench, backup string) {
			b.dsn = "file:" + filepath.Join(t.TempDir(), "elsewhere.db")
			must(t, os.Rename(backup, b.path()))
		},
		"half a witness": func(t *testing.T, b *bench, backup string) {
			must(t, os.Truncate(witnessFile(b.path()), 9))
			must(t, os.Rename(backup, b.path()))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := used(t)
			backup := filepath.Join(t.TempDir(), "backup.db")
			copyOf(t, b, backup)
			j := b.open()
			must(t, j.Finish(ctx, claimAndSend(t, j, "after the backup"), Finishing{Answer: Answer{Status: 201}}))
			must(t, j.Close())
			for _, suffix := range []string{"-wal", "-shm"} {
				must(t, ignoreMissing(os.Remove(b.path()+suffix)))
			}
			restore(t, b, backup)
			for range 2 { // its own writes make no difference
				j = b.open()
				refusesKeys(t, j)
				for range 5 {
					j.lastWrite.Store(0)
					must(t, j.Writable(ctx))
				}
				must(t, j.Close())
			}
			j = b.open()
			accept(t, j)
			claimScope(t, j, payScope("after the backup"), ForgottenByRestore)
			must(t, j.Close())
			claimScope(t, b.open(), payScope("after the backup"), ForgottenByRestore)
		})
	}
}

func claimAndSend(t *testing.T, j *Journal, key string) Ticket {
	t.Helper()
	ticket := claimScope(t, j, payScope(key), Fresh).Ticket
	must(t, j.MarkSent(ctx, ticket, sending(paymentNumber(1))))
	return ticket
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// What is no restore must not be taken for one.
func TestSQLiteJournalThatWasNotRestoredIsUsed(t *testing.T) {
	t.Parallel()
	for name, happens := range map[string]func(t *testing.T, b *bench){
		"nothing": func(*testing.T, *bench) {},
		"an older witness": func(t *testing.T, b *bench) {
			content := readFile(t, witnessFile(b.path()))
			j := b.open()
			claim(t, j, "more", Fresh)
			must(t, j.Close())
			must(t, os.WriteFile(witnessFile(b.path()), content, 0o600)) // a power cut
		},
		"moved with all that belongs to it": func(t *testing.T, b *bench) {
			from := b.path()
			b.dsn = "file:" + filepath.Join(t.TempDir(), filepath.Base(from))
			for _, suffix := range []string{"", ".lock", ".witness"} {
				must(t, os.Rename(from+suffix, b.path()+suffix))
			}
		},
		"another process beside it": func(t *testing.T, b *bench) {
			first := b.open()
			var group sync.WaitGroup
			for i := range 40 {
				group.Go(func() {
					if _, err := first.Claim(ctx, scopeOf(fmt.Sprint(i)), fingerprint, lease); err != nil {
						t.Error(err)
					}
				})
			}
			must(t, b.open().Close())
			group.Wait()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := used(t)
			happens(t, b)
			j := b.open()
			claimScope(t, j, payScope("new"), Fresh)
			if now, err := j.Incarnation(ctx); err != nil || now.Restored || now.Epoch != 1 {
				t.Errorf("%+v, %v", now, err)
			}
		})
	}
}

func TestMovedPostgresJournalWasRestored(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		noted, now string
		says       string // "": not restored
	}{
		"the first look":              {"", "1/01/5/7/alone/whole", ""},
		"the same place":              {"1/01/5/7/alone/whole", "1/01/5/7/alone/whole", ""},
		"a standby was added":         {"1/01/5/7/alone/whole", "1/01/5/7/standby/whole", ""},
		"another cluster":             {"1/01/5/7/standby/whole", "2/01/5/7/standby/whole", "cluster"},
		"another database":            {"1/01/5/7/standby/whole", "1/01/6/7/standby/whole", "database"},
		"another table":               {"1/01/5/7/standby/whole", "1/01/5/8/standby/whole", "table"},
		"failover, confirmed":         {"1/01/5/7/standby/whole", "1/02/5/7/alone/whole", ""},
		"failover, not confirmed":     {"1/01/5/7/alone/whole", "1/02/5/7/standby/whole", "failed over"},
		"recovery to a point in time": {"1/01/5/7/standby/whole", "1/02/5/7/standby/target", "point in time"},
		"something else":              {"1/01/5/7", "1/01/5/7/alone/whole", "as it did before"},
	} {
		if got := moved(c.noted, c.now); (got == "") != (c.says == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", name, got, c.says)
		}
	}
}

func TestIncarnationIsListedOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		for range 3 {
			restored(t, j)
			accept(t, j)
		}
		var all []Incarnation
		must(t, j.store.read(ctx, func(ctx context.Context, q querier) (err error) {
			all, err = j.restores(ctx, q)
			return err
		}))
		if len(all) != 3 || !slices.IsSortedFunc(all, func(a, b Incarnation) int { return int(a.Epoch - b.Epoch) }) {
			t.Errorf("restores: %+v", all)
		}
	})
}
