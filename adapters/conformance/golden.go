package conformance

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/canonical"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing")

// goldenTime is the clock of the golden files.
var goldenTime = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// sent is what an adapter sent, as a golden file shows it.
type sent struct {
	Method      string          `json:"method"`
	Path        string          `json:"path"`
	Query       url.Values      `json:"query,omitempty"`
	ContentType string          `json:"content_type,omitempty"`
	Body        json.RawMessage `json:"body,omitempty"`
	Form        url.Values      `json:"form,omitempty"`
}

// goldens holds every case in both directions against files that a person
// reviewed: <operation>.request.json is what must be sent for the case's
// request, <operation>.canonical.json what must be concluded from the vendor's
// documented answer, samples/<operation>.ok.json.
func (v Vendor) goldens(t *testing.T) {
	t.Parallel()
	for _, c := range v.Cases {
		if !c.golden {
			continue
		}
		t.Run(c.Operation, func(t *testing.T) {
			t.Parallel()
			recorder := v.recorder(t, c)
			server := httptest.NewServer(recorder)
			defer server.Close()
			out, err := c.run(t.Context(), t, v.goldenAdapter(t, server.URL), false)
			if err != nil {
				t.Fatalf("%s: %v (%s)", c.Operation, err, detail(err))
			}
			if !c.Local {
				compare(t, c.Operation+".request.json", recorder.requests())
			}
			compare(t, c.Operation+".canonical.json", reveal(out))
		})
	}
}

// goldenAdapter is an adapter for documented answers: it knows every value in them.
func (v Vendor) goldenAdapter(t *testing.T, base string) canonical.Adapter {
	t.Helper()
	return v.adapterAtGoldenTime(t, base, func(field string) {
		t.Errorf("the documented answer has a value or field that the adapter does not know: %s", field)
	})
}

func (v Vendor) adapterAtGoldenTime(t *testing.T, base string, unmapped func(string)) canonical.Adapter {
	t.Helper()
	adapter, err := v.New(canonical.Connection{
		Name: "golden", BaseURL: base, Settings: v.Settings, Secret: v.secret,
		Timeout: 2 * time.Second, Now: func() time.Time { return goldenTime }, Unmapped: unmapped,
	})
	if err != nil {
		t.Fatalf("making the adapter: %v", err)
	}
	return adapter
}

// recorder answers with the vendor's documented answer and keeps what it was
// sent; requests for credentials go to the sandbox.
type recorder struct {
	credentials http.Handler
	tokenPath   string
	status      int
	body        []byte

	mu   sync.Mutex
	seen []sent
}

func (v Vendor) recorder(t *testing.T, c Case) *recorder {
	t.Helper()
	r := &recorder{credentials: v.Sandbox(), tokenPath: v.TokenPath, status: http.StatusOK}
	if c.Local {
		return r
	}
	name := c.Operation + ".ok.json"
	body, err := fs.ReadFile(v.Samples, "samples/"+name)
	if err != nil {
		t.Fatalf("reading the vendor's documented answer: %v", err)
	}
	r.body, r.status = body, v.status(t, name)
	return r
}

// status is the HTTP status of a sample, from samples/index.json.
func (v Vendor) status(t *testing.T, name string) int {
	t.Helper()
	raw, err := fs.ReadFile(v.Samples, "samples/index.json")
	if err != nil {
		t.Fatalf("reading the index of the samples: %v", err)
	}
	var index []struct {
		File   string `json:"file"`
		Status int    `json:"status"`
	}
	if err := json.Unmarshal(raw, &index); err != nil {
		t.Fatalf("reading the index of the samples: %v", err)
	}
	for _, s := range index {
		if s.File == name {
			return s.Status
		}
	}
	t.Fatalf("samples/index.json does not list %s", name)
	return 0
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.tokenPath != "" && strings.Contains(req.URL.Path, r.tokenPath) {
		r.credentials.ServeHTTP(w, req)
		return
	}
	body, _ := io.ReadAll(req.Body) // a body that ends early shows as a golden that differs
	s := sent{Method: req.Method, Path: req.URL.Path, Query: req.URL.Query(), ContentType: req.Header.Get("Content-Type")}
	if strings.HasPrefix(s.ContentType, "application/x-www-form-urlencoded") {
		s.Form, _ = url.ParseQuery(string(body))
	} else if len(body) > 0 {
		s.Body = body
	}
	r.mu.Lock()
	r.seen = append(r.seen, s)
	r.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body)
}

func (r *recorder) requests() []sent {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen
}

// reveal gives the result with its ids readable: what they are made of.
func reveal(out any) any {
	p := pointerTo(out)
	if identified, ok := p.(canonical.Identified); ok {
		identified.EachID(func(_ string, id canonical.Sealable) {
			if len(id.Keys()) > 0 {
				keys, _ := json.Marshal(map[string]string(id.Keys())) // a map of strings always marshals
				id.Seal(string(id.Kind()) + "_" + string(keys))
			}
		})
	}
	return p
}

// compare holds a value against a golden file, or writes it with -update.
func compare(t *testing.T, name string, v any) {
	t.Helper()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		t.Fatalf("writing %s: %v", name, err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatalf("writing %s: %v", name, err)
		}
		if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
			t.Fatalf("writing %s: %v", name, err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("no golden %s: run `make golden` and review what it writes", path)
	}
	if diff := cmp.Diff(string(want), buf.String()); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}
