package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies"
)

const lookupBody = `{"phone":"+971500000017"}`

func TestFallbackOnlyWhileItIsSafe(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path, body string
		fail       *canonical.Error
		connection string
		status     int
	}{
		"safe, whatever happened":     {"/v1/customers/lookup", lookupBody, &canonical.Error{Code: canonical.VendorError, Outcome: canonical.Answered}, otherBank, 200},
		"safe, and an answer":         {"/v1/customers/lookup", lookupBody, &canonical.Error{Code: canonical.CustomerNotFound, Outcome: canonical.Answered}, bank, 404},
		"keyed, nothing sent":         {"/v1/customers", "{}", &canonical.Error{Code: canonical.VendorUnavailable}, otherBank, 201},
		"keyed, perhaps done":         {"/v1/customers", "{}", &canonical.Error{Code: canonical.VendorTimeout, Outcome: canonical.Unknown}, bank, 504},
		"keyed, a mistake of callers": {"/v1/customers", "{}", &canonical.Error{Code: canonical.ValidationFailed}, bank, 422},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.vendor.fail = c.fail
			a := r.call(t, http.MethodPost, c.path, c.body)
			if a.status != c.status || a.header.Get("Gateway-Connection") != c.connection {
				t.Errorf("%d from %q: %s", a.status, a.header.Get("Gateway-Connection"), a.body)
			}
		})
	}
}

// TestTriedIsToldOfEveryCandidate: a fallback does not hide that the first one failed. What
// a header chose, and what the caller got wrong, says nothing about a route's connection.
func TestTriedIsToldOfEveryCandidate(t *testing.T) {
	t.Parallel()
	var told []string
	r := newRig(t, func(_ *rig, o *gateway.Options) {
		o.Tried = func(route, connection string, code canonical.Code, took time.Duration) {
			told = append(told, fmt.Sprint(route, " ", connection, " ", code, " ", took > 0))
		}
	})
	r.vendor.fail = &canonical.Error{Code: canonical.VendorError, Outcome: canonical.Answered}
	r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
	r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody, "Gateway-Connection: "+bank)
	r.vendor.fail = &canonical.Error{Code: canonical.ValidationFailed, Origin: canonical.OriginCaller}
	r.call(t, http.MethodPost, "/v1/customers", "{}")
	r.vendor.fail = nil
	r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
	want := []string{"default " + bank + " vendor_error true", "default " + otherBank + "  true", "default " + bank + "  true"}
	if !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}

func TestAFallbackWithoutAPlaceForTheRequestHidesNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.vendor.fail = &canonical.Error{Code: canonical.VendorUnavailable, Origin: canonical.OriginNetwork}
	r.other.fail = &canonical.Error{Code: canonical.ValidationFailed, Origin: canonical.OriginCaller}
	a := r.call(t, http.MethodPost, "/v1/customers", "{}")
	if p := a.problem(t); a.status != 503 || p.Origin != "network" || a.header.Get("Gateway-Connection") != bank || r.other.count("create_customer") != 1 {
		t.Errorf("%d from %q: %s", a.status, a.header.Get("Gateway-Connection"), a.body)
	}
}

func TestAFallbackThatNothingReachedHidesNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.vendor.fail = &canonical.Error{Code: canonical.VendorTimeout, Outcome: canonical.Unknown}
	r.other.fail = &canonical.Error{Code: canonical.VendorUnavailable, Origin: canonical.OriginGateway, Outcome: canonical.NotSent}
	a := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
	if p := a.problem(t); a.status != 504 || p.Outcome != "unknown" || a.header.Get("Gateway-Connection") != bank || r.other.count("lookup_customer") != 1 {
		t.Errorf("%d from %q: %s", a.status, a.header.Get("Gateway-Connection"), a.body)
	}
}

