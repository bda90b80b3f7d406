package temenos_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/adapters/temenos"
	"canongate/adapters/temenos/sandbox"
	"canongate/canonical"
)

// request is one request that the fakeVendor got.
type request struct {
	path, session, contentType, body string
}

// fakeVendor is an HTTP server before a handler; it records the requests.
type fakeVendor struct {
	base     string
	unmapped []string
	subjects []string // operations whose answers were about others

	mu     sync.Mutex
	logins int
	calls  []request
}

// inFrontOf starts a fakeVendor before a handler.
func inFrontOf(t *testing.T, handler http.Handler) *fakeVendor {
	t.Helper()
	v := &fakeVendor{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/authService/") {
			v.mu.Lock()
			v.logins++
			v.mu.Unlock()
			handler.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("reading a request: %v", err)
		}
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		v.mu.Lock()
		v.calls = append(v.calls, request{r.URL.Path, r.Header.Get("X-Kony-Authorization"), r.Header.Get("Content-Type"), string(body)})
		v.mu.Unlock()
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	v.base = server.URL
	return v
}

// answering starts a fakeVendor with one answer to every operation; its login is the
// sandbox's.
func answering(t *testing.T, status int, body string) *fakeVendor {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // the adapter hung up: nobody is left to tell
	})
	mux.Handle("/authService/", sandbox.New())
	return inFrontOf(t, mux)
}

// adapter is a fresh adapter, as after a restart; change edits its settings.
func (v *fakeVendor) adapter(t *testing.T, change ...func(map[string]any)) canonical.Adapter {
	t.Helper()
	s := settingsOf()
	for _, c := range change {
		c(s)
	}
	a, err := temenos.New(v.connection(s))
	if err != nil {
		t.Fatalf("making an adapter: %v", err)
	}
	return a
}

func (v *fakeVendor) connection(s map[string]any) canonical.Connection {
	return canonical.Connection{
		Name: "under-test", BaseURL: v.base, Settings: s, Timeout: 10 * time.Second,
		Secret: func(reference string) (canonical.Secret, error) {
			return canonical.NewSecret(secrets()[strings.TrimPrefix(reference, "env:")]), nil
		},
		Now: func() time.Time { return time.UnixMilli(1772628967410).UTC() },
		Unmapped: func(field string) {
			v.mu.Lock()
			defer v.mu.Unlock()
			v.unmapped = append(v.unmapped, field)
		},
		OtherSubject: func(operation string) {
			v.mu.Lock()
			defer v.mu.Unlock()
			v.subjects = append(v.subjects, operation)
		},
	}
}

// last is the last request that was no login.
func (v *fakeVendor) last(t *testing.T) request {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.calls) == 0 {
		t.Fatal("the vendor was not called")
	}
	return v.calls[len(v.calls)-1]
}

func create(t *testing.T, a canonical.Adapter, d canonical.CustomerDraft) canonical.Customer {
	t.Helper()
	c, err := canonical.CreateCustomer.Bind(a)(t.Context(), d)
	if err != nil {
		t.Fatalf("making a customer: %v", err)
	}
	return *c
}

func list(t *testing.T, a canonical.Adapter, customer canonical.CustomerID, phase string) []canonical.Requirement {
	t.Helper()
	l, err := canonical.ListRequirements.Bind(a)(t.Context(), canonical.RequirementQuery{CustomerID: customer, Phase: phase})
	if err != nil {
		t.Fatalf("listing requirements: %v", err)
	}
	return l.Data
}

func codeOf(err error) canonical.Code {
	if err == nil {
		return ""
	}
	return canonical.AsError(err).Code
}

