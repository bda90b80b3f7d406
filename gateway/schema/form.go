package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"

	"canongate/canonical"

	"github.com/go-json-experiment/json/jsontext"
)

// Media types of bodies.
const (
	JSON       = "application/json"
	MergePatch = "application/merge-patch+json"
	Form       = "multipart/form-data"
)

// The errors of MediaType.
var (
	ErrMediaType = errors.New("read Content-Type: it is not one media type")
	ErrCharset   = errors.New("read Content-Type: the charset is not UTF-8")
)

// MediaType reads a Content-Type; "" where there is none. JSON has one encoding, so
// another charset is an error.
func MediaType(contentType string) (media string, parameters map[string]string, err error) {
	if contentType == JSON || contentType == "" {
		return contentType, nil, nil // nearly every request
	}
	media, parameters, err = mime.ParseMediaType(contentType)
	if err != nil {
		return "", nil, ErrMediaType
	}
	if charset, given := parameters["charset"]; given && !isUTF8(charset) {
		return "", nil, ErrCharset
	}
	return media, parameters, nil
}

// isUTF8 says whether a charset is UTF-8. Many clients leave out the hyphen.
func isUTF8(charset string) bool {
	return strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}

// The parts of a form that uploads a document.
const (
	PartDocument = "document"
	PartFile     = "file"
)

// ReadForm takes a form apart: the JSON that describes the document, and its
// bytes. Each part must be there once, and no other. Name and type of the file
// may stand in either part; the JSON wins.
func ReadForm(body []byte, boundary string) (document, file []byte, err error) {
	parts := map[string][]byte{PartDocument: nil, PartFile: nil}
	var sent canonical.FileMeta
	form := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, InvalidRequest("The form cannot be read.")
		}
		name := part.FormName()
		content, known := parts[name]
		switch {
		case !known:
			return nil, nil, InvalidRequest("The form has a part that this operation does not know.", canonical.FieldError{
				Pointer: bounded(jsontext.Pointer(name)), Code: canonical.FieldUnknown, Detail: "is neither document nor file",
			})
		case content != nil:
			return nil, nil, InvalidRequest("The form has a part more than once.", canonical.FieldError{
				Pointer: name, Code: canonical.FieldInvalid, Detail: "is given more than once",
			})
		}
		if parts[name], err = io.ReadAll(part); err != nil {
			return nil, nil, InvalidRequest("The form cannot be read.")
		}
		if name == PartFile {
			sent = canonical.FileMeta{Name: canonical.Personal(part.FileName()), ContentType: part.Header.Get("Content-Type")}
		}
	}
	var missing []canonical.FieldError
	for _, name := range []string{PartDocument, PartFile} {
		if len(parts[name]) == 0 {
			missing = append(missing, canonical.FieldError{Pointer: name, Code: canonical.FieldRequired, Detail: "is required"})
		}
	}
	if missing != nil {
		return nil, nil, ValidationFailed(missing...)
	}
	return withFileMetadata(parts[PartDocument], sent), parts[PartFile], nil
}

// withFileMetadata adds the name and the type that the file's own part has to a
// description without them. Text that is not JSON stays as it is: ReadBody refuses it.
func withFileMetadata(document []byte, sent canonical.FileMeta) []byte {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(document, &members); err != nil || members == nil || members[PartFile] != nil {
		return document
	}
	meta, err := json.Marshal(sent)
	if err != nil {
		return document // two texts always marshal
	}
	separator := ","
	if len(members) == 0 {
		separator = ""
	}
	end := bytes.LastIndexByte(document, '}')
	return slices.Concat(document[:end], []byte(separator+`"`+PartFile+`":`), meta, document[end:])
}
