package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// wellFormed has every key, so that a test can break each of them. Its vendor
// is nobody's: this room knows none.
const wellFormed = `
server: {listen: 127.0.0.1:8080, admin_listen: 127.0.0.1:9090, body_limit: 25MB, max_in_flight: 100, shutdown_timeout: 20s, request_timeout: 300s, tls: {}}
ids: {}
auth:
  api_keys: [{id: app, tenant: acme, sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", scopes: ["*"], rate: {limit: 200, per: 1s, burst: 400}}]
  limits: [{name: payments, tenants: [globex], operations: [create_payment], limit: 10, per: 1s, burst: 20}]
  jwt: {issuer: https://issuer.example.com, audience: canongate, jwks_url: https://issuer.example.com/keys, tenant_claim: tenant, scopes_claim: scope}
connections:
  first:
    vendor: bank
    sandbox: true
    tenant: acme
    tenants: [acme]
    settings: {name: value, list: [1, {deep: text}], 784: AE}
    enabled: true
    timeout: 30s
    timeouts: {upload_document: 120s}
    concurrency: 64
    rate: {limit: 50, per: 1s, burst: 50}
    retry: {attempts: 3, base: 200ms, max: 2s, budget: 0.2}
    breaker: {failure_ratio: 0.5, minimum_requests: 20, window: 30s, open_for: 15s, half_open_requests: 3}
    extra_headers: {X-Partner: canongate}
    proxy_url: http://proxy.example.com:3128
routes:
  - name: some
    operations: [create_customer]
    tenants: [acme]
    countries: [AE]
    currencies: [AED]
    methods: [email_otp]
    amount: {min: "1", max: "99.95"}
    when: 'tenant == "acme"'
    use: [{connection: first, weight: 95}]
    fallback: []
journal: {driver: sqlite, dsn: "file:data/test.db"}
rate_limits: {store: memory, redis_url: "", on_store_failure: local}
events:
  inbound_rate: {limit: 50, per: 1s, burst: 100}
  subscribers: []
telemetry:
  service_name: canongate
  traces: {otlp_endpoint: http://127.0.0.1:4318, sample_ratio: 1.0, recent: 512}
  logs: {level: info, format: json}
`

func TestWellFormedFileHasNoProblems(t *testing.T) {
	t.Parallel()
	f := Parse("canongate.yaml", []byte(wellFormed))
	if len(f.Problems()) > 0 {
		t.Fatal(f.Problems())
	}
	c := f.Config.Connections["first"]
	if c.Vendor != "bank" || !c.Sandbox || c.Concurrency != 64 || c.Retry.Attempts != 3 || c.Settings["784"] != "AE" {
		t.Errorf("the connection reads %+v", c)
	}
	if got := f.Config.Routes[0].When; got != `tenant == "acme"` {
		t.Errorf("the expression reads %q", got)
	}
}

// TestNoProblemShowsAValue puts a canary into every place of a file in turn: as
// a value, and as a mapping and a list where text belongs.
func TestNoProblemShowsAValue(t *testing.T) {
	t.Parallel()
	const canary = "c4n4ry"
	var root yaml.Node
	if err := yaml.Load([]byte(wellFormed), &root); err != nil {
		t.Fatal(err)
	}
	wrong := []yaml.Node{
		{Kind: yaml.ScalarNode, Tag: "!!str", Value: canary},
		{Kind: yaml.ScalarNode, Tag: "!!str", Value: "env:" + canary},
		{Kind: yaml.ScalarNode, Tag: "!!str", Value: "https://" + canary + "@example.com?" + canary},
		{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!str", Value: canary}}},
		{Kind: yaml.ScalarNode, Tag: "!!str", Value: canary, Anchor: "a"},
	}
	refused := 0
	eachValue(&root, func(n *yaml.Node) {
		right := *n
		for _, w := range wrong {
			*n = w
			text, err := yaml.Dump(&root)
			if err != nil {
				t.Fatal(err)
			}
			problems := Parse("canongate.yaml", text).Problems()
			refused += len(problems)
			if strings.Contains(problems.Error(), canary) {
				t.Errorf("a message shows a value:\n%v", problems)
			}
		}
		*n = right
	})
	if refused < 200 {
		t.Errorf("only %d problems were found, so the canaries went nowhere", refused)
	}
}

func eachValue(n *yaml.Node, visit func(*yaml.Node)) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 1; i < len(n.Content); i += 2 {
			eachValue(n.Content[i], visit)
		}
	case yaml.ScalarNode:
	default:
		for _, c := range n.Content {
			eachValue(c, visit)
		}
	}
	if n.Kind != yaml.DocumentNode {
		visit(n)
	}
}

