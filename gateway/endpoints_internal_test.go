package gateway

import (
	"testing"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
)

func (h *operationHandler[In, Out]) compiledBody() *schema.Compiled { return h.body }

func TestExamplesAreTaken(t *testing.T) {
	t.Parallel()
	bodies := map[string]*schema.Compiled{}
	r := schema.NewRegistry()
	for _, e := range table() {
		name, _ := e.spec.operation()
		if h, ok := e.spec.compile(r).(interface{ compiledBody() *schema.Compiled }); ok {
			bodies[name] = h.compiledBody()
		}
	}
	for _, example := range openapi.Examples() {
		body := bodies[example.Operation]
		if example.Body == nil || body == nil {
			continue
		}
		if _, err := schema.ReadBody(example.Body, body, example.Operation == "update_customer"); err != nil {
			t.Errorf("%s: %v %v", example.Key(), err, canonical.AsError(err).Fields)
		}
	}
}
