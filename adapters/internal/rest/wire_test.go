package rest_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

// raw is a vendor that answers as the test writes it. served gets the number of
// the request on its connection, from 1, after the request was read.
func raw(t *testing.T, served func(c net.Conn, request int)) (base string, calls *atomic.Int64) {
	t.Helper()
	calls = new(atomic.Int64)
	base = serveRaw(t, func(c net.Conn) {
		in := bufio.NewReader(c)
		for n := 1; ; n++ {
			req, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, req.Body)
			calls.Add(1)
			served(c, n)
		}
	})
	return base, calls
}

// serveRaw starts a server that knows no HTTP.
func serveRaw(t testing.TB, each func(net.Conn)) (base string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				each(c)
			}()
		}
	}()
	return "http://" + listener.Addr().String()
}

// closed says when the other side has closed the connection.
func closed(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

func TestX3AStatusThatIsNotFinalEndsTheCall(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, shared transport) {
		for name, answer := range map[string]string{
			"101":              "HTTP/1.1 101 Switching Protocols\r\n\r\n",
			"101 with upgrade": "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
			"101 with a body":  "HTTP/1.1 101 Switching Protocols\r\nContent-Length: 2\r\n\r\n{}",
			"099":              "HTTP/1.1 099 Odd\r\nContent-Length: 4096\r\n\r\n{}",
			"000":              "HTTP/1.1 000 Nothing\r\n\r\n",
			"a flood of 103":   strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 40) + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
		} {
			for _, method := range []string{"GET", "POST"} {
				t.Run(method+" "+name, func(t *testing.T) {
					t.Parallel()
					dropped := make(chan struct{})
					base, calls := raw(t, func(c net.Conn, _ int) {
						_, _ = io.WriteString(c, answer)
						closed(c)
						close(dropped)
					})
					_, err := at(t, shared, base).Do(t.Context(), rest.Request{Method: method, Path: "/"})
					wantError(t, err, canonical.VendorProtocolError, canonical.Unknown)
					<-dropped // the connection is not kept, and nothing of it read on
					if n := calls.Load(); n != 1 {
						t.Errorf("%d calls", n)
					}
				})
			}
		}
	})
}

func wantError(t *testing.T, err error, code canonical.Code, outcome canonical.Outcome) {
	t.Helper()
	if e := canonical.AsError(err); err == nil || e.Code != code || e.HowFar() != outcome {
		t.Errorf("%v, outcome %v; want %s, %s", err, canonical.AsError(err), code, outcome)
	}
}

func TestX3AFewInformationalAnswersAreNone(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, shared transport) {
		base, _ := raw(t, func(c net.Conn, _ int) {
			_, _ = io.WriteString(c, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
		})
		reply, err := at(t, shared, base).Do(t.Context(), rest.Request{Method: "GET", Path: "/"})
		if err != nil || reply.Status != http.StatusOK {
			t.Errorf("status %d, %v", reply.Status, err)
		}
	})
}

// TestX3ReadingEndsWithTheContext has vendors that go on writing for ever: each
// writes until the connection is closed, so a read that goes on hangs the test.
func TestX3ReadingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, shared transport) {
		for name, parts := range map[string][2]string{
			"a body of no length": {"HTTP/1.1 200 OK\r\n\r\n", " "},
			"a body in chunks":    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"},
			"a long body":         {"HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n", " "},
			"a header":            {"HTTP/1.1 200 OK\r\nX: ", "x"},
			"a redirect's body":   {"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", " "},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				stopped := make(chan struct{})
				base, _ := raw(t, func(c net.Conn, _ int) {
					defer close(stopped)
					_, err := io.WriteString(c, parts[0])
					for i := 0; err == nil; i++ {
						if i == 10 {
							cancel()
						}
						_, err = io.WriteString(c, parts[1])
					}
				})
				if _, err := at(t, shared, base).Do(ctx, rest.Request{Method: "GET", Path: "/"}); err == nil {
					t.Error("it was read to its end")
				}
				<-stopped
			})
		}
	})
}

