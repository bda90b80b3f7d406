package simulator

import "slices"

// WrongCredential is the one text that no simulator takes for a credential.
const WrongCredential = "wrong"

// LetsIn says whether the credentials are good. Any are, as long as they are
// there and not WrongCredential: who tries a production file against a sandbox
// need not change its secrets, nor send the sandbox's own by mistake elsewhere.
func LetsIn(credentials ...string) bool {
	return !slices.Contains(credentials, "") && !slices.Contains(credentials, WrongCredential)
}
