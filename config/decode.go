package config

import (
	"encoding"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// decode holds the document to the shape of Config, notes what does not fit,
// takes that out of the tree, and decodes the rest. So one wrong value hides
// neither the other problems nor the values beside it. It says whether there is
// a Config at all.
func (f *File) decode(root *yaml.Node) bool {
	f.Config = defaults()
	if root.Kind != yaml.DocumentNode || len(root.Content) != 1 {
		return f.rejectValue("", "must be a mapping")
	}
	if root.Content[0].Tag == "!!null" {
		return f.rejectValue("", emptyFile)
	}
	if !f.fits("", root.Content[0], reflect.TypeOf(f.Config)) {
		return false
	}
	if err := root.Content[0].Load(&f.Config, yaml.WithKnownFields()); err != nil {
		// Nothing is left that should not fit; the library's words may show values.
		f.note("", "cannot be decoded")
	}
	return true
}

// fits says whether the node can be decoded into t, after taking out of it
// what cannot.
func (f *File) fits(path string, n *yaml.Node, t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return f.rejectValue(path, "must be written out: anchors and aliases are not taken here")
	case n.Style&yaml.TaggedStyle != 0:
		return f.rejectValue(path, "must not carry a tag")
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		return f.rejectValue(path, "has no value: give it one, or remove the key")
	case reflect.PointerTo(t).Implements(textUnmarshaler):
		return f.fitsText(path, n, t)
	case n.Kind == yaml.ScalarNode && t.Implements(shorthand):
		f.shorthands[path] = true
		writeOut(n, reflect.Zero(t).Interface().(interface{ Shorthand() string }).Shorthand(), t.Kind() == reflect.Slice)
	}
	switch t.Kind() {
	case reflect.Struct:
		return f.fitsStruct(path, n, t)
	case reflect.Map:
		return f.fitsMap(path, n, emptyOf(t.Elem()), func(string) reflect.Type { return t.Elem() })
	case reflect.Slice:
		return f.fitsList(path, n, t.Elem())
	case reflect.Interface:
		return f.fitsAnything(path, n, t)
	default:
		return f.fitsScalar(path, n, t)
	}
}

// shorthand is a mapping that may be written as one text, the member Shorthand of it;
// or a list of such, of which the text is the only item.
var shorthand = reflect.TypeFor[interface{ Shorthand() string }]()

// writeOut turns the text into the mapping that it stands for, or a list of it.
func writeOut(n *yaml.Node, member string, list bool) {
	value := *n
	item := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column, Content: []*yaml.Node{
		{Kind: yaml.ScalarNode, Tag: "!!str", Value: member, Line: n.Line, Column: n.Column}, &value,
	}}
	if !list {
		*n = *item
		return
	}
	*n = yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: n.Line, Column: n.Column, Content: []*yaml.Node{item}}
}

var textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()

func (f *File) rejectValue(path, format string, args ...any) bool {
	f.drop(path, format, args...)
	return false
}

func (f *File) fitsText(path string, n *yaml.Node, t reflect.Type) bool {
	target := reflect.New(t).Interface().(encoding.TextUnmarshaler)
	if n.Kind != yaml.ScalarNode || target.UnmarshalText([]byte(n.Value)) != nil {
		return f.rejectValue(path, "must be %s", wanted(t))
	}
	return true
}

// wanted says what a text type takes; most types say it themselves.
func wanted(t reflect.Type) string {
	if w, ok := reflect.New(t).Interface().(interface{ Wanted() string }); ok {
		return w.Wanted()
	}
	return "a " + strings.ToLower(t.Name())
}

func (f *File) fitsStruct(path string, n *yaml.Node, t reflect.Type) bool {
	fields := fieldsOf(t)
	fit := f.fitsMap(path, n, nil, func(key string) reflect.Type {
		if field, known := fields[key]; known {
			return field.Type
		}
		f.unknownKey(path, key, slices.Collect(maps.Keys(fields)))
		return nil
	})
	if !fit {
		return false
	}
	f.checkTags(path, n, fields)
	return true
}

// fieldsOf gives a struct's fields by their YAML keys.
func fieldsOf(t reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for _, field := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if name != "" && name != "-" && !strings.Contains(options, "inline") {
			fields[name] = field
		}
	}
	return fields
}