// Who counts fallbacks hears of the connection that was left, once for each time.
func TestFallbacksAreTold(t *testing.T) {
	t.Parallel()
	var left []string
	r := newRig(t, func(_ *rig, o *gateway.Options) {
		o.FellBack = func(connection, operation string) { left = append(left, connection+" "+operation) }
	})
	r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
	r.vendor.fail = &canonical.Error{Code: canonical.VendorError, Outcome: canonical.Answered}
	r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
	if want := []string{bank + " lookup_customer"}; !slices.Equal(left, want) {
		t.Errorf("told of %v, want %v", left, want)
	}
}

func TestPaymentsNeverFallBack(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	customer := r.customerID(t)
	account := idIn(t, r.call(t, http.MethodPost, "/v1/customers/"+customer+"/bank_accounts", examples(t)["link_bank_account"]))
	r.vendor.fail = &canonical.Error{Code: canonical.VendorUnavailable}
	body := paymentOf(customer, account)
	if a := r.call(t, http.MethodPost, "/v1/payments", body); a.status != 503 || r.other.count("create_payment") != 0 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// A request that is refused before the routes are asked still names the
// connection that its id or its header means, and none that is not the caller's.
func TestARefusedRequestNamesTheConnectionItMeant(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.customerID(t)
	for name, c := range map[string]struct{ method, path, body, asked, want string }{
		"a field is wrong":     {http.MethodPost, "/v1/customers/lookup", `{}`, otherBank, otherBank},
		"a field is not known": {http.MethodPost, "/v1/customers", `{"nonsense":1}`, otherBank, otherBank},
		"an id is there":       {http.MethodPatch, "/v1/customers/" + id, `{"birthdate":"1990-13-01"}`, "", bank},
		"nothing tells":        {http.MethodPost, "/v1/customers/lookup", `{}`, "", ""},
		"an unknown one":       {http.MethodPost, "/v1/customers/lookup", `{}`, "nowhere", ""},
	} {
		a := r.call(t, c.method, c.path, c.body, "Gateway-Connection: "+c.asked)
		if a.status/100 != 4 || a.header.Get("Gateway-Connection") != c.want {
			t.Errorf("%s: %d names %q, want %q", name, a.status, a.header.Get("Gateway-Connection"), c.want)
		}
	}
}

func TestAnIDWinsOverTheHeader(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.customerID(t)
	a := r.call(t, http.MethodGet, "/v1/customers/"+id, "", "Gateway-Connection: "+otherBank)
	if a.status != 200 || a.header.Get("Gateway-Connection") != bank || r.other.count("get_customer") != 0 {
		t.Errorf("%d from %q", a.status, a.header.Get("Gateway-Connection"))
	}
	if a := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody, "Gateway-Connection: "+otherBank); a.header.Get("Gateway-Connection") != otherBank {
		t.Errorf("without an id the header is not followed: %d %v", a.status, a.header)
	}
}

// onlyLookup can look customers up and nothing else.
type onlyLookup struct{ s *fakeVendor }

func (onlyLookup) Vendor() string { return "stub" }

func (o onlyLookup) LookupCustomer(ctx context.Context, l canonical.CustomerLookup) (canonical.Customer, error) {
	return o.s.LookupCustomer(ctx, l)
}

func TestWhatNoConnectionCanDo(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, o *gateway.Options) {
		o.Payments, o.Events = nil, nil
		for _, c := range r.state.Connections {
			c.Adapter = onlyLookup{r.vendor}
		}
	})
	for _, step := range steps {
		if step.operation == "lookup_customer" || strings.HasSuffix(step.operation, "_connections") || step.operation == "get_connection" || strings.Contains(step.path, "{") || step.operation == "upload_document" {
			continue
		}
		body := step.body
		if body == "" {
			body = examples(t)[step.operation]
		}
		a := r.call(t, step.method, step.path, body, step.header...)
		if step.operation == "receive_event" { // it tells nobody what a connection can do
			if a.status != http.StatusUnauthorized {
				t.Errorf("%s: %d %s", step.operation, a.status, a.body)
			}
			continue
		}
		if p := a.problem(t); a.status != http.StatusNotImplemented || p.Code != "operation_not_supported" || p.Retryable {
			t.Errorf("%s: %d %s", step.operation, a.status, a.body)
		}
	}
	asked := r.call(t, http.MethodPost, "/v1/customers", `{}`, "Gateway-Connection: "+bank)
	if got := asked.header.Get("Gateway-Connection"); asked.status != http.StatusNotImplemented || got != bank {
		t.Errorf("asked for, the connection answers %d as %q", asked.status, got)
	}
	var one struct{ Operations []string }
	r.call(t, http.MethodGet, "/v1/connections/"+bank, "").into(t, &one)
	if !slices.Equal(one.Operations, []string{"lookup_customer"}) {
		t.Errorf("the connection lists %v", one.Operations)
	}
}

