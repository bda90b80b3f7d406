package journal

import "testing"

// The states that evidence may not leave by itself, whoever brings it.
func TestStatusNeverMovesBackByItself(t *testing.T) {
	t.Parallel()
	for from, rank := range ranks {
		for to, other := range ranks {
			for _, cause := range []Cause{ByVendor, ByPoll, ByImport, ByWeakImport, ByOperator, ByClock} {
				switch verdict := Judge(from, to, cause); {
				case verdict == Moves && other <= rank:
					t.Errorf("%s moves back from %s to %s", cause, from, to)
				case verdict == Moves && cause == ByWeakImport:
					t.Errorf("a weak key moves %s to %s", from, to)
				}
			}
		}
	}
}

// What the design says, case by case.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to PaymentStatus
		cause    Cause
		want     Verdict
	}{
		{Created, Settled, ByImport, Refuses},
		{Created, Unknown, ByClock, Moves},
		{Unknown, Submitted, ByImport, Moves},
		{Unknown, Failed, ByImport, Proposes},
		{Unknown, Settled, ByWeakImport, Proposes},
		{Unknown, Failed, ByOperator, NeedsTwo},
		{Unknown, Submitted, ByOperator, Moves},
		{Unknown, Settled, ByClock, Refuses},
		{Submitted, Returned, ByImport, Moves},
		{Submitted, Settled, ByClock, Moves},
		{Processing, Submitted, ByPoll, Notes},
		{Settled, Returned, ByPoll, Moves},
		{Settled, Processing, ByImport, Notes},
		{Settled, Failed, ByImport, Contradicts},
		{Settled, Failed, ByOperator, Refuses},
		{Returned, Returned, ByImport, Repeats},
		{Returned, Settled, ByImport, Contradicts},
		{Returned, Settled, ByOperator, Refuses},
		{Returned, Settled, ByCorrection, NeedsTwo},
		{Failed, Returned, ByImport, Contradicts},
		{Failed, Submitted, ByVendor, Contradicts},
		{Failed, Submitted, ByPoll, Contradicts},
		{Failed, Submitted, ByImport, Notes},
		{Failed, Returned, ByWeakImport, Refuses},
		{Canceled, Settled, ByCorrection, NeedsTwo},
		{Submitted, Submitted, ByPoll, Same},
		{Submitted, "odd", ByPoll, Refuses},
		{Submitted, Created, ByPoll, Notes},
	} {
		if got := Judge(c.from, c.to, c.cause); got != c.want {
			t.Errorf("%s → %s by %s: %s, want %s", c.from, c.to, c.cause, got, c.want)
		}
	}
}

// Whatever order settlement and return arrive in, the end is one.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		settled := PaymentChange{Status: Settled, Cause: ByImport, SettledOn: "2026-03-03"}
		returned := PaymentChange{Status: Returned, Cause: ByImport, ReturnedOn: "2026-03-05", Code: "R01"}
		for n, order := range [][]PaymentChange{{settled, returned}, {returned, settled}} {
			id := paid(t, j, n+1, Submitted)
			for _, c := range order {
				c.ID = id
				_, err := j.MovePayment(ctx, c)
				must(t, err)
			}
			p, err := j.GetPayment(ctx, "acme", id)
			must(t, err)
			if p.Status != Returned || p.SettledOn != "2026-03-03" || p.ReturnedOn != "2026-03-05" || p.ReturnCode != "R01" || p.Basis != BasisFile {
				t.Errorf("order %d: %+v", n, p)
			}
		}
	})
}

// Two people undo what was final, and one of them under one name does not.
func TestCorrectionsNeedTwoPeople(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		id := paid(t, j, 1, Submitted)
		_, err := j.MovePayment(ctx, PaymentChange{ID: id, Status: Returned, Cause: ByImport, ReturnedOn: "2026-03-05", Code: "R01"})
		must(t, err)
		c := PaymentChange{ID: id, Status: Settled, Cause: ByCorrection, Reason: "dishonoured", By: "ann", SettledOn: "2026-03-03", Alone: true}
		for _, second := range []string{"", "ann"} {
			c.ApprovedBy = second
			if _, err := j.ResolvePayment(ctx, c); err == nil {
				t.Errorf("approved by %q: was taken", second)
			}
		}
		c.ApprovedBy = "bob"
		moved, err := j.ResolvePayment(ctx, c)
		must(t, err)
		if p := moved.Payment; p.Status != Settled || p.ReturnCode != "" || p.ReturnedOn != "" || p.Basis != BasisOperator {
			t.Errorf("corrected to %+v", p)
		}
		history, err := j.PaymentHistory(ctx, id)
		must(t, err)
		if last := history[len(history)-1]; last.By != "ann" || last.ApprovedBy != "bob" || last.Source != "operator" {
			t.Errorf("history ends with %+v", last)
		}
	})
}
