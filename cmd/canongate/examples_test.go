package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"canongate/config"
)

// exampleCaller sends the examples of the OpenAPI document to a gateway and keeps
// the ids of the answers.
type exampleCaller struct {
	api string
	ids map[string]string
}

func (c exampleCaller) send(t *testing.T, method, path, body, connection string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.api+path, strings.NewReader(body))
	must(t, err)
	r.Header = http.Header{"Authorization": {"Bearer " + config.DemoKey}, "Content-Type": {"application/json"}, "Idempotency-Key": {rand.Text()}}
	if connection != "" {
		r.Header.Set("Gateway-Connection", connection)
	}
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	var values map[string]any
	if len(text) > 0 {
		must(t, json.NewDecoder(bytes.NewReader(text)).Decode(&values))
	}
	return answer.StatusCode, values
}

// TestX21EveryExampleWorks sends each request of the OpenAPI document to the
// quickstart, in the order of the document, with the ids of the answers before. The
// operations that one vendor alone does get their customer from the same example,
// sent to that vendor.
func TestX21EveryExampleWorks(t *testing.T) {
	t.Parallel()
	c := exampleCaller{api: start(t).api, ids: map[string]string{}}
	_, document := c.send(t, http.MethodGet, "/v1/openapi.json", "", "")
	paths := document["paths"].(map[string]any)
	sent := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(paths)) { // the document has them in this order
		for _, method := range []string{"get", "put", "post", "patch", "delete"} {
			operation, _ := paths[path].(map[string]any)[method].(map[string]any)
			example := exampleOf(operation)
			if example == nil {
				continue
			}
			name := operation["operationId"].(string)
			body, err := json.Marshal(c.filled(t, name, example))
			must(t, err)
			status, answer := c.send(t, strings.ToUpper(method), strings.Replace(path, "{id}", c.target(t, name), 1), string(body), "")
			if status < 200 || status > 299 {
				t.Errorf("%s answers its example with %d: %v", name, status, answer)
				continue
			}
			sent[name] = true
			c.keep(name, answer)
		}
	}
	if len(sent) < 13 {
		t.Errorf("%d examples were sent: %v", len(sent), slices.Sorted(maps.Keys(sent)))
	}
}

func exampleOf(operation map[string]any) map[string]any {
	request, _ := operation["requestBody"].(map[string]any)
	content, _ := request["content"].(map[string]any)
	media, _ := content["application/json"].(map[string]any)
	example, _ := media["example"].(map[string]any)
	return example
}

// keep remembers the id of an answer under its operation.
func (c exampleCaller) keep(operation string, answer map[string]any) {
	if list, ok := answer["data"].([]any); ok && len(list) > 0 {
		answer, _ = list[0].(map[string]any)
	}
	if id, ok := answer["id"].(string); ok {
		c.ids[operation] = id
	}
}

// target is what stands for {id} in an operation's path.
func (c exampleCaller) target(t *testing.T, operation string) string {
	t.Helper()
	switch operation {
	case "decide_agreement":
		return c.ids["create_agreement"]
	case "update_customer":
		return c.ids["create_customer"]
	case "link_bank_account":
		return c.ids["create_customer_reference"]
	case "confirm_verification":
		return c.ids["start_verification"]
	case "create_requirements":
		return c.applicant(t)
	case "answer_requirement":
		return c.requirement(t, "date")
	}
	return ""
}

// filled is an example with ids in the place of those that the document shows.
func (c exampleCaller) filled(t *testing.T, operation string, example map[string]any) map[string]any {
	t.Helper()
	switch operation {
	case "create_payment":
		example["customer_id"], example["bank_account_id"] = c.ids["create_customer_reference"], c.ids["link_bank_account"]
	case "upload_document":
		example["requirement_id"] = c.requirement(t, "document_upload")
	}
	return example
}

// applicant is the person of the first example at the vendor that has requirements.
func (c exampleCaller) applicant(t *testing.T) string {
	t.Helper()
	if c.ids["applicant"] == "" {
		_, document := c.send(t, http.MethodGet, "/v1/openapi.json", "", "")
		paths := document["paths"].(map[string]any)
		body, err := json.Marshal(exampleOf(paths["/v1/customers"].(map[string]any)["post"].(map[string]any)))
		must(t, err)
		if status, answer := c.send(t, http.MethodPost, "/v1/customers", string(body), "temenos-eu"); status != http.StatusCreated {
			t.Fatalf("the first example at another vendor: %d %v", status, answer)
		} else {
			c.ids["applicant"] = answer["id"].(string)
		}
	}
	return c.ids["applicant"]
}

func (c exampleCaller) requirement(t *testing.T, kinds ...string) string {
	t.Helper()
	_, answer := c.send(t, http.MethodGet, "/v1/customers/"+c.applicant(t)+"/requirements", "", "")
	list, _ := answer["data"].([]any)
	for _, kind := range kinds {
		for _, each := range list {
			if r := each.(map[string]any); r["kind"] == kind {
				return r["id"].(string)
			}
		}
	}
	t.Fatalf("no requirement of kind %v: %v", kinds, answer)
	return ""
}
