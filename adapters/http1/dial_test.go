//go:build unix

package http1_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestTheAddressIsDialled looks at what the dialler is asked for; it knows of names
// with several addresses.
func TestTheAddressIsDialled(t *testing.T) {
	t.Parallel()
	gone := errors.New("nobody there")
	for host, want := range map[string]string{
		"vendor.example.com": "vendor.example.com:80", "vendor.example.com:8080": "vendor.example.com:8080",
		"[::1]": "[::1]:80", "[::1]:8080": "[::1]:8080",
	} {
		var asked string
		v := &vendor{base: &url.URL{Scheme: "http", Host: host}}
		_, _, err := ask(t.Context(), transportTo(t, v, func(tr *http.Transport) {
			tr.DialContext = func(_ context.Context, _, address string) (net.Conn, error) {
				asked = address
				return nil, gone
			}
		}), v)
		if asked != want || !errors.Is(err, gone) {
			t.Errorf("%s: dialled %s, %v", host, asked, err)
		}
	}
}

// TestNamesWithSeveralAddresses has a vendor on one of the addresses of localhost.
func TestNamesWithSeveralAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			t.Logf("%s is not tried: %v", address, err)
			continue
		}
		v := serve(t, listener, "http", func(c net.Conn, _ int) bool { _, err := io.WriteString(c, ok); return err == nil })
		asks(t, transportTo(t, v, nil), v, 2)
		if found, err := net.DefaultResolver.LookupHost(t.Context(), "localhost"); err != nil || !slices.Contains(found, strings.Trim(strings.TrimSuffix(address, ":0"), "[]")) {
			t.Logf("localhost is not %s here: %v", address, err)
			continue
		}
		v.base.Host = net.JoinHostPort("localhost", v.base.Port())
		asks(t, transportTo(t, v, nil), v, 2)
	}
}
