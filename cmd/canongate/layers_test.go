package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "canongate"

// room is a set of packages that may import the same.
type room struct {
	// matches are path patterns of its packages, below the module; the first
	// room that matches a package has it.
	matches []string
	// ours are path patterns of the packages of this module that it may import;
	// one that starts with ./ is relative to the package itself.
	ours []string
	// theirs are prefixes of third-party modules; nil: none.
	theirs []string
	// tests are more of both that its test files may import.
	tests []string
}

const otelAPI = "go.opentelemetry.io/otel"

// otelSDK is what only the program may import: rooms speak to the API.
var otelSDK = []string{"go.opentelemetry.io/otel/sdk", "go.opentelemetry.io/otel/exporters"}

var testLibraries = []string{
	"github.com/google/go-cmp", "pgregory.net/rapid", "go.uber.org/goleak", "github.com/Shopify/toxiproxy/v2", "github.com/rs/zerolog",
	"github.com/getkin/kin-openapi", "github.com/alicebob/miniredis/v2", "go.opentelemetry.io/otel/sdk", "go.yaml.in/yaml/v4",
	"go.opentelemetry.io/proto/otlp", "google.golang.org/grpc", "google.golang.org/protobuf", "golang.org/x/sys/unix",
	"github.com/valyala/fasthttp", // to call the gateway without a socket
	"github.com/standard-webhooks/standard-webhooks/libraries",
}

// rooms are the floors of the house, from the ground up.
var rooms = []room{
	{matches: []string{"canonical"}, theirs: []string{"github.com/nyaruka/phonenumbers"}},
	{
		matches: []string{"policies/journal"},
		ours:    []string{"canonical"},
		theirs:  []string{"github.com/jackc/pgx/v5", "modernc.org/sqlite", "github.com/pressly/goose/v3", otelAPI},
	},
	{
		matches: []string{"policies/webhooks"},
		ours:    []string{"canonical", "policies/journal"},
		theirs:  []string{"github.com/standard-webhooks/standard-webhooks/libraries"},
	},
	{
		matches: []string{"policies/routing"},
		ours:    []string{"canonical", "policies"},
		theirs:  []string{"github.com/expr-lang/expr", otelAPI},
	},
	{
		matches: []string{"policies"},
		ours:    []string{"canonical", "policies/journal"},
		theirs: []string{
			"github.com/sony/gobreaker/v2", "github.com/cenkalti/backoff/v5", "github.com/go-redis/redis_rate/v10",
			"github.com/redis/go-redis/v9", "github.com/throttled/throttled/v2", otelAPI,
		},
	},
	{
		matches: []string{"adapters/internal/simulator", "adapters/internal/simulator/*"},
		ours:    []string{"adapters/internal/simulator"},
		tests:   []string{"./simulatortest"},
	},
	{
		matches: []string{"adapters/internal/*"},
		ours:    []string{"canonical", "adapters/internal/*"},
		theirs:  []string{"github.com/go-viper/mapstructure/v2", "github.com/go-json-experiment/json", "golang.org/x/sync", otelAPI},
	},
	{matches: []string{"adapters/conformance"}, ours: []string{"canonical"}, theirs: []string{"github.com/google/go-cmp"}, tests: []string{"adapters/*"}},
	{
		matches: []string{"adapters/*/sandbox", "adapters/conformance/*/sandbox"},
		ours:    []string{"adapters/internal/simulator"},
		tests:   []string{"adapters/internal/simulator/simulatortest"},
	},
	{
		matches: []string{"adapters/*", "adapters/conformance/*"}, // below conformance: a vendor for tests alone
		ours:    []string{"canonical", "adapters/internal/*"},
		theirs:  []string{"golang.org/x/crypto/sha3"},
		tests:   []string{"adapters/conformance", "./sandbox"},
	},
	{
		matches: []string{"adapters"},
		ours:    []string{"canonical", "adapters/*", "adapters/*/sandbox", "adapters/internal/settings"},
	},
	{matches: []string{"gateway/listener"}, ours: []string{"canonical"}},
	{
		matches: []string{"gateway/auth"},
		ours:    []string{"canonical", "policies"},
		theirs:  []string{"github.com/lestrrat-go/jwx/v3"},
	},
	{
		matches: []string{"gateway/ids"},
		ours:    []string{"canonical"},
		theirs:  []string{"github.com/tink-crypto/tink-go/v2", "github.com/go-json-experiment/json"},
	},
	{
		matches: []string{"gateway/schema"},
		ours:    []string{"canonical"},
		theirs:  []string{"github.com/danielgtaylor/huma/v2", "github.com/go-json-experiment/json"},
	},
	{
		matches: []string{"gateway/openapi"},
		ours:    []string{"canonical", "gateway/schema", "gateway/auth"},
		theirs:  []string{"github.com/danielgtaylor/huma/v2"},
	},
	{matches: []string{"gateway/redact"}, theirs: []string{"github.com/go-json-experiment/json"}},
	{matches: []string{"gateway/records"}, ours: []string{"canonical", "policies/journal", "gateway"}},
	{
		matches: []string{"gateway/admin"},
		ours:    []string{"canonical", "policies", "policies/routing", "policies/journal", "gateway", "gateway/auth"},
		theirs:  []string{"github.com/go-json-experiment/json", otelAPI},
	},
	{
		matches: []string{"gateway"},
		ours:    []string{"canonical", "policies", "policies/routing", "gateway/auth", "gateway/ids", "gateway/listener", "gateway/openapi", "gateway/redact", "gateway/schema"},
		theirs: []string{
			"github.com/gofiber/fiber/v2", "github.com/valyala/fasthttp", "github.com/danielgtaylor/huma/v2",
			"github.com/go-json-experiment/json", otelAPI,
		},
	},
	{
		matches: []string{"config"},
		ours:    []string{"canonical", "policies", "policies/routing", "gateway", "gateway/auth", "gateway/listener"},
		theirs:  []string{"go.yaml.in/yaml/v4", "github.com/invopop/jsonschema", "github.com/fsnotify/fsnotify"},
	},
	{matches: []string{"config/plan"}, ours: []string{"canonical", "policies", "policies/routing", "config"}},
	{
		matches: []string{"cmd/*", "cmd/*/internal/*"},
		ours:    []string{"canonical", "policies", "policies/*", "adapters", "gateway", "gateway/*", "config", "config/*", "cmd/*/internal/*"},
		theirs: append([]string{
			"github.com/spf13/cobra", "github.com/prometheus/client_golang", "github.com/go-logr/logr", otelAPI,
		}, otelSDK...),
		tests: []string{"adapters/conformance/*", "adapters/conformance/*/sandbox"},
	},
}

