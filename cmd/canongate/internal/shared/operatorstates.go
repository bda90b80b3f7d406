package shared

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"canongate/canonical"
	"canongate/policies"
	"canongate/policies/journal"
)

// lever is what an operator can move: a connection, or with an operation one of
// its breakers.
type lever struct{ connection, operation string }

// OperatorStates are the states that operators want of connections and breakers.
// They hold over what the file says, are shared by all replicas of a journal and
// outlive restarts. Without a journal they last as long as the process. A change
// takes effect here before it is kept, since the kill switch must work while the
// journal does not. Safe for concurrent use.
type OperatorStates struct {
	journal *journal.Journal // nil: none
	serving func() []Connection
	logger  *slog.Logger
	now     func() time.Time

	exchange sync.Mutex // held during an exchange with the journal; taken before mu
	mu       sync.Mutex
	wanted   map[lever]journal.OperatorState
	unkept   map[lever]bool // the journal does not have it yet
}

// Connection is what operators can move of a connection.
type Connection struct {
	Name     string
	Says     policies.ConnectionState // the file
	Policies *policies.ConnectionPolicies
}

// NewOperatorStates makes them over the connections in service; a nil journal is none.
func NewOperatorStates(j *journal.Journal, serving func() []Connection, logger *slog.Logger) *OperatorStates {
	return &OperatorStates{
		journal: j, serving: serving, logger: logger, now: time.Now,
		wanted: map[lever]journal.OperatorState{}, unkept: map[lever]bool{},
	}
}

// Set moves a lever at once. kept says whether a restart and the other replicas
// know of it; if not, the journal is away and is told as soon as it is back.
func (o *OperatorStates) Set(ctx context.Context, s journal.OperatorState) (kept bool) {
	at := lever{s.Connection, s.Operation}
	o.mu.Lock()
	s.Since = o.now().UTC().Truncate(time.Microsecond)
	if before := o.wanted[at].Since; !s.Since.After(before) {
		s.Since = before.Add(time.Microsecond)
	}
	o.wanted[at] = s
	o.unkept[at] = o.journal != nil
	o.applyTo(o.serving())
	o.mu.Unlock()
	if o.journal == nil {
		return false
	}
	o.exchange.Lock()
	defer o.exchange.Unlock()
	return o.keep(ctx, at, false)
}

// Of gives what an operator wants of a lever at the moment, if anything.
func (o *OperatorStates) Of(connection, operation string) (journal.OperatorState, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.inForce(lever{connection, operation})
}

func (o *OperatorStates) inForce(at lever) (journal.OperatorState, bool) {
	s, ok := o.wanted[at]
	over := !s.Until.IsZero() && !o.now().Before(s.Until)
	return s, ok && !over && s.State != string(policies.BreakerAuto)
}

// Apply puts the levers of a generation's connections where operators want them. It is
// called before the generation serves and once more after: what was moved in between
// went to the one before.
func (o *OperatorStates) Apply(made []Connection) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.applyTo(made)
}

func (o *OperatorStates) applyTo(made []Connection) {
	for _, c := range made {
		state := c.Says
		if s, ok := o.inForce(lever{c.Name, ""}); ok {
			state = policies.ConnectionState(s.State)
		}
		if c.Policies.State() != state {
			c.Policies.SetState(state)
		}
		for _, row := range canonical.Operations() {
			held := policies.BreakerAuto
			if s, ok := o.inForce(lever{c.Name, row.Name()}); ok {
				held = policies.BreakerState(s.State)
			}
			if c.Policies.Forced(row.Name()) != held {
				_ = c.Policies.Force(row.Name(), held) // the operation is one, and the word was checked
			}
		}
	}
}

// Look exchanges states with the journal: it tells what is not kept yet, and hears
// what operators changed at other replicas.
func (o *OperatorStates) Look(ctx context.Context) error {
	if o.journal == nil {
		return nil
	}
	o.exchange.Lock()
	defer o.exchange.Unlock()
	o.mu.Lock()
	unkept := slices.Collect(maps.Keys(o.unkept))
	o.mu.Unlock()
	for _, at := range unkept {
		if !o.keep(ctx, at, true) {
			return nil // it is away, and was logged
		}
	}
	ctx, cancel := context.WithTimeout(ctx, KeepWithin)
	defer cancel()
	kept, err := o.journal.OperatorStates(ctx)
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range kept {
		at := lever{s.Connection, s.Operation}
		if !o.unkept[at] && o.wanted[at] != s {
			o.wanted[at] = s
			o.logger.InfoContext(ctx, "operator state heard of", "connection", s.Connection, "operation", s.Operation,
				"state", s.State, "by", s.By, "since", s.Since)
		}
	}
	o.applyTo(o.serving())
	return nil
}

// keep writes one state. The caller holds exchange.
func (o *OperatorStates) keep(ctx context.Context, at lever, late bool) bool {
	o.mu.Lock()
	s, waiting := o.wanted[at], o.unkept[at]
	o.mu.Unlock()
	if !waiting {
		return true
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), KeepWithin)
	defer cancel()
	if err := o.journal.KeepOperatorState(ctx, s, late); err != nil {
		o.logger.WarnContext(ctx, "operator state is not kept yet", "connection", at.connection, "operation", at.operation, "reason", err.Error())
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.wanted[at] == s {
		delete(o.unkept, at)
	}
	return true
}

// Warn names the connections whose file says something new that does not hold,
// because an operator wants something else.
func (o *OperatorStates) Warn(ctx context.Context, made, before []Connection) {
	said := map[string]policies.ConnectionState{}
	for _, c := range before {
		said[c.Name] = c.Says
	}
	for _, c := range made {
		s, ok := o.Of(c.Name, "")
		if old, known := said[c.Name]; ok && known && old != c.Says && string(c.Says) != s.State {
			o.logger.WarnContext(ctx, "operator state holds over the file", "connection", c.Name, "file", c.Says, "state", s.State, "by", s.By)
		}
	}
}

// Kept says whether the journal knows what is wanted of a lever.
func (o *OperatorStates) Kept(connection, operation string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.journal != nil && !o.unkept[lever{connection, operation}]
}

// Run looks until ctx ends.
func (o *OperatorStates) Run(ctx context.Context) {
	lookUntil(ctx, o.logger, "operator states", o.Look)
}

// lookUntil looks at what replicas share again and again, until ctx ends.
func lookUntil(ctx context.Context, logger *slog.Logger, what string, look func(context.Context) error) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := look(ctx); err != nil && ctx.Err() == nil {
				logger.DebugContext(ctx, "shared state cannot be read", "what", what, "reason", strings.TrimSpace(err.Error()))
			}
		}
	}
}
