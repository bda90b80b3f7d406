package rest_test

import (
	"bufio"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

// BenchmarkCall is one call of each size over each client, with a vendor in this
// process that costs next to nothing.
func BenchmarkCall(b *testing.B) {
	for _, c := range []struct {
		name    string
		request rest.Request
		answer  int
	}{
		{"validate", rest.Request{Method: "POST", Path: "/validate", ContentType: "application/json", Body: []byte(`{"number":"784198733000016"  }`)}, 400},
		{"profile", rest.Request{Method: "GET", Path: "/customer/1"}, 3000},
	} {
		base := sameAnswer(b, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "+strconv.Itoa(c.answer)+"\r\n\r\n"+strings.Repeat("x", c.answer))
		for _, client := range []string{"standard", "auto"} {
			b.Run(c.name+"/"+client, func(b *testing.B) {
				standard := &http.Transport{}
				b.Cleanup(standard.CloseIdleConnections)
				connection := canonical.Connection{BaseURL: base, Transport: standard}
				if client == "auto" {
					connection.Transport = cheap(b, standard, base)
				}
				made, err := rest.New(connection)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for b.Loop() {
					if reply, err := made.Do(b.Context(), c.request); err != nil || len(reply.Body) != c.answer {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// sameAnswer is a vendor that does little with a request.
func sameAnswer(b *testing.B, text string) (base string) {
	b.Helper()
	answer := []byte(text)
	return serveRaw(b, func(c net.Conn) {
		in := bufio.NewReader(c)
		for {
			if skip(in) != nil {
				return
			}
			if _, err := c.Write(answer); err != nil {
				return
			}
		}
	})
}

// skip reads one request, whose body is 30 bytes if it has any, and allocates nothing.
func skip(in *bufio.Reader) error {
	rest := 0
	for {
		line, err := in.ReadSlice('\n')
		switch {
		case err != nil:
			return err
		case string(line) == "\r\n":
			_, err := in.Discard(rest)
			return err
		case string(line) == "Content-Length: 30\r\n":
			rest = 30
		}
	}
}
