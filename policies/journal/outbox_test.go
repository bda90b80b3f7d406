package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

func withCancel(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	c, cancel := context.WithCancel(ctx)
	t.Cleanup(cancel)
	return c, cancel
}

// drain delivers all that is due to the subscriber, and returns the data in order.
func drain(t testing.TB, j *Journal, subscriber string) []string {
	t.Helper()
	var data []string
	for {
		leased := take(t, j, subscriber, 100)
		if len(leased) == 0 {
			return data
		}
		for _, d := range leased {
			data = append(data, string(d.Event.Data))
			must(t, j.Delivered(ctx, d))
		}
	}
}

func take(t testing.TB, j *Journal, subscriber string, n int) []Delivery {
	t.Helper()
	leased, err := j.Lease(ctx, subscriber, n, lease)
	must(t, err)
	return leased
}

func dataOf(deliveries []Delivery) []string {
	var data []string
	for _, d := range deliveries {
		data = append(data, string(d.Event.Data))
	}
	return data
}

// emitted emits events "subject n" in the given order.
func emitted(t testing.TB, j *Journal, names ...string) {
	t.Helper()
	for _, name := range names {
		must(t, j.Emit(ctx, Event{ID: "evt_" + name, Type: "t", Subject: name[:1], Tenant: "acme", Data: []byte(name)}))
	}
}

// outboxBench has the subscribers crm, who wants all, and picky, who wants type p.
func outboxBench(b *bench) *bench {
	b.options.MaxAttempts = 3
	b.options.Recipients = func(e Event) []string {
		if e.Type == "p" {
			return []string{"crm", "picky"}
		}
		return []string{"crm"}
	}
	return b
}

func TestEventsOfASubjectComeInOrder(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		emitted(t, j, "a1", "a2", "b1", "a3")

		first := take(t, j, "crm", 10)
		if got := dataOf(first); !slices.Equal(got, []string{"a1", "b1"}) {
			t.Fatalf("leased %v, want the first of each subject", got)
		}
		if again := take(t, j, "crm", 10); len(again) != 0 {
			t.Fatalf("leased %v twice", dataOf(again))
		}
		dead, err := j.FailedDelivery(ctx, first[0], time.Minute)
		must(t, err)
		must(t, j.Delivered(ctx, first[1]))
		if dead || len(take(t, j, "crm", 10)) != 0 {
			t.Fatal("a later event passed the failed one")
		}
		emitted(t, j, "a4")
		b.clock.Move(time.Minute)
		if got := drain(t, j, "crm"); !slices.Equal(got, []string{"a1", "a2", "a3", "a4"}) {
			t.Errorf("delivered %v", got)
		}
	})
}

func TestLeasedEventsDoNotStandInTheWay(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		emitted(t, j, "a1", "b1")
		for _, want := range []string{"a1", "b1"} {
			if got := dataOf(take(t, j, "crm", 1)); !slices.Equal(got, []string{want}) {
				t.Errorf("leased %v, want %v", got, want)
			}
		}
	})
}

func TestLeaseOfADeadWorkerRunsOut(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j, other := outboxBench(b).open(), b.open()
		emitted(t, j, "a1", "a2")
		old := take(t, j, "crm", 1)[0]
		b.clock.Move(lease)
		now := take(t, other, "crm", 1)[0]
		if now.Event.ID != old.Event.ID || now.Attempt != 1 {
			t.Fatalf("leased %v at attempt %d", now.Event.ID, now.Attempt)
		}
		_, err := j.FailedDelivery(ctx, old, time.Hour) // too late to count
		must(t, err)
		must(t, other.Delivered(ctx, now))
		if got := drain(t, j, "crm"); !slices.Equal(got, []string{"a2"}) {
			t.Errorf("delivered %v, want a2", got)
		}
	})
}

