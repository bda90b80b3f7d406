package http1

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
)

// body is what an answer says. With its end the connection is free again.
type body struct {
	c        *conn // nil once the connection is given back
	ctx      context.Context
	inner    io.Reader
	reusable bool
	err      error // what the last read said
	fixed    fixed // inner, where ownHead has read the head
}

func (b *body) Read(p []byte) (int, error) {
	if b.c == nil {
		return 0, b.err
	}
	n, err := b.inner.Read(p)
	if err != nil {
		whole := errors.Is(err, io.EOF)
		b.end(whole)
		if !whole {
			err = during(b.ctx, err)
		}
		b.err = err
	}
	return n, err
}

func (b *body) end(whole bool) {
	b.c.release(whole && b.reusable)
	b.c = nil
}

var errClosed = errors.New("read answer: it was closed")

// Close ends the connection unless the answer was read to its end.
func (b *body) Close() error {
	if b.c != nil {
		b.end(false)
		b.err = errClosed
	}
	return nil
}

// acceptsGzip says whether the answer may come packed: when the request says nothing
// of it, as with a Transport.
func acceptsGzip(r *http.Request) bool {
	return r.Method != http.MethodHead && r.Header.Get("Accept-Encoding") == "" && r.Header.Get("Range") == ""
}

// unpack undoes gzip where the vendor has used it. Who reads the body bounds its
// size unpacked.
func unpack(res *http.Response) {
	if !strings.EqualFold(res.Header.Get("Content-Encoding"), "gzip") {
		return
	}
	res.Body = &unpacked{packed: res.Body}
	res.Header.Del("Content-Encoding")
	res.Header.Del("Content-Length")
	res.ContentLength, res.Uncompressed = -1, true
}

// unpacked is a body without gzip.
type unpacked struct {
	packed io.ReadCloser
	out    *gzip.Reader // nil until it is read
	err    error
}

func (u *unpacked) Read(p []byte) (int, error) {
	if u.err == nil && u.out == nil {
		u.out, u.err = gzip.NewReader(u.packed)
	}
	if u.err != nil {
		return 0, u.err
	}
	n, err := u.out.Read(p)
	u.err = err
	return n, err
}

func (u *unpacked) Close() error { return u.packed.Close() }
