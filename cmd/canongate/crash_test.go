package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// faultLoad is a load of payments, each asked for several times at once, while
// gateways are killed and come back.
type faultLoad struct {
	payments, copies, clients int
	replicas, faults          int
	inject                    func(*faultRun) // nil: kills a gateway
}

func TestFaultLoadOnSQLite(t *testing.T) {
	t.Parallel()
	faultLoad{payments: 60, copies: 3, clients: 12, replicas: 1, faults: 2}.run(t, newSite(t, siteOptions{}))
}

// faultRun is one run of a fault load.
type faultRun struct {
	faultLoad
	t     *testing.T
	site  *site
	dice  *rand.Rand // decides when and where a fault happens
	payer payer

	gateways []atomic.Pointer[daemon]
	requests atomic.Int64
	answered chan struct{} // one for each final answer

	mu      sync.Mutex
	answers map[string][]reply // by key: all final answers that anybody got
}

func (s faultLoad) run(t *testing.T, site *site) {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	b := &faultRun{
		faultLoad: s, t: t, site: site, dice: rand.New(rand.NewPCG(seed, 0)),
		gateways: make([]atomic.Pointer[daemon], s.replicas), answers: map[string][]reply{},
		answered: make(chan struct{}, s.payments*s.copies),
	}
	for i := range b.gateways {
		b.gateways[i].Store(site.serve())
	}
	b.payer = b.gateways[0].Load().payer(bank)
	began := time.Now()
	b.sendAll(seed)
	took := time.Since(began)
	for i := range b.gateways { // whatever was told has to outlive this as well
		b.restart(i)
	}
	b.verify(took)
}

// sendAll sends every copy of every payment, and returns when all have an answer.
func (b *faultRun) sendAll(seed uint64) {
	ctx, cancel := context.WithTimeout(b.t.Context(), 5*time.Minute)
	defer cancel()
	tasks := make(chan string, b.payments*b.copies)
	for _, n := range b.dice.Perm(b.payments * b.copies) {
		tasks <- fmt.Sprintf("payment-%04d", n%b.payments)
	}
	close(tasks)
	var all sync.WaitGroup
	for client := range b.clients {
		all.Go(func() {
			dice := rand.New(rand.NewPCG(seed, uint64(client+1)))
			pause(ctx, time.Duration(dice.IntN(200))*time.Millisecond) // in step all would be at a slow vendor, or none
			for key := range tasks {
				b.payUntilFinal(ctx, dice, key)
			}
		})
	}
	b.injectFaults()
	all.Wait()
}

// payUntilFinal repeats a payment under its key until somebody says how it ended, as a
// careful app does.
func (b *faultRun) payUntilFinal(ctx context.Context, dice *rand.Rand, key string) {
	for {
		gate := b.gateways[dice.IntN(b.replicas)].Load()
		b.requests.Add(1)
		answer, err := gate.pay(ctx, b.payer, key)
		if err == nil && b.isFinal(answer) {
			b.mu.Lock()
			b.answers[key] = append(b.answers[key], answer)
			b.mu.Unlock()
			b.answered <- struct{}{}
			return
		}
		if !pause(ctx, time.Duration(5+dice.IntN(20))*time.Millisecond) {
			b.t.Errorf("%s never got an answer", key)
			b.answered <- struct{}{}
			return
		}
	}
}

// isFinal says whether an answer tells how the payment ended. What may be sent
// again has to say so.
func (b *faultRun) isFinal(answer reply) bool {
	problem := answer.decode(b.t)
	switch {
	case answer.status == http.StatusCreated, problem.Code == "payment_outcome_unknown":
		return true
	case problem.Code == "idempotency_in_progress" && answer.header.Get("Retry-After") != "":
	case problem.Code == "journal_unavailable" && problem.Outcome == "not_sent":
	case problem.Code == "vendor_timeout" && problem.Outcome == "not_sent": // a busy machine had no time to call
	default:
		b.t.Errorf("an answer that no payment should get: %d %v %s", answer.status, answer.header, answer.body)
	}
	return false
}

// injectFaults injects the faults at random moments of the load.
func (b *faultRun) injectFaults() {
	total := b.payments * b.copies
	latest := total * 3 / 4
	if b.inject != nil {
		latest = total / 2 // later, few payments are left that have no answer yet
	}
	moments := make([]int, b.faults)
	for i := range moments {
		moments[i] = 1 + b.dice.IntN(latest)
	}
	slices.Sort(moments)
	count := 0
	for _, moment := range moments {
		for ; count < moment; count++ {
			<-b.answered
		}
		pause(b.t.Context(), time.Duration(b.dice.IntN(5000))*time.Microsecond)
		if b.inject != nil {
			b.inject(b)
		} else {
			b.restart(b.dice.IntN(b.replicas))
		}
	}
}

func (b *faultRun) restart(replica int) {
	b.gateways[replica].Load().kill()
	b.gateways[replica].Store(b.site.serve())
}

// tally is what a fault load comes to.
type tally struct{ paid, unknown, canceled, executed, doubled, lost, contradictions, forgotten int }

