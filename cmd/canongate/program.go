package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"canongate/canonical"
	"canongate/cmd/canongate/internal/gc"
	"canongate/cmd/canongate/internal/metrics"
	"canongate/cmd/canongate/internal/shared"
	"canongate/config"
	"canongate/config/plan"
	"canongate/gateway"
	"canongate/gateway/auth"
	"canongate/gateway/ids"
	"canongate/gateway/listener"
	"canongate/gateway/records"
	"canongate/policies"
	"canongate/policies/imports"
	"canongate/policies/journal"
	"canongate/policies/scorecard"
)

// program is one running gateway: what lives as long as the process, and the
// generation in service.
type program struct {
	telemetry *telemetry
	builder   *builder
	gateway   *gateway.Server
	admin     *http.Server
	reloader  *config.Reloader
	kept      *shared.Generations
	rollouts  *shared.Rollouts
	requests  plan.RequestLog
	started   config.Config // of which the sections that a reload leaves alone are in service
	// startedSecrets are what their references named at the start.
	startedSecrets map[string]string
	sandboxes      *sandboxes       // nil: no connection is one
	journal        *journal.Journal // nil: the file has none
	degraded       *degradations    // nil without a journal
	imports        *imports.Engine  // likewise
	operators      *shared.OperatorStates
	// scorecards count the calls of this process.
	scorecards *scorecard.Book
	token      canonical.Secret // server.admin_token of the start
	signIn     atomic.Pointer[auth.Operators]

	limiter policies.Limiter
	redis   *policies.Redis // nil: limits are counted in this process
	// closedWithoutRedis says that limits refuse everything while Redis is away.
	closedWithoutRedis bool

	serving  atomic.Pointer[generation] // changed by apply alone, which the reloader serializes
	stopAuth func()                     // ends what fetches the issuer's keys for the callers in service
	stop     func()                     // ends what runs in the background: journal, events, Redis
	// background is what has to end before what it uses is closed.
	background sync.WaitGroup
	stopping   atomic.Bool
	adminConns *listener.Listener // nil until listen
	stopBy     time.Time          // when a shutdown has to be over; zero: none was asked for
}

// newProgram makes everything from a file without problems and puts it into
// service as the first generation. What is made from sections other than auth,
// connections and routes stays until the process ends.
func newProgram(ctx context.Context, file *config.File, logs io.Writer) (*program, error) {
	p := &program{stopAuth: func() {}, stop: func() {}}
	if err := p.start(ctx, file, logs); err != nil {
		return nil, errors.Join(err, p.close(ctx))
	}
	// From here on: what a start leaves behind is collected early.
	gc.Set(ctx, int64(cmp.Or(file.Config.Server.BodyBudget, gateway.DefaultBodyBudget)), p.telemetry.logger)
	return p, nil
}

