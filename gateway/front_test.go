package gateway_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/gateway"
)

// patience is how long a test waits for what has to come.
const patience = 30 * time.Second

// wire is a connection to a gateway, without a client's good manners.
type wire struct {
	net.Conn
	*bufio.Reader
}

func (w wire) Read(p []byte) (int, error) { return w.Reader.Read(p) }

// dialed connects to a URL.
func dialed(t testing.TB, url string) wire {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return wire{conn, bufio.NewReader(conn)}
}

func (w wire) say(t testing.TB, text string) {
	t.Helper()
	if _, err := io.WriteString(w.Conn, text); err != nil {
		t.Fatal(err)
	}
}

// hear reads the next answer; closes says whether the connection ends with it.
func (w wire) hear(t testing.TB, method string) (a answer, closes bool) {
	t.Helper()
	response, err := http.ReadResponse(w.Reader, &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{status: response.StatusCode, header: response.Header, body: body}, response.Close
}

// over says whether nothing more comes.
func (w wire) over() bool {
	_, err := w.ReadByte()
	return errors.Is(err, io.EOF)
}

const known = "Host: gateway\r\nAuthorization: Bearer " + allKey + "\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\n"

// TestX1StrangersAreAnsweredBeforeTheirBody announces large bodies and sends
// nothing of them.
func TestX1StrangersAreAnsweredBeforeTheirBody(t *testing.T) {
	t.Parallel()
	url := serve(t, newRig(t))
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"unknown path":             {"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 24999990\r\n\r\n", 404},
		"probe":                    {"POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 24999990\r\n\r\n", 405},
		"probe with a body":        {"GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 24999990\r\n\r\n", 200},
		"no credential":            {"POST /v1/documents HTTP/1.1\r\nHost: a\r\nContent-Length: 24999990\r\n\r\n", 401},
		"no credential, in chunks": {"POST /v1/documents HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 401},
		"no credential, expects":   {"POST /v1/documents HTTP/1.1\r\nHost: a\r\nContent-Length: 24999990\r\nExpect: 100-continue\r\n\r\n", 401},
		"unknown method":           {"BREW /v1/documents HTTP/1.1\r\nHost: a\r\nContent-Length: 24999990\r\n\r\n", 405},
		"notification too large":   {"POST /v1/inbound/bank-one/events HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413},
		"known, a read":            {"GET /v1/connections HTTP/1.1\r\n" + known + "Content-Length: 24999990\r\n\r\n", 200},
		"known, too large":         {"POST /v1/documents HTTP/1.1\r\n" + known + "Content-Length: 26214401\r\n\r\n", 413},
		"known, too large there":   {"POST /v1/payments HTTP/1.1\r\n" + known + "Content-Length: 65537\r\n\r\n", 413},
		"known, too large, expects": {"POST /v1/payments HTTP/1.1\r\n" + known +
			"Expect: 100-continue\r\nContent-Length: 65537\r\n\r\n", 413},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := dialed(t, url)
			w.say(t, c.request)
			a, closes := w.hear(t, http.MethodPost)
			if a.status != c.status || !closes || !w.over() {
				t.Errorf("%d, closes %v: %s", a.status, closes, a.body)
			}
		})
	}
}

// TestX1ChunksAreCutWhileTheyCome sends more than the endpoint takes without
// announcing it.
func TestX1ChunksAreCutWhileTheyCome(t *testing.T) {
	t.Parallel()
	w := dialed(t, serve(t, newRig(t)))
	w.say(t, "POST /v1/payments HTTP/1.1\r\n"+known+"Transfer-Encoding: chunked\r\n\r\n")
	w.say(t, fmt.Sprintf("%x\r\n%s\r\n1\r\n", 64<<10, strings.Repeat("x", 64<<10)))
	w.say(t, "x")
	if a, closes := w.hear(t, http.MethodPost); a.status != http.StatusRequestEntityTooLarge || !closes {
		t.Errorf("%d, closes %v: %s", a.status, closes, a.body)
	}
}

