//go:build darwin || freebsd || linux || netbsd || openbsd

package journal

import (
	"os"
	"slices"
	"testing"
	"time"
)

// It runs by itself: a process that another test starts at this moment holds the
// mark too, for as long as it has not become another program.
func TestWhoComesAloneNeedNotWaitForLeases(t *testing.T) {
	b := sqliteBench(t)
	b.options.Recipients = func(Event) []string { return []string{"crm"} }
	dead := b.open()
	sent(t, dead, "sent", paymentNumber(1))
	must(t, dead.Emit(ctx, Event{Type: "t", Subject: "s"}))
	if leased, err := dead.Lease(ctx, "crm", 1, time.Minute); err != nil || len(leased) != 1 {
		t.Fatalf("leased %v, %v", leased, err)
	}

	second := b.open() // beside one that lives
	if r, err := second.Recover(ctx); err != nil || r.Records != 0 {
		t.Errorf("beside a living process: recovered %+v, %v", r, err)
	}
	claim(t, second, "sent", InProgress)
	must(t, second.Close())
	must(t, dead.Close())

	j := b.open()
	r, err := j.Recover(ctx)
	must(t, err)
	if r.Records != 1 || !slices.Equal(r.Payments, []string{"pay_0001"}) {
		t.Errorf("alone: recovered %+v", r)
	}
	claim(t, j, "sent", SentWithoutAnswer)
	if leased, err := j.Lease(ctx, "crm", 1, time.Minute); err != nil || len(leased) != 1 {
		t.Errorf("leased %v, %v; want the event again", leased, err)
	}
}

// Without a place for the mark everything works, with leases run to their end.
func TestPresenceThatCannotBeMarkedOnlyCostsTime(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	must(t, b.open().Close())
	must(t, os.Remove(lockFile(b.path())))
	must(t, os.Mkdir(lockFile(b.path()), 0o700)) // cannot be opened as a file
	j := b.open()
	sent(t, j, "k", nil)
	must(t, j.Close())
	claim(t, b.open(), "k", InProgress)
}
