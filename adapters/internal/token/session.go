package token

import (
	"context"
	"net/http"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

// Session is a credential and the key that it is kept under.
type Session struct {
	Key   string
	Value canonical.Secret
}

// Session gives the credential of a key, as Get does.
func (s *Source) Session(ctx context.Context, key string) (Session, error) {
	value, err := s.Get(ctx, key)
	return Session{key, value}, err
}

// Do has a request sent in a session. A session that the vendor refuses is
// dropped and the request sent once more in another: the vendor refused before it
// acted (canonical.md §5). The second one is dropped as well when it is refused.
func Do[R any](
	ctx context.Context, s *Source, open func(context.Context) (Session, error), send func(Session) (R, error), refused func(R, error) bool,
) (R, error) {
	for again := false; ; again = true {
		session, err := open(ctx)
		if err != nil {
			var none R
			return none, err
		}
		answer, err := send(session)
		if !refused(answer, err) {
			return answer, err
		}
		s.Drop(session.Key, session.Value)
		if again {
			return answer, err
		}
	}
}

// Unauthorized says whether an answer refuses the credential, where the vendor
// says so by the HTTP status.
func Unauthorized(reply rest.Reply, err error) bool {
	return err == nil && reply.Status == http.StatusUnauthorized
}
