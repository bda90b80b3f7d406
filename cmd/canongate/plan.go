package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"canongate/config"
	"canongate/policies"

	"github.com/spf13/cobra"
)

// plan is what putting one configuration in the place of another changes.
type plan struct {
	Connections differences `json:"connections"`
	Routes      differences `json:"routes"`
	Sections    []string    `json:"sections"` // others that differ; those but auth need a restart
	Moves       []move      `json:"moves"`
}

// differences are names of what is new, gone or not the same.
type differences struct {
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
	Changed []string `json:"changed"`
	Moved   bool     `json:"moved,omitempty"` // the order differs
}

func planCommand() *cobra.Command {
	var path, against string
	c := &cobra.Command{
		Use:   "plan",
		Short: "Say what a configuration changes against another",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			oldFile, was, err := loadBuilt(against)
			if err != nil {
				return err
			}
			newFile, will, err := loadBuilt(path)
			if err != nil {
				return err
			}
			p := compare(side{oldFile.Config, was}, side{newFile.Config, will})
			text, err := json.MarshalIndent(p, "", "  ")
			if err != nil {
				return fmt.Errorf("print plan: %w", err)
			}
			fmt.Fprintln(c.OutOrStdout(), string(text))
			if p.empty() {
				return nil
			}
			return exit(exitDiffers)
		},
	}
	configFlag(c, &path)
	c.Flags().StringVar(&against, "against", "", "configuration to compare with")
	if err := c.MarkFlagRequired("against"); err != nil {
		panic(err) // the flag was added above
	}
	return c
}

// side is one of the configurations that are compared.
type side struct {
	config config.Config
	built  *built
}

func compare(was, will side) plan {
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
		if before, known := was[name]; !known {
			d.Added = append(d.Added, name)
		} else if !reflect.DeepEqual(before, will[name]) {
			d.Changed = append(d.Changed, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if _, kept := will[name]; !kept {
			d.Removed = append(d.Removed, name)
		}
	}
	return d
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

// differSections names the top-level keys that differ, besides those that have
// an account of their own.
func differSections(was, will config.Config) []string {
	sections := []string{}
	a, b := reflect.ValueOf(was), reflect.ValueOf(will)
	for i := range a.NumField() {
		name := a.Type().Field(i).Tag.Get("yaml")
		if name != "connections" && name != "routes" && !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			sections = append(sections, name)
		}
	}
	return sections
}
