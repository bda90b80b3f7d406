package main

import (
	"encoding/json"
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
			if err != nil {
				return err
			}
			return report(c.OutOrStdout(), file, asJSON)
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

// report prints the mistakes, or that there are none.
func report(out io.Writer, file *config.File, asJSON bool) error {
	mistakes := file.Mistakes()
	if asJSON {
		if mistakes == nil {
			mistakes = config.Mistakes{}
		}
		text, err := json.MarshalIndent(map[string]any{"ok": len(mistakes) == 0, "mistakes": mistakes}, "", "  ")
		if err != nil {
			return fmt.Errorf("print mistakes: %w", err)
		}
		fmt.Fprintln(out, string(text))
	} else if len(mistakes) > 0 {
		fmt.Fprintln(out, mistakes)
		fmt.Fprintf(out, "%d mistake(s)\n", len(mistakes))
	} else {
		fmt.Fprintf(out, "%s: ok\n", file.Path)
	}
	if len(mistakes) > 0 {
		return exit(exitConfiguration)
	}
	return nil
}
