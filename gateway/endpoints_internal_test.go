package gateway

import (
	"testing"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
)

func TestExamplesAreTaken(t *testing.T) {
	t.Parallel()
	bodies := map[string]*schema.Compiled{}
	s := schema.NewRegistry()
	for _, e := range table() {
		name, _ := e.work.operation()
		e.work.prepare(s)
		if c, ok := e.work.(interface{ body() *schema.Compiled }); ok {
			bodies[name] = c.body()
		}
	}
	for name, example := range openapi.Examples {
		if _, err := schema.ReadBody([]byte(example), bodies[name], name == "update_customer"); err != nil {
			t.Errorf("%s: %v %v", name, err, canonical.AsError(err).Fields)
		}
	}
}
