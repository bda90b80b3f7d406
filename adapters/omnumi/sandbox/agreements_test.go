package sandbox

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestPreviewRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, path, body, want string }{
		{"no first name", previewPath, replaced(standard, "Odalys", ""), "firstName should not be empty"},
		{"short last name", previewPath, replaced(standard, "Ferrante", "F"), "lastName is not valid"},
		{"mail", previewPath, replaced(standard, "odalys@example.com", "odalys"), "email is not valid"},
		{"ip", previewPath, replaced(standard, "192.0.2.10", "192.0.2"), "ip is not valid"},
		{"birthdate", previewPath, replaced(standard, "1990-02-28", "02/28/1990"), "dateOfBirth is not valid"},
		{"tax country", previewPath, replaced(standard, `"taxCountry":"US"`, `"taxCountry":"us"`), "taxCountry is not valid"},
		{"no sms", previewPath, replaced(standard, `,"sms":false`, ""), "phoneNumber.sms should not be empty"},
		{"international phone", previewPath, replaced(standard, "2025550143", "+12025550143"), "phoneNumber.number is not valid"},
		{"UL without wallet", previewUL, replaced(ul, "0x5b1e0c9d8a7f6e5d4c3b2a190817263544536271", ""), "accountAddress should not be empty"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := connect(t, time.Now).post(tc.path, tc.body)
			var out struct {
				Errors []failure `json:"errors"`
			}
			decode(t, w, &out)
			if w.Code != http.StatusBadRequest || len(out.Errors) != 1 || out.Errors[0] != (failure{"catch", tc.want}) {
				t.Errorf("status %d, errors %v", w.Code, out.Errors)
			}
		})
	}
}

func TestPreviewTakesBothDateForms(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	if w := c.post(previewPath, replaced(standard, "1990-02-28", "28-02-1990")); w.Code != http.StatusOK {
		t.Errorf("status %d", w.Code)
	}
}

func TestAgreementRoundTrip(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, preview, body, decide, otherDecide string
		types                                    []string
	}{
		{"standard", previewPath, standard, previewPath, decideUL, []string{"US_PATRIOTIC_ACT", "TERMS_CONDITIONS", "PRIVACY_POLICY"}},
		{"ul", previewUL, ul, decideUL, previewPath, []string{"US_PATRIOTIC_ACT"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := connect(t, time.Now)
			var made, read answer[[]agreement]
			decode(t, c.post(tc.preview, tc.body), &made)
			if len(made.Data) != len(tc.types) {
				t.Fatalf("%d agreements", len(made.Data))
			}
			for i, a := range made.Data {
				if a.Type != tc.types[i] || a.Status != "PENDING" || a.FirstName != "Odalys" {
					t.Errorf("agreement %+v", a)
				}
			}
			id := made.Data[0].ID
			if w := c.call("PUT", tc.otherDecide+"/"+id, `{"status":"ACCEPTED"}`); w.Code != http.StatusBadRequest {
				t.Errorf("decided on the other kind's path: status %d", w.Code)
			}
			if w := c.call("PUT", tc.decide+"/"+id, `{"status":"DECLINED"}`); w.Code != http.StatusBadRequest {
				t.Errorf("declined: status %d", w.Code)
			}
			var out answer[decision]
			decode(t, c.call("PUT", tc.decide+"/"+id, `{"status":"ACCEPTED"}`), &out)
			if out.Data.ID != id || out.Data.Status != "PENDING" {
				t.Errorf("decision %+v", out.Data)
			}
			decode(t, c.get(getPath+"?agreementId="+id), &read)
			if len(read.Data) != 1 || read.Data[0].Status != "ACCEPTED" {
				t.Errorf("read %+v", read.Data)
			}
		})
	}
}

func TestTimesHaveSevenFractionDigits(t *testing.T) {
	t.Parallel()
	w := connect(t, time.Now).post(previewUL, ul)
	if form := regexp.MustCompile(`"created_at":"[^"]+\.\d{7}\+00:00"`); !form.Match(w.Body.Bytes()) {
		t.Errorf("answer %s", w.Body)
	}
}

func TestTenantsAreApart(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	id := c.signed(previewUL, ul, "odalys@example.com")
	verification := c.verification()
	c.post(linkPath, link)
	c.as("tenant-id", strings.Replace(tenantID, "7", "8", 1))
	for _, path := range []string{getPath, getPath + "?agreementId=" + id} {
		if w := c.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	if w := c.verify(verification, "123456"); w.Code != http.StatusNotFound {
		t.Errorf("verification: status %d", w.Code)
	}
	if w := c.get(linkPath + "/" + strangerID); w.Code != http.StatusBadRequest {
		t.Errorf("banks: status %d", w.Code)
	}
}

func TestTroubledTenantsList(t *testing.T) {
	t.Parallel()
	for tenant, sample := range troubledTenants {
		t.Run(sample, func(t *testing.T) {
			t.Parallel()
			want := samples.Reply("get_agreement." + sample)
			w := connect(t, time.Now).as("tenant-id", tenant).get(getPath)
			if w.Code != want.Status || w.Body.String() != string(want.Body) {
				t.Errorf("status %d, body %s", w.Code, w.Body)
			}
		})
	}
}
