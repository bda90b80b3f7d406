package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"
)

// PaymentEntry is one step of a payment's history.
type PaymentEntry struct {
	Status     PaymentStatus
	At         time.Time
	Source     string // a Cause's, or SourceGateway
	Reason     string
	By         string
	ApprovedBy string
	Code       string
	// Said is what the source said, where the payment stayed as it was.
	Said     PaymentStatus
	Evidence Evidence
}

// The creation stands in the payment itself.
const listHistory = `
SELECT status, at, note, source FROM (
    SELECT 0 AS seq, 'created' AS status, created_at AS at, NULL AS note, 'gateway' AS source FROM payments WHERE id = $1
    UNION ALL
    SELECT seq, status, at, note, source FROM payment_history WHERE payment_id = $1
) AS steps ORDER BY seq`

// PaymentHistory lists what became of a payment, oldest first.
func (j *Journal) PaymentHistory(ctx context.Context, id string) ([]PaymentEntry, error) {
	var entries []PaymentEntry
	err := j.read(ctx, "read payment history", func(ctx context.Context, q querier) (err error) {
		entries, err = collect(ctx, q, func(rows *sql.Rows) (PaymentEntry, error) {
			return j.scanEntry(rows, id)
		}, listHistory, id)
		if err != nil || len(entries) == 0 {
			return err
		}
		restores, err := j.restores(ctx, q)
		entries = withRestores(entries, restores)
		return err
	})
	return entries, err
}

// CodeRestored is the code of the entry that says that the journal was restored.
const CodeRestored = "restored"

// withRestores adds the restores that a payment has lived through. They are no rows of
// its own, since a restore is one of all payments at once.
func withRestores(entries []PaymentEntry, restores []Incarnation) []PaymentEntry {
	for _, r := range restores {
		next := slices.IndexFunc(entries, func(e PaymentEntry) bool { return e.At.After(r.AcceptedAt) })
		if next == 0 {
			continue // it was made later
		}
		if next < 0 {
			next = len(entries)
		}
		entries = slices.Insert(entries, next, PaymentEntry{
			Status: entries[next-1].Status, At: r.AcceptedAt, Source: SourceGateway, Code: CodeRestored,
			Reason: "the journal was restored from a backup; what the vendor said meanwhile is not known",
		})
	}
	return entries
}

func (j *Journal) scanEntry(rows *sql.Rows, id string) (PaymentEntry, error) {
	var entry PaymentEntry
	var at int64
	var sealed []byte
	if err := rows.Scan(&entry.Status, &at, &sealed, &entry.Source); err != nil {
		return entry, err
	}
	entry.At = unstamp(at)
	if sealed == nil {
		return entry, nil
	}
	plain, err := j.keys.Open(sealed, place("note", id))
	if err != nil {
		return entry, err
	}
	var r remark
	if json.Unmarshal(plain, &r) != nil {
		return entry, ErrSealed
	}
	entry.Reason, entry.By, entry.ApprovedBy, entry.Code, entry.Said, entry.Evidence = r.Reason, r.By, r.ApprovedBy, r.Code, r.Said, r.Evidence
	if entry.Source == "" {
		entry.Source = sourceBefore(entry)
	}
	return entry, nil
}

// sourceBefore is the source of an entry from before it was noted. Only operators
// had names, and nothing else but the vendor's answer moved a payment.
func sourceBefore(e PaymentEntry) string {
	switch {
	case e.By != "":
		return ByOperator.Source()
	case e.Status == Unknown || e.Status == Canceled:
		return SourceGateway
	}
	return ByVendor.Source()
}
