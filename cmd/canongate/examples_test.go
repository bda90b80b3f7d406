package main

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"canongate/config"
	"canongate/gateway/openapi"

	"github.com/getkin/kin-openapi/openapi3"
)

// documented is what the test reads of an operation in the OpenAPI document.
type documented struct {
	OperationID string `json:"operationId"`
	Examples    []struct {
		Name                string
		Path, Query, Header map[string]string
		Body                json.RawMessage
		Status              int
	} `json:"x-canongate-examples"`
	Responses map[string]struct {
		Content map[string]struct {
			Examples map[string]struct{ Value json.RawMessage }
		}
	}
	Codes []string `json:"x-canongate-codes"`
}

// exampleStep is one example, as a program reads it from the document.
type exampleStep struct {
	key, name, method, path string
	query, header           map[string]string
	pathValues              map[string]string
	body                    json.RawMessage
	status                  int
	answer                  json.RawMessage // as the document shows it
}

// TestX21EveryExampleWorks sends each example of each operation to the quickstart, in
// the order of the document. Ids are those of the answers before; nothing else is
// filled in. Each answer has the form that the document shows; -update writes it.
func TestX21EveryExampleWorks(t *testing.T) {
	t.Parallel()
	api := start(t).api
	document := fetched(t, api+"/v1/openapi.json")
	model, err := openapi3.NewLoader().LoadFromData(document)
	must(t, err)
	if err := model.Validate(t.Context()); err != nil { // examples of answers are held to their schemas here
		t.Errorf("the document is not valid: %v", err)
	}
	operations, steps := stepsOf(t, document)
	seen := recorder{ids: map[string]string{}}
	recorded := map[string]openapi.Answer{}
	exampled := map[string]bool{}
	for _, s := range steps {
		status, text := seen.send(t, api, s)
		if !json.Valid(text) && len(text) > 0 {
			text, err = json.Marshal(string(text))
			must(t, err)
		}
		text = seen.plain(text)
		if status < 200 || status > 299 {
			t.Fatalf("%s is answered with %d: %s", s.key, status, text)
		}
		exampled[strings.Split(s.key, ".")[0]] = true
		if *update {
			recorded[s.key] = openapi.Answer{Status: status, Body: kept(s.answer, text)}
			continue
		}
		if status != s.status {
			t.Errorf("%s is answered with %d, and the document says %d; `make docs` writes it", s.key, status, s.status)
		}
		if form(text) != form(s.answer) {
			t.Errorf("%s is answered in another form than the document shows; `make docs` writes it\n%s\n%s", s.key, form(text), form(s.answer))
		}
	}
	for _, operation := range operations {
		if !exampled[operation] {
			t.Errorf("%s has no example", operation)
		}
	}
	if *update {
		writeAnswers(t, steps, recorded)
	}
}

// stepsOf reads the examples in the order of the document, which a map would lose.
func stepsOf(t *testing.T, document []byte) (operations []string, steps []exampleStep) {
	t.Helper()
	for _, path := range members(t, membersNamed(t, document, "paths")) {
		for _, method := range members(t, path.value) {
			var o documented
			must(t, json.Unmarshal(method.value, &o))
			operations = append(operations, o.OperationID)
			for _, e := range o.Examples {
				s := exampleStep{
					key: o.OperationID + "." + e.Name, name: e.Name, method: strings.ToUpper(method.name), path: path.name,
					query: e.Query, header: e.Header, pathValues: e.Path, body: e.Body, status: e.Status,
				}
				for _, media := range o.Responses[fmt.Sprint(e.Status)].Content {
					s.answer = media.Examples[e.Name].Value
				}
				steps = append(steps, s)
			}
		}
	}
	return operations, steps
}

type member struct {
	name  string
	value json.RawMessage
}

// members are those of an object, in its order.
func members(t *testing.T, object []byte) []member {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(object))
	_, err := d.Token()
	must(t, err)
	var all []member
	for d.More() {
		name, err := d.Token()
		must(t, err)
		var value json.RawMessage
		must(t, d.Decode(&value))
		all = append(all, member{fmt.Sprint(name), value})
	}
	return all
}

func membersNamed(t *testing.T, object []byte, name string) json.RawMessage {
	t.Helper()
	for _, m := range members(t, object) {
		if m.name == name {
			return m.value
		}
	}
	t.Fatalf("the document has no %s", name)
	return nil
}

func fetched(t *testing.T, address string) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	must(t, err)
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	return text
}

// recorder sends examples and knows the ids of the answers before.
type recorder struct {
	ids map[string]string // the document's id, the sandbox's
}

