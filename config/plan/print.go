package plan

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Print prints the diff for people.
func (d Diff) Print(out io.Writer) error {
	if d.Empty() {
		fmt.Fprintln(out, "nothing changes")
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.StripEscape)
	d.Connections.print(w, "connections")
	d.Routes.print(w, "routes")
	if len(d.Sections) > 0 {
		fmt.Fprintln(w, "other sections")
	}
	for _, key := range d.Sections {
		fmt.Fprintf(w, "  ~ %s\t%s\n", key, appliesWhen(key))
	}
	printReroutes(w, d.Reroutes)
	if err := w.Flush(); err != nil {
		return fmt.Errorf("print plan: %w", err)
	}
	return nil
}

func (c Changes) print(w io.Writer, title string) {
	if c.none() {
		return
	}
	fmt.Fprintln(w, title)
	for _, name := range c.Added {
		fmt.Fprintln(w, "  + "+name)
	}
	for _, name := range c.Removed {
		fmt.Fprintln(w, "  - "+name)
	}
	for _, name := range c.Changed {
		fmt.Fprintf(w, "  ~ %s\t%s\n", name, strings.Join(c.Keys[name], ", "))
	}
	if c.Reordered {
		fmt.Fprintln(w, "  in another order")
	}
}

func printReroutes(w io.Writer, reroutes []Reroute) {
	if len(reroutes) == 0 {
		fmt.Fprintln(w, "no request that was tried goes elsewhere")
		return
	}
	fmt.Fprintln(w, "requests that go elsewhere (what has an id stays where it was made)")
	for _, r := range groupTenants(reroutes) {
		fmt.Fprintf(w, "  %3d %%\t%s\t%s\t%s -> %s\n",
			r.Percent, r.Operation, r.description(), cmp.Or(r.From, "refused"), cmp.Or(r.To, "refused"))
	}
}

// appliesWhen says in words when a key of another section takes effect.
func appliesWhen(key string) string {
	if AppliesOnReload(key) {
		return "with the reload"
	}
	return "after a restart"
}

// groupedReroute is one reroute for several tenants.
type groupedReroute struct {
	Reroute
	tenants []string
}

// groupTenants groups reroutes that differ in the tenant alone.
func groupTenants(reroutes []Reroute) []groupedReroute {
	var groups []groupedReroute
	for _, r := range reroutes {
		alike := r
		alike.Tenant = ""
		i := slices.IndexFunc(groups, func(g groupedReroute) bool { return g.Reroute == alike })
		if i < 0 {
			i, groups = len(groups), append(groups, groupedReroute{Reroute: alike})
		}
		groups[i].tenants = append(groups[i].tenants, r.Tenant)
	}
	return groups
}

// tenantNames names the tenants in words. The empty one stands for all that no
// rule and no key names.
func (g groupedReroute) tenantNames() string {
	named := slices.DeleteFunc(slices.Clone(g.tenants), func(tenant string) bool { return tenant == "" })
	switch others := len(named) < len(g.tenants); {
	case len(named) == 0:
		return "other tenants"
	case others:
		return "tenants " + strings.Join(named, ", ") + " and others"
	case len(named) == 1:
		return "tenant " + named[0]
	default:
		return "tenants " + strings.Join(named, ", ")
	}
}

// description says in words which requests of the operation are rerouted.
func (g groupedReroute) description() string {
	words := []string{g.tenantNames()}
	for _, attribute := range [][2]string{
		{"country", g.Country}, {"currency", g.Currency}, {"method", g.Method}, {"amount", g.Amount},
	} {
		if attribute[1] != "" {
			words = append(words, attribute[0]+" "+attribute[1])
		}
	}
	if g.Request != "" {
		words = append(words, g.Request)
	}
	return strings.Join(words, ", ")
}