// fitsMap checks each pair; typeOf gives the type under a key, nil where there
// is no such key. What does not fit is replaced by empty, or left out without.
func (f *File) fitsMap(path string, n, empty *yaml.Node, typeOf func(key string) reflect.Type) bool {
	if n.Kind != yaml.MappingNode {
		return f.rejectValue(path, "must be a mapping")
	}
	firstLine := map[string]int{}
	kept := n.Content[:0:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" {
			f.noteAt(key, path, "has a key that is not plain text")
			continue
		}
		key.Tag = "!!str" // 784: AE is the key "784"
		at := join(path, key.Value)
		if line, twice := firstLine[key.Value]; twice {
			f.noteAt(key, at, "is given twice, first on line %d", line)
			continue
		}
		firstLine[key.Value] = key.Line
		f.places[at] = place{key.Line, key.Column}
		switch t := typeOf(key.Value); {
		case t != nil && f.fits(at, value, t):
			f.noteText(at, value)
			kept = append(kept, key, value)
		case t != nil && empty != nil:
			kept = append(kept, key, empty)
		}
	}
	n.Content = kept
	return true
}

// noteText keeps where the text of a value begins when it stands on one line
// as it is, so that a place inside of it can be told.
func (f *File) noteText(path string, n *yaml.Node) {
	if n.Kind != yaml.ScalarNode || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return
	}
	at := place{n.Line, n.Column}
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		at.column++
	}
	f.texts[path] = at
}

func (f *File) noteAt(n *yaml.Node, path, format string, args ...any) {
	f.add(place{n.Line, n.Column}, path, fmt.Sprintf(format, args...))
}

func (f *File) fitsList(path string, n *yaml.Node, t reflect.Type) bool {
	if n.Kind != yaml.SequenceNode {
		return f.rejectValue(path, "must be a list")
	}
	for i, item := range n.Content {
		at := join(path, strconv.Itoa(i))
		f.places[at] = place{item.Line, item.Column}
		if !f.fits(at, item, t) {
			// Kept as an empty value: the paths of the items after it must not shift.
			n.Content[i] = emptyOf(t)
		}
	}
	return true
}

func emptyOf(t reflect.Type) *yaml.Node {
	if t.Kind() == reflect.Struct || t.Kind() == reflect.Map {
		return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}
}

// fitsAnything walks a vendor's settings: their keys are checked by the vendor,
// but their places are needed, and a key given twice is a problem anywhere.
func (f *File) fitsAnything(path string, n *yaml.Node, t reflect.Type) bool {
	if n.Kind == yaml.MappingNode {
		return f.fitsMap(path, n, nil, func(string) reflect.Type { return t })
	}
	return n.Kind != yaml.SequenceNode || f.fitsList(path, n, t)
}

func (f *File) fitsScalar(path string, n *yaml.Node, t reflect.Type) bool {
	target := reflect.New(t)
	decodes := n.Kind == yaml.ScalarNode && n.Load(target.Interface()) == nil
	switch t.Kind() {
	case reflect.String:
		if !decodes || n.Tag != "!!str" {
			return f.rejectValue(path, "must be text; quote it if it looks like something else")
		}
	case reflect.Bool:
		if !decodes || n.Tag != "!!bool" {
			return f.rejectValue(path, "must be true or false")
		}
	case reflect.Float64:
		number := n.Tag == "!!int" || n.Tag == "!!float"
		if x := target.Elem(); !decodes || !number || math.IsNaN(x.Float()) || math.IsInf(x.Float(), 0) {
			return f.rejectValue(path, "must be a number")
		}
	default:
		if !decodes || n.Tag != "!!int" {
			return f.rejectValue(path, "must be a whole number")
		}
	}
	return true
}

// unknownKey adds a problem for a key that does not exist. The key that was meant
// counts as given, so that it is not reported as missing too.
func (f *File) unknownKey(path, key string, known []string) {
	f.note(join(path, key), "is not a key of this file"+didYouMean(key, known))
	if suggestion := nearest(key, known); suggestion != "" {
		f.dropped[join(path, suggestion)] = true
	}
}
