package imports

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"canongate/policies/journal"
	"canongate/policies/reconcile"
	"canongate/policies/reconcile/camt"
	"canongate/policies/reconcile/csvfile"
	"canongate/policies/reconcile/nacha"
)

// unit is how many entries are looked up, kept or judged at once. A payment waits
// for no more than one unit.
const unit = 200

const (
	// hurryFor is how many entries are read without a rest: those of most files.
	hurryFor = 20_000
	// restFor is the rest after each further unit. Callers' payments use the same
	// processors and the same store, and nobody waits for a large file.
	restFor = 3 * time.Millisecond
)

// readFile is the first half of an import: its entries become rows. It begins anew
// after an interruption.
func (e *Engine) readFile(ctx context.Context, i journal.Import) (journal.Import, error) {
	if err := e.journal.ForgetEntries(ctx, i.ID); err != nil {
		return i, err
	}
	settings, known := e.options.Settings(i.Connection)
	if !known {
		return e.refuse(ctx, i, Summary{}, ErrNoConnection)
	}
	file, err := e.spool.open(i.ID)
	if err != nil {
		return i, fmt.Errorf("open file of import: %w", bare(err))
	}
	defer e.spool.drop(i.ID)
	defer file.Close() // it was only read
	r := &reading{engine: e, ctx: ctx, i: i, settings: settings}
	if r.open, err = e.openPayments(ctx, i); err != nil {
		return i, err
	}
	opened, err := reconcile.Open(file, e.options.Limits)
	if err != nil {
		return e.refuse(ctx, r.i, r.summary, err)
	}
	told, err := r.parse(opened)
	r.summary.take(told)
	switch {
	case r.failed != nil:
		return i, r.failed
	case err != nil:
		return e.refuse(ctx, r.i, r.summary, err)
	}
	return e.readToTheEnd(ctx, r, told.Partial)
}

// readToTheEnd moves an import on, whose rows are all kept.
func (e *Engine) readToTheEnd(ctx context.Context, r *reading, partial bool) (journal.Import, error) {
	r.i.Summary = r.summary.bytes()
	if !partial {
		return e.journal.MoveImport(ctx, r.i, journal.ImportReading, journal.ImportMatched)
	}
	err := e.journal.Raise(ctx, journal.Exception{
		Kind: journal.PartialFile, Connection: r.i.Connection, ImportID: r.i.ID,
		Detail: "The file is cut, or its totals do not agree; nothing of it was applied.",
	})
	if err != nil {
		return r.i, err
	}
	return e.judge(ctx, r.i, journal.ImportReading, journal.ImportPartial)
}

// refuse ends an import of a file that cannot be read. The reason is one of ours, and
// holds nothing of the file.
func (e *Engine) refuse(ctx context.Context, i journal.Import, s Summary, reason error) (journal.Import, error) {
	if err := e.journal.ForgetEntries(ctx, i.ID); err != nil {
		return i, err
	}
	s.Refusal = refusalOf(reason)
	i.Summary = s.bytes()
	return e.journal.MoveImport(ctx, i, journal.ImportReading, journal.ImportRefused)
}

func refusalOf(err error) string {
	for _, known := range []struct {
		err  error
		text string
	}{
		{reconcile.ErrTooLarge, "The file is larger than the limit, packed or unpacked."},
		{reconcile.ErrTooManyLines, "The file has more lines than the limit."},
		{reconcile.ErrPacked, "The file is packed by gzip and can't be unpacked."},
		{reconcile.ErrEncoding, "The file is UTF-16; it must be UTF-8 or windows-1252."},
		{camt.ErrDocument, "The file is none of camt.052, camt.053, camt.054 or pain.002."},
		{csvfile.ErrHeader, "The header does not fit the mapping, or the file is none of CSV."},
		{ErrNoMapping, "The connection has no such CSV mapping."},
		{ErrWhichMapping, "The connection has several CSV mappings, or none: name one."},
		{ErrFormat, "Files of this format are not read yet."},
		{ErrEmpty, "The file holds no line."},
		{ErrNoConnection, "There is no such connection any more."},
	} {
		if errors.Is(err, known.err) {
			return known.text
		}
	}
	return "The file can't be read."
}

// reading is a file that is being read.
type reading struct {
	engine   *Engine
	ctx      context.Context //nolint:containedctx // of the one call that reads
	i        journal.Import
	settings Settings
	summary  Summary
	open     *open

	batch  []reconcile.Entry
	rows   []journal.ImportEntry
	no     int64
	seen   reconcile.Occurrences // of the entries that concern us
	failed error                 // of the journal, not of the file
}

func (r *reading) parse(b *bufio.Reader) (reconcile.Summary, error) {
	kind := kind{format: reconcile.Format(r.i.Format), mapping: r.i.Mapping}
	told, err := parse(b, r.settings, &kind, r.take)
	r.i.Format, r.i.Mapping = string(kind.format), kind.mapping
	if err == nil {
		err = r.flush()
	}
	if err == nil {
		err = r.keep()
	}
	return told, err
}

