package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"canongate/canonical"
	"canongate/config"
	"canongate/policies"

	"github.com/spf13/cobra"
)

// question is what explain is asked.
type question struct {
	config, operation, request, tenant, connection string
}

func explainCommand() *cobra.Command {
	var q question
	c := &cobra.Command{
		Use:   "explain",
		Short: "Say which connection a request would go to, and why no other",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return explain(c.OutOrStdout(), q) },
	}
	configFlag(c, &q.config)
	c.Flags().StringVar(&q.operation, "operation", "", "operation, such as create_customer")
	c.Flags().StringVar(&q.request, "request", "", "file with the request's JSON body; - reads standard input")
	c.Flags().StringVar(&q.tenant, "tenant", "", "tenant of the caller")
	c.Flags().StringVar(&q.connection, "connection", "", "as in the header Gateway-Connection")
	if err := c.MarkFlagRequired("operation"); err != nil {
		panic(err) // the flag was added above
	}
	return c
}

func explain(out io.Writer, q question) error {
	_, made, err := loadBuilt(q.config)
	if err != nil {
		return err
	}
	row, known := canonical.OperationNamed(q.operation)
	if !known {
		return configurationError{fmt.Errorf("explain: %q is no operation", q.operation)}
	}
	request, err := readRequest(q.request)
	if err != nil {
		return configurationError{err}
	}
	decision := made.state.Routes.Choose(policies.RouteQuery{
		Operation: row.Name(), Effect: row.Effect(), Tenant: q.tenant, Asked: q.connection, Facts: policies.FactsOf(request),
	})
	answer := struct {
		Operation string `json:"operation"`
		Tenant    string `json:"tenant,omitempty"`
		policies.Decision
	}{row.Name(), q.tenant, decision}
	text, err := json.MarshalIndent(answer, "", "  ")
	if err != nil {
		return fmt.Errorf("print explanation: %w", err)
	}
	fmt.Fprintln(out, string(text))
	return nil
}

// loadBuilt reads a file and builds it, or returns its mistakes.
func loadBuilt(path string) (*config.File, *built, error) {
	file, err := config.Load(path)
	if err != nil {
		return nil, nil, configurationError{err}
	}
	made := newBuilder().build(file, 1, nil)
	if mistakes := file.Mistakes(); len(mistakes) > 0 {
		return nil, nil, mistakes
	}
	return file, made, nil
}

// readRequest reads a body. Its errors show nothing of it.
func readRequest(path string) (map[string]any, error) {
	if path == "" {
		return nil, nil
	}
	in := io.Reader(os.Stdin)
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, errors.New("read request: the file cannot be read")
		}
		defer f.Close()
		in = f
	}
	var request map[string]any
	if err := json.NewDecoder(io.LimitReader(in, 32<<20)).Decode(&request); err != nil {
		return nil, errors.New("read request: it is not a JSON object")
	}
	return request, nil
}
