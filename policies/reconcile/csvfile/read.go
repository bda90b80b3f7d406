package csvfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/policies/reconcile"
)

// ErrHeader is why a file is refused: it is not the one that the mapping is for.
var ErrHeader = errors.New("the header does not fit the mapping")

// Options of a connection.
type Options struct {
	Mapping Mapping // that Check finds no mistake in
	// CompanyIDs are those of the originator, for a mapping with a company column:
	// entries of others are counted and dropped. Empty: all are kept.
	CompanyIDs []string
}

// Read reads a file to its end and hands out an entry at a time; an error of each
// ends it. The file is opened by reconcile.Open. What is wrong with lines is in the
// summary; the error wraps ErrHeader where the file is refused.
func Read(b *bufio.Reader, options Options, each func(reconcile.Entry) error) (reconcile.Summary, error) {
	f, err := newFile(b, options)
	if err != nil {
		return reconcile.Summary{}, err
	}
	if err := f.header(); err != nil {
		return f.summary, err
	}
	for {
		fields, err := f.lines.record()
		switch {
		case errors.Is(err, io.EOF):
			return f.summary, nil
		case lineError(err):
			f.summary.Lines++
			f.reject("bad_line", err.Error())
			continue
		case err != nil:
			return f.summary, fmt.Errorf("read CSV: %w", err)
		}
		f.summary.Lines++
		if err := f.take(fields, each); err != nil {
			return f.summary, err
		}
	}
}

// file is one that is being read.
type file struct {
	lines   lines
	mapping Mapping
	zone    *time.Location
	ours    map[string]bool // companies
	index   map[string]int  // of the columns that the mapping names, by its keys
	width   int             // fields that a line must have
	summary reconcile.Summary
}

func newFile(b *bufio.Reader, options Options) (*file, error) {
	m := options.Mapping
	delimiter, err := m.delimiter()
	if err != nil {
		return nil, err
	}
	zone, err := m.zone()
	if err != nil {
		return nil, fmt.Errorf("read time zone of mapping: %w", err)
	}
	f := &file{
		lines:   lines{b: b, delimiter: delimiter, encoding: m.Encoding, quoted: bufio.NewReader(nil)},
		mapping: m, zone: zone, ours: map[string]bool{}, index: map[string]int{},
		summary: reconcile.Summary{Controls: reconcile.ControlsAbsent},
	}
	for _, company := range options.CompanyIDs {
		f.ours[company] = true
	}
	return f, nil
}

// header finds the columns.
func (f *file) header() error {
	names := map[string]int{}
	if f.mapping.Header != HeaderNone {
		fields, err := f.lines.record()
		switch {
		case errors.Is(err, io.EOF) || lineError(err):
			return fmt.Errorf("read header: %w: the first line is missing or broken", ErrHeader)
		case err != nil:
			return fmt.Errorf("read header: %w", err)
		}
		f.summary.Lines++
		f.width = len(fields)
		for i, name := range fields {
			name = strings.TrimSpace(name)
			if _, double := names[name]; double {
				names[name] = -1
				continue
			}
			names[name] = i
		}
	}
	columns := f.mapping.Columns.byName()
	for _, key := range slices.Sorted(maps.Keys(columns)) {
		column := columns[key]
		if !column.given() {
			continue
		}
		i, found := names[column.Column]
		if f.mapping.Header == HeaderNone {
			n, err := strconv.Atoi(column.Column)
			i, found = n-1, err == nil && n > 0
			f.width = max(f.width, n)
		}
		switch {
		case !found:
			return fmt.Errorf("read header: %w: column %q for %s is missing", ErrHeader, column.Column, key)
		case i < 0:
			return fmt.Errorf("read header: %w: column %q for %s is there twice", ErrHeader, column.Column, key)
		}
		f.index[key] = i
	}
	return nil
}

func (f *file) reject(code, detail string) { f.summary.Reject(f.lines.at, code, detail) }

// take reads a line, and hands it out if it is one of ours.
func (f *file) take(fields []string, each func(reconcile.Entry) error) error {
	if len(fields) < f.width {
		f.reject("bad_line", "the line has fewer fields than the header, or than the mapping needs")
		return nil
	}
	if f.mapping.Header != HeaderNone && strings.Join(fields[f.width:], "") != "" {
		f.reject("bad_line", "the line has more fields than the header")
		return nil
	}
	row := row{file: f, fields: fields}
	e := row.entry()
	switch {
	case row.wrong != "":
		f.reject(row.wrong, row.detail)
		return nil
	case e.CompanyID != "" && len(f.ours) > 0 && !f.ours[e.CompanyID]:
		f.summary.NotOurs++
		return nil
	}
	f.summary.Count(&e)
	return each(e)
}

// row is a line that is being read; wrong is the code of its first mistake.
type row struct {
	file   *file
	fields []string

	wrong, detail string
}

func (r *row) mistake(code, detail string) {
	if r.wrong == "" {
		r.wrong, r.detail = code, detail
	}
}

// text gives a field as it stands, without blanks around it; of one whose last
// characters are meant only those.
func (r *row) text(key string, c Column) string {
	i, mapped := r.file.index[key]
	if !mapped {
		return ""
	}
	text := strings.TrimSpace(r.fields[i])
	if runes := []rune(text); c.Last > 0 && len(runes) > c.Last {
		text = string(runes[len(runes)-c.Last:])
	}
	if to, known := c.Values[text]; known {
		return to
	}
	return text
}

// word gives a field that must be one of our words.
func (r *row) word(key string, c Column, words ...string) string {
	text := r.text(key, c)
	if text == "" {
		return ""
	}
	for _, word := range words {
		if text == word {
			return text
		}
	}
	r.mistake("unknown_"+key, "the "+key+" has a value that the mapping has no word for")
	return ""
}

func (r *row) entry() reconcile.Entry {
	c := r.file.mapping.Columns
	e := reconcile.Entry{
		Line:            r.file.lines.at,
		Kind:            reconcile.StatusNews,
		VendorReference: r.text("vendor_reference", c.VendorReference),
		Reference:       r.text("reference", c.Reference),
		IndividualID:    r.text("individual_id", c.IndividualID),
		Trace:           r.trace(c.Trace),
		Customer:        r.text("customer", c.Customer),
		Bank:            r.text("bank", c.Bank),
		Last4:           r.last4(c.Last4),
		CompanyID:       r.text("company", c.Company),
		Code:            r.text("code", c.Code),
		OccurredOn:      r.date("occurred", c.Occurred),
		SettledOn:       r.date("settled", c.Settled),
		Direction:       r.word("direction", c.Direction, canonical.DirectionDebit, canonical.DirectionCredit),
		Status: r.word("status", c.Status, canonical.PaymentSubmitted, canonical.PaymentProcessing, canonical.PaymentSettled,
			canonical.PaymentReturned, canonical.PaymentFailed, canonical.PaymentCanceled),
	}
	if !c.VendorReference.given() {
		e.VendorReference = e.Reference // the file has one reference, and may mean either
	}
	e.Amount = canonical.Money{Currency: r.currency(c.Currency), Value: r.amount(c.Amount)}
	r.kind(&e)
	return e
}
