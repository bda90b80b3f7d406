package sandbox

// Credentials are settings of a connection that the sandbox lets in, by the keys
// that a configuration has for them.
func Credentials() map[string]any {
	return map[string]any{
		"client_id": "sandbox", "client_secret": "sandbox", "username": "sandbox", "password": "sandbox",
	}
}
