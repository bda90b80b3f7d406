package config

import (
	"fmt"
	"maps"
	"net/http"
	"net/textproto"
	"regexp"
	"slices"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

func operationNames() []string {
	rows := canonical.Operations()
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = row.Name()
	}
	return all
}

func (f *File) checkConnections() {
	for _, name := range slices.Sorted(maps.Keys(f.Config.Connections)) {
		path := "connections." + name
		c := f.Config.Connections[name]
		if !names.MatchString(name) {
			f.AddProblem(path, "is not a good name: lower-case letters, digits, - and _, at most 64")
		}
		f.checkConnection(path, c)
	}
}

func (f *File) checkConnection(path string, c Connection) {
	switch {
	case c.Sandbox && c.BaseURL != "":
		f.AddProblem(path+".base_url", "must be absent: sandbox is true")
	case !c.Sandbox && c.BaseURL == "" && !f.wasDropped(path+".sandbox"):
		f.AddProblem(path+".base_url", "is missing (or sandbox: true)")
	}
	f.checkURL(path+".base_url", c.BaseURL)
	f.checkName(path+".tenant", c.Tenant)
	for operation := range c.Timeouts {
		f.RequireKnown(path+".timeouts."+operation, operation, "operation", operationNames())
		f.checkTimeout(path+".timeouts."+operation, c.Timeouts[operation])
	}
	f.checkTimeout(path+".timeout", c.Timeout)
	f.checkHeaders(path+".extra_headers", c.ExtraHeaders)
	f.checkProxy(path+".proxy_url", c.ProxyURL)
	f.checkVendorTLS(path+".tls", c)
}

// longestTimeout is beyond what any caller or proxy waits for.
const longestTimeout = policies.Duration(10 * time.Minute)

// checkTimeout holds a time-out to reason, and to what the file gives a whole
// request.
func (f *File) checkTimeout(path string, d policies.Duration) {
	switch whole := f.Config.Server.RequestTimeout; {
	case d > longestTimeout:
		f.AddProblem(path, "is longer than %s", longestTimeout)
	case whole > 0 && d > whole:
		f.AddProblem(path, "is longer than server.request_timeout, %s: no call gets that long", whole)
	}
}

// The forms of RFC 9110 §5.1 and §5.5; values in ASCII only.
var (
	headerName  = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
	headerValue = regexp.MustCompile(`^[\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?$`)
)

// ownHeaders are set by the HTTP client itself.
var ownHeaders = []string{"Host", "Content-Length", "Connection", "Transfer-Encoding", "Trailer", "Upgrade", "Te"}

// resendHeaders tell Go's HTTP client that a request may be sent again when its
// connection breaks, whatever it does. No vendor knows them.
var resendHeaders = []string{"Idempotency-Key", "X-Idempotency-Key"}

func (f *File) checkHeaders(path string, headers map[string]string) {
	for name, value := range headers {
		at := join(path, name)
		switch {
		case !headerName.MatchString(name):
			f.AddProblem(at, "is not a header name")
		case slices.Contains(ownHeaders, textproto.CanonicalMIMEHeaderKey(name)):
			f.AddProblem(at, "is set by the HTTP client and cannot be given")
		case slices.Contains(resendHeaders, textproto.CanonicalMIMEHeaderKey(name)):
			f.AddProblem(at, "makes the HTTP client repeat a request whose connection breaks, and cannot be given")
		case IsReference(value):
			f.checkSecret(at, value)
		case !headerValue.MatchString(value):
			f.AddProblem(at, "is not a header value")
		}
	}
}

// Header gives the extra headers, references resolved. The file was checked.
func (c Connection) Header() (http.Header, error) {
	h := http.Header{}
	for name, value := range c.ExtraHeaders {
		if IsReference(value) {
			secret, err := Secret(value)
			if err != nil {
				return nil, fmt.Errorf("resolve extra header %s: %w", name, err)
			}
			value = secret.Reveal()
		}
		h.Set(name, value)
	}
	return h, nil
}

// checkRoutes looks at names only: what rules may say is checked where they
// are compiled. A misspelt name is found here, for the sake of a suggestion.
func (f *File) checkRoutes() {
	operations := append(operationNames(), "*")
	connections := slices.Collect(maps.Keys(f.Config.Connections))
	for i, r := range f.Config.Routes {
		path := "routes." + strconv.Itoa(i)
		f.checkName(path+".name", r.Name)
		for j, o := range r.Operations {
			f.RequireKnown(path+".operations."+strconv.Itoa(j), o, "operation", operations)
		}
		for j, u := range r.Use {
			f.RequireKnown(path+".use."+strconv.Itoa(j)+".connection", u.Connection, "connection", connections)
		}
		if r.Shadow != nil {
			f.RequireKnown(path+".shadow.connection", r.Shadow.Connection, "connection", connections)
		}
		for j, name := range r.Fallback {
			f.RequireKnown(path+".fallback."+strconv.Itoa(j), name, "connection", connections)
		}
	}
}