// What can be paid can be read: the vendor makes payments, and the journal has them.
func TestAConnectionListsWhatTheJournalCanDo(t *testing.T) {
	t.Parallel()
	var one struct{ Operations []string }
	newRig(t).call(t, http.MethodGet, "/v1/connections/"+bank, "").into(t, &one)
	for _, row := range canonical.Operations() {
		if !slices.Contains(one.Operations, row.Name()) {
			t.Errorf("%s is missing in %v", row.Name(), one.Operations)
		}
	}
}

func TestPaymentsNeedAJournal(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(_ *rig, o *gateway.Options) { o.Payments = nil })
	a := r.call(t, http.MethodPost, "/v1/payments", paymentBody)
	if p := a.problem(t); a.status != 501 || !strings.Contains(p.Detail, "journal") || r.vendor.calls != nil {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestConnectionsOutOfService(t *testing.T) {
	t.Parallel()
	for _, state := range []policies.ConnectionState{policies.Disabled, policies.Draining} {
		r := newRig(t, func(r *rig, _ *gateway.Options) {
			for _, c := range r.state.Connections {
				c.Condition = func(string) policies.Condition { return policies.Condition{State: state} }
			}
		})
		a := r.call(t, http.MethodPost, "/v1/customers", "{}")
		if p := a.problem(t); a.status != 503 || p.Code != "vendor_unavailable" || p.Outcome != "not_sent" || a.header.Get("Retry-After") != "" {
			t.Errorf("%s: %d %s", state, a.status, a.body)
		}
		var one struct{ State string }
		if r.call(t, http.MethodGet, "/v1/connections/"+bank, "").into(t, &one); one.State != string(state) {
			t.Errorf("the connection is shown as %s, want %s", one.State, state)
		}
	}
}

// unknownOutcome is a chain that lost the answer of a payment.
func unknownOutcome(ctx context.Context, call *policies.Call, next policies.Next) error {
	if err := next(ctx); err != nil {
		return err
	}
	if call.Payment == nil {
		return nil
	}
	return &canonical.Error{Code: canonical.PaymentOutcomeUnknown, Outcome: canonical.Unknown}
}

func TestALostPaymentCanBeAskedAbout(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[bank].Policy = policies.Chain(r.payments.policy, unknownOutcome)
	})
	customer := r.customerID(t)
	account := idIn(t, r.call(t, http.MethodPost, "/v1/customers/"+customer+"/bank_accounts", examples(t)["link_bank_account"]))
	body := paymentOf(customer, account)
	a := r.call(t, http.MethodPost, "/v1/payments", body)
	p := a.problem(t)
	if a.status != 502 || p.Code != "payment_outcome_unknown" || p.Retryable || p.Outcome != "unknown" || !strings.HasPrefix(p.PaymentID, "pay_") {
		t.Fatalf("%d %s", a.status, a.body)
	}
	var payment canonical.Payment
	if b := r.call(t, http.MethodGet, "/v1/payments/"+p.PaymentID, ""); b.status == 200 {
		b.into(t, &payment)
	}
	if payment.ID.Sealed() != p.PaymentID || payment.CustomerID.Sealed() != customer || payment.Amount.Value.String() != "1.00" {
		t.Errorf("the journal has %+v", payment)
	}
}

