package journal

import (
	"context"
	"strings"
	"sync"
	"testing"
)

func TestX19_ForeignKeySetIsRefused(t *testing.T) {
	for name, keys := range map[string]*KeySet{
		"another key":                     mustKeys(testKey(9)),
		"the same id, another key":        mustKeys(Key{ID: 1, Secret: [32]byte{7}}),
		"several others":                  mustKeys(testKey(8), testKey(9)),
		"another key under the id of old": mustKeys(testKey(9), Key{ID: 1, Secret: [32]byte{7}}),
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, b *bench) {
				j := b.open() // with key 1
				id := paid(t, j, 1, Submitted)
				own := b.options.Keys
				b.options.Keys = keys
				_, err := b.tryOpen()
				if err == nil || !strings.Contains(err.Error(), "id key set is another one") {
					t.Fatalf("opened with %v", err)
				}
				b.options.Keys = own // and the refusal has left nothing behind
				claim(t, b.open(), "key of "+id, Replay)
			})
		})
	}
}

// While keys are rotated, replicas have the old set, both, and in the end the new
// one alone.
func TestX19_RotationIsTaken(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		for _, keys := range []*KeySet{
			mustKeys(testKey(1)), mustKeys(testKey(2), testKey(1)), mustKeys(testKey(1)),
			mustKeys(testKey(1), testKey(2)), mustKeys(testKey(2)), mustKeys(testKey(3), testKey(2)), mustKeys(testKey(3)),
		} {
			b.options.Keys = keys
			must(t, b.open().Close())
		}
	})
}

// Of replicas that make the journal at once with different sets, one serves.
func TestX19_OneOfTwoSetsAtOnceIsTaken(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		refusals := make(chan error, 6)
		var all sync.WaitGroup
		for n := range cap(refusals) {
			one := *b
			one.options.Keys = mustKeys(testKey(byte(1 + n%2)))
			all.Go(func() {
				j, err := one.tryOpen()
				if err == nil {
					t.Cleanup(func() { j.Close() })
				}
				refusals <- err
			})
		}
		all.Wait()
		close(refusals)
		refused := 0
		for err := range refusals {
			if err != nil {
				refused++
			}
		}
		if refused != cap(refusals)/2 {
			t.Errorf("%d were refused, want one set's", refused)
		}
	})
}

// A journal from before there were check values tells by what it holds.
func TestX19_OlderJournalIsOpenedByWhatItHolds(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		id := paid(t, j, 1, Submitted)
		must(t, j.write(ctx, "forget", func(ctx context.Context, q querier) error {
			_, err := q.ExecContext(ctx, `DELETE FROM key_checks`)
			return err
		}))
		b.options.Keys = mustKeys(testKey(2))
		if _, err := b.tryOpen(); err == nil {
			t.Error("was opened with another key")
		}
		b.options.Keys = mustKeys(testKey(2), testKey(1))
		claim(t, b.open(), "key of "+id, Replay)
	})
}

func TestKeyChecksTellNothingOfTheKeys(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range mustKeys(testKey(1), testKey(2), Key{ID: 3, Secret: testKey(1).Secret}).Checks() {
		if len(c.Value) != 32 || seen[string(c.Value)] {
			t.Errorf("check of key %d: %x", c.ID, c.Value)
		}
		seen[string(c.Value)] = true
	}
}