// clean says whether every answer was true and stays so.
func (s tally) clean() bool { return s.doubled+s.lost+s.contradictions+s.forgotten == 0 }

func (s tally) String() string {
	return fmt.Sprintf("%d paid, %d unknown, %d canceled, %d executed; %d doubled, %d lost, %d contradictions, %d answers forgotten",
		s.paid, s.unknown, s.canceled, s.executed, s.doubled, s.lost, s.contradictions, s.forgotten)
}

// verify compares what apps were told with what the vendor did, and with what the
// gateways say after their last crash.
func (b *faultRun) verify(took time.Duration) {
	gate := b.gateways[0].Load()
	debits := b.site.executed()
	var sum tally
	for n := range b.payments {
		key := fmt.Sprintf("payment-%04d", n)
		sum.executed += min(debits[key], 1)
		if debits[key] > 1 {
			sum.doubled++
		}
		b.verifyKey(gate, key, debits[key], &sum)
	}
	if len(debits) > b.payments || !sum.clean() || sum.paid+sum.unknown+sum.canceled != b.payments {
		b.t.Errorf("money went astray: %+v", sum)
	}
	if b.inject == nil && sum.canceled > 0 || sum.canceled > b.clients*b.faults {
		b.t.Errorf("%d payments are canceled, more than can have been cut off from the store", sum.canceled)
	}
	b.verifyLists(gate, sum)
	b.t.Logf("%d replica(s), %d payments, %d requests, %d faults in %v: %v",
		b.replicas, b.payments, b.requests.Load(), b.faults, took.Round(time.Millisecond), sum)
}

// verifyKey holds every answer that was given under a key to what is so now.
func (b *faultRun) verifyKey(gate *daemon, key string, debits int, sum *tally) {
	now := gate.mustPay(b.t, b.payer, key)
	told := now.decode(b.t)
	id, status := told.ID, told.status()
	if now.status == http.StatusCreated && now.header.Get("Idempotency-Replayed") != "true" {
		b.contradicted(sum, "%s was sent again at the end", key)
	}
	switch {
	case now.status == http.StatusCreated && status == "canceled": // it was lost, until its sender could say that it never left
		sum.canceled++
		if debits > 0 {
			b.contradicted(sum, "%s is said to be canceled, and the vendor did it", key)
		}
	case now.status == http.StatusCreated:
		sum.paid++
		if debits == 0 {
			sum.lost++
			b.t.Errorf("%s is said to be paid, and the vendor knows nothing of it", key)
		}
	case told.Code == "payment_outcome_unknown":
		sum.unknown++
		id, status = told.PaymentID, "unknown"
	default:
		b.contradicted(sum, "%s ends as %d %s", key, now.status, now.body)
		return
	}
	for _, before := range b.answers[key] {
		was := before.decode(b.t)
		learned := before.status != http.StatusCreated && now.status == http.StatusCreated && was.PaymentID == id
		same := before.status == now.status && (now.status == http.StatusCreated && string(before.body) == string(now.body) ||
			now.status != http.StatusCreated && was.PaymentID == id)
		switch {
		case same, learned: // a later answer may say more
		case before.status == http.StatusCreated && now.status != http.StatusCreated:
			sum.forgotten++
			b.t.Errorf("%s was answered %d %s, and now %d %s", key, before.status, before.body, now.status, now.body)
		default:
			b.contradicted(sum, "%s was answered %d %s, and now %d %s", key, before.status, before.body, now.status, now.body)
		}
	}
	if read := gate.mustGet(b.t, "/v1/payments/"+id); read.status() != status || read.ID != id {
		b.contradicted(sum, "%s is answered as %s and reads as %s", key, status, read.status())
	}
}

func (b *faultRun) contradicted(sum *tally, format string, args ...any) {
	sum.contradictions++
	b.t.Errorf(format, args...)
}

// verifyLists finds the same payments by walking the lists: each key's, once. Those
// that were canceled were never sent: the journal was lost, or cut off, between
// writing them down and the vendor. Their keys became free, except where somebody had
// been told that they are not sent again.
func (b *faultRun) verifyLists(gate *daemon, sum tally) {
	all := gate.payments(b.t, url.Values{"customer_id": {b.payer.customer}})
	counts := map[string]int{}
	for _, status := range all {
		counts[status]++
	}
	if len(all)-counts["canceled"] != b.payments-sum.canceled {
		b.t.Errorf("payments are listed as %v, want %d beside the canceled", counts, b.payments-sum.canceled)
	}
	for status, want := range map[string]int{"submitted": sum.paid, "unknown": sum.unknown, "created": 0} {
		listed := gate.payments(b.t, url.Values{"status": {status}})
		if len(listed) != want {
			b.t.Errorf("%d payments are listed as %s, want %d", len(listed), status, want)
		}
		for id, got := range listed {
			if got != status || all[id] != status {
				b.t.Errorf("the list of %s shows %s as %s and %s", status, id, got, all[id])
			}
		}
	}
}
