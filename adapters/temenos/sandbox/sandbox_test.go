package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"canongate/adapters/internal/simulator"
	"canongate/adapters/internal/simulator/simulatortest"
)

const (
	loginPath = "/authService/100000002/login"
	basePath  = "/services/data/v1/CustomerActionsManagement/operations/"

	createPath  = basePath + "PersonalInfo/createProspectProfile"
	updatePath  = basePath + "PersonalInfo/updateProspectProfile"
	actionsPath = basePath + "UserAction/getUserActions"
	askPath     = basePath + "UserAction/createPreRequirements"
	answerPath  = basePath + "UserAction/updateUserAction"
	uploadPath  = basePath + "UserAction/uploadDocument"
)

// fields is a request body; with gives a copy with one field replaced, or
// removed when the value is nil.
type fields map[string]any

func (f fields) with(name string, value any) fields {
	next := maps.Clone(f)
	if value == nil {
		delete(next, name)
	} else {
		next[name] = value
	}
	return next
}

func loginCall(user string) simulatortest.Call {
	c := simulatortest.Call{Method: "POST", Path: loginPath, Header: map[string]string{
		"X-Kony-App-Key": AppKey, "X-Kony-App-Secret": AppSecret, "Content-Type": "application/x-www-form-urlencoded",
	}}
	if user != "" {
		c.Path += "?provider=DbxUserLogin"
		c.Body = "UserName=" + user + "&Password=" + Password + "&loginOptions=%7B%22isOfflineEnabled%22%3Afalse%7D"
	}
	return c
}

// login gives a token; an empty user logs in anonymously.
func login(t *testing.T, h http.Handler, user string) string {
	t.Helper()
	var answer loginAnswer
	decodeAnswer(t, loginCall(user).Do(h), http.StatusOK, &answer)
	return answer.ClaimsToken.Value
}

func post(t *testing.T, h http.Handler, path, token string, body any) *httptest.ResponseRecorder {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return simulatortest.Call{Method: "POST", Path: path, Body: string(raw), Header: map[string]string{
		"X-Kony-Authorization": token, "Content-Type": "application/json",
	}}.Do(h)
}

func decodeAnswer(t *testing.T, w *httptest.ResponseRecorder, status int, v any) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		t.Fatal(err)
	}
}

// wantSample checks status and shape of an answer against a sample.
func wantSample(t *testing.T, w *httptest.ResponseRecorder, name string) {
	t.Helper()
	want := simulator.ReadSamples(Samples).Reply(name)
	if w.Code != want.Status {
		t.Fatalf("status %d, want %d: %s", w.Code, want.Status, w.Body)
	}
	if err := simulatortest.SameShape(want.Body, w.Body.Bytes()); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// wantCode checks that an answer is a business error.
func wantCode(t *testing.T, w *httptest.ResponseRecorder, code string) {
	t.Helper()
	var body struct {
		DbpErrCode string `json:"dbpErrCode"`
		DbpErrMsg  string `json:"dbpErrMsg"`
		OpStatus   int    `json:"opstatus"`
	}
	decodeAnswer(t, w, http.StatusOK, &body)
	if body.DbpErrCode != code || body.DbpErrMsg == "" || body.OpStatus != 0 {
		t.Errorf("answer %+v, want code %q", body, code)
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		change func(*simulatortest.Call)
		sample string
	}{
		{"user", func(*simulatortest.Call) {}, "token.ok"},
		{"anonymous", func(c *simulatortest.Call) { *c = loginCall("") }, "token.ok"},
		{"without options", func(c *simulatortest.Call) { c.Body = "UserName=sandbox-user&Password=sandbox-password" }, "token.ok"},
		{"wrong password", func(c *simulatortest.Call) { c.Body = "UserName=sandbox-user&Password=wrong" }, "token.user_refused"},
		{"wrong user", func(c *simulatortest.Call) { c.Body = "UserName=wrong&Password=sandbox-password" }, "token.user_refused"},
		{"user without provider", func(c *simulatortest.Call) { c.Path = loginPath }, "token.user_refused"},
		{"provider without user", func(c *simulatortest.Call) { c.Body = "" }, "token.user_refused"},
		{"unknown field", func(c *simulatortest.Call) { c.Body += "&remember=1" }, "token.user_refused"},
		{"options that are no JSON", func(c *simulatortest.Call) {
			c.Body = "UserName=sandbox-user&Password=sandbox-password&loginOptions=x"
		}, "token.user_refused"},
		{"JSON", func(c *simulatortest.Call) { c.Header["Content-Type"] = "application/json" }, "token.user_refused"},
		{"no key", func(c *simulatortest.Call) { delete(c.Header, "X-Kony-App-Key") }, "token.app_refused"},
		{"wrong secret", func(c *simulatortest.Call) { c.Header["X-Kony-App-Secret"] = "wrong" }, "token.app_refused"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := loginCall(Username)
			tc.change(&c)
			wantSample(t, c.Do(New()), tc.sample)
		})
	}
}

func TestSessionsAreChecked(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	h := newSandbox(func() time.Time { return now })
	token := login(t, h, Username)
	for _, tc := range []struct{ name, token string }{
		{"none", ""}, {"unknown", "guess"}, {"with Bearer", "Bearer " + token}, {"of the expired user", login(t, h, expiredUser)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			wantSample(t, post(t, h, actionsPath, tc.token, fields{"isPre": "true"}), "create_customer.session_refused")
		})
	}
	now = now.Add(sessionLife - time.Second)
	wantSample(t, post(t, h, actionsPath, token, fields{"isPre": "true"}), "list_requirements.ok")
	now = now.Add(time.Second)
	wantSample(t, post(t, h, actionsPath, token, fields{"isPre": "true"}), "create_customer.session_refused")
}

func TestAnonymousSessionsCreateOnlyWhereTheServiceLetsThem(t *testing.T) {
	t.Parallel()
	h := New()
	wantSample(t, post(t, h, createPath, login(t, h, ""), profileFields), "create_customer.session_refused")
	c := loginCall("")
	c.Path = "/authService/anonymous-users/login"
	var answer loginAnswer
	decodeAnswer(t, c.Do(h), http.StatusOK, &answer)
	wantSample(t, post(t, h, createPath, answer.ClaimsToken.Value, profileFields), "create_customer.ok")
}

func TestEverySampleIsDescribed(t *testing.T) {
	t.Parallel()
	entries, err := Samples.ReadDir("samples")
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{"index.json": true, "SOURCES.md": true}
	for _, row := range simulator.ReadSamples(Samples).Index() {
		described[row.File] = true
	}
	for _, e := range entries {
		if !described[e.Name()] {
			t.Errorf("samples/%s is not in index.json", e.Name())
		}
	}
}
