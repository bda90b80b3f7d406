package gateway

import (
	"encoding/json"
	"fmt"
	"net/http"

	"canongate/gateway/schema"
	"canongate/policies"
)

// jsonAnswer is an answer with a resource in its body.
func jsonAnswer(status int, resource any) (policies.Answer, error) {
	body, err := json.Marshal(resource)
	if err != nil {
		return policies.Answer{}, fmt.Errorf("render answer: %T cannot be marshalled", resource)
	}
	return policies.Answer{Status: status, Header: http.Header{"Content-Type": {schema.JSON}}, Body: body}, nil
}
