package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"canongate/config"
	"canongate/gateway/ids"

	"go.yaml.in/yaml/v4"
)

var example = filepath.Join("..", "..", "config", "example.yaml")

// exampleText is the example; the variables that it refers to are set until the
// test ends.
func exampleText(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	keyset, err := ids.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	for _, reference := range regexp.MustCompile(`env:([A-Z_]+)`).FindAllStringSubmatch(string(text), -1) {
		value := "a-value-of-the-test"
		switch name := reference[1]; {
		case name == "CANONGATE_ID_KEYS":
			value = string(keyset)
		case strings.HasSuffix(name, "_HOOK_SECRET"):
			value = webhookSecret()
		}
		if reference[1] != "NAME" { // of the comments
			t.Setenv(reference[1], value)
		}
	}
	return string(text)
}

func TestExampleIsSound(t *testing.T) {
	text := exampleText(t)
	if code, out := command(t, "check", "--config", example); code != 0 {
		t.Error(out)
	}
	for field := range reflect.TypeFor[config.Config]().Fields() {
		if section := field.Tag.Get("yaml"); !strings.Contains(text, "\n"+section+":") {
			t.Errorf("the example does not show %s", section)
		}
	}
	for name := range newBuilder().vendors {
		if !strings.Contains(text, "vendor: "+name+"\n") {
			t.Errorf("the example has no connection to %s", name)
		}
	}
}

// TestExampleNeedsItsSecrets wants every reference of the example to be missed,
// whatever else of its connection is missing.
func TestExampleNeedsItsSecrets(t *testing.T) {
	text := exampleText(t)
	references := 0
	for line := range strings.SplitSeq(text, "\n") {
		code, _, _ := strings.Cut(line, "#")
		references += strings.Count(code, "env:")
	}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.Contains(text, "env:"+name) {
			t.Setenv(name, "")
		}
	}
	file, err := loadChecked(example)
	if err != nil {
		t.Fatal(err)
	}
	if got := file.Problems(); len(got) != references {
		t.Errorf("%d references are missed of %d:\n%v", len(got), references, got)
	}
}

// TestNoMistakeOfAVendorShowsAValue puts a canary into every place of the
// example in turn, and builds.
func TestNoMistakeOfAVendorShowsAValue(t *testing.T) {
	const canary = "c4n4ry"
	var root yaml.Node
	if err := yaml.Load([]byte(exampleText(t)), &root); err != nil {
		t.Fatal(err)
	}
	refused := 0
	try := func() {
		text, err := yaml.Dump(&root)
		if err != nil {
			t.Fatal(err)
		}
		file := config.Parse("canongate.yaml", text)
		newBuilder().build(file, 1, nil)
		refused += len(file.Problems())
		// A name in an expression is no value: it is what the rule is about.
		got := strings.ReplaceAll(file.Problems().Error(), "unknown name "+canary, "unknown name")
		if strings.Contains(got, canary) {
			t.Errorf("a message shows a value:\n%s", got)
		}
	}
	eachScalar(&root, func(n *yaml.Node) {
		right := *n
		for _, value := range []string{canary, "env:" + canary, `{"` + canary} {
			*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
			try()
		}
		*n = right
	})
	if refused < 100 {
		t.Errorf("only %d mistakes were found, so the canaries went nowhere", refused)
	}
}

// eachScalar visits the values below n, not the keys.
func eachScalar(n *yaml.Node, visit func(*yaml.Node)) {
	if n.Kind == yaml.ScalarNode {
		visit(n)
		return
	}
	for i, child := range n.Content {
		if n.Kind != yaml.MappingNode || i%2 == 1 {
			eachScalar(child, visit)
		}
	}
}
