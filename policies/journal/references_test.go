package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var testReferenceKey = []byte("the key of the references in tests")

// creating is the scope of a call that creates the person.
func creating(key, person string) Scope {
	s := scopeOf(key)
	s.Operation, s.Creates = "create_customer", person
	return s
}

// creates claims key for the person, and wants the outcome.
func creates(t testing.TB, j *Journal, key, person string, want Outcome) Claim {
	t.Helper()
	c, err := j.Claim(ctx, creating(key, person), fingerprint, lease)
	must(t, err)
	if c.Outcome != want {
		t.Fatalf("creation of %q under %q: %v, want %v", person, key, c.Outcome, want)
	}
	return c
}

func sendingCustomer() Sending { return Sending{Connection: "bank-us", Generation: 7, Lease: lease} }

// created takes a creation to its end.
func created(t testing.TB, j *Journal, key, person, id string) {
	t.Helper()
	ticket := creates(t, j, key, person, Fresh).Ticket
	must(t, j.MarkSent(ctx, ticket, sendingCustomer()))
	must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Created: &CreatedCustomer{ID: id, Vendor: "omnumi"}}))
}

// meaning is what a reference of acme means, as "connection id made_by" of each record.
func meaning(t testing.TB, j *Journal, person string) string {
	t.Helper()
	return meaningFor(t, j, "acme", person)
}

func meaningFor(t testing.TB, j *Journal, tenant, person string) string {
	t.Helper()
	records, err := j.CustomerRecords(ctx, Reference{tenant, person})
	must(t, err)
	var all []string
	for _, r := range records {
		all = append(all, r.Connection+" "+r.ID+" "+r.MadeBy)
	}
	return strings.Join(all, ", ")
}

func wantMeaning(t testing.TB, j *Journal, person, want string) {
	t.Helper()
	if got := meaning(t, j, person); got != want {
		t.Errorf("%s means %q, want %q", person, got, want)
	}
}

func withReferences(b *bench) *bench {
	b.options.ReferenceKey = testReferenceKey
	return b
}

func TestACreationLinksItsCustomerOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := withReferences(b).open()
		created(t, j, "k1", "u_1", "cus_1")
		wantMeaning(t, j, "u_1", "bank-us cus_1 created")
		if c := creates(t, j, "k2", "u_1", AlreadyCreated); c.CustomerID != "cus_1" {
			t.Errorf("the second creation is told of %q", c.CustomerID)
		}
		creates(t, j, "k1", "u_1", Replay)
		creates(t, j, "k2", "u_2", Fresh) // the refused claim has left nothing of its key
		again := b.open()
		wantMeaning(t, again, "u_1", "bank-us cus_1 created")
	})
}

func TestAPlaceIsHeldWhileACustomerIsCreated(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := withReferences(b).open()
		ticket := creates(t, j, "k1", "u_1", Fresh).Ticket
		if c := creates(t, j, "k2", "u_1", BeingCreated); c.RetryAfter <= 0 {
			t.Error("it is not said when to ask again")
		}
		must(t, j.MarkSent(ctx, ticket, sendingCustomer()))
		creates(t, j, "k2", "u_1", BeingCreated)
		if _, err := j.LinkCustomer(ctx, Reference{"acme", "u_1"}, CustomerRecord{Connection: "bank-us", ID: "cus_9"}); !errors.Is(err, ErrHeld) {
			t.Errorf("a record took the place of a customer that is being created: %v", err)
		}
		wantMeaning(t, j, "u_1", "")
		must(t, j.Finish(ctx, ticket, Finishing{Created: &CreatedCustomer{ID: "cus_1"}}))
		wantMeaning(t, j, "u_1", "bank-us cus_1 created")
	})
}

func TestWhoCreatedNobodyLeavesThePlace(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := withReferences(b).open()
		t.Run("never sent", func(t *testing.T) {
			must(t, j.Release(ctx, creates(t, j, "k1", "u_1", Fresh).Ticket))
		})
		t.Run("refused or unknown", func(t *testing.T) {
			ticket := creates(t, j, "k2", "u_1", Fresh).Ticket
			must(t, j.MarkSent(ctx, ticket, sendingCustomer()))
			must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 504}}))
		})
		t.Run("killed before it was sent", func(t *testing.T) {
			creates(t, j, "k3", "u_1", Fresh)
			b.clock.Move(lease)
		})
		t.Run("killed at the vendor", func(t *testing.T) {
			dead := b.open()
			ticket := creates(t, dead, "k4", "u_1", Fresh).Ticket
			must(t, dead.MarkSent(ctx, ticket, sendingCustomer()))
			b.clock.Move(lease)
			creates(t, j, "k4", "u_1", SentWithoutAnswer)
		})
		wantMeaning(t, j, "u_1", "")
		created(t, j, "k5", "u_1", "cus_5")
		wantMeaning(t, j, "u_1", "bank-us cus_5 created")
	})
}

