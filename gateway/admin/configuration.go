package admin

import (
	"context"
	"math"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies/rollout"
)

// Configuration is what operators may do with the configuration file. A file
// with mistakes is a *canonical.Error (validation_failed) whose fields are the
// mistakes.
type Configuration interface {
	Current(context.Context) Version
	// Plan says what loading the candidate would change.
	Plan(context.Context, Candidate) (Plan, error)
	Reload(ctx context.Context, by string) (Version, error)
	// RollBack puts a generation into service once more: the one with the number, or with
	// 0 the last one of another file. Its error is a Conflict when there is none.
	RollBack(ctx context.Context, to int64, by string) (Version, error)
	// Generations lists what was in service, the newest first.
	Generations(context.Context) ([]Generation, error)
	// Diff compares a generation with another, or with 0 the one before it. Its error is
	// a canonical one (not_found) when one of them is not kept.
	Diff(ctx context.Context, generation, against int64) (GenerationDiff, error)
}

// Candidate is a configuration that could be put into service.
type Candidate struct {
	Text *string // nil: the file on disk
	// WithoutSecrets takes every reference for a good one. Who changes nothing learns
	// nothing either about what is on this machine.
	WithoutSecrets bool
	// Route, unless it is "", is a rule of what is in service that would have these Weights.
	Route   string
	Weights []rollout.Share
}

// Version is a configuration in service.
type Version struct {
	Generation int64     `json:"generation"`
	Hash       string    `json:"hash"`
	LoadedAt   time.Time `json:"loaded_at"`
	Cause      string    `json:"cause"`
	By         string    `json:"by,omitempty"` // absent: nobody asked for it
	Path       string    `json:"path"`
	Watch      bool      `json:"watch"`             // whether the file is loaded when it changes
	Content    string    `json:"content,omitempty"` // with everything secret taken out
	// FileDiffers says that the file on disk is not the one in service, and FileRolledBack
	// that it is one that was rolled back: the next start would load it.
	FileDiffers    bool `json:"file_differs"`
	FileRolledBack bool `json:"file_rolled_back"`
	// Refused says why the last attempt to load the file or to roll back changed
	// nothing, a line for each mistake; absent when it succeeded.
	Refused []string `json:"refused,omitempty"`
}

// Generation is a configuration that was put into service.
type Generation struct {
	Generation int64     `json:"generation"`
	Hash       string    `json:"hash"`
	At         time.Time `json:"at"`
	By         string    `json:"by,omitempty"` // absent: nobody asked for it
	Cause      string    `json:"cause"`
	RolledBack bool      `json:"rolled_back"`
	InService  bool      `json:"in_service"` // here
}

// GenerationDiff is what differs between two generations.
type GenerationDiff struct {
	Generation int64 `json:"generation"`
	Against    int64 `json:"against"`
	// Changes names the keys that differ, also where the text may not show how.
	Changes Plan   `json:"changes"`
	Text    string `json:"diff"` // of both contents without secrets, as a unified diff
}

// Plan is what a change of the configuration would do; the command `canongate
// plan` prints the same. It marshals to JSON.
type Plan any

func (s *server) getConfig(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	return ok(s.Configuration.Current(r.Context()))
}

// maxConfiguration bounds a configuration in a request, in bytes: that of a file, with
// what JSON adds.
const maxConfiguration = 8 << 20

// planRequest asks what a candidate would change.
type planRequest struct {
	By     string  `json:"by"` // as in a change; nothing is
	Config *string `json:"config"`
}

func (s *server) planConfig(r *request) (answer, error) {
	var body planRequest
	if err := r.readUpTo(&body, maxConfiguration); err != nil {
		return answer{}, err
	}
	plan, err := s.Configuration.Plan(r.Context(), Candidate{
		Text: body.Config, WithoutSecrets: body.Config != nil && !r.operator.Has(auth.RoleOperator),
	})
	if err != nil {
		return answer{}, err
	}
	return ok(plan)
}

func (s *server) listGenerations(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	all, err := s.Configuration.Generations(r.Context())
	if err != nil {
		return answer{}, err
	}
	return ok(newList(all, ""))
}

func (s *server) diffGenerations(r *request) (answer, error) {
	values, err := r.query("against")
	if err != nil {
		return answer{}, err
	}
	generation, err := strconv.ParseInt(r.PathValue("generation"), 10, 64)
	if err != nil || generation < 1 {
		return answer{}, notFound("No generation has this number.")
	}
	against, err := number(values, "against", 1, math.MaxInt)
	if err != nil {
		return answer{}, err
	}
	diff, err := s.Configuration.Diff(r.Context(), generation, int64(against))
	if err != nil {
		return answer{}, err
	}
	return ok(diff)
}

func (s *server) reloadConfig(r *request) (answer, error) {
	why, err := r.change()
	if err != nil {
		return answer{}, err
	}
	return s.changeConfig(r, why, s.Configuration.Reload)
}

// rollbackRequest asks for a generation; without one for the last of another file.
type rollbackRequest struct {
	Change
	Generation *int64 `json:"generation"`
}

func (s *server) rollBackConfig(r *request) (answer, error) {
	var body rollbackRequest
	err := r.read(&body)
	if err == nil {
		err = r.sign(&body.Change)
	}
	if err != nil {
		return answer{}, err
	}
	var to int64
	if body.Generation != nil {
		if to = *body.Generation; to < 1 {
			return answer{}, invalid("/generation", canonical.FieldInvalid, "must be the number of a generation")
		}
	}
	return s.changeConfig(r, body.Change, func(ctx context.Context, by string) (Version, error) {
		return s.Configuration.RollBack(ctx, to, by)
	})
}

func (s *server) changeConfig(r *request, why Change, do func(ctx context.Context, by string) (Version, error)) (answer, error) {
	before := s.Configuration.Current(r.Context())
	// Whoever asked may hang up; half a change of the configuration helps nobody.
	after, err := do(context.WithoutCancel(r.Context()), why.By)
	if err != nil {
		after = before
	}
	if err := r.audit(audited{before.Path, why, before.label(), after.label()}, err); err != nil {
		return answer{}, err
	}
	after.Content = ""
	return ok(after)
}

// label is the generation with the beginning of its hash.
func (v Version) label() string {
	return strconv.FormatInt(v.Generation, 10) + " " + v.Hash[:min(len(v.Hash), 12)]
}
