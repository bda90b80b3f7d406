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
	// packages are paths below the module; one with a * is a kind of packages. The
	// first that matches a package has it.
	packages []string
	// on are the packages that it stands on: entries of rooms above it in the table.
	on []string
	// libraries are prefixes of third-party modules; nil: none.
	libraries []string
	// tests are what its test files may import besides; one that starts with ./ is
	// relative to the package itself.
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

// rooms are the house from the ground up: what a room stands on is above it here.
var rooms = []room{
	// What we say.
	{packages: []string{"canonical/deadline"}},
	{packages: []string{"canonical"}, libraries: []string{"github.com/nyaruka/phonenumbers"}},

	// What happens around a call.
	{packages: []string{"policies/bankday"}, libraries: []string{"github.com/rickar/cal/v2"}},
	{packages: []string{"policies/reconcile"}, on: []string{"canonical", "policies/bankday"}, tests: []string{"./nacha", "./csvfile"}},
	{packages: []string{"policies/reconcile/nacha"}, on: []string{"canonical", "policies/bankday", "policies/reconcile"}, libraries: []string{"github.com/moov-io/ach"}},
	{packages: []string{"policies/reconcile/*"}, on: []string{"canonical", "policies/bankday", "policies/reconcile"}},
	{packages: []string{"policies/filelock"}},
	{packages: []string{"policies/journal"}, on: []string{"policies/filelock"}, libraries: []string{"github.com/jackc/pgx/v5", "modernc.org/sqlite"}},
	{
		packages: []string{"policies/imports"},
		on:       []string{"canonical", "policies/bankday", "policies/reconcile", "policies/reconcile/nacha", "policies/reconcile/*", "policies/filelock", "policies/journal"},
	},
	{packages: []string{"policies/poll"}, on: []string{"canonical", "policies/bankday", "policies/journal"}},
	{packages: []string{"policies/presume"}, on: []string{"canonical", "policies/bankday", "policies/journal"}},
	{
		packages: []string{"policies"}, on: []string{"canonical", "canonical/deadline", "policies/journal"},
		libraries: []string{
			"github.com/sony/gobreaker/v2", "github.com/cenkalti/backoff/v5", "github.com/go-redis/redis_rate/v10",
			"github.com/redis/go-redis/v9", "github.com/throttled/throttled/v2", otelAPI,
		},
	},
	{packages: []string{"policies/scorecard"}, on: []string{"canonical", "policies", "policies/journal"}},
	{
		packages: []string{"policies/routing"}, on: []string{"canonical", "policies"},
		libraries: []string{"github.com/expr-lang/expr", otelAPI},
	},
	{packages: []string{"policies/rollout"}, on: []string{"canonical", "policies"}},
	{
		packages: []string{"policies/webhooks"}, on: []string{"canonical", "policies/journal"},
		libraries: []string{"github.com/standard-webhooks/standard-webhooks/libraries"},
	},

	// The vendors, and what they share. A sandbox knows nothing of us, and no vendor of another.
	{packages: []string{"adapters/internal/simulator/simulatortest"}},
	{packages: []string{"adapters/internal/simulator"}, tests: []string{"./simulatortest"}},
	{
		packages: []string{"adapters/*/sandbox"}, on: []string{"adapters/internal/simulator"},
		tests: []string{"adapters/internal/simulator/simulatortest"},
	},
	{packages: []string{"adapters/internal/signature"}, on: []string{"canonical"}},
	{packages: []string{"adapters/internal/settings"}, on: []string{"canonical"}, libraries: []string{"github.com/go-viper/mapstructure/v2"}},
	{packages: []string{"adapters/internal/compiledjson"}, libraries: []string{"github.com/go-json-experiment/json"}},
	{packages: []string{"adapters/internal/lenientjson"}, on: []string{"canonical", "adapters/internal/compiledjson"}, libraries: []string{"github.com/go-json-experiment/json"}},
	{packages: []string{"adapters/http1"}, on: []string{"canonical/deadline"}},
	{
		packages: []string{"adapters/internal/rest"}, on: []string{"canonical"}, libraries: []string{otelAPI},
		tests: []string{"adapters/http1", "canonical/deadline"},
	},
	{packages: []string{"adapters/internal/vendorerr"}, on: []string{"canonical", "adapters/internal/rest"}},
	{packages: []string{"adapters/internal/subject"}, on: []string{"adapters/internal/settings", "adapters/internal/vendorerr"}},
	{
		packages: []string{"adapters/internal/token"}, on: []string{"canonical", "canonical/deadline", "adapters/internal/rest"},
		libraries: []string{"golang.org/x/sync/singleflight", otelAPI},
	},
	{
		packages: []string{"adapters/internal/oauth"},
		on: []string{
			"canonical", "adapters/internal/lenientjson", "adapters/internal/rest", "adapters/internal/token", "adapters/internal/vendorerr",
		},
	},
	{packages: []string{"adapters/conformance"}, on: []string{"canonical", "adapters/http1"}, libraries: []string{"github.com/google/go-cmp"}},
	{packages: []string{"adapters/conformance/*/sandbox"}, on: []string{"adapters/internal/simulator"}},
	{packages: []string{"adapters/conformance/*"}, on: vendorsStandOn, tests: []string{"adapters/conformance", "./sandbox"}},
	{
		packages: []string{"adapters/*"}, on: vendorsStandOn, libraries: []string{"golang.org/x/crypto/sha3"},
		tests: []string{"adapters/conformance", "./sandbox"},
	},
	{packages: []string{"adapters"}, on: []string{"canonical", "adapters/internal/settings", "adapters/*", "adapters/*/sandbox"}},

	// The HTTP face: what the server stands on, the server, and what stands on it.
	{packages: []string{"gateway/listener"}},
	{packages: []string{"gateway/browsertest"}},
	{packages: []string{"gateway/appendjson"}, tests: []string{"canonical"}},
	{packages: []string{"gateway/redact"}, libraries: []string{"github.com/go-json-experiment/json"}},
	{packages: []string{"gateway/auth"}, on: []string{"canonical", "policies"}, libraries: []string{"github.com/lestrrat-go/jwx/v3"}},
	{
		packages: []string{"gateway/ids"}, on: []string{"canonical"},
		libraries: []string{"github.com/tink-crypto/tink-go/v2", "github.com/go-json-experiment/json"},
	},
	{
		packages: []string{"gateway/schema"}, on: []string{"canonical"},
		libraries: []string{"github.com/danielgtaylor/huma/v2", "github.com/go-json-experiment/json"},
	},
	{
		packages: []string{"gateway/openapi"}, on: []string{"canonical", "gateway/schema"},
		libraries: []string{"github.com/danielgtaylor/huma/v2"}, tests: []string{"gateway/problem"},
	},
	{
		packages: []string{"gateway/reference"}, on: []string{"canonical", "gateway/schema", "gateway/openapi"},
		libraries: []string{"github.com/danielgtaylor/huma/v2", "github.com/swaggest/swgui"},
		tests:     []string{"gateway/browsertest"},
	},
	{packages: []string{"gateway/shadow"}, on: []string{"canonical"}},
	{packages: []string{"gateway/problem"}, on: []string{"canonical", "gateway/redact"}},
	{packages: []string{"gateway/telemetry"}, on: []string{"canonical", "gateway/ids"}, libraries: []string{otelAPI}},
	{
		packages: []string{"gateway"},
		on: []string{
			"canonical", "canonical/deadline", "policies", "policies/routing", "gateway/listener", "gateway/redact", "gateway/auth", "gateway/ids",
			"gateway/schema", "gateway/shadow", "gateway/openapi", "gateway/reference", "gateway/problem", "gateway/telemetry",
			"gateway/appendjson",
		},
		libraries: []string{"github.com/gofiber/fiber/v2", "github.com/valyala/fasthttp", "github.com/danielgtaylor/huma/v2", otelAPI},
	},
	{
		packages:  []string{"gateway/records"},
		on:        []string{"canonical", "policies/bankday", "policies/reconcile", "policies/journal", "policies/webhooks", "policies", "gateway/ids", "gateway"},
		libraries: []string{"github.com/go-json-experiment/json"},
	},
	{
		packages: []string{"gateway/admin"},
		on: []string{"canonical", "policies", "policies/routing", "policies/rollout", "policies/journal", "policies/scorecard", "policies/bankday", "policies/reconcile", "policies/imports",
			"gateway/auth", "gateway/schema", "gateway/openapi", "gateway/reference", "gateway"},
		libraries: []string{"github.com/go-json-experiment/json", "github.com/danielgtaylor/huma/v2", otelAPI},
		tests:     []string{"policies/reconcile/*", "gateway/shadow", "gateway/browsertest"},
	},

	// The file.
	{
		packages:  []string{"config"},
		on:        []string{"canonical", "policies", "policies/routing", "policies/reconcile", "policies/reconcile/*", "gateway", "gateway/auth"},
		libraries: []string{"go.yaml.in/yaml/v4", "github.com/invopop/jsonschema", "github.com/fsnotify/fsnotify"},
	},
	{packages: []string{"config/plan"}, on: []string{"canonical", "policies", "policies/routing", "config"}},

	// The clients: modules of their own, so that who calls the gateway takes nothing else of it.
	{packages: []string{"deploy/clients/go"}},
	{packages: []string{"deploy/clients/go/internal/generate"}},

	// The program.
	{
		packages: []string{"cmd/canongate/internal/listen"}, on: []string{"canonical", "policies/webhooks", "config", "deploy/clients/go"},
		libraries: []string{"github.com/spf13/cobra"},
	},
	{packages: []string{"cmd/canongate/internal/gc"}},
	{packages: []string{"cmd/canongate/internal/logs"}, libraries: []string{otelAPI}},
	{packages: []string{"cmd/canongate/internal/spans"}, libraries: append([]string{otelAPI}, otelSDK...)},
	{
		packages:  []string{"cmd/canongate/internal/export"},
		libraries: append([]string{otelAPI, "go.opentelemetry.io/proto/otlp", "google.golang.org/protobuf"}, otelSDK...),
		tests:     []string{"cmd/canongate/internal/spans"},
	},
	{packages: []string{"cmd/canongate/internal/outbound"}, on: []string{"canonical", "adapters/http1", "config"}, tests: []string{"policies"}},
	{
		packages: []string{"cmd/canongate/internal/shared"},
		on:       []string{"canonical", "policies", "policies/journal", "policies/routing", "policies/rollout", "gateway/admin", "config"},
	},
	{
		packages:  []string{"cmd/canongate/internal/metrics"},
		on:        []string{"canonical", "policies", "policies/journal", "policies/reconcile", "policies/rollout", "gateway", "gateway/auth"},
		libraries: []string{"github.com/prometheus/client_golang", otelAPI},
	},
	{
		packages: []string{"cmd/canongate/internal/adminview"},
		on:       []string{"canonical", "policies/routing", "gateway/auth", "gateway/admin", "config"},
	},
	{
		packages: []string{"cmd/canongate/internal/tracebuffer"}, on: []string{"gateway/admin", "cmd/canongate/internal/spans"},
		libraries: append([]string{otelAPI}, otelSDK...),
	},
	{
		packages: []string{"cmd/canongate"},
		on: []string{
			"canonical", "policies", "policies/journal", "policies/routing", "policies/rollout", "policies/webhooks", "policies/scorecard",
			"policies/reconcile", "policies/imports", "policies/poll", "policies/presume", "adapters",
			"gateway", "gateway/admin", "gateway/auth", "gateway/ids", "gateway/listener", "gateway/records", "config", "config/plan",
			"cmd/canongate/internal/gc", "cmd/canongate/internal/logs", "cmd/canongate/internal/spans", "cmd/canongate/internal/export",
			"cmd/canongate/internal/outbound", "cmd/canongate/internal/metrics", "cmd/canongate/internal/shared", "cmd/canongate/internal/tracebuffer",
			"cmd/canongate/internal/listen",
			"cmd/canongate/internal/adminview",
		},
		libraries: append([]string{
			"github.com/spf13/cobra", "github.com/prometheus/client_golang", "github.com/go-logr/logr", otelAPI, "golang.org/x/crypto/x509roots/fallback",
		}, otelSDK...),
		tests: []string{
			"adapters/conformance/*", "adapters/conformance/*/sandbox", "policies/reconcile", "policies/reconcile/nacha", "policies/reconcile/*",
			"gateway/openapi",
		},
	},
}

