package rest

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"sync"
)

// Written counts the bytes written to a connection. A transport whose
// connections have it can tell a request that never left from one that may have
// arrived.
type Written interface{ BytesWritten() int64 }

// once is a request's body that net/http cannot send a second time. It repeats
// what it takes for harmless (a GET on a kept connection that broke, anything on
// a refused HTTP/2 stream), and policies alone decide what is repeated: it leaves
// a body without GetBody alone, and finds out that a GET's is empty.
func once(method string, body []byte) io.Reader {
	if len(body) == 0 && method != http.MethodGet {
		return http.NoBody // else HTTP/1 would announce a body in chunks
	}
	return struct{ io.Reader }{bytes.NewReader(body)}
}

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
