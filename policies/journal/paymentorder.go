package journal

import (
	"encoding/binary"
	"fmt"
)

// order is how a list of payments is ordered: by their creation, or by their last
// change and their ids.
type order struct {
	byChange  bool
	ascending bool
}

func (f PaymentFilter) order() order {
	return order{byChange: !f.UpdatedAfter.IsZero(), ascending: f.Ascending}
}

// list names the list that a cursor belongs to.
func (o order) list(tenant string) string {
	name := "payments of " + tenant
	if o.byChange {
		name = "changed " + name
	}
	if o.ascending {
		name = "rising " + name
	}
	return name
}

// position is where a page ends.
func (o order) position(seq int64, p Payment) []byte {
	at := seq
	if o.byChange {
		at = stamp(p.UpdatedAt)
	}
	position := binary.BigEndian.AppendUint64(nil, uint64(at)) //nolint:gosec // the same bits, back in begin
	if o.byChange {
		position = append(position, p.ID...)
	}
	return position
}

// begin adds the condition that a page is behind from; nil is the first page.
func (o order) begin(w *where, from []byte) error {
	compare := "<"
	if o.ascending {
		compare = ">"
	}
	switch {
	case from == nil:
		return nil
	case len(from) < 8, !o.byChange && len(from) != 8:
		return ErrBadCursor
	}
	at := int64(binary.BigEndian.Uint64(from)) //nolint:gosec // the bits of position
	if !o.byChange {
		w.add("seq "+compare+" $%d", at)
		return nil
	}
	w.args = append(w.args, at, string(from[8:]))
	w.terms = append(w.terms, fmt.Sprintf("(updated_at, id) %s ($%d, $%d)", compare, len(w.args)-1, len(w.args)))
	return nil
}

func (o order) clause() string {
	direction := " DESC"
	if o.ascending {
		direction = ""
	}
	if o.byChange {
		return " ORDER BY updated_at" + direction + ", id" + direction
	}
	return " ORDER BY seq" + direction
}
