package journal

// EntryDigest is the identity of an entry of a file as it is stored. It is keyed,
// since what files say can be guessed.
func (j *Journal) EntryDigest(identity [32]byte) [32]byte {
	return j.match.keyed.sum([]byte("import entry"), identity[:])
}

// Blind is a value as the blind index has it: equal values of a kind are equal, and
// tell nothing.
func (j *Journal) Blind(k PaymentKey) string { return string(j.digest(k)) }

// Blinds are the values of a kind that a candidate has, as Blind gives them.
func (c Candidate) Blinds(kind KeyKind) []string { return c.keys[kind] }
