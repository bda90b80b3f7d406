package scorecard

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
)

// MaxWindow is how far back a scorecard goes.
const MaxWindow = journal.ScorecardRetention

// Store keeps the hours. The journal is one.
type Store interface {
	KeepScorecards(context.Context, []journal.ScorecardHour) error
	Scorecards(ctx context.Context, connection string, since time.Time) ([]journal.ScorecardHour, error)
}

// Book counts calls. Safe for concurrent use.
type Book struct {
	replica string
	store   Store
	now     func() time.Time

	keeping sync.Mutex // held while hours are written
	mu      sync.Mutex
	live    map[key]*figures // of the current hour, and what is not kept yet
	unkept  map[key]bool
	minutes minutes
	began   time.Time
}

// key names the figures of an operation at a connection. Without a connection they
// are those of callers' requests, and operation is their tenant.
type key struct {
	connection, operation string
	hour                  time.Time
}

// New makes a book of one replica, whose name no other process has. now is
// time.Now, but for tests.
func New(replica string, store Store, now func() time.Time) *Book {
	return &Book{replica: replica, store: store, now: now, live: map[key]*figures{}, unkept: map[key]bool{}, began: now().UTC()}
}

// Attempt counts one call to a vendor; code is "" for success.
func (b *Book) Attempt(connection, operation string, code canonical.Code, took time.Duration) {
	b.count(connection, operation, func(f *figures) { f.attempt(code, took) })
}

// FellBack counts one request that went on to another connection.
func (b *Book) FellBack(connection, operation string) {
	b.count(connection, operation, func(f *figures) { f.Fallbacks++ })
}

// Drift counts one value of an answer that no table knows.
func (b *Book) Drift(connection string) {
	b.count(connection, "", func(f *figures) { f.Drift++ })
}

func (b *Book) count(connection, operation string, add func(*figures)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	at := key{connection, operation, hourOf(now)}
	f := b.live[at]
	if f == nil {
		f = newFigures()
		b.live[at] = f
	}
	add(f)
	b.unkept[at] = true
	add(b.minutes.at(now).figures(connection, operation))
}

func hourOf(t time.Time) time.Time { return t.UTC().Truncate(time.Hour) }

// Keep hands what has changed to the store, and forgets the hours that are over. On
// an error it keeps them for the next time, seven days at most.
func (b *Book) Keep(ctx context.Context) error {
	b.keeping.Lock()
	defer b.keeping.Unlock()
	b.mu.Lock()
	hours := make([]journal.ScorecardHour, 0, len(b.unkept))
	for at := range b.unkept {
		hours = append(hours, b.row(at))
	}
	clear(b.unkept)
	b.mu.Unlock()
	var err error
	if len(hours) > 0 {
		err = b.store.KeepScorecards(ctx, hours)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil {
		for _, h := range hours {
			b.unkept[key{h.Connection, h.Operation, h.Hour}] = true
		}
	}
	now := hourOf(b.now())
	for at := range b.live {
		if at.hour.Before(now) && !b.unkept[at] || now.Sub(at.hour) > MaxWindow {
			delete(b.live, at)
			delete(b.unkept, at)
		}
	}
	return err
}

func (b *Book) row(at key) journal.ScorecardHour {
	return journal.ScorecardHour{
		Hour: at.hour, Connection: at.connection, Operation: at.operation, Replica: b.replica, Figures: b.live[at].encode(),
	}
}

// Card is the scorecard of one connection.
type Card struct {
	Connection string `json:"connection"`
	Window     string `json:"window"`
	Figures
	Operations []Operation `json:"operations"` // over the whole window
	Hours      []Hour      `json:"hours"`      // those with figures, the oldest first
}

// Hour is one hour of it, named by its beginning in UTC.
type Hour struct {
	Hour time.Time `json:"hour"`
	Figures
	Operations []Operation `json:"operations"`
}

// Operation is what belongs to one operation.
type Operation struct {
	Operation string `json:"operation"`
	Figures
}

// Card adds up the replicas, over all hours that have a part in the window. An hour
// that cannot be read is the store's error.
func (b *Book) Card(ctx context.Context, connection string, window time.Duration) (Card, error) {
	since := hourOf(b.now().Add(-window))
	rows, err := b.rows(ctx, connection, since)
	if err != nil {
		return Card{}, err
	}
	whole, hours := newSums(), map[time.Time]*sums{}
	for _, row := range rows {
		f, err := decode(row.Figures)
		if err != nil {
			return Card{}, err
		}
		if hours[row.Hour] == nil {
			hours[row.Hour] = newSums()
		}
		hours[row.Hour].add(row.Operation, f)
		whole.add(row.Operation, f)
	}
	card := Card{Connection: connection, Window: windowText(window), Figures: whole.all.shown(), Operations: whole.operations(), Hours: []Hour{}}
	for _, hour := range slices.SortedFunc(maps.Keys(hours), time.Time.Compare) {
		card.Hours = append(card.Hours, Hour{Hour: hour, Figures: hours[hour].all.shown(), Operations: hours[hour].operations()})
	}
	return card, nil
}

// rows are those of the store, with this replica's own as they are now.
func (b *Book) rows(ctx context.Context, connection string, since time.Time) ([]journal.ScorecardHour, error) {
	b.mu.Lock()
	own := map[key]journal.ScorecardHour{} // before the store is asked: an hour must not be in neither
	for at := range b.live {
		if at.connection == connection && !at.hour.Before(since) {
			own[at] = b.row(at)
		}
	}
	b.mu.Unlock()
	kept, err := b.store.Scorecards(ctx, connection, since)
	if err != nil {
		return nil, err
	}
	rows := slices.Collect(maps.Values(own))
	for _, row := range kept {
		if _, newer := own[key{row.Connection, row.Operation, row.Hour}]; row.Replica != b.replica || !newer {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// sums are figures by operation.
type sums struct {
	all *figures
	by  map[string]*figures
}

func newSums() *sums { return &sums{newFigures(), map[string]*figures{}} }

func (s *sums) add(operation string, f *figures) {
	s.all.add(f)
	if operation == "" {
		return
	}
	if s.by[operation] == nil {
		s.by[operation] = newFigures()
	}
	s.by[operation].add(f)
}

func (s *sums) operations() []Operation {
	shown := make([]Operation, 0, len(s.by))
	for name, f := range s.by {
		shown = append(shown, Operation{name, f.shown()})
	}
	slices.SortFunc(shown, func(a, b Operation) int { return cmp.Compare(a.Operation, b.Operation) })
	return shown
}
