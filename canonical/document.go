package canonical

import (
	"mime"
	"strings"
	"time"
)

// Document is a file that a vendor took (canonical.md §2.4). Its content is
// write-only.
type Document struct {
	ID               DocumentID    `json:"id"`
	Object           string        `json:"object" enum:"document"`
	Connection       string        `json:"connection"`
	CreatedAt        *time.Time    `json:"created_at,omitempty"`
	VendorIDs        VendorIDs     `json:"vendor_ids,omitempty"`
	CustomerID       CustomerID    `json:"customer_id,omitzero" doc:"Whose document it is."`
	RequirementID    RequirementID `json:"requirement_id,omitzero" doc:"The requirement that it answers."`
	IdentifierType   string        `json:"identifier_type,omitempty" doc:"Type of the identifier that it shows."`
	Side             string        `json:"side,omitempty" enum:"front,back,single" doc:"Which side of the identity document it shows."`
	Purpose          string        `json:"purpose,omitempty" doc:"What it is for."`
	File             File          `json:"file" doc:"What is known of its bytes."`
	ContentAvailable bool          `json:"content_available" doc:"Whether the vendor can give the bytes back."`
	Status           string        `json:"status" enum:"received,accepted,rejected,unknown" doc:"What the vendor made of it."`
	VendorReference  string        `json:"vendor_reference,omitempty" doc:"The vendor's reference of the upload."`
	Supplement
	Written
}

// DocumentReceived is the status of a document that the vendor took.
const DocumentReceived = "received"

// File describes a document's bytes.
type File struct {
	Name            Personal `json:"name,omitempty" doc:"Name of the file, without a path."`
	ContentType     string   `json:"content_type,omitempty" doc:"Media type of the bytes."`
	Size            int64    `json:"size" doc:"Bytes, decoded."`
	SHA256          string   `json:"sha256,omitempty" doc:"Hex, of the decoded bytes."`
	ClientReference string   `json:"client_reference,omitempty" doc:"The caller's own reference of the file."`
}

// DocumentDraft uploads a document (upload_document).
type DocumentDraft struct {
	RequirementID RequirementID `json:"requirement_id" doc:"The requirement that the document answers."`
	Purpose       string        `json:"purpose,omitempty" maxLength:"64" doc:"What the document is for, such as identity or proof_of_income."`
	File          FileMeta      `json:"file" doc:"What the caller says about the file."`
	Content       Content       `json:"content,omitempty" writeOnly:"true" doc:"Base64 (RFC 4648 §4, padded); absent when the file comes as a multipart part."`
	Supplement
}

// EachID visits the ids of the document, its customer and its requirement.
func (d *Document) EachID(visit func(string, Sealable)) {
	visit("/id", &d.ID)
	visit("/customer_id", &d.CustomerID)
	visit("/requirement_id", &d.RequirementID)
}

// EachID visits the requirement's id.
func (d *DocumentDraft) EachID(visit func(string, Sealable)) {
	visit("/requirement_id", &d.RequirementID)
}

// SetContent takes the bytes of a multipart upload.
func (d *DocumentDraft) SetContent(b []byte) { d.Content = b }

// Validate wants content and a name.
func (d *DocumentDraft) Validate(_ time.Time) error {
	var c Check
	c.Require(len(d.Content) > 0, "/content")
	c.Require(d.File.Name != "", "/file/name")
	c.FileName("/file/name", d.File.Name)
	c.Require(d.File.ContentType != "", "/file/content_type")
	return c.Err()
}

// FileName notes what names a place in a file system instead of a file, or cannot
// be shown; empty is fine.
func (c *Check) FileName(pointer string, v Personal) {
	if name := string(v); strings.ContainsAny(name, `/\`) || name == "." || name == ".." {
		c.Invalid(pointer, "must be a name without a path")
		return
	}
	c.Line(pointer, v)
}

// MediaType is the standard name of the file's type: in lower case, without
// parameters, and for a well-known alias the registered type. A text that is no
// media type stays as it is.
func (f FileMeta) MediaType() string {
	media, _, err := mime.ParseMediaType(f.ContentType)
	if err != nil {
		return f.ContentType
	}
	if standard, alias := mediaAliases[media]; alias {
		return standard
	}
	return media
}

// mediaAliases are names that clients use for registered media types.
var mediaAliases = map[string]string{
	"image/jpg":            "image/jpeg", // Android
	"image/pjpeg":          "image/jpeg", // Internet Explorer
	"image/x-jpeg":         "image/jpeg",
	"image/x-jpg":          "image/jpeg",
	"image/x-citrix-jpeg":  "image/jpeg",
	"image/x-png":          "image/png",
	"image/x-citrix-png":   "image/png",
	"application/x-pdf":    "application/pdf",
	"application/acrobat":  "application/pdf",
	"applications/vnd.pdf": "application/pdf",
	"application/vnd.pdf":  "application/pdf",
	"text/pdf":             "application/pdf",
	"text/x-pdf":           "application/pdf",
	"image/tif":            "image/tiff",
	"image/x-tif":          "image/tiff",
	"image/x-tiff":         "image/tiff",
	"image/x-bmp":          "image/bmp",
	"image/x-ms-bmp":       "image/bmp",
	"image/x-windows-bmp":  "image/bmp",
	"image/x-heic":         "image/heic",
	"image/x-webp":         "image/webp",
}
