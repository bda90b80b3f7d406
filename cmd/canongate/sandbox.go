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
		fmt.Fprintln(out, "sandbox", box.baseURL(vendor))
	}
	select {
	case <-ctx.Done():
	case err = <-box.failed:
	}
	return errors.Join(err, box.close())
}

// sandboxes is a server of simulators on a loopback address.
type sandboxes struct {
	server *http.Server
	base   string
	failed chan error // the reason when serving ended by itself
}

// startSandboxes serves each vendor's simulator below its name.
func startSandboxes(ctx context.Context, listen string, vendors map[string]adapters.Vendor) (*sandboxes, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("listen for sandboxes on %s: %w", listen, err)
	}
	s := &sandboxes{
		server: &http.Server{Handler: sandboxHandler(vendors), ReadHeaderTimeout: 10 * time.Second},
		base:   "http://" + listener.Addr().String(),
		failed: make(chan error, 1),
	}
	go func() {
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- fmt.Errorf("serve sandboxes: %w", err)
		}
	}()
	return s, nil
}

func sandboxHandler(vendors map[string]adapters.Vendor) http.Handler {
	mux := http.NewServeMux()
	for name, vendor := range vendors {
		mux.Handle("/"+name+"/", http.StripPrefix("/"+name, vendor.Sandbox()))
	}
	return mux
}

func (s *sandboxes) baseURL(vendor string) string { return s.base + "/" + vendor }

func (s *sandboxes) close() error {
	if err := s.server.Close(); err != nil {
		return fmt.Errorf("close sandboxes: %w", err)
	}
	return nil
}
