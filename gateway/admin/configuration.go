package admin

import (
	"context"
	"strconv"
	"time"
)

// Configuration is what operators may do with the configuration file. A file
// with mistakes is a *canonical.Error (validation_failed) whose fields are the
// mistakes.
type Configuration interface {
	Current() Version
	// Plan says what loading the file would change.
	Plan(context.Context) (Plan, error)
	Reload(context.Context) (Version, error)
	// RollBack puts the generation before into service. Its error is a Conflict
	// when there is none.
	RollBack(context.Context) (Version, error)
}

// Version is a configuration in service.
type Version struct {
	Generation int64     `json:"generation"`
	Hash       string    `json:"hash"`
	LoadedAt   time.Time `json:"loaded_at"`
	Path       string    `json:"path"`
	Content    string    `json:"content,omitempty"` // with everything secret taken out
	// Refused says why the last attempt to load the file or to roll back changed
	// nothing, a line for each mistake; absent when it succeeded.
	Refused []string `json:"refused,omitempty"`
}

// Plan is what a change of the configuration would do; the command `canongate
// plan` prints the same. It marshals to JSON.
type Plan any

func (s *server) getConfig(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	return ok(s.Configuration.Current())
}

func (s *server) planConfig(r *request) (answer, error) {
	if err := r.read(&change{}); err != nil {
		return answer{}, err
	}
	plan, err := s.Configuration.Plan(r.Context())
	if err != nil {
		return answer{}, err
	}
	return ok(plan)
}

func (s *server) reloadConfig(r *request) (answer, error) {
	return s.changeConfig(r, s.Configuration.Reload)
}

func (s *server) rollBackConfig(r *request) (answer, error) {
	return s.changeConfig(r, s.Configuration.RollBack)
}

func (s *server) changeConfig(r *request, do func(context.Context) (Version, error)) (answer, error) {
	var body change
	if err := r.read(&body); err != nil {
		return answer{}, err
	}
	by, err := r.by(body.By)
	if err != nil {
		return answer{}, err
	}
	before := s.Configuration.Current()
	// Whoever asked may hang up; half a change of the configuration helps nobody.
	after, err := do(context.WithoutCancel(r.Context()))
	if err != nil {
		after = before
	}
	if err := r.audit(audited{before.Path, by, before.label(), after.label()}, err); err != nil {
		return answer{}, err
	}
	after.Content = ""
	return ok(after)
}

// label is the generation with the beginning of its hash.
func (v Version) label() string {
	return strconv.FormatInt(v.Generation, 10) + " " + v.Hash[:min(len(v.Hash), 12)]
}
