package temenos_test

import (
	"io"
	"net/http"
	"net/url"
	"reflect"
	"testing"

	"canongate/adapters/temenos/sandbox"
	"canongate/canonical"
)

func TestTEM19OneSessionPerApplication(t *testing.T) {
	t.Parallel()
	v := inFrontOf(t, sandbox.New())
	a := v.adapter(t)
	first, second := create(t, a, draft("anika.s@example.com")), create(t, a, draft("devan.t@example.com"))
	made := v.calls[0].session
	if made == v.calls[1].session {
		t.Error("two applications were made in one session")
	}
	list(t, a, first.ID, canonical.PhasePreSubmission)
	if v.last(t).session != made {
		t.Error("an application's session was not remembered")
	}
	list(t, a, second.ID, canonical.PhasePreSubmission)
	if v.last(t).session != v.calls[1].session || v.logins != 2 {
		t.Errorf("%d logins for two applications", v.logins)
	}

	restarted := v.adapter(t)
	found := list(t, restarted, first.ID, "")
	if len(found) != 4 || v.logins != 3 {
		t.Errorf("after a restart %d requirements and %d logins, want 4 and 3", len(found), v.logins)
	}
	answer := canonical.RequirementAnswer{ID: found[0].ID, Text: ptr(canonical.Personal(""))}
	if _, err := canonical.AnswerRequirement.Bind(v.adapter(t))(t.Context(), answer); err != nil {
		t.Errorf("answering in a fresh session: %v", err)
	}
}

// The vendor documents nothing but isPre and an empty jsondata: the session that
// made an application needs no more. Another one is told which is meant.
func TestTEM19OnlyASessionThatCannotKnowIsToldItsApplication(t *testing.T) {
	t.Parallel()
	expired := false
	mux, inner := http.NewServeMux(), sandbox.New()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if expired {
			expired = false
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		inner.ServeHTTP(w, r)
	})
	mux.Handle("/authService/", inner)
	v := inFrontOf(t, mux)
	a := v.adapter(t)
	customer := create(t, a, draft("anika.s@example.com")).ID
	named := `{"isPre":"true","Application_id":"` + customer.Key("application_id") + `"}`

	list(t, a, customer, canonical.PhasePreSubmission)
	if got := v.last(t).body; got != `{"isPre":"true"}` {
		t.Errorf("the session that made the application sends %s", got)
	}
	if _, err := canonical.CreateRequirements.Bind(a)(t.Context(), canonical.RequirementsDraft{CustomerID: customer}); err != nil {
		t.Errorf("making questions: %v", err)
	}
	if got := v.last(t).body; got != "jsondata="+url.QueryEscape("{}") {
		t.Errorf("the session that made the application sends %s", got)
	}
	expired = true
	list(t, a, customer, canonical.PhasePreSubmission)
	if got := v.last(t).body; got != named {
		t.Errorf("the session after an expired one sends %s", got)
	}
	list(t, v.adapter(t), customer, canonical.PhasePreSubmission)
	if got := v.last(t).body; got != named {
		t.Errorf("the session after a restart sends %s", got)
	}
}

// A session that shows another application's actions must not reach the
// caller: they hold another person's name.
func TestTEM19AnotherApplicationsAnswerIsRefused(t *testing.T) {
	t.Parallel()
	a := answering(t, 200, `{"opstatus":0,"Income":[{"UserActionIdentifier":"ProofOfIncomeEmployed_1730046281_9ZZ9ZZZ"}]}`).adapter(t)
	_, err := canonical.ListRequirements.Bind(a)(t.Context(), canonical.RequirementQuery{CustomerID: customerID(application), Phase: canonical.PhasePreSubmission})
	if codeOf(err) != canonical.VendorProtocolError {
		t.Errorf("another application's actions give %v", err)
	}
}

func TestARefusedSessionIsReplacedOnce(t *testing.T) {
	t.Parallel()
	v := inFrontOf(t, sandbox.New())
	expired := func(s map[string]any) { s["username"] = "sandbox-user-expired" }
	_, err := canonical.CreateCustomer.Bind(v.adapter(t, expired))(t.Context(), draft("anika.s@example.com"))
	if codeOf(err) != canonical.VendorAuthFailed || v.logins != 2 || len(v.calls) != 2 {
		t.Errorf("%v after %d logins and %d calls, want 2 of each", err, v.logins, len(v.calls))
	}
}

func TestASessionThatRanOutIsReplaced(t *testing.T) {
	t.Parallel()
	calls := 0
	mux, inner := http.NewServeMux(), sandbox.New()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if calls++; calls == 2 {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		inner.ServeHTTP(w, r)
	})
	mux.Handle("/authService/", inner)
	v := inFrontOf(t, mux)
	a := v.adapter(t)
	list(t, a, customerID(application), canonical.PhasePreSubmission)
	found := list(t, a, customerID(application), canonical.PhasePreSubmission)
	if len(found) != 6 || v.logins != 2 || v.calls[1].session == v.calls[2].session {
		t.Errorf("%d requirements after %d logins", len(found), v.logins)
	}
}

