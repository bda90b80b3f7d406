package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version and commit are set by the linker (see the Makefile), and where they are not,
// what the Go tool has noted of the repository.
var version, commit = unknown, unknown

const unknown = "unknown"

func init() { //nolint:gochecknoinits // before telemetry and commands tell them
	if made, ok := debug.ReadBuildInfo(); ok {
		version, commit = versionIn(made, version, commit)
	}
}

// versionIn takes from the build what the linker was not told.
func versionIn(made *debug.BuildInfo, linkedVersion, linkedCommit string) (version, commit string) {
	version, commit = linkedVersion, linkedCommit
	if version == unknown && made.Main.Version != "" {
		version = made.Main.Version
	}
	for _, s := range made.Settings {
		if commit == unknown && s.Key == "vcs.revision" {
			commit = s.Value
		}
	}
	return version, commit
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print version, commit and Go version",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(c.OutOrStdout(), "canongate %s, commit %s, %s\n", version, commit, runtime.Version())
			return err
		},
	}
}
