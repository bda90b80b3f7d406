package cdp_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"canongate/adapters/cdp"
	"canongate/adapters/cdp/sandbox"
	"canongate/adapters/conformance"
	"canongate/canonical"
)

const ecrn = "7841000000000001"

var jpeg = canonical.Content("\xff\xd8\xff\xe0 a picture")

func TestConformance(t *testing.T) {
	t.Parallel()
	conformance.Run(t, conformance.Vendor{
		New:     cdp.New,
		Sandbox: sandbox.New,
		Settings: map[string]any{
			"client_id": "canongate", "client_secret": "env:CDP_CLIENT_SECRET", "username": "partner", "password": "env:CDP_PASSWORD",
			"scope": "customer", "updated_by": "partner-api", "callback_secret": "env:CDP_CALLBACK_SECRET",
			"code_tables": codeTables(),
		},
		Secrets: map[string]string{
			"CDP_CLIENT_SECRET": "client-secret-canary", "CDP_PASSWORD": "password-canary", "CDP_CALLBACK_SECRET": "callback-secret-canary",
		},
		Samples:   sandbox.Samples,
		TokenPath: "/openid-connect/token",
		Operations: []string{
			"create_customer", "update_customer", "lookup_customer", "get_customer", "receive_event", "create_customer_reference", "create_reference",
		},
		Cases: []conformance.Case{
			conformance.Of(canonical.CreateCustomer, draft()),
			conformance.Prepared(canonical.UpdateCustomer, update(ecrn), func(ctx context.Context, t *testing.T, a canonical.Adapter) canonical.CustomerUpdate {
				created, err := canonical.CreateCustomer.Bind(a)(ctx, draft())
				if err != nil {
					t.Fatalf("creating a customer to update: %v", err)
				}
				return update(created.VendorIDs["ecrn"])
			}),
			conformance.Of(canonical.LookupCustomer, canonical.CustomerLookup{
				Identifier: &canonical.LookupIdentifier{Type: canonical.IdentifierEmiratesID, Number: "784199155000013"},
			}),
			conformance.Of(canonical.GetCustomer, canonical.CustomerQuery{ID: customerID(ecrn)}),
			conformance.Of(canonical.CreateCustomerReference, canonical.CustomerReference{VendorIDs: canonical.VendorIDs{"ecrn": ecrn}}).NoCall(),
			conformance.Of(canonical.CreateReference, canonical.ReferenceDraft{
				Type: canonical.ReferenceCustomer, VendorIDs: canonical.VendorIDs{"ecrn": ecrn},
			}).NoCall(),
		},
		Documented: documented(),
		Canaries:   []string{"SSN-55-0199", "100200300400503", "MOHRE-7791", "pages.example/leocadia", "Oduya", "784198733000016", "+971500000201", "12 Saffron Court", "leocadia@example.com", "M0000077"},
	})
}

