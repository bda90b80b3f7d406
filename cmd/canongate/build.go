package main

import (
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"time"

	"canongate/adapters"
	"canongate/canonical"
	"canongate/cmd/canongate/internal/outbound"
	"canongate/cmd/canongate/internal/shared"
	"canongate/config"
	"canongate/gateway"
	"canongate/gateway/auth"
	"canongate/gateway/ids"
	"canongate/policies"
	"canongate/policies/routing"
	"canongate/policies/webhooks"

	"go.opentelemetry.io/otel/trace"
)

// builder makes a generation from a configuration. It is the only place where all
// rooms meet. Building calls nobody, so check, explain and plan build as well.
type builder struct {
	vendors    map[string]adapters.Vendor
	sandboxURL func(connection, vendor string) string
	journal    policies.Policy        // nil: keyed writes are not kept
	limiter    policies.Limiter       // nil: in this process
	gossip     policies.BreakerGossip // nil: of other replicas nothing is known
	observer   policies.Observer      // nil: nobody
	tracer     trace.Tracer           // nil: the global provider's
	unmapped   func(connection, vendor string) func(field string)
	subjects   func(connection string) func(operation string)
	logger     *slog.Logger            // of the issuer's keys; nil: discards
	keysFailed func(auth.FetchFailure) // nil: nobody
	now        func() time.Time
}

func newBuilder() *builder {
	return &builder{
		vendors:    adapters.Builtin(),
		sandboxURL: func(_, vendor string) string { return "http://sandbox.invalid/" + vendor },
		unmapped:   func(string, string) func(string) { return func(string) {} },
		subjects:   func(string) func(string) { return func(string) {} },
		now:        time.Now,
	}
}

// generation is one configuration, compiled and ready to serve.
type generation struct {
	config      config.Config
	state       *gateway.State
	connections map[string]*connection
}

// connection is one connection of the configuration. Client and policies survive a
// reload, each as long as its part of the configuration stays the same.
type connection struct {
	options  config.Connection
	client   vendorClient
	policies *policies.ConnectionPolicies
}

// vendorClient calls the vendor: its adapter, tokens and connection pools.
type vendorClient struct {
	adapter    canonical.Adapter
	transports [2]*outbound.VendorTransport // shared, fresh
	secrets    map[string]canonical.Secret
}

// build makes a generation beside the one that serves (nil: none), reusing
// what did not change. What is wrong is noted in the file; then the result is
// good for nothing but looking at. number may be given later,
// before it serves.
func (b *builder) build(f *config.File, number int64, before *generation) *generation {
	made := &generation{
		config: f.Config,
		state: &gateway.State{
			Generation:  number,
			Connections: map[string]*gateway.Connection{},
			Auth:        b.auth(f, before),
		},
		connections: map[string]*connection{},
	}
	if rate := f.Config.Events.InboundRate; rate != nil {
		made.state.InboundRate = *rate
	}
	if f.Config.HasDemoKey() {
		made.state.DemoKey = config.DemoKey
	}
	var infos []routing.ConnectionInfo
	for _, name := range slices.Sorted(maps.Keys(f.Config.Connections)) {
		options := f.Config.Connections[name]
		if !f.Sound("connections." + name + ".sandbox") {
			options.Sandbox = true // in doubt: else all its secrets would be wrong as well
		}
		c := b.connection(f, name, options, before.connection(name))
		if c == nil {
			infos = append(infos, connectionInfo(name, options, b.vendors[options.Vendor].Able))
			continue
		}
		infos = append(infos, connectionInfo(name, options, c.client.adapter))
		made.connections[name] = c
		made.state.Connections[name] = c.gatewayConnection(f, name)
		if options.Sandbox {
			made.state.Connections[name].Simulator = sandboxWorld{b.sandboxURL(name, options.Vendor)}
		}
	}
	made.state.Routes = newRouter(f, infos)
	checkKeys(f)
	return made
}

// checkKeys looks into secrets that have a form.
func checkKeys(f *config.File) {
	if f.WithoutSecrets {
		return
	}
	if keyset := f.Config.IDs.Keyset; keyset != "" && f.Sound("ids") {
		secret, err := config.Secret(keyset)
		if err == nil {
			_, err = ids.New([]byte(secret.Reveal()))
		}
		if err != nil {
			f.AddProblem("ids.keyset", "refers to something that is no key set as canongate keys makes it")
		}
	}
	for i, s := range f.Config.Events.Subscribers {
		path := "events.subscribers." + strconv.Itoa(i) + ".secret"
		secret, err := config.Secret(s.Secret)
		if err != nil {
			continue // noted when the file was checked
		}
		if _, err := webhooks.New(nil, []webhooks.Subscriber{{Name: s.Name, Secret: secret}}, webhooks.Options{}); err != nil {
			f.AddProblem(path, "refers to something that is not whsec_ and base64 (canongate keys makes one)")
		}
	}
}

