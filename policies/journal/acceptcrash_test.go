package journal

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The environment of a process that is killed while it accepts a restored journal.
const (
	crashPoint  = "CANONGATE_TEST_CRASH_POINT"
	crashDriver = "CANONGATE_TEST_CRASH_DRIVER"
	crashDSN    = "CANONGATE_TEST_CRASH_DSN"
)

const (
	beforeCommit = "before the commit" // when the new epoch is written
	afterCommit  = "after the commit"  // when nothing was recovered yet
)

// acceptUntilKilled accepts the journal of the environment, and is killed at point.
func acceptUntilKilled(point string) {
	o := Options{Driver: os.Getenv(crashDriver), DSN: os.Getenv(crashDSN), Keys: testKeys, Recipients: crm}
	o.EventsOfRestore = func(Incarnation) []Event {
		if point == beforeCommit {
			killMyself()
		}
		return []Event{{Type: "restored", Data: []byte("{}")}}
	}
	if point == afterCommit {
		o.Logger = slog.New(killer{slog.DiscardHandler})
	}
	j, err := Open(ctx, o)
	if err == nil {
		_, err = j.AcceptRestore(ctx, Acceptance{Epoch: j.Epoch(), By: "ops"})
	}
	fmt.Println("lived on:", err)
	os.Exit(1)
}

func crm(Event) []string { return []string{"crm"} }

// killer ends the process when it logs that the journal was accepted.
type killer struct{ slog.Handler }

func (killer) Enabled(context.Context, slog.Level) bool { return true }

func (killer) Handle(_ context.Context, r slog.Record) error {
	if strings.HasPrefix(r.Message, "journal was accepted") {
		killMyself()
	}
	return nil
}

// killMyself ends the process at once, as kill -9 does.
func killMyself() {
	if p, err := os.FindProcess(os.Getpid()); err == nil && p.Kill() == nil {
		select {}
	}
}

// Whoever dies while he accepts has either accepted nothing or all of it. It runs by
// itself, as TestWhoComesAloneNeedNotWaitForLeases does.
func TestKilledAcceptanceIsNoneOrWhole(t *testing.T) {
	for _, point := range []string{beforeCommit, afterCommit} {
		t.Run(point, func(t *testing.T) {
			inTurn(t, func(t *testing.T, b *bench) {
				b.options.Now, b.options.Recipients = time.Now, crm
				j := b.open()
				must(t, j.MarkSent(ctx, claimScope(t, j, payScope("sent"), Fresh).Ticket, sending(paymentNumber(1))))
				restored(t, j)
				before := j.Epoch()
				must(t, j.Close())

				victim := exec.Command(os.Args[0])
				victim.Env = append(os.Environ(), crashPoint+"="+point, crashDriver+"="+b.driver, crashDSN+"="+b.dsn)
				if out, err := victim.CombinedOutput(); err == nil || len(out) > 0 {
					t.Fatalf("the process was not killed: %v\n%s", err, out)
				}
				j = b.open()
				if point == beforeCommit {
					if now, err := j.Incarnation(ctx); err != nil || !now.Restored || now.Epoch != before || !now.FencedUntil.IsZero() {
						t.Errorf("%+v, %v", now, err)
					}
					refusesKeys(t, j)
					if told := drain(t, j, "crm"); len(told) != 0 {
						t.Errorf("subscribers are told %q", told)
					}
					accept(t, j) // nothing is in the way of the next one
				} else if told := drain(t, j, "crm"); len(told) != 1 {
					t.Errorf("subscribers are told %q", told)
				}
				must(t, errorOf(j.Recover(ctx)))
				now, err := j.Incarnation(ctx)
				if err != nil || now.Restored || now.Epoch <= before || now.AcceptedBy != "ops" || !now.FencedUntil.After(time.Now()) {
					t.Errorf("%+v, %v", now, err)
				}
				claimScope(t, j, payScope("sent"), SentWithoutAnswer)
				if got := statusOf(t, j, "pay_0001"); got != Unknown {
					t.Errorf("a payment without an answer is %s", got)
				}
				claimScope(t, j, payScope("lost"), ForgottenByRestore)
			})
		})
	}
}
