package config

import (
	"fmt"
	"strings"
	"testing"
)

// eventsFile is a file whose callers, connection and subscriber are given.
func eventsFile(auth, connection, subscriber string) string {
	const hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
	for i := range 3 {
		auth = strings.Replace(auth, "KEY", fmt.Sprintf(`sha256: "%s%d", scopes: ["*"]`, hash, i), 1)
	}
	return `
auth: {` + auth + `}
connections: {first: {vendor: bank, sandbox: true` + connection + `}}
routes: [{name: some, operations: [create_customer], use: [{connection: first}]}]
journal: {driver: sqlite, dsn: "file:data/test.db"}
events:
  subscribers: [{name: crm, url: "http://127.0.0.1:1/", secret: "env:PATH", types: ["*"]` + subscriber + `}]
`
}

func TestX15WhoseEventsASubscriberGetsIsSaid(t *testing.T) {
	t.Parallel()
	const (
		one     = `api_keys: [{id: a, tenant: acme, KEY}]`
		two     = `api_keys: [{id: a, tenant: acme, KEY}, {id: b, tenant: globex, KEY}]`
		jwt     = `jwt: {issuer: https://issuer.example.com, audience: canongate, jwks_url: https://issuer.example.com/keys}`
		missing = "events.subscribers.0.tenants is missing: callers of several tenants may come"
		unknown = "events.subscribers.0.tenants.0 is not a known tenant"
	)
	for name, row := range map[string]struct{ auth, connection, subscriber, want string }{
		"one tenant":                     {one, ``, ``, ""},
		"two keys of one tenant":         {`api_keys: [{id: a, tenant: acme, KEY}, {id: b, tenant: acme, KEY}]`, ``, ``, ""},
		"one tenant, named":              {one, ``, `, tenants: [acme]`, ""},
		"one tenant, misspelt":           {one, ``, `, tenants: [acne]`, unknown},
		"two tenants":                    {two, ``, ``, missing},
		"two tenants, none":              {two, ``, `, tenants: []`, missing},
		"two tenants, one named":         {two, ``, `, tenants: [globex]`, ""},
		"two tenants, all":               {two, ``, `, tenants: ["*"]`, ""},
		"two tenants, a third":           {two, ``, `, tenants: [initech]`, unknown},
		"another at a connection":        {one, `, tenant: globex`, ``, missing},
		"another who may use it":         {one, `, tenants: [acme, globex]`, ``, missing},
		"another who may use it, named":  {one, `, tenants: [acme, globex]`, `, tenants: [globex]`, ""},
		"tokens":                         {jwt, ``, ``, missing},
		"tokens beside a key":            {one + ", " + jwt, ``, ``, missing},
		"tokens may name anybody":        {one + ", " + jwt, ``, `, tenants: [initech]`, ""},
		"tokens name nobody of this":     {one + ", " + jwt, ``, `, tenants: ["Not A Name"]`, "events.subscribers.0.tenants.0 must be a name"},
		"tenants where a text is wanted": {one, ``, `, tenants: [{}]`, "events.subscribers.0.tenants.0"},
	} {
		problems := Parse("canongate.yaml", []byte(eventsFile(row.auth, row.connection, row.subscriber))).Problems()
		said := ""
		for _, m := range problems {
			said += m.Path + " " + m.Message
		}
		if len(problems) > 1 || !strings.HasPrefix(said, row.want) || (row.want == "") != (said == "") {
			t.Errorf("%s: %v, want %s", name, problems, row.want)
		}
	}
}

func TestX2TheRateOfNotificationsIsChecked(t *testing.T) {
	t.Parallel()
	file := eventsFile(`api_keys: [{id: a, tenant: acme, KEY}]`, ``, ``)
	for rate, wrong := range map[string]bool{
		"{limit: 5, per: 10s}": false, "{limit: 5, per: 10s, burst: 20}": false,
		"{limit: 0, per: 10s}": true, "{limit: 5}": true, "{limit: 5, per: 0s}": true, "50": true, "{limit: 5, per: 1s, brust: 1}": true,
	} {
		f := Parse("canongate.yaml", []byte(strings.Replace(file, "events:\n", "events:\n  inbound_rate: "+rate+"\n", 1)))
		if got := len(f.Problems()) > 0; got != wrong {
			t.Errorf("%s: %v", rate, f.Problems())
		}
	}
}
