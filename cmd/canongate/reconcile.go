package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"canongate/config"
	"canongate/policies/imports"
	"canongate/policies/reconcile"

	"github.com/spf13/cobra"
)

// The exit codes of reconcile.
const (
	exitLeft    = 3 // exceptions or proposals are left for people
	exitRefused = 4 // a file was refused, or is partial
)

// reconcileOptions are what the command was told.
type reconcileOptions struct {
	adminFlags
	connection, format, mapping, coverage, by string
	dryRun, offline                           bool
}

func reconcileCommand() *cobra.Command {
	var o reconcileOptions
	c := &cobra.Command{
		Use:   "reconcile FILE…",
		Short: "Hand files about money to a running gateway, and say what became of them",
		Long: `Hand files about money to a running gateway, and say what became of them.

A file is the export of a vendor (CSV, by a mapping of the connection), a bank's file
of returns and notifications of change (Nacha), or a statement or report of ISO 20022. With --dry-run nothing moves;
the same command without it then makes that run real. With --offline nothing is
sent: the file is only read, and its counts, controls and codes are printed.

The exit code is 0 when every entry of ours was taken, 3 when exceptions or
proposals are left for people, 4 when a file is refused or partial.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			run := o.send
			if o.offline {
				run = o.lint
			}
			worst := 0
			for _, file := range files {
				code, err := run(c.Context(), c.OutOrStdout(), file)
				if err != nil {
					return err
				}
				worst = max(worst, code)
			}
			if worst > 0 {
				return exit(worst)
			}
			return nil
		},
	}
	o.add(c)
	c.Flags().StringVar(&o.connection, "connection", "", "connection that the files are from")
	c.Flags().StringVar(&o.format, "format", "auto", "auto, nacha, csv, camt or pain002")
	c.Flags().StringVar(&o.mapping, "mapping", "", "CSV mapping of the connection, where it has several")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "move nothing; say what would move")
	c.Flags().StringVar(&o.coverage, "coverage", "", "FROM..TO: the file has every payment of these days, so that what it does not have is proposed as absent")
	c.Flags().StringVar(&o.by, "by", "", "who hands the files in; must be who signs in")
	c.Flags().BoolVar(&o.offline, "offline", false, "send nothing; only read the files, by the connection of --config")
	if err := c.MarkFlagRequired("connection"); err != nil {
		panic(err) // the flag was added above
	}
	return c
}

// importAnswer is what the command reads of an import.
type importAnswer struct {
	ID        string `json:"id"`
	State     string `json:"state"`
	Format    string `json:"format"`
	Duplicate bool   `json:"duplicate"`
	imports.Summary
}

// pollEvery is how often the command asks whether an import is done.
const pollEvery = 100 * time.Millisecond

// send hands one file to the gateway and waits for its end.
func (o *reconcileOptions) send(ctx context.Context, out io.Writer, path string) (int, error) {
	client, err := o.client()
	if err != nil {
		return 0, err
	}
	header, err := o.header()
	if err != nil {
		return 0, err
	}
	file, err := os.Open(path)
	if err != nil {
		return 0, configurationError{fmt.Errorf("open %s: %w", path, bareFile(err))}
	}
	defer file.Close() // it was only read
	query := url.Values{"connection": {o.connection}, "format": {o.format}, "dry_run": {strconv.FormatBool(o.dryRun)}}
	for name, value := range map[string]string{"mapping": o.mapping, "by": o.by} {
		if value != "" {
			query.Set(name, value)
		}
	}
	var answer importAnswer
	raw, err := client.call(ctx, http.MethodPost, "/admin/v1/imports?"+query.Encode(), header, file, &answer)
	if err != nil {
		return 0, asConfiguration(err)
	}
	duplicate := answer.Duplicate
	for answer.State == "reading" || answer.State == "matched" {
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(pollEvery):
		}
		if raw, err = client.call(ctx, http.MethodGet, "/admin/v1/imports/"+answer.ID, nil, nil, &answer); err != nil {
			return 0, err
		}
	}
	if o.asJSON {
		fmt.Fprintln(out, string(raw))
		return answer.exit(), nil
	}
	name := filepath.Base(path)
	if duplicate {
		name += " (handed in before)"
	}
	return answer.exit(), answer.print(out, name)
}

// asConfiguration makes what the caller said wrong a configuration error.
func asConfiguration(err error) error {
	var told *refusal
	if errors.As(err, &told) && (told.Status == http.StatusUnprocessableEntity || told.Status == http.StatusUnauthorized || told.Status == http.StatusForbidden) {
		return configurationError{err}
	}
	return err
}

// bareFile leaves out the path, which the caller names.
func bareFile(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

func (o *reconcileOptions) header() (http.Header, error) {
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	if o.coverage == "" {
		return header, nil
	}
	from, to, ok := strings.Cut(o.coverage, "..")
	if !ok {
		return nil, configurationError{errors.New("--coverage must be FROM..TO, such as 2026-03-02..2026-03-06")}
	}
	header.Set("Coverage-From", from)
	header.Set("Coverage-To", to)
	header.Set("Coverage-Complete", "true")
	return header, nil
}

func (a importAnswer) exit() int {
	proposals := 0
	for _, n := range a.Proposals {
		proposals += n
	}
	switch {
	case a.State == "refused", a.State == "partial":
		return exitRefused
	case a.Counts.Exception > 0, a.Counts.Proposed > 0, proposals > 0, a.Counts.Invalid > 0:
		return exitLeft
	}
	return 0
}

func (a importAnswer) print(out io.Writer, name string) error {
	fmt.Fprintf(out, "%s: import %s is %s (%s)\n", name, a.ID, a.State, cmp.Or(a.Format, "unknown format"))
	applied := "applied"
	if a.State != "applied" {
		applied = "would apply"
	}
	return printSummary(out, a.Summary, applied)
}

// printSummary prints what a file holds. applied is what became of the entries that
// move payments; "": they were compared with none.
func printSummary(out io.Writer, s imports.Summary, applied string) error {
	if s.Refusal != "" {
		fmt.Fprintln(out, "  "+s.Refusal)
	}
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	c := s.Counts
	fmt.Fprintf(w, "  lines\t%d\n  entries\t%d\n", c.Lines, c.Entries)
	if applied != "" {
		fmt.Fprintf(w, "  ours\t%d\n  %s\t%d\n  proposed\t%d\n  duplicate\t%d\n  exception\t%d\n", c.Ours, applied, c.Applied, c.Proposed, c.Duplicate, c.Exception)
	}
	fmt.Fprintf(w, "  not ours\t%d\n  invalid\t%d\n", c.NotOurs, c.Invalid)
	for _, kind := range slices.Sorted(maps.Keys(s.Proposals)) {
		fmt.Fprintf(w, "  proposals %s\t%d", kind, s.Proposals[kind])
		for _, currency := range slices.Sorted(maps.Keys(s.ProposalTotals[kind])) {
			fmt.Fprintf(w, "  %s %s", s.ProposalTotals[kind][currency], currency)
		}
		fmt.Fprintln(w)
	}
	for _, currency := range slices.Sorted(maps.Keys(s.Totals)) {
		fmt.Fprintf(w, "  debits %s\t%s\n  credits %s\t%s\n", currency, s.Totals[currency].Debit, currency, s.Totals[currency].Credit)
	}
	fmt.Fprintf(w, "  controls\t%s\n", cmp.Or(string(s.Controls), "unknown"))
	for _, e := range s.FirstErrors {
		fmt.Fprintf(w, "  line %d\t%s: %s\n", e.Line, e.Code, e.Detail)
	}
	return w.Flush()
}

// lint reads one file without a gateway.
func (o *reconcileOptions) lint(_ context.Context, out io.Writer, path string) (int, error) {
	if o.config == "" {
		return 0, configurationError{errors.New("--offline needs --config: the connection says how its files are read")}
	}
	loaded, err := config.Load(o.config)
	if err != nil {
		return 0, configurationError{err}
	}
	connection, known := loaded.Config.Connections[o.connection]
	if !known {
		return 0, configurationError{fmt.Errorf("--connection %s is not in the configuration", o.connection)}
	}
	file, err := os.Open(path)
	if err != nil {
		return 0, configurationError{fmt.Errorf("open %s: %w", path, bareFile(err))}
	}
	defer file.Close() // it was only read
	format := reconcile.Format(o.format)
	if o.format == "auto" {
		format = ""
	}
	told := imports.Lint(file, importSettings(loaded.Config, connection), format, o.mapping, importLimits(loaded.Config))
	code := 0
	switch {
	case told.Refusal != "", told.Partial:
		code = exitRefused
	case told.Counts.Invalid > 0:
		code = exitLeft
	}
	if o.asJSON {
		return code, printJSON(out, told)
	}
	fmt.Fprintf(out, "%s: %s, only read\n", filepath.Base(path), cmp.Or(string(told.Format), "unknown format"))
	if told.Partial {
		fmt.Fprintln(out, "  the file is cut, or its totals do not agree: nothing of it would be applied")
	}
	if err := printSummary(out, told.Summary, ""); err != nil {
		return code, err
	}
	for _, c := range slices.Sorted(maps.Keys(told.Codes)) {
		known, _ := reconcile.LookupCode(c)
		fmt.Fprintf(out, "  %s  %d  %s\n", c, told.Codes[c], known.Title)
	}
	return code, nil
}
