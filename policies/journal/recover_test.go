package journal

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

func TestOrphansBecomeUnknown(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		b.options.EventsOfPayment = func(p Move) []Event {
			return []Event{{Type: "payment.updated", Subject: p.ID, Tenant: p.Tenant, Data: []byte(p.Status)}}
		}
		b.options.Recipients = func(Event) []string { return []string{"crm"} }
		dead := b.open()
		sent(t, dead, "orphan", paymentNumber(1))
		sent(t, dead, "orphan without a payment", nil)
		claim(t, dead, "never sent", Fresh)
		answered := paid(t, dead, 2, Submitted)
		drain(t, dead, "crm")
		b.clock.Move(lease)
		alive := sent(t, dead, "still waiting", paymentNumber(3))

		j := b.open()
		r, err := j.Recover(ctx)
		must(t, err)
		if r.Records != 2 || !slices.Equal(r.Payments, []string{"pay_0001"}) {
			t.Errorf("recovered %+v", r)
		}
		for id, want := range map[string]PaymentStatus{"pay_0001": Unknown, answered: Submitted, "pay_0003": Created} {
			if got := statusOf(t, j, id); got != want {
				t.Errorf("%s is %v, want %v", id, got, want)
			}
		}
		claim(t, j, "orphan", SentWithoutAnswer)
		claim(t, j, "orphan without a payment", SentWithoutAnswer)
		if told := drain(t, j, "crm"); !slices.Equal(told, []string{"unknown"}) {
			t.Errorf("announced %v, want unknown once", told)
		}
		must(t, j.Finish(ctx, alive, Finishing{Answer: Answer{Status: 201}, Status: Submitted}))

		again, err := j.Recover(ctx)
		must(t, err)
		if again.Records != 0 {
			t.Errorf("second recovery found %+v", again)
		}
	})
}

func TestNotificationBeforeTheCrashIsKept(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		sent(t, j, "k", paymentNumber(1))
		_, err := j.MovePayment(ctx, PaymentChange{Tenant: "acme", ID: "pay_0001", Status: Processing})
		must(t, err)
		b.clock.Move(lease)
		r, err := j.Recover(ctx)
		must(t, err)
		if got := statusOf(t, j, "pay_0001"); got != Processing || r.Records != 1 || len(r.Payments) != 0 {
			t.Errorf("payment is %v after %+v", got, r)
		}
	})
}

func TestReplicasShareARecovery(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		replicas := []*Journal{b.open(), b.open(), b.open()}
		const orphans = passBatch + 10
		var want []string
		for n := range orphans {
			sent(t, replicas[0], fmt.Sprint(n), paymentNumber(n))
			want = append(want, paymentNumber(n).ID)
		}
		b.clock.Move(lease)

		found := make(chan Recovery, len(replicas))
		var all sync.WaitGroup
		for _, j := range replicas {
			all.Go(func() {
				r, err := j.Recover(ctx)
				if err != nil {
					t.Error(err)
				}
				found <- r
			})
		}
		all.Wait()
		close(found)
		var got []string
		for r := range found {
			got = append(got, r.Payments...)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%d payments were reported by all replicas together, want each of %d once", len(got), len(want))
		}
	})
}

func TestSweepKeepsWhatIsUnfinished(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		b.options.PaymentRetention = 48 * time.Hour
		j := b.open()
		for n, status := range []PaymentStatus{Submitted, Unknown, Settled, Failed, Processing} {
			paid(t, j, n, status)
		}
		sent(t, j, "lost", paymentNumber(5))
		sent(t, j, "lost without a payment", nil)
		must(t, j.Finish(ctx, sent(t, j, "answered without a payment", nil), Finishing{Answer: Answer{Status: 200}}))

		b.clock.Move(24*time.Hour - time.Second)
		mustSweep(t, j, Purged{})
		b.clock.Move(time.Second)
		_, err := j.Recover(ctx)
		must(t, err)
		// The keys without a payment.
		mustSweep(t, j, Purged{Records: 2})
		for n, want := range []Outcome{Replay, Replay, Replay, Replay, Replay} {
			claim(t, j, "key of "+paymentNumber(n).ID, want)
		}
		claim(t, j, "lost", SentWithoutAnswer)

		b.clock.Move(24 * time.Hour)
		mustSweep(t, j, Purged{Records: 2, Payments: 2}) // what is settled or failed, and the keys of it
		var left []string
		payments, _, err := j.ListPayments(ctx, "acme", PaymentFilter{}, Page{})
		must(t, err)
		for _, p := range payments {
			left = append(left, string(p.Status))
		}
		if want := []string{"unknown", "processing", "unknown", "submitted"}; !slices.Equal(left, want) {
			t.Errorf("payments left: %v, want %v", left, want)
		}
		_, err = j.ResolvePayment(ctx, PaymentChange{ID: "pay_0001", Status: Settled, Reason: "r", By: "b"})
		must(t, err)
		mustSweep(t, j, Purged{})
	})
}

func mustSweep(t *testing.T, j *Journal, want Purged) {
	t.Helper()
	got, err := j.Purge(ctx)
	must(t, err)
	if got != want {
		t.Errorf("swept %+v, want %+v", got, want)
	}
}

func TestSweepGoesOnInBatches(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		const keys = 2*passBatch + 1
		for n := range keys {
			sent(t, j, fmt.Sprint(n), nil)
		}
		b.clock.Move(25 * time.Hour)
		_, err := j.Recover(ctx)
		must(t, err)
		mustSweep(t, j, Purged{Records: keys})
	})
}

func TestMaintainWorksAtEveryTick(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		sent(t, j, "k", paymentNumber(1))
		b.clock.Move(lease)
		background, stop := withCancel(t)
		ticks, stopped := make(chan time.Time), make(chan struct{})
		go func() {
			defer close(stopped)
			j.Maintain(background, ticks)
		}()
		ticks <- time.Time{}
		ticks <- time.Time{} // is taken when the first pass is over
		if got := statusOf(t, j, "pay_0001"); got != Unknown {
			t.Errorf("payment is %v, want unknown", got)
		}
		stop()
		<-stopped
	})
}
