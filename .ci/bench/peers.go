package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// vendorCalls are those of a peer that passes the vendor's own calls on.
var vendorCalls = map[string]call{
	"validate": {method: http.MethodPost, path: "/caas/api/v2/customer/validate", body: `{"idNumber":"784199048372157","idType":"4"}`},
	"profile":  {method: http.MethodGet, path: "/caas/api/v2/customer/" + customerNumber},
	"pay": {method: http.MethodPost, path: "/ach/in", body: `{"processor":"CORE","customerAccountId":"` + payerID + `","linkedBankId":"` + bankID +
		`","identifier":{"type":"customNamespace","value":"saver7"},"authorizationText":"I authorize this debit.","secCode":"WEB",` +
		`"ipAddress":"203.0.113.9","amount":"100.50","tokenSymbol":"USBC","effectiveDate":"2026-03-05"}`},
	"link": {method: http.MethodPost, path: "/tenant/customer/link-bank", body: `{"customerAccountId":"` + payerID + `","bankAccountDetails":{` +
		`"bankLegalName":"First Example Bank","bankAccountHolderName":"Noor Haddadin","bankAccountType":"Checking",` +
		`"bankAccountNumber":"000987650043","bankAbaRoutingNumber":"021000021","bankAccountHolderEmail":"noor@example.com"}}`},
}

// find looks for a program, also where Debian puts servers.
func find(name string) string {
	for _, candidate := range []string{name, "/usr/sbin/" + name} {
		if path, err := exec.LookPath(candidate); err == nil {
			return path
		}
	}
	log.Printf("%s is not installed, and is left out", name)
	return ""
}

// write writes a configuration with its {words} filled in.
func write(path, text string, words ...string) (string, error) {
	return path, os.WriteFile(path, []byte(strings.NewReplacer(words...).Replace(text)), 0o600)
}

func startNginx(dir, upstream, _ string) (*gateway, error) {
	program := find("nginx")
	port, err := freePort()
	if program == "" || err != nil {
		return nil, err
	}
	path, err := write(filepath.Join(dir, "nginx.conf"), `worker_processes 1;
daemon off;
pid {dir}/nginx.pid;
error_log stderr error;
events { worker_connections 2048; }
http {
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path {dir}/1; proxy_temp_path {dir}/2; fastcgi_temp_path {dir}/3; uwsgi_temp_path {dir}/4; scgi_temp_path {dir}/5;
  upstream vendor { server {upstream}; keepalive 128; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:{port};
    location / { proxy_pass http://vendor; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`, "{dir}", dir, "{upstream}", upstream, "{port}", fmt.Sprint(port))
	if err != nil {
		return nil, err
	}
	return start(context.Background(), &gateway{name: "nginx", calls: vendorCalls}, port, program, "-c", path, "-e", "stderr")
}

func startCaddy(dir, upstream, _ string) (*gateway, error) {
	program := find("caddy")
	port, err := freePort()
	if program == "" || err != nil {
		return nil, err
	}
	path, err := write(filepath.Join(dir, "Caddyfile"), `{
	admin off
	auto_https off
	persist_config off
	log {
		level ERROR
	}
}
http://127.0.0.1:{port} {
	reverse_proxy {upstream} {
		transport http {
			keepalive_idle_conns_per_host 256
			compression off
		}
	}
}
`, "{upstream}", upstream, "{port}", fmt.Sprint(port))
	if err != nil {
		return nil, err
	}
	return start(context.Background(), &gateway{name: "caddy", calls: vendorCalls}, port, program, "run", "--adapter", "caddyfile", "--config", path)
}