func TestVendorWordsNeedAScope(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := canonical.NewID[canonical.CustomerID](canonical.Keys{"ecrn": "1"})
	r.vendor.fail = &canonical.Error{
		Code: canonical.CustomerBlocked, Outcome: canonical.Answered, Customer: &id, Err: errors.New("for operators"),
		Vendor: canonical.VendorDetail{HTTPStatus: 406, Code: "45013", RequestID: "v-1",
			Message: "card 4111111111111111, id 784-1991-0000001-7 and ٧٨٤١٩٩١٠٠, short 12345678"},
	}
	a := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
	p := a.problem(t)
	if p.Vendor == nil || p.Vendor.Connection != bank || p.Vendor.Code != "45013" ||
		string(p.Vendor.Message) != "card [number], id [number] and [number], short 12345678" {
		t.Errorf("vendor %s", a.body)
	}
	if !strings.HasPrefix(p.CustomerID, "cus_") || p.Outcome != "answered" || p.Origin != "vendor" || strings.Contains(string(a.body), "operators") {
		t.Errorf("%s", a.body)
	}
	if b := r.call(t, http.MethodGet, "/v1/customers/"+p.CustomerID, ""); b.status != 422 {
		t.Errorf("the customer's id opens to %d", b.status)
	}
	if p := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody, "Authorization: Bearer "+readKey).problem(t); p.Vendor != nil {
		t.Errorf("without vendor:read: %+v", p.Vendor)
	}
}

// panicking is a vendor whose adapter has a defect.
type panicking struct{ *fakeVendor }

func (panicking) LookupCustomer(context.Context, canonical.CustomerLookup) (canonical.Customer, error) {
	panic("784199100000019")
}

func TestAPanicIsAnInternalError(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	r := newRig(t, func(r *rig, o *gateway.Options) {
		r.state.Connections[bank].Adapter = panicking{r.vendor}
		o.Logger = logger(&log)
	})
	a := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
	p := a.problem(t)
	if a.status != 500 || p.Code != "internal_error" || p.Outcome != "unknown" || p.Origin != "gateway" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if !strings.Contains(log.String(), "adapter panicked") || strings.Contains(log.String()+string(a.body), "784199100000019") {
		t.Errorf("log %s", log.String())
	}
}

func TestForeignErrorsStayInside(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.vendor.fail = errors.New("dial tcp 10.0.0.1: secret")
	a := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
	if p := a.problem(t); a.status != 500 || p.Code != "internal_error" || strings.Contains(string(a.body), "dial") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestRequestTimeoutShortensTheDeadline(t *testing.T) {
	t.Parallel()
	left := make(chan time.Duration, 1)
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[bank].Policy = func(ctx context.Context, _ *policies.Call, next policies.Next) error {
			end, ok := ctx.Deadline()
			if !ok {
				end = time.Now().Add(time.Hour)
			}
			left <- time.Until(end)
			return next(ctx)
		}
	})
	for header, most := range map[string]time.Duration{"Request-Timeout: 5": 5 * time.Second, "Request-Timeout: 1500ms": 1500 * time.Millisecond, "Request-Timeout: 2.5": 2500 * time.Millisecond} {
		r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody, header)
		if got := <-left; got > most || got < most/2 {
			t.Errorf("%s leaves %v", header, got)
		}
	}
}