// TestX1ExpectIsAnswered has a body come only when it is asked for.
func TestX1ExpectIsAnswered(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	w := dialed(t, serve(t, r))
	for range 2 { // the connection goes on
		w.say(t, "POST /v1/customers HTTP/1.1\r\n"+known+"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
		line, err := w.ReadString('\n')
		if empty, _ := w.ReadString('\n'); err != nil || line != "HTTP/1.1 100 Continue\r\n" || empty != "\r\n" {
			t.Fatalf("%q %q %v", line, empty, err)
		}
		w.say(t, "{}")
		if a, closes := w.hear(t, http.MethodPost); a.status != http.StatusCreated || closes {
			t.Fatalf("%d, closes %v: %s", a.status, closes, a.body)
		}
	}
}

// TestX1SmallRefusalsKeepTheConnection sends refused requests whose bodies come
// along, and others behind them.
func TestX1SmallRefusalsKeepTheConnection(t *testing.T) {
	t.Parallel()
	w := dialed(t, serve(t, newRig(t)))
	for _, body := range []string{
		"Content-Length: 2\r\n\r\n{}", "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n", "Content-Length: 0\r\n\r\n", "\r\n",
	} {
		w.say(t, "POST /v1/customers HTTP/1.1\r\nHost: a\r\n"+body+"POST /v1/customers HTTP/1.1\r\n"+known+"Content-Length: 2\r\n\r\n{}")
		for _, want := range []int{http.StatusUnauthorized, http.StatusCreated} {
			if a, closes := w.hear(t, http.MethodPost); a.status != want || closes {
				t.Fatalf("%q: %d, closes %v: %s", body, a.status, closes, a.body)
			}
		}
	}
}

// TestX1BodiesBeyondTheBudgetAreShed fills the budget with a body that does not
// end, and wants a second one refused, probes and small requests served.
func TestX1BodiesBeyondTheBudgetAreShed(t *testing.T) {
	t.Parallel()
	var finished sync.Map
	r := newRig(t, func(_ *rig, o *gateway.Options) {
		o.Server.BodyBudget = 8 << 20
		o.Observe = func(f gateway.Finished) { finished.Store(f.Limit, true) }
	})
	url := serve(t, r)
	const size = 1500 << 10
	head := fmt.Sprintf("POST /v1/documents HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n", known, size)
	first := dialed(t, url)
	first.say(t, head+strings.Repeat("x", size-1))
	waitFor(t, func() bool { return r.server.BodyBytes() >= size })

	second := dialed(t, url)
	go func() { _, _ = io.WriteString(second.Conn, head+strings.Repeat("x", size)) }()
	a, closes := second.hear(t, http.MethodPost)
	if p := a.problem(t); a.status != http.StatusServiceUnavailable || p.Origin != "gateway" || p.Outcome != "not_sent" || a.header.Get("Retry-After") != "1" || !closes {
		t.Errorf("%d %v, closes %v: %s", a.status, a.header, closes, a.body)
	}
	if _, counted := finished.Load("body_budget"); !counted {
		t.Error("the refusal is not counted")
	}
	for _, path := range []string{"/livez", "/readyz", "/v1/connections"} {
		if a := get(t, url+path); a.status != http.StatusOK {
			t.Errorf("%s of a full gateway gives %d", path, a.status)
		}
	}
	first.say(t, "x")
	if a, _ := first.hear(t, http.MethodPost); a.status != http.StatusBadRequest {
		t.Errorf("the first gets %d %s", a.status, a.body)
	}
	waitFor(t, func() bool { return r.server.BodyBytes() == 0 })
}

// TestX1StrangersDoNotUseUpTheBudget fills the strangers' share of it with a
// notification.
func TestX1StrangersDoNotUseUpTheBudget(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(_ *rig, o *gateway.Options) { o.Server.BodyBudget = 128 << 10 }) // 8 KB of it
	url := serve(t, r)
	w := dialed(t, url)
	w.say(t, "POST /v1/inbound/bank-one/events HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n"+strings.Repeat("x", 4999))
	if a, _ := w.hear(t, http.MethodPost); a.status != http.StatusServiceUnavailable {
		t.Errorf("a notification beyond the share gets %d %s", a.status, a.body)
	}
	if a := r.call(t, http.MethodPost, "/v1/customers", `{"metadata":{"k":"`+strings.Repeat("x", 500)+`"}}`); a.status != http.StatusCreated {
		t.Errorf("a caller gets %d %s", a.status, a.body)
	}
}

// TestXCloseIsOneOfAList has callers end the connection with their request, in the
// ways that RFC 9110 §7.6.1 allows.
func TestXCloseIsOneOfAList(t *testing.T) {
	t.Parallel()
	url := serve(t, newRig(t))
	for lines, want := range map[string]bool{
		"Connection: close\r\n": true, "Connection: Close\r\n": true, "Connection: close, TE\r\n": true, "Connection: TE, close\r\n": true,
		"Connection: TE,CLOSE\r\n": true, "Connection: TE\r\nConnection: close\r\n": true, "Connection: keep-alive, TE\r\n": false, "": false,
	} {
		w := dialed(t, url)
		w.say(t, "GET /livez HTTP/1.1\r\nHost: a\r\n"+lines+"\r\n")
		if a, closes := w.hear(t, http.MethodGet); a.status != http.StatusOK || closes != want || closes && !w.over() {
			t.Errorf("%q: %d, closes: %v", lines, a.status, closes)
		}
	}
}

