package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
)

// money is an amount as the admin API takes it.
type money struct {
	Value    string `json:"value"`
	Currency string `json:"currency"`
}

// expected is what whoever decides has seen.
type expected struct {
	Count int   `json:"count"`
	Total money `json:"total"`
}

// expectFlags ask for what is expected; without them nothing is decided.
type expectFlags struct {
	count int
	total string
}

func (f *expectFlags) add(c *cobra.Command) {
	c.Flags().IntVar(&f.count, "expect-count", 0, "how many payments it takes")
	c.Flags().StringVar(&f.total, "expect-total", "", "what they add up to, such as 51234.00 (USD) or 100.00EUR")
	for _, name := range []string{"expect-count", "expect-total"} {
		if err := c.MarkFlagRequired(name); err != nil {
			panic(err) // the flags were added above
		}
	}
}

func (f *expectFlags) expected() expected {
	return expected{Count: f.count, Total: moneyOf(f.total)}
}

// moneyOf reads 100.00EUR, or 100.00 of US dollars.
func moneyOf(text string) money {
	text = strings.ReplaceAll(text, " ", "")
	if cut := strings.TrimRight(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"); cut != text {
		return money{cut, text[len(cut):]}
	}
	return money{text, "USD"}
}

// resolveOptions are what payments resolve was told.
type resolveOptions struct {
	adminFlags
	expectFlags
	filter, status, reason, evidence, importID, by string
	kinds                                          []string
}

// paymentsCommand has what is done about payments.
func paymentsCommand() *cobra.Command {
	c := &cobra.Command{Use: "payments", Short: "Decide about payments whose outcome nobody knows"}
	c.AddCommand(resolveCommand())
	return c
}