// vendorsStandOn is what is below every vendor.
var vendorsStandOn = []string{
	"canonical", "policies/bankday", "adapters/internal/signature", "adapters/internal/settings", "adapters/internal/lenientjson", "adapters/internal/rest",
	"adapters/internal/vendorerr", "adapters/internal/subject", "adapters/internal/token", "adapters/internal/oauth",
}

// TestRoomsStandOnLowerRooms finds an arrow that leads up, and so every circle.
func TestRoomsStandOnLowerRooms(t *testing.T) {
	t.Parallel()
	var below []string
	for _, r := range rooms {
		for _, floor := range r.on {
			if !slices.Contains(below, floor) {
				t.Errorf("%s stands on %s, which is not above it in the table", r.packages, floor)
			}
		}
		below = append(below, r.packages...)
	}
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
		if _, err := fs.Stat(root, path.Join(name, "go.mod")); entry.IsDir() && name != "." && err == nil {
			return fs.SkipDir // a module of its own, which the program does not have
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
	r, _, known := roomOf(pkg)
	if !known {
		return "the package is in no room"
	}
	if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
		_, entry, _ := roomOf(ours)
		below, _ := strings.CutPrefix(ours, pkg+"/")
		if ours == pkg || slices.Contains(r.on, entry) || test && (slices.Contains(r.tests, entry) || slices.Contains(r.tests, "./"+below)) {
			return ""
		}
		return "this room may not import that one"
	}
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") || hasPrefix(r.libraries, imported) && !sdk(r, imported) {
		return ""
	}
	if test && hasPrefix(testLibraries, imported) {
		return ""
	}
	return "this room may not use that library"
}

