package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/cmd/canongate/internal/adminview"
	"canongate/cmd/canongate/internal/shared"
	"canongate/config"
	"canongate/config/plan"
	"canongate/gateway"
	"canongate/gateway/admin"
	"canongate/gateway/auth"
	"canongate/gateway/ids"
	"canongate/gateway/records"
)

// newAdminServer makes the operators' server.
func (p *program) newAdminServer(codec *ids.Codec) *http.Server {
	o := admin.Options{
		Logger: p.telemetry.logger, Audit: p.telemetry.audit, Version: version,
		Operators: p.signIn.Load, FourEyes: p.fourEyes,
		Health: p.gateway.Health, Metrics: p.telemetry.metricsHandler(), Level: p.telemetry.level,
		Connections: p.adminConnections, OperatorStates: p.operators, Scorecards: p.scorecards, Shadows: p.gateway.Shadows,
		Rules: p.adminRules, Tenants: p.adminTenants,
		Explain: explainer{p, codec}.explain, Configuration: operator{p}, Rollouts: p.rollouts, Traces: p.telemetry.buffer, Journey: p.gateway.Journey,
	}
	if p.journal != nil {
		kept := admin.NewJournal(p.journal)
		o.Payments, o.Events, o.Changes = kept, kept, p.journal
		o.Money = &admin.Money{Journal: p.journal, Imports: p.imports, RateClasses: p.rateClasses}
	}
	return &http.Server{
		Handler: admin.New(o), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
	}
}

// operatorsOf reads who may sign in. The token is that of the start: a reload does not
// change it, nor does it open a listener that was not made for that.
func (p *program) operatorsOf(c config.Config) (*auth.Operators, error) {
	made, err := auth.NewOperators(c.Server.Operators, p.token, p.builder.now)
	if before := p.signIn.Load(); err == nil && made.Open() && before != nil && !before.Open() {
		return before, nil
	}
	return made, err
}

// fourEyes is the rule of the file in service.
func (p *program) fourEyes() string {
	if made := p.serving.Load(); made != nil {
		return made.config.FourEyes()
	}
	return auth.FourEyesAlways
}

// adminConnections are the connections in service, by name.
func (p *program) adminConnections() []admin.Connection {
	made := p.serving.Load()
	if made == nil {
		return nil
	}
	all := make([]admin.Connection, 0, len(made.connections))
	for _, name := range slices.Sorted(maps.Keys(made.connections)) {
		c := made.connections[name]
		all = append(all, admin.Connection{
			Name: name, Vendor: c.options.Vendor, Sandbox: c.options.Sandbox, Tenants: c.options.Tenants,
			Operations: connectionInfo(name, c.options, c.client.adapter).Operations, Policies: c.policies,
		})
	}
	return all
}

// adminRules are the routes in service.
func (p *program) adminRules() []admin.Rule {
	made := p.serving.Load()
	if made == nil {
		return nil
	}
	return adminview.Rules(made.config, p.reloader.Base().Config)
}

// adminTenants are those that the file in service names.
func (p *program) adminTenants() []admin.Tenant {
	made := p.serving.Load()
	if made == nil {
		return nil
	}
	return adminview.Tenants(made.config)
}

// explainer asks the generation in service.
type explainer struct {
	program *program
	ids     *ids.Codec
}

func (e explainer) explain(ctx context.Context, asked admin.ExplainRequest) (admin.Explanation, error) {
	made := e.program.serving.Load()
	if made == nil {
		return admin.Explanation{}, admin.Conflict("No configuration is in service yet.")
	}
	if references := referencesIn(asked.Request); len(references) > 0 && asked.KnownAt == nil {
		known, err := e.knownAt(ctx, asked.Tenant, references)
		if err != nil {
			return admin.Explanation{}, err
		}
		asked.KnownAt = known
	}
	return explain(made.state, e.ids.Owner, asked)
}

// knownAt are the connections where each of the persons is known.
func (e explainer) knownAt(ctx context.Context, tenant string, references []string) ([]string, error) {
	if e.program.journal == nil {
		return nil, admin.Conflict("This gateway runs without a journal, so it keeps no references.")
	}
	return gateway.KnownAt(ctx, records.New(e.program.journal, e.ids), tenant, references...)
}

// operator is what operators may do with the configuration.
type operator struct{ program *program }

var _ admin.Configuration = operator{}

// Current is the configuration in service, and what the last attempt to change it
// failed on: a file that was changed may have been refused with nobody there.
func (o operator) Current(ctx context.Context) admin.Version {
	v := versionOf(o.program.reloader.Current())
	v.FileDiffers, v.FileRolledBack = o.program.reloader.Disk(ctx)
	if refusal := o.program.reloader.Refusal(); refusal != nil {
		v.Refused = strings.Split(refusal.Error(), "\n")
	}
	return v
}

// candidatePath stands for the name of a file where a candidate has a mistake.
const candidatePath = "config"

