package plan

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"canongate/config"
	"canongate/policies"
	"canongate/policies/routing"
)

// Diff is what putting one configuration in the place of another changes. It
// names keys and never shows a value.
type Diff struct {
	Keys
	// Reroutes are for the classes of requests that the rules of either side tell
	// apart.
	Reroutes []Reroute `json:"moves"`
	// Replay is for the recorded requests; nil: none were recorded.
	Replay *ReplayResult `json:"traffic,omitempty"`
}

// Keys are what differs in the text of two configurations.
type Keys struct {
	Connections Changes  `json:"connections"`
	Routes      Changes  `json:"routes"`
	Sections    []string `json:"sections"` // keys of other sections; see AppliesOnReload
}

// Changes are the names of what was added, removed or changed.
type Changes struct {
	Added     []string            `json:"added"`
	Removed   []string            `json:"removed"`
	Changed   []string            `json:"changed"`
	Keys      map[string][]string `json:"keys,omitempty"`  // changed keys by name
	Reordered bool                `json:"moved,omitempty"` // the order differs
}

// Side is one of the two configurations, compiled.
type Side struct {
	Config config.Config
	// Choose asks its routes.
	Choose func(*routing.Query) routing.Decision
	// State is what operators want of a connection; "" when there is none.
	State func(connection string) policies.ConnectionState
}

// Compare says what changes when after takes the place of before.
func Compare(before, after Side) Diff {
	return Diff{Keys: CompareKeys(before.Config, after.Config), Reroutes: reroutes(before, after)}
}

// CompareKeys says which keys differ between two configurations.
func CompareKeys(before, after config.Config) Keys {
	return Keys{
		Connections: changesOf(before.Connections, after.Connections),
		Routes:      routeChanges(before.Routes, after.Routes),
		Sections:    ChangedSections(before, after),
	}
}

// Empty reports whether nothing changes.
func (d Diff) Empty() bool {
	return d.Connections.none() && d.Routes.none() && len(d.Sections) == 0 && len(d.Reroutes) == 0
}

func (c Changes) none() bool {
	return len(c.Added)+len(c.Removed)+len(c.Changed) == 0 && !c.Reordered
}

func changesOf[T any](before, after map[string]T) Changes {
	c := Changes{Added: []string{}, Removed: []string{}, Changed: []string{}}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		old, known := before[name]
		if !known {
			c.Added = append(c.Added, name)
		} else if keys := changedKeys("", reflect.ValueOf(old), reflect.ValueOf(after[name])); len(keys) > 0 {
			if c.Keys == nil {
				c.Keys = map[string][]string{}
			}
			c.Changed, c.Keys[name] = append(c.Changed, name), keys
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, kept := after[name]; !kept {
			c.Removed = append(c.Removed, name)
		}
	}
	return c
}

// changedKeys gives the paths, as in the file, of what differs: each key of a
// mapping by itself, a list as a whole.
func changedKeys(path string, before, after reflect.Value) []string {
	switch {
	case reflect.DeepEqual(before.Interface(), after.Interface()):
		return nil
	case before.Kind() == reflect.Struct && after.Kind() == reflect.Struct && isOptions(before.Type()):
		return changedFields(path, before, after)
	case before.Kind() == reflect.Map && after.Kind() == reflect.Map:
		return changedEntries(path, before, after)
	default:
		return []string{path}
	}
}

func changedFields(path string, before, after reflect.Value) []string {
	var keys []string
	for i := range before.NumField() {
		name, options, _ := strings.Cut(before.Type().Field(i).Tag.Get("yaml"), ",")
		at := path
		if !strings.Contains(options, "inline") {
			at = joinKey(path, name)
		}
		keys = append(keys, changedKeys(at, before.Field(i), after.Field(i))...)
	}
	return keys
}

// changedEntries compares mappings, whose keys are strings in this file.
func changedEntries(path string, before, after reflect.Value) []string {
	names := map[string]bool{}
	for _, key := range slices.Concat(before.MapKeys(), after.MapKeys()) {
		names[key.String()] = true
	}
	var keys []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		a, b := before.MapIndex(reflect.ValueOf(name)), after.MapIndex(reflect.ValueOf(name))
		if !a.IsValid() || !b.IsValid() {
			keys = append(keys, joinKey(path, name))
		} else {
			keys = append(keys, changedKeys(joinKey(path, name), unwrap(a), unwrap(b))...)
		}
	}
	return keys
}

// unwrap gives the value in an interface.
func unwrap(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface && !v.IsNil() {
		return v.Elem()
	}
	return v
}

// isOptions tells structs with keys of the file from values such as decimals.
func isOptions(t reflect.Type) bool {
	return t.NumField() > 0 && t.Field(0).Tag.Get("yaml") != ""
}

func joinKey(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func routeChanges(before, after []routing.RouteOptions) Changes {
	old, updated := byName(before), byName(after)
	c := changesOf(old, updated)
	c.Reordered = !slices.Equal(namesIn(before, updated), namesIn(after, old))
	return c
}

// namesIn gives the names of the routes, in order, that others has as well.
func namesIn(routes []routing.RouteOptions, others map[string]routing.RouteOptions) (names []string) {
	for _, r := range routes {
		if _, ok := others[r.Name]; ok {
			names = append(names, r.Name)
		}
	}
	return names
}

func byName(routes []routing.RouteOptions) map[string]routing.RouteOptions {
	named := make(map[string]routing.RouteOptions, len(routes))
	for _, r := range routes {
		named[r.Name] = r
	}
	return named
}

// AppliesOnReload reports whether a reload puts a key of the other sections into
// service.
func AppliesOnReload(key string) bool {
	return slices.ContainsFunc([]string{"auth", "events.inbound_rate", "server.operators", "reconciliation", "config"}, func(section string) bool {
		return key == section || strings.HasPrefix(key, section+".")
	})
}

// ChangedSections gives the keys that differ outside of connections and routes.
func ChangedSections(before, after config.Config) []string {
	before.Connections, before.Routes = after.Connections, after.Routes
	return append([]string{}, changedKeys("", reflect.ValueOf(before), reflect.ValueOf(after))...)
}
