package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"canongate/config"
)

// onboarding is CDP's simulator behind a counter of the people it was asked to create.
type onboarding struct {
	mu      sync.Mutex
	asked   map[string]int // by the caller's own id of the person
	patient time.Duration  // it takes so long to answer
}

func (o *onboarding) serve(t *testing.T, simulator string) string {
	t.Helper()
	target, err := url.Parse(simulator)
	must(t, err)
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) } // its gateway was killed
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/onBoarding/customer") {
			o.count(t, r)
			pause(r.Context(), o.patient)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func (o *onboarding) count(t *testing.T, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // cut off with its gateway
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var asked struct {
		Classification struct {
			Reference string `json:"agent_ref_no"`
		} `json:"customer_classification"`
	}
	if err := json.Unmarshal(body, &asked); err != nil || asked.Classification.Reference == "" {
		t.Errorf("a person without a reference: %v", err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.asked[asked.Classification.Reference]++
}

func (o *onboarding) of(person string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.asked[person]
}

// newOnboardingSite is a site whose only vendor is CDP.
func newOnboardingSite(t *testing.T, journal string) (*site, *onboarding) {
	t.Helper()
	s := newSite(t, siteOptions{})
	o := &onboarding{asked: map[string]int{}, patient: 10 * time.Millisecond}
	if journal == "" {
		journal = fmt.Sprintf("{driver: sqlite, dsn: %q}", "file:"+sqliteFile)
	}
	s.write("canongate.yaml", strings.NewReplacer(
		"HASH", config.HashKey(aKey), "VENDOR", o.serve(t, strings.TrimSuffix(s.sandbox, "/omnumi")+"/cdp"), "JOURNAL", journal,
	).Replace(`
server: {listen: "127.0.0.1:0", admin_listen: "127.0.0.1:0", shutdown_timeout: 5s}
ids: {keyset: "file:ids.json"}
auth: {api_keys: [{id: checkout, tenant: acme, sha256: HASH, scopes: ["*"]}]}
connections:
  cdp: {vendor: cdp, base_url: "VENDOR", timeout: 5s, settings: {client_id: a, client_secret: "file:api_key", username: a, password: "file:api_key", updated_by: a}}
routes: [{name: all, operations: ["*"], use: [{connection: cdp}]}]
journal: JOURNAL
`))
	return s, o
}

// newcomer is the draft of an invented person.
func newcomer(person string) string {
	return fmt.Sprintf(`{"external_reference":%q,"name":{"given_name":"Noor","family_name":"Haddadin"},"birthdate":"1990-04-12","gender":"female",
		"nationalities":["JO"],"country_of_residence":"AE","identifiers":[{"type":"passport","number":"N%s","issuing_country":"JO"}]}`,
		person, strings.ToUpper(person))
}

func (c client) create(ctx context.Context, person, key string) (reply, error) {
	return c.post(ctx, "/v1/customers", key, newcomer(person))
}

// createAtOnce has 32 callers create each person at once, over all replicas.
func createAtOnce(t *testing.T, o *onboarding, replicas []*daemon) {
	t.Helper()
	for n := range 4 {
		person := fmt.Sprintf("u-%d", n)
		answers := make([]reply, 32)
		start := make(chan struct{})
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() {
				<-start
				key := fmt.Sprintf("%s by %d", person, i/2) // two callers share a key
				answer, err := replicas[i%len(replicas)].create(t.Context(), person, key)
				if err != nil {
					t.Error(err)
				}
				answers[i] = answer
			})
		}
		close(start)
		all.Wait()
		made := ""
		for _, a := range answers {
			told := a.decode(t)
			switch {
			case a.status == http.StatusCreated && (made == "" || made == told.ID):
				made = told.ID
			case a.status == http.StatusConflict && (told.Code == "already_exists" || told.Code == "idempotency_in_progress") && told.Outcome == "not_sent":
			default:
				t.Errorf("%s: %d %s", person, a.status, a.body)
			}
		}
		if o.of(person) != 1 || made == "" {
			t.Errorf("%s: the vendor was asked %d times; created as %q", person, o.of(person), made)
		}
		for _, replica := range replicas {
			wantOneRecord(t, replica, person, made)
		}
		late, err := replicas[0].create(t.Context(), person, person+" once more")
		must(t, err)
		if told := late.decode(t); late.status != http.StatusConflict || told.Code != "already_exists" || !strings.Contains(string(late.body), made) {
			t.Errorf("%s once more: %d %s", person, late.status, late.body)
		}
	}
}

