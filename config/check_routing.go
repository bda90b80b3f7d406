package config

import (
	"fmt"
	"maps"
	"net/http"
	"net/textproto"
	"net/url"
	"regexp"
	"slices"
	"strconv"

	"canongate/canonical"
	"canongate/policies"
)

func operationNames() []string {
	var all []string
	for _, row := range canonical.Operations() {
		all = append(all, row.Name())
	}
	return all
}

func (f *File) checkConnections() {
	identities := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(f.Config.Connections)) {
		path := "connections." + name
		c := f.Config.Connections[name]
		if !names.MatchString(name) {
			f.Refuse(path, "is not a good name: lower-case letters, digits, - and _, at most 64")
		}
		f.checkConnection(path, c)
		if c.Sandbox {
			continue
		}
		identity := fmt.Sprintf("%q %q %q", c.Vendor, c.BaseURL, c.Settings)
		if first, taken := identities[identity]; taken {
			f.Refuse(path, "has the same vendor, base_url and settings as connections.%s", first)
		} else if c.BaseURL != "" {
			identities[identity] = name
		}
	}
}

func (f *File) checkConnection(path string, c Connection) {
	switch {
	case c.Sandbox && c.BaseURL != "":
		f.Refuse(path+".base_url", "must be absent: sandbox is true")
	case !c.Sandbox && c.BaseURL == "" && !f.wasDropped(path+".sandbox"):
		f.Refuse(path+".base_url", "is missing (or sandbox: true)")
	}
	f.checkURL(path+".base_url", c.BaseURL)
	f.checkName(path+".tenant", c.Tenant)
	for operation := range c.Timeouts {
		f.checkKnown(path+".timeouts."+operation, operation, "operation", operationNames())
	}
	f.checkRate(path+".rate", c.Rate)
	f.checkHeaders(path+".extra_headers", c.ExtraHeaders)
	if u, err := url.Parse(c.ProxyURL); c.ProxyURL != "" && (err != nil || u.Host == "" || u.User != nil) {
		f.Refuse(path+".proxy_url", "must be a URL such as http://proxy.example.com:3128, without user and password")
	}
}

// The forms of RFC 9110 §5.1 and §5.5; values in ASCII only.
var (
	headerName  = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
	headerValue = regexp.MustCompile(`^[\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?$`)
)

// ownHeaders are set by the HTTP client itself.
var ownHeaders = []string{"Host", "Content-Length", "Connection", "Transfer-Encoding", "Trailer", "Upgrade", "Te"}

func (f *File) checkHeaders(path string, headers map[string]string) {
	for name, value := range headers {
		at := join(path, name)
		switch {
		case !headerName.MatchString(name):
			f.Refuse(at, "is not a header name")
		case slices.Contains(ownHeaders, textproto.CanonicalMIMEHeaderKey(name)):
			f.Refuse(at, "is set by the HTTP client and cannot be given")
		case IsReference(value):
			f.checkSecret(at, value)
		case !headerValue.MatchString(value):
			f.Refuse(at, "is not a header value")
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

func (f *File) checkRoutes() {
	seen := unique{}
	known := slices.Collect(maps.Keys(f.Config.Connections))
	for i, r := range f.Config.Routes {
		path := "routes." + strconv.Itoa(i)
		f.checkName(path+".name", r.Name)
		seen.check(f, path+".name", r.Name)
		for j, o := range r.Operations {
			if o != "*" {
				f.checkKnown(path+".operations."+strconv.Itoa(j), o, "operation", operationNames())
			}
		}
		f.checkUse(path, r, known)
	}
}

func (f *File) checkUse(path string, r policies.RouteOptions, known []string) {
	seen, total := unique{}, 0
	for j, u := range r.Use {
		at := path + ".use." + strconv.Itoa(j) + ".connection"
		f.checkReference(at, u.Connection, known)
		seen.check(f, at, u.Connection)
		if u.Weight == nil {
			total++
		} else {
			total += *u.Weight
		}
	}
	if len(r.Use) > 0 && total == 0 {
		f.Refuse(path+".use", "has only weights of zero, so it would choose nothing")
	}
	for j, name := range r.Fallback {
		at := path + ".fallback." + strconv.Itoa(j)
		f.checkReference(at, name, known)
		seen.check(f, at, name)
	}
}

func (f *File) checkReference(path, name string, known []string) {
	if name == "" || slices.Contains(known, name) || f.wasDropped("connections."+name) {
		return
	}
	f.Refuse(path, "names no connection%s", didYouMean(name, known))
}
