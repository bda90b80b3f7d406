package config

// Connection is one configured instance of a vendor.
type Connection struct {
	Vendor       string              `yaml:"vendor" jsonschema:"required"`
	BaseURL      string              `yaml:"base_url,omitempty" jsonschema_description:"https, without a trailing slash."`
	Sandbox      bool                `yaml:"sandbox,omitempty" jsonschema_description:"Talk to the vendor's simulator in this process instead of base_url."`
	Tenant       string              `yaml:"tenant,omitempty" jsonschema_description:"Whose customers it holds, for events; the first API key's tenant when absent."`
	Settings     map[string]any      `yaml:"settings,omitempty" jsonschema_description:"The vendor's own keys."`
	Enabled      *bool               `yaml:"enabled,omitempty"`
	Timeout      Duration            `yaml:"timeout,omitempty" jsonschema_description:"Of one attempt; 30s."`
	Timeouts     map[string]Duration `yaml:"timeouts,omitempty" jsonschema_description:"Of one attempt, by operation."`
	Concurrency  int                 `yaml:"concurrency,omitempty" jsonschema:"minimum=1,maximum=100000"`
	Rate         *RateOptions        `yaml:"rate,omitempty" jsonschema_description:"The vendor's quota, shared by all callers and replicas."`
	Retry        RetryOptions        `yaml:"retry"`
	Breaker      BreakerOptions      `yaml:"breaker"`
	ExtraHeaders map[string]string   `yaml:"extra_headers,omitempty"`
	ProxyURL     string              `yaml:"proxy_url,omitempty" jsonschema_description:"Proxy to the vendor; absent: HTTPS_PROXY and NO_PROXY of the environment."`
}

// IsEnabled says whether the connection takes new journeys from the start.
func (c Connection) IsEnabled() bool { return c.Enabled == nil || *c.Enabled }
