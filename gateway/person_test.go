package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies"
	"canongate/policies/routing"
)

// references are kept in memory, and creations linked as the journal does it.
type references struct {
	mu      sync.Mutex
	records map[string][]gateway.CustomerRecord // by tenant and reference
	fail    error
}

func withReferences(kept *references) func(*rig, *gateway.Options) {
	return func(r *rig, o *gateway.Options) {
		o.References = kept
		for _, c := range r.state.Connections {
			c.Policy = kept.policy
		}
	}
}

func (k *references) CustomerRecords(_ context.Context, tenant, reference string) ([]gateway.CustomerRecord, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if reference == "" { // as the journal does
		return nil, errors.New("the reference is incomplete")
	}
	return slices.Clone(k.records[tenant+" "+reference]), k.fail
}

func (k *references) LinkCustomer(_ context.Context, tenant, reference string, r gateway.CustomerRecord) (gateway.CustomerRecord, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fail != nil {
		return r, k.fail
	}
	key := tenant + " " + reference
	if i := slices.IndexFunc(k.records[key], func(o gateway.CustomerRecord) bool { return o.Connection == r.Connection }); i >= 0 {
		return k.records[key][i], nil
	}
	if k.records == nil {
		k.records = map[string][]gateway.CustomerRecord{}
	}
	r.Object, r.CreatedAt = "customer_reference", time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	k.records[key] = append(k.records[key], r)
	return r, nil
}

func (k *references) ForgetCustomer(_ context.Context, tenant, reference string) (int64, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := len(k.records[tenant+" "+reference])
	delete(k.records, tenant+" "+reference)
	return int64(n), k.fail
}

func (k *references) policy(ctx context.Context, call *policies.Call, next policies.Next) error {
	err := next(ctx)
	if err == nil && call.Creates != "" {
		_, err = k.LinkCustomer(ctx, call.Tenant, string(call.Creates), gateway.CustomerRecord{
			ID: call.CreatedID, Connection: call.Connection, Vendor: call.Vendor, MadeBy: "created",
		})
	}
	return err
}

// refer makes the reference mean a record at a connection.
func (r *rig) refer(t *testing.T, reference, connection, number string) {
	t.Helper()
	a := r.call(t, http.MethodPost, "/v1/customers/references",
		fmt.Sprintf(`{"vendor_ids":{"number":%q},"external_reference":%q}`, number, reference), "Gateway-Connection: "+connection)
	if a.status != http.StatusCreated {
		t.Fatalf("%d %s", a.status, a.body)
	}
}

func refused(t *testing.T, a answer, status int, code string, words ...string) problem {
	t.Helper()
	p := a.problem(t)
	if a.status != status || p.Code != code || p.Outcome != "not_sent" {
		t.Errorf("%d %s %s, want %d %s: %s", a.status, p.Code, p.Outcome, status, code, p.Detail)
	}
	for _, word := range words {
		if !strings.Contains(p.Detail, word) {
			t.Errorf("the detail does not say %q: %s", word, p.Detail)
		}
	}
	return p
}

// A reference stands wherever a customer's id does, however it is written.
func TestAReferenceStandsForACustomer(t *testing.T) {
	t.Parallel()
	r := newRig(t, withReferences(&references{}))
	const person = "u/1 23 é%?#"
	r.refer(t, person, bank, "77")
	escaped := url.PathEscape("ref:" + person)
	for _, c := range []struct{ method, path, body string }{
		{http.MethodGet, "/v1/customers/" + escaped, ""},
		{http.MethodGet, "/v1/customers/" + strings.ReplaceAll(escaped, ":", "%3A"), ""},
		{http.MethodPatch, "/v1/customers/" + escaped, `{"residency_code":"R"}`},
		{http.MethodGet, "/v1/customers/" + escaped + "/requirements", ""},
		{http.MethodPost, "/v1/customers/" + escaped + "/requirements", "{}"},
		{http.MethodGet, "/v1/customers/" + escaped + "/bank_accounts", ""},
		{http.MethodPost, "/v1/customers/" + escaped + "/bank_accounts", examples(t)["link_bank_account"]},
		{http.MethodGet, "/v1/customers/" + escaped + "/offers", ""},
		{http.MethodPost, "/v1/customers", `{"role":"co_applicant","customer_id":"ref:` + person + `","name":{"given_name":"A"}}`},
		{http.MethodPost, "/v1/references", `{"type":"bank_account","vendor_ids":{"account":"1"},"customer_id":"ref:` + person + `"}`},
	} {
		a := r.call(t, c.method, c.path, c.body)
		if a.status >= http.StatusBadRequest {
			t.Errorf("%s %s: %d %s", c.method, c.path, a.status, a.body)
			continue
		}
		seen := r.vendor.last()
		if got := customersIn(seen); !slices.Contains(got, "77") {
			t.Errorf("%s %s: the vendor is told of %v", c.method, c.path, got)
		}
		if bytes.Contains(a.body, []byte(`"ref:`)) {
			t.Errorf("%s %s answers with the reference in the place of an id: %s", c.method, c.path, a.body)
		}
	}
}

