package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// testDriver is one kind of database that every test of the table runs on.
type testDriver struct {
	name string
	// place makes an empty database and returns its driver and DSN.
	place func(t testing.TB) (driver, dsn string)
}

// drivers holds SQLite; with the build tag integration, PostgreSQL as well.
var drivers = []testDriver{{name: "sqlite", place: func(t testing.TB) (string, string) {
	return "sqlite", "file:" + filepath.Join(t.TempDir(), "data", "journal.db")
}}}

// bench is a database with a clock that several journals can share.
type bench struct {
	t       testing.TB
	driver  string
	dsn     string
	clock   *fakeClock
	options Options
}

// everywhere runs test on every driver.
func everywhere(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	t.Parallel()
	for _, d := range drivers {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			test(t, newBench(t, d))
		})
	}
}

// inTurn runs test on one driver after the other, and beside no other test.
func inTurn(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	for _, d := range drivers {
		t.Run(d.name, func(t *testing.T) { test(t, newBench(t, d)) })
	}
}

func newBench(t testing.TB, d testDriver) *bench {
	name, dsn := d.place(t)
	return &bench{t: t, driver: name, dsn: dsn, clock: newFakeClock()}
}

func sqliteBench(t testing.TB) *bench { return newBench(t, drivers[0]) }

// open opens one more replica of the journal.
func (b *bench) open() *Journal {
	b.t.Helper()
	j, err := b.tryOpen()
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { j.Close() })
	return j
}

func (b *bench) tryOpen() (*Journal, error) {
	o := b.options
	o.Driver, o.DSN = b.driver, b.dsn
	if o.Keys == nil {
		o.Keys = testKeys
	}
	if o.Now == nil {
		o.Now, o.Elapsed = b.clock.Now, b.clock.Elapsed
	}
	o.Logger = slog.New(slog.DiscardHandler)
	return Open(context.Background(), o)
}

var testKeys = mustKeys(testKey(1))

func testKey(id byte) Key {
	key := Key{ID: uint32(id)}
	copy(key.Secret[:], bytes.Repeat([]byte{id}, 32))
	return key
}

func mustKeys(primary Key, old ...Key) *KeySet {
	set, err := NewKeySet(primary, old...)
	if err != nil {
		panic(err)
	}
	return set
}

// fakeClock stands still until it is moved.
type fakeClock struct {
	mu      sync.Mutex
	now     time.Time
	elapsed time.Duration
}

func newFakeClock() *fakeClock {
	return &fakeClock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Elapsed() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.elapsed
}

// Move lets time pass; a negative d only sets the clock back.
func (c *fakeClock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.elapsed = c.now.Add(d), c.elapsed+max(0, d)
}

// Jump sets the clock, while no time passes.
func (c *fakeClock) Jump(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

var ctx = context.Background()

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func scopeOf(key string) Scope {
	return Scope{Tenant: "acme", Caller: "checkout", Operation: "create_payment", Connection: "bank-us", Key: key}
}

const lease = 40 * time.Second

var fingerprint = [32]byte{1, 2, 3}

// claim claims key and fails the test unless the outcome is the wanted one.
func claim(t testing.TB, j *Journal, key string, want Outcome) Claim {
	t.Helper()
	c, err := j.Claim(ctx, scopeOf(key), fingerprint, lease)
	if err != nil {
		t.Fatal(err)
	}
	if c.Outcome != want {
		t.Fatalf("claim of %q: %v, want %v", key, c.Outcome, want)
	}
	return c
}

// occupy claims a key and marks it as sent if it is free. It gives what became of it.
func occupy(j *Journal, s Scope) (Outcome, error) {
	c, err := j.Claim(ctx, s, fingerprint, lease)
	if err != nil || c.Outcome != Fresh {
		return c.Outcome, err
	}
	err = j.MarkSent(ctx, c.Ticket, Sending{Connection: s.Connection, Lease: lease})
	var taken *Taken
	if errors.As(err, &taken) {
		return taken.Claim.Outcome, nil
	}
	return Fresh, err
}

func paymentNumber(n int) *Payment {
	return &Payment{
		ID: fmt.Sprintf("pay_%04d", n), Customer: "cus_a", Amount: "12.50", Currency: "USD",
		Body: fmt.Appendf(nil, `{"id":"pay_%04d"}`, n),
	}
}

func sending(p *Payment) Sending {
	return Sending{Connection: "bank-us", Generation: 7, Lease: lease, Payment: p}
}

// sent claims key and marks it as sent for payment p, which may be nil.
func sent(t testing.TB, j *Journal, key string, p *Payment) Ticket {
	t.Helper()
	ticket := claim(t, j, key, Fresh).Ticket
	must(t, j.MarkSent(ctx, ticket, sending(p)))
	return ticket
}

// paid takes payment number n through to the given status.
func paid(t testing.TB, j *Journal, n int, status PaymentStatus) string {
	t.Helper()
	p := paymentNumber(n)
	ticket := sent(t, j, "key of "+p.ID, p)
	must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Status: status}))
	return p.ID
}

func statusOf(t testing.TB, j *Journal, id string) PaymentStatus {
	t.Helper()
	p, err := j.GetPayment(ctx, "acme", id)
	must(t, err)
	return p.Status
}
