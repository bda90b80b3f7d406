package sandbox

import (
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"canongate/adapters/internal/simulator"
)

const tokenLife = 30 * time.Minute

var uuid4 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// handler answers a call whose headers are in order. Customer is the customer
// token it came with, empty for an app token.
type handler func(r *simulator.Request, customer string) simulator.Reply

// customerTokens maps each magic customer token to the case that answers it.
var customerTokens = map[string]string{
	CustomerToken:                "ok",
	"single-customer-token":      "single",
	"odd-customer-token":         "odd",
	"unknown-customer-token":     "not_found",
	"forbidden-customer-token":   "forbidden",
	"rejected-customer-token":    "rejected",
	"unavailable-customer-token": "unavailable",
}

type tokenAnswer struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	Scope        string `json:"scope"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
}

func (s *sandbox) issueToken(r *simulator.Request) simulator.Reply {
	id, secret, ok := r.BasicAuth()
	if !ok || !simulator.LetsIn(id, secret) {
		return s.samples.Reply("token.unauthorized_client")
	}
	form, err := url.ParseQuery(string(r.Body))
	if err != nil || !mediaType(r, "application/x-www-form-urlencoded") || form.Get("scope") == "" {
		return s.samples.Reply("token.invalid_request")
	}
	switch form.Get("grant_type") {
	case "client_credentials":
	case "":
		return s.samples.Reply("token.invalid_request")
	default:
		return s.samples.Reply("token.unsupported_grant_type")
	}
	return simulator.JSON(http.StatusOK, tokenAnswer{
		AccessToken:  s.tokens.Issue(tokenLife),
		RefreshToken: simulator.RandomHex(16),
		Scope:        form.Get("scope"),
		TokenType:    "bearer",
		ExpiresIn:    int(tokenLife.Seconds()),
	})
}

// guard checks the headers all calls share. The uuid comes first: a refused
// call has used its uuid up as well (CIT-15).
func (s *sandbox) guard(operation string, next handler) simulator.Handler {
	return func(r *simulator.Request) simulator.Reply {
		switch {
		case !s.freshUUID(r.Header.Get("uuid")):
			return s.invalid(operation, "uuid")
		case !acceptsJSON(r):
			return s.invalid(operation, "Accept")
		case r.Header.Get("client_id") == "":
			return s.invalid(operation, "client_id")
		case r.Method == http.MethodPost && !mediaType(r, "application/json"):
			return s.invalid(operation, "Content-Type")
		}
		bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok || !simulator.LetsIn(r.Header.Get("client_id")) {
			return s.samples.Reply(operation + ".unauthorized")
		}
		if s.tokens.Valid(bearer) {
			return next(r, "")
		}
		if _, ok := customerTokens[bearer]; ok {
			return next(r, bearer)
		}
		return s.samples.Reply(operation + ".unauthorized")
	}
}

// freshUUID says whether value is a UUID that no call carried before, and
// remembers it.
func (s *sandbox) freshUUID(value string) bool {
	value = strings.ToLower(value)
	fresh := false
	if uuid4.MatchString(value) {
		s.uuids.Update(value, func(_ struct{}, seen bool) (struct{}, bool) {
			fresh = !seen
			return struct{}{}, fresh
		})
	}
	return fresh
}

func mediaType(r *simulator.Request, want string) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == want
}

func acceptsJSON(r *simulator.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		switch media, _, err := mime.ParseMediaType(part); {
		case err != nil:
		case media == "application/json", media == "application/*", media == "*/*":
			return true
		}
	}
	return false
}
