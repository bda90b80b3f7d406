package temenos

import (
	"slices"
	"strings"
	"testing"

	"canongate/adapters/internal/lenientjson"
	"canongate/canonical"
)

func TestTEM2FileClientIDInScientificNotation(t *testing.T) {
	t.Parallel()
	for number, want := range map[lenientjson.Number]string{
		"1.77262896741E12": "1772628967410", "1772628967410": "1772628967410", "1772628967410.0": "1772628967410", "5.0": "5",
		"1.5": "", "1e400": "", "-3": "", "soon": "", "": "",
	} {
		if got, ok := integral(number); ok != (want != "") || ok && got != want {
			t.Errorf("%s reads as %q, %t", number, got, ok)
		}
	}
}

// The order of an answer is the vendor's own, so a file is found by its number.
func TestTEM2FilesAreToldApartByTheirNumber(t *testing.T) {
	t.Parallel()
	m, counted := testMapper()
	w := uploaded{Response: lenientjson.OneOrMany[storedFile]{
		{FileClientID: "1.0E12", DocumentID: "another"}, {FileClientID: "1.77262896741E12", DocumentID: "this"},
	}}
	sent := upload{Response: []file{{FileClientID: 1772628967410}}}
	doc, err := m.decodeUploaded(canonical.DocumentDraft{}, sent, w)
	if err != nil || doc.ID.Key("document_id") != "this" || doc.File.ClientReference != "1772628967410" {
		t.Errorf("found %v: %v", map[string]string(doc.ID.Keys()), err)
	}
	w.Response[1].FileClientID = "2.0E12"
	if _, err := m.decodeUploaded(canonical.DocumentDraft{}, sent, w); err == nil {
		t.Error("another file's document was taken for this one's")
	}
	w.Response = w.Response[:1]
	if doc, err = m.decodeUploaded(canonical.DocumentDraft{}, sent, w); err != nil || doc.File.ClientReference != "1772628967410" || !slices.Contains(*counted, "fileClientId") {
		t.Errorf("the only file has a rounded number: %v, counted %v", err, *counted)
	}
	w.Response[0].FileClientID = ""
	if doc, err = m.decodeUploaded(canonical.DocumentDraft{}, sent, w); err != nil || doc.ID.Key("document_id") != "another" {
		t.Errorf("the only file has no number: found %v: %v", map[string]string(doc.ID.Keys()), err)
	}
	w.Response = append(w.Response, storedFile{DocumentID: "second"})
	if _, err := m.decodeUploaded(canonical.DocumentDraft{}, sent, w); err == nil {
		t.Error("one of two files without numbers was taken")
	}
}

