package sandbox

import (
	"embed"
	"encoding/json"
	"mime"
	"net/http"
	"time"

	"canongate/adapters/internal/simulator"
)

// Samples holds the documented answers, below samples/.
//
//go:embed samples
var Samples embed.FS

const operations = "POST /services/data/v1/CustomerActionsManagement/operations/"

// capacity bounds each of the sandbox's stores.
const capacity = 10_000

// The sandbox's own business codes; doc.go explains them.
const (
	codeMissing   = "20001"
	codeMalformed = "20002"
	codeNotFound  = "20003"
	codeForbidden = "20004"
	codeDocument  = "20005"
)

type sandbox struct {
	now          func() time.Time
	samples      simulator.Samples
	templates    templates
	sessions     *simulator.Store[string, session]
	applications *simulator.Store[string, application]
	demo         application
}

// New makes a Temenos that knows the standing application only.
func New() http.Handler { return simulator.NewBox(time.Now, newSandbox) }

func newSandbox(now func() time.Time) *simulator.Simulator {
	samples := simulator.ReadSamples(Samples)
	s := &sandbox{
		now:          now,
		samples:      samples,
		templates:    readTemplates(samples),
		sessions:     simulator.NewStore[string, session](capacity),
		applications: simulator.NewStore[string, application](capacity),
	}
	s.demo = s.templates.demo()
	sim := simulator.New()
	sim.HandleToken("POST /authService/{serviceId}/login", s.login)
	sim.Handle(operations+"PersonalInfo/createProspectProfile", s.guard(s.createProfile))
	sim.Handle(operations+"PersonalInfo/updateProspectProfile", s.guard(s.updateProfile))
	sim.Handle(operations+"UserAction/getUserActions", s.guard(s.getActions))
	sim.Handle(operations+"UserAction/createPreRequirements", s.guard(s.createPreRequirements))
	sim.Handle(operations+"UserAction/updateUserAction", s.guard(s.updateAction))
	sim.Handle(operations+"UserAction/uploadDocument", s.guard(s.uploadDocument))
	sim.Show(simulator.World{Values: s.values()})
	return sim
}

// refusal says why the sandbox turns a request down; nil is none.
type refusal struct{ code, text string }

func missing(field string) *refusal {
	return &refusal{codeMissing, "The mandatory field " + field + " is missing"}
}

func malformed(field string) *refusal {
	return &refusal{codeMalformed, "The field " + field + " has the wrong format"}
}

// broken is the refusal of an application whose services are down.
var broken = &refusal{text: "The service did not answer"}

// refuse answers a refusal the vendor's way: in a 200, with opstatus 0 unless
// it is the middleware that fails.
func (s *sandbox) refuse(why *refusal) simulator.Reply {
	if why == broken {
		return s.samples.Reply("create_customer.middleware_error")
	}
	return s.samples.Reply("create_customer.business_error",
		simulator.Field{Name: "dbpErrCode", Value: why.code},
		simulator.Field{Name: "dbpErrMsg", Value: why.text})
}

// unreadable answers a body the middleware cannot map.
func (s *sandbox) unreadable() simulator.Reply {
	return s.samples.Reply("create_customer.middleware_error",
		simulator.Field{Name: "errmsg", Value: "The request body cannot be mapped"})
}

// decode reads a JSON body; any other content type is as unreadable.
func decode(r *simulator.Request, v any) bool {
	return mediaType(r) == "application/json" && r.Decode(v) == nil
}

func mediaType(r *simulator.Request) string {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return media
}

// mustDecode reads one of the package's own samples.
func mustDecode(raw []byte, v any) {
	if err := json.Unmarshal(raw, v); err != nil {
		panic("a sample does not have the shape its sandbox expects: " + err.Error())
	}
}
