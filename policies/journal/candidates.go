package journal

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Candidate is a payment as far as matching looks at it: without its body.
type Candidate struct {
	ID         string
	Tenant     string
	Connection string
	Customer   string // sealed id
	Status     PaymentStatus
	Direction  string
	Amount     string
	Currency   string
	SettledOn  string
	ReturnedOn string
	ReturnCode string
	// SECCode is empty where it is not known, and then EffectiveOn is, too.
	SECCode     string
	EffectiveOn string
	CreatedAt   time.Time
	UpdatedAt   time.Time

	seq  int64
	keys map[KeyKind][]string // digests
}

// Agreement is how a candidate's key of one kind compares with a value.
type Agreement int

// The agreements. Unsaid is neither for nor against it.
const (
	Unsaid Agreement = iota
	Equal
	Different
)

// Compare says whether a candidate has a key. An empty value is Unsaid.
func (j *Journal) Compare(c Candidate, k PaymentKey) Agreement {
	known := c.keys[k.Kind]
	if len(known) == 0 || k.Value == "" {
		return Unsaid
	}
	digest := string(j.digest(k))
	for _, d := range known {
		if d == digest {
			return Equal
		}
	}
	return Different
}

// CandidateFilter narrows look-ups for an import. A connection is needed: keys mean
// nothing at another. Empty fields do not narrow.
type CandidateFilter struct {
	Connection    string
	Tenants       []string // nil: all
	Statuses      []PaymentStatus
	Direction     string
	Amount        string // decimal: 1.5 is 1.50
	Currency      string
	CreatedAfter  time.Time
	CreatedBefore time.Time
}

func (f CandidateFilter) narrow(w *where) {
	w.add("p.connection = $%d", f.Connection)
	w.addAny("p.tenant", f.Tenants)
	if f.Statuses != nil {
		names := make([]any, len(f.Statuses))
		for i, s := range f.Statuses {
			names[i] = string(s)
		}
		w.addIn("p.status", names)
	}
	w.addText("p.direction = $%d", f.Direction)
	if f.Amount != "" {
		w.addAny("p.amount", spellings(f.Amount))
	}
	w.addText("p.currency = $%d", f.Currency)
	w.addTime("p.created_at > $%d", f.CreatedAfter)
	w.addTime("p.created_at < $%d", f.CreatedBefore)
}

const candidateColumns = `p.seq, p.id, p.tenant, p.connection, p.customer, p.status, p.direction, p.amount, p.currency,
    p.settled_on, p.returned_on, p.return_code, p.sec_code, p.effective_on, p.created_at, p.updated_at`

// mostCandidates bounds what one look-up reads.
const mostCandidates = 10_000

// FindCandidates looks for payments of a filter that have one of the keys, at most
// passBatch (200) of them at once. It answers by key. ErrTooMany when more fit than
// can be told apart; ErrFilling while payments from before have no keys.
func (j *Journal) FindCandidates(ctx context.Context, f CandidateFilter, keys []PaymentKey) (map[PaymentKey][]Candidate, error) {
	const attempt = "find payments by key"
	if f.Connection == "" || len(keys) > passBatch {
		return nil, fmt.Errorf("%s: needs a connection and at most %d keys", attempt, passBatch)
	}
	if err := j.keysComplete(); err != nil {
		return nil, fmt.Errorf("%s: %w", attempt, err)
	}
	asked := map[string]PaymentKey{}
	for _, k := range keys {
		if k.Value != "" {
			asked[string(j.digest(k))] = k
		}
	}
	found := make(map[PaymentKey][]Candidate, len(asked))
	if len(asked) == 0 {
		return found, nil
	}
	query, args := f.withKey(slices.Collect(maps.Keys(asked)))
	err := j.read(ctx, attempt, func(ctx context.Context, q querier) error {
		matches, err := collect(ctx, q, scanMatch, query, args...)
		if err != nil {
			return err
		}
		if len(matches) > mostCandidates {
			return ErrTooMany
		}
		all := make([]*Candidate, len(matches))
		for i := range matches {
			all[i] = &matches[i].candidate
		}
		if err := readKeys(ctx, q, all); err != nil {
			return err
		}
		for _, m := range matches {
			k := asked[m.digest]
			found[k] = append(found[k], m.candidate)
		}
		return nil
	})
	return found, err
}

