package admin

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"canongate/canonical"
)

// answer is what a handler wants to be said. Body is marshalled unless it is
// bytes, or a stream.
type answer struct {
	status int
	header http.Header
	body   any
}

func ok(body any) (answer, error) { return answer{status: http.StatusOK, body: body}, nil }

// pagePolicy lets the console load its own files and talk to its own origin.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// securityHeaders are set on every answer.
var securityHeaders = [][2]string{
	{"Cache-Control", "no-store"},
	{"Content-Security-Policy", pagePolicy},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"},
	{"Referrer-Policy", "no-referrer"},
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
}

// instrument serves a path: headers, admission, the handler, and a problem where one
// of them fails or panics.
func (s *server) instrument(m methods) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		for _, fixed := range securityHeaders {
			w.Header().Set(fixed[0], fixed[1])
		}
		r := &request{Request: hr, server: s, w: w, id: rand.Text()}
		w.Header().Set("Request-Id", r.id)
		defer s.recoverInto(w, r)
		route, err := s.admit(r, m)
		r.route = route
		if err != nil {
			r.auditRefused(err)
			s.refuse(w, r, m, err)
			return
		}
		if route.raw != nil {
			route.raw.ServeHTTP(w, hr)
			return
		}
		a, err := route.do(r)
		if err != nil {
			r.auditRefused(err)
			s.refuse(w, r, m, err)
			return
		}
		s.write(w, a)
	})
}

// recoverInto turns a panic into a problem. A handler writes its answer last, so
// nothing was written yet.
func (s *server) recoverInto(w http.ResponseWriter, r *request) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { //nolint:errorlint // the very value that cuts an answer off
		panic(p)
	}
	s.Logger.ErrorContext(r.Context(), "admin request panicked", "request_id", r.id,
		"type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
	s.refuse(w, r, nil, &canonical.Error{Code: canonical.InternalError})
}

// admit finds the route of the method and says whether the request may use it.
func (s *server) admit(r *request, m methods) (route, error) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	route, known := m[method]
	who := operators
	if known {
		who = route.access
	}
	switch {
	case who != probes && s.Operators().Open() && !namesThisMachine(r.Host):
		return route, refused("Where nobody signs in, this listener is reached as localhost or by its address.")
	case s.origins.Check(r.Request) != nil:
		return route, refused("A page of another origin may not do this.")
	case who == operators && !r.signIn():
		return route, &canonical.Error{Code: canonical.Unauthenticated, Message: "An operator's credential is needed as a bearer token; what came was none, or is not taken."}
	case len(m) == 0:
		return route, &canonical.Error{Code: canonical.NotFound, Message: "Nothing stands under this path."}
	case !known:
		return route, &canonical.Error{Code: canonical.MethodNotAllowed, Message: "This path exists with other methods; see the Allow header."}
	case who == operators && !r.operator.Has(route.needs()):
		return route, refused("This takes the role " + string(route.needs()) + ", which " + r.operator.Name + " does not have.")
	}
	return route, nil
}

func refused(message string) error {
	return &canonical.Error{Code: canonical.PermissionDenied, Message: message}
}

// namesThisMachine says whether a Host header is an address or localhost: no
// page on the internet can bear such a name.
func namesThisMachine(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	_, err := netip.ParseAddr(host)
	return err == nil || strings.EqualFold(host, "localhost")
}

// signIn notes whose credential was shown.
func (r *request) signIn() bool {
	r.operator = r.server.Operators().Authenticate(r.Header.Get("Authorization"))
	return r.operator != nil
}

// stream is a body that is too large to be held.
type stream func(io.Writer) error

// streamTime is how long a stream may take: the server's own limit is for answers that
// are there at once.
const streamTime = 15 * time.Minute

// write puts an answer on the wire. A stream that fails is cut off, so that nobody
// takes it for whole.
func (s *server) write(w http.ResponseWriter, a answer) {
	if long, ok := a.body.(stream); ok {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(streamTime)) // a recorder in a test has none
		maps.Copy(w.Header(), a.header)
		w.WriteHeader(a.status)
		if err := long(w); err != nil {
			s.Logger.Error("admin answer was cut off", "reason", err.Error())
			panic(http.ErrAbortHandler)
		}
		return
	}
	body, raw := a.body.([]byte)
	if !raw {
		var err error
		if body, err = json.Marshal(a.body); err != nil {
			s.Logger.Error("admin answer does not marshal", "type", fmt.Sprintf("%T", a.body))
			a.status, body = http.StatusInternalServerError, []byte(`{}`)
		}
		w.Header().Set("Content-Type", "application/json")
	}
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // the client hung up: nobody is left to tell
}

// allowed are the methods of a path, for the Allow header.
func (m methods) allowed() string {
	names := slices.Sorted(maps.Keys(m))
	if slices.Contains(names, http.MethodGet) {
		names = append(names, http.MethodHead)
	}
	return strings.Join(names, ", ")
}
