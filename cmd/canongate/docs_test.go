package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canongate/adapters"
	"canongate/config"
)

// TestSchema holds config/schema.json to the structs it is made from.
func TestSchema(t *testing.T) {
	t.Parallel()
	settings := map[string]any{}
	for name, vendor := range adapters.Builtin() {
		settings[name] = vendor.Settings
	}
	schema, err := config.Schema(settings)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("..", "..", "config", "schema.json"), string(schema))
}

// TestExamplesNameTheSchema wants the line by which editors find it.
func TestExamplesNameTheSchema(t *testing.T) {
	t.Parallel()
	examples, err := filepath.Glob(filepath.Join("..", "..", "config", "*.yaml"))
	if err != nil || len(examples) == 0 {
		t.Fatalf("found %d examples: %v", len(examples), err)
	}
	for _, path := range examples {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), "# yaml-language-server: $schema=schema.json\n") {
			t.Errorf("%s does not begin with the line for yaml-language-server", path)
		}
	}
}