// connection makes one connection, or nil when its vendor refuses it.
func (b *builder) connection(f *config.File, name string, o config.Connection, old *connection) *connection {
	vendor, known := b.vendors[o.Vendor]
	if !known {
		f.RequireKnown("connections."+name+".vendor", o.Vendor, "vendor", slices.Collect(maps.Keys(b.vendors)))
		return nil
	}
	c := &connection{options: o}
	if old != nil && old.sameClient(o) {
		c.client = old.client
	} else if !b.newVendorClient(f, name, vendor, c) {
		return nil
	}
	c.policies = b.connectionPolicies(f, name, o, old).In(o.InitialState())
	return c
}

// sameClient reports whether the adapter that was made before serves these options
// as well: the options are equal, and so are the secrets.
func (c *connection) sameClient(o config.Connection) bool {
	if !reflect.DeepEqual(vendorFacing(c.options), vendorFacing(o)) {
		return false
	}
	for reference, secret := range c.client.secrets {
		if now, err := o.Secret(reference); err != nil || now != secret {
			return false
		}
	}
	return true
}

// vendorFacing leaves of the options what the adapter is made from.
func vendorFacing(o config.Connection) config.Connection {
	o.Enabled, o.Tenant, o.Tenants = nil, "", nil
	o.Reconciliation = config.ConnectionReconciliation{}
	o.Limits = policies.Limits{Timeout: o.Timeout}
	return o
}

// newVendorClient makes transports and adapter.
func (b *builder) newVendorClient(f *config.File, name string, vendor adapters.Vendor, c *connection) bool {
	o := c.options
	header, _ := o.Header() // what is wrong with it was noted; the settings are looked at all the same
	client := vendorClient{secrets: map[string]canonical.Secret{}}
	baseURL := b.baseURL(f, name, o)
	for i, shared := range []bool{true, false} {
		client.transports[i] = outbound.NewVendorTransport(o, baseURL, shared)
	}
	outbound.NoteAuthorities(o, func(reference string, content canonical.Secret) { client.secrets[reference] = content })
	adapter, err := vendor.New(canonical.Connection{
		Name:     name,
		BaseURL:  baseURL,
		Settings: settings(o, vendor),
		Secret: func(reference string) (canonical.Secret, error) {
			secret, err := f.SecretOf(o, reference)
			if err == nil && config.IsReference(reference) {
				client.secrets[reference] = secret
			}
			return secret, err
		},
		Header:         header,
		Transport:      client.transports[0],
		FreshTransport: client.transports[1],
		Timeout:        o.Timeout.Or(standardTimeout),
		Now:            b.now,
		Unmapped:       b.unmapped(name, o.Vendor),
		OtherSubject:   b.subjects(name),
	})
	if err != nil {
		refuseSettings(f, "connections."+name, err)
		return false
	}
	client.adapter = adapter
	c.client = client
	return true
}

// settings are those of the file. A connection to a sandbox may leave out its
// credentials.
func settings(o config.Connection, vendor adapters.Vendor) map[string]any {
	if !o.Sandbox {
		return o.Settings
	}
	all := vendor.Credentials()
	maps.Copy(all, o.Settings)
	return all
}

// standardTimeout bounds calls for credentials where the file says nothing.
const standardTimeout = 30 * time.Second

// baseURL is where the vendor is. One that was refused is replaced, so that the
// adapter goes on to look at the settings.
func (b *builder) baseURL(f *config.File, name string, o config.Connection) string {
	switch {
	case o.Sandbox:
		return b.sandboxURL(name, o.Vendor)
	case !f.Sound("connections." + name + ".base_url"):
		return "https://refused.invalid"
	default:
		return o.BaseURL
	}
}

func refuseSettings(f *config.File, path string, err error) {
	for _, m := range adapters.SettingsProblems(err) {
		if m.Key == "" {
			f.AddProblem(path, "%s", m.Detail)
		} else {
			f.AddProblem(path+".settings."+m.Key, "%s", m.Detail)
		}
	}
}

