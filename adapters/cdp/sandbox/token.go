package sandbox

import (
	"net/http"
	"net/url"
	"time"

	"canongate/adapters/internal/simulator"
)

// tokenLife is the documented expires_in, of both tokens.
const tokenLife = 7199 * time.Second

// token is Keycloak's token endpoint. The document's samples name two grants
// at once (CDP-17); Keycloak refuses a repeated parameter, and so does this.
func (s *sandbox) token(r *simulator.Request) simulator.Reply {
	form, err := url.ParseQuery(string(r.Body))
	if err != nil || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		return invalidRequest("Missing form parameter: grant_type")
	}
	for _, values := range form {
		if len(values) > 1 {
			return invalidRequest("duplicated parameter")
		}
	}
	if !form.Has("grant_type") {
		return invalidRequest("Missing form parameter: grant_type")
	}
	if !simulator.LetsIn(form.Get("client_id"), form.Get("client_secret")) {
		return samples.Reply("token.invalid_client")
	}
	switch form.Get("grant_type") {
	case "password":
		if !simulator.LetsIn(form.Get("username"), form.Get("password")) {
			return samples.Reply("token.invalid_grant")
		}
	case "refresh_token":
		if !s.refresh.Valid(form.Get("refresh_token")) {
			return samples.Reply("token.refresh_refused")
		}
	default:
		return samples.Reply("token.invalid_request",
			simulator.Field{Name: "error", Value: "unsupported_grant_type"},
			simulator.Field{Name: "error_description", Value: "Unsupported grant_type"})
	}
	return samples.Reply("token.ok",
		simulator.Field{Name: "access_token", Value: s.access.Load().Issue(tokenLife)},
		simulator.Field{Name: "refresh_token", Value: s.refresh.Issue(tokenLife)},
		simulator.Field{Name: "session_state", Value: simulator.RandomHex(16)},
		simulator.Field{Name: "scope", Value: form.Get("scope")})
}

func invalidRequest(description string) simulator.Reply {
	return samples.Reply("token.invalid_request", simulator.Field{Name: "error_description", Value: description})
}

// revokeTokens forgets every access token, as a vendor does that restarts:
// the next call gets a 401 although expires_in has not passed.
func (s *sandbox) revokeTokens(*simulator.Request) simulator.Reply {
	s.access.Store(simulator.NewTokens(s.now))
	return simulator.Reply{Status: http.StatusNoContent}
}