// roomOf is the room of a package, and the entry of the table that has it.
func roomOf(pkg string) (r room, entry string, known bool) {
	for _, r := range rooms {
		for _, entry := range r.packages {
			if ok, _ := path.Match(entry, pkg); ok { // the patterns are constants; TestForbidden uses each form
				return r, entry, true
			}
		}
	}
	return room{}, "", false
}

// sdk says whether the import is OpenTelemetry's SDK in a room that has only
// its API.
func sdk(r room, imported string) bool {
	return hasPrefix(otelSDK, imported) && !slices.Contains(r.libraries, otelSDK[0])
}

func hasPrefix(prefixes []string, imported string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool {
		return imported == p || strings.HasPrefix(imported, p+"/")
	})
}

// TestNobodyCancelsBelowADeadline holds what is called below a context of package
// deadline to its rule: time alone ends that, and http1 looks for nothing else.
func TestNobodyCancelsBelowADeadline(t *testing.T) {
	t.Parallel()
	looked := 0
	for _, pattern := range []string{"policies/*.go", "adapters/*/*.go", "adapters/internal/*/*.go"} {
		files, err := filepath.Glob(filepath.Join("../..", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || strings.Contains(file, "/conformance/") {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			looked++
			if strings.Contains(string(source), "context.WithCancel") {
				t.Errorf("%s cancels a context in the middle of a call, which its connection does not hear of", file)
			}
		}
	}
	if looked < 100 {
		t.Errorf("only %d files were looked at", looked)
	}
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
		{"adapters", "canongate/adapters/conformance", false, true},
		{"adapters/cdp", "canongate/adapters/internal/simulator", false, true},
		{"adapters/internal/rest", "canongate/adapters/internal/token", false, true},
		{"policies/journal", "canongate/canonical", false, true},
		{"gateway/problem", "canongate/gateway/openapi", false, true},
		{"gateway/telemetry", "github.com/gofiber/fiber/v2", false, true},
		{"gateway/telemetry", "canongate/policies", false, true},
		{"cmd/canongate/internal/gc", "canongate/config", false, true},
		{"cmd/canongate/internal/logs", "canongate/cmd/canongate/internal/metrics", false, true},
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
