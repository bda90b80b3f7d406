package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"canongate/config"
	"canongate/gateway/admin"
)

// notifiedFile is a gateway that two CDP connections notify: one with a small
// quota, one that is out of service. Nobody listens to its subscribers.
const notifiedFile = `
server: {listen: "127.0.0.1:0", admin_listen: "127.0.0.1:0"}
ids: {keyset: "file:%[1]s/ids.json"}
auth: {api_keys: [{id: demo, tenant: demo, sha256: %[2]s, scopes: ["*"]}]}
connections:
  cdp-uae:
    {vendor: cdp, sandbox: true, tenants: [demo, globex], rate: {limit: 5, per: 10m},
     settings: {updated_by: canongate, callback_secret: sandbox-callback-secret, verify_by_fetch: false}}
  cdp-off: {vendor: cdp, sandbox: true, enabled: false, settings: {callback_secret: sandbox-callback-secret}}
  mute: {vendor: omnumi, sandbox: true, tenants: [demo]}
routes: [{name: all, operations: [create_customer, lookup_customer], use: [{connection: cdp-uae}]}]
journal: {driver: sqlite, dsn: "file:%[1]s/canongate.db"}
events:
  inbound_rate: {limit: 10, per: 10m}
  subscribers:
    - {name: mine, url: "http://127.0.0.1:1/", secret: "file:%[1]s/hook", types: ["*"], tenants: [demo]}
    - {name: theirs, url: "http://127.0.0.1:1/", secret: "file:%[1]s/hook", types: ["*"], tenants: [globex]}
    - {name: all, url: "http://127.0.0.1:1/", secret: "file:%[1]s/hook", types: ["*"], tenants: ["*"]}
`

func startNotified(t *testing.T) *live {
	t.Helper()
	dir := t.TempDir()
	must(t, writeSecret(filepath.Join(dir, "ids.json"), newKeyset(t)))
	must(t, writeSecret(filepath.Join(dir, "hook"), []byte(subscriberSecret)))
	return serveText(t, filepath.Join(dir, "canongate.yaml"), fmt.Sprintf(notifiedFile, dir, config.HashKey(config.DemoKey)))
}

// notify sends a notification with a signature that is so old.
func (r *live) notify(t *testing.T, connection, secret, body string, age time.Duration) (int, string) {
	t.Helper()
	at := strconv.FormatInt(time.Now().Add(-age).UnixMilli(), 10)
	status, _, answer := call(t, http.MethodPost, r.api+"/v1/inbound/"+connection+"/events", body,
		"Authorization", "", "X-Timestamp", at, "X-Signature", signature(secret, at+"."+body), "Request-Id", "one")
	return status, string(answer)
}

const callbackSecret = "sandbox-callback-secret"

func amlStatus(aml, status string) string {
	return `{"ecrn":"7841000000000001","aml_scan_status":"` + aml + `","customer_status":"` + status + `"}`
}

func TestX2ForgedNotificationsUseNothingUp(t *testing.T) {
	t.Parallel()
	r := startNotified(t)
	answers := map[string]bool{}
	for range 20 {
		for _, connection := range []string{"cdp-uae", "cdp-off", "mute", "nowhere"} {
			status, answer := r.notify(t, connection, "wrong", amlStatus("Rejected", "BLOCKED"), 0)
			if status != http.StatusUnauthorized {
				t.Fatalf("forged, to %s: %d %s", connection, status, answer)
			}
			answers[answer] = true
		}
	}
	_, answer := r.notify(t, "cdp-uae", callbackSecret, amlStatus("Rejected", "BLOCKED"), time.Hour)
	answers[answer] = true
	_, answer = r.notify(t, "cdp-uae", callbackSecret, "", time.Hour)
	answers[answer] = true
	if len(answers) != 1 {
		t.Errorf("the answers differ: %v", answers)
	}
	for range 5 { // the whole quota is there
		status, _, body := call(t, http.MethodPost, r.api+"/v1/customers/lookup", `{"identifier":{"type":"emirates_id","number":"784199048372157"}}`)
		if status == http.StatusTooManyRequests || status >= http.StatusInternalServerError {
			t.Fatalf("a caller: %d %s", status, body)
		}
	}
	_, state := r.operate(t, http.MethodGet, "/admin/v1/connections/cdp-off", "")
	var shown struct {
		LastError *struct{ Code string } `json:"last_error"`
		Attempts  int
	}
	must(t, json.Unmarshal([]byte(state), &shown))
	if shown.LastError != nil || shown.Attempts != 0 {
		t.Errorf("forged notifications show at the connection: %s", state)
	}
	if _, state := r.operate(t, http.MethodGet, "/admin/v1/connections/cdp-uae", ""); strings.Contains(state, "unauthenticated") {
		t.Errorf("forged notifications show at the connection: %s", state)
	}
	_, _, metrics := call(t, http.MethodGet, r.admin+"/metrics", "")
	for _, want := range []string{
		`{connection="cdp-uae",reason="wrong_signature"} 20`, `{connection="cdp-uae",reason="stale"} 2`,
		`{connection="cdp-off",reason="wrong_signature"} 20`, `{connection="mute",reason="not_supported"} 20`, `{connection="other",reason="unknown_connection"} 20`,
	} {
		if !bytes.Contains(metrics, []byte("canongate_inbound_refused_total"+want+"\n")) {
			t.Errorf("/metrics has no %s", want)
		}
	}
}

