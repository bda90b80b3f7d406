// Command bench compares canongate with nginx and Caddy in front of one vendor
// stand-in, on loopback, and prints what a request costs each of them.
//
// All of them run at once and get slices of load in turn, so that what neighbours do
// falls on all alike: what to read are the ratios. canongate authenticates, reads,
// routes, guards, traces and normalises; the others pass bytes. A peer that is not
// installed is left out and said so.
//
//	go run ./.ci/bench -gateway bin/canongate
//
// With -alone only canongate gets load, as make profile wants it.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/valyala/fasthttp"
)

// gateway is one of those that are compared.
type gateway struct {
	name  string
	cmd   *exec.Cmd
	url   string
	calls map[string]call
	costs map[string][]float64 // CPU in microseconds a request, by scenario and slice
}

// call is what a scenario asks of a gateway.
type call struct {
	method, path, body, key string
	keyed                   bool // each request has an Idempotency-Key of its own
}

// scenarios are two reads and two writes. canongate keeps a journal of the writes.
var scenarios = []string{"validate", "profile", "pay", "link"}

func main() {
	log.SetFlags(0)
	program := flag.String("gateway", "bin/canongate", "canongate's program")
	rounds := flag.Int("rounds", 20, "slices of each gateway and scenario")
	slice := flag.Duration("slice", 200*time.Millisecond, "how long each gets load at a time")
	conns := flag.Int("conns", 32, "connections to each")
	alone := flag.Bool("alone", false, "leave the others out")
	flag.Parse()
	peers := []starter{startNginx, startCaddy}
	if *alone {
		peers = nil
	}
	if err := run(*program, peers, *rounds, *slice, *conns); err != nil {
		log.Fatal("bench: ", err)
	}
}

// starter starts a gateway with its files in dir; nil: it is not installed.
type starter func(dir, upstream, collector string) (*gateway, error)

func run(program string, peers []starter, rounds int, slice time.Duration, conns int) error {
	dir, err := os.MkdirTemp("", "canongate-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	upstream, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	vendor := &fasthttp.Server{Handler: answer, NoDefaultServerHeader: true}
	go func() { _ = vendor.Serve(upstream) }()
	collector, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() { _ = fasthttp.Serve(collector, func(*fasthttp.RequestCtx) {}) }()

	var all []*gateway
	defer func() {
		for _, g := range all {
			g.stop()
		}
	}()
	canongate := func(dir, upstream, collector string) (*gateway, error) {
		return startCanongate(program, dir, upstream, collector)
	}
	for _, start := range append(peers, canongate) {
		g, err := start(dir, upstream.Addr().String(), collector.Addr().String())
		if err != nil {
			return err
		}
		if g != nil {
			all = append(all, g)
		}
	}
	for round := range rounds + 1 { // the first fills pools and connections
		for _, scenario := range scenarios {
			for i := range all {
				g := all[(i+round)%len(all)]
				cost, err := g.load(scenario, conns, slice)
				if err != nil {
					return err
				}
				if round > 0 {
					g.costs[scenario] = append(g.costs[scenario], cost)
				}
			}
		}
	}
	return report(all)
}

// stop ends the program and those that it started.
func (g *gateway) stop() {
	_ = g.cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself
	_ = g.cmd.Wait()
}

// load sends requests for the time of a slice, and gives what one cost.
func (g *gateway) load(scenario string, conns int, slice time.Duration) (float64, error) {
	c := g.calls[scenario]
	before, err := cpu(g.cmd.Process.Pid)
	if err != nil {
		return 0, err
	}
	var callers sync.WaitGroup
	var mu sync.Mutex
	var failed error
	done := 0
	until := time.Now().Add(slice)
	client := &fasthttp.HostClient{Addr: strings.TrimPrefix(g.url, "http://"), MaxConns: conns}
	defer client.CloseIdleConnections()
	for range conns {
		callers.Go(func() {
			n, err := callUntil(client, g.url, c, until)
			mu.Lock()
			defer mu.Unlock()
			done, failed = done+n, cmp.Or(failed, err)
		})
	}
	callers.Wait()
	after, err := cpu(g.cmd.Process.Pid)
	if err = cmp.Or(failed, err); err != nil {
		return 0, fmt.Errorf("%s, %s: %w", g.name, scenario, err)
	}
	return float64(after-before) / 1000 / float64(done), nil
}

// keys makes every Idempotency-Key another.
var keys atomic.Int64

// callUntil sends one request after the other, and at least one.
func callUntil(client *fasthttp.HostClient, url string, c call, until time.Time) (done int, err error) {
	request, response := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(response)
	for {
		request.Reset()
		request.Header.SetMethod(c.method)
		request.SetRequestURI(url + c.path)
		if c.key != "" {
			request.Header.Set("Authorization", "Bearer "+c.key)
		}
		if c.keyed {
			request.Header.Set("Idempotency-Key", fmt.Sprintf("bench-%d", keys.Add(1)))
		}
		if c.body != "" {
			request.Header.SetContentType("application/json")
			request.SetBodyString(c.body)
		}
		if err := client.DoTimeout(request, response, 10*time.Second); err != nil {
			return done, err
		}
		if status := response.StatusCode(); status != http.StatusOK && status != http.StatusCreated {
			return done, fmt.Errorf("status %d", status)
		}
		if done++; time.Now().After(until) {
			return done, nil
		}
	}
}

// cpu is what a process and its children have used, in nanoseconds.
func cpu(pid int) (total int64, err error) {
	for _, p := range append(children(pid), pid) {
		tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p))
		if err != nil || tasks == nil {
			return 0, fmt.Errorf("no schedstat of process %d: this needs Linux", p)
		}
		for _, task := range tasks {
			text, err := os.ReadFile(task)
			if err != nil {
				continue // the thread has ended
			}
			used, _, _ := strings.Cut(string(text), " ")
			n, err := strconv.ParseInt(used, 10, 64)
			if err != nil {
				return 0, err
			}
			total += n
		}
	}
	return total, nil
}

