package admin_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"canongate/gateway/admin"
	"canongate/gateway/auth"
	"canongate/policies/journal"
)

// acts are all that operators do to what has no journal of its own, with a reason.
var acts = []struct{ method, path, body, action, target, from, to string }{
	{"PUT", "connections/cdp-uae/state", `{"state":"draining","reason":"%s"}`, "connection.state", "cdp-uae", "enabled", "draining"},
	{"POST", "connections/cdp-uae/breakers/get_customer", `{"state":"open","reason":"%s"}`, "breaker.force", "cdp-uae/get_customer", "auto", "open"},
	{"POST", "config/reload", `{"reason":"%s"}`, "config.reload", "canongate.yaml", "3 abababababab", "4 abababababab"},
	{"POST", "config/rollback", `{"generation":2,"reason":"%s"}`, "config.rollback", "canongate.yaml", "4 abababababab", "5 abababababab"},
	{"POST", "routes/uae/rollout", `{"connection":"cdp-2","reason":"%s"}`, "rollout.start", "uae", "", "cdp-2"},
	{"DELETE", "routes/uae/rollout", `{"reason":"%s"}`, "rollout.stop", "uae", "cdp-2", ""},
	{"POST", "payments/pay_1/resolve", `{"status":"settled","reason":"%s"}`, "payment.resolve", "pay_1", "", "settled"},
	{"POST", "events/evt_1/redeliver", `{"reason":"%s"}`, "event.redeliver", "evt_1", "", "pending"},
	{"POST", "events/redeliver", `{"filter":{"subscriber":"crm"},"expect":{"count":3},"reason":"%s"}`, "events.redeliver", "subscriber=crm", "", "3 pending"},
	{"PUT", "logs/level", `{"level":"debug","reason":"%s"}`, "logs.level", "logs", "info", "debug"},
}

// Each act takes a reason, of a bounded length. The journal gets it, and the audit log
// does not.
func TestActsAreKeptWithTheirReasons(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	var want []journal.OperatorChange
	for _, a := range acts {
		why := "because of " + a.action
		if w := r.send(a.method, "/admin/v1/"+a.path, strings.Replace(a.body, "%s", why, 1)); w.Code >= 300 {
			t.Errorf("%s: %d %s", a.action, w.Code, w.Body)
		}
		want = append(want, journal.OperatorChange{By: "local", Action: a.action, Target: a.target, Result: "done", Reason: why, From: a.from, To: a.to})
	}
	if log := r.audit.String(); strings.Contains(log, "because of") {
		t.Errorf("the audit log has a reason: %s", log)
	}
	if diff := cmp.Diff(want, r.changes.kept, cmpopts.IgnoreFields(journal.OperatorChange{}, "RequestID")); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	for i, line := range r.audited(t) {
		if line["request_id"] == "" || line["request_id"] != r.changes.kept[i].RequestID {
			t.Errorf("the line of %s is of request %s, and what is kept of %s", line["action"], line["request_id"], r.changes.kept[i].RequestID)
		}
	}
	for _, a := range acts {
		w := r.send(a.method, "/admin/v1/"+a.path, strings.Replace(a.body, "%s", strings.Repeat("x", 2001), 1))
		if w.Code != 422 || decode[problem](t, w).Errors[0].Pointer != "/reason" {
			t.Errorf("%s with 2001 bytes: %d %s", a.action, w.Code, w.Body)
		}
	}
	if n := len(r.changes.kept); n != 2*len(acts) || r.changes.kept[n-1].Result != "validation_failed" || r.changes.kept[n-1].Reason != "" {
		t.Errorf("%d are kept, the last is %+v", n, r.changes.kept[n-1])
	}
}

