// Package canongate is a client of canongate, one API over many financial vendors.
//
// A call is repeated if the gateway says that it may be, or if nothing of the
// gateway's came back and repeating is harmless: always with the same
// Idempotency-Key, never past the deadline of its context. Of a payment nobody
// knows the outcome of, the error is a *PaymentOutcomeUnknown; it is never sent again
// under another key.
//
// The types are the document's, not those of the program: those hold opened ids and
// secrets, and stand on libraries that a caller should not have to take. This module
// needs the standard library only.
package canongate

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// DefaultTimeout is how long a call may take whose context has no deadline.
const DefaultTimeout = time.Minute

// DefaultMaxRetries is how often a call that may be repeated is sent again at most.
const DefaultMaxRetries = 2

// Client calls one gateway with one credential. Its only state is the epoch of the
// gateway's journal, which goes with each key that it makes. Safe for concurrent use.
type Client struct {
	base          *url.URL
	authorization func() string // a function, so that no verb of fmt prints it
	http          *http.Client
	maxRetries    int
	epoch         atomic.Pointer[string]
}

// Settings change a client; the zero value has the defaults.
type Settings struct {
	// Transport does the requests; nil: http.DefaultTransport.
	Transport http.RoundTripper
	// MaxRetries replaces DefaultMaxRetries; below zero: none.
	MaxRetries int
}

// New makes a client of the gateway at a URL such as https://canongate.example.com.
// apiKey is one of its API keys, or a JWT.
func New(baseURL, apiKey string, s Settings) (*Client, error) {
	base, err := url.Parse(strings.TrimRight(baseURL, "/"))
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" || base.RawQuery != "" {
		return nil, errors.New("the base URL must be http or https, without a query")
	}
	if apiKey == "" {
		return nil, errors.New("the API key is empty")
	}
	c := &Client{
		base: base, authorization: func() string { return "Bearer " + apiKey }, maxRetries: DefaultMaxRetries,
		http: &http.Client{
			Transport:     s.Transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	if s.MaxRetries != 0 {
		c.maxRetries = max(0, s.MaxRetries)
	}
	return c, nil
}

// Answer is what a success brings.
type Answer[T any] struct {
	Body T
	Response
}

// Text is the body of an answer that is a file.
type Text string

// Response is what an answer says besides its body.
type Response struct {
	Status     int
	RequestID  string
	Connection string // that served the request
	Replayed   bool   // the answer was given before, and nothing was done now
	Key        Key    // zero where the operation takes none
	Attempts   int    // how often the request was sent
	Header     http.Header
	Raw        []byte // the body as it came
}

// Key is an Idempotency-Key, and the epoch of the gateway's journal that was known
// when it was made. Store both before you call, and give both to repeat the call.
type Key struct {
	Value string
	Epoch string
}

// Option changes one call.
type Option func(*callOptions)

type callOptions struct {
	header  http.Header
	key     *Key
	include string
}

// WithKey repeats a call of before, or names the intent by a key of your own.
func WithKey(k Key) Option { return func(o *callOptions) { o.key = &k } }

// WithConnection chooses the connection.
func WithConnection(name string) Option { return WithHeader("Gateway-Connection", name) }

// WithVendorData asks for the vendor's answer besides, redacted.
func WithVendorData() Option { return func(o *callOptions) { o.include = "vendor_data" } }

// WithHeader sets a header that the operation takes, such as Client-Ip or
// Customer-Authorization.
func WithHeader(name, value string) Option {
	return func(o *callOptions) { o.header.Set(name, value) }
}
