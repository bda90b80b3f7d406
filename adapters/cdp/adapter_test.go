package cdp_test

import (
	"context"
	"testing"

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
		},
		Secrets: map[string]string{
			"CDP_CLIENT_SECRET": "client-secret-canary", "CDP_PASSWORD": "password-canary", "CDP_CALLBACK_SECRET": "callback-secret-canary",
		},
		Samples:   sandbox.Samples,
		TokenPath: "/openid-connect/token",
		Operations: []string{
			"create_customer", "update_customer", "lookup_customer", "get_customer", "receive_event", "create_customer_reference",
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
		},
		Canaries: []string{"Oduya", "784198733000016", "+971500000201", "12 Saffron Court", "leocadia@example.com", "M0000077"},
	})
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
				{Number: "+971500000202", Type: canonical.PhoneMobile},
				{Number: "+971500000201", Type: canonical.PhoneMobile, Primary: true},
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
			},
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
			{Purpose: canonical.PurposeIdentity, IdentifierType: canonical.IdentifierEmiratesID, Side: canonical.SideFront, File: canonical.FileMeta{Name: "front.jpg", ContentType: "image/jpeg"}, Content: jpeg},
			{Purpose: canonical.PurposeIdentity, IdentifierType: canonical.IdentifierEmiratesID, Side: canonical.SideBack, File: canonical.FileMeta{ContentType: "image/jpeg"}, Content: jpeg},
			{Purpose: canonical.PurposeIdentity, IdentifierType: canonical.IdentifierPassport, Side: canonical.SideSingle, File: canonical.FileMeta{ContentType: "application/pdf"}, Content: jpeg},
			{Purpose: canonical.PurposeProfilePhoto, File: canonical.FileMeta{ContentType: "image/png"}, Content: jpeg},
			{Purpose: canonical.PurposeAdditional, File: canonical.FileMeta{Name: "salary.pdf", ContentType: "application/pdf"}, Content: jpeg},
			{Purpose: canonical.PurposeAdditional, File: canonical.FileMeta{ContentType: "image/jpeg"}, Content: jpeg},
		},
	}
}

// update changes some fields, clears some and leaves the rest alone.
func update(ecrn string) canonical.CustomerUpdate {
	return canonical.CustomerUpdate{
		ID: customerID(ecrn),
		CustomerDraft: canonical.CustomerDraft{Profile: canonical.Profile{
			Name:   &canonical.Name{PreferredName: "Cadi"},
			Phones: []canonical.Phone{{Number: "+971500000204", Type: canonical.PhoneMobile, Primary: true}},
		}},
		Cleared: []string{"/name/middle_name", "/employment/employer", "/addresses"},
	}
}
