//go:build unix

package http1_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"canongate/adapters/http1"
)

// TestTheBytesAreNetHTTPs records what both clients write.
func TestTheBytesAreNetHTTPs(t *testing.T) {
	t.Parallel()
	odd := http.Header{
		"api_key": {"v"}, "X-Twice": {"one", "two"}, "X-Blank": {""}, "X-Spaces": {"  a\tb "}, "Authorization": {"Bearer x"},
		"Host": {"elsewhere.example.com"}, "Content-Length": {"77"}, "Trailer": {"X"}, "X-High": {"\xff\xc3\xa9"},
	}
	for name, c := range map[string]struct {
		method, target, body string
		header               http.Header
	}{
		"get":                    {"GET", "/a%2Fb?q=1+2&r=%C3%A9", "", nil},
		"get with body":          {"GET", "/", "{}", nil},
		"no path":                {"GET", "", "", nil},
		"query alone":            {"GET", "?q", "", nil},
		"dots":                   {"GET", "/a/../b//c;d=1", "", nil},
		"head":                   {"HEAD", "/", "", nil},
		"post":                   {"POST", "/", `{"a":1}`, http.Header{"Content-Type": {"application/json"}}},
		"empty post":             {"POST", "/", "", nil},
		"empty put":              {"PUT", "/", "", nil},
		"empty patch":            {"PATCH", "/", "", nil},
		"delete":                 {"DELETE", "/", "", nil},
		"delete with body":       {"DELETE", "/", "x", nil},
		"long body":              {"POST", "/", strings.Repeat("x", 20_000), nil},
		"headers":                {"GET", "/", "", odd},
		"many headers":           {"GET", "/", "", numbered(40)},
		"own agent":              {"GET", "/", "", http.Header{"User-Agent": {"canongate"}}},
		"no agent":               {"GET", "/", "", http.Header{"User-Agent": {""}}},
		"own encoding":           {"GET", "/", "", http.Header{"Accept-Encoding": {"identity"}}},
		"encoding in small":      {"GET", "/", "", http.Header{"accept-encoding": {"br"}}},
		"range":                  {"GET", "/", "", http.Header{"Range": {"bytes=0-1"}}},
		"close":                  {"GET", "/", "", http.Header{"Connection": {"close"}}},
		"transfer encoding":      {"POST", "/", "x", http.Header{"Transfer-Encoding": {"chunked"}}},
		"space in the raw query": {"GET", "/?a=%20b", "", nil},
	} {
		for _, fresh := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/fresh=%v", name, fresh), func(t *testing.T) {
				t.Parallel()
				written := func(through func(*http.Transport, *url.URL) http.RoundTripper) string {
					var got bytes.Buffer
					done := make(chan struct{})
					standard := &http.Transport{DisableKeepAlives: fresh, DialContext: func(context.Context, string, string) (net.Conn, error) {
						ours, theirs := net.Pipe()
						go func() {
							defer close(done)
							defer theirs.Close()
							r, err := http.ReadRequest(bufio.NewReader(io.TeeReader(theirs, &got)))
							if err != nil {
								return
							}
							_, _ = io.Copy(io.Discard, r.Body)
							_, _ = io.WriteString(theirs, "HTTP/1.1 204 No Content\r\n\r\n")
						}()
						return ours, nil
					}}
					base := &url.URL{Scheme: "http", Host: "vendor.example.com"}
					r, err := http.NewRequestWithContext(t.Context(), c.method, base.String()+c.target, strings.NewReader(c.body))
					if err != nil {
						t.Fatal(err)
					}
					if c.header != nil {
						r.Header = c.header.Clone()
					}
					res, err := through(standard, base).RoundTrip(r)
					if err != nil {
						t.Fatal(err)
					}
					_ = res.Body.Close()
					standard.CloseIdleConnections()
					<-done
					return got.String()
				}
				want := written(func(s *http.Transport, _ *url.URL) http.RoundTripper { return s })
				if got := written(func(s *http.Transport, base *url.URL) http.RoundTripper { return http1.New(s, base) }); got != want {
					t.Errorf("wrote\n%q\nand net/http\n%q", got, want)
				}
			})
		}
	}
}

func numbered(n int) http.Header {
	h := http.Header{}
	for i := range n {
		h.Set(fmt.Sprint("X-", i), fmt.Sprint(i))
	}
	return h
}

func TestBodiesAreAsLongAsAnnounced(t *testing.T) {
	t.Parallel()
	v := saying(t, ok)
	transport := transportTo(t, v, nil)
	asks(t, transport, v, 1)
	for _, length := range []int64{1, 3} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.base.String(), struct{ io.Reader }{strings.NewReader("xx")})
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = length
		if _, err := transport.RoundTrip(r); err == nil {
			t.Errorf("2 bytes were sent as %d", length)
		}
	}
	asks(t, transport, v, 1)
	if v.requests.Load() != 2 || v.connections.Load() != 1 {
		t.Errorf("%d requests on %d connections; a request that was not written ended one", v.requests.Load(), v.connections.Load())
	}
}