func TestTEM1SuccessNeedsEveryCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		code   canonical.Code
	}{
		"numbers":                   {200, `{"opstatus":0,"httpStatusCode":200}`, ""},
		"texts":                     {200, `{"opstatus":"0","httpStatusCode":"200"}`, ""},
		"inner status 0":            {200, `{"opstatus":0,"httpStatusCode":0}`, ""},
		"no inner status":           {201, `{"opstatus":0}`, ""},
		"empty words":               {200, `{"opstatus":0,"dbpErrCode":"","errmsg":null}`, ""},
		"no opstatus":               {200, `{"httpStatusCode":200}`, canonical.VendorProtocolError},
		"opstatus":                  {200, `{"opstatus":90001,"httpStatusCode":200}`, canonical.VendorError},
		"negative opstatus":         {200, `{"opstatus":-1}`, canonical.VendorError},
		"errmsg":                    {200, `{"opstatus":0,"errmsg":"no answer"}`, canonical.VendorError},
		"errmsg without opstatus":   {200, `{"errmsg":"no answer"}`, canonical.VendorError},
		"business code":             {200, `{"opstatus":0,"dbpErrCode":"12460"}`, canonical.VendorRejected},
		"business code as a number": {200, `{"opstatus":0,"dbpErrCode":1200}`, canonical.VendorRejected},
		"business code, opstatus":   {200, `{"opstatus":8009,"dbpErrCode":"20001"}`, canonical.VendorRejected},
		"business code of a table":  {200, `{"opstatus":0,"dbpErrCode":"20003"}`, canonical.CustomerNotFound},
		"inner 500":                 {200, `{"opstatus":0,"httpStatusCode":500}`, canonical.VendorError},
		"inner 404":                 {200, `{"opstatus":0,"httpStatusCode":"404"}`, canonical.VendorRejected},
		"inner 401":                 {200, `{"opstatus":17005,"httpStatusCode":401}`, canonical.VendorAuthFailed},
		"inner words":               {200, `{"opstatus":0,"httpStatusCode":"OK"}`, canonical.VendorProtocolError},
		"HTTP 400":                  {400, `{"opstatus":0}`, canonical.VendorRejected},
		"HTTP 400 of a table":       {400, `{"dbpErrCode":"20003"}`, canonical.CustomerNotFound},
		"HTTP 403":                  {403, ``, canonical.VendorAuthFailed},
		"HTTP 500 in any words":     {500, `{"opstatus":0,"dbpErrCode":"20003"}`, canonical.VendorError},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := answering(t, c.status, c.body).adapter(t, func(s map[string]any) {
				s["error_codes"] = map[string]any{"20003": "customer_not_found"}
			})
			_, err := canonical.UpdateCustomer.Bind(a)(t.Context(), update())
			if got := codeOf(err); got != c.code {
				t.Errorf("code %q, want %q: %v", got, c.code, err)
			}
			if e := canonical.AsError(err); e != nil && (e.HowFar() != canonical.Answered || (e.WhoseFault() == canonical.OriginCaller)) {
				t.Errorf("outcome %s and origin %s for an answer of the vendor's", e.HowFar(), e.WhoseFault())
			}
		})
	}
}

func TestAnErrorKeepsTheVendorsWordsApart(t *testing.T) {
	t.Parallel()
	a := inFrontOf(t, sandbox.New()).adapter(t)
	_, err := canonical.CreateCustomer.Bind(a)(t.Context(), draft("duplicate@example.com"))
	e := canonical.AsError(err)
	if e == nil || e.Vendor.Code != "12460" || e.Vendor.HTTPStatus != 200 || e.Vendor.Message == "" {
		t.Fatalf("the vendor's code, status and words are missing: %v", err)
	}
	if strings.Contains(e.Error()+e.Message, string(e.Vendor.Message)) {
		t.Error("the vendor's words stand outside their place")
	}
}

func TestTEM7UpdateUserActionIsNotTheBulkOne(t *testing.T) {
	t.Parallel()
	v := answering(t, 200, `{"opstatus":0,"id":"6a41f0c29be37d185c0b9f24"}`)
	_, err := canonical.AnswerRequirement.Bind(v.adapter(t))(t.Context(),
		canonical.RequirementAnswer{ID: requirementID("OptionalQuestion", canonical.KindDocumentUpload), Skip: ptr(true)})
	if err != nil {
		t.Fatalf("skipping a requirement: %v", err)
	}
	got := v.last(t)
	if !strings.HasSuffix(got.path, "/UserAction/updateUserAction") || !strings.Contains(got.body, `"Status":"Skipped"`) {
		t.Errorf("sent %s to %s", got.body, got.path)
	}
}

func TestTEM8PathsComeFromSettings(t *testing.T) {
	t.Parallel()
	v := answering(t, 200, `{"opstatus":0,"Application_id":"7QX2MKD"}`)
	a := v.adapter(t, func(s map[string]any) {
		s["personal_info_path"] = "/services/data/v1/PartyDetailsManagement/operations/PersonalInfo"
		s["user_action_path"] = "/services/actions"
	})
	create(t, a, draft("anika.s@example.com"))
	if got := v.last(t).path; got != "/services/data/v1/PartyDetailsManagement/operations/PersonalInfo/createProspectProfile" {
		t.Errorf("a profile went to %s", got)
	}
	list(t, a, customerID(application), canonical.PhasePostSubmission)
	if got := v.last(t).path; got != "/services/actions/getUserActions" {
		t.Errorf("the question for user actions went to %s", got)
	}
}

func TestTEM10PartyIDIsOptional(t *testing.T) {
	t.Parallel()
	for _, member := range []string{"Party_Id", "PartyId", "/Party_Id"} {
		v := answering(t, 200, `{"opstatus":0,"Application_id":"7QX2MKD","`+member+`":1730046281}`)
		c := create(t, v.adapter(t), draft("anika.s@example.com"))
		if c.VendorIDs["party_id"] != party || c.ID.Key("application_id") != application || len(c.ID.Keys()) != 1 {
			t.Errorf("%s gives vendor ids %v", member, map[string]string(c.VendorIDs))
		}
	}
	without := create(t, inFrontOf(t, sandbox.New()).adapter(t), draft("anika.s@example.com"))
	if _, has := without.VendorIDs["party_id"]; has {
		t.Error("a party id that the vendor did not give")
	}
}

