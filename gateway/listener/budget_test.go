package listener_test

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"canongate/gateway/listener"
)

// TestX1TheBudgetCountsWhatArrives wants an announcement to cost next to nothing,
// and every byte to be given back.
func TestX1TheBudgetCountsWhatArrives(t *testing.T) {
	t.Parallel()
	const limit = 1 << 20
	b := listener.NewBudget(2 * limit)
	silent, announce := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, err := b.ReadBody(silent, limit, limit)
		done <- err
	}()
	if _, err := announce.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if used := b.Used(); used > 8<<10 {
		t.Errorf("a body of which one byte came holds %d bytes", used)
	}
	announce.CloseWithError(io.ErrUnexpectedEOF)
	if err := <-done; !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	body, err := b.ReadBody(bytes.NewReader(make([]byte, limit/2)), limit/2, limit)
	if err != nil {
		t.Fatal(err)
	}
	if used := b.Used(); used < limit {
		t.Errorf("half a megabyte holds %d bytes", used)
	}
	if !body.Work() || b.Used() != 2*limit {
		t.Errorf("the work on it holds %d bytes", b.Used())
	}
	if _, err := b.ReadBody(bytes.NewReader(make([]byte, limit)), limit, limit); !errors.Is(err, listener.ErrOverBudget) {
		t.Errorf("a body beyond the budget: %v", err)
	}
	body.Release()
	body.Release()
	if used := b.Used(); used != 0 {
		t.Errorf("%d bytes are held when all bodies are gone", used)
	}
}

func TestX1BodiesAreReadWhole(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		size, announced, limit int
		want                   error
	}{
		"empty":                     {0, 0, 10, nil},
		"empty, chunked":            {0, listener.Chunked, 10, nil},
		"small":                     {10, 10, 10, nil},
		"of a buffer":               {4096, 4096, 1 << 20, nil},
		"large":                     {999_999, 999_999, 1 << 20, nil},
		"large, chunked":            {999_999, listener.Chunked, 1 << 20, nil},
		"as large as it may be":     {1 << 20, listener.Chunked, 1 << 20, nil},
		"one byte too large":        {1<<20 + 1, listener.Chunked, 1 << 20, listener.ErrBodyTooLarge},
		"announced too large":       {0, 11, 10, listener.ErrBodyTooLarge},
		"longer than was announced": {11, 10, 20, listener.ErrBodyTooLarge},
		"cut":                       {9, 10, 20, io.ErrUnexpectedEOF},
		"cut at a buffer":           {4096, 4097, 1 << 20, io.ErrUnexpectedEOF},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := listener.NewBudget(8 << 20)
			sent := bytes.Repeat([]byte("abcdefg"), c.size/7+1)[:c.size]
			for _, from := range []io.Reader{bytes.NewReader(sent), iotest.DataErrReader(iotest.HalfReader(bytes.NewReader(sent)))} {
				body, err := b.ReadBody(from, c.announced, c.limit)
				if !errors.Is(err, c.want) {
					t.Fatalf("%v, want %v", err, c.want)
				}
				if body != nil && !bytes.Equal(body.Bytes, sent) {
					t.Errorf("%d bytes came, others than were sent", len(body.Bytes))
				}
				body.Release()
				if used := b.Used(); used != 0 {
					t.Errorf("%d bytes are held at the end", used)
				}
			}
		})
	}
}
