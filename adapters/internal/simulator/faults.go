package simulator

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// FaultHeader asks a sandbox to misbehave for one request. Its value is
//
//	FAULT[; times=N][; on=token][; key=K]
//
// where FAULT is one of
//
//	status=NNN            answer that status with an empty JSON object
//	retry_after=SECONDS   answer 429 with Retry-After
//	html                  answer 200 with an HTML page
//	empty                 answer 200 with no body
//	rubbish               answer 200 with bytes that are not JSON
//	cut                   run the request, then send half of the answer and cut the connection
//	huge                  answer 200 with 50 MB of JSON
//	hang                  never answer; ends when the client goes away
//	hang_after            run the request, then never answer
//	reset_before          cut the connection without running the request
//	reset_after           run the request, then cut the connection
//	delay=DURATION        run the request after that time
//
// times=N limits the fault to the first N requests that carry the same value
// (key=K tells two such series apart); on=token aims it at the credential
// endpoint instead of the others.
const FaultHeader = "Sandbox-Fault"

const hugeSize = 50 << 20

// maxSeries bounds the number of "times=N" series a sandbox remembers.
const maxSeries = 4096

type fault struct {
	name, arg string
	times     int
	onToken   bool
}

type faults struct {
	mu   sync.Mutex
	seen map[string]int
}

func newFaults() *faults { return &faults{seen: map[string]int{}} }

func (f *faults) wrap(next http.Handler) http.Handler      { return f.handler(next, false) }
func (f *faults) wrapToken(next http.Handler) http.Handler { return f.handler(next, true) }

func (f *faults) handler(next http.Handler, token bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		value := r.Header.Get(FaultHeader)
		if value == "" {
			next.ServeHTTP(w, r)
			return
		}
		ft, err := parseFault(value)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if ft.onToken != token || !f.due(value, ft.times) {
			next.ServeHTTP(w, r)
			return
		}
		ft.serve(w, r, next)
	})
}

func parseFault(value string) (fault, error) {
	parts := strings.Split(value, ";")
	var ft fault
	ft.name, ft.arg, _ = strings.Cut(strings.TrimSpace(parts[0]), "=")
	for _, p := range parts[1:] {
		k, v, _ := strings.Cut(strings.TrimSpace(p), "=")
		switch k {
		case "times":
			n, err := strconv.Atoi(v)
			if err != nil || n < 1 {
				return fault{}, fmt.Errorf("%s: times wants a positive number", FaultHeader)
			}
			ft.times = n
		case "on":
			ft.onToken = v == "token"
		case "key":
		default:
			return fault{}, fmt.Errorf("%s: unknown option %q", FaultHeader, k)
		}
	}
	return ft, nil
}

// due counts a request of a limited series and says whether it still fails.
func (f *faults) due(value string, times int) bool {
	if times == 0 {
		return true
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.seen) >= maxSeries {
		clear(f.seen)
	}
	f.seen[value]++
	return f.seen[value] <= times
}

func (ft fault) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	switch ft.name {
	case "status":
		n, err := strconv.Atoi(ft.arg)
		if err != nil || n < 200 || n > 599 {
			http.Error(w, FaultHeader+": status wants a number from 200 to 599", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(n)
		_, _ = io.WriteString(w, "{}")
	case "retry_after":
		w.Header().Set("Retry-After", ft.arg)
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, "{}")
	case "html":
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html><body><h1>Welcome</h1></body></html>")
	case "empty":
		w.WriteHeader(http.StatusOK)
	case "rubbish":
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("\x00\xff{]]\x01 not json"))
	case "huge":
		huge(w)
	case "hang":
		hang(r)
	case "hang_after":
		next.ServeHTTP(newRecorder(), r)
		hang(r)
	case "reset_before":
		hangUp(w)
	case "reset_after":
		next.ServeHTTP(newRecorder(), r)
		hangUp(w)
	case "cut":
		cut(w, r, next)
	case "delay":
		delay(w, r, next, ft.arg)
	default:
		http.Error(w, FaultHeader+": unknown fault", http.StatusBadRequest)
	}
}

// hang keeps the request open until the client goes away. The body is read
// first: net/http notices a lost client only then.
func hang(r *http.Request) {
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, MaxBody))
	<-r.Context().Done()
}

// hangUp cuts the connection so that the client sees a reset, not an answer.
func hangUp(http.ResponseWriter) { panic(http.ErrAbortHandler) }

func cut(w http.ResponseWriter, r *http.Request, next http.Handler) {
	rec := newRecorder()
	next.ServeHTTP(rec, r)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(rec.body)))
	w.WriteHeader(rec.status)
	_, _ = w.Write(rec.body[:len(rec.body)/2])
	_ = http.NewResponseController(w).Flush() // what stays in the buffer would be lost with the connection
	hangUp(w)
}

func huge(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	chunk := []byte(strings.Repeat("x", 64<<10))
	_, _ = io.WriteString(w, `{"data":"`)
	for n := 0; n < hugeSize; n += len(chunk) {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
	_, _ = io.WriteString(w, `"}`)
}

func delay(w http.ResponseWriter, r *http.Request, next http.Handler, arg string) {
	d, err := time.ParseDuration(arg)
	if err != nil || d < 0 || d > time.Minute {
		http.Error(w, FaultHeader+": delay wants a duration of up to a minute", http.StatusBadRequest)
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		next.ServeHTTP(w, r)
	case <-r.Context().Done():
	}
}

type recorder struct {
	header http.Header
	status int
	body   []byte
}

func newRecorder() *recorder { return &recorder{header: http.Header{}, status: http.StatusOK} }

func (r *recorder) Header() http.Header    { return r.header }
func (r *recorder) WriteHeader(status int) { r.status = status }
func (r *recorder) Write(b []byte) (int, error) {
	r.body = append(r.body, b...)
	return len(b), nil
}
