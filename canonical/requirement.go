package canonical

import "time"

// Requirement is something a vendor still wants of a customer (canonical.md
// §2.3; the idea of Stripe Connect's requirements).
type Requirement struct {
	ID               RequirementID `json:"id"`
	Object           string        `json:"object" enum:"requirement"`
	Connection       string        `json:"connection"`
	CreatedAt        *time.Time    `json:"created_at,omitempty"`
	VendorIDs        VendorIDs     `json:"vendor_ids,omitempty"`
	CustomerID       CustomerID    `json:"customer_id,omitzero" doc:"Of whom it is wanted."`
	Name             string        `json:"name,omitempty" doc:"The vendor's name of it."`
	Group            string        `json:"group,omitempty" doc:"The vendor's name of the group that it belongs to."`
	Kind             string        `json:"kind,omitempty" enum:"document_upload,text,date,choice,unknown" doc:"How it is answered."`
	KindRaw          string        `json:"kind_raw,omitempty"`
	Status           string        `json:"status" enum:"pending,submitted,skipped,waived,completed,unknown" doc:"Where it stands."`
	StatusRaw        string        `json:"status_raw,omitempty"`
	Required         *bool         `json:"required,omitempty" doc:"Whether the vendor insists on it."`
	ReviewRequired   *bool         `json:"review_required,omitempty" doc:"Whether the vendor looks at the answer before it counts."`
	Phase            string        `json:"phase,omitempty" enum:"pre_submission,post_submission" doc:"Whether it is wanted before or after the application is handed in."`
	Title            Personal      `json:"title,omitempty" doc:"Ready to show: the vendor's placeholders are filled in."`
	TitleTemplate    string        `json:"title_template,omitempty" doc:"The title with the vendor's placeholders."`
	Description      string        `json:"description,omitempty" doc:"The requirement in the vendor's words."`
	Instructions     string        `json:"instructions,omitempty" doc:"Plain text."`
	InstructionsHTML string        `json:"instructions_html,omitempty" doc:"The vendor's HTML, untrusted: sanitise it before showing it."`
	AssistTitle      string        `json:"assist_title,omitempty" doc:"The vendor's title of its help text."`
	Options          []string      `json:"options,omitempty" doc:"Of a choice: what can be chosen."`
	AppliesTo        *AppliesTo    `json:"applies_to,omitempty" doc:"About whom or what the vendor asks."`
	ProductID        string        `json:"product_id,omitempty" doc:"The vendor's key of the product that it belongs to."`
	Accepts          *Accepts      `json:"accepts,omitempty" doc:"Which files the vendor takes for it."`
	MessageKeys      *MessageKeys  `json:"message_keys,omitempty" doc:"The vendor's keys for its texts in other languages."`
	Supplement
	Written
}

// Requirement kinds, statuses and phases.
const (
	KindDocumentUpload   = "document_upload"
	KindText             = "text"
	KindDate             = "date"
	KindChoice           = "choice"
	RequirementPending   = "pending"
	RequirementSubmitted = "submitted"
	RequirementSkipped   = "skipped"
	RequirementWaived    = "waived"
	RequirementCompleted = "completed"
	PhasePreSubmission   = "pre_submission"
	PhasePostSubmission  = "post_submission"
)

// AppliesTo says about whom or what the vendor asks.
type AppliesTo struct {
	Type    string   `json:"type,omitempty" enum:"applicant,application,entity,facility,unknown" doc:"What kind of thing it is about."`
	TypeRaw string   `json:"type_raw,omitempty"`
	ID      string   `json:"id,omitempty" doc:"The vendor's key of whom or what it is about."`
	Name    Personal `json:"name,omitempty" doc:"Name of whom or what it is about."`
}

// Accepts says which files the vendor takes.
type Accepts struct {
	MIMETypes          []string `json:"mime_types,omitempty" doc:"Media types."`
	Extensions         []string `json:"extensions,omitempty" doc:"File name extensions, without the dot."`
	MaxBytes           int64    `json:"max_bytes,omitempty" doc:"Decoded size."`
	ForbiddenNameChars string   `json:"forbidden_name_chars,omitempty" doc:"Characters that a file's name must not have."`
}

// MessageKeys are the vendor's keys for texts in other languages.
type MessageKeys struct {
	Title        string `json:"title,omitempty" doc:"Key of the title."`
	Description  string `json:"description,omitempty" doc:"Key of the description."`
	Instructions string `json:"instructions,omitempty" doc:"Key of the instructions."`
}

// RequirementQuery lists what is wanted of a customer (list_requirements).
type RequirementQuery struct {
	CustomerID CustomerID `json:"-" path:"id"`
	Phase      string     `json:"-" query:"phase" enum:"pre_submission,post_submission" doc:"Only requirements of this phase."`
}

// RequirementsDraft lets the vendor make its additional questions for a
// customer (create_requirements). The body is empty.
type RequirementsDraft struct {
	CustomerID CustomerID `json:"-" path:"id"`
}

// RequirementAnswer answers a requirement (answer_requirement): exactly one of
// its fields.
type RequirementAnswer struct {
	ID     RequirementID `json:"-" path:"id"`
	Text   *Personal     `json:"text,omitempty" minLength:"0" maxLength:"4000" doc:"Empty for a requirement whose documents are uploaded: it hands them in."`
	Date   Date          `json:"date,omitempty" format:"date" doc:"The answer to a requirement of kind date."`
	Choice *Personal     `json:"choice,omitempty" maxLength:"255" doc:"One of the requirement's options."`
	Skip   *bool         `json:"skip,omitempty" doc:"true: the person passes it over, where the vendor allows that."`
	Supplement
}

// EachID visits the requirement's id and its customer's.
func (r *Requirement) EachID(visit func(string, Sealable)) {
	visit("/id", &r.ID)
	visit("/customer_id", &r.CustomerID)
}

// EachID visits the customer's id.
func (q *RequirementQuery) EachID(visit func(string, Sealable)) { visit("/id", &q.CustomerID) }

// EachID visits the customer's id.
func (d *RequirementsDraft) EachID(visit func(string, Sealable)) { visit("/id", &d.CustomerID) }

// EachID visits the requirement's id.
func (a *RequirementAnswer) EachID(visit func(string, Sealable)) { visit("/id", &a.ID) }

// Validate wants exactly one answer.
func (a *RequirementAnswer) Validate(_ time.Time) error {
	var c Check
	given := 0
	for _, is := range []bool{a.Text != nil, a.Date != "", a.Choice != nil, a.Skip != nil} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		c.Invalid("", "must have exactly one of text, date, choice, skip")
	case a.Skip != nil && !*a.Skip:
		c.Invalid("/skip", "must be true when it is given")
	}
	c.Date("/date", a.Date)
	return c.Err()
}
