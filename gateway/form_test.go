package gateway_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"testing"

	"canongate/canonical"
)

func TestDocumentsAsAForm(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var made struct{ Data []struct{ ID string } }
	r.call(t, http.MethodPost, "/v1/customers/"+r.customerID(t)+"/requirements", "").into(t, &made)
	document := `{"requirement_id":"` + made.Data[0].ID + `","purpose":"identity","file":{"name":"a.png","content_type":"image/png"}}`
	for name, c := range map[string]struct {
		parts   [][2]string
		status  int
		pointer string
	}{
		"both":             {[][2]string{{"document", document}, {"file", "bytes\x00\xff"}}, 201, ""},
		"other order":      {[][2]string{{"file", "bytes\x00\xff"}, {"document", document}}, 201, ""},
		"the file's own":   {[][2]string{{"document", `{"requirement_id":"` + made.Data[0].ID + `"}`}, {"file", "bytes\x00\xff"}}, 201, ""},
		"no file":          {[][2]string{{"document", document}}, 422, "file"},
		"no document":      {[][2]string{{"file", "b"}}, 422, "document"},
		"another part":     {[][2]string{{"document", document}, {"file", "b"}, {"extra", "b"}}, 400, "extra"},
		"file twice":       {[][2]string{{"document", document}, {"file", "b"}, {"file", "c"}}, 400, "file"},
		"content as well":  {[][2]string{{"document", document[:len(document)-1] + `,"content":"AAAA"}`}, {"file", "b"}}, 400, "/content"},
		"document is none": {[][2]string{{"document", "x"}, {"file", "b"}}, 400, ""},
	} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for _, part := range c.parts {
			w, err := form.CreatePart(textproto.MIMEHeader{
				"Content-Disposition": {`form-data; name="` + part[0] + `"; filename="a.png"`}, "Content-Type": {"image/png"},
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(part[1])); err != nil {
				t.Fatal(err)
			}
		}
		if err := form.Close(); err != nil {
			t.Fatal(err)
		}
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/documents", &body)
		request.Header.Set("Authorization", "Bearer "+allKey)
		request.Header.Set("Idempotency-Key", "k")
		request.Header.Set("Content-Type", form.FormDataContentType())
		a := r.do(t, request)
		if a.status != c.status {
			t.Errorf("%s: %d %s", name, a.status, a.body)
			continue
		}
		if c.status == 201 {
			if d := r.vendor.last().(canonical.DocumentDraft); string(d.Content) != "bytes\x00\xff" || d.RequirementID.Key("number") != "3" || d.File.Name != "a.png" || d.File.ContentType != "image/png" {
				t.Errorf("%s: the adapter got %d bytes", name, len(d.Content))
			}
		} else if p := a.problem(t); c.pointer != "" && (len(p.Errors) != 1 || p.Errors[0].Pointer != c.pointer) {
			t.Errorf("%s: errors %v", name, p.Errors)
		}
	}
	broken := r.call(t, http.MethodPost, "/v1/documents", "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc", "Content-Type: multipart/form-data; boundary=x")
	if broken.status != 400 {
		t.Errorf("half a form: %d %s", broken.status, broken.body)
	}
}