// Plan compares a candidate with what serves, and with what was asked lately.
func (o operator) Plan(_ context.Context, candidate admin.Candidate) (admin.Plan, error) {
	now, serving := o.program.reloader.Current(), o.program.serving.Load()
	var file *config.File
	var err error
	switch {
	case candidate.Route != "":
		base := o.program.reloader.Base()
		if shared.WeightsOf(base.Config, candidate.Route) == nil {
			return nil, &canonical.Error{Code: canonical.NotFound, Message: "No route has this name."}
		}
		file = base.WithWeights(candidate.Route, shared.UseOf(candidate.Weights))
	case candidate.Text == nil:
		file, err = config.Load(now.File.Path)
	case candidate.WithoutSecrets:
		file = config.ParseWithoutSecrets(candidatePath, []byte(*candidate.Text))
	default:
		file = config.Parse(candidatePath, []byte(*candidate.Text))
	}
	if err != nil {
		return nil, refusedFile(err)
	}
	made := newBuilder().build(file, 1, nil)
	if problems := file.Problems(); len(problems) > 0 {
		return nil, refusedFile(problems)
	}
	if adjusted := o.program.rollouts.Adjust(file); adjusted != file { // they would go on
		made = newBuilder().build(adjusted, 1, nil)
		if problems := adjusted.Problems(); len(problems) > 0 {
			return nil, refusedFile(file.Placed(problems))
		}
	}
	o.program.operators.Apply(made.levers())
	p := plan.Compare(serving.side(), made.side())
	p.Replay = plan.Replay(o.program.requests.Requests(), serving.side(), made.side())
	return p, nil
}

// Reload puts the file as it is now into service.
func (o operator) Reload(ctx context.Context, by string) (admin.Version, error) {
	v, err := o.program.reloader.Reload(ctx, config.Why{Cause: config.CauseReload, By: by})
	return o.report(ctx, config.CauseReload, v, err)
}

// RollBack puts an earlier generation into service.
func (o operator) RollBack(ctx context.Context, to int64, by string) (admin.Version, error) {
	v, err := o.program.rollouts.Rollback(ctx, by, func() (config.Version, error) { return o.program.reloader.Rollback(ctx, to, by) })
	return o.report(ctx, config.CauseRollback, v, err)
}

func (o operator) report(ctx context.Context, cause string, v config.Version, err error) (admin.Version, error) {
	config.Report(ctx, o.program.telemetry.logger, cause, v, err)
	if err != nil {
		return admin.Version{}, refusedFile(err)
	}
	after := versionOf(v)
	after.FileDiffers, after.FileRolledBack = o.program.reloader.Disk(ctx)
	return after, nil
}

func versionOf(v config.Version) admin.Version {
	if v.File == nil {
		return admin.Version{}
	}
	return admin.Version{
		Generation: v.Generation, Hash: v.File.Hash, LoadedAt: v.LoadedAt.UTC(), Cause: v.Cause, By: v.By,
		Path: v.File.Path, Watch: v.File.Config.File.Watch, Content: v.File.Redacted(),
	}
}

// Generations lists what was in service, here or at another replica.
func (o operator) Generations(ctx context.Context) ([]admin.Generation, error) {
	kept, err := o.program.kept.List(ctx)
	if err != nil {
		return nil, err
	}
	serving := o.program.reloader.Current().Generation
	all := make([]admin.Generation, len(kept))
	for i, g := range kept {
		all[i] = admin.Generation{
			Generation: g.Number, Hash: g.Hash, At: g.At.UTC(), By: g.By, Cause: g.Cause,
			RolledBack: g.RolledBack, InService: g.Number == serving,
		}
	}
	return all, nil
}

// Diff compares two generations.
func (o operator) Diff(ctx context.Context, number, against int64) (admin.GenerationDiff, error) {
	if against == 0 {
		against = number - 1
	}
	before, err := o.parsed(ctx, against)
	if err != nil {
		return admin.GenerationDiff{}, err
	}
	after, err := o.parsed(ctx, number)
	if err != nil {
		return admin.GenerationDiff{}, err
	}
	return admin.GenerationDiff{
		Generation: number, Against: against, Changes: plan.CompareKeys(before.Config, after.Config),
		Text: plan.Unified(before.Redacted(), after.Redacted()),
	}, nil
}

// parsed is a generation to look at.
func (o operator) parsed(ctx context.Context, number int64) (*config.File, error) {
	g, err := o.program.kept.Get(ctx, number)
	if errors.Is(err, config.ErrNoGeneration) {
		return nil, &canonical.Error{Code: canonical.NotFound, Message: fmt.Sprintf("Generation %d is not kept.", number)}
	}
	if err != nil {
		return nil, err
	}
	return config.ParseWithoutSecrets(o.program.reloader.Current().File.Path, g.Content), nil
}

// refusedFile says to an operator why a file did not go into service. What is
// wrong with files is written to be shown.
func refusedFile(err error) error {
	var problems config.Problems
	if errors.Is(err, config.ErrNoGeneration) {
		return &canonical.Error{Code: canonical.NotFound, Message: "No generation of this number is kept."}
	}
	if !errors.As(err, &problems) {
		return admin.Conflict(err.Error())
	}
	refused := &canonical.Error{Code: canonical.ValidationFailed, Message: "The configuration file has mistakes; nothing was changed."}
	for _, m := range problems {
		refused.Fields = append(refused.Fields, canonical.FieldError{Pointer: m.Path, Code: canonical.FieldInvalid, Detail: m.String()})
	}
	return refused
}