// TestLayers reads every Go file and holds its imports to the rooms. It reads
// the files and not `go list`, whose cached result would hide a new import.
func TestLayers(t *testing.T) {
	t.Parallel()
	root := os.DirFS(filepath.Join("..", ".."))
	files := 0
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if entry.IsDir() || path.Ext(name) != ".go" {
			return nil
		}
		files++
		checkFile(t, root, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Fatalf("read %d files; this test is not looking at the module", files)
	}
}

func checkFile(t *testing.T, root fs.FS, name string) {
	t.Helper()
	source, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if complaint := forbidden(path.Dir(name), imported, strings.HasSuffix(name, "_test.go")); complaint != "" {
			t.Errorf("%s imports %s: %s", name, imported, complaint)
		}
	}
}

// forbidden says why a package may not import another; "" when it may.
func forbidden(pkg, imported string, test bool) string {
	i := slices.IndexFunc(rooms, func(r room) bool { return matchesAny(r.matches, pkg, pkg) })
	if i < 0 {
		return "the package is in no room"
	}
	r := rooms[i]
	if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
		if ours == pkg || matchesAny(r.ours, pkg, ours) || test && matchesAny(r.tests, pkg, ours) {
			return ""
		}
		return "this room may not import that one"
	}
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") || hasPrefix(r.theirs, imported) && !sdk(r, imported) {
		return ""
	}
	if test && hasPrefix(testLibraries, imported) {
		return ""
	}
	return "this room may not use that library"
}

// sdk says whether the import is OpenTelemetry's SDK in a room that has only
// its API.
func sdk(r room, imported string) bool {
	return hasPrefix(otelSDK, imported) && !slices.Contains(r.theirs, otelSDK[0])
}

func matchesAny(patterns []string, pkg, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		if below, relative := strings.CutPrefix(p, "./"); relative {
			p = path.Join(pkg, below)
		}
		ok, _ := path.Match(p, name) // the patterns are constants; TestForbidden uses each form
		return ok
	})
}

func hasPrefix(prefixes []string, imported string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool {
		return imported == p || strings.HasPrefix(imported, p+"/")
	})
}

