package schema

import (
	"reflect"
	"slices"
	"strings"
)

// Variants say which members a body has for each word of its discriminator: the tags
// discriminator and for of a canonical type.
type Variants struct {
	Name          string // of the schema
	Discriminator string
	Values        []string
	Only          map[string]map[string]Use // by member and value; a member without an entry stands in all
}

// Use is what a member is to one variant.
type Use int

// The uses. A variant that a member's tag does not name lacks it.
const (
	Absent Use = iota
	Optional
	Required
)

// RefTo is the reference to a named schema.
func RefTo(name string) string { return prefix + name }

// Variants are those of all bodies that were compiled, by name.
func (r *Registry) Variants() []Variants {
	slices.SortFunc(r.variants, func(a, b Variants) int { return strings.Compare(a.Name, b.Name) })
	return r.variants
}

// variantsOf finds the variants of a body; ok is false where it has none.
func variantsOf(t reflect.Type, name string) (v Variants, ok bool) {
	v = Variants{Name: name, Only: map[string]map[string]Use{}}
	for _, f := range reflect.VisibleFields(t) {
		member, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Tag.Get("discriminator") != "" {
			v.Discriminator, v.Values = member, strings.Split(f.Tag.Get("enum"), ",")
		}
		if only := f.Tag.Get("for"); only != "" {
			v.Only[member] = map[string]Use{}
			for value := range strings.SplitSeq(only, ",") {
				use := Optional
				if needed, is := strings.CutSuffix(value, "!"); is {
					value, use = needed, Required
				}
				v.Only[member][value] = use
			}
		}
	}
	return v, v.Discriminator != ""
}
