package admin

import (
	"cmp"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/policies/imports"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// importView is an import as operators see it.
type importView struct {
	ID          string        `json:"id"`
	SHA256      string        `json:"sha256"`
	Format      string        `json:"format"`
	Mapping     string        `json:"mapping,omitempty"`
	Connection  string        `json:"connection"`
	State       string        `json:"state"`
	DryRun      bool          `json:"dry_run"`
	Duplicate   bool          `json:"duplicate,omitempty"`
	Name        string        `json:"name,omitempty"`
	By          string        `json:"by"`
	AppliedBy   string        `json:"applied_by,omitempty"`
	WithdrawnBy string        `json:"withdrawn_by,omitempty"`
	Coverage    *coverageView `json:"coverage,omitempty"`
	imports.Summary
	// Counts and Totals hide those of the summary: who sees some tenants is told what is
	// theirs, and not what else the file says of the connection.
	Counts    any                                    `json:"counts"`
	Totals    map[canonical.Currency]reconcile.Total `json:"totals,omitempty"`
	CreatedAt time.Time                              `json:"created_at"`
	UpdatedAt time.Time                              `json:"updated_at"`
}

// ownCounts are imports.Counts without the entries that concern nobody whom the operator
// sees.
type ownCounts struct {
	Lines     int `json:"lines"`
	Invalid   int `json:"invalid"`
	Ours      int `json:"ours"`
	Applied   int `json:"applied"`
	Proposed  int `json:"proposed"`
	Duplicate int `json:"duplicate"`
	Exception int `json:"exception"`
}

type coverageView struct {
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Complete bool      `json:"complete"`
}

func viewOfImport(i journal.Import) importView {
	summary := imports.SummaryOf(i)
	v := importView{
		ID: i.ID, SHA256: hex.EncodeToString(i.SHA256[:]), Format: i.Format, Mapping: i.Mapping, Connection: i.Connection,
		State: string(i.State), DryRun: i.DryRun, Name: i.Name, By: i.Author, AppliedBy: i.AppliedBy, WithdrawnBy: i.WithdrawnBy, Summary: summary,
		Counts: summary.Counts, Totals: summary.Totals, CreatedAt: i.CreatedAt, UpdatedAt: i.UpdatedAt,
	}
	if i.Tenants != nil {
		c := summary.Counts
		v.Counts, v.Totals = ownCounts{c.Lines, c.Invalid, c.Ours, c.Applied, c.Proposed, c.Duplicate, c.Exception}, nil
	}
	if !i.Coverage.From.IsZero() {
		v.Coverage = &coverageView{i.Coverage.From, i.Coverage.To, i.Coverage.Complete}
	}
	return v
}

// formats are what a file may be said to be.
var formats = []string{"auto", string(reconcile.FormatNacha), string(reconcile.FormatCSV), string(reconcile.FormatCamt), string(reconcile.FormatPain002)}

// uploadTime is how long a file may take to arrive.
const uploadTime = 5 * time.Minute

func (s *server) takeImport(r *request) (answer, error) {
	asked, why, err := r.importRequest()
	if err != nil {
		return answer{}, err
	}
	file, name, err := r.upload()
	if err != nil {
		return answer{}, err
	}
	asked.Name = name
	taken, fresh, err := s.Money.Imports.Take(r.Context(), asked, file)
	err = r.audit(audited{asked.Connection, why, "", cmp.Or(taken.ID, "import")}, importError(err))
	if err != nil {
		return answer{}, err
	}
	view := viewOfImport(taken)
	if !fresh {
		view.Duplicate = true
		return ok(view)
	}
	return answer{status: http.StatusAccepted, body: view}, nil
}

func (r *request) importRequest() (asked imports.Request, why Change, err error) {
	values, err := r.query("connection", "format", "mapping", "dry_run", "by", "reason")
	if err != nil {
		return asked, why, err
	}
	why = Change{values.Get("by"), values.Get("reason")}
	asked = imports.Request{
		Connection: values.Get("connection"), Mapping: values.Get("mapping"), DryRun: values.Get("dry_run") == "true",
		Coverage: imports.Coverage{
			From: r.Header.Get("Coverage-From"), To: r.Header.Get("Coverage-To"), Complete: r.Header.Get("Coverage-Complete") == "true",
		},
	}
	format := cmp.Or(values.Get("format"), formats[0])
	switch {
	case asked.Connection == "":
		return asked, why, invalid("connection", canonical.FieldRequired, "must name the connection that the file is from")
	case !slices.Contains(formats, format):
		return asked, why, invalid("format", canonical.FieldInvalid, "must be auto, nacha, csv, camt or pain002")
	case !slices.Contains([]string{"", "true", "false"}, values.Get("dry_run")):
		return asked, why, invalid("dry_run", canonical.FieldInvalid, "must be true or false")
	case !slices.Contains([]string{"", "true", "false"}, r.Header.Get("Coverage-Complete")):
		return asked, why, invalid("Coverage-Complete", canonical.FieldInvalid, "must be true or false")
	}
	if format != formats[0] {
		asked.Format = reconcile.Format(format)
	}
	err = r.sign(&why)
	asked.Tenants, asked.Author = r.operator.Tenants, why.By
	return asked, why, err
}

// upload is the file of a request: its body, or the part named file of a form.
func (r *request) upload() (file io.Reader, name string, err error) {
	// A file of the largest size may come slowly; the server's own limit is for bodies of a few KiB.
	_ = http.NewResponseController(r.w).SetReadDeadline(time.Now().Add(uploadTime)) // a recorder in a test has none
	kind, _, err := mime.ParseMediaType(cmp.Or(r.Header.Get("Content-Type"), "application/octet-stream"))
	if err != nil || kind != "multipart/form-data" {
		return r.Body, "", nil
	}
	form, err := r.MultipartReader()
	if err != nil {
		return nil, "", invalidRequest("The form is not well-formed.")
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, "", invalid("/file", canonical.FieldRequired, "must be the part of the form that holds the file")
		}
		if part.FormName() == "file" {
			return part, part.FileName(), nil
		}
	}
}