func TestALateAnswerLinksOnlyAFreePlace(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := withReferences(b).open()
		late := func(key, person string) Ticket {
			ticket := creates(t, j, key, person, Fresh).Ticket
			must(t, j.MarkSent(ctx, ticket, sendingCustomer()))
			b.clock.Move(lease)
			return ticket
		}
		first := late("k1", "u_1")
		must(t, j.Finish(ctx, first, Finishing{Created: &CreatedCustomer{ID: "cus_late"}}))
		wantMeaning(t, j, "u_1", "bank-us cus_late created")

		second := late("k2", "u_2")
		created(t, j, "k3", "u_2", "cus_3")
		must(t, j.Finish(ctx, second, Finishing{Created: &CreatedCustomer{ID: "cus_late"}}))
		wantMeaning(t, j, "u_2", "bank-us cus_3 created")

		third := late("k4", "u_3")
		holder := creates(t, j, "k5", "u_3", Fresh).Ticket
		must(t, j.MarkSent(ctx, holder, sendingCustomer()))
		must(t, j.Finish(ctx, third, Finishing{Created: &CreatedCustomer{ID: "cus_late"}}))
		wantMeaning(t, j, "u_3", "")
		must(t, j.MarkSent(ctx, holder, sendingCustomer())) // its place is still its own
	})
}

// Who was too slow finds the place gone, and calls nobody.
func TestAPlaceThatWasTakenOverForbidsTheCall(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := withReferences(b).open()
		slow := creates(t, j, "k1", "u_1", Fresh).Ticket
		b.clock.Move(lease)
		must(t, j.MarkSent(ctx, creates(t, j, "k2", "u_1", Fresh).Ticket, sendingCustomer()))
		if err := j.MarkSent(ctx, slow, sendingCustomer()); !errors.Is(err, ErrNotOwner) {
			t.Errorf("the slow owner may send: %v", err)
		}
	})
}

func TestALinkStandsUntilItIsForgotten(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := withReferences(b).open()
		who := Reference{"acme", "u_1"}
		link := func(connection, id string) CustomerRecord {
			standing, err := j.LinkCustomer(ctx, who, CustomerRecord{Connection: connection, Vendor: "omnumi", ID: id, MadeBy: "referenced"})
			must(t, err)
			return standing
		}
		link("bank-us", "cus_1")
		b.clock.Move(time.Second)
		link("bank-eu", "cus_2")
		if got := link("bank-us", "cus_3"); got.ID != "cus_1" || got.CreatedAt.IsZero() {
			t.Errorf("a second record stands: %+v", got)
		}
		wantMeaning(t, j, "u_1", "bank-us cus_1 referenced, bank-eu cus_2 referenced")
		if got := meaningFor(t, j, "umbrella", "u_1"); got != "" {
			t.Errorf("another tenant reads %q", got)
		}
		creates(t, j, "k1", "u_1", AlreadyCreated)
		for _, want := range []int64{2, 0} {
			if forgotten, err := j.ForgetCustomer(ctx, who); err != nil || forgotten != want {
				t.Errorf("%d records are forgotten, want %d: %v", forgotten, want, err)
			}
		}
		wantMeaning(t, j, "u_1", "")
		created(t, j, "k2", "u_1", "cus_4")
	})
}

// 32 creations of one person at once on two replicas: one of them is sent.
func TestOneOfManyCreationsIsSent(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		withReferences(b)
		replicas := []*Journal{b.open(), b.open()}
		for n := range 10 {
			person := fmt.Sprint("u_", n)
			outcomes := make([]Outcome, 32)
			var all sync.WaitGroup
			for i := range outcomes {
				all.Go(func() {
					j := replicas[i%2]
					c, err := j.Claim(ctx, creating(fmt.Sprint(person, " ", i), person), fingerprint, lease)
					if err != nil {
						t.Error(err)
						return
					}
					var taken *Taken
					if c.Outcome == Fresh && errors.As(j.MarkSent(ctx, c.Ticket, sendingCustomer()), &taken) {
						c = taken.Claim
					}
					if outcomes[i] = c.Outcome; c.Outcome == Fresh {
						must(t, j.Finish(ctx, c.Ticket, Finishing{Created: &CreatedCustomer{ID: fmt.Sprint("cus_", i)}}))
					}
				})
			}
			all.Wait()
			fresh := 0
			for i, outcome := range outcomes {
				switch outcome {
				case Fresh:
					fresh++
					wantMeaning(t, replicas[0], person, fmt.Sprintf("bank-us cus_%d created", i))
				case AlreadyCreated, BeingCreated:
				default:
					t.Errorf("creation %d: %v", i, outcome)
				}
			}
			if fresh != 1 {
				t.Errorf("%d creations of %s were sent", fresh, person)
			}
		}
	})
}

