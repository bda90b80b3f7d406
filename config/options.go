package config

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

type Duration time.Duration

func (d *Duration) UnmarshalText(text []byte) error {
	x, err := time.ParseDuration(string(text))
	if err != nil || x < 0 {
		return errors.New("must be a duration such as 30s")
	}
	*d = Duration(x)
	return nil
}

type Bytes int64

func (b *Bytes) UnmarshalText(text []byte) error {
	digits, ok := strings.CutSuffix(string(text), "MB")
	n, err := strconv.ParseInt(digits, 10, 32)
	if !ok || err != nil {
		return errors.New("must be a size such as 25MB")
	}
	*b = Bytes(n << 20)
	return nil
}

type ServerOptions struct {
	Listen          string     `yaml:"listen,omitempty"`
	AdminListen     string     `yaml:"admin_listen,omitempty"`
	AdminToken      string     `yaml:"admin_token,omitempty"`
	BodyLimit       Bytes      `yaml:"body_limit,omitempty"`
	ShutdownTimeout Duration   `yaml:"shutdown_timeout,omitempty"`
	TLS             TLSOptions `yaml:"tls"`
}

type TLSOptions struct {
	CertFile     string `yaml:"cert_file,omitempty"`
	KeyFile      string `yaml:"key_file,omitempty"`
	ClientCAFile string `yaml:"client_ca_file,omitempty"`
}

type RateOptions struct {
	Limit int      `yaml:"limit" jsonschema:"required,minimum=1"`
	Per   Duration `yaml:"per" jsonschema:"required"`
	Burst int      `yaml:"burst,omitempty" jsonschema:"minimum=0"`
}

type AuthOptions struct {
	APIKeys []APIKey   `yaml:"api_keys,omitempty"`
	JWT     JWTOptions `yaml:"jwt"`
}

type APIKey struct {
	ID     string       `yaml:"id" jsonschema:"required"`
	Tenant string       `yaml:"tenant" jsonschema:"required"`
	SHA256 string       `yaml:"sha256" jsonschema:"required"`
	Scopes []string     `yaml:"scopes" jsonschema:"required"`
	Rate   *RateOptions `yaml:"rate,omitempty"`
}

type JWTOptions struct {
	Issuer      string `yaml:"issuer,omitempty"`
	Audience    string `yaml:"audience,omitempty"`
	JWKSURL     string `yaml:"jwks_url,omitempty"`
	TenantClaim string `yaml:"tenant_claim,omitempty"`
	ScopesClaim string `yaml:"scopes_claim,omitempty"`
}

type RetryOptions struct {
	Attempts int      `yaml:"attempts,omitempty" jsonschema:"minimum=1,maximum=10"`
	Base     Duration `yaml:"base,omitempty"`
	Max      Duration `yaml:"max,omitempty"`
	Budget   float64  `yaml:"budget,omitempty" jsonschema:"minimum=0,maximum=1"`
}

type BreakerOptions struct {
	FailureRatio     float64  `yaml:"failure_ratio,omitempty" jsonschema:"minimum=0,maximum=1"`
	MinimumRequests  int      `yaml:"minimum_requests,omitempty" jsonschema:"minimum=1"`
	Window           Duration `yaml:"window,omitempty"`
	OpenFor          Duration `yaml:"open_for,omitempty"`
	HalfOpenRequests int      `yaml:"half_open_requests,omitempty" jsonschema:"minimum=1"`
}

type RouteOptions struct {
	Name       string     `yaml:"name" jsonschema:"required"`
	Operations []string   `yaml:"operations" jsonschema:"required"`
	Tenants    []string   `yaml:"tenants,omitempty"`
	Countries  []string   `yaml:"countries,omitempty"`
	Currencies []string   `yaml:"currencies,omitempty"`
	Methods    []string   `yaml:"methods,omitempty"`
	When       string     `yaml:"when,omitempty"`
	Use        []RouteUse `yaml:"use" jsonschema:"required"`
	Fallback   []string   `yaml:"fallback,omitempty"`
}

type RouteUse struct {
	Connection string `yaml:"connection" jsonschema:"required"`
	Weight     *int   `yaml:"weight,omitempty" jsonschema:"minimum=0"`
}

type RateLimitOptions struct {
	Store          string `yaml:"store,omitempty" jsonschema:"enum=memory,enum=redis"`
	RedisURL       string `yaml:"redis_url,omitempty"`
	OnStoreFailure string `yaml:"on_store_failure,omitempty" jsonschema:"enum=local,enum=open,enum=closed"`
}

var scopes = strings.Fields("* customers:read customers:write verifications:write requirements:read requirements:write documents:write agreements:read agreements:write bank_accounts:read bank_accounts:write payments:read payments:write offers:read connections:read connection:choose pii:read vendor:read")
