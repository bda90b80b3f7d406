// Package listen is `canongate listen`: it asks a gateway what happened at its
// sandboxes, prints it, and forwards it to a program under development, signed as
// subscribers get it.
package listen

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"canongate/canonical"
	canongate "canongate/deploy/clients/go"
	"canongate/policies/webhooks"
)

// Options say whom to listen to, and where to forward.
type Options struct {
	API         string // the gateway's URL
	Key         canonical.Secret
	Connections []string         // none: all sandboxes that the key may use
	Forward     string           // URL; "": only print
	Secret      canonical.Secret // whsec_…; zero: a fresh one, which is printed
	Every       time.Duration    // between two questions
	Out         io.Writer
}

// timeout bounds one delivery, as for subscribers.
const timeout = 20 * time.Second

// listener is a Run.
type listener struct {
	Options
	made    bool // the secret
	client  *canongate.Client
	signer  webhooks.Signer
	http    *http.Client
	cursors map[string]string // by connection
	away    bool              // the gateway did not answer the last question
}

// Run listens until ctx ends, which is no error. A gateway that goes away for a while
// is waited for.
func Run(ctx context.Context, o Options) error {
	l, err := newListener(o)
	if err != nil {
		return err
	}
	if err := l.begin(ctx); err != nil {
		return err
	}
	ticker := time.NewTicker(o.Every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		for _, connection := range l.Connections {
			if err := l.ask(ctx, connection); err != nil && ctx.Err() == nil {
				return err
			}
		}
	}
}

func newListener(o Options) (*listener, error) {
	if u, err := url.Parse(o.Forward); o.Forward != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return nil, errors.New("--forward must be an http or https URL")
	}
	client, err := canongate.New(o.API, o.Key.Reveal(), canongate.Settings{})
	if err != nil {
		return nil, fmt.Errorf("--api: %w", err)
	}
	l := &listener{Options: o, client: client, cursors: map[string]string{}, http: &http.Client{
		Timeout: timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if l.Secret.IsZero() {
		text := make([]byte, 24)
		if _, err := rand.Read(text); err != nil {
			return nil, err
		}
		l.Secret, l.made = canonical.NewSecret("whsec_"+base64.StdEncoding.EncodeToString(text)), true
	}
	if l.signer, err = webhooks.NewSigner(l.Secret); err != nil {
		return nil, fmt.Errorf("--secret: %w", err)
	}
	return l, nil
}

// begin chooses the connections, and notes where their events begin from now on.
func (l *listener) begin(ctx context.Context) error {
	listed, err := l.client.ListConnections(ctx)
	if err != nil {
		return err
	}
	var sandboxes []string
	for _, c := range listed.Body.Data {
		if c.Sandbox {
			sandboxes = append(sandboxes, c.Name)
		}
	}
	for _, name := range l.Connections {
		if !slices.Contains(sandboxes, name) {
			return fmt.Errorf("%s is no sandbox that this key may use", name)
		}
	}
	if len(l.Connections) == 0 {
		l.Connections = sandboxes
	}
	if len(l.Connections) == 0 {
		return errors.New("the gateway has no sandbox that this key may use")
	}
	for _, name := range l.Connections {
		if err := l.ask(ctx, name); err != nil {
			return err
		}
	}
	if l.made {
		fmt.Fprintln(l.Out, "secret   ", l.Secret.Reveal())
	}
	fmt.Fprintln(l.Out, "listening", strings.Join(l.Connections, " "))
	return nil
}

// ask takes the events since the last question.
func (l *listener) ask(ctx context.Context, connection string) error {
	page, err := l.client.ListSandboxEvents(ctx, connection, canongate.ListSandboxEventsQuery{Cursor: l.cursors[connection]})
	switch {
	case err == nil:
		l.away = false
	case ctx.Err() != nil:
		return err
	case l.cursors[connection] != "" && canongate.IsCode(err, "validation_failed"):
		l.cursors[connection] = "" // another journal
		return nil
	case l.cursors[connection] != "" && passing(err):
		if !l.away {
			fmt.Fprintln(l.Out, "waiting:", err)
		}
		l.away = true
		return nil
	default:
		return err
	}
	var events struct{ Data []json.RawMessage }
	if err := json.Unmarshal(page.Raw, &events); err != nil {
		return errors.New("the gateway answers with something that is no list")
	}
	for i, body := range events.Data {
		l.tell(ctx, page.Body.Data[i], body)
	}
	if page.Body.NextCursor != nil {
		l.cursors[connection] = *page.Body.NextCursor
	}
	return nil
}

// passing says whether the gateway may answer later.
func passing(err error) bool {
	var f *canongate.Failure
	return errors.As(err, &f) && (f.Problem == nil || f.Problem.Retryable)
}

// tell prints an event, and what became of its delivery.
func (l *listener) tell(ctx context.Context, e canongate.Event, body []byte) {
	fmt.Fprint(l.Out, e.Time.Format(time.RFC3339), " ", e.Type, " ", e.Source, " ", e.Subject, " ", e.ID)
	if l.Forward != "" {
		fmt.Fprint(l.Out, " ", l.deliver(ctx, e.ID, body))
	}
	fmt.Fprintf(l.Out, "\n%s\n", body)
}

// deliver posts an event once, and says what was answered.
func (l *listener) deliver(ctx context.Context, id string, body []byte) string {
	q, err := l.signer.Request(ctx, l.Forward, id, time.Now(), body)
	if err != nil {
		return err.Error()
	}
	res, err := l.http.Do(q)
	if err != nil {
		return "not delivered: no answer"
	}
	_ = res.Body.Close() // nothing follows from its error
	return res.Status
}
