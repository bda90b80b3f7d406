package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// print shows the plan to people.
func (p plan) print(out io.Writer) error {
	if p.empty() {
		fmt.Fprintln(out, "nothing changes")
		return nil
	}
	t := newTable(out)
	t.differences("connections", p.Connections)
	t.differences("routes", p.Routes)
	if len(p.Sections) > 0 {
		t.line("other sections")
	}
	for _, key := range p.Sections {
		t.row("  ~ "+key, effect(key))
	}
	if len(p.Moves) == 0 {
		t.line("no request that was tried goes elsewhere")
		return t.flush()
	}
	t.line("requests that go elsewhere (what has an id stays where it was made)")
	for _, m := range joinTenants(p.Moves) {
		t.row(fmt.Sprintf("  %3d %%", m.Percent), m.Operation, m.of(), cmp.Or(m.From, "refused")+" -> "+cmp.Or(m.To, "refused"))
	}
	return t.flush()
}

func (t table) differences(what string, d differences) {
	if d.none() {
		return
	}
	t.line(what)
	for _, name := range d.Added {
		t.row("  + " + name)
	}
	for _, name := range d.Removed {
		t.row("  - " + name)
	}
	for _, name := range d.Changed {
		t.row("  ~ "+name, strings.Join(d.Keys[name], ", "))
	}
	if d.Moved {
		t.row("  in another order")
	}
}

// effect says when a key of another section counts.
func effect(key string) string {
	if countsWithReload(key) {
		return "with the reload"
	}
	return "after a restart"
}

// joinedMove is a move of several tenants alike.
type joinedMove struct {
	move
	tenants []string
}

// joinTenants puts moves together that differ in the tenant alone.
func joinTenants(moves []move) []joinedMove {
	var joined []joinedMove
	for _, m := range moves {
		alike := m
		alike.Tenant = ""
		i := slices.IndexFunc(joined, func(j joinedMove) bool { return j.move == alike })
		if i < 0 {
			i, joined = len(joined), append(joined, joinedMove{move: alike})
		}
		joined[i].tenants = append(joined[i].tenants, m.Tenant)
	}
	return joined
}

// whose names the tenants. One that no rule and no key names is any other.
func (j joinedMove) whose() string {
	named := slices.DeleteFunc(slices.Clone(j.tenants), func(tenant string) bool { return tenant == "" })
	switch others := len(named) < len(j.tenants); {
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

// of says in words which requests of the operation move.
func (j joinedMove) of() string {
	words := []string{j.whose()}
	for _, fact := range [][2]string{{"country", j.Country}, {"currency", j.Currency}, {"method", j.Method}, {"amount", j.Amount}} {
		if fact[1] != "" {
			words = append(words, fact[0]+" "+fact[1])
		}
	}
	if j.Request != "" {
		words = append(words, j.Request)
	}
	return strings.Join(words, ", ")
}
