package config

import (
	"strings"
	"testing"

	"canongate/gateway/auth"
)

// operatorsFile is a sound file with these members of server and reconciliation.
func operatorsFile(server, reconciliation string) *File {
	return Parse("canongate.yaml", []byte("server: {"+server+"}\nreconciliation: {"+reconciliation+"}\n"+
		"auth: {api_keys: [{id: a, tenant: acme, sha256: "+strings.Repeat("a1", 32)+", scopes: [\"*\"]}]}\n"+
		"connections: {a: {vendor: b, sandbox: true}}\nroutes: [{name: a, operations: [\"*\"], use: [{connection: a}]}]\n"))
}

func TestOperatorsAreChecked(t *testing.T) {
	t.Parallel()
	operator := func(name, roles string) string {
		return "{name: " + name + ", sha256: " + strings.Repeat(name[:1]+"0", 32) + ", roles: [" + roles + "]}"
	}
	ann, bob := operator("ann", "operator"), operator("bob", "approver")
	for name, c := range map[string]struct{ server, reconciliation, want string }{
		"none":                 {"", "", ""},
		"two":                  {"operators: [" + ann + ", " + bob + "]", "four_eyes: always", ""},
		"token and approver":   {"admin_token: env:PATH, operators: [" + bob + "]", "four_eyes: failed_only", ""},
		"off":                  {"", "four_eyes: off", ""},
		"one for two":          {"operators: [" + bob + "]", "four_eyes: failed_only", "2:18: reconciliation.four_eyes takes two operators"},
		"nobody approves":      {"operators: [" + ann + ", " + operator("dora", "operator") + "]", "four_eyes: always", "reconciliation.four_eyes takes two"},
		"no such rule":         {"", "four_eyes: sometimes", "reconciliation.four_eyes must be"},
		"no such role":         {"operators: [" + operator("ann", "operater") + "]", "", `server.operators.0.roles.0 is not a known role; did you mean operator?`},
		"same name":            {"operators: [" + ann + ", " + ann + "]", "", "server.operators.1.name is the same as server.operators.0.name"},
		"reserved":             {"operators: [" + operator("admin", "operator") + "]", "", "server.operators.0.name is the name of"},
		"no hash":              {"operators: [{name: ann, sha256: abc, roles: [viewer]}]", "", "server.operators.0.sha256 must be the SHA-256"},
		"no such tenant":       {"operators: [{name: ann, sha256: " + strings.Repeat("b2", 32) + ", roles: [viewer], tenants: [acne]}]", "", `server.operators.0.tenants.0 is not a known tenant; did you mean acme?`},
		"unknown key":          {"operators: [{name: ann, sha256: " + strings.Repeat("b2", 32) + ", role: viewer}]", "", "server.operators.0.role is not a key"},
		"not only on loopback": {"admin_listen: 0.0.0.0:9090, operators: [" + ann + "]", "", ""},
	} {
		f := operatorsFile(c.server, c.reconciliation)
		var all []string
		for _, p := range f.Problems() {
			all = append(all, p.String())
		}
		if text := strings.Join(all, "\n"); c.want == "" && text != "" || !strings.Contains(text, c.want) {
			t.Errorf("%s: %s\nwant %s", name, text, c.want)
		}
	}
}

func TestFourEyesFollowThePeople(t *testing.T) {
	t.Parallel()
	two := "operators: [{name: ann, sha256: " + strings.Repeat("b2", 32) + ", roles: [operator]}, {name: bob, sha256: " + strings.Repeat("c3", 32) + ", roles: [approver]}]"
	for _, c := range []struct{ server, reconciliation, want string }{
		{"", "", auth.FourEyesOff}, {two, "", auth.FourEyesFailedOnly}, {two, "four_eyes: always", auth.FourEyesAlways}, {two, "four_eyes: off", auth.FourEyesOff},
	} {
		if f := operatorsFile(c.server, c.reconciliation); f.Config.FourEyes() != c.want || len(f.Problems()) > 0 {
			t.Errorf("%s %s: %s, %v", c.server, c.reconciliation, f.Config.FourEyes(), f.Problems())
		}
	}
}
