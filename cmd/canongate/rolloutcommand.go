package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"canongate/policies"
	"canongate/policies/rollout"

	"github.com/spf13/cobra"
)

// rolloutCommand raises a connection's share of a route step by step, at a running
// gateway.
func rolloutCommand() *cobra.Command {
	c := &cobra.Command{Use: "rollout", Short: "Raise a connection's share of a route step by step, while it does as well as the rest"}
	c.AddCommand(rolloutStart(), rolloutCall("show", "Say how far the rollout of a route is", http.MethodGet),
		rolloutCall("stop", "Put the weights of before back", http.MethodDelete))
	return c
}

func rolloutStart() *cobra.Command {
	var flags adminFlags
	var connection, reason string
	var steps []int
	var every, floor time.Duration
	within := rollout.Usual()
	c := &cobra.Command{
		Use:   "start ROUTE",
		Short: "Begin with the first step",
		Long: `Begin with the first step.

A step lasts at least as long as --every, and until the connection had --minimum-calls.
The weights of before come back at once when it fails more often than the rest of the
route, by more than --error-rate, or is slower than --p95-ratio times the rest and by more
than --p95-floor.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			within.P95Floor = policies.Duration(floor)
			return callRollout(c, &flags, http.MethodPost, args[0], map[string]any{
				"connection": connection, "steps": steps, "every": policies.Duration(every), "within": within, "reason": reason,
			})
		},
	}
	flags.add(c)
	c.Flags().StringVar(&connection, "connection", "", "whose share is raised; it stands in the route's use, with any weight")
	c.Flags().IntSliceVar(&steps, "steps", []int{5, 25, 50, 100}, "shares in percent")
	c.Flags().DurationVar(&every, "every", 10*time.Minute, "how long a step lasts at least")
	c.Flags().Float64Var(&within.ErrorRate, "error-rate", within.ErrorRate, "how much more often than the rest it may fail")
	c.Flags().Float64Var(&within.P95Ratio, "p95-ratio", within.P95Ratio, "how much slower than the rest it may be")
	c.Flags().DurationVar(&floor, "p95-floor", time.Duration(within.P95Floor), "how much slower than the rest nobody minds, whatever the ratio")
	c.Flags().IntVar(&within.MinimumCalls, "minimum-calls", within.MinimumCalls, "calls of the connection that a step waits for; failures count as of so many at least")
	c.Flags().StringVar(&reason, "reason", "", "why")
	for _, name := range []string{"connection", "reason"} {
		if err := c.MarkFlagRequired(name); err != nil {
			panic(err) // the flag was added above
		}
	}
	return c
}

// rolloutCall is a command about the rollout of a route.
func rolloutCall(use, short, method string) *cobra.Command {
	var flags adminFlags
	var reason string
	c := &cobra.Command{
		Use: use + " ROUTE", Short: short, Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if method == http.MethodGet {
				return callRollout(c, &flags, method, args[0], nil)
			}
			return callRollout(c, &flags, method, args[0], map[string]any{"reason": reason})
		},
	}
	flags.add(c)
	if method != http.MethodGet {
		c.Flags().StringVar(&reason, "reason", "", "why")
	}
	return c
}

func callRollout(c *cobra.Command, flags *adminFlags, method, route string, body any) error {
	client, err := flags.client()
	if err != nil {
		return err
	}
	var shown rolloutAnswer
	raw, err := client.call(c.Context(), method, "/admin/v1/routes/"+url.PathEscape(route)+"/rollout", nil, body, &shown)
	if err != nil {
		return asConfiguration(err)
	}
	if flags.asJSON {
		return printJSON(c.OutOrStdout(), raw)
	}
	return shown.print(c.OutOrStdout())
}

// rolloutAnswer is what people are told of a rollout.
type rolloutAnswer struct {
	Route, Connection string
	State             rollout.State
	Steps             []int
	Weights           []rollout.Share
	Before            []rollout.Share `json:"weights_before"`
	Step              struct {
		Number, Percent  int
		Since            time.Time
		Connection, Rest rollout.Sample
	}
	Next *struct {
		State    rollout.State
		Percent  int
		At       time.Time
		WaitsFor int `json:"waits_for"`
	}
	Why, By, Reason string
	EndedBy         string `json:"ended_by"`
}

func (a rolloutAnswer) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "route\t%s\n", a.Route)
	fmt.Fprintf(w, "connection\t%s\n", a.Connection)
	fmt.Fprintf(w, "state\t%s\n", a.State)
	fmt.Fprintf(w, "step\t%d of %d: %d %%, since %s\n", a.Step.Number, len(a.Steps), a.Step.Percent, a.Step.Since.Format(time.RFC3339))
	for _, side := range []struct {
		name string
		of   rollout.Sample
	}{{a.Connection, a.Step.Connection}, {"the rest", a.Step.Rest}} {
		fmt.Fprintf(w, "%s\t%d calls, %d failed, 95th percentile %.0f ms\n", side.name, side.of.Calls, side.of.Errors, side.of.P95MS)
	}
	weights := a.Weights
	if weights == nil {
		weights = a.Before
	}
	words := make([]string, len(weights))
	for i, s := range weights {
		words[i] = fmt.Sprintf("%s %d", s.Connection, s.Weight)
	}
	fmt.Fprintf(w, "weights\t%s\n", strings.Join(words, ", "))
	if a.Next != nil {
		fmt.Fprintf(w, "next\t%s at %d %%, not before %s and %d more calls of %s\n", a.Next.State, a.Next.Percent, a.Next.At.Format(time.RFC3339), a.Next.WaitsFor, a.Connection)
	}
	if a.Why != "" {
		fmt.Fprintf(w, "why\t%s\n", a.Why)
	}
	if a.EndedBy != "" {
		fmt.Fprintf(w, "ended by\t%s\n", a.EndedBy)
	}
	fmt.Fprintf(w, "begun by\t%s: %s\n", a.By, a.Reason)
	return w.Flush()
}
