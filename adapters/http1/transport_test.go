//go:build unix

package http1_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"canongate/adapters/http1"
	"canongate/canonical/deadline"
)

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

// vendor is a server that answers as the test writes it.
type vendor struct {
	base        *url.URL
	connections atomic.Int64
	requests    atomic.Int64
}

// serve starts a vendor on listener. answer gets the number of the request on its
// connection, from 1, and says whether the connection goes on.
func serve(t *testing.T, listener net.Listener, scheme string, answer func(c net.Conn, request int) bool) *vendor {
	t.Helper()
	t.Cleanup(func() { listener.Close() })
	v := &vendor{base: &url.URL{Scheme: scheme, Host: listener.Addr().String()}}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			v.connections.Add(1)
			go func() {
				defer c.Close()
				in := bufio.NewReader(c)
				for n := 1; ; n++ {
					r, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					_, _ = io.Copy(io.Discard, r.Body)
					v.requests.Add(1)
					if !answer(c, n) {
						return
					}
				}
			}()
		}
	}()
	return v
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

// saying is a vendor that gives the same answer always.
func saying(t *testing.T, answer string) *vendor {
	t.Helper()
	return serve(t, listen(t), "http", func(c net.Conn, _ int) bool {
		_, err := io.WriteString(c, answer)
		return err == nil
	})
}

// transportTo makes the transport under test.
func transportTo(t *testing.T, v *vendor, change func(*http.Transport)) *http1.Transport {
	t.Helper()
	standard := &http.Transport{MaxResponseHeaderBytes: 64 << 10, MaxIdleConnsPerHost: 256, IdleConnTimeout: time.Minute}
	if change != nil {
		change(standard)
	}
	made := http1.New(standard, v.base)
	t.Cleanup(made.CloseIdleConnections)
	return made
}

// ask sends a GET and reads the answer.
func ask(ctx context.Context, t http.RoundTripper, v *vendor) (*http.Response, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.base.String()+"/x", http.NoBody)
	if err != nil {
		return nil, "", err
	}
	res, err := t.RoundTrip(r)
	if err != nil {
		return nil, "", err
	}
	said, err := io.ReadAll(res.Body)
	return res, string(said), errors.Join(err, res.Body.Close())
}

// asks sends n requests, one after the other, that must succeed.
func asks(t *testing.T, transport http.RoundTripper, v *vendor, n int) {
	t.Helper()
	for i := range n {
		if _, said, err := ask(t.Context(), transport, v); err != nil || said != "{}" {
			t.Fatalf("request %d: %q, %v", i+1, said, err)
		}
	}
}

// TestAnswersAreReadAsNetHTTPReadsThem gives both clients the same answers.
func TestAnswersAreReadAsNetHTTPReadsThem(t *testing.T) {
	t.Parallel()
	for name, answer := range oddAnswers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			end := func(c net.Conn, _ int) bool { _, _ = io.WriteString(c, answer); return false }
			ours, theirs := serve(t, listen(t), "http", end), serve(t, listen(t), "http", end)
			standard := &http.Transport{MaxResponseHeaderBytes: 64 << 10}
			t.Cleanup(standard.CloseIdleConnections)
			got, want := seen(ask(t.Context(), transportTo(t, ours, nil), ours)), seen(ask(t.Context(), standard, theirs))
			if got != want {
				t.Errorf("read\n%s\nand net/http\n%s", got, want)
			}
		})
	}
}

