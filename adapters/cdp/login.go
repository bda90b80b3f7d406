package cdp

import (
	"context"
	"net/url"

	"canongate/adapters/internal/oauth"
	"canongate/adapters/internal/token"
	"canongate/canonical"
)

// login gets a token with the refresh token, or with user name and password where
// there is none or it is refused (CDP-18).
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
	endpoint := oauth.Endpoint{Client: a.http, Path: tokenPath, Now: a.now, Unmapped: a.mapper.unmapped}
	return endpoint.Ask(ctx, form)
}