// customersIn are the vendor's numbers of the customers that a request names.
func customersIn(request any) (numbers []string) {
	visit := func(_ string, id canonical.Sealable) {
		if id.Kind() == canonical.KindCustomer && id.Keys() != nil {
			numbers = append(numbers, id.Keys()["number"])
		}
	}
	switch request := request.(type) {
	case canonical.CustomerQuery:
		request.EachID(visit)
	case canonical.CustomerUpdate:
		request.EachID(visit)
	case canonical.CustomerDraft:
		request.EachID(visit)
	case canonical.RequirementQuery:
		request.EachID(visit)
	case canonical.RequirementsDraft:
		request.EachID(visit)
	case canonical.BankAccountsQuery:
		request.EachID(visit)
	case canonical.BankAccountDraft:
		request.EachID(visit)
	case canonical.OfferQuery:
		request.EachID(visit)
	case canonical.ReferenceDraft:
		request.EachID(visit)
	case canonical.PaymentDraft:
		request.EachID(visit)
	}
	return numbers
}

func TestAPersonPaysByReference(t *testing.T) {
	t.Parallel()
	r := newRig(t, withReferences(&references{}))
	r.refer(t, "u_1", bank, "77")
	r.refer(t, "u_1", otherBank, "88")
	account, err := r.ids.Seal(canonical.KindBankAccount, "acme", otherBank, canonical.Keys{"number": "11"})
	if err != nil {
		t.Fatal(err)
	}
	body := strings.NewReplacer("ref:app-4711", "ref:u_1", "bac_AZx1", account).Replace(examples(t)["create_payment"])
	a := r.call(t, http.MethodPost, "/v1/payments", body)
	var paid struct {
		Connection string
		CustomerID string `json:"customer_id"`
	}
	if a.into(t, &paid); a.status != http.StatusCreated || paid.Connection != otherBank || !strings.HasPrefix(paid.CustomerID, "cus_") {
		t.Errorf("the account's connection decides: %d %s", a.status, a.body)
	}
	if got := customersIn(r.other.last()); !slices.Equal(got, []string{"88"}) {
		t.Errorf("the vendor debits %v", got)
	}
	elsewhere := strings.ReplaceAll(body, "ref:u_1", "ref:u_2")
	refused(t, r.call(t, http.MethodPost, "/v1/payments", elsewhere), http.StatusNotFound, "customer_not_found")
	r.refer(t, "u_2", bank, "99")
	refused(t, r.call(t, http.MethodPost, "/v1/payments", elsewhere, "Idempotency-Key: another"), http.StatusConflict, "customer_not_at_connection", otherBank)
	for query, want := range map[string]int{
		"customer_id=ref:u_1": http.StatusOK, "customer_id=ref%3Au_1": http.StatusOK, "customer_id=ref:u_9": http.StatusNotFound,
	} {
		if a := r.call(t, http.MethodGet, "/v1/payments?"+query, ""); a.status != want {
			t.Errorf("%s: %d %s", query, a.status, a.body)
		}
	}
	refused(t, r.call(t, http.MethodGet, "/v1/payments?customer_id=ref:u_2", "", "Gateway-Connection: "+otherBank),
		http.StatusConflict, "customer_not_at_connection", otherBank)
}

func TestAPersonWhoIsNotThere(t *testing.T) {
	t.Parallel()
	r := newRig(t, withReferences(&references{}))
	r.refer(t, "u_1", bank, "77")
	get := func(path string, header ...string) answer { return r.call(t, http.MethodGet, path, "", header...) }
	refused(t, get("/v1/customers/ref:u_9"), http.StatusNotFound, "customer_not_found")
	refused(t, get("/v1/customers/ref:"), http.StatusNotFound, "customer_not_found")
	refused(t, get("/v1/customers/ref:u_1", "Authorization: Bearer "+otherKey), http.StatusNotFound, "customer_not_found")
	p := refused(t, get("/v1/customers/ref:u_1", "Gateway-Connection: "+otherBank), http.StatusConflict, "customer_not_at_connection",
		otherBank, "POST /v1/customers ", "POST /v1/customers/references")
	if p.Origin != "caller" || p.Retryable {
		t.Errorf("it is said to be %s's fault, retryable %v", p.Origin, p.Retryable)
	}
	r.refer(t, "u_1", otherBank, "88")
	if a := get("/v1/customers/ref:u_1", "Gateway-Connection: "+otherBank); a.status != http.StatusOK {
		t.Errorf("%d %s", a.status, a.body)
	}
	if got := customersIn(r.other.last()); !slices.Equal(got, []string{"88"}) {
		t.Errorf("the vendor is asked for %v", got)
	}
	if r.vendor.count("get_customer") != 0 {
		t.Error("a vendor was called that the person is not known at")
	}
}

