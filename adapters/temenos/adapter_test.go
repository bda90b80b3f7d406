package temenos_test

import (
	"context"
	"testing"

	"canongate/adapters/conformance"
	"canongate/adapters/temenos"
	"canongate/adapters/temenos/sandbox"
	"canongate/canonical"
)

// What the sandbox's standing application and its samples have.
const (
	application = "7QX2MKD"
	party       = "1730046281"
	entity      = "64b0c1d2e3f405162738495a"
)

func settingsOf() map[string]any {
	return map[string]any{
		"app_key": "env:TEMENOS_APP_KEY", "app_secret": "env:TEMENOS_APP_SECRET",
		"username": sandbox.Username, "password": "env:TEMENOS_PASSWORD",
		"service_id": "100000002", "branch_reference": "IN0020045", "form_code": "PersonalInfo",
	}
}

// replaying takes answers about other applications: the suite asks for ones that the
// documented answers are not about.
func replaying() map[string]any {
	s := settingsOf()
	s["other_subjects"] = "warn"
	return s
}

func secrets() map[string]string {
	return map[string]string{
		"TEMENOS_APP_KEY": sandbox.AppKey, "TEMENOS_APP_SECRET": sandbox.AppSecret, "TEMENOS_PASSWORD": sandbox.Password,
	}
}

func customerID(application string) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{"application_id": application})
}

func requirementID(name, kind string) canonical.RequirementID {
	return canonical.NewID[canonical.RequirementID](canonical.Keys{
		"user_action_identifier": name + "_" + party + "_" + application, "application_id": application, "kind": kind,
	})
}

func ptr[T any](v T) *T { return &v }

func draft(email canonical.Personal) canonical.CustomerDraft {
	return canonical.CustomerDraft{
		Profile: canonical.Profile{
			Name: &canonical.Name{GivenName: "Anika", FamilyName: "Subramaniam"}, Birthdate: "1991-04-17",
			Emails:   []canonical.Email{{Address: email, Primary: true}},
			Phones:   []canonical.Phone{{Number: "+918047712350", Type: canonical.PhoneMobile, Primary: true}},
			Consents: []canonical.Consent{{TextID: "Create_PersonalInfo_Consent", Granted: true}},
		},
		ExistingCustomer: ptr(false),
	}
}

// onward goes on with the standing application.
func onward() canonical.CustomerDraft {
	d := draft("anika.s@example.com")
	d.VendorIDs = canonical.VendorIDs{"application_id": application}
	return d
}

func coApplicantID(application string) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{"application_id": application, "role": "co_applicant"})
}

func coApplicant() canonical.CustomerDraft {
	d := draft("devan.t@example.com")
	d.Role, d.CustomerID, d.Consents = "co_applicant", customerID(application), nil
	return d
}

func update() canonical.CustomerUpdate {
	return canonical.CustomerUpdate{
		ID: coApplicantID(application),
		CustomerDraft: canonical.CustomerDraft{
			VendorIDs: canonical.VendorIDs{"entity_id": entity, "index": "2026-01-02T03:04:05"},
			Profile: canonical.Profile{
				Role: "co_applicant", Name: &canonical.Name{GivenName: "Devan", FamilyName: "Thekkedath"}, Birthdate: "1988-09-02",
				Emails:   []canonical.Email{{Address: "devan.t@example.com"}},
				Phones:   []canonical.Phone{{Number: "+971501239876"}},
				Consents: []canonical.Consent{{TextID: "Create_CoApplicantPersonalInfo_Consent", Granted: true}},
			},
			ExistingCustomer: ptr(false), BranchReference: "IN0020077",
		},
	}
}

func document() canonical.DocumentDraft {
	return canonical.DocumentDraft{
		RequirementID: requirementID("ProofOfIncomeEmployed", canonical.KindDocumentUpload), Purpose: "proof_of_income",
		File:    canonical.FileMeta{Name: "payslip-march.pdf", ContentType: "application/pdf", ClientReference: "1772628967410"},
		Content: canonical.Content("%PDF-1.5 an invented payslip"),
	}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	conformance.Run(t, conformance.Vendor{
		New: temenos.New, Sandbox: sandbox.New, Samples: sandbox.Samples, TokenPath: "/authService/",
		Settings: replaying(), Secrets: secrets(),
		Operations: []string{
			"create_customer", "update_customer", "list_requirements", "create_requirements", "answer_requirement",
			"upload_document", "create_customer_reference", "create_reference",
		},
		Cases: []conformance.Case{
			conformance.Of(canonical.CreateCustomer, onward()),
			conformance.Of(canonical.CreateCustomer, coApplicant()).NoGolden(),
			conformance.Of(canonical.UpdateCustomer, update()),
			conformance.Of(canonical.ListRequirements, canonical.RequirementQuery{CustomerID: customerID(application), Phase: canonical.PhasePreSubmission}),
			conformance.Of(canonical.ListRequirements, canonical.RequirementQuery{CustomerID: customerID(application)}).NoGolden(),
			conformance.Of(canonical.CreateRequirements, canonical.RequirementsDraft{CustomerID: customerID(application)}),
			conformance.Prepared(canonical.AnswerRequirement,
				canonical.RequirementAnswer{ID: requirementID("TimeOnCurrentAddress", canonical.KindDate), Date: "2019-03-05"}, dateAnswer),
			conformance.Of(canonical.UploadDocument, document()),
			conformance.Of(canonical.CreateCustomerReference, canonical.CustomerReference{VendorIDs: canonical.VendorIDs{"application_id": application}}).NoCall(),
			conformance.Of(canonical.CreateReference, canonical.ReferenceDraft{Type: canonical.ReferenceRequirement, VendorIDs: canonical.VendorIDs{
				"application_id": application, "user_action_identifier": "CA202243101763",
			}}).NoCall(),
		},
		Canaries: []string{
			"Anika", "Subramaniam", "anika.s", "8047712350", "1991-04-17", "Devan", "Thekkedath", "devan.t", "501239876", "1988-09-02",
			"2019-03-05", "05/03/2019", "payslip", "JVBERi0xLjUgYW4", "invented",
		},
		Documented: documented(),
	})
}

// dateAnswer makes an application whose additional question is a date.
func dateAnswer(ctx context.Context, t *testing.T, a canonical.Adapter) canonical.RequirementAnswer {
	t.Helper()
	c, err := canonical.CreateCustomer.Bind(a)(ctx, draft("anika.s@example.com"))
	if err != nil {
		t.Errorf("making a customer: %v", err)
	}
	list, err := canonical.CreateRequirements.Bind(a)(ctx, canonical.RequirementsDraft{CustomerID: c.ID})
	if err != nil || len(list.Data) == 0 {
		t.Errorf("making a question: %v", err)
		return canonical.RequirementAnswer{}
	}
	return canonical.RequirementAnswer{ID: list.Data[0].ID, Date: "2019-03-05"}
}
