package nacha

import (
	"strconv"
	"strings"
	"time"

	"github.com/moov-io/ach"
)

// batch is what the entries of a batch share.
type batch struct {
	secCode       string
	international bool
	company       string
	settled       string // the day on which its entries settled, as 2006-01-02
	sums          sums
}

// sums are what controls are held to. hash is kept to its ten digits, and amounts
// can't wrap: a control has twelve digits, and past those the sums stand still.
type sums struct {
	records       int64 // entries and addenda
	hash          int64
	debit, credit int64 // cents
}

const (
	hashModulus = 10_000_000_000
	sumLimit    = 1_000_000_000_000 // one more than a control can say
)

func (s *sums) add(o sums) {
	s.records += o.records
	s.hash = (s.hash + o.hash) % hashModulus
	s.debit = min(s.debit+o.debit, sumLimit)
	s.credit = min(s.credit+o.credit, sumLimit)
}

func (s *sums) check(f *file, what, records, hash, debit, credit string) {
	for _, total := range []struct {
		name string
		text string
		want int64
	}{
		{"number of entries and addenda", records, s.records}, {"entry hash", hash, s.hash},
		{"total of debits", debit, s.debit}, {"total of credits", credit, s.credit},
	} {
		if n, ok := number(total.text); !ok || n != total.want {
			f.broken(codeControl, "the "+total.name+" of the "+what+" differs from its control")
		}
	}
}

func (f *file) batchHeader(record string) {
	if f.batch != nil {
		f.broken(codeOrder, "the batch before this one has no batch control")
		f.closeBatch()
	}
	if f.control {
		f.broken(codeOrder, "a batch stands after the file control")
	}
	header := ach.NewBatchHeader()
	header.Parse(record) // an IAT header has the company and the class in the same columns
	f.batch = &batch{
		secCode:       strings.ToUpper(strings.TrimSpace(header.StandardEntryClassCode)),
		company:       strings.TrimSpace(header.CompanyIdentification),
		international: header.StandardEntryClassCode == ach.IAT || strings.HasPrefix(record[4:20], ach.IATCOR),
		settled:       f.settlement(record[75:78]),
	}
	if f.batch.secCode == ach.ADV {
		f.broken(codeBatch, "batches of account advices (ADV) are not read")
	}
}

func (f *file) batchControl(record string) {
	if f.batch == nil {
		f.broken(codeOrder, "a batch control stands outside a batch")
		return
	}
	f.batch.sums.check(f, "batch", record[4:10], record[10:20], record[20:32], record[32:44])
	f.sums.add(f.batch.sums)
	f.batches++
	f.batch = nil
}

// closeBatch ends a batch that has no control.
func (f *file) closeBatch() {
	if f.batch == nil {
		return
	}
	f.broken(codeControl, "a batch has no batch control")
	f.sums.add(f.batch.sums)
	f.batch = nil
}

// settlement reads the number of a day in its year, which banks put into a batch
// header; the year is that of the file, or the one before where the day would be
// half a year after the file. Empty where there is none.
func (f *file) settlement(text string) string {
	n, ok := number(text)
	created, err := time.Parse(time.DateOnly, f.created)
	if !ok || n < 1 || n > 366 || err != nil {
		return ""
	}
	day := time.Date(created.Year(), time.January, int(n), 0, 0, 0, 0, time.UTC)
	switch half := 183 * 24 * time.Hour; {
	case day.Sub(created) > half:
		day = time.Date(created.Year()-1, time.January, int(n), 0, 0, 0, 0, time.UTC)
	case created.Sub(day) > half:
		day = time.Date(created.Year()+1, time.January, int(n), 0, 0, 0, 0, time.UTC)
	}
	return day.Format(time.DateOnly)
}

// number reads a field of digits, which blanks may stand before.
func number(field string) (int64, bool) {
	digits := strings.TrimLeft(field, " ")
	if digits == "" {
		return 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil
}

// date reads YYMMDD; empty where it is none.
func date(field string) string {
	t, err := time.Parse("060102", field)
	if err != nil {
		return ""
	}
	return t.Format(time.DateOnly)
}
