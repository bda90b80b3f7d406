package sandbox

import (
	"embed"
	"encoding/json"
	"net/http"
	"time"

	"canongate/adapters/internal/simulator"
)

// Samples holds the documented answers, below samples/.
//
//go:embed samples
var Samples embed.FS

// capacity bounds what the sandbox remembers: transactions, and the uuids it
// has seen.
const capacity = 100_000

type sandbox struct {
	now          func() time.Time
	samples      simulator.Samples
	tokens       *simulator.Tokens
	uuids        *simulator.Store[string, struct{}]
	transactions *simulator.Store[string, transaction]
	offers       []offer
}

// New makes a Citi without transactions.
func New() http.Handler { return simulator.NewBox(time.Now, newSandbox) }

func newSandbox(now func() time.Time) *simulator.Simulator {
	samples := simulator.ReadSamples(Samples)
	s := &sandbox{
		now:          now,
		samples:      samples,
		tokens:       simulator.NewTokens(now),
		uuids:        simulator.NewStore[string, struct{}](capacity),
		transactions: simulator.NewStore[string, transaction](capacity),
		offers:       readOffers(samples),
	}
	sim := simulator.New()
	sim.HandleToken("POST /clientCredentials/oauth2/token/in/gcb", s.issueToken)
	sim.Handle("POST /v1/in/customers/identity/otp", s.guard("start_verification", s.triggerOTP))
	sim.Handle("POST /v1/in/customers/identity/kyc", s.guard("confirm_verification", s.retrieveKYC))
	sim.Handle("GET /partner/v1/customers/profiles", s.guard("get_customer", s.retrieveProfile))
	sim.Handle("GET /v1/sales/customers/offers/details", s.guard("list_offers", s.retrieveOffers))
	sim.Show(s.world())
	return sim
}

// invalid answers 400 and names the parameter.
func (s *sandbox) invalid(operation, location string) simulator.Reply {
	return s.samples.Reply(operation+".invalid", simulator.Field{Name: "location", Value: location})
}

// mustDecode reads one of the package's own samples.
func mustDecode(raw []byte, v any) {
	if err := json.Unmarshal(raw, v); err != nil {
		panic("a sample does not have the shape its sandbox expects: " + err.Error())
	}
}
