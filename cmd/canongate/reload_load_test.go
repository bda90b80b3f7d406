package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"canongate/config"
)

// reroutes is a steady load during which the configuration changes: good files
// that move the traffic, bad ones, and rollbacks, in turn.
type reroutes struct {
	perSecond int
	every     int // requests between two changes
	reloads   int // half of them good
	rollbacks int
	bursts    int // of 64 requests before anything is measured
}

func TestReloadsUnderLoad(t *testing.T) {
	t.Parallel()
	reroutes{perSecond: 100, every: 25, reloads: 6, rollbacks: 1, bursts: 6}.run(t)
}

const twoSides = `
server: {listen: "127.0.0.1:0", admin_listen: "127.0.0.1:0"}
ids: {keyset: "file:ids.json"}
auth: {api_keys: [{id: app, tenant: acme, sha256: %HASH, scopes: ["*"]}]}
connections:
  left: {vendor: cdp, base_url: %BASE, settings: {client_id: left, client_secret: "file:api_key", username: u, password: "file:api_key", updated_by: tests}}
  right: {vendor: cdp, base_url: %BASE, settings: {client_id: right, client_secret: "file:api_key", username: u, password: "file:api_key", updated_by: tests}}
routes: [{name: all, operations: ["*"], use: [{connection: left}]}]
journal: {driver: sqlite, dsn: "file:canongate.db"}
`

const toLeft = "use: [{connection: left}]"

// goodChanges move the traffic: to the other side, to both, through other limits,
// and back to one while the other is taken away.
var goodChanges = []func(string) string{
	func(s string) string { return strings.Replace(s, toLeft, "use: [{connection: right}]", 1) },
	func(s string) string {
		return strings.Replace(s, toLeft, "use: [{connection: left, weight: 95}, {connection: right, weight: 5}]", 1)
	},
	func(s string) string {
		s = strings.Replace(s, "right: {vendor: cdp,", "right: {vendor: cdp, enabled: false,", 1)
		return strings.Replace(s, toLeft, "use: [{connection: left}, {connection: right}]", 1)
	},
	func(s string) string {
		s = strings.Replace(s, "right: {vendor: cdp,", "right: {vendor: cdp, concurrency: 32, timeout: 20s,", 1)
		return strings.Replace(s, toLeft, "use: [{connection: right}]", 1)
	},
	func(s string) string { return regexp.MustCompile(`(?m)^  right: .*\n`).ReplaceAllString(s, "") },
}

var badChanges = []func(string) string{
	func(s string) string { return strings.Replace(s, "routes:", "rutes:", 1) },
	func(s string) string { return strings.Replace(s, toLeft, "use: [{connection: middle}]", 1) },
	func(s string) string { return s + "server: [\n" },
	func(s string) string { return strings.Replace(s, `"file:api_key"`, "hunter2", 1) },
	func(s string) string { return strings.Replace(s, "vendor: cdp", "vendor: cpd", 1) },
}

// landed is what a request was answered.
type landed struct {
	status     int
	generation int64
	connection string
	sealed     bool   // an id was asked for, which the left side made
	said       string // instead of a success
	err        error
}

// kind is what a lost request has in common with others.
func (l landed) kind() string {
	return fmt.Sprintf("%d at %q by generation %d: %s (%v)", l.status, l.connection, l.generation, l.said, l.err)
}

// rerouted is one run.
type rerouted struct {
	*testing.T
	site    *site
	gateway *daemon
	text    string
	allowed map[string][]string // connections of the rule, by the hash of the file
	answers chan landed
}

func (r reroutes) run(t *testing.T) {
	s := newSite(t, siteOptions{})
	w := &rerouted{T: t, site: s, allowed: map[string][]string{}, answers: make(chan landed, 1024)}
	w.text = strings.NewReplacer("%HASH", config.HashKey(aKey), "%BASE", strings.TrimSuffix(s.sandbox, "/omnumi")+"/cdp").Replace(twoSides)
	w.put(w.text)
	w.gateway = s.serve()
	id := w.customer()
	for i := range r.bursts {
		w.burst(id, i)
	}
	goroutines, heap := w.figures()

	collected := make(chan []landed)
	go func() {
		var all []landed
		for a := range w.answers {
			all = append(all, a)
		}
		collected <- all
	}()
	began := time.Now()
	r.load(w, id)
	took := time.Since(began)
	close(w.answers)
	all := <-collected

	lost := w.judge(all)
	var goroutinesAfter, heapAfter int
	eventually(t, "goroutines and live heap are as before", func() bool {
		w.burst(id, r.bursts) // until one of its collections falls into no reload
		goroutinesAfter, heapAfter = w.figures()
		return goroutinesAfter <= goroutines+8 && heapAfter <= heap+8<<20
	})
	t.Logf("%d requests in %.1fs (%.0f/s) during %d reloads and %d rollbacks: %d lost; goroutines %d -> %d, live heap %d -> %d KiB",
		len(all), took.Seconds(), float64(len(all))/took.Seconds(), r.reloads, r.rollbacks, lost,
		goroutines, goroutinesAfter, heap>>10, heapAfter>>10)
}

