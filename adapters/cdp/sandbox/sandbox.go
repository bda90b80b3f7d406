package sandbox

import (
	"embed"
	"mime"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"canongate/adapters/internal/simulator"
)

// Samples holds CDP's documented answers below samples/, with an index.json
// that gives each its operation and HTTP status.
//
//go:embed samples
var Samples embed.FS

var samples = simulator.ReadSamples(Samples)

// springTime is how CDP's Spring services print an instant.
const springTime = "2006-01-02T15:04:05.000-07:00"

type sandbox struct {
	now     func() time.Time
	access  atomic.Pointer[simulator.Tokens]
	refresh *simulator.Tokens

	// writing makes one step of finding a customer's document and storing the
	// customer; the stores guard themselves against readers.
	writing   sync.Mutex
	customers *simulator.Store[string, customer]
	documents *simulator.Store[document, string]
}

// document is what CDP looks a customer up by.
type document struct{ idType, number string }

// New makes a CDP sandbox that knows the people listed in the package's
// documentation.
func New() http.Handler { return simulator.NewBox(time.Now, newSandbox) }

func newSandbox(now func() time.Time) *simulator.Simulator {
	s := &sandbox{
		now:       now,
		refresh:   simulator.NewTokens(now),
		customers: simulator.NewStore[string, customer](10_000),
		documents: simulator.NewStore[document, string](40_000),
	}
	s.access.Store(simulator.NewTokens(now))
	for _, c := range people(now()) {
		s.put(c)
	}

	sim := simulator.New()
	sim.HandleToken("POST /auth/realms/cdp/protocol/openid-connect/token", s.token)
	sim.Handle("POST /caas/api/v2/customer/validate", s.validate)
	sim.Handle("POST /caas-lcm/api/v1/CAAS/onBoarding/customer", s.onboard)
	sim.Handle("GET /caas/api/v2/customer/{ecrn}", s.get)
	sim.Handle("DELETE /_sandbox/tokens", s.revokeTokens)
	sim.Handle("POST /_sandbox/customers/{ecrn}/aml", s.decideAML)
	sim.Show(s.world())
	return sim
}

func (s *sandbox) authorized(r *simulator.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && s.access.Load().Valid(token)
}

func (s *sandbox) unauthorized(sample string, fields ...simulator.Field) simulator.Reply {
	at := simulator.Field{Name: "timestamp", Value: s.now().UTC().Format(springTime)}
	return samples.Reply(sample, append(fields, at)...)
}

func sentJSON(r *simulator.Request) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && mediaType == "application/json"
}
