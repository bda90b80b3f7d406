package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/config"

	"github.com/spf13/cobra"
)

// adminFlags say where a running gateway's admin API is, and who asks.
type adminFlags struct {
	config, admin, token string
	asJSON               bool
}

func (f *adminFlags) add(c *cobra.Command) {
	c.Flags().StringVarP(&f.config, "config", "c", "", "configuration file; says where the admin API is, and has its token")
	c.Flags().StringVar(&f.admin, "admin", "", "URL of the admin API, instead of the file's")
	c.Flags().StringVar(&f.token, "token", "", "reference to an operator's credential, such as env:NAME, instead of the file's admin_token")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print what the admin API answers")
}

// adminClient speaks to the admin API of a running gateway.
type adminClient struct {
	base  string
	token canonical.Secret
}

func (f *adminFlags) client() (adminClient, error) {
	client := adminClient{base: strings.TrimSuffix(f.admin, "/")}
	reference := f.token
	if f.config != "" && (client.base == "" || reference == "") {
		file, err := config.Load(f.config)
		if err != nil {
			return client, configurationError{err}
		}
		if client.base == "" {
			client.base = "http://" + reachable(file.Config.Server.AdminListen)
		}
		if reference == "" {
			reference = file.Config.Server.AdminToken
		}
	}
	if u, err := url.Parse(client.base); client.base == "" || err != nil || u.Host == "" {
		return client, configurationError{errors.New("--admin must be the URL of an admin API, or --config a file that says where it listens")}
	}
	if reference == "" {
		return client, nil
	}
	token, err := config.Secret(reference)
	if err != nil {
		return client, configurationError{fmt.Errorf("--token: %w", err)}
	}
	client.token = token
	return client, nil
}

// reachable is a listening address as one that can be called from this machine.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return listen
}

// refusal is a problem that the admin API answered with.
type refusal struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Errors []struct {
		Pointer string `json:"pointer"`
		Detail  string `json:"detail"`
	} `json:"errors"`
}

func (r *refusal) Error() string {
	text := r.Detail
	for _, e := range r.Errors {
		text += "\n  " + e.Pointer + " " + e.Detail
	}
	return text
}

// call asks the admin API, with a body as JSON unless it is a reader, and reads the
// answer into v. It gives the answer as it came, too.
func (c adminClient) call(ctx context.Context, method, path string, header http.Header, body, v any) (json.RawMessage, error) {
	payload, isReader := body.(io.Reader)
	if !isReader && body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		payload = bytes.NewReader(text)
	}
	q, err := http.NewRequestWithContext(ctx, method, c.base+path, payload)
	if err != nil {
		return nil, err
	}
	for name, values := range header {
		q.Header[name] = values
	}
	if !isReader && body != nil {
		q.Header.Set("Content-Type", "application/json")
	}
	if !c.token.IsZero() {
		q.Header.Set("Authorization", "Bearer "+c.token.Reveal())
	}
	answer, err := (&http.Client{Timeout: 10 * time.Minute}).Do(q)
	if err != nil {
		return nil, fmt.Errorf("ask the admin API: %w", bareURL(err))
	}
	defer answer.Body.Close() // it was read
	text, err := io.ReadAll(io.LimitReader(answer.Body, 64<<20))
	if err != nil {
		return nil, fmt.Errorf("read the answer of the admin API: %w", err)
	}
	if answer.StatusCode >= http.StatusBadRequest {
		told := &refusal{Status: answer.StatusCode}
		if json.Unmarshal(text, told) != nil || told.Detail == "" {
			told.Detail = "the admin API answered " + answer.Status
		}
		return nil, told
	}
	return text, json.Unmarshal(text, v)
}

// bareURL leaves out the URL, which the caller knows.
func bareURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
