package nacha

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"canongate/policies/reconcile"
)

// Options of a connection.
type Options struct {
	// CompanyIDs are those of the originator: entries of others are counted and
	// dropped. Empty: all are kept.
	CompanyIDs []string
}

// Read reads a file to its end and hands out an entry at a time; an error of each
// ends it. The file is opened by reconcile.Open. Its memory does not grow with the
// file. What is wrong with the file is in the summary, and only what could not be
// read is an error. An entry may be applied when Read has returned and the summary
// is not partial.
func Read(b *bufio.Reader, options Options, each func(reconcile.Entry) error) (reconcile.Summary, error) {
	f := file{options: options, each: each, records: records{b: b}}
	for {
		record, err := f.records.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return f.summary, fmt.Errorf("read file of Nacha: %w", err)
		}
		f.summary.Lines++
		if err := f.take(record); err != nil {
			return f.summary, err
		}
	}
	return f.summary, f.end()
}

// file is where in a file the reader is.
type file struct {
	options Options
	each    func(reconcile.Entry) error
	records records
	summary reconcile.Summary

	created string // the day of the file header, as 2006-01-02
	header  bool   // the present file has one
	control bool   // and its control was read
	batches int    // that have a control
	sums    sums   // of the present file

	batch *batch
	entry *entry
}

// Codes of what is wrong with a line.
const (
	codeRecord   = "bad_record"
	codeOrder    = "record_out_of_order"
	codeControl  = "control_mismatch"
	codeAddenda  = "no_return_addenda"
	codeBatch    = "unsupported_batch"
	codeNoEnd    = "no_file_control"
	codeNoHeader = "no_file_header"
	codeUnknown  = "unknown_code"
	codeReader   = "reader_failed"
)

// broken notes what makes the whole file one that nothing is applied from.
func (f *file) broken(code, detail string) {
	f.summary.Partial = true
	f.summary.Controls = reconcile.ControlsMismatch
	f.summary.Note(f.records.line, code, detail)
}

// take reads a record. A line that the library can't bear is a broken line.
func (f *file) take(r record) (err error) {
	defer func() {
		if recover() != nil {
			f.entry = nil
			f.broken(codeReader, "the record could not be read")
		}
	}()
	record := r.columns
	if record[0] != '7' {
		if err := f.closeEntry(); err != nil {
			return err
		}
	}
	switch {
	case record[0] == '9' && strings.Trim(record, "9 ") == "":
		f.summary.Lines-- // fills a block
	case record[0] == '1':
		f.fileHeader(record)
	case record[0] == '5':
		f.batchHeader(record)
	case record[0] == '6':
		f.entryDetail(record)
	case record[0] == '7':
		f.addenda(r)
	case record[0] == '8':
		f.batchControl(record)
	case record[0] == '9':
		f.fileControl(record)
	default:
		f.broken(codeRecord, "is no record of Nacha: it must begin with 1, 5, 6, 7, 8 or 9")
	}
	return nil
}

// fileHeader begins a file; one that follows another in the same upload must find
// that one at its end.
func (f *file) fileHeader(record string) {
	if f.begun() && !f.control {
		f.broken(codeNoEnd, "a file header stands before the file control of the file before it")
	}
	f.closeBatch()
	f.header, f.control, f.batches, f.sums = true, false, 0, sums{}
	f.created = date(record[23:29])
}

// begun says whether anything of the present file was read.
func (f *file) begun() bool { return f.header || f.batch != nil || f.batches > 0 || f.sums.records > 0 }

func (f *file) end() error {
	if err := f.closeEntry(); err != nil {
		return err
	}
	f.closeBatch()
	switch {
	case f.summary.Partial:
	case f.batches == 0 && !f.control:
		f.summary.Partial, f.summary.Controls = true, reconcile.ControlsAbsent
		f.summary.Note(f.records.line, codeNoEnd, "the file has neither batch controls nor a file control")
	case f.header && !f.control:
		f.broken(codeNoEnd, "the file ends before its file control")
	default:
		f.summary.Controls = reconcile.ControlsOK
	}
	return nil
}

func (f *file) fileControl(record string) {
	if f.batch != nil {
		f.broken(codeOrder, "the file control stands within a batch")
		f.closeBatch()
	}
	if f.control {
		f.broken(codeOrder, "the file has a second file control")
	}
	if !f.header {
		f.summary.Note(f.records.line, codeNoHeader, "the file has no file header")
	}
	f.control = true
	if n, ok := number(record[1:7]); !ok || n != int64(f.batches) {
		f.broken(codeControl, "the file has another number of batches than its file control says")
	}
	f.sums.check(f, "file", record[13:21], record[21:31], record[31:43], record[43:55])
}

// ours says whether the batch is of an originator of the connection. One without a
// header may be.
func (f *file) ours() bool {
	return len(f.options.CompanyIDs) == 0 || f.batch == nil || f.batch.company == "" ||
		slices.Contains(f.options.CompanyIDs, f.batch.company)
}
