//go:build unix

package http1_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// after is a vendor that answers its first request in one way, and all others well.
func after(t *testing.T, first string) *vendor {
	t.Helper()
	var once sync.Once
	return serve(t, listen(t), "http", func(c net.Conn, _ int) bool {
		answer := ok
		once.Do(func() { answer = first })
		_, err := io.WriteString(c, answer)
		return err == nil
	})
}

// TestWhatIsKept counts the connections that a call and another one need.
func TestWhatIsKept(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer      string
		connections int64
	}{
		"an answer of known length":    {ok, 1},
		"an answer in chunks":          {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 1},
		"an answer without a body":     {"HTTP/1.1 204 No Content\r\n\r\n", 1},
		"an empty answer":              {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 1},
		"one after hints":              {"HTTP/1.1 103 Early Hints\r\n\r\n" + ok, 1},
		"HTTP/1.0 that is kept":        {"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}", 1},
		"HTTP/1.0":                     {"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", 2},
		"one that says close":          {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", 2},
		"two answers at once":          {ok + ok, 2},
		"a line too much":              {ok + "\r\n", 2},
		"more than the length":         {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{}", 2},
		"more than no content":         {"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}", 2},
		"more than nothing":            {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" + ok, 2},
		"more than the chunks":         {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nx", 2},
		"a status that is none":        {"HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n", 2},
		"another protocol":             {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", 2},
		"what cannot be read as chunk": {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 2},
		"what cannot be read":          {"rubbish\r\n\r\n", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := after(t, c.answer)
			transport := transportTo(t, v, nil)
			_, _, _ = ask(t.Context(), transport, v)
			asks(t, transport, v, 2)
			if got := v.connections.Load(); got != c.connections {
				t.Errorf("%d connections, want %d", got, c.connections)
			}
		})
	}
}

// TestEachCallHasAConnectionOfItsOwn wants so whatever the vendor says of its connections.
func TestEachCallHasAConnectionOfItsOwn(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"known length": ok, "asked to keep": "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}",
		"no body": "HTTP/1.1 204 No Content\r\n\r\n", "chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := saying(t, answer)
			transport := transportTo(t, v, func(standard *http.Transport) { standard.DisableKeepAlives = true })
			var reused atomic.Bool
			ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
				reused.Store(reused.Load() || info.Reused)
			}})
			for range 3 {
				if _, _, err := ask(ctx, transport, v); err != nil {
					t.Fatal(err)
				}
			}
			if v.requests.Load() != 3 || v.connections.Load() != 3 || reused.Load() {
				t.Errorf("%d requests on %d connections, reused: %v", v.requests.Load(), v.connections.Load(), reused.Load())
			}
		})
	}
}

// TestACallThatIsCutOffIsNotRepeated has a vendor that takes each request and closes.
func TestACallThatIsCutOffIsNotRepeated(t *testing.T) {
	t.Parallel()
	v := serve(t, listen(t), "http", func(net.Conn, int) bool { return false })
	transport := transportTo(t, v, func(standard *http.Transport) { standard.DisableKeepAlives = true })
	if _, _, err := ask(t.Context(), transport, v); err == nil {
		t.Error("an answer that never came was read")
	}
	if v.requests.Load() != 1 || v.connections.Load() != 1 {
		t.Errorf("%d requests on %d connections", v.requests.Load(), v.connections.Load())
	}
}

func TestAnUnreadAnswerIsNotKept(t *testing.T) {
	t.Parallel()
	v := after(t, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsomebody")
	transport := transportTo(t, v, nil)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.base.String(), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		t.Error(err)
	}
	if n, err := res.Body.Read(make([]byte, 8)); n > 0 || err == nil {
		t.Errorf("%d bytes read from a closed body: %v", n, err)
	}
	asks(t, transport, v, 1)
	if v.connections.Load() != 2 {
		t.Error("an answer that was not read stayed on the connection")
	}
}

// TestASilentConnectionOnly has a vendor that closes a connection which waits, or
// writes on it: what it writes is an answer to nobody, and must not be the next one's.
func TestASilentConnectionOnly(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(*net.TCPConn) error{
		"closed":     (*net.TCPConn).Close,
		"reset":      func(c *net.TCPConn) error { return errors.Join(c.SetLinger(0), c.Close()) },
		"half close": (*net.TCPConn).CloseWrite,
		"an answer":  write(strings.ReplaceAll(ok, "{}", "no")),
		"a byte":     write("\n"),
		"408":        write("HTTP/1.1 408 Request Timeout\r\n\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			theirs := make(chan *net.TCPConn, 2)
			v := serve(t, listen(t), "http", func(c net.Conn, n int) bool {
				if n == 1 {
					theirs <- c.(*net.TCPConn)
				}
				_, err := io.WriteString(c, ok)
				return err == nil
			})
			ours := make(chan *net.TCPConn, 2)
			transport := transportTo(t, v, func(tr *http.Transport) {
				tr.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
					c, err := new(net.Dialer).DialContext(ctx, network, address)
					if err == nil {
						ours <- c.(*net.TCPConn)
					}
					return c, err
				}
			})
			asks(t, transport, v, 1)
			if err := meanwhile(<-theirs); err != nil {
				t.Fatal(err)
			}
			arrived(t, <-ours)
			asks(t, transport, v, 3)
			if v.requests.Load() != 4 || v.connections.Load() != 2 {
				t.Errorf("%d requests on %d connections for 4 calls", v.requests.Load(), v.connections.Load())
			}
		})
	}
}

