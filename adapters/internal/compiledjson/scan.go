package compiledjson

import "bytes"

// maxDepth is how deep values may be nested. No documented answer comes near.
const maxDepth = 32

// scan goes through a JSON text. Its methods move it past what they read; one that
// gives false leaves it anywhere.
type scan struct {
	text []byte // valid UTF-8
	at   int
}

// peek skips white space and gives the byte that follows, or 0.
func (s *scan) peek() byte {
	for ; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; c {
		case ' ', '\n', '\r', '\t':
		default:
			return c
		}
	}
	return 0
}

// take reads one byte that has to follow.
func (s *scan) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

// value reads any value and gives its bytes, which are part of the text.
func (s *scan) value(depth int) ([]byte, bool) {
	first := s.peek()
	from := s.at
	ok := false
	switch first {
	case '"':
		_, _, ok = s.quoted()
	case '{':
		ok = s.object(depth)
	case '[':
		ok = s.list(depth)
	case 't':
		ok = s.literal("true")
	case 'f':
		ok = s.literal("false")
	case 'n':
		ok = s.literal("null")
	default:
		ok = s.number()
	}
	return s.text[from:s.at], ok
}

// next goes on to the next element of an object or a list, or to its end.
func (s *scan) next(end byte) (more, ok bool) {
	switch s.peek() {
	case ',':
		s.at++
		return true, true
	case end:
		s.at++
		return false, true
	}
	return false, false
}

// begin reads the beginning of an object or a list, and its end where it is empty.
func (s *scan) begin(open, end byte) (more, ok bool) {
	if !s.take(open) {
		return false, false
	}
	if s.peek() == end {
		s.at++
		return false, true
	}
	return true, true
}

func (s *scan) object(depth int) bool {
	more, ok := s.begin('{', '}')
	for ok && more {
		if depth >= maxDepth {
			return false
		}
		if _, ok = s.name(); !ok {
			return false
		}
		if _, ok = s.value(depth + 1); ok {
			more, ok = s.next('}')
		}
	}
	return ok
}

func (s *scan) list(depth int) bool {
	more, ok := s.begin('[', ']')
	for ok && more {
		if depth >= maxDepth {
			return false
		}
		if _, ok = s.value(depth + 1); ok {
			more, ok = s.next(']')
		}
	}
	return ok
}

// name reads a member's name and the colon, and gives the name without its quotes.
func (s *scan) name() ([]byte, bool) {
	if s.peek() != '"' {
		return nil, false
	}
	text, escaped, ok := s.quoted()
	return text, ok && !escaped && s.take(':')
}

// inText has the bytes that stand for themselves in a text.
var inText = func() (plain [256]bool) {
	for c := ' '; c < 256; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}()

// quoted reads a text, and gives what is between its quotes.
func (s *scan) quoted() (text []byte, escaped, ok bool) {
	s.at++
	from := s.at
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case inText[c]:
			s.at++
		case c == '"':
			s.at++
			return s.text[from : s.at-1], escaped, true
		case c != '\\' || !s.escape():
			return nil, false, false
		default:
			escaped = true
		}
	}
	return nil, false, false
}

// escape reads an escape that is no half of a surrogate pair.
func (s *scan) escape() bool {
	if s.at+1 >= len(s.text) {
		return false
	}
	c := s.text[s.at+1]
	s.at += 2
	if c != 'u' {
		return bytes.IndexByte([]byte(`"\/bfnrt`), c) >= 0
	}
	if s.at+4 > len(s.text) {
		return false
	}
	digits := s.text[s.at : s.at+4]
	s.at += 4
	for _, d := range digits {
		if !(d >= '0' && d <= '9' || d >= 'a' && d <= 'f' || d >= 'A' && d <= 'F') {
			return false
		}
	}
	return digits[0] != 'd' && digits[0] != 'D' || digits[1] < '8'
}

func (s *scan) literal(word string) bool {
	if len(s.text)-s.at < len(word) || string(s.text[s.at:s.at+len(word)]) != word {
		return false
	}
	s.at += len(word)
	return true
}

// number reads a number as RFC 8259 §6 has it.
func (s *scan) number() bool {
	if s.at < len(s.text) && s.text[s.at] == '-' {
		s.at++
	}
	from := s.at
	if s.digits() == 0 || s.text[from] == '0' && s.at > from+1 {
		return false
	}
	if s.at < len(s.text) && s.text[s.at] == '.' {
		s.at++
		if s.digits() == 0 {
			return false
		}
	}
	if s.at < len(s.text) && (s.text[s.at] == 'e' || s.text[s.at] == 'E') {
		s.at++
		if s.at < len(s.text) && (s.text[s.at] == '+' || s.text[s.at] == '-') {
			s.at++
		}
		return s.digits() > 0
	}
	return true
}

func (s *scan) digits() int {
	from := s.at
	for s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '9' {
		s.at++
	}
	return s.at - from
}