func TestEventDiesAfterItsLastAttempt(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		emitted(t, j, "a1", "a2")
		for attempt := 1; attempt <= 3; attempt++ {
			d := take(t, j, "crm", 10)
			if len(d) != 1 || d[0].Attempt != attempt || d[0].Event.ID != "evt_a1" {
				t.Fatalf("attempt %d leased %+v", attempt, d)
			}
			dead, err := j.FailedDelivery(ctx, d[0], time.Second)
			must(t, err)
			if dead != (attempt == 3) {
				t.Errorf("attempt %d: dead is %v", attempt, dead)
			}
			b.clock.Move(time.Second)
		}
		depth, err := j.QueueDepth(ctx)
		must(t, err)
		want := OutboxDepth{Subscriber: "crm", Pending: 1, Dead: 1, Oldest: 3 * time.Second}
		if len(depth.Outbox) != 1 || depth.Outbox[0] != want {
			t.Errorf("outbox is %+v, want %+v", depth.Outbox, want)
		}
		if got := drain(t, j, "crm"); !slices.Equal(got, []string{"a2"}) {
			t.Errorf("after the dead one %v, want a2", got)
		}

		must(t, j.Redeliver(ctx, "evt_a1", nil))
		if got := drain(t, j, "crm"); !slices.Equal(got, []string{"a1"}) {
			t.Errorf("redelivered %v, want a1", got)
		}
		if err := j.Redeliver(ctx, "evt_none", nil); !errors.Is(err, ErrNotFound) {
			t.Errorf("redelivery of nothing: %v, want ErrNotFound", err)
		}
	})
}

func TestSubscribersDoNotWaitForEachOther(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		must(t, j.Emit(ctx,
			Event{ID: "evt_1", Type: "p", Subject: "a", Data: []byte("one")},
			Event{ID: "evt_2", Type: "t", Subject: "a", Data: []byte("two")},
			Event{ID: "evt_1", Type: "p", Subject: "a", Data: []byte("one again")},
		))
		stuck := take(t, j, "picky", 10)
		if got := dataOf(stuck); !slices.Equal(got, []string{"one"}) {
			t.Fatalf("picky gets %v", got)
		}
		if got := drain(t, j, "crm"); !slices.Equal(got, []string{"one", "two"}) {
			t.Errorf("crm gets %v", got)
		}
	})
}

func TestASubscriberThatIsGoneKeepsNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		must(t, j.Emit(ctx, Event{Type: "p", Subject: "a", Data: []byte("one")}))
		drain(t, j, "crm")
		must(t, j.Close())
		b.options.Recipients = func(Event) []string { return []string{"crm"} }
		j = b.open()
		must(t, j.Emit(ctx, Event{Type: "p", Subject: "b", Data: []byte("two")}))
		b.clock.Move(7*24*time.Hour - time.Second)
		mustSweep(t, j, Purged{})
		b.clock.Move(time.Second)
		mustSweep(t, j, Purged{Events: 1}) // crm still waits for the other
		if got := drain(t, j, "crm"); !slices.Equal(got, []string{"two"}) {
			t.Errorf("crm gets %v", got)
		}
	})
}

func TestReplicasLeaseEachEventOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		replicas := []*Journal{outboxBench(b).open(), b.open()}
		const events = 60
		for n := range events {
			must(t, replicas[0].Emit(ctx, Event{Type: "t", Subject: fmt.Sprint(n % 20), Data: fmt.Append(nil, n)}))
		}
		order := map[string][]string{}
		for round := leaseAtOnce(t, replicas); len(round) > 0; round = leaseAtOnce(t, replicas) {
			for _, d := range round {
				order[d.Event.Subject] = append(order[d.Event.Subject], string(d.Event.Data))
				must(t, replicas[0].Delivered(ctx, d))
			}
		}
		for n := range 20 {
			want := []string{fmt.Sprint(n), fmt.Sprint(n + 20), fmt.Sprint(n + 40)}
			if got := order[fmt.Sprint(n)]; !slices.Equal(got, want) {
				t.Errorf("subject %d was told %v, want %v", n, got, want)
			}
		}
	})
}

// leaseAtOnce lets two workers of each replica lease at the same time.
func leaseAtOnce(t *testing.T, replicas []*Journal) (round []Delivery) {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 2 {
		for _, j := range replicas {
			all.Go(func() {
				leased, err := j.Lease(ctx, "crm", 5, lease)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				round = append(round, leased...)
			})
		}
	}
	all.Wait()
	return round
}

