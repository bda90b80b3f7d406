package token

import (
	"fmt"
	"time"

	"canongate/canonical"
)

// A login that the vendor refuses is not tried again before firstPause, then
// twice that, and so on up to maxPause: vendors lock accounts.
const (
	firstPause = 5 * time.Second
	maxPause   = 5 * time.Minute
)

// backoff remembers a refused login. All keys of a Source have one: they log in
// with the same credentials.
type backoff struct {
	refusal error // nil: none
	pause   time.Duration
	until   time.Time
	trying  bool // the pause is over and somebody tries
}

// refused is the refusal of before while no other login may be tried. After the
// pause one may, and only one.
func (s *Source) refused() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.login.refusal == nil {
		return nil
	}
	if s.login.trying || s.now().Before(s.login.until) {
		e := *canonical.AsError(s.login.refusal)
		e.Err = fmt.Errorf("not tried again yet: %w", e.Err)
		return &e
	}
	s.login.trying = true
	return nil
}

// note keeps a refusal, and forgets it when a login succeeded. A login that got
// no answer says nothing about the credentials.
func (s *Source) note(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.login.trying = false
	switch {
	case err == nil:
		s.login = backoff{}
	case isRefusal(err):
		pause := min(max(firstPause, 2*s.login.pause), maxPause)
		s.login = backoff{refusal: err, pause: pause, until: s.now().Add(pause)}
	}
}

// isRefusal says whether the vendor took the credentials, or the settings that
// were sent with them, for wrong.
func isRefusal(err error) bool {
	code := canonical.AsError(err).Code
	return code == canonical.VendorAuthFailed || code == canonical.VendorConfigurationError
}
