// Package rest is the one HTTP door of all adapters: it signs nothing and
// judges nothing. It sends a request, reads the answer within a limit, and
// says whether anything reached the vendor.
package rest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"maps"
	"math"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"canongate/canonical"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// MaxReply is the largest answer that is read, in bytes. The largest documented
// answer, a customer's profile, is some 6 KB.
const MaxReply = 4 << 20

// Client calls one vendor. Safe for concurrent use.
type Client struct {
	blank  *http.Request // to the base URL's host; each request is a copy of it
	below  string        // the base URL's path, escaped
	header http.Header
	shared http.RoundTripper
	fresh  http.RoundTripper
}

// Request is one call.
type Request struct {
	Method      string
	Path        string // below the connection's base URL, escaped
	Query       url.Values
	Header      http.Header // names go out as they are spelled here
	ContentType string
	Body        []byte
	// Write opens a connection of its own: a kept one, which the vendor has just closed,
	// would leave it unknown whether the write was done.
	Write bool
}

// For is the request as the effect of an operation wants it: what is not safe to
// repeat is a write.
func (r Request) For(op canonical.Row) Request {
	r.Write = op.Effect() != canonical.Safe
	return r
}

// Reply is the vendor's answer, whatever its status.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// maxRetryAfter bounds what is believed of a Retry-After header.
const maxRetryAfter = 24 * time.Hour

// decimalSeconds are whole seconds as RFC 9110 §10.2.3 has them, or with a
// fraction, as some vendors write them.
var decimalSeconds = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)

// RetryAfter is how long the vendor asks to wait, in seconds or until a date; 0
// when it does not say. A fraction is rounded up.
func (r Reply) RetryAfter(now time.Time) time.Duration {
	value := strings.TrimSpace(r.Header.Get("Retry-After"))
	if decimalSeconds.MatchString(value) {
		seconds, _ := strconv.ParseFloat(value, 64) // out of range it is infinite: the bound holds
		return time.Duration(math.Ceil(min(seconds, maxRetryAfter.Seconds()))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), maxRetryAfter)
	}
	return 0
}

// New makes a client for the connection's base URL, transports and extra
// headers.
func New(c canonical.Connection) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(c.BaseURL, "/"))
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, errors.New("base_url must be an absolute http or https URL")
	}
	below := base.EscapedPath()
	base.Path, base.RawPath = "", ""
	blank, err := http.NewRequestWithContext(context.Background(), http.MethodGet, base.String(), nil)
	if err != nil {
		return nil, errors.New("base_url cannot be called")
	}
	return &Client{
		blank: blank, below: below, header: c.Header,
		shared: cmp.Or(c.Transport, http.DefaultTransport), fresh: cmp.Or(c.FreshTransport, c.Transport, http.DefaultTransport),
	}, nil
}