// A notification is told once, to those who may hear of it, and as what it changed.
func TestX24NotificationsBecomeTheEventsOfWhatChanged(t *testing.T) {
	t.Parallel()
	r := startNotified(t)
	told := 0
	for i, step := range []struct {
		body string
		want []string
	}{
		{"\ufeff" + amlStatus("Accepted", "ACTIVE"), []string{"customer.screening.updated"}},
		{amlStatus("Accepted", "ACTIVE"), nil},
		{amlStatus("Accepted", "BLOCKED"), []string{"customer.status.updated"}},
		{amlStatus("Escalated", "BLOCKED"), []string{"customer.screening.updated", "customer.status.updated"}},
	} {
		status, answer := r.notify(t, "cdp-uae", callbackSecret, step.body, time.Duration(i)*time.Second)
		if want := map[bool]string{true: "accepted", false: "known"}[step.want != nil]; status != http.StatusOK || answer != `{"status":"`+want+`"}` {
			t.Fatalf("step %d: %d %s", i+1, status, answer)
		}
		var events struct{ Data []admin.Event }
		_, list := r.operate(t, http.MethodGet, "/admin/v1/events", "")
		must(t, json.Unmarshal([]byte(list), &events))
		var types []string
		for _, e := range events.Data[:len(events.Data)-told] {
			types = append(types, e.Type)
			var audience []string
			for _, d := range e.Deliveries {
				audience = append(audience, d.Subscriber)
			}
			if slices.Sort(audience); e.Tenant != "demo" || !slices.Equal(audience, []string{"all", "mine"}) {
				t.Errorf("step %d: an event of %s goes to %v", i+1, e.Tenant, audience)
			}
		}
		told = len(events.Data)
		if slices.Sort(types); !slices.Equal(types, step.want) {
			t.Errorf("step %d: told %v, want %v", i+1, types, step.want)
		}
	}
}

func TestX15ADegradationIsToldToThoseWhoMayUseTheConnection(t *testing.T) {
	t.Parallel()
	r := startNotified(t)
	for connection, want := range map[string][]string{
		"mute": {"demo all,mine"}, "cdp-uae": {"demo all,mine", "globex all,theirs"}, "cdp-off": {"demo all,mine", "globex all,theirs"},
	} {
		operation := map[bool]string{true: "list_agreements", false: "get_customer"}[connection == "mute"]
		if status, body := r.operate(t, http.MethodPost, "/admin/v1/connections/"+connection+"/breakers/"+operation, `{"state":"open","reason":"a drill"}`); status != http.StatusOK {
			t.Fatalf("%s: %d %s", connection, status, body)
		}
		var got []string
		eventually(t, "the events are there", func() bool {
			var events struct{ Data []admin.Event }
			_, list := r.operate(t, http.MethodGet, "/admin/v1/events?subject="+connection, "")
			must(t, json.Unmarshal([]byte(list), &events))
			got = nil
			for _, e := range events.Data {
				var audience []string
				for _, d := range e.Deliveries {
					audience = append(audience, d.Subscriber)
				}
				slices.Sort(audience)
				got = append(got, e.Tenant+" "+strings.Join(audience, ","))
			}
			return len(got) > 0 // they are written together
		})
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("of %s is told %q, want %q", connection, got, want)
		}
	}
}

func TestX2ReplaysAndFloodsOfTheVendorItself(t *testing.T) {
	t.Parallel()
	r := startNotified(t)
	body := amlStatus("Accepted", "ACTIVE")
	at := strconv.FormatInt(time.Now().Unix(), 10)
	for i, want := range []string{"accepted", "known", "known"} {
		if i == 1 { // what came after the captured one must stand
			r.notify(t, "cdp-uae", callbackSecret, amlStatus("Rejected", "BLOCKED"), 0)
		}
		status, _, answer := call(t, http.MethodPost, r.api+"/v1/inbound/cdp-uae/events", body,
			"Authorization", "", "X-Timestamp", at, "X-Signature", signature(callbackSecret, at+"."+body))
		if status != http.StatusOK || string(answer) != `{"status":"`+want+`"}` {
			t.Errorf("time %d: %d %s", i+1, status, answer)
		}
	}
	for _, header := range [][]string{{"X-Callback-Secret", callbackSecret}, {"X-Signature", signature(callbackSecret, body)}} { // good, if it was read again
		status, _, answer := call(t, http.MethodPost, r.api+"/v1/inbound/cdp-uae/events", body, append(header, "Authorization", "")...)
		if status != http.StatusUnauthorized {
			t.Errorf("%s without a time: %d %s", header[0], status, answer)
		}
	}
	limited := 0
	for n := range 10 {
		status, answer := r.notify(t, "cdp-uae", callbackSecret, "{}", time.Duration(n)*time.Second)
		if status == http.StatusTooManyRequests && strings.Contains(answer, "no more notifications") {
			limited++
		}
	}
	if limited != 4 { // ten may come, and four came before
		t.Errorf("%d of 10 beyond the rate were refused, want 4", limited)
	}
}

func signature(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}
