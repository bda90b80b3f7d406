package listener_test

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"testing"
	"time"

	"canongate/gateway/listener"
)

// queue is a listener that accepts what a test puts into it.
type queue struct {
	conns chan net.Conn
	errs  chan error
}

func (q queue) Accept() (net.Conn, error) {
	select {
	case err := <-q.errs:
		return nil, err
	default:
	}
	conn, more := <-q.conns
	if !more {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (q queue) Close() error   { return nil }
func (q queue) Addr() net.Addr { return &net.TCPAddr{} }

// from is a connection with an address.
type from struct {
	net.Conn
	address net.Addr
}

func (c from) RemoteAddr() net.Addr { return c.address }

func dial(t *testing.T, ip string) (ours net.Conn, theirs net.Conn) {
	t.Helper()
	ours, theirs = net.Pipe()
	t.Cleanup(func() { theirs.Close() })
	return from{ours, &net.TCPAddr{IP: net.ParseIP(ip), Port: 17}}, theirs
}

// TestX1ConnectionsAreLimited opens connections from several addresses.
func TestX1ConnectionsAreLimited(t *testing.T) {
	t.Parallel()
	q := queue{make(chan net.Conn, 16), make(chan error)}
	var refused []string
	l, err := listener.New(q, listener.Limits{PerSource: 2, Total: 4, Refused: func(limit string) { refused = append(refused, limit) }}, listener.TLSOptions{})
	if err != nil {
		t.Fatal(err)
	}
	accept := func() net.Conn {
		t.Helper()
		conn, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	addresses := []string{
		"192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1", // the last is the third of its address
		"2001:db8::1", "2001:db8::ffff", "2001:db8::2:3", // as is this one
		"2001:db8:0:1::1", // and this the fifth
	}
	var last net.Conn
	for _, ip := range addresses {
		var conn net.Conn
		conn, last = dial(t, ip)
		q.conns <- conn
	}
	first := accept()
	for range 3 {
		accept()
	}
	if l.Open() != 4 {
		t.Errorf("%d are open", l.Open())
	}
	closed := make(chan error, 1)
	go func() {
		_, err := last.Read(make([]byte, 1))
		closed <- err
		first.Close()
		first.Close() // counts once
		conn, _ := dial(t, "192.0.2.1")
		q.conns <- conn
	}()
	accept()
	if err := <-closed; err == nil {
		t.Error("the connection beyond all is not closed")
	}
	want := []string{listener.LimitPerSource, listener.LimitPerSource, listener.LimitTotal}
	if len(refused) != 3 || refused[0] != want[0] || refused[1] != want[1] || refused[2] != want[2] {
		t.Errorf("refused for %v, want %v", refused, want)
	}
	if l.Open() != 4 {
		t.Errorf("%d are open at the end", l.Open())
	}
}

// TestX1WantOfDescriptorsEndsNothing has an accept fail for now, and then for
// good.
func TestX1WantOfDescriptorsEndsNothing(t *testing.T) {
	t.Parallel()
	q := queue{make(chan net.Conn, 1), make(chan error, 1)}
	l, err := listener.New(q, listener.Limits{}, listener.TLSOptions{})
	if err != nil {
		t.Fatal(err)
	}
	q.errs <- &net.OpError{Op: "accept", Net: "tcp", Err: syscall.EMFILE}
	conn, _ := dial(t, "192.0.2.1")
	q.conns <- conn
	if _, err := l.Accept(); err != nil {
		t.Error(err)
	}
	close(q.conns)
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
}

// TestX18LinesAreHeldWhileTheyCome sends heads in pieces of every size.
func TestX18LinesAreHeldWhileTheyCome(t *testing.T) {
	t.Parallel()
	for text, sound := range map[string]bool{
		"GET / HTTP/1.1\r\nA: b\r\n\r\n":          true,
		"\r\n\r\nGET / HTTP/1.1\r\nA: b\r\n\r\n":  true,
		"POST / HTTP/1.1\r\nA: b\r\n\r\n{\n\"a\"": true, // a body has lines of its own
		"GET / HTTP/1.1\nA: b\r\n\r\n":            false,
		"GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n":    false,
		"GET / HTTP/1.1\r\nA: b\r\n\n":            false,
		"\nGET / HTTP/1.1\r\n\r\n":                false,
	} {
		for size := 1; size <= len(text); size++ {
			if got := readInPieces(t, text, size); got != sound {
				t.Fatalf("%q in pieces of %d: taken is %v", text, size, got)
			}
		}
	}
}

// readInPieces says whether a connection gave a text to its reader.
func readInPieces(t *testing.T, text string, size int) bool {
	t.Helper()
	q := queue{make(chan net.Conn, 1), make(chan error)}
	l, err := listener.New(q, listener.Limits{}, listener.TLSOptions{})
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := net.Pipe()
	q.conns <- ours
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var wg sync.WaitGroup
	wg.Go(func() {
		defer theirs.Close()
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			if _, err := theirs.Write([]byte(rest[:n])); err != nil {
				return
			}
			rest = rest[n:]
		}
	})
	defer wg.Wait()
	defer conn.Close()
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	got, buffer := 0, make([]byte, size)
	for got < len(text) {
		n, err := conn.Read(buffer)
		if err != nil {
			return false
		}
		got += n
	}
	return true
}
