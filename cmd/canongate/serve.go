package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"canongate/config"
	"canongate/gateway/listener"

	"github.com/spf13/cobra"
)

func serveCommand() *cobra.Command {
	var path string
	c := &cobra.Command{
		Use:   "serve",
		Short: "Run the gateway",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			file, err := loadChecked(path)
			if err != nil {
				return err
			}
			if problems := file.Problems(); len(problems) > 0 {
				return problems
			}
			ctx, stop := untilAsked(c.Context())
			defer stop()
			return serve(ctx, file, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	configFlag(c, &path)
	return c
}

// serve runs the gateway until ctx ends, then drains it.
func serve(ctx context.Context, file *config.File, out, logs io.Writer) (err error) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP) // before anything is printed: without a handler it ends the program
	defer signal.Stop(hangup)
	p, err := newProgram(ctx, file, logs)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close(ctx)) }()
	public, admin, err := p.listen(ctx, file.Config)
	if err != nil {
		return err
	}
	failed := make(chan error, 2)
	go func() { failed <- attempt("serve the API", p.gateway.Serve(public)) }()
	go func() { failed <- attempt("serve the admin listener", p.admin.Serve(admin)) }()
	background, stop := context.WithCancel(ctx)
	defer stop()
	go p.watch(background, hangup)
	printStartup(out, file.Config, public.Addr(), admin.Addr())
	select {
	case err = <-failed:
		return err
	case <-ctx.Done():
		return p.drain(ctx, file.Config)
	}
}

func attempt(what string, err error) error {
	if err == nil || errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// listen opens both listeners, so that a port that is taken is known before
// anything is printed.
func (p *program) listen(ctx context.Context, c config.Config) (public, admin net.Listener, err error) {
	var listening net.ListenConfig
	if public, err = listening.Listen(ctx, "tcp", c.Server.Listen); err != nil {
		return nil, nil, fmt.Errorf("listen for the API: %w", err)
	}
	if admin, err = listening.Listen(ctx, "tcp", c.Server.AdminListen); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("listen for the admin listener: %w", err), public.Close())
	}
	if p.adminConns, err = listener.New(admin, listener.Limits{}, listener.TLSOptions{}); err != nil {
		return nil, nil, errors.Join(err, public.Close(), admin.Close())
	}
	return public, p.adminConns, nil
}

// watch reloads on a hangup and when the file changes, until ctx ends.
func (p *program) watch(ctx context.Context, hangup <-chan os.Signal) {
	go func() {
		if err := p.reloader.Watch(ctx); err != nil {
			p.telemetry.logger.ErrorContext(ctx, "configuration file is not watched", "reason", err.Error())
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
			v, err := p.reloader.Reload(ctx, config.Why{Cause: config.CauseSignal})
			config.Report(ctx, p.telemetry.logger, config.CauseSignal, v, err)
		}
	}
}

// notice is how long readyz fails at most before the listener closes where the file
// does not say it, for those who balance the load to see it; quietTime is how long
// nothing may come in for that to be over. Sandboxes have nobody in front of them.
const notice, quietTime = 2 * time.Second, 300 * time.Millisecond

// noticeOf leaves most of a short time to the calls in flight.
func noticeOf(c config.Config) time.Duration {
	if c.Quickstart() {
		return 0
	}
	return min(notice, time.Duration(c.Server.ShutdownTimeout)/4)
}

// drain fails readyz, lets the calls in flight finish and what vendors answered be
// written, and closes.
func (p *program) drain(ctx context.Context, c config.Config) error {
	p.gateway.Leave() // before readyz fails: who sees that is asked to close as well
	p.stopping.Store(true)
	p.telemetry.logger.InfoContext(ctx, "shutting down")
	told := time.Duration(c.Server.ShutdownNotice) // beforehand: the calls in flight have their whole time after it
	p.stopBy = time.Now().Add(told + time.Duration(c.Server.ShutdownTimeout))
	ctx, cancel := context.WithDeadline(context.WithoutCancel(ctx), p.stopBy)
	defer cancel()
	if d := noticeOf(c); told > 0 {
		<-time.After(told) // whoever still comes is served: how long that takes others knows the file alone
	} else if d > 0 {
		noticed, end := context.WithTimeout(ctx, d)
		p.gateway.Quiet(noticed, quietTime)
		end()
	}
	drained := attempt("drain the API", p.gateway.Shutdown(ctx))
	if p.journal != nil {
		p.journal.Settle(ctx)
	}
	return errors.Join(drained, attempt("close the admin listener", p.shutAdmin(ctx)))
}

// shutAdmin closes the admin listener, once nothing is in flight on it.
func (p *program) shutAdmin(ctx context.Context) error {
	if p.adminConns != nil {
		p.adminConns.CloseIdle() // the server would wait for a request on each
	}
	return p.admin.Shutdown(ctx)
}
