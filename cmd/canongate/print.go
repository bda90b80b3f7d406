package main

import (
	"encoding/json"
	"fmt"
	"io"
)

// printJSON prints a value for scripts.
func printJSON(out io.Writer, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("print as JSON: %w", err)
	}
	fmt.Fprintln(out, string(text))
	return nil
}
