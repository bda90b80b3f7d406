package temenos

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strconv"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/token"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// userProvider is the identity provider of users with a password. Their form has
// a third field, which says here that the session is used online.
const (
	userProvider = "DbxUserLogin"
	loginOptions = `{"isOfflineEnabled":false}`
)

// wrongUser are the codes of a refused user name or password.
var wrongUser = map[lenientjson.String]bool{"30001": true, "30002": true}

// login opens a session: a user's, or an anonymous one by the same call
// without provider and body. The vendor does not say how long one lasts.
func (a *Adapter) login(ctx context.Context, _ string, _ token.Token) (token.Token, error) {
	s := a.mapper.settings
	r := rest.Request{
		Method: http.MethodPost, Path: "/authService/" + url.PathEscape(s.ServiceID) + "/login",
		ContentType: formType, Write: true,
		Header: http.Header{"X-Kony-App-Key": {s.AppKey.Reveal()}, "X-Kony-App-Secret": {s.AppSecret.Reveal()}},
	}
	if !s.anonymous() {
		r.Query = url.Values{"provider": {userProvider}}
		r.Body = []byte(url.Values{
			"UserName": {s.Username}, "Password": {s.Password.Reveal()}, "loginOptions": {loginOptions},
		}.Encode())
	}
	reply, err := a.client.Do(ctx, r)
	if err != nil {
		return token.Token{}, err
	}
	answer, err := lenientjson.Decode[login](reply.Body, nil)
	errCode := cmp.Or(answer.ErrCode, answer.DBPErrCode, opStatus(answer.status))
	switch {
	case !successful(reply.Status), errCode != "" && answer.ClaimsToken.Value == "":
		return token.Token{}, a.mapper.failure(reply, loginCode(reply.Status, answer), status{DBPErrCode: errCode})
	case err != nil:
		return token.Token{}, err
	case answer.ClaimsToken.Value == "":
		return token.Token{}, vendorerr.Malformed("the login's answer has no token")
	}
	return token.Token{Value: canonical.NewSecret(string(answer.ClaimsToken.Value))}, nil
}

// loginCode is what a refused login means: what it asks comes from settings. A
// refusal may stand inside a 200, like that of an operation (TEM-1).
func loginCode(http int, answer login) canonical.Code {
	code, refusal := vendorerr.FromStatus(http), cmp.Or(answer.ErrCode, answer.DBPErrCode)
	switch {
	case code != canonical.VendorRejected && !successful(http):
		return code
	case wrongUser[refusal], wrongUser[opStatus(answer.status)]:
		return canonical.VendorAuthFailed
	case successful(http) && refusal == "":
		return canonical.VendorError
	default:
		return canonical.VendorConfigurationError
	}
}

// freshSession is a key that no session has; an Application_id has no slash.
func (a *Adapter) freshSession() string {
	return "new/" + strconv.FormatUint(a.created.Add(1), 10)
}

// made is the key of the session that made an application.
func made(application string) string { return "made/" + application }

// sessionOf is an application's session: the one that made it, or one opened later.
func (a *Adapter) sessionOf(ctx context.Context, application string) (token.Session, error) {
	if t, open := a.sessions.Token(made(application)); open {
		return token.Session{Key: made(application), Value: t.Value}, nil
	}
	return a.sessions.Session(ctx, application)
}

// settle moves a fresh session to the key of the application that it made, or drops it
// where it made none.
func (a *Adapter) settle(fresh, application string) {
	t, open := a.sessions.Token(fresh)
	if !open {
		return
	}
	a.sessions.Drop(fresh, t.Value)
	if application != "" {
		a.sessions.Put(made(application), t)
	}
}

// always is a request that is the same in every session.
func always(r rest.Request) func(string) rest.Request {
	return func(string) rest.Request { return r }
}

// call sends a request in an application's session and reads the answer. request
// gets the application where the session cannot know it.
func call[T any](
	ctx context.Context, a *Adapter, op canonical.Row, application string, request func(named string) rest.Request,
) (T, error) {
	open := func(ctx context.Context) (token.Session, error) { return a.sessionOf(ctx, application) }
	return token.Do(ctx, a.sessions, open, func(s token.Session) (T, error) {
		named := ""
		if s.Key == application {
			named = application
		}
		r := request(named).For(op)
		r.Header = http.Header{"X-Kony-Authorization": {s.Value.Reveal()}}
		reply, err := a.client.Do(ctx, r)
		if err != nil {
			var none T
			return none, err
		}
		return decodeReply[T](a.mapper, reply)
	}, func(_ T, err error) bool {
		return err != nil && canonical.AsError(err).Code == canonical.VendorAuthFailed
	})
}

// Reload forgets that logins were refused.
func (a *Adapter) Reload() { a.sessions.Reset() }
