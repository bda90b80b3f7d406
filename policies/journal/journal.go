package journal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// Options say where the journal is and how long it remembers. Driver, DSN and
// Keys have no default.
type Options struct {
	Driver string // "sqlite" or "postgres"
	DSN    string // sqlite: "file:PATH" or PATH; postgres: URL or key=value
	Keys   Sealer
	// ReferenceKey hashes callers' own ids of persons. It must stay the same for as long
	// as the journal; without one there are no references.
	ReferenceKey []byte

	// Now is the clock of the host and of the database; nil: time.Now, and the
	// clock of a PostgreSQL server for whatever is deleted by its age.
	Now func() time.Time
	// Elapsed is how long the process has run, whatever clocks are set to; nil: the
	// monotonic clock.
	Elapsed func() time.Duration

	// Retention is that of a key and its answer, from the claim on; 24 h. The key of a
	// payment is kept as long as the payment.
	Retention        time.Duration
	PaymentRetention time.Duration // of a finished payment; 0 keeps it for ever
	// ImportRetention is that of a file's entries and proposals, since its last change and
	// once nothing of it is open; 7 years.
	ImportRetention time.Duration
	// CorrectionRetention is how long corrected data waits for somebody to use it; 30 days.
	CorrectionRetention time.Duration
	EventRetention      time.Duration // of an event nobody waits for; 7 days

	// MaxAttempts is after how many failed deliveries an event is dead to a
	// subscriber; 12.
	MaxAttempts int
	// Recipients names the subscribers that want an event. Nil means nobody does.
	Recipients func(Event) []string
	// EventsOfPayment makes the events that tell of a payment's new status. They are
	// written in the transaction that changes it. Nil announces nothing.
	EventsOfPayment func(Move) []Event
	// EventsOfCorrection and EventsOfException make the events that tell of a new row,
	// in its transaction. Nil announces nothing.
	EventsOfCorrection func(Correction, Payment) []Event
	EventsOfException  func(Exception) []Event
	// Raised is told of each exception once it is durable, outside of transactions and
	// locks: of none twice, and not of one whose commit was not acknowledged. Nil tells
	// nobody. CountOpenExceptions counts that one too.
	Raised func(connection, kind string)
	// EventsOfRestore makes those that tell that a restored journal was accepted.
	EventsOfRestore func(Incarnation) []Event
	// PollAfter says how soon the vendor is asked about a payment that got the status at a
	// connection, if it is asked at all. Nil asks nobody.
	PollAfter func(connection string, status PaymentStatus) (first time.Duration, polled bool)
	// FactsOf reads what lists and look-ups need of the body of a tenant's payment.
	// Nil finds nothing.
	// Recipients, EventsOf…, PollAfter and FactsOf are called inside transactions: they must
	// be quick, must not panic and must not use the journal.
	FactsOf func(tenant string, body []byte) (Facts, error)
	// MayRepresent says whether a payment may send a returned one again; nil: always. Its
	// error is that of MarkSent, in whose transaction it is called, as the others are.
	MayRepresent func(Representment) error
	// UpgradeBody turns the body of a payment from before the blind index into one of
	// today; nil leaves it.
	UpgradeBody func(body []byte) []byte
	// MatchKey is the secret of the blind index (see paymentkeys.go). A journal keeps
	// the first one that it was given.
	MatchKey []byte

	// CheckSchema refuses a journal with an older schema, or none, instead of migrating
	// it: see Migrate.
	CheckSchema bool

	Queue int // units waiting for a commit (sqlite); 1024
	Batch int // units in a commit (sqlite); 256

	Logger *slog.Logger // discards

	databaseClock func() time.Time // Now, if it was given
}

