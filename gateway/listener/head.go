package listener

import (
	"bytes"
	"errors"
	"math"
)

// Chunked is the length of a body that comes in chunks.
const Chunked = -1

// Head is what the head of a request says about its body and its connection.
type Head struct {
	Length   int  // bytes that were announced; Chunked: nobody knows
	Continue bool // the caller waits for 100 Continue before it sends the body
	Close    bool // the caller wants no other answer on the connection
}

// ErrHead says that two parsers could read the head differently.
var ErrHead = errors.New("read head: it is not well-formed HTTP")

// ErrTwoTypes says that the type of the body is said more than once.
var ErrTwoTypes = errors.New("read head: it has more than one Content-Type")

// ReadHead reads the header lines of a request as they came, down to the empty
// line. It is stricter than a lenient parser before or behind it: every line ends
// with CR LF, none is folded, names are tokens, and length and type of the
// body are said at most once.
func ReadHead(lines []byte, http11 bool) (Head, error) {
	var head Head
	length, coding, typed := false, false, false
	for len(lines) > 0 {
		line, rest, ended := bytes.Cut(lines, []byte("\r\n"))
		if !ended {
			return Head{}, ErrHead
		}
		if len(line) == 0 {
			break
		}
		lines = rest
		name, value, ok := bytes.Cut(line, []byte(":"))
		if !ok || !isToken(name) || !isFieldValue(value) {
			return Head{}, ErrHead
		}
		value = bytes.Trim(value, " \t")
		switch {
		case is(name, "content-length"):
			if head.Length, ok = parseLength(value); !ok || length {
				return Head{}, ErrHead
			}
			length = true
		case is(name, "transfer-encoding"):
			if coding || !http11 || !is(value, "chunked") {
				return Head{}, ErrHead
			}
			coding = true
		case is(name, "content-type"):
			if typed {
				return Head{}, ErrTwoTypes
			}
			typed = true
		case is(name, "expect"):
			head.Continue = http11 && is(value, "100-continue")
		case is(name, "connection"):
			head.Close = head.Close || lists(value, "close")
		}
	}
	switch {
	case length && coding: // RFC 9112 §6.1
		return Head{}, ErrHead
	case coding:
		head.Length = Chunked
	}
	return head, nil
}

// is compares without regard to case; lower is in lower case.
func is(text []byte, lower string) bool {
	return len(text) == len(lower) && bytes.EqualFold(text, []byte(lower))
}

// lists says whether a list (RFC 9110 §5.6.1) has an element; lower is in lower case.
func lists(value []byte, lower string) bool {
	for element := range bytes.SplitSeq(value, []byte(",")) {
		if is(bytes.Trim(element, " \t"), lower) {
			return true
		}
	}
	return false
}

// parseLength reads digits, and nothing else.
func parseLength(text []byte) (n int, ok bool) {
	for _, b := range text {
		if b < '0' || b > '9' || n > (math.MaxInt-9)/10 {
			return 0, false
		}
		n = 10*n + int(b-'0')
	}
	return n, len(text) > 0
}

// tokens are the bytes of a token (RFC 9110 §5.6.2).
var tokens = func() (table [256]bool) {
	for _, b := range "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		table[b] = true
	}
	return table
}()

func isToken(name []byte) bool {
	for _, b := range name {
		if !tokens[b] {
			return false
		}
	}
	return len(name) > 0
}

// isFieldValue says whether there are no control characters but tabs.
func isFieldValue(value []byte) bool {
	for _, b := range value {
		if b < ' ' && b != '\t' || b == 0x7f {
			return false
		}
	}
	return true
}

// lineCheck follows a head as it comes, for lines that do not end with CR LF: who
// waits for a CR LF that never comes would wait in vain.
type lineCheck struct {
	last   byte
	length int  // of the line so far
	began  bool // a line that is not empty was there
}

// next looks at more bytes. ended says that the head's empty line was among them;
// what stands behind it is not looked at.
func (l *lineCheck) next(p []byte) (sound, ended bool) {
	for len(p) > 0 {
		line, rest, whole := bytes.Cut(p, []byte("\n"))
		if len(line) > 0 {
			l.last = line[len(line)-1]
		}
		l.length += len(line)
		if !whole {
			return true, false
		}
		if l.last != '\r' {
			return false, false
		}
		if l.length == 1 && l.began {
			return true, true
		}
		l.began = l.began || l.length > 1
		l.last, l.length, p = 0, 0, rest
	}
	return true, false
}
