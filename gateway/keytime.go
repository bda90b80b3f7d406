package gateway

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"
)

// keyTime is when a key says that it was made: a UUID of version 7 or a ULID, whose
// first 48 bits are milliseconds since 1970. Zero where it is neither. It is worth
// something only from callers whose keys are promised to be made so.
func keyTime(key string) time.Time {
	switch len(key) {
	case 36:
		return uuidTime(key)
	case 26:
		return ulidTime(key)
	}
	return time.Time{}
}

func uuidTime(key string) time.Time {
	for _, dash := range []int{8, 13, 18, 23} {
		if key[dash] != '-' {
			return time.Time{}
		}
	}
	raw, err := hex.DecodeString(strings.ReplaceAll(key, "-", ""))
	if err != nil || len(raw) != 16 || raw[6]>>4 != 7 || raw[8]>>6 != 2 {
		return time.Time{}
	}
	return ofMilliseconds(binary.BigEndian.Uint64(raw[:8]) >> 16)
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func ulidTime(key string) time.Time {
	var ms uint64
	for i, letter := range strings.ToUpper(key) {
		digit := strings.IndexRune(crockford, letter)
		if digit < 0 || i == 0 && digit > 7 {
			return time.Time{}
		}
		if i < 10 {
			ms = ms<<5 | uint64(digit)
		}
	}
	return ofMilliseconds(ms)
}

func ofMilliseconds(ms uint64) time.Time {
	return time.UnixMilli(int64(ms)).UTC() //nolint:gosec // 48 bits
}