func TestForbidden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pkg, imports string
		test, want   bool
	}{
		{"canonical", "encoding/json", false, false},
		{"canonical", "github.com/google/uuid", false, true},
		{"canonical", "canongate/policies", false, true},
		{"canonical", "github.com/google/go-cmp/cmp", true, false},
		{"policies", "canongate/gateway", false, true},
		{"policies", "go.opentelemetry.io/otel/trace", false, false},
		{"policies", "go.opentelemetry.io/otel/sdk/trace", false, true},
		{"policies", "canongate/policies/routing", false, true},
		{"policies", "github.com/expr-lang/expr", false, true},
		{"policies/routing", "canongate/policies", false, false},
		{"policies/routing", "github.com/expr-lang/expr/ast", false, false},
		{"policies/journal", "github.com/gofiber/fiber/v2", false, true},
		{"adapters/cdp", "canongate/adapters/omnumi", false, true},
		{"adapters/cdp", "canongate/adapters/internal/rest", false, false},
		{"adapters/cdp", "canongate/adapters/cdp/sandbox", false, true},
		{"adapters/cdp", "canongate/adapters/cdp/sandbox", true, false},
		{"adapters/cdp", "canongate/adapters/omnumi/sandbox", true, true},
		{"adapters/cdp/sandbox", "canongate/adapters/cdp", true, true},
		{"adapters/cdp/sandbox", "canongate/canonical", false, true},
		{"adapters/cdp/sandbox", "canongate/adapters/internal/simulator", false, false},
		{"adapters", "canongate/adapters/cdp/sandbox", false, false},
		{"adapters", "canongate/adapters/conformance/fernleigh", false, true},
		{"adapters/conformance/fernleigh", "canongate/adapters/internal/rest", false, false},
		{"adapters/conformance/fernleigh/sandbox", "canongate/canonical", false, true},
		{"gateway", "canongate/adapters", false, true},
		{"gateway", "github.com/gofiber/fiber/v2/utils", false, false},
		{"gateway", "github.com/tink-crypto/tink-go/v2/daead", false, true},
		{"gateway/ids", "github.com/tink-crypto/tink-go/v2/daead", false, false},
		{"gateway/ids", "canongate/gateway", false, true},
		{"gateway/schema", "github.com/gofiber/fiber/v2", false, true},
		{"gateway/schema", "canongate/gateway/ids", false, true},
		{"gateway/openapi", "canongate/gateway/schema", false, false},
		{"gateway/openapi", "canongate/gateway", false, true},
		{"gateway/redact", "canongate/canonical", false, true},
		{"gateway/admin", "canongate/gateway", false, false},
		{"gateway/admin", "github.com/gofiber/fiber/v2", false, true},
		{"gateway", "canongate/gateway/admin", false, true},
		{"gateway", "canongate/policies/journal", false, true},
		{"gateway", "canongate/gateway/records", false, true},
		{"gateway/records", "canongate/policies/journal", false, false},
		{"gateway/records", "github.com/gofiber/fiber/v2", false, true},
		{"gateway", "canongate/config", false, true},
		{"gateway", "canongate/gateway/auth", false, false},
		{"gateway", "github.com/lestrrat-go/jwx/v3/jwk", false, true},
		{"gateway/auth", "github.com/lestrrat-go/jwx/v3/jwk", false, false},
		{"gateway/auth", "canongate/gateway", false, true},
		{"gateway/auth", "github.com/gofiber/fiber/v2", false, true},
		{"config", "canongate/gateway/auth", false, false},
		{"gateway", "canongate/gateway/listener", false, false},
		{"gateway/listener", "canongate/gateway", false, true},
		{"gateway/listener", "canongate/policies", false, true},
		{"gateway/listener", "github.com/valyala/fasthttp", false, true},
		{"config", "canongate/adapters", false, true},
		{"config", "canongate/config/plan", false, true},
		{"config/plan", "canongate/config", false, false},
		{"config/plan", "canongate/gateway", false, true},
		{"config/plan", "github.com/spf13/cobra", false, true},
		{"cmd/canongate", "canongate/adapters", false, false},
		{"cmd/canongate", "canongate/adapters/cdp", false, true},
		{"cmd/canongate", "canongate/cmd/canongate/internal/outbound", false, false},
		{"cmd/canongate", "canongate/adapters/conformance/fernleigh", false, true},
		{"cmd/canongate", "canongate/adapters/conformance/fernleigh", true, false},
		{"cmd/canongate", "go.opentelemetry.io/otel/sdk/trace", false, false},
		{"elsewhere", "fmt", false, true},
	} {
		if got := forbidden(c.pkg, c.imports, c.test); (got != "") != c.want {
			t.Errorf("%s imports %s: got %q, want a complaint: %v", c.pkg, c.imports, got, c.want)
		}
	}
}
