package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/simulator/simulatortest"
)

func TestOnboardRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		edit  [2]string
		field string // of details, or
		text  string // the whole message
	}{
		{name: "no family name", edit: [2]string{"Varga Lund", " "}, field: "lastName"},
		{name: "unknown field", edit: [2]string{`"channel"`, `"shoe_size"`}, field: "shoeSize"},
		{name: "other case", edit: [2]string{`"channel"`, `"Channel"`}, field: "Channel"},
		{name: "zip in quotes", edit: [2]string{`"zip": 0`, `"zip": "0"`}, field: "zip"},
		{name: "id_type in quotes", edit: [2]string{`"id_type": 4`, `"id_type": "4"`}, field: "idType"},
		{name: "address_type_id as a number", edit: [2]string{`"address_type_id": "1"`, `"address_type_id": 1`}, field: "addressTypeId"},
		{name: "document_id as a number", edit: [2]string{`"document_id": "1"`, `"document_id": 1`}, field: "documentId"},
		{name: "occupation in quotes", edit: [2]string{"1417", `"1417"`}, field: "occupationId"},
		{name: "tax number in quotes", edit: [2]string{"123", `"123"`}, field: "taxRegistrationNumber"},
		{name: "text as a number", edit: [2]string{`"Cedar House"`, `7`}, field: "buildingName"},
		{name: "national phone", edit: [2]string{"+971500000777", "0500000777"}, field: "primaryMobileNumber"},
		{name: "mail without @", edit: [2]string{"ondine@example.com", "ondine"}, field: "emailId"},
		{name: "check digit", edit: [2]string{"784199000000010", "784199000000011"}, field: "idNumber"},
		{name: "short Emirates ID", edit: [2]string{"784199000000010", "78419900000001"}, field: "idNumber"},
		{name: "no base64", edit: [2]string{`"YWJj", "content_type": "image/png"`, `"*", "content_type": "image/png"`}, field: "profilePhoto"},
		{name: "content type", edit: [2]string{"image/png", "text/html"}, field: "profilePhoto"},
		{name: "date with a time", edit: [2]string{"2034-05-01", "2034-05-01T00:00:00Z"}, field: "dateOfExpiry"},
		{name: "country in small letters", edit: [2]string{`"country_of_residence": "AE"`, `"country_of_residence": "ae"`}, text: " Invalid Country Of Residence ae!"},
		{name: "gender", edit: [2]string{`"Female"`, `"female"`}, text: " Invalid Gender female!"},
		{name: "id type", edit: [2]string{`"id_type": 4`, `"id_type": 5`}, text: " Invalid Id Type 5!"},
		{name: "address type", edit: [2]string{`"address_type_id": "1"`, `"address_type_id": "3"`}, text: " Invalid Address Type 3!"},
		{name: "occupation", edit: [2]string{"1417", "9999"}, text: " Invalid Occupation 9999!"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := connect(t, time.Now).onboard(draft(tc.edit[:]...))
			if w.Code != http.StatusBadRequest {
				t.Fatalf("status %d", w.Code)
			}
			var out struct {
				Message string            `json:"message"`
				Details map[string]string `json:"details"`
			}
			decode(t, w, &out)
			if _, ok := out.Details[tc.field]; tc.field != "" && (!ok || len(out.Details) != 1) {
				t.Errorf("details %v, want %s", out.Details, tc.field)
			}
			if tc.text != "" && out.Message != tc.text {
				t.Errorf("message %q, want %q", out.Message, tc.text)
			}
		})
	}
}

func TestOnboardWantsJSON(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	w := simulatortest.Call{Method: "POST", Path: onboardPath, Body: draft(),
		Header: map[string]string{"Content-Type": "text/plain", "Authorization": "Bearer " + c.token}}.Do(c.h)
	if w.Code != http.StatusBadRequest {
		t.Errorf("text/plain: status %d", w.Code)
	}
	if w := c.onboard(`{"first_name":`); w.Code != http.StatusBadRequest {
		t.Errorf("cut body: status %d", w.Code)
	}
}

