package imports

import (
	"context"
	"errors"
	"time"

	"canongate/policies/journal"
)

const (
	// retryAfter is how long an import waits that the journal has interrupted, or that
	// another replica works on.
	retryAfter = 5 * time.Second
	// lease is how long a replica that died keeps the others from its import.
	lease = 15 * time.Second
)

func leaseOf(id string) string { return "import " + id }

// errElsewhere is an import that another replica works on.
var errElsewhere = errors.New("another replica works on it")

// Run goes on with what was interrupted, and then does the work that Take and Apply
// hand over, until ctx ends. What is under way then goes on at the next start. An import
// that another replica works on is looked at again and again: it may die. Close follows.
func (e *Engine) Run(ctx context.Context) {
	elsewhere := e.resume(ctx)
	e.leave()
	again := time.NewTicker(retryAfter)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-e.work:
			elsewhere = append(elsewhere, e.do(ctx, id)...)
			e.leave()
		case <-again.C:
			elsewhere = e.lookAgain(ctx, elsewhere)
		}
	}
}

// lookAgain goes on with imports whose replica has died, if nothing else is under way.
// It gives those that are still worked on elsewhere.
func (e *Engine) lookAgain(ctx context.Context, ids []string) (elsewhere []string) {
	if len(ids) == 0 {
		return nil
	}
	select {
	case e.place <- struct{}{}:
	default:
		return ids
	}
	defer e.leave()
	for _, id := range ids {
		elsewhere = append(elsewhere, e.do(ctx, id)...)
	}
	return elsewhere
}

// resume works on what an earlier process left behind, and deletes the files that
// nobody needs any more. It gives the imports that others work on.
func (e *Engine) resume(ctx context.Context) (elsewhere []string) {
	unfinished, err := e.journal.UnfinishedImports(ctx)
	if err != nil {
		e.log.ErrorContext(ctx, "imports that were interrupted cannot be looked for", "reason", err.Error())
		return nil // the files stay: they may be needed
	}
	needed := map[string]bool{}
	for _, i := range unfinished {
		needed[i.ID] = i.State == journal.ImportReading
	}
	if err := e.spool.clean(needed); err != nil {
		e.log.WarnContext(ctx, "files of imports are left behind", "reason", err.Error())
	}
	for _, i := range unfinished {
		if i.State == journal.ImportMatched || e.spool.has(i.ID) {
			e.log.InfoContext(ctx, "import goes on", "import", i.ID, "connection", i.Connection)
			elsewhere = append(elsewhere, e.do(ctx, i.ID)...)
		}
	}
	return elsewhere
}

// do works on an import to its end, and gives it back if another replica does. What the
// journal refuses is tried again, as the file has been promised to be read.
func (e *Engine) do(ctx context.Context, id string) (elsewhere []string) {
	for {
		i, err := e.attempt(ctx, id)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, errElsewhere):
			return []string{id}
		case err == nil:
			e.done(ctx, i)
			return nil
		}
		e.log.ErrorContext(ctx, "import is interrupted, and tried again", "import", id, "reason", err.Error())
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(retryAfter):
		}
	}
}

// attempt works on an import, if it is unfinished and no other replica has its lease.
func (e *Engine) attempt(ctx context.Context, id string) (i journal.Import, err error) {
	if i, err = e.journal.GetImport(ctx, id, nil); err != nil || !unfinished(i) {
		return i, err
	}
	ctx, end, err := e.holdLease(ctx, leaseOf(id))
	if err != nil {
		return i, err
	}
	defer end()
	i, err = e.journal.GetImport(ctx, id, nil) // another may have worked on it meanwhile
	if err == nil && i.State == journal.ImportReading {
		if !e.spool.has(id) {
			return i, errElsewhere // the file came to one that has died; it has to be sent again
		}
		i, err = e.readFile(ctx, i)
	}
	if err == nil && i.State == journal.ImportMatched {
		i, err = e.settle(ctx, i)
	}
	return i, err
}

func unfinished(i journal.Import) bool {
	return i.State == journal.ImportReading || i.State == journal.ImportMatched
}

// holdLease takes a lease and renews it until end is called. The context that it gives
// ends when another replica has taken it over.
func (e *Engine) holdLease(ctx context.Context, name string) (held context.Context, end func(), err error) {
	taken, err := e.journal.TakeLease(ctx, name, e.owner, lease)
	if err != nil {
		return nil, nil, err
	}
	if !taken {
		return nil, nil, errElsewhere
	}
	held, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		renew := time.NewTicker(lease / 3)
		defer renew.Stop()
		for {
			select {
			case <-held.Done():
				return
			case <-renew.C:
				// While the journal is away nobody else can take it either.
				if kept, err := e.journal.TakeLease(held, name, e.owner, lease); err == nil && !kept {
					stop()
				}
			}
		}
	}()
	return held, func() {
		stop()
		<-ended
		if err := e.journal.DropLease(context.WithoutCancel(ctx), name, e.owner); err != nil {
			e.log.WarnContext(ctx, "the lease of an import runs its time", "lease", name, "reason", err.Error())
		}
	}, nil
}

func (e *Engine) done(ctx context.Context, i journal.Import) {
	e.spool.drop(i.ID) // another replica may have read its own
	c := SummaryOf(i).Counts
	e.log.InfoContext(ctx, "import is done", "import", i.ID, "connection", i.Connection, "state", string(i.State),
		"entries", c.Entries, "applied", c.Applied, "proposed", c.Proposed, "exceptions", c.Exception)
}
