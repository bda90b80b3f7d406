// Package config reads canongate's one configuration file: strictly, with all
// problems at once and each at its place, and again while the program runs.
//
// # Decisions
//
// The file is walked as a tree of nodes and held to the types of Config before
// anything is decoded. What does not fit is noted and taken out, so the rest
// decodes and is checked as well: ten problems are ten lines, not the first of
// them. Refused: the YAML library's own strict decoding, which reports as much
// but shows values in its text.
//
// No message shows a value, because a secret in the wrong place is a common
// problem; the place is enough to find it.
//
// Anchors, aliases, merge keys and tags are refused: a file that routes money
// should read the same to a person, an editor's schema and this program.
//
// Options structs belong to the rooms that use them; this package composes them
// and knows what only shows in the whole file. Vendors are not known here: the
// caller of Load adds what they find wrong through File.Refuse.
//
// A connection with `sandbox: true` may have its secrets written out, or none.
// A file whose connections are all sandboxes is a quickstart: it may do without
// `ids.keyset` (a key set is made below data/) and may use the demo API key,
// which everybody knows.
//
// Paths in the file are relative to the working directory.
package config

import (
	"slices"

	"canongate/gateway"
	"canongate/gateway/auth"
	"canongate/policies"
	"canongate/policies/routing"
)

// Config is the whole file.
type Config struct {
	Server      ServerOptions          `yaml:"server"`
	IDs         IDsOptions             `yaml:"ids"`
	Auth        auth.Options           `yaml:"auth" jsonschema:"required"`
	Connections map[string]Connection  `yaml:"connections" jsonschema:"required"`
	Routes      []routing.RouteOptions `yaml:"routes" jsonschema:"required"`
	Journal     JournalOptions         `yaml:"journal"`
	RateLimits  RateLimitOptions       `yaml:"rate_limits"`
	Events      EventsOptions          `yaml:"events"`
	// Reconciliation is how payments whose end is not known are brought to it.
	Reconciliation ReconciliationOptions `yaml:"reconciliation"`
	Telemetry      TelemetryOptions      `yaml:"telemetry"`
	// File is how this file itself is treated.
	File FileOptions `yaml:"config"`
}

// FileOptions say when the file is loaded again.
type FileOptions struct {
	Watch bool `yaml:"watch,omitempty" jsonschema_description:"Load the file whenever it changes; true. With false it takes SIGHUP or POST /admin/v1/config/reload."`
}

// Tenants are those that the file names, sorted. Tokens of an issuer may name
// others; then open is true.
func (c Config) Tenants() (named []string, open bool) {
	for _, key := range c.Auth.APIKeys {
		named = append(named, key.Tenant)
	}
	for _, connection := range c.Connections {
		named = append(append(named, connection.Tenant), connection.Tenants...)
	}
	slices.Sort(named)
	named = slices.DeleteFunc(slices.Compact(named), func(tenant string) bool { return tenant == "" })
	return named, c.Auth.JWT.Issuer != ""
}

// Quickstart says whether every connection is a sandbox.
func (c Config) Quickstart() bool {
	for _, connection := range c.Connections {
		if !connection.Sandbox {
			return false
		}
	}
	return len(c.Connections) > 0
}

// ServerOptions are the listeners, and what the admin listener asks for.
type ServerOptions struct {
	gateway.ServerOptions `yaml:",inline"`
	AdminToken            string `yaml:"admin_token,omitempty" jsonschema_description:"Reference to what callers of the admin listener must show; needed when it is not on a loopback address and there are no operators."`
	// Operators sign in at the admin listener.
	Operators []auth.OperatorOptions `yaml:"operators,omitempty" jsonschema_description:"Who may use the admin listener, each with a credential of their own."`
}

// ReconciliationOptions say who brings payments to their end.
type ReconciliationOptions struct {
	FourEyes string `yaml:"four_eyes,omitempty" jsonschema:"enum=off,enum=failed_only,enum=always" jsonschema_description:"When a second person must agree to what an operator says of a payment; failed_only where the file has two operators, one of them an approver, else off."`
	// AbsentAfter is nil where the file says nothing.
	AbsentAfter *int         `yaml:"absent_after,omitempty" jsonschema:"minimum=0,maximum=60" jsonschema_description:"How many banking days after a payment was sent a complete file must still cover to propose that it did not move; 2. With 0, a payment of today may be missing because the vendor is slow."`
	Limits      ImportLimits `yaml:"limits"`
	Retention   Retention    `yaml:"retention"`
}

// FourEyes is when a second person must agree: what the file says, or what it has
// the people for.
func (c Config) FourEyes() string {
	switch {
	case c.Reconciliation.FourEyes != "":
		return c.Reconciliation.FourEyes
	case c.twoPeople():
		return auth.FourEyesFailedOnly
	}
	return auth.FourEyesOff
}

func (c Config) twoPeople() bool {
	return auth.TwoPeople(c.Server.Operators, c.Server.AdminToken != "")
}