func TestTEM15PreRequirementsBody(t *testing.T) {
	t.Parallel()
	const body = `{"Application_id":"7QX2MKD"}`
	for form, want := range map[string]request{
		"form": {contentType: "application/x-www-form-urlencoded", body: "jsondata=" + url.QueryEscape(body)},
		"json": {contentType: "application/json", body: body},
	} {
		v := inFrontOf(t, sandbox.New())
		a := v.adapter(t, func(s map[string]any) { s["pre_requirements_body"] = form })
		if _, err := canonical.CreateRequirements.Bind(a)(t.Context(), canonical.RequirementsDraft{CustomerID: customerID(application)}); err != nil {
			t.Errorf("making questions with %s: %v", form, err)
		}
		if got := v.last(t); got.body != want.body || got.contentType != want.contentType {
			t.Errorf("%s sends %s as %s", form, got.body, got.contentType)
		}
	}
}

func TestSettingsNameEveryMistake(t *testing.T) {
	t.Parallel()
	v := &fakeVendor{base: "https://temenos.invalid"}
	_, err := temenos.New(v.connection(map[string]any{
		"username": "somebody", "service_id": "", "personal_info_path": "services", "user_action_path": "",
		"max_document_bytes": 0, "pre_requirements_body": "xml", "other_subjects": "take", "error_codes": map[string]any{"1": "not_a_code", "2": "unauthenticated"},
	}))
	if err == nil {
		t.Fatal("wrong settings were taken")
	}
	for _, key := range []string{
		"app_key", "app_secret", "password", "service_id", "personal_info_path", "user_action_path", "max_document_bytes",
		"pre_requirements_body", "other_subjects", "error_codes.1", "error_codes.2",
	} {
		if !strings.Contains(err.Error(), "settings."+key+" ") {
			t.Errorf("the error does not name %s: %v", key, err)
		}
	}
}

func TestWarningsNameWhatIsOpen(t *testing.T) {
	t.Parallel()
	v := &fakeVendor{base: "https://temenos.invalid"}
	warnings := func(s map[string]any) string {
		a, err := temenos.New(v.connection(s))
		if err != nil {
			t.Fatalf("making an adapter: %v", err)
		}
		return strings.Join(a.(canonical.Warner).Warnings(), "\n")
	}
	open := warnings(map[string]any{"app_key": "env:TEMENOS_APP_KEY", "app_secret": "env:TEMENOS_APP_SECRET"})
	for _, key := range []string{"username", "personal_info_path", "error_codes"} {
		if !strings.Contains(open, key) {
			t.Errorf("no warning about %s", key)
		}
	}
	if w := warnings(replaying()); !strings.Contains(w, "other_subjects is warn") {
		t.Errorf("answers about others are taken without a warning: %s", w)
	}
	decided := settingsOf()
	decided["personal_info_path"], decided["user_action_path"] = "/p", "/u"
	decided["error_codes"] = map[string]any{"12460": "already_exists"}
	if w := warnings(decided); w != "" {
		t.Errorf("warnings about what is decided: %s", w)
	}
}

func TestX13ApplicantsCannotBeChanged(t *testing.T) {
	t.Parallel()
	v := inFrontOf(t, sandbox.New())
	a := v.adapter(t)
	applicant := create(t, a, draft("meera@example.com"))
	sent := len(v.calls)
	change := canonical.UpdateCustomer.Bind(a)
	for _, role := range []string{"", "applicant", "co_applicant"} {
		u := canonical.CustomerUpdate{ID: applicant.ID}
		u.Role, u.Emails = role, []canonical.Email{{Address: "other@example.com"}}
		_, err := change(t.Context(), u)
		if e := canonical.AsError(err); codeOf(err) != canonical.ValidationFailed || e.Fields != nil || !strings.Contains(e.Message, "id in the path") {
			t.Errorf("role %q: %v", role, err)
		}
	}
	if len(v.calls) != sent {
		t.Error("a change of an applicant was sent")
	}
	alone := coApplicant()
	alone.CustomerID = canonical.CustomerID{}
	if _, err := canonical.CreateCustomer.Bind(a)(t.Context(), alone); codeOf(err) != canonical.ValidationFailed {
		t.Errorf("a co-applicant of nobody: %v", err)
	}
	d := coApplicant()
	d.CustomerID = applicant.ID
	joined := create(t, a, d)
	if joined.Role != "co_applicant" || joined.ID.Key("application_id") != applicant.ID.Key("application_id") || joined.ID.Key("role") == "" {
		t.Errorf("a co-applicant came back as %q", joined.Role)
	}
	u := canonical.CustomerUpdate{ID: joined.ID}
	u.VendorIDs = canonical.VendorIDs{"entity_id": entity}
	u.Birthdate = "1988-09-02"
	changed, err := change(t.Context(), u)
	if err != nil || changed.ID.Key("entity_id") != entity || !strings.Contains(v.last(t).body, `"EntityId":"`+entity+`"`) {
		t.Errorf("changing a co-applicant: %v", err)
	}
}
