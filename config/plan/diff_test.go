package plan

import (
	"strings"
	"testing"

	"canongate/config"
)

func TestChangedKeysAreNeverValues(t *testing.T) {
	t.Parallel()
	const route = `  - {name: all, operations: ["*"], use: [{connection: first}]}`
	before := parse(t, connections+route)
	after := parse(t, strings.Replace(connections, "client_secret: s", "client_secret: hunter2, scope: hunter2", 1)+route)
	changes := changesOf(before.Connections, after.Connections)
	if got := strings.Join(changes.Keys["profile"], " "); got != "settings.client_secret settings.scope" {
		t.Errorf("changed %q", got)
	}
	if got := ChangedSections(before, config.Config{}); len(got) < 5 {
		t.Errorf("sections %v", got)
	}
}