func (s *server) listImports(r *request) (answer, error) {
	values, err := r.query("connection", "cursor", "limit")
	if err != nil {
		return answer{}, err
	}
	page, err := pageOf(values)
	if err != nil {
		return answer{}, err
	}
	found, next, err := s.Money.Journal.ListImports(r.Context(), values.Get("connection"), r.operator.Tenants, journalPage(page))
	if err != nil {
		return answer{}, journalError(err, "")
	}
	return ok(newList(each(found, viewOfImport), next))
}

func (s *server) getImport(r *request) (answer, error) {
	found, err := s.Money.Journal.GetImport(r.Context(), r.PathValue("id"), r.operator.Tenants)
	if err != nil {
		return answer{}, importError(err)
	}
	return ok(viewOfImport(found))
}

// entryView is an entry of a file, as far as operators may see it.
type entryView struct {
	No         int64  `json:"no"`
	Line       int    `json:"line"`
	Kind       string `json:"kind"`
	Status     string `json:"status,omitempty"`
	Direction  string `json:"direction,omitempty"`
	Amount     Amount `json:"amount"`
	OccurredOn string `json:"occurred_on,omitempty"`
	SettledOn  string `json:"settled_on,omitempty"`
	Code       string `json:"code,omitempty"`
	Last4      string `json:"last4,omitempty"`
	PaymentID  string `json:"payment_id,omitempty"`
	Result     string `json:"result"`
}

func viewOfEntry(e journal.ImportEntry) entryView {
	detail := imports.DetailOf(e)
	return entryView{
		No: e.No, Line: detail.Line, Kind: e.Kind, Status: e.Status, Direction: e.Direction, Amount: Amount{e.Amount, e.Currency},
		OccurredOn: e.OccurredOn, SettledOn: e.SettledOn, Code: e.Code, Last4: e.Last4, PaymentID: e.PaymentID, Result: e.Result,
	}
}

