package reconcile

import (
	"cmp"
	"slices"
	"strings"

	"canongate/canonical"
)

// Groups finds proposals for payments by what they are, where no key says which
// payment an entry means: the entries of a file that Match found no payment for, and
// the payments of the connection that have not come to their end. Those of a known
// status belong here as well as the unknown: else their lines would be taken for the
// others'. Memory grows with the payments, not with the file. Not safe for concurrent
// use.
type Groups struct {
	judge    Judge
	payments map[string]*wanted
	buckets  map[bucketKey]*bucket
}

// bucketKey parts payments that no entry can be mistaken between.
type bucketKey struct {
	currency canonical.Currency
	amount   string
}

// bucket has payments of an equal amount, and the entries that may speak of one.
type bucket struct {
	wanted  []*wanted
	entries []Entry
	// crowded: more entries than can be told apart.
	crowded bool
}

// The most entries that a bucket keeps for its payments.
const (
	entriesEach = 4
	entriesMore = 16
	entriesMost = 2_000
)

// NewGroups looks for entries of the payments. Nothing is proposed for a payment that
// is by the judge where its entry says, or further.
func NewGroups(payments []Payment, judge Judge) *Groups {
	g := &Groups{judge: judge, payments: make(map[string]*wanted, len(payments)), buckets: map[bucketKey]*bucket{}}
	for i := range payments {
		w := newWanted(&payments[i])
		g.payments[w.ID] = w
		key := keyOf(w.Amount)
		if g.buckets[key] == nil {
			g.buckets[key] = &bucket{}
		}
		g.buckets[key].wanted = append(g.buckets[key].wanted, w)
	}
	return g
}

func keyOf(m canonical.Money) bucketKey {
	amount := m.Value.String()
	if strings.Contains(amount, ".") {
		amount = strings.TrimRight(strings.TrimRight(amount, "0"), ".")
	}
	return bucketKey{currency: m.Currency, amount: amount}
}

// Found takes out a payment that a strong key has found an entry of.
func (g *Groups) Found(paymentID string) {
	if w := g.payments[paymentID]; w != nil {
		w.found = true
	}
}

// Add keeps an entry that may speak of one of the payments, and says whether it does.
func (g *Groups) Add(e Entry) bool {
	b := g.buckets[keyOf(e.Amount)]
	if b == nil || !slices.ContainsFunc(b.wanted, func(w *wanted) bool { return w.near(&e) }) {
		return false
	}
	if len(b.entries) >= min(entriesEach*len(b.wanted)+entriesMore, entriesMost) {
		b.crowded = true
		return true
	}
	b.entries = append(b.entries, e)
	return true
}

func (w *wanted) near(e *Entry) bool {
	l, not := w.like(e)
	return !not && l.near()
}

// Proposals are those for all payments, with what is left of the entries. Whether a
// payment that no entry speaks of is absent hangs on the coverage, on the file's
// summary, and on how many banking days after sending it must cover.
func (g *Groups) Proposals(c Coverage, s Summary, absentAfter int) (proposals []Proposal, left []Entry) {
	proves := c.proves(s)
	keys := make([]bucketKey, 0, len(g.buckets))
	for key := range g.buckets {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b bucketKey) int {
		return cmp.Or(cmp.Compare(a.currency, b.currency), cmp.Compare(a.amount, b.amount))
	})
	groups := 0
	for _, key := range keys {
		r := round{next: &groups, judge: g.judge}
		r.decide(g.buckets[key])
		proposals, left = append(proposals, r.proposals...), append(left, r.left...)
		for _, w := range r.silent {
			if proves && w.Status == canonical.PaymentUnknown && c.covers(w.Payment, absentAfter) {
				proposals = append(proposals, Proposal{Kind: ProposalAbsent, PaymentID: w.ID, Suggests: canonical.PaymentFailed, Score: 100})
			}
		}
	}
	return proposals, left
}

// round decides a bucket.
type round struct {
	judge     Judge
	next      *int // the last number of a group
	proposals []Proposal
	silent    []*wanted
	left      []Entry
}

func (r *round) decide(b *bucket) {
	wanted := slices.DeleteFunc(slices.Clone(b.wanted), func(w *wanted) bool { return w.found })
	if b.crowded {
		*r.next++
		for _, w := range wanted {
			r.ambiguous(w, b.entries)
		}
		return
	}
	wanted, entries := r.link(wanted, b.entries, likeness.full, r.full)
	r.silent, r.left = r.link(wanted, entries, likeness.weak, r.weak)
}

