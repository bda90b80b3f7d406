package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"canongate/adapters/internal/simulator"
	"canongate/adapters/internal/simulator/simulatortest"
)

// list gives the groups of getUserActions.
func list(t *testing.T, h http.Handler, token string, body fields) map[string][]action {
	t.Helper()
	var fields map[string]json.RawMessage
	decodeAnswer(t, post(t, h, actionsPath, token, body), http.StatusOK, &fields)
	groups := map[string][]action{}
	for name, raw := range fields {
		var actions []action
		if json.Unmarshal(raw, &actions) == nil {
			groups[name] = actions
		}
	}
	return groups
}

func wantSizes(t *testing.T, groups map[string][]action, want map[string]int) {
	t.Helper()
	got := map[string]int{}
	for name, actions := range groups {
		got[name] = len(actions)
	}
	if !maps.Equal(got, want) {
		t.Errorf("groups %v, want %v", got, want)
	}
}

// identifier gives a user action of a new application whose name it begins
// with.
func identifier(t *testing.T, h http.Handler, token, name string) string {
	t.Helper()
	for _, actions := range list(t, h, token, fields{"isPre": "true"}) {
		for _, a := range actions {
			if strings.HasPrefix(a.UserActionIdentifier, name) {
				return a.UserActionIdentifier
			}
		}
	}
	t.Fatalf("no action is called %s", name)
	return ""
}

func TestStandingApplicationIsTheSample(t *testing.T) {
	t.Parallel()
	h := New()
	token := login(t, h, "")
	for phase, sample := range map[string]string{"true": "list_requirements.ok", "false": "list_requirements.post_submission"} {
		var got, want any
		decodeAnswer(t, post(t, h, actionsPath, token, fields{"isPre": phase}), http.StatusOK, &got)
		mustDecode(simulator.ReadSamples(Samples).Reply(sample).Body, &want)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("isPre %s: answer %v\nwant %v", phase, got, want)
		}
	}
}

func TestGetActionsScenarios(t *testing.T) {
	t.Parallel()
	h := New()
	answer := func(t *testing.T, email string, v any) {
		token := login(t, h, Username)
		create(t, h, token, email)
		decodeAnswer(t, post(t, h, actionsPath, token, fields{"isPre": "true"}), http.StatusOK, v)
	}
	t.Run("count", func(t *testing.T) {
		t.Parallel()
		var body struct{ Count int }
		if answer(t, "count@example.com", &body); body.Count != 4 {
			t.Errorf("count %d of 3 actions", body.Count)
		}
	})
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		var body, want any
		answer(t, "none@example.com", &body)
		mustDecode(simulator.ReadSamples(Samples).Reply("list_requirements.none").Body, &want)
		if !reflect.DeepEqual(body, want) {
			t.Errorf("answer %v", body)
		}
	})
	t.Run("statuses", func(t *testing.T) {
		t.Parallel()
		var body struct{ Income, Documents []action }
		answer(t, "statuses@example.com", &body)
		got := []string{body.Income[0].UserActionStatus, body.Documents[0].UserActionStatus, body.Documents[1].UserActionStatus}
		if want := oddStatuses[:3]; !reflect.DeepEqual(got, want) {
			t.Errorf("statuses %v, want %v", got, want)
		}
	})
	t.Run("broken", func(t *testing.T) {
		t.Parallel()
		token := login(t, h, Username)
		id := create(t, h, token, "broken@example.com")
		answer := fields{"UserActionIdentifier": "DriverLicense_1_" + id, "Response": "", "Status": "Submitted"}
		for path, body := range map[string]fields{actionsPath: {"isPre": "true"}, askPath: {}, answerPath: answer} {
			wantSample(t, post(t, h, path, token, body), "create_customer.middleware_error")
		}
	})
}

func TestGetActionsWantsAStringBoolean(t *testing.T) {
	t.Parallel()
	h := New()
	token := login(t, h, "")
	wantCode(t, post(t, h, actionsPath, token, fields{"isPre": "yes"}), codeMalformed)
	wantCode(t, post(t, h, actionsPath, token, fields{}), codeMalformed)
	wantSample(t, post(t, h, actionsPath, token, fields{"isPre": true}), "create_customer.middleware_error")
}

func TestCreatePreRequirements(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, contentType, body, sample string }{
		{"form", "application/x-www-form-urlencoded", "jsondata={}", "create_requirements.ok"},
		{"escaped form", "application/x-www-form-urlencoded; charset=UTF-8", "jsondata=%7B%7D", "create_requirements.ok"},
		{"JSON", "application/json", "{}", "create_requirements.ok"},
		{"empty form", "application/x-www-form-urlencoded", "", "create_customer.middleware_error"},
		{"form without JSON", "application/x-www-form-urlencoded", "jsondata=", "create_customer.middleware_error"},
		{"form in JSON", "application/json", "jsondata={}", "create_customer.middleware_error"},
		{"unknown field", "application/json", `{"isPre":"true"}`, "create_customer.middleware_error"},
		{"text", "text/plain", "{}", "create_customer.middleware_error"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			h := New()
			c := simulatortest.Call{Method: "POST", Path: askPath, Body: tc.body, Header: map[string]string{
				"X-Kony-Authorization": login(t, h, ""), "Content-Type": tc.contentType,
			}}
			wantSample(t, c.Do(h), tc.sample)
		})
	}
}

