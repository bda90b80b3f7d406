package main

import (
	"context"
	"fmt"
	"io"

	"canongate/config"
	"canongate/policies/journal"

	"github.com/spf13/cobra"
)

func backupCommand() *cobra.Command {
	var path, to, keysetTo string
	c := &cobra.Command{
		Use:   "backup",
		Short: "Copy the SQLite journal while gateways use it, and verify the copy",
		Long: `Copy the SQLite journal while gateways use it, and verify the copy.

The copy knows that it is one: opened as a journal it takes no key until canongate
journal restore --accept. It is worth nothing without the id key set, which is copied
with --keyset-to to a place of its own: together they can be read by anybody.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			file, err := config.Load(path)
			if err != nil {
				return configurationError{err}
			}
			return backUp(c.Context(), file.Config, to, keysetTo, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	configFlag(c, &path)
	c.Flags().StringVar(&to, "to", "", "new file for the copy")
	c.Flags().StringVar(&keysetTo, "keyset-to", "", "new file for the id key set; keep it elsewhere")
	if err := c.MarkFlagRequired("to"); err != nil {
		panic(err) // the flag was added above
	}
	return c
}

func backUp(ctx context.Context, c config.Config, to, keysetTo string, out, logs io.Writer) error {
	o, keyset, err := fileJournalOptions(c, logs)
	if err != nil {
		return err
	}
	made, err := journal.BackUp(ctx, o, to)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d bytes, %d payments, whole, opened by the id key set\n", to, made.Bytes, made.Payments)
	if keysetTo == "" {
		fmt.Fprintf(out, "it can be read only with the keys %v of the id key set: keep them elsewhere (--keyset-to)\n", made.Keys)
		return nil
	}
	if err := writeSecret(keysetTo, keyset); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: the id key set; keep it apart from the copy\n", keysetTo)
	return nil
}
