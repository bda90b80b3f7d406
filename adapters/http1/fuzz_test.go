//go:build unix

package http1_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"canongate/adapters/http1"
)

// The bounds that the fuzzing holds the client to.
const (
	fuzzDeadline = 20 * time.Millisecond
	fuzzGrace    = 5 * time.Second // what a busy machine may add
	fuzzBody     = 64 << 10        // of a body, read
	fuzzMemory   = 2 << 20         // of a call: the head, the body as it grows, gzip's tables
)

// How a hostile server plays its bytes, by the bits of an input's first byte.
const (
	hangs    = 1 << iota // it does not close at the end
	dribbles             // it writes a few bytes at a time
)

// hostile is a server that plays bytes: those before the first mark answer the first
// request, those behind it the second.
type hostile struct {
	listener net.Listener
	script   atomic.Pointer[script]
}

const mark = "\x00next\x00"

type script struct {
	manner  byte
	answers [2][]byte
	over    chan struct{}
}

func newScript(input []byte) *script {
	s := &script{over: make(chan struct{})}
	if len(input) > 0 {
		s.manner = input[0]
		first, second, _ := bytes.Cut(input[1:], []byte(mark))
		s.answers = [2][]byte{first, second}
	}
	return s
}

func (h *hostile) serve() {
	for {
		c, err := h.listener.Accept()
		if err != nil {
			return
		}
		go h.script.Load().play(c.(*net.UnixConn))
	}
}

func (s *script) play(c *net.UnixConn) {
	defer c.Close()
	in := bufio.NewReader(c)
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		second := r.URL.Path == "/1"
		answer := s.answers[0]
		if second {
			answer = s.answers[1]
		}
		step := max(len(answer), 1)
		if s.manner&dribbles != 0 {
			step = 7
		}
		for len(answer) > 0 {
			part := min(step, len(answer))
			if _, err := c.Write(answer[:part]); err != nil {
				return
			}
			answer = answer[part:]
		}
		switch {
		case s.manner&hangs != 0:
			if second || len(s.answers[1]) == 0 {
				<-s.over
				return
			}
		case second || len(s.answers[1]) == 0:
			return
		}
	}
}

// run has a client make two calls, one after the other, and gives what they got; ""
// for one that failed.
func (h *hostile) run(t *testing.T, client http.RoundTripper, s *script) (answers [2]string) {
	t.Helper()
	h.script.Store(s)
	defer close(s.over)
	for i := range answers {
		ctx, cancel := context.WithTimeout(t.Context(), fuzzDeadline)
		began := time.Now()
		before := allocated()
		res, said := bounded(ctx, t, client, i)
		if used := allocated() - before; used > fuzzMemory {
			t.Errorf("call %d took %d bytes", i+1, used)
		}
		if took := time.Since(began); took > fuzzDeadline+fuzzGrace {
			t.Errorf("call %d took %v", i+1, took)
		}
		cancel()
		if res != nil {
			answers[i] = seen(res, said, nil)
		}
	}
	return answers
}

// bounded makes one call; nil when it failed.
func bounded(ctx context.Context, t *testing.T, client http.RoundTripper, call int) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://vendor.example.com/"+strconv.Itoa(call), strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	res, err := client.RoundTrip(r)
	if err != nil {
		return nil, ""
	}
	defer res.Body.Close()
	if res.StatusCode < http.StatusOK {
		return nil, ""
	}
	said, err := io.ReadAll(io.LimitReader(res.Body, fuzzBody))
	if err != nil {
		return nil, ""
	}
	return res, string(said)
}

// allocated is how many bytes the process has ever asked for.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// FuzzAHostileServer holds the client to its deadline and its memory, and its answers
// to those that net/http reads on connections of their own: so nothing of the first
// answer may be in the second.
func FuzzAHostileServer(f *testing.F) {
	for _, answer := range oddAnswers {
		if len(answer) < 10_000 {
			for _, manner := range []byte{0, hangs, dribbles} {
				f.Add(append([]byte{manner}, answer...))
				f.Add(append([]byte{manner}, answer+mark+ok...))
				f.Add(append([]byte{manner}, ok+answer+mark+strings.ReplaceAll(ok, "{}", "me")...))
			}
		}
	}
	f.Add(append([]byte{0}, packedAnswer(f, make([]byte, 1<<20))...))
	f.Add(append([]byte{0}, packedAnswer(f, []byte("{}"))+mark+ok...))

	listener, err := net.Listen("unix", filepath.Join(f.TempDir(), "s"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { listener.Close() })
	server := &hostile{listener: listener}
	go server.serve()
	standard := func(keep bool) *http.Transport {
		return &http.Transport{
			MaxResponseHeaderBytes: 64 << 10, DisableKeepAlives: !keep, IdleConnTimeout: time.Minute,
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, "unix", listener.Addr().String())
			},
		}
	}
	base := &url.URL{Scheme: "http", Host: "vendor.example.com"}
	f.Fuzz(func(t *testing.T, input []byte) {
		client := http1.New(standard(true), base)
		ours := server.run(t, client, newScript(input))
		client.CloseIdleConnections()
		theirs := server.run(t, standard(false), newScript(input))
		for i, want := range theirs {
			// Written bit by bit, what follows an answer may come after the next request, and
			// nobody can tell it from the answer to that.
			if i == 1 && len(input) > 0 && input[0]&dribbles != 0 {
				continue
			}
			if got := ours[i]; got != "" && want != "" && got != want {
				t.Errorf("answer %d is\n%s\nand with net/http\n%s", i+1, got, want)
			}
		}
	})
}
