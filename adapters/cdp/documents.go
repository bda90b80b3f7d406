package cdp

import (
	"cmp"
	"slices"
	"strconv"

	"canongate/canonical"
)

// What CDP takes inside an onboarding, decoded (CDP-19).
const (
	maxDocument  = 5 << 20
	maxDocuments = 20 << 20
)

var contentTypes = []string{"image/jpeg", "image/png", "application/pdf"}

// checkDocuments refuses what CDP would refuse after a long upload.
func checkDocuments(documents []canonical.InlineDocument) error {
	total := 0
	for i, d := range documents {
		at := canonical.Element("/documents", i)
		total += len(d.Content)
		switch {
		case !slices.Contains(contentTypes, d.File.MediaType()):
			return documentError(canonical.UnsupportedDocumentType, at+"/file/content_type", "must be image/jpeg, image/png or application/pdf")
		case len(d.Content) > maxDocument:
			return documentError(canonical.DocumentTooLarge, at+"/content", "must be at most 5 MB")
		case total > maxDocuments:
			return documentError(canonical.DocumentTooLarge, "/documents", "must be at most 20 MB together")
		}
	}
	return nil
}

func documentError(code canonical.Code, pointer, detail string) error {
	return &canonical.Error{Code: code, Fields: []canonical.FieldError{{Pointer: pointer, Code: canonical.FieldInvalid, Detail: detail}}}
}

// identityless are the purposes of documents that show no identifier.
var identityless = []string{canonical.PurposeProfilePhoto, photoAlias, canonical.PurposeAdditional}

// identityPurposes are the purposes of a document that shows an identifier.
var identityPurposes = []string{canonical.PurposeIdentity, canonical.SideFront, canonical.SideBack}

// photoAlias is another name of profile_photo.
const photoAlias = "photo"

// documents puts each document in its place: beside the identifier it shows,
// as the profile's photo, or in the list of the others. A purpose that has no
// name here is an identity's when it comes with an identifier_type.
func (e *encoder) documents(list []canonical.InlineDocument, o *onboarding) {
	e.kept.Documents = slices.Clone(list)
	for i, doc := range list {
		at, kept := canonical.Element("/documents", i), &e.kept.Documents[i]
		content := picture{Base64Data: doc.Content, ContentType: doc.File.MediaType()}
		kept.File.ContentType = content.ContentType
		if doc.Purpose == canonical.PurposeIdentity || doc.IdentifierType != "" && !slices.Contains(identityless, doc.Purpose) {
			e.ignore(!slices.Contains(identityPurposes, doc.Purpose), at+"/purpose")
			kept.Purpose = canonical.PurposeIdentity
			kept.Side = e.identityDocument(doc, at, content, o.IDDetails)
			continue
		}
		e.ignore(doc.IdentifierType != "", at+"/identifier_type")
		e.ignore(doc.Side != "", at+"/side")
		kept.IdentifierType, kept.Side = "", ""
		if doc.Purpose == canonical.PurposeProfilePhoto || doc.Purpose == photoAlias {
			kept.Purpose = canonical.PurposeProfilePhoto
			e.place(&o.Classification.ProfilePhoto, content, at)
			continue
		}
		e.ignore(doc.Purpose != canonical.PurposeAdditional, at+"/purpose")
		kept.Purpose = canonical.PurposeAdditional
		id := strconv.Itoa(len(o.AdditionalDocs) + 1)
		o.AdditionalDocs = append(o.AdditionalDocs, additionalDoc{picture: content, DocumentID: id})
	}
}

// identityDocument puts a picture beside the identifier of its type and says on which
// side. One without a side is a front, or the back where the front is taken, unless its
// purpose says.
func (e *encoder) identityDocument(doc canonical.InlineDocument, at string, content picture, details []idDetail) (side string) {
	i := slices.Index(e.shown, doc.IdentifierType)
	if i < 0 {
		e.Invalid(at+"/identifier_type", "must be the type of one of the identifiers in this request that are documents")
		return ""
	}
	e.ignore(doc.Side == canonical.SideSingle, at+"/side")
	side = canonical.SideFront
	place, back := &details[i].IDFront, &details[i].IDBack
	sided := doc.Side != "" || doc.Purpose == canonical.SideFront
	if cmp.Or(doc.Side, doc.Purpose) == canonical.SideBack || !sided && *place != nil {
		place, side = back, canonical.SideBack
	}
	e.place(place, content, at)
	return side
}

func (e *encoder) place(place **picture, content picture, at string) {
	e.refuse(*place != nil, at) // another document stands there
	*place = &content
}
