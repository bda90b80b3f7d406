package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"canongate/adapters"

	"github.com/spf13/cobra"
)

func sandboxCommand() *cobra.Command {
	var listen string
	c := &cobra.Command{
		Use:   "sandbox",
		Short: "Run the vendors' simulators as a server of its own",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			ctx, stop := untilAsked(c.Context())
			defer stop()
			return runSandbox(ctx, listen, c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:9100", "address")
	return c
}

// runSandbox serves every simulator at /{vendor}/… until ctx ends.
func runSandbox(ctx context.Context, listen string, out io.Writer) error {
	box, err := startSandboxes(ctx, listen, adapters.Builtin())
	if err != nil {
		return err
	}
	for _, vendor := range slices.Sorted(maps.Keys(adapters.Builtin())) {
		fmt.Fprintln(out, "sandbox", box.baseURL(vendor, vendor))
	}
	select {
	case <-ctx.Done():
	case err = <-box.failed:
	}
	return errors.Join(err, box.close())
}

// sandboxes is a server of simulators on a loopback address.
type sandboxes struct {
	server  *http.Server
	base    string
	failed  chan error // the reason when serving ended by itself
	vendors map[string]adapters.Vendor

	mu    sync.Mutex
	boxes map[string]sandboxBox // by name
}

// sandboxBox is a simulator with a world of its own.
type sandboxBox struct {
	vendor  string
	handler http.Handler
}

func newSandboxes(vendors map[string]adapters.Vendor) *sandboxes {
	return &sandboxes{failed: make(chan error, 1), vendors: vendors, boxes: map[string]sandboxBox{}}
}

// startSandboxes serves the simulators that baseURL makes, each below its name.
func startSandboxes(ctx context.Context, listen string, vendors map[string]adapters.Vendor) (*sandboxes, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("listen for sandboxes on %s: %w", listen, err)
	}
	s := newSandboxes(vendors)
	s.base = "http://" + listener.Addr().String()
	s.server = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- fmt.Errorf("serve sandboxes: %w", err)
		}
	}()
	return s, nil
}

// ServeHTTP leaves a request to the simulator that the first part of its path names.
func (s *sandboxes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	s.mu.Lock()
	box, known := s.boxes[name]
	s.mu.Unlock()
	if !known {
		http.NotFound(w, r)
		return
	}
	http.StripPrefix("/"+name, box.handler).ServeHTTP(w, r)
}

// baseURL is where the simulator of a name is. It is made when it is first asked for,
// and anew for another vendor: each connection has a world of its own.
func (s *sandboxes) baseURL(name, vendor string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if box, made := s.boxes[name]; !made || box.vendor != vendor {
		s.boxes[name] = sandboxBox{vendor: vendor, handler: s.vendors[vendor].Sandbox()}
	}
	return s.base + "/" + name
}

func (s *sandboxes) close() error {
	if err := s.server.Close(); err != nil {
		return fmt.Errorf("close sandboxes: %w", err)
	}
	return nil
}