// Do sends the request once. The error is a *canonical.Error whose Outcome
// says whether the vendor may have acted: not_sent as long as no byte of the
// request was written. A status is never an error, except one below 200, which
// is none of a final answer. Redirects are not followed: they are answers.
func (c *Client) Do(ctx context.Context, r Request) (Reply, error) {
	e := &exchange{}
	req, err := c.build(ctx, r, e)
	if err != nil {
		return Reply{}, err
	}
	transport := c.shared
	if r.Write {
		transport = c.fresh
	}
	res, err := transport.RoundTrip(req)
	describe(ctx, r.Method, res)
	switch {
	case err != nil && e.wire.flooded():
		return Reply{}, noFinalAnswer()
	case err != nil:
		return Reply{}, transportError(ctx, err, e.wire.sent())
	}
	defer res.Body.Close() // unread, it ends the connection; nothing follows from its error
	if res.StatusCode < http.StatusOK {
		return Reply{}, noFinalAnswer()
	}
	body, err := read(ctx, res)
	if err != nil {
		return Reply{}, err
	}
	canonical.NoteVendorAnswer(ctx, body)
	return Reply{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}

// describe says on the span of ctx what was asked and, unless res is nil, that
// there was an answer. Neither path nor query: they hold the vendor's keys.
func describe(ctx context.Context, method string, res *http.Response) {
	span := trace.SpanFromContext(ctx)
	if !span.IsRecording() {
		return
	}
	attributes := append(make([]attribute.KeyValue, 0, 2), attribute.String("http.request.method", method))
	if res != nil {
		attributes = append(attributes, attribute.Int("http.response.status_code", res.StatusCode))
	}
	span.SetAttributes(attributes...)
}

// build makes the request, in one piece of memory with what it needs.
func (c *Client) build(ctx context.Context, r Request, e *exchange) (*http.Request, error) {
	req := c.blank.WithContext(httptrace.WithClientTrace(ctx, e.wire.trace()))
	req.Method, req.URL, req.ContentLength, req.Body = r.Method, &e.target, int64(len(r.Body)), e.once(r)
	var err error
	if e.target, err = c.target(r); err != nil {
		return nil, &canonical.Error{Code: canonical.InternalError, Outcome: canonical.NotSent, Err: errors.New("building a vendor request")}
	}
	req.Header = make(http.Header, len(c.header)+len(r.Header)+3) // and Content-Type, Accept, traceparent
	maps.Copy(req.Header, c.header)
	for k, v := range r.Header { // as the vendor spells it; an extra header of that name gives way
		req.Header.Del(k)
		req.Header[k] = v
	}
	if r.ContentType != "" {
		req.Header["Content-Type"] = single(r.ContentType)
	}
	if req.Header.Get("Accept") == "" {
		req.Header["Accept"] = single(jsonType)
	}
	otel.GetTextMapPropagator().Inject(ctx, propagation.HeaderCarrier(req.Header))
	req.Header.Del("Tracestate") // what others noted about a trace is no vendor's business
	return req, nil
}

const jsonType = "application/json"

var jsonOnly = []string{jsonType}

// single is a header's only value. Nobody changes the values of a request.
func single(value string) []string {
	if value == jsonType {
		return jsonOnly
	}
	return []string{value}
}

// target is where a request goes. A path of letters and digits needs no parser.
func (c *Client) target(r Request) (url.URL, error) {
	target := *c.blank.URL
	path := c.below + r.Path
	if isPlain(path) {
		target.Path = path
	} else {
		parsed, err := url.Parse(target.String() + path)
		if err != nil {
			return url.URL{}, err
		}
		target = *parsed
	}
	if len(r.Query) > 0 {
		target.RawQuery = r.Query.Encode()
	}
	return target, nil
}

// isPlain says whether a path begins with a slash and has nothing that is ever escaped.
func isPlain(path string) bool {
	for i := range len(path) {
		switch b := path[i]; {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', b == '/', b == '-', b == '_', b == '.':
		default:
			return false
		}
	}
	return path == "" || path[0] == '/'
}

// firstBuffer is the most memory, in bytes, that an answer gets because it says that
// it is long.
const firstBuffer = 64 << 10

func read(ctx context.Context, res *http.Response) ([]byte, error) {
	body, err := readAll(res)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, transportError(ctx, ctx.Err(), true)
	case isTimeout(err):
		return nil, transportError(ctx, err, true)
	case err != nil:
		return nil, protocolError("The vendor's answer was cut short.", errors.New("reading the answer: cut short"))
	case len(body) > MaxReply:
		return nil, protocolError("The vendor's answer is larger than any documented one.", errors.New("reading the answer: too large"))
	}
	return body, nil
}

// readAll reads a body, or the beginning of one that is too large.
func readAll(res *http.Response) ([]byte, error) {
	if n := res.ContentLength; n > 0 && n <= firstBuffer && res.Body != http.NoBody {
		body := make([]byte, n)
		_, err := io.ReadFull(res.Body, body)
		return body, err
	}
	var buffer bytes.Buffer
	_, err := buffer.ReadFrom(io.LimitReader(res.Body, MaxReply+1))
	return buffer.Bytes(), err
}

func noFinalAnswer() error {
	return protocolError("The vendor's answer has no final status.", errors.New("reading the answer: no final status"))
}

func protocolError(message string, cause error) *canonical.Error {
	return &canonical.Error{
		Code: canonical.VendorProtocolError, Origin: canonical.OriginVendor, Outcome: canonical.Unknown,
		Message: message, Err: cause,
	}
}

// transportError says what became of a call that got no answer. The cause is
// put in our own words: the library's holds addresses and URLs.
func transportError(ctx context.Context, err error, sent bool) *canonical.Error {
	e := &canonical.Error{Origin: canonical.OriginNetwork, Outcome: canonical.NotSent}
	if sent {
		e.Outcome = canonical.Unknown
	}
	switch {
	case errors.Is(err, context.Canceled) && ctx.Err() != nil && !errors.Is(context.Cause(ctx), context.DeadlineExceeded):
		e.Code, e.Message, e.Err = canonical.VendorTimeout, "The call was cancelled before the vendor answered.", context.Canceled
	case isTimeout(err) && (sent || ctx.Err() != nil): // a dial that timed out is a vendor out of reach
		e.Code, e.Message, e.Err = canonical.VendorTimeout, "The vendor did not answer in time.", context.DeadlineExceeded
	default:
		e.Code, e.Message, e.Err = canonical.VendorUnavailable, "The vendor could not be reached.", errors.New(reason(err, sent))
		if sent {
			e.Message = "The connection to the vendor broke before it answered."
		}
	}
	return e
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &t) && t.Timeout()
}

func reason(err error, sent bool) string {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &dns):
		return "resolving the vendor's name: no answer"
	case errors.As(err, &certificate):
		return "checking the vendor's certificate: not trusted"
	case sent:
		return "waiting for the vendor's answer: connection broken"
	default:
		return "connecting to the vendor: refused or unreachable"
	}
}
