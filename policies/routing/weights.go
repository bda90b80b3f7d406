package routing

import "math"

// hashText is FNV-1a: the same in every process and on every replica.
func hashText(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// mix spreads every bit of x over all of them (the finalizer of MurmurHash3);
// FNV alone hardly changes the high bits of texts that differ at the end.
func mix(x uint64) uint64 {
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// distance is how far a key is from a connection of this weight, for weighted
// rendezvous hashing: the nearest connection takes the key. A share of keys
// moves when a weight changes, from or to that connection and nowhere else.
func distance(key, connection uint64, weight int) float64 {
	if weight <= 0 {
		return math.Inf(1)
	}
	unit := (float64(mix(key^connection)>>11) + 0.5) / (1 << 53) // strictly between 0 and 1
	return -math.Log(unit) / float64(weight)
}