func resolveCommand() *cobra.Command {
	var o resolveOptions
	c := &cobra.Command{
		Use:   "resolve",
		Short: "Say how payments ended: those of a filter, or those that an import proposes",
		Long: `Say how payments ended: those of a filter, or those that an import proposes.

A filter is connection=NAME with, if wanted, created_after=TIME, created_before=TIME
and amount=100.00USD, all between commas; it takes payments whose outcome is unknown.
With --import, open proposals of that import of the kinds are accepted, each as its
entry says.

Nothing is decided unless count and total are as expected. What nothing proves waits
for a second person: canongate resolutions approve.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context(), c.OutOrStdout()) },
	}
	o.adminFlags.add(c)
	o.expectFlags.add(c)
	c.Flags().StringVar(&o.filter, "filter", "", "which unknown payments: connection=NAME,created_after=TIME,created_before=TIME,amount=100.00USD")
	c.Flags().StringVar(&o.importID, "import", "", "import whose proposals are accepted, instead of a filter")
	c.Flags().StringSliceVar(&o.kinds, "kind", []string{"moved", "moved_group"}, "kinds of proposals")
	c.Flags().StringVar(&o.status, "status", "", "settled, returned, failed or submitted; proposals say it themselves")
	c.Flags().StringVar(&o.reason, "reason", "", "how it was found out")
	c.Flags().StringVar(&o.evidence, "evidence", "", "where it can be looked up, such as a ticket")
	c.Flags().StringVar(&o.by, "by", "", "who decides; must be who signs in")
	if err := c.MarkFlagRequired("reason"); err != nil {
		panic(err) // the flag was added above
	}
	c.MarkFlagsOneRequired("filter", "import")
	c.MarkFlagsMutuallyExclusive("filter", "import")
	return c
}

func (o *resolveOptions) run(ctx context.Context, out io.Writer) error {
	client, err := o.client()
	if err != nil {
		return err
	}
	body := map[string]any{"reason": o.reason, "expect": o.expected()}
	for name, value := range map[string]string{"status": o.status, "evidence": o.evidence, "by": o.by} {
		if value != "" {
			body[name] = value
		}
	}
	if o.importID != "" {
		if body["proposals"], err = proposalsOf(ctx, client, o.importID, o.kinds); err != nil {
			return err
		}
	} else if body["filter"], err = filterOf(o.filter); err != nil {
		return configurationError{err}
	}
	var made resolutionAnswer
	raw, err := client.call(ctx, http.MethodPost, "/admin/v1/resolutions", nil, body, &made)
	if err != nil {
		return asConfiguration(err)
	}
	return made.print(out, raw, o.asJSON)
}

// proposalsOf are the ids of an import's open proposals.
func proposalsOf(ctx context.Context, client adminClient, importID string, kinds []string) ([]string, error) {
	var all []string
	for _, kind := range kinds {
		for cursor := ""; ; {
			query := url.Values{"import_id": {importID}, "kind": {kind}, "state": {"open"}, "limit": {"200"}}
			if cursor != "" {
				query.Set("cursor", cursor)
			}
			var page struct {
				Data []struct {
					ID string `json:"id"`
				} `json:"data"`
				NextCursor string `json:"next_cursor"`
			}
			if _, err := client.call(ctx, http.MethodGet, "/admin/v1/proposals?"+query.Encode(), nil, nil, &page); err != nil {
				return nil, asConfiguration(err)
			}
			for _, p := range page.Data {
				all = append(all, p.ID)
			}
			if cursor = page.NextCursor; cursor == "" {
				break
			}
		}
	}
	if len(all) == 0 {
		return nil, errors.New("the import has no open proposal of these kinds")
	}
	return all, nil
}

func filterOf(text string) (map[string]any, error) {
	filter := map[string]any{"status": "unknown"}
	for _, part := range strings.Split(text, ",") {
		name, value, ok := strings.Cut(part, "=")
		switch {
		case !ok:
			return nil, errors.New("--filter must be NAME=VALUE, between commas")
		case name == "amount":
			filter[name] = moneyOf(value)
		case name == "connection", name == "created_after", name == "created_before", name == "status":
			filter[name] = value
		default:
			return nil, fmt.Errorf("--filter does not know %s: there are connection, status, created_after, created_before and amount", name)
		}
	}
	return filter, nil
}

// resolutionAnswer is what the commands read of a resolution.
type resolutionAnswer struct {
	ID      string `json:"id"`
	State   string `json:"state"`
	Count   int    `json:"count"`
	Total   money  `json:"total"`
	Applied int    `json:"applied"`
	Skipped int    `json:"skipped"`
}

// print says how it stands; payments that were skipped are left for people.
func (a resolutionAnswer) print(out io.Writer, raw json.RawMessage, asJSON bool) error {
	switch {
	case asJSON:
		fmt.Fprintln(out, string(raw))
	case a.State == "awaiting_approval":
		fmt.Fprintf(out, "resolution %s of %d payments, %s %s, waits for a second person:\n  canongate resolutions approve %s --expect-count %d --expect-total %s%s\n",
			a.ID, a.Count, a.Total.Value, a.Total.Currency, a.ID, a.Count, a.Total.Value, a.Total.Currency)
	default:
		fmt.Fprintf(out, "resolution %s is %s: %d applied, %d skipped\n", a.ID, a.State, a.Applied, a.Skipped)
	}
	if a.Skipped > 0 {
		return exit(exitLeft)
	}
	return nil
}

// resolutionsCommand has what a second person does.
func resolutionsCommand() *cobra.Command {
	var flags adminFlags
	var expect expectFlags
	approve := &cobra.Command{
		Use:   "approve RESOLUTION",
		Short: "Agree, as the second person, to what another has decided",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			client, err := flags.client()
			if err != nil {
				return err
			}
			var made resolutionAnswer
			body := map[string]any{"expect": expect.expected()}
			raw, err := client.call(c.Context(), http.MethodPost, "/admin/v1/resolutions/"+url.PathEscape(args[0])+"/approve", nil, body, &made)
			if err != nil {
				return asConfiguration(err)
			}
			return made.print(c.OutOrStdout(), raw, flags.asJSON)
		},
	}
	flags.add(approve)
	expect.add(approve)
	c := &cobra.Command{Use: "resolutions", Short: "Decisions about payments that wait for a second person"}
	c.AddCommand(approve)
	return c
}
