package sandbox

import (
	"embed"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"canongate/adapters/internal/simulator"
)

// Samples holds Omnumi's documented answers below samples/, with an index.json
// that gives each its operation and HTTP status.
//
//go:embed samples
var Samples embed.FS

var samples = simulator.ReadSamples(Samples)

// omnumiTime is how Omnumi prints an instant: seven fraction digits (OMN-4).
const omnumiTime = "2006-01-02T15:04:05.0000000-07:00"

// key is a record's id within its tenant: tenants never see each other's.
type key struct{ tenant, id string }

type sandbox struct {
	now           func() time.Time
	agreements    *simulator.Store[key, agreement]
	verifications *simulator.Store[key, verification]
	banks         *simulator.Store[key, []bank]      // by customerAccountId
	payments      *simulator.Store[string, executed] // by reference
	references    atomic.Int64
	started       time.Time
}

// New makes an Omnumi sandbox that knows the customers listed in the
// package's documentation.
func New() http.Handler { return simulator.NewBox(time.Now, newSandbox) }

func newSandbox(now func() time.Time) *simulator.Simulator {
	s := &sandbox{
		now:           now,
		started:       now(),
		agreements:    simulator.NewStore[key, agreement](10_000),
		verifications: simulator.NewStore[key, verification](10_000),
		banks:         simulator.NewStore[key, []bank](10_000),
		payments:      simulator.NewStore[string, executed](10_000),
	}
	s.references.Store(firstReference())

	sim := simulator.New()
	sim.Handle("GET /tenant/agreement/get-agreement", guard(s.getAgreement))
	sim.Handle("GET /tenant/agreement/terms-and-privacy-agreements", guard(s.getTemplate))
	sim.Handle("POST /tenant/agreement/preview-agreement", guard(s.previewStandard))
	sim.Handle("POST /tenant/agreement/preview-UL-agreement", guard(s.previewUL))
	sim.Handle("PUT /tenant/agreement/preview-agreement/{agreementId}", guard(s.decideStandard))
	sim.Handle("PUT /tenant/agreement/ul-preview-agreement/{agreementId}", guard(s.decideUL))
	sim.Handle("POST /tenant/customer/api/otp/request", guard(s.requestOTP))
	sim.Handle("POST /tenant/customer/api/otp/verify", guard(s.verifyOTP))
	sim.Handle("POST /tenant/customer/link-bank", guard(s.linkBank))
	sim.Handle("GET /tenant/customer/link-bank/{customerAccountId}", guard(s.linkedBanks))
	sim.Handle("POST /ach/in", guard(s.achIn))
	sim.Handle("POST /ach/out", guard(s.achOut))
	sim.Handle("GET /_sandbox/payments", s.listPayments)
	sim.Show(s.world())
	return sim
}

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// guard checks the headers every call needs and hands on the tenant.
func guard(next func(tenant string, r *simulator.Request) simulator.Reply) simulator.Handler {
	return func(r *simulator.Request) simulator.Reply {
		tenant := strings.ToLower(r.Header.Get("tenant-id"))
		switch {
		case tenant == "":
			return samples.Reply("get_agreement.tenant_missing")
		case !uuid.MatchString(tenant):
			return samples.Reply("start_verification.tenant_invalid")
		case tenant == unknownTenant:
			return samples.Reply("start_verification.tenant_not_found")
		case !credentials(r):
			return samples.Reply("get_agreement.unauthorized")
		}
		return next(tenant, r)
	}
}

// credentials wants an api-key; an access token is optional, but has to be a
// good one when there is any.
func credentials(r *simulator.Request) bool {
	if !simulator.LetsIn(r.Header.Get("api-key")) {
		return false
	}
	auth := r.Header.Get("Authorization")
	if auth == "" {
		return true
	}
	scheme, token, _ := strings.Cut(auth, " ")
	return strings.EqualFold(scheme, "Bearer") && simulator.LetsIn(token)
}

// read decodes a JSON body that is declared as such.
func read(r *simulator.Request, v any) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && mediaType == "application/json" && r.Decode(v) == nil
}

type failure struct {
	Type    string `json:"type"`
	Message string `json:"message"`
}

// refuse answers a 400 that the document describes without printing it.
func refuse(failures ...failure) simulator.Reply {
	return simulator.JSON(http.StatusBadRequest, struct {
		Errors []failure `json:"errors"`
	}{failures})
}

// answer is the envelope of every success but one.
type answer[T any] struct {
	Message string `json:"message"`
	Data    T      `json:"data"`
}

// newUUID makes a random id of version 4.
func newUUID() string {
	h := simulator.RandomHex(16)
	variant := "89ab"[h[16]%4]
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-" + string(variant) + h[17:20] + "-" + h[20:]
}
