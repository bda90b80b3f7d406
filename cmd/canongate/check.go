package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"canongate/config"

	"github.com/spf13/cobra"
)

func checkCommand() *cobra.Command {
	var from source
	var asJSON bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Say everything that serve would refuse",
		Long: `Say everything that serve would refuse, and what it would warn of.

The exit code is 0 also with warnings, 2 with mistakes.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			file, made, err := from.built()
			if err != nil && asJSON {
				return reportJSON(c.OutOrStdout(), config.Problems{{File: from.path, Message: err.Error()}}, nil)
			}
			if err != nil {
				return err
			}
			warnings := made.warnings(time.Now())
			if asJSON {
				return reportJSON(c.OutOrStdout(), file.Problems(), warnings)
			}
			return report(c.OutOrStdout(), file, warnings)
		},
	}
	from.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print the mistakes as JSON")
	return c
}

// loadChecked reads a file and builds from it what serve would, so that the
// file holds all of its problems.
func loadChecked(path string) (*config.File, error) {
	file, _, err := source{path: path}.built()
	return file, err
}

// configurationError is a configuration that cannot even be read.
type configurationError struct{ error }

func (e configurationError) Unwrap() error { return e.error }

// report prints the mistakes, or that there are none, for people.
func report(out io.Writer, file *config.File, warnings []warning) error {
	problems := file.Problems()
	if len(problems) == 0 {
		fmt.Fprintf(out, "%s: ok\n", file.Path)
		for _, w := range warnings {
			fmt.Fprintf(out, "warning: %s: %s\n", w.Path, w.Message)
		}
		return nil
	}
	fmt.Fprintln(out, problems)
	fmt.Fprintf(out, "%d mistake(s)\n", len(problems))
	return exit(exitConfiguration)
}

// reportJSON prints the same for scripts. That a file cannot be read is a problem
// without a place.
func reportJSON(out io.Writer, problems config.Problems, warnings []warning) error {
	if problems == nil {
		problems = config.Problems{}
	}
	if warnings == nil {
		warnings = []warning{}
	}
	if err := printJSON(out, map[string]any{"ok": len(problems) == 0, "mistakes": problems, "warnings": warnings}); err != nil {
		return err
	}
	if len(problems) > 0 {
		return exit(exitConfiguration)
	}
	return nil
}

// printJSON prints a value for scripts.
func printJSON(out io.Writer, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("print as JSON: %w", err)
	}
	fmt.Fprintln(out, string(text))
	return nil
}
