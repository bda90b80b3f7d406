package listener

import (
	"errors"
	"io"
	"sync/atomic"
)

// Why a body is not read.
var (
	ErrBodyTooLarge = errors.New("read body: it exceeds its limit")
	ErrOverBudget   = errors.New("read body: too many bytes of bodies are in flight")
)

// Budget is the memory that bodies in flight may take together. Safe for
// concurrent use.
type Budget struct {
	max  int64
	used atomic.Int64
}

// NewBudget makes a budget of max bytes.
func NewBudget(max int64) *Budget { return &Budget{max: max} }

// Used is how many bytes are reserved.
func (b *Budget) Used() int64 { return b.used.Load() }

func (b *Budget) reserve(n int64) bool {
	if b.used.Add(n) > b.max {
		b.release(n)
		return false
	}
	return true
}

func (b *Budget) release(n int64) { b.used.Add(-n) }

// How much memory a byte of a body costs: while it is read, itself and as much
// that the collector has not taken back yet; and while it is worked on, which puts
// it into other forms.
const readFactor, workFactor = 2, 4

// firstBuffer is the memory for the first bytes of a body, which most bodies do
// not exceed; growth is how much larger the next one is.
const firstBuffer, growth = 4 << 10, 4

// Body is the body of a request in memory. Its memory counts until Release; it is
// never used again for another body, so whoever keeps a part of it sees no
// stranger's.
type Body struct {
	Bytes  []byte
	budget *Budget
	held   int64
}

// ReadBody reads a body of at most limit bytes. announced is its length, or
// Chunked. What it takes of the budget grows with what arrives.
func (b *Budget) ReadBody(from io.Reader, announced, limit int) (*Body, error) {
	if announced > limit {
		return nil, ErrBodyTooLarge
	}
	most := announced
	if announced == Chunked {
		most = limit
	}
	body := &Body{budget: b}
	first := min(firstBuffer, most)
	if !body.reserve(readFactor * int64(first)) {
		return nil, ErrOverBudget
	}
	body.Bytes = make([]byte, 0, first)
	err := body.fill(from, most)
	if err == nil && announced != Chunked && len(body.Bytes) < announced {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		body.Release()
		return nil, err
	}
	return body, nil
}

func (b *Body) reserve(n int64) bool {
	if !b.budget.reserve(n) {
		return false
	}
	b.held += n
	return true
}

// fill reads until from ends; more than most bytes are too many.
func (b *Body) fill(from io.Reader, most int) error {
	for {
		if len(b.Bytes) == most {
			var beyond [1]byte
			if n, err := io.ReadFull(from, beyond[:]); n == 0 && errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			return ErrBodyTooLarge
		}
		if len(b.Bytes) == cap(b.Bytes) {
			if err := b.grow(most); err != nil {
				return err
			}
		}
		n, err := from.Read(b.Bytes[len(b.Bytes):min(cap(b.Bytes), most)])
		b.Bytes = b.Bytes[:len(b.Bytes)+n]
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// grow moves what arrived to a larger buffer. Both are held until it is moved.
func (b *Body) grow(most int) error {
	before, size := b.held, min(growth*cap(b.Bytes), most)
	if !b.reserve(readFactor * int64(size)) {
		return ErrOverBudget
	}
	b.Bytes = append(make([]byte, 0, size), b.Bytes...)
	b.budget.release(before)
	b.held -= before
	return nil
}

// Work reserves what the work on the body costs, and says whether it was there.
func (b *Body) Work() bool { return b.reserve(workFactor*int64(cap(b.Bytes)) - b.held) }

// Forget leaves the bytes to the collector. What the work costs stays reserved.
func (b *Body) Forget() { b.Bytes = nil }

// Release gives the memory back. A nil body has none.
func (b *Body) Release() {
	if b == nil {
		return
	}
	b.budget.release(b.held)
	b.Bytes, b.held = nil, 0
}
