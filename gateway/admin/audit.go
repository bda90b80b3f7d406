package admin

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"time"

	"canongate/policies/journal"
)

// audited is one change, as it is told afterwards: names, states and numbers, and the
// reason, which the audit log does not hold.
type audited struct {
	target string // name of a connection, id of a payment or event
	Change
	from string
	to   string
}

// audit writes the line of a change that was made, or refused with err, and has the
// journal keep it. It hands err on.
func (r *request) audit(c audited, err error) error {
	r.audited = true
	c.target, c.from, c.to = cleaned(c.target), cleaned(c.from), cleaned(c.to)
	result := "done"
	if err != nil {
		result = string(problemOf(err).Code)
	}
	r.server.Audit.LogAttrs(r.Context(), slog.LevelInfo, "admin change",
		slog.String("action", r.route.action), slog.String("target", c.target), slog.String("by", c.By),
		slog.String("remote", r.remote()), slog.String("from", c.from), slog.String("to", c.to),
		slog.String("request_id", r.id), slog.String("result", result))
	if r.server.Changes != nil && r.operator != nil { // a stranger gets no place on the disk
		r.keep(journal.OperatorChange{
			By: c.By, Action: r.route.action, Target: c.target, Result: result, RequestID: r.id, Reason: c.Reason, From: c.from, To: c.to,
		})
	}
	return err
}

const (
	// keepWait is how long an answer waits for its change to be kept.
	keepWait = time.Second
	// keepTime is how long the journal is given to keep it.
	keepTime = 10 * time.Second
)

// keep has the journal keep a change. It is made already, so a journal that is away must
// not fail it, and one that is slow delays the answer by keepWait only.
func (r *request) keep(c journal.OperatorChange) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), keepTime)
	kept := make(chan struct{})
	go func() {
		defer cancel()
		defer close(kept)
		if err := r.server.Changes.KeepOperatorChange(ctx, c); err != nil {
			r.server.Logger.ErrorContext(ctx, "operator change is not kept: the audit log alone has it",
				"action", c.Action, "target", c.Target, "by", c.By, "request_id", c.RequestID, "cause", err.Error())
		}
	}()
	select {
	case <-kept:
	case <-time.After(keepWait):
	}
}

// auditRefused writes the line of a change that was refused before its handler
// came to write one. Who did not sign in has no name.
func (r *request) auditRefused(err error) {
	if r.route.action == "" || r.audited {
		return
	}
	by := "unverified@" + r.remote()
	if r.operator != nil {
		by = r.operator.Name
	}
	_ = r.audit(audited{target: r.target(), Change: Change{By: by}}, err)
}

// maxAudited bounds what is told of a target or a state, in bytes. It holds the longest
// filter.
const maxAudited = 512

// cleaned is a text that nobody may have checked, as far as it is told.
func cleaned(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text[:min(len(text), maxAudited)], ""), "\x00", "")
}

// target is what the path names; "" where it names nothing.
func (r *request) target() string {
	target := cmp.Or(r.PathValue("name"), r.PathValue("id"))
	if operation := r.PathValue("operation"); operation != "" {
		target += "/" + operation
	}
	return target
}