func TestEventIsEmittedOnlyWhenTheStateChanged(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		for i, step := range []struct {
			key   string
			state byte
			want  bool
		}{
			{"cus_a", 1, true}, {"cus_a", 1, false}, {"cus_b", 1, true}, {"cus_a", 2, true}, {"cus_a", 1, true},
		} {
			emitted, err := j.EmitIfChanged(ctx, Once{}, Change{Key: step.key, State: [32]byte{step.state}, Event: Event{Type: "t", Subject: step.key}})
			must(t, err)
			if emitted != step.want {
				t.Errorf("step %d: emitted is %v, want %v", i, emitted, step.want)
			}
		}
		if got := drain(t, j, "crm"); len(got) != 4 {
			t.Errorf("%d events, want 4", len(got))
		}
	})
}

func TestAFirstStateMayBeNoChange(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		for i, step := range []struct {
			screening, status byte
			want              []string
		}{
			{1, 1, []string{"screening"}}, {1, 1, nil}, {2, 1, []string{"screening"}}, {3, 2, []string{"screening", "status"}}, {3, 3, []string{"status"}},
		} {
			emitted, err := j.EmitIfChanged(ctx, Once{},
				Change{Key: "screening of cus_a", State: [32]byte{step.screening}, Event: Event{Type: "t", Subject: "cus_a", Data: []byte("screening")}},
				Change{Key: "status of cus_a", State: [32]byte{step.status}, Event: Event{Type: "t", Subject: "cus_a", Data: []byte("status")}, FromKnown: true})
			must(t, err)
			got := drain(t, j, "crm")
			if !slices.Equal(got, step.want) || emitted != (len(got) > 0) {
				t.Errorf("step %d: emitted %v (%v), want %v", i, got, emitted, step.want)
			}
		}
	})
}

func TestPaymentChangeAndItsEventAreOne(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		outboxBench(b).options.EventsOfPayment = func(p Move) []Event {
			return []Event{{Type: "payment.updated", Subject: p.ID, Tenant: p.Tenant, Data: append([]byte(p.Status+" "), p.Body...)}}
		}
		j := b.open()
		ticket := sent(t, j, "k", paymentNumber(1))
		must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Status: Unknown, Body: []byte("body")}))
		_, err := j.ResolvePayment(ctx, PaymentChange{ID: "pay_0001", Status: Settled, Reason: "r", By: "b"})
		must(t, err)
		late, err := j.MovePayment(ctx, PaymentChange{Tenant: "acme", ID: "pay_0001", Status: Processing})
		must(t, err)
		if late.Verdict != Notes {
			t.Fatalf("settled → processing: %v", late.Verdict)
		}
		_, err = j.MovePayment(ctx, PaymentChange{Tenant: "acme", ID: "pay_0001", Status: Returned, Body: []byte("R01")})
		must(t, err)

		again := PaymentChange{Tenant: "acme", ID: paid(t, j, 2, Submitted), Status: Submitted, Body: []byte("more detail")}
		_, err = j.MovePayment(ctx, again) // the same status is no news
		must(t, err)
		history, err := j.PaymentHistory(ctx, again.ID)
		must(t, err)
		if len(history) != 2 {
			t.Errorf("history %+v, want created and submitted", history)
		}
		if got := drain(t, j, "crm"); !slices.Equal(got, []string{"unknown body", "submitted {\"id\":\"pay_0002\"}", "settled body", "returned R01"}) {
			t.Errorf("announced %q", got)
		}
	})
}

