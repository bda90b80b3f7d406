package rest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"canongate/adapters/http1"
	"canongate/adapters/internal/rest"
	"canongate/canonical"
	"canongate/canonical/deadline"
)

// transport makes a transport of a client under test, one that keeps connections or one
// that does not.
type transport func(t *testing.T, base string, keeps bool) http.RoundTripper

// over runs a test over each client that a connection may be configured to have.
func over(t *testing.T, test func(t *testing.T, shared transport)) {
	t.Helper()
	dialling := func(keeps bool) *http.Transport {
		return &http.Transport{DisableKeepAlives: !keeps, DialContext: (&net.Dialer{Timeout: 30 * time.Second}).DialContext, MaxResponseHeaderBytes: 64 << 10}
	}
	t.Run("standard", func(t *testing.T) {
		t.Parallel()
		test(t, func(t *testing.T, _ string, keeps bool) http.RoundTripper {
			t.Helper()
			made := dialling(keeps)
			t.Cleanup(made.CloseIdleConnections)
			return made
		})
	})
	t.Run("auto", func(t *testing.T) {
		t.Parallel()
		test(t, func(t *testing.T, base string, keeps bool) http.RoundTripper {
			t.Helper()
			return cheap(t, dialling(keeps), base)
		})
	})
}

// cheap makes the client of adapters/http1.
func cheap(t testing.TB, standard *http.Transport, base string) *http1.Transport {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	made := http1.New(standard, u)
	t.Cleanup(made.CloseIdleConnections)
	return made
}

func client(t *testing.T, over transport, handler http.HandlerFunc) *rest.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return at(t, over, server.URL+"/base/")
}

func at(t *testing.T, over transport, base string) *rest.Client {
	t.Helper()
	shared, fresh := over(t, base, true), over(t, base, false)
	c, err := rest.New(canonical.Connection{BaseURL: base, Header: http.Header{"X-Extra": {"e"}}, Transport: shared, FreshTransport: fresh})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestARequestArrivesAsItWasAsked(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, shared transport) {
		c := client(t, shared, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if r.Method != "POST" || r.URL.EscapedPath() != "/base/a%2Fb" || r.URL.RawQuery != "q=1+2" || string(body) != "{}" ||
				r.Header.Get("X-Extra") != "e" || r.Header.Get("X-Own") != "o" || r.Header.Get("Content-Type") != "application/json" {
				t.Errorf("got %s %s %s %v", r.Method, r.URL, body, r.Header)
			}
			w.Header().Set("X-Reply", "r")
			w.WriteHeader(http.StatusTeapot)
			_, _ = io.WriteString(w, "answer")
		})
		reply, err := c.Do(t.Context(), rest.Request{
			Method: "POST", Path: "/a%2Fb", Query: map[string][]string{"q": {"1 2"}}, Header: http.Header{"x-own": {"o"}},
			ContentType: "application/json", Body: []byte("{}"),
		})
		if err != nil || reply.Status != http.StatusTeapot || string(reply.Body) != "answer" || reply.Header.Get("X-Reply") != "r" {
			t.Errorf("reply %d %q, %v", reply.Status, reply.Body, err)
		}
	})
}

// tap answers in place of the network.
type tap func(*http.Request)

func (f tap) RoundTrip(r *http.Request) (*http.Response, error) {
	f(r)
	return nil, errors.New("nobody is there")
}

func TestHeadersGoOutAsTheVendorSpellsThem(t *testing.T) {
	t.Parallel()
	c, err := rest.New(canonical.Connection{BaseURL: "http://vendor.example", Header: http.Header{"Api_key": {"extra"}}, Transport: tap(func(r *http.Request) {
		if got := r.Header["api_key"]; len(got) != 1 || got[0] != "own" || r.Header["Api_key"] != nil {
			t.Errorf("sent %v", r.Header)
		}
	})})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = c.Do(t.Context(), rest.Request{Method: "GET", Path: "/", Header: http.Header{"api_key": {"own"}}})
}

func TestARedirectIsAnAnswer(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, shared transport) {
		c := client(t, shared, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/elsewhere", http.StatusFound)
		})
		reply, err := c.Do(t.Context(), rest.Request{Method: "GET", Path: "/"})
		if err != nil || reply.Status != http.StatusFound {
			t.Errorf("reply %d, %v", reply.Status, err)
		}
	})
}