// A process that dies leaves the place to the next one at once. It runs by itself, as
// TestWhoComesAloneNeedNotWaitForLeases does.
func TestANewProcessEndsThePlacesOfTheOneBefore(t *testing.T) {
	b := withReferences(sqliteBench(t))
	first := b.open()
	ticket := creates(t, first, "k1", "u_1", Fresh).Ticket
	must(t, first.MarkSent(ctx, ticket, sendingCustomer()))
	must(t, first.Close())
	second := b.open()
	created(t, second, "k2", "u_1", "cus_2")
}

func TestReferencesSurviveARotationAndNoLossOfTheirKey(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := withReferences(b).open()
		created(t, j, "k1", "u_1", "cus_1")
		b.options.Keys = mustKeys(testKey(2), testKey(1))
		wantMeaning(t, b.open(), "u_1", "bank-us cus_1 created")
		b.options.ReferenceKey = []byte("another key")
		if _, err := b.tryOpen(); err == nil || !strings.Contains(err.Error(), "oldest") {
			t.Errorf("a journal whose references nobody would find is opened: %v", err)
		}
	})
}

func TestPlacesThatNobodyCameForArePurged(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := withReferences(b).open()
		created(t, j, "k1", "u_1", "cus_1")
		must(t, j.MarkSent(ctx, creates(t, j, "k2", "u_2", Fresh).Ticket, sendingCustomer()))
		b.clock.Move(26 * time.Hour)
		purged, err := j.Purge(ctx)
		must(t, err)
		for range 3 { // a look after a jump of the clock deletes nothing
			b.clock.Move(26 * time.Hour)
			more, err := j.Purge(ctx)
			must(t, err)
			purged.Places += more.Places
		}
		if purged.Places != 1 {
			t.Errorf("%d places were purged, want the one that nobody came for", purged.Places)
		}
		wantMeaning(t, j, "u_1", "bank-us cus_1 created")
	})
}

// The store is away when the customer was created: whoever asks here hears of it.
func TestACustomerIsKnownBeforeTheStoreKnows(t *testing.T) {
	t.Parallel()
	b := withReferences(sqliteBench(t))
	j := b.open()
	ticket := creates(t, j, "k1", "u_1", Fresh).Ticket
	must(t, j.MarkSent(ctx, ticket, sendingCustomer()))
	j.calls.ended(ticket, &Finishing{Created: &CreatedCustomer{ID: "cus_1", Vendor: "omnumi"}})
	b.clock.Move(lease)
	wantMeaning(t, j, "u_1", "bank-us cus_1 created")
	if c := creates(t, j, "k2", "u_1", AlreadyCreated); c.CustomerID != "cus_1" {
		t.Errorf("another creation is told %q", c.CustomerID)
	}
	standing, err := j.LinkCustomer(ctx, Reference{"acme", "u_1"}, CustomerRecord{Connection: "bank-us", ID: "cus_9", MadeBy: "referenced"})
	if err != nil || standing.ID != "cus_1" {
		t.Errorf("another record stands: %+v, %v", standing, err)
	}
}

func TestTheJournalHoldsNoReferenceInClear(t *testing.T) {
	t.Parallel()
	b := withReferences(sqliteBench(t))
	j := b.open()
	created(t, j, "k1", "canary-of-a-person", "cus_canaryOfARecord")
	_, err := j.LinkCustomer(ctx, Reference{"acme", "canary-of-a-person"}, CustomerRecord{Connection: "bank-eu", ID: "cus_canaryOfARecord", MadeBy: "referenced"})
	must(t, err)
	creates(t, j, "k2", "canary-of-a-person", AlreadyCreated)
	must(t, j.Close())
	files, err := filepath.Glob(filepath.Dir(strings.TrimPrefix(b.dsn, "file:")) + "/*")
	must(t, err)
	all := ""
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		all += string(content)
	}
	if !strings.Contains(all, "bank-eu") {
		t.Fatal("what is in clear was not found either: the test looks in the wrong place")
	}
	if strings.Contains(all, "canary") {
		t.Error("a reference, or the id of its record, stands in clear")
	}
	if printed := fmt.Sprintf("%v %+v %#v %s", Reference{"acme", "canary"}, Reference{"acme", "canary"}, Reference{"acme", "canary"}, Reference{"acme", "canary"}); strings.Contains(printed, "canary") {
		t.Errorf("a reference prints itself: %s", printed)
	}
}
