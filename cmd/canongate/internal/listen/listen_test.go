package listen_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/cmd/canongate/internal/listen"
	canongate "canongate/deploy/clients/go"
)

const (
	secret   = "whsec_Y2Fub25nYXRlLXRlc3Qtc2VjcmV0LTAwMDE="
	event    = `{"specversion":"1.0","id":"evt_1","source":"/connections/bank","type":"payment.updated","time":"2026-11-29T01:00:00Z","data":{"payment_id":"pay_1","new":{"member":1}}}`
	empty    = `{"data":[],"has_more":false,"next_cursor":"begin"}`
	list     = `{"data":[{"name":"bank","sandbox":true},{"name":"real","sandbox":false}],"has_more":false,"next_cursor":null}`
	badInput = `{"code":"validation_failed","retryable":false,"outcome":"not_sent","detail":"must be the next_cursor"}`
	refused  = `{"code":"permission_denied","retryable":false,"outcome":"not_sent","detail":"The key lacks the scope."}`
)

// gateway answers a question for events with the next of its answers, then with empty
// pages.
type gateway struct {
	answers chan answer
	cursors chan string
}

type answer struct {
	status int
	body   string
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := answer{http.StatusOK, list}
	if r.URL.Path == "/v1/connections/bank/sandbox/events" {
		g.cursors <- r.URL.Query().Get("cursor")
		select {
		case a = <-g.answers:
		default:
			a.body = empty
		}
	}
	w.Header().Set("Content-Type", "application/json")
	if a.status >= http.StatusBadRequest {
		w.Header().Set("Content-Type", "application/problem+json")
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body) // the listener may be gone
}

// start listens to a gateway with these answers. lines is what it prints; ended tells
// how it ended.
func start(t *testing.T, change func(*listen.Options), answers ...answer) (g *gateway, lines *bufio.Scanner, ended chan error, stop func()) {
	t.Helper()
	g = &gateway{answers: make(chan answer, len(answers)), cursors: make(chan string, 1000)}
	for _, a := range answers {
		g.answers <- a
	}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	read, write := io.Pipe()
	o := listen.Options{API: server.URL, Key: canonical.NewSecret("key"), Secret: canonical.NewSecret(secret), Every: time.Millisecond, Out: write}
	change(&o)
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	ended = make(chan error, 1)
	go func() {
		ended <- listen.Run(ctx, o)
		_ = write.Close() // it cannot fail
	}()
	return g, bufio.NewScanner(read), ended, stop
}

// TestEventsAreForwardedAsTheyCame and signed, whatever the gateway does in between.
func TestEventsAreForwardedAsTheyCame(t *testing.T) {
	t.Parallel()
	delivered := make(chan error, 1)
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			_, err = canongate.VerifyWebhook(body, r.Header, secret)
		}
		if err == nil && (string(body) != event || r.Header.Get("Content-Type") != "application/cloudevents+json") {
			err = fmt.Errorf("%s with %v", body, r.Header)
		}
		delivered <- err
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(app.Close)
	g, lines, ended, stop := start(t, func(o *listen.Options) { o.Forward = app.URL },
		answer{http.StatusOK, empty},
		answer{http.StatusUnprocessableEntity, badInput}, // its journal is another one
		answer{http.StatusOK, empty},
		answer{http.StatusForbidden, "<h1>starting</h1>"}, // somebody in between
		answer{http.StatusOK, `{"data":[` + event + `],"has_more":false,"next_cursor":"after"}`},
	)
	var printed []string
	for lines.Scan() {
		printed = append(printed, lines.Text())
		if lines.Text() == event {
			break
		}
	}
	select {
	case err := <-delivered:
		if err != nil {
			t.Error(err)
		}
	case err := <-ended:
		t.Fatalf("it ended with %v after %q", err, printed)
	}
	if len(printed) != 4 || printed[0] != "listening bank" || !strings.HasPrefix(printed[1], "waiting: ") ||
		printed[2] != "2026-11-29T01:00:00Z payment.updated /connections/bank  evt_1 202 Accepted" {
		t.Errorf("printed %q", printed)
	}
	var cursors []string
	for range 6 {
		cursors = append(cursors, <-g.cursors)
	}
	if got := strings.Join(cursors, ","); got != ",begin,,begin,begin,after" {
		t.Errorf("asked with the cursors %q", got)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestWhatCannotBeListenedTo ends at once, and says why.
func TestWhatCannotBeListenedTo(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*listen.Options){
		"--forward must be an http or https URL":    func(o *listen.Options) { o.Forward = "app" },
		"--api: the base URL must be http or https": func(o *listen.Options) { o.API = "gateway" },
		"--secret: the secret must be whsec_":       func(o *listen.Options) { o.Secret = canonical.NewSecret("?") },
		"real is no sandbox":                        func(o *listen.Options) { o.Connections = []string{"real"} },
		"permission_denied":                         func(*listen.Options) {},
	} {
		_, lines, ended, _ := start(t, change, answer{http.StatusForbidden, refused})
		for lines.Scan() {
			t.Errorf("%s: printed %q", want, lines.Text())
		}
		if err := <-ended; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}
