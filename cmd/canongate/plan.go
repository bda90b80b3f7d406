package main

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"canongate/config"
	"canongate/policies"

	"github.com/spf13/cobra"
)

// plan is what putting one configuration in the place of another changes. It
// names keys and never shows a value.
type plan struct {
	Connections differences `json:"connections"`
	Routes      differences `json:"routes"`
	Sections    []string    `json:"sections"` // keys of other sections; those but auth need a restart
	// Moves are of the requests that the rules of either side tell apart.
	Moves []move `json:"moves"`
	// Traffic is the same of requests that were recorded; nil: none were.
	Traffic *traffic `json:"traffic,omitempty"`
}

// differences are names of what is new, gone or not the same.
type differences struct {
	Added   []string            `json:"added"`
	Removed []string            `json:"removed"`
	Changed []string            `json:"changed"`
	Keys    map[string][]string `json:"keys,omitempty"`  // what of it changed, by name
	Moved   bool                `json:"moved,omitempty"` // the order differs
}

func planCommand() *cobra.Command {
	var path, against string
	var asJSON bool
	c := &cobra.Command{
		Use:   "plan",
		Short: "Say what a configuration changes against another",
		Long: `Say what a configuration changes against another.

The requests that would go elsewhere are found by asking both configurations about
every operation, tenant, country, currency, method and amount that a rule of either
names, for many invented customers. How many real requests that is, only a running
gateway knows: POST /admin/v1/config/plan replays its last ones as well.

The exit code is 0 when nothing changes, 3 when something does, 2 for mistakes.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			p, err := planFiles(against, path)
			if err != nil {
				return err
			}
			if asJSON {
				err = printJSON(c.OutOrStdout(), p)
			} else {
				err = p.print(c.OutOrStdout())
			}
			if err != nil || p.empty() {
				return err
			}
			return exit(exitDiffers)
		},
	}
	configFlag(c, &path)
	c.Flags().StringVar(&against, "against", "", "configuration to compare with")
	c.Flags().BoolVar(&asJSON, "json", false, "print what the admin API would answer")
	if err := c.MarkFlagRequired("against"); err != nil {
		panic(err) // the flag was added above
	}
	return c
}

func planFiles(against, path string) (plan, error) {
	_, was, err := loadBuilt(against)
	if err != nil {
		return plan{}, err
	}
	_, will, err := loadBuilt(path)
	if err != nil {
		return plan{}, err
	}
	was.activate(nil)
	return compare(was, will), nil
}

// compare says what changes when will takes the place of was. Will serves
// nobody: its connections are put into the states that they would have.
func compare(was, will *built) plan {
	will.activate(was)
	return plan{
		Connections: differ(was.config.Connections, will.config.Connections),
		Routes:      differRoutes(was.config.Routes, will.config.Routes),
		Sections:    differSections(was.config, will.config),
		Moves:       moves(was, will),
	}
}

func (p plan) empty() bool {
	return p.Connections.none() && p.Routes.none() && len(p.Sections) == 0 && len(p.Moves) == 0
}

func (d differences) none() bool {
	return len(d.Added)+len(d.Removed)+len(d.Changed) == 0 && !d.Moved
}

func differ[T any](was, will map[string]T) differences {
	d := differences{Added: []string{}, Removed: []string{}, Changed: []string{}}
	for _, name := range slices.Sorted(maps.Keys(will)) {
		before, known := was[name]
		if !known {
			d.Added = append(d.Added, name)
		} else if keys := changedKeys("", reflect.ValueOf(before), reflect.ValueOf(will[name])); len(keys) > 0 {
			if d.Keys == nil {
				d.Keys = map[string][]string{}
			}
			d.Changed, d.Keys[name] = append(d.Changed, name), keys
		}
	}
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if _, kept := will[name]; !kept {
			d.Removed = append(d.Removed, name)
		}
	}
	return d
}

// changedKeys gives the paths, as the file has them, of what differs: each key
// of a mapping by itself, lists as a whole.
func changedKeys(path string, was, will reflect.Value) []string {
	switch {
	case reflect.DeepEqual(was.Interface(), will.Interface()):
		return nil
	case was.Kind() == reflect.Struct && will.Kind() == reflect.Struct && hasKeys(was.Type()):
		return changedFields(path, was, will)
	case was.Kind() == reflect.Map && will.Kind() == reflect.Map:
		return changedEntries(path, was, will)
	default:
		return []string{path}
	}
}

func changedFields(path string, was, will reflect.Value) []string {
	var keys []string
	for i := range was.NumField() {
		name, options, _ := strings.Cut(was.Type().Field(i).Tag.Get("yaml"), ",")
		at := path
		if !strings.Contains(options, "inline") {
			at = below(path, name)
		}
		keys = append(keys, changedKeys(at, was.Field(i), will.Field(i))...)
	}
	return keys
}

// changedEntries compares mappings by their keys, which are texts in this file.
func changedEntries(path string, was, will reflect.Value) []string {
	names := map[string]bool{}
	for _, key := range slices.Concat(was.MapKeys(), will.MapKeys()) {
		names[key.String()] = true
	}
	var keys []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		a, b := was.MapIndex(reflect.ValueOf(name)), will.MapIndex(reflect.ValueOf(name))
		if !a.IsValid() || !b.IsValid() {
			keys = append(keys, below(path, name))
		} else {
			keys = append(keys, changedKeys(below(path, name), whole(a), whole(b))...)
		}
	}
	return keys
}

// whole is what stands in an interface.
func whole(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface && !v.IsNil() {
		return v.Elem()
	}
	return v
}

// hasKeys tells the options of the file from values such as decimals.
func hasKeys(t reflect.Type) bool {
	return t.NumField() > 0 && t.Field(0).Tag.Get("yaml") != ""
}

func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func differRoutes(was, will []policies.RouteOptions) differences {
	d := differ(byName(was), byName(will))
	kept := func(in []policies.RouteOptions, other map[string]policies.RouteOptions) (names []string) {
		for _, r := range in {
			if _, ok := other[r.Name]; ok {
				names = append(names, r.Name)
			}
		}
		return names
	}
	d.Moved = !slices.Equal(kept(was, byName(will)), kept(will, byName(was)))
	return d
}

func byName(routes []policies.RouteOptions) map[string]policies.RouteOptions {
	named := make(map[string]policies.RouteOptions, len(routes))
	for _, r := range routes {
		named[r.Name] = r
	}
	return named
}

// countsWithReload says whether a reload puts a key of the other sections into
// service.
func countsWithReload(key string) bool {
	return slices.ContainsFunc([]string{"auth", "events.inbound_rate"}, func(counts string) bool {
		return key == counts || strings.HasPrefix(key, counts+".")
	})
}

// differSections gives the keys that differ, besides those that have an account
// of their own.
func differSections(was, will config.Config) []string {
	was.Connections, was.Routes = will.Connections, will.Routes
	return append([]string{}, changedKeys("", reflect.ValueOf(was), reflect.ValueOf(will))...)
}
