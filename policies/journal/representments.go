package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Representment is a payment that is to send a returned one again. No other can begin
// to while it is judged.
type Representment struct {
	Payment  Payment
	Original *Payment // nil: the tenant has no such payment
	// Earlier are those that have sent the original again, whatever became of them.
	Earlier []Payment
	At      time.Time
}

// mayRepresent has a payment judged that sends another again. The original is held from
// here on, so that of two at once the second sees the first.
func (j *Journal) mayRepresent(ctx context.Context, q querier, tenant string, p Payment, facts Facts, now time.Time) error {
	if p.Represents == "" {
		return nil
	}
	r := Representment{Payment: p, At: now}
	switch original, err := j.hold(ctx, q, tenant, p.Represents); {
	case err == nil:
		r.Original = &original.Payment
	case !errors.Is(err, ErrNotFound):
		return err
	}
	earlier, err := j.representing(ctx, q, tenant, facts.keysOf(KeyRepresents))
	if err != nil {
		return err
	}
	for _, e := range earlier {
		if e.ID != p.ID { // its own attempt before this one
			r.Earlier = append(r.Earlier, e.Payment)
		}
	}
	return j.options.MayRepresent(r)
}

// Represented gives the payments of a tenant that have sent others again, oldest first,
// by the key of each of the others. At most passBatch keys are looked up at once.
func (j *Journal) Represented(ctx context.Context, tenant string, originals []PaymentKey) (map[PaymentKey][]Payment, error) {
	asked := map[string]PaymentKey{}
	for _, k := range originals {
		asked[string(j.digest(k))] = k
	}
	var found []representing
	err := j.read(ctx, "find representments", func(ctx context.Context, q querier) (err error) {
		found, err = j.representing(ctx, q, tenant, originals)
		return err
	})
	all := map[PaymentKey][]Payment{}
	for _, r := range found {
		all[asked[r.digest]] = append(all[asked[r.digest]], r.Payment)
	}
	return all, err
}

// representing is a payment that sends the one again whose key has the digest.
type representing struct {
	Payment
	digest string
}

func (j *Journal) representing(ctx context.Context, q querier, tenant string, originals []PaymentKey) ([]representing, error) {
	if len(originals) == 0 {
		return nil, nil
	}
	var w where
	digests := make([]any, len(originals))
	for i, k := range originals {
		digests[i] = j.digest(k)
	}
	w.addIn("k.digest", digests)
	w.add("p.tenant = $%d", tenant)
	return collect(ctx, q, func(rows *sql.Rows) (r representing, err error) {
		var digest []byte
		r.Payment, err = j.scanPayment(prefixed{rows, &digest})
		r.digest = string(digest)
		return r, err
	}, `SELECT k.digest, `+paymentColumns+` FROM (SELECT digest, payment FROM payment_keys) k CROSS JOIN payments p`+
		w.clause()+` AND p.seq = k.payment ORDER BY p.seq`, w.args...)
}

// keysOf are the keys of one kind.
func (f Facts) keysOf(kind KeyKind) (keys []PaymentKey) {
	for _, k := range f.Keys {
		if k.Kind == kind && k.Value != "" {
			keys = append(keys, k)
		}
	}
	return keys
}