func (s *server) listImportEntries(r *request) (answer, error) {
	values, err := r.query("result", "cursor", "limit")
	if err != nil {
		return answer{}, err
	}
	page, err := pageOf(values)
	if err != nil {
		return answer{}, err
	}
	result, err := oneOf(values, "result", journal.EntryResults...)
	if err != nil {
		return answer{}, err
	}
	id := r.PathValue("id")
	if _, err := s.Money.Journal.GetImport(r.Context(), id, r.operator.Tenants); err != nil {
		return answer{}, importError(err)
	}
	found, next, err := s.Money.Journal.ListEntries(r.Context(), id, result, journalPage(page))
	if err != nil {
		return answer{}, journalError(err, "")
	}
	return ok(newList(each(found, viewOfEntry), next))
}

func (s *server) applyImport(r *request) (answer, error) {
	why, err := r.change()
	if err != nil {
		return answer{}, err
	}
	made, err := s.Money.Imports.Apply(r.Context(), r.PathValue("id"), r.operator.Tenants, why.By)
	if err := r.audit(audited{r.target(), why, "dry", "matched"}, importError(err)); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusAccepted, body: viewOfImport(made)}, nil
}

func (s *server) withdrawImport(r *request) (answer, error) {
	why, err := r.reasoned()
	if err != nil {
		return answer{}, err
	}
	taken, err := s.Money.Imports.Withdraw(r.Context(), r.PathValue("id"), r.operator.Tenants, why.By, why.Reason)
	if err := r.audit(audited{r.target(), why, "", "withdrawn"}, importError(err)); err != nil {
		return answer{}, err
	}
	return ok(viewOfImport(taken))
}

// importError translates an error of imports for operators.
func importError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, imports.ErrNoConnection):
		return invalid("connection", canonical.FieldInvalid, "is not a connection of the configuration in service")
	case errors.Is(err, imports.ErrNoMapping):
		return invalid("mapping", canonical.FieldInvalid, "is not a CSV mapping of the connection")
	case errors.Is(err, imports.ErrCoverageFrom):
		return invalid("Coverage-From", canonical.FieldInvalid, "must be a date or an RFC 3339 time, not after Coverage-To")
	case errors.Is(err, imports.ErrCoverageTo):
		return invalid("Coverage-To", canonical.FieldInvalid, "must be a date or an RFC 3339 time, and is needed with Coverage-From")
	case errors.Is(err, imports.ErrEmpty):
		return invalidRequest("The file is empty.")
	case errors.Is(err, imports.ErrBusy):
		return Conflict("Another file is being read or applied; try again when it is done.")
	case errors.Is(err, imports.ErrNotApplicable):
		return Conflict("Only a dry run that has ended can be applied.")
	case errors.Is(err, imports.ErrNotWithdrawn):
		return Conflict("Something of this import was applied, or it is under way; correct the payments instead.")
	case errors.Is(err, reconcile.ErrTooLarge):
		return &canonical.Error{Code: canonical.RequestTooLarge, Message: "The file is larger than the limit for imports."}
	case errors.Is(err, imports.ErrUpload):
		return invalidRequest("The file did not arrive whole.")
	}
	return journalError(err, canonical.NotFound)
}

// each makes a list of another.
func each[T, V any](all []T, view func(T) V) []V {
	views := make([]V, len(all))
	for i, one := range all {
		views[i] = view(one)
	}
	return views
}

func oneOf(values url.Values, name string, known ...string) (string, error) {
	value := values.Get(name)
	if value != "" && !slices.Contains(known, value) {
		return "", invalid(name, canonical.FieldInvalid, "is not one of the values that are known here")
	}
	return value, nil
}
