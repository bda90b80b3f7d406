package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"canongate/canonical"
	"canongate/config"
	"canongate/gateway"
	"canongate/gateway/admin"
	"canongate/gateway/ids"
	"canongate/policies/routing"

	"github.com/spf13/cobra"
)

func explainCommand() *cobra.Command {
	var asked admin.ExplainRequest
	var from source
	var request string
	var asJSON bool
	c := &cobra.Command{
		Use:   "explain",
		Short: "Say which connection a request would go to, and why no other",
		Long: `Say which connection a request would go to, and why no other.

Every connection counts as well, and as enabled as the file has it. What breakers,
quotas and kill switches say at this moment, only a running gateway knows: ask
POST /admin/v1/routes/explain.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if asked.Request, err = readRequest(request); err != nil {
				return configurationError{err}
			}
			answer, err := explainFile(from, asked)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(c.OutOrStdout(), answer)
			}
			return explanation(answer).print(c.OutOrStdout())
		},
	}
	from.flags(c)
	c.Flags().StringVar(&asked.Operation, "operation", "", "operation, such as create_customer")
	c.Flags().StringVar(&request, "request", "",
		"file with the request's JSON body; - reads standard input. An id in it counts as in a real request; that of a path is its member id")
	c.Flags().StringVar(&asked.Tenant, "tenant", "", "tenant of the caller")
	c.Flags().StringSliceVar(&asked.KnownAt, "known-at", nil,
		"connections where the person of a ref: in the request is known; only a running gateway can look")
	c.Flags().StringVar(&asked.Connection, "connection", "", "as in the header Gateway-Connection")
	c.Flags().BoolVar(&asJSON, "json", false, "print what the admin API would answer")
	if err := c.MarkFlagRequired("operation"); err != nil {
		panic(err) // the flag was added above
	}
	return c
}

// explainFile answers for a configuration that does not serve: every connection
// is well and in the state that the file gives it.
func explainFile(from source, asked admin.ExplainRequest) (admin.Explanation, error) {
	file, made, err := from.generation()
	if err != nil {
		return admin.Explanation{}, err
	}
	owner, err := ownerOf(file)
	if err != nil {
		return admin.Explanation{}, err
	}
	if len(referencesIn(asked.Request)) > 0 && asked.KnownAt == nil {
		return admin.Explanation{}, configurationError{errors.New("explain: the request means a person by ref:; say with --known-at where they are known")}
	}
	answer, err := explain(made.state, owner, asked)
	if err != nil {
		return admin.Explanation{}, configurationError{err}
	}
	return answer, nil
}

// explain asks the routes of a generation as its dispatcher does.
func explain(state *gateway.State, owner owner, asked admin.ExplainRequest) (admin.Explanation, error) {
	row, known := canonical.OperationNamed(asked.Operation)
	if !known {
		return admin.Explanation{}, fmt.Errorf("explain: %q is no operation; there are %s", asked.Operation, strings.Join(operations(), ", "))
	}
	q := routing.Query{
		Operation: row.Name(), Effect: row.Effect(), Tenant: asked.Tenant, Requested: asked.Connection,
		Pinned: owner.find(asked.Tenant, asked.Request), Attributes: routing.AttributesOf(asked.Request),
	}
	e := admin.Explanation{
		Operation: row.Name(), Tenant: asked.Tenant, Generation: state.Generation, RulesPassedOver: state.Routes.Mismatches(q),
	}
	if references := referencesIn(asked.Request); len(references) > 0 { // this customer, and not most of them
		q.Referred, q.KnownAt = true, asked.KnownAt
		q.StickyKey = gateway.PersonKey(asked.Tenant, canonical.KnownByReference(references[0]))
		e.KnownAt, e.Decision = asked.KnownAt, state.Explain(&q)
		return e, nil
	}
	e.Decision, e.Shares = ofMostCustomers(state, q)
	return e, nil
}

// referencesIn are the callers' own ids that stand in the places of customers' ids in a
// request.
func referencesIn(request map[string]any) (references []string) {
	for _, member := range []string{"id", "customer_id"} {
		text, _ := request[member].(string)
		if reference, refers := strings.CutPrefix(text, canonical.ReferencePrefix); refers {
			references = append(references, reference)
		}
	}
	return references
}

// sampleCustomers is how many customers are tried, for the weights.
const sampleCustomers = 1000

// ofMostCustomers decides for the connection that most customers go to, and
// gives the share of each, where weights divide them.
func ofMostCustomers(state *gateway.State, q routing.Query) (routing.Decision, map[string]float64) {
	keys, count := map[string]string{}, map[string]int{}
	for i := range sampleCustomers {
		q.StickyKey = strconv.Itoa(i)
		d := state.Choose(&q)
		if count[d.Connection]++; count[d.Connection] == 1 {
			keys[d.Connection] = q.StickyKey
		}
	}
	names := slices.Sorted(maps.Keys(count))
	most := slices.MaxFunc(names, func(a, b string) int { return cmp.Compare(count[a], count[b]) })
	q.StickyKey = keys[most]
	if len(names) == 1 {
		return state.Explain(&q), nil
	}
	shares := map[string]float64{}
	for name, n := range count {
		shares[name] = float64(n) * 100 / sampleCustomers
	}
	return state.Explain(&q), shares
}

// operations are the names of all operations.
func operations() []string {
	rows := canonical.Operations()
	names := make([]string, len(rows))
	for i, row := range rows {
		names[i] = row.Name()
	}
	return names
}

// owner gives the connection that an id of a tenant leads to.
type owner func(tenant, id string) (connection string, ok bool)

// ownerOf opens ids as serve would. A quickstart that has not made its key set
// yet has given out no id either, and without secrets none can be opened.
func ownerOf(f *config.File) (owner, error) {
	c := f.Config
	if _, err := os.Stat(ownKeyset); c.IDs.Keyset == "" && err != nil || f.WithoutSecrets {
		return func(string, string) (string, bool) { return "", false }, nil
	}
	keyset, err := openKeyset(c)
	if err != nil {
		return nil, err
	}
	codec, err := ids.New(keyset)
	if err != nil {
		return nil, err
	}
	return codec.Owner, nil
}

// find gives the connection of the first id anywhere in a request; "" without.
func (o owner) find(tenant string, request any) string {
	switch value := request.(type) {
	case string:
		connection, _ := o(tenant, value)
		return connection
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if connection := o.find(tenant, value[name]); connection != "" {
				return connection
			}
		}
	case []any:
		for _, item := range value {
			if connection := o.find(tenant, item); connection != "" {
				return connection
			}
		}
	}
	return ""
}

// explanation is an answer of explain, for people.
type explanation admin.Explanation

func (e explanation) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.StripEscape)
	fmt.Fprintf(w, "operation\t%s\n", e.Operation)
	fmt.Fprintf(w, "tenant\t%s\n", cmp.Or(e.Tenant, "any that no rule names"))
	if len(e.KnownAt) > 0 {
		fmt.Fprintf(w, "known at\t%s\n", strings.Join(e.KnownAt, ", "))
	}
	fmt.Fprintf(w, "decided by\t%s\n", e.decidedBy())
	if e.Connection == "" {
		refusal := canonical.AsError(e.Refusal())
		fmt.Fprintf(w, "refused with\t%s\t%s\n", refusal.Code, cmp.Or(refusal.Message, refusal.Info().Title))
	} else {
		fmt.Fprintf(w, "connection\t%s\n", e.Connection)
	}
	if len(e.Shares) > 0 {
		fmt.Fprintf(w, "customers\t%s\n", e.split())
	}
	if e.Despite != "" {
		fmt.Fprintf(w, "although\t%s\t%s\n", e.Despite, e.words(routing.PassedOver{Connection: e.Connection, Reason: e.Despite}))
	}
	if e.Shadow != nil {
		fmt.Fprintf(w, "compared with\t%s, %g %% of the requests\n", e.Shadow.Connection, 100*e.Shadow.Share)
	}
	if len(e.Fallback) > 0 {
		fmt.Fprintf(w, "then\t%s\n", strings.Join(e.Fallback, ", "))
	}
	if len(e.RulesPassedOver) > 0 {
		fmt.Fprintln(w, "\nrules passed over")
	}
	for _, m := range e.RulesPassedOver {
		fmt.Fprintf(w, "  %s\t%s\twant %s, got %s\n", m.Route, m.Matcher, m.Want, m.Got)
	}
	fmt.Fprintln(w, "\npassed over")
	for _, p := range e.PassedOver {
		fmt.Fprintf(w, "  %s\t%s\t%s\n", p.Connection, p.Reason, e.words(p))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("print explanation: %w", err)
	}
	return nil
}

func (e explanation) decidedBy() string {
	switch e.DecidedBy {
	case routing.ByID:
		return "the id in the request"
	case routing.ByHeader:
		return "the header Gateway-Connection"
	case routing.ByRoute:
		return "route " + e.Route
	case routing.ByPerson:
		return "the person, who is known at no other that can: no route takes the request"
	}
	return "nothing: no route takes the request"
}

// split says how the customers are divided, the largest share first.
func (e explanation) split() string {
	names := slices.SortedFunc(maps.Keys(e.Shares), func(a, b string) int {
		return cmp.Or(cmp.Compare(e.Shares[b], e.Shares[a]), cmp.Compare(a, b))
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%.0f %% %s", e.Shares[name], name)
	}
	return strings.Join(names, ", ") + "; each stays where it is"
}

// reasons say in words why a connection was passed over.
var reasons = map[routing.Reason]string{
	routing.ReasonNoCapability:     "its vendor cannot do the operation",
	routing.ReasonTenantNotAllowed: "its `tenants` leave this one out",
	routing.ReasonDisabled:         "it was taken out of service",
	routing.ReasonDraining:         "it serves the ids that it gave out, and takes nothing new",
	routing.ReasonBreakerOpen:      "its breaker for the operation is open",
	routing.ReasonQuotaEmpty:       "the vendor's quota is used up for the moment",
	routing.ReasonWeight:           "it has another share of the customers",
	routing.ReasonFallback:         "it is next, if the choice fails before anything reached the vendor",
	routing.ReasonNotInRoute:       "the route does not name it",
	routing.ReasonNotRequested:     "the header names another",
	routing.ReasonOtherID:          "the id belongs to another",
	routing.ReasonUnknown:          "there is no such connection",
	routing.ReasonPersonElsewhere:  "the person has no record there",
	routing.ReasonPersonUnknown:    "nobody has given the reference",
}

func (e explanation) words(p routing.PassedOver) string {
	switch {
	case p.Reason == routing.ReasonNotInRoute && e.DecidedBy == routing.ByNothing:
		return "no route takes the request"
	case p.Reason == routing.ReasonFallback && !slices.Contains(e.Fallback, p.Connection):
		return "money is never sent a second way"
	}
	return reasons[p.Reason]
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
	text, err := io.ReadAll(io.LimitReader(in, 32<<20))
	if err != nil {
		return nil, errors.New("read request: the file cannot be read")
	}
	if err := json.Unmarshal(text, &request); err != nil || request == nil {
		return nil, errors.New("read request: it is not a JSON object")
	}
	return request, nil
}
