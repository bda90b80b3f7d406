package admin

import (
	"log/slog"
	"strings"
)

// LogLevel is how much is logged.
type LogLevel struct {
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

func (s *server) level() LogLevel { return LogLevel{strings.ToLower(s.Level.Level().String())} }

// levelRequest sets how much is logged.
type levelRequest struct {
	Change
	LogLevel
}

func (s *server) setLevel(r *request) (answer, error) {
	var body levelRequest
	err := r.read(&body)
	if err == nil {
		err = r.sign(&body.Change)
	}
	if err != nil {
		return answer{}, err
	}
	to, known := levels[body.Level]
	if !known {
		return answer{}, wrongValue("/level", body.Level, "must be debug, info, warn or error")
	}
	before := s.level()
	s.Level.Set(to)
	_ = r.audit(audited{"logs", body.Change, before.Level, body.Level}, nil)
	return ok(s.level())
}