func TestKeyedCallsTellTheirIntent(t *testing.T) {
	t.Parallel()
	var calls []policies.Call
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[bank].Policy = func(ctx context.Context, call *policies.Call, next policies.Next) error {
			calls = append(calls, *call)
			return next(ctx)
		}
	})
	for _, body := range []string{`{"role":"applicant","gender":"male"}`, `{"gender":"male", "role":"applicant"}`, `{"gender":"female","role":"applicant"}`} {
		r.call(t, http.MethodPost, "/v1/customers", body, "Idempotency-Key: k-1", "Request-Id: mine-1")
	}
	if len(calls) != 3 || calls[0].Fingerprint != calls[1].Fingerprint || calls[0].Fingerprint == calls[2].Fingerprint {
		t.Fatalf("%d calls with other fingerprints than the bodies'", len(calls))
	}
	c := calls[0]
	if c.Operation != "create_customer" || c.Effect != canonical.Keyed || c.Connection != bank || c.Vendor != "stub" || c.Tenant != "acme" ||
		c.Caller != "all" || c.Route != "default" || c.RequestID != "mine-1" || c.Generation != 3 || c.Key != "k-1" {
		t.Errorf("the chain is told %+v", c)
	}
}

func TestACompletedVerificationIsNews(t *testing.T) {
	t.Parallel()
	var news *policies.OutboxEvent
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[bank].Policy = func(ctx context.Context, call *policies.Call, next policies.Next) error {
			err := next(ctx)
			news = call.Event
			return err
		}
	})
	var started struct{ ID string }
	r.call(t, http.MethodPost, "/v1/verifications", `{"method":"email_otp","email":"layla@example.com"}`).into(t, &started)
	if news != nil {
		t.Errorf("a start is told as %+v", news)
	}
	confirmation := `{"otp":"123456"}`
	if a := r.call(t, http.MethodPost, "/v1/verifications/"+started.ID+"/confirm", confirmation); a.status != http.StatusOK || news == nil {
		t.Fatalf("%d %s, told %v", a.status, a.body, news)
	}
	if want := `{"status":"verified","verification_id":"` + started.ID + `"}`; string(news.Data) != want ||
		news.Type != canonical.EventVerificationCompleted || news.Subject != started.ID {
		t.Errorf("told %s %s %s, want %s", news.Type, news.Subject, news.Data, want)
	}
	r.vendor.fail = &canonical.Error{Code: canonical.OTPInvalid, Outcome: canonical.Answered}
	if r.call(t, http.MethodPost, "/v1/verifications/"+started.ID+"/confirm", confirmation); news != nil {
		t.Errorf("a wrong password is told as %+v", news)
	}
}

func TestAReplayIsGivenAsItWas(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[bank].Policy = func(_ context.Context, call *policies.Call, _ policies.Next) error {
			call.Replayed = true
			call.Answer = policies.Answer{Status: 201, Body: []byte(`{"id":"cus_x"}`), Header: http.Header{
				"Content-Type": {"application/json"}, "Location": {"/v1/customers/cus_x"}, policies.ConnectionHeader: {otherBank}}}
			return nil
		}
	})
	a := r.call(t, http.MethodPost, "/v1/customers", "{}")
	if a.status != 201 || string(a.body) != `{"id":"cus_x"}` || a.header.Get("Idempotency-Replayed") != "true" ||
		a.header.Get("Gateway-Connection") != otherBank || a.header.Get("Location") != "/v1/customers/cus_x" || r.vendor.calls != nil {
		t.Errorf("%d %s %v", a.status, a.body, a.header)
	}
}

func TestClientContextOfHeadersYieldsToTheBody(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	headers := []string{"Client-Ip: 192.0.2.1", "Client-Geo: 25.10,-55.2"}
	r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody, headers...)
	if l := r.vendor.last().(canonical.CustomerLookup); l.ClientContext == nil || l.ClientContext.IPAddress != "192.0.2.1" || l.ClientContext.Latitude != "25.10" || l.ClientContext.Longitude != "-55.2" {
		t.Errorf("the headers give %+v", l.ClientContext)
	}
	r.call(t, http.MethodPost, "/v1/customers/lookup", `{"phone":"+971500000017","client_context":{"ip_address":"198.51.100.1"}}`, headers...)
	if l := r.vendor.last().(canonical.CustomerLookup); l.ClientContext.IPAddress != "198.51.100.1" || l.ClientContext.Latitude != "" {
		t.Error("the body does not win")
	}
	r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
	if l := r.vendor.last().(canonical.CustomerLookup); l.ClientContext != nil {
		t.Error("nothing becomes a context")
	}
}

