package main

import (
	"fmt"
	"io"

	"canongate/config"

	"github.com/spf13/cobra"
)

func checkCommand() *cobra.Command {
	var path string
	var asJSON bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Say everything that serve would refuse",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			file, err := loadChecked(path)
			if err != nil && asJSON {
				return reportJSON(c.OutOrStdout(), config.Mistakes{{File: path, Message: err.Error()}})
			}
			if err != nil {
				return err
			}
			if asJSON {
				return reportJSON(c.OutOrStdout(), file.Mistakes())
			}
			return report(c.OutOrStdout(), file)
		},
	}
	configFlag(c, &path)
	c.Flags().BoolVar(&asJSON, "json", false, "print the mistakes as JSON")
	return c
}

// loadChecked reads a file and builds from it what serve would, so that the
// file holds all of its mistakes.
func loadChecked(path string) (*config.File, error) {
	file, err := config.Load(path)
	if err != nil {
		return nil, configurationError{err}
	}
	newBuilder().build(file, 1, nil)
	return file, nil
}

// configurationError is a configuration that cannot even be read.
type configurationError struct{ error }

func (e configurationError) Unwrap() error { return e.error }

// report prints the mistakes, or that there are none, for people.
func report(out io.Writer, file *config.File) error {
	mistakes := file.Mistakes()
	if len(mistakes) == 0 {
		fmt.Fprintf(out, "%s: ok\n", file.Path)
		return nil
	}
	fmt.Fprintln(out, mistakes)
	fmt.Fprintf(out, "%d mistake(s)\n", len(mistakes))
	return exit(exitConfiguration)
}

// reportJSON prints the same for scripts. That a file cannot be read is a mistake
// without a place.
func reportJSON(out io.Writer, mistakes config.Mistakes) error {
	if mistakes == nil {
		mistakes = config.Mistakes{}
	}
	if err := printJSON(out, map[string]any{"ok": len(mistakes) == 0, "mistakes": mistakes}); err != nil {
		return err
	}
	if len(mistakes) > 0 {
		return exit(exitConfiguration)
	}
	return nil
}