// link parts payments and entries into groups that hang together by a likeness,
// decides each, and gives those that hang together with nothing.
func (r *round) link(all []*wanted, entries []Entry, strong func(likeness) bool, decide func([]*wanted, []Entry)) (alone []*wanted, left []Entry) {
	like := func(w *wanted, e *Entry) bool {
		l, not := w.like(e)
		return !not && strong(l)
	}
	taken := make([]bool, len(entries))
	for len(all) > 0 {
		group, mine := all[:1:1], []Entry(nil)
		all = slices.Clone(all[1:])
		for i := 0; i < len(group); i++ { // grows while entries bring payments and payments bring entries
			for j := range entries {
				if taken[j] || !like(group[i], &entries[j]) {
					continue
				}
				taken[j] = true
				mine = append(mine, entries[j])
				all = slices.DeleteFunc(all, func(w *wanted) bool {
					joins := like(w, &entries[j])
					if joins {
						group = append(group, w)
					}
					return joins
				})
			}
		}
		if len(mine) == 0 {
			alone = append(alone, group...)
			continue
		}
		*r.next++
		decide(group, mine)
	}
	for j := range entries {
		if !taken[j] {
			left = append(left, entries[j])
		}
	}
	return alone, left
}

// full decides a group whose keys are all equal.
func (r *round) full(group []*wanted, entries []Entry) {
	if len(group) != len(entries) || !alike(group, entries) {
		for _, w := range group {
			r.ambiguous(w, entries)
		}
		return
	}
	kind := ProposalMoved
	if len(group) > 1 {
		kind = ProposalMovedGroup
	}
	slices.SortFunc(group, func(a, b *wanted) int { return cmp.Or(cmp.Compare(a.SentOn, b.SentOn), cmp.Compare(a.ID, b.ID)) })
	slices.SortStableFunc(entries, func(a, b Entry) int { return cmp.Compare(a.OccurredOn, b.OccurredOn) })
	for i, w := range group {
		r.propose(kind, w, entries[i])
	}
}

// alike says whether any pairing is right: each entry may speak of each payment, and
// all say the same.
func alike(group []*wanted, entries []Entry) bool {
	for _, w := range group {
		for i := range entries {
			l, not := w.like(&entries[i])
			if not || !l.full() || entries[i].Status != entries[0].Status || entries[i].Code != entries[0].Code ||
				w.Status != group[0].Status {
				return false
			}
		}
	}
	return true
}

func (r *round) weak(group []*wanted, entries []Entry) {
	if len(group) == 1 && len(entries) == 1 {
		r.propose(ProposalWeak, group[0], entries[0])
		return
	}
	for _, w := range group {
		r.ambiguous(w, entries)
	}
}

func (r *round) propose(kind ProposalKind, w *wanted, e Entry) {
	l, _ := w.like(&e)
	r.keep(w, Proposal{
		Kind: kind, PaymentID: w.ID, Entries: []Entry{e}, Suggests: e.Status, Group: *r.next,
		Score: l.score(), KeysEqual: l.equal.names(), KeysDifferent: l.different.names(),
	})
}

func (r *round) ambiguous(w *wanted, entries []Entry) {
	p := Proposal{Kind: ProposalAmbiguous, PaymentID: w.ID, Group: *r.next}
	rivals := 0
	for i := range entries {
		l, not := w.like(&entries[i])
		if not || !l.near() {
			continue
		}
		if rivals++; rivals == 1 {
			p.Suggests, p.KeysEqual, p.KeysDifferent, p.Score = entries[i].Status, l.equal.names(), l.different.names(), l.score()
		}
		if p.Suggests != entries[i].Status {
			p.Suggests = ""
		}
		if len(p.Entries) < maxRivals {
			p.Entries = append(p.Entries, entries[i])
		}
	}
	p.Rivals = max(0, rivals-1)
	if rivals > 0 {
		p.Score /= rivals
	}
	r.keep(w, p)
}

func (r *round) keep(w *wanted, p Proposal) {
	if p.Suggests != "" && r.judge(w.Status, p.Suggests) == OutcomeNote {
		return // it is there already
	}
	r.proposals = append(r.proposals, p)
}