// oddAnswers are answers after which the vendor closes the connection.
var oddAnswers = map[string]string{
	"plain":                    ok,
	"until it closes":          "HTTP/1.1 200 OK\r\n\r\n{}",
	"HTTP/1.0":                 "HTTP/1.0 200 OK\r\n\r\n{}",
	"chunks and a trailer":     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2;ext=1\r\n{}\r\n0\r\nX: y\r\n\r\n",
	"chunks without end":       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
	"a bad chunk":              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
	"length and chunks":        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
	"two equal lengths":        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
	"two lengths":              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
	"a negative length":        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
	"a huge length":            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
	"half a body":              "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}",
	"half a header":            "HTTP/1.1 200 OK\r\nContent-Le",
	"half a status":            "HTTP/1.1 2",
	"nothing":                  "",
	"not HTTP":                 "SSH-2.0-OpenSSH\r\n",
	"HTTP/2":                   "\x00\x00\x00\x04\x00\x00\x00\x00\x00",
	"status of two digits":     "HTTP/1.1 20 OK\r\n\r\n",
	"status of four":           "HTTP/1.1 2000 OK\r\n\r\n",
	"status of letters":        "HTTP/1.1 abc OK\r\n\r\n",
	"status of 099":            "HTTP/1.1 099 OK\r\nContent-Length: 2\r\n\r\n{}",
	"status of 999":            "HTTP/1.1 999 OK\r\nContent-Length: 2\r\n\r\n{}",
	"no reason":                "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}",
	"bare line feeds":          "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
	"no content with a body":   "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}",
	"not modified":             "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n",
	"a redirect":               "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
	"early hints":              "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + ok,
	"hints for ever":           strings.Repeat("HTTP/1.1 103 Early Hints\r\nX-Long: "+strings.Repeat("x", 1000)+"\r\n\r\n", 80) + ok,
	"headers twice":            "HTTP/1.1 200 OK\r\nx-a: 1\r\nX-A: 2\r\nContent-Length: 2\r\n\r\n{}",
	"a folded header":          "HTTP/1.1 200 OK\r\nX-A: 1\r\n 2\r\nContent-Length: 2\r\n\r\n{}",
	"a space before the colon": "HTTP/1.1 200 OK\r\nX-A : 1\r\nContent-Length: 2\r\n\r\n{}",
	"a header without name":    "HTTP/1.1 200 OK\r\n: 1\r\nContent-Length: 2\r\n\r\n{}",
	"no colon":                 "HTTP/1.1 200 OK\r\nX-A\r\nContent-Length: 2\r\n\r\n{}",
	"a zero byte":              "HTTP/1.1 200 OK\r\nX-A: \x00\r\nContent-Length: 2\r\n\r\n{}",
	"a long head":              "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 70_000) + "\r\nContent-Length: 2\r\n\r\n{}",
	"a head that just fits":    "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 60_000) + "\r\nContent-Length: 2\r\n\r\n{}",
	"many headers":             "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 20_000) + "\r\n",
	"an unknown coding":        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
	"gzip that is none":        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
	"empty gzip":               "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
	"brotli":                   "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
}

// seen is everything of an answer that a caller can see, or that there is none.
func seen(res *http.Response, said string, err error) string {
	if res == nil {
		return "no answer"
	}
	return fmt.Sprintf("%d %s %d.%d %v %v %d %v %q cut short: %v",
		res.StatusCode, res.Status, res.ProtoMajor, res.ProtoMinor, res.Header, res.Trailer, res.ContentLength, res.Uncompressed, said, err != nil)
}

func TestTheContextEndsACall(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(net.Conn) error{
		"that hangs": func(c net.Conn) error { _, err := io.Copy(io.Discard, c); return errors.Join(err, io.EOF) },
		"whose head drips": func(c net.Conn) error {
			_, err := io.WriteString(c, "HTTP/1.1 200 OK\r\nX: ")
			return errors.Join(err, errors.New("and no more"))
		},
		"whose body hangs": func(c net.Conn) error {
			_, err := io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}")
			return errors.Join(err, errors.New("and no more"))
		},
		"whose body never ends": func(c net.Conn) error {
			_, err := io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
			for err == nil {
				_, err = io.WriteString(c, "x")
			}
			return err
		},
	} {
		t.Run("cancelled "+name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			endsACall(t, answer, ctx, cancel)
		})
		t.Run("at deadline "+name, func(t *testing.T) {
			t.Parallel()
			for patience := 100 * time.Millisecond; ; patience *= 2 { // a busy machine may not have asked by then
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				asked := endsACall(t, answer, ctx, func() {})
				cancel()
				if asked || t.Failed() {
					return
				}
				if patience > time.Minute {
					t.Fatal("the vendor is never asked")
				}
			}
		})
	}
}

