package deadline_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical/deadline"
)

type word struct{}

// TestItEndsAsTheLibrarysDoes asks contexts of both packages the same, with and without
// somebody who waits.
func TestItEndsAsTheLibrarysDoes(t *testing.T) {
	t.Parallel()
	with := map[string]func(context.Context, time.Time) (context.Context, context.CancelFunc){"ours": deadline.With, "library": context.WithDeadline}
	for name, make := range with {
		for _, waits := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				root := context.WithValue(context.Background(), word{}, "kept")
				outer, endOuter := make(root, time.Now().Add(time.Minute))
				inner, endInner := make(context.WithValue(outer, key("k"), 1), time.Now().Add(time.Hour))
				want := func(when string, ctx context.Context, err error) {
					t.Helper()
					if got := ctx.Err(); !errors.Is(got, err) {
						t.Errorf("%s, %s, waited for %v: %v, want %v", name, when, waits, got, err)
					}
					if waits {
						synctest.Wait()
						select {
						case <-ctx.Done():
							if err == nil {
								t.Errorf("%s, %s: it is done", name, when)
							}
						default:
							if err != nil {
								t.Errorf("%s, %s: it is not done", name, when)
							}
						}
					}
				}
				want("at first", inner, nil)
				if at, ok := inner.Deadline(); !ok || time.Until(at) != time.Minute {
					t.Errorf("%s ends at %v, %v; want the end of the one above", name, at, ok)
				}
				if inner.Value(word{}) != "kept" || inner.Value(key("k")) != 1 {
					t.Errorf("%s has lost a value", name)
				}
				below, endBelow := context.WithTimeout(inner, 2*time.Minute)
				time.Sleep(time.Minute)
				synctest.Wait()
				want("in time", inner, context.DeadlineExceeded)
				want("in time, above", outer, context.DeadlineExceeded)
				want("in time, below", below, context.DeadlineExceeded)
				endInner()
				endOuter()
				endBelow()
				want("ended later", inner, context.DeadlineExceeded)

				early, endEarly := make(root, time.Now().Add(time.Minute))
				want("before its end", early, nil)
				endEarly()
				endEarly()
				want("ended early", early, context.Canceled)
				select {
				case <-early.Done():
				default:
					t.Errorf("%s: what has ended is not done for who asks later", name)
				}
				time.Sleep(time.Hour)
				want("ended early, and its time is over", early, context.Canceled)
			})
		}
	}
}

type key string

// TestWhatEndsByTimeAlone tells contexts that somebody may cancel from the others.
func TestWhatEndsByTimeAlone(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(context.Background())
	below, end := deadline.With(cancelled, time.Now().Add(time.Hour))
	defer end()
	timed, endTimed := deadline.With(context.Background(), time.Now().Add(time.Hour))
	defer endTimed()
	for ctx, want := range map[context.Context]bool{
		context.Background(): true, context.WithValue(timed, word{}, 1): true, context.WithoutCancel(timed): true, cancelled: false, below: false,
	} {
		if got := deadline.ByTimeAlone(ctx); got != want {
			t.Errorf("%v ends by time alone: %v", ctx, got)
		}
	}
	cancel()
	if below.Err() == nil {
		t.Error("the end of the one above is not seen")
	}
}

func BenchmarkWith(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ctx, end := deadline.With(context.Background(), time.Now().Add(time.Minute))
		_, endInner := deadline.With(ctx, time.Now().Add(time.Second))
		endInner()
		end()
	}
}