// load sends requests at a steady pace where the machine keeps it, each other one a
// read of id, until all changes were made.
func (r reroutes) load(w *rerouted, id string) {
	changes := r.reloads + r.rollbacks
	turns := make(chan struct{}, changes)
	var changed atomic.Bool
	go func() {
		defer changed.Store(true)
		r.change(w, turns)
	}()
	var sent sync.WaitGroup
	places := make(chan struct{}, mostUnderWay)
	began := time.Now()
	for i := 0; !changed.Load() || i < (changes+1)*r.every; i++ {
		pause(w.Context(), time.Until(began.Add(time.Duration(i)*time.Second/time.Duration(r.perSecond))))
		if i%r.every == r.every-1 && i/r.every < changes {
			turns <- struct{}{}
		}
		places <- struct{}{}
		sent.Go(func() {
			w.answers <- w.send(i, id)
			<-places
		})
	}
	sent.Wait()
}

// mostUnderWay is how many requests are under way at most: fewer than a connection has
// places for, or a slow machine would have the gateway shed some.
const mostUnderWay = 24

// change makes one change a turn: good and bad files in turn, and the rollbacks
// spread over them.
func (r reroutes) change(w *rerouted, turns <-chan struct{}) {
	good, rolledBack := 0, 0
	for i := range r.reloads {
		<-turns
		if i%2 == 1 {
			w.refused(badChanges[i/2%len(badChanges)](w.text), i/2)
			continue
		}
		w.accepted(goodChanges[good%len(goodChanges)](w.text), good)
		good++
		if rolledBack < r.rollbacks && (i+1)*(r.rollbacks+1) >= (rolledBack+1)*r.reloads {
			<-turns
			w.operate("rollback", http.StatusOK)
			rolledBack++
		}
	}
	if rolledBack != r.rollbacks {
		w.Errorf("%d rollbacks were made", rolledBack)
	}
}

// put replaces the file in one step, and notes where its rule sends requests.
func (w *rerouted) put(text string) (hash string) {
	w.Helper()
	file := config.Parse("canongate.yaml", []byte(text))
	for _, route := range file.Config.Routes {
		for _, use := range route.Use {
			if c := file.Config.Connections[use.Connection]; c.Enabled == nil || *c.Enabled {
				w.allowed[file.Hash] = append(w.allowed[file.Hash], use.Connection)
			}
		}
	}
	w.site.write("canongate.next", text)
	must(w.T, os.Rename(filepath.Join(w.site.dir, "canongate.next"), filepath.Join(w.site.dir, "canongate.yaml")))
	return file.Hash
}

// accepted puts a good file into service: by the admin API, by a signal, or by
// waiting for the file to be seen.
func (w *rerouted) accepted(text string, how int) {
	hash := w.put(text)
	switch how % 3 {
	case 0:
		w.operate("reload", http.StatusOK)
	case 1:
		must(w.T, w.gateway.cmd.Process.Signal(syscall.SIGHUP))
	}
	eventually(w.T, "the file is in service", func() bool { return w.current() == hash })
}

// refused offers a bad file and wants nothing to change.
func (w *rerouted) refused(text string, how int) {
	before := w.current()
	complaints := strings.Count(w.gateway.log.String(), "configuration refused")
	w.put(text)
	switch how % 3 {
	case 0:
		w.operate("reload", http.StatusUnprocessableEntity)
	case 1:
		must(w.T, w.gateway.cmd.Process.Signal(syscall.SIGHUP))
	}
	eventually(w.T, "the file is refused", func() bool {
		return strings.Count(w.gateway.log.String(), "configuration refused") > complaints
	})
	if after := w.current(); after != before {
		w.Errorf("a bad file changed what serves from %s to %s", before, after)
	}
}

// operate asks the admin API to reload or to roll back.
func (w *rerouted) operate(verb string, want int) {
	answer, err := client{base: w.gateway.admin}.post(w.Context(), "/admin/v1/config/"+verb, verb, `{"by":"local"}`)
	if err != nil || answer.status != want {
		w.Errorf("%s: %v, %d %s", verb, err, answer.status, answer.body)
	}
}