func (o Options) withDefaults() Options {
	setDefault(&o.Retention, 24*time.Hour)
	setDefault(&o.EventRetention, 7*24*time.Hour)
	setDefault(&o.MaxAttempts, 12)
	setDefault(&o.Queue, 1024)
	setDefault(&o.Batch, 256)
	if o.databaseClock = o.Now; o.Now == nil {
		o.Now = time.Now
	}
	if o.Elapsed == nil {
		began := time.Now()
		o.Elapsed = func() time.Duration { return time.Since(began) }
	}
	if o.Recipients == nil {
		o.Recipients = func(Event) []string { return nil }
	}
	if o.EventsOfPayment == nil {
		o.EventsOfPayment = func(Move) []Event { return nil }
	}
	if o.EventsOfCorrection == nil {
		o.EventsOfCorrection = func(Correction, Payment) []Event { return nil }
	}
	if o.EventsOfRestore == nil {
		o.EventsOfRestore = func(Incarnation) []Event { return nil }
	}
	if o.EventsOfException == nil {
		o.EventsOfException = func(Exception) []Event { return nil }
	}
	if o.Raised == nil {
		o.Raised = func(string, string) {}
	}
	if o.PollAfter == nil {
		o.PollAfter = func(string, PaymentStatus) (time.Duration, bool) { return 0, false }
	}
	if o.FactsOf == nil {
		o.FactsOf = func(string, []byte) (Facts, error) { return Facts{}, nil }
	}
	if o.MayRepresent == nil {
		o.MayRepresent = func(Representment) error { return nil }
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

func setDefault[T comparable](value *T, standard T) {
	var zero T
	if *value == zero {
		*value = standard
	}
}

// Journal is safe for concurrent use, and several processes may share one
// database.
type Journal struct {
	options Options
	store   store
	clock   *clock
	keys    Sealer
	log     *slog.Logger
	calls   *calls
	age     *ages
	match   matching

	incarnation atomic.Pointer[Incarnation] // as it was last seen

	kept atomic.Pointer[Retentions]

	wake      chan struct{}
	lastWrite atomic.Int64 // stamp of the last write that became durable
	failing   atomic.Bool  // whether the last write met a storage fault
}

// Open opens the journal, making or migrating it as needed. A damaged, foreign
// or newer one is refused and left as it is.
func Open(ctx context.Context, o Options) (*Journal, error) {
	if o.Keys == nil {
		return nil, errors.New("open journal: no keys to seal with")
	}
	o = o.withDefaults()
	j := &Journal{
		options: o, clock: newClock(o.Now), keys: o.Keys, log: o.Logger, wake: make(chan struct{}, 1),
		calls: newCalls(o.Elapsed), age: &ages{elapsed: o.Elapsed, retention: o.Retention},
	}
	j.Retain(Retentions{Payments: o.PaymentRetention, Imports: o.ImportRetention, Corrections: o.CorrectionRetention})
	opened, err := openStore(ctx, o, j.clock.now())
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	j.store = opened
	// checkKeys is first: the keys of another journal leave no trace in this one.
	for _, start := range []func(context.Context) error{j.checkKeys, j.lookAtIncarnation, j.checkReferenceKey, j.startAges, j.startMatching} {
		if err := start(ctx); err != nil {
			opened.close() //nolint:errcheck // the first error is the one to tell
			return nil, fmt.Errorf("open journal: %w", err)
		}
	}
	return j, nil
}

func openStore(ctx context.Context, o Options, now time.Time) (store, error) {
	switch o.Driver {
	case "sqlite":
		return openSQLite(ctx, o, now)
	case "postgres":
		return openPostgres(ctx, o, now)
	}
	return nil, fmt.Errorf("driver %q is neither sqlite nor postgres", o.Driver)
}

// Close commits what is queued and closes the database. Later calls fail with
// ErrClosed. Answers that could not be written until then are named in the log: see
// Settle.
func (j *Journal) Close() error {
	j.calls.giveUp(j.log)
	if err := j.store.close(); err != nil {
		return fmt.Errorf("close journal: %w", err)
	}
	return nil
}

const readVersion = `SELECT MAX(version) FROM journal_schema`

// Ping tells whether the journal can be read.
func (j *Journal) Ping(ctx context.Context) error {
	if err := j.store.sound(); err != nil {
		return fmt.Errorf("read journal: %w", err)
	}
	err := j.store.read(ctx, func(ctx context.Context, q querier) error {
		var version int
		return q.QueryRowContext(ctx, readVersion).Scan(&version)
	})
	if err != nil {
		return fmt.Errorf("read journal: %w", err)
	}
	return nil
}

// writableFor is how long a write that worked speaks for the next one.
const writableFor = 5 * time.Second

const probeWrite = `INSERT INTO probe (id, at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = excluded.at`

// Writable tells whether the journal can be written, by the last write when that
// was a moment ago and by a write of its own otherwise. Its error is an
// ErrUnavailable (ErrLost among them) or ctx's.
func (j *Journal) Writable(ctx context.Context) error {
	if err := j.store.sound(); err != nil {
		return fmt.Errorf("probe journal: %w", err)
	}
	now := j.clock.now()
	if !j.failing.Load() && now.Sub(unstamp(j.lastWrite.Load())) < writableFor {
		return nil
	}
	err := j.write(ctx, "probe journal", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, probeWrite, stamp(now))
		return err
	})
	if err == nil {
		j.wrote(ctx)
	}
	return err
}

// wrote notes that the journal can be written, after something that did: a unit
// that found nothing to change succeeds on a full disk, too.
func (j *Journal) wrote(ctx context.Context) {
	j.lastWrite.Store(stamp(j.clock.now()))
	if j.failing.Swap(false) {
		j.log.InfoContext(ctx, "journal can be written again")
	}
}

// write runs work through the store, notes a storage fault, and says what was
// attempted when it fails.
func (j *Journal) write(ctx context.Context, attempt string, work unitOfWork) error {
	return j.written(ctx, attempt, j.store.write(ctx, work))
}

func (j *Journal) written(ctx context.Context, attempt string, err error) error {
	if errors.Is(err, ErrUnavailable) && !j.failing.Swap(true) {
		j.log.ErrorContext(ctx, "journal cannot be written", "reason", err.Error())
	}
	if err != nil {
		return fmt.Errorf("%s: %w", attempt, err)
	}
	return nil
}

func (j *Journal) read(ctx context.Context, attempt string, work unitOfWork) error {
	if err := j.store.read(ctx, work); err != nil {
		return fmt.Errorf("%s: %w", attempt, err)
	}
	return nil
}

func (j *Journal) lookUp(ctx context.Context, attempt string, work unitOfWork) error {
	if err := j.store.look(ctx, work); err != nil {
		return fmt.Errorf("%s: %w", attempt, err)
	}
	return nil
}