// OneEyed says whether one operator decides what two should, because nobody has
// said otherwise.
func (c Config) OneEyed() bool {
	return c.Reconciliation.FourEyes == "" && !c.twoPeople() && c.Journal.Driver != ""
}

// RateLimitOptions say where callers' limits and vendors' quotas are counted.
type RateLimitOptions struct {
	Store          string `yaml:"store,omitempty" jsonschema:"enum=memory,enum=redis"`
	RedisURL       string `yaml:"redis_url,omitempty" jsonschema_description:"redis:// or rediss://, or a reference to one."`
	OnStoreFailure string `yaml:"on_store_failure,omitempty" jsonschema:"enum=local,enum=open,enum=closed"`
}

// The stores of limits.
const (
	StoreMemory = "memory"
	StoreRedis  = "redis"
)

// IDsOptions say how ids are sealed.
type IDsOptions struct {
	Keyset string `yaml:"keyset,omitempty" jsonschema_description:"Reference to a key set made by canongate keys. May be absent when every connection is a sandbox."`
}

// MigrateCheck is the JournalOptions.Migrate that refuses an older schema.
const MigrateCheck = "check"

// JournalOptions say where the journal is. Without a driver there is none, and
// payments are refused.
type JournalOptions struct {
	Driver string `yaml:"driver,omitempty" jsonschema:"enum=sqlite,enum=postgres"`
	DSN    string `yaml:"dsn,omitempty" jsonschema_description:"sqlite: file:PATH. postgres: a reference to the URL."`
	// Migrate says what serve does with an older schema.
	Migrate string `yaml:"migrate,omitempty" jsonschema:"enum=auto,enum=check" jsonschema_description:"auto (the default): serve brings an older schema up to date. check: it refuses one, so run canongate migrate first."`
}

// EventsOptions say who is told of events, and how often vendors may notify.
type EventsOptions struct {
	Subscribers []Subscriber          `yaml:"subscribers,omitempty"`
	InboundRate *policies.RateOptions `yaml:"inbound_rate,omitempty" jsonschema_description:"Notifications that each connection's vendor may send; 50 a second."`
}

// Subscriber is one endpoint that is told of events.
type Subscriber struct {
	Name   string   `yaml:"name" jsonschema:"required"`
	URL    string   `yaml:"url" jsonschema:"required"`
	Secret string   `yaml:"secret" jsonschema:"required" jsonschema_description:"Reference to a secret made by canongate keys."`
	Types  []string `yaml:"types" jsonschema:"required" jsonschema_description:"Event types, or * for all but reconciliation.exception, which is for operators and must be named."`
	// Tenants is needed where the file has several.
	Tenants []string `yaml:"tenants,omitempty" jsonschema_description:"Whose events, or * for everybody's; needed where the file has several tenants, or tokens, which may name any."`
}

// TelemetryOptions say what is told to whom about the program itself.
type TelemetryOptions struct {
	ServiceName string        `yaml:"service_name,omitempty"`
	Traces      TracesOptions `yaml:"traces"`
	Logs        LogsOptions   `yaml:"logs"`
}

// TracesOptions say which traces are kept and where they are sent.
type TracesOptions struct {
	OTLPEndpoint string  `yaml:"otlp_endpoint,omitempty" jsonschema_description:"http(s)://host:port for OTLP/HTTP, grpc(s)://host:port for gRPC; empty: traces are not exported."`
	SampleRatio  float64 `yaml:"sample_ratio,omitempty" jsonschema:"minimum=0,maximum=1"`
	TrustCallers bool    `yaml:"trust_callers,omitempty" jsonschema_description:"Export a trace that a caller began exactly when the caller does; else sample_ratio decides about those as well."`
	Recent       int     `yaml:"recent,omitempty" jsonschema:"minimum=0,maximum=100000" jsonschema_description:"How many traces the console keeps."`
}

// LogsOptions say what is logged.
type LogsOptions struct {
	Level  string `yaml:"level,omitempty" jsonschema:"enum=debug,enum=info,enum=warn,enum=error"`
	Format string `yaml:"format,omitempty" jsonschema:"enum=json,enum=text"`
}

// defaults are the values of keys that are absent and have no owner elsewhere.
func defaults() Config {
	var c Config
	c.Server.Listen = gateway.DefaultListen
	c.Server.AdminListen = gateway.DefaultAdminListen
	c.Server.BodyLimit = gateway.DefaultBodyLimit
	c.Server.BodyBudget = gateway.DefaultBodyBudget
	c.Server.MaxInFlight = gateway.DefaultMaxInFlight
	c.Server.MaxConnections, c.Server.PerSource = gateway.DefaultMaxConnections, gateway.DefaultPerSource
	c.Server.ShutdownTimeout = gateway.DefaultShutdownTimeout
	c.RateLimits.Store, c.RateLimits.OnStoreFailure = StoreMemory, string(policies.FailLocal)
	c.File.Watch = true
	c.Telemetry.ServiceName = "canongate"
	c.Telemetry.Traces.SampleRatio, c.Telemetry.Traces.Recent = 1, 512
	c.Telemetry.Logs.Level, c.Telemetry.Logs.Format = "info", "json"
	return c
}
