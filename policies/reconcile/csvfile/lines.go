package csvfile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"canongate/policies/reconcile"
)

// maxRecord is the most bytes that a record may have, with the line ends within its
// quotes.
const maxRecord = 64 << 10

// What is wrong with a record as a whole.
var (
	errLong    = errors.New("the line is longer than 64 KB")
	errQuotes  = errors.New("the quotes of the line don't fit together")
	errControl = errors.New("the line holds characters that do not print")
	errUTF8    = errors.New("the line is not UTF-8")
)

// lineError says whether an error is one of a line, after which reading goes on.
func lineError(err error) bool {
	return errors.Is(err, errLong) || errors.Is(err, errQuotes) || errors.Is(err, errControl) || errors.Is(err, errUTF8)
}

// lines splits a file into records of at most 64 KB.
type lines struct {
	b     *bufio.Reader
	again []line // that were read to find the end of a quote
	at    int    // the number of the line that a record begins on
	read  int    // lines that are done

	delimiter rune
	encoding  string
	quoted    *bufio.Reader // of csv, one for all
}

// line is one with its end; a long one has lost its text.
type line struct {
	text []byte
	long bool
}

// record gives the fields of the next record that is not blank, one of the errors
// above for a line that is passed over, or io.EOF.
func (l *lines) record() ([]string, error) {
	for {
		first, err := l.line()
		if err != nil {
			return nil, err
		}
		l.read++
		l.at = l.read
		switch {
		case first.long:
			return nil, errLong
		case open(first.text):
			return l.multiline(first.text)
		case len(bytes.TrimSpace(first.text)) > 0:
			return l.fields(first.text)
		}
	}
}

// open says whether a quote that a line opens is left open.
func open(text []byte) bool { return bytes.Count(text, []byte{'"'})%2 != 0 }

// multiline reads on to the line that closes a quote. Where that makes no record,
// only the first line is lost: the others are read again.
func (l *lines) multiline(first []byte) ([]string, error) {
	text, more := first, []line(nil)
	for closed := false; !closed && len(text) <= maxRecord; {
		next, err := l.line()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		more = append(more, next)
		if next.long {
			break
		}
		text = slices.Concat(text, next.text)
		closed = open(next.text)
	}
	fields, err := l.fields(text)
	if err != nil || len(text) > maxRecord {
		l.again = append(more, l.again...)
		return nil, errQuotes
	}
	l.read += len(more)
	return fields, nil
}

func (l *lines) line() (line, error) {
	if len(l.again) > 0 {
		next := l.again[0]
		l.again = l.again[1:]
		return next, nil
	}
	var text []byte
	long := false
	for {
		part, err := l.b.ReadSlice('\n')
		if long = long || len(text)+len(part) > maxRecord; long {
			text = nil
		} else {
			text = append(text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(text) == 0 && !long:
			return line{}, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return line{}, fmt.Errorf("read line: %w", err)
		default:
			return line{text: text, long: long}, nil
		}
	}
}

// fields splits a record. One without quotes needs no parser.
func (l *lines) fields(record []byte) ([]string, error) {
	text, err := l.decode(bytes.TrimRight(record, "\r\n"))
	if err != nil {
		return nil, err
	}
	if !strings.Contains(text, `"`) {
		return strings.Split(text, string(l.delimiter)), nil
	}
	l.quoted.Reset(strings.NewReader(text))
	r := csv.NewReader(l.quoted)
	r.Comma, r.FieldsPerRecord = l.delimiter, -1
	fields, err := r.Read()
	if err != nil {
		return nil, errQuotes
	}
	if _, err := r.Read(); !errors.Is(err, io.EOF) {
		return nil, errQuotes // a line end outside the quotes: two records, of which one would be lost
	}
	return fields, nil
}

// decode reads UTF-8, else windows-1252 unless the mapping says UTF-8.
func (l *lines) decode(raw []byte) (string, error) {
	if bytes.ContainsFunc(raw, func(c rune) bool { return c < ' ' && c != '\t' && c != '\n' && c != '\r' }) {
		return "", errControl
	}
	switch valid := utf8.Valid(raw); {
	case l.encoding != EncodingWindows1252 && valid:
		return string(raw), nil
	case l.encoding == EncodingUTF8:
		return "", errUTF8
	}
	var b strings.Builder
	for _, c := range raw {
		b.WriteRune(reconcile.Windows1252(c))
	}
	return b.String(), nil
}