func TestWhatBecameOfTheCall(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, shared transport) {
		abort := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
		hang := func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // net/http notices a lost client only then
			<-r.Context().Done()
		}
		half := func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "half")
		}
		huge := func(w http.ResponseWriter, _ *http.Request) {
			chunk := []byte(strings.Repeat("x", 1<<20))
			for range 5 {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}
		for name, c := range map[string]struct {
			handler http.HandlerFunc
			timeout time.Duration
			code    canonical.Code
			outcome canonical.Outcome
		}{
			"refused":     {nil, 0, canonical.VendorUnavailable, canonical.NotSent},
			"reset":       {abort, 0, canonical.VendorUnavailable, canonical.Unknown},
			"hang":        {hang, 50 * time.Millisecond, canonical.VendorTimeout, canonical.Unknown},
			"half a body": {half, 0, canonical.VendorProtocolError, canonical.Unknown},
			"huge body":   {huge, 0, canonical.VendorProtocolError, canonical.Unknown},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				cl := at(t, shared, "http://127.0.0.1:1")
				if c.handler != nil {
					cl = client(t, shared, c.handler)
				}
				request := rest.Request{Method: "POST", Path: "/secret-path", Body: []byte("secret-body")}
				var err error
				if c.timeout > 0 {
					err = sentWithin(t.Context(), c.timeout, cl, request)
				} else {
					_, err = cl.Do(t.Context(), request)
				}
				e := canonical.AsError(err)
				if err == nil || e.Code != c.code || e.HowFar() != c.outcome {
					t.Fatalf("%v, outcome %s; want %s, %s", err, e.HowFar(), c.code, c.outcome)
				}
				if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "127.0.0.1") {
					t.Errorf("the error shows the request: %v", err)
				}
			})
		}
	})
}

// sentWithin makes a call with so little time, or with more where a busy machine had not
// even connected by then.
func sentWithin(ctx context.Context, little time.Duration, c *rest.Client, r rest.Request) error {
	for {
		limited, cancel := context.WithTimeout(ctx, little)
		_, err := c.Do(limited, r)
		cancel()
		if little > 10*time.Second || canonical.AsError(err).HowFar() != canonical.NotSent {
			return err
		}
		little *= 2
	}
}

// TestAStalledAnswerIsATimeOut lets time end in the middle of an answer. A connection may
// notice it before the context of the call does.
func TestAStalledAnswerIsATimeOut(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, shared transport) {
		c := client(t, shared, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "half")
			_ = http.NewResponseController(w).Flush() // a connection that is gone is noticed below
			<-r.Context().Done()
		})
		request, end := deadline.With(context.Background(), time.Now().Add(time.Minute))
		defer end()
		for range 20 {
			wantError(t, sentWithin(request, 20*time.Millisecond, c, rest.Request{Method: "POST", Path: "/"}), canonical.VendorTimeout, canonical.Unknown)
		}
	})
}

func TestACancelledCallSaysSo(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, shared transport) {
		entered := make(chan struct{})
		c := client(t, shared, func(_ http.ResponseWriter, r *http.Request) { close(entered); <-r.Context().Done() })
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-entered; cancel() }()
		_, err := c.Do(ctx, rest.Request{Method: "GET", Path: "/"})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled call gives %v", err)
		}
	})
}

func TestABaseURLMustBeAbsolute(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "example.com", "ftp://example.com", "/x", "http://", "://"} {
		if _, err := rest.New(canonical.Connection{BaseURL: base}); err == nil {
			t.Errorf("base URL %q was accepted", base)
		}
	}
}

func TestRetryAfterReadsSecondsAndDates(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"7": 7 * time.Second, "0": 0, "": 0, "soon": 0, "-3": 0,
		"Wed, 04 Mar 2026 12:01:30 GMT": 90 * time.Second,
		"Wed, 04 Mar 2026 11:00:00 GMT": 0, // already over
		"2000000000":                    24 * time.Hour,
		"Thu, 04 Mar 2027 12:00:00 GMT": 24 * time.Hour,
	} {
		reply := rest.Reply{Header: http.Header{"Retry-After": {value}}}
		if got := reply.RetryAfter(now); got != want {
			t.Errorf("Retry-After %q is %s, want %s", value, got, want)
		}
	}
}

// lastByte is a body with whose end the caller's time is over.
type lastByte struct {
	io.Reader
	end func()
}

func (b lastByte) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		b.end()
	}
	return n, err
}

func (lastByte) Close() error { return nil }

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAWholeAnswerCountsThoughTimeIsOver(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c, err := rest.New(canonical.Connection{BaseURL: "http://vendor.invalid", Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: lastByte{strings.NewReader("paid"), cancel}}, nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	if reply, err := c.Do(ctx, rest.Request{Method: "POST", Path: "/"}); err != nil || string(reply.Body) != "paid" {
		t.Errorf("reply %q, %v; want what the vendor said", reply.Body, err)
	}
}