func TestEventListShowsDeliveries(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		must(t, j.Emit(ctx, Event{ID: "evt_p", Type: "p", Subject: "s", Tenant: "acme", Data: []byte("d")}))
		emitted(t, j, "a1", "a2")
		must(t, j.Delivered(ctx, take(t, j, "picky", 1)[0]))

		for _, c := range []struct {
			filter EventFilter
			want   []string
		}{
			{EventFilter{}, []string{"evt_a2", "evt_a1", "evt_p"}},
			{EventFilter{Type: "p"}, []string{"evt_p"}},
			{EventFilter{Subject: "a"}, []string{"evt_a2", "evt_a1"}},
			{EventFilter{Tenant: "umbrella"}, nil},
			{EventFilter{State: DeliveryDone}, []string{"evt_p"}},
			{EventFilter{Subscriber: "crm", State: DeliveryDone}, nil},
			{EventFilter{Subscriber: "picky"}, []string{"evt_p"}},
		} {
			var ids []string
			page := Page{Limit: 2}
			for {
				entries, next, err := j.ListEvents(ctx, c.filter, page)
				must(t, err)
				for _, e := range entries {
					ids = append(ids, e.Event.ID)
				}
				if page.Cursor = next; next == "" {
					break
				}
			}
			if !slices.Equal(ids, c.want) {
				t.Errorf("%+v: %v, want %v", c.filter, ids, c.want)
			}
		}
		entries, _, err := j.ListEvents(ctx, EventFilter{Type: "p"}, Page{})
		must(t, err)
		want := []DeliveryEntry{
			{Subscriber: "crm", State: DeliveryPending, NextAt: b.clock.Now()},
			{Subscriber: "picky", State: DeliveryDone, Attempts: 1},
		}
		if !slices.Equal(entries[0].Deliveries, want) {
			t.Errorf("deliveries %+v, want %+v", entries[0].Deliveries, want)
		}
	})
}

func TestEventsAreFollowedFromWhereTheCursorStands(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		ask := func(tenant, cursor string, limit int) (ids []string, next string) {
			events, next, err := j.EventsAfter(t.Context(), tenant, "bank", Page{Cursor: cursor, Limit: limit})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				if string(e.Data) != "data of "+e.ID {
					t.Errorf("%s has the data %s", e.ID, e.Data)
				}
				ids = append(ids, e.ID)
			}
			return ids, next
		}
		emit := func(id, tenant, connection string) {
			err := j.Emit(t.Context(), Event{ID: id, Type: "payment.updated", Subject: "pay_1", Tenant: tenant, Connection: connection, Data: []byte("data of " + id)})
			if err != nil {
				t.Fatal(err)
			}
		}
		emit("before", "acme", "bank")
		ids, cursor := ask("acme", "", 10)
		if ids != nil {
			t.Errorf("what was before: %v", ids)
		}
		for _, id := range []string{"a", "b", "c"} {
			emit(id, "acme", "bank")
			emit(id+"-elsewhere", "acme", "other")
			emit(id+"-of-others", "globex", "bank")
		}
		ids, cursor = ask("acme", cursor, 2)
		rest, end := ask("acme", cursor, 2)
		if got := slices.Concat(ids, rest); !slices.Equal(got, []string{"a", "b", "c"}) {
			t.Errorf("followed %v", got)
		}
		if again, next := ask("acme", end, 2); again != nil || next == "" {
			t.Errorf("after the end: %v, %q", again, next)
		}
		if _, _, err := j.EventsAfter(t.Context(), "acme", "bank", Page{Cursor: "x"}); !errors.Is(err, ErrBadCursor) {
			t.Error(err)
		}
	})
}

func TestSweptEventsAreThoseNobodyWaitsFor(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		emitted(t, j, "a1", "b1")
		must(t, j.Delivered(ctx, take(t, j, "crm", 1)[0]))
		b.clock.Move(7 * 24 * time.Hour)
		mustSweep(t, j, Purged{Events: 1})
		if got := drain(t, j, "crm"); !slices.Equal(got, []string{"b1"}) {
			t.Errorf("left %v, want b1", got)
		}
	})
}

func TestWakeIsSignaledAfterAnEvent(t *testing.T) {
	t.Parallel()
	j := outboxBench(sqliteBench(t)).open()
	emitted(t, j, "a1", "a2")
	<-j.Wake()
	select {
	case <-j.Wake():
		t.Error("two events that were not looked at made two signals")
	default:
	}
}
