package sandbox

// Credentials are settings of a connection that the sandbox lets in, by the keys
// that a configuration has for them. It pays out under WEB, as the vendor's sample
// does.
func Credentials() map[string]any {
	return map[string]any{"tenant_id": "5f0c9a52-6d7e-4b1f-9c3a-2e8d4f6a7b90", "api_key": "sandbox-api-key", "allow_web_credit": true}
}
