// Package conformance is what every adapter must pass: the same questions to
// each vendor, so that a caller meets the same answers whichever vendor
// stands behind them. Only tests import it.
package conformance

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/adapters/http1"
	"canongate/canonical"
)

// Vendor is what the suite needs to know of an adapter.
type Vendor struct {
	New     func(canonical.Connection) (canonical.Adapter, error)
	Sandbox func() http.Handler
	// Settings fit the sandbox. Secrets are the values behind its references
	// ("env:NAME"); none of them may show in an error.
	Settings map[string]any
	Secrets  map[string]string
	// Samples are the sandbox's answers, samples/<operation>.ok.json among them.
	Samples fs.FS
	// TokenPath marks the requests for credentials; "" when there are none.
	TokenPath string
	// Operations is the pinned list of what the adapter can do.
	Operations []string
	Cases      []Case
	// Canaries are personal values of the cases' requests; none may show in
	// an error.
	Canaries []string
	// Documented are the members that the vendor's document shows, written from
	// the document; for an adapter with a field list.
	Documented []Documented

	client string // a connection's http_client
}

// standardClient is net/http.
const standardClient = "standard"

// Case is one operation with a request that the sandbox answers with success.
type Case struct {
	Operation string
	Effect    canonical.Effect
	// Local says that the vendor is not called.
	Local bool
	// CustomerToken says that the call carries the customer's own credential, so
	// that the credential endpoint has no part in it.
	CustomerToken bool
	// Except gives the codes of faults that mean something else for this
	// operation than for others, by the fault's name.
	Except map[string]canonical.Code

	run    func(ctx context.Context, t *testing.T, adapter canonical.Adapter, prepared bool) (any, error)
	empty  func(ctx context.Context, t *testing.T, adapter canonical.Adapter) error
	probe  probe
	golden bool
	draft  *canonical.CustomerDraft // create_customer: the request
}

// Of makes a case of an operation and a request.
func Of[In, Out any](op canonical.Operation[In, Out], in In) Case {
	c := Case{Operation: op.Name(), Effect: op.Effect(), golden: true, empty: emptied(op), probe: probing(op, in, nil),
		run: func(ctx context.Context, t *testing.T, adapter canonical.Adapter, _ bool) (any, error) {
			return bound(t, op, adapter)(ctx, in)
		}}
	if d, ok := any(in).(canonical.CustomerDraft); ok {
		c.draft = &d
	}
	return c
}

// Prepared makes a case whose request needs something to exist at the vendor
// first. golden is the request that the golden files show.
func Prepared[In, Out any](op canonical.Operation[In, Out], golden In, prepare func(context.Context, *testing.T, canonical.Adapter) In) Case {
	return Case{Operation: op.Name(), Effect: op.Effect(), golden: true, empty: emptied(op), probe: probing(op, golden, prepare),
		run: func(ctx context.Context, t *testing.T, adapter canonical.Adapter, prepared bool) (any, error) {
			in := golden
			if prepared {
				in = prepare(ctx, t, adapter)
			}
			return bound(t, op, adapter)(ctx, in)
		}}
}

// NoGolden leaves the golden files out: another case of the operation has them.
func (c Case) NoGolden() Case {
	c.golden = false
	return c
}

// NoCall marks an operation that does not call the vendor.
func (c Case) NoCall() Case {
	c.Local = true
	return c
}

// WithCustomerToken marks an operation that carries the customer's own token
// instead of the connection's.
func (c Case) WithCustomerToken() Case {
	c.CustomerToken = true
	return c
}

// Meaning gives faults another code for this operation.
func (c Case) Meaning(except map[string]canonical.Code) Case {
	c.Except = except
	return c
}

func bound[In, Out any](t *testing.T, op canonical.Operation[In, Out], adapter canonical.Adapter) canonical.Func[In, Out] {
	t.Helper()
	f := op.Bind(adapter)
	if f == nil {
		t.Fatalf("the adapter does not do %s", op.Name())
	}
	return func(ctx context.Context, in In) (Out, error) {
		out, err := f(ctx, in)
		return *out, err
	}
}

// Run asks a vendor's adapter every question of the suite; what depends on the HTTP
// client, over each of the two.
func Run(t *testing.T, v Vendor) {
	t.Helper()
	t.Run("operations", v.operations)
	t.Run("golden", v.goldens)
	for _, client := range []string{standardClient, "auto"} {
		v.client = client
		t.Run("sandbox/"+client, v.roundTrips)
		t.Run("faults/"+client, v.faults)
		t.Run("cancel/"+client, v.cancels)
		t.Run("parallel/"+client, v.parallel)
	}
	t.Run("fresh", v.fresh)
	t.Run("needs", v.needs)
	t.Run("fields", v.fields)
	t.Run("documented", v.documented)
}

// operations holds what the adapter binds against the pinned list. A method
// with a slightly wrong signature binds to nothing and would otherwise read
// as "not supported".
func (v Vendor) operations(t *testing.T) {
	t.Parallel()
	adapter := v.adapter(t, "http://127.0.0.1:9", nil)
	var got []string
	for _, op := range canonical.Operations() {
		if op.Supports(adapter) {
			got = append(got, op.Name())
		} else if _, found := reflect.TypeOf(adapter).MethodByName(methodName(op.Name())); found {
			t.Errorf("%s exists on the adapter and does not bind: its signature is not the capability's", methodName(op.Name()))
		}
	}
	want := slices.Clone(v.Operations)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("bound operations are %v, pinned are %v", got, want)
	}
	for _, name := range want {
		if !slices.ContainsFunc(v.Cases, func(c Case) bool { return c.Operation == name }) && name != canonical.ReceiveEvent.Name() {
			t.Errorf("%s has no case", name)
		}
	}
}

