package admin

import (
	"context"
	"net/http"
	"time"

	"canongate/gateway"
)

const readyTimeout = 2 * time.Second

// health is the answer of both probes.
type health struct {
	Status       string               `json:"status"`
	Dependencies []gateway.Dependency `json:"dependencies,omitempty"`
}

func (s *server) livez(*request) (answer, error) { return ok(health{Status: "live"}) }

func (s *server) readyz(r *request) (answer, error) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	ready, dependencies := s.Health(ctx)
	if !ready {
		return answer{status: http.StatusServiceUnavailable, body: health{"not ready", dependencies}}, nil
	}
	return ok(health{"ready", dependencies})
}
