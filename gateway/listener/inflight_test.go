package listener_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"canongate/gateway/listener"
)

// TestX23QuietEndsWithTheTraffic wants an idle listener to be quiet soon, and a
// busy one to be waited for until the context ends.
func TestX23QuietEndsWithTheTraffic(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		traffic func(f *listener.InFlight)
		want    time.Duration
	}{
		"idle":   {func(*listener.InFlight) {}, 300 * time.Millisecond},
		"busy":   {func(f *listener.InFlight) { f.Start() }, 2 * time.Second},
		"passed": {func(f *listener.InFlight) { f.Start(); f.Done() }, 300 * time.Millisecond},
		"one by one": {func(f *listener.InFlight) {
			for range 4 {
				time.Sleep(200 * time.Millisecond)
				f.Start()
				f.Done()
			}
		}, 1200 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var f listener.InFlight
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
				defer cancel()
				began := time.Now()
				go c.traffic(&f)
				synctest.Wait()
				f.Quiet(ctx, 300*time.Millisecond)
				if took := time.Since(began); took != c.want {
					t.Errorf("quiet after %v, want %v", took, c.want)
				}
			})
		})
	}
}
