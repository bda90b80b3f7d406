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
	"canongate/config"
	"canongate/gateway"
	"canongate/gateway/auth"
	"canongate/policies"
	"canongate/policies/webhooks"

	"go.opentelemetry.io/otel/trace"
)

// builder makes what serves from a configuration: the only place where all
// rooms meet. Making something calls nobody, so check, explain and plan build
// as well, with a newBuilder that nothing was added to.
type builder struct {
	vendors    map[string]adapters.Vendor
	sandboxURL func(vendor string) string
	journal    policies.Policy   // nil: keyed writes are not kept
	limiter    policies.Limiter  // nil: in this process
	hints      policies.Hints    // nil: of other replicas nothing is known
	observer   policies.Observer // nil: nobody
	tracer     trace.Tracer      // nil: the global provider's
	unmapped   func(vendor string) func(field string)
	logger     *slog.Logger            // of the issuer's keys; nil: discards
	keysFailed func(auth.FetchFailure) // nil: nobody
	now        func() time.Time
}

func newBuilder() *builder {
	return &builder{
		vendors:    adapters.Builtin(),
		sandboxURL: func(vendor string) string { return "http://sandbox.invalid/" + vendor },
		unmapped:   func(string) func(string) { return func(string) {} },
		now:        time.Now,
	}
}

// built is one configuration, ready to serve.
type built struct {
	config      config.Config
	state       *gateway.State
	connections map[string]*connection
}

// connection is what a connection is made of. Both halves live on through a
// reload, each as long as its part of the configuration stays the same.
type connection struct {
	options config.Connection
	vendor  vendorSide
	guard   *policies.Guard
}

// vendorSide is the half that talks to the vendor: adapter, tokens, pools.
type vendorSide struct {
	adapter canonical.Adapter
	doors   [2]*door // shared, fresh
	secrets map[string]canonical.Secret
}

// build makes a generation beside the one that serves (nil: none), reusing
// what did not change. What is wrong is noted in the file; then the result is
// good for nothing but looking at.
func (b *builder) build(f *config.File, generation int64, before *built) *built {
	made := &built{
		config: f.Config,
		state: &gateway.State{
			Generation:  generation,
			Connections: map[string]*gateway.Connection{},
			Auth:        b.auth(f, before),
		},
		connections: map[string]*connection{},
	}
	var facts []policies.ConnectionFacts
	for _, name := range slices.Sorted(maps.Keys(f.Config.Connections)) {
		options := f.Config.Connections[name]
		if !f.Sound("connections." + name + ".sandbox") {
			options.Sandbox = true // in doubt: else all its secrets would be wrong as well
		}
		c := b.connection(f, name, options, before.connection(name))
		if c == nil {
			facts = append(facts, factsOf(name, options, b.vendors[options.Vendor].Able))
			continue
		}
		facts = append(facts, factsOf(name, options, c.vendor.adapter))
		made.connections[name] = c
		made.state.Connections[name] = c.serving(f, name)
	}
	made.state.Routes = routes(f, facts)
	checkKeys(f)
	return made
}