// startCanongate starts canongate with everything on: callers, ids, limits, breakers,
// a journal, recent traces and one trace in a hundred exported.
func startCanongate(program, dir, upstream, collector string) (*gateway, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	admin, err := freePort()
	if err != nil {
		return nil, err
	}
	keys := filepath.Join(dir, "ids.json")
	if out, err := exec.Command(program, "keys", "--keyset", keys).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("make keys: %w: %s", err, out)
	}
	secret, err := write(filepath.Join(dir, "secret"), "of the stand-in")
	if err != nil {
		return nil, err
	}
	key := "cg_" + strings.Repeat("bench", 8)
	hash := sha256.Sum256([]byte(key))
	path, err := write(filepath.Join(dir, "canongate.yaml"), `server: {listen: "127.0.0.1:{port}", admin_listen: "127.0.0.1:{admin}"}
ids: {keyset: "file:{keys}"}
auth: {api_keys: [{id: bench, tenant: bench, sha256: {hash}, scopes: ["*"], rate: {limit: 1000000, per: 1s, burst: 1000000}}]}
connections:
  cdp:
    vendor: cdp
    base_url: "http://{upstream}"
    concurrency: 256
    rate: {limit: 1000000, per: 1s, burst: 1000000}
    settings: {client_id: a, client_secret: "file:{secret}", username: a, password: "file:{secret}", updated_by: a}
  omnumi:
    vendor: omnumi
    base_url: "http://{upstream}"
    concurrency: 256
    rate: {limit: 1000000, per: 1s, burst: 1000000}
    settings: {tenant_id: 6c0f3b1a-91d4-4a7e-b5c2-08e7d4f1a962, api_key: "file:{secret}", access_token: "file:{secret}", currency: USD}
routes:
  - {name: customers, operations: [lookup_customer, get_customer], use: [{connection: cdp}]}
  - {name: money, operations: [create_payment, link_bank_account], use: [{connection: omnumi}]}
journal: {driver: sqlite, dsn: "file:{dir}/journal.db"}
telemetry: {traces: {sample_ratio: 0.01, otlp_endpoint: "http://{collector}"}, logs: {level: error}}
`, "{port}", fmt.Sprint(port), "{admin}", fmt.Sprint(admin), "{keys}", keys, "{hash}", hex.EncodeToString(hash[:]),
		"{upstream}", upstream, "{secret}", secret, "{dir}", dir, "{collector}", collector)
	if err != nil {
		return nil, err
	}
	g, err := start(context.Background(), &gateway{name: "canongate"}, port, program, "serve", "--config", path)
	if err != nil {
		return nil, err
	}
	if g.calls, err = canongateCalls(g.url, key); err != nil {
		g.stop()
		return nil, err
	}
	return g, nil
}

// canongateCalls are the four scenarios for people and accounts that canongate knows.
func canongateCalls(url, key string) (map[string]call, error) {
	lookup := call{method: http.MethodPost, path: "/v1/customers/lookup", key: key, body: `{"identifier":{"type":"emirates_id","number":"784199048372157"}}`}
	customer, err := idFrom(url, "", lookup)
	if err != nil {
		return nil, err
	}
	payer, err := idFrom(url, "omnumi", call{
		method: http.MethodPost, path: "/v1/customers/references", key: key, keyed: true, body: `{"vendor_ids":{"customer_account_id":"` + payerID + `"}}`,
	})
	if err != nil {
		return nil, err
	}
	link := call{
		method: http.MethodPost, path: "/v1/customers/" + payer + "/bank_accounts", key: key, keyed: true,
		body: `{"link_method":"account_numbers","institution_name":"First Example Bank","holder":{"name":"Noor Haddadin","email":"noor@example.com"},` +
			`"account_type":"checking","account_number":"000987650043","routing_number":"021000021"}`,
	}
	account, err := idFrom(url, "", link)
	if err != nil {
		return nil, err
	}
	pay := call{
		method: http.MethodPost, path: "/v1/payments", key: key, keyed: true,
		body: `{"direction":"debit","rail":"ach","amount":{"value":"100.50","currency":"USD"},"asset":{"symbol":"USBC"},"customer_id":"` + payer +
			`","bank_account_id":"` + account + `","wallet":{"type":"custom_namespace","value":"saver7"},"ach":{"sec_code":"WEB"},` +
			`"authorization":{"text":"I authorize this debit.","ip_address":"203.0.113.9"}}`,
	}
	profile := call{method: http.MethodGet, path: "/v1/customers/" + customer, key: key}
	return map[string]call{"validate": lookup, "profile": profile, "pay": pay, "link": link}, nil
}

// idFrom makes a call, at a connection unless that is "", and gives the id of what it
// found or made, the first of a list.
func idFrom(url, connection string, c call) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, c.method, url+c.path, strings.NewReader(c.body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+c.key)
	request.Header.Set("Content-Type", "application/json")
	if c.keyed {
		request.Header.Set("Idempotency-Key", fmt.Sprintf("bench-%d", keys.Add(1)))
	}
	if connection != "" {
		request.Header.Set("Gateway-Connection", connection)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	var made struct {
		ID   string
		Data []struct{ ID string }
	}
	err = json.Unmarshal(body, &made)
	switch {
	case err == nil && made.ID != "":
		return made.ID, nil
	case err == nil && len(made.Data) > 0:
		return made.Data[0].ID, nil
	}
	return "", fmt.Errorf("%s gives %s %s", c.path, response.Status, body)
}