// An adapter does not know where the client context comes from.
func TestAMissingClientContextIsNamedWhereItCanBeGiven(t *testing.T) {
	t.Parallel()
	var c canonical.Check
	c.Required("/client_context/latitude")
	c.Required("/client_context/longitude")
	c.Required("/client_context/ip_address")
	r := newRig(t)
	read := "/v1/customers/" + r.customerID(t)
	r.vendor.fail = c.Err()
	if p := r.call(t, http.MethodGet, read, "").problem(t); len(p.Errors) != 2 || !hasError(p, "Client-Geo", "required") || !hasError(p, "Client-Ip", "required") {
		t.Errorf("a read is told of %v", p.Errors)
	}
	if p := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody).problem(t); len(p.Errors) != 3 || !hasError(p, "/client_context/latitude", "required") {
		t.Errorf("a lookup is told of %v", p.Errors)
	}
}

func TestMergePatchTellsWhatIsCleared(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.customerID(t)
	a := r.call(t, http.MethodPatch, "/v1/customers/"+id, `{"employment":null,"role":"applicant"}`)
	u, ok := r.vendor.last().(canonical.CustomerUpdate)
	if a.status != 200 || !ok || !slices.Equal(u.Cleared, []string{"/employment"}) || u.Role != "applicant" || u.ID.Key("number") != "1" {
		t.Errorf("%d, the adapter got %v", a.status, u.Cleared)
	}
}

func TestEventsAreTakenOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	path := "/v1/inbound/" + bank + "/events"
	for i, want := range []string{"accepted", "known"} {
		a := r.call(t, http.MethodPost, path, `not even JSON`, "Authorization: ", "X-Signature: abc", "Content-Type: text/plain")
		if a.status != http.StatusOK || string(a.body) != `{"status":"`+want+`"}` || a.header.Get("Gateway-Connection") != bank {
			t.Errorf("notification %d: %d %s", i+1, a.status, a.body)
		}
	}
	e, ok := r.vendor.last().(canonical.InboundEvent)
	if !ok || string(e.Body) != "not even JSON" || e.Header.Get("X-Signature") != "abc" || e.VerifiedPeer {
		t.Errorf("the adapter got %+v", e)
	}
	if len(r.events.got) != 1 {
		t.Fatalf("%d events were emitted", len(r.events.got))
	}
	n := r.events.got[0]
	if n.Connection != bank || n.Tenant != "acme" || n.Type != canonical.EventScreeningUpdated || n.State != "clear" || !strings.Contains(string(n.Data), n.Subject) {
		t.Errorf("%+v %s", n, n.Data)
	}
	if a := r.call(t, http.MethodGet, "/v1/customers/"+n.Subject, ""); a.status != 200 {
		t.Errorf("the tenant cannot open the subject: %d %s", a.status, a.body)
	}
	if a := r.call(t, http.MethodPost, path, canonical.CustomerIsBlocked); string(a.body) != `{"status":"accepted"}` || len(r.events.got) != 2 {
		t.Fatalf("another status: %s, %d events", a.body, len(r.events.got))
	}
	changed, data := r.events.got[1], `{"customer_id":"`+n.Subject+`","status":"blocked"}`
	if changed.Type != canonical.EventCustomerStatusUpdated || changed.Subject != n.Subject || changed.Tenant != "acme" || string(changed.Data) != data {
		t.Errorf("another status: %+v %s", changed, changed.Data)
	}
	r.vendor.fail = &canonical.Error{Code: canonical.Unauthenticated, Message: "The signature is wrong."}
	if a := r.call(t, http.MethodPost, path, "{}"); a.status != http.StatusUnauthorized || a.header.Get("WWW-Authenticate") != "" {
		t.Errorf("a wrong signature gives %d %v", a.status, a.header)
	}
}
