package main

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"canongate/canonical"
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
		Logger: p.telemetry.logger, Audit: p.telemetry.audit,
		Operators: p.signIn.Load, FourEyes: p.fourEyes,
		Health: p.gateway.Health, Metrics: p.telemetry.metricsHandler(), Level: p.telemetry.level,
		Connections: p.adminConnections, OperatorStates: p.operators, Scorecards: p.scorecards, Shadows: p.gateway.Shadows, Explain: explainer{p, codec}.explain,
		Configuration: operator{p}, Traces: p.telemetry.buffer,
	}
	if p.journal != nil {
		kept := admin.NewJournal(p.journal)
		o.Payments, o.Events = kept, kept
		o.Money = &admin.Money{Journal: p.journal, Imports: p.imports}
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
func (o operator) Current() admin.Version {
	v := versionOf(o.program.reloader.Current())
	if refusal := o.program.reloader.Refusal(); refusal != nil {
		v.Refused = strings.Split(refusal.Error(), "\n")
	}
	return v
}

// Plan compares the file as it is now with what serves, and with what was asked
// lately.
func (o operator) Plan(context.Context) (admin.Plan, error) {
	now, serving := o.program.reloader.Current(), o.program.serving.Load()
	_, made, err := loadGeneration(now.File.Path)
	if err != nil {
		return nil, refusedFile(err)
	}
	o.program.operators.Apply(made)
	p := plan.Compare(serving.side(), made.side())
	p.Replay = plan.Replay(o.program.requests.Requests(), serving.side(), made.side())
	return p, nil
}

// Reload puts the file as it is now into service.
func (o operator) Reload(ctx context.Context) (admin.Version, error) {
	return o.report(ctx, "admin API", o.program.reloader.Reload)
}

// RollBack puts the generation before into service.
func (o operator) RollBack(ctx context.Context) (admin.Version, error) {
	return o.report(ctx, "admin API, rollback", o.program.reloader.Rollback)
}

func (o operator) report(ctx context.Context, cause string, do func(context.Context) (config.Version, error)) (admin.Version, error) {
	v, err := do(ctx)
	config.Report(ctx, o.program.telemetry.logger, cause, v, err)
	if err != nil {
		return admin.Version{}, refusedFile(err)
	}
	return versionOf(v), nil
}

func versionOf(v config.Version) admin.Version {
	if v.File == nil {
		return admin.Version{}
	}
	return admin.Version{
		Generation: v.Generation, Hash: v.File.Hash, LoadedAt: v.LoadedAt.UTC(), Path: v.File.Path, Content: v.File.Redacted(),
	}
}

// refusedFile says to an operator why a file did not go into service. What is
// wrong with files is written to be shown.
func refusedFile(err error) error {
	var problems config.Problems
	if !errors.As(err, &problems) {
		return admin.Conflict(err.Error())
	}
	refused := &canonical.Error{Code: canonical.ValidationFailed, Message: "The configuration file has mistakes; nothing was changed."}
	for _, m := range problems {
		refused.Fields = append(refused.Fields, canonical.FieldError{Pointer: m.Path, Code: canonical.FieldInvalid, Detail: m.String()})
	}
	return refused
}