func children(pid int) (pids []int) {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for _, word := range strings.Fields(string(text)) {
			if child, err := strconv.Atoi(word); err == nil {
				pids = append(append(pids, child), children(child)...)
			}
		}
	}
	return pids
}

// report prints the table of the README.
func report(all []*gateway) error {
	fmt.Print("| scenario | gateway | CPU a request, median | × nginx | × Caddy | peak RSS |\n|---|---|--:|--:|--:|--:|\n")
	for _, scenario := range scenarios {
		for _, g := range all {
			peak, err := peakRSS(g.cmd.Process.Pid)
			if err != nil {
				return err
			}
			fmt.Printf("| %s | %s | %.0f µs | %s | %s | %d MiB |\n", scenario, g.name, median(g.costs[scenario]),
				over(all, g, "nginx", scenario), over(all, g, "caddy", scenario), peak>>10)
		}
	}
	return nil
}

// over is the median of the ratios to a peer in the same round, with the quartiles.
func over(all []*gateway, g *gateway, peer, scenario string) string {
	i := slices.IndexFunc(all, func(g *gateway) bool { return g.name == peer })
	if i < 0 {
		return "not installed"
	}
	ratios := make([]float64, len(g.costs[scenario]))
	for round, cost := range g.costs[scenario] {
		ratios[round] = cost / all[i].costs[scenario][round]
	}
	slices.Sort(ratios)
	return fmt.Sprintf("%.2f (%.2f–%.2f)", median(ratios), ratios[len(ratios)/4], ratios[len(ratios)*3/4])
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

// peakRSS is the most memory that a process and its children had, in KiB.
func peakRSS(pid int) (total int64, err error) {
	for _, p := range append(children(pid), pid) {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p))
		if err != nil {
			return 0, err
		}
		_, after, _ := strings.Cut(string(text), "VmHWM:")
		n, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// freePort is one that nobody listens at now.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// start runs a program until the bench ends, and waits until it answers.
func start(ctx context.Context, g *gateway, port int, program string, arguments ...string) (*gateway, error) {
	g.url, g.costs = fmt.Sprintf("http://127.0.0.1:%d", port), map[string][]float64{}
	g.cmd = exec.CommandContext(ctx, program, arguments...)
	g.cmd.Stderr = os.Stderr
	g.cmd.Env = append(os.Environ(), "GOMAXPROCS=1") // as nginx has one worker
	if err := g.cmd.Start(); err != nil {
		return nil, err
	}
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		conn, err := net.DialTimeout("tcp", strings.TrimPrefix(g.url, "http://"), time.Second)
		if err == nil {
			return g, conn.Close()
		}
		if time.Now().After(until) {
			g.stop()
			return nil, fmt.Errorf("%s does not answer", g.name)
		}
	}
}
