package main

import (
	"context"
	"fmt"
	"io"

	"canongate/config"
	"canongate/policies/journal"

	"github.com/spf13/cobra"
)

func migrateCommand() *cobra.Command {
	var path string
	var how journal.MigrateOptions
	c := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the schema of the journal up to date, while gateways of the version before run",
		Long: `Bring the schema of the journal up to date, while gateways of the version before run.

serve does the same when it starts, unless journal.migrate is check. A schema that only
adds can be used by programs that do not know it: they may start again and be rolled
back to. One that cannot says so, and refuses them.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			file, err := config.Load(path)
			if err != nil {
				return configurationError{err}
			}
			return migrate(c.Context(), file.Config, how, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	configFlag(c, &path)
	c.Flags().IntVar(&how.To, "to", 0, "up to this version; 0: the newest that this program knows")
	c.Flags().BoolVar(&how.DryRun, "dry-run", false, "try every migration and keep nothing")
	c.Flags().BoolVar(&how.List, "status", false, "only say how the schema stands")
	return c
}

func migrate(ctx context.Context, c config.Config, how journal.MigrateOptions, out, logs io.Writer) error {
	o, _, err := fileJournalOptions(c, logs)
	if err != nil {
		return err
	}
	s, err := journal.Migrate(ctx, o, how)
	if err != nil {
		return err
	}
	did := "applied"
	if how.DryRun || how.List {
		did = "would apply"
	}
	fmt.Fprintf(out, "schema version %d; this program knows %d\n", s.Version, s.Known)
	if s.Version > s.Known {
		fmt.Fprintf(out, "it may be used by programs that know %d\n", s.CompatibleFrom)
	}
	for _, name := range s.Applied {
		fmt.Fprintf(out, "%s %s\n", did, name)
	}
	return nil
}