// checkKeys looks into secrets that have a form.
func checkKeys(f *config.File) {
	if keyset := f.Config.IDs.Keyset; keyset != "" && f.Sound("ids") {
		secret, err := config.Secret(keyset)
		if err == nil {
			_, err = gateway.NewIDs([]byte(secret.Reveal()))
		}
		if err != nil {
			f.Refuse("ids.keyset", "refers to something that is no key set as canongate keys makes it")
		}
	}
	for i, s := range f.Config.Events.Subscribers {
		path := "events.subscribers." + strconv.Itoa(i) + ".secret"
		secret, err := config.Secret(s.Secret)
		if err != nil {
			continue // noted when the file was checked
		}
		if _, err := webhooks.New(nil, []webhooks.Subscriber{{Name: s.Name, Secret: secret}}, webhooks.Options{}); err != nil {
			f.Refuse(path, "refers to something that is not whsec_ and base64 (canongate keys makes one)")
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
	if old != nil && old.sameVendorSide(o) {
		c.vendor = old.vendor
	} else if !b.vendorSide(f, name, vendor, c) {
		return nil
	}
	c.guard = b.guard(f, name, o, old)
	return c
}

// sameVendorSide says whether the adapter that was made before serves these
// options as well: the options are equal, and so is what their references name.
func (c *connection) sameVendorSide(o config.Connection) bool {
	if !reflect.DeepEqual(vendorFacing(c.options), vendorFacing(o)) {
		return false
	}
	for reference, secret := range c.vendor.secrets {
		if now, err := o.Secret(reference); err != nil || now != secret {
			return false
		}
	}
	return true
}

// vendorFacing leaves of the options what the adapter is made from.
func vendorFacing(o config.Connection) config.Connection {
	o.Enabled, o.Tenant, o.Tenants = nil, "", nil
	o.Limits = policies.Limits{Timeout: o.Timeout}
	return o
}

// vendorSide makes transports and adapter.
func (b *builder) vendorSide(f *config.File, name string, vendor adapters.Vendor, c *connection) bool {
	o := c.options
	header, _ := o.Header() // what is wrong with it was noted; the settings are looked at all the same
	side := vendorSide{secrets: map[string]canonical.Secret{}}
	baseURL := b.baseURL(f, name, o)
	side.doors = [2]*door{newDoor(o, baseURL, true), newDoor(o, baseURL, false)}
	side.noteAuthorities(o)
	adapter, err := vendor.New(canonical.Connection{
		Name:     name,
		BaseURL:  baseURL,
		Settings: settings(o, vendor),
		Secret: func(reference string) (canonical.Secret, error) {
			secret, err := o.Secret(reference)
			if err == nil && config.IsReference(reference) {
				side.secrets[reference] = secret
			}
			return secret, err
		},
		Header:         header,
		Transport:      side.doors[0],
		FreshTransport: side.doors[1],
		Timeout:        o.Timeout.Or(standardTimeout),
		Now:            b.now,
		Unmapped:       b.unmapped(o.Vendor),
	})
	if err != nil {
		refuseSettings(f, "connections."+name, err)
		return false
	}
	side.adapter = adapter
	c.vendor = side
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
		return b.sandboxURL(o.Vendor)
	case !f.Sound("connections." + name + ".base_url"):
		return "https://refused.invalid"
	default:
		return o.BaseURL
	}
}

func refuseSettings(f *config.File, path string, err error) {
	for _, m := range adapters.SettingsMistakes(err) {
		if m.Key == "" {
			f.Refuse(path, "%s", m.Detail)
		} else {
			f.Refuse(path+".settings."+m.Key, "%s", m.Detail)
		}
	}
}

// guard keeps the guard of the connection before, with its breakers and
// quota, when nothing about it changed.
func (b *builder) guard(f *config.File, name string, o config.Connection, old *connection) *policies.Guard {
	options := policies.Options{
		Connection: name, Vendor: o.Vendor, BaseURL: b.baseURL(f, name, o), Limits: o.Limits,
		Journal: b.journal, Limiter: b.limiter, Hints: b.hints, Observer: b.observer, Tracer: b.tracer,
	}
	if old != nil && old.guard.Serves(options) {
		return old.guard
	}
	return policies.Standard(options)
}

// wanted is the state that the file wants of the connection. What an operator
// set since then stands, until a file says something new.
func (c *connection) wanted(old *connection) policies.ConnectionState {
	state := c.options.InitialState()
	if old != nil && old.options.InitialState() == state {
		return old.guard.State()
	}
	return state
}

func (c *connection) serving(f *config.File, name string) *gateway.Connection {
	tenant := c.options.Tenant
	if keys := f.Config.Auth.APIKeys; tenant == "" && len(keys) > 0 {
		tenant = keys[0].Tenant
	}
	return &gateway.Connection{
		Name: name, Vendor: c.options.Vendor, Tenant: tenant, Sandbox: c.options.Sandbox,
		Adapter: c.vendor.adapter, Policy: c.guard.Policy(), Condition: c.guard.Condition,
	}
}

// factsOf tells routes about a connection. Of one whose vendor is not known it is
// not known what it cannot do: its own mistake is enough.
func factsOf(name string, o config.Connection, able canonical.Adapter) policies.ConnectionFacts {
	facts := policies.ConnectionFacts{Name: name, Tenants: o.Tenants}
	for _, row := range canonical.Operations() {
		if able == nil || row.Supports(able) {
			facts.Operations = append(facts.Operations, row.Name())
		}
	}
	return facts
}

// routes compiles the rules. A mistake at a place that has one already is not
// noted twice.
func routes(f *config.File, facts []policies.ConnectionFacts) *policies.Routes {
	made, problems := policies.NewRoutes(f.Config.Routes, facts)
	for _, p := range problems {
		path := "routes." + strconv.Itoa(p.Route)
		if p.Key != "" {
			path += "." + p.Key
		}
		switch {
		case f.Noted(path):
		case p.Line > 0:
			f.RefuseInside(path, p.Line, p.Column, p.Message)
		default:
			f.Refuse(path, "%s", p.Message)
		}
	}
	return made
}

// auth keeps the callers of the generation before when nothing about them
// changed, and else the issuer's keys that it fetched.
func (b *builder) auth(f *config.File, before *built) *auth.Authenticator {
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
		Client: issuerClient(), Now: b.now, Logger: b.logger, Failed: b.keysFailed,
	}, old)
	if err != nil {
		f.Refuse("auth", "cannot be used")
	}
	return made
}

// prepare puts connections into the state that the file wants, as far as the
// generation that still serves cannot suffer from it: a guard that both share
// opens now and closes with activate, so that neither refuses a request that
// the other would have taken.
func (b *built) prepare(before *built) {
	for name, c := range b.connections {
		old := before.connection(name)
		if state := c.wanted(old); state == policies.Enabled || old == nil || old.guard != c.guard {
			c.guard.SetState(state)
		}
	}
}

// activate puts every connection into the state that the file wants, once the
// generation serves.
func (b *built) activate(before *built) {
	for name, c := range b.connections {
		c.guard.SetState(c.wanted(before.connection(name)))
	}
}

// guards are what stands around the calls of each connection.
func (b *built) guards() map[string]*policies.Guard {
	all := make(map[string]*policies.Guard, len(b.connections))
	for name, c := range b.connections {
		all[name] = c.guard
	}
	return all
}

// release closes the idle connections to vendors that the next generation does
// not use. Calls in flight keep theirs until they end.
func (b *built) release(next *built) {
	if b == nil {
		return
	}
	for name, c := range b.connections {
		if kept := next.connections[name]; kept == nil || kept.vendor.adapter != c.vendor.adapter {
			for _, d := range c.vendor.doors {
				d.transport.CloseIdleConnections()
			}
		}
	}
}

// connection gives one by name; nil when there is none, or no generation.
func (b *built) connection(name string) *connection {
	if b == nil {
		return nil
	}
	return b.connections[name]
}
