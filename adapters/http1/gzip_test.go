//go:build unix

package http1_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

func packedAnswer(t testing.TB, plain []byte) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + strconv.Itoa(b.Len()) + "\r\n\r\n" + b.String()
}

func TestGzipIsUndone(t *testing.T) {
	t.Parallel()
	v := saying(t, packedAnswer(t, []byte("{}")))
	transport := transportTo(t, v, nil)
	for range 3 {
		res, said, err := ask(t.Context(), transport, v)
		if err != nil || said != "{}" || res.Header.Get("Content-Encoding") != "" || !res.Uncompressed || res.ContentLength != -1 {
			t.Errorf("%q, %v, %v", said, res, err)
		}
	}
	if n := v.connections.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
	cut := saying(t, strings.Replace(packedAnswer(t, bytes.Repeat([]byte("x"), 100)), "Content-Length: ", "Content-Length: 1\r\nX: ", 1))
	if _, said, err := ask(t.Context(), transportTo(t, cut, nil), cut); err == nil {
		t.Errorf("a packed answer that was cut short: %q", said)
	}
}

// TestGzipIsBoundedByItsReader has an answer of eight kilobytes that is eight megabytes.
func TestGzipIsBoundedByItsReader(t *testing.T) {
	t.Parallel()
	v := saying(t, packedAnswer(t, make([]byte, 8<<20)))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.base.String(), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := transportTo(t, v, nil).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, io.LimitReader(res.Body, 1<<20))
	if n != 1<<20 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	if err := res.Body.Close(); err != nil {
		t.Error(err)
	}
}
