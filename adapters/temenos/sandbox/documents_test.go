package sandbox

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
)

var fileFields = fields{
	"fileName": "payslip-march.pdf", "fileType": "application/pdf", "fileInfo": "",
	"fileClientId": 1772628967410, "fileContents": base64.StdEncoding.EncodeToString([]byte("%PDF-1.5 %%EOF")),
}

func upload(id string, files ...fields) fields {
	return fields{"UserActionIdentifier": id, "Response": files}
}

const demoLicense = "DriverLicense_" + demoApplicant + "_" + demoApplication

func TestUploadDocument(t *testing.T) {
	t.Parallel()
	h := New()
	w := post(t, h, uploadPath, login(t, h, ""), upload(demoLicense,
		fileFields, fileFields.with("fileName", "payslip-april.png").with("fileType", "image/png").with("fileClientId", 7)))
	wantSample(t, w, "upload_document.ok")
	var answer uploadAnswer
	decodeAnswer(t, w, http.StatusOK, &answer)
	if len(answer.Response) != 2 {
		t.Fatalf("files %d", len(answer.Response))
	}
	april, march := answer.Response[0], answer.Response[1]
	if string(march.FileClientID) != "1.77262896741E12" || march.FileName != "payslip-march.pdf" {
		t.Errorf("march %+v", march)
	}
	if string(april.FileClientID) != "7.0" || april.FileType != "image/png" || april.DocumentID == march.DocumentID {
		t.Errorf("april %+v", april)
	}
}

func TestUploadRules(t *testing.T) {
	t.Parallel()
	h := New()
	token := login(t, h, "")
	size := func(n int) string { return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("x"), n)) }
	for _, tc := range []struct {
		name string
		body fields
		code string // empty: the body cannot be read
	}{
		{"no action", upload("", fileFields), codeMissing},
		{"unknown action", upload("FishingLicense_1_"+demoApplication, fileFields), codeNotFound},
		{"no files", upload(demoLicense), codeMissing},
		{"action without documents", upload("TimeOnCurrentAddress_"+demoApplicant+"_"+demoApplication, fileFields), codeForbidden},
		{"no name", upload(demoLicense, fileFields.with("fileName", nil)), codeMissing},
		{"no type", upload(demoLicense, fileFields.with("fileType", nil)), codeMissing},
		{"no client id", upload(demoLicense, fileFields.with("fileClientId", nil)), codeMissing},
		{"client id as text", upload(demoLicense, fileFields.with("fileClientId", "1772628967410")), ""},
		{"no extension", upload(demoLicense, fileFields.with("fileName", "payslip")), codeDocument},
		{"space in front", upload(demoLicense, fileFields.with("fileName", " payslip.pdf")), codeDocument},
		{"forbidden character", upload(demoLicense, fileFields.with("fileName", "pay;slip.pdf")), codeDocument},
		{"path", upload(demoLicense, fileFields.with("fileName", "../payslip.pdf")), codeDocument},
		{"other type", upload(demoLicense, fileFields.with("fileType", "image/png")), codeDocument},
		{"data URL", upload(demoLicense, fileFields.with("fileContents", "data:application/pdf;base64,AAAA")), codeMalformed},
		{"empty", upload(demoLicense, fileFields.with("fileContents", "")), codeMalformed},
		{"too large", upload(demoLicense, fileFields.with("fileContents", size(maxDocument+1))), codeDocument},
		{"rejected", upload(demoLicense, fileFields.with("fileName", "rejected.pdf")), codeDocument},
		{"unknown field", upload(demoLicense, fileFields.with("size", 3)), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := post(t, h, uploadPath, token, tc.body)
			if tc.code == "" {
				wantSample(t, w, "create_customer.middleware_error")
				return
			}
			wantCode(t, w, tc.code)
		})
	}
	largest := upload(demoLicense, fileFields.with("fileContents", size(maxDocument)))
	wantSample(t, post(t, h, uploadPath, token, largest), "upload_document.ok")
}

func TestUploadToABrokenApplication(t *testing.T) {
	t.Parallel()
	h := New()
	token := login(t, h, Username)
	id := create(t, h, token, "broken@example.com")
	w := post(t, h, uploadPath, token, upload("DriverLicense_1_"+id, fileFields))
	wantSample(t, w, "create_customer.middleware_error")
}

func TestJavaDouble(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0.0", 42: "42.0", 9_999_999: "9999999.0", 10_000_000: "1.0E7", 12_345_678: "1.2345678E7",
		1_772_628_967_410: "1.77262896741E12", 1_000_000_000_000: "1.0E12", -20_000_000: "-2.0E7",
	} {
		if got := string(javaDouble(n)); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}

func TestDocumentIDsAreUUIDs(t *testing.T) {
	t.Parallel()
	id := newUUID()
	if parts := strings.Split(id, "-"); len(id) != 36 || len(parts) != 5 || parts[2][0] != '4' || parts[3][0] != 'a' {
		t.Errorf("id %q", id)
	}
}
