package sandbox

import (
	"net/http"
	"testing"
)

var profileFields = fields{
	"FirstName": "Mira", "LastName": "Kandathil", "DateOfBirth": "1990-04-17", "Email": "mira.k@example.com",
	"MobileCountryCode": "+91", "MobileNumber": "9000000123", "BranchReference": "IN0020045",
	"ApplicantType": "Applicant", "SectionProgress": "Done", "ConsentIdentifier": "Create_PersonalInfo_Consent",
	"AcceptanceStatus": "Yes", "Status": "InProgress", "IsExistingCustomer": "No",
}

var coApplicantFields = fields{
	"FirstName": "Joel", "LastName": "Kandathil", "ApplicantType": "CoApplicant",
	"IsExistentMember": false, "Index": "2026-03-04T05:06:07", "EntityId": "64b0c1d2e3f4051627384900",
}

// create makes an application and gives its id.
func create(t *testing.T, h http.Handler, token, email string) string {
	t.Helper()
	var answer struct {
		ApplicationID string `json:"Application_id"`
	}
	w := post(t, h, createPath, token, profileFields.with("Email", email))
	decodeAnswer(t, w, http.StatusOK, &answer)
	if len(answer.ApplicationID) != 7 {
		t.Fatalf("application %q: %s", answer.ApplicationID, w.Body)
	}
	return answer.ApplicationID
}

func TestCreateProfileAnswers(t *testing.T) {
	t.Parallel()
	h := New()
	for _, tc := range []struct{ email, sample string }{
		{"mira.k@example.com", "create_customer.ok"},
		{"party@example.com", "create_customer.party_id"},
		{"text@example.com", "create_customer.text_status"},
		{"duplicate@example.com", "create_customer.business_error"},
		{"numeric@example.com", "create_customer.numeric_code"},
		{"middleware@example.com", "create_customer.middleware_error"},
		{"inner@example.com", "create_customer.inner_status"},
	} {
		t.Run(tc.email, func(t *testing.T) {
			t.Parallel()
			w := post(t, h, createPath, login(t, h, Username), profileFields.with("Email", tc.email))
			wantSample(t, w, tc.sample)
		})
	}
}

func TestProfileFieldsAreChecked(t *testing.T) {
	t.Parallel()
	h := New()
	token := login(t, h, Username)
	for _, tc := range []struct {
		name, path string
		body       fields
		code       string // empty: the body cannot be read
	}{
		{"no first name", createPath, profileFields.with("FirstName", nil), codeMissing},
		{"no birth date", createPath, profileFields.with("DateOfBirth", ""), codeMissing},
		{"no applicant type", createPath, profileFields.with("ApplicantType", nil), codeMissing},
		{"birth date day first", createPath, profileFields.with("DateOfBirth", "17-04-1990"), codeMalformed},
		{"mail", createPath, profileFields.with("Email", "mira"), codeMalformed},
		{"country code without plus", createPath, profileFields.with("MobileCountryCode", "91"), codeMalformed},
		{"number with country code", createPath, profileFields.with("MobileNumber", "+919000000123"), codeMalformed},
		{"applicant type", createPath, profileFields.with("ApplicantType", "applicant"), codeMalformed},
		{"acceptance", createPath, profileFields.with("AcceptanceStatus", "true"), codeMalformed},
		{"section progress", createPath, profileFields.with("SectionProgress", "Half"), codeMalformed},
		{"status", createPath, profileFields.with("Status", "Done"), codeMalformed},
		{"existing customer as boolean", createPath, profileFields.with("IsExistingCustomer", false), ""},
		{"existing customer in lower case", createPath, profileFields.with("IsExistingCustomer", "no"), codeMalformed},
		{"co-applicants as text", createPath, profileFields.with("CoApplicantCount", "1"), ""},
		{"unknown application", createPath, profileFields.with("Application_id", "AAAAAAA"), codeNotFound},
		{"unknown field", createPath, profileFields.with("MiddleName", "R"), ""},
		{"other case", createPath, profileFields.with("firstName", "Mira"), ""},
		{"member as text", updatePath, coApplicantFields.with("IsExistentMember", "No"), ""},
		{"existing customer on update", updatePath, coApplicantFields.with("IsExistingCustomer", "No"), ""},
		{"entity", updatePath, coApplicantFields.with("EntityId", "64b0"), codeMalformed},
		{"applicant on update", updatePath, coApplicantFields.with("ApplicantType", "Applicant"), codeMalformed},
		{"birth date on update", updatePath, coApplicantFields.with("DateOfBirth", "1990"), codeMalformed},
		{"unknown application on update", updatePath, coApplicantFields.with("Application_id", "AAAAAAA"), codeNotFound},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := post(t, h, tc.path, token, tc.body)
			if tc.code == "" {
				wantSample(t, w, "create_customer.middleware_error")
				return
			}
			wantCode(t, w, tc.code)
		})
	}
}

func TestCreateProfileGoesOnWithAnApplication(t *testing.T) {
	t.Parallel()
	h := New()
	first := login(t, h, Username)
	id := create(t, h, first, "mira.k@example.com")
	second := login(t, h, Username)
	w := post(t, h, createPath, second, profileFields.with("Application_id", id).with("FirstName", "Mirabel"))
	wantSample(t, w, "create_customer.ok")
	for _, a := range list(t, h, first, fields{"isPre": "true"})["Income"] {
		if a.ActionMetaData.DynamicData.FirstName != "Mirabel" {
			t.Errorf("first name %q", a.ActionMetaData.DynamicData.FirstName)
		}
	}
}

func TestCoApplicantsBringActions(t *testing.T) {
	t.Parallel()
	h := New()
	token := login(t, h, Username)
	create(t, h, token, "mira.k@example.com")
	wantSizes(t, list(t, h, token, fields{"isPre": "true"}), map[string]int{"Income": 1, "Documents": 2})
	wantSample(t, post(t, h, updatePath, token, coApplicantFields), "update_customer.ok")
	wantSample(t, post(t, h, updatePath, token, coApplicantFields.with("FirstName", "Joelle")), "update_customer.ok")
	groups := list(t, h, token, fields{"isPre": "true"})
	wantSizes(t, groups, map[string]int{"Income": 2, "Documents": 3})
	if name := groups["Income"][1].ActionMetaData.DynamicData.FirstName; name != "Joelle" {
		t.Errorf("co-applicant %q", name)
	}
	for _, entity := range []string{"64b0c1d2e3f4051627384901", "64b0c1d2e3f4051627384902"} {
		wantSample(t, post(t, h, updatePath, token, coApplicantFields.with("EntityId", entity)), "update_customer.ok")
	}
	wantCode(t, post(t, h, updatePath, token, coApplicantFields.with("EntityId", "64b0c1d2e3f4051627384903")), codeForbidden)
	wantSample(t, post(t, h, updatePath, token, coApplicantFields.with("EntityId", nil)), "update_customer.ok")
}
