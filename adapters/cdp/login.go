package cdp

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"canongate/adapters/internal/flex"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/token"
	"canongate/canonical"
)

// refusals are Keycloak's words for credentials that it does not take.
var refusals = map[string]bool{"invalid_grant": true, "invalid_client": true, "unauthorized_client": true}

// login gets a token: with the refresh token while there is one, else, or when
// that is refused, with user name and password (CDP-18).
func (a *Adapter) login(ctx context.Context, _ string, old token.Token) (token.Token, error) {
	if !old.Refresh.IsZero() && (old.RefreshExpires.IsZero() || a.now().Before(old.RefreshExpires)) {
		t, err := a.grant(ctx, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {old.Refresh.Reveal()}})
		if err == nil || canonical.AsError(err).WhoseFault() != canonical.OriginGateway {
			return t, err
		}
	}
	form := url.Values{"grant_type": {"password"}, "username": {a.settings.Username}, "password": {a.settings.Password.Reveal()}}
	if a.settings.Scope != "" {
		form.Set("scope", a.settings.Scope)
	}
	return a.grant(ctx, form)
}

// grant asks Keycloak. CDP's samples name two grants at once, of which
// Keycloak takes one (CDP-17).
func (a *Adapter) grant(ctx context.Context, form url.Values) (token.Token, error) {
	form.Set("client_id", a.settings.ClientID)
	form.Set("client_secret", a.settings.ClientSecret.Reveal())
	asked := a.now()
	reply, err := a.http.Do(ctx, rest.Request{
		Method: http.MethodPost, Path: tokenPath, ContentType: "application/x-www-form-urlencoded", Body: []byte(form.Encode()),
	})
	if err != nil {
		return token.Token{}, err
	}
	g, err := flex.Decode[grant](reply.Body, a.mapper.unmapped)
	if err = refusedGrant(reply, g, err); err != nil {
		return token.Token{}, err
	}
	return token.Token{
		Value: canonical.NewSecret(string(g.AccessToken)), Expires: ends(asked, g.ExpiresIn),
		Refresh: canonical.NewSecret(string(g.RefreshToken)), RefreshExpires: ends(asked, g.RefreshExpiresIn),
	}, nil
}

// refusedGrant is nil for a token. Keycloak's description is not passed on: it
// may name the user.
func refusedGrant(reply rest.Reply, g grant, decoding error) error {
	e := &canonical.Error{
		Outcome: canonical.Answered,
		Vendor:  canonical.VendorDetail{HTTPStatus: reply.Status, Code: string(g.Error)},
		Err:     fmt.Errorf("the vendor answered with HTTP status %d", reply.Status),
	}
	if refusals[string(g.Error)] { // a word of the table, so no value can be in it
		e.Err = fmt.Errorf("%w and %s", e.Err, g.Error)
	}
	switch {
	case reply.Status == http.StatusUnauthorized || reply.Status == http.StatusForbidden || refusals[string(g.Error)]:
		e.Code = canonical.VendorAuthFailed
	case reply.Status == http.StatusTooManyRequests:
		e.Code, e.Origin, e.RetryAfter = canonical.RateLimited, canonical.OriginVendor, reply.RetryAfter(time.Now())
	case reply.Status >= http.StatusInternalServerError:
		e.Code = canonical.VendorError
	case decoding != nil:
		e.Code, e.Origin, e.Err = canonical.VendorProtocolError, canonical.OriginVendor, canonical.AsError(decoding).Err
	case g.Error != "":
		e.Code = canonical.VendorConfigurationError
	case g.AccessToken == "" || reply.Status >= http.StatusMultipleChoices:
		e.Code = canonical.VendorProtocolError
	default:
		return nil
	}
	return e
}

// ends is when a life of some seconds ends; zero when CDP does not say.
func ends(from time.Time, seconds flex.Number) time.Time {
	n, err := strconv.ParseUint(string(seconds), 10, 31)
	if err != nil || n == 0 {
		return time.Time{}
	}
	return from.Add(time.Duration(n) * time.Second)
}
