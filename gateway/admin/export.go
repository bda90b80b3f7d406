package admin

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"canongate/policies/journal"
)

// exportColumns are those of payments.csv.
var exportColumns = []string{
	"id", "tenant", "connection", "direction", "status", "amount", "currency", "created_at", "updated_at", "settled_on", "returned_on",
	"reference", "vendor_reference", "trace", "code", "basis", "import_id",
}

// exportPayments streams the payments of a filter.
func (s *server) exportPayments(r *request) (answer, error) {
	f, err := r.paymentFilter(time.Now())
	if err != nil {
		return answer{}, err
	}
	filter := f.journal()
	page := journal.Page{Cursor: f.Page.Cursor, Limit: maxPage}
	first, next, err := s.Money.Journal.ListAllPayments(r.Context(), filter, page)
	if err != nil {
		return answer{}, journalError(err, "")
	}
	header := http.Header{
		"Content-Type": {"text/csv; charset=utf-8; header=present"}, "Content-Disposition": {`attachment; filename="payments.csv"`},
	}
	body := stream(func(to io.Writer) error {
		w := csv.NewWriter(to)
		if err := w.Write(exportColumns); err != nil {
			return err
		}
		for found := first; ; {
			for _, p := range found {
				if err := s.exportPayment(r, w, p); err != nil {
					return err
				}
			}
			if w.Flush(); next == "" || w.Error() != nil {
				return w.Error()
			}
			page.Cursor = next
			if found, next, err = s.Money.Journal.ListAllPayments(r.Context(), filter, page); err != nil {
				return err
			}
		}
	})
	return answer{status: http.StatusOK, header: header, body: body}, nil
}

func (s *server) exportPayment(r *request, w *csv.Writer, p journal.Payment) error {
	var body struct {
		Reference       string `json:"reference"`
		VendorReference string `json:"vendor_reference"`
		ACH             struct {
			TraceNumber string `json:"trace_number"`
		} `json:"ach"`
	}
	if err := json.Unmarshal(p.Body, &body); err != nil {
		return err
	}
	history, err := s.Money.Journal.PaymentHistory(r.Context(), p.ID)
	if err != nil {
		return err
	}
	importID := ""
	for _, step := range history {
		if step.Evidence.ImportID != "" {
			importID = step.Evidence.ImportID
		}
	}
	row := []string{
		p.ID, p.Tenant, p.Connection, p.Direction, string(p.Status), p.Amount, p.Currency,
		p.CreatedAt.UTC().Format(time.RFC3339), p.UpdatedAt.UTC().Format(time.RFC3339), p.SettledOn, p.ReturnedOn,
		body.Reference, body.VendorReference, body.ACH.TraceNumber, p.ReturnCode, p.Basis, importID,
	}
	for k := range row {
		row[k] = quoted(row[k])
	}
	return w.Write(row)
}

// quoted keeps a spreadsheet from taking a cell for a formula: references are what
// callers wrote.
func quoted(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
