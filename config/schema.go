package config

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"canongate/canonical"
	"canongate/gateway/auth"

	"github.com/invopop/jsonschema"
)

// Schema is the JSON Schema of the file, for editors. Settings are, by vendor,
// the values that its settings are decoded into, with mapstructure tags.
func Schema(settings map[string]any) ([]byte, error) {
	schema := reflector("yaml").Reflect(Config{})
	schema.ID, schema.Title = "", "canongate configuration"
	connection := schema.Definitions["Connection"]
	const column = "Column" // may be written as one text
	schema.Definitions[column] = &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "string"}, schema.Definitions[column]}}
	for _, vendor := range slices.Sorted(maps.Keys(settings)) {
		connection.AllOf = append(connection.AllOf, settingsOf(vendor, settings[vendor]))
	}
	if property, ok := connection.Properties.Get("vendor"); ok {
		for _, vendor := range slices.Sorted(maps.Keys(settings)) {
			property.Enum = append(property.Enum, vendor)
		}
	}
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write schema: %w", err)
	}
	return append(text, '\n'), nil
}

func reflector(tag string) *jsonschema.Reflector {
	return &jsonschema.Reflector{
		FieldNameTag: tag, ExpandedStruct: true, RequiredFromJSONSchemaTags: true, Anonymous: true, Mapper: mapText,
	}
}

// mapText shows what is written as text: durations, sizes, decimals, secrets.
func mapText(t reflect.Type) *jsonschema.Schema {
	if t == reflect.TypeFor[canonical.Secret]() {
		return &jsonschema.Schema{Type: "string", Title: "a reference, env:NAME or file:PATH"}
	}
	if t == reflect.TypeFor[auth.Hashes]() {
		return oneOrMany(reflect.TypeFor[auth.Hash]())
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return &jsonschema.Schema{Type: "string", Title: wanted(t)}
	}
	return nil
}

// oneOrMany shows a list that may be written as one text.
func oneOrMany(item reflect.Type) *jsonschema.Schema {
	r := reflector("yaml")
	r.DoNotReference = true
	items := r.ReflectFromType(item)
	items.Version = ""
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "string"}, {Type: "array", Items: items}}}
}

// settingsOf applies a vendor's keys to connections of that vendor.
func settingsOf(vendor string, settings any) *jsonschema.Schema {
	r := reflector("mapstructure")
	r.DoNotReference = true
	keys := r.Reflect(settings)
	keys.Version = ""
	is, has := jsonschema.NewProperties(), jsonschema.NewProperties()
	is.Set("vendor", &jsonschema.Schema{Const: vendor})
	has.Set("settings", keys)
	return &jsonschema.Schema{If: &jsonschema.Schema{Properties: is}, Then: &jsonschema.Schema{Properties: has}}
}
