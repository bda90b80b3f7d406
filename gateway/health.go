package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
)

const readyTimeout = 2 * time.Second

// health is the answer of both probes.
type health struct {
	Status       string       `json:"status"`
	Dependencies []Dependency `json:"dependencies,omitempty"`
}

// Health says whether the gateway can serve, and what keeps it from it.
func (s *Server) Health(ctx context.Context) (ready bool, dependencies []Dependency) {
	dependencies = []Dependency{}
	if s.inFlight.Draining() {
		dependencies = append(dependencies, Dependency{Name: "gateway", Reason: "shutting down"})
	}
	if s.current.Load().state.Generation == 0 {
		dependencies = append(dependencies, Dependency{Name: "configuration", Reason: "not loaded yet"})
	}
	if s.options.Ready != nil {
		dependencies = append(dependencies, s.options.Ready(ctx)...)
	}
	for _, d := range dependencies {
		if !d.Ready {
			return false, dependencies
		}
	}
	return true, dependencies
}

func (s *Server) livez(c *fiber.Ctx) error {
	return respond(c, http.StatusOK, health{Status: "live"})
}

func (s *Server) readyz(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), readyTimeout)
	defer cancel()
	ready, dependencies := s.Health(ctx)
	if !ready {
		return respond(c, http.StatusServiceUnavailable, health{Status: "not ready", Dependencies: dependencies})
	}
	return respond(c, http.StatusOK, health{Status: "ready", Dependencies: dependencies})
}