// withKey finds the payments that have one of the digests. CROSS, because SQLite would
// begin with all payments of the connection.
func (f CandidateFilter) withKey(digests []string) (query string, args []any) {
	w := where{terms: []string{"p.seq = k.payment"}}
	values := make([]any, len(digests))
	for i, d := range digests {
		values[i] = []byte(d)
	}
	w.addIn("k.digest", values)
	f.narrow(&w)
	query = `SELECT k.digest, ` + candidateColumns + ` FROM payment_keys k CROSS JOIN payments p` + w.clause() + ` ORDER BY p.seq` + w.limit(mostCandidates+1)
	return query, w.args
}

// EachCandidate gives the payments of a filter one by one, oldest first, until each
// fails. It reads in small pages, so each may take its time and use the journal.
func (j *Journal) EachCandidate(ctx context.Context, f CandidateFilter, each func(Candidate) error) error {
	const attempt = "read payments of a connection"
	if f.Connection == "" {
		return fmt.Errorf("%s: needs a connection", attempt)
	}
	if err := j.keysComplete(); err != nil {
		return fmt.Errorf("%s: %w", attempt, err)
	}
	for after := int64(0); ; {
		var page []Candidate
		err := j.read(ctx, attempt, func(ctx context.Context, q querier) (err error) {
			var w where
			w.add("p.seq > $%d", after)
			f.narrow(&w)
			page, err = collect(ctx, q, func(rows *sql.Rows) (Candidate, error) { return scanCandidate(rows) },
				`SELECT `+candidateColumns+` FROM payments p`+w.clause()+` ORDER BY p.seq`+w.limit(passBatch), w.args...)
			if err != nil {
				return err
			}
			all := make([]*Candidate, len(page))
			for i := range page {
				all[i] = &page[i]
			}
			return readKeys(ctx, q, all)
		})
		if err != nil {
			return err
		}
		for _, c := range page {
			if err := each(c); err != nil {
				return err
			}
		}
		if len(page) < passBatch {
			return nil
		}
		after = page[len(page)-1].seq
	}
}

// match is a candidate and the key that it was found by.
type match struct {
	digest    string
	candidate Candidate
}

func scanMatch(rows *sql.Rows) (match, error) {
	var digest []byte
	c, err := scanCandidate(prefixed{rows, &digest})
	return match{string(digest), c}, err
}

func scanCandidate(row scanner) (Candidate, error) {
	var c Candidate
	var createdAt, updatedAt int64
	err := row.Scan(&c.seq, &c.ID, &c.Tenant, &c.Connection, &c.Customer, &c.Status, &c.Direction, &c.Amount, &c.Currency,
		&c.SettledOn, &c.ReturnedOn, &c.ReturnCode, &c.SECCode, &c.EffectiveOn, &createdAt, &updatedAt)
	c.CreatedAt, c.UpdatedAt = unstamp(createdAt), unstamp(updatedAt)
	return c, err
}

// readKeys gives candidates their keys, a page at a time.
func readKeys(ctx context.Context, q querier, candidates []*Candidate) error {
	for len(candidates) > 0 {
		page := candidates[:min(len(candidates), passBatch)]
		candidates = candidates[len(page):]
		bySeq := map[int64][]*Candidate{}
		var seqs []any
		for _, c := range page {
			if bySeq[c.seq] == nil {
				seqs = append(seqs, c.seq)
			}
			c.keys = map[KeyKind][]string{}
			bySeq[c.seq] = append(bySeq[c.seq], c)
		}
		var w where
		w.addIn("payment", seqs)
		rows, err := collect(ctx, q, scanKey, `SELECT payment, kind, digest FROM payment_keys`+w.clause(), w.args...)
		if err != nil {
			return err
		}
		for _, k := range rows {
			for _, c := range bySeq[k.payment] {
				c.keys[k.kind] = append(c.keys[k.kind], k.digest)
			}
		}
	}
	return nil
}

type storedKey struct {
	payment int64
	kind    KeyKind
	digest  string
}

func scanKey(rows *sql.Rows) (storedKey, error) {
	var k storedKey
	var digest []byte
	err := rows.Scan(&k.payment, &k.kind, &digest)
	k.digest = string(digest)
	return k, err
}
