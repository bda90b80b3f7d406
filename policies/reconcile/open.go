package reconcile

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// Limits of a file.
type Limits struct {
	Bytes int64 // unpacked
	Lines int
}

// What a file is refused for as a whole.
var (
	ErrTooLarge     = errors.New("the file is larger than the limit")
	ErrTooManyLines = errors.New("the file has more lines than the limit")
	ErrPacked       = errors.New("the file is packed by gzip and can't be unpacked")
	ErrEncoding     = errors.New("the file is UTF-16: it must be UTF-8 or windows-1252")
)

var (
	gzipMagic = []byte{0x1f, 0x8b}
	utf8BOM   = []byte{0xef, 0xbb, 0xbf}
	utf16BOMs = [][]byte{{0xff, 0xfe}, {0xfe, 0xff}}
)

// Open unpacks a file that is packed by gzip, takes the byte order mark off, and
// holds the file to the limits while it is read: never is more unpacked than the
// limit. What is packed twice is not unpacked twice.
func Open(r io.Reader, limits Limits) (*bufio.Reader, error) {
	b := bufio.NewReader(&limited{r: r, limits: Limits{Bytes: limits.Bytes}}) // the packed file has a limit too
	head, err := peek(b, len(gzipMagic))
	if err != nil {
		return nil, err
	}
	if bytes.Equal(head, gzipMagic) {
		unpacked, err := gzip.NewReader(b)
		if err != nil {
			return nil, fmt.Errorf("open file: %w", ErrPacked)
		}
		b = bufio.NewReader(&limited{r: &gunzip{unpacked}, limits: limits})
	} else {
		b = bufio.NewReader(&limited{r: b, limits: limits})
	}
	return b, skipMark(b)
}

func skipMark(b *bufio.Reader) error {
	head, err := peek(b, len(utf8BOM))
	if err != nil {
		return err
	}
	for _, mark := range utf16BOMs {
		if bytes.HasPrefix(head, mark) {
			return fmt.Errorf("open file: %w", ErrEncoding)
		}
	}
	if bytes.Equal(head, utf8BOM) {
		_, err = b.Discard(len(utf8BOM))
	}
	return err
}

// peek is Peek for a file that may be shorter.
func peek(b *bufio.Reader, n int) ([]byte, error) {
	head, err := b.Peek(n)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return head, err
}

// limited reads until a limit is passed; a limit of 0 is none.
type limited struct {
	r      io.Reader
	limits Limits
	bytes  int64
	lines  int
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.bytes += int64(n)
	l.lines += bytes.Count(p[:n], []byte{'\n'})
	switch {
	case l.limits.Bytes > 0 && l.bytes > l.limits.Bytes:
		return 0, fmt.Errorf("read file: %w", ErrTooLarge)
	case l.limits.Lines > 0 && l.lines > l.limits.Lines:
		return 0, fmt.Errorf("read file: %w", ErrTooManyLines)
	}
	return n, err
}

// gunzip tells a broken packing from a file that can't be read.
type gunzip struct{ r *gzip.Reader }

func (g *gunzip) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, ErrTooLarge) {
		err = fmt.Errorf("read file: %w", ErrPacked)
	}
	return n, err
}