func methodName(operation string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(operation, "_") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// roundTrips runs every case against the live sandbox.
func (v Vendor) roundTrips(t *testing.T) {
	t.Parallel()
	adapter := v.adapter(t, v.serve(t), nil)
	for _, c := range v.Cases {
		t.Run(c.Operation, func(t *testing.T) {
			t.Parallel()
			out, err := c.run(t.Context(), t, adapter, true)
			if err != nil {
				t.Fatalf("%s: %v (%s)", c.Operation, err, detail(err))
			}
			if checked, ok := pointerTo(out).(interface{ Validate() error }); ok {
				if err := checked.Validate(); err != nil {
					t.Errorf("%s gives a resource that is not canonical: %s", c.Operation, detail(err))
				}
			}
		})
	}
}

func pointerTo(v any) any {
	p := reflect.New(reflect.TypeOf(v))
	p.Elem().Set(reflect.ValueOf(v))
	return p.Interface()
}

// cancels wants every case to come back promptly when its context ends.
func (v Vendor) cancels(t *testing.T) {
	t.Parallel()
	base := v.serve(t)
	for _, c := range v.Cases {
		if c.Local {
			continue
		}
		t.Run(c.Operation, func(t *testing.T) {
			t.Parallel()
			adapter := v.adapter(t, base, http.Header{"Sandbox-Fault": {"hang"}})
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() {
				_, err := c.run(ctx, t, adapter, false)
				done <- err
			}()
			cancel()
			select {
			case err := <-done:
				if err == nil {
					t.Error("a cancelled call succeeded")
				}
			case <-time.After(5 * time.Second):
				t.Error("the call went on after its context was cancelled")
			}
		})
	}
}

// noTransport is the kept connections of an adapter that must not use them.
type noTransport struct{ t *testing.T }

func (n noTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	n.t.Error("a write went out on a kept connection")
	return nil, http.ErrNotSupported
}

// fresh wants every write, and every call for credentials, on a connection of its
// own: one that the vendor closes at that moment leaves its outcome unknown.
func (v Vendor) fresh(t *testing.T) {
	t.Parallel()
	base := v.serve(t)
	for _, c := range v.Cases {
		if c.Local || c.Effect == canonical.Safe {
			continue
		}
		t.Run(c.Operation, func(t *testing.T) {
			t.Parallel()
			_, _ = c.run(t.Context(), t, v.over(t, noTransport{t}, base, nil), false) // some cases are refused: they are not prepared
		})
	}
}

// parallel runs each case 32 times at once; the race detector watches.
func (v Vendor) parallel(t *testing.T) {
	t.Parallel()
	adapter := v.adapter(t, v.serve(t), nil)
	for _, c := range v.Cases {
		t.Run(c.Operation, func(t *testing.T) {
			t.Parallel()
			errs := make(chan error, 32)
			for range cap(errs) {
				go func() {
					_, err := c.run(t.Context(), t, adapter, true)
					errs <- err
				}()
			}
			for range cap(errs) {
				if err := <-errs; err != nil {
					t.Errorf("one of 32 at once: %v (%s)", err, detail(err))
				}
			}
		})
	}
}

// serve starts the vendor's sandbox and gives its base URL.
func (v Vendor) serve(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(v.Sandbox())
	t.Cleanup(server.Close)
	return server.URL
}

// adapter makes an adapter with transports of its own.
func (v Vendor) adapter(t *testing.T, base string, header http.Header) canonical.Adapter {
	t.Helper()
	return v.over(t, v.transport(t, &http.Transport{}, base), base, header)
}

// transport is the client that is under test, with what a standard one is made of.
func (v Vendor) transport(t *testing.T, standard *http.Transport, base string) http.RoundTripper {
	t.Helper()
	t.Cleanup(standard.CloseIdleConnections)
	if v.client == standardClient {
		return standard
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatalf("the vendor's address: %v", err)
	}
	cheap := http1.New(standard, u)
	t.Cleanup(cheap.CloseIdleConnections)
	return cheap
}

// over makes an adapter that sends what may share a connection through a transport.
func (v Vendor) over(t *testing.T, shared http.RoundTripper, base string, header http.Header) canonical.Adapter {
	t.Helper()
	fresh := v.transport(t, &http.Transport{DisableKeepAlives: true}, base)
	adapter, err := v.New(canonical.Connection{
		Name: "under-test", BaseURL: base, Settings: v.Settings, Header: header,
		Secret: v.secret, Transport: shared, FreshTransport: fresh, Timeout: 30 * time.Second,
		Now: func() time.Time { return time.Now().UTC() }, Unmapped: func(string) {},
	})
	if err != nil {
		t.Fatalf("making the adapter: %v", err)
	}
	return adapter
}

func (v Vendor) secret(reference string) (canonical.Secret, error) {
	return canonical.NewSecret(v.Secrets[strings.TrimPrefix(reference, "env:")]), nil
}

// detail prints an error's facts for a test's reader.
func detail(err error) string {
	e := canonical.AsError(err)
	var fields []string
	for _, f := range e.Fields {
		fields = append(fields, f.Pointer+" "+f.Code)
	}
	return string(e.WhoseFault()) + ", " + string(e.HowFar()) + ", vendor code " + e.Vendor.Code + ", " + e.Message + " " + strings.Join(fields, "; ")
}
