package admin

import (
	"cmp"
	"log/slog"
	"strings"
)

// audited is one change, as the audit log tells it: names, states and numbers.
type audited struct {
	target string // name of a connection, id of a payment or event
	by     string
	from   string
	to     string
}

// audit writes the line of a change that was made, or refused with err. It hands
// err on.
func (r *request) audit(c audited, err error) error {
	r.audited = true
	attributes := []slog.Attr{
		slog.String("action", r.route.action), slog.String("target", c.target), slog.String("by", c.by),
		slog.String("remote", r.remote()), slog.String("from", c.from), slog.String("to", c.to),
		slog.String("request_id", r.id),
	}
	result := "done"
	if err != nil {
		result = string(problemOf(err).Code)
	}
	attributes = append(attributes, slog.String("result", result))
	r.server.Audit.LogAttrs(r.Context(), slog.LevelInfo, "admin change", attributes...)
	return err
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
	_ = r.audit(audited{target: r.target(), by: by}, err)
}

// maxTarget bounds what is logged of a path that nobody has checked, in bytes.
const maxTarget = 128

// target is what the path names; "" where it names nothing.
func (r *request) target() string {
	target := cmp.Or(r.PathValue("name"), r.PathValue("id"))
	if operation := r.PathValue("operation"); operation != "" {
		target += "/" + operation
	}
	return strings.ToValidUTF8(target[:min(len(target), maxTarget)], "")
}
