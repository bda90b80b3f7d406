package rest

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"sync"
)

// Written counts the bytes written to a connection. A transport whose
// connections have it can tell a request that never left from one that may have
// arrived.
type Written interface{ BytesWritten() int64 }

// exchange is what one call needs beside the library's request.
type exchange struct {
	wire   wire
	target url.URL
	body   bytes.Reader
}

// once gives a request's body, which net/http cannot send a second time. It repeats
// what it takes for harmless (a GET on a kept connection that broke, anything on
// a refused HTTP/2 stream), and policies alone decide what is repeated: it leaves
// a body without GetBody alone, and finds out that a GET's is empty.
func (e *exchange) once(r Request) io.ReadCloser {
	if len(r.Body) == 0 && r.Method != http.MethodGet {
		return http.NoBody // else HTTP/1 would announce a body in chunks
	}
	e.body.Reset(r.Body)
	return (*onceReader)(e)
}

// onceReader is the body of an exchange, with nothing that net/http could rewind.
type onceReader exchange

func (o *onceReader) Read(p []byte) (int, error) { return o.body.Read(p) }
func (*onceReader) Close() error                 { return nil }

// maxInformational is how many 1xx answers may come before the final one.
const maxInformational = 16

var errFlood = errors.New("too many informational answers")

// wire notes what became of one request on its connection.
type wire struct {
	mu            sync.Mutex
	got           bool
	conn          Written // nil: its bytes are not counted
	before        int64   // of conn, when the request got it
	informational int
}

func (w *wire) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) { w.take(info.Conn) },
		Got1xxResponse: func(int, textproto.MIMEHeader) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			if w.informational++; w.informational > maxInformational {
				return errFlood
			}
			return nil
		},
	}
}

func (w *wire) take(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if secured, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = secured.NetConn()
	}
	w.got = true
	if w.conn, _ = c.(Written); w.conn != nil {
		w.before = w.conn.BytesWritten()
	}
}

// sent says whether the vendor may have got any of the request.
func (w *wire) sent() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.got && (w.conn == nil || w.conn.BytesWritten() != w.before)
}

func (w *wire) flooded() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.informational > maxInformational
}
