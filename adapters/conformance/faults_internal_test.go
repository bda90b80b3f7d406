package conformance

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"testing"

	"canongate/canonical"
)

// TestPrintedIsWithoutAddresses wants a personal value to be found where an error
// shows it, and not in the port of a socket or the address of a pointer.
func TestPrintedIsWithoutAddresses(t *testing.T) {
	t.Parallel()
	const year = "1979"
	socket := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 19790}
	refused := &net.OpError{Op: "dial", Net: "tcp", Addr: socket, Err: errors.New("connection refused")}
	for name, c := range map[string]struct {
		cause error
		shown bool
	}{
		"port of the vendor": {cause: refused},
		"port in a URL":      {cause: &url.Error{Op: "Post", URL: "http://127.0.0.1:41979/persons", Err: refused}},
		"port of ours":       {cause: &net.OpError{Op: "read", Net: "tcp", Source: socket, Addr: socket, Err: errors.New("reset")}},
		"port of IPv6":       {cause: errors.New("dial tcp [::1]:51979: refused")},
		"pointer":            {cause: errors.New("(*net.OpError)(0xc000197940)")},
		"value":              {cause: errors.New("birthdate 1979-11-07 is refused"), shown: true},
		"value after a port": {cause: fmt.Errorf("%w, for 1979-11-07", refused), shown: true},
		"value in a URL":     {cause: &url.Error{Op: "Get", URL: "http://127.0.0.1:8080/persons?born=1979", Err: refused}, shown: true},
	} {
		err := &canonical.Error{Code: canonical.VendorUnavailable, Err: c.cause}
		if text := printed(err); strings.Contains(text, year) != c.shown {
			t.Errorf("%s: %s", name, text)
		}
	}
}
