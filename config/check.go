package config

import (
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"canongate/canonical"
)

// check finds what only shows in the decoded values and in the whole file.
func (f *File) check() {
	f.checkServer()
	f.checkOperators()
	f.checkReconciliation()
	f.checkIDs()
	f.checkAuth()
	f.checkConnections()
	f.checkRoutes()
	f.checkJournal()
	f.checkRateLimits()
	f.checkSubscribers()
	f.checkTraces()
}

// names is how connections, routes, keys and subscribers are called: they
// stand in paths, header values and metric labels.
var names = regexp.MustCompile(`^[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?$`)

func (f *File) checkName(path, name string) {
	if name != "" && !names.MatchString(name) {
		f.AddProblem(path, "must be a name: lower-case letters, digits, - and _, at most 64")
	}
}

// unique notes the second of two equal values.
type unique map[string]string

func (u unique) check(f *File, path, value string) {
	if value == "" {
		return
	}
	if first, taken := u[value]; taken {
		f.AddProblem(path, "is the same as %s", f.asWritten(first))
		return
	}
	u[value] = path
}

func (f *File) checkServer() {
	s := f.Config.Server
	f.checkListen("server.listen", s.Listen)
	f.checkListen("server.admin_listen", s.AdminListen)
	if s.Listen == s.AdminListen && !strings.HasSuffix(s.Listen, ":0") {
		f.AddProblem("server.admin_listen", "is the same as server.listen")
	}
	if s.AdminToken != "" {
		f.checkSecret("server.admin_token", s.AdminToken)
	} else if host, _, err := net.SplitHostPort(s.AdminListen); err == nil && !loopback(host) && len(s.Operators) == 0 && f.Sound("server.operators") {
		f.AddProblem("server.admin_listen", "is not a loopback address, so server.admin_token or server.operators is needed")
	}
	if s.BodyBudget < 5*s.BodyLimit {
		f.AddProblem("server.body_budget", "must be at least five times server.body_limit: what a body costs while it is read and worked on")
	}
	f.checkTimeout("server.request_timeout", s.RequestTimeout)
	f.checkTLS(s.TLS)
}

func (f *File) checkListen(path, address string) {
	_, port, err := net.SplitHostPort(address)
	if n, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || n > 65535 {
		f.AddProblem(path, "must be an address such as 127.0.0.1:8080")
	}
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

func (f *File) checkSecret(path, reference string) {
	if reference == "" || f.WithoutSecrets && IsReference(reference) {
		return
	}
	if _, err := Secret(reference); err != nil {
		f.AddProblem(path, "%s", err)
	}
}

func (f *File) checkIDs() {
	if f.Config.IDs.Keyset != "" {
		f.checkSecret("ids.keyset", f.Config.IDs.Keyset)
	} else if !f.quickstart() {
		f.AddProblem("ids.keyset", "is missing: only a file of sandboxes may do without (canongate keys makes one)")
	}
}

// quickstart is Config.Quickstart, with the benefit of the doubt for
// connections that could not be read.
func (f *File) quickstart() bool {
	for name, c := range f.Config.Connections {
		if path := "connections." + name; !c.Sandbox && !f.wasDropped(path+".sandbox") {
			return false
		}
	}
	return true
}

func (f *File) checkJournal() {
	j := f.Config.Journal
	switch {
	case j.Driver == "" && j.DSN != "":
		f.AddProblem("journal.driver", "is missing")
	case j.Driver != "" && j.DSN == "":
		f.AddProblem("journal.dsn", "is missing")
	case j.Driver == "sqlite" && !strings.HasPrefix(j.DSN, "file:"):
		f.AddProblem("journal.dsn", "must be file:PATH")
	case j.Driver == "postgres":
		f.checkSecret("journal.dsn", j.DSN)
	}
}

func (f *File) checkRateLimits() {
	r := f.Config.RateLimits
	switch {
	case r.Store == StoreRedis && r.RedisURL == "":
		f.AddProblem("rate_limits.redis_url", "is missing: the store is redis")
	case IsReference(r.RedisURL):
		f.checkSecret("rate_limits.redis_url", r.RedisURL)
	case r.RedisURL != "":
		u, err := url.Parse(r.RedisURL)
		if err != nil || u.Scheme != "redis" && u.Scheme != "rediss" || u.Host == "" {
			f.AddProblem("rate_limits.redis_url", "must be redis://HOST:PORT, rediss://HOST:PORT or a reference")
		} else if _, secret := u.User.Password(); secret {
			f.AddProblem("rate_limits.redis_url", "holds a password, so it must be a reference, env:NAME or file:PATH")
		}
	}
}

var eventTypes = func() []string {
	names := []string{"*"}
	for _, t := range canonical.EventTypes {
		names = append(names, string(t))
	}
	return names
}()

func (f *File) checkSubscribers() {
	seen := unique{}
	for i, s := range f.Config.Events.Subscribers {
		path := "events.subscribers." + strconv.Itoa(i)
		f.checkName(path+".name", s.Name)
		seen.check(f, path+".name", s.Name)
		f.checkURL(path+".url", s.URL)
		f.checkSecret(path+".secret", s.Secret)
		for j, t := range s.Types {
			f.RequireKnown(path+".types."+strconv.Itoa(j), t, "event type", eventTypes)
		}
		f.checkAudience(path+".tenants", s.Tenants)
	}
	if len(f.Config.Events.Subscribers) > 0 && f.Config.Journal.Driver == "" {
		f.AddProblem("events.subscribers", "need a journal: events wait there until they are delivered")
	}
}

// checkAudience wants to be told whose events a subscriber gets wherever that is in
// question.
func (f *File) checkAudience(path string, tenants []string) {
	known, open := f.Config.Tenants()
	if len(tenants) == 0 && (open || len(known) > 1) {
		f.AddProblem(path, `is missing: callers of several tenants may come, so name them, or "*" for all`)
	}
	for i, tenant := range tenants {
		at := path + "." + strconv.Itoa(i)
		switch {
		case tenant == "*":
		case open:
			f.checkName(at, tenant)
		default:
			f.RequireKnown(at, tenant, "tenant", known)
		}
	}
}

// RequireKnown refuses a word that is none of the known ones, and suggests one.
func (f *File) RequireKnown(path, word, what string, known []string) {
	if word != "" && !slices.Contains(known, word) {
		f.AddProblem(path, "is not a known %s%s", what, didYouMean(word, known))
	}
}

// checkURL wants https, or http to this very machine.
func (f *File) checkURL(path, text string) {
	if text == "" {
		return
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "" || u.Scheme != "https" && u.Scheme != "http":
		f.AddProblem(path, "must be a URL such as https://host.example.com")
	case u.User != nil:
		f.AddProblem(path, "must not hold a user or password")
	case u.RawQuery != "" || u.Fragment != "":
		f.AddProblem(path, "must not hold a query or fragment")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		f.AddProblem(path, "must be https: http is for loopback addresses only")
	}
}

func (f *File) checkTraces() {
	endpoint := f.Config.Telemetry.Traces.OTLPEndpoint
	if endpoint == "" {
		return
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		f.AddProblem("telemetry.traces.otlp_endpoint", "must be a URL such as http://127.0.0.1:4318 or grpc://127.0.0.1:4317")
		return
	}
	f.RequireKnown("telemetry.traces.otlp_endpoint", u.Scheme, "scheme of a collector", []string{"http", "https", "grpc", "grpcs"})
}
