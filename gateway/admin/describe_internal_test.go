package admin

import (
	"strings"
	"testing"

	"canongate/gateway/auth"
)

// TestEveryRouteIsDescribed holds the table and the descriptions to each other.
func TestEveryRouteIsDescribed(t *testing.T) {
	t.Parallel()
	s := &server{}
	rows, names := map[string]bool{}, map[string]bool{}
	for _, r := range s.table() {
		if r.path == "/{$}" || strings.HasPrefix(r.path, "/console") {
			continue // files
		}
		key := r.method + " " + r.path
		d, described := descriptions[key]
		rows[key] = true
		if !described || d.summary == "" || d.name == "" || names[d.name] {
			t.Errorf("%s is not described, or under the name of another: %+v", key, d)
		}
		names[d.name] = true
		if d.answer == nil && d.answerMedia == "" {
			t.Errorf("%s answers nothing", key)
		}
		if changes := r.action != "" && r.path != "/admin/v1/imports"; changes && d.body == nil {
			t.Errorf("%s is a change without a body", key)
		}
		for _, found := range pathParameter.FindAllStringSubmatch(r.path, -1) {
			d.query = append(d.query, found[1])
		}
		for _, name := range append(d.query, d.headers...) {
			if parameterTexts[name] == "" {
				t.Errorf("%s: nothing is said of %s", key, name)
			}
		}
	}
	for key := range descriptions {
		if !rows[key] {
			t.Errorf("%s is described and not there", key)
		}
	}
}

// TestRolesOfOperations finds who may call what.
func TestRolesOfOperations(t *testing.T) {
	t.Parallel()
	text := string(makeDocument((&server{}).table(), "").api)
	for _, want := range []string{
		`"operationId":"set_connection_state"`, "Takes the role `" + string(auth.RoleOperator) + "`. The audit log calls it `connection.state`.",
		"Takes the role `" + string(auth.RoleApprover) + "`. The audit log calls it `resolution.approve`.", "Takes the role `" + string(auth.RoleViewer) + "`.",
		`"x-role":"operator"`, `"x-role":"approver"`, `"x-role":"viewer"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
}