func TestTEM16FileRules(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	full := strings.Repeat("x", defaultMaxDocument)
	for name, c := range map[string]struct {
		file    canonical.FileMeta
		content string
		code    canonical.Code
		want    string
	}{
		"right":               {canonical.FileMeta{Name: "payslip.pdf", ContentType: "application/pdf"}, full, "", ""},
		"upper case":          {canonical.FileMeta{Name: "SCAN.JPG", ContentType: "image/jpeg; q=1"}, "x", "", ""},
		"too large":           {canonical.FileMeta{Name: "payslip.pdf", ContentType: "application/pdf"}, full + "x", canonical.DocumentTooLarge, "/content invalid"},
		"other type":          {canonical.FileMeta{Name: "payslip.pdf", ContentType: "image/png"}, "x", canonical.UnsupportedDocumentType, "/file/content_type invalid"},
		"unknown type":        {canonical.FileMeta{Name: "tool.exe", ContentType: "application/octet-stream"}, "x", canonical.UnsupportedDocumentType, "/file/content_type invalid"},
		"no type":             {canonical.FileMeta{Name: "payslip.pdf", ContentType: "/"}, "x", canonical.UnsupportedDocumentType, "/file/content_type invalid"},
		"no extension":        {canonical.FileMeta{Name: "payslip", ContentType: "application/pdf"}, "x", canonical.ValidationFailed, "/file/name invalid"},
		"a point at the end":  {canonical.FileMeta{Name: "payslip.", ContentType: "application/pdf"}, "x", canonical.ValidationFailed, "/file/name invalid"},
		"leading space":       {canonical.FileMeta{Name: " payslip.pdf", ContentType: "application/pdf"}, "x", canonical.ValidationFailed, "/file/name invalid"},
		"everything wrong":    {canonical.FileMeta{Name: " a:b", ContentType: "application/pdf"}, "x", canonical.ValidationFailed, "/file/name invalid, /file/name invalid, /file/name invalid"},
		"trailing space":      {canonical.FileMeta{Name: "a.pdf ", ContentType: "application/pdf"}, "x", canonical.ValidationFailed, "/file/name invalid"},
		"other extension":     {canonical.FileMeta{Name: "a.pdfx", ContentType: "application/pdf"}, "x", canonical.UnsupportedDocumentType, "/file/name invalid"},
		"image/jpg":           {canonical.FileMeta{Name: "a.jpg", ContentType: "image/jpg"}, "x", "", ""},
		"application/x-pdf":   {canonical.FileMeta{Name: "a.pdf", ContentType: "Application/X-PDF"}, "x", "", ""},
		"reference":           {canonical.FileMeta{Name: "a.png", ContentType: "image/png", ClientReference: "9007199254740992"}, "x", "", ""},
		"reference in words":  {canonical.FileMeta{Name: "a.png", ContentType: "image/png", ClientReference: "scan-1"}, "x", canonical.ValidationFailed, "/file/client_reference invalid"},
		"reference too large": {canonical.FileMeta{Name: "a.png", ContentType: "image/png", ClientReference: "9007199254740993"}, "x", canonical.ValidationFailed, "/file/client_reference invalid"},
		"reference with zero": {canonical.FileMeta{Name: "a.png", ContentType: "image/png", ClientReference: "007"}, "x", canonical.ValidationFailed, "/file/client_reference invalid"},
	} {
		_, err := m.encodeUpload(canonical.DocumentDraft{RequirementID: requirementOf(canonical.KindDocumentUpload), File: c.file, Content: canonical.Content(c.content)})
		var code canonical.Code
		if err != nil {
			code = canonical.AsError(err).Code
		}
		if code != c.code || pointers(err) != c.want {
			t.Errorf("%s: %q at %q, want %q at %q", name, code, pointers(err), c.code, c.want)
		}
	}
	for _, r := range forbiddenInName {
		if _, err := m.encodeUpload(canonical.DocumentDraft{
			RequirementID: requirementOf(canonical.KindDocumentUpload), Content: canonical.Content("x"),
			File: canonical.FileMeta{Name: canonical.Personal("a" + string(r) + "b.pdf"), ContentType: "application/pdf"},
		}); pointers(err) == "" {
			t.Errorf("a name with %c is taken", r)
		}
	}
	wrongKind := canonical.DocumentDraft{RequirementID: requirementOf(canonical.KindText), File: canonical.FileMeta{Name: "a.pdf", ContentType: "application/pdf"}, Content: canonical.Content("x")}
	if _, err := m.encodeUpload(wrongKind); pointers(err) != "/requirement_id invalid" {
		t.Errorf("a document for a text is refused with %q", pointers(err))
	}
}

// TestCaseImageJPGIsSentAsImageJPEG wants the registered type to be sent.
func TestCaseImageJPGIsSentAsImageJPEG(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	for given, want := range map[string]string{"image/jpg": "image/jpeg", "image/pjpeg; q=1": "image/jpeg", "IMAGE/JPEG": "image/jpeg"} {
		sent, err := m.encodeUpload(canonical.DocumentDraft{
			RequirementID: requirementOf(canonical.KindDocumentUpload), Content: canonical.Content("x"),
			File: canonical.FileMeta{Name: "a.jpg", ContentType: given},
		})
		if err != nil || sent.Response[0].FileType != want {
			t.Errorf("%s: %v, %v", given, sent.Response, err)
		}
	}
}
