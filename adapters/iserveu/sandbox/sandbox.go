package sandbox

import (
	"embed"
	"mime"
	"net/http"
	"time"

	"canongate/adapters/internal/simulator"
)

// Samples holds the documented answers, below samples/.
//
//go:embed samples
var Samples embed.FS

const customerPath = "/common/dmt-lite/unified/customer/"

// capacity bounds each of the sandbox's stores.
const capacity = 10_000

type sandbox struct {
	now       func() time.Time
	samples   simulator.Samples
	customers *simulator.Store[string, customer]
	otps      *simulator.Store[string, otp]
}

// New makes an iServeU that knows nobody yet.
func New() http.Handler { return simulator.NewBox(time.Now, newSandbox) }

func newSandbox(now func() time.Time) *simulator.Simulator {
	s := &sandbox{
		now:       now,
		samples:   simulator.ReadSamples(Samples),
		customers: simulator.NewStore[string, customer](capacity),
		otps:      simulator.NewStore[string, otp](capacity),
	}
	sim := simulator.New()
	sim.Handle("POST "+customerPath+"get-customer", s.guard(s.getCustomer))
	sim.Handle("POST "+customerPath+"process-customer-registration", s.guard(s.processCustomer))
	sim.Handle("POST /common/dmt-lite/unified/otp/send", s.guard(s.sendOTP))
	sim.Show(s.world())
	return sim
}

// guard lets a request through once its client and its envelope are in order.
func (s *sandbox) guard(next simulator.Handler) simulator.Handler {
	return func(r *simulator.Request) simulator.Reply {
		if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
			return s.invalidRequest()
		}
		if r.Header.Get("pass_key") != "" || r.Header.Get("header_secrets") != "" {
			return s.encrypted(r, next)
		}
		if !simulator.LetsIn(r.Header.Get("client_id"), r.Header.Get("client_secret")) {
			return s.samples.Reply("lookup_customer.client_refused")
		}
		return next(r)
	}
}

func (s *sandbox) invalidRequest() simulator.Reply {
	return s.samples.Reply("lookup_customer.invalid_request")
}
