package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"canongate/canonical"
	"canongate/gateway/ids"
)

// A payment is found by what its caller holds, also after the keys were rotated.
func TestPaymentsAreFoundByWhatTheirCallersHold(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	g := s.serve()
	p := g.payer(bank)
	var made [2]canonical.Payment
	for i, key := range []string{"rent", "food"} {
		must(t, json.Unmarshal(g.mustPay(t, p, key).body, &made[i]))
	}
	rent := made[0]
	if rent.Reference != "order of rent" || rent.VendorReference == "" {
		t.Fatalf("made with reference %q, vendor's %q", rent.Reference, rent.VendorReference)
	}
	operator := client{base: g.admin}
	answer, err := operator.post(t.Context(), "/admin/v1/payments/"+rent.ID.Sealed()+"/resolve", "", `{"status":"settled","reason":"seen"}`)
	must(t, err)
	if answer.status != http.StatusOK {
		t.Fatalf("settle: %d %s", answer.status, answer.body)
	}
	finds := func(g *daemon, p payer) {
		t.Helper()
		for query, want := range map[string]int{
			"reference=order+of+rent": 1, "reference=order+of+wine": 0, "vendor_reference=" + url.QueryEscape(rent.VendorReference): 1,
			"customer_id=" + p.customer: 2, "bank_account_id=" + p.account: 2, "customer_id=" + p.customer + "&reference=order+of+food": 1,
			"direction=debit": 2, "direction=credit": 0, "status=settled": 1, "return_code=R01": 0,
			"created_after=2001-01-01T00:00:00Z": 2, "created_before=2001-01-01T00:00:00Z": 0,
			"updated_after=" + made[1].UpdatedAt.Format("2006-01-02T15:04:05.999999Z") + "&order=asc": 1,
		} {
			if got := g.mustGet(t, "/v1/payments?"+query); len(got.Data) != want {
				t.Errorf("%s: %d payments, want %d", query, len(got.Data), want)
			}
		}
		for query, want := range map[string]int{
			"reference=order+of+rent": 1, "vendor_reference=" + url.QueryEscape(rent.VendorReference): 1, "id=" + rent.ID.Sealed(): 1,
			"amount=10.5": 2, "amount=10.51": 0, "age_over=24h": 0, "age_over=0s&status=submitted": 1, "tenant=nobody": 0, "connection=" + bank: 2,
		} {
			answer, err := client{base: g.admin}.get(t.Context(), "/admin/v1/payments?"+query)
			must(t, err)
			if got := answer.decode(t); len(got.Data) != want {
				t.Errorf("operators, %s: %s, want %d", query, answer.body, want)
			}
		}
	}
	shown, err := g.get(t.Context(), "/v1/payments/"+made[1].ID.Sealed())
	must(t, err)
	must(t, json.Unmarshal(shown.body, &made[1]))
	finds(g, p)
	for _, wrong := range []string{"reference=", "order=up", "created_after=yesterday", "bank_account_id=bac_x", "direction=both", "referenze=x"} {
		answer, err := g.get(t.Context(), "/v1/payments?"+wrong)
		must(t, err)
		if answer.status < 400 || answer.status > 422 {
			t.Errorf("%s: %d %s", wrong, answer.status, answer.body)
		}
	}

	g.kill()
	keyset, err := os.ReadFile(filepath.Join(s.dir, "ids.json"))
	must(t, err)
	rotated, err := ids.RotateKeyset(keyset)
	must(t, err)
	s.write("ids.json", string(rotated))
	g = s.serve()
	header := http.Header{"Idempotency-Key": {"renewed"}, "Gateway-Connection": {bank}}
	renewed, err := g.do(t.Context(), http.MethodPost, "/v1/customers/references", header,
		[]byte(`{"vendor_ids":{"customer_account_id":"c0000000-0000-4000-8000-000000000001"}}`))
	must(t, err)
	again := payer{customer: renewed.decode(t).ID} // sealed with the new key
	again.account = g.mustGet(t, "/v1/customers/"+again.customer+"/bank_accounts").Data[0].ID
	if again.customer == p.customer {
		t.Fatal("the rotation changed no id")
	}
	finds(g, again)
}