// wantOneRecord wants the person to mean one customer, whom the vendor knows.
func wantOneRecord(t *testing.T, gate *daemon, person, id string) {
	t.Helper()
	records := gate.mustGet(t, "/v1/customers?external_reference="+person).Data
	if len(records) != 1 || id != "" && records[0].ID != id {
		t.Errorf("%s means %+v, want %s", person, records, id)
		return
	}
	read, err := gate.get(t.Context(), "/v1/customers/ref:"+person)
	must(t, err)
	var customer struct {
		ID        string
		Reference string `json:"external_reference"`
	}
	must(t, json.Unmarshal(read.body, &customer))
	if read.status != http.StatusOK || customer.ID != records[0].ID || customer.Reference != person {
		t.Errorf("%s is no record of the vendor: %d %s", person, read.status, read.body)
	}
}

func TestManyCreationsAtOnceMakeOneCustomer(t *testing.T) {
	t.Parallel()
	s, o := newOnboardingSite(t, "")
	createAtOnce(t, o, []*daemon{s.serve()})
}

// creationRun has people created while gateways are killed and come back.
type creationRun struct {
	t        *testing.T
	site     *site
	people   *onboarding
	gateways []atomic.Pointer[daemon]
	unknown  atomic.Int64

	mu   sync.Mutex
	told map[string]string // whom the creation was answered with, by person
}

func (r *creationRun) run(people, kills int) {
	seed := rand.Uint64()
	r.t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	for i := range r.gateways {
		r.gateways[i].Store(r.site.serve())
	}
	ctx, cancel := context.WithTimeout(r.t.Context(), 3*time.Minute)
	defer cancel()
	tasks := make(chan string, people)
	for n := range people {
		tasks <- fmt.Sprintf("u-%03d", n)
	}
	close(tasks)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for person := range tasks {
				r.createTwice(ctx, person)
			}
		})
	}
	for range kills {
		pause(ctx, time.Duration(40+dice.IntN(120))*time.Millisecond)
		i := dice.IntN(len(r.gateways))
		r.gateways[i].Load().kill()
		r.gateways[i].Store(r.site.serve())
	}
	all.Wait()
	for i := range r.gateways {
		r.gateways[i].Load().kill()
		r.gateways[i].Store(r.site.serve())
	}
	for n := range people {
		person := fmt.Sprintf("u-%03d", n)
		wantOneRecord(r.t, r.gateways[0].Load(), person, r.told[person])
	}
	r.t.Logf("%d people, %d kills, %d unknown creations", people, kills, r.unknown.Load())
}

// createTwice creates a person from two sides, each until somebody says whom.
func (r *creationRun) createTwice(ctx context.Context, person string) {
	var both sync.WaitGroup
	for side := range 2 {
		both.Go(func() { r.create(ctx, person, side) })
	}
	both.Wait()
}

// create asks with one key until it has an answer that says how it ended. After one
// that nobody knows it asks with another key.
func (r *creationRun) create(ctx context.Context, person string, side int) {
	for try := 0; ; {
		gate := r.gateways[(side+try)%len(r.gateways)].Load()
		answer, err := gate.create(ctx, person, fmt.Sprintf("%s side %d try %d", person, side, try))
		if err == nil {
			told := answer.decode(r.t)
			switch {
			case answer.status == http.StatusCreated:
				r.hear(person, told.ID)
				return
			case told.Code == "already_exists":
				return
			case told.Outcome == "unknown":
				r.unknown.Add(1)
				try++
			case told.Outcome == "not_sent" && (answer.status == http.StatusConflict || answer.status >= http.StatusInternalServerError):
			default:
				r.t.Errorf("%s: %d %s", person, answer.status, answer.body)
				return
			}
		}
		if !pause(ctx, 15*time.Millisecond) {
			r.t.Errorf("%s never got an answer", person)
			return
		}
	}
}

// hear notes whom a creation made. Nobody else is heard of for the same person.
func (r *creationRun) hear(person, id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if before := r.told[person]; before != "" && before != id {
		r.t.Errorf("%s was created as %s and as %s", person, before, id)
	}
	r.told[person] = id
}

func TestKilledGatewaysLinkEachPersonOnce(t *testing.T) {
	t.Parallel()
	s, o := newOnboardingSite(t, "")
	(&creationRun{t: t, site: s, people: o, gateways: make([]atomic.Pointer[daemon], 1), told: map[string]string{}}).run(40, 4)
}
