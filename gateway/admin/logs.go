package admin

import (
	"log/slog"
	"strings"
)

// level is how much is logged.
type level struct {
	Level string `json:"level"`
}

var levels = map[string]slog.Level{
	"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
}

func (s *server) getLevel(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	return ok(s.level())
}

func (s *server) level() level { return level{strings.ToLower(s.Level.Level().String())} }

func (s *server) setLevel(r *request) (answer, error) {
	var body struct {
		change
		level
	}
	if err := r.read(&body); err != nil {
		return answer{}, err
	}
	to, known := levels[body.level.Level]
	if !known {
		return answer{}, wrongValue("/level", body.level.Level, "must be debug, info, warn or error")
	}
	by, err := r.by(body.By)
	if err != nil {
		return answer{}, err
	}
	before := s.level()
	s.Level.Set(to)
	_ = r.audit(audited{"logs", by, before.Level, body.level.Level}, nil)
	return ok(s.level())
}
