package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"canongate/canonical"
)

// returnedAtOnce is the sandbox's amount whose payments come back with R01.
const returnedAtOnce = "1099.01"

// importHistory takes what the sandbox's payments have come to.
func (r *live) importHistory(t *testing.T) {
	t.Helper()
	_, _, file := call(t, http.MethodGet, r.api+"/v1/connections/omnumi-us/sandbox/files/history.csv", "")
	path := filepath.Join(t.TempDir(), "history.csv")
	must(t, os.WriteFile(path, file, 0o600))
	if code, out := command(t, "reconcile", path, "--connection", "omnumi-us", "--admin", r.admin); code != 0 {
		t.Fatalf("import: %d %s", code, out)
	}
}

func (r *live) read(t *testing.T, id string) (p canonical.Payment) {
	t.Helper()
	_, _, body := call(t, http.MethodGet, r.api+"/v1/payments/"+id, "")
	must(t, json.Unmarshal(body, &p))
	return p
}

// TestRepresentments sends a payment that came back again, as often as is allowed.
func TestRepresentments(t *testing.T) {
	t.Parallel()
	r := start(t)
	p := r.payerAt(t, "omnumi-us")
	original := r.lose(t, p, "original", returnedAtOnce)
	again := func(key, amount string) (int, []byte) {
		body := strings.Replace(p.draft(key), "10.50", amount, 1)
		body = strings.TrimSuffix(body, "}") + `,"represents":"` + original + `"}`
		status, _, answer := call(t, http.MethodPost, r.api+"/v1/payments", body, "Idempotency-Key", key)
		return status, answer
	}
	refuses := func(key, amount, why string) {
		t.Helper()
		status, answer := again(key, amount)
		if status != http.StatusUnprocessableEntity || !strings.Contains(string(answer), `"pointer":"/represents"`) || !strings.Contains(string(answer), why) {
			t.Errorf("%s: %d %s", key, status, answer)
		}
	}
	shows := func(by int, want canonical.Representable) {
		t.Helper()
		_, _, page := call(t, http.MethodGet, r.api+"/v1/payments?return_code=R01&order=asc&limit=1", "")
		var list canonical.List[canonical.Payment]
		must(t, json.Unmarshal(page, &list))
		for _, p := range []canonical.Payment{r.read(t, original), list.Data[0]} {
			if got := p.ACH.Representable; got == nil || got.Allowed != want.Allowed || got.AttemptsLeft != want.AttemptsLeft || got.Until == "" || len(p.RepresentedBy) != by {
				t.Errorf("%+v by %d, want %+v by %d", got, len(p.RepresentedBy), want, by)
			}
		}
	}
	refuses("too early", returnedAtOnce, "this one is submitted")
	r.importHistory(t)
	shows(0, canonical.Representable{Allowed: true, AttemptsLeft: 2})
	refuses("other amount", "1099.02", "same amount")

	status, first := again("first", returnedAtOnce)
	var made canonical.Payment
	must(t, json.Unmarshal(first, &made))
	if status != http.StatusCreated || made.Represents.Sealed() != original {
		t.Fatalf("first: %d %s", status, first)
	}
	if status, body := again("first", returnedAtOnce); status != http.StatusCreated || string(body) != string(first) {
		t.Errorf("replay: %d %s", status, body)
	}
	shows(1, canonical.Representable{AttemptsLeft: 1})
	refuses("at the same time", returnedAtOnce, "has not come back")
	r.importHistory(t)
	shows(1, canonical.Representable{Allowed: true, AttemptsLeft: 1})
	if got := r.read(t, made.ID.Sealed()); got.Represents.Sealed() != original || got.ACH.Representable != nil {
		t.Errorf("the first attempt shows %v %v", got.Represents, got.ACH.Representable)
	}

	statuses := make([]int, 4)
	var wait sync.WaitGroup
	for i := range statuses {
		wait.Go(func() { statuses[i], _ = again("second of "+string(rune('a'+i)), returnedAtOnce) })
	}
	wait.Wait()
	sent := 0
	for _, status := range statuses {
		switch status {
		case http.StatusCreated:
			sent++
		case http.StatusUnprocessableEntity:
		default:
			t.Errorf("at once: %d", status)
		}
	}
	if sent != 1 {
		t.Errorf("%d of %d at once were sent, want 1", sent, len(statuses))
	}
	r.importHistory(t)
	shows(2, canonical.Representable{})
	refuses("third", returnedAtOnce, "as often as is allowed")
}
