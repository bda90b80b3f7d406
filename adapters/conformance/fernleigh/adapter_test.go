package fernleigh_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"canongate/adapters/conformance"
	"canongate/adapters/conformance/fernleigh"
	"canongate/adapters/conformance/fernleigh/sandbox"
	"canongate/canonical"

	"github.com/google/go-cmp/cmp"
)

func draft() canonical.CustomerDraft {
	return canonical.CustomerDraft{Profile: canonical.Profile{
		Name:        &canonical.Name{GivenName: "Idris", FamilyName: "Vantongeren"},
		Birthdate:   "1979-11-07",
		Identifiers: []canonical.Identifier{{Type: canonical.IdentifierNationalID, Number: "X7310022"}},
	}}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	conformance.Run(t, conformance.Vendor{
		New: fernleigh.New, Sandbox: sandbox.New, Samples: sandbox.Samples,
		Settings: map[string]any{"api_key": "env:KEY"}, Secrets: map[string]string{"KEY": sandbox.APIKey},
		Operations: []string{"create_customer", "get_customer", "lookup_customer", "link_bank_account", "create_payment", "get_payment"},
		Cases: []conformance.Case{
			conformance.Of(canonical.CreateCustomer, draft()),
			conformance.Of(canonical.CreateCustomer, indianDraft()).NoGolden(),
			conformance.Of(canonical.CreateCustomer, emiratiDraft()).NoGolden(),
			conformance.Of(canonical.GetCustomer, canonical.CustomerQuery{ID: customerID("per-1001")}),
			conformance.Of(canonical.LookupCustomer, canonical.CustomerLookup{
				Identifier: &canonical.LookupIdentifier{Type: canonical.IdentifierPassport, Number: "X0000200"},
			}),
			conformance.Of(canonical.LinkBankAccount, accountDraft()),
			conformance.Of(canonical.LinkBankAccount, upiDraft()).NoGolden(),
			conformance.Of(canonical.CreatePayment, paymentDraft(t)),
			conformance.Of(canonical.GetPayment, canonical.PaymentQuery{ID: paymentID("payment_id", "pay-5001")}),
		},
		Canaries: []string{
			"Idris", "Vantongeren", "1979", "X7310022", "X0000200", "Tamsin", "50100236642", "tamsin.o@fernbank",
			"Rent for March", "278340192266", "FERNP4410K", "784197926409174",
		},
		Documented: documented(),
	})
}

func accountDraft() canonical.BankAccountDraft {
	return canonical.BankAccountDraft{
		CustomerID: customerID("per-1001"), LinkMethod: canonical.LinkAccountNumbers, Holder: &canonical.AccountHolder{Name: "Tamsin Okonjo"},
		AccountNumber: canonical.NewSecret("50100236642"), AccountNumberType: canonical.AccountLocal,
		RoutingNumber: "FERN0001234", RoutingNumberType: canonical.RoutingIFSC,
	}
}

func upiDraft() canonical.BankAccountDraft {
	d := accountDraft()
	d.AccountNumber, d.AccountNumberType = canonical.NewSecret("tamsin.o@fernbank"), canonical.AccountUPIVPA
	d.RoutingNumber, d.RoutingNumberType = "", ""
	return d
}

func customerID(person string) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{"person_id": person})
}

