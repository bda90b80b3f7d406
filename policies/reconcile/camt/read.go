package camt

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"canongate/canonical"
	"canongate/policies/reconcile"
)

// ErrDocument is why a file is refused: it is none of the messages, or has a document
// type.
var ErrDocument = errors.New("the file is no message camt.052, camt.053, camt.054 or pain.002, or has a document type")

// errLong is that an element is longer than any of a payment.
var errLong = errors.New("an element is longer than 256 KB")

const maxElement = 256 << 10

// Read reads a file to its end and hands out an entry at a time; an error of each
// ends it. The file is opened by reconcile.Open. The error wraps ErrDocument where the
// file is refused; a file that is cut or not well formed is partial.
func Read(b *bufio.Reader, each func(reconcile.Entry) error) (reconcile.Summary, error) {
	source := &bounded{r: b}
	f := file{each: each, source: source, xml: xml.NewDecoder(source), summary: reconcile.Summary{Controls: reconcile.ControlsAbsent}}
	f.xml.CharsetReader = charset
	err := f.read()
	if malformed(err) {
		f.broken("bad_document", "the document is cut or not well formed from here on")
		err = nil
	}
	if err == nil && !f.message {
		err = ErrDocument
	}
	if err != nil {
		err = fmt.Errorf("read message of ISO 20022: %w", err)
	}
	f.summary.Lines, _ = f.xml.InputPos()
	return f.summary, err
}

// malformed says whether an error is the document's, and not the file's or of each.
func malformed(err error) bool {
	syntax, value := (*xml.SyntaxError)(nil), (*strconv.NumError)(nil)
	return errors.As(err, &syntax) || errors.As(err, &value) || errors.Is(err, errLong)
}

// bounded reads at most an element's length between two elements.
type bounded struct {
	r    io.Reader
	read int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.read > maxElement {
		return 0, errLong
	}
	n, err := b.r.Read(p)
	b.read += n
	return n, err
}

// charset reads the encodings that banks write besides UTF-8.
func charset(name string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(name) {
	case "utf-8", "us-ascii":
		return r, nil
	case "iso-8859-1", "windows-1252", "iso-8859-15":
		return &latin{r: bufio.NewReader(r)}, nil
	}
	return nil, ErrDocument
}

// latin gives UTF-8 for windows-1252.
type latin struct {
	r    *bufio.Reader
	rest []byte
}

func (l *latin) Read(p []byte) (int, error) {
	if len(l.rest) == 0 {
		c, err := l.r.ReadByte()
		if err != nil {
			return 0, err
		}
		l.rest = []byte(string(reconcile.Windows1252(c)))
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// file is one that is being read.
type file struct {
	each    func(reconcile.Entry) error
	source  *bounded
	xml     *xml.Decoder
	summary reconcile.Summary

	message bool   // the document is one of the messages
	created string // the day of the message
	booking *booking
	totals  totals
}

func (f *file) broken(code, detail string) {
	f.summary.Partial, f.summary.Controls = true, reconcile.ControlsMismatch
	f.summary.Note(f.line(), code, detail)
}

func (f *file) line() int {
	line, _ := f.xml.InputPos()
	return line
}

func (f *file) reject(code, detail string) { f.summary.Reject(f.line(), code, detail) }

func (f *file) hand(e reconcile.Entry) error {
	f.summary.Count(&e)
	return f.each(e)
}

func (f *file) read() error {
	for {
		f.source.read = 0
		token, err := f.xml.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.Directive:
			return ErrDocument
		case xml.StartElement:
			err = f.start(token)
		case xml.EndElement:
			err = f.end(token.Name.Local)
		}
		if err != nil {
			return err
		}
	}
}

// start takes an element that is read as a whole, and goes on into the others.
func (f *file) start(element xml.StartElement) error {
	switch element.Name.Local {
	case "BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", "BkToCstmrAcctRpt", "CstmrPmtStsRpt":
		f.message = true
	case "CreDtTm":
		if text, err := f.text(element); err != nil || f.created != "" {
			return err
		} else {
			f.created = day(text)
		}
	case "TxsSummry":
		return f.xml.DecodeElement(&f.totals.told, &element)
	case "TxInfAndSts":
		return f.status(element)
	case "Ntry":
		f.booking = &booking{}
	case "TxDtls":
		return f.details(element)
	case "NtryDtls", "GrpHdr", "Stmt", "Ntfctn", "Rpt", "OrgnlPmtInfAndSts", "Document":
	default:
		if f.booking != nil {
			return f.booking.take(f.xml, element)
		}
	}
	return nil
}

func (f *file) end(name string) error {
	switch name {
	case "Ntry":
		return f.endBooking()
	case "Stmt", "Ntfctn", "Rpt":
		f.totals.check(f)
		f.totals = totals{}
	}
	return nil
}

func (f *file) text(element xml.StartElement) (string, error) {
	var text string
	err := f.xml.DecodeElement(&text, &element)
	return strings.TrimSpace(text), err
}

// day is the day of a date, or of an instant as its bank writes it.
func day(text string) string {
	text = strings.TrimSpace(text)
	if len(text) < 10 || !canonical.Date(text[:10]).Valid() {
		return ""
	}
	return text[:10]
}
