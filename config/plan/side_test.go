package plan

import (
	"testing"

	"canongate/canonical"
	"canongate/config"
	"canongate/policies"
	"canongate/policies/routing"
)

// connections is the start of a file; each test adds its routes.
const connections = `
auth:
  api_keys:
    - {id: app, tenant: acme, sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", scopes: ["*"]}
connections:
  first: {vendor: omnumi, sandbox: true}
  profile: {vendor: citi, sandbox: true, settings: {client_id: c, client_secret: s}}
  second: {vendor: omnumi, sandbox: true}
routes:
`

func parse(t *testing.T, text string) config.Config {
	t.Helper()
	file := config.Parse("canongate.yaml", []byte(text))
	if problems := file.Problems(); len(problems) > 0 {
		t.Fatal(problems)
	}
	return file.Config
}

// sideOf compiles a file. Its connections are enabled and can do everything.
func sideOf(t *testing.T, text string) Side {
	t.Helper()
	c := parse(t, text)
	var all []string
	for _, row := range canonical.Operations() {
		all = append(all, row.Name())
	}
	var infos []routing.ConnectionInfo
	for name := range c.Connections {
		infos = append(infos, routing.ConnectionInfo{Name: name, Operations: all})
	}
	router, problems := routing.NewRouter(c.Routes, infos)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return Side{Config: c, Choose: router.Choose, State: func(string) policies.ConnectionState { return policies.Enabled }}
}