// kind is how a file is read; what is empty is found out.
type kind struct {
	format  reconcile.Format
	mapping string
}

// parse reads a file to its end.
func parse(b *bufio.Reader, settings Settings, as *kind, each func(reconcile.Entry) error) (told reconcile.Summary, err error) {
	if as.format == "" {
		if as.format, err = reconcile.Guess(b); err != nil {
			return told, err
		}
	}
	switch as.format {
	case reconcile.FormatNacha:
		told, err = nacha.Read(b, nacha.Options{CompanyIDs: settings.CompanyIDs}, each)
	case reconcile.FormatCSV:
		var mapping csvfile.Mapping
		if mapping, err = mappingOf(settings, as.mapping); err == nil {
			as.mapping = mapping.Name
			told, err = csvfile.Read(b, csvfile.Options{Mapping: mapping, CompanyIDs: settings.CompanyIDs}, each)
		}
	case reconcile.FormatCamt, reconcile.FormatPain002:
		told, err = camt.Read(b, each)
	default:
		err = ErrFormat
	}
	if err == nil && told.Lines == 0 {
		err = ErrEmpty
	}
	return told, err
}

// take takes the next entry.
func (r *reading) take(entry reconcile.Entry) error {
	r.batch = append(r.batch, entry)
	if len(r.batch) < unit {
		return nil
	}
	if err := r.flush(); err != nil || r.no < hurryFor {
		return err
	}
	select {
	case <-r.ctx.Done(): // the next unit says so
	case <-time.After(restFor):
	}
	return nil
}

// flush keeps, of what was taken, what concerns us: entries with a key of a payment,
// and those that may be of an open one.
func (r *reading) flush() error {
	if err := r.ctx.Err(); err != nil {
		return r.fail(err)
	}
	var keys []reconcile.Key
	for k := range r.batch {
		keys = append(keys, r.batch[k].Keys()...)
	}
	found, err := findAll(r.ctx, r.engine.journal, r.i.Connection, keys)
	if err != nil {
		return r.fail(err)
	}
	for k := range r.batch {
		r.no++
		n := &r.batch[k]
		named := func(key reconcile.Key) bool {
			return len(found[journal.PaymentKey{Kind: journal.KeyKind(key.Kind), Value: key.Value}]) > 0
		}
		if slices.ContainsFunc(n.Keys(), named) || r.settings.certainlyOurs(n) || r.open.mayBe(r.engine, n) {
			r.rows = append(r.rows, r.row(n))
			r.summary.Counts.Ours++
		}
	}
	r.batch = r.batch[:0]
	if len(r.rows) < unit {
		return nil
	}
	return r.keep()
}

func (r *reading) keep() error {
	if len(r.rows) == 0 {
		return nil
	}
	err := r.engine.journal.AddEntries(r.ctx, r.i, r.rows)
	r.rows = r.rows[:0]
	return r.fail(err)
}

// fail remembers what has nothing to do with the file, so that it is tried again.
func (r *reading) fail(err error) error {
	if err != nil {
		r.failed = err
	}
	return err
}

// row is what is kept of an entry.
func (r *reading) row(n *reconcile.Entry) journal.ImportEntry {
	identity := r.seen.Next(reconcile.DigestOf(r.i.Connection, *n))
	return journal.ImportEntry{
		No: r.no, Digest: r.engine.journal.EntryDigest(identity.Digest), Occurrence: identity.Occurrence,
		Kind: string(n.Kind), Status: n.Status, Direction: n.Direction, Amount: n.Amount.Value.String(), Currency: string(n.Amount.Currency),
		OccurredOn: n.OccurredOn, SettledOn: n.SettledOn, Code: n.Code, Last4: n.Last4, Result: journal.EntryPending, Corrected: n.Corrected,
		Detail: Detail{
			Line: n.Line, VendorReference: n.VendorReference, Trace: n.Trace, IndividualID: n.IndividualID, Reference: n.Reference,
			Customer: n.Customer, Bank: n.Bank, CompanyID: n.CompanyID, UnknownCode: n.UnknownCode,
		}.bytes(),
	}
}

// certainlyOurs says whether an entry can only be of a payment of this connection:
// it carries our company id. Without one, nobody knows.
func (s Settings) certainlyOurs(n *reconcile.Entry) bool {
	for _, id := range s.CompanyIDs {
		if id == n.CompanyID && n.Kind != reconcile.StatusNews {
			return true
		}
	}
	return false
}

func (s *Summary) take(told reconcile.Summary) {
	s.Counts.Lines, s.Counts.Entries, s.Counts.Invalid = told.Lines, told.Entries, told.Invalid
	s.Counts.NotOurs = told.NotOurs + told.Entries - s.Counts.Ours
	s.Totals, s.Controls, s.FirstErrors = told.Totals, told.Controls, told.FirstErrors
}
