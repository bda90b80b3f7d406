package admin_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/gateway/auth"
	"canongate/policies/journal"
)

type journalState struct {
	Epoch      int64
	Restored   bool
	AcceptedBy string `json:"accepted_by"`
}

func TestARestoreIsAcceptedAndItsFenceLifted(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesOff)
	before := decode[journalState](t, r.ask("vera", 200, "GET", "journal", ""))
	if before.Epoch != 1 || before.Restored {
		t.Errorf("%+v", before)
	}
	for body, want := range map[string]int{
		``:                         422,
		`{"epoch":1,"keep":"1s"}`:  422,
		`{"epoch":1,"keep":"day"}`: 422,
		`{"epoch":1,"stopped_at":"` + time.Now().Add(48*time.Hour).Format(time.RFC3339) + `"}`: 422,
		`{"epoch":1,"by":"bob"}`:       422,
		`{"epoch":1}`:                  409, // nothing shows a restore
		`{"epoch":9,"unnoticed":true}`: 409,
	} {
		r.ask("ann", want, "POST", "journal/accept", body)
	}
	r.ask("vera", 403, "POST", "journal/accept", `{"epoch":1,"unnoticed":true}`)
	r.ask("otto", 403, "POST", "journal/accept", `{"epoch":1,"unnoticed":true}`) // it concerns all tenants
	now := decode[journalState](t, r.ask("ann", 200, "POST", "journal/accept", `{"epoch":1,"unnoticed":true,"keep":"48h","reason":"a disk was lost"}`))
	if now.Epoch < time.Now().Add(-time.Minute).Unix() || now.AcceptedBy != "ann" {
		t.Errorf("%+v", now)
	}
	r.ask("ann", 409, "POST", "journal/accept", `{"epoch":1,"unnoticed":true}`)

	for _, body := range []string{
		`{"reason":"compared"}`, `{"reason":"compared","tenant":"acme","all":true}`, `{"tenant":"acme"}`,
		`{"reason":"compared","key":"k","all":true}`, `{"key":"k"}`, `{"reason":"compared","key":"` + strings.Repeat("k", 256) + `"}`,
		`{"reason":"` + strings.Repeat("x", 3000) + `","all":true}`,
	} {
		r.ask("ann", 422, "POST", "journal/unfence", body)
	}
	r.ask("otto", 403, "POST", "journal/unfence", `{"reason":"compared","all":true}`)
	r.ask("otto", 403, "POST", "journal/unfence", `{"reason":"compared","tenant":"acme"}`)
	r.ask("otto", 403, "POST", "journal/unfence", `{"reason":"compared","key":"k"}`) // somebody's
	r.ask("otto", 403, "POST", "journal/unfence", `{"reason":"compared","key":"k","tenant":"acme"}`)
	r.ask("otto", 404, "POST", "journal/unfence", `{"reason":"compared","key":"k","tenant":"other"}`)
	for _, tenant := range []string{"acme", "other"} {
		r.heldUp(t, tenant, "k")
	}
	r.ask("ann", 409, "POST", "journal/unfence", `{"reason":"compared","key":"k"}`)
	r.ask("ann", 200, "POST", "journal/unfence", `{"reason":"compared","key":"k","tenant":"acme"}`)
	r.ask("otto", 200, "POST", "journal/unfence", `{"reason":"compared","key":"k","tenant":"other"}`)
	r.ask("ann", 404, "POST", "journal/unfence", `{"reason":"compared","key":"k"}`)
	r.ask("otto", 200, "POST", "journal/unfence", `{"reason":"compared","tenant":"other"}`)
	r.ask("ann", 200, "POST", "journal/unfence", `{"reason":"compared","all":true}`)

	var lines []string
	for _, line := range r.audited(t) {
		if line["by"] == "bob" {
			t.Errorf("audited by whom the body names: %v", line)
		}
		if line["result"] == "done" {
			lines = append(lines, fmt.Sprint(line["action"], " ", line["by"], " ", line["target"]))
		}
	}
	if got := strings.Join(lines, "\n"); got != `journal.accept ann journal
journal.unfence ann acme, one key
journal.unfence otto other, one key
journal.unfence otto other
journal.unfence ann all` {
		t.Errorf("audited:\n%s", got)
	}
	for action, want := range map[string]string{"journal.accept": "a disk was lost", "journal.unfence": "compared"} {
		if !slices.ContainsFunc(r.list("changes?limit=200&action="+action), func(c map[string]any) bool { return c["result"] == "done" && c["reason"] == want }) {
			t.Errorf("no %s was done because %s", action, want)
		}
	}
}

// heldUp has a caller repeat a payment that the journal does not know.
func (r *moneyRig) heldUp(t *testing.T, tenant, key string) {
	t.Helper()
	scope := journal.Scope{Tenant: tenant, Caller: "app", Operation: "create_payment", Connection: moneyBank, Key: key, MovesMoney: true}
	c, err := r.journal.Claim(t.Context(), scope, [32]byte{1}, time.Minute)
	if err != nil || c.Outcome != journal.ForgottenByRestore {
		t.Fatalf("%v, %v", c.Outcome, err)
	}
}