func (p *program) start(ctx context.Context, file *config.File, logs io.Writer) (err error) {
	c := file.Config
	p.started, p.startedSecrets = c, file.SecretDigests()
	if p.telemetry, err = startTelemetry(ctx, c.Telemetry, logs); err != nil {
		return err
	}
	keyset, err := openKeyset(c)
	if err != nil {
		return err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	p.stop = stop
	if err := p.startLimits(background, c.RateLimits); err != nil {
		return err
	}
	if p.journal, err = p.openJournal(background, c, keyset); err != nil {
		return err
	}
	if p.journal != nil {
		p.degraded = newDegradations(p.telemetry.metrics)
		if err := p.makeImports(c); err != nil {
			return err
		}
		p.background.Go(func() { p.presume(background) })
		p.background.Go(func() { p.degraded.run(background, p.journal, p.tenantsOf, p.telemetry.logger) })
	}
	p.operators = shared.NewOperatorStates(p.journal, func() []shared.Connection { return p.serving.Load().levers() }, p.telemetry.logger)
	if err := p.operators.Look(ctx); err != nil {
		return err
	}
	p.background.Go(func() { p.operators.Run(background) })
	p.rollouts = shared.NewRollouts(p.journal, p.telemetry.logger, p.telemetry.audit)
	if err := p.rollouts.Look(ctx); err != nil {
		return err
	}
	p.scorecards = newScorecards(p.journal, time.Now)
	p.background.Go(func() { keepScorecards(background, p.scorecards, p.telemetry.logger) })
	p.builder = p.newBuilder()
	if err := p.makeServers(c, keyset); err != nil {
		return err
	}
	p.kept = shared.NewGenerations(p.journal, p.telemetry.logger)
	p.reloader = config.NewReloader(p.apply, p.rollouts.Adjust, p.kept, p.telemetry.logger, time.Now)
	p.measure()
	first, err := p.reloader.Start(ctx, file)
	config.Report(ctx, p.telemetry.logger, config.CauseStart, first, err)
	p.rollouts.Through(p.reloader)
	if err == nil {
		p.background.Go(func() { p.rollouts.Run(background) })
	}
	if err == nil && p.imports != nil {
		p.background.Go(func() { p.poll(background) })
		p.background.Go(func() { p.imports.Run(background) })
	}
	return err
}

// measure adds the metrics of what the file asked for.
func (p *program) measure() {
	registry := p.telemetry.registry
	metrics.RegisterConfiguration(registry, p.reloader)
	metrics.RegisterListener(registry, p.gateway.Connections, p.gateway.BodyBytes, p.gateway.InFlight)
	if p.journal != nil {
		metrics.RegisterJournal(registry, p.journal, p.subscribers)
		metrics.RegisterReturns(registry, p.journal, p.rateClasses)
		metrics.RegisterExceptions(registry, p.journal)
	}
	metrics.RegisterShadow(registry, p.gateway.Shadows)
	metrics.RegisterRollouts(registry, p.rollouts.All)
	metrics.RegisterIssuerKeys(registry, p.issuerKeys)
	if p.redis != nil {
		metrics.RegisterLimitStore(registry, p.redis.Away)
	}
}

// issuerKeys are those of the configuration in service; nil where no token is
// taken.
func (p *program) issuerKeys() *auth.IssuerKeys {
	serving := p.serving.Load()
	if serving == nil {
		return nil
	}
	return serving.state.Auth.IssuerKeys()
}

// subscribers are those of the configuration in service.
func (p *program) subscribers() []string {
	file := p.reloader.Current().File
	if file == nil {
		return nil
	}
	names := make([]string, len(file.Config.Events.Subscribers))
	for i, s := range file.Config.Events.Subscribers {
		names[i] = s.Name
	}
	return names
}

// startLimits makes what counts callers' limits and vendors' quotas.
func (p *program) startLimits(ctx context.Context, o config.RateLimitOptions) (err error) {
	if o.Store != config.StoreRedis {
		p.limiter = policies.NewLocalLimiter()
		return nil
	}
	url := canonical.NewSecret(o.RedisURL)
	if config.IsReference(o.RedisURL) {
		if url, err = config.Secret(o.RedisURL); err != nil {
			return fmt.Errorf("resolve rate_limits.redis_url: %w", err)
		}
	}
	p.redis, err = policies.NewRedis(policies.RedisOptions{URL: url, OnFailure: policies.OnStoreFailure(o.OnStoreFailure)})
	if err != nil {
		return err
	}
	p.limiter, p.closedWithoutRedis = p.redis, o.OnStoreFailure == string(policies.FailClosed)
	p.background.Go(func() { p.redis.Run(ctx) })
	return nil
}

func (p *program) newBuilder() *builder {
	b := newBuilder()
	b.limiter, b.observer, b.tracer = p.limiter, p.telemetry.metrics, p.telemetry.tracer
	b.unmapped, b.subjects = p.unmapped, p.telemetry.otherSubjectsOf
	b.sandboxURL = p.sandboxURL
	b.logger, b.keysFailed = p.telemetry.logger, p.telemetry.metrics.IssuerKeysFailed
	if p.redis != nil {
		b.gossip = p.redis
	}
	if p.journal != nil {
		b.journal = policies.Idempotency(p.journal)
		b.observer = p.degraded
	}
	b.observer = scored{b.observer, p.scorecards}
	return b
}

// makeServers makes the public and the admin server.
func (p *program) makeServers(c config.Config, keyset []byte) error {
	codec, err := ids.New(keyset)
	if err != nil {
		return err
	}
	journeys, err := journeyKey(keyset)
	if err != nil {
		return err
	}
	if p.token, err = adminToken(c); err != nil {
		return err
	}
	o := gateway.Options{
		Server: c.Server.ServerOptions, IDs: codec, Logger: p.telemetry.logger,
		Limiter: p.limiter, Ready: p.ready, Observe: p.finished, EventRefused: p.telemetry.metrics.EventRefused,
		Tracer: p.telemetry.tracer, JourneyKey: journeys, Routed: p.requests.Record, Tried: p.tried,
		ConnectionRefused: p.telemetry.metrics.ConnectionRefused, FellBack: p.fellBack, Audit: p.telemetry.audit,
	}
	if p.journal != nil {
		kept := records.New(p.journal, codec)
		o.Epoch = p.journal.Epoch
		o.Payments, o.Events, o.Feed, o.References, o.ReplayStored = kept, kept, kept, kept, policies.Recall(p.journal)
	}
	if p.gateway, err = gateway.New(o); err != nil {
		return err
	}
	p.admin = p.newAdminServer(codec)
	return nil
}

// apply puts a file into service in one step, or changes nothing.
func (p *program) apply(ctx context.Context, file *config.File, number func() int64) error {
	before := p.serving.Load()
	made := p.builder.build(file, 0, before)
	if problems := file.Problems(); len(problems) > 0 {
		return problems
	}
	signIn, err := p.operatorsOf(file.Config)
	if err != nil {
		return err
	}
	made.state.Generation = number()
	p.signIn.Store(signIn)
	p.operators.Apply(made.levers())
	p.gateway.Swap(made.state)
	made.reload()
	p.serving.Store(made)
	p.operators.Apply(made.levers())
	tenants, _ := made.config.Tenants()
	p.telemetry.metrics.Serving(made.policies(), tenants)
	p.forgetDegraded(before, made)
	if before == nil || before.state.Auth != made.state.Auth {
		p.stopAuth()
		background, stop := context.WithCancel(context.WithoutCancel(ctx))
		p.stopAuth = stop
		if made.state.Auth.IssuerKeys() != nil {
			p.telemetry.metrics.ExpectIssuerKeys()
		}
		go made.state.Auth.Run(background)
	}
	before.release(made)
	if p.journal != nil {
		p.journal.Retain(retentionsOf(file.Config))
	}
	p.warn(ctx, made, before)
	p.operators.Warn(ctx, made.levers(), before.levers())
	p.warnOfRestart(ctx, file)
	return nil
}

// forgetDegraded lets breakers that were made anew tell of themselves again.
func (p *program) forgetDegraded(before, made *generation) {
	for name, c := range made.connections {
		if old := before.connection(name); p.degraded != nil && old != nil && !old.policies.Shares(c.policies) {
			p.degraded.forget(name)
		}
	}
}

// tenantsOf are the tenants of the file in service that may use a connection; one
// without a name if it names none.
func (p *program) tenantsOf(connection string) []string {
	serving := p.serving.Load()
	if serving == nil {
		return []string{""}
	}
	tenants := serving.config.Connections[connection].Tenants
	if len(tenants) == 0 {
		tenants, _ = serving.config.Tenants()
	}
	if len(tenants) == 0 {
		return []string{""}
	}
	return tenants
}

// warnOfRestart names what a reload cannot put into service.
func (p *program) warnOfRestart(ctx context.Context, file *config.File) {
	keys := plan.ChangedSections(p.started, file.Config)
	secrets := file.SecretDigests()
	for key, digest := range p.startedSecrets {
		if now, named := secrets[key]; named && now != digest && !strings.HasPrefix(key, "connections.") {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	keys = slices.DeleteFunc(slices.Compact(keys), plan.AppliesOnReload)
	if len(keys) > 0 {
		p.telemetry.logger.WarnContext(ctx, "configuration needs a restart", "keys", keys)
	}
}

// warn tells the operator once what there is to know about the configuration.
func (p *program) warn(ctx context.Context, made, before *generation) {
	known := before.warnings(p.builder.now())
	for _, w := range made.warnings(p.builder.now()) {
		if !slices.Contains(known, w) {
			p.telemetry.logger.WarnContext(ctx, "configuration warning", "path", w.Path, "warning", w.Message)
		}
	}
}

// sandboxURL starts the simulators when the first connection asks for one.
func (p *program) sandboxURL(connection, vendor string) string {
	if p.sandboxes == nil {
		box, err := startSandboxes(context.Background(), "127.0.0.1:0", p.builder.vendors)
		if err != nil {
			p.telemetry.logger.Error("sandboxes do not run", "reason", err.Error())
			return "http://sandbox.invalid/" + vendor
		}
		p.sandboxes = box
	}
	return p.sandboxes.baseURL(connection, vendor)
}

// close ends what start began, as far as it came.
func (p *program) close(ctx context.Context) error {
	var errs []error
	p.stopAuth()
	p.stop()
	p.background.Wait()
	if p.imports != nil {
		errs = append(errs, p.imports.Close())
	}
	if p.journal != nil {
		errs = append(errs, p.journal.Close())
	}
	if p.redis != nil {
		errs = append(errs, p.redis.Close())
	}
	if p.sandboxes != nil {
		errs = append(errs, p.sandboxes.close())
	}
	if p.telemetry != nil {
		p.telemetry.flush(ctx, p.stopBy)
	}
	return errors.Join(errs...)
}

func adminToken(c config.Config) (canonical.Secret, error) {
	if c.Server.AdminToken == "" {
		return canonical.Secret{}, nil
	}
	token, err := config.Secret(c.Server.AdminToken)
	if err != nil {
		return canonical.Secret{}, fmt.Errorf("resolve server.admin_token: %w", err)
	}
	return token, nil
}

// ownKeyset is where a quickstart keeps the id key set that it made.
var ownKeyset = filepath.Join("data", "ids.json")

// openKeyset reads the id key set. A quickstart without one makes its own.
func openKeyset(c config.Config) ([]byte, error) {
	if c.IDs.Keyset != "" {
		keyset, err := config.Secret(c.IDs.Keyset)
		if err != nil {
			return nil, fmt.Errorf("resolve ids.keyset: %w", err)
		}
		return []byte(keyset.Reveal()), nil
	}
	keyset, err := os.ReadFile(ownKeyset)
	if errors.Is(err, os.ErrNotExist) {
		keyset, err = makeOwnKeyset()
	}
	if err != nil {
		return nil, fmt.Errorf("open own id key set: %w", err)
	}
	return keyset, nil
}

func makeOwnKeyset() ([]byte, error) {
	keyset, err := ids.NewKeyset()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(ownKeyset), 0o700); err != nil {
		return nil, err
	}
	return keyset, writeSecret(ownKeyset, keyset)
}
