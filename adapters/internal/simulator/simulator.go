// Package simulator is the chassis of every vendor sandbox: routing, bounded
// request bodies, recorded state, tokens, injected faults, and a world that can
// be moved. It knows no vendor and shares nothing with an adapter, so that a bug
// in one cannot hide a bug in the other.
package simulator

import (
	"io"
	"net/http"
)

// MaxBody is the largest request body a sandbox reads, in bytes.
const MaxBody = 32 << 20

// Request is what a handler gets: the HTTP request and its body, already read.
type Request struct {
	*http.Request
	Body []byte
}

// Reply is a sandbox's answer.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// JSON answers v, marshalled, as application/json. HTML characters stay as
// they are: vendors do not escape them either.
func JSON(status int, v any) Reply {
	return Reply{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: marshal(v)}
}

// Raw answers the bytes as they are.
func Raw(status int, contentType string, body []byte) Reply {
	return Reply{Status: status, Header: http.Header{"Content-Type": {contentType}}, Body: body}
}

// Handler answers one endpoint of a vendor.
type Handler func(*Request) Reply

// Simulator is one vendor's sandbox: an http.Handler with fault injection in
// front of the vendor's endpoints. Safe for concurrent use once its endpoints
// are registered.
type Simulator struct {
	mux    *http.ServeMux
	faults *faults
	world  World
}

// New makes an empty sandbox.
func New() *Simulator {
	return &Simulator{mux: http.NewServeMux(), faults: newFaults()}
}

// Handle registers an endpoint; the pattern is one of net/http's, such as
// "POST /ach/in" or "GET /customer/{ecrn}". Faults apply to it.
func (s *Simulator) Handle(pattern string, h Handler) {
	s.mux.Handle(pattern, s.faults.wrap(serve(h)))
}

// HandleToken registers an endpoint that issues credentials. The fault header
// leaves it alone unless the fault asks for tokens.
func (s *Simulator) HandleToken(pattern string, h Handler) {
	s.mux.Handle(pattern, s.faults.wrapToken(serve(h)))
}

// Show sets what the sandbox shows of itself and how it is moved.
func (s *Simulator) Show(w World) { s.world = w }

// ServeHTTP answers a request.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mux.ServeHTTP(w, r)
}

func serve(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
		if err != nil {
			http.Error(w, "the request body could not be read", http.StatusRequestEntityTooLarge)
			return
		}
		reply := h(&Request{Request: r, Body: body})
		for k, v := range reply.Header {
			w.Header()[k] = v
		}
		w.WriteHeader(reply.Status)
		_, _ = w.Write(reply.Body) // the client hung up: nobody is left to tell
	})
}