// What is refused to an operator is kept. What a stranger sends is not, whatever it is.
func TestRefusedChangesAreKeptOfOperatorsOnly(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) {
		o.Operators = operatorsOf("", named("vera", nil, "viewer"), named("ann", nil, "operator"))
	})
	const path = "/admin/v1/connections/cdp-uae/state"
	for _, headers := range [][]string{
		{}, {"Authorization", "Bearer wrong"}, append(as("ann"), "Sec-Fetch-Site", "cross-site"), append(as("ann"), "Origin", "https://evil.example.com"),
	} {
		if w := r.send("PUT", path, `{"state":"disabled","reason":"of a stranger"}`, headers...); w.Code != 401 && w.Code != 403 {
			t.Errorf("%v: %d", headers, w.Code)
		}
	}
	if lines := r.audited(t); len(lines) != 4 || len(r.changes.kept) != 0 {
		t.Errorf("%d lines, and %+v is kept", len(lines), r.changes.kept)
	}
	r.send("PUT", path, `{"state":"disabled","reason":"r"}`, as("vera")...)
	r.send("PUT", "/admin/v1/connections/"+strings.Repeat("y", 600)+"%00%FF/state", `{"state":"disabled","reason":"r"}`, as("ann")...)
	r.send("PUT", "/admin/v1/connections/n%00%FFo/state", `{"state":"disabled","reason":"r"}`, as("ann")...)
	r.send("GET", "/admin/v1/payments/pay_1?reveal=true", "", as("ann")...)
	want := []journal.OperatorChange{
		{By: "vera", Action: "connection.state", Target: "cdp-uae", Result: "permission_denied"},
		{By: "ann", Action: "connection.state", Target: strings.Repeat("y", 512), Result: "not_found"},
		{By: "ann", Action: "connection.state", Target: "no", Result: "not_found"},
		{By: "ann", Action: "payment.reveal", Target: "pay_1", Result: "done"},
	}
	if diff := cmp.Diff(want, r.changes.kept, cmpopts.IgnoreFields(journal.OperatorChange{}, "RequestID")); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
}

// A change that the journal cannot keep is made all the same, soon, and the log says so.
func TestAChangeThatIsNotKeptIsMade(t *testing.T) {
	t.Parallel()
	for name, changes := range map[string]*fakeChanges{"away": {fail: errors.New("journal unavailable")}, "locked": {hangs: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				r := newRig(t, func(o *admin.Options) { o.Changes, o.Logger = changes, slog.New(slog.NewJSONHandler(&log, nil)) })
				begun := time.Now()
				w := r.send("PUT", "/admin/v1/logs/level", `{"level":"debug","reason":"who is Mr. Haddadin"}`)
				if took := time.Since(begun); w.Code != 200 || r.level.Level() != slog.LevelDebug || took > time.Second {
					t.Errorf("%d after %s: %s", w.Code, took, w.Body)
				}
				time.Sleep(time.Minute) // of the bubble: until it has given up
				synctest.Wait()
				if text := log.String(); !strings.Contains(text, "operator change is not kept") || !strings.Contains(text, `"action":"logs.level"`) || strings.Contains(text, "Haddadin") {
					t.Errorf("the log says %q", text)
				}
				if lines := r.audited(t); len(lines) != 1 {
					t.Errorf("audited %v", lines)
				}
			})
		})
	}
}

func TestChangesAreListed(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) {
		o.Operators = operatorsOf("", named("vera", nil, "viewer"), named("carl", []string{"acme"}, "viewer", "operator"))
	})
	w := r.send("GET", "/admin/v1/changes?by=ada&action=connection.state&target=cdp-uae&since=2026-03-01T12:00:00Z&limit=1", "", as("vera")...)
	const want = `{"data":[{"id":"chg_1","at":"2026-03-01T12:00:00Z","by":"ada","action":"connection.state","target":"cdp-uae","result":"done",` +
		`"reason":"they answer for others","from":"enabled","to":"disabled","request_id":"r1"}],"has_more":true,"next_cursor":"more"}`
	if w.Code != 200 || w.Body.String() != want {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if asked := (journal.OperatorChangeFilter{By: "ada", Action: "connection.state", Target: "cdp-uae", Since: epoch}); r.changes.asked != asked {
		t.Errorf("asked for %+v", r.changes.asked)
	}
	if w := r.send("GET", "/admin/v1/changes?cursor=more", "", as("vera")...); w.Body.String() != `{"data":[],"has_more":false}` {
		t.Errorf("the next page: %s", w.Body)
	}
	if w := r.send("GET", "/admin/v1/changes", "", as("carl")...); w.Code != 403 || strings.Contains(w.Body.String(), "answer for others") {
		t.Errorf("who sees one tenant: %d %s", w.Code, w.Body)
	}
	if w := r.send("GET", "/admin/v1/changes?since=yesterday", "", as("vera")...); w.Code != 422 || decode[problem](t, w).Errors[0].Pointer != "since" {
		t.Errorf("since yesterday: %d %s", w.Code, w.Body)
	}
	r.changes.fail = journal.ErrUnavailable
	if w := r.send("GET", "/admin/v1/changes", "", as("vera")...); w.Code != 503 {
		t.Errorf("while the journal is away: %d %s", w.Code, w.Body)
	}
	if lines := r.audited(t); len(lines) != 0 {
		t.Errorf("looking is audited: %v", lines)
	}
}

