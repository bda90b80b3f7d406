package http1

import (
	"bufio"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// bothHeads reads an answer by ownHead and by net/http; own is nil where it leaves the
// answer to the other.
func bothHeads(t *testing.T, method, answer string) (own, library *http.Response, ownSaid, librarySaid string) {
	t.Helper()
	r := &http.Request{Method: method}
	in := bufio.NewReaderSize(strings.NewReader(answer), readBuffer)
	own, err := ownHead(in, r)
	if own == nil {
		if empty := answer == ""; (err != nil) != empty {
			t.Fatalf("%q: %v", answer, err)
		}
		return nil, nil, "", ""
	}
	said, err := io.ReadAll(&fixed{in, own.ContentLength})
	ownSaid = string(said)
	if err != nil {
		ownSaid += " then " + err.Error()
	}
	library, err = http.ReadResponse(bufio.NewReaderSize(strings.NewReader(answer), readBuffer), r)
	if err != nil {
		t.Fatalf("net/http refuses what ownHead takes: %v", err)
	}
	defer library.Body.Close()
	said, err = io.ReadAll(library.Body)
	librarySaid = string(said)
	if err != nil {
		librarySaid += " then " + err.Error()
	}
	return own, library, ownSaid, librarySaid
}

// sameHead holds ownHead to what net/http makes of an answer.
func sameHead(t *testing.T, method, answer string) (taken bool) {
	t.Helper()
	own, library, ownSaid, librarySaid := bothHeads(t, method, answer)
	if own == nil {
		return false
	}
	same := own.Status == library.Status && own.StatusCode == library.StatusCode && own.Proto == library.Proto &&
		own.ProtoMajor == library.ProtoMajor && own.ProtoMinor == library.ProtoMinor && own.Request == library.Request &&
		maps.EqualFunc(own.Header, library.Header, slices.Equal) && own.ContentLength == library.ContentLength &&
		own.Close == library.Close && library.TransferEncoding == nil && library.Trailer == nil && ownSaid == librarySaid
	if !same {
		t.Errorf("%s %q\nis %+v, %q\nand with net/http %+v, %q", method, answer, own, ownSaid, library, librarySaid)
	}
	return true
}

// TestOrdinaryHeadsAreReadHere holds ownHead to net/http, and says which answers it takes
// itself.
func TestOrdinaryHeadsAreReadHere(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]bool{
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}":                                                      true,
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}more":                                                  true,
		"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}":                                                      true,
		"HTTP/1.1 404\r\ncontent-length:0\r\nX-A: 1\r\nx-a:\t2 \r\nConnection: Keep-Alive\r\n\r\n":            true,
		"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nRetry-After: 8\r\nContent-Length: 2\r\n\r\n{}": true,
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}":                                 false,
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}":                                 false,
		"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}":                                                     false,
		"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}":                                                   false,
		"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}":                                   false,
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n":                 false,
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}":                                 false,
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nPragma: no-cache\r\n\r\n{}":                                  false,
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTrailer: X\r\n\r\n{}":                                        false,
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n folded: x\r\n\r\n{}":                                        false,
		"HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\n{}":                                                     false,
		"HTTP/1.1 200 OK\r\nX: a\nContent-Length: 2\r\n\r\n{}":                                                false,
		"HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 2\r\n\r\n{}":                                           false,
		"HTTP/1.1 200 OK\r\nX: \x00\r\nContent-Length: 2\r\n\r\n{}":                                           false,
		"HTTP/1.1 200 OK\r\n: a\r\nContent-Length: 2\r\n\r\n{}":                                               false,
		"HTTP/1.1 200 OK\r\n\r\nuntil the end":                                                                false,
		"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}":                                                      false,
		"HTTP/1.1 100 Continue\r\nContent-Length: 2\r\n\r\n{}":                                                false,
		"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n":                                                false,
		"HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\n{}":                                                     false,
		"HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\n{}":                                                     false,
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Cut: ":                                                     false,
		"": false,
	} {
		if got := sameHead(t, http.MethodGet, answer); got != want {
			t.Errorf("%q: read here %v, want %v", answer, got, want)
		}
		if sameHead(t, http.MethodHead, answer) {
			t.Errorf("%q: read here as the answer to HEAD", answer)
		}
	}
}

// FuzzHead holds ownHead to net/http for any bytes.
func FuzzHead(f *testing.F) {
	f.Add("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nDate: Thu, 05 Mar 2026 10:00:00 GMT\r\n\r\n{}")
	f.Add("HTTP/1.1 429 Too Many\r\nretry-after: 7\r\nX: 1\r\nx: 2\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n")
	f.Add("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}")
	f.Fuzz(func(t *testing.T, answer string) { sameHead(t, http.MethodPost, answer) })
}
