package canongate

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const version = "1.0.0"

const (
	// firstWait is the longest first wait, doubled each time up to longestWait.
	firstWait   = 400 * time.Millisecond
	longestWait = 5 * time.Second
	// maxAnswer bounds what is read of an answer, in bytes.
	maxAnswer = 64 << 20
)

// The effects of operations: what doing one twice does.
const (
	effectSafe       = "safe"
	effectIdempotent = "idempotent"
	effectKeyed      = "keyed"
	effectPayment    = "payment"
)

// operation is a row of the document.
type operation struct{ name, method, path, effect string }

// attempt is what came back of one request, or why nothing did.
type attempt struct {
	status int // 0: nothing came back
	header http.Header
	body   []byte
	err    error
	sent   bool // a byte of the request may have left
}

// call does one operation. The key is made here, once.
func call[T any](ctx context.Context, c *Client, o operation, places []string, query url.Values, body any, options []Option) (*Answer[T], error) {
	if err := ctx.Err(); err != nil {
		return nil, err // nothing is sent
	}
	if _, bounded := ctx.Deadline(); !bounded {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, DefaultTimeout)
		defer cancel()
	}
	chosen := callOptions{header: http.Header{}}
	for _, option := range options {
		option(&chosen)
	}
	address, err := c.address(o, places, query, chosen.include)
	if err != nil {
		return nil, err
	}
	var payload []byte
	if body != nil {
		if payload, err = json.Marshal(body); err != nil {
			return nil, fmt.Errorf("%s: %w", o.name, err)
		}
	}
	key := c.key(o, chosen.key)
	unheard := false // an attempt may have reached the vendor, and nothing was heard of it
	for attempts := 1; ; attempts++ {
		a := c.send(ctx, o, address, payload, key, chosen.header)
		if epoch := a.header.Get("Gateway-Epoch"); epoch != "" {
			c.epoch.Store(&epoch)
		}
		answer := &Answer[T]{Response: a.response(key, attempts)}
		if a.read(&answer.Body) {
			return answer, nil
		}
		failure := a.failure(o, answer.Response)
		if failure.Problem == nil && a.sent {
			unheard = true
		}
		if unheard && failure.Outcome != "answered" {
			failure.Outcome = "unknown"
		}
		wait := max(failure.RetryAfter, backoff(attempts))
		deadline, _ := ctx.Deadline()
		if !failure.mayRepeat(o) || attempts > c.maxRetries || wait >= time.Until(deadline) || !sleep(ctx, wait) {
			return nil, failure.typed(o)
		}
	}
}

// key is the caller's, or a fresh one with the epoch of now. A key that was made
// before may be older than what the client has heard, so it goes with its own epoch.
func (c *Client) key(o operation, given *Key) Key {
	switch {
	case o.effect != effectKeyed && o.effect != effectPayment:
		return Key{}
	case given != nil:
		return *given
	}
	k := Key{Value: rand.Text()}
	if epoch := c.epoch.Load(); epoch != nil {
		k.Epoch = *epoch
	}
	return k
}

func (c *Client) address(o operation, places []string, query url.Values, include string) (string, error) {
	path := o.path
	for _, p := range places {
		if p == "" || p == "." || p == ".." {
			return "", fmt.Errorf("%s: an id is empty", o.name)
		}
		begin, end := strings.IndexByte(path, '{'), strings.IndexByte(path, '}')
		path = path[:begin] + url.PathEscape(p) + path[end+1:]
	}
	if include != "" {
		if query == nil {
			query = url.Values{}
		}
		query.Set("include", include)
	}
	address := c.base.String() + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address, nil
}

func (c *Client) send(ctx context.Context, o operation, address string, payload []byte, key Key, header http.Header) attempt {
	var body io.Reader
	if payload != nil {
		body = bytes.NewReader(payload)
	}
	q, err := http.NewRequestWithContext(ctx, o.method, address, body)
	if err != nil {
		return attempt{err: errors.New("the request cannot be made")}
	}
	q.GetBody = nil // nobody but call repeats a request
	q.Header = header.Clone()
	q.Header.Set("Authorization", c.authorization())
	q.Header.Set("User-Agent", "canongate-go/"+version)
	if payload != nil {
		q.Header.Set("Content-Type", "application/json")
	}
	if key.Value != "" {
		q.Header.Set("Idempotency-Key", key.Value)
	}
	if key.Epoch != "" {
		q.Header.Set("Gateway-Epoch", key.Epoch)
	}
	if deadline, ok := ctx.Deadline(); ok {
		// A little less than what is left, so that the gateway's own answer still comes in time.
		left := time.Until(deadline)
		left -= min(left/10, 500*time.Millisecond)
		q.Header.Set("Request-Timeout", strconv.FormatInt(max(1, left.Milliseconds()), 10)+"ms")
	}
	res, err := c.http.Do(q)
	if err != nil {
		return attempt{err: withoutURL(err), sent: !neverSent(err)}
	}
	defer res.Body.Close() // it was read
	text, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return attempt{err: err, sent: true}
	}
	return attempt{status: res.StatusCode, header: res.Header, body: text, sent: true}
}

// withoutURL leaves out the URL, which may hold an id.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// neverSent says whether no connection was made.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

func (a attempt) response(key Key, attempts int) Response {
	return Response{
		Status: a.status, RequestID: a.header.Get("Request-Id"), Connection: a.header.Get("Gateway-Connection"),
		Replayed: a.header.Get("Idempotency-Replayed") == "true", Key: key, Attempts: attempts, Header: a.header, Raw: a.body,
	}
}

// read reads the gateway's own success, and says whether this is one.
func (a attempt) read(v any) bool {
	text, file := v.(*Text)
	switch {
	case a.status < 200 || a.status > 299:
		return false
	case a.status == http.StatusNoContent:
		return true
	case file:
		*text = Text(a.body)
		return true
	}
	return a.media() == "application/json" && json.Unmarshal(a.body, v) == nil
}

func (a attempt) media() string {
	media, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return media
}

// problem is the gateway's own failure; nil where it is somebody else's.
func (a attempt) problem() *Problem {
	var p Problem
	if a.media() != "application/problem+json" || json.Unmarshal(a.body, &p) != nil || p.Code == "" || p.Outcome == "" {
		return nil
	}
	return &p
}

// backoff is the wait before the next attempt, with jitter over its upper half.
func backoff(attempts int) time.Duration {
	wait := min(firstWait<<min(attempts-1, 8), longestWait)
	var b [1]byte
	_, _ = rand.Read(b[:]) // it never fails
	return wait/2 + wait/2*time.Duration(b[0])/256
}

// sleep waits, and says whether it could.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// each gives the elements of all pages.
func each[T any](page func(cursor string) (elements []T, next string, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for cursor := ""; ; {
			elements, next, err := page(cursor)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, e := range elements {
				if !yield(e, nil) {
					return
				}
			}
			if next == "" || next == cursor {
				return
			}
			cursor = next
		}
	}
}

func next(more bool, cursor *string) string {
	if !more || cursor == nil {
		return ""
	}
	return *cursor
}

func set(v url.Values, name, value string) {
	if value != "" {
		v.Set(name, value)
	}
}

func setInt(v url.Values, name string, value int) {
	if value != 0 {
		v.Set(name, strconv.Itoa(value))
	}
}

func setBool(v url.Values, name string, value *bool) {
	if value != nil {
		v.Set(name, strconv.FormatBool(*value))
	}
}

func setTime(v url.Values, name string, value time.Time) {
	if !value.IsZero() {
		v.Set(name, value.Format(time.RFC3339Nano))
	}
}
