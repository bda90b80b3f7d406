package http1

import (
	"errors"
	"io"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
)

// userAgent is what a Transport calls itself.
const userAgent = "Go-http-client/1.1"

// apart are the headers that a request has as fields of its own; what the map says of
// them is not sent.
var apart = []string{"Content-Length", "Host", "Trailer", "Transfer-Encoding", "User-Agent"}

// plain says whether a request is one that this package sends: of a known length,
// with nothing in it about the connection.
func plain(r *http.Request) bool {
	if r.Close || !isToken(r.Method) || r.Method == http.MethodConnect || r.ContentLength < 0 || r.ContentLength > maxBody ||
		len(r.TransferEncoding) > 0 || len(r.Trailer) > 0 || r.Host != "" && r.Host != r.URL.Host {
		return false
	}
	for _, name := range [...]string{"Connection", "Upgrade", "Expect"} {
		if _, ok := r.Header[name]; ok {
			return false
		}
	}
	for name, values := range r.Header {
		if !isToken(name) || slices.ContainsFunc(values, hasControl) {
			return false
		}
	}
	return true
}

// plainHost says whether a host is sent as it is written.
func plainHost(host string) bool {
	return host != "" && !strings.ContainsFunc(host, func(r rune) bool {
		return r != '.' && r != '-' && r != ':' && r != '[' && r != ']' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) && !strings.HasSuffix(host, ":")
}

const tokenMarks = "!#$%&'*+-.^_`|~" //nolint:gosec // no credential: RFC 9110 §5.6.2, besides letters and digits

func isToken(s string) bool {
	for i := range len(s) {
		b := s[i]
		if (b < 'a' || b > 'z') && (b < 'A' || b > 'Z') && (b < '0' || b > '9') && strings.IndexByte(tokenMarks, b) < 0 {
			return false
		}
	}
	return s != ""
}

// hasControl says whether there is a byte that no header may have, an end of line
// among them.
func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' && s[i] != '\t' || s[i] == 0x7f {
			return true
		}
	}
	return false
}

var (
	errTarget = errors.New("write request: a control character in its target")
	errLength = errors.New("write request: its body is not as long as its Content-Length")
)

// appendRequest appends the bytes that a Transport would write; last says that the
// connection ends with the answer.
func appendRequest(b []byte, r *http.Request, gzip, last bool) ([]byte, error) {
	target := r.URL.RequestURI()
	if hasControl(target) || strings.ContainsAny(target, " \t") {
		return b, errTarget
	}
	b = append(append(append(b, r.Method...), ' '), target...)
	b = append(append(b, " HTTP/1.1\r\nHost: "...), r.URL.Host...)
	b = append(b, "\r\n"...)
	agent := userAgent
	if own, ok := r.Header["User-Agent"]; ok {
		agent = strings.Join(own[:min(len(own), 1)], "")
	}
	if agent != "" {
		b = appendHeader(b, "User-Agent", agent)
	}
	if r.ContentLength > 0 || r.Method == http.MethodPost || r.Method == http.MethodPut || r.Method == http.MethodPatch {
		b = append(strconv.AppendInt(append(b, "Content-Length: "...), r.ContentLength, 10), "\r\n"...)
	}
	b = appendHeaders(b, r.Header)
	if gzip {
		b = append(b, "Accept-Encoding: gzip\r\n"...)
	}
	if last {
		b = append(b, "Connection: close\r\n"...)
	}
	return appendBody(append(b, "\r\n"...), r)
}

// appendHeaders appends the map in the order of its names.
func appendHeaders(b []byte, header http.Header) []byte {
	var some [16]string
	names := some[:0]
	for name := range header {
		if !slices.Contains(apart, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range header[name] {
			b = appendHeader(b, name, value)
		}
	}
	return b
}

func appendHeader(b []byte, name, value string) []byte {
	b = append(append(append(b, name...), ": "...), textproto.TrimString(value)...)
	return append(b, "\r\n"...)
}

// appendBody appends the request's body, whose length was announced.
func appendBody(b []byte, r *http.Request) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		if r.ContentLength > 0 {
			return b, errLength
		}
		return b, nil
	}
	head, length := len(b), int(r.ContentLength)
	b = slices.Grow(b, length+1)[:head+length+1]
	switch n, err := io.ReadFull(r.Body, b[head:]); {
	case err == nil, n < length && (err == io.EOF || err == io.ErrUnexpectedEOF):
		return b[:head], errLength
	case err != io.EOF && err != io.ErrUnexpectedEOF:
		return b[:head], err
	}
	return b[:head+length], nil
}
