package admin

import (
	"log/slog"
)

// audited is one change, as the audit log tells it: names, states and numbers.
type audited struct {
	action string // "connection.state"
	target string // name of a connection, id of a payment or event
	by     string
	from   string
	to     string
}

// audit writes the line of a change that was made, or refused with err. It hands
// err on.
func (r *request) audit(c audited, err error) error {
	attributes := []slog.Attr{
		slog.String("action", c.action), slog.String("target", c.target), slog.String("by", c.by),
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