type stored struct {
	ECRN          string `json:"ecrn"`
	PreferredName string `json:"preferred_name"`
	MiddleName    string `json:"middle_name"`
	LastName      string `json:"last_name"`
	IBAN          string `json:"customer_iban"`
	AML           string `json:"aml_scan_status"`
	Status        string `json:"customer_status"`
	IDs           []struct {
		Front *struct {
			FileName string `json:"file_name"`
		} `json:"id_front"`
		VisaNumber string `json:"visa_number"`
	} `json:"id_details"`
	Classification struct {
		EmployerName string `json:"employer_name"`
		Photo        string `json:"profile_photo_file_name"`
	} `json:"customer_classification"`
}

func (c *client) read(ecrn string) stored {
	c.t.Helper()
	w := c.call("GET", getPath+ecrn, "")
	if w.Code != http.StatusOK {
		c.t.Fatalf("get: status %d", w.Code)
	}
	var out stored
	decode(c.t, w, &out)
	return out
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	var made struct {
		Data struct {
			ECRN string `json:"ecrn"`
		} `json:"data"`
	}
	decode(t, c.onboard(draft()), &made)
	got := c.read(made.Data.ECRN)
	if got.LastName != "Varga Lund" || got.Classification.EmployerName != "Cedar & Sons" || got.IDs[0].VisaNumber != "0" {
		t.Errorf("got %+v", got)
	}
	if want := "customer/photo/" + made.Data.ECRN + ".png"; got.Classification.Photo != want {
		t.Errorf("photo %q, want %q", got.Classification.Photo, want)
	}
	var found struct {
		Data struct {
			ECRN   string `json:"ecrn"`
			Expiry string `json:"id_date_of_expiry"`
			Status string `json:"id_status"`
		} `json:"data"`
	}
	decode(t, c.validate("784199000000010"), &found)
	if found.Data.ECRN != made.Data.ECRN || found.Data.Expiry != "2034-05-01T00:00:00.000+00:00" || found.Data.Status != "Active" {
		t.Errorf("validate %+v", found.Data)
	}
	again := made
	decode(t, c.onboard(draft()), &again)
	if again != made {
		t.Errorf("the same document became %s after %s", again.Data.ECRN, made.Data.ECRN)
	}
}

func TestUpdateKeepsWhatIsAbsent(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	const ecrn = "7841000000000001"
	c.onboard(`{"ecrn":"` + ecrn + `",` + draft("784199000000010", "784199155000013", `"middle_name": ""`, `"middle_name": "Iris"`)[1:])
	w := c.onboard(`{"ecrn":"` + ecrn + `","preferred_name":"Ondi","middle_name":null,
		"id_details":[{"id_type":4,"id_number":"784199155000013","active_status":true}]}`)
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	got := c.read(ecrn)
	if got.PreferredName != "Ondi" || got.LastName != "Varga Lund" || got.MiddleName != "" || got.Classification.EmployerName != "Cedar & Sons" {
		t.Errorf("got %+v", got)
	}
	if len(got.IDs) != 1 || got.IDs[0].Front == nil {
		t.Errorf("the picture of the document is gone: %+v", got.IDs)
	}
	if w := c.onboard(`{"ecrn":"` + ecrn + `","first_name":null}`); w.Code != http.StatusBadRequest {
		t.Errorf("mandatory field emptied: status %d", w.Code)
	}
	if after := c.read(ecrn); after.PreferredName != "Ondi" {
		t.Errorf("a refused update left traces: %+v", after)
	}
}

func TestUpdateForgetsAnAbandonedDocument(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	c.onboard(`{"ecrn":"7841000000000001","id_details":[{"id_type":2,"id_number":"X0000042"}]}`)
	var out struct {
		ErrorCode int `json:"errorCode"`
	}
	decode(t, c.validate("784199155000013"), &out)
	if out.ErrorCode != 45001 {
		t.Errorf("errorCode %d", out.ErrorCode)
	}
}