// Records of money say who turned something down, took it back or made it real, and why.
func TestRecordsOfMoneySayWhoAndWhy(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesFailedOnly)
	first := func(path string) map[string]any {
		t.Helper()
		all := r.list(path)
		if len(all) == 0 {
			t.Fatalf("%s lists nothing", path)
		}
		return all[0]
	}
	expect := func(what string, got map[string]any, want map[string]any) {
		t.Helper()
		for key, value := range want {
			if got[key] != value {
				t.Errorf("%s: %s is %v, want %v", what, key, got[key], value)
			}
		}
	}

	lost := r.pay(journal.Unknown, "30", "", "c3")
	const sum = `"expect":{"count":1,"total":{"value":"30","currency":"USD"}}`
	asked := decode[map[string]any](t, r.ask("ann", 201, "POST", "resolutions", `{"payment_ids":["`+lost+`"],"status":"failed","reason":"not there",`+sum+`}`))
	rejected := r.ask("bob", 200, "POST", "resolutions/"+asked["id"].(string)+"/reject", `{"reason":"it is there"}`)
	expect("resolution", decode[map[string]any](t, rejected), map[string]any{"reason": "not there", "decided_by": "bob", "decision_reason": "it is there"})

	r.pay(journal.Unknown, "10", "", "c1")
	r.upload("&reason=of+today", historyHeader+"v1,10,IN,DONE,,c1,b-c1,"+today()+"\n")
	proposal := first("proposals?state=open")["id"].(string)
	r.ask("ann", 200, "POST", "proposals/"+proposal+"/reject", `{"reason":"another one"}`)
	expect("proposal", first("proposals?state=rejected"), map[string]any{"id": proposal, "rejected_by": "ann", "reason": "another one"})

	r.pay(journal.Failed, "77", "v77", "c77")
	wrong := r.upload("", historyHeader+"v77,77,IN,DONE,,c77,b-c77,"+today()+"\n")
	r.ask("paula", 200, "POST", "imports/"+wrong.ID+"/withdraw", `{"reason":"the wrong file"}`)
	expect("import", decode[map[string]any](t, r.ask("vera", 200, "GET", "imports/"+wrong.ID, "")), map[string]any{"by": "ann", "withdrawn_by": "paula"})
	expect("contradiction", first("exceptions?import_id="+wrong.ID), map[string]any{"state": "closed", "closed_by": "paula", "reason": "the wrong file"})

	moved := r.pay(journal.Submitted, "55", "v55", "c55")
	dry := r.upload("&dry_run=true", historyHeader+"v55,55,IN,DONE,,c55,b-c55,"+today()+"\n")
	r.ask("paula", 202, "POST", "imports/"+dry.ID+"/apply", `{"reason":"as it should be"}`)
	r.finished(dry.ID)
	expect("applied import", decode[map[string]any](t, r.ask("vera", 200, "GET", "imports/"+dry.ID, "")), map[string]any{"by": "ann", "applied_by": "paula"})
	steps := r.list("payments/" + moved + "/history")
	expect("history", steps[len(steps)-1], map[string]any{"status": "settled", "source": "import", "by": "paula", "import_id": dry.ID})

	found := r.pay(journal.Unknown, "1", "", "c9")
	r.ask("ann", 200, "POST", "payments/"+found+"/resolve", `{"status":"settled","reason":"in their portal","evidence":"ticket 7"}`)
	steps = r.list("payments/" + found + "/history")
	expect("history", steps[len(steps)-1], map[string]any{"status": "settled", "by": "ann", "reason": "in their portal", "evidence": "ticket 7"})

	var told []string
	for _, c := range r.list("changes") {
		told = append(told, strings.Join([]string{c["by"].(string), c["action"].(string), c["result"].(string), text(c["reason"])}, " "))
	}
	want := []string{
		"ann payment.resolve done in their portal", "paula import.apply done as it should be", "ann import.take done ", "paula import.withdraw done the wrong file",
		"ann import.take done ", "ann proposal.reject done another one", "ann import.take done of today", "bob resolution.reject done it is there",
		"ann resolution.create done not there",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	r.ask("otto", 403, "GET", "changes", "")
}

// text is a member that may be absent.
func text(v any) string {
	s, _ := v.(string)
	return s
}
