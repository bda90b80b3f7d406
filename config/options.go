package config

import (
	"strings"

	"canongate/policies"
)

type ServerOptions struct {
	Listen          string            `yaml:"listen,omitempty"`
	AdminListen     string            `yaml:"admin_listen,omitempty"`
	AdminToken      string            `yaml:"admin_token,omitempty"`
	BodyLimit       policies.Bytes    `yaml:"body_limit,omitempty"`
	ShutdownTimeout policies.Duration `yaml:"shutdown_timeout,omitempty"`
	TLS             TLSOptions        `yaml:"tls"`
}

type TLSOptions struct {
	CertFile     string `yaml:"cert_file,omitempty"`
	KeyFile      string `yaml:"key_file,omitempty"`
	ClientCAFile string `yaml:"client_ca_file,omitempty"`
}

type AuthOptions struct {
	APIKeys []APIKey   `yaml:"api_keys,omitempty"`
	JWT     JWTOptions `yaml:"jwt"`
}

type APIKey struct {
	ID     string                `yaml:"id" jsonschema:"required"`
	Tenant string                `yaml:"tenant" jsonschema:"required"`
	SHA256 string                `yaml:"sha256" jsonschema:"required"`
	Scopes []string              `yaml:"scopes" jsonschema:"required"`
	Rate   *policies.RateOptions `yaml:"rate,omitempty"`
}

type JWTOptions struct {
	Issuer      string `yaml:"issuer,omitempty"`
	Audience    string `yaml:"audience,omitempty"`
	JWKSURL     string `yaml:"jwks_url,omitempty"`
	TenantClaim string `yaml:"tenant_claim,omitempty"`
	ScopesClaim string `yaml:"scopes_claim,omitempty"`
}

type RateLimitOptions struct {
	Store          string `yaml:"store,omitempty" jsonschema:"enum=memory,enum=redis"`
	RedisURL       string `yaml:"redis_url,omitempty"`
	OnStoreFailure string `yaml:"on_store_failure,omitempty" jsonschema:"enum=local,enum=open,enum=closed"`
}

var scopes = strings.Fields("* customers:read customers:write verifications:write requirements:read requirements:write documents:write agreements:read agreements:write bank_accounts:read bank_accounts:write payments:read payments:write offers:read connections:read connection:choose pii:read vendor:read")