func TestOneProblemForOneCause(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ change, with, want string }{
		"misspelt key is not missing too":       {"    vendor: bank", "    vendro: bank", `connections.first.vendro is not a key of this file; did you mean vendor?`},
		"wrong type is not missing too":         {"    vendor: bank", "    vendor: [bank]", `connections.first.vendor must be text; quote it if it looks like something else`},
		"sandbox of a wrong type":               {"    sandbox: true", "    sandbox: yes", `connections.first.sandbox must be true or false`},
		"connection that is no mapping":         {"  first:\n    vendor: bank\n    sandbox: true", "  first: 5\n  other:\n    vendor: bank\n    sandbox: true", `connections.first must be a mapping`},
		"key given twice":                       {"    enabled: true", "    enabled: true\n    enabled: false", `connections.first.enabled is given twice, first on line 15`},
		"key given twice in a vendor's setting": {"deep: text", "deep: text, deep: 2", `connections.first.settings.list.1.deep is given twice, first on line 14`},
		"alias":                                 {"tenants: [acme]", "tenants: &x [acme]", `connections.first.tenants must be written out: anchors and aliases are not taken here`},
		"tag":                                   {"vendor: bank", "vendor: !!str bank", `connections.first.vendor must not carry a tag`},
		"no value":                              {"    enabled: true", "    enabled:", `connections.first.enabled has no value: give it one, or remove the key`},
		"merge key":                             {"    enabled: true", "    <<: {enabled: true}", `connections.first has a key that is not plain text`},
		"bad duration":                          {"    timeout: 30s", "    timeout: 30", `connections.first.timeout must be a duration such as 30s or 200ms, longer than nothing`},
		"bad size":                              {"body_limit: 25MB", "body_limit: 25M", `server.body_limit must be a size such as 25MB or 512KB`},
		"enum":                                  {"store: memory", "store: rediss", `rate_limits.store must be memory or redis; did you mean redis?`},
		"number out of range":                   {"sample_ratio: 1.0", "sample_ratio: 1.5", `telemetry.traces.sample_ratio must be at most 1`},
		"misspelt scope":                        {`scopes: ["*"]`, `scopes: ["customer:read"]`, `auth.api_keys.0.scopes.0 is not a known scope; did you mean customers:read?`},
		"misspelt reference":                    {"connection: first", "connection: frist", `routes.0.use.0.connection is not a known connection; did you mean first?`},
		"two settings for one place":            {"    sandbox: true", "    sandbox: true\n    base_url: https://bank.example.com", `connections.first.base_url must be absent: sandbox is true`},
		"header that repeats writes":            {"X-Partner: canongate", "idempotency-key: fixed", `connections.first.extra_headers.idempotency-key makes the HTTP client repeat a request whose connection breaks, and cannot be given`},
		"admin listener for everybody":          {"admin_listen: 127.0.0.1:9090", "admin_listen: 0.0.0.0:9090", `server.admin_listen is not a loopback address, so server.admin_token or server.operators is needed`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(wellFormed, c.change) {
				t.Fatalf("the file has no %q to change", c.change)
			}
			problems := Parse("f", []byte(strings.Replace(wellFormed, c.change, c.with, 1))).Problems()
			if len(problems) != 1 || problems[0].Path+" "+problems[0].Message != c.want {
				t.Errorf("got:\n%v\nwant:\n%s", problems, c.want)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	f := Parse("f", []byte("auth:\n  api_keys: []\nconnections:\n  a: {vendor: x,\n      sandbox: maybe}\nroutes:\n- when: 'a ='\n  name: n\n"))
	f.AddProblemInside("routes.0.when", 1, 3, "is wrong")
	f.AddProblem("connections.a.settings.deep.key", "is wrong")
	want := map[string][2]int{
		"connections.a.sandbox":           {5, 7},
		"connections.a.settings.deep.key": {4, 3},
		"routes.0.when":                   {7, 12},
		"routes.0.use":                    {7, 3},
	}
	for _, m := range f.Problems() {
		if at, known := want[m.Path]; known {
			if at != [2]int{m.Line, m.Column} {
				t.Errorf("%s stands at %d:%d, want %v", m.Path, m.Line, m.Column, at)
			}
			delete(want, m.Path)
		}
	}
	for path := range want {
		t.Errorf("%s was not refused", path)
	}
}

func TestWhatIsNoConfiguration(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"nothing":        {"", "f:1:1: is empty: there is no configuration in it"},
		"only comments":  {"# later\n\n", "f:1:1: is empty: there is no configuration in it"},
		"no value":       {"---\n", "f:1:1: is empty: there is no configuration in it"},
		"only null":      {"null\n", "f:1:1: is empty: there is no configuration in it"},
		"two documents":  {"a: 1\n---\nb: 2\n", "f:2:1: begins a second YAML document: a file holds one"},
		"three":          {"# one\na: 1\n...\n\n---\nb: 2\n---\nc: 3\n", "f:5:1: begins a second YAML document: a file holds one"},
		"second empty":   {"a: 1\n---\n", "f:2:1: begins a second YAML document: a file holds one"},
		"deeper tab":     {"server:\n  tls:\n  \tlisten: x\n", "f:3:3: has a tab here: only blanks may indent"},
		"tab after text": {"server:\n  listen: x\n\tadmin_listen: y\n", "f:3:1: has a tab here: only blanks may indent"},
		"no YAML":        {"server:\n  listen: [\n", "f:3:1: is not valid YAML from here on"},
		"tab":            {"server:\n\tlisten: x\n", "f:2:1: has a tab here: only blanks may indent"},
		"a list":         {"- a\n", "f:1:1: must be a mapping"},
		"unknown anchor": {"server: *x\n", "f:1:9: is not valid YAML from here on"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Parse("f", []byte(c.text)).Problems().Error(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestLoadSaysWhyItCannotRead(t *testing.T) {
	t.Parallel()
	_, err := Load(filepath.Join(t.TempDir(), "absent.yaml"))
	if err == nil || !strings.HasSuffix(err.Error(), ": no such file") {
		t.Errorf("got %v", err)
	}
	large := filepath.Join(t.TempDir(), "large.yaml")
	if err := os.WriteFile(large, make([]byte, maxFile+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(large); err == nil || !strings.HasSuffix(err.Error(), "larger than 4 MiB") {
		t.Errorf("got %v", err)
	}
}

// FuzzParse holds the loader to never panicking and to giving every problem a
// place.
func FuzzParse(f *testing.F) {
	f.Add(wellFormed)
	f.Add("connections: {a: {vendor: b, settings: {x: &y 1, z: *y}}}")
	f.Add("a: 1\na: 2\n? [b]\n: c\n<<: {d: e}\n")
	f.Add("routes: [{use: [5]}, null, {name: !!binary aGk=}]")
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range Parse("f", []byte(text)).Problems() {
			if m.Line < 1 || m.Column < 1 || m.Message == "" {
				t.Errorf("a problem without a place or words: %+v", m)
			}
		}
	})
}

// TestE6NoConnectionGetsMoreThanTheRequest refuses time-outs that could not be had.
func TestE6NoConnectionGetsMoreThanTheRequest(t *testing.T) {
	t.Parallel()
	for limits, want := range map[string]int{
		"timeout: 10s": 0, "timeout: 11s": 1, "timeouts: {upload_document: 10s, get_customer: 30s}": 1, "timeout: 1m, timeouts: {get_customer: 30s}": 2,
	} {
		f := Parse("canongate.yaml", []byte("server: {request_timeout: 10s}\nconnections:\n  a: {vendor: omnumi, sandbox: true, "+limits+"}\n"))
		found := 0
		for _, m := range f.Problems() {
			if strings.Contains(m.String(), "is longer than server.request_timeout, 10s") && strings.Contains(m.String(), "canongate.yaml:3:") {
				found++
			}
		}
		if found != want {
			t.Errorf("%s: %v", limits, f.Problems())
		}
	}
}

// TestTimeoutsThatCannotBe are refused rather than taken for absent.
func TestTimeoutsThatCannotBe(t *testing.T) {
	t.Parallel()
	const none, long = "must be a duration such as 30s or 200ms, longer than nothing", "is longer than 10m"
	for line, want := range map[string]string{
		"connections: {a: {timeout: 0s}}":                        none,
		"connections: {a: {timeouts: {get_customer: 0s}}}":       none,
		"connections: {a: {idle_timeout: 0ms}}":                  none,
		"connections: {a: {breaker: {open_for: 0s}}}":            none,
		"connections: {a: {retry: {base: 0s}}}":                  none,
		"server: {shutdown_timeout: \"0\"}":                      none,
		"server: {request_timeout: 0s}":                          none,
		"connections: {a: {timeout: 99h}}":                       long,
		"connections: {a: {timeouts: {upload_document: 10m1s}}}": long,
		"server: {request_timeout: 11m}":                         long,
		"connections: {a: {timeout: 10m}}":                       "",
		"connections: {a: {timeout: 1ms}}":                       "",
	} {
		found := ""
		for _, m := range Parse("f", []byte(line+"\n")).Problems() {
			if m.Message == none || m.Message == long {
				found += m.Message
			}
		}
		if found != want {
			t.Errorf("%s: %q, want %q", line, found, want)
		}
	}
}

// TestBreakerCountsAreBounded refuses what a breaker could not count: 2^32 would be
// none at all.
func TestBreakerCountsAreBounded(t *testing.T) {
	t.Parallel()
	for breaker, sound := range map[string]bool{
		"minimum_requests: 1000000": true, "minimum_requests: 1000001": false, "minimum_requests: 4294967296": false,
		"half_open_requests: 1000000": true, "half_open_requests: 4294967297": false, "half_open_requests: -1": false,
	} {
		f := Parse("canongate.yaml", []byte("connections:\n  a: {vendor: omnumi, sandbox: true, breaker: {"+breaker+"}}\n"))
		refused := slices.ContainsFunc(f.Problems(), func(m Problem) bool { return strings.HasPrefix(m.Path, "connections.a.breaker.") && m.Line == 2 })
		if refused == sound {
			t.Errorf("%s: %v", breaker, f.Problems())
		}
	}
}

// TestX14HashesOfAKey writes them as one text and as a list.
func TestX14HashesOfAKey(t *testing.T) {
	t.Parallel()
	const one = "sha256: \"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\""
	const other = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
	for name, c := range map[string]struct {
		text  string
		wants []string // of path: message
	}{
		"one":      {one, nil},
		"list":     {"sha256: [{sha256: " + other + "}]", nil},
		"renewing": {"sha256: [{" + one + ", expires_at: 2027-01-31T00:00:00Z}, {sha256: " + other + "}]", nil},
		"quoted":   {"sha256: [{" + one + ", expires_at: \"2027-01-31T05:30:00+05:30\"}]", nil},
		"expired":  {"sha256: [{" + one + ", expires_at: 2001-01-31T00:00:00Z}]", nil}, // a warning: time alone breaks no file
		"twice in one": {"sha256: [{" + one + "}, {" + one + "}]", []string{
			"auth.api_keys.0.sha256.1.sha256: is the same as auth.api_keys.0.sha256.0.sha256"}},
		"twice in two":     {}, // below
		"no hex":           {"sha256: abc", []string{"auth.api_keys.0.sha256: must be the SHA-256"}},
		"no hex in a list": {"sha256: [{sha256: abc}]", []string{"auth.api_keys.0.sha256.0.sha256: must be the SHA-256"}},
		"a number":         {"sha256: 17", []string{"auth.api_keys.0.sha256: must be text"}},
		"empty":            {"sha256: \"\"", []string{"auth.api_keys.0.sha256: is empty"}},
		"empty list":       {"sha256: []", []string{"auth.api_keys.0.sha256: is empty"}},
		"bad date":         {"sha256: [{" + one + ", expires_at: 2027-02-30T00:00:00Z}]", []string{"auth.api_keys.0.sha256.0.expires_at: must be a time such as 2027-01-31T00:00:00Z"}},
		"only a day":       {"sha256: [{" + one + ", expires_at: 2027-01-31}]", []string{"auth.api_keys.0.sha256.0.expires_at: must be a time"}},
		"unknown key":      {"sha256: [{" + one + ", expires: never}]", []string{"auth.api_keys.0.sha256.0.expires: is not a key"}},
		"a mapping":        {"sha256: {" + one + "}", []string{"auth.api_keys.0.sha256: must be a list"}},
	} {
		if name == "twice in two" {
			c.text = one + ", scopes: [\"*\"]}, {id: b, tenant: acme, " + strings.Replace(one, "abcdef", "ABCDEF", 1)
			c.wants = []string{"auth.api_keys.1.sha256: is the same as auth.api_keys.0.sha256"}
		}
		f := Parse("canongate.yaml", []byte("auth: {api_keys: [{id: a, tenant: acme, "+c.text+", scopes: [\"*\"]}]}\nconnections: {a: {vendor: b, sandbox: true}}\nroutes: [{name: a, operations: [\"*\"], use: [{connection: a}]}]\n"))
		if len(f.Problems()) != len(c.wants) {
			t.Errorf("%s: %v", name, f.Problems())
			continue
		}
		for i, m := range f.Problems() {
			if !strings.HasPrefix(m.Path+": "+m.Message, c.wants[i]) || m.Line != 1 {
				t.Errorf("%s: line %d, %s: %s, want %s", name, m.Line, m.Path, m.Message, c.wants[i])
			}
		}
	}
}
