package config

import (
	"time"

	"canongate/policies"
)

// DefaultIdleTimeout is below the minute that common load balancers keep a
// connection.
const DefaultIdleTimeout = 45 * time.Second

// HTTPClientStandard is the Connection.HTTPClient by which all calls go through
// net/http.
const HTTPClientStandard = "standard"

// Connection is one configured instance of a vendor.
type Connection struct {
	Vendor       string            `yaml:"vendor" jsonschema:"required"`
	BaseURL      string            `yaml:"base_url,omitempty" jsonschema_description:"https, without a trailing slash."`
	Sandbox      bool              `yaml:"sandbox,omitempty" jsonschema_description:"Talk to the vendor's simulator in this process instead of base_url."`
	Tenant       string            `yaml:"tenant,omitempty" jsonschema_description:"Whose customers the vendor's notifications are about; the first API key's tenant when absent."`
	Tenants      []string          `yaml:"tenants,omitempty" jsonschema_description:"Who may use it; absent: all."`
	Settings     map[string]any    `yaml:"settings,omitempty" jsonschema_description:"The vendor's own keys."`
	Enabled      *bool             `yaml:"enabled,omitempty"`
	ExtraHeaders map[string]string `yaml:"extra_headers,omitempty" jsonschema_description:"Sent with every request; a value may be a reference."`
	ProxyURL     string            `yaml:"proxy_url,omitempty" jsonschema_description:"Proxy to the vendor, http, https or socks5; absent: HTTPS_PROXY and NO_PROXY of the environment."`
	IdleTimeout  policies.Duration `yaml:"idle_timeout,omitempty" jsonschema_description:"How long an unused connection to the vendor is kept for reads, 45s; less than the vendor's load balancer keeps it. Writes open one of their own."`
	HTTPClient   string            `yaml:"http_client,omitempty" jsonschema:"enum=auto,enum=standard" jsonschema_description:"What sends requests to the vendor: auto, a client for HTTP/1.1 that costs less and leaves proxies and vendors without HTTP/1.1 to the standard one; standard, Go's net/http for all of them, with HTTP/2 where the vendor has it. With either, each write and login has a connection of its own."`
	TLS          VendorTLS         `yaml:"tls"`
	// Reconciliation says how files about its payments are read.
	Reconciliation  ConnectionReconciliation `yaml:"reconciliation"`
	policies.Limits `yaml:",inline"`
}

// InitialState is what the file wants of the connection.
func (c Connection) InitialState() policies.ConnectionState {
	if c.Enabled != nil && !*c.Enabled {
		return policies.Disabled
	}
	return policies.Enabled
}

// VendorTLS are the files by which gateway and vendor know each other, in PEM.
type VendorTLS struct {
	CAFile   string `yaml:"ca_file,omitempty" jsonschema_description:"Authorities that the vendor's certificate must be signed by, instead of the system's; read with each reload."`
	CertFile string `yaml:"cert_file,omitempty" jsonschema_description:"Client certificate; a new one is shown from the next handshake on, without a reload."`
	KeyFile  string `yaml:"key_file,omitempty" jsonschema_description:"Key of the client certificate."`
}