// TestX7NothingIsRepeatedOnAKeptConnection answers the first request of a
// connection and ends the second, after it was read, in several ways.
func TestX7NothingIsRepeatedOnAKeptConnection(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, shared transport) {
		for name, end := range map[string]func(c net.Conn){
			"reset": func(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0); c.Close() },
			"close": func(c net.Conn) { c.Close() },
			"408":   func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 4"); c.Close() },
			"half": func(c net.Conn) {
				_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Le")
				c.Close()
			},
		} {
			for _, r := range []rest.Request{
				{Method: "GET", Path: "/"},
				{Method: "GET", Path: "/", Header: http.Header{"Idempotency-Key": {"k"}}},
				{Method: "POST", Path: "/", Body: []byte("{}"), Header: http.Header{"Idempotency-Key": {"k"}}},
				{Method: "POST", Path: "/", Body: []byte("{}")},
				{Method: "PUT", Path: "/", Body: []byte("{}")},
			} {
				t.Run(fmt.Sprint(name, " ", r.Method, len(r.Header)), func(t *testing.T) {
					t.Parallel()
					base, calls := raw(t, func(c net.Conn, n int) {
						if n == 2 {
							end(c)
							return
						}
						_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
					})
					c := at(t, shared, base)
					if _, err := c.Do(t.Context(), r); err != nil {
						t.Fatal(err)
					}
					if _, err := c.Do(t.Context(), r); err == nil || canonical.AsError(err).HowFar() != canonical.Unknown {
						t.Errorf("%v, want an unknown outcome", err)
					}
					if n := calls.Load(); n != 2 {
						t.Errorf("the vendor was called %d times for 2 requests", n)
					}
				})
			}
		}
	})
}

// counted is a connection that a test's transport counts, as the program's does.
type counted struct {
	net.Conn
	n    atomic.Int64
	fail atomic.Bool
}

func (c *counted) SyscallConn() (syscall.RawConn, error) { return c.Conn.(*net.TCPConn).SyscallConn() }

func (c *counted) BytesWritten() int64 { return c.n.Load() }

func (c *counted) Write(b []byte) (int, error) {
	if c.fail.Load() {
		return 0, io.ErrClosedPipe
	}
	c.n.Add(int64(len(b)))
	return c.Conn.Write(b)
}

func TestX7ARequestThatNeverLeftWasNotSent(t *testing.T) {
	t.Parallel()
	for name, auto := range map[string]bool{"standard": false, "auto": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base, calls := raw(t, func(c net.Conn, _ int) {
				_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
			})
			var last atomic.Pointer[counted]
			transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				c, err := (&net.Dialer{}).DialContext(ctx, network, address)
				last.Store(&counted{Conn: c})
				return last.Load(), err
			}}
			t.Cleanup(transport.CloseIdleConnections)
			connection := canonical.Connection{BaseURL: base, Transport: transport}
			if auto {
				connection.Transport = cheap(t, transport, base)
			}
			c, err := rest.New(connection)
			if err != nil {
				t.Fatal(err)
			}
			r := rest.Request{Method: "POST", Path: "/", Body: []byte("{}")}
			if _, err := c.Do(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			last.Load().fail.Store(true)
			_, err = c.Do(t.Context(), r)
			wantError(t, err, canonical.VendorUnavailable, canonical.NotSent)
			if n := calls.Load(); n != 1 {
				t.Errorf("%d calls", n)
			}
		})
	}
}

// A kept connection that turns out to be closed was not written to, also where nobody
// counts what is written. The standard client cannot tell.
func TestX7AStaleConnectionWasNotWrittenTo(t *testing.T) {
	t.Parallel()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), ReadHeaderTimeout: time.Minute}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	base := "http://" + listener.Addr().String()
	c, err := rest.New(canonical.Connection{BaseURL: base, Transport: cheap(t, &http.Transport{}, base)})
	if err != nil {
		t.Fatal(err)
	}
	r := rest.Request{Method: "POST", Path: "/", Body: []byte("{}")}
	if _, err := c.Do(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil { // its connections, too
		t.Fatal(err)
	}
	<-served
	_, err = c.Do(t.Context(), r)
	wantError(t, err, canonical.VendorUnavailable, canonical.NotSent)
}

// TestX7AGetHasNoBodyOnTheWire looks at what a GET looks like to a vendor.
func TestX7AGetHasNoBodyOnTheWire(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, shared transport) {
		c := client(t, shared, func(w http.ResponseWriter, r *http.Request) {
			if r.ContentLength != 0 || len(r.TransferEncoding) > 0 {
				w.WriteHeader(http.StatusBadRequest)
			}
		})
		for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
			if reply, err := c.Do(t.Context(), rest.Request{Method: method, Path: "/"}); err != nil || reply.Status != http.StatusOK {
				t.Errorf("%s: status %d, %v", method, reply.Status, err)
			}
		}
	})
}

func TestCaseRetryAfterFraction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for value, want := range map[string]time.Duration{
			"299.997": 300 * time.Second, "0.001": time.Second, "1.0": time.Second, "0.0": 0,
			"99999999999999999999999": 24 * time.Hour, "86400.5": 24 * time.Hour,
			"1e9": 0, "NaN": 0, "Inf": 0, "0x10": 0, "1.": 0, ".5": 0, "-1.5": 0, "1,5": 0,
		} {
			reply := rest.Reply{Header: http.Header{"Retry-After": {value + " "}}}
			if got := reply.RetryAfter(time.Now()); got != want {
				t.Errorf("Retry-After %q is %s, want %s", value, got, want)
			}
		}
	})
}