// endsACall makes a call on a kept connection, which ends with its context, and the
// connection with it. entered is called when the vendor is asked. It says whether it was.
func endsACall(t *testing.T, answer func(net.Conn) error, ctx context.Context, entered func()) bool {
	t.Helper()
	asked, dropped := make(chan struct{}), make(chan struct{})
	v := serve(t, listen(t), "http", func(c net.Conn, n int) bool {
		if n == 1 {
			_, err := io.WriteString(c, ok)
			return err == nil
		}
		close(asked)
		entered()
		_ = answer(c)
		_, _ = io.Copy(io.Discard, c)
		close(dropped)
		return false
	})
	transport := transportTo(t, v, nil)
	asks(t, transport, v, 1) // the second is on a kept connection
	_, _, err := ask(ctx, transport, v)
	if ctx.Err() == nil {
		t.Fatalf("the call ended before its context: %v", err)
	}
	if !errors.Is(err, ctx.Err()) {
		t.Errorf("the call ends with %v, want %v", err, ctx.Err())
	}
	select {
	case <-asked:
		<-dropped
		return true
	default:
		return false
	}
}

// TestADeadlineIsNotLeftBehind has calls on a connection that outlived the deadline of
// the call before: one of a context that time alone ends, which the connection was told,
// and one that ended otherwise.
func TestADeadlineIsNotLeftBehind(t *testing.T) {
	t.Parallel()
	v := saying(t, ok)
	transport := transportTo(t, v, nil)
	var ctx context.Context
	for patience, answered := 50*time.Millisecond, false; !answered; patience *= 2 { // a busy machine may not be done by then
		var end context.CancelFunc
		ctx, end = deadline.With(context.Background(), time.Now().Add(patience))
		defer end()
		_, _, err := ask(ctx, transport, v)
		if answered = err == nil; !answered && patience > time.Minute {
			t.Fatal(err)
		}
	}
	connections, requests := v.connections.Load(), v.requests.Load()
	<-ctx.Done()
	asks(t, transport, v, 3)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	if _, _, err := ask(ctx, transport, v); err != nil {
		t.Fatal(err)
	}
	cancel()
	asks(t, transport, v, 3)
	over, end := context.WithCancel(t.Context())
	end()
	if _, _, err := ask(over, transport, v); !errors.Is(err, context.Canceled) || v.requests.Load() != requests+7 {
		t.Errorf("a call whose context is over: %v, %d requests more", err, v.requests.Load()-requests)
	}
	if n := v.connections.Load(); n != connections {
		t.Errorf("%d connections more", n-connections)
	}
}

func TestTheCauseOfACancellationIsTold(t *testing.T) {
	t.Parallel()
	cause := errors.New("the reason")
	ctx, cancel := context.WithCancelCause(t.Context())
	v := serve(t, listen(t), "http", func(c net.Conn, _ int) bool { cancel(cause); _, _ = io.Copy(io.Discard, c); return false })
	if _, _, err := ask(ctx, transportTo(t, v, nil), v); !errors.Is(err, cause) {
		t.Errorf("%v, want the cause", err)
	}
}

// TestADialThatNoticesTheDeadlineFirst has the time of a call end for its dialler before
// its context has ended.
func TestADialThatNoticesTheDeadlineFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{base: &url.URL{Scheme: "http", Host: "vendor.example"}}
		transport := transportTo(t, v, func(standard *http.Transport) {
			standard.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
				at, _ := ctx.Deadline()
				time.Sleep(time.Until(at) - time.Microsecond)
				return nil, &net.OpError{Op: "dial", Net: network, Err: os.ErrDeadlineExceeded}
			}
		})
		cause := errors.New("the reason")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, cause)
		defer cancel()
		if _, _, err := ask(ctx, transport, v); !errors.Is(err, cause) || ctx.Err() == nil {
			t.Errorf("%v, want the cause of a context that is over: %v", err, ctx.Err())
		}
	})
}

func TestTheTraceIsTold(t *testing.T) {
	t.Parallel()
	v := saying(t, "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"+ok)
	transport := transportTo(t, v, nil)
	var reused []bool
	hints := 0
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) {
			reused = append(reused, info.Reused && info.WasIdle && info.Conn != nil)
		},
		Got1xxResponse: func(int, textproto.MIMEHeader) error { hints++; return nil },
	})
	for range 2 {
		if _, _, err := ask(ctx, transport, v); err != nil {
			t.Fatal(err)
		}
	}
	if len(reused) != 2 || reused[0] || !reused[1] || hints != 2 {
		t.Errorf("connections reused: %v; %d hints", reused, hints)
	}
}
