package nacha

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"canongate/policies/reconcile"
)

// recordLength is the characters of a record.
const recordLength = 94

// records splits a file: at its line ends, or every 94 characters where it has none.
// It never holds more than a record.
type records struct {
	b    *bufio.Reader
	line int // of the last record; one without line ends counts records
	text strings.Builder
}

// record is one of exactly 94 characters.
type record struct {
	text    string
	columns string // text with ? for each character beyond ASCII: a byte is a column
}

// next gives the next record; a short one is filled with blanks, as some senders
// strip them. Blank lines are passed over. The error is io.EOF at the end.
func (r *records) next() (record, error) {
	for {
		text, err := r.read()
		if err != nil {
			return record{}, err
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		text += strings.Repeat(" ", recordLength-utf8.RuneCountInString(text))
		return record{text: text, columns: strings.Map(ascii, text)}, nil
	}
}

func ascii(c rune) rune {
	if c > '~' {
		return '?'
	}
	return c
}

func (r *records) read() (string, error) {
	r.line++
	if text, ok := r.plain(); ok {
		return text, r.passEnd()
	}
	r.text.Reset()
	for range recordLength {
		c, err := r.character()
		if errors.Is(err, io.EOF) && r.text.Len() > 0 {
			return r.text.String(), nil
		}
		if err != nil {
			return "", err
		}
		if c == '\n' {
			return r.text.String(), nil
		}
		r.text.WriteRune(c)
	}
	return r.text.String(), r.passEnd()
}

// plain takes a whole record of printable ASCII at once, which nearly all are.
func (r *records) plain() (string, bool) {
	window, err := r.b.Peek(recordLength)
	if err != nil {
		return "", false
	}
	for _, c := range window {
		if c < ' ' || c > '~' {
			return "", false
		}
	}
	record := string(window)
	if _, err := r.b.Discard(recordLength); err != nil {
		return "", false
	}
	return record, true
}

// passEnd passes over blanks after a whole record, and over its line end.
func (r *records) passEnd() error {
	for {
		window, err := r.b.Peek(1)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch window[0] {
		case ' ', '\r', '\n':
		default:
			return nil
		}
		if _, err := r.b.Discard(1); err != nil {
			return err
		}
		if window[0] == '\n' {
			return nil
		}
	}
}

// character reads the next one: UTF-8, else windows-1252. What does not print is a
// blank, as mainframes fill files with NUL and end them with a substitute.
func (r *records) character() (rune, error) {
	c, size, err := r.b.ReadRune()
	if err != nil {
		return 0, err
	}
	if c == utf8.RuneError && size == 1 {
		if err := r.b.UnreadRune(); err != nil {
			return 0, err
		}
		raw, err := r.b.ReadByte()
		if err != nil {
			return 0, err
		}
		return reconcile.Windows1252(raw), nil
	}
	if c != '\n' && (c < ' ' || c == 0x7f) {
		return ' ', nil
	}
	return c, nil
}
