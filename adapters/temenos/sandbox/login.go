package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"canongate/adapters/internal/simulator"
)

const sessionLife = 30 * time.Minute

// session is what a token stands for. Application is empty until the session
// is bound to one.
type session struct {
	authenticated bool
	application   string
	expires       time.Time
}

type claimsToken struct {
	Value string `json:"value"`
}

type loginAnswer struct {
	ClaimsToken  claimsToken `json:"claims_token"`
	RefreshToken string      `json:"refresh_token"`
}

func (s *sandbox) login(r *simulator.Request) simulator.Reply {
	if !simulator.LetsIn(r.Header.Get("X-Kony-App-Key"), r.Header.Get("X-Kony-App-Secret")) {
		return s.samples.Reply("token.app_refused")
	}
	opened := session{
		// A service whose id begins so lets anonymous users create profiles.
		authenticated: strings.HasPrefix(r.PathValue("serviceId"), "anon"),
		expires:       s.now().Add(sessionLife),
	}
	form, ok := loginForm(r)
	switch {
	case !ok:
		return s.samples.Reply("token.user_refused")
	case form == nil: // anonymous
	case !simulator.LetsIn(form.Get("UserName"), form.Get("Password")):
		return s.samples.Reply("token.user_refused")
	case form.Get("UserName") == expiredUser:
		opened.authenticated, opened.expires = true, s.now()
	default:
		opened.authenticated = true
	}
	token := simulator.RandomHex(16)
	s.sessions.Put(token, opened)
	return simulator.JSON(http.StatusOK, loginAnswer{claimsToken{token}, simulator.RandomHex(16)})
}

// loginForm reads the login's body: nil for an anonymous login, which has
// neither provider nor body.
func loginForm(r *simulator.Request) (url.Values, bool) {
	if mediaType(r) != "application/x-www-form-urlencoded" {
		return nil, false
	}
	provider := r.URL.Query().Get("provider")
	if provider == "" || len(r.Body) == 0 {
		return nil, provider == "" && len(r.Body) == 0
	}
	form, err := url.ParseQuery(string(r.Body))
	if err != nil {
		return nil, false
	}
	for name := range form {
		switch name {
		case "UserName", "Password":
		case "loginOptions":
			if !json.Valid([]byte(form.Get(name))) {
				return nil, false
			}
		default:
			return nil, false
		}
	}
	return form, true
}

// caller is the session behind a request, as it was when the request came.
type caller struct {
	session
	token string
}

// guard lets live sessions through.
func (s *sandbox) guard(next func(*simulator.Request, caller) simulator.Reply) simulator.Handler {
	return func(r *simulator.Request) simulator.Reply {
		token := r.Header.Get("X-Kony-Authorization")
		found, ok := s.sessions.Get(token)
		if !ok || !s.now().Before(found.expires) {
			return s.samples.Reply("create_customer.session_refused")
		}
		return next(r, caller{session: found, token: token})
	}
}

// bind ties the session to an application.
func (s *sandbox) bind(c caller, application string) {
	s.sessions.Update(c.token, func(bound session, found bool) (session, bool) {
		bound.application = application
		return bound, found
	})
}