func write(s string) func(*net.TCPConn) error {
	return func(c *net.TCPConn) error {
		_, err := io.WriteString(c, s)
		return err
	}
}

// arrived waits until something, or an end, has come in on a connection.
func arrived(t *testing.T, c *net.TCPConn) {
	t.Helper()
	raw, err := c.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Read(func(fd uintptr) bool {
		_, _, err := syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		return !errors.Is(err, syscall.EAGAIN)
	}); err != nil {
		t.Fatal(err)
	}
}

// TestOneAnswerNeverBecomesAnothers has many callers at once, some of whom give up,
// at a vendor that answers late: who gets an answer gets his own.
func TestOneAnswerNeverBecomesAnothers(t *testing.T) {
	t.Parallel()
	v := &vendor{}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Query().Get("name")
		w.Header().Set("X-Name", name)
		_, _ = io.WriteString(w, strings.Repeat(name+" ", 200))
		if len(name)%2 == 0 {
			_ = http.NewResponseController(w).Flush()
		}
		_, _ = io.WriteString(w, name)
	})}
	listener := listen(t)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	v.base = &url.URL{Scheme: "http", Host: listener.Addr().String()}
	transport := transportTo(t, v, nil)
	var all sync.WaitGroup
	for caller := range 16 {
		all.Go(func() {
			for i := range 60 {
				name := strconv.Itoa(caller*1000 + i)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				if i%3 == 0 {
					time.AfterFunc(time.Duration(i)*10*time.Microsecond, cancel)
				}
				r, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base.String()+"/?name="+name, strings.NewReader(name))
				if err != nil {
					t.Error(err)
				}
				if res, err := transport.RoundTrip(r); err == nil {
					said, err := io.ReadAll(res.Body)
					if res.Header.Get("X-Name") != name || strings.Trim(string(said), name+" ") != "" {
						t.Errorf("%s got %s: %.40q", name, res.Header.Get("X-Name"), said)
					}
					if err == nil && len(said) != 201*len(name)+200 {
						t.Errorf("%d bytes", len(said))
					}
					_ = res.Body.Close()
				} else if i%3 != 0 {
					t.Errorf("%s: %v", name, err)
				}
				cancel()
			}
		})
	}
	all.Wait()
}

func TestIdleConnectionsEnd(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{}, 2)
	v := saying(t, ok)
	dials := func(tr *http.Transport) {
		tr.IdleConnTimeout = 30 * time.Millisecond
		tr.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := new(net.Dialer).DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return &told{TCPConn: c.(*net.TCPConn), ended: ended}, nil
		}
	}
	transport := transportTo(t, v, dials)
	asks(t, transport, v, 1)
	<-ended
	asks(t, transport, v, 1)
	<-ended
	if n := v.connections.Load(); n != 2 {
		t.Errorf("%d connections", n)
	}
}

// told is a connection that tells when it is closed.
type told struct {
	*net.TCPConn
	ended chan<- struct{}
}

func (c *told) Close() error {
	c.ended <- struct{}{}
	return c.TCPConn.Close()
}

func TestIdleConnectionsAreClosedWhenAsked(t *testing.T) {
	t.Parallel()
	asked, answer := make(chan struct{}), make(chan struct{})
	v := serve(t, listen(t), "http", func(c net.Conn, n int) bool {
		if n == 2 {
			close(asked)
			<-answer
		}
		_, err := io.WriteString(c, ok)
		return err == nil
	})
	transport := transportTo(t, v, nil)
	asks(t, transport, v, 1)
	done := make(chan error)
	go func() {
		_, _, err := ask(t.Context(), transport, v)
		done <- err
	}()
	<-asked
	transport.CloseIdleConnections() // the call goes on, and its connection is not kept
	close(answer)
	if err := <-done; err != nil {
		t.Error(err)
	}
	asks(t, transport, v, 1)
	transport.CloseIdleConnections()
	asks(t, transport, v, 1)
	if n := v.connections.Load(); n != 3 {
		t.Errorf("%d connections, want 3", n)
	}
}

func TestNoMoreAreKeptThanAllowed(t *testing.T) {
	t.Parallel()
	var together sync.WaitGroup
	together.Add(4)
	v := serve(t, listen(t), "http", func(c net.Conn, n int) bool {
		if n == 1 {
			together.Done()
			together.Wait()
		}
		_, err := io.WriteString(c, ok)
		return err == nil
	})
	ended := make(chan struct{}, 8)
	transport := transportTo(t, v, func(tr *http.Transport) {
		tr.MaxIdleConnsPerHost = 3
		tr.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := new(net.Dialer).DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return &told{TCPConn: c.(*net.TCPConn), ended: ended}, nil
		}
	})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, _, err := ask(t.Context(), transport, v); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(ended); n != 1 {
		t.Errorf("%d of 4 connections were closed, with room for 3", n)
	}
}