// connectionPolicies keeps the policies of the connection before, with their
// breakers and quota, when their options are the same.
func (b *builder) connectionPolicies(f *config.File, name string, o config.Connection, old *connection) *policies.ConnectionPolicies {
	options := policies.Options{
		Connection: name, Vendor: o.Vendor, BaseURL: b.baseURL(f, name, o), Limits: o.Limits,
		Journal: b.journal, Limiter: b.limiter, Gossip: b.gossip, Observer: b.observer, Tracer: b.tracer,
	}
	if old != nil && old.policies.Serves(options) {
		return old.policies
	}
	return policies.Standard(options)
}

func (c *connection) gatewayConnection(f *config.File, name string) *gateway.Connection {
	tenant := c.options.Tenant
	if keys := f.Config.Auth.APIKeys; tenant == "" && len(keys) > 0 {
		tenant = keys[0].Tenant
	}
	return &gateway.Connection{
		Name: name, Vendor: c.options.Vendor, Tenant: tenant, Sandbox: c.options.Sandbox,
		BlockAfterReturn: c.options.Reconciliation.AfterReturn == config.AfterReturnBlock,
		Adapter:          c.client.adapter, Policy: c.policies.Policy(), Spare: c.policies.Spare(), Condition: c.policies.Condition,
	}
}

// connectionInfo describes a connection to routing. One whose vendor is not known
// counts as able to do everything: its own problem is enough.
func connectionInfo(name string, o config.Connection, able canonical.Adapter) routing.ConnectionInfo {
	info := routing.ConnectionInfo{Name: name, Tenants: o.Tenants}
	for _, row := range canonical.Operations() {
		if able == nil || row.Supports(able) {
			info.Operations = append(info.Operations, row.Name())
		}
	}
	return info
}

// newRouter compiles the rules. A key that has a problem gets no second one.
func newRouter(f *config.File, infos []routing.ConnectionInfo) *routing.Router {
	made, problems := routing.NewRouter(f.Config.Routes, infos)
	for _, p := range problems {
		path := "routes." + strconv.Itoa(p.Route)
		if p.Key != "" {
			path += "." + p.Key
		}
		switch {
		case f.HasProblem(path):
		case p.Line > 0:
			f.AddProblemInside(path, p.Line, p.Column, p.Message)
		default:
			f.AddProblem(path, "%s", p.Message)
		}
	}
	return made
}

// auth keeps the callers of the generation before when nothing about them
// changed, and else the issuer's keys that it fetched.
func (b *builder) auth(f *config.File, before *generation) *auth.Authenticator {
	switch {
	case !f.Sound("auth"):
		return nil
	case before != nil && reflect.DeepEqual(before.config.Auth, f.Config.Auth):
		return before.state.Auth
	}
	var old *auth.Authenticator
	if before != nil {
		old = before.state.Auth
	}
	made, err := auth.New(f.Config.Auth, auth.Dependencies{
		Client: outbound.IssuerClient(), Now: b.now, Logger: b.logger, Failed: b.keysFailed,
	}, old)
	if err != nil {
		f.AddProblem("auth", "cannot be used")
	}
	return made
}

// reload lets adapters try again what they held back.
func (b *generation) reload() {
	for _, c := range b.connections {
		if held, ok := c.client.adapter.(canonical.Reloader); ok {
			held.Reload()
		}
	}
}

// policies are those of each connection, by its name.
func (b *generation) policies() map[string]*policies.ConnectionPolicies {
	all := make(map[string]*policies.ConnectionPolicies, len(b.connections))
	for name, c := range b.connections {
		all[name] = c.policies
	}
	return all
}

// levers are what operators can move, by connection.
func (b *generation) levers() []shared.Connection {
	if b == nil {
		return nil
	}
	all := make([]shared.Connection, 0, len(b.connections))
	for name, c := range b.connections {
		all = append(all, shared.Connection{Name: name, Says: c.options.InitialState(), Policies: c.policies})
	}
	return all
}

// release closes the idle connections to vendors that the next generation does
// not use. Calls in flight keep theirs until they end.
func (b *generation) release(next *generation) {
	if b == nil {
		return
	}
	for name, c := range b.connections {
		if kept := next.connections[name]; kept == nil || kept.client.adapter != c.client.adapter {
			for _, transport := range c.client.transports {
				transport.CloseIdleConnections()
			}
		}
	}
}

// connection gives one by name; nil when there is none, or no generation.
func (b *generation) connection(name string) *connection {
	if b == nil {
		return nil
	}
	return b.connections[name]
}
