package http1

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
)

// ownHead reads the head of an answer that has come whole and says nothing out of the
// ordinary: a final status with a body of a known length, on a connection that goes on.
// nil: nothing was taken, and http.ReadResponse is to read it. The body is the caller's
// to make. An error is one of the connection, before anything came.
func ownHead(in *bufio.Reader, r *http.Request) (*http.Response, error) {
	if _, err := in.Peek(1); err == io.EOF {
		return nil, io.ErrUnexpectedEOF
	} else if err != nil {
		return nil, err
	}
	come, _ := in.Peek(in.Buffered()) // what is there can be looked at
	length := bytes.Index(come, []byte("\r\n\r\n"))
	if length < 0 || r.Method == http.MethodHead {
		return nil, nil
	}
	res := parseHead(string(come[:length]))
	if res != nil {
		_, _ = in.Discard(length + len("\r\n\r\n")) // of what is there
		res.Request = r
	}
	return res, nil
}

// version begins the first line of a head; the status stands behind it.
const (
	version  = "HTTP/1.1 "
	statusAt = len(version)
)

// parseHead reads a head without its empty line; nil where ReadResponse might take it
// otherwise.
func parseHead(head string) *http.Response {
	line, rest, _ := strings.Cut(head, "\r\n")
	if !strings.HasPrefix(line, version) || len(line) < statusAt+3 || len(line) > statusAt+3 && line[statusAt+3] != ' ' || !isText(line) {
		return nil
	}
	status, err := strconv.ParseUint(line[statusAt:statusAt+3], 10, 16)
	if err != nil || status < http.StatusOK || status == http.StatusNoContent || status == http.StatusNotModified {
		return nil
	}
	res := &http.Response{
		Status: line[statusAt:], StatusCode: int(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		ContentLength: -1,
	}
	values := make([]string, strings.Count(rest, "\r\n")+1) // one piece of memory for all
	res.Header = make(http.Header, len(values))
	for ; rest != ""; values = values[1:] {
		line, rest, _ = strings.Cut(rest, "\r\n")
		name, value, found := strings.Cut(line, ":")
		if !found || !isToken(name) || !isText(value) {
			return nil
		}
		name, value = textproto.CanonicalMIMEHeaderKey(name), strings.Trim(value, " \t")
		if !ordinary(res, name, value) {
			return nil
		}
		if more, ok := res.Header[name]; ok {
			res.Header[name] = append(more, value)
			continue
		}
		values[0] = value
		res.Header[name] = values[:1:1]
	}
	if res.ContentLength < 0 {
		return nil
	}
	return res
}

// ordinary says whether a header leaves the answer one whose body has a known length,
// and notes that length.
func ordinary(res *http.Response, name, value string) bool {
	switch name {
	case "Content-Length":
		length, err := strconv.ParseUint(value, 10, 31)
		if err != nil || res.ContentLength >= 0 {
			return false
		}
		res.ContentLength = int64(length)
	case "Connection":
		return strings.EqualFold(value, "keep-alive")
	case "Transfer-Encoding", "Trailer", "Pragma":
		return false
	}
	return true
}

// isText says whether a line holds nothing but visible ASCII, spaces and tabs.
func isText(s string) bool {
	for i := range len(s) {
		if (s[i] < ' ' || s[i] > '~') && s[i] != '\t' {
			return false
		}
	}
	return true
}

// fixed is a body of a known length.
type fixed struct {
	in   *bufio.Reader
	left int64
}

// Read gives the end together with the last bytes, as net/http does.
func (f *fixed) Read(p []byte) (int, error) {
	n, err := f.in.Read(p[:min(int64(len(p)), f.left)])
	f.left -= int64(n)
	switch {
	case f.left == 0:
		return n, io.EOF
	case err == io.EOF:
		return n, io.ErrUnexpectedEOF
	}
	return n, err
}
