package journal

import (
	"testing"
	"time"
)

func TestClockNeverGoesBack(t *testing.T) {
	t.Parallel()
	fake := newFakeClock()
	c := newClock(fake.Now)
	start := c.now()
	for _, step := range []struct {
		move time.Duration
		want time.Duration // since start
	}{
		{0, 0},
		{10 * time.Second, 10 * time.Second},
		{-time.Hour, 10 * time.Second},                // set back: time stands
		{5 * time.Second, 15 * time.Second},           // and goes on from there
		{2 * time.Hour, 2*time.Hour + 15*time.Second}, // set forward is believed
	} {
		fake.Move(step.move)
		if got := c.now().Sub(start); got != step.want {
			t.Errorf("after a move of %v: %v since start, want %v", step.move, got, step.want)
		}
	}
}