// current is the hash of the configuration in service.
func (w *rerouted) current() string {
	var now struct{ Hash string }
	answer, err := client{base: w.gateway.admin}.get(w.Context(), "/admin/v1/config")
	if err != nil || json.Unmarshal(answer.body, &now) != nil {
		w.Errorf("config: %v, %d %s", err, answer.status, answer.body)
	}
	return now.Hash
}

// customer makes one at the left side.
func (w *rerouted) customer() (id string) {
	w.Helper()
	answer, err := w.gateway.post(w.Context(), "/v1/customers", "first", demoCustomer)
	must(w.T, err)
	if id = answer.decode(w.T).ID; answer.status != http.StatusCreated || answer.header.Get("Gateway-Connection") != "left" {
		w.Fatalf("making a customer: %d %s", answer.status, answer.body)
	}
	return id
}

// send makes a customer, or reads the one that the left side made.
func (w *rerouted) send(i int, id string) landed {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(w.Context()), time.Minute)
	defer cancel()
	l := landed{sealed: i%2 == 1}
	var answer reply
	if l.sealed {
		answer, l.err = w.gateway.get(ctx, "/v1/customers/"+id)
	} else {
		answer, l.err = w.gateway.post(ctx, "/v1/customers", "load-"+strconv.Itoa(i), demoCustomer)
	}
	if l.err == nil {
		l.status, l.connection = answer.status, answer.header.Get("Gateway-Connection")
		l.generation, l.err = strconv.ParseInt(answer.header.Get("Gateway-Generation"), 10, 64)
		if l.status >= http.StatusBadRequest {
			told := answer.decode(w.T)
			l.said = told.Code + " " + told.Outcome
		}
	}
	return l
}

// burst fills the pools, and several of them what is kept for operators, so that
// what is measured afterwards is growth.
func (w *rerouted) burst(id string, round int) {
	var sent sync.WaitGroup
	for i := range 64 {
		sent.Go(func() {
			if l := w.send(1_000_000+64*round+i, id); l.err != nil {
				w.Error(l.err)
			}
		})
	}
	sent.Wait()
}

// figures are the gateway's goroutines and its live heap: a collection is due
// when the heap has grown by so many percent since the one before.
func (w *rerouted) figures() (goroutines, heap int) {
	transport.CloseIdleConnections()
	answer, err := client{base: w.gateway.admin}.get(w.Context(), "/metrics")
	must(w.T, err)
	figure := func(name string) int {
		_, after, _ := bytes.Cut(answer.body, []byte("\n"+name+" "))
		value, _, _ := bytes.Cut(after, []byte("\n"))
		x, err := strconv.ParseFloat(string(value), 64)
		must(w.T, err)
		return int(x)
	}
	return figure("go_goroutines"), figure("go_memstats_next_gc_bytes") * 100 / (100 + figure("go_gc_gogc_percent"))
}

var inService = regexp.MustCompile(`"configuration in service".*"generation":(\d+),"hash":"([0-9a-f]+)"`)

// judge counts the requests that were lost, and wants each other to have gone
// where the generation that it names sends it.
func (w *rerouted) judge(all []landed) (lost int) {
	hashes := map[int64]string{}
	for _, m := range inService.FindAllStringSubmatch(w.gateway.log.String(), -1) {
		generation, err := strconv.ParseInt(m[1], 10, 64)
		must(w.T, err)
		hashes[generation] = m[2]
	}
	seen, kinds := map[int64]map[string]int{}, map[string]int{}
	for _, a := range all {
		want, ok := http.StatusCreated, w.allowed[hashes[a.generation]]
		if a.sealed {
			want, ok = http.StatusOK, []string{"left"}
		}
		switch {
		case a.err != nil || a.status != want:
			lost++
			kinds[a.kind()]++
		case !slices.Contains(ok, a.connection):
			w.Errorf("generation %d sends to %v, not to %s", a.generation, ok, a.connection)
		case !a.sealed:
			if seen[a.generation] == nil {
				seen[a.generation] = map[string]int{}
			}
			seen[a.generation][a.connection]++
		}
	}
	for kind, requests := range kinds {
		w.Errorf("lost: %d × %s", requests, kind)
	}
	if len(seen) < 3 {
		w.Errorf("requests went by %d generations only", len(seen))
	}
	w.Log("new customers by generation and connection: " + fmt.Sprint(seen))
	return lost
}
