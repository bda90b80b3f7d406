package imports

import (
	"context"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/policies/bankday"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// mostKeys is how many keys the journal looks up at once.
const mostKeys = 200

// lookup is what the journal answers for an import: reconcile.Lookup. The digests of
// its identities are those that the journal keeps.
type lookup struct {
	journal *journal.Journal
	i       journal.Import
	moves   bool                             // else the payments are as entries before would have left them
	before  int64                            // the entry that the batch begins with
	was     map[string]journal.PaymentStatus // of the payments that were found
}

var _ reconcile.Lookup = (*lookup)(nil)

// Find gives the payments under each of the keys. In a dry run they are as the
// entries before would have left them.
func (l *lookup) Find(ctx context.Context, keys []reconcile.Key) (map[reconcile.Key][]reconcile.Payment, error) {
	all := map[reconcile.Key][]reconcile.Payment{}
	found, err := findAll(ctx, l.journal, l.i.Connection, keys)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, candidates := range found {
		for _, c := range candidates {
			ids = append(ids, c.ID)
		}
	}
	earlier := map[string]journal.EarlierMove{}
	if !l.moves {
		if earlier, err = l.journal.EarlierMoves(ctx, l.i.ID, l.before, unique(ids)); err != nil {
			return nil, err
		}
	}
	for k, candidates := range found {
		var payments []reconcile.Payment
		for _, c := range candidates {
			if move, moved := earlier[c.ID]; moved {
				c.Status, c.ReturnCode, c.ReturnedOn = move.Status, move.Code, move.OccurredOn
			}
			l.was[c.ID] = c.Status
			payments = append(payments, paymentOf(c, l.i.Tenants))
		}
		all[reconcile.Key{Kind: reconcile.KeyKind(k.Kind), Value: k.Value}] = payments
	}
	return all, nil
}

// findAll looks any number of keys up.
func findAll(ctx context.Context, j *journal.Journal, connection string, keys []reconcile.Key) (map[journal.PaymentKey][]journal.Candidate, error) {
	all := map[journal.PaymentKey][]journal.Candidate{}
	for some := range slices.Chunk(keys, mostKeys) {
		asked := make([]journal.PaymentKey, len(some))
		for k, key := range some {
			asked[k] = journal.PaymentKey{Kind: journal.KeyKind(key.Kind), Value: key.Value}
		}
		found, err := j.FindCandidates(ctx, journal.CandidateFilter{Connection: connection}, asked)
		if err != nil {
			return nil, err
		}
		for k, candidates := range found {
			all[k] = candidates
		}
	}
	return all, nil
}

func unique(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// paymentOf is a candidate as matching knows it. Its customer, bank and last four
// digits are blind values.
func paymentOf(c journal.Candidate, tenants []string) reconcile.Payment {
	amount, _ := canonical.ParseDecimal(c.Amount) // it was written by this program
	return reconcile.Payment{
		ID: c.ID, Status: string(c.Status), Direction: c.Direction,
		Amount:  canonical.Money{Value: amount, Currency: canonical.Currency(c.Currency)},
		SECCode: c.SECCode, SentOn: day(c), ExpectedSettlementOn: expectedSettlement(c), SettledOn: c.SettledOn, ReturnedOn: c.ReturnedOn, ReturnCode: c.ReturnCode,
		Customer: c.Blinds(journal.KeyCustomer), Bank: c.Blinds(journal.KeyBank), Last4: c.Blinds(journal.KeyLast4),
		Hidden: tenants != nil && !slices.Contains(tenants, c.Tenant),
	}
}

// expectedSettlement is "" where the date that the payment was sent for is not known.
func expectedSettlement(c journal.Candidate) string {
	if c.SECCode == "" {
		return ""
	}
	return bankday.Settlement(c.CreatedAt, c.EffectiveOn).Format(time.DateOnly)
}

func day(c journal.Candidate) string { return bankday.Of(c.CreatedAt).Format("2006-01-02") }

// Seen gives those of the identities that an earlier import has brought.
func (l *lookup) Seen(ctx context.Context, identities []reconcile.Identity) (map[reconcile.Identity]bool, error) {
	digests := make([][32]byte, len(identities))
	for k, identity := range identities {
		digests[k] = identity.Digest
	}
	live, err := l.journal.LiveEntries(ctx, l.i, digests)
	seen := map[reconcile.Identity]bool{}
	for k, identity := range identities {
		if slices.Contains(live[digests[k]], identity.Occurrence) {
			seen[identity] = true
		}
	}
	return seen, err
}

// blinded is an entry whose customer, bank and last four digits are comparable with
// those of payments.
func (e *Engine) blinded(n reconcile.Entry) reconcile.Entry {
	for kind, value := range map[journal.KeyKind]*string{journal.KeyCustomer: &n.Customer, journal.KeyBank: &n.Bank, journal.KeyLast4: &n.Last4} {
		if *value != "" {
			*value = e.journal.Blind(journal.PaymentKey{Kind: kind, Value: *value})
		}
	}
	return n
}