func TestTheQuestionIsAskedOnce(t *testing.T) {
	t.Parallel()
	h := New()
	token := login(t, h, Username)
	id := create(t, h, token, "mira.k@example.com")
	var first, second struct {
		ID           string   `json:"id"`
		Verification []action `json:"Verification"`
	}
	decodeAnswer(t, post(t, h, askPath, token, fields{}), http.StatusOK, &first)
	decodeAnswer(t, post(t, h, askPath, token, fields{}), http.StatusOK, &second)
	if first.ID != id || !reflect.DeepEqual(first, second) {
		t.Errorf("asked %+v, then %+v", first, second)
	}
	groups := list(t, h, token, fields{"isPre": "true"})
	wantSizes(t, groups, map[string]int{"Income": 1, "Documents": 2, "Verification": 1})
	a := groups["Verification"][0]
	if a.PartyID != first.Verification[0].AppliesToID || a.UserActionID != "" || a.ActionMetaData.UserActionType != "Date" {
		t.Errorf("listed %+v", a)
	}
}

func TestUpdateAction(t *testing.T) {
	t.Parallel()
	h := New()
	token := login(t, h, Username)
	create(t, h, token, "mira.k@example.com")
	post(t, h, askPath, token, fields{})
	date := identifier(t, h, token, "TimeOnCurrentAddress")
	license := identifier(t, h, token, "DriverLicense")
	optional := identifier(t, h, token, "OptionalQuestion")
	text := "TimeOnCurrentAddress_" + demoApplicant + "_" + demoApplication
	for _, tc := range []struct {
		name, id, response, status string
		code                       string
	}{
		{"date", date, "17/04/2019", "Submitted", ""},
		{"date the other way round", date, "2019-04-17", "Submitted", codeMalformed},
		{"month first", date, "04/17/2019", "Submitted", codeMalformed},
		{"text", text, "April 2019", "Submitted", ""},
		{"no text", text, "", "Submitted", codeMissing},
		{"document", license, "", "Submitted", ""},
		{"skipped", optional, "", "Skipped", ""},
		{"not to be skipped", license, "", "Skipped", codeForbidden},
		{"no status", license, "", "", codeMissing},
		{"other status", license, "", "Completed", codeMalformed},
		{"unknown action", strings.Replace(license, "Driver", "Fishing", 1), "", "Submitted", codeNotFound},
		{"unknown application", "DriverLicense_1_AAAAAAA", "", "Submitted", codeNotFound},
		{"no action", "", "", "Submitted", codeMissing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := post(t, h, answerPath, token, fields{"UserActionIdentifier": tc.id, "Response": tc.response, "Status": tc.status})
			if tc.code != "" {
				wantCode(t, w, tc.code)
				return
			}
			wantSample(t, w, "answer_requirement.ok")
		})
	}
	groups := list(t, h, token, fields{"isPre": "true"})
	for _, a := range []action{groups["Verification"][0], groups["Documents"][0]} {
		if a.UserActionStatus != "Submitted" {
			t.Errorf("%s is %s", a.UserActionIdentifier, a.UserActionStatus)
		}
	}
	if a := groups["Documents"][1]; a.UserActionStatus != "Skipped" {
		t.Errorf("%s is %s", a.UserActionIdentifier, a.UserActionStatus)
	}
}

func TestSessionsFindTheirApplication(t *testing.T) {
	t.Parallel()
	h := New()
	owner := login(t, h, Username)
	id := create(t, h, owner, "mira.k@example.com")
	action := identifier(t, h, owner, "DriverLicense")
	first := func(t *testing.T, token string, body fields) string {
		t.Helper()
		groups := list(t, h, token, body)
		if len(groups["Income"]) == 0 {
			t.Fatal("no actions")
		}
		return groups["Income"][0].UserActionIdentifier
	}
	t.Run("by name", func(t *testing.T) {
		t.Parallel()
		token := login(t, h, Username)
		if got := first(t, token, fields{"isPre": "true", "Application_id": id}); !strings.HasSuffix(got, "_"+id) {
			t.Errorf("named %s, got %s", id, got)
		}
		if got := first(t, token, fields{"isPre": "true"}); !strings.HasSuffix(got, "_"+id) {
			t.Errorf("bound to %s, got %s", id, got)
		}
	})
	t.Run("by user action", func(t *testing.T) {
		t.Parallel()
		token := login(t, h, Username)
		answer := fields{"UserActionIdentifier": action, "Response": "", "Status": "Submitted"}
		wantSample(t, post(t, h, answerPath, token, answer), "answer_requirement.ok")
		if got := first(t, token, fields{"isPre": "true"}); !strings.HasSuffix(got, "_"+id) {
			t.Errorf("bound to %s, got %s", id, got)
		}
	})
	t.Run("not another's", func(t *testing.T) {
		t.Parallel()
		token := login(t, h, Username)
		create(t, h, token, "joel.k@example.com")
		wantCode(t, post(t, h, actionsPath, token, fields{"isPre": "true", "Application_id": id}), codeForbidden)
	})
	t.Run("standing", func(t *testing.T) {
		t.Parallel()
		if got := first(t, login(t, h, Username), fields{"isPre": "true"}); !strings.HasSuffix(got, "_"+demoApplication) {
			t.Errorf("got %s", got)
		}
	})
}

// The groups of an answer come in the order of the document.
func TestGroupsAreOrdered(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(group([]action{
		{ActionMetaData: metaData{Group: "Verification"}}, {ActionMetaData: metaData{Group: "Income"}}, {ActionMetaData: metaData{Group: "Verification"}},
	}, 3, 0))
	if err != nil {
		t.Fatal(err)
	}
	in, depth := json.NewDecoder(strings.NewReader(string(raw))), 0
	var names []string
	for in.More() || depth > 0 {
		token, err := in.Token()
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case json.Delim:
			if depth--; token == '{' || token == '[' {
				depth += 2
			}
		case string:
			if depth == 1 {
				names = append(names, token)
			}
		}
	}
	if got := strings.Join(names, " "); got != "Verification Income count opstatus httpStatusCode" {
		t.Errorf("members %s", got)
	}
}