// adapter is one of a vendor that handles requests so.
func adapter(t testing.TB, vendor http.Handler, unmapped func(string)) *fernleigh.Adapter {
	t.Helper()
	server := httptest.NewServer(vendor)
	t.Cleanup(server.Close)
	a, err := fernleigh.New(canonical.Connection{
		BaseURL: server.URL, Settings: map[string]any{"api_key": "env:KEY"}, Now: time.Now, Unmapped: unmapped,
		Secret: func(string) (canonical.Secret, error) { return canonical.NewSecret(sandbox.APIKey), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return a.(*fernleigh.Adapter)
}

func TestFER1DaysAreWrittenDayFirst(t *testing.T) {
	t.Parallel()
	a := adapter(t, sandbox.New(), func(string) {})
	made, err := a.CreateCustomer(t.Context(), draft())
	if err != nil {
		t.Fatal(err)
	}
	read, err := a.GetCustomer(t.Context(), canonical.CustomerQuery{ID: made.ID})
	if err != nil || read.Birthdate != "1979-11-07" {
		t.Errorf("the seventh of November came back as %q, %v", string(read.Birthdate), err)
	}
}

func TestFER2StatusesAndWhatNoTableKnows(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]struct {
		status, raw string
		unmapped    []string
	}{
		"NEW":      {status: canonical.CustomerPendingVerification},
		"CHECKING": {status: canonical.CustomerPendingReview},
		"PASSED":   {status: canonical.CustomerActive},
		"FAILED":   {status: canonical.CustomerRejected},
		"PAUSED":   {status: canonical.UnknownValue, raw: "PAUSED", unmapped: []string{"status"}},
	} {
		var unmapped []string
		a := adapter(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"person_id":"per-7","status":"`+word+`"}`)
		}), func(field string) { unmapped = append(unmapped, field) })
		c, err := a.GetCustomer(t.Context(), canonical.CustomerQuery{ID: customerID("per-7")})
		if err != nil || c.Status != want.status || c.StatusRaw != want.raw || !cmp.Equal(unmapped, want.unmapped) {
			t.Errorf("%s: %s (%s), counted %v, %v", word, c.Status, c.StatusRaw, unmapped, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	a := adapter(t, sandbox.New(), func(string) {})
	taken, nameless, surplus := draft(), draft(), draft()
	taken.Identifiers[0].Number = "X0000409"
	nameless.Name, nameless.Gender = nil, "female"
	surplus.Name.MiddleName, surplus.Identifiers[0].IssuingCountry = "Reza", "NL"
	surplus.Identifiers = append(surplus.Identifiers, canonical.Identifier{Type: canonical.IdentifierTaxID, Number: "1"})
	_, none := a.GetCustomer(t.Context(), canonical.CustomerQuery{ID: customerID("per-0")})
	_, exists := a.CreateCustomer(t.Context(), taken)
	_, incomplete := canonical.CreateCustomer.Bind(a)(t.Context(), nameless)
	if c, err := canonical.CreateCustomer.Bind(a)(t.Context(), surplus); err != nil || !cmp.Equal(c.Ignored, []string{"/identifiers/0/issuing_country", "/identifiers/1", "/name/middle_name"}) {
		t.Errorf("ignored %v: %v", c.Ignored, err)
	}
	for _, c := range []struct {
		err    error
		code   canonical.Code
		vendor string
		fields []string
	}{
		{none, canonical.CustomerNotFound, "person_not_found", nil},
		{exists, canonical.AlreadyExists, "person_exists", nil},
		{incomplete, canonical.ValidationFailed, "", []string{"/name/given_name", "/name/family_name"}},
	} {
		e := canonical.AsError(c.err)
		var pointers []string
		for _, f := range e.Fields {
			pointers = append(pointers, f.Pointer)
		}
		if e.Code != c.code || e.Vendor.Code != c.vendor || !cmp.Equal(pointers, c.fields) {
			t.Errorf("got %s, %q at %v; want %s, %q at %v", e.Code, e.Vendor.Code, pointers, c.code, c.vendor, c.fields)
		}
	}
}

// FuzzPeople feeds the adapter answers: it never panics, and what it takes for a
// customer is one.
func FuzzPeople(f *testing.F) {
	entries, err := sandbox.Samples.ReadDir("samples")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		sample, err := sandbox.Samples.ReadFile("samples/" + e.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(sample)
	}
	var body []byte
	a := adapter(f, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }), func(string) {})
	f.Fuzz(func(t *testing.T, answer []byte) {
		body = answer
		c, err := a.GetCustomer(t.Context(), canonical.CustomerQuery{ID: customerID("per-7")})
		if err == nil && c.Validate() != nil {
			t.Errorf("a decoded customer is not canonical: %v", canonical.AsError(c.Validate()).Fields)
		}
	})
}