func TestRecordExistsAfter406(t *testing.T) {
	t.Parallel()
	for lastName, want := range map[string]stored{
		"Investigation": {AML: "Under Investigation", Status: "ACTIVE"},
		"Blocked":       {AML: "Blocked", Status: "BLOCKED"},
	} {
		t.Run(lastName, func(t *testing.T) {
			t.Parallel()
			c := connect(t, time.Now)
			var out struct {
				Message string `json:"message"`
			}
			decode(t, c.onboard(named(lastName)), &out)
			got := c.read(strings.Fields(out.Message)[1])
			if got.AML != want.AML || got.Status != want.Status {
				t.Errorf("%s, %s; want %s, %s", got.AML, got.Status, want.AML, want.Status)
			}
		})
	}
}

func TestBackendProblemStoresNothing(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	c.onboard(named("Backend"))
	var out struct {
		ErrorCode int `json:"errorCode"`
	}
	decode(t, c.validate("784199000000010"), &out)
	if out.ErrorCode != 45001 {
		t.Errorf("errorCode %d", out.ErrorCode)
	}
}

func TestAMLNotification(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	type message struct{ signature, body string }
	got := make(chan message, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- message{r.Header.Get("X-Signature"), string(body)}
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(receiver.Close)

	const ecrn = "7841000000000002"
	w := c.call("POST", "/_sandbox/customers/"+ecrn+"/aml",
		`{"aml_scan_status":"Accepted","customer_status":"ACTIVE","callback_url":"`+receiver.URL+`/events","secret":"hush"}`)
	var out struct {
		CallbackStatus int `json:"callback_status"`
	}
	decode(t, w, &out)
	if w.Code != http.StatusOK || out.CallbackStatus != http.StatusAccepted {
		t.Fatalf("status %d, callback %d", w.Code, out.CallbackStatus)
	}
	m := <-got
	mac := hmac.New(sha256.New, []byte("hush"))
	mac.Write([]byte(m.body))
	if want := hex.EncodeToString(mac.Sum(nil)); m.signature != want {
		t.Errorf("signature %q, want %q", m.signature, want)
	}
	sample, err := Samples.ReadFile("samples/receive_event.aml_status.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := simulatortest.SameShape(sample, []byte(m.body)); err != nil {
		t.Errorf("the notification differs from its sample: %v", err)
	}
	if after := c.read(ecrn); after.AML != "Accepted" {
		t.Errorf("aml_scan_status %q", after.AML)
	}
}

func TestAMLDecisionRefuses(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	decision := func(callback string) string {
		return `{"aml_scan_status":"Rejected","customer_status":"ACTIVE","callback_url":"` + callback + `"}`
	}
	for _, tc := range []struct {
		name, ecrn, body string
		status           int
	}{
		{"elsewhere", "7841000000000001", decision("http://192.0.2.1/x"), http.StatusBadRequest},
		{"a name", "7841000000000001", decision("http://localhost/x"), http.StatusBadRequest},
		{"tricky host", "7841000000000001", decision("http://127.0.0.1@192.0.2.1/x"), http.StatusBadRequest},
		{"other scheme", "7841000000000001", decision("ftp://127.0.0.1/x"), http.StatusBadRequest},
		{"nothing decided", "7841000000000001", `{}`, http.StatusBadRequest},
		{"nobody", "7841009999999999", decision(""), http.StatusNotFound},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := c.call("POST", "/_sandbox/customers/"+tc.ecrn+"/aml", tc.body)
			if w.Code != tc.status {
				t.Errorf("status %d, want %d", w.Code, tc.status)
			}
		})
	}
	if after := c.read("7841000000000001"); after.AML != "Accepted" {
		t.Errorf("a refused decision was applied: %q", after.AML)
	}
}

func TestIBAN(t *testing.T) {
	t.Parallel()
	if got, want := iban("7841000000000001"), "AE123147841000000000001"; got != want {
		t.Errorf("iban %s, want %s", got, want)
	}
}