func TestRecordsOfAPersonAreListedAndForgotten(t *testing.T) {
	t.Parallel()
	var audit bytes.Buffer
	r := newRig(t, withReferences(&references{}), func(_ *rig, o *gateway.Options) { o.Audit = slog.New(slog.NewJSONHandler(&audit, nil)) })
	created := r.call(t, http.MethodPost, "/v1/customers", `{"name":{"given_name":"A"},"external_reference":"u 123"}`)
	if created.status != http.StatusCreated {
		t.Fatalf("%d %s", created.status, created.body)
	}
	r.refer(t, "u 123", otherBank, "88")
	var list struct {
		Data       []gateway.CustomerRecord
		HasMore    *bool `json:"has_more"`
		NextCursor any   `json:"next_cursor"`
	}
	a := r.call(t, http.MethodGet, "/v1/customers?external_reference=u%20123", "", "Authorization: Bearer "+readKey)
	a.into(t, &list)
	if a.status != http.StatusOK || len(list.Data) != 2 || list.HasMore == nil {
		t.Fatalf("%d %s", a.status, a.body)
	}
	for i, want := range [][2]string{{bank, "created"}, {otherBank, "referenced"}} {
		got := list.Data[i]
		if got.Connection != want[0] || got.MadeBy != want[1] || got.Object != "customer_reference" || got.Vendor != "stub" || !strings.HasPrefix(got.ID, "cus_") {
			t.Errorf("%+v, want %v", got, want)
		}
	}
	calls := r.vendor.count("get_customer") + r.other.count("get_customer")
	for path, want := range map[string]string{
		"/v1/customers?external_reference=nobody": `{"data":[],"has_more":false,"next_cursor":null}`,
	} {
		if a := r.call(t, http.MethodGet, path, ""); a.status != http.StatusOK || string(a.body) != want {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	refused(t, r.call(t, http.MethodGet, "/v1/customers", ""), http.StatusBadRequest, "invalid_request", "external_reference")
	refused(t, r.call(t, http.MethodDelete, "/v1/customers/references", ""), http.StatusBadRequest, "invalid_request")
	refused(t, r.call(t, http.MethodGet, "/v1/customers?external_reference=", ""), http.StatusUnprocessableEntity, "validation_failed")
	const forget = "/v1/customers/references?external_reference=u%20123"
	refused(t, r.call(t, http.MethodDelete, forget, "", "Authorization: Bearer "+readKey), http.StatusForbidden, "permission_denied")
	for range 2 {
		if a := r.call(t, http.MethodDelete, forget, ""); a.status != http.StatusNoContent || len(a.body) > 0 {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	refused(t, r.call(t, http.MethodGet, "/v1/customers/ref:u%20123", ""), http.StatusNotFound, "customer_not_found")
	if calls != r.vendor.count("get_customer")+r.other.count("get_customer") {
		t.Error("a vendor was called")
	}
	line, _, _ := strings.Cut(audit.String(), "\n")
	for _, want := range []string{`"action":"forget_customer_references"`, `"tenant":"acme"`, `"by":"all"`, `"records":2`, `"result":"done"`, `"request_id":"`} {
		if !strings.Contains(line, want) {
			t.Errorf("the audit line lacks %s: %s", want, line)
		}
	}
	if strings.Contains(audit.String(), "u 123") {
		t.Error("the audit log shows the reference")
	}
}

func TestReferencesNeedTheirScope(t *testing.T) {
	t.Parallel()
	r := newRig(t, withReferences(&references{}))
	for path, body := range map[string]string{
		"/v1/customers/references": `{"vendor_ids":{"number":"1"}}`, "/v1/references": `{"type":"customer","vendor_ids":{"number":"1"}}`,
	} {
		refused(t, r.call(t, http.MethodPost, path, body, "Authorization: Bearer "+readKey), http.StatusForbidden, "permission_denied", "customers:reference")
	}
	refused(t, r.call(t, http.MethodPost, "/v1/references", `{"type":"agreement","vendor_ids":{"number":"1"},"external_reference":"u_1"}`),
		http.StatusUnprocessableEntity, "validation_failed")
}

// A reference means one record at a connection, until it is forgotten.
func TestAReferenceDoesNotChangeItsMind(t *testing.T) {
	t.Parallel()
	r := newRig(t, withReferences(&references{}))
	r.refer(t, "u_1", bank, "77")
	r.refer(t, "u_1", bank, "77") // the same again
	p := refused(t, r.call(t, http.MethodPost, "/v1/customers/references", `{"vendor_ids":{"number":"78"},"external_reference":"u_1"}`),
		http.StatusConflict, "already_exists", bank)
	if known := r.call(t, http.MethodGet, "/v1/customers/"+p.CustomerID, ""); known.status != http.StatusOK {
		t.Errorf("the customer_id is not one: %q", p.CustomerID)
	}
	if got := customersIn(r.vendor.last()); !slices.Equal(got, []string{"77"}) {
		t.Errorf("it is %v", got)
	}
	refused(t, r.call(t, http.MethodPost, "/v1/references", `{"type":"customer","vendor_ids":{"number":"78"},"external_reference":"u_1"}`),
		http.StatusConflict, "already_exists", bank)
}

func TestALookupLinksWhatItFinds(t *testing.T) {
	t.Parallel()
	kept := &references{}
	r := newRig(t, withReferences(kept))
	look := func(reference string) (c struct {
		ExternalReference string `json:"external_reference"`
		Ignored           []string
	}) {
		t.Helper()
		a := r.call(t, http.MethodPost, "/v1/customers/lookup", `{"phone":"+971501234567","external_reference":"`+reference+`"}`)
		if a.into(t, &c); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		return c
	}
	for range 2 {
		if c := look("u_1"); c.ExternalReference != "u_1" || c.Ignored != nil {
			t.Errorf("%+v", c)
		}
	}
	if got := kept.records["acme u_1"]; len(got) != 1 || got[0].MadeBy != "looked_up" {
		t.Errorf("kept: %+v", got)
	}
	r.refer(t, "u_2", bank, "77")
	if c := look("u_2"); c.ExternalReference != "" || !slices.Equal(c.Ignored, []string{"/external_reference"}) {
		t.Errorf("a reference that means another customer: %+v", c)
	}
	kept.fail = &canonical.Error{Code: canonical.JournalUnavailable}
	if c := look("u_3"); !slices.Equal(c.Ignored, []string{"/external_reference"}) {
		t.Errorf("the journal is away: %+v", c)
	}
	refused(t, r.call(t, http.MethodGet, "/v1/customers/ref:u_1", ""), http.StatusServiceUnavailable, "journal_unavailable")
}

// Without a journal nothing is kept, and nobody is told otherwise.
func TestReferencesWithoutAJournal(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, c := range []struct{ method, path string }{
		{http.MethodGet, "/v1/customers/ref:u_1"}, {http.MethodGet, "/v1/customers?external_reference=u_1"},
		{http.MethodDelete, "/v1/customers/references?external_reference=u_1"}, {http.MethodGet, "/v1/payments?customer_id=ref:u_1"},
	} {
		refused(t, r.call(t, c.method, c.path, ""), http.StatusNotImplemented, "operation_not_supported", "journal")
	}
	for path, body := range map[string]string{
		"/v1/customers": `{"name":{"given_name":"A"},"external_reference":"u_1"}`, "/v1/customers/lookup": `{"phone":"+971501234567","external_reference":"u_1"}`,
		"/v1/customers/references": `{"vendor_ids":{"number":"1"},"external_reference":"u_1"}`,
	} {
		if a := r.call(t, http.MethodPost, path, body); a.status >= http.StatusBadRequest || !bytes.Contains(a.body, []byte(`"ignored":["/external_reference"]`)) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

func TestACustomerWhoExistedIsNotCreated(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a := r.call(t, http.MethodPost, "/v1/customers", `{"name":{"given_name":"A"},"metadata":{"existing":"yes"}}`)
	var c struct{ Existing bool }
	if a.into(t, &c); a.status != http.StatusOK || !c.Existing {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// The same person lands on the same side of a split, whatever is asked about them: by
// the caller's own id where that is given, else by what the request knows them by.
func TestWeightsStickToThePerson(t *testing.T) {
	t.Parallel()
	kept := &references{}
	r := newRig(t, withReferences(kept), splitCustomers(t))
	accounts := map[string]string{}
	for _, connection := range []string{bank, otherBank} {
		sealed, err := r.ids.Seal(canonical.KindBankAccount, "acme", connection, canonical.Keys{"number": "11"})
		if err != nil {
			t.Fatal(err)
		}
		accounts[connection] = sealed
	}
	payment := examples(t)["create_payment"]
	const customers = 10_000
	few := 0
	for i := range customers {
		key := fmt.Sprint("key-", i)
		phone := fmt.Sprintf(`"+9715%08d"`, i)
		passport := fmt.Sprintf(`{"type":"passport","number":"P%07d"}`, i)
		reference, look := "", ""
		switch i % 3 {
		case 0:
			reference = fmt.Sprintf(`"external_reference":"u_%d",`, i)
		case 1:
			look = passport
		}
		body := fmt.Sprintf(`{%s"phones":[{"number":%s}],"name":{"given_name":"A"}}`, reference, phone)
		if i%3 != 2 {
			body = fmt.Sprintf(`{%s"phones":[{"number":%s}],"identifiers":[%s]}`, reference, phone, passport)
		}
		side := r.quick(t, http.MethodPost, "/v1/customers", body, key)
		if side == otherBank {
			few++
		}
		same := func(what, method, path, body string) {
			if got := r.quick(t, method, path, body, key+what); got != side {
				t.Fatalf("customer %d is created at %s, and %s at %s", i, side, what, got)
			}
		}
		if i%3 == 0 || look != "" {
			same("found by identifier", http.MethodPost, "/v1/customers/lookup", fmt.Sprintf(`{%s"identifier":%s}`, reference, passport))
		}
		if i%3 != 1 {
			same("found by phone", http.MethodPost, "/v1/customers/lookup", fmt.Sprintf(`{%s"phone":%s}`, reference, phone))
		}
		if i%3 == 2 {
			same("sent a password", http.MethodPost, "/v1/verifications", fmt.Sprintf(`{"method":"sms_otp","phone":%s}`, phone))
		}
		if i%3 != 0 {
			continue
		}
		other := bank
		if side == bank {
			other = otherBank
		}
		r.link(t, kept, fmt.Sprint("u_", i), other) // known at both sides, and served at one
		same("read", http.MethodGet, fmt.Sprint("/v1/customers/ref:u_", i), "")
		same("paid", http.MethodPost, "/v1/payments", strings.NewReplacer("ref:app-4711", fmt.Sprint("ref:u_", i), "bac_AZx1", accounts[side]).Replace(payment))
	}
	if few < customers*28/100 || few > customers*32/100 {
		t.Errorf("%d of %d went to the side of 30 in 100", few, customers)
	}
}

// splitCustomers sends 30 in 100 to the other bank.
func splitCustomers(t *testing.T) func(*rig, *gateway.Options) {
	return func(r *rig, _ *gateway.Options) {
		t.Helper()
		share := func(n int) *int { return &n }
		var infos []routing.ConnectionInfo
		operations := []string{"create_customer", "lookup_customer", "get_customer", "create_payment", "start_verification"}
		for name := range r.state.Connections {
			infos = append(infos, routing.ConnectionInfo{Name: name, Operations: operations})
		}
		split, problems := routing.NewRouter([]routing.RouteOptions{{
			Name: "split", Operations: operations, Use: []routing.RouteUse{{Connection: bank, Weight: share(70)}, {Connection: otherBank, Weight: share(30)}},
		}}, infos)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		r.state.Routes = split
	}
}

// Of whom nothing is known, the key decides.
func TestWeightsStickToTheKeyOfAnUnknownPerson(t *testing.T) {
	t.Parallel()
	r := newRig(t, splitCustomers(t))
	sides := map[string]int{}
	for i := range 2000 {
		create := func() string {
			return r.quick(t, http.MethodPost, "/v1/customers", `{"gender":"female"}`, fmt.Sprint("key-", i))
		}
		side := create()
		if again := create(); again != side {
			t.Fatalf("key %d leads to %s, then to %s", i, side, again)
		}
		sides[side]++
	}
	if sides[otherBank] < 500 || sides[otherBank] > 700 {
		t.Errorf("the sides are %v", sides)
	}
}

// link makes a reference of acme mean one more record.
func (r *rig) link(t *testing.T, kept *references, reference, connection string) {
	t.Helper()
	id, err := r.ids.Seal(canonical.KindCustomer, "acme", connection, canonical.Keys{"number": "1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := kept.LinkCustomer(t.Context(), "acme", reference, gateway.CustomerRecord{ID: id, Connection: connection}); err != nil {
		t.Fatal(err)
	}
}