var (
	sealedID = regexp.MustCompile(`"(cus|ver|req|doc|agr|bac|pay|ofr)_[A-Za-z0-9_-]{16,}"`)
	// instants are those with a fraction, as a clock gives them.
	instants = regexp.MustCompile(`"\d{4}-\d\d-\d\dT[0-9:]+\.\d+Z"`)
	// changing is what differs from run to run: times, dates, and what vendors and the
	// gateway draw at random.
	changing = regexp.MustCompile(`\d{4}-\d\d-\d\d(T[0-9:.]+Z)?|\d\d/\d\d/\d{4}|[0-9a-f]{8}-[0-9a-f-]{27}|\b[A-Za-z0-9+/=_-]{24,}|\d{5,}|"[A-Z0-9]{7}"`)
)

func (r recorder) send(t *testing.T, api string, s exampleStep) (int, []byte) {
	t.Helper()
	path := s.path
	for name, value := range s.pathValues {
		path = strings.Replace(path, "{"+name+"}", url.PathEscape(r.live(value)), 1)
	}
	query := url.Values{}
	for name, value := range s.query {
		query.Set(name, r.live(value))
	}
	body := string(s.body)
	for shown, live := range r.ids {
		body = strings.ReplaceAll(body, `"`+shown+`"`, `"`+live+`"`)
	}
	request, err := http.NewRequestWithContext(t.Context(), s.method, api+path+"?"+query.Encode(), strings.NewReader(body))
	must(t, err)
	request.Header = http.Header{"Authorization": {"Bearer " + config.DemoKey}, "Idempotency-Key": {rand.Text()}}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for name, value := range s.header {
		request.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(request)
	must(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	return answer.StatusCode, text
}

func (r recorder) live(shown string) string { return cmp.Or(r.ids[shown], shown) }

// plain writes each id of an answer as the document shows it: its kind and a number, in
// the order in which they come.
func (r recorder) plain(text []byte) []byte {
	return sealedID.ReplaceAllFunc(text, func(quoted []byte) []byte {
		id := strings.Trim(string(quoted), `"`)
		for shown, live := range r.ids {
			if live == id {
				return []byte(`"` + shown + `"`)
			}
		}
		kind, n := id[:3], 1
		for r.ids[fmt.Sprintf("%s_AZx%d", kind, n)] != "" {
			n++
		}
		shown := fmt.Sprintf("%s_AZx%d", kind, n)
		r.ids[shown] = id
		return []byte(`"` + shown + `"`)
	})
}

// form is an answer without what differs from run to run.
func form(text []byte) string {
	var b bytes.Buffer
	if len(text) > 0 && json.Compact(&b, text) != nil {
		return string(text)
	}
	return changing.ReplaceAllString(b.String(), "…")
}

// kept is what the file shows: what it has, while the form is the same.
func kept(shown, text []byte) json.RawMessage {
	if len(text) == 0 {
		return nil
	}
	if form(shown) == form(text) {
		return shown
	}
	return instants.ReplaceAll(text, []byte(`"2026-11-24T10:00:00Z"`))
}

// writeAnswers writes the file of answers in the order of the document.
func writeAnswers(t *testing.T, steps []exampleStep, recorded map[string]openapi.Answer) {
	t.Helper()
	var b bytes.Buffer
	for i, s := range steps {
		text, err := json.Marshal(recorded[s.key])
		must(t, err)
		b.WriteString(map[bool]string{true: "{\n", false: ",\n"}[i == 0])
		fmt.Fprintf(&b, "%q:%s", s.key, text)
	}
	b.WriteString("}")
	var indented bytes.Buffer
	must(t, json.Indent(&indented, b.Bytes(), "", "  "))
	must(t, os.WriteFile(filepath.Join("..", "..", "gateway", "openapi", "answers.json"), append(indented.Bytes(), '\n'), 0o644))
}

// TestTheDocumentDescribesEveryMember holds every member of every schema and every
// parameter to having words.
func TestTheDocumentDescribesEveryMember(t *testing.T) {
	t.Parallel()
	var document map[string]any
	must(t, json.Unmarshal(fetched(t, start(t).api+"/v1/openapi.json"), &document))
	var silent []string
	members := 0
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case []any:
			for i, each := range v {
				walk(fmt.Sprintf("%s/%d", at, i), each)
			}
		case map[string]any:
			properties, _ := v["properties"].(map[string]any)
			for name, p := range properties {
				members++
				if text, _ := p.(map[string]any)["description"].(string); text == "" {
					silent = append(silent, at+"."+name)
				}
			}
			if name, ok := v["name"].(string); ok && v["in"] != nil && v["description"] == nil {
				silent = append(silent, at+" parameter "+name)
			}
			for name, each := range v {
				if name != "example" && name != "examples" && !strings.HasPrefix(name, "x-") {
					walk(at+"/"+name, each)
				}
			}
		}
	}
	walk("", document["components"])
	walk("", document["paths"])
	slices.Sort(silent)
	if silent != nil || members < 500 {
		t.Errorf("%d of %d members have no description:\n%s", len(silent), members, strings.Join(silent, "\n"))
	}
}
