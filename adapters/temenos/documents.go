package temenos

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"canongate/adapters/internal/subject"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// forbiddenInName are the characters that a file's name must not have; the
// vendor says so only in the HTML of its instructions (TEM-16).
const forbiddenInName = `,*|:"<>?/\[]%=;`

// mediaTypes are the files that the vendor names, by extension.
var mediaTypes = map[string]string{
	".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
}

var (
	acceptedTypes      = slices.Compact(slices.Sorted(maps.Values(mediaTypes)))
	acceptedExtensions = slices.Sorted(maps.Keys(mediaTypes))
)

// maxReference is the largest whole number that an answer still tells apart:
// the vendor writes it as a double (TEM-2).
const maxReference = 1 << 53

// accepts tells a caller the rules that encodeUpload holds it to.
func (m *mapper) accepts() *canonical.Accepts {
	return &canonical.Accepts{
		MIMETypes: acceptedTypes, Extensions: acceptedExtensions,
		MaxBytes: m.settings.MaxDocumentBytes, ForbiddenNameChars: forbiddenInName,
	}
}

// encodeUpload holds the file to the vendor's rules before it is sent (TEM-16).
func (m *mapper) encodeUpload(d canonical.DocumentDraft) (upload, error) {
	if err := d.Validate(m.now()); err != nil {
		return upload{}, err
	}
	var e encoder
	name := string(d.File.Name)
	switch kind := d.RequirementID.Key(keyKind); kind {
	case canonical.KindText, canonical.KindDate:
		e.Invalid("/requirement_id", wanted[kind])
	}
	e.fileName(name)
	reference := e.reference(d.File.ClientReference, m.now().UnixMilli())
	if err := e.Err(); err != nil {
		return upload{}, err
	}
	media, byName := d.File.MediaType(), mediaTypes[strings.ToLower(path.Ext(name))]
	switch {
	case byName == "" && slices.Contains(m.accepts().MIMETypes, media):
		return upload{}, refused(canonical.UnsupportedDocumentType, "/file/name", "must end in .pdf, .jpg, .jpeg or .png, as the type says")
	case media != byName:
		return upload{}, refused(canonical.UnsupportedDocumentType, "/file/content_type",
			"must be application/pdf, image/jpeg or image/png, as the file's extension says")
	case int64(len(d.Content)) > m.settings.MaxDocumentBytes:
		return upload{}, refused(canonical.DocumentTooLarge, "/content",
			"must have at most "+strconv.FormatInt(m.settings.MaxDocumentBytes, 10)+" bytes, decoded")
	}
	return upload{
		UserActionIdentifier: d.RequirementID.Key(keyAction),
		Response:             []file{{FileName: name, FileType: media, FileInfo: d.SupplementaryData.Text(memberFileInfo), FileClientID: reference, FileContents: d.Content}},
	}, nil
}

// fileName notes every rule that the name breaks.
func (e *encoder) fileName(name string) {
	const pointer = "/file/name"
	if strings.ContainsAny(name, forbiddenInName) {
		e.Invalid(pointer, "must not have any of the characters "+forbiddenInName)
	}
	if strings.TrimSpace(name) != name {
		e.Invalid(pointer, "must not begin or end with a space")
	}
	if len(path.Ext(name)) < len(".x") {
		e.Invalid(pointer, "must have an extension, such as .pdf")
	}
}

// reference is the number by which the vendor's answer names the file again:
// the caller's, or the time in milliseconds.
func (e *encoder) reference(given string, now int64) int64 {
	if given == "" {
		return now
	}
	n, err := strconv.ParseUint(given, 10, 63)
	if err != nil || n > maxReference || given != strconv.FormatUint(n, 10) {
		e.Invalid("/file/client_reference", "must be a whole number up to 2^53 at this vendor")
	}
	return int64(n)
}

func refused(code canonical.Code, pointer, detail string) error {
	return &canonical.Error{Code: code, Fields: []canonical.FieldError{{Pointer: pointer, Code: canonical.FieldInvalid, Detail: detail}}}
}

// decodeUploaded finds the file by its number: the order of an answer is the
// vendor's own. A single file is the one that was sent, also when the vendor's
// notation cost its number digits (TEM-2); that is counted.
func (m *mapper) decodeUploaded(d canonical.DocumentDraft, sent upload, w uploaded) (canonical.Document, error) {
	m.drift.ObserveIn(canonical.UploadDocument.Name(), w, m.unmapped)
	reference := strconv.FormatInt(sent.Response[0].FileClientID, 10)
	i := slices.IndexFunc(w.Response, func(f storedFile) bool {
		n, whole := integral(f.FileClientID)
		return whole && n == reference
	})
	if i < 0 && len(w.Response) == 1 {
		i = 0
		if w.Response[i].FileClientID != "" && m.settings.OtherSubjects != subject.Warn { // a replayed sample has another number
			m.unmapped("fileClientId")
		}
	}
	if i < 0 || w.Response[i].DocumentID == "" {
		return canonical.Document{}, vendorerr.Malformed("the answer does not name the document")
	}
	stored, sum := w.Response[i], sha256.Sum256(d.Content)
	id := string(stored.DocumentID)
	doc := canonical.Document{
		ID:            canonical.NewID[canonical.DocumentID](canonical.Keys{keyDocument: id}),
		Object:        "document",
		VendorIDs:     canonical.VendorIDs{keyDocument: id},
		CustomerID:    customerID(d.RequirementID.Key(keyApplication)),
		RequirementID: d.RequirementID,
		File: canonical.File{
			Name:        canonical.Personal(cmp.Or(string(stored.FileName), string(d.File.Name))),
			ContentType: cmp.Or(string(stored.FileType), sent.Response[0].FileType), Size: int64(len(d.Content)),
			SHA256: hex.EncodeToString(sum[:]), ClientReference: reference,
		},
		Status: canonical.DocumentReceived,
	}
	doc.SupplementaryData.Put(memberFileInfo, stored.FileInfo)
	return doc, nil
}
