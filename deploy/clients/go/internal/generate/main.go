// Command generate writes generated.go anew from an OpenAPI document of the gateway:
//
//	go run ./internal/generate openapi.json generated.go
//
// It has the types of all bodies and answers, and a method for each operation. What
// doing an operation twice does is the document's x-canongate-effect.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/format"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: generate OPENAPI.json OUT.go")
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return err
	}
	g := generator{document: d}
	g.printf("// Code generated from the OpenAPI document by internal/generate. DO NOT EDIT.\n\npackage canongate\n\nimport (\n\"context\"\n\"encoding/json\"\n\"iter\"\n\"net/url\"\n\"time\"\n)\n\n")
	if err := errors.Join(g.types(), g.operations()); err != nil {
		return err
	}
	source, err := format.Source(g.out.Bytes())
	if err != nil {
		return fmt.Errorf("%w in\n%s", err, g.out.Bytes())
	}
	return os.WriteFile(args[1], source, 0o644) //nolint:gosec // it is source
}

// document is what is read of an OpenAPI document.
type document struct {
	Paths      map[string]map[string]json.RawMessage
	Components struct {
		Schemas    map[string]schema
		Parameters map[string]parameter
	}
}

type schema struct {
	Ref           string `json:"$ref"`
	Type          kinds
	Format        string
	Description   string
	Enum          []any
	Open          []string `json:"x-extensible-enum"`
	Properties    map[string]schema
	Required      []string
	Items         *schema
	OneOf         []schema
	AllOf         []schema
	Additional    json.RawMessage `json:"additionalProperties"`
	Discriminator *struct{ PropertyName string }
}

// kinds is a type, or a list of them.
type kinds []string

// UnmarshalJSON takes both.
func (k *kinds) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*k = kinds{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(k))
}

type parameter struct {
	Ref      string `json:"$ref"`
	Name, In string
	Required bool
	Schema   schema

	Description string
}

type operation struct {
	OperationID, Summary, Description string
	Effect                            string `json:"x-canongate-effect"`
	Parameters                        []parameter
	RequestBody                       *struct{ Content map[string]media }
	Responses                         map[string]struct{ Content map[string]media }
	Security                          []map[string]json.RawMessage
}

type media struct{ Schema schema }

// generator writes Go.
type generator struct {
	document document
	out      bytes.Buffer
}

func (g *generator) printf(format string, args ...any) { fmt.Fprintf(&g.out, format, args...) }
