// Command canongate is the gateway: one canonical API over many vendors.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // vendors keep their own time zones, and a machine may have none

	"canongate/cmd/canongate/internal/listen"
	"canongate/config"

	"github.com/spf13/cobra"
	_ "golang.org/x/crypto/x509roots/fallback" // an image from scratch has no authorities; where a system has some, they count alone
)

// The exit codes.
const (
	exitRuntime       = 1
	exitConfiguration = 2
	exitDiffers       = 3
)

// exit ends a command with a code of its own; what had to be said is said.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// untilAsked gives a context that ends when the program is asked to stop. It is
// for commands that serve; the others end at once, as every program does.
func untilAsked(ctx context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
}

// run is the whole program; what serves ends with ctx.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	root := &cobra.Command{
		Use:               "canongate",
		Short:             "One canonical API over many financial vendors",
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.AddCommand(serveCommand(), sandboxCommand(), checkCommand(), explainCommand(), planCommand(), keysCommand(), versionCommand(), healthCommand(),
		reconcileCommand(), paymentsCommand(), resolutionsCommand(), journalCommand(), backupCommand(), migrateCommand(), rolloutCommand(),
		listen.Command(untilAsked))
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errOut)
	began := false
	eachCommand(root, func(c *cobra.Command) {
		do := c.RunE
		c.RunE = func(c *cobra.Command, args []string) error {
			began = true
			return do(c, args)
		}
	})
	named, err := root.ExecuteContextC(ctx)
	var code exit
	var problems config.Problems
	var unreadable configurationError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &problems):
		fmt.Fprintln(errOut, problems)
		return exitConfiguration
	case errors.As(err, &unreadable), !began && named.Flags().Lookup("config") != nil:
		// What such a command was not told counts as what it cannot read.
		fmt.Fprintln(errOut, "canongate:", err)
		return exitConfiguration
	default:
		fmt.Fprintln(errOut, "canongate:", err)
		return exitRuntime
	}
}

// eachCommand does something with every command that does something itself.
func eachCommand(of *cobra.Command, do func(*cobra.Command)) {
	for _, c := range of.Commands() {
		if c.RunE != nil {
			do(c)
		}
		eachCommand(c, do)
	}
}

// configFlag adds --config, which a command needs.
func configFlag(c *cobra.Command, path *string) {
	c.Flags().StringVarP(path, "config", "c", "", "configuration file")
	if err := c.MarkFlagRequired("config"); err != nil {
		panic(err) // the flag was added a line above
	}
}