// TestXOtherVersionsOfHTTPAreRefused asks in versions that nobody speaks here.
func TestXOtherVersionsOfHTTPAreRefused(t *testing.T) {
	t.Parallel()
	url := serve(t, newRig(t))
	for _, version := range []string{"2.0", "1.2", "1.9", "0.9", "3.0"} {
		w := dialed(t, url)
		w.say(t, "GET /livez HTTP/"+version+"\r\nHost: a\r\n\r\n")
		a, closes := w.hear(t, http.MethodGet)
		if p := a.problem(t); a.status != http.StatusBadRequest || p.Code != "invalid_request" || !closes || !strings.Contains(string(a.body), "HTTP/1.1") {
			t.Errorf("HTTP/%s: %d %s", version, a.status, a.body)
		}
	}
	w := dialed(t, url)
	w.say(t, "GET /livez HTTP/1.0\r\n\r\n")
	if a, closes := w.hear(t, http.MethodGet); a.status != http.StatusOK || !closes {
		t.Errorf("HTTP/1.0: %d", a.status)
	}
}

// waitFor waits for what another goroutine does.
func waitFor(t testing.TB, done func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !done(); {
		if time.Now().After(end) {
			t.Fatal("waited in vain")
		}
		<-time.After(time.Millisecond)
	}
}

// TestCaseCLAndTEClosesTheConnection smuggles a request behind each of several
// heads and bodies that parsers read differently.
func TestCaseCLAndTEClosesTheConnection(t *testing.T) {
	t.Parallel()
	url := serve(t, newRig(t))
	const chunks = "2\r\n{}\r\n0\r\n\r\n"
	for name, request := range map[string]string{
		"both lengths":           known + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks,
		"both lengths, reversed": known + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n" + chunks,
		"two lengths":            known + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
		"identity":               known + "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
		"blank in a name":        known + "X A: b\r\nContent-Length: 2\r\n\r\n{}",
		"blank before the colon": known + "Content-Length : 2\r\n\r\n{}",
		"bare line feed":         known + "A: b\nContent-Length: 2\r\n\r\n{}",
		"folded":                 known + "A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}",
		"chunk size with a sign": known + "Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n",
		"chunk size in 0x":       known + "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
		"chunk longer than said": known + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
		"chunk ends with LF":     known + "Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := dialed(t, url)
			w.say(t, "POST /v1/customers HTTP/1.1\r\n"+request+"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
			a, closes := w.hear(t, http.MethodPost)
			if p := a.problem(t); a.status != http.StatusBadRequest || p.Outcome != "not_sent" || !closes {
				t.Errorf("%d, closes %v: %s", a.status, closes, a.body)
			}
			if !w.over() {
				t.Error("what stands behind it is answered")
			}
		})
	}
}

// TestCaseHeadOnAPIReads wants HEAD to be GET without its body.
func TestCaseHeadOnAPIReads(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	url := serve(t, r)
	id := r.customerID(t)
	for _, path := range []string{"/v1/connections", "/v1/connections/" + bank, "/v1/agreements", "/v1/customers/" + id, "/v1/customers/nobody", "/docs", "/livez"} {
		w := dialed(t, url)
		w.say(t, "HEAD "+path+" HTTP/1.1\r\n"+known+"\r\n")
		head, _ := w.hear(t, http.MethodHead)
		w.say(t, "GET "+path+" HTTP/1.1\r\n"+known+"\r\n")
		get, _ := w.hear(t, http.MethodGet)
		if head.status != get.status || len(head.body) != 0 || head.header.Get("Content-Type") != get.header.Get("Content-Type") {
			t.Errorf("%s: HEAD gives %d %v, GET %d %v", path, head.status, head.header, get.status, get.header)
		}
		if length := head.header.Get("Content-Length"); get.status == http.StatusOK && length != fmt.Sprint(len(get.body)) {
			t.Errorf("%s: HEAD says %s bytes, GET has %d", path, length, len(get.body))
		}
	}
	if a := r.call(t, http.MethodHead, "/v1/customers/lookup", ""); a.status != http.StatusMethodNotAllowed || a.header.Get("Allow") != "POST" {
		t.Errorf("HEAD of what has no GET: %d, Allow %q", a.status, a.header.Get("Allow"))
	}
}

// TestAnUnknownMethodOnAnUnknownPathIs404 asks for paths by a method that HTTP
// does not name.
func TestAnUnknownMethodOnAnUnknownPathIs404(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for path, want := range map[string]string{
		"/nothing": "", "/v1": "", "/v1/customers/": "", "/v1/payments/a/b": "",
		"/v1/payments": "GET, HEAD, POST", "/v1/customers/cus_x": "GET, HEAD, PATCH", "/v1/customers/lookup": "POST",
		"/livez": "GET, HEAD", "/problems/not_found": "GET, HEAD",
	} {
		a := r.call(t, "BREW", path, "")
		status := http.StatusMethodNotAllowed
		if want == "" {
			status = http.StatusNotFound
		}
		if a.problem(t); a.status != status || a.header.Get("Allow") != want {
			t.Errorf("%s: %d, Allow %q, want %d and %q", path, a.status, a.header.Get("Allow"), status, want)
		}
	}
}