// TestASandboxedLife takes a customer through what a partner does with them.
func TestASandboxedLife(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(sandbox.New())
	t.Cleanup(server.Close)
	adapter, err := cdp.New(canonical.Connection{
		BaseURL: server.URL, Timeout: 5 * time.Second, Now: time.Now, Unmapped: func(string) {},
		Settings: map[string]any{"client_id": "canongate", "client_secret": "env:X", "username": "partner", "password": "env:X", "code_tables": codeTables()},
		Secret:   func(string) (canonical.Secret, error) { return canonical.NewSecret("right"), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	a := adapter.(*cdp.Adapter)

	d := draft()
	d.Name.FamilyName = "INVESTIGATION"
	created, err := a.CreateCustomer(t.Context(), d)
	if err != nil || created.Status != canonical.CustomerPendingReview || created.Name.GivenName != d.Name.GivenName {
		t.Fatalf("under investigation: %v, status %s", err, created.Status)
	}
	control(t, http.MethodDelete, server.URL+"/_sandbox/tokens", "")
	read, err := a.GetCustomer(t.Context(), canonical.CustomerQuery{ID: created.ID})
	if err != nil || read.Status != canonical.CustomerPendingReview || len(read.Documents) != 6 || len(read.Addresses) != 2 {
		t.Fatalf("after its tokens were revoked: %v, status %s, %d documents", err, read.Status, len(read.Documents))
	}

	control(t, http.MethodPost, server.URL+"/_sandbox/customers/"+created.VendorIDs["ecrn"]+"/aml", `{"aml_scan_status":"Accepted","customer_status":"ACTIVE"}`)
	notice, err := a.ReceiveEvent(t.Context(), canonical.InboundEvent{
		VerifiedPeer: true, Body: []byte(`{"ecrn":"` + created.VendorIDs["ecrn"] + `","aml_scan_status":"Accepted","customer_status":"ACTIVE"}`),
	})
	if err != nil || notice.Data.Status != canonical.CustomerActive {
		t.Fatalf("accepted: %v, status %s", err, notice.Data.Status)
	}

	if _, err = a.UpdateCustomer(t.Context(), update(created.VendorIDs["ecrn"])); err != nil {
		t.Fatalf("updating: %v", err)
	}
	read, err = a.GetCustomer(t.Context(), canonical.CustomerQuery{ID: created.ID})
	if err != nil {
		t.Fatal(err)
	}
	if read.Name.PreferredName != "Cadi" || read.Name.GivenName != d.Name.GivenName || read.Name.MiddleName != "" ||
		read.Employment.Employer != nil || len(read.Addresses) != 0 || len(read.Phones) != 1 || len(read.Identifiers) != 1 {
		t.Error("the update changed something else, or not all that it should")
	}
}

// control asks the sandbox to do what CDP does by itself.
func control(t *testing.T, method, url, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil || res.StatusCode >= http.StatusMultipleChoices {
		t.Fatalf("%s answers %d, %v", url, res.StatusCode, err)
	}
}

func customerID(ecrn string) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{"ecrn": ecrn})
}

func ptr[T any](v T) *T { return &v }

// draft uses every field that CDP has a place for.
func draft() canonical.CustomerDraft {
	return canonical.CustomerDraft{
		Profile: canonical.Profile{
			ExternalReference: "crm-5501",
			Name: &canonical.Name{
				Salutation: "Ms", GivenName: "Leocadia", MiddleName: "Ines", FamilyName: "Oduya Marsh",
				PreferredName: "Leo", MothersMaidenName: "Quintero",
			},
			Birthdate:          "1987-02-14",
			PlaceOfBirth:       &canonical.PlaceOfBirth{Country: "PT", Locality: "Porto"},
			Gender:             "female",
			Nationalities:      []canonical.Country{"PT", "BR"},
			CountryOfResidence: "AE",
			ResidencyCode:      "101",
			RegionCode:         "1",
			Emails:             []canonical.Email{{Address: "leocadia@example.com", Primary: true}},
			Phones: []canonical.Phone{
				{Number: "+971500000201", Type: canonical.PhoneMobile, Primary: true},
				{Number: "+971500000202", Type: canonical.PhoneMobile},
				{Number: "+971400000203", Type: canonical.PhoneHome},
			},
			Addresses: []canonical.Address{
				{
					Type: canonical.AddressResidence, Primary: true, BuildingName: "12 Saffron Court", StreetName: "Palm Street", Landmark: "Old Mill",
					City: "Dubai", District: "Deira", State: "Dubai", Country: "AE", Phone: "+971500000201",
				},
				{Type: canonical.AddressPermanent, BuildingName: "Casa Azul", City: "Porto", Country: "PT", PostalCode: "04050"},
			},
			Identifiers: []canonical.Identifier{
				{
					Type: canonical.IdentifierEmiratesID, Number: "784198733000016", IssuingCountry: "AE", IssuerName: "EIDA", IssuedAtPlace: "Dubai",
					IssuedOn: "2023-05-01", ExpiresOn: "2033-04-30", NameOnDocument: "Leocadia Ines Oduya Marsh", Primary: true,
				},
				{
					Type: canonical.IdentifierPassport, Number: "M0000077", IssuingCountry: "PT", IssuedOn: "2022-01-10", ExpiresOn: "2032-01-09",
					Active: ptr(false), Visa: &canonical.Visa{Number: "V-000-42", ExpiresOn: "2028-06-30"},
				},
				{Type: canonical.IdentifierSSN, Number: "SSN-55-0199"},
				{Type: canonical.IdentifierTaxID, Number: "100200300400503", IssuingCountry: "AE"},
			},
			MaritalStatus: canonical.MaritalMarried,
			Locale:        "en-GB",
			Websites:      []canonical.Website{{TypeCode: "2", URL: "pages.example/leocadia"}, {TypeCode: "1", URL: "leocadia.example"}},
			Supplement:    canonical.Supplement{SupplementaryData: ownMembers()},
			Employment: &canonical.Employment{
				OccupationCode: "1417", ProfessionCategory: "PC1",
				Employer: &canonical.Employer{
					Name: "Blue Heron Trading", Address: "Dock 4, Dubai", Phone: "+971400000900", CustomerID: "7841000000000099", EstablishmentID: "EST-9",
				},
			},
			FinancialProfile: &canonical.FinancialProfile{
				IncomeRangeCode: "15", IncomeCurrency: "AED", IncomeTypeCode: "1", AccountPurpose: "Remittance",
				MonthlyTxnVolumeCode: "1", MonthlyTxnCountCode: "2",
			},
			Metadata: map[string]canonical.Personal{"remarks": "met in the branch"},
		},
		Screening: &canonical.ScreeningDraft{PEP: ptr(false), PEPCategoryCode: "1", RiskRatingCode: "3"},
		Documents: []canonical.InlineDocument{
			{Purpose: canonical.PurposeIdentity, IdentifierType: canonical.IdentifierPassport, Side: canonical.SideFront, File: canonical.FileMeta{ContentType: "application/pdf"}, Content: jpeg},
			{Purpose: canonical.PurposeIdentity, IdentifierType: canonical.IdentifierEmiratesID, Side: canonical.SideFront, File: canonical.FileMeta{ContentType: "image/jpeg"}, Content: jpeg},
			{Purpose: canonical.PurposeIdentity, IdentifierType: canonical.IdentifierEmiratesID, Side: canonical.SideBack, File: canonical.FileMeta{ContentType: "image/jpeg"}, Content: jpeg},
			{Purpose: canonical.PurposeProfilePhoto, File: canonical.FileMeta{ContentType: "image/png"}, Content: jpeg},
			{Purpose: canonical.PurposeAdditional, File: canonical.FileMeta{ContentType: "application/pdf"}, Content: jpeg},
			{Purpose: canonical.PurposeAdditional, File: canonical.FileMeta{ContentType: "image/jpeg"}, Content: jpeg},
		},
	}
}

// codeTables are the master values of two lists that CDP's document leaves open.
func codeTables() map[string]any {
	return map[string]any{
		"first_language": map[string]any{"en": "en-GB", "ar": "ar-AE"}, "marital_status": map[string]any{"1": "single", "2": "married"},
	}
}

// ownMembers are those of CDP that canonical has no word for.
func ownMembers() (d canonical.SupplementaryData) {
	for name, value := range map[string]any{
		"customer_type_id": 2, "personal_mohre_id": "MOHRE-7791", "show_remarks_on_txn": false, "dnfbp": false, "dpms": false, "profile_category": 1,
		"agent_location_id": "784101",
	} {
		d.Put(name, value)
	}
	return d
}

// update changes some fields, clears some and leaves the rest alone.
func update(ecrn string) canonical.CustomerUpdate {
	return canonical.CustomerUpdate{
		ID: customerID(ecrn),
		CustomerDraft: canonical.CustomerDraft{Profile: canonical.Profile{
			Name:        &canonical.Name{PreferredName: "Cadi"},
			Phones:      []canonical.Phone{{Number: "+971500000204", Type: canonical.PhoneMobile, Primary: true}},
			Identifiers: []canonical.Identifier{{Type: canonical.IdentifierEmiratesID, Number: "784198733000016", IssuingCountry: "AE"}},
		}},
		Cleared: []string{"/name/middle_name", "/employment/employer", "/addresses"},
	}
}
