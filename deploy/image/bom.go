package main

import (
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"runtime/debug"
	"strings"
)

// bom is a bill of materials in CycloneDX 1.6: the program and the modules that the Go
// tool has noted in it. It has no serial number and no time, so it is the same for the
// same program.
type bom struct {
	Format       string       `json:"bomFormat"`
	Spec         string       `json:"specVersion"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Ref        string     `json:"bom-ref"`
	Type       string     `json:"type"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	PURL       string     `json:"purl,omitempty"`
	Hashes     []hash     `json:"hashes,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref  string   `json:"ref"`
	Uses []string `json:"dependsOn"`
}

func (p *program) bom() bom {
	self := component{
		Ref: "canongate", Type: "application", Name: "canongate", Version: p.version,
		Hashes:     []hash{{"SHA-256", p.sha256()}},
		Properties: []property{{"vcs.revision", p.revision}, {"goos", p.settings["GOOS"]}, {"goarch", p.settings["GOARCH"]}},
	}
	b := bom{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{self}, Components: []component{standardLibrary(p.info)}}
	for _, m := range p.info.Deps {
		b.Components = append(b.Components, moduleOf(m))
	}
	uses := dependency{Ref: self.Ref}
	for _, c := range b.Components {
		uses.Uses = append(uses.Uses, c.Ref)
	}
	b.Dependencies = []dependency{uses}
	return b
}

func standardLibrary(info *buildinfo.BuildInfo) component {
	version := strings.TrimPrefix(strings.Fields(info.GoVersion)[0], "go")
	return component{Ref: "pkg:golang/std@" + version, Type: "library", Name: "std", Version: version, PURL: "pkg:golang/std@" + version}
}

// moduleOf names a module by what was built of it, and its hash in go.sum.
func moduleOf(m *debug.Module) component {
	if m.Replace != nil {
		m = m.Replace
	}
	ref := "pkg:golang/" + m.Path + "@" + m.Version
	c := component{Ref: ref, Type: "library", Name: m.Path, Version: m.Version, PURL: ref}
	if sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(m.Sum, "h1:")); err == nil && len(sum) > 0 {
		c.Hashes = []hash{{"SHA-256", hex.EncodeToString(sum)}}
	}
	return c
}
