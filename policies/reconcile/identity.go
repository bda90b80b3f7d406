package reconcile

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
)

// Digest is what is the same of two entries in two files that overlap.
type Digest [sha256.Size]byte

// DigestOf is the identity of an entry within a connection. The line is no part of
// it, nor what banks fill in differently from one file to the next.
func DigestOf(connection string, e Entry) Digest {
	h := sha256.New()
	for _, part := range []string{
		connection, string(e.Kind), e.Status, e.Trace, e.VendorReference, e.IndividualID, e.Reference, e.Direction, e.Code,
		e.Amount.Value.String(), string(e.Amount.Currency), e.OccurredOn, e.SettledOn, e.Customer, e.Bank, e.Last4,
	} {
		h.Write([]byte(strconv.Itoa(len(part)) + ":" + part)) // lengths keep parts apart
	}
	return Digest(h.Sum(nil))
}

// Identity is an entry's own: two payments may be equal in all that a file says.
type Identity struct {
	Digest     Digest
	Occurrence int // within its file, from 1
}

// Occurrences counts equal entries of a file. It costs about 20 bytes for each that
// differs; entries that are nobody's need not be counted. The zero value is ready.
type Occurrences struct {
	seen    map[uint64]struct{}
	repeats map[uint64]int
}

// Next is the identity of the entry that comes next.
func (o *Occurrences) Next(d Digest) Identity {
	short := binary.BigEndian.Uint64(d[:])
	if o.seen == nil {
		o.seen, o.repeats = map[uint64]struct{}{}, map[uint64]int{}
	}
	if _, again := o.seen[short]; !again {
		o.seen[short] = struct{}{}
		return Identity{Digest: d, Occurrence: 1}
	}
	o.repeats[short]++
	return Identity{Digest: d, Occurrence: o.repeats[short] + 1}
}