func TestAnonymousSessionsLogInWithoutAProvider(t *testing.T) {
	t.Parallel()
	v := inFrontOf(t, sandbox.New())
	anonymous := func(service string) func(map[string]any) {
		return func(s map[string]any) {
			delete(s, "username")
			delete(s, "password")
			s["service_id"] = service
		}
	}
	a := v.adapter(t, anonymous("100000002"))
	if got := list(t, a, customerID(application), canonical.PhasePreSubmission); len(got) != 6 {
		t.Errorf("an anonymous session sees %d requirements, want 6", len(got))
	}
	_, err := canonical.CreateCustomer.Bind(a)(t.Context(), draft("anika.s@example.com"))
	if codeOf(err) != canonical.VendorAuthFailed {
		t.Errorf("an anonymous session makes a customer: %v", err)
	}
	create(t, v.adapter(t, anonymous("anon-prospects")), draft("anika.s@example.com"))
}

func TestALoginIsSentAsDocumented(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		anonymous bool
		provider  string
		fields    url.Values
	}{
		"user":      {false, "DbxUserLogin", url.Values{"UserName": {sandbox.Username}, "Password": {sandbox.Password}, "loginOptions": {`{"isOfflineEnabled":false}`}}},
		"anonymous": {true, "", url.Values{}},
	} {
		v := inFrontOf(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm() // what it could not read is missed below
			if r.Method != http.MethodPost || r.URL.Path != "/authService/100000002/login" || r.URL.Query().Get("provider") != c.provider ||
				!reflect.DeepEqual(r.PostForm, c.fields) || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" ||
				r.Header.Get("X-Kony-App-Key") != sandbox.AppKey || r.Header.Get("X-Kony-App-Secret") != sandbox.AppSecret {
				t.Errorf("%s: %s %s with %d fields", name, r.Method, r.URL.Path, len(r.PostForm))
			}
			w.WriteHeader(http.StatusUnauthorized)
		}))
		a := v.adapter(t, func(s map[string]any) {
			if c.anonymous {
				delete(s, "username")
				delete(s, "password")
			}
		})
		if _, err := canonical.CreateCustomer.Bind(a)(t.Context(), draft("anika.s@example.com")); codeOf(err) != canonical.VendorAuthFailed || v.logins != 1 {
			t.Errorf("%s: %v after %d logins", name, err, v.logins)
		}
	}
}

func TestARefusedLoginIsTheGatewaysFault(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		code   canonical.Code
	}{
		"HTTP 401":     {401, `{"errmsg":"wrong"}`, canonical.VendorAuthFailed},
		"wrong user":   {400, `{"errcode":30002}`, canonical.VendorAuthFailed},
		"no service":   {404, `not here`, canonical.VendorConfigurationError},
		"out of order": {503, ``, canonical.VendorError},
		"no token":     {200, `{"claims_token":{}}`, canonical.VendorProtocolError},
		"no JSON":      {200, `<html>`, canonical.VendorProtocolError},

		"wrong user inside a 200":           {200, `{"opstatus":0,"errcode":"30001"}`, canonical.VendorAuthFailed},
		"wrong user in opstatus of a 200":   {200, `{"opstatus":30002,"errmsg":"wrong"}`, canonical.VendorAuthFailed},
		"out of order inside a 200":         {200, `{"opstatus":"8009"}`, canonical.VendorError},
		"another refusal of a login in 200": {200, `{"errcode":17}`, canonical.VendorConfigurationError},
		"a business error of a login":       {200, `{"opstatus":0,"dbpErrCode":"10044"}`, canonical.VendorConfigurationError},
	} {
		handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body) // the adapter hung up: nobody is left to tell
		})
		v := inFrontOf(t, handler)
		_, err := canonical.CreateCustomer.Bind(v.adapter(t))(t.Context(), draft("anika.s@example.com"))
		if e := canonical.AsError(err); codeOf(err) != c.code || e.HowFar() != canonical.NotSent || v.logins != 1 {
			t.Errorf("%s: %v (%s) after %d logins, want %s", name, err, e.HowFar(), v.logins, c.code)
		}
	}
}

func TestAnActionOfBothPhasesIsListedOnce(t *testing.T) {
	t.Parallel()
	a := answering(t, 200, `{"opstatus":0,"count":1,"Income":[{"UserActionIdentifier":"ProofOfIncomeEmployed_1730046281_7QX2MKD"}]}`).adapter(t)
	if found := list(t, a, customerID(application), ""); len(found) != 1 || found[0].Phase != canonical.PhasePreSubmission {
		t.Errorf("%d requirements, want the one of the first phase", len(found))
	}
}
