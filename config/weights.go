package config

import (
	"slices"
	"strconv"

	"canongate/policies/routing"

	"go.yaml.in/yaml/v4"
)

// WithWeights is the file with other weights in `use` of one route. Without such a route
// it is the file itself.
func (f *File) WithWeights(route string, use []routing.RouteUse) *File {
	var root yaml.Node
	if err := yaml.Load(f.content, &root); err != nil || len(root.Content) == 0 {
		return f
	}
	routes := child(root.Content[0], "routes")
	if routes == nil {
		return f
	}
	for _, one := range routes.Content {
		name, weights := child(one, "name"), child(one, "use")
		if name == nil || weights == nil || name.Value != route {
			continue
		}
		*weights = yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for _, u := range use {
			weights.Content = append(weights.Content, useNode(u))
		}
		text, err := yaml.Dump(&root)
		if err != nil {
			return f
		}
		return parse(f.Path, text, f.WithoutSecrets)
	}
	return f
}

// Placed gives problems of the file with other weights their places in this one.
func (f *File) Placed(problems Problems) Problems {
	placed := slices.Clone(problems)
	for i := range placed {
		at := f.where(f.asWritten(placed[i].Path))
		placed[i].Line, placed[i].Column = at.line, at.column
	}
	return placed
}

func useNode(u routing.RouteUse) *yaml.Node {
	scalar := func(tag, value string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value} }
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Style: yaml.FlowStyle, Content: []*yaml.Node{
		scalar("!!str", "connection"), scalar("!!str", u.Connection),
	}}
	if u.Weight != nil {
		n.Content = append(n.Content, scalar("!!str", "weight"), scalar("!!int", strconv.Itoa(*u.Weight)))
	}
	return n
}

// child is the value of a key; nil without it.
func child(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
